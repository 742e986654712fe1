"""The descents of a regression: on raw and on standardised features, with all examples and with batches."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from gdmath.arrays import Floats
from gdmath.data.batches import MiniBatches
from gdmath.data.data_cost import DataCost
from gdmath.data.data_facts import conditioning, is_separable
from gdmath.descent import descend
from gdmath.display.geometry import Frame
from gdmath.line_search import Backtracking
from gdmath.optimizers import Newton
from gdmath.stopping import Stop
from gdmath.trajectory import Outcome, Trajectory
from scenes.parameters import RegressionParameters
from scenes.runs.jumps import Jumps
from scenes.runs.models import Model
from scenes.runs.plane import Plane

SHARE = 1.5  # over the largest curvature: steps across the steepest way turn back, and halve
CALM = 0.5  # over it, with batches: a longer step would follow every whim
SETTLED = 1e-5  # of all that the cost can fall: a step that changes it by less has stopped
NEAR = 1e-3  # of it: near the best cost
LEAST = 0.01  # of it: with less, nothing is seen
SAMPLES, FEWER = 161, 101  # of a map along each side, and over many rows
ROWS = 300
SEEN = 0.02  # of a map's sides: a difference that can be seen
MOST = 4.0  # times longer in one direction than in the other: with more, a map has two scales
NOISY = 80  # steps of a descent with batches


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
        stop = Stop(steps, 0.0, cost_change=SETTLED * fall)
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

    @cached_property
    def jumps(self) -> Jumps:
        """The steps that are seen as jumps on the map."""
        return self.jumps_of(self.run)

    def jumps_of(self, run: Trajectory) -> Jumps:
        """Return the steps of another run that are seen as jumps on the map."""
        low, high = self.window()
        return Jumps(self.path(run), float((high - low).max()))


@dataclass(frozen=True)
class Noisy:
    """A descent with batches of `size`; `off` is how far their gradients are off, as a root mean square."""

    size: int
    run: Trajectory
    off: float


@dataclass(frozen=True)
class RegressionRun:
    """All that is told: the bowl that is descended first, and one of standardised features beside it."""

    first: Bowl
    second: Bowl | None
    seed: int
    batch_size: int | None

    @classmethod
    def of(cls, asked: RegressionParameters) -> "RegressionRun":
        """Return the runs that were asked for. Raises ValueError for what can't be told."""
        raw = Model.of(asked)
        steps, rate = asked.steps, asked.learning_rate
        count = len(raw.targets)
        if asked.batch_size is not None and asked.batch_size > count:
            raise ValueError(
                f"the batch size is {asked.batch_size}; there are {count} examples, so give at most {count}"
            )
        if asked.standardise == "compare":
            both = Bowl.of(raw, steps, rate), Bowl.of(raw.standardised(), steps)
            return cls(*both, asked.seed, asked.batch_size)
        model = raw if asked.standardise == "no" else raw.standardised()
        return cls(Bowl.of(model, steps, rate), None, asked.seed, asked.batch_size)

    @property
    def last(self) -> Bowl:
        """The bowl on which batches are told."""
        return self.second or self.first

    @cached_property
    def separable(self) -> bool:
        """Whether there is no lowest cost, since a border makes no mistake."""
        return self.first.model.is_logistic and is_separable(self.first.cost)

    @property
    def batch_rate(self) -> float:
        """The learning rate with batches."""
        return float(f"{CALM / self.last.steepest:.1e}")

    @cached_property
    def whole(self) -> Trajectory:
        """The descent with all examples, as long as those with batches."""
        return self._descent(None)

    @cached_property
    def calm(self) -> Bowl:
        """The bowl on which batches are told, with the descent that they are compared with."""
        return replace(self.last, run=self.whole, rate=self.batch_rate)

    @cached_property
    def noisy(self) -> list[Noisy]:
        """Descents with batches of growing size; none where there are too few examples."""
        count = len(self.last.model.targets)
        least = self.batch_size or (4 if count >= 16 else 1)
        larger = [size for size in (8 * least, 4 * least, 2 * least) if size < count]
        return [self._noisy(size) for size in (least, *larger[:1]) if count > 2]

    @cached_property
    def trembles(self) -> bool:
        """Whether the way with the smallest batches is seen to differ from the whole one."""
        if not self.noisy:
            return False
        low, high = self.calm.window()
        one, other = self.calm.path(), self.calm.path(self.noisy[0].run)
        away = np.abs(other[: len(one)] - one[: len(other)]) / (high - low)
        return bool(np.nanmax(away) > SEEN)

    def _noisy(self, size: int) -> Noisy:
        batches = MiniBatches(self.last.cost, size, self.seed)
        at = self.last.others
        whole = self.last.cost.gradient(at)
        parts = [self.last.cost.subset(batches.rows(k)).gradient(at) for k in range(batches.per_epoch)]
        weights = [len(batches.rows(k)) for k in range(batches.per_epoch)]
        squares = [float(((part - whole) ** 2).sum()) for part in parts]
        return Noisy(size, self._descent(batches), float(np.sqrt(np.average(squares, weights=weights))))

    def _descent(self, batches: MiniBatches | None) -> Trajectory:
        bowl = self.last
        stop = Stop(NOISY, 0.0)
        rate = self.batch_rate
        return descend(bowl.cost, bowl.run.thetas[0], learning_rate=rate, stop=stop, batches=batches)


def data_frame(model: Model, thetas: Floats) -> Frame:
    """Return the frame for the examples, or for what is said of them, and for the models on the way."""
    if model.kind == "border":
        (left, bottom), (right, top) = model.features.min(axis=0), model.features.max(axis=0)
    else:
        said = np.array([model.predictions(theta) for theta in thetas])
        low, high = float(model.targets.min()), float(model.targets.max())
        room = 0.6 * (high - low) or abs(high) or 1.0
        said = said[np.isfinite(said)]
        said = said[(said > low - room) & (said < high + room)]
        bottom, top = min([low, *said]), max([high, *said])
        if model.kind == "plane":
            left, right = bottom, top
        else:
            left, right = model.features.min(), model.features.max()
        if model.is_logistic:
            bottom, top = 0.0, 1.0
    return Frame(*_widened(left, right), *_widened(bottom, top))


def _widened(low: float, high: float) -> tuple[float, float]:
    if high - low <= 1e-9 * max(abs(low), abs(high)):
        low, high = low - (abs(low) or 1.0), high + (abs(high) or 1.0)
    return float(low - 0.07 * (high - low)), float(high + 0.07 * (high - low))


def _best(model: Model) -> Floats | None:
    """The parameters of the lowest cost; None where it falls for ever."""
    if not model.is_logistic:
        return model.best
    if is_separable(model.cost):
        return None
    start = np.zeros(model.cost.dimension)
    stop = Stop(100, 1e-10)
    return descend(model.cost, start, Newton(), learning_rate=Backtracking(), stop=stop).thetas[-1]
