"""The cost against the step, drawn in lockstep with the descent; its axes grow with the run."""

import math
from types import ModuleType

import numpy as np
from manim import VGroup, VMobject
from numpy.typing import ArrayLike

from gdmath.arrays import Floats
from gdmath.display.geometry import Frame
from scenes.kit.axes import LABEL_GAP, Axes, widest_label
from scenes.kit.glyphs import Number
from scenes.kit.screen import Rect
from scenes.kit.shapes import Dots, Polyline, polyline
from scenes.kit.theme import Theme

BETWEEN = 0.07  # on the screen, between two turns of a line that can be followed


class CostPanel(VGroup):
    """A small plot of values (n+1,) against the step, filled in by `reach(step)`.

    `area` is what it takes, with its numbers, and its title in the `words` of a language.

    Where the cost goes up and down too often to be drawn, the band within which it does so is.

    A run whose cost grows more than a hundredfold is drawn on a logarithmic axis, and the title says so.
    """

    def __init__(self, values: ArrayLike, area: Rect, theme: Theme, words: ModuleType):
        costs = np.asarray(values, dtype=float)
        costs = costs[: np.flatnonzero(np.isfinite(costs))[-1] + 1]
        first, largest = costs[0], float(np.nanmax(costs))
        self.log = bool(np.nanmin(costs) > 0 and largest > 100 * first)
        self.heights = np.log10(costs) if self.log else costs
        frame = self._frame(0)
        numbers = max(0.7, widest_label(frame.bottom, frame.top, 3)) + LABEL_GAP + 0.05
        plot = area.inset(left=numbers, right=0.3, bottom=0.5, top=0.4)
        self.axes = Axes(plot, frame, theme, counts=(4, 3))
        self.line = Polyline(color=theme.cost, width=3.5)
        self.band = VMobject(fill_color=theme.cost, fill_opacity=0.25, stroke_width=0)
        self.turns = np.append([0, 0], np.cumsum(np.diff(np.sign(np.diff(self.heights))) != 0))
        self.head = Dots(color=theme.point, radius=0.075, rim=theme.background)
        self.title = Number(words.panel_title(self.log), color=theme.cost, at=(area.left, plot.top + 0.16))
        super().__init__(self.axes, self.title, self.band, self.line, self.head)
        self.moving = VGroup(self.axes, self.band, self.line, self.head)
        self.reach(0)

    def reach(self, step: float) -> None:
        """Draw the run up to a step, which may lie between two."""
        step = min(max(step, 0.0), len(self.heights) - 1)
        self.axes.fit(self._frame(step))
        whole = math.floor(step)
        steps = np.append(_thinned(self.heights[: whole + 1]), step)
        heights = np.interp(steps, np.arange(len(self.heights)), self.heights)
        points = self.axes.place(np.stack([steps, heights], axis=1))
        self.head.at(points[-1])
        most = int((points[-1, 0] - points[0, 0]) / BETWEEN)
        if self.turns[whole] <= most or most < 2:
            self.line.through(points)
            self.band.points = np.zeros((0, 3))
            return
        low, high = _envelope(self.heights[: whole + 1], most)
        self.line.through(np.concatenate([self.axes.place(low), [[np.nan, np.nan]], self.axes.place(high)]))
        self.band.points = polyline(self.axes.place(np.concatenate([low, high[::-1], low[:1]])))

    def _frame(self, step: float) -> Frame:
        """Return the frame for a step: as wide as the run so far and a bit, high enough for the whole run."""
        low, high = float(np.nanmin(self.heights)), float(np.nanmax(self.heights))
        if high - low <= 1e-12 * max(1.0, abs(high)):
            low, high = low - 1, high + 1
        air = 0.06 * (high - low)
        return Frame(0.0, max(6.0, 1.1 * step), low - air, high + air)


def _envelope(heights: Floats, count: int) -> tuple[Floats, Floats]:
    """Return the least and the most of so many bins of steps, each (count, 2) with the bin's middle."""
    bins = np.array_split(np.arange(len(heights)), count)
    steps = [float(each.mean()) for each in bins]
    steps[0], steps[-1] = 0.0, len(heights) - 1.0
    low, high = ([fold(heights[each]) for each in bins] for fold in (np.min, np.max))
    return np.column_stack([steps, low]), np.column_stack([steps, high])


def _thinned(heights: np.ndarray, most: int = 400) -> np.ndarray:
    """Return at most `most` steps whose line looks like all of them: the least and the most of every bin."""
    count = len(heights)
    if count <= most:
        return np.arange(count, dtype=float)
    bins = np.array_split(np.arange(count), most // 2)
    kept = [sorted((b[np.argmin(heights[b])], b[np.argmax(heights[b])])) for b in bins]
    return np.unique(np.append(np.concatenate(kept), [0, count - 1])).astype(float)
