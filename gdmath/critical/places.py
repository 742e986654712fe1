"""Looking at a cost around a place: in floating point, and at many digits where the formula is at hand."""

from functools import cached_property
from typing import Any

import mpmath as mp
import numpy as np

from gdmath.arrays import Floats
from gdmath.critical.precise import DIGITS, Precise, precise_of
from gdmath.objective import Objective

EPS = float(np.finfo(float).eps)
_STEPS = 14
_POLE = 1e10
_FINER = 3  # times as many digits, to tell what is level from what is nearly so


class Places:
    """A cost, looked at place by place: `source`, and the same quickly computed."""

    def __init__(self, source: Objective, cost: Objective) -> None:
        self.source, self.cost = source, cost

    @cached_property
    def precise(self) -> Precise | None:
        """The cost at many digits, or None where it offers no short formula."""
        return precise_of(self.source)

    def heights(self, theta: Floats, offsets: Floats) -> tuple[float, Floats, float]:
        """Return C(theta), C(theta + offset) - C(theta) for every offset (k, d), and what of it is noise.

        Where C(theta) is undefined, the changes are those from 0.
        """
        values = self.cost.value(np.vstack([theta[None], theta + offsets]))
        values[0] = _or_pole(float(values[0]), values[1:])
        base = values[0] if np.isfinite(values[0]) else 0.0
        finite = np.abs(values[np.isfinite(values)])
        with np.errstate(all="ignore"):
            return float(values[0]), values[1:] - base, 32 * EPS * float(finite.max(initial=0.0))

    def fine_heights(self, theta: Floats, offsets: Floats) -> tuple[float, Floats, float] | None:
        """Return what `heights` does, computed at many digits, or None where that can't be done."""
        if self.precise is None:
            return None
        with mp.workdps(DIGITS):
            place = list(map(mp.mpf, theta.tolist()))
            values = [
                self.precise.value([x + mp.mpf(step) for x, step in zip(place, offset, strict=True)])
                for offset in offsets.tolist()
            ]
            first = self.precise.value(place)
            value = _or_pole(_float(first), np.array([_float(number) for number in values]))
            base = first if np.isfinite(value) else mp.mpf(0)
            changes = np.array([_float(number - base) for number in values])
            return value, changes, float(abs(base) * mp.mpf(10) ** (12 - DIGITS))

    def value(self, theta: Floats) -> float:
        """Return C(theta), from many digits where they are to be had."""
        if self.precise is not None:
            value = _float(self.precise.value(theta.tolist()))
            if np.isfinite(value):
                return value
        return float(self.cost.value(theta))

    def is_level(self, thetas: Floats) -> bool:
        """Whether the gradient is truly zero at all of the places (k, d), and not too small for a float."""
        if self.precise is None:
            return True
        with mp.workdps(_FINER * DIGITS):
            return all(x == 0 for theta in thetas.tolist() for x in self.precise.gradient(theta))

    def steepness(self, theta: Floats) -> float:
        """Return the largest partial derivative at a place, at many digits where they are to be had."""
        if self.precise is None:
            return float(np.abs(self.cost.gradient(theta)).max())
        return max(abs(_float(x)) for x in self.precise.gradient(theta.tolist()))

    def polished(self, theta: Floats, most: float) -> Floats:
        """Return the critical point near theta to the last digit, if it is no farther than `most`.

        Newton's method on grad C = 0, with m times the step where it shrinks by 1 - 1/m only, at a root of
        order m; E. Schroeder, 1870, "Ueber unendlich viele Algorithmen zur Aufloesung der Gleichungen".
        """
        if self.precise is None:
            return theta
        with mp.workdps(DIGITS):
            begin = mp.matrix(theta.tolist())
            place, before = begin.copy(), None
            for _ in range(_STEPS):
                step = self._step(place)
                if step is None or not mp.norm(place + step - begin) <= most:
                    break
                size = mp.norm(step)
                if before and mp.mpf("0.2") < size / before < mp.mpf("0.99"):
                    step *= mp.nint(1 / (1 - size / before))
                    before = None
                else:
                    before = size
                place += step
                if size <= mp.mpf(10) ** (-DIGITS // 2) * (mp.norm(place) + most):
                    break
            moved = mp.norm(place - begin)
            better = moved <= most and self._slope(place) <= self._slope(begin)
            return np.array([_float(x) for x in place]) if better else theta

    def _slope(self, place: Any) -> Any:
        assert self.precise is not None
        slope = mp.norm(mp.matrix(self.precise.gradient(list(place))))
        return slope if mp.isfinite(slope) else mp.inf

    def _step(self, place: Any) -> Any | None:
        assert self.precise is not None
        gradient, hessian = self.precise.gradient(list(place)), self.precise.hessian(list(place))
        if not all(map(mp.isfinite, [*gradient, *(x for row in hessian for x in row)])):
            return None
        try:
            return mp.lu_solve(mp.matrix(hessian), -mp.matrix(gradient))
        except (ZeroDivisionError, ValueError):
            return None


def _or_pole(value: float, beside: Floats) -> float:
    """A value, or infinity if it is that of a float beside a pole, of no size found elsewhere."""
    beside = beside[np.isfinite(beside)]
    if (
        len(beside)
        and np.isfinite(value)
        and abs(value) > _POLE * max(float(np.median(np.abs(beside))), 1e-290)
    ):
        return float(np.copysign(np.inf, value))
    return value


def _float(number: Any) -> float:
    try:
        rounded = float(number)
        return rounded if rounded or not number else (5e-324 if number > 0 else -5e-324)
    except OverflowError:
        return float(np.inf) if number > 0 else -float(np.inf)
