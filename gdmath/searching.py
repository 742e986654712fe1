"""Searching a box for what can't be solved for: level places by Newton's method, low ones by comparison."""

import itertools
from enum import Enum

import numpy as np
from scipy.optimize import minimize

from gdmath.arrays import Floats
from gdmath.critical_point import Box
from gdmath.objective import Objective

STARTS = 4096
_ITERATIONS = 120
_SAME = 1e-6  # of the box's width: nearer points are one
_RADII = (1e-4, 1e-3, 1e-2, 3e-2)  # of the box's width: how far around a point is looked
_FINE = 1e-9  # of the box's width: what a cost changes by over this is rounding, or a jump
_POLISHED = 40  # of the low places, which are polished one by one
_ROUNDS = 6


class Around(Enum):
    """How a cost lies around a point, by its values."""

    HIGHER = "all around it is higher"
    LOWER = "all around it is lower"
    MIXED = "there is higher and lower"
    LEVEL = "nothing differs"
    TORN = "the cost jumps there, or has a pole"


def corners(box: Box) -> tuple[Floats, Floats]:
    """Return the lower and the upper bounds, (d,) each."""
    low, high = np.array(box).T
    return low, high


def grid(box: Box) -> Floats:
    """Return about STARTS points, evenly spread and off the round numbers where a search may get stuck."""
    low, high = corners(box)
    d = len(low)
    side = max(2, int(STARTS ** (1 / d)))
    shares = (np.arange(side) + 0.4871) / side
    places = np.array(list(itertools.product(*[shares] * d))) if d <= 6 else _random(d)
    return low + (high - low) * places


def _random(d: int) -> Floats:
    return np.random.default_rng(0).uniform(size=(STARTS, d))


def variation(cost: Objective, box: Box) -> float:
    """Return how much the cost varies over the box."""
    values = cost.value(grid(box))
    values = values[np.isfinite(values)]
    return float(np.ptp(values)) if len(values) else 0.0


def level_places(cost: Objective, box: Box, starts: Floats) -> list[Floats]:
    """Return points where the gradient vanishes, found by Newton's method on grad C = 0 from the starts.

    No step is longer than a tenth of the box.
    """
    low, high = corners(box)
    width = high - low
    theta, arrived = starts, [np.empty((0, len(low)))]
    longest = np.full((len(starts), 1), np.inf)
    with np.errstate(all="ignore"):
        for _ in range(_ITERATIONS):
            gradient, hessian = cost.gradient(theta), cost.hessian(theta)
            sound = np.isfinite(gradient).all(axis=1) & np.isfinite(hessian).all(axis=(1, 2))
            theta, gradient, hessian = theta[sound], gradient[sound], hessian[sound]
            if not len(theta):
                break
            step = -(np.linalg.pinv(hessian, rcond=1e-13) @ gradient[..., None])[..., 0]
            longest = np.abs(step / width).max(axis=1, keepdims=True)
            theta = theta + step / np.maximum(1.0, 10 * longest)
            there = longest[:, 0] <= 1e-13
            arrived.append(theta[there])
            near = (np.abs(theta - (low + high) / 2) <= width).all(axis=1)
            going = near & ~there
            theta, longest = theta[going], longest[going]
        else:
            arrived.append(theta[longest[:, 0] <= 1e-7])
    theta = np.vstack(arrived)
    theta = theta[((theta >= low) & (theta <= high)).all(axis=1)]
    flat = 1e-7 * variation(cost, box) / width.min()
    level = np.abs(cost.gradient(theta)).max(axis=1, initial=0.0) <= flat
    return distinct(theta[level & cost.has_gradient(theta)], width)


def distinct(points: Floats, width: Floats) -> list[Floats]:
    """Return the points (k, d) without those that are the same."""
    kept: list[Floats] = []
    while len(points):
        kept.append(np.where(np.abs(points[0]) <= 1e-12 * width, 0.0, points[0]))
        points = points[(np.abs((points - points[0]) / width) > _SAME).any(axis=1)]
    return kept


