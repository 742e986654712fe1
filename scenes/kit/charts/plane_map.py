"""A contour map of the plane, flat on its axes, without any stage in space."""

from collections.abc import Sequence

import numpy as np
from manim import VGroup
from numpy.typing import ArrayLike

from gdmath.arrays import Floats
from gdmath.display.geometry import Frame
from scenes.kit.axes import LABEL_DROP, LABEL_GAP, NAME_GAP, Axes, widest_label
from scenes.kit.charts.clipping import clipped
from scenes.kit.glyphs import text_width
from scenes.kit.screen import Rect
from scenes.kit.shapes import Polyline, Rings
from scenes.kit.space.ground import APART, LEAST, LONGEST, MOST, PIXELS, hexadecimal, line_colors, shaded
from scenes.kit.theme import Theme
from scenes.relief.colormaps import VIRIDIS, sample
from scenes.relief.contours import bands, legible, tracer
from scenes.runs.plane import Plane

TICKS = (6, 5)  # along the axes, at most
BELOW, ABOVE = LABEL_DROP + 0.05, NAME_GAP + 0.25  # what numbers below the map and the name above it take


class PlaneMap(VGroup):
    """The contour map of a plane in a rectangle, with ticks, and `names` beyond the ends of its axes.

    `equal`: both axes have one scale, unless the map would be far too narrow; `is_equal` says whether they
    have. Where there is no value, there is a hole. `mark` rings places, such as minima. What moves on the
    map is laid over it: see `PlaneRuns`.
    """

    def __init__(
        self,
        plane: Plane,
        room: Rect,
        theme: Theme,
        names: tuple[str, str] = ("", ""),
        *,
        equal: bool = True,
        counts: tuple[int, int] = TICKS,
        most: int = MOST,
    ) -> None:
        self.plane, self.theme = plane, theme
        frame = plane.frame
        wide, high = frame.right - frame.left, frame.top - frame.bottom
        self.is_equal = equal and 1 / LONGEST <= wide / high <= LONGEST
        plot = room_of_plot(room, frame, names, counts)
        area = plot.shaped(wide / high) if self.is_equal else plot
        self.axes = Axes(area, frame, theme, counts=counts, names=names)
        heights = plane.heights.T
        lines = tracer(plane.xs, plane.ys, heights)
        count = legible(lines, heights, (area.width * PIXELS, area.height * PIXELS), APART, most, LEAST)
        self.shares = ((np.arange(count) + 1) / (count + 1)).tolist() if _is_hilly(plane) else []
        self.shading = shaded(bands(lines, self.shares), VIRIDIS, self.place)
        self.lines = self._lines(lines)
        self.rings = Rings(color=theme.optimum, radius=0.12)
        self.curves = Polyline(color=theme.optimum, width=4.0)
        super().__init__(self.axes, self.shading, self.lines, self.curves, self.rings)

    @property
    def area(self) -> Rect:
        """Where the map itself is on the screen, without its numbers."""
        return self.axes.area

    @np.errstate(over="ignore")
    def place(self, points: ArrayLike) -> Floats:
        """Return points (..., 2) of the plane as points of the screen, (..., 2)."""
        return self.axes.place(points)

    def mark(self, points: ArrayLike, curves: Sequence[Floats] = ()) -> "PlaneMap":
        """Ring these points (k, 2), those outside left out, and draw curves (n, 2) of minima."""
        places = self.place(np.reshape(np.asarray(points, dtype=float), (-1, 2)))
        left, right, bottom, top = self.area
        inside = ((places >= [left, bottom]) & (places <= [right, top])).all(axis=1)
        self.rings.at(places[inside])
        pieces = [clipped(self.place(curve), self.area) for curve in curves]
        if pieces:
            self.curves.between(*(np.concatenate(ends) for ends in zip(*pieces, strict=True)))
        return self

    def _lines(self, lines) -> VGroup:
        """The contour lines, a mobject for each level."""
        drawn, gap = VGroup(), np.full((1, 2), np.nan)
        shades = sample(line_colors(self.theme), np.array(self.shares))
        for share, shade in zip(self.shares, shades, strict=True):
            pieces = [part for line in lines.lines(share) for part in (self.place(line), gap)]
            if pieces:
                drawn.add(Polyline(color=hexadecimal(shade), width=2.2).through(np.concatenate(pieces)))
        return drawn


def room_of_plot(
    room: Rect, frame: Frame, names: tuple[str, str] = ("", ""), counts: tuple[int, int] = TICKS
) -> Rect:
    """Return what of a rectangle is left for a map, with numbers and names around it."""
    half = widest_label(frame.left, frame.right, counts[0]) / 2 + 0.03  # of a number at an end of its axis
    left = (
        max(half, widest_label(frame.bottom, frame.top, counts[1]) + LABEL_GAP + 0.03) if counts[1] else 0.03
    )
    right = max(NAME_GAP + text_width(names[0]) + 0.03, half)
    return room.inset(left=left, right=right, bottom=BELOW, top=ABOVE if names[1] else 0.12)


def _is_hilly(plane: Plane) -> bool:
    """Whether the values differ, so that there are lines at all."""
    known = plane.values[np.isfinite(plane.values)]
    return bool(len(known) and np.ptp(np.clip(known, -1e300, 1e300) / 2) > 0)
