"""The base of everything that is drawn in depth order by the height camera."""

from __future__ import annotations

from typing import Any, Generic, Self, TypeVar

import numpy as np
from manim import ManimColor, Mobject

from gdmath.arrays import Array
from scenes.relief.paint.line_set import LineSet
from scenes.relief.paint.projection import Projection
from scenes.relief.screen_text import PlacedText

T = TypeVar("T")


class Ref(Generic[T]):
    """A reference that `Mobject.copy()`, which copies deeply, does not follow.

    So what lies on a field stays on it, though animations work with copies of both.
    """

    __slots__ = ("to",)

    def __init__(self, to: T) -> None:
        self.to = to

    def __deepcopy__(self, memo: object) -> Ref[T]:
        return self


class Spatial(Mobject):
    """What sheets can hide: a sheet, lines, balls, a box. It fades and transforms as other mobjects do."""

    points: Array

    def __init__(self, *, color: Any = "#ffffff", opacity: float = 1.0) -> None:
        self.opacity = opacity
        super().__init__(color=ManimColor(color))

    @property
    def rgb(self) -> Array:
        """Its colour, (3,) in [0, 1]."""
        return np.array(self.color.to_rgb())

    def line_sets(self, projection: Projection) -> list[LineSet]:
        """Return the lines to be drawn in this frame."""
        del projection
        return []

    def texts(self, projection: Projection) -> list[PlacedText]:
        """Return the texts of this frame, which no sheet hides."""
        del projection
        return []

    def fade(self, darkness: float = 0.5, family: bool = True) -> Self:
        """Make it more transparent: multiply its opacity by 1 - darkness."""
        for member in self.get_family() if family else [self]:
            if isinstance(member, Spatial):
                member.opacity *= 1 - darkness
        return self

    def set_opacity(self, opacity: float) -> Self:
        """Set how opaque it is, from 0 to 1."""
        for member in self.get_family():
            if isinstance(member, Spatial):
                member.opacity = opacity
        return self

    def interpolate_color(self, mobject1: Mobject, mobject2: Mobject, alpha: float) -> Self:
        """Mix colour and opacity of two mobjects of this kind."""
        if isinstance(mobject1, Spatial) and isinstance(mobject2, Spatial):
            self.opacity = (1 - alpha) * mobject1.opacity + alpha * mobject2.opacity
            self.color = mobject1.color.interpolate(mobject2.color, alpha)
        return self
