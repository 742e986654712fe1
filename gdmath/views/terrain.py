"""The lie of a cost along a line: where it turns, where its valley has its walls, and how large it is."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from gdmath.arrays import Floats
from gdmath.objective import Objective
from gdmath.views.sketch import sure

SMALLEST, LARGEST = 1e-9, 1e9  # of distances that are looked at, in units of a line's
_NEAR = 1e-3  # up to here, a scan has fewer points: rounding makes turns of its own
_FEW, _POINTS = 240, 2160  # of a geometric scan in one direction
_DOUBTED = 160  # that are looked at again, more closely
_MOST = 24  # turns that are looked for in one direction
_RIPPLE = 0.05
_HALVINGS = 60
_STEPS = 120  # of the way to the bottom of a valley
_STILL, _ROUNDING = 1e-3, 1e-12
_FADED = 1e-12  # of the slope at the start: a slope that was less before it vanished has faded
_FAR = 1e30
_DENSE = 30  # more variables than this, and no Hessian is made


class Turn(NamedTuple):
    """Where a cost turns along a line: the place t, the cost there, and whether it is lowest or highest."""

    place: float
    value: float
    lowest: bool


class Wall(NamedTuple):
    """Where a valley ends in one direction: the distance, and what is there.

    `what`: "level" where the cost is as high as was asked, "crest" where it falls again, "edge" where it is
    no longer defined, "open" where none of it was found as far as was looked.
    """

    distance: float
    what: str


@dataclass(frozen=True)
class Line:
    """The line origin + t e_axis; `unit` is the length in which distances on it are of order 1."""

    cost: Objective
    origin: Floats
    axis: int
    unit: float = 1.0

    def points(self, t: Floats) -> Floats:
        """Return the points (n, d) at t (n,)."""
        points = np.repeat(self.origin[None], len(t), axis=0)
        points[:, self.axis] += t
        return points

    def values(self, t: Floats) -> Floats:
        """Return the cost (n,) at t (n,)."""
        return self.cost.value(self.points(t))

    def slopes(self, t: Floats) -> Floats:
        """Return the derivative along the line (n,) at t (n,); nan where cost or slope are not finite."""
        value, gradient = self.cost.value_and_gradient(self.points(t))
        slope = gradient[:, self.axis]
        return np.where(np.isfinite(value) & np.isfinite(slope), slope, np.nan)

    def outward(self, farthest: float = LARGEST) -> Floats:
        """Return distances that grow evenly in proportion, from tiny to `farthest` units, (n,)."""
        near = np.geomspace(SMALLEST, _NEAR, _FEW, endpoint=False)
        return self.unit * np.concatenate([near, np.geomspace(_NEAR, farthest, _POINTS)])

    def turns(self, farthest: float = LARGEST) -> list[Turn]:
        """Return where the cost turns, sorted, the nearest in both directions; poles are none."""
        out = self.outward(farthest)
        here = [0.0] if np.isfinite(self.values(np.zeros(1))).all() else []  # a hole of one point is none
        t = np.concatenate([-out[::-1], here, out])
        return turns(self, t)

    def wall(self, direction: int, level: float, farthest: float = LARGEST) -> Wall:
        """Return where the valley around the origin ends in a direction, 1 or -1.

        That is: at the nearest place where the cost has risen to `level`, or to a crest that is more than a
        ripple: a twentieth of the way up from the origin.
        """
        t = direction * self.outward(farthest)
        values, slopes = self.values(t), direction * self.slopes(t)
        rising, edge = slopes > 0, ~np.isfinite(values)
        crest = np.zeros(len(t), bool)
        crest[1:] = rising[:-1] & (slopes[1:] <= 0)
        if math.isfinite(level):
            here = float(self.values(np.zeros(1))[0])
            crest &= values >= here + _RIPPLE * (level - here)
        found = np.flatnonzero((values >= level) & rising | crest | edge)
        if not len(found):
            return Wall(float(abs(t[-1])), "open")
        first = found[0]
        what = "edge" if edge[first] else "crest" if crest[first] and values[first] < level else "level"
        return Wall(float(abs(t[first])), what)


def turns(line: Line, t: Floats, most: int = _MOST) -> list[Turn]:
    """Return where a cost turns between neighbours in t (n,), sorted; the `most` nearest to 0 a side.

    By the sign of its slope, halved to the limit of floating point. Where it is level over a stretch both
    ends of that are turns.
    """
    sign = np.sign(line.slopes(t))
    known = np.flatnonzero(np.isfinite(sign) & (sign != 0))
    pairs = [(a, b) for a, b in pairwise(known.tolist()) if sign[a] * sign[b] < 0]
    pairs = [(a, b) for a, b in pairs if np.isfinite(sign[a : b + 1]).all()]
    pairs = [pair for side in (False, True) for pair in _nearest(pairs, t, side, _DOUBTED)]
    exact = replace(line, cost=sure(line.cost))
    ends = exact.slopes(t[[k for pair in pairs for k in pair]]).reshape(-1, 2)
    pairs = [pair for pair, (a, b) in zip(pairs, ends.tolist(), strict=True) if a * b < 0]  # no rounding
    pairs = [pair for side in (False, True) for pair in _nearest(pairs, t, side, most)]
    if not pairs:
        return []
    low, high = (np.array([t[pair[k]] for pair in pairs]) for k in (0, 1))
    first = np.array([sign[pair[0]] for pair in pairs])
    places = _halved(line.slopes, low, high, first)
    kept = ~_is_pole(line.values, places, high - low)
    found = []
    for place, falling, keep, (a, b) in zip(places, first < 0, kept, pairs, strict=True):
        level = [float(t[k]) for k in (a + 1, b - 1)] if b - a > 2 else [float(place)]
        if keep:
            found += [Turn(x, _value(line, x), bool(falling)) for x in level]
    return found


def _value(line: Line, x: float) -> float:
    """The cost at a place, or just beside it where it has a hole of one point."""
    value, beside = line.values(np.array([x, x + _NEAR * SMALLEST * line.unit])).tolist()
    return value if math.isfinite(value) else beside


def _nearest(pairs: Sequence[tuple[int, int]], t: Floats, right: bool, most: int) -> list[tuple[int, int]]:
    """The brackets of one side that are nearest to 0, sorted."""
    side = [pair for pair in pairs if bool(t[pair[1]] > 0) is right]
    return side[:most] if right else side[max(0, len(side) - most) :]


def _halved(slopes: Callable[[Floats], Floats], low: Floats, high: Floats, first: Floats) -> Floats:
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        same = np.sign(slopes(middle)) == first
        low, high = np.where(same, middle, low), np.where(same, high, middle)
    return (low + high) / 2


def _is_pole(values: Callable[[Floats], Floats], places: Floats, widths: Floats) -> NDArray[np.bool_]:
    """Where the values do not come to rest: a logarithm changes as much from each step inward to the next."""
    poles = np.zeros(len(places), bool)
    for side in (-1, 1):
        steps = [values(places + side * widths * share) for share in (1e-2, 1e-4, 1e-6)]
        with np.errstate(all="ignore"):
            before, after = np.abs(steps[1] - steps[0]), np.abs(steps[2] - steps[1])
            poles |= (after > 0.5 * before) & (after > 1e-9 * np.abs(steps[2]))
        poles |= np.isinf(steps[2])
    return poles


def natural_scale(cost: Objective, place: Floats, axis: int) -> float:
    """Return how far around a place its shape stays the same: where the curvature has changed by half.

    1, or a tenth of the place if that is more, unless it changes at less than a thirtieth or more than
    thirty times of that.
    """
    usual = max(1.0, abs(float(place[axis])) / 10)
    line = Line(cost, place, axis, usual)
    out = line.outward()
    with np.errstate(all="ignore"):
        here = float(cost.hessian(place)[axis, axis])
        bends = np.stack([cost.hessian(line.points(side * out))[:, axis, axis] for side in (-1, 1)])
        changed = np.flatnonzero((np.abs(bends - here) > 0.5 * abs(here)).any(axis=0))
    if not (math.isfinite(here) and here != 0 and len(changed)):
        return usual
    scale = float(out[changed[0]])
    return scale if not usual / 30 <= scale <= 30 * usual and scale > 1e-6 * usual else usual


@np.errstate(all="ignore")
def bottom(cost: Objective, theta: Floats, reach: float) -> Floats | None:
    """Return the place (d,) where the valley around theta is lowest, or None if the way down has no end.

    By Newton's method on the absolute curvatures, each step halved until the cost falls, doubled while it
    falls further, and at first no longer than `reach`: Y. N. Dauphin et al., 2014, "Identifying and
    attacking the saddle point problem", arXiv:1406.2572. It has arrived when steps are a thousandth of the
    longest, or on a floor, where the slope is gone at once: on a tail it fades.
    """
    theta = np.array(theta, dtype=float)
    value, gradient = cost.value_and_gradient(theta)
    slopes, length, longest = [float(np.linalg.norm(gradient))], 0.0, 0.0
    far = _FAR * max(1.0, float(np.abs(theta).max()))
    for _ in range(_STEPS):
        step = _falling(cost, theta, float(value), _newton_step(cost, theta, gradient), reach)
        length = float(np.linalg.norm(step))
        if not length > _ROUNDING * float(np.abs(theta).max()):
            break
        theta, longest, reach = theta + step, max(longest, length), 2 * reach
        value, gradient = cost.value_and_gradient(theta)
        slopes.append(float(np.linalg.norm(gradient)))
        if not (np.abs(theta).max() < far and math.isfinite(slopes[-1])):
            return None
    if slopes[-1] == 0:
        return theta if slopes[max(0, len(slopes) - 2)] >= _FADED * slopes[0] else None
    slowed = slopes[-1] <= (0.1 * max(slopes) if cost.is_smooth else 10 * slopes[0])  # a pole is steep
    return theta if length <= _STILL * longest and slowed else None


def _falling(cost: Objective, theta: Floats, value: float, step: Floats, reach: float) -> Floats:
    """A step along this one at which the cost is lower, or none: halved until it falls, or doubled."""
    length = float(np.linalg.norm(step))
    if not (math.isfinite(length) and length > 0):
        return np.zeros_like(theta)
    shares = min(1.0, reach / length) * 2.0 ** np.arange(6, -45, -1)
    shares = shares[shares * length <= 64 * reach]
    values = cost.value(theta + shares[:, None] * step)
    falls = values < value
    if not falls.any():
        return np.zeros_like(theta)
    usual = max(int(np.argmax(shares <= min(1.0, reach / length))), int(np.argmax(falls)))
    usual += int(np.argmax(falls[usual:]))
    while usual > 0 and values[usual - 1] < values[usual]:
        usual -= 1
    return shares[usual] * step


def _newton_step(cost: Objective, theta: Floats, gradient: Floats) -> Floats:
    if len(theta) > _DENSE:
        return -gradient
    hessian = cost.hessian(theta)
    if not np.isfinite(hessian).all() or not hessian.any():
        return -gradient
    size, axes = np.linalg.eigh(hessian)
    size = np.abs(size)
    return -axes @ ((axes.T @ gradient) / np.maximum(size, 1e-8 * size.max()))
