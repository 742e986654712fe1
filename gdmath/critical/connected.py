"""Whether two minima are one: the same point, or places on the same level curve or region."""

import numpy as np

from gdmath.critical.critical_point import CriticalPoint, Extent
from gdmath.critical.resting import valley_floor
from gdmath.objective import Floats, Objective


def connected(cost: Objective, one: CriticalPoint, other: CriticalPoint) -> bool:
    """Return whether two minima are the same one, or lie on the same level curve or region."""
    begin, end = np.array(one.theta), np.array(other.theta)
    size = 1.0 + float(np.abs([begin, end]).max())
    apart = float(np.linalg.norm(end - begin))
    if one is other or apart <= 1e-6 * size:
        return True
    if Extent.POINT in (one.extent, other.extent):
        return one.distance(end) <= 1e-6 * size or other.distance(begin) <= 1e-6 * size
    size = max(1e-6, *(float(np.abs(cost.value(place)).max()) for place in (begin + 0.5, end - 0.5)))
    if abs(one.value - other.value) > 1e-9 * size:
        return False
    if Extent.REGION in (one.extent, other.extent) or len(begin) != 2:
        return _is_level_between(cost, begin, end, one.value, 1e-9 * size)
    return any(_walk_arrives(cost, begin, end, sign) for sign in (1.0, -1.0))


def _is_level_between(cost: Objective, begin: Floats, end: Floats, value: float, margin: float) -> bool:
    """Whether the cost is the same all the straight way between two places."""
    places = begin + np.linspace(0, 1, 257)[:, None] * (end - begin)
    return bool((np.abs(cost.value(places) - value) <= margin).all())


def _walk_arrives(cost: Objective, begin: Floats, end: Floats, sign: float) -> bool:
    """Whether a walk along the bottom of the valley, in the plane, comes by the other place."""
    length = float(np.linalg.norm(end - begin)) / 40
    place, before = begin, np.zeros(2)
    for _ in range(400):
        hessian = cost.hessian(place)
        if not np.isfinite(hessian).all():
            return False
        along = np.linalg.eigh(hessian)[1][:, 0]
        along *= sign if not before.any() else np.sign(along @ before) or 1.0
        following = valley_floor(cost, place + length * along)
        if not np.linalg.norm(following - place) <= 2 * length:
            return False
        if np.linalg.norm(following - end) <= length:
            return True
        place, before = following, along
    return False
