"""One shaded ball, pixel by pixel: it can be half behind a hill and half sunk into a sheet."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from gdmath.arrays import Array
from scenes.relief.paint.projection import NEAR, Projection
from scenes.relief.paint.rasterizer import DepthImage

LIGHT = np.array([-0.48, 0.62, 0.62])  # in the camera's own axes: right, up, towards the eye


RIM = 0.2  # of the radius: how wide a ball's casing is


class Ball(NamedTuple):
    """A ball in the scene: centre (3,), radius, rgb (3,), opacity, and the rgb of its rim, or None."""

    center: Array
    radius: float
    rgb: Array
    opacity: float
    casing: Array | None = None


def paint_ball(pixels: NDArray[np.uint8], projection: Projection, image: DepthImage, ball: Ball) -> None:
    """Paint a ball on `pixels` (height, width, 4)."""
    (x, y), depth = projection.project(ball.center)
    if not np.isfinite(depth) or depth - ball.radius <= NEAR:
        return
    size = ball.radius * float(projection.magnification(depth))
    reach = size * (1 + RIM * (ball.casing is not None)) + 1
    left, right = (int(min(max(v, 0), projection.width)) for v in (x - reach, x + reach + 1))
    top, bottom = (int(min(max(v, 0), projection.height)) for v in (y - reach, y + reach + 1))
    if left >= right or top >= bottom:
        return
    column, row = np.arange(left, right)[None, :], np.arange(top, bottom)[:, None]
    across, up = (column + 0.5 - x) / size, (y - row - 0.5) / size
    square = across**2 + up**2
    toward = np.sqrt(np.maximum(1 - square, 0))
    seen = np.full(square.shape, ball.opacity)
    owner = image.front(row * image.width + column)
    if owner.max() >= 0:
        face = image.planes.at(np.maximum(owner, 0), column + 0.5, row + 0.5)
        seen[(owner >= 0) & (face > 1 / (depth - ball.radius * toward))] = 0
    part, distance = pixels[top:bottom, left:right], np.sqrt(square)
    if ball.casing is not None:
        _blend(part, ball.casing, seen * _disc((1 + RIM - distance) * size))
    lit = np.maximum(LIGHT[0] * across + LIGHT[1] * up + LIGHT[2] * toward, 0)[..., None]
    color = np.minimum(ball.rgb * (0.5 + 0.62 * lit) + 0.55 * lit**24, 1)
    _blend(part, color, seen * _disc((1 - distance) * size))


def _disc(inward: Array) -> Array:
    """Return how much of each pixel a disc covers whose edge is so many pixels outside of it."""
    return np.minimum(np.maximum(inward + 0.5, 0), 1)


def _blend(part: NDArray[np.uint8], color: Array, cover: Array) -> None:
    cover = cover[..., None]
    part[..., :3] = part[..., :3] * (1 - cover) + 255 * color * cover + 0.5
    part[..., 3:] = part[..., 3:] * (1 - cover) + 255 * cover + 0.5
