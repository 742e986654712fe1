"""A cost function: a sympy expression with its exact gradient and Hessian, compiled to numpy."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from typing import Any, cast

import numpy as np
import sympy as sp
from numpy.typing import ArrayLike, NDArray
from sympy.printing.numpy import NumPyPrinter
from sympy.printing.str import StrPrinter

from gdmath.expression import parse

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Cost:
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
        """Return the cost of a formula; its variables are in alphabetical order unless given.

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

    def __reduce__(self):
        return type(self), (self.expression, self.variables)

    @property
    def dimension(self) -> int:
        """d, the number of variables."""
        return len(self.variables)

    @cached_property
    def formula(self) -> str:
        """A formula's text that `Cost.parse` reads back as this cost.

        >>> Cost.parse("abs(x)/3").formula
        'abs(x)/3'
        """
        return _FormulaPrinter().doprint(self.expression)

    @cached_property
    def symbolic_gradient(self) -> tuple[sp.Expr, ...]:
        """The d partial derivatives, exact.

        >>> Cost.parse("sin(5*x)*cos(5*y)/5").symbolic_gradient
        (cos(5*x)*cos(5*y), -sin(5*x)*sin(5*y))
        """
        return tuple(_derivative(self.expression, variable) for variable in self.variables)

    @cached_property
    def symbolic_hessian(self) -> tuple[tuple[sp.Expr, ...], ...]:
        """The d x d second partial derivatives, exact, symmetric."""
        rows: list[list[sp.Expr]] = []
        for i, partial in enumerate(self.symbolic_gradient):
            mirrored = [rows[j][i] for j in range(i)]
            rows.append(mirrored + [_derivative(partial, variable) for variable in self.variables[i:]])
        return tuple(map(tuple, rows))

    def value(self, theta: ArrayLike) -> Floats:
        """Return C(theta): (..., d) -> (...)."""
        points = self._points(theta)
        with np.errstate(all="ignore"):
            (value,) = self._compiled_value(*_components(points))
            return np.broadcast_to(value, points.shape[:-1]).astype(float)

    def gradient(self, theta: ArrayLike) -> Floats:
        """Return the gradient: (..., d) -> (..., d)."""
        return self.value_and_gradient(theta)[1]

    def value_and_gradient(self, theta: ArrayLike) -> tuple[Floats, Floats]:
        """Return both at once, sharing what they have in common: (..., d) -> (...), (..., d)."""
        points = self._points(theta)
        gradient = np.empty(points.shape)
        with np.errstate(all="ignore"):
            value, *partials = self._compiled_gradient(*_components(points))
            for i, partial in enumerate(partials):
                gradient[..., i] = partial
            return np.broadcast_to(value, points.shape[:-1]).astype(float), gradient

    def hessian(self, theta: ArrayLike) -> Floats:
        """Return the Hessian: (..., d) -> (..., d, d)."""
        points = self._points(theta)
        d = self.dimension
        hessian = np.empty((*points.shape, d))
        with np.errstate(all="ignore"):
            entries = iter(self._compiled_hessian(*_components(points)))
            for i in range(d):
                for j in range(i, d):
                    hessian[..., i, j] = hessian[..., j, i] = next(entries)
        return hessian

    @cached_property
    def is_smooth(self) -> bool:
        """Whether the gradient is free of jumps everywhere, as far as its symbols tell."""
        return not any(partial.has(sp.sign) for partial in self.symbolic_gradient)

    def has_gradient(self, theta: ArrayLike) -> NDArray[np.bool_]:
        """Return where the gradient is finite and, at kinks, the same from both sides: (..., d) -> (...).

        >>> Cost.parse("abs(x)").has_gradient([[-1.0], [0.0]]).tolist()
        [True, False]
        """
        points = self._points(theta)
        exists = np.isfinite(self.gradient(points)).all(axis=-1)
        with np.errstate(all="ignore"):
            for jump, difference in self._compiled_jumps:
                (argument,) = jump(*_components(points))
                differs = reduce(np.logical_or, (part != 0 for part in difference(*_components(points))))
                exists = exists & ~((argument == 0) & differs)
        return np.asarray(exists)

    def _points(self, theta: ArrayLike) -> Floats:
        points = np.asarray(theta, dtype=float)
        if points.ndim == 0 or points.shape[-1] != self.dimension:
            names = ", ".join(map(str, self.variables))
            raise ValueError(
                f"theta of shape {points.shape} does not fit this cost of {self.dimension} variable(s); "
                f"its last axis must hold ({names})"
            )
        return points

    @cached_property
    def _compiled_value(self) -> Callable[..., Sequence[Any]]:
        return compile_numpy(self.variables, [self.expression])

    @cached_property
    def _compiled_gradient(self) -> Callable[..., Sequence[Any]]:
        return compile_numpy(self.variables, [self.expression, *self.symbolic_gradient])

    @cached_property
    def _compiled_hessian(self) -> Callable[..., Sequence[Any]]:
        rows = self.symbolic_hessian
        return compile_numpy(
            self.variables, [rows[i][j] for i in range(len(rows)) for j in range(i, len(rows))]
        )

    @cached_property
    def _compiled_jumps(self) -> list[tuple[Callable[..., Sequence[Any]], Callable[..., Sequence[Any]]]]:
        """For every jump of the gradient: where it is (a zero), and what the gradient changes by there."""
        jumps = sorted(
            {jump for partial in self.symbolic_gradient for jump in partial.atoms(sp.sign)}, key=str
        )
        side = sp.Dummy("side", real=True)
        compiled = []
        for jump in jumps:
            sided = [cast(sp.Expr, partial.subs(jump, side)) for partial in self.symbolic_gradient]
            change = [cast(sp.Expr, partial.subs(side, 1) - partial.subs(side, -1)) for partial in sided]
            compiled.append(
                (
                    compile_numpy(self.variables, [cast(sp.Expr, jump.args[0])]),
                    compile_numpy(self.variables, change),
                )
            )
        return compiled


