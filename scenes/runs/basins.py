"""The maps of where descents from everywhere end, by two methods, made ready for drawing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from gdmath.arrays import Floats
from gdmath.cost import Cost
from gdmath.critical.critical_point import CriticalPoint
from gdmath.critical.floating import Floating, floating
from gdmath.descent import descend
from gdmath.endings.basins import Basins, Fate, basins
from gdmath.formulas.graph import ordered
from gdmath.framing import Lengths, Plan
from gdmath.learning_rates import Constant
from gdmath.line_search import LineSearch
from gdmath.methods import Method
from gdmath.optimizers.kinds import Kind, kind_of
from gdmath.optimizers.kinds import Lengths as Steps
from gdmath.stationary import critical_points
from gdmath.stopping import Stop
from gdmath.trajectory import Trajectory
from gdmath.views.boxes import Box
from scenes.parameters import BasinsParameters
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
LATE = 0.002  # of the starts: the last ones
SEEN = 5e-4  # of the starts, that can be seen on the map
FEW = 0.02  # of the starts: so many may escape
ASIDE = 0.07  # of the map, from the one start to the other
INSIDE = 0.08  # of the map, from its edge to a start


@dataclass(frozen=True, eq=False)
class BasinMapRun:
    """One method's map: the method, and where every start ends.

    `arrived[k]` (classes,) counts the starts of each class that have ended after k steps; `classes` are the
    minima, from 0, and then the fates that there are.
    """

    name: str
    optimizer: Any
    learning_rate: Lengths
    rate: float
    basins: Basins

    @property
    def kind(self) -> Kind:
        """What its steps are made of."""
        return kind_of(self.optimizer)

    @property
    def searched(self) -> bool:
        """Whether the length of each step is searched for."""
        return isinstance(self.learning_rate, LineSearch)

    @property
    def lengths(self) -> Steps:
        """What sets how long its steps are."""
        if self.searched:
            return "searched"
        return "fixed" if isinstance(self.learning_rate, Constant) else "changing"

    @cached_property
    def fates(self) -> tuple[Fate, ...]:
        """The fates that there are, apart from the minima."""
        return tuple(fate for fate in Fate if (self.basins.ends == fate).any())

    @cached_property
    def arrived(self) -> NDArray[np.int64]:
        """How many starts of each class have ended by each step, (steps + 1, classes)."""
        found, steps = self.basins, self.basins.steps
        classes = [*range(found.count), *self.fates]
        counts = [np.bincount(found.arrivals[found.ends == each], minlength=steps + 1) for each in classes]
        return np.cumsum(np.array(counts).reshape(-1, steps + 1).T, axis=0)

    @cached_property
    def median(self) -> int | None:
        """The step after which half of all starts are near their minimum; None if fewer ever are."""
        reached = np.sort(self.basins.arrivals[self.basins.ends >= 0])
        half = self.basins.starts // 2
        return int(reached[half]) if len(reached) > half else None

    @cached_property
    def settled(self) -> int:
        """The step by which all but a few of the starts have ended."""
        return int(np.quantile(self.basins.arrivals, 1 - LATE))

    @property
    def shown_fates(self) -> tuple[Fate, ...]:
        """The fates of so many starts that they can be seen."""
        return tuple(fate for fate in self.fates if self.basins.share(fate) >= SEEN)

    @property
    def reached(self) -> float:
        """The share of the starts that reaches a minimum."""
        return float(self.basins.shares.sum())


@dataclass(frozen=True, eq=False)
class Example:
    """A start by itself, its run, and where it ends: a minimum's number, or a fate."""

    run: Trajectory
    end: int


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

    first = tamed(asked.method, told.rate)
    return first, tamed(asked.second, first.rate)


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
        return Example(run, int(told.basins.ends[place]))


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
