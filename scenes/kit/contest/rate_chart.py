"""How low each comes at every rate of a grid, and which rate is its best."""

from collections.abc import Sequence
from types import ModuleType

import numpy as np
from manim import VGroup

from gdmath.arrays import Floats
from gdmath.display.geometry import Frame
from scenes.kit.axes import LABEL_GAP, NAME_GAP, Axes, clipped, powers_of_ten, whole_ticks, widest_label
from scenes.kit.charts.cost_chart import Scale
from scenes.kit.glyphs import Labels, Number, text_width
from scenes.kit.screen import Rect
from scenes.kit.shapes import Dots, Polyline, Rings
from scenes.kit.theme import Theme

LEGEND, SWATCH = 0.4, 0.3  # a row of names, and what the dot before each takes
SIDE = 0.15  # decades of the axis beyond the first and the last rate


class RateChart(VGroup):
    """The costs at the end of runs, `ends[k]` (n,) of the k-th at `rates` (n,), on powers of ten.

    `start` is the cost that all start with; what ends far above it, or has escaped (NaN), leaves at the top.
    `reach(share)` draws the lines from the least rate to a share of the grid; `rings` mark each `best` rate.
    Names stand below the title, after a dot of their colour.
    """

    def __init__(
        self,
        rates: Sequence[float],
        ends: Sequence[Floats],
        best: Sequence[float],
        start: float,
        area: Rect,
        theme: Theme,
        words: ModuleType,
        *,
        colors: Sequence[str],
        names: Sequence[str],
    ) -> None:
        scale = Scale.of([np.append(start, end) for end in ends])
        self.across = np.log10(np.asarray(rates, float))
        self.heights = [scale.heights(end) for end in ends]
        title = Number(words.rates_title(), color=theme.text, at=(area.left, area.top - 0.26))
        legend, rows = _legend(names, colors, area, theme)
        frame = Frame(self.across[0] - SIDE, self.across[-1] + SIDE, *scale.frame)
        numbers = _numbers(scale, frame)
        plot = area.inset(left=numbers, right=0.45, bottom=0.5, top=0.45 + LEGEND * rows + 0.12)
        self.axes = Axes(plot, frame, theme, counts=(6, 4), powers=scale.log, powers_along=True)
        name = Number("η", color=theme.muted, at=(plot.right + NAME_GAP, plot.bottom - 0.1))
        self.lines = VGroup(*(Polyline(color=color, width=3.5) for color in colors))
        self.dots = VGroup(*(Dots(color=color, radius=0.055) for color in colors))
        places = [
            self._at(heights, rates.index(rate)) for heights, rate in zip(self.heights, best, strict=True)
        ]
        self.rings = VGroup(
            *(Rings(color=color, radius=0.15).at(place) for place, color in zip(places, colors, strict=True))
        )
        self.best = np.array(places)
        self.moving = VGroup(self.lines, self.dots)
        super().__init__(title, legend, self.axes, name, self.moving)
        self.reach(0.0)

    def reach(self, share: float) -> None:
        """Draw the lines over a share of the grid."""
        at = share * (len(self.across) - 1)
        whole = np.arange(int(at) + 1)
        area = self.axes.area
        for heights, line, dots in zip(self.heights, self.lines, self.dots, strict=True):
            steps = np.append(whole, at)
            points = np.column_stack(
                [np.interp(steps, np.arange(len(self.across)), each) for each in (self.across, heights)]
            )
            places = self.axes.place(points)
            line.through(clipped(places, area))
            inside = (places[:, 1] >= area.bottom) & (places[:, 1] <= area.top)
            dots.at(places[:-1][inside[:-1]])

    def _at(self, heights: Floats, index: int) -> Floats:
        """Where a run's end is on the screen, (2,); at the edge where it has left the axes."""
        place = self.axes.place([self.across[index], heights[index]])
        return np.array([place[0], np.clip(place[1], self.axes.area.bottom, self.axes.area.top)])


def _legend(names: Sequence[str], colors: Sequence[str], area: Rect, theme: Theme) -> tuple[VGroup, int]:
    """The names in rows below the title, and how many rows they take."""
    texts, places, left, row = [], [], area.left, 0
    for name in names:
        width = SWATCH + text_width(name)
        if left > area.left and left + width > area.right:
            left, row = area.left, row + 1
        base = area.top - 0.26 - LEGEND * (row + 1)
        places.append([left + 0.1, base + 0.1])
        texts.append((name, left + SWATCH, base, "left"))
        left += width + 0.35
    dots = [Dots(color=color, radius=0.09).at([at]) for color, at in zip(colors, places, strict=True)]
    return VGroup(*dots, Labels(color=theme.text).write(texts)), row + 1


def _numbers(scale: Scale, frame: Frame) -> float:
    """The room of the numbers along the left side."""
    if not scale.log:
        widest = max(widest_label(frame.bottom, frame.top, count) for count in range(1, 5))
    else:
        ticks = [whole_ticks(frame.bottom, frame.top, most) for most in range(1, 5)]
        widest = max(text_width(text) for each in ticks for text in powers_of_ten(each.tolist()))
    return max(0.6, widest) + LABEL_GAP + 0.05
