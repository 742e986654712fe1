"""A cost function: a sympy expression with its exact gradient and Hessian, compiled to numpy."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from typing import Any, cast

import numpy as np
import sympy as sp
from numpy.typing import ArrayLike, NDArray
from sympy.printing.str import StrPrinter

from gdmath.arrays import Floats
from gdmath.compile import Compiled, compile_numpy
from gdmath.derivative import derivative
from gdmath.expression import parse
from gdmath.objective import Objective


@dataclass(frozen=True)
class Cost(Objective):
    """A cost C(theta) of d real variables.

    `expression` is the symbolic cost and `variables` its d symbols, whose order is the order of theta's
    components. Every method takes thetas of shape (..., d) and is undefined (nan) where the cost is; none
    warns. Compiled once, at the first call; pickles as expression and variables.

    At a kink (of `abs`, `Max`, `Min`, `sign`) the gradient is the mean of its one-sided values, and
    `has_gradient` is False where these differ. The Hessian holds wherever it exists.

    >>> cost = Cost.parse("x**2 + 10*y**2")
    >>> float(cost.value([1, 1])), cost.gradient([1, 1]).tolist()
    (11.0, [2.0, 20.0])
    >>> cost.hessian([[1, 1], [2, 2]]).shape
    (2, 2, 2)
    """

    expression: sp.Expr
    variables: tuple[sp.Symbol, ...]

    @classmethod
    def parse(cls, formula: str, variables: Sequence[str] | None = None) -> "Cost":
        """Return the cost of a formula; its variables are in natural order unless given.

        Raises FormulaError, a ValueError, for anything but a real formula that varies.

        >>> Cost.parse("w*b", variables=["w", "b"]).variables
        (w, b)
        """
        return cls(*parse(formula, variables))

    def __post_init__(self) -> None:
        strangers = self.expression.free_symbols - set(self.variables)
        if strangers:
            names = ", ".join(sorted(map(str, strangers)))
            raise ValueError(f"the cost {self.expression} contains {names}; name every variable in variables")
        if not self.variables:
            raise ValueError(f"the cost {self.expression} has no variables; name at least one")

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.expression, self.variables)

    @cached_property
    def formula(self) -> str:
        """A formula's text that `Cost.parse` reads back as this cost, if it is not too long to be typed.

        >>> Cost.parse("abs(x)/3").formula
        'abs(x)/3'
        """
        return _FormulaPrinter().doprint(self.expression)

    def record(self) -> dict[str, Any]:
        """Return what this cost is made again from, as values that JSON can hold."""
        return {"formula": self.formula, "variables": [symbol.name for symbol in self.variables]}

    @cached_property
    def symbolic_gradient(self) -> tuple[sp.Expr, ...]:
        """The d partial derivatives, exact.

        >>> Cost.parse("sin(5*x)*cos(5*y)/5").symbolic_gradient
        (cos(5*x)*cos(5*y), -sin(5*x)*sin(5*y))
        """
        return tuple(derivative(self.expression, variable) for variable in self.variables)

    @cached_property
    def symbolic_hessian(self) -> tuple[tuple[sp.Expr, ...], ...]:
        """The d x d second partial derivatives, exact, symmetric."""
        rows: list[list[sp.Expr]] = []
        for i, partial in enumerate(self.symbolic_gradient):
            mirrored = [rows[j][i] for j in range(i)]
            rows.append(mirrored + [derivative(partial, variable) for variable in self.variables[i:]])
        return tuple(map(tuple, rows))

    def value(self, theta: ArrayLike) -> Floats:
        """Return C(theta): (..., d) -> (...)."""
        points = self._points(theta)
        with np.errstate(all="ignore"):
            (value,) = self._compiled_value(*self._arguments(points))
            return self._collect(value, points.shape[:-1])

    def value_and_gradient(self, theta: ArrayLike) -> tuple[Floats, Floats]:
        """Return both at once, sharing what they have in common: (..., d) -> (...), (..., d)."""
        points = self._points(theta)
        with np.errstate(all="ignore"):
            value, gradient = self.evaluate(points)
        _forget_where_undefined(gradient, value)
        return value, gradient

    def evaluate(self, points: Floats) -> tuple[Floats, Floats]:
        """Return what `value_and_gradient` does, quicker: in the caller's `np.errstate`, nothing checked.

        Where the cost is undefined, the gradient may have a value.
        """
        value, *partials = self._compiled_gradient(*self._arguments(points))
        gradient = np.empty_like(points)
        for i, partial in enumerate(partials):
            gradient[..., i] = self._collect(partial, points.shape[:-1])
        return self._collect(value, points.shape[:-1]), gradient

    def hessian(self, theta: ArrayLike) -> Floats:
        """Return the Hessian: (..., d) -> (..., d, d)."""
        points = self._points(theta)
        d = self.dimension
        hessian = np.empty((*points.shape, d))
        with np.errstate(all="ignore"):
            entries = iter(self._compiled_hessian(*self._arguments(points)))
            for i in range(d):
                for j in range(i, d):
                    entry = self._collect(next(entries), points.shape[:-1])
                    hessian[..., i, j] = hessian[..., j, i] = entry
            _forget_where_undefined(hessian, self.value(points))
        return hessian

    @cached_property
    def is_smooth(self) -> bool:
        """Whether cost and gradient are free of jumps everywhere, as far as their symbols tell."""
        return not any(part.has(sp.sign) for part in (self.expression, *self.symbolic_gradient))

    @cached_property
    def has_constant_hessian(self) -> bool:
        """Whether the cost is quadratic, exactly."""
        entries = [entry for row in self.symbolic_hessian for entry in row]
        return self.is_smooth and not any(entry.free_symbols & {*self.variables} for entry in entries)

    def has_gradient(self, theta: ArrayLike) -> NDArray[np.bool_]:
        """Return where the gradient is finite and, at kinks, the same from both sides: (..., d) -> (...).

        >>> Cost.parse("abs(x)").has_gradient([[-1.0], [0.0]]).tolist()
        [True, False]
        """
        points = self._points(theta)
        exists = np.isfinite(self.gradient(points)).all(axis=-1)
        with np.errstate(all="ignore"):
            for jump, difference in self._compiled_jumps:
                (argument,) = jump(*self._arguments(points))
                differs = reduce(np.logical_or, (part != 0 for part in difference(*self._arguments(points))))
                exists = exists & self._everywhere(~((argument == 0) & differs), points.shape[:-1])
        return np.asarray(exists)

    def _arguments(self, points: Floats) -> list[Any]:
        """What the compiled functions are called with."""
        return list(points) if points.ndim == 1 else [points[..., i] for i in range(points.shape[-1])]

    def _collect(self, result: Any, shape: tuple[int, ...]) -> Any:
        """One result of a compiled function, which is a number where it is constant."""
        if isinstance(result, np.ndarray):
            return result if result.base is None else result.copy()
        return np.broadcast_to(np.float64(result), shape).copy() if shape else np.float64(result)

    def _everywhere(self, condition: Any, shape: tuple[int, ...]) -> Any:
        """One condition of a compiled function."""
        return condition

    @property
    def _symbols(self) -> tuple[sp.Symbol, ...]:
        """What the compiled functions take."""
        return self.variables

    @cached_property
    def _compiled_value(self) -> Compiled:
        return compile_numpy(self._symbols, [self.expression])

    @cached_property
    def _compiled_gradient(self) -> Compiled:
        # Factored, 2*(x - 1) and not 2*x - 2, partial derivatives share more with the cost.
        partials = map(sp.factor_terms, self.symbolic_gradient)
        return compile_numpy(self._symbols, [self.expression, *partials])

    @cached_property
    def _compiled_hessian(self) -> Compiled:
        rows = self.symbolic_hessian
        return compile_numpy(
            self._symbols, [rows[i][j] for i in range(len(rows)) for j in range(i, len(rows))]
        )

    @cached_property
    def _compiled_jumps(self) -> list[tuple[Compiled, Compiled]]:
        """For every jump: where it is (a zero), and what cost and gradient change by there."""
        parts = (self.expression, *self.symbolic_gradient)
        jumps = sorted({jump for part in parts for jump in part.atoms(sp.sign)}, key=str)
        side = sp.Dummy("side", real=True)
        compiled = []
        for jump in jumps:
            sided = [cast(sp.Expr, part.subs(jump, side)) for part in parts]
            change = [cast(sp.Expr, part.subs(side, 1) - part.subs(side, -1)) for part in sided]
            compiled.append(
                (
                    compile_numpy(self._symbols, [cast(sp.Expr, jump.args[0])]),
                    compile_numpy(self._symbols, change),
                )
            )
        return compiled


def _forget_where_undefined(derivative: Floats, value: Floats) -> None:
    """Put nan where the cost is undefined: the derivative of log(x) has a value at -1, where log has none."""
    if value.ndim == 0:
        if value != value:
            derivative[...] = np.nan
    elif value.size and value.min() != value.min():  # one quick look; the minimum with a nan is nan
        derivative[np.isnan(value)] = np.nan


class _FormulaPrinter(StrPrinter):
    def _print_Abs(self, expr: sp.Abs) -> str:
        return f"abs({self._print(expr.args[0])})"

    def _print_Float(self, expr: sp.Float) -> str:
        return repr(float(expr))  # all digits
