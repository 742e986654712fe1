"""Where a cost is level: critical points in a box, and of which kind each is."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import sympy as sp
from numpy.typing import NDArray

from gdmath.arrays import Floats
from gdmath.cost import Cost
from gdmath.critical_point import (
    Box,
    CriticalPoint,
    CriticalPoints,
    Extent,
    Kind,
    Method,
    Site,
    from_the_lowest,
)
from gdmath.objective import Objective
from gdmath.searching import (
    STARTS,
    Around,
    around,
    corners,
    distinct,
    grid,
    level_places,
    low_places,
    polished,
    variation,
)
from gdmath.solving import solve

__all__ = ["CriticalPoint", "CriticalPoints", "Extent", "Kind", "Method", "Site", "critical_points"]

_CONTINUUM = 64  # more degenerate points than this are a line or a surface of them
_CREASE = 16  # more kinks than this lie on a line
_WIDEST = 1e100


@np.errstate(over="ignore", divide="ignore", invalid="ignore")  # what overflows is inf, and far
def critical_points(cost: Objective, box: Sequence[tuple[float, float]]) -> CriticalPoints:
    """Return the critical points in a box of d intervals (low, high), and of which kind each is.

    Solved where the cost has a shape that is quickly solved as a whole; else searched for, which may miss
    some, and `note` says so. The work is bounded, whatever the cost, and the answer depends on nothing else.

    Raises ValueError for a box that does not fit the cost or is empty.

    >>> found = critical_points(Cost.parse("x**4 - 2*x**2"), [(-3, 3)])
    >>> [(point.theta, point.kind.value) for point in found.points]
    [((-1.0,), 'minimum'), ((1.0,), 'minimum'), ((0.0,), 'maximum')]
    >>> found.method.value, found.complete
    ('solved symbolically', True)
    """
    checked = _box(cost, box)
    low = low_places(cost, checked)
    level = level_places(cost, checked, np.vstack([grid(checked), low]))
    exact = solve(cost, checked) if isinstance(cost, Cost) and cost.is_smooth else None
    if not isinstance(cost, Cost) or exact is None or _misses(cost, exact, level, checked):
        points, note = _searched(cost, checked, level, low)
        method = Method.SEARCHED
    else:
        points = [_classified_exactly(cost, point, checked) for point in exact]
        method, note = Method.SYMBOLIC, "all of them, solved symbolically"
    flat = [point for point in points if point.eigenvalues and min(map(abs, point.eigenvalues)) <= 1e-7]
    if len(flat) > _CONTINUUM:
        places = tuple(point.theta for point in flat)
        points = [point for point in points if point not in flat]
        points.append(replace(flat[0], extent=Extent.CURVE, places=places))
        note += "; so many degenerate ones are samples of a line or a surface of them"
    found = CriticalPoints(from_the_lowest(points), checked, method, note)
    return _edge(cost, checked, found)


def _searched(cost: Objective, box: Box, level: list[Floats], low: Floats) -> tuple[list[CriticalPoint], str]:
    """Return the critical points that were found by Newton's method, and the minima that it can't find."""
    usual = _usual_curvature(cost, box)
    classified = (_classified(cost, theta, box, usual) for theta in _sampled(cost, level, usual))
    points = [point for point in classified if point is not None]
    others = _valleys(cost, box, level, low)
    kinks = [point for point in others if point.site is Site.KINK]
    points += [point for point in others if point.site is not Site.KINK]
    note = f"not solved symbolically; found by Newton's method from {STARTS} places, there may be more"
    if len(kinks) <= _CREASE:
        return points + kinks, note
    places = tuple(point.theta for point in kinks)
    points.append(replace(kinks[0], extent=Extent.CURVE, places=places))
    return points, f"{note}; the kinks are a crease, of which the lowest place that was found is listed"


def _box(cost: Objective, box: Sequence[tuple[float, float]]) -> Box:
    checked = tuple((float(low), float(high)) for low, high in box)
    if len(checked) != cost.dimension:
        raise ValueError(f"the box has {len(checked)} interval(s); this cost needs {cost.dimension}")
    for low, high in checked:
        if not low < high:
            raise ValueError(f"the interval {low:g}, {high:g} is empty; give the lower bound first")
        if not max(-low, high) <= _WIDEST:
            raise ValueError(f"the interval {low:g}, {high:g} is too wide; keep within {_WIDEST:g}")
        if high - low < max(1 / _WIDEST, 1e-9 * max(abs(low), abs(high))):
            raise ValueError(f"the interval {low:g}, {high:g} is too narrow; give one that can be searched")
    return checked


def _misses(cost: Objective, exact: list[tuple[sp.Expr, ...]], level: list[Floats], box: Box) -> bool:
    """Whether Newton's method has found a point that the solver has not; flat ones it takes for points."""
    low, high = corners(box)
    places = [np.array([float(x) for x in point]) for point in exact]
    for theta in level:
        numbers = np.abs(np.linalg.eigvalsh(cost.hessian(theta)))
        known = any((np.abs((theta - place) / (high - low)) <= 1e-4).all() for place in places)
        if not known and numbers.min() > 1e-6 * numbers.max():
            return True
    return False


