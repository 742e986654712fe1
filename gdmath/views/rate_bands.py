"""Which learning rates go down straight, which jump across and still arrive, which grow: by curvature."""

from dataclasses import dataclass
from enum import Enum
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from gdmath.analysis import curvature
from gdmath.arrays import Floats
from gdmath.critical.critical_point import CriticalPoint, Kind, Site
from gdmath.objective import Objective
from gdmath.optimizers import Optimizer, Point
from gdmath.optimizers.kinds import kind_of
from gdmath.optimizers.stability import critical_rate, straight_rate
from gdmath.views.sketch import sketch

_MOST = 2000  # points of a run that are recorded
_FAR = 1e150  # beyond which a run is lost


class Lacking(Enum):
    """Why there are no bands."""

    MINIMUM = "no minimum is known to which the descents could go"
    KINK = "at the minimum is a kink, where there is no curvature"
    FLAT = "at the minimum the curvature is zero"
    DOWNWARD = "the cost curves downwards, and has no floor"
    METHOD = "no bound is known for the optimizer"


@dataclass(frozen=True)
class Bands:
    """Rates below `straight` never overshoot, those below `critical` arrive, those above it do not.

    By the curvatures from `lowest` to `highest` at a minimum: `exact` everywhere if the cost is quadratic,
    elsewhere only near that minimum. `lacking` says why there are none.
    """

    lowest: float = np.nan
    highest: float = np.nan
    straight: float | None = None
    critical: float | None = None
    exact: bool = False
    lacking: Lacking | None = None


@np.errstate(all="ignore")
def rate_bands(
    cost: Objective, optimizer: Optimizer[Any], start: ArrayLike, at: CriticalPoint | None
) -> Bands:
    """Return the bands of a cost around the critical point to which a descent from `start` goes, or None.

    >>> from gdmath import Cost, GradientDescent
    >>> found = rate_bands(Cost.parse("x**2"), GradientDescent(), [50.0], None)
    >>> found.straight, found.critical, found.exact
    (0.5, 1.0, True)
    """
    exact = cost.has_constant_hessian
    if not exact:
        if at is None or at.kind is not Kind.MINIMUM:
            return Bands(lacking=Lacking.MINIMUM)
        if critical_rate(optimizer, 1.0, 1.0) is None:
            return Bands(lacking=Lacking.METHOD)
        if at.site is not Site.SMOOTH:
            return Bands(lacking=Lacking.KINK)
    try:
        bounds = curvature(cost, start if exact or at is None else at.theta)
    except ValueError:
        return Bands(lacking=Lacking.KINK)
    low, high = bounds.lowest, bounds.highest
    tiny = 1e-9 * max(abs(low), abs(high))
    if low < -tiny:
        return Bands(low, high, lacking=Lacking.DOWNWARD)
    if not high > 1e-200 and exact:
        return Bands(low, high, lacking=Lacking.MINIMUM)
    if not high > 1e-200:
        # Steps that are gradients fade with the curvature; what is divided by it, or decays, does not.
        fades = kind_of(optimizer) != "curvature" and critical_rate(optimizer, 0.0, 0.0) is None
        return Bands(low, high, lacking=Lacking.FLAT if fades else Lacking.METHOD)
    critical = critical_rate(optimizer, max(low, 0.0), high)
    if critical is None or not np.isfinite(critical):
        return Bands(low, high, lacking=Lacking.METHOD)
    return Bands(low, high, straight_rate(optimizer, high), critical, exact)


@np.errstate(all="ignore")
def sweep(
    cost: Objective, start: ArrayLike, optimizer: Optimizer[Any], rates: ArrayLike, steps: int
) -> tuple[Floats, Floats]:
    """Descend from one start (d,) at rates (m,), all at once, for so many steps, and never stop before.

    Return the steps that are recorded (n,), all of up to 2000, and the costs then (n, m); nan once they are
    beyond all numbers. Costs are in plain floating point.

    >>> from gdmath import Cost, GradientDescent
    >>> sweep(Cost.parse("x**2"), [1.0], GradientDescent(), [0.5, 0.25], 2)[1].tolist()
    [[1.0, 1.0], [0.0, 0.25], [0.0, 0.0625]]
    """
    cost = sketch(cost)
    lengths = np.asarray(rates, dtype=float)[:, None]
    begin = np.tile(np.asarray(start, dtype=float), (len(lengths), 1))
    theta, lost = begin, np.zeros(len(lengths), bool)
    state = optimizer.init(theta)
    every = -(-steps // _MOST)
    at, costs = [], []
    for step in range(steps + 1):
        value, gradient = cost.value_and_gradient(theta)
        lost |= ~(np.isfinite(value) & (np.abs(gradient).max(axis=1) < _FAR))
        if step % every == 0 or step == steps:
            at.append(float(step))
            costs.append(np.where(lost, np.nan, value))
        direction, state = optimizer.update(Point(cost, step, theta, value, gradient), state)
        theta = theta + lengths * direction
        lost |= ~(np.abs(theta).max(axis=1) < _FAR)
        theta = np.where(lost[:, None], begin, theta)
    return np.array(at), np.array(costs)
