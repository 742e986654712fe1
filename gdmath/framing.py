"""What to show: starts, rate, end and windows, planned once from what was asked."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from gdmath.arrays import Floats
from gdmath.descent import descend, start_point
from gdmath.landscapes import LANDSCAPES, Landscape
from gdmath.learning_rates import Constant, Schedule
from gdmath.line_search import LineSearch
from gdmath.methods import Method
from gdmath.objective import Objective
from gdmath.optimizers import GradientDescent, Newton, Optimizer
from gdmath.stopping import Stop
from gdmath.trajectory import Trajectory
from gdmath.views.boxes import Box, inside
from gdmath.views.choosing import chosen_rate, chosen_starts, surroundings
from gdmath.views.sketch import sketch
from gdmath.views.territory import territory
from gdmath.views.trials import Manner
from gdmath.views.valley import Valley, valley
from gdmath.views.windows import Window, heights, windows

if TYPE_CHECKING:
    from gdmath.critical.critical_point import CriticalPoints

Point = tuple[float, ...]
Lengths = Schedule | LineSearch

_CALM = 1e-3  # of the slope a hundredth of the way up
_BACK = 1e-2
_EPSILON = float(np.finfo(float).eps)


@dataclass(frozen=True)
class Plan:
    """What is shown of a cost: the starts, the method, its rate, when it ends, and from them the rest.

    `domain` is the part of the landscape that was asked for, or that is usual, else None. `learning_rate`
    is what `descend` takes, `rate` its number. `ground` is where starts were looked for, if they were.
    """

    cost: Objective
    starts: tuple[Point, ...]
    optimizer: Optimizer[Any]
    learning_rate: Lengths
    rate: float
    stop: Stop
    domain: Box | None = None
    ground: Box | None = None

    @cached_property
    def runs(self) -> tuple[Trajectory, ...]:
        """The descent from every start."""
        return tuple(
            descend(self.cost, start, self.optimizer, learning_rate=self.learning_rate, stop=self.stop)
            for start in self.starts
        )

    @property
    def is_plain(self) -> bool:
        """Whether every step is the gradient times one rate, and nothing else."""
        return self.optimizer == GradientDescent() and isinstance(self.learning_rate, Constant)

    @cached_property
    def _sketch(self) -> Objective:
        return sketch(self.cost)

    @cached_property
    def valleys(self) -> tuple[Valley, ...]:
        """What each run visits, and the walls around that."""
        return tuple(valley(self._sketch, run) for run in self.runs)

    @cached_property
    def windows(self) -> tuple[Window, Window]:
        """The wide window and the close one."""
        ground = self.ground
        if ground is None and any(found.bottom is None for found in self.valleys):
            ground = surroundings(self._sketch, np.array(self.starts))
        return windows(self._sketch, self.valleys, self.domain, ground)

    @property
    def wide(self) -> Window:
        """The window of the landscape: the valleys of the runs with their walls, and what is next to them."""
        return self.windows[0]

    @property
    def close(self) -> Window:
        """The window of the run alone, where it is small in the wide one; else the wide one."""
        return self.windows[1]

    def window(self, box: Box) -> Window:
        """Return the window that shows a box, with heights that suit the runs in it."""
        return Window(box, *heights(self._sketch, box, self.valleys))

    @cached_property
    def critical(self) -> "CriticalPoints":
        """The critical points in the wide window."""
        from gdmath.stationary import critical_points  # scipy takes longer to load than most runs take

        return critical_points(self.cost, self.wide.box)


@np.errstate(all="ignore")
def plan(
    cost: Objective,
    starts: Sequence[Sequence[float]] | None = None,
    *,
    learning_rate: float | Lengths | None = None,
    optimizer: Optimizer[Any] | None = None,
    schedule: Callable[[float], Lengths] = Constant,
    domain: Sequence[tuple[float, float]] | None = None,
    steps: int = 1000,
    count: int = 1,
    landscape: Landscape | None = None,
) -> Plan:
    """Return what to show of a cost, from what was asked for; None, and the rest is found.

    `starts`: None for `count` of them, in the domain if there is one, in different valleys if there are.
    `learning_rate`: None for a rate that suits the starts and the optimizer. `schedule` makes of a rate what
    `descend` takes. `domain`: None for windows around the runs. `landscape`: the one that was called by
    name. It, and one whose formula the cost has, brings its own starts, rate and domain.

    Raises ValueError for starts where the cost is not defined, and if it is so wherever was looked.

    >>> from gdmath import Cost
    >>> found = plan(Cost.parse("x**2"))
    >>> found.starts, found.rate, found.wide.box
    (((50.0,),), 0.01, ((-100.0, 100.0),))
    >>> plan(Cost.parse("x**2/2 - cos(x)"), [[3.0]]).rate
    0.2
    """
    method = GradientDescent() if optimizer is None else optimizer
    asked = None if domain is None else tuple((float(low), float(high)) for low, high in domain)
    points = None if starts is None else np.array([start_point(cost, start) for start in starts])
    land = landscape or known(cost)
    if landscape is None and land is not None and not _are_its_own(points, land):
        land = None
    rough = sketch(cost)
    search = _Search(rough, method, schedule, steps)
    lengths, rate = _asked_rate(learning_rate, schedule)
    if rate is None and not search.needs_rate:
        rate = 1.0
    if rate is None and land is not None and search.is_plain and _are_its_own(points, land):
        rate = land.learning_rate
    ground = asked
    if points is None:
        ground = asked or (land.domain if land else territory(rough))
        points, rate = search.starts(ground, count, rate, _starts_of(land, asked))
    elif rate is None:
        rate = search.rate(points)
    if lengths is None:
        lengths = schedule(rate)
    if asked is None and land is not None and inside(points, land.domain).all():
        asked = land.domain
    first, found = points.tolist(), usual_stop(cost, points, steps, method, lengths)
    return Plan(cost, tuple(map(tuple, first)), method, lengths, rate, found, asked, ground)


def plan_by(
    method: Method,
    cost: Objective,
    starts: Sequence[Sequence[float]] | None = None,
    *,
    landscape: Landscape | None = None,
    **asked: Any,
) -> Plan:
    """Return `plan`'s plan of a method by name. Raises ValueError for settings out of their range, too."""
    rate, lowest = method.learning_rate, landscape.lowest if landscape else None
    return plan(
        cost,
        starts,
        learning_rate=1.0 if rate is None and method.usual_rate == 1.0 else rate,
        optimizer=method.build(1.0, lowest)[0],
        schedule=lambda found: method.build(found, lowest)[1],
        landscape=landscape,
        **asked,
    )


