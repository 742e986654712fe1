"""The costs of several runs against the step, in shared axes and in lockstep."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from types import ModuleType

import numpy as np
from manim import VGroup
from numpy.typing import ArrayLike, NDArray

from gdmath.arrays import Floats
from gdmath.display.geometry import Frame
from gdmath.display.numerals import number
from scenes.kit.axes import LABEL_DROP, LABEL_GAP, Axes, clipped, powers_of_ten, whole_ticks, widest_label
from scenes.kit.charts.aside import spread
from scenes.kit.charts.cost_line import MOST, CostLine, thinned
from scenes.kit.glyphs import SMALL, Number, text_width
from scenes.kit.screen import Rect
from scenes.kit.shapes import Dots, EdgeMarks, Polyline
from scenes.kit.theme import Theme

_DECADES = 2.0  # beyond which an axis is logarithmic
_DEEPEST = 16.0  # decades below the start that are shown: less is rounding
_RISE = 0.35  # of the fall of the runs: how far above the start what escapes is shown
_LINE = 0.34  # between two labels
_GAP = 0.16  # from the plot to the labels
_SWATCH = 0.28  # of the colour of a line, before its name


@dataclass(frozen=True)
class Scale:
    """The heights at which costs are drawn, and the part of them that is shown, from `low` to `high`.

    Logarithmic (`log`) where no cost is negative and the positive ones span more than two decades. A cost of
    exactly zero then is drawn below the axes.
    """

    log: bool
    low: float
    high: float

    @classmethod
    def of(cls, runs: Sequence[Floats]) -> "Scale":
        """Return the scale on which all of the runs, each of costs (n+1,), can be read.

        What rises far above the start leaves the axes, unless nothing falls.

        >>> Scale.of([np.array([1.0, 1e-4]), np.array([1.0, 1e9])])
        Scale(log=True, low=-4.0, high=1.4)
        """
        costs = np.concatenate([run[np.isfinite(run)] for run in runs])
        first = max(float(run[0]) for run in runs)
        fallen = costs[costs <= first] if costs.min() < first else costs
        some = fallen[fallen > 0]
        log = bool(len(some) and costs.min() >= 0 and first > 0 and np.ptp(np.log10(some)) > _DECADES)
        heights, begin = (np.log10(costs[costs > 0]), math.log10(first)) if log else (costs, first)
        low, high = float(heights.min()), float(heights.max())
        if log:
            low = max(low, begin - _DEEPEST)
        if low < begin < high:
            high = min(high, begin + max(_RISE * (begin - low), 1.0 if log else 0.0))
        return cls(log, low, high)

    def heights(self, costs: ArrayLike) -> Floats:
        """Return the heights of costs (n,).

        What is no number is far above, a zero on a logarithmic axis far below.
        """
        span = max(self.high - self.low, 1.0)
        numbers = np.asarray(costs, dtype=float)
        with np.errstate(divide="ignore", invalid="ignore"):
            heights = np.log10(numbers) if self.log else numbers
        heights = np.nan_to_num(heights, nan=np.inf, posinf=np.inf, neginf=-np.inf)
        return np.clip(heights, self.low - 3 * span, self.high + 3 * span)

    @property
    def frame(self) -> tuple[float, float]:
        """The bottom and the top of the axes, with some air."""
        low, high = self.low, self.high
        if high - low <= 1e-12 * max(1.0, abs(high)):
            low, high = low - max(1.0, abs(low)), high + max(1.0, abs(high))
        air = 0.07 * (high - low)
        return low - air, high + air


class CostChart(VGroup):
    """Costs against the step for several runs, filled in together by `reach(step)`.

    `runs` are the costs of each, (n+1,); `colors` and `names` theirs. A name, after a dash of its colour,
    stands right of the axes where its line ends, and steps aside from the others. Axes are logarithmic as
    `Scale` says, and the title says so. Where a name is empty, there is none. A run that escapes leaves
    at the upper edge with a mark, one whose cost is zero at the lower. A run that ended before the others
    stands at its end. `moving` is what `reach` changes.
    """

    def __init__(
        self,
        runs: Sequence[ArrayLike],
        area: Rect,
        theme: Theme,
        words: ModuleType,
        *,
        colors: Sequence[str],
        names: Sequence[str],
    ):
        costs = [np.asarray(run, dtype=float) for run in runs]
        self.scale_of_costs = scale = Scale.of(costs)
        self.steps = max(len(each) for each in costs) - 1
        step, beside = words.axis_of_steps(), text_width(number(self.steps)) / 2 + 0.14
        widest = max(map(text_width, names))
        labels = max(_GAP + _SWATCH + widest if widest else 0.0, beside + text_width(step))
        plot = area.inset(left=self._numbers(scale), right=labels, bottom=0.5, top=0.5)
        self.axes = Axes(plot, self._frame(0), theme, counts=(5, 4), powers=scale.log, whole_along=True)
        self.step = Number(step, color=theme.muted, at=(plot.right + beside, plot.bottom - LABEL_DROP))
        self.lines = [CostLine(scale.heights(each), color) for each, color in zip(costs, colors, strict=True)]
        self.heads = [Dots(color=color, radius=0.085, rim=theme.background) for color in colors]
        self.marks = [EdgeMarks(color=color, size=0.2) for color in colors]
        self.names = [Number(name, color=theme.text) for name in names]
        self.swatches = [Polyline(color=color, width=6.0) for color in colors]
        self.title = Number(words.panel_title(scale.log), color=theme.text, at=(area.left, plot.top + 0.24))
        self.moving = VGroup(self.axes, *self.lines, *self.marks, *self.heads, *self.swatches, *self.names)
        super().__init__(self.title, self.step, self.moving)
        self.reach(0)

    def reach(self, step: float | Sequence[float]) -> None:
        """Draw all runs up to a step, or each up to its own; a step may lie between two."""
        steps = [step] * len(self.lines) if isinstance(step, int | float) else step
        self.axes.fit(self._frame(max(steps)))
        area, ends = self.axes.area, []
        for line, head, mark, own in zip(self.lines, self.heads, self.marks, steps, strict=True):
            line.reach(own, self.axes)
            at = min(own, line.last)
            (end,) = self.axes.place([[at, line.height_at(at)]])
            head.at(mark.toward(self._leaving(line, at, end)[None], area))
            ends.append(end)
        self._write_names(np.array(ends))

    def placed(self, steps: Floats, costs: Floats) -> NDArray:
        """Return costs (n,) at steps (n,), no run's own, as a line on the screen that ends at the edges."""
        heights = self.scale_of_costs.heights(costs[steps <= self.axes.frame.right])
        kept = thinned(heights, MOST).astype(int)
        points = self.axes.place(np.column_stack([steps[kept], heights[kept]]))
        return clipped(points, self.axes.area)

    def _leaving(self, line: CostLine, at: float, end: NDArray) -> NDArray:
        """The end of a line, (2,); beyond an edge, above or below where the line left it for good."""
        area = self.axes.area
        if area.bottom <= end[1] <= area.top:
            return end
        low, high = self.scale_of_costs.frame
        edge, out = (high, area.top + 1.0) if end[1] > area.top else (low, area.bottom - 1.0)
        inside = np.flatnonzero((line.heights >= low) & (line.heights <= high) & (line.steps <= at))
        last = int(inside[-1]) if len(inside) else 0
        rise = line.height_at(min(last + 1, at)) - line.heights[last]
        share = (edge - line.heights[last]) / rise if rise else 0.0
        x = self.axes.place([last + min(1.0, max(0.0, share)), edge])[0]
        return np.array([x, out])

    def _write_names(self, ends: NDArray) -> None:
        area = self.axes.area
        heights = spread(ends[:, 1], _LINE, area.bottom + 0.1, area.top - 0.08)
        for name, swatch, y in zip(self.names, self.swatches, heights, strict=True):
            name.write(name.text or "", (area.right + _GAP + _SWATCH, y - 0.1))
            begin = [[area.right + _GAP, y]] if name.text else np.zeros((0, 2))
            swatch.between(begin, np.add(begin, [0.7 * _SWATCH, 0.0]))

    @staticmethod
    def _numbers(scale: Scale) -> float:
        low, high = scale.frame
        if not scale.log:
            return max(0.6, *(widest_label(low, high, count) for count in range(1, 5))) + LABEL_GAP + 0.05
        labels = [
            text for most in range(1, 5) for text in powers_of_ten(whole_ticks(low, high, most).tolist())
        ]
        return max(0.6, *(text_width(text, SMALL) for text in labels)) + LABEL_GAP + 0.05

    def _frame(self, step: float) -> Frame:
        return Frame(0.0, min(max(6.0, 1.1 * step), max(self.steps, 1)), *self.scale_of_costs.frame)
