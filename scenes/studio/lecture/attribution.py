"""Which of several values is at fault, where a dataclass says only what is wrong with them together."""

from collections.abc import Iterator, Mapping
from typing import Any

from scenes.parameters import StoryParameters
from scenes.studio import options

FIRST = ("cost", "data", "optimizer")  # what the meaning of others hangs on


def faults(parameters: type[StoryParameters], values: Mapping[str, Any]) -> Iterator[tuple[str | None, str]]:
    """Yield each value that can't be used, by name, with what is wrong with it.

    The name is None where no single value is to blame.
    """
    message = _wrong(parameters, values)
    if message is None:
        return
    alone = [key for key in values if _wrong(parameters, _without(values, key)) is None]
    if alone:
        yield alone[-1], message
        return
    good: dict[str, Any] = {}
    told = False
    for key in sorted(values, key=lambda key: FIRST.index(key) if key in FIRST else len(FIRST)):
        wrong = _wrong(parameters, {**good, key: values[key]})
        if wrong is None:
            good[key] = values[key]
        else:
            told = True
            yield key, wrong
    if not told:
        yield None, message


def _without(values: Mapping[str, Any], left_out: str) -> dict[str, Any]:
    return {key: value for key, value in values.items() if key != left_out}


def _wrong(parameters: type[StoryParameters], values: Mapping[str, Any]) -> str | None:
    try:
        options.build(parameters, values)
    except ValueError as error:
        return str(error)
    return None
