"""Where the descents from every place of a map end: the basins of attraction of its minima."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gdmath.arrays import Floats
from gdmath.critical.critical_point import Box, CriticalPoint, Extent
from gdmath.critical.floating import floating
from gdmath.descent_many import Trajectories, descend_many
from gdmath.learning_rates import Schedule
from gdmath.line_search import LineSearch
from gdmath.objective import Objective
from gdmath.optimizers import Optimizer
from gdmath.stopping import Stop
from gdmath.trajectory import Outcome

Labels = NDArray[np.int16]
Steps = NDArray[np.int32]

_CELLS = 1024  # along each side of the map on which places near a minimum are marked
_NEAR = 0.012  # of the map's sides
_APART = 0.4  # of the way to the next minimum: no more is near
_STAYED = 0.1  # of the steps, for which a run that goes on must have been near a minimum to be its
_LONG = 10  # steps, at least
_STIRRED = 1e-4  # of the map: a run that moves less is where it was


class Fate(IntEnum):
    """What becomes of a run that reaches no minimum of the map."""

    LEVEL = -1  # it stops inside of the map, at no minimum
    OUTSIDE = -2  # it stops outside of the map
    GOING = -3  # it is still under way after all steps
    ESCAPED = -4  # it grew past every bound
    UNDEFINED = -5  # it has come to where the cost is not defined


@dataclass(frozen=True, eq=False)
class Basins:
    """What becomes of the runs from a grid of starts (m, n) in a box, rows from the bottom.

    `ends` (m, n) is the number of the minimum that each reaches, from 0, or a `Fate`. `arrivals` (m, n) is
    the step from which on it is near that minimum; of others the step at which it ended.
    """

    box: Box
    count: int
    ends: Labels
    arrivals: Steps

    @property
    def starts(self) -> int:
        """The number of starts."""
        return self.ends.size

    @property
    def steps(self) -> int:
        """The step after which nothing changes any more."""
        return int(self.arrivals.max())

    @cached_property
    def shares(self) -> Floats:
        """The share of the starts that reaches each minimum (count,)."""
        return np.bincount(self.ends[self.ends >= 0], minlength=self.count) / self.starts

    def share(self, fate: Fate) -> float:
        """Return the share of the starts with this fate."""
        return float((self.ends == fate).mean())

    @cached_property
    def border(self) -> float:
        """The share of the starts that has a neighbour, left, right, above or below, that ends elsewhere."""
        beside = np.zeros(self.ends.shape, dtype=bool)
        for axis in (0, 1):
            differs = np.diff(self.ends, axis=axis) != 0
            one, other = np.moveaxis(beside, axis, 0)[:-1], np.moveaxis(beside, axis, 0)[1:]
            one |= np.moveaxis(differs, axis, 0)
            other |= np.moveaxis(differs, axis, 0)
        return float(beside.mean())

    def start(self, row: int, column: int) -> Floats:
        """Return where the run of a row and a column starts (2,)."""
        return _centres(self.box, self.ends.shape)[row * self.ends.shape[1] + column]


def basins(
    cost: Objective,
    box: Box,
    minima: Sequence[CriticalPoint],
    optimizer: Optimizer[Any],
    *,
    learning_rate: float | Schedule | LineSearch,
    stop: Stop,
    shape: tuple[int, int],
) -> Basins:
    """Descend from the middle of every cell of a grid, `shape` (rows, columns), and see where each run ends.

    A run has reached a minimum if it stops within about a hundredth of the box from it, or has been there for
    a tenth of all steps at least. Costs of a formula are computed in floating point alone.

    >>> from gdmath import Cost, GradientDescent, critical_points
    >>> cost, box = Cost.parse("x**4 - 2*x**2 + y**2"), ((-2, 2), (-1, 1))
    >>> minima = critical_points(cost, box).minima
    >>> found = basins(
    ...     cost, box, minima, GradientDescent(), learning_rate=0.05, stop=Stop(1000, 1e-6), shape=(2, 4)
    ... )
    >>> found.ends.tolist(), found.shares.tolist(), found.border
    ([[0, 0, 1, 1], [0, 0, 1, 1]], [0.5, 0.5], 0.5)
    """
    quick, starts = floating(cost), _centres(box, shape)
    near = _Near(quick, box, minima, len(starts))
    runs = descend_many(
        quick, starts, optimizer, learning_rate=learning_rate, stop=stop, see=near.see, record="ends"
    )
    ends, arrivals = _fates(runs, near, box)
    return Basins(box, len(minima), ends.reshape(shape), arrivals.reshape(shape))


def _fates(runs: Trajectories, near: "_Near", box: Box) -> tuple[Labels, Steps]:
    """What becomes of each run, and when."""
    low, high = np.transpose(box)
    with np.errstate(invalid="ignore", over="ignore"):
        inside = ((runs.ends >= low) & (runs.ends <= high)).all(axis=1)
    going = runs.ended(Outcome.OUT_OF_STEPS)
    ends = np.where(inside, Fate.LEVEL, Fate.OUTSIDE).astype(np.int16)
    ends[going] = Fate.GOING
    ends[runs.ended(Outcome.ESCAPED) | runs.ended(Outcome.TOO_LARGE)] = Fate.ESCAPED
    lost = runs.ended(Outcome.UNDEFINED)
    ends[lost] = Fate.UNDEFINED
    stayed = runs.steps - near.since >= max(_LONG, _STAYED * runs.stop.steps)
    moved = np.abs(runs.ends - runs.starts).max(axis=1) >= _STIRRED * (high - low).min()
    stayed &= (near.since > 0) | moved  # or it has hardly left its start
    reached = (near.where >= 0) & (ends > Fate.ESCAPED) & (~going | stayed)
    ends[reached] = near.where[reached]
    return ends, np.where(reached, near.since, runs.steps).astype(np.int32)


class _Near:
    """Near which minimum each of many runs is (n,), or -1, and since which step."""

    def __init__(self, cost: Objective, box: Box, minima: Sequence[CriticalPoint], runs: int) -> None:
        self.where, self.since = np.full(runs, -1, np.int16), np.zeros(runs, np.int32)
        low, high = np.transpose(box).astype(float)
        self._low, self._scale = low, _CELLS / (high - low)
        self._map = np.full((_CELLS + 2, _CELLS + 2), -1, np.int16)  # with a rim for all that is outside
        for number, radius in enumerate(_radii(minima, high - low)):
            self._mark(cost, box, minima[number], number, radius)
        self._flat = self._map.ravel()

    def see(self, step: int, rows: NDArray[np.int64], points: Floats) -> None:
        """Note where the runs of these numbers are at a step."""
        column, row = (
            np.fmin(np.fmax((points[:, i] - self._low[i]) * self._scale[i] + 1.0, 0.0), _CELLS + 1.0).astype(
                np.int32
            )
            for i in range(2)
        )
        now = self._flat[row * (_CELLS + 2) + column]
        changed = now != self.where[rows]
        if changed.any():
            moved = rows[changed]
            self.where[moved], self.since[moved] = now[changed], step

    def _mark(self, cost: Objective, box: Box, minimum: CriticalPoint, number: int, radius: float) -> None:
        """Mark the cells around a minimum; around each place of a curve; of a level area, all of it."""
        cells, reach = self._map[1:-1, 1:-1], max(1, round(radius * _CELLS))
        if minimum.extent is Extent.REGION:
            points = _centres(box, cells.shape)
            value, gradient = cost.value_and_gradient(points)
            with np.errstate(invalid="ignore"):
                same = np.abs(value - minimum.value) <= 1e-12 * max(1.0, abs(minimum.value))
            cells[_widened((same & ~gradient.any(axis=1)).reshape(cells.shape), reach)] = number
        places = np.array([minimum.theta, *minimum.places])
        share = (places - self._low) * self._scale
        if minimum.extent is Extent.CURVE:
            share = _dense(share)
        offset = np.arange(-reach, reach + 1)
        disc = offset[:, None] ** 2 + offset**2 <= reach**2
        up, along = (part - reach for part in np.nonzero(disc))
        for x, y in np.unique(np.floor(share).astype(np.int64), axis=0).tolist():
            rows, columns = y + up, x + along
            inside = (rows >= 0) & (rows < _CELLS) & (columns >= 0) & (columns < _CELLS)
            cells[rows[inside], columns[inside]] = number


def _radii(minima: Sequence[CriticalPoint], width: Floats) -> list[float]:
    """How near each minimum is near, as a share of the box."""
    places = np.array([point.theta for point in minima]).reshape(-1, 2) / width
    apart = np.linalg.norm(places[:, None] - places, axis=2)
    apart[np.diag_indices(len(places))] = np.inf
    return [min(_NEAR, _APART * nearest) for nearest in apart.min(axis=1, initial=np.inf).tolist()]


def _widened(cells: NDArray[np.bool_], reach: int) -> NDArray[np.bool_]:
    """Cells (n, n), and all that are at most so far from one of them."""
    for axis in (0, 1):
        lines = np.moveaxis(cells, axis, 0)
        counts = np.cumsum(np.pad(lines, ((reach + 1, reach), (0, 0))), axis=0, dtype=np.int32)
        cells = np.moveaxis(counts[2 * reach + 1 :] > counts[: -2 * reach - 1], 0, axis)
    return cells


def _dense(places: Floats) -> Floats:
    """Points along a line through places (k, 2), each less than a unit from the next."""
    count = np.ceil(np.abs(np.diff(places[1:], axis=0)).max(axis=1, initial=1.0)).astype(int)
    pieces = [
        a + np.linspace(0.0, 1.0, min(n, 2 * _CELLS), endpoint=False)[:, None] * (b - a)
        for a, b, n in zip(places[1:-1], places[2:], count.tolist(), strict=True)
    ]
    return np.concatenate([*pieces, places])


def _centres(box: Box, shape: tuple[int, int]) -> Floats:
    """The middles of the cells of a grid of rows and columns, (rows * columns, 2), row by row."""
    columns, rows = (
        low + (np.arange(count) + 0.5) / count * (high - low)
        for (low, high), count in zip(box, shape[::-1], strict=True)
    )
    return np.stack(np.meshgrid(columns, rows), axis=-1).reshape(-1, 2)
