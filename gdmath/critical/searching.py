"""Searching a box for what can't be solved for: level places by Newton's method, low ones by comparison."""

import itertools
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from gdmath.arrays import Floats
from gdmath.cost import Cost
from gdmath.critical.critical_point import Box
from gdmath.critical.floating import floating
from gdmath.data.data_cost import DataCost
from gdmath.formulas.graph import ordered
from gdmath.objective import Objective

_MOST, _LEAST = 4096, 8  # places of a grid
_WORK = 8e6  # what bounds the work: places, times the parts of a formula, times its derivatives
_SHORT = 50  # operations, of which fewer take no less time
_ROWS = 1000  # of the data, with which a minimum is searched for before all are used
_ITERATIONS = 120
_THINNED = 30  # iterations after which only some of the places that have not arrived go on
_GOING = 300
_SAME = 1e-6  # of the box's width: nearer points are one
_LOW = 64  # places from which the lowest are looked for
_COMPASS = 150  # iterations
_CROWD = 500  # more points than this are told apart by rounding
_FUNCTION_CALLS = 400  # places of a grid for a function of Python's


@dataclass(frozen=True)
class Search:
    """A box, and how closely it is searched for a cost."""

    source: Objective
    box: Box

    @cached_property
    def cost(self) -> Objective:
        """The cost, quickly computed."""
        return floating(self.source)

    @cached_property
    def low(self) -> Floats:
        return np.array(self.box, dtype=float)[:, 0]

    @cached_property
    def high(self) -> Floats:
        return np.array(self.box, dtype=float)[:, 1]

    @cached_property
    def width(self) -> Floats:
        return self.high - self.low

    @property
    def dimension(self) -> int:
        return len(self.box)

    @cached_property
    def count(self) -> int:
        """How many places the grid has, at most: fewer for longer formulas."""
        return int(np.clip(_WORK / self.work, _LEAST, _MOST))

    @cached_property
    def work(self) -> float:
        """What a place costs: the operations of a formula and of its derivatives."""
        if not isinstance(self.source, Cost):
            return _WORK / _FUNCTION_CALLS
        rows = len(self.source.rows) if isinstance(self.source, DataCost) else 1
        return max(_SHORT, len(ordered([self.source.graph]))) * rows * (1.0 + self.dimension) ** 2

    @cached_property
    def light(self) -> "Search":
        """The same search over some of the rows, if there are many."""
        if isinstance(self.source, DataCost) and len(self.source.rows) > _ROWS:
            rows = np.linspace(0, len(self.source.rows) - 1, _ROWS).astype(np.int64)
            return Search(self.source.subset(rows), self.box)
        return self

    @cached_property
    def grid(self) -> Floats:
        """Places (k, d), evenly spread and off the round numbers where a search may get stuck."""
        d = self.dimension
        side = int(self.count ** (1 / d) + 1e-9)
        if side < 3:
            return self.low + self.width * np.random.default_rng(0).uniform(size=(self.count, d))
        shares = (np.arange(side) + 0.4871) / side
        return self.low + self.width * np.array(list(itertools.product(*[shares] * d)))

    @cached_property
    def values(self) -> Floats:
        """The cost on the grid (k,)."""
        return self.cost.value(self.grid)

    @cached_property
    def variation(self) -> float:
        """How much the cost varies over the box, but for its highest parts, such as poles."""
        values = self.values[np.isfinite(self.values)]
        return float(np.quantile(values, 0.9) - values.min()) if len(values) else 0.0

    def holds(self, points: Floats) -> NDArray[np.bool_]:
        """Which points (k, d) lie in the box, but for rounding."""
        slack = 1e-12 * self.width
        return np.all((points >= self.low - slack) & (points <= self.high + slack), axis=1)

    def clipped(self, points: Floats) -> Floats:
        """Return points with what is rounding cut off, at the edges and at 0."""
        return np.clip(np.where(np.abs(points) <= 1e-13 * self.width, 0.0, points), self.low, self.high)


def level_places(search: Search, starts: Floats, singular: float = 1e-13) -> Floats:
    """Return points (k, d) where the gradient vanishes, found by Newton's method on grad C = 0.

    Where the Hessian is singular (its smallest eigenvalue is less than `singular` times the largest), the
    step is the shortest of those that fit. No step is longer than a tenth of the box.
    """
    theta, arrived = starts, [np.empty((0, search.dimension))]
    longest = np.full(len(starts), np.inf)
    for iteration in range(_ITERATIONS):
        theta, step = _newton(search.cost, theta, search.width, singular)
        if not len(theta):
            break
        longest = np.abs(step / search.width).max(axis=1)
        theta = theta + step / np.maximum(1.0, 10 * longest)[:, None]
        there = longest <= 1e-14
        arrived.append(theta[there])
        near = (np.abs(theta - (search.low + search.high) / 2) <= search.width).all(axis=1)
        going = near & ~there
        if iteration >= _THINNED and going.sum() > _GOING:
            chosen = np.flatnonzero(going)[:: int(going.sum() / _GOING) + 1]
            going = np.isin(np.arange(len(going)), chosen)
        theta, longest = theta[going], longest[going]
    arrived.append(theta[longest[: len(theta)] <= 1e-7])
    theta = np.vstack(arrived)
    theta = theta[search.holds(theta)]
    flat = 1e-7 * max(search.variation, 1e-300) / search.width.min()
    with np.errstate(all="ignore"):
        level = np.abs(search.cost.gradient(theta)).max(axis=1, initial=0.0) <= flat
    return distinct(search.clipped(theta[level]), search.width)


