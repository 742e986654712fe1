"""The same descent at several learning rates: which ones are told, and what each of them does."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Literal

import numpy as np

from gdmath.arrays import Floats
from gdmath.critical.critical_point import CriticalPoint, Kind, Site
from gdmath.descent import descend
from gdmath.ending import Ending, ending
from gdmath.endings.cause import Nears
from gdmath.endings.manner import Manner, manner
from gdmath.framing import Plan
from gdmath.learning_rates import Constant
from gdmath.optimizers.kinds import kind_of
from gdmath.stopping import Stop
from gdmath.trajectory import Trajectory
from gdmath.views.rate_bands import Bands, rate_bands, sweep
from gdmath.views.windows import Window
from scenes.parameters import LearningRateParameters
from scenes.runs.jumps import Jumps
from scenes.runs.planning import planned

SHARES = (0.01, 0.45, 0.9, 1.05)  # of the critical rate: too small, good, its double, too large
LADDER = np.logspace(-2.5, 2.0, 37)  # of the critical rate, or of one that suits
ROOM = 1.7  # times as far from the minimum as the start, for jumps that grow
LONG = 1000  # steps in which a minimum is looked for
SWEPT = 120  # rates of a sweep
FARTHEST = 1e200
NEAR = 6.0  # times the rate that goes to and fro: where one that is too large is looked for first
LINEAR = 150.0  # times the smallest rate: a ruler that is longer is logarithmic
GONE = {Manner.GROWS, Manner.THROWN, Manner.FALLS, Manner.POLE, Manner.LEAVES}
ARRIVES = (Manner.STRAIGHT, Manner.OVER, Manner.ACROSS)
BEYOND = {
    Manner.OVER,
    Manner.ACROSS,
    Manner.PAST,
    Manner.SWINGS,
    Manner.CYCLES,
    Manner.WANDERS,
    Manner.HIGHER,
}


@dataclass(frozen=True, eq=False)
class RateRun:
    """One descent at one rate: its run, how it ended, and how it went.

    `elsewhere`: it arrived at another minimum than the first of the runs that arrives.
    """

    rate: float
    run: Trajectory
    ending: Ending
    manner: Manner
    elsewhere: bool = False

    @property
    def steps(self) -> int:
        """How many steps it took."""
        return len(self.run)

    @property
    def costs(self) -> Floats:
        """Its costs (n+1,)."""
        return self.run.values

    @property
    def value(self) -> float:
        """Its last cost that is a number."""
        return float(self.costs[np.isfinite(self.costs)][-1])


@dataclass(frozen=True, eq=False)
class Rates:
    """The runs of a story by rising rate, the bands of rates, and the part of the landscape to show."""

    plan: Plan
    runs: tuple[RateRun, ...]
    bands: Bands
    window: Window
    budget: int

    @classmethod
    def of(cls, asked: LearningRateParameters) -> "Rates":
        """Return what is told about. Raises ValueError for a cost that can't be shown."""
        told = planned(replace(asked, steps=max(asked.steps, LONG)))
        found = ending(told.runs[0], told.critical)
        at = found.arrival.at if found.arrival is not None else _nearest_minimum(told)
        bands = rate_bands(told.cost, told.optimizer, told.starts[0], at)
        tries = _Tries(told, Stop(asked.steps, told.stop.gradient_norm))
        rates = sorted(asked.rates) or chosen_rates(tries, bands)
        runs = _compared([tries.at(rate) for rate in rates])
        good = min(runs, key=lambda each: each.value)
        shown = replace(told, learning_rate=Constant(good.rate), rate=good.rate, stop=tries.stop)
        return cls(shown, tuple(runs), bands, _window(shown, runs), asked.steps)

    @property
    def cost(self) -> Any:
        """The cost of all runs."""
        return self.plan.cost

    @property
    def rates(self) -> list[float]:
        """The rates, from the smallest."""
        return [each.rate for each in self.runs]

    @property
    def is_plain(self) -> bool:
        """Whether every step is the gradient times the rate, and nothing else."""
        return self.plan.is_plain

    @property
    def divides(self) -> bool:
        """Whether every step is the gradient over the curvature."""
        return kind_of(self.plan.optimizer) == "curvature"

    @property
    def lowest(self) -> float:
        """The lowest cost to which one of the runs came."""
        return min(
            float(np.nanmin(np.where(np.isfinite(each.costs), each.costs, np.nan))) for each in self.runs
        )

    def digits(self, each: RateRun) -> int:
        """How many digits tell where a run is that has not arrived from the lowest minimum, 3 at least."""
        lowest = min((point.value for point in self.plan.critical.minima), default=self.lowest)
        if each.manner in ARRIVES or each.value <= lowest:
            return 3
        return next((most for most in range(3, 9) if f"{each.value:.{most}g}" != f"{lowest:.{most}g}"), 9)

    def left(self, each: RateRun) -> Literal["all", "much", "little"]:
        """How much of the way down to the lowest cost a run leaves, where another one arrives."""
        fall = float(each.costs[0]) - self.lowest
        share = (each.value - self.lowest) / fall if fall > 0 else 1.0
        if share > 0.99:
            return "all"
        return "much" if share > 0.02 and self.first is not None else "little"

    @property
    def first(self) -> RateRun | None:
        """The run that arrives at a minimum soonest, if one does."""
        arrived = [each for each in self.runs if each.manner in ARRIVES]
        return min(arrived, key=_soonest, default=None)

    @property
    def hits_kink(self) -> bool:
        """Whether one of the runs comes to rest at a kink."""
        rests = [each.ending.rest for each in self.runs]
        return any(rest is not None and rest.at.site is Site.KINK for rest in rests)

    @property
    def asked(self) -> int:
        """Before which run is asked what a larger rate does: the third, or the last."""
        return min(2, len(self.runs) - 1)

    @cached_property
    def paths(self) -> list[Floats]:
        """Where each run is in the picture (n+1, 2): theta and the cost, or both variables."""
        paths = []
        for each in self.runs:
            thetas = each.run.thetas
            places = thetas if self.cost.dimension == 2 else np.column_stack([thetas, each.costs])
            known = np.isfinite(places).all(axis=1)
            paths.append(np.clip(places[known], -FARTHEST, FARTHEST))
        return paths

    @cached_property
    def jumps(self) -> list[Jumps]:
        """Which steps of each run are seen as jumps."""
        wide = max(high - low for low, high in self.window.box)
        return [Jumps(np.nan_to_num(each.run.thetas, nan=FARTHEST), wide) for each in self.runs]

    @property
    def minima(self) -> Floats:
        """The known minima in the window (k, d)."""
        points = [point.theta for point in self.plan.critical.points if point.kind is Kind.MINIMUM]
        places = np.reshape(np.array(points, dtype=float), (-1, self.cost.dimension))
        return places[self.window.holds(places)] if len(places) else places

    @cached_property
    def reach(self) -> tuple[float, float, bool]:
        """The lowest and the highest rate on the ruler, and whether it is logarithmic."""
        critical = self.bands.critical
        marks = [*self.rates, critical] if critical is not None else self.rates
        low, high = min(marks), max(marks)
        if high / low > LINEAR or (critical is not None and high > 4 * critical):
            return low / 3, high * 3, True
        return 0.0, high * 1.22, False

    @cached_property
    def swept(self) -> tuple[Floats, Floats, Floats]:
        """Rates along the ruler (m,), the steps that are recorded (n,), and the costs then (n, m)."""
        low, high, log = self.reach
        rates = np.geomspace(low, high, SWEPT) if log else np.linspace(low, high, SWEPT + 1)[1:]
        return rates, *sweep(self.cost, self.plan.starts[0], self.plan.optimizer, rates, self.budget)


