"""Where a cost is level: critical points in a box, and of which kind each is."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np
import sympy as sp

from gdmath.cost import Cost, Floats
from gdmath.solving import Box, solve_gradient

_STARTS = 4096
_ITERATIONS = 120
_SAME = 1e-6  # of the box's width: nearer points are one
_CONTINUUM = 64  # more degenerate points than this are a line or a surface of them
_CREASE = 16  # more kinks than this lie on a line


class Kind(Enum):
    """What a critical point is; degenerate where the Hessian is singular and does not tell."""

    MINIMUM = "minimum"
    MAXIMUM = "maximum"
    SADDLE = "saddle"
    DEGENERATE = "degenerate"
    KINK = "minimum at a kink"


@dataclass(frozen=True)
class CriticalPoint:
    """A point where the gradient vanishes, or a minimum at a kink.

    `theta` and `value` as numbers, `eigenvalues` of the Hessian from the lowest, `exact` the point as sympy
    solved it, or None. `lowest_around`: no point nearby is lower, so that it is a local minimum.
    """

    theta: tuple[float, ...]
    value: float
    kind: Kind
    eigenvalues: tuple[float, ...]
    lowest_around: bool
    exact: tuple[sp.Expr, ...] | None = None


@dataclass(frozen=True)
class CriticalPoints:
    """The critical points of a cost in a box, from the lowest, and a sentence on how they were found."""

    points: tuple[CriticalPoint, ...]
    method: str
    note: str

    @property
    def minima(self) -> tuple[CriticalPoint, ...]:
        """The local minima, from the lowest."""
        return tuple(point for point in self.points if point.lowest_around)

    @property
    def lowest(self) -> tuple[CriticalPoint, ...]:
        """The lowest of the local minima: global in the box unless `note` says that its edge is lower."""
        least = min((point.value for point in self.minima), default=0.0)
        return tuple(point for point in self.minima if point.value <= least + 1e-9 * max(1.0, abs(least)))


def critical_points(
    cost: Cost, box: Sequence[tuple[float, float]], *, seconds: float = 5.0
) -> CriticalPoints:
    """Return the critical points in a box of d intervals (low, high), with their kind by the exact Hessian.

    Solved symbolically if sympy can within `seconds`; else searched for by Newton's method on grad C = 0
    from up to 4096 places, which may miss some, and `note` says so; then minima at kinks are searched too.

    Raises ValueError for a box that does not fit the cost or is empty, and for a bound on time below 0.

    >>> found = critical_points(Cost.parse("x**4 - 2*x**2"), [(-3, 3)], seconds=30)
    >>> [(point.theta, point.kind.value) for point in found.points]
    [((-1.0,), 'minimum'), ((1.0,), 'minimum'), ((0.0,), 'maximum')]
    >>> found.method
    'symbolic'
    """
    checked = _box(cost, box)
    if not seconds >= 0:
        raise ValueError(f"seconds is {seconds:g}; it must be 0 or more, such as 5")
    low_places = _compass(cost, checked)
    searched = _search(cost, checked, np.vstack([_grid(checked), low_places]))
    exact = solve_gradient(cost, checked, seconds) if seconds and cost.is_smooth else None
    if exact is not None and _misses(exact, searched, checked):
        exact = None
    if exact is not None:
        points = [_classified_exactly(cost, point, checked) for point in exact]
        method, note = "symbolic", "all of them, solved symbolically"
    else:
        points = [_classified(cost, theta, checked) for theta in searched]
        kinks = _kinks(cost, checked, low_places)
        points += kinks if len(kinks) <= _CREASE else kinks[:1]
        method = "numeric"
        note = f"not solved symbolically; found by Newton's method from {_STARTS} places, there may be more"
        if len(kinks) > _CREASE:
            note += "; the kinks are a crease, of which the lowest place that was found is listed"
    if sum(point.kind is Kind.DEGENERATE for point in points) > _CONTINUUM:
        note += "; so many degenerate ones are samples of a line or a surface of them"
    found = CriticalPoints(tuple(sorted(points, key=lambda point: (point.value, point.theta))), method, note)
    return CriticalPoints(found.points, method, note + _edge(cost, checked, found))


def _box(cost: Cost, box: Sequence[tuple[float, float]]) -> Box:
    checked = tuple((float(low), float(high)) for low, high in box)
    if len(checked) != cost.dimension:
        raise ValueError(f"the box has {len(checked)} interval(s); this cost needs {cost.dimension}")
    for low, high in checked:
        if not (np.isfinite([low, high]).all() and low < high):
            raise ValueError(f"the interval {low:g}, {high:g} is empty; give the lower bound first")
    return checked


def _corners(box: Box) -> tuple[Floats, Floats]:
    low, high = np.array(box).T
    return low, high


def _grid(box: Box) -> Floats:
    """About _STARTS points, evenly spread and off the round numbers where a search may get stuck."""
    low, high = _corners(box)
    d = len(low)
    side = max(2, int(_STARTS ** (1 / d)))
    shares = (np.arange(side) + 0.4871) / side
    places = np.array(list(itertools.product(*[shares] * d))) if d <= 6 else _random(d)
    return low + (high - low) * places


def _random(d: int) -> Floats:
    return np.random.default_rng(0).uniform(size=(_STARTS, d))


def _search(cost: Cost, box: Box, theta: Floats) -> list[Floats]:
    """Newton's method on grad C = 0, with steps of at most a tenth of the box, from many places."""
    low, high = _corners(box)
    width = high - low
    step = np.full_like(theta, np.inf)
    with np.errstate(all="ignore"):
        for _ in range(_ITERATIONS):
            gradient, hessian = cost.gradient(theta), cost.hessian(theta)
            sound = np.isfinite(gradient).all(axis=1) & np.isfinite(hessian).all(axis=(1, 2))
            theta, gradient, hessian = theta[sound], gradient[sound], hessian[sound]
            if not len(theta):
                return []
            step = -(np.linalg.pinv(hessian, rcond=1e-13) @ gradient[..., None])[..., 0]
            longest = np.abs(step / width).max(axis=1, keepdims=True)
            theta = theta + step / np.maximum(1.0, 10 * longest)
            near = (np.abs(theta - (low + high) / 2) <= width).all(axis=1)
            theta, step = theta[near], step[near]
    still = (np.abs(step / width) <= 1e-7).all(axis=1) & ((theta >= low) & (theta <= high)).all(axis=1)
    level = np.abs(cost.gradient(theta)).max(axis=1, initial=0.0) <= 1e-7 * _scale(cost, box) / width.min()
    return _distinct(theta[still & level], width)


