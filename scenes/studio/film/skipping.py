"""A story gone through without being drawn, up to the moment that is wanted.

All motion is a function of time, so a play that is skipped leaves what a filmed one does, if its last frame
is gone to and then its end.
"""

from collections.abc import Callable
from typing import Any

import manim
import numpy as np

from gdmath.formulas.nearest import unknown
from scenes.kit.pacing import TimeLapse
from scenes.kit.story import Story
from scenes.studio.film.moment import Moment

Draw = Callable[[], None]
_CLOSE = 1e-6  # in frames


class MissingMomentError(ValueError):
    """The film has no such moment."""


class _Drawn(Exception):  # noqa: N818  it is no error: nothing after it is wanted
    """The picture is made."""


def draw_at(moment: Moment, scene: Story, fps: int, draw: Draw, check: Draw) -> None:
    """Go through the scene to the moment, as it is in a film of so many frames a second, and call `draw`.

    `check` is called at every play. Raises MissingMomentError where the film has no such moment.
    """
    wanted = moment
    if moment == Moment():
        wanted = Moment(beat=scene.poster)
    traveller = _Traveller(wanted, scene, fps, draw, check)
    renderer: Any = scene.renderer
    renderer.play = traveller.play
    scene.watch = traveller.watch
    scene.run_through = traveller.run_through
    try:
        scene.setup()
        scene.construct()
        scene.tear_down()
        if moment == Moment() or traveller.is_at_the_end():  # some stories end before their poster
            draw()
            return
    except _Drawn:
        return
    raise MissingMomentError(traveller.missing())


class _Traveller:
    """Takes the place of what plays a scene."""

    def __init__(self, wanted: Moment, scene: Story, fps: int, draw: Draw, check: Draw) -> None:
        self.wanted, self.scene, self.fps, self.check = wanted, scene, fps, check
        self._draw = draw
        self._frame = 0  # the next one's number
        self._last_step = 0
        self._lapse = scene.run_through
        self._step_within: tuple[float, Draw] | None = None  # a time, and what shows the step then

    def play(self, scene: manim.Scene, *animations: Any, **options: Any) -> None:
        """Skip a play, or stop within it."""
        self.check()
        scene.compile_animation_data(*animations, **options)
        scene.begin_animations()
        frozen = scene.is_current_animation_frozen_frame()
        frames = int(scene.duration * self.fps) if frozen else len(np.arange(0, scene.duration, 1 / self.fps))
        if self._step_within is not None and self._step_within[0] * self.fps <= self._frame + frames:
            time, show = self._step_within
            self._go_to(time * self.fps - self._frame)
            show()
            self._take()
        at = self._frame_wanted()
        if at is not None and at < self._frame + frames:
            if not frozen:
                self._go_to(at - self._frame)
            self._take()
        if not frozen:
            self._go_to(frames - 1)
            for animation in scene.animations or ():
                animation.finish()
                animation.clean_up_from_scene(scene)
            scene.update_mobjects(0)
        self._frame += frames
        scene.renderer.time = self._frame / self.fps
        scene.renderer.num_plays += 1

    def watch(self, picture: str | int) -> None:
        """Stop where the picture of the beat or of the step stands."""
        if isinstance(picture, int):
            self._last_step = max(self._last_step, picture)
        wanted = self.wanted.beat if isinstance(picture, str) else self.wanted.step
        if picture == wanted:
            self._take()

    def run_through(self, lapse: TimeLapse, draw: Callable[[float], None], *given: Any, **more: Any) -> None:
        """Skip a time-lapse, or stop when the step is passed, with that very step in the picture."""
        step, scene = self.wanted.step, self.scene
        self._last_step = max(self._last_step, lapse.last)
        if step is not None and lapse.first <= step <= lapse.last and lapse.seconds and not scene.rehearses:
            time = scene.now + min(lapse.moment(step), lapse.seconds - 1e-3) / scene.parameters.pace
            self._step_within = time, lambda: draw(float(step))
        self._lapse(lapse, draw, *given, **more)

    def is_at_the_end(self) -> bool:
        """Whether the moment is the last one of all."""
        return self._frame_wanted() == self._frame or self.wanted.step == self._last_step

    def missing(self) -> str:
        """Return what to say of a moment that the film doesn't have."""
        wanted = self.wanted
        if wanted.beat is not None:
            return unknown("beat of this film", wanted.beat, self.scene.beats)
        if wanted.step is not None:
            return f"the film shows no step {wanted.step}; the last is {self._last_step}"
        return f"the film ends before {wanted.time:g} s; it lasts {self._frame / self.fps:.2f} s"

    def _frame_wanted(self) -> int | None:
        return None if self.wanted.time is None else int(self.wanted.time * self.fps + _CLOSE)

    def _go_to(self, frames: float) -> None:
        """Go to so many frames after the begin of the play."""
        scene: Any = self.scene
        scene.renderer.time = (self._frame + frames) / self.fps
        scene.update_to_time(frames / self.fps)

    def _take(self) -> None:
        self._draw()
        raise _Drawn
