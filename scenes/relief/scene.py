"""A ThreeDScene for sheets."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from manim import Animation, Mobject, Scene, ThreeDScene, ValueTracker

from scenes.relief.camera import HeightCamera
from scenes.relief.spatial import Spatial


class HeightScene(ThreeDScene):
    """A ThreeDScene in which `HeightField` and what belongs to it can be drawn.

    The ambient rotation is a function of the scene's clock, so a play that is skipped, cached or rendered
    alone leaves the camera where a full render does.
    """

    def __init__(self, camera_class: type[HeightCamera] = HeightCamera, **kwargs: Any) -> None:
        super().__init__(camera_class=camera_class, **kwargs)

    def begin_ambient_camera_rotation(self, rate: float = 0.02, about: str = "theta") -> None:
        """Turn the camera at `rate` radians a second about "theta", "phi" or "gamma", from now on."""
        if about not in ("theta", "phi", "gamma"):
            raise ValueError(f'the camera turns about "theta", "phi" or "gamma", not {about!r}')
        tracker = getattr(self.camera, f"{about}_tracker")
        turn = turn_steadily(self, tracker, rate)
        tracker.add_updater(lambda _, dt: turn(dt))  # an updater of dt keeps Manim from freezing a wait
        self.add(tracker)

    def get_moving_mobjects(self, *animations: Animation) -> list[Mobject]:
        """Return what is drawn anew in every frame: if one spatial mobject moves, all from the first one on.

        A sheet in Manim's static picture could not hide a ball that moves behind it.
        """
        return with_all_spatials(super().get_moving_mobjects(*animations), self.get_mobject_family_members())


def with_all_spatials(
    moving: list[Mobject], family: list[Mobject], *, camera_moves: bool = False
) -> list[Mobject]:
    """Return the moving mobjects of a scene's family, and all from the first spatial one on if any of those
    moves, or the camera does.

    For a scene that can't be a HeightScene: call it in `get_moving_mobjects`.
    """
    first = next((k for k, mobject in enumerate(family) if isinstance(mobject, Spatial)), None)
    if first is None or any(mobject is family[first] for mobject in moving):
        return moving
    moves = camera_moves or any(isinstance(m, Spatial) for mob in moving for m in mob.get_family())
    return family[first:] if moves else moving


def turn_steadily(
    scene: Scene, tracker: ValueTracker, rate: float, most: float = math.inf, often: float = math.inf
) -> Callable[[float], None]:
    """Return the updater by which a camera's angle is a function of the scene's clock from now on.

    `rate` is in radians a second; the camera turns by `most` radians, and stands then. It takes at most
    `often` steps a second. Manim's own rotation sums dt, which is one step of the whole run time in a skipped
    play.
    """
    begin, angle = scene.time, tracker.get_value()

    def turn(dt: float) -> None:
        del dt
        seconds = scene.time - begin
        if math.isfinite(often):
            seconds = math.floor(seconds * often + 1e-6) / often
        turned = rate * seconds
        tracker.set_value(round(angle + max(-most, min(turned, most)), 9))

    return turn