def usual_stop(
    cost: Objective, starts: Floats, steps: int, optimizer: Optimizer[Any], learning_rate: Lengths
) -> Stop:
    """Return when descents end: after so many steps, or where the slope is as good as gone.

    That is where the gradient's norm is at most a thousandth of what it is a hundredth of the way back from
    the run's lowest point to its start, and a tenth of what it is at the start: on a quadratic 1e-5 of the
    start's, so that 1e-5 of the way is left. Unlike a share of the start's, it is as true below a wall that
    grows steeper and steeper, and from a start that is almost level. No less than what rounding theta
    changes the gradient by; the least of all starts. Nor more than leaves a thousandth of the way.
    """
    cost = sketch(cost)
    norms = [_calm_slope(cost, start, steps, optimizer, learning_rate) for start in starts]
    moving = [norm for norm, start in zip(norms, starts, strict=True) if cost.gradient(start).any()]
    return Stop(steps=steps, gradient_norm=min(moving or norms))


def _calm_slope(
    cost: Objective, start: Floats, steps: int, optimizer: Optimizer[Any], learning_rate: Lengths
) -> float:
    steepness = float(np.linalg.norm(cost.gradient(start)))
    bend = cost.hessian(start)
    size = float(np.abs(start).max())
    floor = 4 * _EPSILON * size * float(np.abs(bend).max()) if np.isfinite(bend).all() else 0.0
    if not steepness > floor:
        return floor
    run = descend(cost, start, optimizer, learning_rate=learning_rate, stop=Stop(steps, floor))
    known = np.isfinite(run.values) & np.isfinite(run.thetas).all(axis=1)
    best = int(np.argmin(run.values[known]))
    lowest = run.thetas[known][best]
    back = float(np.linalg.norm(cost.gradient(lowest + _BACK * (start - lowest))))
    usual = _BACK * _CALM * steepness
    norm = _CALM * back if math.isfinite(back) and back > 0 else usual
    arrived = float(np.linalg.norm(run.gradients[known][best])) <= norm
    near = _slope_near(cost, start, lowest)
    return max(floor, min(norm, 0.1 * steepness if arrived else usual, near))