def _scale(cost: Cost, box: Box) -> float:
    """How much the cost varies over the box."""
    values = cost.value(_grid(box))
    values = values[np.isfinite(values)]
    return float(np.ptp(values)) if len(values) else 0.0


def _distinct(points: Floats, width: Floats) -> list[Floats]:
    kept: list[Floats] = []
    while len(points):
        kept.append(np.where(np.abs(points[0]) <= 1e-12 * width, 0.0, points[0]))
        points = points[(np.abs((points - points[0]) / width) > _SAME).any(axis=1)]
    return kept


def _misses(exact: list[tuple[sp.Expr, ...]], searched: list[Floats], box: Box) -> bool:
    """Whether the search has found a point that the solver has not."""
    low, high = _corners(box)
    places = [np.array([float(x) for x in point]) for point in exact]
    return any(
        not any((np.abs((theta - place) / (high - low)) <= 1e-4).all() for place in places)
        for theta in searched
    )


def _classified_exactly(cost: Cost, point: tuple[sp.Expr, ...], box: Box) -> CriticalPoint:
    """By the eigenvalues of the Hessian at 50 digits."""
    digits = 50
    at = {symbol: sp.re(sp.N(x, digits)) for symbol, x in zip(cost.variables, point, strict=True)}
    entries = [[sp.N(entry.xreplace(at), digits) for entry in row] for row in cost.symbolic_hessian]
    hessian = sp.Matrix(entries)
    largest = max(1, *(abs(entry) for row in entries for entry in row))
    theta = np.array([float(at[symbol]) for symbol in cost.variables])
    numbers = np.linalg.eigvalsh(np.array((hessian / largest).tolist(), dtype=float)) * float(largest)
    # Float eigenvalues are good to 1e-15 of the largest; the determinant at 50 digits tells zero from small.
    singular = abs(sp.N(hessian.det(), digits)) <= sp.Float("1e-30") * largest ** len(theta)
    return _point(cost, theta, numbers, bool(singular), box, point)


