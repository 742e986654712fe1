"""At what a descent rests: the critical point by its end, and what it is by the values around it."""

import numpy as np
import sympy as sp

from gdmath.cost import Cost
from gdmath.critical.critical_point import CriticalPoint, Extent, Kind, Site
from gdmath.critical.polishing import polished
from gdmath.objective import Floats, Objective

_EPS = float(np.finfo(float).eps)
_NEAREST = 1e-7  # in units of 1 + |theta|, or of the way: how near around a point is looked
_FURTHEST = 10**-1.5  # in units of 1 + |theta|: and how far
_AFAR = np.geomspace(10**-1.25, 1e3, 18)  # and how far for the end of a level region
_CLEAR = 40  # times the noise: a difference that is no rounding
_LEVEL_TO = 1e-3  # a region that is level to this radius
_SINGULAR = 0.05  # and by a lower power than this, a pole or a jump
_STRAIGHT = 1.25  # a cost that grows by a lower power of the distance has a kink


def resting_place(cost: Objective, theta: Floats, reach: float) -> CriticalPoint | None:
    """Return the critical point within `reach` of theta (d,), or None where none is found there.

    It is found by Newton's method on grad C = 0, and its kind told by values on spheres around it, from the
    smallest on which these differ by more than rounding. None too where what it is can't be told.
    """
    point = polished(cost, theta, reach)
    if point is None:
        return _round_minimum(cost, theta, reach)
    return None if _is_too_level(cost, point) else classified(cost, point, 20 * reach)


def _round_minimum(cost: Objective, theta: Floats, reach: float) -> CriticalPoint | None:
    """The minimum at the same place in fewer digits, such as one without a Hessian, if there is one."""
    step = 10.0 ** np.floor(np.log10(1e-2 * reach))
    place = np.round(theta / step) * step + 0.0
    found = classified(cost, place, 20 * reach)
    return found if found is not None and found.kind is Kind.MINIMUM and found.isolated else None


def _is_too_level(cost: Objective, point: Floats) -> bool:
    """Whether slope and curvature are no zeros, but too small for floating point."""
    nothing = not (cost.gradient(point).any() or cost.hessian(point).any())
    return nothing and not gradient_vanishes(cost, point)


def classified(cost: Objective, point: Floats, scale: float = 1.0) -> CriticalPoint | None:
    """Return what a point (d,) is where the cost is level or has a kink; None where values do not tell.

    `scale` is the size of what may be found around, if that is small.
    """
    around = _Around(cost, point, scale)
    if not np.isfinite(around.value):
        return None
    found = _by_spheres(cost, around)
    if found is None:
        return None
    kind, extent, exponent = found
    site = _site(around, exponent)
    hessian = cost.hessian(point)
    known = np.isfinite(hessian).all() and site is Site.SMOOTH
    numbers = tuple(np.linalg.eigvalsh(hessian).tolist()) if known else ()
    return CriticalPoint(tuple(point.tolist()), around.value, kind, site, numbers, extent=extent)


class _Around:
    """What the cost changes by on spheres around a point: (radii, directions), antipodes half apart."""

    def __init__(self, cost: Objective, point: Floats, scale: float, afar: bool = False) -> None:
        self.point = point
        self.size = 1.0 + float(np.abs(point).max())
        self.directions = _directions(cost, point)
        nearest = _NEAREST * min(self.size, max(scale, 1e-5 * self.size))
        count = 2 + int(1.5 * np.log10(_FURTHEST * self.size / nearest))
        radii = np.geomspace(nearest, _FURTHEST * self.size, count)
        self.radii = np.concatenate([radii, _AFAR * self.size]) if afar else radii
        values = cost.value(point + self.radii[:, None, None] * self.directions)
        value = float(cost.value(point))
        self.is_hole = not np.isfinite(value)
        if self.is_hole:
            inner = values[0][np.isfinite(values[0])]
            value = float(np.median(inner)) if len(inner) > len(values[0]) / 2 else np.nan
        self.value = value
        self.change = values - value
        beside = cost.value(point + 1e-13 * self.size * self.directions) - value
        jitter = float(np.nanmax(np.abs(beside), initial=0.0)) if np.isfinite(beside).any() else 0.0
        self.noise = 8 * _EPS * abs(value) + 2 * min(jitter, 1e-9 * max(1.0, abs(value)))

    @property
    def largest(self) -> Floats:
        """The largest change on each sphere."""
        return np.nanmax(np.abs(np.nan_to_num(self.change, nan=0.0)), axis=1)


