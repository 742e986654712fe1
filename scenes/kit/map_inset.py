"""A contour map flat on the frame, with the path of a run on it."""

import numpy as np
from manim import VGroup

from gdmath.arrays import Floats
from gdmath.geometry import Frame
from scenes.kit.axes import Axes, widest_label
from scenes.kit.lettering import Labels, variable
from scenes.kit.shapes import Dots, Polyline, Rings
from scenes.kit.theme import Theme
from scenes.relief.colormaps import sample
from scenes.relief.contours import spread_levels, trace_contours
from scenes.relief.field import HeightField


class MapInset(VGroup):
    """The contour lines of a field in an area (left, right, bottom, top), filled in by `reach(thetas)`.

    One mobject holds all lines of a level. The minima (k, 2) are marked from the start.
    `names` are those of the two variables.
    """

    def __init__(
        self,
        field: HeightField,
        names: tuple[str, str],
        minima: Floats,
        area: tuple[float, float, float, float],
        theme: Theme,
        colors: np.ndarray,
        levels: int = 11,
    ) -> None:
        box = field.box
        self.axes = Axes(area, Frame(*box.x_range, *box.y_range), theme, counts=(4, 4))
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
        left, right, bottom, top = area
        widest = widest_label(*box.y_range, 4)
        self.titles = Labels(color=theme.text).write(
            [
                (variable(names[0]), (left + right) / 2, bottom - 0.72, "center"),
                (variable(names[1]), left - widest - 0.4, (bottom + top) / 2 - 0.08, "right"),
            ]
        )
        super().__init__(self.axes, self.titles, self.lines, self.marks, self.path, self.ball)
        self.moving = VGroup(self.path, self.ball)

    def reach(self, thetas: Floats) -> None:
        """Draw the path through thetas (k, 2), the ball at its end; what is outside is left out."""
        left, right, bottom, top = self.axes.area
        points = self.axes.place(thetas)
        inside = np.all((points >= [left, bottom]) & (points <= [right, top]), axis=1, keepdims=True)
        points = np.where(inside, points, np.nan)
        self.path.through(points)
        self.ball.at(points[-1])
