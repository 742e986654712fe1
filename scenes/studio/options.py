"""The options of a story on the command line, made from the fields of its parameters dataclass."""

import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import NoneType
from typing import Any, get_args, get_origin

import click
import cloup

from gdmath.checks import written
from scenes.parameters import StoryParameters
from scenes.studio.film.quality import DEFAULT, QUALITIES, SHAPES, USUAL_SHAPE

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


class NumbersType(click.ParamType):
    """Numbers joined by commas, such as -5,5; so many, if a count is given."""

    name = "numbers"

    def __init__(self, count: int | None = None) -> None:
        self.count = count

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:  # noqa: ARG002
        return ",".join(["NUMBER"] * self.count) if self.count else "NUMBER,..."

    def convert(self, value: Any, param: Any, ctx: Any) -> tuple[float, ...]:  # noqa: ARG002
        if isinstance(value, tuple):
            return value
        try:
            numbers = () if "_" in value else tuple(float(part) for part in value.split(","))
        except ValueError:
            numbers = ()
        if not numbers or (self.count and len(numbers) != self.count):
            example = ",".join(["-5", "5", "-5", "5"][: self.count or 2])
            many = f"{self.count} numbers" if self.count else "numbers"
            self.fail(f"{written(value.strip())} is not {many} joined by commas, such as {example}")
        return numbers


class NumberType(click.ParamType):
    """A float; says what it got in plain words."""

    name = "number"

    def __init__(self, whole: bool = False) -> None:
        self.whole = whole

    def convert(self, value: Any, param: Any, ctx: Any) -> float | int:  # noqa: ARG002
        try:
            if "_" in str(value):
                raise ValueError
            return int(value) if self.whole else float(value)
        except ValueError:
            self.fail(f"{written(str(value).strip())} is not a {'whole ' if self.whole else ''}number")


_SIZES = ", ".join(f"{letter} {short}p@{fps}" for letter, (short, fps) in QUALITIES.items())
QUALITY = cloup.option(
    "-q",
    "--quality",
    "letter",
    type=click.Choice(list(QUALITIES)),
    default=DEFAULT,
    help=f"the shorter side in pixels, and the rate: {_SIZES} [{DEFAULT}]",
)
SHAPE = cloup.option(
    "--shape",
    type=click.Choice(list(SHAPES)),
    default=USUAL_SHAPE,
    help=f"wide for halls and slides, square or tall for phones [{USUAL_SHAPE}]",
)

MOST_JOBS = 256


def jobs_option(help_: str, default: int | None) -> Decorator:
    """Return the option that says how many processes are at work at once."""
    return cloup.option("-j", "--jobs", type=NumberType(whole=True), default=default, help=help_)


def check_jobs(jobs: int) -> None:
    """Raise ValueError for fewer processes than one, or for more than make sense."""
    if not 1 <= jobs <= MOST_JOBS:
        raise ValueError(f"--jobs is {jobs}; it must lie between 1 and {MOST_JOBS}")


def story_options(parameters: type[StoryParameters], repeatable: Sequence[str] = ()) -> Iterator[Decorator]:
    """Yield one decorator for each field that a person may set.

    A field of several values, such as `starts`, becomes an option in the singular that may be repeated; so
    may those that are `repeatable`, for what is made beside the story.
    """
    for field in settable(parameters):
        kind, several = _kind(field.type)
        several = several or field.name in repeatable
        yield cloup.option(
            field.metadata["flag"] or _flag(field.name, several),
            field.name,
            type=kind,
            multiple=several,
            default=None,
            help=f"{field.metadata['help']}{_default(field.default)}"
            + (" (give it several times for several)" if several else ""),
        )


def build(parameters: type[StoryParameters], values: Mapping[str, Any]) -> StoryParameters:
    """Return the parameters with the values that were given; the others keep their defaults.

    Raises ValueError, with a message for the person who gave them.
    """
    names = {field.name for field in settable(parameters)}
    return parameters(**{name: value for name, value in values.items() if name in names and _given(value)})


def settable(parameters: type[StoryParameters]) -> list[dataclasses.Field]:
    """Return the fields that a person may set, a story's own before those that every story has."""
    fields = [field for field in dataclasses.fields(parameters) if field.init and "help" in field.metadata]
    inherited = {field.name for field in dataclasses.fields(StoryParameters)}
    return sorted(fields, key=lambda field: field.name in inherited)


def _kind(annotation: Any) -> tuple[click.ParamType, bool]:
    """Return the click type of an annotation, and whether the option may be repeated."""
    inner = [part for part in get_args(annotation) if part is not NoneType]
    if len(inner) > 1 and all(get_origin(part) is tuple for part in inner):
        return NumbersType(), False  # of one length or another
    if {NoneType, Any} & {*get_args(annotation)}:
        return _kind(inner[0])
    if get_origin(annotation) is tuple:
        if inner[-1] is Ellipsis:
            return _kind(inner[0])[0], True
        return NumbersType(len(inner)), False
    known: dict[Any, click.ParamType] = {float: NumberType(), int: NumberType(whole=True), str: click.STRING}
    return known[annotation], False


def _flag(name: str, several: bool) -> str:
    return "--" + (name.removesuffix("s") if several else name).replace("_", "-")


def _given(value: Any) -> bool:
    return value is not None and value != ()


def _default(value: Any) -> str:
    match value:
        case None | ():
            return ""
        case tuple():
            return f" [{'; '.join(map(_written, value)) if isinstance(value[0], tuple) else _written(value)}]"
    return f" [{_written(value)}]"


def _written(value: Any) -> str:
    if isinstance(value, tuple):
        return ",".join(map(_written, value))
    return f"{value:g}" if isinstance(value, float) else str(value)
