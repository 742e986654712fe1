"""A lecture file -> a Lecture, with everything checked that can be without drawing; all mistakes at once."""

import re
import shlex
import stat
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from gdmath.checks import written
from gdmath.formulas.nearest import unknown
from scenes.parameters import LANGUAGES
from scenes.studio.commands import called
from scenes.studio.lecture.lines import Lines, Place, TooDeepError
from scenes.studio.lecture.problems import LectureError, Problem, printable
from scenes.studio.lecture.scene_table import SceneTable, check_defaults
from scenes.studio.lecture.texts import short, title_of
from scenes.studio.lecture.video import Lecture, Video

USUAL = Path("lecture.toml")
MOST_BYTES = 256 * 1024
MOST_VIDEOS = 2000
KEYS = ("title", "language", "defaults", "scenes")

_SLIPS = ("Invalid value", "Expected newline or end of document after a statement")
_AT = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")


def read(path: Path, letter: str | None = None) -> Lecture:
    """Return the lecture of a file, or of lecture.toml in a folder.

    `letter` is of a quality that is taken instead of the file's. Raises LectureError with every mistake, or
    ValueError where there is no file to read.
    """
    if path.is_dir():
        path /= USUAL.name
    try:
        text = _text(path)
        lines = Lines(text)
        reading = _Reading(path, _tables(text), lines, letter)
    except TooDeepError as error:
        raise LectureError(path, [error.problem]) from None
    except _UnreadableError as error:
        raise LectureError(path, [Problem(*error.args)]) from None
    lecture = reading.lecture()
    if reading.problems:
        raise LectureError(path, reading.problems)
    return lecture


class _UnreadableError(Exception):
    """A line, and what is wrong with the whole text there."""


def _text(path: Path) -> str:
    try:
        kind = path.stat().st_mode
        if not stat.S_ISREG(kind):
            raise ValueError(f"{path} is no ordinary file; name a lecture file")
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise ValueError(f"there is no {path}; {_remedy(path)}") from None
    except OSError as error:
        raise ValueError(f"{path} can't be read ({error.strerror})") from None
    if len(data) > MOST_BYTES:
        raise _UnreadableError(data.count(b"\n") + 1, f"the file is longer than {MOST_BYTES // 1024} kB here")
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise _UnreadableError(line, "this is not text in UTF-8; save the file as UTF-8") from None


def _remedy(path: Path) -> str:
    """Return what to type where there is no lecture file: one of a folder below may be meant."""
    below = next(iter(sorted(path.parent.glob(f"*/{USUAL}"))), None)
    if below:
        return printable(f"name its folder, such as {shlex.quote(str(below.parent))}")
    return f"make one by: {called()} new {shlex.quote(str(path.parent))}"


def _tables(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        reason = str(error)
        at = _AT.search(reason)
        line = int(at[1]) if at and at[1] else max(1, len(text.rstrip().split("\n")))
        reason = reason[: at.start()] if at else reason
        hint = "; text goes between quotes, and numbers have a point" if reason in _SLIPS else ""
        raise _UnreadableError(line, f"this can't be read as TOML: {reason}{hint}") from None
    except (ValueError, RecursionError) as error:
        raise _UnreadableError(1, f"this can't be read as TOML: {error}") from None


class _Reading:
    """Goes through the tables of a file and notes every problem."""

    def __init__(self, path: Path, tables: Mapping[str, Any], lines: Lines, letter: str | None) -> None:
        self.path, self.tables, self.lines, self.letter = path, tables, lines, letter
        self.problems: list[Problem] = []
        self._names: dict[str, int] = {}  # the line of the scene of each video

    def lecture(self) -> Lecture:
        for key in self.tables:
            if key not in KEYS:
                self._problem(unknown("part of a lecture", short(key), KEYS), key)
        title = self._title()
        defaults = self._defaults()
        language = defaults["language"]
        folder = self.path.parent.absolute()
        videos: list[Video] = []
        for place, table in self._scenes():
            scene = SceneTable(table, place, defaults, self.lines, folder, self.letter)
            made = scene.videos()
            self._check_names(made, place)
            videos += made
            self.problems += scene.problems
            if len(videos) > MOST_VIDEOS:
                self._problem(f"more than {MOST_VIDEOS} videos up to here; make several lectures", *place)
                break
        return Lecture(self.path, title, language if isinstance(language, str) else "en", tuple(videos))

    def _problem(self, message: object, *place: str | int) -> None:
        self.problems.append(Problem(self.lines[place], str(message)))

    def _title(self) -> str:
        try:
            return title_of("title", self.tables["title"]) if "title" in self.tables else self.path.stem
        except ValueError as error:
            self._problem(error, "title")
            return ""

    def _defaults(self) -> dict[str, Any]:
        """Return the values for all scenes, the language always among them."""
        language = self.tables.get("language", LANGUAGES[0])
        if language not in LANGUAGES:
            self._problem(unknown("language", written(language).strip("'"), LANGUAGES), "language")
            language = LANGUAGES[0]
        told = self.tables.get("defaults", {})
        if not isinstance(told, dict):
            self._problem("defaults is a table; begin it with a line [defaults]", "defaults")
            told = {}
        good = dict(told)
        for key, message in check_defaults(told):
            self._problem(message, "defaults", key)
            del good[key]
        return {"language": language, **good}

    def _scenes(self) -> Iterator[tuple[Place, Mapping[str, Any]]]:
        scenes = self.tables.get("scenes", [])
        if not isinstance(scenes, list):
            self._problem("begin each scene with a line [[scenes]], in two brackets", "scenes")
        elif not scenes:
            self._problem('there is no scene; add a line [[scenes]], and below it scene = "tangent"')
        else:
            for k, table in enumerate(scenes):
                if isinstance(table, dict):
                    yield ("scenes", k), table
                else:
                    self._problem("a scene is a table; begin it with a line [[scenes]]", "scenes", k)

    def _check_names(self, videos: Sequence[Video], place: Place) -> None:
        for video in videos:
            name = video.name.casefold()
            if name in self._names:
                self._problem(
                    f"a video is named {video.name} already (line {self._names[name]}); give this scene "
                    f'another name, such as name = "{video.scene}-2"',
                    *place,
                )
            self._names.setdefault(name, self.lines[place])
