"""A knob that is turned, and a barometer whose needle rises and falls."""

import math

import numpy as np
from manim import VGroup, VMobject
from numpy.typing import ArrayLike

from scenes.kit.screen import Rect
from scenes.kit.shapes import Dots, Polyline, Rings, polyline
from scenes.kit.theme import Theme

TURN = math.radians(135)  # from upright to either end of the scale
TICKS = 11


class Knob(VGroup):
    """A dial about `middle` (2,), whose pointer is turned to a share of its scale.

    `scale_marks` stand still, `pointer` is what moves.
    """

    def __init__(self, middle: ArrayLike, radius: float, theme: Theme) -> None:
        self.ring = Rings(color=theme.muted)
        self.marks = Polyline(color=theme.muted, width=2.5)
        self.scale_marks = VGroup(self.ring, self.marks)
        self.hand = Polyline(color=theme.point, width=6.0)
        self.grip = Dots(color=theme.point)
        self.pointer = VGroup(self.hand, self.grip)
        super().__init__(self.scale_marks, self.pointer)
        self.share = 0.5
        self.stand(middle, radius)

    def stand(self, middle: ArrayLike, radius: float) -> None:
        """Stand about another middle (2,), with another radius."""
        self.middle, self.radius = np.asarray(middle, dtype=float), radius
        self.ring.radius, self.grip.radius = 0.78 * radius, 0.13 * radius
        self.ring.at([self.middle])
        ways = np.array([self._way(share) for share in np.linspace(0, 1, TICKS)]) * radius
        self.marks.between(self.middle + 0.9 * ways, self.middle + ways)
        self.turn(self.share)

    def turn(self, share: float) -> None:
        """Turn the pointer; beyond its scale it stays at the end."""
        self.share = share
        way = self._way(min(max(share, 0.0), 1.0))
        self.hand.between([self.middle], [self.middle + 0.74 * self.radius * way])
        self.grip.at([self.middle])

    def _way(self, share: float) -> np.ndarray:
        angle = (2 * share - 1) * TURN
        return np.array([math.sin(angle), math.cos(angle)])


class Barometer(VGroup):
    """An upright tube in an area, filled up to a height, with a needle that points to it from the right."""

    def __init__(self, area: Rect, theme: Theme) -> None:
        self.tube = Polyline(color=theme.muted, width=2.5)
        self.column = VMobject(fill_color=theme.cost, fill_opacity=0.55, stroke_width=0)
        self.needle = VMobject(fill_color=theme.point, fill_opacity=1, stroke_width=0)
        self.moving = VGroup(self.column, self.needle)
        super().__init__(self.tube, self.moving)
        self.stand(area)
        self.rise(area.bottom)

    def stand(self, area: Rect) -> None:
        """Let the tube stand in another area."""
        self.area = area
        left, right, bottom, top = area
        self.tube.through([[left, top], [left, bottom], [right, bottom], [right, top], [left, top]])

    def rise(self, height: float) -> None:
        """Fill the tube up to a height on the screen, within it."""
        left, right, bottom, top = self.area
        level = min(max(height, bottom), top)
        self.column.points = polyline(
            [[left, bottom], [left, level], [right, level], [right, bottom], [left, bottom]]
        )
        tip = [right + 0.02, level]
        self.needle.points = polyline([tip, [right + 0.24, level + 0.11], [right + 0.24, level - 0.11], tip])
