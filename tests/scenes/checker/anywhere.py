"""What holds of every film: reading time, motion, texts apart and inside, a first frame that is a picture."""

from itertools import combinations
from typing import Any

import numpy as np
from manim import VMobject

from scenes.kit.glyphs import Number
from scenes.kit.lettering import Equation, Words
from scenes.kit.shapes import Dots, Rings
from tests.scenes.checker.findings import Findings
from tests.scenes.checker.outlines import centers, depth, text_boxes
from tests.scenes.checker.passing import FPS

READING, LEAST = 17.0, 1.5  # characters a second, and seconds
LENGTHS = {"Intro": (60, 95)}  # seconds of a film, others take from 25, where nothing moves, to 82
STILL = 2.5  # seconds, at most, without any motion
LONGEST = 8.0  # seconds that a caption may stand while something happens
TOUCHING = 0.03  # frame units
EVERY = 5  # frames, texts are looked at


class Anywhere:
    """Looks at every frame of one film."""

    def __init__(self, findings: Findings) -> None:
        self.findings = findings
        self._captions: list[Any] = []
        self._frames, self._still, self._before, self._since = 0, 0, None, ("", 0.0)

    def look(self, scene: Any, shapes: list[VMobject], frames: int) -> None:
        """Look at a picture that stands for so many frames."""
        if self._frames == 0:
            self._look_at_the_first(scene, shapes)
        picture = _digest(scene)
        if picture != self._before:
            self._end_of_stillness()
            self._before, self._still, self._since = picture, 0, (scene.beats[-1], scene.time)
        self._still += frames
        if frames > 1 or self._frames % EVERY == 0:
            self._look_at_texts(scene, shapes, frames)
        self._frames += frames

    def look_back(self, scene: Any) -> None:
        """Look at the captions of a film that is over."""
        self._end_of_stillness()
        for said in scene.spoken:
            seconds = said.end - said.begin
            pace = len(said.text) / seconds if seconds else np.inf
            beat = next((name for name, (_, end) in scene.times.items() if said.begin < end), "ending")
            if seconds < LEAST - 1e-6 or pace > READING + 1e-6:
                self.findings.note(
                    "caption too short",
                    beat,
                    said.begin,
                    f"{seconds:.2f} s, {pace:.0f} a second: {said.text!r}",
                )
            if seconds > max(LONGEST, len(said.text) / READING) + 1.5:
                self.findings.note("caption too long", beat, said.begin, f"{seconds:.1f} s: {said.text!r}")
        least, most = LENGTHS.get(type(scene).__mro__[1].__name__, (25, 82))
        if scene.parameters.pace == 1 and not least <= scene.time <= most:
            self.findings.note("length", "ending", scene.time, f"{scene.time:.1f} s")

    def _end_of_stillness(self) -> None:
        seconds = self._still / FPS
        if seconds > STILL + 0.2:
            self.findings.note("nothing moves", *self._since, f"for {seconds:.1f} s", self._still)

    def _look_at_the_first(self, scene: Any, shapes: list[VMobject]) -> None:
        if not any(isinstance(text, Equation | Words) for text in scene.texts()):
            self.findings.add(scene, "first frame", "neither formula nor title on it")
        if not any(isinstance(shape, Dots) for shape in shapes) and not getattr(scene, "eye", None):
            self.findings.add(scene, "first frame", "no start on it")

    def _look_at_texts(self, scene: Any, shapes: list[VMobject], frames: int) -> None:
        on = {id(shape) for shape in shapes}
        self._captions = [each for each in (*self._captions, scene.caption) if each][-3:]  # one may fade
        texts = [
            text
            for text in scene.texts()
            if text not in self._captions and any(id(part) in on for part in text.get_family())
        ]
        boxes = [(text, box) for text in texts for box in text_boxes(text)]
        safe = scene.screen.safe.inset(-0.03)
        for text, (low, high) in boxes:
            if not (
                safe.left <= low[0]
                and high[0] <= safe.right
                and safe.bottom <= low[1]
                and high[1] <= safe.top
            ):
                self.findings.add(scene, "text leaves the safe frame", f"{_named(text)} {low} {high}", frames)
        for (one, first), (other, second) in combinations(boxes, 2):
            if depth(first, second) > TOUCHING and not _are_parts(one, other):
                self.findings.add(scene, "texts overlap", f"{_named(one)} and {_named(other)}", frames)
        self._look_at_balls(scene, shapes, boxes, frames)

    def _look_at_balls(self, scene: Any, shapes: list[VMobject], boxes: list, frames: int) -> None:
        order = {id(shape): place for place, shape in enumerate(shapes)}
        ground = scene.theme.background.lower()
        dots = [m for m in shapes if isinstance(m, Dots) and not isinstance(m, Rings) and _is_ball(m)]
        plates = [m for m in dots if m.get_fill_color().to_hex().lower() == ground]  # of numbers on a map
        for ball in (each for each in dots if each not in plates):
            above = [m for m in plates if order[id(m)] > order[id(ball)]]
            for center in centers(ball):
                for text, (low, high) in boxes:
                    middle = (low + high) / 2  # of a number on a plate that lies over the ball
                    if any((np.hypot(*(centers(m) - middle).T) < m.radius).any() for m in above):
                        continue
                    if (center > low - 0.5 * ball.radius).all() and (center < high + 0.5 * ball.radius).all():
                        self.findings.add(scene, "a ball covers text", _named(text), frames)


def _is_ball(dots: Dots) -> bool:
    """Whether it is neither a trail nor on its way to come."""
    return dots.radius >= 0.05 and dots.get_fill_opacity() >= 0.99


def _digest(scene: Any) -> int:
    parts: list[Any] = []
    for m in scene.get_mobject_family_members():
        points = getattr(m, "points", None)
        opacity = (m.get_fill_opacity(), m.get_stroke_opacity()) if isinstance(m, VMobject) else ()
        spatial = [getattr(m, name, None) for name in ("opacity", "steps", "progress", "scale_now")]
        spatial.append(hash(pixels.tobytes()) if (pixels := getattr(m, "pixels", None)) is not None else 0)
        parts.append((id(m), points.tobytes() if points is not None else b"", opacity, str(spatial)))
    if hasattr(scene, "eye"):
        parts.append(tuple(scene.eye.view))
    return hash(tuple(parts))


def _are_parts(one: Any, other: Any) -> bool:
    return one in other.get_family() or other in one.get_family()


def _named(text: Any) -> str:
    if isinstance(text, Number):
        return f"the number {text.text!r}"
    kind = {Equation: "a formula", Words: "words"}.get(type(text), type(text).__name__)
    low, _ = text_boxes(text)[0]
    return f"{kind} at ({low[0]:.1f}, {low[1]:.1f})"
