"""The cost against the step, drawn in lockstep with the descent; its axes grow with the run."""

from types import ModuleType

import numpy as np
from manim import VGroup
from numpy.typing import ArrayLike

from gdmath.display.geometry import Frame
from scenes.kit.axes import LABEL_GAP, Axes, widest_of_any
from scenes.kit.charts.cost_line import CostLine
from scenes.kit.glyphs import Number
from scenes.kit.screen import Rect
from scenes.kit.shapes import Dots
from scenes.kit.theme import Theme


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
        numbers = max(0.7, widest_of_any(frame.bottom, frame.top, 3)) + LABEL_GAP + 0.05
        plot = area.inset(left=numbers, right=0.3, bottom=0.5, top=0.4)
        self.axes = Axes(plot, frame, theme, counts=(4, 3), whole_along=True)
        self.run = CostLine(self.heights, theme.cost)
        self.line, self.band = self.run.line, self.run.band
        self.head = Dots(color=theme.point, radius=0.075, rim=theme.background)
        self.title = Number(words.panel_title(self.log), color=theme.cost, at=(area.left, plot.top + 0.16))
        super().__init__(self.axes, self.title, self.run, self.head)
        self.moving = VGroup(self.axes, self.run, self.head)
        self.reach(0)

    def reach(self, step: float) -> None:
        """Draw the run up to a step, which may lie between two."""
        step = min(max(step, 0.0), len(self.heights) - 1)
        self.axes.fit(self._frame(step))
        self.run.reach(step, self.axes)
        self.head.at(self.axes.place([step, self.run.height_at(step)]))

    def _frame(self, step: float) -> Frame:
        """Return the frame for a step: as wide as the run so far and a bit, high enough for the whole run."""
        low, high = float(np.nanmin(self.heights)), float(np.nanmax(self.heights))
        if high - low <= 1e-12 * max(1.0, abs(high)):
            low, high = low - 1, high + 1
        air = 0.06 * (high - low)
        return Frame(0.0, max(6.0, 1.1 * step), low - air, high + air)
