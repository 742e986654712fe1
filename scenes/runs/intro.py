"""A line through data with one knob, its slope: the cost of every slope, and the descent on it."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from gdmath.arrays import Floats
from gdmath.cost import Cost
from gdmath.data.data_cost import DataCost
from gdmath.data.dataset import label
from gdmath.data.datasets import noisy_line
from gdmath.descent import descend
from gdmath.display.geometry import Frame
from gdmath.stopping import Stop
from gdmath.trajectory import Outcome, Trajectory
from scenes.parameters import IntroParameters
from scenes.runs.table import Columns, read_columns

FARTHEST = 1.8  # of the slopes that are swept, from the best one, in spreads
AWAY = 1.5  # of the slope that the descent starts from
KEPT = 0.6  # of the distance to the best slope, after a step of a rate that is found by itself
CALM = 1e-4  # of all that the cost can fall: a step that changes it by less has stopped
LEAST_WALK = 0.05  # of the sweep: a shorter walk can't be seen
SIZES = 1e-40, 1e40  # of what can be squared, and averaged, in floating point


@dataclass(frozen=True)
class KnobRun:
    """The model y = w (x - mean of x) + mean of y on `points` (n, 2), and a descent of its slope w.

    `names` are those of the feature and of the target. A spread is the slope s(y) / s(x), s the standard
    deviation: a line so steep goes through points without noise.
    """

    points: Floats
    names: tuple[str, str]
    trajectory: Trajectory
    spread: float

    @classmethod
    def of(cls, asked: IntroParameters) -> "KnobRun":
        """Return the run that was asked for. Raises ValueError for data or a rate that show no descent."""
        table = _columns(asked)
        points = table.data.rows[:, [table.data.place(name) for name in (*table.features, table.target)]]
        _check(points, table.features[0])
        centred = points - points.mean(axis=0)
        deviations = centred.std(axis=0)
        height = deviations[1] or 0.5 * (abs(points[:, 1].mean()) or 1.0)
        spread = float(height / deviations[0])
        cost = DataCost.read("(w*x - y)**2", ["w"], ["x", "y"], centred)
        best = float((centred[:, 0] * centred[:, 1]).sum() / (centred[:, 0] ** 2).sum())
        curvature = 2 * float(deviations[0]) ** 2
        rate = asked.learning_rate or float(f"{(1 - KEPT) / curvature:.1e}")
        start = best - (AWAY if best >= 0 else -AWAY) * spread
        highest, lowest = (float(cost.value([w])) for w in (start, best))
        stop = Stop(asked.steps, 0.0, 1e300, cost_change=CALM * (highest - lowest))
        _check_rate(rate, curvature, asked.steps)
        x_name, y_name = table.shown
        return cls(points, (x_name, y_name), descend(cost, [start], learning_rate=rate, stop=stop), spread)

    def __len__(self) -> int:
        return len(self.trajectory)

    @property
    def cost(self) -> Cost:
        """The mean of the squared errors, of the slope."""
        assert isinstance(self.trajectory.cost, Cost)
        return self.trajectory.cost

    @cached_property
    def mean(self) -> tuple[float, float]:
        """The means of feature and target, through which every line goes."""
        x, y = self.points.mean(axis=0).tolist()
        return x, y

    @cached_property
    def best(self) -> float:
        """The slope of the lowest cost."""
        x, y = (self.points - self.points.mean(axis=0)).T
        return float((x * y).sum() / (x * x).sum())

    @property
    def rate(self) -> float:
        return float(self.trajectory.learning_rates[0])

    @cached_property
    def thetas(self) -> Floats:
        """Every slope w of the descent (n+1,)."""
        return self.trajectory.thetas[:, 0]

    @property
    def values(self) -> Floats:
        """The cost at every step (n+1,)."""
        return self.trajectory.values

    def slope(self, step: int) -> float:
        """The slope of the cost at a step."""
        return float(self.trajectory.gradients[step, 0])

    @property
    def has_settled(self) -> bool:
        """Whether the cost stopped falling; else the steps ran out."""
        return self.trajectory.status.outcome is Outcome.SETTLED

    @property
    def sweep(self) -> tuple[float, float]:
        """The slopes over which the knob is turned, from and to."""
        return self.best - FARTHEST * self.spread, self.best + FARTHEST * self.spread

    def predictions(self, w: float) -> Floats:
        """What the model says for every example (n,)."""
        return self.line(self.points[:, 0], w)

    def line(self, x: Floats, w: float) -> Floats:
        """What the model says at these x."""
        return self.mean[1] + w * (np.asarray(x) - self.mean[0])

    @cached_property
    def data_frame(self) -> Frame:
        """The frame that holds all examples, and the lines of the descent above them."""
        said = [self.predictions(w) for w in (self.thetas.min(), self.thetas.max())]
        (left, low), (right, high) = self.points.min(axis=0), self.points.max(axis=0)
        low, high = min(low, *(each.min() for each in said)), max(high, *(each.max() for each in said))
        return Frame(*_widened(left, right, 0.07), *_widened(low, high, 0.07))

    @cached_property
    def cost_frame(self) -> Frame:
        """The frame of the cost over the sweep, from zero, with room for a barometer on its left."""
        low, high = self.sweep
        top = 1.06 * float(max(self.cost.value([low]), self.cost.value([high])))
        return Frame(low - 0.16 * (high - low), high + 0.03 * (high - low), 0.0, top)


def _columns(asked: IntroParameters) -> Columns:
    if asked.data is not None:
        wanted = () if asked.x is None else (asked.x,)
        return read_columns(asked.data, wanted, asked.y, asked.decimal, alone=True)
    line = {"slope": 0.9, "intercept": 2.0, "noise": 1.0, "low": 0.0, "high": 8.0}
    return Columns(noisy_line(np.random.default_rng([asked.seed, 4]), 24, **line), ("x",), "y")


def _check(points: Floats, feature: str) -> None:
    name = label([feature], 0)
    if points[:, 0].min() == points[:, 0].max():
        count = "one row" if len(points) == 1 else "every row"
        raise ValueError(
            f"the feature {name} is {points[0, 0]:g} in {count}; a slope needs at least two different values"
        )
    if np.abs(points).max() > SIZES[1] or np.ptp(points[:, 0]) < SIZES[0]:
        raise ValueError("the numbers are too large or too close together to be squared; change their units")
    if np.ptp(points[:, 0]) < 1e-9 * np.abs(points[:, 0]).max():
        raise ValueError(f"the feature {name} hardly varies beside its size; subtract its mean first")


def _check_rate(rate: float, curvature: float, steps: int) -> None:
    """Refuse a rate that leads away, and one that leads nowhere."""
    usual = (1 - KEPT) / curvature
    if rate * curvature > 1.9:
        raise ValueError(
            f"with the learning rate {rate:g} the cost does not fall on these data; give one of about "
            f"{usual:.2g}"
        )
    if 1 - (1 - min(1.0, rate * curvature)) ** steps < LEAST_WALK:
        raise ValueError(
            f"with the learning rate {rate:g} the slope hardly changes in {steps} steps; give one of about "
            f"{usual:.2g}"
        )


def _widened(low: float, high: float, share: float) -> tuple[float, float]:
    if high - low <= 1e-9 * max(abs(low), abs(high)):
        low, high = low - 0.5 * (abs(low) or 1.0), high + 0.5 * (abs(high) or 1.0)
    air = share * (high - low)
    return float(low - air), float(high + air)
