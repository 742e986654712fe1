"""Newton's method: the direction knows the Hessian."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gdmath.arithmetic.definite import solve_definite
from gdmath.arrays import Floats
from gdmath.optimizers.base import Point, check_not_negative, label, times

Counts = NDArray[np.int64]


@dataclass(frozen=True, repr=False)
class Newton:
    """Damped Newton: the direction solves (H + damping I) direction = -g, with learning rate 1.

    Where that matrix is not positive definite, its solution may climb to a maximum or a saddle; there the
    direction is minus the gradient. The state counts how often that happened, and the trajectory's note says
    it.

    J. Nocedal, S. J. Wright, 2006, "Numerical Optimization", section 3.4.

    Raises ValueError unless damping >= 0, and for a function of one's own without a Hessian.

    >>> from gdmath import Cost
    >>> Newton().update(Point(Cost.parse("x**4"), 0, np.array([3.0]), 81.0, np.array([108.0])), np.array(0))
    (array([-1.]), np.int64(0))
    """

    damping: float = 0.0

    def __post_init__(self) -> None:
        check_not_negative("damping", self.damping, "0.1")

    def init(self, theta: Floats) -> Counts:
        return np.zeros(theta.shape[:-1], dtype=np.int64)

    def update(self, point: Point, state: Counts) -> tuple[Floats, Counts]:
        if not point.cost.has_hessian:
            raise ValueError(
                f"Newton's method needs the Hessian of {point.cost.formula}; give it one as "
                "FunctionCost(value, gradient, hessian), or choose another optimizer"
            )
        hessian = point.cost.hessian(point.theta) + self.damping * np.eye(point.theta.shape[-1])
        solution, definite = solve_definite(hessian, point.gradient)
        return -np.where(definite[..., None], solution, point.gradient), state + ~definite

    def note(self, state: Counts) -> str:
        """Return what a reader of the trajectory should know: how often the fallback was taken."""
        if not state:
            return ""
        return (
            f"the Hessian was not positive definite at {times(int(state))}; "
            "there the direction was minus the gradient, not Newton's"
        )

    __repr__ = label
