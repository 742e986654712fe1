"""A race of optimizers: same cost, same start, as many steps; who came how low, and at what price."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Literal

import numpy as np

from gdmath.arrays import Floats
from gdmath.cost import Cost
from gdmath.critical.critical_point import CriticalPoint, CriticalPoints
from gdmath.descent import descend
from gdmath.framing import known, usual_stop
from gdmath.learning_rates import Constant
from gdmath.line_search import LineSearch
from gdmath.methods import Method
from gdmath.objective import Objective
from gdmath.optimizers import GradientDescent
from gdmath.outcomes import Outcomes, endings
from gdmath.stopping import Stop
from gdmath.trajectory import Outcome, Trajectory
from gdmath.views.choosing import surroundings
from gdmath.views.sketch import sketch
from gdmath.views.valley import valley
from gdmath.views.windows import Window, windows
from scenes.parameters import RaceParameters
from scenes.runs.planning import planned_start
from scenes.runs.spending import Metered, Spent

GRID = (1e-3, 1.0)  # the least and the greatest rate that are tried first
FARTHEST = (1e-100, 1e100)  # as far as the grid grows while a best rate is at one of its ends
ARRIVED = 1e-6  # of the fall is left of what the lowest one fell
MOST_MINIMA = 40

Fate = Literal["runs", "escaped", "undefined"]
Key = tuple[int, int, float]


@dataclass(frozen=True)
class Racer:
    """An optimizer, its rate, if it is not a line search's, and what came of it.

    `tuned`: whether the rate is the best of the grid; `ends` (n,) then are the costs at the end of its runs
    at each rate, NaN where they escaped.
    """

    method: Method
    optimizer: Any
    rate: float | None
    tuned: bool
    run: Trajectory
    spent: Spent
    ends: Floats | None = None

    @property
    def fate(self) -> Fate:
        """Whether it ran to its end, grew past every bound, or came to where there is no cost."""
        outcome = self.run.status.outcome
        if outcome in (Outcome.ESCAPED, Outcome.TOO_LARGE):
            return "escaped"
        return "undefined" if outcome is Outcome.UNDEFINED else "runs"

    @property
    def is_stuck(self) -> bool:
        """Whether its line search found no length that lowers the cost."""
        return self.run.status.outcome is Outcome.NO_LENGTH

    @property
    def cost(self) -> float:
        """The cost at its end."""
        return float(self.run.values[-1])

    @property
    def curve(self) -> Floats:
        """The costs (n+1,), to the last one that is a number."""
        values = self.run.values
        return values[: int(np.flatnonzero(np.isfinite(values))[-1]) + 1]

    def value(self, step: int) -> float:
        """Return the cost after so many steps; at its end from there on."""
        return float(self.run.values[min(step, len(self.run))])


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
        tries = _Tries(cost, start, stop, asked.methods, lowest)
        racers, grid, line = tries.best()
        window = _window(cost, racers, asked)
        from gdmath.stationary import critical_points  # scipy takes longer to load than most runs take

        critical = critical_points(cost, window.box)
        framed = asked.domain is not None or (asked.landscape or known(cost)) is not None
        return cls(cost, start, asked.steps, grid, line, racers, window, framed, critical)

    @property
    def longest(self) -> int:
        """The number of steps of the longest run."""
        return max(len(racer.run) for racer in self.racers)

    @property
    def moves(self) -> bool:
        """Whether anyone moves at all."""
        return any((racer.run.thetas != racer.run.thetas[0]).any() for racer in self.racers)

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
            better = sum(_is_before(other, mine) for other in keys)
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


class _Tries:
    """The runs at all rates of a grid, which grows until none of the best is at one of its ends."""

    def __init__(
        self,
        cost: Objective,
        start: tuple[float, ...],
        stop: Stop,
        methods: Sequence[Method],
        lowest: float | None,
    ) -> None:
        self.cost, self.start, self.stop, self.methods, self.lowest = cost, start, stop, methods, lowest
        self.kept: dict[tuple[int, float | None], Racer] = {}

    def best(self) -> tuple[tuple[Racer, ...], tuple[float, ...], float]:
        """Return each one's best run, the grid, and the line."""
        low, high = GRID
        while True:
            grid = tuple(rates(low, high))
            racers, line = self._chosen(grid)
            at = [racer.rate for racer in racers if racer.tuned and len(racer.run)]
            lower = grid[0] in at and low > FARTHEST[0]
            higher = grid[-1] in at and high < FARTHEST[1]
            if not (lower or higher):
                return racers, grid if any(racer.tuned for racer in racers) else (), line
            low, high = low / 10 if lower else low, high * 10 if higher else high

    def _chosen(self, grid: tuple[float, ...]) -> tuple[tuple[Racer, ...], float]:
        tried = []
        for k, method in enumerate(self.methods):
            free = method.learning_rate is None and not (method.searches or method.usual_rate == 1.0)
            tried.append([self._run(k, rate) for rate in (grid if free else (method.learning_rate,))])
        line = finish_line([racer.run for row in tried for racer in row if racer.fate == "runs"])
        best = [min(row, key=lambda racer: _choice(racer, line)) for row in tried]
        ends = [
            np.array([racer.cost if racer.fate == "runs" else np.nan for racer in row])
            if len(row) > 1
            else None
            for row in tried
        ]
        return tuple(replace(racer, ends=end) for racer, end in zip(best, ends, strict=True)), line

    def _run(self, k: int, rate: float | None) -> Racer:
        if (k, rate) not in self.kept:
            method = self.methods[k]
            optimizer, length = method.build(1.0 if rate is None else rate, self.lowest)
            meter = Metered(length) if isinstance(length, LineSearch) else None
            run = descend(self.cost, self.start, optimizer, learning_rate=meter or length, stop=self.stop)
            spent = Spent.of(run, optimizer, meter)
            shown = None if method.searches else 1.0 if rate is None else rate
            tuned = rate is not None and method.learning_rate is None
            self.kept[k, rate] = Racer(method, optimizer, shown, tuned, run, spent)
        return self.kept[k, rate]


