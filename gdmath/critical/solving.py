"""Solving grad C = 0 exactly, for shapes that are known to be quick: the shape bounds the work."""

from collections.abc import Iterable
from typing import Any, cast

import mpmath as mp
import numpy as np
import sympy as sp

from gdmath.arrays import Floats
from gdmath.cost import Cost
from gdmath.critical.critical_point import Box

_PARTS = 150  # of an expression that is solved
_DEGREE = 30  # of a polynomial of one variable
_BITS = 400  # of a coefficient
_MULTIPLE = 6  # of an angle, as in sin(6*x)
_PRODUCT = 16  # of the degrees of both partial derivatives
_DIGITS = 60
_ROOTS = 400  # in the interval, of a sine


def solve_line(cost: Cost, box: Box) -> list[sp.Expr] | None:
    """Return all roots of C' in the interval, exact, of a cost of one variable; None for other shapes.

    C' is a product, each factor of which is a polynomial in x, in exp(a x), in log(a x), or in sines and
    cosines of multiples of one angle a x + b, with coefficients that are fractions.

    >>> solve_line(Cost.parse("x**4 - 2*x**2"), ((-3, 3),))
    [-1, 0, 1]
    >>> solve_line(Cost.parse("sin(x)"), ((0, 5),))
    [pi/2, 3*pi/2]
    """
    (variable,), ((low, high),) = cost.variables, box
    if not cost.is_short or not _is_small(cost.expression):
        return None
    slope = sp.numer(sp.together(cost.symbolic_gradient[0]))
    if not _is_small(slope):
        return None
    if not slope.is_polynomial(variable):
        slope = sp.factor_terms(sp.factor(slope)) if _most_power(slope) <= 12 else slope
    roots: list[sp.Expr] = []
    for factor in sp.Mul.make_args(slope):
        found = _factor_roots(_bare(factor), variable, low, high)
        if found is None:
            return None
        roots += found
    places = {root: sp.N(root, 30) for root in dict.fromkeys(roots)}
    inside = [root for root, place in places.items() if low <= place <= high and _is_smooth(cost, place)]
    return sorted(inside, key=lambda root: places[root])


def _is_small(expression: sp.Expr) -> bool:
    return sum(1 for _ in zip(sp.preorder_traversal(expression), range(_PARTS), strict=False)) < _PARTS


def _is_smooth(cost: Cost, place: sp.Expr) -> bool:
    return bool(np.isfinite(cost.hessian([float(place)])).all())


def _most_power(expression: sp.Expr) -> float:
    return max((abs(float(n)) for n in expression.atoms(sp.Number)), default=0.0)


def _bare(factor: sp.Expr) -> sp.Expr:
    """A factor without its power and its sign."""
    while factor.is_Pow and factor.args[1].is_positive and not factor.args[1].free_symbols:
        factor = cast(sp.Expr, factor.args[0])
    return factor


def _factor_roots(factor: sp.Expr, x: sp.Symbol, low: float, high: float) -> list[sp.Expr] | None:
    if x not in factor.free_symbols or isinstance(factor, sp.exp):
        return []
    polynomial = _polynomial(factor, x)
    if polynomial is not None:
        return [cast(sp.Expr, root) for root in polynomial.real_roots()]
    inner = {part for part in factor.atoms(sp.Function) if x in part.free_symbols}
    if inner and all(isinstance(part, sp.exp) for part in inner):
        return _exponential_roots(factor, x, inner)
    if inner and all(isinstance(part, sp.sin | sp.cos) for part in inner):
        return _circular_roots(factor, x, inner, low, high)
    if len(inner) == 1 and isinstance(part := inner.pop(), sp.log):
        return _logarithmic_roots(factor, x, part)
    return None


def _polynomial(expression: Any, x: sp.Symbol) -> Any | None:
    """The expression as a polynomial whose real roots are quickly found, or None."""
    if not expression.is_polynomial(x) or _most_power(expression) > 2**_BITS:
        return None
    powers = [int(part.args[1]) for part in expression.atoms(sp.Pow) if part.args[1].is_Integer]
    if max(powers, default=1) > _DEGREE:
        return None
    polynomial: Any = sp.Poly(expression, x)
    fits = polynomial.domain in (sp.ZZ, sp.QQ) and polynomial.degree() <= _DEGREE
    return polynomial if fits and all(_bits(c) <= _BITS for c in polynomial.coeffs()) else None