def chosen_rates(tries: "_Tries", bands: Bands) -> list[float]:
    """Return four rates that show what rates do: too small, good, to and fro, and too large, if there are.

    Of a quadratic cost they are shares of the critical rate; of others they are found by trying.
    """
    if bands.critical is not None and bands.exact:
        return [_round(share * bands.critical) for share in SHARES]
    unit = bands.critical or tries.plan.rate
    ladder = [tries.at(rate) for rate in sorted({_round(unit * share) for share in LADDER})]
    best = _best(ladder)
    double = tries.at(_round(2 * best.rate))
    larger = [each for each in ladder if each.rate > best.rate]
    across = double if double.manner in BEYOND else _first(larger, BEYOND, double)
    larger = [each for each in larger if each.rate > across.rate]
    near = [each for each in larger if each.rate <= NEAR * across.rate]
    other = set(Manner) - {across.manner}
    gone = _first(near, GONE, None) or _first(larger, other, None) or tries.at(_round(5 * across.rate))
    small = [each for each in ladder if each.manner is Manner.SLOW and each.rate <= best.rate / 5]
    slow = small[-1].rate if small else _round(best.rate / 20)
    return sorted({slow, best.rate, across.rate, gone.rate})


def _best(runs: Sequence[RateRun]) -> RateRun:
    """The run that arrives soonest, without overshooting if one does; else the one that comes lowest."""
    for wanted in ARRIVES:
        arrived = [each for each in runs if each.manner is wanted]
        if arrived:
            return min(arrived, key=lambda each: each.steps)
    staying = [each for each in runs if each.manner not in GONE] or runs
    return min(staying, key=lambda each: each.value)


