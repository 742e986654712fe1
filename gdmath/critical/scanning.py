"""Critical points of one variable: candidates from a scan of the line, judged by the values beside them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gdmath.arrays import Floats
from gdmath.critical.beside import Beside, judge_beside
from gdmath.critical.critical_point import CriticalPoint, Extent, Kind, Site
from gdmath.critical.floating import floating
from gdmath.critical.places import Places
from gdmath.critical.sites import sites_of
from gdmath.objective import Objective

_MARGIN = 1e-3  # of the width: how far beyond the interval is scanned, so that its ends are seen from outside
_HALVINGS = 220
_CAREFUL = 60  # more candidates that are not plainly curved than this are judged by floats
_POLISHED = 100
_MOST = 400


@dataclass(frozen=True)
class Scan:
    """What a scan of an interval has found."""

    points: tuple[CriticalPoint, ...]
    bottomless: bool


def scan(cost: Objective, low: float, high: float, count: int, known: Sequence[float] = ()) -> Scan:
    """Return the critical points of a cost of one variable in an interval, from `count` samples.

    Roots of C' and, where C' touches zero without changing sign, of C''; the roots of what stands in an abs,
    a denominator, a root or a logarithm; the ends of where the cost is defined; and level stretches. `known`
    are roots of C' that were solved for.
    """
    line = _Line(cost, low, high, count, known)
    stretches = line.stretches()
    places = line.candidates(stretches)
    gaps = _gaps(places, low, high)
    plain = line.plain(places, gaps)
    places, plain = line.thinned(places, plain)
    gaps = _gaps(places, low, high)
    found = [line.curved(x, few=len(places) <= _POLISHED) for x in places[plain].tolist()]
    rest = np.flatnonzero(~plain)
    bottomless = False
    fine = len(rest) <= _CAREFUL
    for k in rest[:_MOST].tolist():
        place = line.polished(float(places[k]), float(gaps[k])) if fine else float(places[k])
        beside = judge_beside(line.places, place, float(gaps[k]), fine=fine)
        bottomless = bottomless or beside.runs_down
        point = line.point(place, beside)
        if point is not None:
            found.append(point)
    return Scan((*found, *stretches), bottomless)


class _Line:
    def __init__(self, cost: Objective, low: float, high: float, count: int, known: Sequence[float]) -> None:
        self.cost, self.low, self.high = floating(cost), low, high
        self.width = high - low
        self.places = Places(cost, self.cost)
        self.x = _samples(low - _MARGIN * self.width, high + _MARGIN * self.width, count)
        self.values, self.slopes = self.value(self.x), self.slope(self.x)
        self.bends = self.bend(self.x)
        zeros = [self._zeros(floating(site)) for site in sites_of(cost)]
        self.sites = np.unique(np.concatenate([np.empty(0), *zeros]))
        self.known = np.array(known, dtype=float)

    def value(self, x: Floats) -> Floats:
        return self.cost.value(x[:, None])

    def slope(self, x: Floats) -> Floats:
        return self.cost.gradient(x[:, None])[:, 0]

    def bend(self, x: Floats) -> Floats:
        return self.cost.hessian(x[:, None])[:, 0, 0]

    def candidates(self, stretches: list[CriticalPoint]) -> Floats:
        """Return the places that may be critical, sorted, none on a level stretch."""
        zeros = self.x[1:-1][(self.slopes[1:-1] == 0) & (self.slopes[:-2] != 0) & (self.slopes[2:] != 0)]
        turning = self._roots(self.slope, self.slopes)
        touching = self._touching()
        found = self._snapped(np.concatenate([zeros, turning, touching, *self._ends()]))
        found = np.concatenate([found[~self._is_known(found)], self.known])
        slack = 1e-12 * self.width
        found = found[(found >= self.low - slack) & (found <= self.high + slack)]
        for stretch in stretches:
            (left,), (right,) = stretch.places
            found = found[(found < left - 1e-9 * self.width) | (found > right + 1e-9 * self.width)]
        # On a stretch, a single place may have a value of its own, as 0 has with sign(x)**2.
        levels = [stretch.value for stretch in stretches]
        apart = ~np.isin(self.value(self.sites), levels)
        inside = (self.sites >= self.low) & (self.sites <= self.high)
        found = np.concatenate([found, self.sites[apart & inside]])
        return _distinct(np.sort(np.clip(found, self.low, self.high)), self.width)

    def _snapped(self, found: Floats) -> Floats:
        """Return the places, those at a site or at 0 moved onto it."""
        found = np.where(np.abs(found) <= 1e-30 * self.width, 0.0, found)
        if not len(self.sites) or not len(found):
            return found
        nearest = self.sites[np.abs(found[:, None] - self.sites).argmin(axis=1)]
        return np.where(
            np.abs(found - nearest) <= 1e-14 * np.maximum(np.abs(nearest), self.width), nearest, found
        )

    def _is_known(self, found: Floats) -> NDArray[np.bool_]:
        """Which places are those that were solved for, but for rounding."""
        return np.abs(found[:, None] - self.known).min(axis=1, initial=np.inf) <= 1e-7 * self.width

    def plain(self, places: Floats, gaps: Floats) -> NDArray[np.bool_]:
        """Where the slope is as the bend says, on both sides: minima and maxima beyond doubt."""
        bends, offsets = self.bend(places), np.array([-1e-2, -1e-4, 1e-4, 1e-2])
        with np.errstate(all="ignore"):
            slopes = self.slope((places[:, None] + gaps[:, None] * offsets).ravel()).reshape(-1, 4)
            shares = slopes / (bends[:, None] * gaps[:, None] * offsets)
            alone = ~np.isin(places, self.sites)
            return alone & np.isfinite(self.value(places)) & (np.abs(shares - 1) < 0.2).all(axis=1)

    def thinned(self, places: Floats, plain: NDArray[np.bool_]) -> tuple[Floats, NDArray[np.bool_]]:
        """Return one for each crowd of places that are hardly apart: a site, if it has one."""
        rough = places[~plain]
        crowds = np.split(rough, np.flatnonzero(np.diff(rough) > 1e-7 * self.width) + 1)
        kept = []
        for crowd in crowds:
            sites = crowd[np.isin(crowd, self.sites)]
            kept.append(sites if len(sites) else crowd[len(crowd) // 2 : len(crowd) // 2 + 1])
        rough = np.concatenate(kept)
        crowded = np.abs(places[:, None] - rough).min(axis=1, initial=np.inf) <= 1e-7 * self.width
        both = np.concatenate([places[plain & ~crowded], rough])
        order = np.argsort(both)
        return both[order], (np.arange(len(both)) < len(both) - len(rough))[order]

    def polished(self, place: float, gap: float) -> float:
        """Return a place that is on no site to its last digit."""
        if place in self.sites or not np.isfinite(self.bend(np.array([place])))[0]:
            return place
        theta = self.places.polished(np.array([place]), min(1e-4 * self.width, gap / 4))
        return float(np.clip(theta[0], self.low, self.high))

    def curved(self, x: float, *, few: bool) -> CriticalPoint:
        """Return the minimum or the maximum at a place where the cost plainly curves."""
        theta = self.places.polished(np.array([x]), 1e-6 * self.width) if few else np.array([x])
        bend = float(self.cost.hessian(theta)[0, 0])
        kind = Kind.MINIMUM if bend > 0 else Kind.MAXIMUM
        return CriticalPoint(tuple(theta.tolist()), float(self.cost.value(theta)), kind, eigenvalues=(bend,))

    def _roots(self, function: Callable[[Floats], Floats], values: Floats) -> Floats:
        with np.errstate(all="ignore"):
            change = np.sign(values[:-1]) * np.sign(values[1:]) < 0
        return bisected(function, self.x[:-1][change], self.x[1:][change], self.width)

    def _zeros(self, site: Objective) -> Floats:
        """The zeros of a function, those included where it touches zero without changing its sign."""

        def value(x: Floats) -> Floats:
            return site.value(x[:, None])

        def slope(x: Floats) -> Floats:
            return site.gradient(x[:, None])[:, 0]

        values = value(self.x)
        size = float(np.abs(values[np.isfinite(values)]).max(initial=0.0))
        touching = self._roots(slope, slope(self.x))
        touching = touching[np.abs(value(touching)) <= 1e-14 * size]
        return np.concatenate([self.x[values == 0], self._roots(value, values), touching])

    def _touching(self) -> Floats:
        """Where the slope has an extremum that is zero, as far as can be told."""
        roots = self._roots(self.bend, self.bends)
        exact = self.x[1:-1][(self.bends[1:-1] == 0) & (self.bends[:-2] != 0) & (self.bends[2:] != 0)]
        roots = np.concatenate([roots, exact])
        step = float(np.median(np.diff(self.x)))
        usual = np.maximum(np.abs(self.slope(roots - step)), np.abs(self.slope(roots + step)))
        with np.errstate(all="ignore"):
            roots = roots[np.abs(self.slope(roots)) <= 1e-9 * usual]
        return np.array([x for x in roots[:_MOST].tolist() if self._is_flat(x, step)])

    def _is_flat(self, x: float, step: float) -> bool:
        usual = self.places.steepness(np.array([x + step / 8]))
        return self.places.steepness(np.array([x])) <= 1e-15 * usual

    def _ends(self) -> list[Floats]:
        """Where the cost ends to be defined."""
        defined = np.isfinite(self.values)
        change = defined[:-1] != defined[1:]
        inside = np.where(defined[:-1], self.x[:-1], self.x[1:])[change]
        outside = np.where(defined[:-1], self.x[1:], self.x[:-1])[change]
        return list(self._narrowed(inside, outside, lambda x, _: np.isfinite(self.value(x))))

    def _narrowed(
        self, inside: Floats, outside: Floats, holds: Callable[[Floats, Floats], NDArray[np.bool_]]
    ) -> tuple[Floats]:
        """Return the last places from inside to outside at which a condition holds."""
        first = inside.copy()
        for _ in range(_HALVINGS):
            middle = (inside + outside) / 2
            there = holds(middle, first)
            inside, outside = np.where(there, middle, inside), np.where(there, outside, middle)
        return (np.where(np.abs(outside) <= 1e-30 * self.width, 0.0, inside),)

    def stretches(self) -> list[CriticalPoint]:
        """Return the level stretches: where the cost keeps its value over several samples."""
        with np.errstate(all="ignore"):
            level = (self.slopes == 0) & (self.bends == 0) & np.isfinite(self.values)
            joined = level[:-1] & level[1:] & (self.values[:-1] == self.values[1:])
        edges = np.flatnonzero(np.diff(np.concatenate([[False], joined, [False]]).astype(int)))
        found = [self._stretch(int(a), int(b)) for a, b in edges.reshape(-1, 2)]
        return [stretch for stretch in found if stretch is not None]

    def _stretch(self, first: int, last: int) -> CriticalPoint | None:
        """The level stretch that holds the samples from the first to the last."""
        level = float(self.values[first])
        if not self.places.is_level(self.x[[first, (first + last) // 2, last]][:, None]):
            return None

        def holds(x: Floats, _: Floats) -> NDArray[np.bool_]:
            return (self.slope(x) == 0) & (self.value(x) == level)

        ends, sides = [], []
        for index, step in ((first, -1), (last, 1)):
            beyond = index + step
            if not 0 <= beyond < len(self.x):
                ends.append(self.low if step < 0 else self.high)
                continue
            (end,) = self._narrowed(self.x[index : index + 1], self.x[beyond : beyond + 1], holds)
            end = self._snapped(end)
            ends.append(float(np.clip(end[0], self.low, self.high)))
            if self.low < end[0] < self.high:
                sides.append(self._side(level, float(end[0]), float(self.x[beyond])))
        if not ends[0] < ends[1]:
            return None
        sides = [side for side in sides if side]
        kind = Kind.MINIMUM if sides and min(sides) > 0 else Kind.MAXIMUM if sides else Kind.PLAIN
        if sides and min(sides) < 0 < max(sides):
            kind = Kind.PLAIN
        middle = float(np.clip(0.0, *ends)) if ends[0] <= 0 <= ends[1] else sum(ends) / 2
        places = ((ends[0],), (ends[1],))
        return CriticalPoint((middle,), level, kind, eigenvalues=(0.0,), extent=Extent.REGION, places=places)

    def _side(self, level: float, end: float, beyond: float) -> int:
        """1 where the cost is higher beyond a level stretch's end, -1 where lower, 0 where undefined."""
        steps = end + (beyond - end) * np.geomspace(1e-6, 1, 13)
        change = self.value(steps) - level
        change = change[np.isfinite(change) & (change != 0)]
        return int(np.sign(change[0])) if len(change) else 0

    def point(self, place: float, beside: Beside) -> CriticalPoint | None:
        """Return the critical point at a candidate, or None where it is none."""
        kinds = {(1, 1): Kind.MINIMUM, (-1, -1): Kind.MAXIMUM}
        if beside.runs_away or (0 in beside.sides and beside.site is not Site.EDGE):
            return None
        if beside.site is Site.EDGE:
            side = sum(beside.sides)
            kind = {1: Kind.MINIMUM, -1: Kind.MAXIMUM}.get(side)
        else:
            kind = kinds.get(beside.sides, Kind.INFLECTION if beside.site is Site.SMOOTH else None)
        if kind is None or (kind is Kind.INFLECTION and not beside.level):
            return None
        theta = np.array([place])
        bend = float(self.cost.hessian(theta)[0, 0]) if beside.site is Site.SMOOTH else np.nan
        eigenvalues = (bend,) if np.isfinite(bend) else ()
        value = self.places.value(theta) if beside.value is None else beside.value
        return CriticalPoint((float(theta[0]),), value, kind, beside.site, eigenvalues)


