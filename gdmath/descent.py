"""descend(): the loop from a start to a recorded trajectory."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from gdmath.arrays import Floats
from gdmath.checks import is_number, number, written
from gdmath.data.batches import Batches
from gdmath.learning_rates import Constant, Schedule
from gdmath.line_search import LineSearch
from gdmath.objective import Objective
from gdmath.optimizers import GradientDescent, Optimizer, Point
from gdmath.optimizers.base import check_optimizer, note
from gdmath.stopping import Judge, Reason, Stop
from gdmath.trajectory import Trajectory

Length = Callable[[Point, Floats], float | None]


def descend(
    cost: Objective,
    start: ArrayLike,
    optimizer: Optimizer[Any] | None = None,
    *,
    learning_rate: float | Schedule | LineSearch = 0.1,
    stop: Stop | None = None,
    batches: Batches | None = None,
) -> Trajectory:
    """Descend from start (d,), or a number where d is 1, and return the recorded trajectory.

    theta[k+1] = theta[k] + learning_rate(k) * direction[k]; a line search sees the point and the direction
    instead of k. With `batches`, optimizer and line search see the cost of the k-th batch in place of the
    whole; what is recorded, and what `stop` judges, stays the whole cost and its exact gradient, which `stop`
    sees after every epoch.

    Escapes and undefined points end the run with a Status; they never raise or warn. Raises ValueError for a
    start that is not finite, does not fit the cost, or where the cost is undefined, for a learning rate that
    is not positive, and for what is no cost, optimizer, stop or batches of this cost.

    >>> from gdmath import Cost
    >>> run = descend(Cost.parse("x**2"), 50, learning_rate=0.01, stop=Stop(steps=3))
    >>> run.thetas[:, 0].round(4).tolist()
    [50.0, 49.0, 48.02, 47.0596]
    >>> print(run.status)
    stopped after 3 steps: the gradient's norm is still 94.1 at x = 47.06
    """
    check_arguments(cost, optimizer, stop, batches)
    optimizer = GradientDescent() if optimizer is None else optimizer
    length = step_length(learning_rate)
    theta = start_point(cost, start)
    state = optimizer.init(theta)
    walk = _Walk(cost, stop or Stop(), batches)
    with np.errstate(all="ignore"):
        while not walk.arrive(theta):
            seen = walk.seen()
            if walk.reason:
                break
            direction, state = optimizer.update(seen, state)
            rate = length(seen, direction)
            if rate is None:
                walk.end(Reason.NO_LENGTH)
                break
            walk.directions.append(direction)
            walk.rates.append(rate)
            theta = theta + rate * direction
    searched = isinstance(learning_rate, LineSearch)
    return walk.trajectory(repr(optimizer), note(optimizer, state), searched=searched)


class _Walk:
    """What is recorded of a descent on its way, and why it ends.

    With batches the whole cost is looked at only after every epoch, and where a batch or theta is out of
    bounds: over many rows it takes longer than all the rest of a step.
    """

    def __init__(self, cost: Objective, stop: Stop, batches: Batches | None) -> None:
        self.cost, self.stop, self.batches = cost, stop, batches
        self.reason = Reason.GOING_ON
        self.thetas: list[Floats] = []
        self.values: list[float] = []
        self.gradients: list[Floats] = []
        self.rates: list[float] = []
        self.directions: list[Floats] = []
        self.judge: Judge | None = None

    def arrive(self, theta: Floats) -> Reason:
        """Record a point; return why the descent ends there, if it does."""
        step = len(self.thetas)
        self.thetas.append(theta)
        if self.batches and step % self.batches.per_epoch and step < self.stop.steps:
            self.point = Point(self.cost, step, theta, np.nan, theta)
            return self.reason
        self._look()
        self.judge = self.judge or Judge(self.stop, self.point)
        self.reason = self.judge(self.point)
        if not self.batches:
            self.values.append(self.point.value)
            undefined = self.reason is Reason.UNDEFINED
            self.gradients.append(np.full_like(theta, np.nan) if undefined else self.point.gradient)
        return self.reason

    def seen(self) -> Point:
        """Return the point with the cost that the step sees; it may find a reason to end."""
        if not self.batches or not self.judge:
            return self.point
        seen = self.batches.point(self.point)
        if not self.judge.is_near(self.point.theta, seen.value):
            self._look()
            self.reason = self.judge.trouble(self.point)
        return seen

    def end(self, reason: Reason) -> None:
        """End the descent here for another reason."""
        self.reason = reason
        self._look()

    def trajectory(self, optimizer: str, said: str, *, searched: bool) -> Trajectory:
        """Return the record."""
        assert self.judge
        return Trajectory(
            cost=self.cost,
            thetas=np.array(self.thetas),
            learning_rates=np.array(self.rates, dtype=float),
            directions=np.array(self.directions, dtype=float).reshape(-1, self.cost.dimension),
            status=self.judge.status(self.reason, self.point),
            known=None if self.batches else (np.array(self.values), np.array(self.gradients)),
            optimizer=optimizer,
            note=said,
            searched=searched,
            batches=self.batches.record(len(self.rates)) if self.batches else None,
        )

    def _look(self) -> None:
        step, theta = len(self.thetas) - 1, self.thetas[-1]
        value, gradient = self.cost.evaluate(theta)
        self.point = Point(self.cost, step, theta, float(value), gradient)


def check_arguments(
    cost: Objective, optimizer: Optimizer[Any] | None, stop: Stop | None, batches: Batches | None
) -> None:
    """Raise ValueError unless these are what their names say, None for left out, and of the same cost."""
    if not isinstance(cost, Objective):
        raise ValueError(f"the cost is {written(cost)}; give a Cost, such as Cost.parse('x**2')")
    if optimizer is not None:
        check_optimizer(optimizer)
    if not (stop is None or isinstance(stop, Stop)):
        raise ValueError(f"stop is {written(stop)}; give a Stop, such as Stop(steps=200)")
    if batches is None:
        return
    if not _has(batches, "point", "record"):
        raise ValueError(f"batches is {written(batches)}; give batches, such as MiniBatches(cost, size=8)")
    if getattr(batches, "cost", cost) != cost:
        raise ValueError(
            "the batches are of another cost; make them of this one, as in MiniBatches(cost, size=8)"
        )


def _has(value: object, *methods: str) -> bool:
    return not isinstance(value, type) and all(callable(getattr(value, name, None)) for name in methods)


def step_length(learning_rate: float | Schedule | LineSearch) -> Length:
    """Return the length of a step as a function of point and direction, whatever the learning rate is.

    Raises ValueError for what is none, and for a rate that is not positive, now or at the step for which a
    schedule gives it.
    """
    is_class = isinstance(learning_rate, type)
    if isinstance(learning_rate, LineSearch) and not is_class:
        return learning_rate.length
    if is_class or not (callable(learning_rate) or is_number(learning_rate)):
        raise ValueError(
            f"the learning rate is {written(learning_rate)}; give a number, a schedule or a line search"
        )
    schedule = learning_rate if callable(learning_rate) else Constant(learning_rate)

    def length(point: Point, _direction: Floats) -> float:
        rate = schedule(point.step)
        if type(rate) is float and 0 <= rate < math.inf:
            return rate
        name = f"the learning rate at step {point.step}"
        return number(name, rate, "0 or more", lambda real: 0 <= real < math.inf)

    return length


def start_point(cost: Objective, start: ArrayLike) -> Floats:
    """Return the start as an array (d,), or raise a ValueError that says what is wrong with it."""
    names = ", ".join(map(str, cost.variables))
    theta = np.atleast_1d(real(start, "the start"))
    if theta.shape != (cost.dimension,):
        raise ValueError(
            f"the start {start} does not fit this cost; it needs {cost.dimension} number(s): {names}"
        )
    if not np.isfinite(theta).all():
        raise ValueError(f"the start {start} is not finite; give a number for each of {names}")
    cost.check(theta)
    if not np.isfinite(cost.value(theta)):
        how = "too large for floating point on the way" if cost.is_lost(theta) else "not defined"
        raise ValueError(f"the cost {cost.formula} is {how} at the start {start}; start elsewhere")
    return theta


def real(values: ArrayLike, what: str) -> Floats:
    """Return an array of real numbers that is the caller's own, or raise a ValueError that names `what`."""
    try:
        array = np.array(values)
        if array.dtype.kind not in "biuf":
            raise TypeError
        return array.astype(float)
    except (TypeError, ValueError):
        raise ValueError(f"{what} {values} is not made of real numbers; give numbers such as 0.5") from None