def _bits(number: sp.Expr) -> int:
    return max(number.p.bit_length(), number.q.bit_length()) if isinstance(number, sp.Rational) else 0


def _linear(argument: sp.Basic, x: sp.Symbol) -> tuple[sp.Expr, sp.Expr] | None:
    """The slope a and the rest b of a x + b."""
    expression = cast(sp.Expr, argument)
    slope = sp.diff(expression, x)
    if x in slope.free_symbols or not slope:
        return None
    return slope, cast(sp.Expr, sp.expand(expression - slope * x))


def _multiples(slopes: Iterable[sp.Expr]) -> tuple[sp.Expr, list[int]] | None:
    """The greatest number of which all slopes are whole multiples, and these."""
    slopes = list(slopes)
    ratios = [sp.nsimplify(slope / slopes[0]) if slope != slopes[0] else sp.Integer(1) for slope in slopes]
    if not all(isinstance(ratio, sp.Rational) for ratio in ratios):
        return None
    share = sp.gcd([sp.Rational(ratio) for ratio in ratios])
    return cast(sp.Expr, slopes[0] * share), [int(ratio / share) for ratio in ratios]


def _exponential_roots(factor: sp.Expr, x: sp.Symbol, inner: set[Any]) -> list[sp.Expr] | None:
    parts = sorted(inner, key=str)
    linear = [_linear(part.args[0], x) for part in parts]
    if any(entry is None or entry[1] != 0 for entry in linear):
        return None
    multiples = _multiples(entry[0] for entry in linear if entry is not None)
    if multiples is None or max(map(abs, multiples[1])) > _DEGREE:
        return None
    t = sp.Dummy("t", positive=True)
    powers = {part: t**k for part, k in zip(parts, multiples[1], strict=True)}
    polynomial = _polynomial(sp.numer(sp.together(factor.xreplace(powers))), cast(sp.Symbol, t))
    if polynomial is None:
        return None
    return [cast(sp.Expr, sp.log(root) / multiples[0]) for root in polynomial.real_roots() if root > 0]


def _logarithmic_roots(factor: sp.Expr, x: sp.Symbol, part: sp.Expr) -> list[sp.Expr] | None:
    linear = _linear(part.args[0], x)
    t = sp.Dummy("t", real=True)
    polynomial = _polynomial(factor.xreplace({part: t}), cast(sp.Symbol, t))
    if linear is None or polynomial is None:
        return None
    return [cast(sp.Expr, (sp.exp(root) - linear[1]) / linear[0]) for root in polynomial.real_roots()]


def _circular_roots(
    factor: sp.Expr, x: sp.Symbol, inner: set[Any], low: float, high: float
) -> list[sp.Expr] | None:
    """The roots of a polynomial in sines and cosines of multiples of an angle u, by t = tan(u/2)."""
    parts = sorted(inner, key=str)
    linear = [_linear(part.args[0], x) for part in parts]
    known = [entry for entry in linear if entry is not None]
    multiples = _multiples(entry[0] for entry in known) if len(known) == len(parts) else None
    if multiples is None or max(map(abs, multiples[1])) > _MULTIPLE:
        return None
    rate, times = multiples
    shift = known[0][1] / times[0]
    if any(sp.expand(entry[1] - n * shift) != 0 for entry, n in zip(known, times, strict=True)):
        return None
    t, u = sp.Dummy("t", real=True), sp.Dummy("u", real=True)
    sine, cosine = 2 * t / (1 + t**2), (1 - t**2) / (1 + t**2)
    turned = {part: sp.expand_trig(part.func(n * u)) for part, n in zip(parts, times, strict=True)}
    shape = factor.xreplace(turned)
    shape = shape.xreplace({sp.sin(u): sine, sp.cos(u): cosine})
    polynomial = _polynomial(sp.numer(sp.together(shape)), cast(sp.Symbol, t))
    if polynomial is None or polynomial.is_zero:
        return None
    angles = [2 * sp.atan(root) for root in polynomial.real_roots()]
    if sp.expand(factor.xreplace(turned).xreplace({sp.sin(u): 0, sp.cos(u): -1})) == 0:
        angles.append(sp.pi)
    return _turns(
        [cast(sp.Expr, (angle - shift) / rate) for angle in angles], 2 * sp.pi / abs(rate), low, high
    )