def bisected(function: Callable[[Floats], Floats], low: Floats, high: Floats, width: float) -> Floats:
    """Return the places where a function changes its sign, one between each low and high: (k,)."""
    low, high = low.copy(), high.copy()
    begin = np.sign(function(low)) if len(low) else low
    for _ in range(_HALVINGS):
        middle = low + (high - low) / 2
        if ((middle == low) | (middle == high) | (high - low <= 1e-32 * width)).all():
            break
        sign = np.sign(function(middle))
        stop = ~(np.abs(sign) > 0)  # the root itself, or a hole
        left = sign == begin
        low, high = np.where(left | stop, middle, low), np.where(left & ~stop, high, middle)
    if not len(low):
        return low
    with np.errstate(all="ignore"):
        nearer = np.abs(function(low)) <= np.abs(function(high))
    return np.where(nearer, low, high)


def _samples(low: float, high: float, count: int) -> Floats:
    """Return evenly spaced places, and some nearer and nearer to 0, where formulas like to do something."""
    width = high - low
    places = low + width * (np.arange(count) + 0.4871) / count
    near = width * np.geomspace(1e-9, 1e-3, 40) * 1.0371
    near = np.concatenate([-near, near])
    return np.unique(np.concatenate([[low], places, near[(near > low) & (near < high)], [high]]))


def _distinct(places: Floats, width: float) -> Floats:
    if not len(places):
        return places
    apart = np.diff(places) > 1e-12 * np.maximum(width * 1e-3, np.abs(places[1:]))
    return places[np.concatenate([[True], apart])]


def _gaps(places: Floats, low: float, high: float) -> Floats:
    """Return how far each place is from its neighbours, or from the ends of the interval."""
    bounds = np.concatenate([[2 * low - high], places, [2 * high - low]])
    return np.minimum(np.diff(bounds)[:-1], np.diff(bounds)[1:])
