"""Minima and maxima at kinks, tips, holes and edges of several variables, from where searches have ended."""

from itertools import product

import numpy as np
from scipy.optimize import minimize

from gdmath.arrays import Floats
from gdmath.critical.continua import curve_point, follow
from gdmath.critical.creases import Creases
from gdmath.critical.critical_point import Kind, Site
from gdmath.critical.explored import Explored
from gdmath.critical.searching import distinct

_SPREAD, _SITES = 12, 4  # places of the box, and sites, from which level creases are looked for
_JUDGED = 24  # places that are judged


def find_rough(found: Explored, ends: Floats, *, low: bool) -> None:
    """Add the extrema among the ends of the searches for low places that are no smooth points."""
    search = found.search
    creases = Creases(search.source, search.cost, search.width)
    inside = ((ends > search.low) & (ends < search.high)).all(axis=1)
    ends = distinct(np.vstack([_creased(found, creases), ends[inside]]), search.width, 1e-3)
    judged = found.judged
    for theta in ends[np.argsort(search.cost.value(ends))[:: 1 if low else -1]]:
        if found.is_known(theta, 1e-3):
            continue
        if found.judged >= judged + _JUDGED:
            break
        place = _settled(found, creases, theta)
        if place is None or not search.holds(place[None])[0] or found.is_known(place):
            continue
        if _slopes_along(found, creases, place, 1.0 if low else -1.0):
            continue
        before = len(found.points)
        found.judge(place)
        if len(found.points) > before:
            _lengthen(found, creases)


def _creased(found: Explored, creases: Creases) -> Floats:
    """Places on each site, spread over the box, along which the cost is level: such as a curve of minima."""
    search = found.search
    if search.dimension != 2:
        return np.empty((0, search.dimension))
    some = search.grid[:: max(1, len(search.grid) // _SPREAD)]
    places = [creases.on_sites((site,), theta) for site in creases.sites[:_SITES] for theta in some]
    kept = [place for place in places if place is not None and search.holds(place[None])[0]]
    level = [p for p in kept if not any(_slopes_along(found, creases, p, sign) for sign in (1.0, -1.0))]
    return np.array(level).reshape(-1, 2)


def _settled(found: Explored, creases: Creases, theta: Floats) -> Floats | None:
    """The extremum near the end of a search: on sites, or where the simplex method comes to rest."""
    cost, width = found.search.cost, found.search.width
    options = creases.settled(theta)
    if not options:
        return None if creases.sites else _by_simplex(found, theta)
    values = np.array([_beside(found, place) for place in options])
    here = float(cost.value(theta))
    low = float(cost.value(theta + 1e-3 * width)) > here  # whether theta is low, and not high
    values = np.where(np.isfinite(values), values if low else -values, np.inf)
    if not np.isfinite(values).any():
        return None
    # Of those that are as low, the one on most sites.
    return options[int((values <= values.min() + 1e-9 * found.search.variation).argmax())]


def _slopes_along(found: Explored, creases: Creases, place: Floats, sign: float) -> bool:
    """Whether the cost falls along the one site on which a place is, or rises, if so signed."""
    on = [site for site in creases.sites if creases.distance(site, place) <= 1e-12]
    if len(place) != 2 or len(on) != 1:
        return False
    width, slack = found.search.width, 1e-8 * found.search.variation
    slope = on[0].gradient(place) * width
    along = width * np.array([-slope[1], slope[0]]) / max(float(np.linalg.norm(slope)), 1e-300)
    for step in (1e-2, 1e-3, -1e-3, -1e-2):
        there = creases.on_sites((on[0],), place + step * along)
        if there is not None and sign * (_beside(found, there) - _beside(found, place)) < -slack:
            return True
    return False


def _beside(found: Explored, theta: Floats) -> float:
    """The cost at a place, or next to it where it is not defined."""
    value = float(found.search.cost.value(theta))
    if np.isfinite(value):
        return value
    turns = np.array(list(product((-1.0, 0.0, 1.0), repeat=min(len(theta), 3))))
    turns = np.pad(turns, ((0, 0), (0, len(theta) - turns.shape[1])))
    beside = found.search.cost.value(theta + 4e-16 * np.maximum(np.abs(theta), found.search.width) * turns)
    beside = beside[np.isfinite(beside)]
    return float(beside.min()) if len(beside) else np.nan


def _by_simplex(found: Explored, theta: Floats) -> Floats:
    """By the simplex method of J. A. Nelder and R. Mead, 1965, doi:10.1093/comjnl/7.4.308, twice."""
    cost, width = found.search.cost, found.search.width

    def value(place: Floats) -> float:
        return float(np.nan_to_num(cost.value(place), nan=np.inf))

    for size in (1e-3, 1e-5):
        simplex = theta + size * width * np.vstack([np.zeros(len(theta)), np.eye(len(theta))])
        options = {"initial_simplex": simplex, "xatol": 1e-13 * width.min(), "fatol": 0, "maxfev": 250}
        with np.errstate(all="ignore"):
            theta = minimize(value, theta, method="Nelder-Mead", options=options).x
    return theta


def _lengthen(found: Explored, creases: Creases) -> None:
    """Make the point that was added last a curve, if it is level along the site that it is on."""
    point, search = found.points[-1], found.search
    if search.dimension != 2 or point.site is Site.SMOOTH:
        return
    theta = np.array(point.theta)
    on = [site for site in creases.sites if creases.distance(site, theta) <= 1e-12]
    if len(on) != 1:
        return
    active = (on[0],)
    slack = (1e-6 if point.site is Site.EDGE else 1e-14) * max(search.variation, abs(point.value))

    def project(guess: Floats) -> Floats | None:
        place = creases.on_sites(active, guess)
        return place if place is not None and abs(_beside(found, place) - point.value) <= slack else None

    def tangent(place: Floats) -> Floats | None:
        slope = active[0].gradient(place) * search.width
        size = float(np.linalg.norm(slope))
        return np.array([-slope[1], slope[0]]) / size if size > 0 and np.isfinite(size) else None

    curve = follow(search, theta, project, tangent)
    if curve is not None:
        sign = 1 if point.kind is Kind.MINIMUM else -1
        found.points[-1] = curve_point(search, curve.places, sign, curve.closed, point.value, point.site)
        found.points = [
            other
            for other in found.points
            if not (other.isolated and curve.is_near(np.array(other.theta), search.width))
            or abs(other.value - point.value) > 1e-6 * search.variation
        ]
