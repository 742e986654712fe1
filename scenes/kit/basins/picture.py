"""A picture of pixels, laid down at a rectangle."""

from typing import Any

import cairo
import numpy as np
from manim import VMobject
from numpy.typing import NDArray

from gdmath.arrays import Floats
from scenes.kit.screen import Rect
from scenes.kit.shapes import polyline

Pixels = NDArray[np.uint32]


class Picture(VMobject):
    """Pixels (m, n) from the upper left, as `packed` makes them, over a rectangle; they may change.

    Its outline is the rectangle's, its fill opacity that of the picture: it fades, moves and is stretched as
    any mobject. It is drawn by a `FlatCamera`. Pixels that are larger than the screen's keep their edges.
    """

    def __init__(self, pixels: Pixels, area: Rect) -> None:
        super().__init__(stroke_width=0, fill_opacity=1.0)
        self.pixels = np.ascontiguousarray(pixels)
        self.stand(area)

    def stand(self, area: Rect) -> "Picture":
        """Lie over another rectangle."""
        left, right, bottom, top = area
        self.points = polyline([[left, bottom], [right, bottom], [right, top], [left, top], [left, bottom]])
        return self

    def paint(self, context: Any) -> None:
        """Draw the picture in a cairo context whose units are the frame's."""
        opacity = float(self.get_fill_opacity())
        if not opacity or not len(self.points):
            return
        rows, columns = self.pixels.shape
        (left, bottom, _), (right, top, _) = self.points.min(axis=0), self.points.max(axis=0)
        pixels = (
            self.pixels if isinstance(context.get_target(), cairo.ImageSurface) else _as_cairo(self.pixels)
        )
        data: Any = pixels
        surface = cairo.ImageSurface.create_for_data(data, cairo.FORMAT_ARGB32, columns, rows)
        context.save()
        context.translate(left, top)
        context.scale((right - left) / columns, (bottom - top) / rows)
        context.set_source_surface(surface)
        across = abs(context.get_matrix().xx)
        context.get_source().set_filter(cairo.FILTER_NEAREST if across >= 1 else cairo.FILTER_GOOD)
        context.new_path()  # of what was drawn before
        context.rectangle(0, 0, columns, rows)
        context.clip()
        context.paint_with_alpha(opacity)
        context.restore()


def packed(colors: Floats) -> Pixels:
    """Return opaque pixels (...) of colours (..., 3), each channel from 0 to 1, as Manim orders them.

    >>> f"{packed(np.array([1.0, 0.5, 0.0])):x}"
    'ff0080ff'
    """
    red, green, blue = np.moveaxis(np.rint(255 * np.clip(colors, 0, 1)).astype(np.uint32), -1, 0)
    return (np.uint32(255) << 24) | (blue << 16) | (green << 8) | red


def _as_cairo(pixels: Pixels) -> Pixels:
    """Return pixels with red and blue in the order of cairo, not in that of Manim's frames."""
    return ((pixels & 0xFF00FF00) | ((pixels & 0xFF) << 16) | ((pixels >> 16) & 0xFF)).astype(np.uint32)
