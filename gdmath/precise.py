"""A cost at many digits: for judging where floating point is at its end."""

from collections.abc import Callable, Sequence
from functools import cached_property, reduce
from typing import Any, cast

import mpmath as mp
import sympy as sp

from gdmath.cost import Cost
from gdmath.objective import Objective
from gdmath.sites import is_short

DIGITS = 120
_LARGE = 1e6  # larger exponents make numbers that no float has, and take for ever
Reals = tuple[Any, ...]  # mpmath's numbers


class UndefinedError(ArithmeticError):
    """Where a cost has no real value."""


class Precise:
    """The values and derivatives of a cost of short formula, in arithmetic of DIGITS digits.

    >>> precise = Precise(Cost.parse("1 - cos(x)"))
    >>> mp.nstr(precise.value((mp.mpf("1e-15"),)), 3)
    '5.0e-31'
    """

    def __init__(self, cost: Cost) -> None:
        self.cost = cost

    def value(self, theta: Sequence[Any]) -> Any:
        """Return C(theta), nan where it is undefined and inf at a pole."""
        return self._numbers(self._value, theta)[0]

    def gradient(self, theta: Sequence[Any]) -> list[Any]:
        """Return the partial derivatives (d,), nan where they are undefined."""
        return self._numbers(self._gradient, theta)

    def hessian(self, theta: Sequence[Any]) -> list[list[Any]]:
        """Return the second partial derivatives (d, d), nan where they are undefined."""
        d = self.cost.dimension
        entries = self._numbers(self._hessian, theta)
        return [entries[i * d : (i + 1) * d] for i in range(d)]

    def _numbers(self, tape: "Tape", theta: Sequence[Any]) -> list[Any]:
        with mp.workdps(max(DIGITS, mp.mp.dps)):
            return tape(theta)

    @cached_property
    def _value(self) -> "Tape":
        return Tape(self.cost.variables, [self.cost.expression])

    @cached_property
    def _gradient(self) -> "Tape":
        return Tape(self.cost.variables, self.cost.symbolic_gradient)

    @cached_property
    def _hessian(self) -> "Tape":
        return Tape(self.cost.variables, [entry for row in self.cost.symbolic_hessian for entry in row])


class Tape:
    """Expressions as a list of steps over their shared parts, run with mpmath's numbers."""

    def __init__(self, variables: Sequence[sp.Symbol], expressions: Sequence[sp.Expr]) -> None:
        self._places: dict[sp.Basic, int] = {symbol: i for i, symbol in enumerate(variables)}
        self._first = len(variables)
        self._steps: list[tuple[Callable[..., Any], list[int]]] = []
        self._results = [self._place(expression) for expression in expressions]

    def __call__(self, theta: Sequence[Any]) -> list[Any]:
        """Return the values of the expressions, nan for what is undefined, in mpmath's precision of now."""
        numbers = list(map(mp.mpf, theta))
        for function, arguments in self._steps:
            try:
                number = function(*(numbers[i] for i in arguments))
            except (ArithmeticError, ValueError):
                number = mp.nan
            numbers.append(number if isinstance(number, mp.mpf) else mp.nan)
        return [numbers[i] for i in self._results]

    def _place(self, expression: sp.Basic) -> int:
        for part in sp.postorder_traversal(expression):
            if part not in self._places:
                function, arguments = _step(part)
                self._steps.append((function, [self._places[argument] for argument in arguments]))
                self._places[part] = self._first + len(self._steps) - 1
        return self._places[expression]


def _step(part: sp.Basic) -> tuple[Callable[..., Any], tuple[sp.Basic, ...]]:
    if isinstance(part, sp.Expr) and part.is_number and part.is_Atom:
        with mp.workdps(2 * DIGITS):
            constant = mp.mpmathify(sp.N(part, 2 * DIGITS))
        return (lambda: constant), ()
    name = type(part).__name__
    if isinstance(part, sp.Pow) and isinstance(part.args[1], sp.Integer):
        return _whole_power(int(part.args[1])), (part.args[0],)
    if isinstance(part, sp.Pow) and part.args[1] == sp.Rational(1, 2):
        return _within(mp.sqrt, 0), (part.args[0],)
    if name not in _FUNCTIONS:
        raise ValueError(f"{name} has no value of many digits")
    return _FUNCTIONS[name], cast(tuple[sp.Basic, ...], part.args)


def _power(base: Any, exponent: Any) -> Any:
    if base < 0 and not mp.isint(exponent):
        raise UndefinedError
    if base != 0 and abs(exponent) * abs(mp.mag(base)) > _LARGE:
        raise UndefinedError
    return base**exponent


def _whole_power(times: int) -> Callable[[Any], Any]:
    def power(base: Any) -> Any:
        if base != 0 and abs(times * mp.mag(base)) > _LARGE:
            raise UndefinedError
        return base**times

    return power


def _within(function: Callable[[Any], Any], low: float, high: float = float("inf")) -> Callable[[Any], Any]:
    def guarded(x: Any) -> Any:
        if not low <= x <= high:
            raise UndefinedError
        return function(x)

    return guarded


def _small(function: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return _within(function, -_LARGE, _LARGE)


def _log(x: Any) -> Any:
    if not x > 0:
        raise UndefinedError
    return mp.log(x)


def _extreme(better: Callable[..., Any]) -> Callable[..., Any]:
    def extreme(*values: Any) -> Any:
        return mp.nan if any(map(mp.isnan, values)) else better(values)

    return extreme


_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "Add": lambda *terms: mp.fsum(terms) if all(map(mp.isfinite, terms)) else sum(terms),
    "Mul": lambda *factors: reduce(lambda a, b: a * b, factors),
    "Pow": _power,
    "exp": lambda x: mp.mpf(0) if x < -_LARGE else _small(mp.exp)(x),
    "log": _log,
    "sin": _within(mp.sin, -1e300, 1e300),
    "cos": _within(mp.cos, -1e300, 1e300),
    "tan": _within(mp.tan, -1e300, 1e300),
    "asin": _within(mp.asin, -1, 1),
    "acos": _within(mp.acos, -1, 1),
    "atan": mp.atan,
    "atan2": mp.atan2,
    "sinh": _small(mp.sinh),
    "cosh": _small(mp.cosh),
    "tanh": mp.tanh,
    "cot": mp.cot,
    "sec": mp.sec,
    "csc": mp.csc,
    "coth": mp.coth,
    "erf": mp.erf,
    "cbrt": lambda x: mp.sign(x) * mp.cbrt(abs(x)),
    "softplus": lambda x: max(x, mp.mpf(0)) + mp.log1p(mp.exp(-min(abs(x), _LARGE))),
    "Abs": abs,
    "sign": mp.sign,
    "Max": _extreme(max),
    "Min": _extreme(min),
}


def precise_of(cost: Objective) -> Precise | None:
    """Return the cost at many digits, or None where it has no short formula to compute them from."""
    if type(cost) is not Cost or not is_short(cost):
        return None
    precise = Precise(cost)
    try:
        precise.hessian([mp.mpf(1)] * cost.dimension)
        precise.value([mp.mpf(1)] * cost.dimension)
    except ValueError:
        return None
    return precise
