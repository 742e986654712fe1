"""Curves and areas of critical points of two variables: followed step by step, and labelled on a lattice."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

import mpmath as mp
import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from gdmath.arrays import Floats
from gdmath.critical.critical_point import CriticalPoint, Extent, Kind, Site
from gdmath.critical.places import EPS, Places
from gdmath.critical.precise import DIGITS
from gdmath.critical.searching import Search

STEP = 1 / 60  # of the box's width
_MOST = 220  # steps along a curve, each way
_SHORTEST = 0.05  # of the box's width: a shorter piece of a curve may be one flat point
_EVERY = 8  # samples, of which one is looked at with more digits
_FEW = 4  # places of a lattice, that are too few for an area

Project = Callable[[Floats], Floats | None]
Tangent = Callable[[Floats], Floats | None]


@dataclass(frozen=True)
class Curve:
    """Places (k, 2), in order, in a box; `closed` if the last is next to the first."""

    places: Floats
    closed: bool

    def is_near(self, theta: Floats, width: Floats) -> bool:
        """Whether a place is on the curve, but for what lies between two samples."""
        return bool((np.linalg.norm((self.places - theta) / width, axis=1) <= 1.1 * STEP).any())


def follow(
    search: Search, start: Floats, project: Project, tangent: Tangent, strict: Project | None = None
) -> Curve | None:
    """Return the curve through a start that `project` keeps to, or None where there is none.

    `strict` does what `project` does, and looks closer: it finds where the curve ends.
    """
    strict = strict or project
    first = tangent(start)
    if first is None:
        return None
    ahead, closed = _walk(search, start, first, (project, strict), tangent)
    back = [] if closed else _walk(search, start, -first, (project, strict), tangent)[0]
    places = np.array([*reversed(back), start, *ahead])
    length = np.linalg.norm(np.diff(places / search.width, axis=0), axis=1).sum()
    return Curve(places, closed) if length >= _SHORTEST else None


def _walk(
    search: Search, start: Floats, direction: Floats, projects: tuple[Project, Project], tangent: Tangent
) -> tuple[list[Floats], bool]:
    project, strict = projects
    places: list[Floats] = []
    here = start
    for _ in range(_MOST):
        there = _next(here, direction, search.width, project)
        if there is None:
            last = _last(here, direction, search.width, strict) if places else None
            return ([*places, last] if last is not None else places), False
        if not search.holds(there[None])[0]:
            last = _at_edge(search, here, there, project)
            return ([*places, last] if last is not None else places), False
        turned = tangent(there)
        ahead = (there - here) / search.width
        places.append(there)
        if len(places) > 5 and np.linalg.norm((there - start) / search.width) < 0.7 * STEP:
            return places, True
        direction = ahead / np.linalg.norm(ahead) if turned is None else turned * np.sign(turned @ ahead)
        here = there
    return places, False


def _next(here: Floats, direction: Floats, width: Floats, project: Project) -> Floats | None:
    for step in (STEP, STEP / 4, STEP / 16):
        guess = here + step * direction * width
        there = project(guess)
        if there is not None and np.linalg.norm((there - guess) / width) <= 0.6 * step:
            return there
    return None


def _last(here: Floats, direction: Floats, width: Floats, project: Project) -> Floats | None:
    """The end of a curve, beyond the last sample."""
    near, far, end = 0.0, STEP / 16, None
    for _ in range(30):
        middle = (near + far) / 2
        guess = here + middle * direction * width
        there = project(guess)
        if there is not None and np.linalg.norm((there - guess) / width) <= 0.6 * middle:
            near, end = middle, there
        else:
            far = middle
    return end


def _at_edge(search: Search, here: Floats, there: Floats, project: Project) -> Floats | None:
    """Where a curve leaves the box."""
    with np.errstate(all="ignore"):
        shares = np.concatenate([(search.low - here) / (there - here), (search.high - here) / (there - here)])
    shares = shares[(shares >= 0) & (shares <= 1)]
    if not len(shares):
        return None
    last = project(here + shares.min() * (there - here))
    return None if last is None else np.clip(last, search.low, search.high)


class LevelCurve:
    """The curve through a start on which the gradient of a smooth cost vanishes, if there is one."""

    def __init__(self, search: Search, places: Places, start: Floats) -> None:
        self.search, self.places, self.start = search, places, start
        self.width = search.width
        self.value = float(search.cost.value(start))
        self.steep = self._sharpest(start)
        self.slack = self._rounding(start)
        self.height = places.precise.value(start.tolist()) if places.precise else self.value

    def pieces(self) -> list[CriticalPoint]:
        """Return the curve in pieces of one kind each; none where the start is a point alone."""
        curve = follow(self.search, self.start, self._project, self._tangent, self._strictly_projected)
        if curve is None or not all(map(self._is_truly_level, curve.places[1:-1:_EVERY])):
            return []
        return self._cut(curve)

    def _strictly_projected(self, guess: Floats) -> Floats | None:
        theta = self._project(guess)
        return theta if theta is not None and self._is_truly_level(theta) else None

    def _scaled(self, theta: Floats) -> tuple[Floats, Floats]:
        cost = self.search.cost
        return cost.gradient(theta) * self.width, cost.hessian(theta) * np.outer(self.width, self.width)

    def _sharpest(self, theta: Floats) -> float:
        hessian = self._scaled(theta)[1]
        return float(np.abs(np.linalg.eigvalsh(hessian)).max()) if np.isfinite(hessian).all() else 0.0

    def _tangent(self, theta: Floats) -> Floats | None:
        """The direction in which the Hessian vanishes, if it does not in all."""
        hessian = self._scaled(theta)[1]
        if not np.isfinite(hessian).all():
            return None
        numbers, vectors = np.linalg.eigh(hessian)
        order = np.argsort(np.abs(numbers))
        if not abs(numbers[order[0]]) <= 1e-5 * abs(numbers[order[1]]):
            return None
        return vectors[:, order[0]]

    def _project(self, guess: Floats) -> Floats | None:
        theta = guess
        for _ in range(12):
            gradient, hessian = self._scaled(theta)
            if not (np.isfinite(gradient).all() and np.isfinite(hessian).all()):
                return None
            numbers, vectors = np.linalg.eigh(hessian)
            main = np.abs(numbers).argmax()
            if numbers[main] == 0:
                break
            step = -vectors[:, main] * (vectors[:, main] @ gradient) / numbers[main]
            theta = theta + step * self.width
            if np.abs(step).max() <= 1e-11:
                break
        return theta if self._is_level(theta) else None

    def _is_level(self, theta: Floats) -> bool:
        """Whether a place is as high as the start, in floating point."""
        change = abs(float(self.search.cost.value(theta)) - self.value)
        return bool(change <= 1e-12 * max(self.search.variation, abs(self.value)))

    def _is_truly_level(self, theta: Floats) -> bool:
        """Whether it is, to as many digits as can be had."""
        precise = self.places.precise
        if precise is None:
            return True
        with mp.workdps(DIGITS):
            change = abs(precise.value(theta.tolist()) - self.height)
        return bool(change <= self._rounding(theta) + self.slack)

    def _rounding(self, theta: Floats) -> float:
        """By how much the cost may differ as no float is quite on the curve."""
        hessian = self._scaled(theta)[1]
        size = 16 * EPS * np.abs(theta / self.width)
        return float(size @ np.abs(hessian) @ size) if np.isfinite(hessian).all() else 0.0

    def _cut(self, curve: Curve) -> list[CriticalPoint]:
        kinds = []
        for theta in curve.places:
            hessian = self._scaled(theta)[1]
            numbers = np.linalg.eigvalsh(hessian) if np.isfinite(hessian).all() else np.zeros(2)
            main = numbers[np.abs(numbers).argmax()]
            sharp = abs(main) > 1e-9 * self.steep
            kinds.append((1 if main > 0 else -1) if sharp else 0)
        known = np.array(kinds)
        if not known.any():
            return []
        places = np.arange(len(known))
        filled = known[known != 0][np.abs(places[:, None] - places[known != 0]).argmin(axis=1)]
        cuts = np.flatnonzero(np.diff(filled)) + 1
        pieces = np.split(curve.places, cuts)
        signs = [int(part[0]) for part in np.split(filled, cuts)]
        return [
            curve_point(self.search, piece, sign, curve.closed and len(pieces) == 1, self.value)
            for piece, sign in zip(pieces, signs, strict=True)
            if len(piece) > 1
        ]


def curve_point(
    search: Search, places: Floats, sign: int, closed: bool, value: float, site: Site = Site.SMOOTH
) -> CriticalPoint:
    kind = Kind.MINIMUM if sign > 0 else Kind.MAXIMUM
    places = search.clipped(places)
    middle = places[np.linalg.norm((places - places.mean(axis=0)) / search.width, axis=1).argmin()]
    samples = tuple(map(tuple, places.tolist()))
    theta = tuple(middle.tolist())
    return CriticalPoint(theta, value, kind, site, extent=Extent.CURVE, places=samples, closed=closed)


def areas(search: Search, places: Places) -> list[CriticalPoint]:
    """Return the areas of the grid in which a cost of two variables does not change."""
    side = round(len(search.grid) ** 0.5)
    if search.dimension != 2 or side < 8 or side**2 != len(search.grid):
        return []
    cost = search.cost
    with np.errstate(all="ignore"):
        gradient, hessian = cost.gradient(search.grid), cost.hessian(search.grid)
    flat = (gradient == 0).all(axis=1) & (hessian == 0).all(axis=(1, 2)) & np.isfinite(search.values)
    found = []
    for level in np.unique(search.values[flat])[:8]:
        labels: Any
        labels, count = cast(Any, ndimage.label((flat & (search.values == level)).reshape(side, side)))
        for number in range(1, min(count, 8) + 1):
            area = labels == number
            samples = search.grid[area.ravel()]
            if len(samples) >= _FEW and places.is_level(samples[:: max(1, len(samples) // 3)]):
                found.append(_area_point(search, area, float(level)))
    return found


def _area_point(search: Search, area: NDArray[np.bool_], level: float) -> CriticalPoint:
    ring = np.asarray(ndimage.binary_dilation(area), bool) & ~area
    beside = search.values[ring.ravel()] - level
    beside = beside[np.isfinite(beside)]
    kind = Kind.PLAIN
    if len(beside) and (beside >= 0).all():
        kind = Kind.MINIMUM
    elif len(beside) and (beside <= 0).all():
        kind = Kind.MAXIMUM
    samples = search.grid[area.ravel()]
    middle = samples[np.linalg.norm((samples - samples.mean(axis=0)) / search.width, axis=1).argmin()]
    return CriticalPoint(
        tuple(middle.tolist()),
        level,
        kind,
        eigenvalues=(0.0, 0.0),
        extent=Extent.REGION,
        places=tuple(map(tuple, samples[:: max(1, len(samples) // 200)].tolist())),
    )
