"""Solving grad C = 0 symbolically, where the shape of the cost shows that it is quickly done."""

from typing import cast

import numpy as np
import sympy as sp

from gdmath.cost import Cost
from gdmath.critical_point import Box

Point = tuple[sp.Expr, ...]
_DEGREE = 12
_TERMS = 40


def solve(cost: Cost, box: Box) -> list[Point] | None:
    """Return all real points in the box where the gradient vanishes, exact, or None for other shapes.

    >>> solve(Cost.parse("x**4 - 2*x**2"), ((-3, 3),))
    [(-1,), (0,), (1,)]
    """
    if not cost.is_short or len(str(cost.expression)) > 200:
        return None
    partials = [sp.together(partial) for partial in cost.symbolic_gradient]
    numerators = [sp.numer(partial) for partial in partials]
    solutions = _one(cost, numerators[0]) if cost.dimension == 1 else _several(cost, numerators)
    if solutions is None:
        return None
    inside = [point for point in dict.fromkeys(solutions) if _is_inside(cost, point, box)]
    if not all(
        np.isfinite(cost.hessian([float(sp.re(sp.N(x, 30))) for x in point])).all() for point in inside
    ):
        return None  # not a place where the cost is smooth
    return sorted(inside, key=lambda point: [float(x) for x in point])


def _one(cost: Cost, numerator: sp.Expr) -> list[Point] | None:
    (variable,) = cost.variables
    if not numerator.is_polynomial(variable):
        return None
    polynomial = sp.Poly(numerator, variable)
    if polynomial.domain not in (sp.ZZ, sp.QQ) or polynomial.degree() > _DEGREE:
        return None
    return [(cast(sp.Expr, root),) for root in polynomial.real_roots()]


def _several(cost: Cost, numerators: list[sp.Expr]) -> list[Point] | None:
    if not all(numerator.is_polynomial(*cost.variables) for numerator in numerators):
        return None
    polynomials = [sp.Poly(numerator, *cost.variables) for numerator in numerators]
    if any(polynomial.total_degree() > 1 for polynomial in polynomials):
        return None
    solutions = sp.linsolve(numerators, *cost.variables)
    points = [cast(Point, tuple(cast(sp.Tuple, point))) for point in solutions]
    return None if any(x.free_symbols for point in points for x in point) else points


def _is_inside(cost: Cost, point: Point, box: Box) -> bool:
    places = [sp.N(x, 30) for x in point]
    if any(abs(sp.im(place)) > 1e-20 for place in places):
        return False
    numbers = [float(sp.re(place)) for place in places]
    edges = zip(numbers, box, strict=True)
    return all(low <= x <= high for x, (low, high) in edges) and bool(cost.value(numbers) < float("inf"))
