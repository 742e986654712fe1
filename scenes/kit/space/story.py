"""The base of stories in space: a Story whose camera draws sheets, and turns as a function of time."""

from typing import Any

import numpy as np
from manim import DEGREES, Animation, Mobject, VMobject

from scenes.kit.pacing import Motion
from scenes.kit.space.stage import SurfaceStage
from scenes.kit.story import Story
from scenes.relief.camera import HeightCamera
from scenes.relief.scene import turn_steadily, with_all_spatials
from scenes.relief.spatial import Spatial
from scenes.relief.viewpoint import Viewpoint, way


class SurfaceStory(Story):
    """A Story in which `HeightField` and what belongs to it can be drawn; all other mobjects stay flat.

    What stands in space is on its `stage`, which `lay_out` sets.
    """

    stage: SurfaceStage

    def __init__(self, **options: Any) -> None:
        super().__init__(camera_class=HeightCamera, **options)

    def setup(self) -> None:
        super().setup()
        self.eye.overlay = True
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
        begin, stage = self.eye.view, self.stage
        short = 360 * round((begin.turn - view.turn) / 360)  # the short way round
        end = view._replace(turn=view.turn + short)
        views = np.array(way(stage.axes, self.eye.projection(), stage.hero, begin, end))
        shares = np.linspace(0.0, 1.0, len(views))

        def move(alpha: float) -> None:
            self.eye.look_from(Viewpoint(*(float(np.interp(alpha, shares, each)) for each in views.T)))

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