def _directions(cost: Objective, point: Floats) -> Floats:
    """Unit vectors in pairs of antipodes, along the Hessian's axes and all around."""
    d = len(point)
    if d == 1:
        return np.array([[1.0], [-1.0]])
    some = np.random.default_rng(0).standard_normal((30, d))
    if d == 2:
        angles = np.pi * (np.arange(16) + 0.5) / 16  # off the axes, which are added below
        some = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    some /= np.linalg.norm(some, axis=1, keepdims=True)
    half = np.vstack([some, np.eye(d)])
    hessian = cost.hessian(point)
    if np.isfinite(hessian).all():
        half = np.vstack([half, np.linalg.eigh(hessian)[1].T])
    return np.vstack([half, -half])


def _by_spheres(cost: Objective, around: _Around) -> tuple[Kind, Extent, float] | None:
    """Return kind, extent, and the power of the distance by which the cost changes, or None."""
    largest, noise = around.largest, around.noise
    clear = largest > _CLEAR * noise
    if not clear[around.radii <= _LEVEL_TO * around.size].any():
        return _level(cost, around, differs=False)
    for j in np.flatnonzero(clear[:-1]).tolist():
        exponent = float(np.log(largest[j + 1] / largest[j]) / np.log(around.radii[j + 1] / around.radii[j]))
        if exponent < _SINGULAR:
            return None
        change = around.change[j]
        there, opposite = np.split(change, 2)
        even, odd = np.abs(there + opposite), np.abs(there - opposite)
        if np.nanmax(odd, initial=0) > np.nanmax(even, initial=0) and exponent < 1.5:
            continue  # a slope that is left over, or no critical point
        margin = 4 * noise
        lower, higher = bool((change < -margin).any()), bool((change > margin).any())
        if lower and higher:
            if not _is_lower_in_earnest(around, j, margin):
                return None
            return (Kind.SADDLE if len(around.point) > 1 else Kind.INFLECTION), Extent.POINT, exponent
        if _is_beside_a_level_region(around):
            return _level(cost, around, differs=True)
        if lower:
            return Kind.MAXIMUM, Extent.POINT, exponent
        if bool((change[np.isfinite(change)] > margin).all()):
            return Kind.MINIMUM, Extent.POINT, exponent
        return _valley(cost, around, exponent)
    return None


def _is_beside_a_level_region(around: _Around) -> bool:
    """Whether an eighth of all rays, or more, begin with a stretch on which nothing differs."""
    near = around.change[around.radii <= 10 * _LEVEL_TO * around.size]
    return bool((np.abs(near) <= 4 * around.noise).all(axis=0).mean() >= 1 / 8)


