"""A cost along a line, phi(t) = C(theta + t direction), and the bracket in which a length must lie."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from gdmath.arithmetic.rounding import rounding
from gdmath.arrays import Floats
from gdmath.optimizers import Point

_TRIES = 2200  # doublings, or halvings, from the shortest length to the longest
_BISECTED = 3  # every third length is the middle, so that the bracket shrinks whatever is interpolated


@dataclass(frozen=True)
class Trial:
    """A length t that was tried, with phi(t) and phi'(t)."""

    length: float
    value: float
    slope: float


@dataclass(frozen=True)
class Found:
    """What a search came to: the length that is accepted, or None; and the ends of the bracket then."""

    accepted: Trial | None
    low: Trial
    high: Trial | None


class Line:
    """phi and phi' along a direction."""

    def __init__(self, point: Point, direction: Floats) -> None:
        self._point, self._direction = point, direction
        self.start = Trial(0.0, point.value, float(point.gradient @ direction))

    def at(self, length: float) -> Trial:
        theta = self._point.theta + length * self._direction
        value, gradient = self._point.cost.evaluate(theta)
        return Trial(length, float(value), float(gradient @ self._direction))

    @cached_property
    def rounding(self) -> float:
        """How far phi(0) may be off for rounding."""
        return rounding(self._point.cost, self._point.theta, self._point.value)

    def too_high(self, trial: Trial, c1: float) -> bool:
        """Whether phi(t) > phi(0) + c1 t phi'(0) by more than rounding, or phi(t) is not defined."""
        most = self.start.value + c1 * trial.length * self.start.slope
        if not math.isfinite(trial.value) or math.isnan(trial.slope):
            return True
        return trial.value > most and trial.value > most + self.rounding

    def moves(self, length: float, other: float) -> bool:
        """Whether two lengths end at different points, with room for a third between them."""
        near = self._point.theta + length * self._direction
        step = (other - length) / 2 * self._direction
        return bool((near + step != near).any())


def search(
    line: Line, initial: float, c1: float, c2: float, between: Callable[[Trial, Trial], float]
) -> Found:
    """Look for a length that is not too high, by c1, and where |phi'(t)| <= c2 |phi'(0)|.

    The bracket's end `low` is not too high and phi' is steeply negative there; its end `high`, once there is
    one, is too high or phi' is steeply positive there. So phi(t) - c1 t phi'(0), if smooth, has a minimum
    between them that both conditions accept, and no interpolation can lose it. Lengths are doubled until
    there is a `high`; then `between` says where to look next.
    """
    low, high, trial = line.start, None, line.at(initial)
    steep = c2 * abs(line.start.slope)
    for tried in range(_TRIES):
        if line.too_high(trial, c1):
            high = trial
        elif abs(trial.slope) <= steep:
            return Found(trial, low, high)
        elif trial.slope < 0:
            low = trial
        else:
            high = trial
        if high is None:
            trial = line.at(2 * low.length)
        elif not line.moves(low.length, high.length):
            break
        elif tried % _BISECTED == 0:
            trial = line.at((low.length + high.length) / 2)
        else:
            trial = line.at(between(low, high))
    return Found(None, low, high)


def secant(low: Trial, high: Trial) -> float:
    """Return where the line through both slopes is 0; the middle where it isn't between them."""
    middle, width = (low.length + high.length) / 2, high.length - low.length
    if not 0 < high.slope < math.inf:
        return middle
    length = low.length + width * (low.slope / (low.slope - high.slope))
    return length if low.length < length < high.length else middle


def cubic(low: Trial, high: Trial) -> float:
    """Return the minimum of the cubic through both ends, kept off them; their middle where there is none."""
    middle, width = (low.length + high.length) / 2, high.length - low.length
    numbers = (low.value, low.slope, high.value, high.slope)
    if not all(map(math.isfinite, numbers)):
        return middle
    first = low.slope + high.slope - 3 * (high.value - low.value) / width if width else 0.0
    square = first**2 - low.slope * high.slope if abs(first) < 1e150 else -1.0
    if not 0 <= square < math.inf:
        return middle
    root = math.sqrt(square)
    denominator = high.slope - low.slope + 2 * root
    if denominator == 0:
        return middle
    length = high.length - width * (high.slope + root - first) / denominator
    return length if low.length + 0.1 * width <= length <= high.length - 0.1 * width else middle
