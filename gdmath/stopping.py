"""When a descent ends, and the sentence that says why."""

import math
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from gdmath.arrays import Floats
from gdmath.checks import number, whole
from gdmath.optimizers import Point
from gdmath.trajectory import Outcome, Status

_ROUNDING, _TINY = 1e-12, 1e-290  # of a norm, many times over; below it fewer digits are left
_FAR = 1000  # a run that starts beyond the ceiling escapes at this many times its start


class Reason(IntEnum):
    """Why a descent ends, in the order in which it is judged."""

    GOING_ON = 0
    FAR = 1
    UNDEFINED = 2
    TOO_LARGE = 3
    RISEN = 4
    FALLEN = 5
    KINK = 6
    LEVEL = 7
    CALM_COST = 8
    CALM_THETA = 9
    OUT_OF_STEPS = 10
    NO_LENGTH = 11

    @property
    def outcome(self) -> Outcome:
        """The outcome that this is a reason for."""
        return _ENDS[self][0]


_ENDS = {
    Reason.FAR: (Outcome.ESCAPED, "theta grew past {far:g} at step {step}, at {where}"),
    Reason.UNDEFINED: (Outcome.UNDEFINED, "the cost is not defined at step {step}, at {where}"),
    Reason.TOO_LARGE: (
        Outcome.TOO_LARGE,
        "at step {step}, at {where}, the cost or its gradient is too large for floating point on the way",
    ),
    Reason.RISEN: (Outcome.ESCAPED, "the cost grew past {high:g} at step {step}, at {where}"),
    Reason.FALLEN: (Outcome.ESCAPED, "the cost fell below -{high:g} at step {step}, at {where}"),
    Reason.KINK: (Outcome.KINK, "the cost has no gradient at step {step}, at {where}"),
    Reason.LEVEL: (
        Outcome.CONVERGED,
        "converged at step {step}: the gradient's norm is {norm:.3g} at {where}",
    ),
    Reason.CALM_COST: (
        Outcome.SETTLED,
        "settled at step {step}: the cost changed by {cost_change:g} at most{times}, at {where}",
    ),
    Reason.CALM_THETA: (
        Outcome.SETTLED,
        "settled at step {step}: theta moved by {theta_change:g} at most{times}, at {where}",
    ),
    Reason.OUT_OF_STEPS: (
        Outcome.OUT_OF_STEPS,
        "stopped after {steps}: the gradient's norm is still {norm:.3g} at {where}",
    ),
    Reason.NO_LENGTH: (
        Outcome.NO_LENGTH,
        "stopped at step {step}: no length satisfies the line search; "
        "the gradient's norm is {norm:.3g} at {where}",
    ),
}


@dataclass(frozen=True)
class Stop:
    """When a descent ends; each new point is judged.

    `steps`: the most steps that are taken.
    `gradient_norm`: converged when the Euclidean norm of the gradient is at most this.
    `ceiling`: escaped when the cost or a component of theta is beyond this, up or down. A run that starts
    beyond a thousandth of it escapes at a thousand times its start instead.
    `cost_change`: settled when a step changes the cost by at most this; None to leave it out.
    `theta_change`: settled when a step is at most this long; None to leave it out.
    `patience`: how many points in a row must be converged or settled: 1, or more where the gradient is noisy.

    A stochastic descent is judged after every epoch: its changes, and its patience, are those of epochs.

    Raises ValueError for a value below 0, a ceiling of 0 and a patience below 1.

    >>> Stop(steps=50, cost_change=1e-9).patience
    1
    """

    steps: int = 200
    gradient_norm: float = 1e-8
    ceiling: float = 1e9
    cost_change: float | None = None
    theta_change: float | None = None
    patience: int = 1

    def __post_init__(self) -> None:
        whole("steps", self.steps, 0)
        number("gradient_norm", self.gradient_norm, "0 or more, such as 1e-8", lambda norm: norm >= 0)
        number("ceiling", self.ceiling, "positive, such as 1e9", lambda ceiling: ceiling > 0)
        for name, change in (("cost_change", self.cost_change), ("theta_change", self.theta_change)):
            if change is not None:
                number(name, change, "0 or more, such as 1e-9", lambda least: least >= 0)
        whole("patience", self.patience, 1)

    def status(self, reason: Reason, point: Point, bounds: tuple[float, float]) -> Status:
        """Return the status of a run that ends at this point, with the bounds (cost, theta) of its escape."""
        outcome, template = _ENDS[reason]
        names = (symbol.name for symbol in point.cost.variables)
        where = ", ".join(f"{name} = {x:.4g}" for name, x in zip(names, point.theta, strict=True))
        sentence = template.format(
            step=point.step,
            steps="1 step" if point.step == 1 else f"{point.step} steps",
            where=where,
            norm=math.hypot(*point.gradient),
            high=bounds[0],
            far=bounds[1],
            cost_change=self.cost_change,
            theta_change=self.theta_change,
            times=f", {self.patience} times in a row" if self.patience > 1 else "",
        )
        return Status(outcome, point.step, sentence)

    def bounds(self, value: Floats | float, theta: Floats) -> tuple[Floats, Floats]:
        """Return beyond which cost and which component of theta a run from here has escaped."""
        most = np.finfo(float).max  # what is infinite is beyond every bound
        high = np.fmin(np.fmax(self.ceiling, _FAR * np.abs(value)), most)
        far = np.fmin(np.fmax(self.ceiling, _FAR * np.abs(theta).max(axis=-1)), most)
        return np.asarray(high, dtype=float), np.asarray(far, dtype=float)


