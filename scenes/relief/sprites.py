"""Pictures of what stands still: rasterised once, then laid on every frame.

Manim draws everything above the lowest moving mobject anew in every frame, outline by outline. Of a mobject
that looks as it did in the frame before, a picture is kept here; laying it down costs as much as copying its
pixels.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakKeyDictionary

import cairo
import numpy as np
from manim import VMobject
from numpy.typing import NDArray

FEW = 60  # points: an outline of fewer is drawn as quickly as its picture is laid down
MARGIN = 2  # pixels around a picture, for what smooth edges need


@dataclass
class _Sprite:
    """What a mobject looked like in the frame before, and its picture once it has stood still."""

    points: NDArray[Any]
    style: tuple[Any, ...]
    surface: cairo.ImageSurface | None = None
    corner: tuple[int, int] = (0, 0)
    frames: int = field(default=0)


class Sprites:
    """The pictures of the mobjects that a camera draws.

    Slots, and no dictionary: Manim makes its cache keys of all that a camera's attributes hold.
    """

    __slots__ = ("_sprites",)

    def __init__(self) -> None:
        self._sprites: WeakKeyDictionary[VMobject, _Sprite] = WeakKeyDictionary()

    def __deepcopy__(self, memo: object) -> "Sprites":
        return Sprites()

    def forget(self) -> None:
        """Let everything be drawn anew."""
        self._sprites.clear()

    def lay(
        self,
        mobject: VMobject,
        context: Any,
        draw: Callable[[VMobject, Any], Any],
        shift: tuple[float, float] | None = None,
        opacity: float = 1.0,
    ) -> bool:
        """Lay a mobject's picture down and return True; False where it has to be drawn.

        `draw` draws the mobject in a context whose transformation is that of `context`. A picture may be laid
        down `shift` frame units off, to the right and up, and fainter.
        """
        if len(mobject.points) < (FEW if shift is None else 1):
            return False
        sprite, style = self._sprites.get(mobject), _style(mobject)
        if sprite is None or not (
            sprite.style == style
            and sprite.points.shape == mobject.points.shape
            and (sprite.points == mobject.points).all()
        ):
            self._sprites[mobject] = sprite = _Sprite(mobject.points.copy(), style)
            if shift is None:
                return False
        if sprite.surface is None and not self._rasterise(sprite, mobject, context, draw, shift is None):
            return False
        right, down = context.get_matrix().transform_distance(*(shift or (0.0, 0.0)))
        context.save()
        context.identity_matrix()
        context.set_source_surface(sprite.surface, sprite.corner[0] + right, sprite.corner[1] + down)
        context.paint_with_alpha(opacity)
        context.restore()
        return True

    def _rasterise(self, sprite: _Sprite, mobject: VMobject, context: Any, draw: Any, stays: bool) -> bool:
        """Draw the picture: if it stays where it is, only what is in the frame; False if that is nothing."""
        matrix, target = context.get_matrix(), context.get_target()
        (left, top), (right, bottom) = _bounds(mobject, matrix)
        left, top, right, bottom = math.floor(left), math.floor(top), math.ceil(right), math.ceil(bottom)
        if stays:
            left, top = max(0, left), max(0, top)
            right, bottom = min(target.get_width(), right), min(target.get_height(), bottom)
        if not (left < right and top < bottom):
            return False
        sprite.surface = cairo.ImageSurface(cairo.FORMAT_ARGB32, right - left, bottom - top)
        sprite.corner = (left, top)
        within = cairo.Context(sprite.surface)
        within.set_matrix(matrix.multiply(cairo.Matrix(x0=-left, y0=-top)))
        draw(mobject, within)
        sprite.surface.flush()
        return True


def _style(mobject: VMobject) -> tuple[Any, ...]:
    """All that tells how a mobject's points are drawn."""
    return (
        mobject.get_fill_rgbas().tobytes(),
        mobject.get_stroke_rgbas().tobytes(),
        mobject.get_stroke_rgbas(background=True).tobytes(),
        mobject.get_stroke_width(),
        mobject.get_stroke_width(background=True),
        mobject.joint_type,
        mobject.cap_style,
    )


def _bounds(mobject: VMobject, matrix: cairo.Matrix) -> tuple[NDArray[Any], NDArray[Any]]:
    """The corners, in pixels, of what a mobject's control points and the width of its lines may cover."""
    points = mobject.points[:, :2]
    at = points @ np.array([[matrix.xx, matrix.yx], [matrix.xy, matrix.yy]]) + (matrix.x0, matrix.y0)
    width = max(float(mobject.get_stroke_width(background)) for background in (False, True))
    # Manim's widths are hundredths of a unit; a mitre may reach further than half of them.
    reach = 0.05 * width * abs(matrix.xx) + MARGIN
    return np.nanmin(at, axis=0) - reach, np.nanmax(at, axis=0) + reach
