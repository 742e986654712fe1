"""Arrays for drawing: frames, ticks, sampled curves, tangent segments."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gdmath.arrays import Floats
from gdmath.cost import Cost

HALVINGS = 24  # of a piece of a curve, until it is seen to jump


@dataclass(frozen=True)
class Frame:
    """The part of the plane that is shown: x from `left` to `right`, y from `bottom` to `top`.

    >>> np.asarray(Frame(-1, 1, 0, 2)).tolist()
    [-1, 1, 0, 2]
    """

    left: float
    right: float
    bottom: float
    top: float

    def __array__(self, dtype=None, copy=None) -> Floats:
        return np.array([self.left, self.right, self.bottom, self.top], dtype=dtype)


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


FINER = 3  # times that a step may be


def ticks(low: float, high: float, most: float = 6, least: int = 1) -> Floats:
    """Return the round numbers from low to high, at most `most` + 1 of them, evenly spaced.

    `least`: one alone tells no scale; where it says 2, and `most` is no less, there are so many.

    >>> ticks(-100, 100, 5).tolist(), ticks(-4.2, 4.3, 3).tolist(), ticks(-4.2, 4.3, 3, 2).tolist()
    ([-100.0, -50.0, 0.0, 50.0, 100.0], [0.0], [-2.5, 0.0, 2.5])
    """
    step = round_step(high - low, most)
    found = _multiples(low, high, step)
    for _ in range(FINER):
        if len(found) >= min(least, most):
            break
        step = round_step(step, 2)  # the next finer one: between neighbours of one number are three
        found = _multiples(low, high, step)
    return found


def _multiples(low: float, high: float, step: float) -> Floats:
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    decimals = max(0, 2 - math.floor(math.log10(step)))
    numbers = float(first) + np.arange(last - first + 1)  # far out they are too large to be integers
    return np.asarray(np.round(numbers * step, min(decimals, 300)) + 0.0, dtype=float)


MOST_PLACES = 15  # that a float of about one has


def tick_places(values: ArrayLike) -> int:
    """Return how many decimals the ticks need so that all read differently and exactly.

    >>> tick_places([0, 0.25, 0.5]), tick_places([0.4, 0.40000001])
    (2, 8)
    """
    numbers = np.asarray(values, dtype=float)
    steps = np.abs(np.diff(numbers)) if len(numbers) > 1 else np.abs(numbers)
    near = 1e-3 * float(steps.min()) if len(steps) else 0.0
    for places in range(MOST_PLACES):
        if np.allclose(numbers, np.round(numbers, places), rtol=0, atol=near):
            return places
    return MOST_PLACES


def sample_curve(cost: Cost, low: float, high: float, count: int = 400) -> Floats:
    """Return points (x, C(x)) of a cost of one variable, shape (n, 2), nan where it is undefined or jumps.

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
    points = np.stack([x, cost.value(x[:, None])], axis=1)
    jumps = _jumps(cost, points)
    gaps = np.column_stack([points[jumps, 0], np.full(len(jumps), np.nan)])
    return np.insert(points, jumps + 1, gaps, axis=0)


@np.errstate(all="ignore")
def _jumps(cost: Cost, points: Floats) -> NDArray[np.intp]:
    """Return after which of the points (n, 2) the cost jumps: where halving a piece leaves it as high."""
    x, y = points.T
    high, finite = np.abs(np.diff(y)), y[np.isfinite(y)]
    if not len(finite):
        return np.zeros(0, np.intp)
    usual = np.subtract(*np.percentile(finite, [90, 10]))  # beside a pole a jump is small
    pieces = np.flatnonzero(np.isfinite(high) & (high > max(1e-2 * usual, 1e-6 * np.ptp(finite))))
    ends, values = (np.stack([each[pieces], each[pieces + 1]]) for each in (x, y))
    width = ends[1] - ends[0]
    for _ in range(HALVINGS if len(pieces) else 0):
        middle = ends.mean(axis=0)
        between = cost.value(middle[:, None])
        first = ~(np.abs(between - values[0]) < np.abs(values[1] - between))
        ends = np.where(first, [ends[0], middle], [middle, ends[1]])
        values = np.where(first, [values[0], between], [between, values[1]])
    narrow = ends[1] - ends[0] <= 1e-6 * width  # and not just two neighbours of all floating-point numbers
    return pieces[narrow & ~(np.abs(values[1] - values[0]) < 0.4 * high[pieces])]


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
