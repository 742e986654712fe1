"""descend_many(): many descents at once, in vectorised numpy."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gdmath.arrays import Floats
from gdmath.data.batches import Batches
from gdmath.descent import check_arguments, real, step_length
from gdmath.learning_rates import Schedule
from gdmath.line_search import LineSearch
from gdmath.objective import Objective
from gdmath.optimizers import GradientDescent, Optimizer, Point
from gdmath.stopping import Jury, Reason, Stop
from gdmath.trajectory import Outcome, Status

_BLOCK = 32768  # starts that descend together: their arrays fit in the processor's cache

Record = Literal["all", "ends"] | int
See = Callable[[int, NDArray[np.int64], Floats], None]


@dataclass(frozen=True, eq=False)
class Trajectories:
    """m descents in d dimensions.

    `starts` and `ends` (m, d), `steps` (m,) taken by each, `values` (m,) and `gradients` (m, d) at the ends.
    `recorded` (r,) are the steps at which all are recorded, `thetas` (r, m, d) the points then; a descent
    that has ended stays where it did. Without a record r is 0.
    """

    cost: Objective
    starts: Floats
    ends: Floats
    steps: NDArray[np.int64]
    values: Floats
    gradients: Floats
    recorded: NDArray[np.int64]
    thetas: Floats
    stop: Stop
    reasons: NDArray[np.int8]
    optimizer: str

    def __len__(self) -> int:
        """Return the number of descents m."""
        return len(self.starts)

    def status(self, i: int) -> Status:
        """Return how the i-th descent ended, counted from 0."""
        start = self.cost.value(self.starts[i])
        high, far = self.stop.bounds(start, self.starts[i])
        point = Point(self.cost, int(self.steps[i]), self.ends[i], float(self.values[i]), self.gradients[i])
        return self.stop.status(Reason(self.reasons[i]), point, (float(high), float(far)))

    def ended(self, outcome: Outcome) -> NDArray[np.bool_]:
        """Return which descents ended this way: (m,)."""
        return np.isin(self.reasons, [reason for reason in Reason if reason and reason.outcome is outcome])


def descend_many(
    cost: Objective,
    starts: ArrayLike,
    optimizer: Optimizer[Any] | None = None,
    *,
    learning_rate: float | Schedule | LineSearch = 0.1,
    stop: Stop | None = None,
    batches: Batches | None = None,
    record: Record = "ends",
    see: See | None = None,
) -> Trajectories:
    """Descend from every start (m, d), or (m,) where d is 1, each exactly as `descend` would alone.

    What has stopped is put aside and costs nothing more. `record` is "ends", "all" for every step, or a
    whole number k for every k-th step; points take 8 d bytes each. `see(step, rows, points)` is shown where
    those that have not ended are, block after block: `rows` (k,) are their numbers, `points` (k, d) are only
    to be looked at. A start where the cost is not defined ends at step 0 with that status. A line search
    looks at one descent after the other.

    Raises ValueError for starts that are not finite or do not fit the cost, and as `descend` does.

    >>> from gdmath import Cost
    >>> runs = descend_many(Cost.parse("x**2"), [3, -4, 0], learning_rate=0.5)
    >>> runs.steps.tolist(), runs.values.tolist()
    ([1, 1, 0], [0.0, 0.0, 0.0])
    >>> print(runs.status(1))
    converged at step 1: the gradient's norm is 0 at x = 0
    """
    check_arguments(cost, optimizer, stop, batches)
    optimizer = GradientDescent() if optimizer is None else optimizer
    stop = Stop() if stop is None else stop
    every = _every(record)
    points = _starts(cost, starts)
    runs = _Runs(cost, points, optimizer, learning_rate, stop, batches, every, see)
    with np.errstate(all="ignore"):
        for first in range(0, len(points), _BLOCK):
            runs.descend(first)
    return runs.result()


class _Runs:
    """The arrays of all descents, filled block by block."""

    def __init__(
        self,
        cost: Objective,
        starts: Floats,
        optimizer: Optimizer[Any],
        learning_rate: float | Schedule | LineSearch,
        stop: Stop,
        batches: Batches | None,
        every: int,
        see: See | None = None,
    ) -> None:
        m, d = starts.shape
        self.cost, self.starts, self.optimizer = cost, starts, optimizer
        self.length, self.searches = step_length(learning_rate), isinstance(learning_rate, LineSearch)
        self.stop, self.batches, self.every, self.see = stop, batches, every, see
        self.ends, self.gradients = np.empty((m, d)), np.empty((m, d))
        self.values, self.steps = np.empty(m), np.empty(m, dtype=np.int64)
        self.reasons = np.empty(m, dtype=np.int8)
        self.records: list[list[Floats]] = []

    def descend(self, first: int) -> None:
        """Descend from the block of starts that begins at `first`."""
        starts = self.starts[first : first + _BLOCK]
        block = _Block(starts, np.arange(first, first + len(starts)), self.optimizer)
        jury: Jury | None = None
        record: list[Floats] = []
        while True:
            point, jury, reasons = self._arrive(block, jury)
            if self.see is not None:
                self.see(block.step, block.rows, block.theta)
            if self.every and block.step % self.every == 0:
                self.ends[block.rows] = block.theta
                record.append(self.ends[first : first + len(starts)].copy())
            if reasons.any():
                point = self._put_aside(block, jury, point, reasons)
            if len(block.rows):
                self._step(block, jury, point)
            if not len(block.rows):
                break
        self.records.append(record)

    def _arrive(self, block: "_Block", jury: Jury | None) -> tuple[Point, Jury, NDArray[np.int8]]:
        """Judge the points of a block, or with batches those after every epoch, as `descend` does."""
        if jury and self.batches and block.step % self.batches.per_epoch and block.step < self.stop.steps:
            none = np.full(len(block.theta), np.nan)
            unseen = Point(self.cost, block.step, block.theta, none, block.theta)
            return unseen, jury, np.zeros(len(none), dtype=np.int8)
        point = self._look(block)
        jury = jury or Jury(self.stop, point)
        return point, jury, jury(point)

    def _look(self, block: "_Block") -> Point:
        value, gradient, extent = self.cost.survey(block.theta)
        return Point(self.cost, block.step, block.theta, value, gradient, extent)

    def result(self) -> Trajectories:
        count = max(map(len, self.records)) if self.every else 0
        thetas = np.empty((count, *self.starts.shape))
        for number, record in enumerate(self.records):
            block = slice(number * _BLOCK, (number + 1) * _BLOCK)
            thetas[: len(record), block] = np.array(record).reshape(len(record), *self.ends[block].shape)
            thetas[len(record) :, block] = self.ends[block]
        return Trajectories(
            cost=self.cost,
            starts=self.starts,
            ends=self.ends,
            steps=self.steps,
            values=self.values,
            gradients=self.gradients,
            recorded=np.arange(count) * self.every,
            thetas=thetas,
            stop=self.stop,
            reasons=self.reasons,
            optimizer=repr(self.optimizer),
        )

    def _step(self, block: "_Block", jury: Jury, point: Point) -> None:
        seen = self._seen(block, jury, point)
        if not len(block.rows):
            return
        direction, block.state = self.optimizer.update(seen, block.state)
        rate: Any = None
        if not self.searches:
            rate = self.length(seen, direction)
        else:
            rates = np.array([self._search(seen, direction, i) for i in range(len(direction))])
            found = ~np.isnan(rates)
            if not found.all():
                point = self._look(block) if self.batches else point
                self._put_aside(block, jury, point, np.where(found, 0, Reason.NO_LENGTH))
                rates, direction = rates[found], direction[found]
            rate = rates[:, None]
        block.theta = block.theta + rate * direction
        block.step += 1

    def _seen(self, block: "_Block", jury: Jury, point: Point) -> Point:
        """The points with the cost that the step sees, of the descents that can go on."""
        if not self.batches:
            return point
        seen = self.batches.point(point)
        near = jury.are_near(seen.theta, seen.value)
        if near.all():
            return seen
        point = self._look(block)
        reasons = jury.trouble(point, near)
        self._put_aside(block, jury, point, reasons)
        going = reasons == 0
        return Point(seen.cost, seen.step, block.theta, seen.value[going], _kept(seen.gradient, going))

    def _search(self, seen: Point, direction: Floats, i: int) -> float:
        # Copies lie as those of a single run do: products of scattered numbers are rounded in another order.
        theta, gradient = seen.theta[i].copy(), seen.gradient[i].copy()
        one = Point(seen.cost, seen.step, theta, float(seen.value[i]), gradient)
        length = self.length(one, direction[i].copy())
        return np.nan if length is None else length

    def _put_aside(self, block: "_Block", jury: Jury, point: Point, reasons: NDArray[Any]) -> Point:
        """Write down the descents that have a reason to end; return the point of the others."""
        going = reasons == 0
        ended, rows = ~going, block.rows[~going]
        self.ends[rows], self.values[rows] = point.theta[ended], point.value[ended]
        self.gradients[rows], self.steps[rows] = point.gradient[ended], point.step
        self.reasons[rows] = reasons[ended]
        self.gradients[rows[reasons[ended] == Reason.UNDEFINED]] = np.nan
        block.keep(going)
        jury.keep(going)
        return Point(point.cost, point.step, block.theta, point.value[going], _kept(point.gradient, going))


class _Block:
    """The descents of a block that go on: where they are, and which they are."""

    def __init__(self, starts: Floats, rows: NDArray[np.int64], optimizer: Optimizer[Any]) -> None:
        # Components are kept together, not points: each operation then runs over adjacent numbers.
        self.theta = np.ascontiguousarray(starts.T).T
        self.rows = rows
        self.state = optimizer.init(self.theta)
        self.step = 0

    def keep(self, going: NDArray[np.bool_]) -> None:
        self.theta, self.rows, self.state = _kept((self.theta, self.rows, self.state), going)


def _kept(state: Any, going: NDArray[np.bool_]) -> Any:
    if isinstance(state, tuple):
        return tuple(_kept(part, going) for part in state)
    return state.T[..., going].T if isinstance(state, np.ndarray) else state


def _every(record: Record) -> int:
    if record in ("all", "ends"):
        return int(record == "all")
    if isinstance(record, int) and not isinstance(record, bool) and 1 <= record < 2**31:
        return record
    raise ValueError(f'record is {record!r}; it must be "all", "ends" or a whole number of steps, 1 or more')


def _starts(cost: Objective, starts: ArrayLike) -> Floats:
    names = ", ".join(map(str, cost.variables))
    points = real(starts, "the starts")
    if points.ndim == 1 and cost.dimension == 1:
        points = points[:, None]
    if points.ndim != 2 or points.shape[1] != cost.dimension:
        raise ValueError(
            f"starts of shape {points.shape} do not fit this cost; "
            f"they need the shape (m, {cost.dimension}), a row for each start with {names}"
        )
    if not len(points):
        raise ValueError("there are no starts; give at least one")
    odd = np.flatnonzero(~np.isfinite(points).all(axis=1))
    if len(odd):
        raise ValueError(f"the start {points[odd[0]].tolist()} in row {odd[0]} is not finite; give numbers")
    cost.check(points[0])
    return points
