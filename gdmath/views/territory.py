"""Where one looks if nothing else is said: around the nearest valleys, and where in them to start."""

import math
from collections.abc import Sequence

import numpy as np

from gdmath.arrays import Floats
from gdmath.objective import Objective
from gdmath.views.boxes import Box, Range, inside, lattice, low_places
from gdmath.views.terrain import Line, natural_scale

LARGEST = 1e100  # of costs and slopes that can be squared
_WIDTHS = (2.0, 5.0, 10.0, 30.0, *(10.0**k for k in range(2, 10)))
_GRID = 3600  # points of a first look at a territory
_MOST_VALLEYS = 60  # in a territory: more can't be told apart
# Of starts, in half widths from the middle: the first that do are taken.
_ON_AXIS = (0.75, -0.6, 0.45, -0.8, 0.6, -0.35, 0.25, -0.9, 0.9, -0.2, 0.1, -0.1, 0.35, -0.45, 0.15, 0.05)
_IN_PLANE = ((0.75, 0.45), (-0.6, 0.7), (-0.35, -0.75))
_OTHERS = 21


def territory(cost: Objective) -> Box:
    """Return the box in which a cost has its nearest valleys: where one looks if nothing else is said.

    Around the minimum nearest to the origin with what is next to it; [-2, 2] on every axis, or what of it
    the cost is defined on, where there is none.

    >>> from gdmath import Cost
    >>> territory(Cost.parse("x**2 + y**2"))
    ((-2.0, 2.0), (-2.0, 2.0))
    """
    if (found := _of_quadratic(cost)) is not None:
        return found
    return (_interval(cost),) if cost.dimension == 1 else _box(cost)


def _of_quadratic(cost: Objective) -> Box | None:
    """Of a quadratic with one minimum: around that, and each axis in its own scale where these differ."""
    if not cost.has_constant_hessian:
        return None
    origin = np.zeros(cost.dimension)
    gradient, hessian = cost.gradient(origin), cost.hessian(origin)
    if not (
        np.isfinite(gradient).all() and np.linalg.eigvalsh(hessian).min() > 1e-12 * np.abs(hessian).max()
    ):
        return None
    minimum = -np.linalg.solve(hessian, gradient)
    half = 2 * max(1.0, float(np.abs(minimum).max()) / 2)
    curves = np.sqrt(np.diag(hessian))
    scales = curves.min() / curves
    halves = half * np.where(scales < 1 / 30, scales, 1.0)
    return tuple((float(m - h), float(m + h)) for m, h in zip(minimum, halves, strict=True))


def _interval(cost: Objective) -> Range:
    line = Line(cost, np.zeros(1), 0)
    found = line.turns()
    lows = [turn for turn in found if turn.lowest and abs(turn.value) < LARGEST]
    if not lows:
        return _defined_interval(line, [turn.place for turn in found])
    first = min(lows, key=lambda turn: abs(turn.place))
    scale = natural_scale(cost, np.array([first.place]), 0)
    number = found.index(first)
    low, high = first.place - 2 * scale, first.place + 2 * scale
    if number > 0:
        low = max(low, found[number - 1].place) if abs(found[number - 1].place - low) < 4 * scale else low
    for side, others in ((-1, found[:number][::-1]), (1, found[number + 1 :])):
        for turn in others[:4]:
            gap = turn.place - (low if side < 0 else high)
            if side * gap > 1.5 * (high - low):
                break
            low, high = min(low, turn.place), max(high, turn.place)
    t = np.linspace(low, high, 401)
    defined = t[np.isfinite(line.values(t))]
    return (float(defined[0]), float(defined[-1])) if len(defined) > 1 else (low, high)


def _defined_interval(line: Line, turns: Sequence[float]) -> Range:
    """[-2, 2] around the turn nearest to the origin, or what is defined of it, or next to it."""
    middle = min(turns, key=abs, default=0.0)
    out = line.outward()
    for t in (middle + np.linspace(-2, 2, 801), np.concatenate([-out[::-1], out])):
        defined = t[np.isfinite(line.values(t))]
        if len(defined):
            break
    else:
        raise nowhere(line.cost)
    if len(t) == 801 and len(defined) > 1:
        if not np.ptp(line.values(defined)) > 0:
            return _beyond_level(line, defined)
        return float(defined[0]), float(defined[-1])
    nearest = float(defined[np.argmin(np.abs(defined))])
    size = max(1.0, abs(nearest))
    t = np.linspace(nearest - size, nearest + size, 801)
    defined = t[np.isfinite(line.values(t))]
    return (float(defined[0]), float(defined[-1])) if len(defined) > 1 else (nearest, nearest + size)


def _beyond_level(line: Line, level: Floats) -> Range:
    """A level stretch, and as much again of what is beyond it, where something differs."""
    out = line.outward()
    places = np.concatenate([-out[::-1], out])
    values = line.values(places)
    differs = places[np.isfinite(values) & (values != line.values(level[:1])[0])]
    if not len(differs):
        return float(level[0]), float(level[-1])
    end = 2 * float(differs[np.argmin(np.abs(differs))])
    return min(float(level[0]), end), max(float(level[-1]), end)


def _box(cost: Objective) -> Box:
    """The smallest of some squares around the origin that has a valley inside, not at its edge."""
    d = cost.dimension
    for half in _WIDTHS:
        box = ((-half, half),) * d
        points, values = looked_at(cost, box)
        inner = (np.abs(points) < 0.9 * half).all(axis=1)
        if not inner.any() or _is_plain(values):
            continue
        if values[inner].min() <= values.min():
            points, values = points[inner], values[inner]
            return _defined_box(_told_apart(cost, box, points[np.argmin(values)]), cost)
    return _defined_box(((-2.0, 2.0),) * d, cost)


