"""How a cost of several variables lies around a place: by its lowest and highest values on small spheres."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gdmath.arrays import Floats
from gdmath.critical.beside import DECADES, FINE, is_level, jumps, runs_away, zero_or
from gdmath.critical.critical_point import Kind, Site
from gdmath.critical.places import EPS, Places

_RADII = (1e-1, 3e-2, 1e-2, 3e-3, 1e-3)  # of the reach
_FINE_RADII = (3e-2, 1e-2)
_ANGLES = 48
_ZOOMS, _FINE_ZOOMS = 4, 11
_ROUGH, _SHARP = 1e-9, 1e-25  # of the highest: what is lower by less is due to the place's own error
_RAYS = 8


@dataclass(frozen=True)
class Around:
    """What lies around a place. `kind`: None where it is neither extremum nor level.

    `runs_away`: whether the cost grows without bound towards it, `runs_down` whether to minus infinity.
    `value`: the limit, where the place itself has no value.
    """

    kind: Kind | None
    site: Site
    runs_away: bool = False
    runs_down: bool = False
    value: float | None = None


def look_around(places: Places, theta: Floats, reach: Floats, *, fine: bool) -> Around:
    """Return how a cost of several variables lies around theta, where nothing else is within `reach` (d,).

    At many digits, if `fine` and they are to be had.
    """
    rays = _rays(places, theta, reach, fine)
    if rays.runs_away or (rays.site is Site.HOLE and rays.value is None):
        return rays
    base = 0.0 if rays.value is None else rays.value
    lower, higher = _sides(places, theta, reach, base, fine)
    if lower and higher:
        kind = Kind.SADDLE if rays.site in (Site.SMOOTH, Site.HOLE) else None
    else:
        kind = Kind.MINIMUM if higher else Kind.MAXIMUM if lower else Kind.PLAIN
    return Around(kind, rays.site, value=rays.value)


def _rays(places: Places, theta: Floats, reach: Floats, fine: bool) -> Around:
    """What the cost does along some rays, nearer and nearer to the place."""
    directions = _directions(len(theta))[:: max(1, len(_directions(len(theta))) // _RAYS)]
    steps = 10.0**-DECADES
    offsets = (steps[None, :, None] * directions[:, None]).reshape(-1, len(theta)) * reach
    value, changes, noise = places.heights(theta, offsets)
    if fine and places.precise and not (np.isfinite(value) and np.isfinite(changes).all()):
        steps = 10.0**-FINE
        offsets = (steps[None, :, None] * directions[:, None]).reshape(-1, len(theta)) * reach
        value, changes, noise = places.fine_heights(theta, offsets) or (value, changes, noise)
    sides = changes.reshape(len(directions), -1)
    away = [runs_away(side, noise) for side in sides]
    if any(away) or np.isinf(value):
        down = any(is_away and side[-1] < 0 for is_away, side in zip(away, sides, strict=True))
        return Around(None, Site.SMOOTH, runs_away=True, runs_down=down or value == -np.inf)
    there = [side for side in sides if np.isfinite(side[-3:]).all()]
    if not there:
        return Around(None, Site.HOLE)
    limit = None
    if not np.isfinite(value):
        ends = np.array([side[-1] for side in there])
        limit = zero_or(float(np.median(ends)))
        spread = max(float(np.ptp(side[np.isfinite(side)])) for side in there)
        if np.abs(ends - limit).max() > 0.5 * spread + noise:
            return Around(None, Site.HOLE)  # a limit on every ray, but not the same
        there = [side - limit for side in there]
        noise += 2 * float(np.abs(ends - limit).max())
    torn = [jumps(side, noise) for side in there]
    if all(torn):
        site = Site.JUMP
    elif any(torn):
        return Around(None, Site.HOLE)
    elif len(there) < len(sides):
        site = Site.EDGE
    elif limit is not None:
        site = Site.HOLE
    else:
        site = Site.SMOOTH if all(is_level(side, steps, noise) for side in there) else Site.KINK
    return Around(None, site, value=limit)


def _sides(places: Places, theta: Floats, reach: Floats, base: float, fine: bool) -> tuple[bool, bool]:
    """Whether there is lower, and higher, however near to the place."""
    seen = [_extremes(places, theta, radius * reach, base, fine=False) for radius in _RADII]
    seen = [entry for entry in seen if max(-entry[0], entry[1]) > 1e3 * entry[2]][-2:]
    share = _ROUGH
    if fine and places.precise and not _is_clear(seen):
        seen = [_extremes(places, theta, radius * reach, base, fine=True) for radius in _FINE_RADII]
        share = _SHARP + 4 * EPS * float(np.abs(theta / reach).max()) / _FINE_RADII[-1]
    if not seen:
        return False, False
    lower = all(-low > noise + share * max(high, 0.0) for low, high, noise in seen)
    higher = all(high > noise + share * max(-low, 0.0) for low, high, noise in seen)
    return lower, higher


def _is_clear(seen: list[tuple[float, float, float]]) -> bool:
    """Whether the lowest and the highest are about as far away, so that no more digits are needed."""
    sizes = [(min(abs(low), abs(high)), max(abs(low), abs(high)), noise) for low, high, noise in seen]
    return len(seen) == 2 and all(
        small > 1e-3 * large and small > 1e3 * noise for small, large, noise in sizes
    )


def _extremes(
    places: Places, theta: Floats, radius: Floats, base: float, *, fine: bool
) -> tuple[float, float, float]:
    """The lowest and the highest on a sphere, above the place, and the noise."""
    directions = _directions(len(theta))
    rises, noise = _rises(places, theta, directions * radius, base, fine)
    found = []
    for sign in (1.0, -1.0):
        best = _starts(sign * rises, len(theta))
        centres, lowest = directions[best], sign * rises[best]
        size = 2 * np.pi / _ANGLES if len(theta) == 2 else 0.5
        for _ in range(_FINE_ZOOMS if fine else _ZOOMS):
            tried = _near(centres, size)
            values, more = _rises(places, theta, tried.reshape(-1, len(theta)) * radius, base, fine)
            noise = max(noise, more)
            values = sign * values.reshape(tried.shape[:2])
            index = values.argmin(axis=1)
            rows = np.arange(len(centres))
            better = values[rows, index] < lowest
            centres = np.where(better[:, None], tried[rows, index], centres)
            lowest = np.where(better, values[rows, index], lowest)
            size /= 4
        found.append(sign * float(lowest.min()))
    return found[0], found[1], noise


def _rises(places: Places, theta: Floats, offsets: Floats, base: float, fine: bool) -> tuple[Floats, float]:
    seen = places.fine_heights(theta, offsets) if fine else None
    _, changes, noise = seen or places.heights(theta, offsets)
    if base:
        noise += 1e-13 * abs(base)
    return np.where(np.isfinite(changes), changes - base, 0.0), noise


def _starts(rises: Floats, d: int) -> NDArray[np.int64]:
    """The places from which the lowest on a sphere is narrowed: local minima over the angle."""
    if d != 2:
        return np.argsort(rises)[:3]
    valleys = np.flatnonzero((rises <= np.roll(rises, 1)) & (rises <= np.roll(rises, -1)))
    return valleys[np.argsort(rises[valleys])][:3]


def _near(centres: Floats, size: float) -> Floats:
    """Directions (k, m, d) near to others (k, d)."""
    if centres.shape[1] == 2:
        turns = size * np.array([-1.0, -0.5, 0.5, 1.0])  # from one zoom to the next, none is left out
        cosine, sine = np.cos(turns), np.sin(turns)
        x, y = centres[:, :1], centres[:, 1:]
        return np.stack([x * cosine - y * sine, x * sine + y * cosine], axis=-1)
    moves = size * np.random.default_rng(1).standard_normal((24, centres.shape[1]))
    tried = centres[:, None] + moves
    return tried / np.linalg.norm(tried, axis=-1, keepdims=True)


def _directions(d: int) -> Floats:
    if d == 2:
        angles = 2 * np.pi * (np.arange(_ANGLES) + 0.1) / _ANGLES
        return np.stack([np.cos(angles), np.sin(angles)], axis=1)
    directions = np.random.default_rng(0).standard_normal((2 * _ANGLES, d))
    directions /= np.linalg.norm(directions, axis=1, keepdims=True)
    return np.vstack([directions, np.eye(d), -np.eye(d)])
