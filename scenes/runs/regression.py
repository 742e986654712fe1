"""The descents of a regression: on raw and on standardised features, with all examples and with batches."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from gdmath.arrays import Floats
from gdmath.data.batches import MiniBatches
from gdmath.descent import descend
from gdmath.display.geometry import Frame
from gdmath.stopping import Stop
from gdmath.trajectory import Trajectory
from scenes.parameters import RegressionParameters
from scenes.runs.bowl import Bowl, ceiling
from scenes.runs.models import Model

CALM = 0.5  # over the largest curvature, with batches: a longer step would follow every whim
DIFFER = 0.1  # of the fall of the cost: so much is seen in its numbers
SEEN = 0.02  # of a map's sides: a difference that can be seen
ROUNDING = 1e-9  # of the slope at the start: less is nothing
AT_FIRST, LATER = 4.0, 0.6  # times the targets' range: so far off a model may be and still be shown
NOISY = 80  # steps of a descent with batches


@dataclass(frozen=True)
class Noisy:
    """A descent with batches of `size`; `off` is how far their gradients are off, as a root mean square.

    That is 0 at a bottom at which all examples agree.
    """

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

    @cached_property
    def differ(self) -> bool:
        """Whether the costs with the smallest batches differ from those with all examples."""
        one, other = self.whole.values, self.noisy[0].run.values
        count = min(len(one), len(other))
        return bool(np.nanmax(np.abs(one[:count] - other[:count])) > DIFFER * abs(one[0] - np.nanmin(one)))

    def _noisy(self, size: int) -> Noisy:
        batches = MiniBatches(self.last.cost, size, self.seed)
        at = self.last.others
        whole = self.last.cost.gradient(at)
        parts = [self.last.cost.subset(batches.rows(k)).gradient(at) for k in range(batches.per_epoch)]
        weights = [len(batches.rows(k)) for k in range(batches.per_epoch)]
        squares = [float(((part - whole) ** 2).sum()) for part in parts]
        off = float(np.sqrt(np.average(squares, weights=weights)))
        steepest = float(np.linalg.norm(self.last.run.gradients[0]))
        return Noisy(size, self._descent(batches), off if off > ROUNDING * steepest else 0.0)

    def _descent(self, batches: MiniBatches | None) -> Trajectory:
        bowl = self.last
        stop = Stop(NOISY, 0.0, ceiling(bowl.best))
        rate = self.batch_rate
        return descend(bowl.cost, bowl.run.thetas[0], learning_rate=rate, stop=stop, batches=batches)


def data_frame(model: Model, thetas: Floats) -> Frame:
    """Return the frame for the examples, or for what is said of them, and for the models on the way."""
    if model.kind == "border":
        (left, bottom), (right, top) = model.features.min(axis=0), model.features.max(axis=0)
    else:
        low, high = float(model.targets.min()), float(model.targets.max())
        span = (high - low) or abs(high) or 1.0
        said = [
            _within(model.predictions(theta), low - room * span, high + room * span)
            for room, some in ((AT_FIRST, thetas[:1]), (LATER, thetas))
            for theta in some
        ]
        bottom, top = min([low, *np.concatenate(said)]), max([high, *np.concatenate(said)])
        if model.kind == "plane":
            left, right = bottom, top
        else:
            left, right = model.features.min(), model.features.max()
        if model.is_logistic:
            bottom, top = 0.0, 1.0
    return Frame(*_widened(left, right), *_widened(bottom, top))


def _within(values: Floats, low: float, high: float) -> Floats:
    return values[(values >= low) & (values <= high)]


def _widened(low: float, high: float) -> tuple[float, float]:
    if high - low <= 1e-9 * max(abs(low), abs(high)):
        low, high = low - (abs(low) or 1.0), high + (abs(high) or 1.0)
    return float(low - 0.07 * (high - low)), float(high + 0.07 * (high - low))
