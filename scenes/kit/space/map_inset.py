"""A contour map flat on the frame, with the path of a run on it."""

import numpy as np
from manim import VGroup

from gdmath.arrays import Floats
from gdmath.display.geometry import Frame
from scenes.kit.axes import LABEL_DROP, LABEL_GAP, NAME_GAP, Axes, widest_label
from scenes.kit.charts.clipping import clipped
from scenes.kit.curve.hop import Hop
from scenes.kit.glyphs import text_width, variable
from scenes.kit.screen import Rect
from scenes.kit.shapes import Dots, EdgeMarks, Polyline, Rings, StepArrow
from scenes.kit.space.ground import hexadecimal, levels_that_fit, shading
from scenes.kit.theme import Theme
from scenes.relief.colormaps import VIRIDIS, sample
from scenes.relief.contours import spread_levels, trace_contours
from scenes.relief.field import HeightField
from scenes.runs.surface_run import SurfaceRuns

TICKS = 4  # along each axis, at most
BELOW, ABOVE = LABEL_DROP + 0.05, NAME_GAP + 0.25  # what numbers below the map and the name above it take
RECENT = 12  # steps whose path is drawn strongly
UPHILL = 0.7  # the length of an arrow, in frame units


class MapInset(VGroup):
    """The map of a field with its axes in a rectangle, and the first run's path on it by `reach(step)`.

    One mobject holds all lines of a level. The minima are marked from the start. Of a path that goes to and
    fro the older part is faint, so that it can be followed. An arrow at the ball shows where the optimizer's
    memory leads, if it has one, and a step follows.
    """

    def __init__(
        self, field: HeightField, descents: SurfaceRuns, place: Rect, theme: Theme, colors: np.ndarray
    ) -> None:
        box, self.descents = field.box, descents
        names = tuple(variable(symbol.name) for symbol in descents.cost.variables)
        left = widest_label(*box.y_range, TICKS) + LABEL_GAP
        right = max(NAME_GAP + text_width(names[0]), widest_label(*box.x_range, TICKS) / 2)
        plot = place.inset(left=left, right=right, bottom=BELOW, top=ABOVE)
        area = plot.shaped(box.size[0] / box.size[1])
        frame = Frame(*box.x_range, *box.y_range)
        self.axes = Axes(area, frame, theme, counts=(TICKS, TICKS), names=(names[0], names[1]))
        levels = spread_levels(box, levels_that_fit(field, area.width, area.height))
        self.shading = shading(field, levels, VIRIDIS, self.axes.place)
        self.lines = self._lines(field, levels, colors)
        self.marks = Rings(color=theme.optimum, radius=0.1).at(self.axes.place(descents.minima))
        self.curves = VGroup(
            *(
                Polyline(color=theme.optimum, width=4.0).between(*clipped(self.axes.place(curve), area))
                for curve in descents.curves
            )
        )
        faint = 0.4 if descents.goes_to_and_fro else 0.9
        self.path = Polyline(color=theme.point, width=2.5, opacity=faint)
        self.recent = Polyline(color=theme.point, width=4.0)
        self.uphill, self.led = StepArrow(color=theme.gradient), StepArrow(color=theme.memory)
        self.hop, self.beyond = Hop(theme), EdgeMarks(color=theme.point)
        self.ball = Dots(color=theme.point, radius=0.09, rim=theme.background)
        self.moving = VGroup(self.path, self.recent, self.hop, self.uphill, self.led, self.ball, self.beyond)
        super().__init__(self.axes, self.shading, self.lines, self.marks, self.curves, self.moving)

    def reach(self, step: float) -> None:
        """Draw the path up to a step, which may lie between two, and the ball at its end."""
        area, whole = self.axes.area, int(step)
        places = self.axes.place([*self.descents.shown(0)[: whole + 1], self.descents.at(0, step)])
        self.path.between(*clipped(places[: -RECENT + 1], area))
        self.recent.between(*clipped(places[-RECENT:], area))
        self.ball.at(self.beyond.toward(places[-1], area))
        leap = self.descents.leap(0, step)
        if leap is None:
            self.hop.put_away()
        else:
            begin, end, share = leap
            self.hop.span(self.axes.place(begin), self.axes.place(end), area, share)

        going = whole < len(self.descents.runs[0])
        memory = self.descents.memories[0].led(whole) if going else np.zeros(2)
        self.led.span(places[-1], places[-1] + self._inside(places[-1], memory * self.axes.units))

    def point_uphill(self, step: int, share: float) -> None:
        """Draw a share of the gradient's arrow at a step; none of it, and it is put away."""
        run = self.descents.runs[0]
        start, gradient = self.axes.place(run.thetas[step]), run.gradients[step] * self.axes.units
        self.uphill.span(start, start + share * self._inside(start, gradient))

    def _inside(self, start: Floats, way: Floats) -> Floats:
        """An arrow from a place (2,) in a direction, as long as arrows are, but none of it off the map."""
        left, right, bottom, top = self.axes.area
        along = _unit(way)
        edges = np.where(along > 0, [right, top], [left, bottom]) - start
        with np.errstate(divide="ignore", invalid="ignore"):
            room = np.where(along == 0, np.inf, edges / along).min()
        return float(np.clip(np.nan_to_num(room), 0.0, UPHILL)) * along

    def _lines(self, field: HeightField, levels: Floats, colors: np.ndarray) -> VGroup:
        """The contour lines, a mobject for each level."""
        lines = VGroup()
        traced = trace_contours(field, levels)
        gap = np.full((1, 2), np.nan)
        shades = sample(colors, field.box.height_share(levels))
        for level, shade in zip(levels.tolist(), shades, strict=True):
            pieces = [
                part for found, line in traced if found == level for part in (self.axes.place(line), gap)
            ]
            if pieces:
                lines.add(Polyline(color=hexadecimal(shade), width=2.2).through(np.concatenate(pieces)))
        return lines


def _unit(way: Floats) -> Floats:
    """A direction of length 1, or 0 where there is none."""
    size = float(np.linalg.norm(way))
    return way / size if 0 < size < np.inf else np.zeros(2)
