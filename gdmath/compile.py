"""From sympy to numpy: one function of the variables for a list of expressions, common parts shared."""

from collections.abc import Callable, Sequence
from functools import reduce
from typing import Any

import numpy as np
import sympy as sp
from sympy.printing.numpy import NumPyPrinter
from sympy.printing.precedence import precedence

Compiled = Callable[..., Sequence[Any]]


def compile_numpy(variables: Sequence[sp.Symbol], expressions: Sequence[sp.Expr]) -> Compiled:
    """Return a function of as many arrays as there are variables, that gives the list of the values.

    A number and an array give the same result to the last bit: whole powers are products, since numpy's
    power of one number and of an array may differ.

    >>> x = sp.Symbol("x")
    >>> compile_numpy([x], [x**3, sp.Integer(1)])(np.float64(2))
    [np.float64(8.0), 1]
    """
    return sp.lambdify(
        variables,
        list(expressions),
        modules=[
            {
                "Max": _maximum,
                "Min": _minimum,
                "power": _power,
                "square": _square,
                "sigmoid": _sigmoid,
                "erf": _erf,
            },
            _NUMPY,
        ],
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


# Given by the name "numpy" instead, sympy would import all of numpy with a star, f2py and tests included.
_NUMPY = {name: value for name, value in vars(np).items() if not name.startswith("_")}
_LONGEST_PRODUCT = 32


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

    def _print_softplus(self, expr: sp.Expr) -> str:
        return f"{self._module_format('numpy.logaddexp')}(0.0, {self._print(expr.args[0])})"

    def _print_sigmoid(self, expr: sp.Expr) -> str:
        return f"sigmoid({self._print(expr.args[0])})"

    def _print_cbrt(self, expr: sp.Expr) -> str:
        return f"{self._module_format('numpy.cbrt')}({self._print(expr.args[0])})"

    def _print_erf(self, expr: sp.Expr) -> str:
        return f"erf({self._print(expr.args[0])})"

    def _print_Pow(self, expr: sp.Pow, rational: bool = False) -> str:
        base, exponent = expr.base, expr.exp
        if not (isinstance(exponent, sp.Integer) and 1 <= abs(int(exponent)) <= _LONGEST_PRODUCT):
            return super()._print_Pow(expr, rational)
        times, printed = abs(int(exponent)), self._print(base)
        if times == 1:
            product = self.parenthesize(base, precedence(expr))
        elif times <= 3 and base.is_Symbol:
            product = f"({'*'.join([printed] * times)})"
        else:
            product = f"square({printed})" if times == 2 else f"power({printed}, {times})"
        return product if exponent > 0 else f"(1/{product})"


def _square(base: Any) -> Any:
    return base * base


def _power(base: Any, exponent: int) -> Any:
    """base**exponent by repeated squaring."""
    if exponent == 1:
        return base
    half = _power(base, exponent // 2)
    return half * half * base if exponent % 2 else half * half


def _sigmoid(value: Any) -> Any:
    small = np.exp(-np.abs(value))
    return np.where(np.asarray(value) < 0, small, 1.0) / (1 + small)


def _erf(value: Any) -> Any:
    from scipy.special import erf  # takes long to import, and few formulas need it

    return erf(value)


def _maximum(*values: Any) -> Any:
    return reduce(np.maximum, values)


def _minimum(*values: Any) -> Any:
    return reduce(np.minimum, values)
