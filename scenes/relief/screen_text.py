"""Formulas set by Typst, drawn upright at any pixel of the picture: labels for things in space."""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

import cairo
import numpy as np
from numpy.typing import NDArray

from scenes.relief.outlines import pieces

UNIT = 960.0  # points in a frame unit, at font size 1
Curve = tuple[float, float, float, float, float, float]


class ScreenText:
    """The outlines of a formula in Typst notation, centred, in frame units at font size 1."""

    __slots__ = ("half", "paths")

    def __init__(self, source: str) -> None:
        glyphs = [piece.points / UNIT for piece in pieces(f"$ {source} $")]
        anchors = np.concatenate([points[k::4] for points in glyphs for k in (0, 3)])
        low, high = anchors.min(axis=0), anchors.max(axis=0)
        self.half = (high - low) / 2
        self.paths = [path for points in glyphs for path in _subpaths(points - (low + high) / 2)]

    def __deepcopy__(self, memo: object) -> ScreenText:
        return self

    def draw(self, context: cairo.Context[Any], center: NDArray[Any], scale: float, rgba: Any) -> None:
        """Fill the formula, `scale` pixels a unit, around the pixel `center`."""
        red, green, blue, alpha = rgba
        context.save()
        context.translate(float(center[0]), float(center[1]))
        context.scale(scale, -scale)
        for start, curves in self.paths:
            context.move_to(*start)
            for curve in curves:
                context.curve_to(*curve)
            context.close_path()
        context.set_source_rgba(blue, green, red, alpha)
        context.fill()
        context.restore()


class PlacedText(NamedTuple):
    """A formula where it is drawn: around the pixel `center` (2,), `scale` pixels a unit."""

    text: ScreenText
    center: NDArray[Any]
    scale: float
    rgba: tuple[float, ...]

    def draw(self, context: cairo.Context[Any]) -> None:
        """Fill it."""
        self.text.draw(context, self.center, self.scale, self.rgba)


@cache
def screen_text(source: str) -> ScreenText:
    """Return the formula; it is set only once."""
    return ScreenText(source)


def _subpaths(points: NDArray[Any]) -> list[tuple[tuple[float, float], list[Curve]]]:
    """Split cubics, four points each, where one does not begin at the end of the one before."""
    cubics = points.reshape(-1, 4, 2)
    breaks = 1 + np.flatnonzero(np.abs(cubics[1:, 0] - cubics[:-1, 3]).max(axis=1) > 1e-6)
    parts = np.split(cubics, breaks)
    return [
        ((part[0, 0, 0], part[0, 0, 1]), [tuple(row) for row in part[:, 1:].reshape(-1, 6).tolist()])
        for part in parts
    ]