def _classified(cost: Cost, theta: Floats, box: Box) -> CriticalPoint:
    numbers: Floats = np.asarray(np.linalg.eigvalsh(cost.hessian(theta)), dtype=float)
    low, high = _corners(box)
    usual = max(float(np.abs(numbers).max()), _scale(cost, box) / float((high - low).max()) ** 2)
    return _point(cost, theta, numbers, bool(np.abs(numbers).min() <= 1e-7 * usual), box, None)


def _point(
    cost: Cost,
    theta: Floats,
    eigenvalues: Floats,
    singular: bool,
    box: Box,
    exact: tuple[sp.Expr, ...] | None,
) -> CriticalPoint:
    if singular:
        kind = Kind.DEGENERATE
    elif eigenvalues.min() > 0:
        kind = Kind.MINIMUM
    else:
        kind = Kind.MAXIMUM if eigenvalues.max() < 0 else Kind.SADDLE
    lowest = kind is Kind.MINIMUM or (singular and _is_lowest_around(cost, theta, box))
    numbers = tuple(eigenvalues.tolist())
    return CriticalPoint(tuple(theta.tolist()), float(cost.value(theta)), kind, numbers, lowest, exact)


def _is_lowest_around(cost: Cost, theta: Floats, box: Box) -> bool:
    low, high = _corners(box)
    directions = np.random.default_rng(0).standard_normal((400, len(theta)))
    directions /= np.linalg.norm(directions, axis=1, keepdims=True)
    radii = np.array([1e-3, 1e-2])[:, None, None]
    around = cost.value(theta + radii * (high - low) * directions)
    value = float(cost.value(theta))
    margin = 1e-13 * max(1.0, abs(value))
    around = around[np.isfinite(around)]
    return bool((around >= value - margin).all() and (around > value + margin).any())


def _compass(cost: Cost, box: Box) -> Floats:
    """Local minima, kinks or not, by a compass search from the lowest places of the grid: (m, d)."""
    low, high = _corners(box)
    width = high - low
    theta = _grid(box)
    theta = theta[np.argsort(cost.value(theta))[:200]]
    value = cost.value(theta)
    share = np.full((len(theta), 1, 1), 0.05)
    compass = _compass_card(len(low))
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


def _kinks(cost: Cost, box: Box, places: Floats) -> list[CriticalPoint]:
    """Those of the places that are minima without a gradient."""
    low, high = _corners(box)
    width = high - low
    inside = ((places > low) & (places < high)).all(axis=1)
    points = _distinct(places[inside], width)
    sharp = [
        point
        for point in points
        if not _slope(cost, point, width) <= 1e-4 * _scale(cost, box) / width.max()
        and _is_lowest_around(cost, point, box)
        and np.isfinite(cost.value(point + 1e-3 * width * _compass_card(len(low)))).all()
    ]
    return [
        CriticalPoint(tuple(point.tolist()), float(cost.value(point)), Kind.KINK, (), lowest_around=True)
        for point in sorted(sharp, key=lambda point: float(cost.value(point)))
    ]


def _compass_card(d: int) -> Floats:
    return np.vstack([np.eye(d), -np.eye(d)])


def _slope(cost: Cost, point: Floats, width: Floats) -> float:
    """The gradient's norm at a point and just beside it, nan where it is undefined."""
    beside = np.array([point, point + 1e-9 * width])
    return float(np.linalg.norm(cost.gradient(beside), axis=1).max())


def _edge(cost: Cost, box: Box, found: CriticalPoints) -> str:
    """What to add to the note where the cost is lower on the box's edge than at its minima."""
    low, high = _corners(box)
    edge = np.random.default_rng(0).uniform(low, high, (4000, len(low)))
    for number, point in enumerate(edge):
        axis, end = divmod(number % (2 * len(low)), 2)
        point[axis] = (low, high)[end][axis]
    values = cost.value(edge)
    values = values[np.isfinite(values)]
    least = min((point.value for point in found.minima), default=np.inf)
    if len(values) and values.min() < least - 1e-9 * max(1.0, abs(least) if np.isfinite(least) else 1.0):
        return f"; the cost is lower at the edge of the box, {values.min():.6g}"
    return ""
