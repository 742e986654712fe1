"""One play of a scene, gone to at any of its frames.

All motion is a function of time, so a play that is skipped leaves what a filmed one does, if its last frame
is gone to and then its end.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np


class Play:
    """A play of a scene that has begun, and how many frames it has in a film."""

    def __init__(self, scene: Any, animations: Sequence[Any], options: Mapping[str, Any]) -> None:
        scene.compile_animation_data(*animations, **options)
        scene.begin_animations()
        self.scene = scene
        self._tick = 1 / scene.camera.frame_rate
        self.begin = round(scene.renderer.time / self._tick)
        self.frozen: bool = scene.is_current_animation_frozen_frame()
        self.frames = self._count()

    def go_to(self, frame: float) -> None:
        """Let the scene be as it is in a frame, of those from the begin of the play."""
        self.scene.renderer.time = (self.begin + frame) / self.scene.camera.frame_rate
        if not self.frozen:
            self.scene.update_to_time(frame * self._tick)

    def end(self) -> None:
        """Leave the scene as the play does."""
        scene = self.scene
        if not self.frozen:
            self.go_to(self.frames - 1)
            for animation in scene.animations:
                animation.finish()
                animation.clean_up_from_scene(scene)
            scene.update_mobjects(0)
            scene.renderer.static_image = None
        scene.renderer.time = (self.begin + self.frames) / scene.camera.frame_rate
        scene.renderer.num_plays += 1

    def _count(self) -> int:
        duration = self.scene.duration
        if self.frozen:
            return int(duration / self._tick)
        frames = len(np.arange(0, duration, self._tick))
        if self.scene.stop_condition is None:
            return frames
        for frame in range(frames):
            self.go_to(frame)
            if self.scene.stop_condition():
                return frame + 1
        return frames
