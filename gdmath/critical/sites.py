"""Where a formula may kink, jump or end: the zeros of what stands in an abs, a root, a denominator, ..."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations

from gdmath.cost import Cost
from gdmath.formulas.formula_text import formula_text
from gdmath.formulas.graph import ONE, Node, add, names_of, neg, node, ordered
from gdmath.objective import Objective

_MOST = 12
_LONGEST = 400  # parts of a graph that is looked through
_COMPARED = 6  # arguments of a Max or a Min


def sites_of(cost: Objective) -> list[Cost]:
    """Return functions of the variables at whose zeros the cost may have no gradient, or no value.

    >>> [site.formula for site in sites_of(Cost.parse("abs(x - 1) + log(x)/(x - 3)"))]
    ['x', 'x - 1', 'x - 3']
    """
    if type(cost) is not Cost:
        return []
    parts = ordered([cost.graph])
    if len(parts) > _LONGEST:
        return []
    found = {site for part in parts for whole in _sites(part) for site in _bare(whole) if names_of(site)}
    return [Cost(site, cost.variables) for site in sorted(found, key=_order)[:_MOST]]


def _order(site: Node) -> tuple[int, str]:
    text = formula_text(site) or ""
    return len(text), text


def _bare(site: Node) -> list[Node]:
    """What has the same zeros, and changes its sign there: the factors of a product."""
    while (site.op in ("ipow", "root") and isinstance(site.data, int | Fraction) and site.data > 0) or (
        site.op in ("sqrt", "cbrt", "abs", "neg")
    ):
        site = site.args[0]
    if site.op == "mul":
        return [factor for part in site.args for factor in _bare(part)]
    return [site]


def _sites(part: Node) -> Iterator[Node]:
    match part.op:
        case "abs" | "sign" | "relu" | "cbrt" | "sqrt" | "root" | "log" | "pow":
            yield part.args[0]
        case "Max" | "Min":
            for a, b in combinations(part.args[:_COMPARED], 2):
                yield add([a, neg(b)])
        case "div":
            yield part.args[1]
        case "ipow" if isinstance(part.data, int) and part.data < 0:
            yield part.args[0]
        case "tan":
            yield node("cos", part.args[0])
        case "asin" | "acos":
            yield add([ONE, neg(part.args[0])])
            yield add([ONE, part.args[0]])
