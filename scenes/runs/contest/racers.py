"""Racers: an optimizer each, at the best rate of a grid, and which of their runs is the better one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np

from gdmath.arrays import Floats
from gdmath.descent import descend
from gdmath.line_search import LineSearch
from gdmath.methods import Method
from gdmath.objective import Objective
from gdmath.stopping import Stop
from gdmath.trajectory import Outcome, Trajectory
from gdmath.views.choosing import surroundings
from gdmath.views.sketch import sketch
from scenes.runs.contest.spending import Metered, Spent

GRID = (1e-3, 1.0)  # the least and the greatest rate that are tried first
FARTHEST = (1e-100, 1e100)  # as far as the grid grows while a best rate is at one of its ends
BEHIND = 3.0  # times the size of the land around the start: who ends farther away has left it
ARRIVED = 1e-6  # of the fall is left of what the lowest one fell

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
        """Whether its line search found no length that suits it."""
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


class Tries:
    """The runs at all rates of a grid, which grows until none of the best is at one of its ends.

    Nor on where they leave their land behind: of a cost that falls for ever any larger rate is better.
    """

    def __init__(
        self,
        cost: Objective,
        start: tuple[float, ...],
        stop: Stop,
        methods: Sequence[Method],
        lowest: float | None,
    ) -> None:
        self.cost, self.start, self.stop, self.methods, self.lowest = cost, start, stop, methods, lowest
        around = surroundings(sketch(cost), np.array([start]))
        self.land = BEHIND * np.ptp(np.array(around), axis=1)
        self.kept: dict[tuple[int, float | None], Racer] = {}

    def best(self) -> tuple[tuple[Racer, ...], tuple[float, ...], float]:
        """Return each one's best run, the grid, and the line."""
        low, high = GRID
        while True:
            grid = tuple(rates(low, high))
            racers, line = self._chosen(grid)
            tuned = [racer for racer in racers if racer.tuned and len(racer.run)]
            lower = grid[0] in [racer.rate for racer in tuned] and low > FARTHEST[0]
            highest = [racer for racer in tuned if racer.rate == grid[-1]]
            higher = highest and not any(map(self._is_astray, highest)) and high < FARTHEST[1]
            if not (lower or higher):
                return racers, grid if any(racer.tuned for racer in racers) else (), line
            low, high = low / 10 if lower else low, high * 10 if higher else high

    def _is_astray(self, racer: Racer) -> bool:
        """Whether it ends far from the land around the start."""
        return bool((np.abs(racer.run.thetas[-1] - self.start) > self.land).any())

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


def is_before(one: Key, other: Key) -> bool:
    """Whether one is better: at the line by its steps, else by a cost that is lower by more than rounding."""
    if one[:2] != other[:2] or one[0] == 0:
        return one[:2] < other[:2]
    return other[2] - one[2] > 1e-9 * max(abs(one[2]), abs(other[2]), 1e-300)
