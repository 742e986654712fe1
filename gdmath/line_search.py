"""Line searches: learning rates that see the point and the direction, and try lengths before one is taken.

A search gives a length t > 0 for theta + t direction, or None where no length lowers the cost enough: the
direction climbs, or the gain is below rounding. With phi(t) = C(theta + t direction), phi'(0) is the
gradient times the direction.
"""

import math
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

import numpy as np

from gdmath.arrays import Floats
from gdmath.checks import number
from gdmath.optimizers import Point
from gdmath.optimizers.bracketing import Line, cubic, search, secant

_LEVEL = 1e-14  # of the slope at the start: what an exact search takes for 0


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

    phi(t) <= phi(0) + c1 t phi'(0) and |phi'(t)| <= c2 |phi'(0)|. Where the first can't be told for rounding,
    near the end of a descent, phi(t) <= phi(0) up to rounding and the second will do: W. W. Hager, H. Zhang,
    2005, "A new conjugate gradient method with guaranteed descent and an efficient line search",
    doi:10.1137/030601880 (their approximate Wolfe conditions). A bracket that must hold such a length is
    shrunk by cubic interpolation; J. Nocedal, S. J. Wright, 2006, "Numerical Optimization", section 3.5;
    P. Wolfe, 1969, "Convergence conditions for ascent methods", doi:10.1137/1011036. Where there is none, as
    at a kink whose slope jumps over what the second condition allows, none is given.

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
            line = Line(point, direction)
            if not line.start.slope < 0:
                return None
            found = search(line, self.initial, self.c1, self.c2, cubic)
        return None if found.accepted is None else found.accepted.length


@dataclass(frozen=True)
class ExactSearch:
    """The exact minimizer along the line: phi'(t) = 0 and phi(t) < phi(0), to rounding.

    On a quadratic it is t = -phi'(0) / (direction . H direction), which the first secant gives. Elsewhere the
    root of phi' is bracketed, from `initial` on, and found by secants and bisection; of several minimizers
    along the line it is the one that this comes to. At a kink that is a minimum along the line it is the
    kink. A. Cauchy, 1847; J. Nocedal, S. J. Wright, 2006, "Numerical Optimization", section 3.1.

    Raises ValueError unless initial > 0.

    >>> from gdmath import Cost
    >>> cost = Cost.parse("x**2")
    >>> point = Point(cost, 0, np.array([1.0]), 1.0, np.array([2.0]))
    >>> ExactSearch().length(point, np.array([-2.0]))
    0.5
    """

    initial: float = 1.0

    def __post_init__(self) -> None:
        _check_initial(self.initial)

    def length(self, point: Point, direction: Floats) -> float | None:
        with np.errstate(all="ignore"):
            line = Line(point, direction)
            if not line.start.slope < 0:
                return None
            found = search(line, self.initial, 0.0, _LEVEL, secant)
            if found.accepted is not None:
                return found.accepted.length
            ends = (found.low, found.high) if found.high else ()
            if not any(end.slope > 0 for end in ends):  # falling still at the last length that is defined
                return None
            # A kink, or as level as rounding allows.
            lower = [end for end in ends if end.length > 0 and not line.too_high(end, 0.0)]
        return min(lower, key=lambda end: (end.value, abs(end.slope))).length if lower else None


@dataclass(frozen=True)
class PolyakStep:
    """Polyak's step: as long as a straight slope down to the lowest cost, C*, would be.

    t = (C(theta) - C*) / |g|^2 for a direction -g, and (C(theta) - C*) / -(g.direction) for any that leads
    down. `lowest` is C*. With it descent on a convex cost comes nearer to the minimum at every step, kinks or
    not. B. T. Polyak, 1987, "Introduction to Optimization", section 5.3; 1969, "Minimization of unsmooth
    functionals", doi:10.1016/0041-5553(69)90061-5.

    Raises ValueError unless lowest is finite.

    >>> from gdmath import Cost, descend
    >>> descend(Cost.parse("abs(x - 3)"), 10, learning_rate=PolyakStep(lowest=0)).thetas[:, 0].tolist()
    [10.0, 3.0]
    """

    lowest: float

    def __post_init__(self) -> None:
        number("lowest", self.lowest, "the cost's lowest value, such as 0", math.isfinite)

    def length(self, point: Point, direction: Floats) -> float | None:
        with np.errstate(all="ignore"):
            slope = float(point.gradient @ direction)
            length = (point.value - self.lowest) / -slope if slope < 0 else 0.0
        return length if 0 < length < math.inf else None


def lengths_tried(search: LineSearch, point: Point, direction: Floats) -> list[float]:
    """Return the lengths at which a search looks at the cost, in order; the last is the one it takes.

    >>> from gdmath import Cost
    >>> point = Point(Cost.parse("x**2"), 0, np.array([1.0]), 1.0, np.array([2.0]))
    >>> lengths_tried(Backtracking(initial=4.0), point, np.array([-2.0]))
    [4.0, 2.0, 1.0, 0.5]
    """
    watched: Any = _Watched(point.cost)
    taken = search.length(point._replace(cost=watched), direction)
    size = float(direction @ direction)
    places = [theta for theta in watched.seen if size and np.ndim(theta) == 1]
    tried = [float((theta - point.theta) @ direction) / size for theta in places]
    tried = [length for length in tried if length > 0 and not _is(length, taken)]
    return list(dict.fromkeys(tried)) + ([] if taken is None else [taken])


def _is(length: float, taken: float | None) -> bool:
    """Whether a length read off a point is the one that led there."""
    return taken is not None and math.isclose(length, taken, rel_tol=1e-9)


class _Watched:
    """A cost that remembers where it was looked at."""

    def __init__(self, cost: Any) -> None:
        self._cost, self.seen = cost, []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._cost, name)

    def value(self, theta: Floats) -> Any:
        self.seen.append(theta)
        return self._cost.value(theta)

    def evaluate(self, theta: Floats) -> Any:
        self.seen.append(theta)
        return self._cost.evaluate(theta)


def _moves(point: Point, direction: Floats, length: float) -> bool:
    """Whether a step of this length ends elsewhere than it begins."""
    return bool((point.theta + length * direction != point.theta).any())


def _check_initial(initial: float) -> None:
    number("initial", initial, "a positive length, such as 1", lambda length: 0 < length < math.inf)


def _check_within(name: str, value: float, low: float, high: float, such_as: float) -> None:
    must = f"between {low:g} and {high:g}, such as {such_as:g}"
    number(name, value, must, lambda share: low < share < high)
