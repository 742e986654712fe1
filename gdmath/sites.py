"""Where a formula may kink, jump or end: the zeros of what stands in an abs, a root, a denominator, ..."""

from collections.abc import Iterator
from itertools import combinations
from typing import cast

import sympy as sp

from gdmath.cost import Cost
from gdmath.objective import Objective

_MOST = 12
_PARTS = 400


def sites_of(cost: Objective) -> list[Cost]:
    """Return functions of the variables at whose zeros the cost may have no gradient, or no value.

    >>> [site.formula for site in sites_of(Cost.parse("abs(x - 1) + log(x)/(x - 3)"))]
    ['x', 'x - 1', 'x - 3']
    """
    if type(cost) is not Cost or not is_short(cost):
        return []
    variables = set(cost.variables)
    found = {
        _bare(site)
        for part in set(sp.preorder_traversal(cost.expression))
        for site in _sites(part)
        if site.free_symbols & variables
    }
    return [Cost(site, cost.variables) for site in sorted(found, key=_order)[:_MOST]]


def is_short(cost: Cost) -> bool:
    """Whether a formula is short enough to be looked through, and to be differentiated as symbols."""
    return bool(getattr(cost, "is_short", True)) and is_small(cost.expression, _PARTS)


def is_small(expression: sp.Basic, most: int) -> bool:
    """Whether an expression has fewer parts than `most`."""
    return sum(1 for _ in zip(sp.preorder_traversal(expression), range(most), strict=False)) < most


def _order(site: sp.Expr) -> tuple[int, str]:
    text = str(site)
    return len(text), text


def _bare(site: sp.Expr) -> sp.Expr:
    """What has the same zeros, and changes its sign there."""
    while site.is_Pow and site.args[1].is_positive:
        site = cast(sp.Expr, site.args[0])
    if site.is_Mul:
        return sp.Mul(*(_bare(cast(sp.Expr, part)) for part in site.args if not part.is_number))
    return site


def _sites(part: sp.Basic) -> Iterator[sp.Expr]:
    arguments = cast(tuple[sp.Expr, ...], part.args)
    match type(part).__name__:
        case "Abs" | "sign" | "log" | "cbrt":
            yield arguments[0]
        case "Max" | "Min":
            for a, b in combinations(arguments[:6], 2):
                yield a - b
        case "Pow" if not (arguments[1].is_integer and arguments[1].is_nonnegative):
            yield arguments[0]
        case "tan":
            yield sp.cos(arguments[0])
        case "asin" | "acos":
            yield 1 - arguments[0]
            yield 1 + arguments[0]
