"""Solving grad C = 0 symbolically, in a process of its own that is stopped when it takes too long."""

import os
import pickle
import subprocess
import sys
from pathlib import Path
from typing import cast

import numpy as np
import sympy as sp

from gdmath.cost import Cost

_HOME = str(Path(__file__).resolve().parents[1])  # not the working folder, whose files may have any name
Box = tuple[tuple[float, float], ...]
Point = tuple[sp.Expr, ...]


def solve_gradient(cost: Cost, box: Box, seconds: float) -> list[Point] | None:
    """Return all real points in the box where the gradient vanishes, exact, or None if sympy can't in time.

    Only methods that give every solution are asked: real roots of polynomials and solution sets for one
    variable, linear and zero-dimensional polynomial systems for several.

    >>> solve_gradient(Cost.parse("x**4 - 2*x**2"), ((-3, 3),), 30)
    [(-1,), (0,), (1,)]
    """
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-m", "gdmath.solving"],
            input=pickle.dumps((cost.expression, cost.variables, box)),
            capture_output=True,
            timeout=min(seconds, 1e6),
            check=False,
            env={
                **os.environ,
                "PYTHONPATH": os.pathsep.join(filter(None, [_HOME, os.environ.get("PYTHONPATH")])),
            },
        )
    except subprocess.TimeoutExpired:
        return None
    return pickle.loads(done.stdout) if done.returncode == 0 and done.stdout else None


def solve(cost: Cost, box: Box) -> list[Point] | None:
    """What `solve_gradient` does, without a bound on time."""
    partials = [sp.together(partial) for partial in cost.symbolic_gradient]
    numerators = [sp.numer(partial) for partial in partials]
    solutions = _one(cost, numerators[0], box) if cost.dimension == 1 else _several(cost, numerators)
    if solutions is None:
        return None
    inside = [point for point in dict.fromkeys(solutions) if _is_inside(cost, point, box)]
    if not all(
        np.isfinite(cost.hessian([float(sp.re(sp.N(x, 30))) for x in point])).all() for point in inside
    ):
        return None  # not a place where the cost is smooth
    return sorted(inside, key=lambda point: [float(x) for x in point])


def _one(cost: Cost, numerator: sp.Expr, box: Box) -> list[Point] | None:
    (variable,) = cost.variables
    if numerator.is_polynomial(variable) and sp.Poly(numerator, variable).domain in (sp.ZZ, sp.QQ):
        return [(cast(sp.Expr, root),) for root in sp.Poly(numerator, variable).real_roots()]
    low, high = (sp.Rational(str(bound)) for bound in box[0])
    solutions = sp.solveset(numerator, variable, sp.Interval(low, high))
    if solutions is sp.S.EmptySet:
        return []
    return [(cast(sp.Expr, root),) for root in solutions] if isinstance(solutions, sp.FiniteSet) else None


def _several(cost: Cost, numerators: list[sp.Expr]) -> list[Point] | None:
    if not all(numerator.is_polynomial(*cost.variables) for numerator in numerators):
        return None
    polynomials = [sp.Poly(numerator, *cost.variables) for numerator in numerators]
    if all(polynomial.total_degree() <= 1 for polynomial in polynomials):
        solutions = sp.linsolve(numerators, *cost.variables)
        points = [cast(Point, tuple(cast(sp.Tuple, point))) for point in solutions]
        return None if any(x.free_symbols for point in points for x in point) else points
    if not all(polynomial.domain in (sp.ZZ, sp.QQ) for polynomial in polynomials):
        return None
    return sp.solve_poly_system([p for p in polynomials if not p.is_zero], *cost.variables) or []


def _is_inside(cost: Cost, point: Point, box: Box) -> bool:
    places = [sp.N(x, 30) for x in point]
    if any(abs(sp.im(place)) > 1e-20 for place in places):
        return False
    numbers = [float(sp.re(place)) for place in places]
    edges = zip(numbers, box, strict=True)
    return all(low <= x <= high for x, (low, high) in edges) and bool(cost.value(numbers) < float("inf"))


if __name__ == "__main__":
    expression, variables, domain = pickle.loads(sys.stdin.buffer.read())
    try:
        answer = solve(Cost(expression, variables), domain)
    except Exception:  # whatever sympy can't do, it says in its own way
        sys.exit(1)
    sys.stdout.buffer.write(pickle.dumps(answer))
