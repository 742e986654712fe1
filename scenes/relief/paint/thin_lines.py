"""Thin lines of a sheet, pixel by pixel, for all of them at once: its smooth edges, and its mesh.

Where a sheet ends or folds on the screen its pixels form steps. A thin line in the sheet's own colour over
them is the sheet's edge, smoothed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gdmath.arrays import Array
from scenes.relief.paint.rasterizer import DepthImage

NEAR = 1.5  # pixels: how far a sheet's depth may change before it hides a line that lies on it
_EVEN, _HALF = np.uint32(0x00FF00FF), np.uint32(0x00800080)


@dataclass(frozen=True, eq=False)
class ThinLines:
    """Pieces of line on the screen: columns x (2, e), rows y (2, e) and 1/depth (2, e) of both ends.

    color (e,) is that of each, or (1,) that of all, as 0xAABBGGRR; width in pixels.
    """

    x: Array
    y: Array
    reciprocal: Array
    color: NDArray[np.uint32]
    width: float
    opacity: float = 1.0


def paint_thin_lines(pixels: NDArray[np.uint32], image: DepthImage, lines: ThinLines) -> None:
    """Paint what is in sight of the lines on `pixels` (height * width,), 0xAABBGGRR, multiplied by opacity.

    Where lines of one colour cross, they are no stronger.
    """
    piece, steep, along, middle, half = _steps_in_sight(lines, image)
    across = middle - half
    lanes = int(np.ceil(lines.width * np.sqrt(2))) + 1  # pixels side by side that a line may touch
    place = np.floor(across).astype(np.intp) + np.arange(lanes)[:, None]
    cover = np.minimum(place + 1, middle + half) - np.maximum(place, across)
    limit = np.where(steep, image.width, image.height)
    touched = np.flatnonzero((cover > 0.02) & (place >= 0) & (place < limit))
    share = np.rint(np.minimum(cover.take(touched, mode="clip"), 1) * (256 * lines.opacity)).astype(np.uint16)
    order = np.argsort(share, kind="stable")  # where lines cross, the stronger one is painted last
    touched, share = touched.take(order, mode="clip"), share.take(order, mode="clip").astype(np.uint32)
    index = np.where(steep, along * image.width + place, place * image.width + along).take(
        touched, mode="clip"
    )
    color = lines.color
    if len(color) > 1:  # every lane has the same pieces
        color = color.take(piece, mode="clip").take(touched, mode="wrap")
    pixels[index] = _mixed(pixels.take(index, mode="clip"), color, share)


def _mixed(below: NDArray[np.uint32], above: NDArray[np.uint32], share: NDArray[np.uint32]) -> Array:
    """Return colours with `share` / 256 of another: two channels at once, each in 16 bits of its own."""
    rest = 256 - share
    even = (below & _EVEN) * rest + (above & _EVEN) * share + _HALF
    odd = (below >> 8 & _EVEN) * rest + (above >> 8 & _EVEN) * share + _HALF
    return even >> 8 & _EVEN | odd & ~_EVEN


def _steps_in_sight(lines: ThinLines, image: DepthImage) -> tuple[Array, ...]:
    """Walk along the pieces, pixel by pixel in the direction in which each is longer.

    Returns, for every step in sight: the piece's number, whether it is steep, the pixel along it, and the
    line's middle and half its width across it there.
    """
    steep = np.abs(lines.y[1] - lines.y[0]) > np.abs(lines.x[1] - lines.x[0])
    along, across = np.where(steep, lines.y, lines.x), np.where(steep, lines.x, lines.y)
    back = along[1] < along[0]
    (begin, end), (low, high), (near, far) = (
        np.where(back, part[::-1], part) for part in (along, across, lines.reciprocal)
    )
    length = np.where(end > begin, end - begin, np.inf)
    limit = np.where(steep, image.height, image.width)
    finite = np.isfinite(begin + end + near + far)
    first, last = (
        np.minimum(np.maximum(np.where(finite, stop, 0.0) + 0.5, 0), limit).astype(np.intp)
        for stop in (begin, end)
    )
    count = last - first
    piece = np.repeat(np.arange(len(count)), count)
    pixel = np.arange(len(piece)) + (first - np.cumsum(count) + count).take(piece, mode="clip")
    slope, rise = (high - low) / length, (far - near) / length
    center, leans = pixel + 0.5, steep.take(piece, mode="clip")
    distance = center - begin.take(piece, mode="clip")
    middle = low.take(piece, mode="clip") + slope.take(piece, mode="clip") * distance
    reciprocal = near.take(piece, mode="clip") + rise.take(piece, mode="clip") * distance
    x, y = np.where(leans, middle, center), np.where(leans, center, middle)
    seen = np.flatnonzero(image.visible(x, y, reciprocal, reach=NEAR))
    piece = piece.take(seen, mode="clip")
    half = (lines.width / 2 * np.sqrt(1 + slope**2)).take(piece, mode="clip")
    return (
        piece,
        leans.take(seen, mode="clip"),
        pixel.take(seen, mode="clip"),
        middle.take(seen, mode="clip"),
        half,
    )
