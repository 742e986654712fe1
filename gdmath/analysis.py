"""What runs show in numbers: curvature and the rates it allows, how fast they converge, which basins."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gdmath.arrays import Floats
from gdmath.descent import real
from gdmath.objective import Objective
from gdmath.trajectory import Outcome, Trajectory

if TYPE_CHECKING:
    from gdmath.descent_many import Trajectories


_STEADY = 0.25  # of the mean fall of a logarithm: what single ones may be off it


@dataclass(frozen=True)
class Curvature:
    """The extreme eigenvalues of the Hessian over some points, and the learning rates that they allow.

    With curvatures from `lowest` to `highest`, gradient descent at the rate eta multiplies the error along
    each axis by 1 - eta lambda. On a quadratic (`constant`) that is exact everywhere; elsewhere it holds to
    first order near a minimum with these curvatures, and only as long as the run stays near.
    B. T. Polyak, 1987, "Introduction to optimization", section 1.4.
    """

    lowest: float
    highest: float
    constant: bool
    caveat: str = ""

    @property
    def critical_rate(self) -> float | None:
        """2 / lambda_max: above it gradient descent diverges; None where the cost curves nowhere upwards."""
        return 2 / self.highest if self.highest > 0 else None

    @property
    def best_rate(self) -> float | None:
        """2 / (lambda_min + lambda_max), the best fixed rate; None unless all curves upwards."""
        return 2 / (self.lowest + self.highest) if self.lowest > 0 else None

    def __str__(self) -> str:
        validity = "exact: the cost is quadratic" if self.constant else "local: the curvature varies"
        if self.constant and self.lowest < 0 < self.highest:
            return f"lambda_min = {self.lowest:.4g}: no rate leads to rest, for the cost has no floor (exact)"
        if self.caveat:
            validity = f"{validity}; {self.caveat}"
        if self.critical_rate is None:
            return f"lambda_max = {self.highest:.4g}: no rate converges here ({validity})"
        text = (
            f"lambda_max = {self.highest:.4g}, so the critical rate 2/lambda_max is {self.critical_rate:.4g}"
        )
        if self.best_rate is None:
            return f"{text} ({validity}); lambda_min = {self.lowest:.4g}, so no fixed rate is best"
        return (
            f"{text} and the best fixed rate 2/(lambda_min + lambda_max) is {self.best_rate:.4g} ({validity})"
        )


def curvature(cost: Objective, thetas: ArrayLike) -> Curvature:
    """Return the curvature bounds over points (d,) or (..., d); those without a Hessian are left out.

    Raises ValueError if none of them has one.

    >>> from gdmath import Cost
    >>> bounds = curvature(Cost.parse("x**2 + 10*y**2"), [0, 0])
    >>> bounds.lowest, bounds.highest, bounds.critical_rate
    (2.0, 20.0, 0.1)
    """
    hessians = cost.hessian(thetas).reshape(-1, cost.dimension, cost.dimension)
    defined = np.isfinite(cost.value(thetas)).reshape(-1)
    hessians = hessians[defined & np.isfinite(hessians).all(axis=(1, 2))]
    if not len(hessians):
        raise ValueError(f"the cost {cost.formula} has no Hessian at these points; choose others")
    eigenvalues = _eigenvalues(hessians)
    lowest, highest = float(eigenvalues.min()), float(eigenvalues.max())
    return Curvature(lowest, highest, cost.has_constant_hessian, cost.caveat)


def _eigenvalues(hessians: Floats) -> Floats:
    """The eigenvalues of matrices (n, d, d); one that only rounding makes negative is 0."""
    numbers = np.linalg.eigvalsh(hessians)
    size = hessians.shape[-1]
    coupled = (hessians[:, ~np.eye(size, dtype=bool)] != 0).any(axis=1)  # of others they are exact
    rounding = 8 * size * np.finfo(float).eps * np.abs(numbers).max(axis=1) * coupled
    return np.where((numbers < 0) & (numbers >= -rounding[:, None]), 0.0, numbers)


def curvature_of_run(run: Trajectory) -> Curvature:
    """Return the curvature bounds along a run; see `curvature`."""
    return curvature(run.cost, run.thetas[np.isfinite(run.thetas).all(axis=1)])


@dataclass(frozen=True)
class Convergence:
    """How fast a run comes to rest, from its end: a linear rate where `order` is 1.

    Each step leaves `rate` of the gradient's norm, on average if it does not fall at every step (`even` is
    False). Where `power` is given it falls slower than any such law, like k^-power. An `order` p above 1:
    the distance e to the end falls like e[k+1] ~ e[k]^p.
    J. Nocedal, S. J. Wright, 2006, "Numerical Optimization", appendix A.2.
    """

    order: float
    rate: float
    power: float | None = None
    even: bool = True

    def __str__(self) -> str:
        if self.order > 1:
            return f"converges with order {self.order:.2g}"
        if not self.even:
            return f"converges unevenly: on average each step leaves {self.rate:.4g} of the gradient"
        if self.power is not None:
            return f"converges sublinearly: the gradient falls like 1/k^{self.power:.2g}"
        return f"converges linearly: each step leaves {self.rate:.4g} of the gradient"


def convergence(run: Trajectory, rest: ArrayLike | None = None) -> Convergence | None:
    """Return the order and rate estimated from the end of a run, or None where it does not converge.

    Order: the slope of log e[k+1] against log e[k] over the last distances e to where it rests, if each is a
    smaller part of the one before than that was of its own, and steps shrink too; `rest` (d,) is that place,
    the last point unless given. Rate: the slope of log g over the last quarter of the gradients above
    rounding; of one that rises and falls, that of its envelope over the last half. Power: the slope of log g
    against log k over the last half, where that is the straighter line.

    >>> from gdmath import Cost
    >>> from gdmath import descend, Stop
    >>> run = descend(Cost.parse("x**2"), 1, learning_rate=0.25, stop=Stop(20, 0))
    >>> print(convergence(run))
    converges linearly: each step leaves 0.5 of the gradient
    """
    norms = np.linalg.norm(run.gradients, axis=1)
    floor = 1e-13 * max(1e-300, float(norms[np.isfinite(norms)].max(initial=0.0)))
    steps = np.flatnonzero(np.isfinite(norms) & (norms > floor))
    if (order := _order(run.thetas, run.thetas[-1] if rest is None else np.asarray(rest))) is not None:
        return Convergence(order, 0.0)
    # A quarter of the run, but no fewer than 5 points: the beginning says nothing of the end.
    last = norms[steps[-max(5, len(steps) // 4) :]]
    if len(last) < 3 or not last[-1] < last[0]:
        return None
    falls = np.diff(np.log(last))
    if (falls < 0).all() and np.abs(falls - falls.mean()).max() <= _STEADY * abs(falls.mean()):
        return Convergence(1.0, math.exp(falls.mean()), _power(steps, np.log(norms[steps])))
    half = steps[len(steps) // 2 :]
    rate = _envelope_rate(half, np.log(norms[half]))
    return None if rate is None else Convergence(1.0, rate, even=False)


def _order(thetas: Floats, rest: Floats) -> float | None:
    """The order by which points come to rest ever faster, by the last of them above rounding, or None."""
    away = np.linalg.norm(thetas - rest, axis=1)
    floor = max(1e-14 * float(np.abs(rest).max()), 1e-300)
    if not np.isfinite(away).all():
        return None
    away = away[: len(away) - int(np.argmax(away[::-1] > floor))]
    rises = np.flatnonzero(np.diff(away) >= 0)
    logs = np.log(np.maximum(away[rises[-1] + 1 if len(rises) else 0 :], floor))[-4:]
    falls = np.diff(logs)
    if len(logs) < 3 or not (falls[-1] < 1.3 * falls[-2] and falls[-1] < math.log(0.1)):
        return None
    moved = np.linalg.norm(np.diff(thetas[: len(away)], axis=0), axis=1)
    if moved[-1] > 0.5 * moved[-2]:
        return None  # it just passes by the place
    order = float(np.polyfit(logs[:-1], logs[1:], 1)[0])
    return order if 1.3 < order < 4 else None


def _envelope_rate(steps: NDArray[np.intp], logs: Floats) -> float | None:
    """The factor per step of the highest that is still to come, over the peaks where it is reached."""
    highest = np.maximum.accumulate(logs[::-1])[::-1]
    peaks = np.flatnonzero(logs == highest)
    peaks = peaks[peaks < len(logs) - 1] if len(peaks) > 3 else peaks
    if len(peaks) < 3:
        return None
    k, tops = steps[peaks].astype(float), logs[peaks]
    straight = _bend(k, tops) <= _STEADY * (tops[0] - tops[-1])
    rate = math.exp(float(np.polyfit(k, tops, 1)[0]))
    return rate if rate < 1 and straight else None


def _power(steps: NDArray[np.intp], logs: Floats) -> float | None:
    """The power p of k^-p, if the end of a run is straighter on two logarithmic axes than on one."""
    half = len(steps) // 2
    k, logs = steps[half:].astype(float), logs[half:]
    if len(k) < 20 or k[0] < 1:
        return None
    (slope, _), on_two = np.polyfit(np.log(k), logs, 1), _bend(np.log(k), logs)
    return -float(slope) if on_two < 0.1 * _bend(k, logs) else None


def _bend(x: Floats, y: Floats) -> float:
    """How far (x, y) are off a straight line."""
    return float(np.abs(y - np.polyval(np.polyfit(x, y, 1), x)).max())


def basins(
    runs: "Trajectories", minima: Sequence[Sequence[float]], *, within: float = 1e-3
) -> NDArray[np.int64]:
    """Return which minimum each descent has reached, counted from 0, and -1 for none: (m,).

    A minimum is reached by a descent that converged or settled at most `within` away, in units of the
    distance between the farthest minima (of 1, for a single one).

    Raises ValueError for minima of another dimension, and unless within >= 0.

    >>> from gdmath import Cost
    >>> from gdmath import descend_many
    >>> runs = descend_many(Cost.parse("x**4 - 2*x**2"), [-2, -0.1, 0, 0.1, 2], learning_rate=0.05)
    >>> basins(runs, [(-1,), (1,)]).tolist()
    [0, 0, -1, 1, 1]
    """
    if not 0 <= within < math.inf:
        raise ValueError(f"within is {within:g}; it must be 0 or more, such as 1e-3")
    if not len(minima):
        return np.full(len(runs), -1)
    places = real(minima, "the minima")
    if places.ndim != 2 or places.shape[1] != runs.ends.shape[1] or not np.isfinite(places).all():
        raise ValueError(
            f"the minima {places.tolist()} do not fit these descents; "
            f"give a row of {runs.ends.shape[1]} finite number(s) for each"
        )
    spread = float(np.linalg.norm(np.ptp(places, axis=0))) or 1.0
    nearest = np.zeros(len(runs), dtype=np.int64)
    least = np.full(len(runs), np.inf)
    for number, place in enumerate(places):  # one minimum at a time: a million starts fit in memory
        distance = np.linalg.norm(runs.ends - place, axis=1)
        closer = distance < least
        nearest[closer], least[closer] = number, distance[closer]
    still = runs.ended(Outcome.CONVERGED) | runs.ended(Outcome.SETTLED)
    return np.where(still & (least <= within * spread), nearest, -1)
