"""The camera of flat stories: it keeps pictures of what stands still."""

from typing import Any

from manim import Camera, VMobject

from scenes.kit.basins.picture import Picture
from scenes.relief.outline_path import trace_outline
from scenes.relief.sprites import Sprites


class FlatCamera(Camera):
    """A Camera that draws a mobject anew only if it has changed, and pictures of pixels."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.sprites = Sprites()
        super().__init__(*args, **kwargs)

    def display_vectorized(self, vmobject: VMobject, ctx: Any) -> Any:
        """Draw a mobject, or lay down its picture if it stands still."""
        if isinstance(vmobject, Picture):
            vmobject.paint(ctx)
            return self
        draw = super().display_vectorized
        return self if self.sprites.lay(vmobject, ctx, draw) else draw(vmobject, ctx)

    def set_cairo_context_path(self, ctx: Any, vmobject: VMobject) -> Any:
        """Make a mobject's outline the path that is drawn next."""
        trace_outline(ctx, self.transform_points_pre_display(vmobject, vmobject.points))
        return self
