"""Critical points of two variables or more: searched for in a box, and judged one by one."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import KDTree

from gdmath.arrays import Floats
from gdmath.cost import Cost
from gdmath.critical.continua import STEP, LevelCurve, areas
from gdmath.critical.creases import Creases
from gdmath.critical.critical_point import CriticalPoint, Extent, Kind
from gdmath.critical.explored import NEAR, Explored
from gdmath.critical.places import EPS, Places
from gdmath.critical.rough import find_rough
from gdmath.critical.searching import Search, distinct, level_places, low_places

_SINGULAR = 1e-6  # of the largest eigenvalue
_SOME = 200  # places from which the nearest curve is looked for
_MAIN = 0.999  # steps along the sharpest direction alone
_TRIED = 12  # degenerate places that are looked at
_SITE = 1e-6  # of the box's width: what is nearer to a kink or a hole is judged by values
_FULL = 4  # minima of large data that are looked at with all of them
_ROUNDING = 64
_CLOUD = 8  # places of one height that are a curve or a surface


def explore(search: Search, known: Floats | None = None) -> Explored:
    """Return the critical points of a cost in a box; `known` are all that are level, if solved."""
    found = Explored(search, Places(search.source, search.cost))
    lows, highs = low_places(search.light), low_places(search.light, -1.0)
    found.bottomless = bool(lows.bottomless.any())
    ends = np.vstack([lows.theta[~lows.bottomless], highs.theta[~highs.bottomless]])
    level = _level(search, ends) if known is None else known
    found.points += areas(search, found.places)
    rest, rough = _curved(found, level)
    _degenerate(found, rest)
    _prune(found)
    if not search.cost.is_smooth or _has_sites(search):
        find_rough(found, np.vstack([rough, lows.theta[~lows.bottomless]]), low=True)
        find_rough(found, highs.theta[~highs.bottomless], low=False)
    return found


def _has_sites(search: Search) -> bool:
    return bool(Creases(search.source, search.cost, search.width).sites) or type(search.source) is not Cost


def _level(search: Search, ends: Floats) -> Floats:
    """The places where the gradient vanishes, of all data."""
    small = search.light
    level = level_places(small, np.vstack([search.grid, ends]))
    # The nearest curves, of which Newton's method may run along to their end.
    some = np.vstack([ends, search.grid[:: max(1, len(search.grid) // _SOME)]])
    curves = level_places(small, some, _MAIN)
    curves = curves[np.flatnonzero(_are_singular(small, curves))]
    curves = curves[_are_level(small, curves)]
    level = distinct(np.vstack([level, curves]), search.width)
    if small is search or not len(level):
        return level
    lowest = np.argsort(small.cost.value(level))[:_FULL]
    return level_places(search, level[lowest])


def _are_singular(search: Search, level: Floats) -> NDArray[np.bool_]:
    """Where the Hessian is singular, but for rounding."""
    with np.errstate(all="ignore"):
        scaled = search.cost.hessian(level) * np.outer(search.width, search.width)
    sound = np.all(np.isfinite(scaled), axis=(1, 2), keepdims=True)
    size = np.abs(np.linalg.eigvalsh(np.where(sound, scaled, 0.0)))
    singular = size.min(axis=1, initial=np.inf) <= _SINGULAR * size.max(axis=1, initial=0.0)
    return np.logical_and(sound[:, 0, 0], singular)


def _are_level(search: Search, thetas: Floats) -> NDArray[np.bool_]:
    """Where the gradient vanishes as far as the last digit of the place allows."""
    with np.errstate(all="ignore"):
        gradient = np.abs(search.cost.gradient(thetas) * search.width).max(axis=1, initial=0.0)
        bend = np.abs(search.cost.hessian(thetas) * np.outer(search.width, search.width)).max(
            axis=(1, 2), initial=0.0
        )
    rounding = _ROUNDING * EPS * np.abs(thetas / search.width).max(axis=1, initial=0.0)
    return np.asarray(gradient <= bend * rounding + 1e-300)


def _curved(found: Explored, level: Floats) -> tuple[Floats, Floats]:
    """Add the points whose Hessian tells their kind; return those where it is singular, and the rest."""
    search = found.search
    level = level[[not found.is_known(theta) for theta in level]] if len(level) else level
    if not len(level):
        return level, level
    with np.errstate(all="ignore"):
        hessians = search.cost.hessian(level)
        scaled = hessians * np.outer(search.width, search.width)
    creases = Creases(search.source, search.cost, search.width)
    sound = np.isfinite(scaled).all(axis=(1, 2)) & search.cost.has_gradient(level)
    sound &= np.array(
        [all(creases.distance(site, theta) > _SITE for site in creases.sites) for theta in level]
    )
    numbers = np.linalg.eigvalsh(np.where(sound[:, None, None], scaled, 0.0))
    size = np.abs(numbers)
    sharp = size.min(axis=1) > _SINGULAR * size.max(axis=1)  # not where all are 0
    values = search.cost.value(level)
    for k in np.flatnonzero(sound & sharp):
        signs = np.sign(numbers[k])
        kind = Kind.MINIMUM if (signs > 0).all() else Kind.MAXIMUM if (signs < 0).all() else Kind.SADDLE
        eigenvalues = tuple(np.linalg.eigvalsh(hessians[k]).tolist())
        place = tuple(level[k].tolist())
        found.points.append(CriticalPoint(place, float(values[k]), kind, eigenvalues=eigenvalues))
    return level[sound & ~sharp], level[~sound]


def _degenerate(found: Explored, rest: Floats) -> None:
    """Add the places whose Hessian is singular: as curves, as clouds of one height, or one by one."""
    search = found.search
    flat = np.array([_has_no_tangent(search, theta) for theta in rest], bool)
    rest, clouds = rest[~flat], rest[flat]
    clouds = clouds[[not _is_underflow(found, theta) for theta in clouds]] if len(clouds) else clouds
    if not len(rest):
        rest, clouds = _clouds(found, clouds), clouds[:0]
    for _ in range(_TRIED):
        rest = rest[~_are_near(found, rest)]
        if not len(rest):
            rest, clouds = _clouds(found, clouds[~_are_near(found, clouds)]), clouds[:0]
        if not len(rest):
            break
        start, rest = rest[0], rest[1:]
        theta = found.places.polished(start, 1e-1 * float(search.width.min()))
        if found.is_known(theta) or not search.holds(theta[None])[0]:
            continue
        pieces = LevelCurve(search, found.places, theta).pieces() if search.dimension == 2 else []
        found.points += pieces
        if not pieces:
            found.judge(theta)
    if search.dimension == 2:
        _clouds(found, rest[~_are_near(found, rest)])
        _join(found)


def _are_near(found: Explored, thetas: Floats) -> NDArray[np.bool_]:
    """Which places (k, d) are points that are known, or on known curves."""
    known = np.zeros(len(thetas), bool)
    width = found.search.width
    for point in found.points:
        curve = point.extent is Extent.CURVE
        places = np.array(point.places if curve else [point.theta])
        near = KDTree(places / width).query(thetas / width, p=np.inf)[0]
        known |= near <= (1.1 * STEP if curve else NEAR)
    return known


def _clouds(found: Explored, rest: Floats) -> Floats:
    """Add many degenerate places of one height as one curve or surface; return the others."""
    search = found.search
    slack = 1e-9 * max(search.variation, 1e-300)
    left = []
    while len(rest):
        same = np.abs(search.cost.value(rest) - float(search.cost.value(rest[0]))) <= slack
        cloud, rest = rest[same], rest[~same]
        if len(cloud) < _CLOUD or not _is_spread(found, cloud):
            left += list(cloud)
            continue
        before = len(found.points)
        found.judge(cloud[0])
        if len(found.points) > before:
            point = found.points[-1]
            most = max(map(abs, point.eigenvalues), default=0.0)
            flat = sum(abs(number) <= _SINGULAR * most for number in point.eigenvalues)
            found.points[-1] = replace(
                point,
                extent=Extent.CURVE if flat == 1 else Extent.REGION,
                places=tuple(map(tuple, cloud.tolist())),
            )
    return np.array(left).reshape(-1, search.dimension)


def _is_spread(found: Explored, cloud: Floats) -> bool:
    """Whether places stay apart that are polished: those in a flat valley come together."""
    width = found.search.width
    some = cloud[[0, len(cloud) // 2, -1]]
    apart = np.ptp(some / width, axis=0).max()
    settled = np.array([found.places.polished(theta, 2 * float(width.max())) for theta in some])
    steep = [
        (found.places.steepness(a), found.places.steepness(b)) for a, b in zip(some, settled, strict=True)
    ]
    sure = _are_level(found.search, some) | np.array([after <= 1e-6 * before for before, after in steep])
    return bool(sure.all() and apart >= 0.1 and np.ptp(settled / width, axis=0).max() >= 0.5 * apart)


def _join(found: Explored) -> None:
    """Join degenerate points of two variables that are too many to be points: a curve without a tangent."""
    slack = 1e-9 * max(found.search.variation, 1e-300)
    loose = [p for p in found.points if p.isolated and p.eigenvalues and _is_flat(p)]
    for first in loose:
        same = [p for p in loose if p in found.points and abs(p.value - first.value) <= slack]
        same = [p for p in same if p.kind is first.kind]
        if len(same) >= _CLOUD:
            samples = tuple(p.theta for p in same)
            found.points = [p for p in found.points if p not in same]
            found.points.append(replace(first, extent=Extent.REGION, places=samples))


def _is_underflow(found: Explored, theta: Floats) -> bool:
    """Whether gradient and Hessian are zero for floats alone."""
    cost = found.search.cost
    return not (cost.gradient(theta).any() or cost.hessian(theta).any()) and not found.places.is_level(
        theta[None]
    )


def _has_no_tangent(search: Search, theta: Floats) -> bool:
    """Whether a curve through a place can't be followed: in space, or as the Hessian is zero."""
    if search.dimension > 2:
        return True
    hessian = search.cost.hessian(theta) * np.outer(search.width, search.width)
    return float(np.abs(hessian).max()) <= 1e-7 * search.variation


def _is_flat(point: CriticalPoint) -> bool:
    sizes = list(map(abs, point.eigenvalues))
    return min(sizes) <= _SINGULAR * max(sizes)


def _prune(found: Explored) -> None:
    """Take out the points that are but the ends of curves."""
    width = found.search.width
    curves = [p for p in found.points if p.extent is Extent.CURVE]
    slack = 1e-12 * max(found.search.variation, 1e-300)
    found.points = [
        point
        for point in found.points
        if not point.isolated
        or not any(
            abs(point.value - curve.value) <= slack
            and (np.abs(np.array(curve.places) - point.theta) <= 1e-3 * width).all(axis=1).any()
            for curve in curves
        )
    ]
