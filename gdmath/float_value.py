"""The value of a checked formula in floating point, without sympy and numpy."""

import ast
from collections.abc import Callable, Mapping

from gdmath.vocabulary import FUNCTIONS

OPERATIONS: Mapping[type[ast.operator], Callable] = {
    ast.Add: lambda a, b: a + b,
    ast.Sub: lambda a, b: a - b,
    ast.Mult: lambda a, b: a * b,
    ast.Div: lambda a, b: a / b,
    ast.Pow: lambda a, b: a**b,
}


def evaluate(node: ast.expr, values: Mapping[str, float]) -> float:
    """Return a checked tree's value, given that of every name in it. Raises as Python's operators do."""
    match node:
        case ast.Constant(value=int() | float() as value):
            return float(value)
        case ast.Name():
            return values[node.id]
        case ast.UnaryOp():
            value = evaluate(node.operand, values)
            return -value if isinstance(node.op, ast.USub) else value
        case ast.BinOp():
            return OPERATIONS[type(node.op)](evaluate(node.left, values), evaluate(node.right, values))
        case ast.Call(func=ast.Name(id=name)):
            return FUNCTIONS[name][2](*(evaluate(argument, values) for argument in node.args))
    raise AssertionError(ast.dump(node))  # formula.read lets no other node through
