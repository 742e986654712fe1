"""The base of stories in space: a Story whose camera draws sheets, and turns as a function of time."""

from typing import Any, ClassVar

import numpy as np
from manim import DEGREES, Animation, Mobject, VMobject

from scenes.kit.pacing import Motion
from scenes.kit.story import Story
from scenes.relief.camera import HeightCamera
from scenes.relief.scene import turn_steadily, with_all_spatials
from scenes.relief.spatial import Spatial

Viewpoint = tuple[float, float, float]  # tilt from above and turn around the upright axis in degrees, zoom
ABOVE: Viewpoint = (0.0, -90.0, 1.04)  # a map


class SurfaceStory(Story):
    """A Story in which `HeightField` and what belongs to it can be drawn; all other mobjects stay flat."""

    shift: ClassVar[tuple[float, float]] = (0.0, 0.0)

    def __init__(self, **options: Any) -> None:
        super().__init__(camera_class=HeightCamera, **options)

    def setup(self) -> None:
        super().setup()
        self.eye.overlay = True
        self.eye.shift = self.shift
        self.eye.set_phi(ABOVE[0] * DEGREES)
        self.eye.set_theta(ABOVE[1] * DEGREES)
        self.eye.set_zoom(ABOVE[2])
        self._turning: Any = None
        self._moved = False

    @property
    def eye(self) -> HeightCamera:
        """The camera."""
        camera: Any = self.camera
        return camera

    def look_from(self, view: Viewpoint, *, seconds: float, together: Any = ()) -> None:
        """Move the camera to a view, and play other animations at the same time."""
        self.stand_still()
        trackers = (self.eye.phi_tracker, self.eye.theta_tracker, self.eye.zoom_tracker)
        begin = np.array([tracker.get_value() for tracker in trackers])
        end = np.array(view) * [DEGREES, DEGREES, 1.0]
        end[1] += 2 * np.pi * np.round((begin[1] - end[1]) / (2 * np.pi))  # the short way round

        def move(alpha: float) -> None:
            now = begin + alpha * (end - begin)
            now[2] *= 1 - 0.12 * np.sin(np.pi * alpha)  # a step back, so that no corner leaves the frame
            for tracker, value in zip(trackers, now, strict=True):
                tracker.set_value(value)

        self._moved = True
        self.play(Motion(self._spatials()[0], move), *together, run_time=seconds)
        self._moved = False

    def turn(self, rate: float) -> None:
        """Turn around the upright axis from now on, by `rate` degrees a second at pace 1."""
        self.stand_still()
        speed = rate * DEGREES * self.parameters.pace
        self._turning = turn_steadily(self, self.eye.theta_tracker, speed)
        self.add_updater(self._turning)
        self._moved = True

    def stand_still(self) -> None:
        """Stop turning."""
        if self._turning is not None:
            self.remove_updater(self._turning)
        self._turning = None
        self._moved = False

    def texts(self) -> list[VMobject]:
        """Return the text that stands still on the frame, not what is pinned to a place in space."""
        pinned = {id(part) for mobject in self.eye.pins for part in mobject.get_family()}
        return [text for text in super().texts() if id(text) not in pinned]

    def _spatials(self) -> list[Spatial]:
        return [mobject for mobject in self.get_mobject_family_members() if isinstance(mobject, Spatial)]

    def get_moving_mobjects(self, *animations: Animation) -> list[Mobject]:
        """Return what is drawn anew in every frame; while the camera moves, all that stands in space."""
        moving, family = super().get_moving_mobjects(*animations), self.get_mobject_family_members()
        return with_all_spatials(moving, family, camera_moves=self._moved)
