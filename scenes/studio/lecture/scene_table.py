"""One [[scenes]] of a lecture file -> its videos."""

import dataclasses
import itertools
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gdmath.checks import written
from gdmath.formulas.nearest import unknown
from scenes.parameters import LANGUAGES, StoryParameters
from scenes.studio.film.quality import DEFAULT, QUALITIES, SHAPES, USUAL_SHAPE, Quality, quality
from scenes.studio.lecture.attribution import faults
from scenes.studio.lecture.lines import Lines, Place
from scenes.studio.lecture.near import beside
from scenes.studio.lecture.problems import Problem
from scenes.studio.lecture.subclass import outline
from scenes.studio.lecture.texts import name_of, short, slug, title_of
from scenes.studio.lecture.values import Kind, converted, is_sweep, kind_of, names_of, shown
from scenes.studio.lecture.video import Video
from scenes.studio.pack.formats import FORMATS, check_formats
from scenes.studio.registry import STORIES, Entry

MOST = 100  # videos of one scene
FILES = ("data",)  # parameters that name a file
PICTURE = {"quality": Kind(str), "shape": Kind(str), "fps": Kind(int)}
PACK = {"languages": Kind(str, several=True), "formats": Kind(str, several=True)}  # what goes with a video
BESIDE = {**PICTURE, **PACK}
OWN = ("scene", "name", "title")

Values = Mapping[str, Any]
Given = tuple[Any, Place]  # a value, and where it stands


@dataclass
class SceneTable:
    """A table of the file, what it stands in, and the problems that were found in it."""

    table: Mapping[str, Any]
    place: Place
    defaults: Mapping[str, Any]
    lines: Lines
    folder: Path
    letter: str | None = None  # of a quality, instead of the file's
    problems: list[Problem] = field(default_factory=list)

    def videos(self) -> list[Video]:
        """Return the videos of this scene; none where `problems` tell why."""
        story = self._story()
        if story is None:
            return []
        entry, source = story
        name = self._text("name", name_of, entry.name)
        title = self._text("title", title_of, "")
        swept = self._values(entry)
        count = math.prod(map(len, swept.values()))
        if count > MOST:
            self._problem(f"{count} videos of one scene; give at most {MOST}")
            return []
        several = [own for own in swept if len(swept[own]) > 1]
        made = []
        for combination in itertools.product(*swept.values()):
            values, places = (
                dict(zip(swept, (each[part] for each in combination), strict=True)) for part in (0, 1)
            )
            size, files = self._size(values, places), self._files(values, places)
            told = {own: value for own, value in values.items() if own not in BESIDE}
            self._check(entry.parameters if source is None else StoryParameters, told, places)
            full = _unique("-".join([name, *(slug(values[own]) for own in several)]), made)
            pack = self._languages(values, places), self._formats(values, places)
            made.append(Video(full, name, title, entry, size, *pack, told, source, files))
        return [] if self.problems else made

    def _problem(self, message: object, *keys: str | int) -> None:
        self._problem_at((*self.place, *keys), message)

    def _problem_at(self, place: Place, message: object) -> None:
        usual = place[0] == "defaults"
        aside = f" (for the scene of line {self.lines[self.place]})" if usual else ""
        self.problems.append(Problem(self.lines[place], str(message), aside))

    def _story(self) -> tuple[Entry, Path | None] | None:
        """Return the story that is named, and the Python file that it is in, if it is no story of ours."""
        told = self.table.get("scene")
        try:
            if told is None:
                raise ValueError(f'name a story, such as scene = "tangent" (there are: {", ".join(STORIES)})')
            if not isinstance(told, str):
                raise ValueError(f"scene is {written(told)}; give the name of a story between quotes")
            file, _, name = told.rpartition(":")
            if file.endswith(".py"):
                path = beside(self.folder, file, "Python file")
                return outline(path, name), path
            if told not in STORIES:
                raise ValueError(unknown("story", short(told), STORIES))
            return STORIES[told], None
        except ValueError as error:
            self._problem(error, "scene")
            return None

    def _text(self, key: str, check: Callable[[str, object], str], usual: str) -> str:
        try:
            return check(key, self.table[key]) if key in self.table else usual
        except ValueError as error:
            self._problem(error, key)
            return usual

    def _values(self, entry: Entry) -> dict[str, list[Given]]:
        """Return what is given for each parameter, with its place; the defaults come first."""
        fields = names_of(entry.parameters)
        swept: dict[str, list[Given]] = {}
        for key, value in self.defaults.items():
            if own := _own(key, fields):
                swept[own] = self._given(("defaults", key), value, _kind(own, fields), sweeps=False)
        given = set()
        for key, value in self.table.items():
            own = _own(key, fields)
            if own in given:
                self._problem(f"{own} is given twice", key)
            elif own is not None:
                given.add(own)
                swept.pop(own, None)  # names tell values in the order of the scene
                swept[own] = self._given((*self.place, key), value, _kind(own, fields), own not in PACK)
            elif key not in OWN:
                known = [*OWN, *BESIDE, *dict.fromkeys(each.name for each in fields.values())]
                self._problem(unknown(f"parameter of {entry.name}", short(key), known), key)
        return {own: found for own, found in swept.items() if found}

    def _given(self, place: Place, value: Any, kind: Kind, sweeps: bool = True) -> list[Given]:
        """Return the values that can be taken; the others become problems."""
        key = str(place[-1])
        if value == [] and key in PACK:
            return [((), place)]
        several = sweeps and is_sweep(value, kind)
        if several and not value:
            self._problem_at(place, f"{key} is an empty list; give {kind.wanted}, or leave it out")
        if several and len(value) > MOST:
            self._problem_at(place, f"{key} has {len(value)} values; give at most {MOST}, each makes a video")
            return []
        found: list[Given] = []
        for k, each in enumerate(value if several else [value]):
            at = (*place, k) if several else place
            try:
                one = converted(key, each, kind)
            except ValueError as error:
                self._problem_at(at, error)
                continue
            if any(one == other for other, _ in found):
                self._problem_at(at, f"{key} has the value {short(shown(one))} twice")
            else:
                found.append((one, at))
        return found

    def _size(self, values: Values, places: Mapping[str, Place]) -> Quality:
        letter = self.letter or values.get("quality", DEFAULT)
        shape = values.get("shape", USUAL_SHAPE)
        for own, value, known in (("quality", letter, QUALITIES), ("shape", shape, SHAPES)):
            if value not in known:
                self._problem_at(places[own], unknown(own, short(value), known))
                return quality(DEFAULT)
        try:
            return quality(letter, values.get("fps"), shape)
        except ValueError as error:
            self._problem_at(places["fps"], error)
            return quality(DEFAULT)

    def _languages(self, values: Values, places: Mapping[str, Place]) -> tuple[str, ...]:
        """Return those of the captions, the film's own first."""
        asked = self._known("language", "languages", values, places, LANGUAGES)
        return tuple(dict.fromkeys([values["language"], *asked]))

    def _formats(self, values: Values, places: Mapping[str, Place]) -> tuple[str, ...]:
        asked = tuple(dict.fromkeys(self._known("format", "formats", values, places, FORMATS)))
        try:
            check_formats([each for each in asked if each in FORMATS])
        except ValueError as error:
            self._problem_at(places["formats"], error)
        return asked

    def _known(
        self, one: str, own: str, values: Values, places: Mapping[str, Place], known: Iterable[str]
    ) -> tuple[str, ...]:
        """Return the words that are given, of which there must be each."""
        given = values.get(own, ())
        for k, each in enumerate(given):
            if each not in known:
                self._problem_at((*places[own], k), unknown(one, short(each), known))
        return given

    def _files(self, values: Values, places: Mapping[str, Place]) -> dict[str, Path]:
        found = {}
        for own in FILES:
            if own in values:
                try:
                    found[own] = beside(self.folder, values[own], f"{own} file")
                except ValueError as error:
                    self._problem_at(places[own], error)
        return found

    def _check(self, parameters: type[StoryParameters], values: Values, places: Mapping[str, Place]) -> None:
        for own, message in faults(parameters, values):
            self._problem_at(self.place if own is None else places[own], message)


