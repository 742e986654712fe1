"""What is noted of a film while it is drawn: chapters, captions in all languages, pauses, and its steps."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gdmath.trajectory import Trajectory
from scenes.kit.narration import Spoken
from scenes.kit.story import Story
from scenes.kit.watched import Watched
from scenes.studio.film.stretches import Stretch, Stretches
from scenes.studio.pack.interpreter import Interpreter, Said
from scenes.words import language

WHOLE = "film"  # the only chapter of a film without beats
MOMENTS = 600  # a second, at which it is looked which step is drawn: frames of 24, 25, 30, 50 and 60 a second


@dataclass(frozen=True)
class Chapter:
    """A beat of a film, from when to when."""

    beat: str
    begin: float
    end: float


@dataclass(frozen=True)
class Record:
    """What is known of a finished film. `captions` are those of each language, at the film's own times."""

    chapters: Sequence[Chapter]
    captions: Mapping[str, Sequence[Spoken]]
    pauses: Sequence[float]
    stretches: Sequence[Stretch]
    trajectories: Sequence[Trajectory]
    poster: int  # the number of the caption that stands in the picture made to be looked at alone, or -1

    @property
    def seconds(self) -> float:
        """How long the film lasts."""
        return self.chapters[-1].end


class Recorder:
    """Attends a film: notes what is to be known of it, and draws the picture made to be looked at alone.

    The first language is the film's own; `draw` draws what stands on the scene.
    """

    def __init__(
        self, languages: Sequence[str], poster: Path, draw: Callable[[Story, Path, bool], None]
    ) -> None:
        self._languages, self._path, self._draw = languages, poster, draw
        self._said: list[Said] = []
        self._begun: list[tuple[str, float]] = []
        self._asked: list[float] = []
        self._stretches = Stretches()
        self._poster: int | None = None
        self._interpreter: Interpreter | None = None
        self._scene: Any = None

    def attend(self, scene: Any) -> None:
        """Take note of all that the scene does from now on."""
        self._scene = scene
        if others := self._languages[1:]:
            words = {name: language(name, scene.own_words) for name in others}
            scene.words = self._interpreter = Interpreter(scene.words, words)
        self._beat, self._say = scene.beat, scene.say
        self._ask = scene.ask
        scene.beat, scene.say = self._on_beat, self._on_say
        scene.ask, scene.watch, scene.follow = self._on_ask, self._on_watch, self._on_follow

    def record(self) -> Record:
        """Return what was noted of the film, which is over."""
        scene = self._scene
        if self._poster is None:  # some stories end before the beat of their poster
            self._take_poster()
        begun = self._begun or [(WHOLE, 0.0)]  # a story of one's own may have no beats
        ends = [*(begin for _, begin in begun[1:]), scene.now]
        chapters = [
            Chapter(beat, begin, end) for (beat, begin), end in zip(begun, ends, strict=True) if end > begin
        ]
        pauses = {chapter.end for chapter in chapters} | set(self._asked)
        assert self._poster is not None
        return Record(
            chapters,
            self._captions(),
            sorted(pauses),
            self._stretches.told,
            scene.trajectories,
            self._poster,
        )

    def _captions(self) -> dict[str, list[Spoken]]:
        own, *others = self._languages
        spoken: list[Spoken] = self._scene.spoken
        captions = {own: spoken}
        for name in others:
            assert self._interpreter is not None
            captions[name] = [
                Spoken(self._interpreter.plain(said, name), each.begin, each.end)
                for said, each in zip(self._said, spoken, strict=True)
            ]
        return captions

    def _on_beat(self, name: str, *given: Any, **more: Any) -> None:
        self._beat(name, *given, **more)
        if not self._scene.rehearses:
            self._begun.append((name, self._scene.times[name][0]))

    def _on_say(self, caption: Said, *given: Any, **more: Any) -> None:
        if not self._scene.rehearses:
            self._said.append(caption)
        self._say(caption, *given, **more)

    def _on_ask(self, *given: Any, **more: Any) -> None:
        self._ask(*given, **more)
        if not self._scene.rehearses:
            self._asked.append(self._scene.now)

    def _on_watch(self, picture: str | int) -> None:
        if isinstance(picture, int):
            self._stretches.note(self._scene.in_step, picture, self._scene.now)
        elif picture == self._scene.poster and self._poster is None:
            self._take_poster()

    def _on_follow(self, watched: Watched, begin: float, end: float) -> None:
        scene, reached = self._scene, watched.lapse.first - 1
        now, pace = scene.now, scene.parameters.pace
        for moment in range(round((end - begin) / pace * MOMENTS) + 1):
            drawn = int(watched.at(begin + moment / MOMENTS * pace + 1e-9) + 1e-6)
            for step in range(reached + 1, drawn + 1):
                self._stretches.note(scene.in_step, step, now + moment / MOMENTS)
            reached = max(reached, drawn)

    def _take_poster(self) -> None:
        self._poster = len(self._said) - 1
        self._draw(self._scene, self._path, False)
