"""A sympy expression -> the graph of a cost."""

from fractions import Fraction
from typing import Any, cast

import sympy as sp

from gdmath.formulas.graph import Node, const, neg, node, raised
from gdmath.formulas.vocabulary import FUNCTIONS


def graph_of(expression: sp.Expr) -> Node:
    """Return the graph of a sympy expression.

    Raises ValueError for what no formula may contain.

    >>> x = sp.Symbol("x", real=True)
    >>> graph_of(x**2 / 3 - sp.sin(x))
    add(neg, mul)
    """
    known: dict[Any, Node] = {}
    for part in sp.postorder_traversal(expression):
        if part not in known:
            known[part] = _node_of(part, [known[arg] for arg in part.args])
    return known[expression]


def _node_of(part: Any, args: list[Node]) -> Node:
    if isinstance(part, sp.Rational | sp.Float):
        return const(
            Fraction(int(part.p), int(part.q)) if isinstance(part, sp.Rational) else Fraction(float(part))
        )
    if isinstance(part, sp.Symbol):
        return node("var", data=part.name)
    if part in (sp.pi, sp.E):
        return node("named", data="pi" if part is sp.pi else "e")
    if isinstance(part, sp.Add):
        return node("add", *args)
    if isinstance(part, sp.Mul):
        return _product_of(args)
    if isinstance(part, sp.Pow):
        base, exponent = args
        if base.op == "named" and base.data == "e":
            return node("exp", exponent)
        return (
            raised(base, cast(Fraction, exponent.data))
            if exponent.op == "const"
            else node("pow", base, exponent)
        )
    name = "abs" if isinstance(part, sp.Abs) else str(part.func.__name__)
    if name in FUNCTIONS:
        return node(name, *args)
    raise ValueError(f"{part} has no place in a cost; give an expression of what formulas may contain")


def _product_of(factors: list[Node]) -> Node:
    above: Node | None = None
    below: Node | None = None
    negative = False
    for factor in factors:
        if factor.op == "const" and factor.data == -1:
            negative = not negative
        elif factor.op == "ipow" and factor.data == -1:
            below = factor.args[0] if below is None else node("mul", below, factor.args[0])
        else:
            above = factor if above is None else node("mul", above, factor)
    result = above or const(1)
    if below is not None:
        result = node("div", result, below)
    return neg(result) if negative else result
