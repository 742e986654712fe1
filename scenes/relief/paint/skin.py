"""The colours of a sheet: one picture of TEXELS x TEXELS points, from which every frame is textured.

Colour and light do not depend on the camera, so they are computed once, on a grid far finer than the faces:
no facet shows, however coarse the lattice.
"""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from gdmath.arrays import Array
from scenes.relief.paint.rasterizer import TEXELS

LEVELS = 4096  # of a colour map: far more than a picture can show
LIGHT = np.array([-0.45, -0.35, 0.82]) / np.linalg.norm([-0.45, -0.35, 0.82])


class Skin:
    """Colours as 0xAABBGGRR, multiplied by their opacity, (TEXELS**2,); fully opaque if `solid`.

    A skin is never changed, so copies of a sheet share it.
    """

    def __init__(self, pixels: NDArray[np.uint32], solid: bool) -> None:
        self.pixels, self.solid = pixels, solid

    def __deepcopy__(self, memo: object) -> "Skin":
        return self

    def mixed(self, other: "Skin", share: float) -> "Skin":
        """Return this skin with `share` of the other."""
        if self is other or share <= 0:
            return self
        if share >= 1:
            return other
        weight = round(256 * share)
        a, b = (skin.pixels.view(np.uint8).astype(np.uint16) for skin in (self, other))
        a *= np.uint16(256 - weight)
        b *= np.uint16(weight)
        a += b
        a >>= 8
        return Skin(a.astype(np.uint8).view(np.uint32), self.solid and other.solid)


def paint_skin(
    share: Array, scene_heights: Array, steps: tuple[float, float], table: Array, shade: float
) -> Skin:
    """Return the skin of a sheet from values on a TEXELS x TEXELS grid.

    `share` says where in the `table` (LEVELS, 3) of colours each point is, in [0, 1]; `scene_heights` and the
    grid's `steps` give the slope for the light: brightness 1 + shade * (n . l - n_flat . l), so a flat sheet
    shows the table's own colours.
    """
    slope_x, slope_y = np.gradient(scene_heights.astype(np.float32), *steps)
    right, up, toward = LIGHT.tolist()
    lit = (toward - right * slope_x - up * slope_y) / np.sqrt(1 + slope_x**2 + slope_y**2)
    brightness = (1 - shade * toward) + shade * lit
    table = 255 * table.astype(np.float32)
    level = np.rint(np.clip(share, 0, 1) * (LEVELS - 1)).astype(np.intp)
    return Skin(_opaque(channel.take(level) * brightness for channel in table.T), solid=True)


def with_holes(skin: Skin, keep: NDArray[np.bool_]) -> Skin:
    """Return the skin, transparent where `keep` (TEXELS, TEXELS) is false."""
    return Skin(np.where(keep.ravel(), skin.pixels, np.uint32(0)), solid=False)


def plain_skin(rgb: Array) -> Skin:
    """Return a skin of one colour, (3,) in [0, 1]."""
    return Skin(np.repeat(packed(rgb), TEXELS**2), solid=True)


def packed(rgb: Array) -> NDArray[np.uint32]:
    """Return opaque colours (..., 3) in [0, 1] as 0xAABBGGRR, in one row (k,).

    >>> [hex(color) for color in packed(np.array([[1.0, 0.5, 0.0]]))]
    ['0xff0080ff']
    """
    return _opaque(255 * rgb[..., k] for k in range(3))


def _opaque(channels: Iterable[Array]) -> NDArray[np.uint32]:
    """Return red, green and blue of 0 to 255 as 0xAABBGGRR, in one row (k,)."""
    red, green, blue = (np.rint(np.clip(part, 0, 255)).astype(np.uint32).ravel() for part in channels)
    return np.asarray(red | green << 8 | blue << 16 | np.uint32(255 << 24), np.uint32)
