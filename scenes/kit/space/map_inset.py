"""A contour map flat on the frame, with the path of a run on it."""

import numpy as np
from manim import VGroup

from gdmath.arrays import Floats
from gdmath.display.geometry import Frame
from scenes.kit.axes import LABEL_DROP, LABEL_GAP, NAME_GAP, Axes, widest_label
from scenes.kit.glyphs import text_width, variable
from scenes.kit.screen import Rect
from scenes.kit.shapes import Dots, Polyline, Rings
from scenes.kit.theme import Theme
from scenes.relief.colormaps import sample
from scenes.relief.contours import spread_levels, trace_contours
from scenes.relief.field import HeightField

TICKS = 4  # along each axis, at most
BELOW, ABOVE = LABEL_DROP + 0.05, NAME_GAP + 0.25  # what numbers below the map and the name above it take


class MapInset(VGroup):
    """The contour lines of a field with its axes in a rectangle, and a path on it by `reach(thetas)`.

    One mobject holds all lines of a level. The minima (k, 2) are marked from the start.
    `names` are those of the two variables.
    """

    def __init__(
        self,
        field: HeightField,
        names: tuple[str, str],
        minima: Floats,
        place: Rect,
        theme: Theme,
        colors: np.ndarray,
        levels: int = 11,
    ) -> None:
        box = field.box
        first, second = map(variable, names)
        left = widest_label(*box.y_range, TICKS) + LABEL_GAP
        right = max(NAME_GAP + text_width(first), widest_label(*box.x_range, TICKS) / 2)
        plot = place.inset(left=left, right=right, bottom=BELOW, top=ABOVE)
        wide, high = max(plot.width - plot.height, 0.0) / 2, max(plot.height - plot.width, 0.0) / 2
        area = plot.inset(left=wide, right=wide, bottom=high, top=high)
        frame = Frame(*box.x_range, *box.y_range)
        self.axes = Axes(area, frame, theme, counts=(TICKS, TICKS), names=(first, second))
        heights = spread_levels(box, levels)
        shades = sample(colors, box.height_share(heights))
        self.lines = VGroup()
        traced = trace_contours(field, heights)
        for level, shade in zip(heights.tolist(), shades, strict=True):
            color = "#" + "".join(f"{round(255 * part):02x}" for part in shade)
            gap = np.full((1, 2), np.nan)
            pieces = [
                np.concatenate([self.axes.place(line), gap]) for found, line in traced if found == level
            ]
            if pieces:
                self.lines.add(Polyline(color=color, width=2.2).through(np.concatenate(pieces)))
        self.marks = Rings(color=theme.optimum, radius=0.1).at(self.axes.place(minima.reshape(-1, 2)))
        self.path = Polyline(color=theme.point, width=4.5)
        self.ball = Dots(color=theme.point, radius=0.1, rim=theme.background)
        super().__init__(self.axes, self.lines, self.marks, self.path, self.ball)
        self.moving = VGroup(self.path, self.ball)

    def reach(self, thetas: Floats) -> None:
        """Draw the path through thetas (k, 2), the ball at its end; what is outside is left out."""
        left, right, bottom, top = self.axes.area
        points = self.axes.place(thetas)
        inside = np.all((points >= [left, bottom]) & (points <= [right, top]), axis=1, keepdims=True)
        points = np.where(inside, points, np.nan)
        self.path.through(points)
        self.ball.at(points[-1])