def rates(low: float, high: float) -> Iterator[float]:
    """Yield 1 and 3 times each power of ten from one rate to another, both of them powers of ten.

    >>> list(rates(0.01, 1))
    [0.01, 0.03, 0.1, 0.3, 1.0]
    """
    first, last = round(np.log10(low)), round(np.log10(high))
    for power in range(first, last):
        yield from (float(f"1e{power}"), float(f"3e{power}"))
    yield float(f"1e{last}")


def finish_line(runs: Sequence[Trajectory]) -> float:
    """Return the cost that counts as the lowest: to a millionth of the fall to the lowest end of any run."""
    ends = [float(run.values[-1]) for run in runs if np.isfinite(run.values[-1])]
    if not ends:
        return -np.inf
    least, first = min(ends), float(runs[0].values[0])
    return least + ARRIVED * max(first - least, 0.0)


def key(run: Trajectory, line: float) -> Key:
    """Return what is smaller the better a run is: first those at the line, by their steps; then by the cost.

    Runs that escaped, or came to where there is no cost, come last.
    """
    value = float(run.values[-1])
    gone = run.status.outcome in (Outcome.ESCAPED, Outcome.TOO_LARGE, Outcome.UNDEFINED)
    if gone or not np.isfinite(value):
        return 2, -len(run), 0.0
    return (0, len(run), value) if value <= line else (1, 0, value)


def _choice(racer: Racer, line: float) -> tuple[Key, float]:
    """What is smaller the better: of equal runs the longer steps, of escapes the shorter ones."""
    found, rate = key(racer.run, line), racer.rate or 0.0
    return found, rate if found[0] == 2 else -rate


def _is_before(one: Key, other: Key) -> bool:
    """Whether one is better: at the line by its steps, else by a cost that is lower by more than rounding."""
    if one[:2] != other[:2] or one[0] == 0:
        return one[:2] < other[:2]
    return other[2] - one[2] > 1e-9 * max(abs(one[2]), abs(other[2]), 1e-300)


def _cautious(cost: Objective, start: tuple[float, ...]) -> float:
    """A rate of gradient descent that is safe at the start: 1 over the largest curvature."""
    bend = cost.hessian(np.array(start))
    largest = float(np.abs(np.linalg.eigvalsh(bend)).max()) if np.isfinite(bend).all() else np.inf
    return 1 / largest if 0 < largest < np.inf else 0.01


def _window(cost: Objective, racers: Sequence[Racer], asked: RaceParameters) -> Window:
    rough, land = sketch(cost), asked.landscape or known(cost)
    valleys = [valley(rough, racer.run) for racer in racers]
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