def low_places(cost: Objective, box: Box) -> Floats:
    """Return the ends of a compass search from the lowest places of the grid: (m, d), near local minima."""
    low, high = corners(box)
    width = high - low
    theta = grid(box)
    theta = theta[np.argsort(cost.value(theta))[:200]]
    value = cost.value(theta)
    share = np.full((len(theta), 1, 1), 0.05)
    compass = np.vstack([np.eye(len(low)), -np.eye(len(low))])
    for _ in range(_ITERATIONS):
        tried = np.clip(theta[:, None] + share * width * compass, low, high)
        values = np.nan_to_num(cost.value(tried), nan=np.inf)
        best = values.argmin(axis=1)
        lowest = values[np.arange(len(theta)), best]
        better = lowest < value
        theta = np.where(better[:, None], tried[np.arange(len(theta)), best], theta)
        value = np.where(better, lowest, value)
        share = np.where(better[:, None, None], share, share / 2)
    return theta


def polished(cost: Objective, box: Box, places: Floats) -> list[Floats]:
    """Return the places inside the box, lowest first, moved to where nothing near by is lower.

    By the simplex method of J. A. Nelder and R. Mead, 1965, doi:10.1093/comjnl/7.4.308, begun anew until it
    finds nothing lower: a compass alone stays on any crease that is askew.
    """
    low, high = corners(box)
    width = high - low
    inside = distinct(places[((places > low) & (places < high)).all(axis=1)], 100 * width)
    lowest = sorted(inside, key=lambda theta: float(cost.value(theta)))[:_POLISHED]
    found = [_settled(cost, theta, width) for theta in lowest]
    kept = [theta for theta in found if ((theta > low) & (theta < high)).all()]
    return distinct(np.array(kept).reshape(-1, len(low)), width)


def _settled(cost: Objective, theta: Floats, width: Floats) -> Floats:
    def value(place: Floats) -> float:
        found = float(cost.value(place))
        return found if found == found else np.inf

    generator = np.random.default_rng(0)
    for size in np.geomspace(1e-2, 1e-4, _ROUNDS):
        simplex = theta + size * width * np.vstack([np.zeros(len(width)), _frame(generator, len(width))])
        options = {
            "initial_simplex": simplex,
            "xatol": 1e-13 * width.min(),
            "fatol": 0,
            "maxfev": 300 * len(width),
        }
        with np.errstate(all="ignore"):
            better = minimize(value, theta, method="Nelder-Mead", options=options)
        if better.fun < value(theta):
            theta = better.x
    return theta


def _frame(generator: np.random.Generator, d: int) -> Floats:
    """Return d directions at right angles, turned at random."""
    return np.linalg.qr(generator.standard_normal((d, d)))[0]


def around(cost: Objective, theta: Floats, box: Box) -> Around:
    """Return how the cost lies around a point: at the nearest radius at which it differs from the value."""
    low, high = corners(box)
    width, d = high - low, len(low)
    directions = np.random.default_rng(0).standard_normal((400, d)) if d > 1 else np.array([[-1.0], [1.0]])
    directions /= np.linalg.norm(directions, axis=1, keepdims=True)
    directions = np.vstack([directions, np.eye(d), -np.eye(d)])
    value, beside = float(cost.value(theta)), cost.value(theta + _FINE * width * directions)
    if np.isinf(value):
        return Around.TORN
    beside = beside[np.isfinite(beside)]
    if not np.isfinite(value):  # a hole of one point is filled in
        value = float(np.median(beside)) if len(beside) else np.nan
    noise = float(np.abs(beside - value).max(initial=0.0))
    margin = 2 * noise + 8 * np.finfo(float).eps * abs(value)
    for radius in _RADII:
        change = cost.value(theta + radius * width * directions) - value
        change = change[np.isfinite(change)]
        if not len(change) or np.abs(change).max() <= 8 * np.finfo(float).eps * abs(value):
            continue
        if noise > 0.25 * np.abs(change).max() and radius >= 1e-3:
            return Around.TORN
        if np.abs(change).max() > margin:
            return _side(change, margin)
    return Around.LEVEL


def _side(change: Floats, margin: float) -> Around:
    if change.min() >= -margin:
        return Around.HIGHER
    return Around.LOWER if change.max() <= margin else Around.MIXED
