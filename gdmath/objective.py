"""What can be descended: a value and a gradient at each theta. `Cost`, `DataCost`, `FunctionCost` are it."""

from abc import ABC, abstractmethod
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import sympy as sp
from numpy.typing import ArrayLike, NDArray

from gdmath.arrays import Floats


class Extent(NamedTuple):
    """What holds of many points at once.

    No coordinate is beyond `reach`, no cost beyond `height`, up or down; all gradients are finite, and none
    is shorter than `slope`.
    """

    reach: float
    height: float
    slope: float


class Objective(ABC):
    """A real function C(theta) of d real variables, with its gradient and Hessian.

    `variables` stand in the order of theta's components. This is all that descents, line searches, the
    search for critical points, endings and framing ask of a cost. Every method takes thetas of shape
    (..., d), gives nan where the cost is undefined, and never warns. What only some costs have is told by
    `has_hessian`, `has_constant_hessian`, `is_smooth` and `caveat`.
    """

    variables: tuple[sp.Symbol, ...]
    has_hessian: bool = True  # False: `hessian` differences the gradient, and Newton's method is refused
    caveat: str = ""  # what is not exact, as a clause; "" where value, gradient and Hessian all are

    @property
    def dimension(self) -> int:
        """d, the number of variables."""
        return len(self.variables)

    @cached_property
    def formula(self) -> str:
        """What a sentence calls the cost: its formula, where it has one."""
        return f"C({', '.join(symbol.name for symbol in self.variables)})"

    @cached_property
    def is_smooth(self) -> bool:
        """Whether cost and gradient are free of jumps everywhere, as far as it can be told beforehand."""
        return True

    @cached_property
    def has_constant_hessian(self) -> bool:
        """Whether the cost is known to be quadratic."""
        return False

    @abstractmethod
    def evaluate(self, points: Floats) -> tuple[Floats, Floats]:
        """Return what `value_and_gradient` does, quicker: in the caller's `np.errstate`, nothing checked.

        Where the cost is undefined, the gradient may have a value.
        """

    def survey(self, points: Floats) -> tuple[Floats, Floats, Extent | None]:
        """Return what `evaluate` does, and what is known of all these points (m, d), if it is."""
        return *self.evaluate(points), None

    @abstractmethod
    def value(self, theta: ArrayLike) -> Floats:
        """Return C(theta): (..., d) -> (...)."""

    @abstractmethod
    def hessian(self, theta: ArrayLike) -> Floats:
        """Return the Hessian: (..., d) -> (..., d, d)."""

    @abstractmethod
    def has_gradient(self, theta: ArrayLike) -> NDArray[np.bool_]:
        """Return where the gradient is finite and, at kinks, the same from both sides: (..., d) -> (...)."""

    def is_lost(self, theta: ArrayLike) -> NDArray[np.bool_]:
        """Return where the cost is defined, but a number is too large for a float: (..., d) -> (...)."""
        points = self._points(theta)
        return np.zeros(points.shape[:-1], dtype=bool)

    @abstractmethod
    def record(self) -> dict[str, Any]:
        """Return what is known of this cost, as values that JSON can hold; `data` as an array."""

    @abstractmethod
    def value_and_gradient(self, theta: ArrayLike) -> tuple[Floats, Floats]:
        """Return both at once, sharing what they have in common: (..., d) -> (...), (..., d)."""

    def gradient(self, theta: ArrayLike) -> Floats:
        """Return the gradient: (..., d) -> (..., d)."""
        return self.value_and_gradient(theta)[1]

    def check(self, theta: Floats) -> None:
        """Raise ValueError if what was given as this cost is found to be wrong at a point (d,)."""
        self._points(theta)

    def _points(self, theta: ArrayLike) -> Floats:
        """Return thetas as an array (..., d). Raises ValueError for another d."""
        points = np.asarray(theta, dtype=float)
        if points.ndim == 0 or points.shape[-1] != self.dimension:
            names = ", ".join(map(str, self.variables))
            raise ValueError(
                f"theta of shape {points.shape} does not fit this cost of {self.dimension} variable(s); "
                f"its last axis must hold ({names})"
            )
        return points