def _window(shown: Plan, runs: Sequence[RateRun]) -> Window:
    """The valley of the run that is shown; wider where others leave it by jumps that grow."""
    valley = replace(shown, domain=None)
    arrives = any(each.ending.arrival is not None for each in runs)
    window = valley.close if arrives else shown.wide
    if shown.cost.dimension > 1 or not any(each.manner is Manner.GROWS for each in runs):
        return window
    (low, high), start = window.box[0], shown.starts[0][0]
    middle = shown.runs[0].thetas[-1, 0] if arrives else (low + high) / 2
    reach = ROOM * abs(start - middle)
    return valley.window(((min(low, middle - reach), max(high, middle + reach)),))


def _nearest_minimum(told: Plan) -> CriticalPoint | None:
    end = told.runs[0].thetas[-1]
    minima = told.critical.minima if np.isfinite(end).all() else ()
    return min(minima, key=lambda point: point.distance(end), default=None)


def _soonest(each: RateRun) -> tuple[bool, int, float]:
    return isinstance(each.ending.cause, Nears), each.steps, each.value


def _first(runs: Sequence[RateRun], manners: set[Manner], otherwise: Any) -> Any:
    return next((each for each in runs if each.manner in manners), otherwise)


@dataclass(frozen=True, eq=False)
class _Tries:
    """Runs of a plan at other rates."""

    plan: Plan
    stop: Stop

    def at(self, rate: float) -> RateRun:
        plan = self.plan
        run = descend(plan.cost, plan.starts[0], plan.optimizer, learning_rate=rate, stop=self.stop)
        told = ending(run, plan.critical)
        return RateRun(rate, run, told, manner(run, told))


def _compared(runs: Sequence[RateRun]) -> list[RateRun]:
    """The runs, with whether each arrived elsewhere than the first that did."""
    arrivals = [each.ending.arrival for each in runs]
    first = next((arrival.at for arrival in arrivals if arrival is not None), None)
    result = []
    for each, arrival in zip(runs, arrivals, strict=True):
        apart = False
        if first is not None and arrival is not None:
            size = float(np.abs(np.subtract(each.ending.start, first.theta)).max())
            apart = first.distance(np.array(arrival.at.theta)) > 1e-3 * max(size, 1e-300)
        result.append(replace(each, elsewhere=apart))
    return result


def _round(rate: float) -> float:
    """A rate with two digits, or with three where that is more than a hundredth off."""
    rough = float(f"{rate:.1e}")
    return rough if math.isclose(rough, rate, rel_tol=0.01) else float(f"{rate:.2e}")
