"""The valley in which a descent of one variable starts: its bottom, and its other side."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from gdmath.cost import Cost
from gdmath.critical.critical_point import CriticalPoint, Kind
from gdmath.display.geometry import Frame

NARROW = 0.05  # of the frame's width: too short a way to be shown


@dataclass(frozen=True)
class Valley:
    """What lies downhill of a start: the critical points on the way, in a frame.

    >>> from gdmath import critical_points
    >>> cost = Cost.parse("x**2")
    >>> valley = Valley(cost, 4.0, critical_points(cost, ((-5, 5),)).points, Frame(-5.0, 5.0, 0.0, 25.0))
    >>> valley.bottom, round(valley.other_side, 2)
    (0.0, -2.8)
    """

    cost: Cost
    start: float
    critical: Sequence[CriticalPoint]
    frame: Frame

    @cached_property
    def bottom(self) -> float:
        """The minimum next to the start, downhill; nan where another critical point or nothing is there."""
        downhill = self._beyond(self.start)
        if not downhill or downhill[0].kind is not Kind.MINIMUM or not downhill[0].isolated:
            return math.nan
        return downhill[0].theta[0]

    @cached_property
    def other_side(self) -> float:
        """A theta beyond the bottom, where the slope has the other sign; or nan."""
        frame, start, bottom = self.frame, self.start, self.bottom
        if not math.isfinite(bottom):
            return math.nan
        beyond = self._beyond(bottom)
        edge = frame.left if bottom < start else frame.right
        room = min(abs(edge - bottom), abs(beyond[0].theta[0] - bottom) if beyond else math.inf)
        # The mirror image of the start, a little lower, is the fairest comparison.
        theta = bottom + math.copysign(0.7 * min(abs(start - bottom), room), bottom - start)
        between = np.linspace(bottom, theta, 52)[1:]
        values, slopes = self.cost.value_and_gradient(between[:, None])
        fair = (np.sign(slopes[:, 0]) == -np.sign(self._slope)) & (values <= frame.top)
        farthest = int(np.argmin(fair)) if not fair.all() else len(fair)
        if farthest == 0 or abs(between[farthest - 1] - bottom) < NARROW * (frame.right - frame.left):
            return math.nan
        return float(between[farthest - 1])

    @cached_property
    def _slope(self) -> float:
        return float(self.cost.gradient([self.start])[0])

    def _beyond(self, place: float) -> list[CriticalPoint]:
        """The critical points in the direction in which the start goes down, from the next after a place."""
        way = -np.sign(self._slope)
        ahead = [point for point in self.critical if way * (point.theta[0] - place) > 0]
        return sorted(ahead, key=lambda point: abs(point.theta[0] - place))
