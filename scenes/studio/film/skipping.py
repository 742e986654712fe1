"""A story gone through without being drawn, but at the moments that are wanted."""

from bisect import bisect_left
from collections.abc import Callable, Container, Sequence
from typing import Any

import manim

from gdmath.formulas.nearest import unknown
from scenes.kit.pacing import TimeLapse
from scenes.kit.story import Story
from scenes.studio.film.moment import Moment
from scenes.studio.film.play import Play
from scenes.studio.film.stretches import Stretches

Draw = Callable[[], None]
_CLOSE = 1e-6  # in frames


class MissingMomentError(ValueError):
    """The film has no such moment."""


class _Drawn(Exception):  # noqa: N818  it is no error: nothing after it is wanted
    """The picture is made."""


def draw_at(moment: Moment, scene: Story, draw: Draw, check: Draw) -> None:
    """Go through the scene to the moment, as it is in its film, and call `draw`.

    `check` is called at every play. Raises MissingMomentError where the film has no such moment.
    """
    wanted = moment
    if moment == Moment():
        wanted = Moment(beat=scene.poster)
    traveller = _ToMoment(wanted, scene, draw, check)
    try:
        traveller.go()
        if moment == Moment() or traveller.is_at_the_end():  # some stories end before their poster
            draw()
            return
    except _Drawn:
        return
    raise MissingMomentError(traveller.missing())


def draw_steps(
    wanted: Container[tuple[int, int]], scene: Story, draw: Callable[[int, int], None], check: Draw
) -> None:
    """Go through the whole scene, and call `draw` where it comes to a step that is wanted.

    A step is named by the number of its stretch, from 0, and its own; in the picture is that very step.
    """
    _ThroughSteps(wanted, scene, draw, check).go()


def draw_sections(pauses: Sequence[float], scene: Story, draw: Callable[[int], None], check: Draw) -> None:
    """Go through the whole scene, and call `draw` with the number of each section of the film, from 0.

    `pauses` are their ends, in seconds. In the picture is what is made to be looked at, or else the end.
    """
    _ThroughSections(pauses, scene, draw, check).go()


class _Traveller:
    """Takes the place of what plays a scene. At `stops`, frames in rising order, it does something."""

    def __init__(self, scene: Story, check: Draw) -> None:
        camera: Any = scene.camera
        self.scene, self.fps = scene, camera.frame_rate
        self.frame = 0  # the next one's number
        self.stops: list[tuple[float, Draw]] = []
        self._check, self._lapse = check, scene.run_through

    def go(self) -> None:
        """Go through the scene."""
        scene: Any = self.scene
        scene.renderer.play = self.play
        scene.watch, scene.run_through = self.watch, self.run_through
        scene.setup()
        scene.construct()
        scene.tear_down()

    def play(self, scene: manim.Scene, *animations: Any, **options: Any) -> None:
        """Skip a play, but for the stops within it."""
        self._check()
        play = Play(scene, animations, options)
        while self.stops and self.stops[0][0] < play.begin + play.frames:
            frame, stop = self.stops.pop(0)
            play.go_to(frame - play.begin)
            stop()
        play.end()
        self.frame = play.begin + play.frames

    def watch(self, picture: str | int) -> None:
        """Hear that the picture of a beat or of a step stands."""

    def run_through(self, lapse: TimeLapse, draw: Callable[[float], None], *given: Any, **more: Any) -> None:
        """Skip a time-lapse, but stop where a step that is wanted is passed, and show that very step."""
        scene, passed = self.scene, []
        for step in range(lapse.first, lapse.last + 1) if lapse.seconds and not scene.rehearses else ():
            time = scene.now + min(lapse.moment(step), lapse.seconds - 1e-3) / scene.parameters.pace
            if stop := self.stop_at(step, time):
                passed.append((time * self.fps, lambda step=step, stop=stop: (draw(float(step)), stop())))
        self.stops += passed
        self._lapse(lapse, draw, *given, **more)
        while passed and self.stops:  # whole frames may end a little before the lapse does
            self.stops.pop(0)[1]()

    def stop_at(self, step: int, time: float) -> Draw | None:
        """Return what to do when a step of a time-lapse is passed, at a time in seconds; nothing if None."""


class _ToMoment(_Traveller):
    """Draws one moment, and is done."""

    def __init__(self, wanted: Moment, scene: Story, draw: Draw, check: Draw) -> None:
        super().__init__(scene, check)
        self.wanted, self._draw, self._last_step = wanted, draw, 0
        self._time = None if wanted.time is None else int(wanted.time * self.fps + _CLOSE)
        if self._time is not None:
            self.stops.append((self._time, self._take))

    def watch(self, picture: str | int) -> None:
        if isinstance(picture, int):
            self._last_step = max(self._last_step, picture)
        if picture == (self.wanted.beat if isinstance(picture, str) else self.wanted.step):
            self._take()

    def stop_at(self, step: int, time: float) -> Draw | None:
        del time
        self._last_step = max(self._last_step, step)
        return self._take if step == self.wanted.step else None

    def is_at_the_end(self) -> bool:
        """Whether the moment is the last one of all."""
        return self._time == self.frame or self.wanted.step == self._last_step

    def missing(self) -> str:
        """Return what to say of a moment that the film doesn't have."""
        wanted = self.wanted
        if wanted.beat is not None:
            return unknown("beat of this film", wanted.beat, self.scene.beats)
        if wanted.step is not None:
            return f"the film shows no step {wanted.step}; the last is {self._last_step}"
        return f"the film ends before {wanted.time:g} s; it lasts {self.frame / self.fps:.2f} s"

    def _take(self) -> None:
        self._draw()
        raise _Drawn


class _ThroughSteps(_Traveller):
    """Draws all that is wanted, one step after the other."""

    def __init__(
        self,
        wanted: Container[tuple[int, int]],
        scene: Story,
        draw: Callable[[int, int], None],
        check: Draw,
    ) -> None:
        super().__init__(scene, check)
        self._wanted, self._draw, self._stretches = wanted, draw, Stretches()

    def watch(self, picture: str | int) -> None:
        if isinstance(picture, int) and (stop := self.stop_at(picture, self.scene.now)):
            stop()

    def stop_at(self, step: int, time: float) -> Draw | None:
        if not self._stretches.note(self.scene.in_step, step, time):
            return None
        place = len(self._stretches.told) - 1
        return (lambda: self._draw(place, step)) if (place, step) in self._wanted else None


class _ThroughSections(_Traveller):
    """Draws the picture of each section: that of its beat, or what stands when it was asked."""

    def __init__(
        self, pauses: Sequence[float], scene: Story, draw: Callable[[int], None], check: Draw
    ) -> None:
        super().__init__(scene, check)
        self._pauses, self._draw, self._next = pauses, draw, 0
        self._ask, scene.ask = scene.ask, self._on_ask

    def watch(self, picture: str | int) -> None:
        if isinstance(picture, str):
            self._take()

    def _on_ask(self, *given: Any, **more: Any) -> None:
        self._ask(*given, **more)
        if not self.scene.rehearses:
            self._take()

    def _take(self) -> None:
        """Draw the section that goes on or just ended, unless that was done."""
        number = bisect_left(self._pauses, self.scene.now - _CLOSE)
        if number >= self._next:
            self._next = number + 1
            self._draw(number)