def _newton(cost: Objective, theta: Floats, width: Floats, singular: float) -> tuple[Floats, Floats]:
    """Return the places that have derivatives, and Newton's step at each."""
    with np.errstate(all="ignore"):
        gradient, hessian = cost.gradient(theta) * width, cost.hessian(theta) * np.outer(width, width)
        sound = np.isfinite(gradient).all(axis=1) & np.isfinite(hessian).all(axis=(1, 2))
        theta, gradient, hessian = theta[sound], gradient[sound], hessian[sound]
        if not len(theta):
            return theta, theta
        numbers, vectors = np.linalg.eigh(hessian)
        parts = np.einsum("kji,kj->ki", vectors, gradient)
        sharp = np.abs(numbers) > singular * np.abs(numbers).max(axis=1, keepdims=True)
        parts = np.where(sharp, parts / np.where(sharp, numbers, 1.0), 0.0)
        step = -np.einsum("kij,kj->ki", vectors, parts) * width
        return theta, np.nan_to_num(step, nan=0.0, posinf=0.0, neginf=0.0)


def distinct(points: Floats, width: Floats, same: float = _SAME) -> Floats:
    """Return the points (k, d) without those that are the same."""
    if len(points) > _CROWD:
        cells = np.round(points / (same * width))
        return points[np.sort(np.unique(cells, axis=0, return_index=True)[1])]
    kept: list[Floats] = []
    while len(points):
        kept.append(points[0])
        points = points[(np.abs((points - points[0]) / width) > same).any(axis=1)]
    return np.array(kept).reshape(-1, len(width))


@dataclass(frozen=True)
class Low:
    """Where searches for low places ended (k, d), and whether the cost falls without bound there (k,)."""

    theta: Floats
    bottomless: NDArray[np.bool_]


def low_places(search: Search, sign: float = 1.0) -> Low:
    """Return the ends of pattern searches from the low places of the grid, within the box; or -C's.

    Each tries d directions at right angles, and their opposites, turned anew each time; what is lower is
    taken and the step made longer, else it is halved.
    """
    cost, width, d = search.cost, search.width, search.dimension
    theta = search.grid[_valleys(search, sign)]
    value = _defined(cost, theta, sign)
    generator = np.random.default_rng(0)
    share = np.full(len(theta), 0.05)
    for _ in range(_COMPASS if d <= 6 else 20):
        if not len(theta):
            break
        frame = np.linalg.qr(generator.standard_normal((d, d)))[0]
        compass = np.vstack([frame, -frame, np.eye(d), -np.eye(d)])[: 4 * d if d <= 6 else 2 * d]
        tried = np.clip(theta[:, None] + share[:, None, None] * width * compass, search.low, search.high)
        values = _defined(cost, tried, sign)
        best = values.argmin(axis=1)
        lowest = values[np.arange(len(theta)), best]
        better = lowest < value
        theta = np.where(better[:, None], tried[np.arange(len(theta)), best], theta)
        value = np.where(better, lowest, value)
        share = np.where(better, np.minimum(1.5 * share, 0.05), share / 2)
    return Low(theta, _endless(search, theta, value, sign))


def _endless(search: Search, theta: Floats, value: Floats, sign: float) -> NDArray[np.bool_]:
    """Whether the cost falls as much over each four decades nearer to a place as over those before."""
    rays = np.random.default_rng(2).standard_normal((9, search.dimension))
    rays /= np.linalg.norm(rays, axis=1, keepdims=True)
    levels = [value]
    for radius in (1e-9, 1e-5, 1e-1):
        with np.errstate(all="ignore"):
            values = sign * search.cost.value(theta[:, None] + radius * search.width * rays)
        values = np.where(np.isfinite(values), values, np.inf)
        levels.append(np.median(values, axis=1))
    with np.errstate(all="ignore"):
        near, middle, far = np.diff(levels, axis=0)
        noise = 1e-9 * max(search.variation, 1e-300)
        falls = (near > 0.5 * middle) & (middle > 0.5 * far) & (near > noise) & np.isfinite(middle)
    return np.isinf(value) | falls


def _defined(cost: Objective, theta: Floats, sign: float) -> Floats:
    with np.errstate(all="ignore"):
        return np.nan_to_num(sign * cost.value(theta), nan=np.inf, posinf=np.inf, neginf=-np.inf)


def _valleys(search: Search, sign: float) -> NDArray[np.int64]:
    """The grid's places that are no higher than those beside them, or just the lowest of a random grid."""
    values = np.nan_to_num(sign * search.values, nan=np.inf, posinf=np.inf, neginf=-np.inf)
    order = np.argsort(values)
    d = search.dimension
    side = round(len(values) ** (1 / d))
    if d != 2 or side**d != len(values):
        return order[: min(_LOW, len(order))]
    lattice = np.pad(values.reshape(side, side), 1, constant_values=np.inf)
    beside = [
        lattice[1 + i : side + 1 + i, 1 + j : side + 1 + j]
        for i, j in itertools.product((-1, 0, 1), repeat=2)
        if i or j
    ]
    with np.errstate(invalid="ignore"):
        valley = (values.reshape(side, side) <= np.min(beside, axis=0)).ravel()
    chosen = order[valley[order] & (values[order] < np.inf)]
    return np.unique(np.concatenate([chosen[:_LOW], order[:_LEAST]]))