def _classified_exactly(cost: Cost, point: tuple[sp.Expr, ...], box: Box) -> CriticalPoint:
    """By the eigenvalues of the Hessian at 50 digits."""
    digits = 50
    at = {symbol: sp.re(sp.N(x, digits)) for symbol, x in zip(cost.variables, point, strict=True)}
    entries = [[sp.N(entry.xreplace(at), digits) for entry in row] for row in cost.symbolic_hessian]
    hessian = sp.Matrix(entries)
    largest = max(abs(entry) for row in entries for entry in row) or sp.Integer(1)
    theta = np.array([float(at[symbol]) for symbol in cost.variables])
    numbers = np.linalg.eigvalsh(np.array((hessian / largest).tolist(), dtype=float)) * float(largest)
    # Float eigenvalues are good to 1e-15 of the largest; the determinant at 50 digits tells zero from small.
    singular = abs(sp.N(hessian.det(), digits)) <= sp.Float("1e-30") * largest ** len(theta)
    return _point(cost, theta, numbers, bool(singular), box, point)


def _usual_curvature(cost: Objective, box: Box) -> float:
    """How much a cost curves that varies over the box as this one does."""
    low, high = corners(box)
    return variation(cost, box) / float((high - low).max()) ** 2


def _is_singular(eigenvalues: NDArray[Any], usual: float) -> NDArray[np.bool_]:
    size = np.abs(eigenvalues)
    return size.min(axis=-1) <= 1e-7 * np.maximum(size.max(axis=-1), usual)


def _sampled(cost: Objective, level: list[Floats], usual: float) -> list[Floats]:
    """The level places; of a line or a surface of degenerate ones, enough to see that there is one."""
    if len(level) <= _CONTINUUM:
        return level
    hessians = cost.hessian(np.array(level))
    sound = np.isfinite(hessians).all(axis=(1, 2))
    singular = np.zeros(len(level), bool)
    singular[sound] = _is_singular(np.linalg.eigvalsh(hessians[sound]), usual)
    some = np.linspace(0, singular.sum() - 1, min(_CONTINUUM + 1, singular.sum())).astype(int)
    kept = {*np.flatnonzero(~singular).tolist(), *np.flatnonzero(singular)[some].tolist()}
    return [level[k] for k in sorted(kept)]


def _classified(cost: Objective, theta: Floats, box: Box, usual: float) -> CriticalPoint | None:
    """By the Hessian, and by the values around where these say otherwise; None where the cost jumps."""
    beside = around(cost, theta, box)
    if beside is Around.TORN:
        return None
    hessian = cost.hessian(theta)
    if not np.isfinite(hessian).all():
        return _by_values(cost, theta, beside)
    numbers: Floats = np.asarray(np.linalg.eigvalsh(hessian), dtype=float)
    found = _point(cost, theta, numbers, bool(_is_singular(numbers, usual)), box, None)
    told = {Kind.MINIMUM: Around.HIGHER, Kind.MAXIMUM: Around.LOWER}
    return found if beside is told.get(found.kind, beside) else _by_values(cost, theta, beside)


