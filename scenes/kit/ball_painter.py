"""One shaded ball, pixel by pixel: it can be half behind a hill and half sunk into a sheet."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from scenes.kit.projection import NEAR, Projection
from scenes.kit.rasterizer import DepthImage

Array = NDArray[Any]

LIGHT = np.array([-0.48, 0.62, 0.62])  # in the camera's own axes: right, up, towards the eye


def paint_ball(
    pixels: NDArray[np.uint8],
    projection: Projection,
    image: DepthImage,
    ball: tuple[Array, float, Array, float],
) -> None:
    """Paint a ball (centre (3,), radius, rgb (3,), opacity) on `pixels` (height, width, 4)."""
    center, radius, rgb, opacity = ball
    (x, y), depth = projection.project(center)
    if not np.isfinite(depth) or depth - radius <= NEAR:
        return
    size = radius * float(projection.magnification(depth))
    left, right = (int(min(max(v, 0), projection.width)) for v in (x - size - 1, x + size + 2))
    top, bottom = (int(min(max(v, 0), projection.height)) for v in (y - size - 1, y + size + 2))
    if left >= right or top >= bottom:
        return
    column, row = np.arange(left, right)[None, :], np.arange(top, bottom)[:, None]
    across, up = (column + 0.5 - x) / size, (y - row - 0.5) / size
    square = across**2 + up**2
    cover = np.minimum(np.maximum((1 - np.sqrt(square)) * size + 0.5, 0), 1) * opacity
    toward = np.sqrt(np.maximum(1 - square, 0))
    owner = image.front(row * image.width + column)
    if owner.max() >= 0:
        face = image.planes.at(np.maximum(owner, 0), column + 0.5, row + 0.5)
        cover[(owner >= 0) & (face > 1 / (depth - radius * toward))] = 0
    lit = np.maximum(LIGHT[0] * across + LIGHT[1] * up + LIGHT[2] * toward, 0)[..., None]
    color = np.minimum(rgb * (0.5 + 0.62 * lit) + 0.55 * lit**24, 1)
    part = pixels[top:bottom, left:right]
    cover = cover[..., None]
    part[..., :3] = part[..., :3] * (1 - cover) + 255 * color * cover + 0.5
    part[..., 3:] = part[..., 3:] * (1 - cover) + 255 * cover + 0.5
