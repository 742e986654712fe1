"""A lens on the axis: the same theta, many times enlarged, where steps are too short to be seen."""

import math

import numpy as np
from manim import VGroup

from gdmath.display.geometry import Frame
from gdmath.display.numerals import number, tick_labels
from scenes.kit.axes import LABEL_DROP, TICK, Axes, ticks_with_room
from scenes.kit.glyphs import SMALL, Labels, Number
from scenes.kit.screen import Rect
from scenes.kit.shapes import Dots, Polyline, StepArrow
from scenes.kit.theme import Theme

LENGTH = 5.2  # at most
POWER = 1.3  # what the number of times takes beside it
MOST = 10_000  # times that anything is enlarged
LONG_ENOUGH = 0.3  # on the screen, to be seen as it is


def enlargement(length: float, room: float, wanted: float = 0.9) -> float | None:
    """Return how many times as long an arrow is drawn, so that it is seen and stays within its room.

    A round number, of two digits; 1 where it is long enough, None where it would have to be far too many.

    >>> enlargement(0.0231, 2.0), enlargement(0.0231, 0.5), enlargement(0.5, 0.2), enlargement(1e-6, 2.0)
    (38.0, 21.0, 1.0, None)
    """
    if length >= LONG_ENOUGH or length * 2 > min(wanted, room):
        return 1.0
    if length * MOST < min(wanted, room):
        return None
    times = min(wanted, room) / length
    digit = 10.0 ** max(0, math.floor(math.log10(times)) - 1)
    return math.floor(times / digit) * digit


def on_screen(length: float, frame: Frame, area: Rect) -> float:
    """Return how long a piece of the axis of a frame is in an area."""
    return abs(length) * area.width / (frame.right - frame.left)


def can_be_enlarged(window: tuple[float, float], frame: Frame, area: Rect) -> bool:
    """Return whether numbers tell the places of a window apart, and a lens need not be too strong."""
    low, high = window
    told_apart = high - low > 1e-12 * max(abs(low), abs(high))
    return told_apart and on_screen(high - low, frame, area) * MOST > LENGTH


class AxisLens(VGroup):
    """An enlarged piece of the axis from `low` to `high`, drawn at height y below the axes."""

    def __init__(self, axes: Axes, low: float, high: float, y: float, theme: Theme):
        self.low, self.high, self.y = low, high, y
        window = axes.place([[low, 0.0], [high, 0.0]])[:, 0]
        area = axes.area
        length = min(LENGTH, area.width - POWER)
        left = float(np.clip(window.mean() - length / 2, area.left, area.right - POWER - length))
        self.left, self.unit = left, length / (high - low)
        bottom, right = area.bottom, left + length
        self.area = Rect(left, right, y, y)
        self.sides = Polyline(color=theme.muted, width=1.5, opacity=0.7).between(
            [[window[0], bottom], [window[1], bottom]], [[left, y], [right, y]]
        )
        values = ticks_with_room(low, high, 5, length)
        xs = left + (values - low) * self.unit
        row = np.full_like(xs, y)
        self.line = Polyline(color=theme.muted, width=2.5).between(
            np.concatenate([[[left, y]], np.stack([xs, row], 1)]),
            np.concatenate([[[right, y]], np.stack([xs, row - TICK], 1)]),
        )
        self.numbers = Labels(size=SMALL, color=theme.muted).write(
            [(t, x, y - LABEL_DROP, "center") for t, x in zip(tick_labels(values.tolist()), xs, strict=True)]
        )
        times = float(f"{self.unit / axes.units[0]:.2g}")
        self.power = Number(f"×{number(times)}", color=theme.muted)
        self.power.write(self.power.text or "", at=(right + 0.2, y - 0.1))
        self.foot = Dots(color=theme.point, radius=0.1, rim=theme.background)
        self.arrow = StepArrow(color=theme.step, thickness=0.1, head=0.28)
        super().__init__(self.sides, self.line, self.numbers, self.power, self.arrow, self.foot)

    def place(self, theta: float) -> np.ndarray:
        """Return where theta is on the enlarged axis (2,)."""
        return np.array([self.left + (theta - self.low) * self.unit, self.y])
