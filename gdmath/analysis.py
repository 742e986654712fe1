"""What a run shows: curvature and the learning rates it allows, how fast it converges, where it ends."""

import math
import re
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

    >>> bounds = curvature(Cost.parse("x**2 + 10*y**2"), [0, 0])
    >>> bounds.lowest, bounds.highest, bounds.critical_rate
    (2.0, 20.0, 0.1)
    """
    hessians = cost.hessian(thetas).reshape(-1, cost.dimension, cost.dimension)
    defined = np.isfinite(cost.value(thetas)).reshape(-1)
    hessians = hessians[defined & np.isfinite(hessians).all(axis=(1, 2))]
    if not len(hessians):
        raise ValueError(f"the cost {cost.formula} has no Hessian at these points; choose others")
    eigenvalues = np.linalg.eigvalsh(hessians)
    lowest, highest = float(eigenvalues.min()), float(eigenvalues.max())
    return Curvature(lowest, highest, cost.has_constant_hessian, cost.caveat)


def curvature_of_run(run: Trajectory) -> Curvature:
    """Return the curvature bounds along a run; see `curvature`."""
    return curvature(run.cost, run.thetas[np.isfinite(run.thetas).all(axis=1)])


@dataclass(frozen=True)
class Convergence:
    """How fast the gradient's norm g falls: g[k+1] ~ rate g[k]^order; a linear rate where order is 1.

    Where `power` is given it falls slower than any such law, like k^-power. Where `even` is false it falls
    on average only, and has no order. J. Nocedal, S. J. Wright, 2006, "Numerical Optimization", appendix A.2.
    """

    order: float
    rate: float
    power: float | None = None
    even: bool = True

    def __str__(self) -> str:
        if not self.even:
            return f"converges unevenly: on average each step leaves {self.rate:.4g} of the gradient"
        if self.power is not None:
            return f"converges sublinearly: the gradient falls like 1/k^{self.power:.2g}"
        if self.order < 1.3:
            return f"converges linearly: each step leaves {self.rate:.4g} of the gradient"
        return f"converges with order {self.order:.2g}"


def convergence(run: Trajectory) -> Convergence | None:
    """Return the order and rate estimated from the end of a run, or None where it does not converge.

    Order: the slope of log g[k+1] against log g[k] over the last steps whose gradients are above rounding.
    Rate: the geometric mean of g[k+1]/g[k] over the last quarter of them. Power: the slope of log g against
    log k over the last half, where that is the straighter line.

    >>> from gdmath import descend, Stop
    >>> run = descend(Cost.parse("x**2"), 1, learning_rate=0.25, stop=Stop(20, 0))
    >>> print(convergence(run))
    converges linearly: each step leaves 0.5 of the gradient
    """
    norms = np.linalg.norm(run.gradients, axis=1)
    floor = 1e-13 * max(1e-300, float(norms[np.isfinite(norms)].max(initial=0.0)))
    steps = np.flatnonzero(np.isfinite(norms) & (norms > floor))
    # A quarter of the run, but no fewer than 5 points: the beginning says nothing of the end.
    last = norms[steps[-max(5, len(steps) // 4) :]]
    if len(last) < 3 or not last[-1] < last[0]:
        return None
    logs = np.log(last)
    rate = math.exp(np.diff(logs).mean())
    if not (np.diff(logs) < 0).all():
        return Convergence(math.nan, rate, even=False)
    before, after = logs[:-1][-8:], logs[1:][-8:]
    order = float(np.polyfit(before, after, 1)[0]) if len(after) > 2 and np.ptp(before) > 0 else 1.0
    if order > 1.3:
        return Convergence(order, rate)
    return Convergence(1.0, rate, _power(steps, np.log(norms[steps])))


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


def verdict(run: Trajectory) -> str:
    """Return what happened in the run and why, in words, with its rate set against the curvature.

    The comparison is made for gradient descent with one rate throughout: below 1/lambda_max every error
    shrinks without changing sides, up to 2/lambda_max it changes sides, above it grows. lambda_max is the
    Hessian's at the end of a run that ended, and the largest on the way of one that escaped.

    >>> from gdmath import descend
    >>> verdict(descend(Cost.parse("x**2"), 50, learning_rate=0.95))
    'oscillates: the rate 0.95 is above 1/lambda_max = 0.5 and below 2/lambda_max = 1 (exact)'
    """
    constant_rate = len(run) > 0 and np.ptp(run.learning_rates) == 0
    alone = run.optimizer == "GradientDescent()" and run.batches is None
    if not (constant_rate and alone and run.cost.is_smooth):
        return _plain(run)
    bounds = _deciding(run)
    if bounds is None or bounds.highest <= 0:
        return _plain(run)
    return _set_against(run, bounds)


def _set_against(run: Trajectory, bounds: Curvature) -> str:
    """The verdict on a run of one rate, from the curvature that decided it."""
    rate, once, twice = float(run.learning_rates[0]), 1 / bounds.highest, 2 / bounds.highest
    exact, outcome = "exact" if bounds.constant else "local", run.status.outcome
    still = outcome in (Outcome.CONVERGED, Outcome.SETTLED)
    at_once, at_twice = math.isclose(rate, once, rel_tol=1e-9), math.isclose(rate, twice, rel_tol=1e-9)
    above = f"the rate {rate:g} is above 2/lambda_max = {twice:.4g}"
    if outcome is Outcome.ESCAPED:
        return f"diverges: {above} ({exact})" if rate > twice else _plain(run)
    if at_twice and not still:
        return f"bounces without end: the rate {rate:g} is 2/lambda_max, at which no error shrinks ({exact})"
    if rate > twice and still:
        return f"converges, though {above}: it never moves along the axis of that curvature ({exact})"
    if rate > twice:
        return f"does not settle: {above} at its end ({exact})"
    if at_once:
        return f"goes straight down: the rate {rate:g} is 1/lambda_max, and never overshoots ({exact})"
    if rate > once:
        return (
            f"oscillates: the rate {rate:g} is above 1/lambda_max = {once:.4g} "
            f"and below 2/lambda_max = {twice:.4g} ({exact})"
        )
    if outcome is Outcome.OUT_OF_STEPS and rate < 0.2 * once:
        return f"creeps: the rate {rate:g} is far below 1/lambda_max = {once:.4g} ({exact})"
    return f"goes straight down: the rate {rate:g} is below 1/lambda_max = {once:.4g} ({exact})"


def _plain(run: Trajectory) -> str:
    words = {
        Outcome.CONVERGED: "converges",
        Outcome.SETTLED: "settles",
        Outcome.OUT_OF_STEPS: "is still on its way",
        Outcome.ESCAPED: "escapes: the cost has no floor there, or the steps are too long",
        Outcome.UNDEFINED: "leaves the domain of the cost",
        Outcome.KINK: "ends at a kink",
        Outcome.NO_LENGTH: "finds no step that the line search accepts",
    }
    # The settings, as the optimizer prints them, are part of what happened.
    name = re.sub(r"\(\)$", "", run.optimizer)
    return f"{words[run.status.outcome]}, by {name}"


def _deciding(run: Trajectory) -> Curvature | None:
    points = run.thetas if run.status.outcome is Outcome.ESCAPED else run.thetas[-1:]
    near = points[np.isfinite(points).all(axis=1)]
    if run.status.outcome is Outcome.ESCAPED:
        near = near[: max(1, len(near) // 2)]  # what sent it off, not where it got to
    try:
        return curvature(run.cost, near)
    except ValueError:
        return None


def basins(
    runs: "Trajectories", minima: Sequence[Sequence[float]], *, within: float = 1e-3
) -> NDArray[np.int64]:
    """Return which minimum each descent has reached, counted from 0, and -1 for none: (m,).

    A minimum is reached by a descent that converged or settled at most `within` away, in units of the
    distance between the farthest minima (of 1, for a single one).

    Raises ValueError for minima of another dimension, and unless within >= 0.

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
