"""Smooth edges of sheets: short lines of many colours, pixel by pixel, for all of them at once.

Where a sheet ends or folds on the screen its pixels form steps. A thin line in the sheet's own colour over
them is the sheet's edge, smoothed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scenes.kit.rasterizer import DepthImage

Array = NDArray[Any]
WIDTH = 1.5  # pixels
REACH = 4  # pixels side by side that a line of this width may touch, at 45 degrees


@dataclass(frozen=True, eq=False)
class Edges:
    """Lines on the screen: columns x (2, e), rows y (2, e) and 1/depth (2, e) of both ends, rgba (e, 4)."""

    x: Array
    y: Array
    reciprocal: Array
    rgba: NDArray[np.uint8]


def paint_edges(pixels: NDArray[np.uint8], image: DepthImage, edges: Edges) -> None:
    """Paint what is in sight of the edges on `pixels` (height * width, 4), whose colours are multiplied by
    their opacity."""
    edge, steep, along, middle, half = _steps_in_sight(edges, image)
    across = middle - half
    place = np.floor(across).astype(np.intp) + np.arange(REACH)[:, None]
    cover = np.minimum(place + 1, middle + half) - np.maximum(place, across)
    limit = np.where(steep, image.width, image.height)
    touched = np.flatnonzero((cover > 0.02) & (place >= 0) & (place < limit))
    index = np.where(steep, along * image.width + place, place * image.width + along).take(touched)
    share = np.rint(256 * np.minimum(cover.take(touched), 1)).astype(np.int32)[:, None]
    rgba = edges.rgba.take(edge, axis=0).take(touched, axis=0, mode="wrap")  # every lane has the same edges
    below = pixels.take(index, axis=0).astype(np.int32)
    pixels[index] = below + ((rgba - below) * share + 128 >> 8)


def _steps_in_sight(edges: Edges, image: DepthImage) -> tuple[Array, ...]:
    """Walk along the edges, pixel by pixel in the direction in which each is longer.

    Returns, for every step in sight: the edge's number, whether it is steep, the pixel along it, and the
    line's middle and half its width across it there.
    """
    steep = np.abs(edges.y[1] - edges.y[0]) > np.abs(edges.x[1] - edges.x[0])
    along, across = np.where(steep, edges.y, edges.x), np.where(steep, edges.x, edges.y)
    back = along[1] < along[0]
    (begin, end), (low, high), (near, far) = (
        np.where(back, part[::-1], part) for part in (along, across, edges.reciprocal)
    )
    length = np.where(end > begin, end - begin, np.inf)
    limit = np.where(steep, image.height, image.width)
    finite = np.isfinite(near + far)
    first, last = (
        np.minimum(np.maximum(np.where(finite, stop, 0.0) + 0.5, 0), limit).astype(np.intp)
        for stop in (begin, end)
    )
    count = last - first
    edge = np.repeat(np.arange(len(count)), count)
    pixel = np.arange(len(edge)) + (first - np.cumsum(count) + count).take(edge)
    slope, rise = (high - low) / length, (far - near) / length
    center, leans = pixel + 0.5, steep.take(edge)
    distance = center - begin.take(edge)
    middle = low.take(edge) + slope.take(edge) * distance
    reciprocal = near.take(edge) + rise.take(edge) * distance
    x, y = np.where(leans, middle, center), np.where(leans, center, middle)
    seen = np.flatnonzero(image.visible(x, y, reciprocal, reach=REACH))
    edge = edge.take(seen)
    half = (WIDTH / 2 * np.sqrt(1 + slope**2)).take(edge)
    return edge, leans.take(seen), pixel.take(seen), middle.take(seen), half