def check_defaults(defaults: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield each key of the defaults that fits no story, with what is wrong with it."""
    named = [names_of(entry.parameters) for entry in STORIES.values()]
    for key, value in defaults.items():
        kinds = [BESIDE[key]] if key in BESIDE else [kind_of(each[key].type) for each in named if key in each]
        if not kinds:
            known = dict.fromkeys([*BESIDE, *(field.name for each in named for field in each.values())])
            yield key, unknown("parameter", short(key), known)
        else:
            yield from _unfit(key, value, kinds)


def _unfit(key: str, value: Any, kinds: Sequence[Kind]) -> Iterator[tuple[str, str]]:
    told = ""
    for kind in kinds:
        try:
            converted(key, value, kind)
        except ValueError as error:
            told = told or str(error)
        else:
            return
    if isinstance(value, list):
        told += "; lists that make several videos belong to a scene"
    yield key, told


def _own(key: str, fields: Mapping[str, dataclasses.Field]) -> str | None:
    """Return the name of what a key sets, or None if it sets nothing."""
    if key in BESIDE:
        return key
    return fields[key].name if key in fields else None


def _kind(own: str, fields: Mapping[str, dataclasses.Field]) -> Kind:
    return BESIDE[own] if own in BESIDE else kind_of(fields[own].type)


def _unique(name: str, others: Sequence[Video]) -> str:
    """Return a name, with a number if another video has it: no name can hold all that values differ by."""
    names = {other.name.casefold() for other in others}
    return next(
        each
        for each in itertools.chain([name], (f"{name}-{k}" for k in itertools.count(2)))
        if each.casefold() not in names
    )
