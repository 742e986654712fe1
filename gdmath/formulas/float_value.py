"""The value of a checked formula in floating point, without sympy and numpy."""

import ast
import math
from collections.abc import Callable, Mapping
from fractions import Fraction

from gdmath.formulas.vocabulary import FUNCTIONS

OPERATIONS: Mapping[type[ast.operator], Callable] = {
    ast.Add: lambda a, b: a + b,
    ast.Sub: lambda a, b: a - b,
    ast.Mult: lambda a, b: a * b,
    ast.Div: lambda a, b: a / b,
    ast.Pow: lambda a, b: power(a, b),
}
_VANISHING = (ast.Mult, ast.Div, ast.Pow)


def power(base: float, exponent: float) -> float:
    """Return base**exponent; of a fraction with a small odd denominator, the real root."""
    if base >= 0 or exponent % 1 == 0:
        return base**exponent
    fraction = Fraction(exponent).limit_denominator(1000)
    if fraction.denominator % 2 == 0 or float(fraction) != exponent:
        raise ValueError("a negative number to a broken power")
    size = (-base) ** exponent
    return -size if fraction.numerator % 2 else size


def evaluate(node: ast.expr, values: Mapping[str, float]) -> float:
    """Return a checked tree's value, given that of every name in it.

    Raises ValueError or ZeroDivisionError where it is undefined, and OverflowError where a number on the
    way is too large for a float, or too small.
    """
    match node:
        case ast.Constant(value=int() | float() as value):
            return float(value)
        case ast.Name():
            return values[node.id]
        case ast.UnaryOp():
            value = evaluate(node.operand, values)
            return -value if isinstance(node.op, ast.USub) else value
        case ast.BinOp():
            left, right = evaluate(node.left, values), evaluate(node.right, values)
            vanishing = isinstance(node.op, _VANISHING) and left != 0 != right
            return _kept(OPERATIONS[type(node.op)](left, right), vanishing)
        case ast.Call(func=ast.Name(id=name)):
            arguments = [evaluate(argument, values) for argument in node.args]
            return _kept(FUNCTIONS[name][2](*arguments), name in ("exp", "sigmoid", "softplus"))
    raise AssertionError(ast.dump(node))  # formula.read lets no other node through


def _kept(value: float, vanishing: bool) -> float:
    """A result, unless it left the range of floats; `vanishing`: 0 means that it has."""
    if math.isinf(value) or (vanishing and value == 0):
        raise OverflowError
    return value
