"""What a call in Python asks for -> a video; values may be numbers, text, lists, or arrays."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from gdmath.checks import written
from gdmath.formulas.nearest import unknown
from scenes.parameters import StoryParameters
from scenes.studio.film.quality import QUALITIES, SHAPES, USUAL_SHAPE, Quality, quality
from scenes.studio.lecture.scene_table import FILES, PACK, PICTURE
from scenes.studio.lecture.values import Kind, converted, kind_of, names_of
from scenes.studio.lecture.video import Video
from scenes.studio.registry import STORIES, Entry

USUAL_QUALITY = "m"
ASIDE = {**PICTURE, "languages": PACK["languages"]}  # what is no parameter of a story


def asked(story: Any, values: Mapping[str, Any]) -> Video:
    """Return the video that is asked for; raises ValueError, in a line, for what can't be used."""
    entry, usual = _story(story)
    told = _converted(
        entry.name, type(usual), {name: value for name, value in values.items() if value is not None}
    )
    size = _quality(*(told.pop(name, None) for name in PICTURE))
    captions = told.pop("languages", ())
    parameters = replace(usual, **told)
    for language in captions:
        replace(parameters, language=language)
    return Video(
        name=entry.name,
        scene=entry.name,
        title="",
        entry=entry,
        quality=size,
        languages=tuple(dict.fromkeys([parameters.language, *captions])),
        values=told,
        files=_files(told),
    )


def _story(story: Any) -> tuple[Entry, StoryParameters]:
    """Return what is known of a story, and what it is told with unless something else is asked for."""
    if isinstance(story, str):
        if story not in STORIES:
            raise ValueError(unknown("story", story, STORIES))
        return STORIES[story], STORIES[story].parameters()
    own = getattr(story, "parameters", None)
    if not (isinstance(story, type) and isinstance(own, StoryParameters)):
        raise ValueError(
            f"{written(story)} is no story; give the name of one, such as 'tangent', or a subclass of one"
        )
    # What the entry of one's own tells is only its name: the class of its parameters may be the notebook's.
    return Entry(story.__name__, story.__module__, story.__name__, StoryParameters, ""), own


def _converted(story: str, parameters: type[StoryParameters], values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values as the parameters of a story take them, by the names of the fields."""
    fields = names_of(parameters)
    told: dict[str, Any] = {}
    for name, value in values.items():
        if name not in ASIDE and name not in fields:
            known = [*dict.fromkeys(field.name for field in fields.values()), *ASIDE]
            raise ValueError(unknown(f"parameter of {story}", name, known))
        own, kind = (name, ASIDE[name]) if name in ASIDE else _field(fields[name])
        if own in told:
            raise ValueError(f"{own} is given twice; leave one of them out")
        told[own] = converted(name, _plain(value, kind), kind)
    return told


def _field(field: Any) -> tuple[str, Kind]:
    return field.name, kind_of(field.type)


def _plain(value: Any, kind: Kind) -> Any:
    """Return a value made of lists, numbers and text, as far as it can be.

    >>> _plain(("0,1", "2,3"), Kind(float, (2,), several=True)), _plain({"beta1": 0.8}, Kind(str, (), True))
    ([[0.0, 1.0], [2.0, 3.0]], ['beta1=0.8'])
    """
    if hasattr(value, "tolist"):  # numpy's
        return _plain(value.tolist(), kind)
    if isinstance(value, Mapping) and kind.several:
        return [f"{key}={each}" for key, each in value.items()]
    if isinstance(value, list | tuple | range):
        return [_plain(each, kind) for each in value]
    if kind.scalar is str:
        return str(value) if _is_written(value) else value
    return _numbers(value) if isinstance(value, str) else value


def _is_written(value: Any) -> bool:
    """Whether a value means its text: a number of a column, a path, or a formula of sympy's."""
    return isinstance(value, int | float | Path) or hasattr(value, "free_symbols")


def _numbers(text: str) -> Any:
    """Return the number that a text is, or the list of numbers; else the text."""
    try:
        numbers = [float(part) for part in text.split(",")]
    except ValueError:
        return text
    return numbers if len(numbers) > 1 else numbers[0]


def _quality(letter: str | None, shape: str | None, fps: int | None) -> Quality:
    letter, shape = letter or USUAL_QUALITY, shape or USUAL_SHAPE
    for name, value, known in (("quality", letter, QUALITIES), ("shape", shape, SHAPES)):
        if value not in known:
            raise ValueError(unknown(name, value, known))
    return quality(letter, fps, shape)


def _files(values: Mapping[str, Any]) -> dict[str, Path]:
    found = {name: Path(values[name]) for name in FILES if name in values}
    for name, path in found.items():
        if not path.is_file():
            raise ValueError(f"there is no {name} file {written(str(path))} in {Path.cwd()}")
    return found
