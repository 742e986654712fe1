"""The ground of a map: how large its sides are, how many levels it has, and its soft shading."""

from collections.abc import Callable

import numpy as np
from manim import VGroup, VMobject

from gdmath.arrays import Floats
from gdmath.views.boxes import Box
from scenes.kit.shapes import polyline
from scenes.kit.theme import Theme
from scenes.relief.colormaps import VIRIDIS, sample
from scenes.relief.contours import filled_contours, legible_count
from scenes.relief.field import HeightField

SIDES = 9.2  # scene units: both sides of the map together
LONGEST = 2.2  # of a map whose scales are equal: one side in units of the other
APART = 6.0  # pixels between two neighbouring contour lines
PIXELS = 135.0  # a frame unit at 1080p
MOST, LEAST = 13, 4  # levels
SHADING = 0.3


def sides(box: Box) -> tuple[float, float]:
    """Return how large a map of this box is, in scene units: of equal scales, unless it is far too narrow.

    >>> sides(((-1, 1), (0, 1))), sides(((-1, 1), (0, 1000)))
    ((6.133333333333333, 3.0666666666666664), (4.6, 4.6))
    """
    wide, deep = np.ptp(box, axis=1).tolist()
    if not 1 / LONGEST <= wide / deep <= LONGEST:
        return SIDES / 2, SIDES / 2
    return SIDES * wide / (wide + deep), SIDES * deep / (wide + deep)


def line_colors(theme: Theme) -> Floats:
    """Return the colours of lines by height: those of viridis that are seen on the theme's background."""
    return VIRIDIS[4:] if theme.name == "dark" else VIRIDIS[:13]


def levels_that_fit(field: HeightField, wide: float, high: float) -> int:
    """Return how many levels can be told apart on a map of so many frame units."""
    return legible_count(field, (wide * PIXELS, high * PIXELS), APART, MOST, LEAST)


def shading(field: HeightField, levels: Floats, colors: Floats, place: Callable[[Floats], Floats]) -> VGroup:
    """Return the areas between contour lines, softly coloured by height; `place` maps (k, 2) to the frame."""
    return shaded(filled_contours(field, levels), colors, place)


def shaded(
    bands: list[tuple[float, list[Floats]]], colors: Floats, place: Callable[[Floats], Floats]
) -> VGroup:
    """Return bands of heights, each the share of its middle and its rings (k, 2), softly coloured."""
    areas = VGroup()
    for (_, rings), rgb in zip(bands, sample(colors, np.array([share for share, _ in bands])), strict=True):
        if rings:
            area = VMobject(stroke_width=0.0, fill_opacity=SHADING, fill_color=hexadecimal(rgb))
            gap = np.full((1, 2), np.nan)
            area.points = polyline(np.concatenate([part for ring in rings for part in (place(ring), gap)]))
            areas.add(area)
    return areas


def hexadecimal(rgb: Floats) -> str:
    """Return a colour of three shares (3,) as #rrggbb."""
    return "#" + "".join(f"{round(255 * part):02x}" for part in rgb.tolist())
