"""Arrays for drawing: framing, ticks, sampled curves, tangent segments."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from gdmath.arrays import Floats
from gdmath.cost import Cost

_GOLDEN = (math.sqrt(5) - 1) / 2
_LEVEL, _LARGEST = 1e-100, 1e300  # what spans less is level, what is beyond is out of every frame


@dataclass(frozen=True)
class Frame:
    """The part of the plane that is shown: x from `left` to `right`, y from `bottom` to `top`."""

    left: float
    right: float
    bottom: float
    top: float

    def __array__(self, dtype=None, copy=None) -> Floats:
        return np.array([self.left, self.right, self.bottom, self.top], dtype=dtype)

    def contains(self, x: float, y: float) -> bool:
        """Return whether a point lies inside."""
        return self.left <= x <= self.right and self.bottom <= y <= self.top


def round_step(span: float, most: float = 6) -> float:
    """Return the smallest of 1, 2, 2.5, 5 times a power of ten that cuts span into at most `most` parts.

    >>> round_step(200), round_step(0.7)
    (50.0, 0.2)
    """
    if not (span > 0 and math.isfinite(span)):
        return 1.0
    least = span / most
    power = 10.0 ** math.floor(math.log10(least))
    return next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= least * (1 - 1e-9))


def ticks(low: float, high: float, most: float = 6) -> Floats:
    """Return the round numbers from low to high, at most `most` + 1 of them, evenly spaced.

    >>> ticks(-100, 100, 5).tolist()
    [-100.0, -50.0, 0.0, 50.0, 100.0]
    """
    step = round_step(high - low, most)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    decimals = max(0, 2 - math.floor(math.log10(step)))
    numbers = float(first) + np.arange(last - first + 1)  # far out they are too large to be integers
    return np.asarray(np.round(numbers * step, min(decimals, 300)) + 0.0, dtype=float)


def tick_places(values: ArrayLike) -> int:
    """Return how many decimals the ticks need so that all read differently and exactly.

    >>> tick_places([0, 0.25, 0.5])
    2
    """
    numbers = np.asarray(values, dtype=float)
    for places in range(12):
        if np.allclose(numbers, np.round(numbers, places), rtol=0, atol=10.0 ** -(places + 4)):
            return places
    return 12


def sample_curve(cost: Cost, low: float, high: float, count: int = 400) -> Floats:
    """Return points (x, C(x)) of a cost of one variable, shape (n, 2), nan where it is undefined.

    Evenly spaced, with more points wherever the curve turns: a second pass bisects every piece whose middle
    is off its chord by more than 1/2000 of the curve's range.
    """
    x = np.linspace(low, high, count + 1)
    for _ in range(4):
        middle = (x[:-1] + x[1:]) / 2
        y, between = cost.value(x[:, None]), cost.value(middle[:, None])
        finite = y[np.isfinite(y)]
        if not len(finite):
            break
        with np.errstate(all="ignore"):
            bent = np.abs(between - (y[:-1] + y[1:]) / 2) > max(np.ptp(finite), 1e-300) / 2000
            bent |= np.isfinite(y[:-1]) != np.isfinite(y[1:])
        if not bent.any():
            break
        x = np.sort(np.concatenate([x, middle[bent]]))
    return np.stack([x, cost.value(x[:, None])], axis=1)


def frame_run(cost: Cost, thetas: ArrayLike, *, points: ArrayLike = (), widest: float = math.inf) -> Frame:
    """Return a frame around a run of one variable: every finite theta, the extra `points`, and a margin.

    The margin is a quarter of what is held, on a side where one of the `points` (a minimum) is outermost
    0.6 of it, so that its far slope is seen. It is halved towards a side where the curve is so steep that the
    margin alone would outgrow the rest. Height: everything of the curve between.
    """
    extra = np.ravel(np.asarray(points, float))
    visited = np.concatenate([np.ravel(np.asarray(thetas, float)), extra])
    visited = visited[np.isfinite(visited) & (np.abs(visited) <= widest)]
    if not len(visited):
        visited = np.array([0.0])
    low, high = float(visited.min()), float(visited.max())
    if high - low <= 1e-9 * max(1.0, abs(high)):
        reach = max(1.0, abs(high) / 10)
        low, high = low - reach, high + reach
    inner = _range(cost, low, high)
    margins = []
    for edge, direction in ((low, -1.0), (high, 1.0)):
        bottomed = np.any(np.abs(extra - edge) < 0.05 * (high - low))
        margin = (0.6 if bottomed else 0.25) * (high - low)
        for _ in range(6):
            outer = _range(cost, *sorted((edge, edge + direction * margin)))
            if outer[1] - outer[0] <= 0.75 * max(inner[1] - inner[0], 1e-300):
                break
            margin /= 2
        margins.append(margin)
    return frame_domain(cost, low - margins[0], high + margins[1])


def frame_domain(cost: Cost, low: float, high: float) -> Frame:
    """Return the frame from low to high in x that holds the whole curve, with air above and below."""
    bottom, top = _range(cost, low, high)
    if not top - bottom > _LEVEL:
        bottom, top = bottom - max(1.0, abs(bottom) / 10), top + max(1.0, abs(top) / 10)
    air = 0.06 * (top - bottom)
    return Frame(low, high, bottom - air, top + air)


def _range(cost: Cost, low: float, high: float) -> tuple[float, float]:
    values = cost.value(np.linspace(low, high, 801)[:, None])
    values = values[np.abs(values) <= _LARGEST]
    if not len(values):
        return 0.0, 1.0
    bottom, top = float(values.min()), float(values.max())
    middle = float(np.quantile(values, 0.9))
    # A pole: what lies beyond ten times the bulk is cut off, and the frame says so by ending there.
    if top - bottom > 50 * max(middle - bottom, 1e-300) and middle > bottom:
        top = bottom + 10 * (middle - bottom)
    return bottom, top


def tangent_segment(
    theta: float, value: float, slope: float, unit_x: float, unit_y: float, length: float
) -> tuple[Floats, Floats]:
    """Return both ends (2,) of a tangent of fixed length on the screen, centred on (theta, value).

    `unit_x` and `unit_y` are the lengths on the screen of one unit of each axis, `length` is on the screen.

    >>> tangent_segment(0.0, 0.0, 0.0, 2.0, 1.0, 4.0)
    (array([-1.,  0.]), array([1., 0.]))
    """
    angle = math.atan2(slope * unit_y, unit_x) if math.isfinite(slope) else math.pi / 2
    half = np.array([math.cos(angle) / unit_x, math.sin(angle) / unit_y]) * length / 2
    here = np.array([theta, value])
    return here - half, here + half


def lowest_points(cost: Cost, low: float, high: float, most: int = 12) -> Floats:
    """Return the local minima x of a cost of one variable inside (low, high), sorted, shape (m,).

    Found on a grid of 2000 points and narrowed by golden-section search (J. Kiefer, 1953, "Sequential
    minimax search for a maximum") to the limit of floating point.

    >>> lowest_points(Cost.parse("x**4 - 2*x**2"), -2, 2).round(6).tolist()
    [-1.0, 1.0]
    """
    x = np.linspace(low, high, 2001)
    y = cost.value(x[:, None])
    with np.errstate(all="ignore"):
        below = (y[1:-1] < y[:-2]) & (y[1:-1] <= y[2:])
    found = [_golden_section(cost, x[i], x[i + 2]) for i in np.flatnonzero(below)]
    found.sort(key=lambda place: float(cost.value([place])))
    return np.array(sorted(found[:most]))


def _golden_section(cost: Cost, low: float, high: float) -> float:
    for _ in range(100):
        if high - low <= 1e-12 * max(1.0, abs(low)):
            break
        a, b = high - _GOLDEN * (high - low), low + _GOLDEN * (high - low)
        if float(cost.value([a])) <= float(cost.value([b])):
            high = b
        else:
            low = a
    middle = (low + high) / 2
    return _polished(cost, middle)


def _polished(cost: Cost, theta: float) -> float:
    """Return theta after Newton's steps on the exact gradient, which sees past the flat bottom."""
    for _ in range(3):
        slope, bend = float(cost.gradient([theta])[0]), float(cost.hessian([theta])[0, 0])
        if not (math.isfinite(slope) and bend > 0) or abs(slope / bend) > 1e-3 * max(1.0, abs(theta)):
            break
        theta -= slope / bend
    return theta
