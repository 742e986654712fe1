"""The camera of flat stories: it keeps pictures of what stands still."""

from typing import Any

from manim import Camera, VMobject

from scenes.relief.sprites import Sprites


class FlatCamera(Camera):
    """A Camera that draws a mobject anew only if it has changed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.sprites = Sprites()
        super().__init__(*args, **kwargs)

    def display_vectorized(self, vmobject: VMobject, ctx: Any) -> Any:
        """Draw a mobject, or lay down its picture if it stands still."""
        draw = super().display_vectorized
        return self if self.sprites.lay(vmobject, ctx, draw) else draw(vmobject, ctx)
