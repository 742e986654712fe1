"""Optimizers: where to step. The direction is theirs, its length is the learning rate's."""

from dataclasses import dataclass
from typing import NamedTuple, Protocol, TypeVar

import numpy as np  # noqa: F401 (the doctest)

from gdmath.cost import Cost, Floats

State = TypeVar("State")


class Point(NamedTuple):
    """Where a descent stands: step k, theta (d,), the cost there and its gradient (d,)."""

    cost: Cost
    step: int
    theta: Floats
    value: float
    gradient: Floats


class Optimizer(Protocol[State]):
    """Gives a direction at each point; its state is a value that is passed along, never mutated."""

    def init(self, theta: Floats) -> State:
        """Return the state before the first step."""
        ...

    def update(self, point: Point, state: State) -> tuple[Floats, State]:
        """Return the direction (d,) of the next step and the new state."""
        ...


@dataclass(frozen=True)
class GradientDescent:
    """Steepest descent: the direction is minus the gradient.

    theta <- theta - eta * gradient (A. Cauchy, 1847, "Methode generale pour la resolution des systemes
    d'equations simultanees"). The same as `torch.optim.SGD` without momentum.

    >>> GradientDescent().update(Point(Cost.parse("x**2"), 0, np.array([3.0]), 9.0, np.array([6.0])), None)
    (array([-6.]), None)
    """

    def init(self, theta: Floats) -> None:  # noqa: ARG002 (an optimizer without memory)
        return None

    def update(self, point: Point, state: None) -> tuple[Floats, None]:
        return -point.gradient, state
