"""Where a cost is level: critical points in a box, and of which kind each is."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import sympy as sp

from gdmath.arrays import Floats
from gdmath.cost import Cost
from gdmath.critical.critical_point import (
    Box,
    CriticalPoint,
    CriticalPoints,
    Extent,
    Kind,
    Method,
    Site,
    from_the_lowest,
)
from gdmath.critical.exploring import explore
from gdmath.critical.quadratic import solve_quadratic
from gdmath.critical.scanning import scan
from gdmath.critical.searching import Search
from gdmath.critical.solving import solve_line, solve_plane
from gdmath.objective import Objective

__all__ = ["CriticalPoint", "CriticalPoints", "Extent", "Kind", "Method", "Site", "critical_points"]

_WIDEST = 1e100
_VALUED = 1000  # points whose values are computed to the last digits
_FACE = 400  # places on each edge of the box


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
    search = Search(cost, checked)
    found = solve_quadratic(cost, checked)
    if found is None:
        found = _on_a_line(search) if cost.dimension == 1 else _in_space(search)
    return _with_lower(search, replace(found, points=_valued(cost, found.points)))


def _valued(cost: Objective, points: tuple[CriticalPoint, ...]) -> tuple[CriticalPoint, ...]:
    """Return the points with values to the last digits, from the lowest."""
    better = list(points)
    for k, point in enumerate(points[:_VALUED]):
        value = float(cost.value(point.theta)) if point.isolated else np.nan
        if np.isfinite(value):
            better[k] = replace(point, value=value)
    return from_the_lowest(better)


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


def _on_a_line(search: Search) -> CriticalPoints:
    """The critical points of one variable."""
    cost, ((low, high),) = search.source, search.box
    exact = solve_line(cost, search.box) if isinstance(cost, Cost) and cost.is_smooth else None
    places = [float(sp.N(root, 30)) for root in exact or ()]
    found = scan(cost, low, high, search.count, places)
    points = from_the_lowest(found.points)
    if exact is None:
        return CriticalPoints(
            points, search.box, Method.SEARCHED, _searched(search), bottomless=found.bottomless
        )
    points = tuple(_with_exact(point, places, exact) for point in points)
    solved = all(point.exact or point.site is not Site.SMOOTH for point in points)
    method = Method.SYMBOLIC if solved else Method.SEARCHED
    note = "all of them, solved symbolically" if solved else _searched(search)
    return CriticalPoints(points, search.box, method, note, bottomless=found.bottomless)


def _with_exact(point: CriticalPoint, places: Sequence[float], exact: Sequence[sp.Expr]) -> CriticalPoint:
    for place, root in zip(places, exact, strict=True):
        if point.isolated and abs(point.theta[0] - place) <= 1e-12 * max(abs(place), 1e-300):
            return replace(point, exact=(root,))
    return point


def _in_space(search: Search) -> CriticalPoints:
    """The critical points of two variables or more."""
    cost = search.source
    known = solve_plane(cost, search.box) if isinstance(cost, Cost) and cost.dimension == 2 else None
    found = explore(search, known)
    points = from_the_lowest(found.points)
    method = Method.SEARCHED if known is None else Method.SYMBOLIC
    note = _searched(search) if known is None else "all of them, solved symbolically"
    return CriticalPoints(points, search.box, method, note, bottomless=found.bottomless)


def _searched(search: Search) -> str:
    return f"not solved symbolically; searched for from {search.count} places, there may be more"


def _with_lower(search: Search, found: CriticalPoints) -> CriticalPoints:
    """Add a place that is lower than all minima, on the edge of the box or within, if there is one."""
    if found.bottomless:
        return replace(found, note=f"{found.note}; the cost falls without bound, at a pole")
    places = np.vstack([_edges(search), search.grid])
    with np.errstate(all="ignore"):
        values = np.nan_to_num(search.cost.value(places), nan=np.inf, posinf=np.inf)
    best = int(values.argmin())
    lowest, place = float(values[best]), places[best]
    least = min((point.value for point in found.minima), default=np.inf)
    size = max((abs(point.value) for point in found.points), default=0.0)
    on_edge = bool(((place == search.low) | (place == search.high)).any())
    slack = max(1e-9 * abs(least), 1e-12 * size) if np.isfinite(least) else 0.0
    if not lowest < least - slack or not np.isfinite(lowest):
        return found
    if not on_edge and least == np.inf:
        return found
    where = "at the edge of the box" if on_edge else "elsewhere in the box"
    note = f"{found.note}; the cost is lower {where}, {lowest:.6g}"
    return replace(found, note=note, lower=tuple(place.tolist()), lower_value=lowest)


def _edges(search: Search) -> Floats:
    """Places on all edges of the box."""
    d = search.dimension
    if d == 1:
        return np.array([search.low, search.high])
    count = min(_FACE, max(1, search.count // (2 * d)))
    shares = np.random.default_rng(0).uniform(size=(2 * d, count, d))
    if d == 2:
        shares[:] = np.linspace(0, 1, count)[:, None]
    for face in range(2 * d):
        shares[face, :, face // 2] = face % 2
    places = search.low + search.width * shares.reshape(-1, d)
    on_high = shares.reshape(-1, d) == 1.0
    return np.where(on_high, search.high, places)
