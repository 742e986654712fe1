"""A gradient that is too long to be written at once, in parts that have names."""

from typing import Any

import sympy as sp

from gdmath.cost import Cost
from gdmath.display.typeset import typst
from gdmath.formulas.symbolic import is_short

LARGE = 4  # operations: what is smaller is written where it occurs

Parts = list[tuple[sp.Symbol, sp.Expr]]


def gradient_in_parts(cost: Cost) -> tuple[Parts, list[sp.Expr]]:
    """Return parts that have a name each, in order, and the partial derivatives in terms of them.

    Both are empty for a cost that is itself too long to be written.

    >>> gradient_in_parts(Cost.parse("(x*y + x + 1)**2 + (x*y + x + 1)**4"))[0]
    [(u1, (x*y + x + 1)**3)]
    """
    if not is_short([cost.graph]):
        return [], []
    slopes = [sp.diff(cost.expression, symbol) for symbol in cost.variables]
    letters = {symbol.name[0] for symbol in cost.variables}
    letter = next(name for name in "upqr" if name not in letters)
    found: Any = sp.cse(slopes, symbols=sp.numbered_symbols("part", real=True))
    shared, reduced = found
    names: dict[sp.Expr, sp.Expr] = {}
    parts: Parts = []
    for symbol, part in shared:
        whole = part.subs(names)
        if sp.count_ops(whole) < LARGE:
            names[symbol] = whole
        else:
            parts.append((sp.Symbol(f"{letter}{len(parts) + 1}", real=True), whole))
            names[symbol] = parts[-1][0]
    return parts, [slope.subs(names) for slope in reduced]


def parts_typst(cost: Cost) -> list[str]:
    """Return the gradient in parts as Typst, a line for each part and each derivative.

    >>> parts_typst(Cost.parse("(x*y + x + 1)**2 + (x*y + x + 1)**4"))[0]
    'u_(1) = (x y + x + 1)^(3)'
    """
    parts, slopes = gradient_in_parts(cost)
    lines = [f"{typst(name)} = {typst(part)}" for name, part in parts]
    for symbol, slope in zip(cost.variables, slopes, strict=False):
        lines.append(f"frac(partial C, partial {typst(symbol)}) = {typst(slope)}")
    return lines
