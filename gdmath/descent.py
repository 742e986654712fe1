"""descend(): the loop from a start to a recorded trajectory."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from gdmath.batches import Batches
from gdmath.cost import Cost, Floats
from gdmath.learning_rates import Constant, Schedule
from gdmath.line_search import LineSearch
from gdmath.optimizers import GradientDescent, Optimizer, Point
from gdmath.stopping import Judge, Reason, Stop
from gdmath.trajectory import Trajectory

Length = Callable[[Point, Floats], float | None]


def descend(
    cost: Cost,
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
    whole; what is recorded, and what `stop` judges, stays the whole cost and its exact gradient.

    Escapes and undefined points end the run with a Status; they never raise or warn. Raises ValueError for a
    start that is not finite, does not fit the cost, or where the cost is undefined, and for a learning rate
    that is not positive.

    >>> run = descend(Cost.parse("x**2"), 50, learning_rate=0.01, stop=Stop(steps=3))
    >>> run.thetas[:, 0].round(4).tolist()
    [50.0, 49.0, 48.02, 47.0596]
    >>> print(run.status)
    stopped after 3 steps: the gradient's norm is still 94.1 at x = 47.06
    """
    optimizer = optimizer or GradientDescent()
    length = step_length(learning_rate)
    theta = start_point(cost, start)
    state = optimizer.init(theta)
    thetas, values, gradients, rates, directions = [], [], [], [], []
    with np.errstate(all="ignore"):
        value, gradient = cost.evaluate(theta)
        point = Point(cost, 0, theta, float(value), gradient)
        judge = Judge(stop or Stop(), point)
        while True:
            thetas.append(theta)
            values.append(point.value)
            gradients.append(point.gradient)
            reason = judge(point)
            if reason:
                break
            seen = batches.point(point) if batches else point
            direction, state = optimizer.update(seen, state)
            rate = length(seen, direction)
            if rate is None:
                reason = Reason.NO_LENGTH
                break
            directions.append(direction)
            rates.append(rate)
            theta = theta + rate * direction
            value, gradient = cost.evaluate(theta)
            point = Point(cost, point.step + 1, theta, float(value), gradient)
    return Trajectory(
        cost=cost,
        thetas=np.array(thetas),
        values=np.array(values),
        gradients=np.array(gradients),
        learning_rates=np.array(rates, dtype=float),
        directions=np.array(directions, dtype=float).reshape(-1, cost.dimension),
        status=judge.status(reason, point),
        optimizer=repr(optimizer),
        note=note(optimizer, state),
        batches=batches.record(len(rates)) if batches else None,
    )


def step_length(learning_rate: float | Schedule | LineSearch) -> Length:
    """Return the length of a step as a function of point and direction, whatever the learning rate is.

    Raises ValueError for a rate that is not positive, now or at the step for which a schedule gives it.
    """
    if isinstance(learning_rate, LineSearch):
        return learning_rate.length
    schedule = learning_rate if callable(learning_rate) else Constant(_number(learning_rate))

    def length(point: Point, _direction: Floats) -> float:
        rate = schedule(point.step)
        if not 0 <= rate < math.inf:
            raise ValueError(f"the learning rate at step {point.step} is {rate:g}; it must be 0 or more")
        return rate

    return length


def note(optimizer: Optimizer[Any], state: Any) -> str:
    """Return what the optimizer has to say of its run, if it is one that does."""
    say = getattr(optimizer, "note", None)
    return say(state) if say else ""


def start_point(cost: Cost, start: ArrayLike) -> Floats:
    """Return the start as an array (d,), or raise a ValueError that says what is wrong with it."""
    names = ", ".join(map(str, cost.variables))
    theta = np.atleast_1d(real(start, "the start"))
    if theta.shape != (cost.dimension,):
        raise ValueError(
            f"the start {start} does not fit this cost; it needs {cost.dimension} number(s): {names}"
        )
    if not np.isfinite(theta).all():
        raise ValueError(f"the start {start} is not finite; give a number for each of {names}")
    if not np.isfinite(cost.value(theta)):
        raise ValueError(f"the cost {cost.formula} is not defined at the start {start}; start elsewhere")
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


def _number(rate: Any) -> float:
    try:
        return float(rate)
    except (TypeError, ValueError):
        raise ValueError(
            f"the learning rate is {rate!r}; give a number, a schedule or a line search"
        ) from None
