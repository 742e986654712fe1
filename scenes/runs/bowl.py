"""The cost of a model over two of its parameters, and a descent on it."""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from gdmath.arrays import Floats
from gdmath.data.data_cost import DataCost
from gdmath.data.data_facts import conditioning, is_separable
from gdmath.descent import descend
from gdmath.line_search import Backtracking
from gdmath.optimizers import Newton
from gdmath.stopping import Stop
from gdmath.trajectory import Outcome, Trajectory
from scenes.runs.jumps import Jumps
from scenes.runs.models import Model
from scenes.runs.plane import Plane

SHARE = 1.5  # over the largest curvature: steps across the steepest way turn back, and halve
SETTLED = 1e-5  # of all that the cost can fall: a step that changes it by less has stopped
NEAR = 1e-3  # of it: near the best cost
LEAST = 0.01  # of it: with less, nothing is seen
SAMPLES, FEWER = 161, 101  # of a map along each side, and over many rows
ROWS = 300
MOST = 4.0  # times longer in one direction than in the other: with more, a map has two scales
STILL = 2e-3  # of a map's longer side: less is not seen
FAR = 0.15  # of it: where a descent ends so far from the bottom the floor is as good as level
SOON = 12  # steps
BEYOND = 1e3  # times as far as the best parameters: a descent that is farther away escapes

Way = Literal["escapes", "zigzags", "overshoots", "arrives", "creeps", "endless", "floor"]


