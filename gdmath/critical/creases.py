"""Minima at kinks and holes, to the last digit: where the sites of a formula vanish, by Lagrange's method."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np

from gdmath.arrays import Floats
from gdmath.critical.floating import floating
from gdmath.critical.sites import sites_of
from gdmath.objective import Objective

_STEPS = 30
_NEAR = 3e-2  # of the box's width: a site that is farther has nothing to do with a place
_ARRIVED = 1e-8  # of the box's width: a last step that is longer has not arrived
_BESIDE = 1e-9  # of the box's width: where derivatives are taken that do not exist on a site itself


@dataclass(frozen=True)
class Creases:
    """A cost, and the functions at whose zeros it may kink or end to be defined."""

    source: Objective
    cost: Objective  # the same, quickly computed
    width: Floats

    @cached_property
    def sites(self) -> list[Objective]:
        return [floating(site) for site in sites_of(self.source)]

    def settled(self, theta: Floats) -> list[Floats]:
        """Return the points on sites near theta where a minimum may be: (m, d)."""
        found = []
        for active in self._sets(theta):
            corner = len(active) >= len(theta)
            place = self.on_sites(active, theta) if corner else self._level(active, theta)
            if place is not None and (np.abs(place - theta) <= _NEAR * self.width).all():
                found.append(place)
        for site in self.sites:
            place = self._touched(site, theta)
            if place is not None:
                found.append(place)
        return found

    def _sets(self, theta: Floats) -> Iterator[tuple[Objective, ...]]:
        """The sets of sites that are near: first those of most."""
        near = [site for site in self.sites if self.distance(site, theta) <= _NEAR]
        for count in range(min(len(theta), len(near)), 0, -1):
            yield from combinations(near[:5], count)

    def distance(self, site: Objective, theta: Floats) -> float:
        """How far a site is, as a share of the box's width."""
        return float(self.distances(site, theta[None])[0])

    def distances(self, site: Objective, thetas: Floats) -> Floats:
        """How far a site is from each place (k, d); infinite where it is nowhere near."""
        values, slopes = site.value_and_gradient(thetas)
        with np.errstate(all="ignore"):
            return np.nan_to_num(np.abs(values) / np.linalg.norm(slopes * self.width, axis=1), nan=np.inf)

    def on_sites(self, active: tuple[Objective, ...], theta: Floats) -> Floats | None:
        """Return the nearest point at which all of some sites vanish, or None."""
        place, values, slopes = theta.copy(), np.empty(0), np.empty((0, len(theta)))
        for _ in range(_STEPS):
            values = np.array([float(site.value(place)) for site in active])
            slopes = np.array([site.gradient(place) for site in active]) * self.width
            if not (np.isfinite(values).all() and np.isfinite(slopes).all()):
                return None
            step = -np.linalg.lstsq(slopes, values, rcond=1e-12)[0] * self.width
            place = place + step
            if np.abs(step / self.width).max() <= 1e-12:
                break
        size = np.linalg.norm(slopes, axis=1)
        return place if (np.abs(values) <= 1e-12 * np.maximum(size, 1e-300)).all() else None

    def _touched(self, site: Objective, theta: Floats) -> Floats | None:
        """Return where a site touches zero with its gradient, as x**2 + y**2 does: a tip."""
        place = theta.copy()
        for _ in range(_STEPS):
            slope, hessian = site.gradient(place), site.hessian(place)
            if not (np.isfinite(slope).all() and np.isfinite(hessian).all()):
                return None
            scaled = hessian * np.outer(self.width, self.width)
            step = -np.linalg.lstsq(scaled, slope * self.width, rcond=1e-12)[0] * self.width
            if not (np.abs(place + step - theta) <= _NEAR * self.width).all():
                return None
            place = place + step
            if np.abs(step / self.width).max() <= 1e-15:
                break
        usual = abs(float(site.value(theta)))
        return place if abs(float(site.value(place))) <= 1e-13 * usual or usual == 0 else None

    def _level(self, active: tuple[Objective, ...], theta: Floats) -> Floats | None:
        """Return where the cost is level along the sites: grad C + sum of lambda_i grad g_i = 0, g_i = 0."""
        place = self.on_sites(active, theta)
        d, m = len(theta), len(active)
        change = np.inf
        if place is None:
            return None
        for _ in range(_STEPS):
            slopes = np.array([site.gradient(place) for site in active]) * self.width
            scale = np.outer(self.width, self.width)
            beside = self._with_derivatives(place, slopes[0])
            gradient, hessian = self.cost.gradient(beside) * self.width, self.cost.hessian(beside) * scale
            if not (np.isfinite(gradient).all() and np.isfinite(hessian).all()):
                return None
            factors = -np.linalg.lstsq(slopes.T, gradient, rcond=None)[0]
            for factor, site in zip(factors, active, strict=True):
                hessian = hessian + factor * site.hessian(beside) * scale
            matrix = np.block([[hessian, slopes.T], [slopes, np.zeros((m, m))]])
            rest = np.concatenate([-(gradient + slopes.T @ factors), np.zeros(m)])
            if not np.isfinite(matrix).all():
                return None
            step = np.linalg.lstsq(matrix, rest, rcond=1e-13)[0][:d] * self.width
            step = step / max(1.0, float(np.abs(step / self.width).max()) / 1e-2)
            moved = self.on_sites(active, place + step)
            if moved is None:
                return None
            change = float(np.abs((moved - place) / self.width).max())
            place = moved
            if change <= 1e-15:
                break
        return place if change <= _ARRIVED else None

    def _with_derivatives(self, place: Floats, slope: Floats) -> Floats:
        """Return a place on a site, or one just beside it if the cost has no derivatives there."""
        if np.isfinite(self.cost.hessian(place)).all() and np.isfinite(self.cost.gradient(place)).all():
            return place
        return place + _BESIDE * self.width * slope / max(float(np.linalg.norm(slope)), 1e-300)
