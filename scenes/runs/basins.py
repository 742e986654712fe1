"""The maps of where descents from everywhere end, by two methods, made ready for drawing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

import numpy as np

from gdmath.arrays import Floats
from gdmath.cost import Cost
from gdmath.critical.critical_point import CriticalPoint
from gdmath.critical.floating import Floating, floating
from gdmath.descent import descend
from gdmath.endings.basins import Basins, Fate, basins
from gdmath.formulas.graph import ordered
from gdmath.framing import Lengths, Plan
from gdmath.line_search import LineSearch
from gdmath.methods import Method
from gdmath.stationary import critical_points
from gdmath.stopping import Stop
from gdmath.trajectory import Outcome, Trajectory
from gdmath.views.boxes import Box
from scenes.parameters import BasinsParameters
from scenes.runs.basin_maps import BasinMapRun, Example
from scenes.runs.plane import Plane
from scenes.runs.planning import planned

LONGEST = 2.2  # of a map whose scales are equal: one side in units of the other
GRIDS = (640, 540, 480, 400, 320, 240, 200, 160, 128, 96, 64, 48)  # starts along the longer side
PILOT = 24
WORK = 4.2e9  # nanoseconds, about, that all the steps of a map may take
_STEP, _PART, _FUNCTION, _FOREIGN, _SEARCH = 25.0, 1.0, 60.0, 5e3, 2e5  # of a step of one run
_PLAIN = {"const", "named", "var", "add", "mul", "neg", "ipow"}
CALM = 3  # steps in a row after which a run that is level rests: momentum may pass a minimum
HALVINGS = 6  # of a rate that was not asked for
FEW = 0.02  # of the starts: so many may escape
CLOSE = 0.03  # of the map, from a minimum: a run that stops there has come to it
ASIDE = 0.07  # of the map, from the one start to the other
INSIDE = 0.08  # of the map, from its edge to a start


@dataclass(frozen=True, eq=False)
class BasinRuns:
    """A cost of two variables over a box, its minima from the lowest, and the maps of two methods on it.

    `examples` are two starts close by, that end at different minima where there are such.
    """

    cost: Cost
    box: Box
    plane: Plane
    minima: tuple[CriticalPoint, ...]
    first: BasinMapRun
    second: BasinMapRun
    examples: tuple[Example, Example]

    @classmethod
    def of(cls, asked: BasinsParameters) -> "BasinRuns":
        """Descend from everywhere by both methods. Raises ValueError for what can't be told."""
        told = planned(asked, 3)
        cost = cast(Cost, told.cost)
        box = cast(Box, told.domain or told.wide.box)
        minima = critical_points(cost, box).minima
        stop = replace(told.stop, patience=CALM)
        survey = _Survey(cost, box, minima, stop)
        first, second = _methods(asked, told, survey)
        side = asked.grid or survey.side(first, second)
        one, other = survey.map(first, side), survey.map(second, side)
        return cls(cost, box, Plane.of(cost, box), minima, one, other, survey.examples(one))

    @property
    def starts(self) -> int:
        """The number of starts of each map."""
        return self.first.basins.starts

    @property
    def has_continua(self) -> bool:
        """Whether minima fill a curve or an area."""
        return not all(point.isolated for point in self.minima)

    @property
    def changed(self) -> float:
        """The share of the starts that ends elsewhere by the second method."""
        return float((self.first.basins.ends != self.second.basins.ends).mean())

    @property
    def same_rate(self) -> bool:
        """Whether the learning rate is the same, so that only the rule differs."""
        return self.first.rate == self.second.rate and not (self.first.searched or self.second.searched)


@dataclass(frozen=True)
class _Made:
    """A method that is ready to be used."""

    name: str
    optimizer: Any
    learning_rate: Lengths
    rate: float


def _methods(asked: BasinsParameters, told: Plan, survey: "_Survey") -> tuple[_Made, _Made]:
    """Both methods with their rates; those that were not asked for are halved while too many runs escape."""
    lowest = asked.landscape.lowest if asked.landscape else None

    def made(method: Method, rate: float) -> _Made:
        optimizer, length = method.build(rate, lowest)
        return _Made(method.optimizer, optimizer, length, rate)

    def tamed(method: Method, rate: float) -> _Made:
        if method.learning_rate is not None:
            return made(method, method.learning_rate)
        if method.usual_rate is not None:
            return made(method, method.usual_rate)
        tried: list[tuple[float, _Made]] = []
        for halving in range(HALVINGS + 1):
            one = made(method, rate / 2**halving)
            tried.append((survey.lost(one), one))
            if tried[-1][0] <= FEW:
                break
        return min(tried, key=lambda each: each[0])[1]

    first, second = tamed(asked.method, told.rate), asked.second
    rate = first.rate
    if asked.method.usual_rate is not None and second.learning_rate is None:  # it says nothing of others
        names = {"optimizer": second.optimizer, "schedule": second.schedule, "settings": second.settings}
        rate = planned(replace(asked, learning_rate=None, **names), 3).rate
    return first, tamed(second, rate)


