"""The base of every story: theme, words, captions, beats, and time that is the same at every frame rate."""

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, ClassVar

import numpy as np
from manim import Animation, FadeIn, FadeOut, ManimColor, Mobject, Rectangle, Scene, VMobject, linear

from gdmath.trajectory import Trajectory
from scenes.kit.camera import FlatCamera
from scenes.kit.glyphs import Labels, Number, set_decimal
from scenes.kit.lettering import Equation, Words
from scenes.kit.narration import Narration, Spoken
from scenes.kit.pacing import Motion, TimeLapse
from scenes.kit.screen import Screen
from scenes.kit.theme import THEMES, Theme
from scenes.kit.watched import Watched
from scenes.words import language
from scenes.words.caption import Caption

GRID = 15  # durations are whole frames at 15, 30 and 60 frames a second
FADE = 0.2  # how long a caption takes to come, and to go
LONGEST_REST = 2.3  # seconds without any motion that need no mark

Span = tuple[float, float]  # begin and end, in seconds


class Story(Scene):
    """A scene told in beats. Subclass it, set `parameters`, and render it as any Manim scene.

    `construct` is a table of contents: a handful of beats, each a method. `times` holds when each beat began
    and ended, `spoken` every caption that was said.
    """

    parameters: Any  # a StoryParameters; each story narrows it to its own dataclass
    expected_seconds: ClassVar[float] = 50.0
    poster: ClassVar[str] = ""  # the beat whose end is made to be looked at alone
    own_words: ClassVar[str] = ""  # the folder in scenes/words of what only this story says
    trajectories: Sequence[Trajectory] = ()  # what is told, set by `prepare`
    in_step: Sequence[int] = (0,)  # those of them that `reach` and `run_through` bring to a step
    prepared = False

    def __init__(self, **options: Any) -> None:
        self.screen = Screen.current()
        self.words = language(self.parameters.language, self.own_words)
        set_decimal(self.words.DECIMAL)
        self.times: dict[str, Span] = {}
        self.narration = Narration(self.screen.captions, self.theme.text, self.words.DECIMAL)
        self._stopwatch: float | None = None
        self._moved = 0.0  # when anything moved last
        self.watch: Callable[[str | int], None] = _unseen
        self.follow: Callable[[Watched, float, float], None] = _unseen
        super().__init__(**{"camera_class": FlatCamera, **options})

    @property
    def theme(self) -> Theme:
        """The colours of the roles."""
        return THEMES[self.parameters.theme]

    @property
    def beats(self) -> list[str]:
        """The names of the beats that have begun, in order."""
        return list(self.times)

    @property
    def rehearses(self) -> bool:
        """Whether beats are gone through with a stopwatch alone."""
        return self._stopwatch is not None

    @property
    def caption(self) -> VMobject | None:
        """The caption that stands in the picture."""
        return self.narration.standing

    @property
    def spoken(self) -> list[Spoken]:
        """The captions that were said."""
        return self.narration.spoken

    @property
    def now(self) -> float:
        """The scene's time in seconds; in a rehearsal, the stopwatch's."""
        return self.time if self._stopwatch is None else self._stopwatch

    def prepare(self) -> None:
        """Compute all that is drawn. Raises ValueError for parameters that no story can be told with."""
        raise NotImplementedError

    def setup(self) -> None:
        self.camera.background_color = ManimColor(self.theme.background)  # pyright: ignore[reportAttributeAccessIssue]
        if not self.prepared:
            self.prepare()
            self.prepared = True

    def tear_down(self) -> None:
        self._let_read()
        self._close_beat()
        self._close_caption()

    def beat(self, name: str, caption: Caption | str | None = None) -> None:
        """Open a beat: a section of the video, a place to pause in slides, with a caption.

        It begins when the caption before could be read.
        """
        self._let_read()
        self._close_beat()
        self.times[name] = (self.now, math.inf)
        if not self.rehearses:
            self.next_section(name)
        if caption is not None:
            self.say(caption)

    def rehearse(self, *beats: Callable[[], None]) -> dict[str, Span]:
        """Return when each of the beats will begin and end, in seconds at pace 1 from the first one's begin.

        Nothing is shown, spoken or added meanwhile.
        """
        kept = self.times, self.narration, self._moved
        self.times, self.narration, self._stopwatch, self._moved = {}, self.narration.aside(), 0.0, 0.0
        try:
            for beat in beats:
                beat()
            self._close_beat()
            pace = self.parameters.pace
            return {name: (begin * pace, end * pace) for name, (begin, end) in self.times.items()}
        finally:
            self.times, self.narration, self._moved = kept
            self._stopwatch = None

    def say(self, caption: Caption | str, meanwhile: Callable[[float], Motion] | None = None) -> None:
        """Show a caption of at most two lines in place of the one before, once that could be read.

        In a text, `*...*` is emphasised. `meanwhile(seconds)` is what goes on for so long at pace 1.
        """
        self._let_read()
        self._close_caption()
        self.narration.begin(caption, self.now)
        if self._stopwatch is not None:
            self._stopwatch += 2 * self._on_grid(FADE)
            return
        before, self.narration.standing = self.narration.standing, None
        if self.parameters.captions != "file":
            self.narration.standing = self.narration.written(caption)
        for change, words in ((FadeOut, before), (FadeIn, self.narration.standing)):
            # One after the other: two captions never overlap.
            going = [] if meanwhile is None else [meanwhile(FADE)]
            changing = [] if words is None else [change(words)]
            if going or changing:
                self.play(*going, *changing, run_time=FADE)
            else:
                self.hold(FADE)

    def ask(self, question: Caption | str, seconds: float = 2.6) -> None:
        """Show a question, and leave time to answer or at least to read it: a deliberate pause."""
        self.say(question)
        self._pause(max(seconds, self.left_to_read()))

    def left_to_read(self) -> float:
        """Return for how long, at pace 1, the caption that stands has yet to stand until it could be read."""
        left = max(0.0, self.narration.readable() - self.now)
        return max(0, math.ceil(left * GRID - 1e-3)) / GRID * self.parameters.pace

    def pose(self) -> None:
        """Say that the picture of the beat stands, where what comes next puts things away."""
        if not self.rehearses:
            self.watch(self.beats[-1])

    def reach(self, step: int) -> None:
        """Say that all of the picture is at a step of the run."""
        if not self.rehearses:
            self.watch(step)

    def run_through(
        self,
        lapse: TimeLapse,
        draw: Callable[[float], None],
        mobject: Mobject,
        jumps: Callable[[int, int], bool],
        *,
        captions: Sequence[tuple[float, Caption]] = (),
        ahead: Callable[[float], None] | None = None,
    ) -> None:
        """Call draw(step) for every frame of a time-lapse of a run; `mobject` is what it changes.

        `jumps`: see `Watched`. `captions`, each with its time in the lapse, are said while the run goes on.
        `ahead` is called before with the step that the lapse has reached, if it is drawn or not.
        """
        if not lapse.seconds:
            return
        pace, clock = self.parameters.pace, 0.0
        lapse = replace(lapse, seconds=self._on_grid(lapse.seconds) * pace)
        watched = Watched(lapse, jumps)

        def draw_at(time: float) -> None:
            if ahead is not None:
                ahead(lapse.step(time))
            draw(watched.at(time))

        def go_on(seconds: float) -> Motion:
            nonlocal clock
            begin, seconds = clock, self._on_grid(seconds) * pace
            clock += seconds
            if not self.rehearses:
                self.follow(watched, begin, clock)
            return Motion(mobject, lambda a: draw_at(begin + a * seconds), rate_func=linear)

        for begin, caption in captions:
            wait = max(begin - clock, self.left_to_read())
            self.play(go_on(wait), run_time=wait)
            self.say(caption, go_on)
        rest = lapse.seconds - clock
        self.play(go_on(rest), run_time=rest)

    def add(self, *mobjects: Any) -> "Story":
        """Add mobjects; none in a rehearsal."""
        return self if self.rehearses else super().add(*mobjects)

    def remove(self, *mobjects: Any) -> "Story":
        """Remove mobjects; none in a rehearsal."""
        return self if self.rehearses else super().remove(*mobjects)

    def play(self, *animations: Any, run_time: float | None = None, **options: Any) -> None:
        """Play animations for `run_time` seconds at pace 1; without it, for as long as they say."""
        if self._stopwatch is not None:
            own = (each.run_time for each in animations if isinstance(each, Animation))
            self._stopwatch += max(own, default=1.0) if run_time is None else self._on_grid(run_time)
        else:
            if run_time is not None:
                options["run_time"] = self._on_grid(run_time) - 1e-9  # never a frame too many by rounding
            super().play(*animations, **options)
        self._moved = self.now

    def hold(self, seconds: float = 1.0) -> None:
        """Hold the picture for `seconds` at pace 1."""
        if self._stopwatch is not None:
            self._stopwatch += self._on_grid(seconds)
            return
        self.wait(self._on_grid(seconds) + 1e-9)

    def lift(self, *mobjects: Mobject) -> None:
        """Draw these last. What moves in every frame is lifted, so that all else is drawn only once."""
        self.remove(*mobjects)
        self.add(*mobjects)

    def texts(self) -> list[VMobject]:
        """Return every piece of text that is on the screen and visible."""
        found = []
        for mobject in self.get_mobject_family_members():
            if isinstance(mobject, Words | Equation | Number | Labels) and _visible(mobject):
                found.append(mobject)
        return found

    def _let_read(self) -> None:
        """Hold the picture until the caption that stands could be read; a long wait is marked as a pause."""
        left = self.left_to_read()
        if left > 0 and self.now - self._moved + left / self.parameters.pace > LONGEST_REST:
            self._pause(left)
        elif left > 0:
            self.hold(left)

    def _pause(self, seconds: float) -> None:
        """Hold the picture while a bar runs down, so that a pause is seen to be one."""
        bar = Rectangle(width=3.2, height=0.06, stroke_width=0, fill_color=self.theme.point, fill_opacity=1)
        top = self.screen.captions.top - 0.02
        if self.caption is not None:
            top = max(top, self.caption.get_top()[1] + 0.1)
        bar.move_to(np.array([0, top, 0]))
        self.add(bar)
        self.play(bar.animate.stretch_to_fit_width(0.01), run_time=seconds, rate_func=linear)
        self.remove(bar)

    def _on_grid(self, seconds: float) -> float:
        return max(1, round(seconds / self.parameters.pace * GRID)) / GRID

    def _close_beat(self) -> None:
        for name, (begin, end) in self.times.items():
            if end == math.inf:
                self.times[name] = (begin, self.now)
                if not self.rehearses:
                    self.watch(name)

    def _close_caption(self) -> None:
        said = None if self.rehearses else self.narration.end(self.time)
        if said is not None and self.parameters.captions != "picture" and said.end - said.begin > 0.1:
            self.add_subcaption(said.text, duration=said.end - said.begin, offset=said.begin - self.time)


def _unseen(*_: Any) -> None:
    """Nobody watches a beat's or a step's picture, or follows a time-lapse from a time in it to another."""


def _visible(mobject: VMobject) -> bool:
    parts = [part for part in mobject.get_family() if len(part.points)]
    return any(part.get_fill_opacity() > 0.05 for part in parts)
