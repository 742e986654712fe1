"""Where to start and how fast to go, where nobody has said: tried out, and judged by the runs."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from gdmath.arrays import Floats
from gdmath.objective import Objective
from gdmath.views.boxes import Box
from gdmath.views.terrain import bottom
from gdmath.views.territory import candidates, looked_at, usual_range
from gdmath.views.trials import ARRIVED, LONG, Manner, Trial, attempt, good_runs, rungs, slow_runs

_SEEN = 0.05  # of the box's width: a way that is shorter shows little
_DOZEN = 12
_LONGEST = 0.5  # of the box's width: a longer step jumps past what it might have seen


def chosen_rate(manner: Manner, starts: Floats) -> float:
    """Return the rate to take from all of these starts.

    For gradient descent the largest round one at which the cost only falls, to the end of the way, and no
    step is more than a quarter of it. For other methods, which go down by detours, a round one at which the
    runs are soon still, at the bottoms of valleys.
    """
    cost = manner.cost
    if not cost.gradient(starts).any():
        return _at_rest(cost, starts)
    bottoms = _bottoms(cost, starts)
    box = _around(starts, bottoms)
    rates = rungs(manner, starts, box)
    trial = attempt(manner, starts, rates, box)
    if not manner.is_plain:
        return float(rates[_soonest(cost, starts, trial)])
    good = good_runs(trial, cost.is_smooth).all(axis=1)
    if bottoms and good.any():
        return float(rates[np.argmax(good)])
    # Where no rate arrives, none is made so large that a plain were no plain.
    _, values = looked_at(cost, box)
    usual = usual_range(values)
    most = float(np.ptp(box, axis=1).max()) ** 2 / usual if usual > 0 else math.inf
    slow = slow_runs(attempt(manner, starts, rates, box, LONG)).all(axis=1) & (rates <= most)
    return float(rates[np.argmax(slow) if slow.any() else -1])


def _at_rest(cost: Objective, starts: Floats) -> float:
    """The largest round rate at which no curvature overshoots, of starts that stay where they are."""
    hessians = cost.hessian(starts)
    known = hessians[np.isfinite(hessians).all(axis=(1, 2))]
    most = float(np.linalg.eigvalsh(known).max()) if len(known) else 0.0
    if not most > 0:
        return 0.1
    power = math.floor(math.log10(1 / most))
    return next(rate for rate in (float(f"{n}e{power}") for n in (5, 2, 1)) if rate <= 1 / most * (1 + 1e-9))


def _soonest(cost: Objective, starts: Floats, trial: Trial) -> int:
    """The smallest rate at which the runs are still almost as soon as they can be, all at a bottom."""
    short = (trial.travelled < 3) & (trial.longest <= _LONGEST)
    total = np.where(short, trial.settles, np.inf).sum(axis=1)
    first = cost.value(starts)
    best = math.inf
    chosen = None
    for rung in np.argsort(total, kind="stable").tolist():
        if not total[rung] <= 1.5 * best + 5:
            break
        if total[rung] < math.inf and _at_bottoms(cost, first, trial.ends[rung]):
            best = min(best, float(total[rung]))
            chosen = rung if chosen is None else max(chosen, rung)
    if chosen is not None:
        return chosen
    ends = cost.value(trial.ends)
    near = np.isfinite(ends) & short
    left = np.where(near, ends, np.maximum(first, np.where(near, ends, -math.inf).max()))
    return int(np.argmin(left.sum(axis=1)))


def _at_bottoms(cost: Objective, first: Floats, ends: Floats) -> bool:
    """Whether all of these ends are as low as their valleys, but for a little of their fall."""
    for value, end in zip(first, ends, strict=True):
        low = bottom(cost, end, 0.01 * max(1e-3, float(np.abs(end).max())))
        if low is None:
            return False
        least, last = float(cost.value(low)), float(cost.value(end))
        if not last - least <= ARRIVED * (value - least):
            return False
    return True


def chosen_starts(
    manner: Manner, box: Box, count: int, rate: float | None, given: Floats
) -> tuple[Floats, float]:
    """Return starts (count, d) in a box, in different valleys where there are any, and the rate from them.

    `given`: starts (k, d) among them. Raises ValueError where the cost is defined nowhere in the box.
    """
    cost = manner.cost
    places = np.concatenate([given.reshape(-1, cost.dimension), candidates(cost, box)])
    rates = rungs(manner, places, box) if rate is None else np.array([rate])
    trial = attempt(manner, places, rates, box)
    still = np.isfinite(trial.settles) & (trial.travelled < 3)
    held = _with_bottom(cost, places, box)
    short = still & (trial.longest <= _LONGEST) if rate is None else still
    good = good_runs(trial, cost.is_smooth, rate is None) if manner.is_plain else short
    good &= (trial.travelled >= _SEEN) & held
    if (good & still).sum(axis=1).max() >= count:
        good &= still
    share = 0.6
    if not good.any():
        trial, share = attempt(manner, places, rates, box, LONG), 0.0
        good = slow_runs(trial)
    rung, fit = _rung(trial, good, count, share, manner.is_plain)
    others = trial.falls[rung] & (trial.travelled[rung] >= _SEEN)
    picked = _picked(places, trial.ends[rung], fit, others, box, count, len(given))
    return places[picked], float(rates[rung])


def _rung(
    trial: Trial, good: NDArray[np.bool_], count: int, share: float, plain: bool
) -> tuple[int, NDArray[np.bool_]]:
    """The rate to take, as its number, and which starts are good at it: no less than a share of the most."""
    if not good.any():
        return len(good) - 1, np.ones(good.shape[1], bool)
    if count == 1:
        far = good & (trial.travelled >= 0.15)
        only = int(np.argmax((far if far.any() else good).any(axis=0)))
        good = good & (np.arange(good.shape[1]) == only)
    number = good.sum(axis=1)
    enough = np.flatnonzero(number >= max(min(count, number.max()), share * number.max()))
    rung = int(enough[0]) if plain else int(enough[np.argmin(_median_settling(trial, good)[enough])])
    return rung, good[rung]


def _median_settling(trial: Trial, good: NDArray[np.bool_]) -> Floats:
    return np.array(
        [np.median(row[fit]) if fit.any() else np.inf for row, fit in zip(trial.settles, good, strict=True)]
    )


def _with_bottom(cost: Objective, places: Floats, box: Box) -> NDArray[np.bool_]:
    """Which of the first dozen places have a valley with a bottom that is near."""
    width = np.ptp(box, axis=1)
    kept = np.zeros(len(places), bool)
    for i in range(min(_DOZEN, len(places))):
        low = bottom(cost, places[i], 0.1 * float(width.max()))
        kept[i] = low is not None and bool((np.abs((low - places[i]) / width) < 2).all())
    return kept


def _picked(
    places: Floats,
    ends: Floats,
    fit: NDArray[np.bool_],
    others: NDArray[np.bool_],
    box: Box,
    count: int,
    fixed: int,
) -> list[int]:
    """The first place that is fit, then those that end elsewhere, farthest from those that are picked.

    Where too few are fit, from `others` as well.
    """
    width = np.ptp(box, axis=1)
    picked = list(range(min(fixed, count))) or [int(np.argmax(fit))]
    for pool in (fit, others):
        while len(picked) < count and (left := [i for i in np.flatnonzero(pool).tolist() if i not in picked]):
            with np.errstate(all="ignore"):
                away = np.abs((places[left][:, None] - places[picked]) / width).max(axis=2).min(axis=1)
                apart = np.abs((ends[left][:, None] - ends[picked]) / width).max(axis=2).min(axis=1)
            new = np.nan_to_num(apart, posinf=0) > 0.05
            best = int(np.argmax(away + 10.0 * new))
            if away[best] < 0.02:
                break
            picked.append(left[best])
    return picked


def surroundings(cost: Objective, starts: Floats) -> Box:
    """Return a box around starts and the bottoms of their valleys, as far as there are any."""
    return _around(starts, _bottoms(cost, starts))


def _bottoms(cost: Objective, starts: Floats) -> list[Floats]:
    found = (bottom(cost, start, 0.1 * max(1e-3, float(np.abs(start).max()))) for start in starts)
    return [low for low in found if low is not None]


def _around(starts: Floats, bottoms: Sequence[Floats]) -> Box:
    held = np.vstack([starts, *bottoms])
    low, high = held.min(axis=0), held.max(axis=0)
    least = np.where((high > low).any(), 0.05 * (high - low).max(), max(1.0, float(np.abs(held).max())))
    half = np.maximum(high - low, least) / 2
    middle = (low + high) / 2
    return tuple(zip((middle - 2 * half).tolist(), (middle + 2 * half).tolist(), strict=True))