def _is_lower_in_earnest(around: _Around, j: int, margin: float) -> bool:
    """Whether what is lower falls faster than a left-over slope would let it."""
    change, further = around.change[j], around.change[j + 1]
    growth = np.log(around.radii[j + 1] / around.radii[j])
    with np.errstate(all="ignore"):
        power = np.log(further / change) / growth
    opposite = np.roll(change, len(change) // 2)
    falls = (change < -margin) & (further < 0)
    return bool((falls & ((power > 1.5) | (opposite < -margin))).any())


def _valley(cost: Objective, around: _Around, exponent: float) -> tuple[Kind, Extent, float] | None:
    """Of a point that is level in some directions: one minimum, a curve of them, or none?

    Each such direction is followed along the bottom of its valley, which may bend, and the values there tell.
    """
    hessian = cost.hessian(around.point)
    if not np.isfinite(hessian).all():
        return None
    numbers, axes = np.linalg.eigh(hessian)
    level = axes[:, np.abs(numbers) <= 1e-6 * np.abs(numbers).max()] if numbers.any() else axes
    ways = np.vstack([level.T, -level.T]) if level.size else np.vstack([axes[:, :1].T, -axes[:, :1].T])
    steep = max(float(np.abs(numbers).max()), float(around.largest[-1] / around.radii[-1] ** 2))
    margin = 4 * around.noise
    for radius in around.radii[around.radii >= 1e-3 * around.size]:
        bottoms = [valley_floor(cost, around.point + radius * way) for way in ways]
        changes = cost.value(np.array(bottoms)) - around.value
        away = np.linalg.norm(np.array(bottoms) - around.point, axis=1)
        if not ((away >= 0.3 * radius) & (away <= 3 * radius)).all():
            return None
        if (changes < -margin).any():
            return (Kind.SADDLE if len(around.point) > 1 else Kind.INFLECTION), Extent.POINT, exponent
        if (changes > margin).all():
            return Kind.MINIMUM, Extent.POINT, exponent
        slopes = np.linalg.norm(cost.gradient(np.array(bottoms)), axis=1)
        if ((slopes <= 1e-9 * steep * radius) & (changes <= margin)).any() and radius >= 1e-2 * around.size:
            return Kind.MINIMUM, Extent.CURVE, exponent
    return None


def valley_floor(cost: Objective, place: Floats) -> Floats:
    """Follow the steep directions of a valley down to its bottom."""
    for _ in range(30):
        gradient, hessian = cost.gradient(place), cost.hessian(place)
        if not (np.isfinite(gradient).all() and np.isfinite(hessian).all()):
            break
        step = np.linalg.pinv(hessian, rcond=1e-3) @ gradient
        place = place - step
        if np.abs(step).max() <= 1e-15 * (1.0 + np.abs(place).max()):
            break
    return place


def _level(cost: Objective, around: _Around, differs: bool) -> tuple[Kind, Extent, float] | None:
    """What a level region is, by what is first seen to differ along each ray that leaves it.

    `differs`: whether anything near by does; beside very large costs nothing is seen to, but curvature tells.
    """
    if not gradient_vanishes(cost, around.point):
        return None
    kind = None if differs else _by_curvature(cost, around.point)
    if kind is not None:
        return kind, Extent.POINT, 2.0
    far = _Around(cost, around.point, around.size, afar=True)
    sides = set()
    for ray in far.change.T:
        leaving = np.flatnonzero(np.abs(ray) > _CLEAR * far.noise)
        if len(leaving):
            sides.add(bool(ray[leaving[0]] > 0))
    kinds = {frozenset({True}): Kind.MINIMUM, frozenset({False}): Kind.MAXIMUM}
    return kinds.get(frozenset(sides), Kind.PLAIN), Extent.REGION, 2.0


def _by_curvature(cost: Objective, point: Floats) -> Kind | None:
    """What a point is where the gradient vanishes, if all curvatures there differ clearly from zero."""
    hessian = cost.hessian(point)
    numbers = np.linalg.eigvalsh(hessian) if np.isfinite(hessian).all() else np.zeros(1)
    if not (np.abs(numbers) > 1e-9 * np.abs(numbers).max()).all():
        return None
    if numbers[0] < 0 < numbers[-1]:
        return Kind.SADDLE
    return Kind.MINIMUM if numbers[0] > 0 else Kind.MAXIMUM


def gradient_vanishes(cost: Objective, point: Floats) -> bool:
    """Return whether the gradient is known to be zero at a point (d,), not just too small for a float."""
    if not isinstance(cost, Cost):
        return False
    at = {symbol: sp.Float(x, 40) for symbol, x in zip(cost.variables, point.tolist(), strict=True)}
    try:
        partials = [sp.N(partial.xreplace(at), 30) for partial in cost.symbolic_gradient]
    except (ArithmeticError, AttributeError, ValueError):
        return True
    # At a joint of pieces, symbols may give no number at all.
    return all(partial in (0, sp.nan) or partial.is_zero or not partial.is_number for partial in partials)


def _site(around: _Around, exponent: float) -> Site:
    if np.isnan(around.change[:4]).any(axis=1).all():
        return Site.EDGE
    if around.is_hole:
        return Site.HOLE
    return Site.KINK if exponent < _STRAIGHT else Site.SMOOTH