def _by_values(cost: Objective, theta: Floats, beside: Around) -> CriticalPoint:
    """What a point is that has no Hessian, or one that next to a singularity is mere rounding."""
    return CriticalPoint(tuple(theta.tolist()), _value(cost, theta), _told(beside, len(theta)))


def _told(beside: Around, dimension: int) -> Kind:
    kinds = {Around.HIGHER: Kind.MINIMUM, Around.LOWER: Kind.MAXIMUM, Around.LEVEL: Kind.PLAIN}
    return kinds.get(beside, Kind.SADDLE if dimension > 1 else Kind.INFLECTION)


def _point(
    cost: Objective,
    theta: Floats,
    eigenvalues: Floats,
    singular: bool,
    box: Box,
    exact: tuple[sp.Expr, ...] | None,
) -> CriticalPoint:
    if singular:
        kind = _told(around(cost, theta, box), len(theta))
    elif eigenvalues.min() > 0:
        kind = Kind.MINIMUM
    else:
        kind = Kind.MAXIMUM if eigenvalues.max() < 0 else Kind.SADDLE
    numbers = tuple(eigenvalues.tolist())
    place, value = tuple(theta.tolist()), float(cost.value(theta))
    return CriticalPoint(place, value, kind, eigenvalues=numbers, exact=exact)


def _valleys(cost: Objective, box: Box, known: list[Floats], low: Floats) -> list[CriticalPoint]:
    """Return the minima among the low places that are not known: at kinks, and at holes of one point."""
    lower, upper = corners(box)
    width = upper - lower

    def is_new(theta: Floats) -> bool:
        return not any(
            (np.abs(theta - place) <= 1e-4 * width).all() or _is_one_floor(cost, theta, place)
            for place in known
        )

    places = [theta for theta in distinct(low, width) if is_new(theta)]
    if not places:
        return []
    steep = 1e-4 * variation(cost, box) / float(width.max())
    found = []
    for theta in polished(cost, box, np.array(places)):
        if is_new(theta) and around(cost, theta, box) is Around.HIGHER:
            point = _by_values(cost, theta, Around.HIGHER)
            if not _slope(cost, theta, width) <= steep:
                point = replace(point, site=Site.KINK)
            found.append(point)
    return sorted(found, key=lambda point: point.value)


def _is_one_floor(cost: Objective, theta: Floats, place: Floats) -> bool:
    """Whether two places are apart by less than can be told: between them, the cost differs by rounding."""
    values = cost.value(place + np.linspace(0, 1, 9)[:, None] * (theta - place))
    return bool(np.ptp(values) <= 8 * np.finfo(float).eps * np.abs(values).max())


def _slope(cost: Objective, point: Floats, width: Floats) -> float:
    """The largest gradient's norm just beside a point, nan where one is undefined."""
    beside = np.random.default_rng(0).uniform(-1, 1, (8, len(point)))
    return float(np.linalg.norm(cost.gradient(point + 1e-7 * width * beside), axis=1).max())


def _value(cost: Objective, theta: Floats) -> float:
    """The cost at a point, or just beside it where it has a hole of one point."""
    value = float(cost.value(theta))
    return value if value == value else float(cost.value(theta + 1e-9 * np.maximum(np.abs(theta), 1.0)))


def _edge(cost: Objective, box: Box, found: CriticalPoints) -> CriticalPoints:
    """Add where the cost is lower on the box's edge than at its minima."""
    low, high = corners(box)
    edge = np.random.default_rng(0).uniform(low, high, (4000, len(low)))
    for number, point in enumerate(edge):
        axis, end = divmod(number % (2 * len(low)), 2)
        point[axis] = (low, high)[end][axis]
    inside = cost.value(grid(box))
    values = np.nan_to_num(cost.value(edge), nan=np.inf, posinf=np.inf, neginf=np.inf)
    minima = [point.value for point in found.minima]
    least = min(minima) if minima else float(inside[np.isfinite(inside)].min(initial=np.inf))
    lowest = float(values.min())
    if not lowest < least - 1e-9 * abs(least):
        return found
    note = f"{found.note}; the cost is lower at the edge of the box, {lowest:.6g}"
    return replace(found, note=note, edge=tuple(edge[values.argmin()].tolist()), edge_value=lowest)