def _slope_near(cost: Objective, start: Floats, lowest: Floats) -> float:
    """The slope a thousandth of the way back from the minimum, along the axis of the least curvature.

    By the paraboloid at the lowest point: a slope that is small beside the start's may still be far from the
    minimum where curvatures differ by many orders, as on raw data. Infinite where it has no minimum.
    """
    gradient, bend = cost.gradient(lowest), cost.hessian(lowest)
    if not (np.isfinite(gradient).all() and np.isfinite(bend).all()):
        return math.inf
    numbers, axes = np.linalg.eigh(bend)
    if not numbers[0] > 100 * _EPSILON * numbers[-1]:
        return math.inf
    minimum = lowest - axes @ ((axes.T @ gradient) / numbers)
    rounding = 4 * _EPSILON * float(numbers[-1] * np.abs(minimum).max())
    return max(rounding, _CALM * float(numbers[0] * np.linalg.norm(start - minimum)))


@dataclass(frozen=True)
class _Search:
    """How starts and rates are looked for."""

    cost: Objective
    optimizer: Optimizer[Any]
    schedule: Callable[[float], Lengths]
    steps: int

    @property
    def is_plain(self) -> bool:
        """Whether it is gradient descent at one rate."""
        return isinstance(self.optimizer, GradientDescent) and isinstance(self.schedule(1.0), Constant)

    @property
    def needs_rate(self) -> bool:
        """Whether the length of a step is not known by itself, as Newton's is, or found by a line search."""
        return not (isinstance(self.optimizer, Newton) or isinstance(self.schedule(1.0), LineSearch))

    def rate(self, starts: Floats) -> float:
        return chosen_rate(self._manner(self.optimizer), starts)

    def starts(self, box: Box, count: int, rate: float | None, given: Floats) -> tuple[Floats, float]:
        if len(given) >= count:
            given = given[:count]
            return given, self.rate(given) if rate is None else rate
        if self.needs_rate:
            return chosen_starts(self._manner(self.optimizer), box, count, rate, given)
        found, chosen = chosen_starts(self._manner(GradientDescent()), box, count, None, given)
        return found, chosen if rate is None else rate

    def _manner(self, optimizer: Optimizer[Any]) -> Manner:
        return Manner(self.cost, optimizer, self._shape, self.steps)

    @property
    def _shape(self) -> Callable[[int], float]:
        """How the rate goes on from step to step, as a share of the first."""
        shape = self.schedule(1.0)
        return (lambda _: 1.0) if isinstance(shape, LineSearch) else shape


def _asked_rate(
    learning_rate: float | Lengths | None, schedule: Callable[[float], Lengths]
) -> tuple[Lengths | None, float | None]:
    """What descend is to take, and its number, as far as they were asked for."""
    if learning_rate is None:
        return None, None
    if isinstance(learning_rate, LineSearch):
        return learning_rate, 1.0
    if callable(learning_rate):
        return learning_rate, float(learning_rate(0))
    return schedule(learning_rate), learning_rate


def known(cost: Objective) -> Landscape | None:
    """Return the landscape whose formula the cost has, or None.

    >>> from gdmath import Cost
    >>> known(Cost.parse("x^2")).name
    'parabola'
    """
    names = tuple(symbol.name for symbol in cost.variables)
    for land in LANDSCAPES.values():
        if land.variables == names and land.cost == cost:
            return land
    return None


def _are_its_own(points: Floats | None, land: Landscape) -> bool:
    """Whether a landscape's own starts are asked for, or none at all."""
    return points is None or all(tuple(point) in land.starts for point in points.tolist())


def _starts_of(land: Landscape | None, asked: Box | None) -> Floats:
    """A landscape's starts, as far as they are in the domain that was asked for."""
    if land is None:
        return np.zeros((0, 0))
    starts = np.array(land.starts)
    return starts if asked is None else starts[inside(starts, asked)]
