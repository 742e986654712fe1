"""A race of optimizers: same cost, same start, as many steps; who came how low, and at what price."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from gdmath.arrays import Floats
from gdmath.cost import Cost
from gdmath.critical.critical_point import CriticalPoint, CriticalPoints
from gdmath.framing import known, usual_stop
from gdmath.learning_rates import Constant
from gdmath.objective import Objective
from gdmath.optimizers import GradientDescent
from gdmath.outcomes import Outcomes, endings
from gdmath.views.choosing import surroundings
from gdmath.views.sketch import sketch
from gdmath.views.valley import valley
from gdmath.views.windows import Window, windows
from scenes.parameters import RaceParameters
from scenes.runs.contest.racers import Racer, Tries, is_before, key
from scenes.runs.planning import planned_start

MOST_MINIMA = 40


@dataclass(frozen=True)
class Race:
    """What the racers did with `steps` steps each, in the order in which they were named.

    `grid`: the rates of which each tuned racer has its best. `line`: a cost that is at most this counts as
    the lowest. `minima` (k, 2) are those in the window that stand alone, `curves` (n, 2) whole curves of
    them.
    """

    cost: Objective
    start: tuple[float, ...]
    steps: int
    grid: tuple[float, ...]
    line: float
    racers: tuple[Racer, ...]
    window: Window
    framed: bool
    critical: CriticalPoints

    @classmethod
    def of(cls, asked: RaceParameters) -> "Race":
        """Let them all run. Raises ValueError for what can't be told."""
        cost, start, lowest = planned_start(asked)
        stop = usual_stop(
            cost, np.array([start]), asked.steps, GradientDescent(), Constant(_cautious(cost, start))
        )
        tries = Tries(cost, start, stop, asked.methods, lowest)
        racers, grid, line = tries.best()
        window = _window(cost, racers, asked)
        from gdmath.stationary import critical_points  # scipy takes longer to load than most runs take

        critical = critical_points(cost, window.box)
        framed = asked.domain is not None
        return cls(cost, start, asked.steps, grid, line, racers, window, framed, critical)

    @property
    def longest(self) -> int:
        """The number of steps of the longest run."""
        return max(len(racer.run) for racer in self.racers)

    @property
    def moves(self) -> bool:
        """Whether anyone moves at all."""
        return any((racer.run.thetas != racer.run.thetas[0]).any() for racer in self.racers)

    @property
    def is_level(self) -> bool:
        """Whether nobody moves since the slope at the start is zero."""
        return not self.moves and bool(np.isfinite(self.racers[0].run.gradients[0]).all())

    @cached_property
    def outcomes(self) -> Outcomes:
        """How each run ended, and in which valley."""
        return endings([racer.run for racer in self.racers], self.critical)

    @property
    def ranks(self) -> tuple[int | None, ...]:
        """The rank of each racer from 1; ties share one, and who is gone has none."""
        keys = [key(racer.run, self.line) for racer in self.racers]
        found = []
        for mine, racer in zip(keys, self.racers, strict=True):
            better = sum(is_before(other, mine) for other in keys)
            found.append(better + 1 if racer.fate == "runs" else None)
        return tuple(found)

    @property
    def order(self) -> tuple[int, ...]:
        """The racers from the first to the last, those who are gone behind all."""
        ranks = self.ranks
        return tuple(sorted(range(len(ranks)), key=lambda k: (ranks[k] or len(ranks) + 1, k)))

    @property
    def winners(self) -> tuple[int, ...]:
        """Who shares the first rank."""
        return tuple(k for k, rank in enumerate(self.ranks) if rank == 1)

    @property
    def arrived(self) -> tuple[bool, ...]:
        """Whether each came as low as any, to a millionth of the fall."""
        return tuple(key(racer.run, self.line)[0] == 0 for racer in self.racers)

    def leaders(self, step: int) -> tuple[int, ...]:
        """Return who is lowest after so many steps, of those who are not gone by then; none if all tie.

        Those who are at the line by then are equally low.
        """
        values = {
            k: max(racer.value(step), self.line)
            for k, racer in enumerate(self.racers)
            if racer.fate == "runs" or step < len(racer.run)
        }
        least = min(values.values(), default=np.nan)
        close = 1e-9 * abs(least)
        found = tuple(k for k, value in values.items() if value <= least + close)
        return () if len(found) == len(self.racers) else found

    @cached_property
    def minima(self) -> Floats:
        """The minima in the window that stand alone, (k, 2); none if they are too many to be seen."""
        alone = [point.theta for point in self.critical.minima if point.isolated]
        return np.array(alone if len(alone) <= MOST_MINIMA else []).reshape(-1, 2)

    @property
    def curves(self) -> list[Floats]:
        """The curves of minima, each (n, 2)."""
        return [
            np.array([*point.places, *point.places[: int(point.closed)]])
            for point in self.critical.minima
            if not point.isolated and len(point.places) > 1
        ]

    @property
    def ravine(self) -> float | None:
        """How many times as strongly the cost bends across its lowest valley as along it; None if unknown."""
        lowest: Sequence[CriticalPoint] = [point for point in self.critical.lowest if point.isolated]
        numbers = lowest[0].eigenvalues if lowest else ()
        return numbers[-1] / numbers[0] if len(numbers) == 2 and numbers[0] > 0 else None


def _cautious(cost: Objective, start: tuple[float, ...]) -> float:
    """A rate of gradient descent that is safe at the start: 1 over the largest curvature."""
    bend = cost.hessian(np.array(start))
    largest = float(np.abs(np.linalg.eigvalsh(bend)).max()) if np.isfinite(bend).all() else np.inf
    return 1 / largest if 0 < largest < np.inf else 0.01


def _window(cost: Objective, racers: Sequence[Racer], asked: RaceParameters) -> Window:
    """The valleys of the racers; one that falls for ever leaves the map of the others."""
    rough, land = sketch(cost), asked.landscape or known(cost)
    every = [valley(rough, racer.run) for racer in racers]
    valleys = [found for found in every if found.bottom is not None] or every
    domain = asked.box
    if domain is None and land is not None and isinstance(cost, Cost):
        start = racers[0].run.thetas[0]
        if all(low <= x <= high for x, (low, high) in zip(start, land.domain, strict=True)):
            domain = land.domain
    ground = None
    if any(found.bottom is None for found in valleys):
        ground = surroundings(rough, racers[0].run.thetas[:1])
    with np.errstate(all="ignore"):
        return windows(rough, valleys, domain, ground)[0]
