"""Many runs at once, from several starts at several rates, and what they show of each."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gdmath.arrays import Floats
from gdmath.objective import Objective
from gdmath.optimizers import GradientDescent, Optimizer, Point
from gdmath.views.boxes import Box
from gdmath.views.territory import LARGEST

Schedule = Callable[[int], float]

TRIED, LONG = 400, 1000  # steps of a trial, and of one of ways without an end
ARRIVED = 0.02  # of the fall is left where a run has arrived
ROUNDING = 1e-12
_STILL = 0.03  # of the slope at the start, where a run is still
_FEWEST = 50  # steps, of which a rate can be judged
_SEEN = 60  # steps within the box, of a run that leaves it
_RUNGS = 34  # rates that are tried: 1, 2, 5, 10, ... over eleven decades
_ABOVE = 6  # of them longer than what takes a sixth of the way in the first step


@dataclass(frozen=True)
class Trial:
    """What runs from some starts (m,) at some rates (k,) showed, each array (k, m).

    `falls`: the cost never rises. `arrives`: it comes as low as any of the start's runs that fall.
    `settles`: the step from which on it stays near its end; infinite where the slope is still there.
    `longest` and `travelled`: how long the longest step is, and how far the end is from the start, in widths;
    `stays`: for how many steps that is less than one. `turned`: the share of steps after which the gradient
    points backwards: they overshoot.
    """

    rates: Floats
    falls: NDArray[np.bool_]
    arrives: NDArray[np.bool_]
    settles: Floats
    longest: Floats
    travelled: Floats
    ends: Floats
    stays: Floats
    turned: Floats


@dataclass(frozen=True)
class Manner:
    """How descents are tried: by an optimizer, at a rate times shape(k) in step k, for at most `steps`."""

    cost: Objective
    optimizer: Optimizer[Any]
    shape: Schedule
    steps: int

    @property
    def is_plain(self) -> bool:
        """Whether it is gradient descent, which goes down without detours at a small rate."""
        return isinstance(self.optimizer, GradientDescent)


@np.errstate(all="ignore")
def attempt(manner: Manner, starts: Floats, rates: Floats, box: Box, most: int = TRIED) -> Trial:
    """Descend from every start at every rate, all at once, for at most so many steps."""
    cost, optimizer, shape = manner.cost, manner.optimizer, manner.shape
    steps = min(max(manner.steps, _FEWEST), most)
    k, m = len(rates), len(starts)
    begin = theta = np.tile(starts, (k, 1))
    rate = np.repeat(rates, m)[:, None]
    state = optimizer.init(theta)
    value, gradient = cost.value_and_gradient(theta)
    far = np.fmax(LARGEST, 1e3 * np.abs(value))
    history, slope = [value], np.linalg.norm(gradient, axis=1)
    longest, stays, turned = np.zeros((3, k * m))
    near = np.ones(k * m, bool)
    for step in range(steps):
        direction, state = optimizer.update(Point(cost, step, theta, value, gradient), state)
        alive = (np.abs(value) <= far)[:, None]
        after = np.where(alive, theta + rate * shape(step) * direction, theta)
        longest = np.maximum(longest, _in_widths(after - theta, box))
        near &= _in_widths(after - begin, box) < 1
        stays += near
        theta, before = after, gradient
        value, gradient = cost.value_and_gradient(theta)
        turned += (gradient * before).sum(axis=1) < 0
        history.append(value)
    values = np.array(history)
    still = np.linalg.norm(gradient, axis=1) <= _STILL * slope
    if not cost.is_smooth:
        still |= turned > 0
    falls = _falls(values, cost.is_smooth)
    lowest = np.where(falls, values[-1], np.inf).reshape(k, m).min(axis=0)
    arrives = values[-1].reshape(k, m) - lowest <= ARRIVED * (values[0, :m] - lowest)
    settles = np.where(still & (values[-1] < values[0]), _settling(values), np.inf)
    return Trial(
        rates=rates,
        falls=falls.reshape(k, m),
        arrives=arrives & falls.reshape(k, m),
        settles=settles.reshape(k, m),
        longest=longest.reshape(k, m),
        travelled=_in_widths(theta - begin, box).reshape(k, m),
        stays=stays.reshape(k, m),
        turned=(turned / max(steps, 1)).reshape(k, m),
        ends=theta.reshape(k, m, -1),
    )


def _falls(values: Floats, smooth: bool) -> NDArray[np.bool_]:
    """Whether values (n, m) are finite and never rise; at kinks, not by much."""
    slack = ROUNDING * np.abs(values[1:])
    if not smooth:
        slack = slack + ARRIVED * np.abs(values[0] - values.min(axis=0))
    return np.asarray(np.isfinite(values).all(axis=0) & (np.diff(values, axis=0) <= slack).all(axis=0))


def _settling(values: Floats) -> Floats:
    """From which of the values (n, m) on they stay near the last one."""
    away = ~(np.abs(values - values[-1]) <= ARRIVED * np.abs(values[0] - values[-1]))
    return np.where(away.any(axis=0), len(values) - np.argmax(away[::-1], axis=0), 0).astype(float)


def _in_widths(steps: Floats, box: Box) -> Floats:
    return np.abs(steps / np.ptp(box, axis=1)).max(axis=1)


def rungs(manner: Manner, starts: Floats, box: Box) -> Floats:
    """Return round rates from large to small, around the one whose first step takes a sixth of the way."""
    cost, optimizer = manner.cost, manner.optimizer
    value, gradient = cost.value_and_gradient(starts)
    theta = np.array(starts)
    with np.errstate(all="ignore"):
        direction, _ = optimizer.update(Point(cost, 0, theta, value, gradient), optimizer.init(theta))
    lengths = _in_widths(direction, box)
    lengths = lengths[np.isfinite(lengths) & (lengths > 0)]
    middle = 1 / (6 * float(np.median(lengths))) if len(lengths) else 1.0
    middle = min(max(middle, 1e-290), 1e290)
    power = math.floor(math.log10(middle))
    ladder = [float(f"{factor}e{power + decade}") for decade in range(2, -12, -1) for factor in (5, 2, 1)]
    top = next((i for i, rate in enumerate(ladder) if rate <= middle), 0)
    return np.array(ladder[max(0, top - _ABOVE) : max(0, top - _ABOVE) + _RUNGS])


def good_runs(trial: Trial, smooth: bool, straight: bool = True) -> NDArray[np.bool_]:
    """Where a run goes down to the end, in steps that can be seen, and, if `straight`, without a detour."""
    near = trial.travelled < 3
    way = np.where(trial.falls & near & (trial.longest <= 1 / 4), trial.travelled, 0).max(axis=0)
    seen = trial.longest <= np.maximum(way / ((4 if smooth else 12) if straight else 1.5), ROUNDING)
    along = (trial.turned <= 0.05) | (not (smooth and straight))
    return trial.falls & trial.arrives & near & seen & along


def slow_runs(trial: Trial) -> NDArray[np.bool_]:
    """Of ways down without an end: those by short steps that stay near, or are seen for a while."""
    fall = trial.falls & (trial.longest <= 1 / 12)
    near, escapes = trial.travelled <= 1.2, trial.travelled > 1e6
    fall = np.where(escapes, trial.falls & (trial.stays >= _SEEN), fall)
    for fit in (fall & (near | escapes), fall, trial.falls):
        if fit.any():
            return fit
    return trial.travelled <= 1.2
