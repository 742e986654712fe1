"""The nodes of a formula's tree, which are Python's own; `col_offset` is a position in the typed text."""

import ast
from collections.abc import Sequence
from typing import TypeVar

Node = TypeVar("Node", bound=ast.expr)

_MOST_DIGITS = 4000  # that Python makes an int of without being asked


def number(written: str, start: int, end: int) -> ast.Constant:
    """Return a number; its `kind` is its exact text in plain digits."""
    whole = written.isdigit() and len(written) <= _MOST_DIGITS
    node = ast.Constant(int(written) if whole else float(written), kind=written)
    return placed(node, start, end)


def name(identifier: str, start: int, end: int) -> ast.Name:
    return placed(ast.Name(identifier, ast.Load()), start, end)


def call(function: str, arguments: Sequence[ast.expr], start: int, end: int) -> ast.Call:
    return placed(ast.Call(name(function, start, end), list(arguments), []), start, end)


def binary(left: ast.expr, operator: type[ast.operator], right: ast.expr) -> ast.BinOp:
    node = ast.BinOp(left, operator(), right)
    return placed(node, left.col_offset, right.end_col_offset or right.col_offset)


def negative(operand: ast.expr, start: int) -> ast.UnaryOp:
    return placed(ast.UnaryOp(ast.USub(), operand), start, operand.end_col_offset or start)


def placed(node: Node, start: int, end: int) -> Node:
    node.lineno = node.end_lineno = 1
    node.col_offset, node.end_col_offset = start, end
    return node
