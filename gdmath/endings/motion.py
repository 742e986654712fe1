"""How a descent moves, read off its points: cycles, turns, growing overshoots, kinks and poles it crosses."""

from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from gdmath.objective import Floats, Objective

_EPS = float(np.finfo(float).eps)
_LONGEST = 64  # the longest period that is looked for
_LONG = 50  # steps for which a run that remembers must have returned exactly
_CLOSE = 1e-3  # of a cycle's size: what it may still drift in all
_TURN = -0.5  # the cosine below which a step reverses the one before
_SEGMENTS = 400  # of the longest steps, which are searched for poles
_SHORTEST = 1e-3  # of the whole way: shorter steps are not searched for poles
_PEAK = 3  # times the usual height on the way: higher may be a pole
_ZOOM = 12


class Way(Enum):
    """How a run goes."""

    STRAIGHT = "no variable ever turns back"
    ALTERNATING = "every step reverses the one before"
    OTHER = "neither"


@dataclass(frozen=True)
class Repetition:
    """Points (p, d) that a run goes through again and again; `exact` where they are the same to rounding."""

    points: Floats
    exact: bool

    @property
    def period(self) -> int:
        return len(self.points)


@dataclass(frozen=True)
class Growth:
    """Steps from `first` on, each reversing the one before and longer than it by `factor` on average."""

    first: int
    factor: float


def repetition(thetas: Floats, *, memoryless: bool) -> Repetition | None:
    """Return the cycle (period p > 1) in which points (n+1, d) end, or None.

    The last points repeat those a period before, to a thousandth of the cycle's size however long it goes on:
    what they still drift shrinks so fast that the sum of it stays below. An oscillation that shrinks or grows
    is none. `memoryless`: a point decides all that follow, so that one return is enough.

    >>> repetition(np.array([[50.0], [-50.0], [50.0]]), memoryless=True).period
    2
    """
    n = len(thetas) - 1
    for period in range(1, min(_LONGEST, n) + 1):
        last = thetas[n - period :]
        size = float(np.linalg.norm(np.ptp(last, axis=0)))
        grain = 16 * _EPS * float(np.abs(last).max())
        if period > 1 and size <= 1e3 * grain:
            return None
        drifts = np.linalg.norm(thetas[period:] - thetas[:-period], axis=1)
        returns = 1 if memoryless else max(8 * period, _LONG)
        if len(drifts) >= returns and drifts[-returns:].max() <= grain:
            return Repetition(last[1:], exact=True) if period > 1 else None
        if period == 1 or len(drifts) < max(3 * period + 1, 0 if memoryless else _LONG):
            continue
        now, before, first = (drifts[-k * period : len(drifts) - (k - 1) * period].max() for k in (1, 2, 3))
        shrinks = now < before <= first and max(now, now * now / (before - now)) <= _CLOSE * size
        if shrinks or max(now, before) <= grain:
            return Repetition(_once(last[1:]), exact=False)
    return None


def _once(points: Floats) -> Floats:
    """The last points of a cycle that goes round more than once, so that it goes round once."""
    size = float(np.linalg.norm(np.ptp(points, axis=0)))
    for part in range(2, len(points)):
        again = np.abs(points - np.roll(points, part, axis=0)).max() <= 1e-9 * size
        if len(points) % part == 0 and again:
            return points[-part:]
    return points