def _turns(roots: list[sp.Expr], period: sp.Expr, low: float, high: float) -> list[sp.Expr] | None:
    length = float(period)
    if len(roots) * (high - low) / length > _ROOTS:
        return None
    found = []
    for root in roots:
        place = float(root)
        first, last = np.floor((low - place) / length), np.ceil((high - place) / length)
        found += [cast(sp.Expr, root + k * period) for k in range(int(first), int(last) + 1)]
    return found


def solve_plane(cost: Cost, box: Box) -> Floats | None:
    """Return all points in the box where the gradient of a polynomial of two variables vanishes: (k, 2).

    By the resultant of both partial derivatives, whose real roots sympy isolates; None for other costs, for
    long or high ones, and where the partial derivatives have a curve in common.

    >>> solve_plane(Cost.parse("x**3 + y**3 - 3*x*y"), ((-2, 2), (-2, 2))).tolist()
    [[0.0, 0.0], [1.0, 1.0]]
    """
    x, y = cost.variables
    if not cost.is_short or not _is_small(cost.expression) or not cost.expression.is_polynomial(x, y):
        return None
    powers = [int(part.args[1]) for part in cost.expression.atoms(sp.Pow) if part.args[1].is_Integer]
    if max(powers, default=1) > _DEGREE:
        return None
    whole: Any = sp.Poly(cost.expression, x, y)
    first, second = whole.diff(x), whole.diff(y)
    if whole.domain not in (sp.ZZ, sp.QQ) or first.is_zero or second.is_zero:
        return None
    if first.total_degree() * second.total_degree() > _PRODUCT:
        return None
    across = [
        _places(sp.resultant(first.as_expr(), second.as_expr(), other), own)
        for own, other in ((x, y), (y, x))
    ]
    if across[0] is None or across[1] is None:
        return None
    with mp.workdps(_DIGITS):
        points = [
            [float(a), float(b)]
            for a in across[0]
            for b in across[1]
            if _vanishes(first, a, b) and _vanishes(second, a, b)
        ]
    low, high = np.array(box, dtype=float).T
    inside = np.array(sorted(points)).reshape(-1, 2) + 0.0
    return inside[((inside >= low) & (inside <= high)).all(axis=1)]


def _places(eliminated: Any, variable: sp.Symbol) -> list[Any] | None:
    """The real roots of a polynomial to _DIGITS digits, or None for 0 or one that is too long."""
    polynomial: Any = sp.Poly(eliminated, variable)
    if polynomial.is_zero:
        return None
    polynomial = polynomial.sqf_part()
    if polynomial.degree() > _DEGREE or not all(_bits(c) <= _BITS for c in polynomial.coeffs()):
        return None
    with mp.workdps(2 * _DIGITS):
        coefficients = [mp.mpf(c.p) / c.q for c in polynomial.all_coeffs()]
        return [_refined(coefficients, *map(sp.Rational, ends)) for ends, _ in polynomial.intervals()]


def _refined(coefficients: list[Any], low: Any, high: Any) -> Any:
    """The one root between low and high, a simple one."""
    a, b = mp.mpf(low.p) / low.q, mp.mpf(high.p) / high.q
    if a == b:
        return a
    value, slope = mp.polyval(coefficients, a, derivative=True)
    begin = mp.sign(value or slope)  # the ends of an interval may be roots themselves
    for _ in range(40):
        middle = (a + b) / 2
        a, b = (middle, b) if mp.sign(mp.polyval(coefficients, middle)) == begin else (a, middle)
    root = (a + b) / 2
    for _ in range(10):
        value, slope = mp.polyval(coefficients, root, derivative=True)
        root -= value / slope
    return root


def _vanishes(polynomial: Any, a: Any, b: Any) -> bool:
    terms = [mp.mpf(c.p) / c.q * a**i * b**j for (i, j), c in polynomial.terms()]
    return bool(abs(sum(terms)) <= mp.mpf(10) ** (-_DIGITS // 2) * sum(map(abs, terms)))