def _is_plain(values: Floats) -> bool:
    """Whether a large part of a box is as low as it gets, with no slope to follow."""
    return bool((values <= values.min() + 1e-9 * np.ptp(values)).mean() > 0.3)


def looked_at(cost: Objective, box: Box) -> tuple[Floats, Floats]:
    """Points of a box where the cost is finite, and the costs there."""
    points = _places(box)
    values = cost.value(points)
    kept = np.isfinite(values) & (np.abs(values) < LARGEST)
    return points[kept], values[kept]


def _places(box: Box) -> Floats:
    d = len(box)
    if d <= 2:
        return lattice(box, {1: 801, 2: 59}[d])
    low, high = np.transpose(box)
    return np.random.default_rng(0).uniform(low, high, (_GRID, d))


def _told_apart(cost: Objective, box: Box, lowest: Floats) -> Box:
    """A box, or less of it around its lowest place, in which the valleys are so few that they can be seen."""
    if cost.dimension != 2:
        return box
    for _ in range(40):
        if len(low_places(cost, box)) <= _MOST_VALLEYS:
            break
        halves = np.ptp(box, axis=1) / 5
        box = tuple((float(m - h), float(m + h)) for m, h in zip(lowest, halves, strict=True))
    return box


def _defined_box(box: Box, cost: Objective) -> Box:
    """A box, or what of it the cost is defined on, a little widened."""
    points, _ = looked_at(cost, box)
    if not len(points):
        wider = tuple((100 * low, 100 * high) for low, high in box)
        points, _ = looked_at(cost, wider)
        if not len(points):
            raise nowhere(cost)
        center = points[np.argmin(np.abs(points).max(axis=1))]
        half = max(1.0, float(np.abs(center).max()) / 2)
        return tuple((float(c - half), float(c + half)) for c in center)
    low, high = points.min(axis=0), points.max(axis=0)
    ends = np.transpose(box)
    air = 0.1 * np.maximum(high - low, 1e-3 * (ends[1] - ends[0]))
    low, high = np.maximum(low - air, ends[0]), np.minimum(high + air, ends[1])
    return tuple(zip(low.tolist(), high.tolist(), strict=True))


def nowhere(cost: Objective) -> ValueError:
    """Return the error that says so where a cost is defined nowhere near, or too large everywhere."""
    values = np.abs(cost.value(_places(((-2.0, 2.0),) * cost.dimension)))
    values = values[np.isfinite(values)]
    if len(values):
        return ValueError(
            f"the cost is about {np.median(values):.3g} near the origin; divide the cost by as much"
        )
    return ValueError(f"the cost {cost.formula:.60} is not defined wherever was looked; give a start")


def candidates(cost: Objective, box: Box) -> Floats:
    """Return places (n, d) in a box to start from, the best first: where the cost is defined and sloping.

    Raises ValueError if there are none.
    """
    middle, half = np.mean(box, axis=1), np.ptp(box, axis=1) / 2
    shares = _shares(cost.dimension)
    points, values = looked_at(cost, box)
    lowest = points[np.argmin(values)] if len(points) else middle
    blocks = [_rounded(middle, half, shares), _rounded(middle, half / 2, shares)]
    places = np.concatenate([*blocks, *(_rounded(lowest, reach * half, shares) for reach in (0.2, 0.05))])
    places = places[inside(places, box)]
    beyond = middle + 1.2 * (places - middle)  # the edge of where it is defined is no place to start from
    value, gradient = cost.value_and_gradient(places)
    size = np.abs(np.concatenate([value[:, None], gradient], axis=1)).max(axis=1)
    defined = size < LARGEST
    defined[defined] = cost.has_gradient(places[defined])
    fit = defined & np.isfinite(cost.value(beyond)) & (np.abs(places - middle) > 0.02 * half).all(axis=1)
    steep = np.abs(gradient * half).max(axis=1)
    fit &= steep > 0
    if fit.any():  # nor is where it is level, or much steeper than elsewhere
        usual = float(np.median(steep[fit]))
        fit &= (steep <= 30 * usual) & (steep >= usual / 5)
    fit = fit if fit.any() else defined if defined.any() else size < LARGEST
    if not fit.any():
        raise nowhere(cost)
    return places[fit][: 3 * len(shares) // 2]


def usual_range(values: Floats) -> float:
    """The range of most of some values: poles and steep walls left out."""
    return float(np.ptp(np.quantile(values, (0.05, 0.95)))) if len(values) else 0.0


def _shares(d: int) -> Floats:
    if d == 1:
        return np.array(_ON_AXIS)[:, None]
    first = np.array(_IN_PLANE)
    if d > 2:
        first = np.zeros((0, d))
    # Evenly spread over the box, and on none of its axes of symmetry.
    golden = 1 / _plastic(d) ** np.arange(1, d + 1)
    others = 1.7 * ((0.5 + np.arange(1, _OTHERS + 1)[:, None] * golden) % 1) - 0.85
    return np.concatenate([first, others])


def _plastic(d: int) -> float:
    root = 2.0
    for _ in range(60):
        root = (1 + root) ** (1 / (d + 1))
    return root


def _rounded(middle: Floats, half: Floats, shares: Floats) -> Floats:
    """middle + shares * half, rounded to two digits of that."""
    places = middle + shares * half
    digits = [min(300, 1 - math.floor(math.log10(size))) if size > 0 else 0 for size in half]
    return np.stack([np.round(x, n) + 0.0 for x, n in zip(places.T, digits, strict=True)], axis=1)
