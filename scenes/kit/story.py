"""The base of every story: theme, captions, beats, and time that is the same at every frame rate."""

import re
from typing import Any, ClassVar

import numpy as np
from manim import FadeIn, FadeOut, ManimColor, Mobject, Rectangle, Scene, VMobject

from scenes.kit.lettering import BODY, SMALL, Words
from scenes.kit.theme import THEMES, Theme

SAFE_X, SAFE_TOP, SAFE_BOTTOM = 6.4, 3.6, -3.6  # 5 % from every edge of Manim's frame
CAPTION_TOP = -2.8  # the lowest 15 % of the frame is the captions'
GRID = 15  # durations are whole frames at 15, 30 and 60 frames a second


class Story(Scene):
    """A scene told in beats. Subclass it, set `parameters`, and render it as any Manim scene.

    `prepare` computes everything that is drawn, and raises ValueError for what can't be told; `construct`
    is a table of contents: a handful of beats, each a method.
    """

    parameters: Any  # a StoryParameters; each story narrows it to its own dataclass
    expected_seconds: ClassVar[float] = 50.0
    poster: ClassVar[str] = ""  # the beat whose end is made to be looked at alone
    prepared = False

    @property
    def theme(self) -> Theme:
        """The colours of the roles."""
        return THEMES[self.parameters.theme]

    def prepare(self) -> None:
        """Compute what is drawn. Raises ValueError for parameters that no story can be told with."""
        raise NotImplementedError

    def setup(self) -> None:
        self.camera.background_color = ManimColor(self.theme.background)  # pyright: ignore[reportAttributeAccessIssue]
        self.beats: list[str] = []
        self._caption: Words | None = None
        self._spoken: tuple[str, float] | None = None
        if not self.prepared:
            self.prepare()
            self.prepared = True

    def tear_down(self) -> None:
        self._close_caption()

    def beat(self, name: str, caption: str | None = None) -> None:
        """Open a beat: a section of the video, a place to pause in slides, with a caption."""
        self.beats.append(name)
        self.next_section(name)
        if caption is not None:
            self.say(caption)

    def say(self, caption: str) -> None:
        """Show a caption, Typst markup of at most two lines, in place of the one before."""
        self._close_caption()
        self._spoken = (plain(caption), self.time)
        if self.parameters.captions != "picture":
            return
        words = Words(caption, size=BODY, color=self.theme.text, width=2 * SAFE_X, align="center")
        if words.height > 0.8:
            words = Words(caption, size=SMALL, color=self.theme.text, width=2 * SAFE_X, align="center")
        words.move_to(np.array([0, (CAPTION_TOP + SAFE_BOTTOM) / 2, 0]))
        if self._caption is not None:  # one after the other: two captions never overlap
            self.play(FadeOut(self._caption), run_time=0.2)
        self._caption = words
        self.play(FadeIn(words), run_time=0.2)

    def ask(self, question: str, seconds: float = 2.6) -> None:
        """Show a question and leave time to answer it, while a bar runs down: a deliberate pause."""
        self.say(question)
        bar = Rectangle(width=3.2, height=0.06, stroke_width=0, fill_color=self.theme.point, fill_opacity=1)
        bar.move_to(np.array([0, CAPTION_TOP - 0.02, 0]))
        self.add(bar)
        self.play(bar.animate.stretch_to_fit_width(0.01), run_time=seconds, rate_func=lambda t: t)
        self.remove(bar)

    def play(self, *animations: Any, run_time: float | None = None, **options: Any) -> None:
        """Play animations for `run_time` seconds at pace 1; without it, for as long as they say."""
        if run_time is not None:
            options["run_time"] = self._on_grid(run_time) - 1e-9  # never a frame too many by rounding
        super().play(*animations, **options)

    def hold(self, seconds: float = 1.0) -> None:
        """Hold the picture for `seconds` at pace 1."""
        self.wait(self._on_grid(seconds) + 1e-9)

    def lift(self, *mobjects: Mobject) -> None:
        """Draw these last. What moves in every frame is lifted, so that all else is drawn only once."""
        self.remove(*mobjects)
        self.add(*mobjects)

    def texts(self) -> list[VMobject]:
        """Return every piece of text that is on the screen and visible."""
        from scenes.kit.lettering import Formula, Labels, Number

        found = []
        for mobject in self.get_mobject_family_members():
            if isinstance(mobject, Words | Formula | Number | Labels) and _visible(mobject):
                found.append(mobject)
        return found

    def _on_grid(self, seconds: float) -> float:
        return max(1, round(seconds / self.parameters.pace * GRID)) / GRID

    def _close_caption(self) -> None:
        if self._spoken is None:
            return
        text, since = self._spoken
        self._spoken = None
        # Written in the picture, they would be shown twice by a player that finds the file.
        if self.parameters.captions == "file" and self.time - since > 0.1:
            self.add_subcaption(text, duration=self.time - since, offset=since - self.time)


def plain(markup: str) -> str:
    """Return a caption without its markup.

    >>> plain("We start at $x = 50$, on the #box[left] <a>.")
    'We start at x = 50, on the left.'
    """
    text = re.sub(r"#[a-z]+(\([^)]*\))?\[([^\]]*)\](\s*<[a-z]+>)?", r"\2", markup)
    for sign, shown in _SIGNS.items():
        text = text.replace(sign, shown)
    return re.sub(r"\s+", " ", text).strip()


_SIGNS = {
    "\\ ": " ",
    "C'": "C′",
    "<-": "←",
    "eta": "η",
    "dot": "·",
    "times": "×",
    "slash": "/",
    "thin": "",
    "$": "",
    "*": "",
    "_": "",
}


def _visible(mobject: VMobject) -> bool:
    parts = [part for part in mobject.get_family() if len(part.points)]
    return any(part.get_fill_opacity() > 0.05 for part in parts)
