"""Where a formula may kink, jump or end: the zeros of what stands in an abs, a root, a denominator, ..."""

from collections.abc import Iterator
from itertools import combinations
from typing import cast

import sympy as sp

from gdmath.cost import Cost

_MOST = 12


def sites_of(cost: Cost) -> list[Cost]:
    """Return functions of the variables at whose zeros the cost may have no gradient, or no value.

    >>> [site.formula for site in sites_of(Cost.parse("abs(x - 1) + log(x)/(x - 3)"))]
    ['x', 'x - 1', 'x - 3']
    """
    variables = set(cost.variables)
    found = {
        _bare(site)
        for part in set(sp.preorder_traversal(cost.expression))
        for site in _sites(part)
        if site.free_symbols & variables
    }
    if any(site.free_symbols - variables for site in found):
        return []  # the loss of an example, which has a site for every row of the data
    return [Cost(site, cost.variables) for site in sorted(found, key=_order)[:_MOST]]


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
