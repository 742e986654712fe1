"""Derivatives of real expressions, those with kinks included."""

from collections.abc import Callable
from functools import reduce
from typing import cast

import sympy as sp


def derivative(expression: sp.Expr, variable: sp.Symbol) -> sp.Expr:
    """Return the partial derivative of a real expression; at a kink the mean of its one-sided values.

    >>> x = sp.Symbol("x", real=True)
    >>> derivative(abs(x) + x**2, x)
    2*x + sign(x)
    """
    real = expression.replace(sp.Max, _by_pairs(1)).replace(sp.Min, _by_pairs(-1))
    real = real.replace(sp.Abs, _Absolute).replace(sp.sign, _Sign)
    result = sp.diff(real, variable)
    return cast(sp.Expr, result.replace(_Absolute, sp.Abs).replace(_Sign, sp.sign))


class _Absolute(sp.Function):
    """|u| for a real u: differentiates to sign(u) whatever sympy can prove about u."""

    def fdiff(self, argindex: int = 1) -> sp.Expr:
        return cast(sp.Expr, _Sign(self.args[0]))


class _Sign(sp.Function):
    def fdiff(self, argindex: int = 1) -> sp.Expr:
        return sp.S.Zero


def _by_pairs(sign: int) -> Callable[..., sp.Expr]:
    """Max (sign 1) or Min (sign -1) of any number of arguments by (a + b + sign |a - b|) / 2."""

    def extreme(a: sp.Expr, b: sp.Expr) -> sp.Expr:
        return (a + b + sign * sp.Abs(a - b)) / 2

    return lambda *arguments: reduce(extreme, arguments)