class Judge:
    """Applies a Stop along one run: called with each point in turn, it says why the run ends there."""

    def __init__(self, stop: Stop, start: Point) -> None:
        self.stop = stop
        high, far = stop.bounds(start.value, start.theta)
        self.bounds = (float(high), float(far))
        self._smooth = start.cost.is_smooth
        self._calm = 0
        self._before: Point | None = None

    def __call__(self, point: Point) -> Reason:
        stop = self.stop
        if trouble := self.trouble(point):
            return trouble
        reason = self._calmness(point)
        self._before = point
        self._calm = self._calm + 1 if reason else 0
        if self._calm >= stop.patience:
            return reason
        return Reason.OUT_OF_STEPS if point.step >= stop.steps else Reason.GOING_ON

    def trouble(self, point: Point) -> Reason:
        """Return why a run can't go on from a point at all, if it can't."""
        value, theta = point.value, point.theta.tolist()
        high, far = self.bounds
        if max(theta) > far or min(theta) < -far:
            return Reason.FAR
        if value != value:
            return Reason.TOO_LARGE if point.cost.is_lost(point.theta) else Reason.UNDEFINED
        if not -high <= value <= high:
            return Reason.RISEN if value > 0 else Reason.FALLEN
        has_gradient = all(map(math.isfinite, point.gradient.tolist()))
        if not (has_gradient and (self._smooth or point.cost.has_gradient(point.theta))):
            lost = not has_gradient and point.cost.is_lost(point.theta)
            return Reason.TOO_LARGE if lost else Reason.KINK
        return Reason.GOING_ON

    def is_near(self, theta: Floats, value: float) -> bool:
        """Return whether theta and a cost, that of a batch, say, are within bounds."""
        (high, far), numbers = self.bounds, theta.tolist()
        return -high <= value <= high and max(numbers) <= far and min(numbers) >= -far

    def status(self, reason: Reason, point: Point) -> Status:
        """Return the status for a reason given at this point."""
        return self.stop.status(reason, point, self.bounds)

    def _calmness(self, point: Point) -> Reason:
        stop, before = self.stop, self._before
        if math.hypot(*point.gradient.tolist()) <= stop.gradient_norm:
            return Reason.LEVEL
        if before is None:
            return Reason.GOING_ON
        if stop.cost_change is not None and abs(point.value - before.value) <= stop.cost_change:
            return Reason.CALM_COST
        if stop.theta_change is not None:
            moved = math.hypot(*(point.theta - before.theta).tolist())
            if moved <= stop.theta_change:
                return Reason.CALM_THETA
        return Reason.GOING_ON