# Given by the name "numpy" instead, sympy would import all of numpy with a star, f2py and tests included.
_NUMPY = {name: value for name, value in vars(np).items() if not name.startswith("_")}


def compile_numpy(
    variables: Sequence[sp.Symbol], expressions: Sequence[sp.Expr]
) -> Callable[..., Sequence[Any]]:
    """Return a function of d arrays that gives the list of the expressions' values, common parts shared."""
    return sp.lambdify(
        variables,
        list(expressions),
        modules=[{"Max": _maximum, "Min": _minimum}, _NUMPY],
        printer=_Printer(
            {
                "fully_qualified_modules": False,
                "inline": True,
                "allow_unknown_functions": True,
                "user_functions": {"Max": "Max", "Min": "Min"},
            }
        ),
        cse=True,
    )


def _components(points: Floats) -> list[Any]:
    return [points[..., i] for i in range(points.shape[-1])]


def _maximum(*values: Any) -> Any:
    return reduce(np.maximum, values)


def _minimum(*values: Any) -> Any:
    return reduce(np.minimum, values)


class _Printer(NumPyPrinter):
    def _print_Integer(self, expr: sp.Integer) -> str:
        number = int(expr)
        if abs(number) < 2**53:
            return str(number)
        try:
            return repr(float(number))
        except OverflowError:  # reachable only in a derivative, where inf is the float it rounds to
            return (
                self._module_format("numpy.inf") if number > 0 else f"(-{self._module_format('numpy.inf')})"
            )


class _FormulaPrinter(StrPrinter):
    def _print_Abs(self, expr: sp.Abs) -> str:
        return f"abs({self._print(expr.args[0])})"


class _Absolute(sp.Function):
    """|u| for a real u: differentiates to sign(u) whatever sympy can prove about u."""

    def fdiff(self, argindex: int = 1) -> sp.Expr:
        return cast(sp.Expr, _Sign(self.args[0]))


class _Sign(sp.Function):
    def fdiff(self, argindex: int = 1) -> sp.Expr:
        return sp.S.Zero


def _derivative(expression: sp.Expr, variable: sp.Symbol) -> sp.Expr:
    real = expression.replace(sp.Max, _by_pairs(1)).replace(sp.Min, _by_pairs(-1))
    real = real.replace(sp.Abs, _Absolute).replace(sp.sign, _Sign)
    derivative = sp.diff(real, variable)
    return cast(sp.Expr, derivative.replace(_Absolute, sp.Abs).replace(_Sign, sp.sign))


def _by_pairs(sign: int) -> Callable[..., sp.Expr]:
    """Max (sign 1) or Min (sign -1) of any number of arguments by (a + b + sign |a - b|) / 2."""

    def extreme(a: sp.Expr, b: sp.Expr) -> sp.Expr:
        return (a + b + sign * sp.Abs(a - b)) / 2

    return lambda *arguments: reduce(extreme, arguments)
