"""A cost that is a function of one's own: numpy's, torch's, jax's, or plain Python."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

import numpy as np
import sympy as sp
from numpy.typing import ArrayLike, NDArray

from gdmath.arithmetic.taylor import check_derivative, where
from gdmath.arrays import Floats
from gdmath.checks import is_number, whole, written
from gdmath.formulas.formula import variable_names
from gdmath.objective import Objective

Function = Callable[[Floats], Any]
_NAMES = ("value", "gradient", "hessian")
_LONGEST = 80  # characters of an exception in a message


@dataclass(frozen=True, init=False, repr=False)
class FunctionCost(Objective):
    """The cost whose value and gradient are functions of one theta (d,), and its Hessian, if it is given.

    `value` returns a number, `gradient` d numbers and `hessian` d x d: of numpy, torch, jax or Python.
    `variables` are d names, or d itself. A function that is `vectorised` takes (..., d) instead, and gives
    (...), (..., d) and (..., d, d) for them: `descend_many` calls it once a step, not once a descent.

    Without a Hessian, curvatures are those of differences of the gradient, and Newton's method is refused.
    Nothing is known of kinks. Where a descent starts, the gradient and the Hessian are compared with
    differences, and one that is not the value's is refused. An ArithmeticError means that the cost is not
    defined there, and so does a ValueError after the start.

    Raises ValueError for what is no function, for names that are none, and, where it is called, for a result
    of another shape and any other exception, in one line.

    >>> cost = FunctionCost(lambda t: t[0] ** 2 + t[1] ** 4, lambda t: [2 * t[0], 4 * t[1] ** 3], variables=2)
    >>> cost.formula, float(cost.value([1, 2])), cost.gradient([1, 2]).tolist()
    ('C(x, y)', 17.0, [2.0, 32.0])
    >>> cost.caveat
    'the Hessian is that of differences of the gradient'
    """

    variables: tuple[sp.Symbol, ...]
    functions: tuple[Function, Function, Function | None]
    vectorised: bool

    def __init__(
        self,
        value: Function,
        gradient: Function,
        hessian: Function | None = None,
        *,
        variables: Sequence[str] | int = 1,
        vectorised: bool = False,
    ) -> None:
        for what, function in (("value", value), ("gradient", gradient), ("hessian", hessian)):
            if not (callable(function) or (function is None and what == "hessian")):
                raise ValueError(f"the {what} is {written(function)}; give a function of theta")
        symbols = tuple(sp.Symbol(name, real=True) for name in _names(variables))
        functions = (value, gradient, hessian)
        vars(self).update(variables=symbols, functions=functions, vectorised=bool(vectorised))

    def __repr__(self) -> str:
        return f"FunctionCost({self.formula})"

    @cached_property
    def formula(self) -> str:
        name = getattr(self.functions[0], "__name__", "C")
        return super().formula if name == "<lambda>" else super().formula.replace("C", name, 1)

    @property
    def has_hessian(self) -> bool:  # pyright: ignore[reportIncompatibleVariableOverride]
        return self.functions[2] is not None

    @property
    def caveat(self) -> str:  # pyright: ignore[reportIncompatibleVariableOverride]
        return "" if self.has_hessian else "the Hessian is that of differences of the gradient"

    def record(self) -> dict[str, Any]:
        return {"function": self.formula, "variables": [symbol.name for symbol in self.variables]}

    def value(self, theta: ArrayLike) -> Floats:
        with np.errstate(all="ignore"):
            return self._call("value", self._points(theta))

    def value_and_gradient(self, theta: ArrayLike) -> tuple[Floats, Floats]:
        with np.errstate(all="ignore"):
            value, gradient = self.evaluate(self._points(theta))
        return value, np.where(np.isnan(value)[..., None], np.nan, gradient)

    def evaluate(self, points: Floats) -> tuple[Floats, Floats]:
        return self._call("value", points), self._call("gradient", points)

    def hessian(self, theta: ArrayLike) -> Floats:
        points = self._points(theta)
        with np.errstate(all="ignore"):
            hessian = self._call("hessian", points) if self.has_hessian else self._differenced(points)
            return np.where(np.isnan(self.value(points))[..., None, None], np.nan, hessian)

    def has_gradient(self, theta: ArrayLike) -> NDArray[np.bool_]:
        return np.asarray(np.isfinite(self.gradient(theta)).all(axis=-1))

    def check(self, theta: Floats) -> None:
        """Raise ValueError for functions that fail here, and for derivatives that are not the value's."""
        width = 0.1 * np.maximum(1.0, np.abs(theta))
        beside = theta + width * np.random.default_rng(0).uniform(-1, 1, theta.shape)
        with np.errstate(all="ignore"):
            for place, strict in ((theta, True), (beside, False)):
                value = self._call("value", place, strict=strict)
                gradient = self._call("gradient", place, strict=strict)
                hessian = self._call("hessian", place, strict=strict) if self.has_hessian else None
                if np.isfinite(value) and np.isfinite(gradient).all():
                    self._check_derivatives(place, gradient, hessian)

    def _check_derivatives(self, theta: Floats, gradient: Floats, hessian: Floats | None) -> None:
        def values(points: Floats) -> Floats:
            return self._call("value", points)[:, None]

        def gradients(points: Floats) -> Floats:
            return self._call("gradient", points)

        rounding = self.rounding(theta)
        check_derivative(values, gradient[None], theta, self.variables, ("gradient", "value"), rounding)
        if hessian is not None and np.isfinite(hessian).all():
            check_derivative(gradients, hessian, theta, self.variables, ("Hessian", "gradient"), rounding)

    def rounding(self, theta: Floats) -> float:
        """Return the relative rounding of the gradient's numbers: torch's and jax's often have 32 bits."""
        return float(np.finfo(self._result("gradient", theta, (self.dimension,), strict=False).dtype).eps)

    def _differenced(self, points: Floats) -> Floats:
        """The Hessian by central differences of the gradient, with the step that suits its rounding."""
        rounding = self.rounding(points.reshape(-1, self.dimension)[0]) if points.size else 1.0
        step = np.cbrt(rounding) * np.maximum(1.0, np.abs(points))
        offsets = step[..., None] * np.eye(self.dimension)
        ahead, behind = points[..., None, :] + offsets, points[..., None, :] - offsets
        change = self._call("gradient", ahead) - self._call("gradient", behind)
        hessian = change / (ahead - behind).sum(axis=-1)[..., None]
        return (hessian + np.swapaxes(hessian, -1, -2)) / 2

    def _call(self, what: str, points: Floats, *, strict: bool = False) -> Floats:
        ending = (self.dimension,) * _NAMES.index(what)
        if self.vectorised:
            return self._result(what, points, (*points.shape[:-1], *ending), strict).astype(float)
        each = [self._result(what, theta, ending, strict) for theta in points.reshape(-1, self.dimension)]
        return np.array(each, dtype=float).reshape((*points.shape[:-1], *ending))

    def _result(self, what: str, theta: Floats, shape: tuple[int, ...], strict: bool) -> NDArray[Any]:
        """What a function gives, nan where it says by an exception that it is undefined."""
        function: Any = self.functions[_NAMES.index(what)]
        try:
            result = function(theta.copy())
        except Exception as error:
            if isinstance(error, ArithmeticError) or (isinstance(error, ValueError) and not strict):
                return np.full(shape, np.nan)
            said = " ".join(f"{type(error).__name__}: {error}".split())[:_LONGEST]
            raise ValueError(f"the {what} can't be computed at {self._where(theta)} ({said})") from error
        array = _array(result)
        if array is None:
            raise ValueError(f"the {what} at {self._where(theta)} is {written(result)}; give real numbers")
        if array.shape != shape and (self.vectorised or array.size != np.prod(shape)):
            raise ValueError(
                f"the {what} at {self._where(theta)} has the shape {array.shape}; it must have {shape}"
            )
        return array.reshape(shape)

    def _where(self, theta: Floats) -> str:
        if theta.ndim > 1:
            return f"thetas of shape {theta.shape}"
        return where(self.variables, theta)


def _array(result: Any) -> NDArray[Any] | None:
    """A function's result as an array of floats as exact as it is; None where it is not made of numbers."""
    if callable(getattr(result, "detach", None)):  # torch: what still hangs on its graph
        result = result.detach()
    try:
        array = np.asarray(result)
        if array.dtype.kind == "O":
            array = np.asarray([float(part) for part in array.flat]).reshape(array.shape)
    except Exception:  # whatever a stranger's type raises
        return None
    if array.dtype.kind not in "biuf":
        return None
    return array if array.dtype.kind == "f" else array.astype(float)


def _names(variables: Sequence[str] | int) -> tuple[str, ...]:
    if not is_number(variables):
        names = variable_names(cast(Sequence[str], variables))
        if not names:
            raise ValueError("there are no variables; give at least one name, such as ['x']")
        return names
    count = whole("the number of variables", variables, 1)
    return tuple("xyz"[:count]) if count <= 3 else tuple(f"x{i}" for i in range(1, count + 1))
