"""Line searches: learning rates that see the point and the direction, and try lengths before one is taken.

A search gives a length t > 0 for theta + t direction, or None where no length lowers the cost enough: the
direction climbs, or the gain is below rounding. With phi(t) = C(theta + t direction), phi'(0) is the
gradient times the direction.
"""

import math
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np

from gdmath.arrays import Floats
from gdmath.checks import number
from gdmath.optimizers import Point

_TRIES = 2200  # doublings, or halvings, from the shortest length to the longest
_ROUNDING = 4 * np.finfo(float).eps


@runtime_checkable
class LineSearch(Protocol):
    """Gives the length of the step that is taken from a point in a direction, or None."""

    def length(self, point: Point, direction: Floats) -> float | None:
        """Return the learning rate of this step; (d,) is the direction's shape."""
        ...


@dataclass(frozen=True)
class Backtracking:
    """Armijo's rule: the first t of initial, shrink initial, shrink^2 initial, ... that lowers the cost.

    Enough, that is: phi(t) <= phi(0) + c1 t phi'(0). L. Armijo, 1966, "Minimization of functions having
    Lipschitz continuous first partial derivatives", doi:10.2140/pjm.1966.16.1.

    Raises ValueError unless initial > 0, 0 < shrink < 0.99 and 0 < c1 < 1.

    >>> from gdmath import Cost
    >>> cost = Cost.parse("x**2")
    >>> point = Point(cost, 0, np.array([1.0]), 1.0, np.array([2.0]))
    >>> Backtracking(initial=4.0).length(point, np.array([-2.0]))
    0.5
    """

    initial: float = 1.0
    shrink: float = 0.5
    c1: float = 1e-4

    def __post_init__(self) -> None:
        _check_initial(self.initial)
        _check_within("shrink", self.shrink, 0, 0.99, 0.5)
        _check_within("c1", self.c1, 0, 1, 1e-4)

    def length(self, point: Point, direction: Floats) -> float | None:
        with np.errstate(all="ignore"):
            slope = float(point.gradient @ direction)
            length = self.initial
            while slope < 0 and _moves(point, direction, length):
                value = float(point.cost.value(point.theta + length * direction))
                if value <= point.value + self.c1 * length * slope:
                    return length
                length *= self.shrink
        return None


@dataclass(frozen=True)
class StrongWolfe:
    """The strong Wolfe conditions: the cost falls enough, and the slope along the direction has flattened.

    phi(t) <= phi(0) + c1 t phi'(0), up to the rounding of phi, and |phi'(t)| <= c2 |phi'(0)|. The length is
    bracketed, then the bracket shrunk by cubic interpolation: J. Nocedal, S. J. Wright, 2006, "Numerical
    Optimization", algorithms 3.5 and 3.6; P. Wolfe, 1969, "Convergence conditions for ascent methods",
    doi:10.1137/1011036. At a kink, where the slope jumps over what the second condition asks for, a length
    that satisfies the first one will do, if the slope is no steeper there than at the start.

    Raises ValueError unless initial > 0 and 0 < c1 < c2 < 1.

    >>> from gdmath import Cost
    >>> cost = Cost.parse("x**2")
    >>> point = Point(cost, 0, np.array([1.0]), 1.0, np.array([2.0]))
    >>> StrongWolfe(initial=0.01).length(point, np.array([-2.0]))
    0.08
    """

    initial: float = 1.0
    c1: float = 1e-4
    c2: float = 0.9

    def __post_init__(self) -> None:
        _check_initial(self.initial)
        _check_within("c2", self.c2, 0, 1, 0.9)
        _check_within("c1", self.c1, 0, self.c2, 1e-4)

    def length(self, point: Point, direction: Floats) -> float | None:
        with np.errstate(all="ignore"):
            return self._bracket(_Line(point, direction))

    def _bracket(self, line: "_Line") -> float | None:
        if not line.start.slope < 0:
            return None
        before, trial = line.start, line.at(self.initial)
        for _ in range(_TRIES):
            if self._too_high(line, trial) or (line.is_higher(trial, before) and before is not line.start):
                return self._zoom(line, before, trial)
            if self._flat(line, trial):
                return trial.length
            if trial.slope >= 0:
                return self._zoom(line, trial, before)
            before, trial = trial, line.at(2 * trial.length)
        return None

    def _zoom(self, line: "_Line", low: "_Trial", high: "_Trial") -> float | None:
        """Shrink the bracket whose end `low` is the lowest that falls enough and slopes towards `high`."""
        for _ in range(_TRIES):
            if not line.moves(low.length, high.length):
                break
            trial = line.at(_between(low, high))
            if self._too_high(line, trial) or line.is_higher(trial, low):
                high = trial
                continue
            if self._flat(line, trial):
                return trial.length
            if trial.slope * (high.length - low.length) >= 0:
                high = low
            low = trial
        return low.length if low.length > 0 and abs(low.slope) <= abs(line.start.slope) else None

    def _too_high(self, line: "_Line", trial: "_Trial") -> bool:
        return not trial.value <= line.start.value + self.c1 * trial.length * line.start.slope + line.rounding

    def _flat(self, line: "_Line", trial: "_Trial") -> bool:
        return abs(trial.slope) <= self.c2 * abs(line.start.slope)


@dataclass(frozen=True)
class _Trial:
    length: float
    value: float
    slope: float


class _Line:
    """phi and phi' along a direction."""

    def __init__(self, point: Point, direction: Floats) -> None:
        self._point, self._direction = point, direction
        self.start = _Trial(0.0, point.value, float(point.gradient @ direction))
        self.rounding = _ROUNDING * abs(point.value)

    def at(self, length: float) -> _Trial:
        theta = self._point.theta + length * self._direction
        value, gradient = self._point.cost.evaluate(theta)
        return _Trial(length, float(value), float(gradient @ self._direction))

    def is_higher(self, trial: _Trial, other: _Trial) -> bool:
        """Whether a trial is higher than another by more than rounding, or undefined."""
        return not trial.value <= other.value + self.rounding

    def moves(self, length: float, other: float) -> bool:
        """Whether two lengths end at different points, with room for a third between them."""
        near = self._point.theta + length * self._direction
        step = (other - length) / 2 * self._direction
        return bool((near + step != near).any())


def _moves(point: Point, direction: Floats, length: float) -> bool:
    """Whether a step of this length ends elsewhere than it begins."""
    return bool((point.theta + length * direction != point.theta).any())


def _between(low: _Trial, high: _Trial) -> float:
    """The minimum of the cubic through both ends, kept off them; their middle where there is none."""
    middle, width = (low.length + high.length) / 2, high.length - low.length
    numbers = (low.value, low.slope, high.value, high.slope)
    if not all(map(math.isfinite, numbers)):
        return middle
    first = low.slope + high.slope - 3 * (high.value - low.value) / width if width else 0.0
    square = first**2 - low.slope * high.slope if abs(first) < 1e150 else -1.0
    if square < 0:
        return middle
    root = math.copysign(math.sqrt(square), width)
    denominator = high.slope - low.slope + 2 * root
    if denominator == 0:
        return middle
    length = high.length - width * (high.slope + root - first) / denominator
    inside = sorted((low.length + 0.1 * width, high.length - 0.1 * width))
    return length if inside[0] <= length <= inside[1] else middle


def _check_initial(initial: float) -> None:
    number("initial", initial, "a positive length, such as 1", lambda length: 0 < length < math.inf)


def _check_within(name: str, value: float, low: float, high: float, such_as: float) -> None:
    must = f"between {low:g} and {high:g}, such as {such_as:g}"
    number(name, value, must, lambda share: low < share < high)