class Jury:
    """Applies a Stop to many runs at once, each as `Judge` does; called with (m, d) points in turn."""

    def __init__(self, stop: Stop, start: Point) -> None:
        self.stop = stop
        self._bound(*stop.bounds(start.value, start.theta))
        self._calm = np.zeros(len(start.theta), dtype=np.int64)
        self._before: Point | None = None

    def __call__(self, point: Point) -> NDArray[np.int8]:
        """Return the reasons (m,)."""
        stop = self.stop
        reasons = self._calmness(point)
        if stop.patience > 1:
            self._calm = np.where(reasons != 0, self._calm + 1, 0)
            reasons[self._calm < stop.patience] = 0
        if point.step >= stop.steps:
            reasons[reasons == 0] = Reason.OUT_OF_STEPS
        if not self._all_ordinary(point):
            odd = np.flatnonzero(~self._ordinary(point))
            reasons[odd] = self._odd(point, odd)
        self._before = point
        return reasons

    def trouble(self, point: Point, near: NDArray[np.bool_]) -> NDArray[np.int8]:
        """Return why runs can't go on from a point at all, of those that are not near, as `Judge` does."""
        reasons = np.zeros(len(near), dtype=np.int8)
        odd = np.flatnonzero(~near & ~self._ordinary(point))
        reasons[odd] = self._odd(point, odd)
        return reasons

    def are_near(self, theta: Floats, value: Floats) -> NDArray[np.bool_]:
        """Return which thetas and costs, those of a batch, say, are within bounds."""
        return (np.abs(value) <= self.high) & (np.abs(theta) <= self.far[:, None]).all(axis=-1)

    def keep(self, going: NDArray[np.bool_]) -> None:
        """Forget the runs that have ended."""
        self._bound(self.high[going], self.far[going])
        self._calm = self._calm[going]
        if self._before is not None:
            self._before = self._before._replace(
                theta=self._before.theta.T[:, going].T, value=self._before.value[going]
            )

    def _bound(self, high: Floats, far: Floats) -> None:
        self.high, self.far = high, far
        self.least_high, self.least_far = high.min(initial=np.inf), far.min(initial=np.inf)

    def _all_ordinary(self, point: Point) -> bool:
        """Whether no run is out of bounds, by as few looks at the arrays as will do; False where unsure."""
        value, theta, gradient, extent = point.value, point.theta, point.gradient, point.extent
        if extent and extent.height <= self.least_high and extent.reach <= self.least_far:
            return point.cost.is_smooth
        return bool(
            point.cost.is_smooth
            and -self.least_high <= value.min() <= value.max() <= self.least_high
            and -self.least_far <= theta.min() <= theta.max() <= self.least_far
            and math.isfinite(gradient.sum())  # one look; a sum that overflows only looks again
        )

    def _ordinary(self, point: Point) -> NDArray[np.bool_]:
        """Where the run is in bounds and has a gradient."""
        inside = np.asarray(np.abs(point.value) <= self.high)
        for i in range(point.theta.shape[-1]):
            inside &= np.abs(point.theta[:, i]) <= self.far
            inside &= np.isfinite(point.gradient[:, i])
        return inside if point.cost.is_smooth else inside & point.cost.has_gradient(point.theta)

    def _odd(self, point: Point, rows: NDArray[np.intp]) -> NDArray[np.int8]:
        high, far, value = self.high[rows], self.far[rows], point.value[rows]
        outside = (np.abs(point.theta[rows]) > far[:, None]).any(axis=-1)
        inside = ~outside & (np.abs(value) <= high)
        nowhere = ~outside & np.isnan(value)
        lost = np.zeros(len(rows), dtype=bool)
        asked = np.flatnonzero(nowhere | (inside & ~np.isfinite(point.gradient[rows]).all(axis=-1)))
        lost[asked] = point.cost.is_lost(point.theta[rows[asked]])
        # No single descent starts at an infinite cost.
        undefined = nowhere if point.step else nowhere | np.isinf(value)
        return np.select(
            [outside, lost, undefined, value > high, value < -high],
            [Reason.FAR, Reason.TOO_LARGE, Reason.UNDEFINED, Reason.RISEN, Reason.FALLEN],
            Reason.KINK,
        ).astype(np.int8)

    def _calmness(self, point: Point) -> NDArray[np.int8]:
        stop, before = self.stop, self._before
        calm = np.zeros(len(point.theta), dtype=np.int8)
        if before is not None and stop.theta_change is not None:
            calm[_short(point.theta - before.theta, stop.theta_change)] = Reason.CALM_THETA
        if before is not None and stop.cost_change is not None:
            calm[np.abs(point.value - before.value) <= stop.cost_change] = Reason.CALM_COST
        if not (point.extent and point.extent.slope > stop.gradient_norm):
            calm[_short(point.gradient, stop.gradient_norm)] = Reason.LEVEL
        return calm


def _short(vectors: Floats, most: float) -> NDArray[np.intp]:
    """The rows whose Euclidean norm is at most this; exactly so, near it as well."""
    first = np.abs(vectors[:, 0])
    if first.min() > most:
        return np.empty(0, dtype=np.intp)
    near = first <= most
    for i in range(1, vectors.shape[-1]):
        near &= np.abs(vectors[:, i]) <= most
    rows = np.flatnonzero(near)
    if not len(rows):
        return rows
    norms = np.hypot.reduce(vectors[rows], axis=1)
    short = norms <= most
    close = np.abs(norms - most) <= _ROUNDING * most
    for k in np.flatnonzero(close | (norms < _TINY)).tolist():
        short[k] = math.hypot(*vectors[rows[k]].tolist()) <= most
    return rows[short]
