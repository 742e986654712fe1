"""How a cost of one variable lies on both sides of a place, by its values nearer and nearer to it."""

from dataclasses import dataclass

import numpy as np

from gdmath.arrays import Floats
from gdmath.critical.critical_point import Site
from gdmath.critical.places import EPS, Places

DECADES = np.arange(0.5, 14.1, 0.5)  # how much nearer than the next candidate a place is looked at
FINE = np.concatenate([np.arange(0.5, 8.1, 0.5), np.arange(9, 24)])  # the same at many digits
_SIGNIFICANT = 100.0  # times the noise


@dataclass(frozen=True)
class Beside:
    """What lies left and right of a place: 1 higher, -1 lower, 0 neither or nothing.

    `level`: whether the slope vanishes there. `runs_away`: whether the cost grows without bound towards it,
    `runs_down` whether to minus infinity. `value`: the limit, where the place itself has no value.
    """

    sides: tuple[int, int]
    site: Site
    level: bool
    runs_away: bool = False
    runs_down: bool = False
    value: float | None = None


def judge_beside(places: Places, x: float, gap: float, *, fine: bool = True) -> Beside:
    """Return how the cost lies beside x, where nothing else happens within `gap`.

    At many digits, if `fine` and they are to be had.
    """
    place = np.array([x])
    if fine:
        steps = gap * 10.0**-FINE
        steps = steps[steps >= 64 * EPS * abs(x)]
        heights = places.fine_heights(place, np.concatenate([-steps, steps])[:, None])
        if heights is not None:
            return _judged(heights, steps)
    steps = gap * 10.0**-DECADES
    steps = steps[steps >= 64 * EPS * abs(x)]
    return _judged(places.heights(place, np.concatenate([-steps, steps])[:, None]), steps)


def _judged(heights: tuple[float, Floats, float], steps: Floats) -> Beside:
    value, changes, noise = heights
    left, right = np.split(changes, 2)
    there = [bool(np.isfinite(side[-3:]).all()) if len(side) else False for side in (left, right)]
    away = [runs_away(side, noise) for side in (left, right)]
    runs_down = any(
        a and np.nanmin(side) < 0 and side[-1] < 0 for a, side in zip(away, (left, right), strict=True)
    )
    runs_down = runs_down or value == -np.inf
    if any(away) or np.isinf(value):
        return Beside((0, 0), Site.SMOOTH, level=False, runs_away=True, runs_down=runs_down)
    if not any(there):
        return Beside((0, 0), Site.HOLE, level=False)
    limit = None
    if not np.isfinite(value):
        ends = [float(side[-1]) for side, is_there in zip((left, right), there, strict=True) if is_there]
        limit = zero_or(sum(ends) / len(ends))
        if all(there) and abs(ends[0] - ends[1]) > 0.5 * max(np.ptp(left), np.ptp(right)) + noise:
            return Beside((0, 0), Site.JUMP, level=False)
        left, right = left - limit, right - limit
        noise += 2 * max(abs(end - limit) for end in ends)
    sides = tuple(
        _side(side, noise) if is_there else 0 for side, is_there in zip((left, right), there, strict=True)
    )
    level = all(
        is_level(side, steps, noise) for side, is_there in zip((left, right), there, strict=True) if is_there
    )
    torn = [is_there and jumps(side, noise) for side, is_there in zip((left, right), there, strict=True)]
    if any(torn):
        site = Site.JUMP
        if not all(torn):  # the value is that of one side, as far as floats can tell
            sides = (0, 0)
    elif not all(there):
        site = Site.EDGE
    elif limit is not None:
        site = Site.HOLE
    else:
        site = Site.SMOOTH if level else Site.KINK
    return Beside((sides[0], sides[1]), site, level, value=limit)


def zero_or(limit: float) -> float:
    """A limit, or 0 where it is so small that floats are at their end."""
    return limit if abs(limit) > 1e-300 else 0.0


def runs_away(side: Floats, noise: float) -> bool:
    """Whether each stretch of decades, longer than the one before, changes the cost by more than it."""
    if len(side) < 12 or not np.isfinite(side[-1]):
        return bool(len(side)) and bool(np.isinf(side[-3:]).any())
    cuts = np.unique(np.round(len(side) * np.array([0.14, 0.28, 0.57, 1.0])).astype(int) - 1)
    if not np.isfinite(side[cuts]).all():
        return False
    rises = np.diff(side[cuts])
    grows = np.abs(rises[1:]) > 1.2 * np.abs(rises[:-1])
    return bool(grows.all() and np.abs(rises[-1]) > 1e3 * noise)


def _side(side: Floats, noise: float) -> int:
    seen = side[np.isfinite(side) & (np.abs(side) > noise)]
    return int(np.sign(seen[-1])) if len(seen) else 0


def is_level(side: Floats, steps: Floats, noise: float) -> bool:
    """Whether the slope of the chord goes to zero."""
    seen = np.flatnonzero(np.isfinite(side) & (np.abs(side) > _SIGNIFICANT * noise))
    if len(seen) < 2:
        return True
    chords = np.abs(side[seen]) / steps[seen]
    return bool(chords[-1] < 0.5 * chords[:-1].max())


def jumps(side: Floats, noise: float) -> bool:
    """Whether the cost next to the place does not come to its value there."""
    near, nearer = side[len(side) // 2], side[-1]
    return bool(abs(nearer) > 0.5 * abs(near) and abs(nearer) > 1e3 * noise)