def way(thetas: Floats) -> Way:
    """Return how points (n+1, d) go: straight, or to and fro in their whole second half."""
    steps = np.diff(thetas, axis=0)
    extent = float(np.abs(thetas - thetas[0]).max(initial=0.0))
    steps = np.where(np.abs(steps) <= 1e-12 * extent, 0.0, steps)
    if ((steps >= 0).all(axis=0) | (steps <= 0).all(axis=0)).all():
        return Way.STRAIGHT
    turns = _cosines(steps[len(steps) // 2 :])
    return Way.ALTERNATING if len(turns) > 1 and (turns < _TURN).all() else Way.OTHER


def growth(thetas: Floats) -> Growth | None:
    """Return the growing to and fro in which points (n+1, d) end: three steps or more, or all of them."""
    steps = np.diff(thetas, axis=0)
    lengths = np.linalg.norm(steps, axis=1)
    turns = _cosines(steps)
    grows = (turns < _TURN) & (lengths[1:] > lengths[:-1] * (1 + 1e-9))
    count = len(grows) if grows.all() else int(np.argmin(grows[::-1]))
    if count < min(3, max(1, len(grows))) or not count:
        return None
    first = len(steps) - 1 - count
    with np.errstate(over="ignore"):
        factor = float(np.exp((np.log(lengths[-1]) - np.log(lengths[first])) / count))
    return Growth(first, factor)


def comes_nearer(away: Floats) -> bool:
    """Return whether distances (n+1,) to a place shrink all through their second half, by a tenth a third.

    What swings about the place as it comes is measured by how far it swings out.

    >>> comes_nearer(0.9 ** np.arange(30)), comes_nearer(1 + 0.9 ** np.arange(30))
    (True, False)
    """
    if len(away) < 4:
        return False
    thirds = [float(part.max()) for part in np.array_split(away[len(away) // 2 - 1 :], 3)]
    return thirds[2] <= 0.9 * thirds[1] and thirds[1] <= 0.9 * thirds[0]


def norms(vectors: Floats) -> Floats:
    """Return the lengths of vectors (..., d), also of those whose squares overflow or vanish.

    >>> round(float(norms(np.array([3e200, 4e200]))) / 1e200, 9)
    5.0
    """
    largest = np.abs(vectors).max(axis=-1, keepdims=True, initial=0.0)
    sound = (largest > 0) & np.isfinite(largest)
    unit = np.divide(vectors, largest, out=np.zeros_like(vectors), where=sound)
    return np.where(sound, largest * np.linalg.norm(unit, axis=-1, keepdims=True), largest)[..., 0]


def _cosines(steps: Floats) -> Floats:
    """The cosine between each step and the next, 0 where one of them is nothing: (n-1,)."""
    largest = np.abs(steps).max(axis=1, keepdims=True, initial=0.0)
    scaled = np.divide(steps, largest, out=np.zeros_like(steps), where=largest > 0)
    norms = np.linalg.norm(scaled, axis=1)
    products = (scaled[1:] * scaled[:-1]).sum(axis=1)
    sizes = norms[1:] * norms[:-1]
    return np.divide(products, sizes, out=np.zeros_like(products), where=sizes > 0)


def crossed_kink(cost: Objective, begin: Floats, end: Floats) -> Floats | None:
    """Return the kink (d,) that a step to the other slope crosses, or None where the slope turns smoothly.

    Along the step the slope is negative at its begin and positive at its end; bisection finds where it
    changes sign, and there is a kink if both one-sided slopes stay.
    """
    along = end - begin
    low, high = 0.0, 1.0
    slopes = [float(cost.gradient(place) @ along) for place in (begin, end)]
    steepest = max(map(abs, slopes))
    if not slopes[0] < 0 < slopes[1]:
        return None
    for _ in range(60):
        middle = (low + high) / 2
        slope = float(cost.gradient(begin + middle * along) @ along)
        if slope == 0 or not np.isfinite(slope):  # as at the tip of a cone
            low = high = middle
            break
        low, high = (middle, high) if slope < 0 else (low, middle)
    grain = 4 * _EPS * (1 + float(np.abs(begin).max()) / float(np.abs(along).max()))
    away = max(grain, 1e-10)
    near, far = (
        np.array([-1, 1])
        * [cost.gradient(begin + share * along) @ along for share in (low - off, high + off)]
        for off in (away, 1e3 * away)
    )
    is_kink = bool((near > 1e-3 * steepest).all() and (near > 0.8 * far).all())
    return begin + (low + high) / 2 * along if is_kink else None


def jumped_pole(cost: Objective, thetas: Floats) -> tuple[int, Floats] | None:
    """Return the first step that jumps over a pole, and the pole (d,), or None.

    The cost on the way between two points is looked at ever closer to where it is largest; at a pole it keeps
    growing there.
    """
    steps = np.diff(thetas, axis=0)
    lengths = np.linalg.norm(steps, axis=1)
    longest = np.sort(np.argsort(lengths)[::-1][:_SEGMENTS])
    least = _SHORTEST * float(np.abs(thetas - thetas[0]).max())
    longest = longest[(lengths[longest] > least) & np.isfinite(lengths[longest])]
    if not len(longest):
        return None
    shares = np.linspace(0, 1, 67)
    sizes = np.abs(cost.value(thetas[longest, None] + shares[:, None] * steps[longest, None]))
    sizes = np.nan_to_num(sizes, nan=-1.0)
    peaked = sizes.max(axis=1) > _PEAK * np.median(np.maximum(sizes, 0.0), axis=1)
    if not peaked.any():
        return None
    k, highest = longest[peaked], shares[sizes[peaked].argmax(axis=1)]
    poles, are_poles = _poles(cost, thetas[k], steps[k], highest, 2 / 66)
    first = int(np.argmax(are_poles))
    return (int(k[first]), poles[first]) if are_poles.any() else None


def _poles(
    cost: Objective, begins: Floats, steps: Floats, shares: Floats, width: float
) -> tuple[Floats, NDArray[np.bool_]]:
    """Places (m, d) near shares (m,) of steps, and which are poles: where the size grows ever on."""
    first, each = width, np.arange(len(shares))
    for _ in range(_ZOOM):
        near = np.clip(shares[:, None] + width * np.linspace(-1, 1, 41), 0, 1)
        sizes = np.abs(cost.value(begins[:, None] + near[..., None] * steps[:, None]))
        shares = near[each, np.nan_to_num(sizes, nan=-1.0, posinf=np.inf).argmax(axis=1)]
        width /= 10
    poles = begins + shares[:, None] * steps
    longest = np.abs(steps).max(axis=1)
    least = np.maximum(1e-10 * first, 256 * _EPS * np.abs(poles).max(axis=1) / longest)
    away = np.geomspace(np.full_like(least, first), least, 9, axis=1)
    sides = [
        np.abs(cost.value(begins[:, None] + (shares[:, None] + sign * away)[..., None] * steps[:, None]))
        for sign in (-1, 1)
    ]
    heights = np.nan_to_num(np.fmax(*sides), nan=0.0, posinf=1e300)
    early, late = heights[:, 4] - heights[:, 0], heights[:, -1] - heights[:, 4]
    grows = (heights[:, 1:] >= 0.99 * heights[:, :-1]).all(axis=1) & (late > 0.3 * early) & (early > 0)
    inside = (shares > 1e-9) & (shares < 1 - 1e-9)
    return np.where(np.abs(poles) <= 1e-12 * np.abs(steps), 0.0, poles), grows & inside
