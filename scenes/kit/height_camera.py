"""The camera that draws sheets, paths and balls in depth order beside Manim's own mobjects."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import cairo
import numpy as np
from manim import Mobject, ThreeDCamera

from scenes.kit.projection import Projection
from scenes.kit.sheet_painter import SheetPainter
from scenes.kit.spatial import Spatial


class HeightCamera(ThreeDCamera):
    """A ThreeDCamera that knows `Spatial` mobjects; all are drawn where the first of them stands."""

    # A stored matrix would be another one after a skipped play than after a rendered one, and Manim's cache
    # keys contain all that a camera stores; computed when asked for, it is in no key.
    @property
    def rotation_matrix(self) -> Any:
        """The matrix that turns scene axes into camera axes."""
        return self.generate_rotation_matrix()

    @rotation_matrix.setter
    def rotation_matrix(self, value: Any) -> None:
        del value

    def type_or_raise(self, mobject: Mobject) -> Any:
        """Return the class by which the mobject is displayed."""
        kind = super().type_or_raise(mobject)
        functions: dict[Any, Callable[..., Any]] = self.display_funcs
        functions[Spatial] = self.display_spatials
        return Spatial if isinstance(mobject, Spatial) else kind

    def get_mobjects_to_display(self, *args: Any, **kwargs: Any) -> list[Mobject]:
        """Return what to draw, in order, with all spatial mobjects in one run."""
        mobjects = super().get_mobjects_to_display(*args, **kwargs)
        first = next((k for k, mobject in enumerate(mobjects) if isinstance(mobject, Spatial)), None)
        if first is None:
            return mobjects
        spatials = [mobject for mobject in mobjects if isinstance(mobject, Spatial)]
        rest = [mobject for mobject in mobjects[first:] if not isinstance(mobject, Spatial)]
        return [*mobjects[:first], *spatials, *rest]

    def projection(self) -> Projection:
        """Return how this camera maps the scene to pixels now."""
        size: Any = (self.pixel_width, self.pixel_height)
        frame: Any = (self.frame_width, self.frame_height)
        return Projection(
            np.asarray(self.get_rotation_matrix()),
            np.asarray(self.frame_center, float),
            float(self.get_focal_distance()),
            float(self.get_zoom()),
            int(size[0]),
            int(size[1]),
            np.divide(size, frame),
        )

    def display_spatials(self, spatials: list[Spatial], pixel_array: Any) -> None:
        """Draw the spatial mobjects of a frame."""
        context = self.get_cairo_context(pixel_array)
        context.save()
        context.identity_matrix()
        context.set_antialias(cairo.ANTIALIAS_FAST)
        SheetPainter(context, pixel_array, self.projection()).paint(spatials)
        context.restore()