@dataclass(frozen=True)
class Bowl:
    """The cost of a model over two of its parameters, and a descent on it from zero.

    `pair` are the places of the two; the others stand at `others` (d,), the best or the last. `steepest` is
    the largest curvature at the start, beyond which that of none of these costs goes.
    """

    model: Model
    run: Trajectory
    rate: float
    best: Floats | None
    steepest: float

    @classmethod
    def of(cls, model: Model, steps: int, asked: float | None = None) -> "Bowl":
        """Return the bowl of a model, and the descent on it with a rate that was asked for, or its own.

        Raises ValueError for a rate with which nothing is seen to happen.
        """
        cost = model.cost
        start = np.zeros(cost.dimension)
        largest = float(np.linalg.eigvalsh(cost.hessian(start))[-1])
        usual = float(f"{SHARE / largest:.1e}")
        rate = asked or usual
        best = _best(model)
        fall = float(cost.value(start)) - (0.0 if best is None else float(cost.value(best)))
        stop = Stop(steps, 0.0, ceiling(best), cost_change=SETTLED * fall)
        run = descend(cost, start, learning_rate=rate, stop=stop)
        if asked and 0 <= run.values[0] - run.values[-1] < LEAST * fall:
            raise ValueError(
                f"with the learning rate {rate:g} the cost hardly changes in {steps} steps; give one of "
                f"about {usual:.2g}"
            )
        return cls(model, run, rate, best, largest)

    @property
    def cost(self) -> DataCost:
        return self.model.cost

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all parameters."""
        return tuple(symbol.name for symbol in self.cost.variables)

    @cached_property
    def pair(self) -> tuple[int, int]:
        """Which two parameters the map shows: the first two weights, or a weight and what is added."""
        if len(self.names) == 2:
            return (1, 0) if self.model.kind == "polynomial" else (0, 1)
        return (1, 2) if self.model.kind == "polynomial" else (0, 1)

    @cached_property
    def others(self) -> Floats:
        """Where the parameters stand that the map does not show."""
        if self.best is not None:
            return self.best
        return self.run.thetas[np.isfinite(self.run.thetas).all(axis=1)][-1]

    def path(self, run: Trajectory | None = None) -> Floats:
        """Return the two parameters along a run (n+1, 2)."""
        return (self.run if run is None else run).thetas[:, self.pair]

    @property
    def bottom(self) -> Floats | None:
        """The lowest place of the map (2,); None where there is none."""
        return None if self.best is None else self.best[[*self.pair]]

    def plane(self, ratio: float = 1.0) -> Plane:
        """Return the cost over the two parameters, around start, bottom and the way between.

        It is `ratio` times as wide as high where both have one scale.
        """
        low, high = self.window(ratio)
        count = SAMPLES if len(self.model.targets) <= ROWS else FEWER
        xs, ys = (np.linspace(a, b, count) for a, b in zip(low, high, strict=True))
        thetas = np.broadcast_to(self.others, (count, count, len(self.others))).copy()
        thetas[..., self.pair[0]], thetas[..., self.pair[1]] = np.meshgrid(xs, ys)
        with np.errstate(all="ignore"):
            values = self.cost.value(thetas)
        return Plane(xs, ys, np.where(np.isfinite(values), values, np.nan))

    def window(self, ratio: float = 1.0) -> tuple[Floats, Floats]:
        """Return the lower and the upper ends (2,) of the part of the plane that is shown."""
        ends = [self.path()[0], self.others[[*self.pair]]]
        reach = np.abs(ends[1] - ends[0]).max() or 1.0
        walked = self.path()[np.isfinite(self.path()).all(axis=1)]
        near = walked[np.abs(walked - ends[0]).max(axis=1) <= 2.5 * reach]
        low, high = np.min([*ends, *near], axis=0), np.max([*ends, *near], axis=0)
        sides, middle = high - low, (low + high) / 2
        if sides.max() <= MOST * sides.min() or sides.min() <= 0 or not self._is_lopsided(sides):
            low_side = max(sides[1], sides[0] / ratio)
            sides = np.array([ratio * low_side, low_side])
        half = 0.68 * np.maximum(sides, 1e-9 * np.abs(middle).max())
        return middle - half, middle + half

    def _is_lopsided(self, sides: Floats) -> bool:
        """Whether the cost knows the two parameters on such different scales that one map can't show both."""
        curves = np.diag(self.cost.hessian(self.others))[[*self.pair]]
        return bool(curves.min() > 0 and (sides.max() / sides.min()) > MOST and np.ptp(np.log(curves)) > 6)

    @cached_property
    def condition(self) -> float | None:
        """How many times the largest curvature is the smallest, at the bottom or where the run ended."""
        facts = conditioning(self.cost, self.others)
        return None if facts is None else facts.raw

    @cached_property
    def lowest(self) -> float | None:
        """The lowest cost there is."""
        return None if self.best is None else float(self.cost.value(self.best))

    @cached_property
    def near(self) -> int | None:
        """After how many steps nearly all that the cost can fall is done; None for never."""
        if self.lowest is None:
            return None
        values = self.run.values
        close = values - self.lowest <= NEAR * (values[0] - self.lowest)
        return int(np.argmax(close)) if close.any() else None

    def at(self, step: float) -> Floats:
        """Return the parameters (d,) at a step that may lie between two: before a jump, at the first."""
        thetas, whole = self.run.thetas, min(int(step), len(self.run))
        if whole == len(self.run) or self.jumps.steps[whole]:
            return thetas[whole]
        return thetas[whole] + (step - whole) * (thetas[whole + 1] - thetas[whole])

    @property
    def escapes(self) -> bool:
        return self.run.status.outcome not in (Outcome.SETTLED, Outcome.OUT_OF_STEPS, Outcome.CONVERGED)

    @cached_property
    def zigzags(self) -> bool:
        """Whether most of its first steps turn back on the one before."""
        steps = np.diff(self.run.thetas[:8], axis=0)
        return bool(len(steps) > 2 and np.mean((steps[1:] * steps[:-1]).sum(axis=1) < 0) > 0.5)

    def rest(self, run: Trajectory) -> int:
        """Return the step from which a run is not seen to move on the map."""
        path, (low, high) = self.path(run), self.window()
        away = np.abs(path - path[-1]).max(axis=1) / (high - low).max()
        moving = np.flatnonzero(~(away <= STILL))
        return int(moving[-1]) + 1 if len(moving) else 0

    @property
    def away(self) -> float:
        """How far on the map, of its longer side, the descent ends from the lowest place."""
        low, high = self.window()
        return float(np.abs(self.path()[-1] - self.others[[*self.pair]]).max() / (high - low).max())

    @property
    def errs(self) -> bool:
        """Whether the model at the end puts an example on the wrong side of its border."""
        scores = self.model.scores(self.run.thetas[-1], self.model.features)
        return bool(((scores > 0) != (self.model.targets == 1)).any())

    @property
    def way(self) -> Way:
        """How the descent went."""
        if self.escapes:
            return "escapes"
        if self.near is not None and self.away > FAR:
            return "floor"
        if self.zigzags:
            return "zigzags" if self.near is None or self.near > SOON else "overshoots"
        if self.best is None:
            return "endless"
        return "arrives" if self.near is not None else "creeps"

    @cached_property
    def jumps(self) -> Jumps:
        """The steps that are seen as jumps on the map."""
        return self.jumps_of(self.run)

    def jumps_of(self, run: Trajectory) -> Jumps:
        """Return the steps of another run that are seen as jumps on the map."""
        low, high = self.window()
        return Jumps(self.path(run), float((high - low).max()))


def ceiling(best: Floats | None) -> float:
    """Return beyond which a descent to these parameters (d,) escapes: they may be large themselves."""
    return max(Stop.ceiling, 0.0 if best is None else BEYOND * float(np.abs(best).max()))


def _best(model: Model) -> Floats | None:
    """The parameters of the lowest cost; None where it falls for ever."""
    if not model.is_logistic:
        return model.best
    if is_separable(model.cost):
        return None
    start = np.zeros(model.cost.dimension)
    stop = Stop(100, 1e-10)
    return descend(model.cost, start, Newton(), learning_rate=Backtracking(), stop=stop).thetas[-1]