@dataclass(frozen=True)
class _Survey:
    """A box of a cost, from whose places runs descend until they are calm."""

    cost: Cost
    box: Box
    minima: Sequence[CriticalPoint]
    stop: Stop

    def shape(self, side: int) -> tuple[int, int]:
        """How many rows and columns a grid has, so many along the longer side."""
        wide, high = np.ptp(self.box, axis=1).tolist()
        ratio = high / wide if 1 / LONGEST <= high / wide <= LONGEST else 1.0
        return max(8, round(side * min(1.0, ratio))), max(8, round(side * min(1.0, 1 / ratio)))

    def basins(self, method: _Made, side: int, steps: int | None = None) -> Basins:
        stop = self.stop if steps is None else replace(self.stop, steps=min(steps, self.stop.steps))
        how = {"learning_rate": method.learning_rate, "stop": stop, "shape": self.shape(side)}
        return basins(self.cost, self.box, self.minima, method.optimizer, **how)

    def map(self, method: _Made, side: int) -> BasinMapRun:
        found = self.basins(method, side)
        return BasinMapRun(method.name, method.optimizer, method.learning_rate, method.rate, found)

    def lost(self, method: _Made) -> float:
        """The share of a few runs that escapes."""
        found = self.basins(method, PILOT, 200)
        return found.share(Fate.ESCAPED) + found.share(Fate.UNDEFINED)

    def side(self, *methods: _Made) -> int:
        """How many starts along a side can be descended from in the time that there is."""
        longest = max(
            float(self.basins(method, PILOT).arrivals.mean()) * self._work(method) for method in methods
        )
        fits = (side for side in GRIDS if np.prod(self.shape(side)) * longest <= WORK)
        return next(fits, GRIDS[-1])

    def _work(self, method: _Made) -> float:
        """What a step of a run costs, in nanoseconds, about."""
        if isinstance(method.learning_rate, LineSearch):
            return _SEARCH
        if not isinstance(floating(self.cost), Floating):
            return _FOREIGN
        parts = [part.op for part in ordered([self.cost.graph])]
        return _STEP + _PART * len(parts) + _FUNCTION * sum(part not in _PLAIN for part in parts)

    def examples(self, told: BasinMapRun) -> tuple[Example, Example]:
        """Two starts close by that end at different minima, and whose ways are long, if there are such."""
        found = told.basins
        (one, other) = _pair(found, np.array([point.theta for point in self.minima]).reshape(-1, 2))
        return self._example(told, one), self._example(told, other)

    def _example(self, told: BasinMapRun, place: tuple[int, int]) -> Example:
        start = told.basins.start(*place)
        run = descend(self.cost, start, told.optimizer, learning_rate=told.learning_rate, stop=self.stop)
        return Example(run, self._end(run, int(told.basins.ends[place])))

    def _end(self, run: Trajectory, end: int) -> int:
        """Where a run itself ends, which by chance or rounding may be elsewhere than on the map."""
        last, far = run.thetas[-1], CLOSE * float(np.ptp(self.box, axis=1).max())
        near = [k for k, point in enumerate(self.minima) if point.distance(last) <= far]
        converged = run.status.outcome is Outcome.CONVERGED
        if end in near or (end < 0 and not (near and converged)):
            return end
        if near:
            return min(near, key=lambda k: self.minima[k].distance(last))
        inside = all(low <= x <= high for x, (low, high) in zip(last, self.box, strict=True))
        fates = {Outcome.CONVERGED: Fate.LEVEL if inside else Fate.OUTSIDE, Outcome.ESCAPED: Fate.ESCAPED}
        return fates.get(run.status.outcome, Fate.GOING)


def _pair(found: Basins, minima: Floats) -> tuple[tuple[int, int], tuple[int, int]]:
    """The cells of two starts: the best of those that are a little apart from each other."""
    rows, columns = found.ends.shape
    width = np.ptp(found.box, axis=1)
    grid = [np.linspace(INSIDE, 1 - INSIDE, 24) * count for count in (rows, columns)]
    cells = np.stack(np.meshgrid(*grid, indexing="ij"), axis=-1).reshape(-1, 2).astype(int)
    best, chosen = -np.inf, ((rows // 4, columns // 4), (rows // 4, columns // 4 + 1))
    for aside in (np.array([0, ASIDE * columns]), np.array([ASIDE * rows, 0])):
        others = cells + np.maximum(1, np.rint(aside)).astype(int) * (aside > 0)
        inside = (others < [rows, columns]).all(axis=1)
        for one, other in zip(cells[inside].tolist(), others[inside].tolist(), strict=True):
            ends = [int(found.ends[tuple(cell)]) for cell in (one, other)]
            ways = [
                float(np.linalg.norm((found.start(*cell) - minima[end]) / width)) if end >= 0 else 0.1
                for cell, end in zip((one, other), ends, strict=True)
            ]
            score = min(ways) + (ends[0] != ends[1]) + 2 * (min(ends) >= 0)
            if score > best:
                best, chosen = score, (tuple(one), tuple(other))
    return chosen
