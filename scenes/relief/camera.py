"""The camera that draws sheets, paths and balls in depth order beside Manim's own mobjects."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import cairo
import numpy as np
from manim import Mobject, ThreeDCamera
from numpy.typing import NDArray

from scenes.relief.ball import SurfacePoint
from scenes.relief.field import HeightField
from scenes.relief.outline_path import trace_outline
from scenes.relief.paint.projection import Projection
from scenes.relief.paint.sheets import SheetPainter
from scenes.relief.paint.standing import Standing, value_of
from scenes.relief.spatial import Spatial
from scenes.relief.sprites import Sprites
from scenes.relief.viewpoint import Viewpoint


@dataclass(frozen=True)
class Pin:
    """Where a flat mobject stands: at a scene point, some frame units off; and how strongly it is drawn."""

    anchor: Callable[[], Any]
    offset: tuple[float, ...]
    strength: Callable[[], float] | None = None


class HeightCamera(ThreeDCamera):
    """A ThreeDCamera that knows `Spatial` mobjects; all are drawn where the first of them stands.

    With `overlay` set, every other mobject is drawn flat on the frame, as text and panels are. `shift` moves
    the picture of space to the right and up, in frame units, to make room for such text.
    """

    overlay = False
    shift = (0.0, 0.0)

    def __init__(self, **kwargs: Any) -> None:
        self.standing = Standing()
        self.sprites = Sprites()
        self.pins: dict[Mobject, Pin] = {}
        self._pinned: dict[int, tuple[Mobject, Pin]] = {}
        super().__init__(**kwargs)

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

    @property
    def view(self) -> Viewpoint:
        """From where the camera looks."""
        tilt, turn = np.degrees([self.get_phi(), self.get_theta()]).tolist()
        return Viewpoint(tilt, turn, float(self.get_zoom()), *self.shift)

    def look_from(self, view: Viewpoint) -> None:
        """Look from there."""
        self.set_phi(np.radians(view.tilt))
        self.set_theta(np.radians(view.turn))
        self.set_zoom(view.zoom)
        self.shift = (view.right, view.up)

    def pin(
        self,
        mobject: Mobject,
        anchor: Callable[[], Any],
        offset: Any = (0.0, 0.0),
        strength: Callable[[], float] | None = None,
    ) -> None:
        """Draw a mobject upright where the scene point `anchor()` is on the screen, `offset` frame units off.

        It is not drawn while the anchor is not finite. Its opacity is multiplied by `strength()`.
        """
        self.pins[mobject] = Pin(anchor, tuple(offset), strength)

    def unpin(self, mobject: Mobject) -> None:
        """Let go of a pinned mobject."""
        self.pins.pop(mobject, None)

    def frame_point(self, point: Any) -> NDArray[Any]:
        """Return where a scene point (3,) is on the frame, (3,), in frame units from the middle."""
        projected = self.project_points(np.asarray(point, float)[None])[0]
        return np.array([projected[0] + self.shift[0], projected[1] + self.shift[1], 0.0])

    def transform_points_pre_display(self, mobject: Mobject, points: Any) -> Any:
        """Return the points where they are to be drawn, in frame units."""
        if self.overlay or id(mobject) in self._pinned:
            return points
        return super().transform_points_pre_display(mobject, points)

    def display_vectorized(self, vmobject: Any, ctx: Any) -> Any:
        """Draw a mobject, or lay down its picture if it looks as before."""
        draw = super().display_vectorized
        if id(vmobject) not in self._pinned:
            return self if self.overlay and self.sprites.lay(vmobject, ctx, draw) else draw(vmobject, ctx)
        pinned, pin = self._pinned[id(vmobject)]
        right, up, _ = self.frame_point(pin.anchor()) - pinned.get_center() + [*pin.offset, 0.0]
        opacity = 1.0 if pin.strength is None else pin.strength()
        if np.isfinite([right, up]).all():
            self.sprites.lay(vmobject, ctx, draw, (right, up), opacity)
        return self

    def set_cairo_context_path(self, ctx: Any, vmobject: Any) -> Any:
        """Make a mobject's outline the path that is drawn next."""
        trace_outline(ctx, self.transform_points_pre_display(vmobject, vmobject.points))
        return self

    def capture_mobjects(self, mobjects: Any, **kwargs: Any) -> None:
        """Draw a frame."""
        self._pinned = {id(part): pin for pin in self.pins.items() for part in pin[0].get_family()}
        super().capture_mobjects(mobjects, **kwargs)
        self._pinned.clear()

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
            (self.shift[0] * size[0] / frame[0], self.shift[1] * size[1] / frame[1]),
        )

    def display_spatials(self, spatials: list[Spatial], pixel_array: Any) -> None:
        """Draw the spatial mobjects of a frame."""
        projection = self.projection()
        seen = [spatial for spatial in spatials if spatial.opacity > 1e-3]
        sheets = [spatial for spatial in seen if isinstance(spatial, HeightField)]
        others = [spatial for spatial in seen if not isinstance(spatial, HeightField)]
        lines = [line for spatial in others for line in spatial.line_sets(projection)]
        balls = [spatial.ball for spatial in others if isinstance(spatial, SurfacePoint)]
        texts = [text for spatial in others for text in spatial.texts(projection)]
        if self.standing.lay(value_of((projection, sheets, lines, balls, texts)), pixel_array):
            return
        with self._on_pixels(pixel_array) as context:
            painter = SheetPainter(context, pixel_array, projection, self.standing)
            painter.paint(sheets, lines, balls)
            for text in texts:
                text.draw(context)
        self.standing.keep(pixel_array)

    @contextmanager
    def _on_pixels(self, pixel_array: Any) -> Iterator[Any]:
        """Yield a context that draws in pixels."""
        context = self.get_cairo_context(pixel_array)
        context.save()
        context.new_path()  # the one that was drawn last is still there
        context.identity_matrix()
        context.set_antialias(cairo.ANTIALIAS_FAST)
        yield context
        context.new_path()
        context.restore()
