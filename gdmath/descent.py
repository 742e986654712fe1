"""descend(): the loop from a start to a recorded trajectory."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from gdmath.cost import Cost, Floats
from gdmath.learning_rates import Constant, Schedule
from gdmath.optimizers import GradientDescent, Optimizer, Point
from gdmath.trajectory import Outcome, Status, Trajectory


@dataclass(frozen=True)
class Stop:
    """When a descent ends; each new point is judged.

    `steps`: the most steps that are taken. `gradient_norm`: converged when the Euclidean norm of the
    gradient is at most this. `ceiling`: escaped when the cost is beyond this, or theta is.

    Raises ValueError for a negative budget, norm or ceiling.
    """

    steps: int = 200
    gradient_norm: float = 1e-8
    ceiling: float = 1e9

    def __post_init__(self) -> None:
        if self.steps < 0:
            raise ValueError(f"steps is {self.steps}; it must be 0 or more")
        if not self.gradient_norm >= 0:
            raise ValueError(f"gradient_norm is {self.gradient_norm:g}; it must be 0 or more")
        if not self.ceiling > 0:
            raise ValueError(f"ceiling is {self.ceiling:g}; it must be positive, such as 1e9")

    def judge(self, point: Point) -> Status | None:
        """Return the status that ends the descent at this point, or None to go on."""
        step, where = point.step, _where(point)
        if not math.isfinite(point.value) and point.value != math.inf:
            return Status(Outcome.UNDEFINED, step, f"the cost is not defined at step {step}, at {where}")
        if point.value > self.ceiling or np.abs(point.theta).max() > self.ceiling:
            return Status(
                Outcome.ESCAPED, step, f"the cost grew past {self.ceiling:g} at step {step}, at {where}"
            )
        if not np.isfinite(point.gradient).all() or not (
            point.cost.is_smooth or bool(point.cost.has_gradient(point.theta))
        ):
            return Status(Outcome.KINK, step, f"the cost has no gradient at step {step}, at {where}")
        norm = float(np.linalg.norm(point.gradient))
        if norm <= self.gradient_norm:
            sentence = f"converged at step {step}: the gradient's norm is {norm:.3g} at {where}"
            return Status(Outcome.CONVERGED, step, sentence)
        if step >= self.steps:
            sentence = f"stopped after {step} steps: the gradient's norm is still {norm:.3g} at {where}"
            return Status(Outcome.OUT_OF_STEPS, step, sentence)
        return None


def descend(
    cost: Cost,
    start: ArrayLike,
    optimizer: Optimizer[Any] | None = None,
    *,
    learning_rate: float | Schedule = 0.1,
    stop: Stop | None = None,
) -> Trajectory:
    """Descend from start (d,), or a number where d is 1, and return the recorded trajectory.

    theta[k+1] = theta[k] + learning_rate(k) * direction[k]. Escapes and undefined points end the run with
    a Status; they never raise or warn. Raises ValueError for a start that is not finite, does not fit the
    cost, or where the cost is undefined, and for a learning rate that is not positive.

    >>> run = descend(Cost.parse("x**2"), 50, learning_rate=0.01, stop=Stop(steps=3))
    >>> run.thetas[:, 0].round(4).tolist()
    [50.0, 49.0, 48.02, 47.0596]
    >>> print(run.status)
    stopped after 3 steps: the gradient's norm is still 94.1 at x = 47.06
    """
    optimizer = optimizer or GradientDescent()
    stop = stop or Stop()
    schedule = learning_rate if callable(learning_rate) else Constant(float(learning_rate))
    theta = start_point(cost, start)
    state = optimizer.init(theta)
    thetas, values, gradients, rates, directions = [], [], [], [], []
    step = 0
    with np.errstate(all="ignore"):
        while True:
            value, gradient = cost.value_and_gradient(theta)
            point = Point(cost, step, theta, float(value), gradient)
            thetas.append(theta)
            values.append(point.value)
            gradients.append(gradient)
            status = stop.judge(point)
            if status is not None:
                break
            direction, state = optimizer.update(point, state)
            rate = schedule(step)
            directions.append(direction)
            rates.append(rate)
            theta = theta + rate * direction
            step += 1
    return Trajectory(
        cost=cost,
        thetas=np.array(thetas),
        values=np.array(values),
        gradients=np.array(gradients),
        learning_rates=np.array(rates, dtype=float),
        directions=np.array(directions, dtype=float).reshape(-1, cost.dimension),
        status=status,
        optimizer=repr(optimizer),
    )


def start_point(cost: Cost, start: ArrayLike) -> Floats:
    """Return the start as an array (d,), or raise a ValueError that says what is wrong with it."""
    names = ", ".join(map(str, cost.variables))
    theta = np.atleast_1d(np.array(start, dtype=float))
    if theta.shape != (cost.dimension,):
        raise ValueError(
            f"the start {start} does not fit this cost; it needs {cost.dimension} number(s): {names}"
        )
    if not np.isfinite(theta).all():
        raise ValueError(f"the start {start} is not finite; give a number for each of {names}")
    if not np.isfinite(cost.value(theta)):
        raise ValueError(f"the cost {cost.formula} is not defined at the start {start}; start elsewhere")
    return theta


def _where(point: Point) -> str:
    names = (symbol.name for symbol in point.cost.variables)
    return ", ".join(f"{name} = {x:.4g}" for name, x in zip(names, point.theta, strict=True))
