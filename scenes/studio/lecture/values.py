"""A value of a lecture file as a parameter takes it, or several: a list where one is taken is a sweep."""

import dataclasses
import math
from dataclasses import dataclass
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin

from gdmath.checks import written
from scenes.parameters import StoryParameters
from scenes.studio.options import settable


@dataclass(frozen=True)
class Kind:
    """What a parameter takes: words, numbers, whole numbers; one, so many together, or several of those."""

    scalar: type
    sizes: tuple[int, ...] = ()  # how many together, if not one
    several: bool = False

    @property
    def depth(self) -> int:
        """How many lists are within each other in one value."""
        return bool(self.sizes) + self.several

    @property
    def wanted(self) -> str:
        """What to give, in words."""
        if self.sizes:
            size = self.sizes[-1]
            one = f"[{', '.join(['-1', '1', '-2', '2'][:size])}]"
            return f"a list of {size} such as [{one}]" if self.several else f"{size} numbers such as {one}"
        one = {float: "a number", int: "a whole number", str: "text between quotes"}[self.scalar]
        return f"{one}, or a list of such" if self.several else one


def kind_of(annotation: Any) -> Kind:
    """Return the kind of a field by its annotation.

    >>> kind_of(float | None).wanted
    'a number'
    >>> kind_of(tuple[tuple[float, float], ...])
    Kind(scalar=<class 'float'>, sizes=(2,), several=True)
    """
    if get_origin(annotation) in (Union, UnionType):
        parts = [part for part in get_args(annotation) if part not in (NoneType, Any)]
        kinds = [kind_of(part) for part in parts]
        sizes = sorted({size for kind in kinds for size in kind.sizes})
        return dataclasses.replace(kinds[0], sizes=tuple(sizes))
    if get_origin(annotation) is tuple:
        inner = get_args(annotation)
        if inner[-1] is Ellipsis:
            return dataclasses.replace(kind_of(inner[0]), several=True)
        return Kind(inner[0], (len(inner),))
    return Kind(annotation)


def names_of(parameters: type[StoryParameters]) -> dict[str, dataclasses.Field]:
    """Return the fields that a file may set, by each name they have: as fields, and as options.

    A field comes first by its own name: `learning_rate`, then `learning-rate`; `starts`, then `start`.
    """
    fields = settable(parameters)
    named = {field.name: field for field in fields}
    for field in fields:
        option = str(field.metadata["flag"]).removeprefix("--")
        single = field.name.removesuffix("s") if kind_of(field.type).several else ""
        for name in (option, single, field.name.replace("_", "-"), single.replace("_", "-")):
            if name:
                named.setdefault(name, field)
    return named


def is_sweep(value: Any, kind: Kind) -> bool:
    """Whether a value is a list of values, each of which makes a video.

    >>> is_sweep([1, 2.5], Kind(float)), is_sweep([0.7, 0.4], Kind(float, (2,), several=True))
    (True, False)
    """
    return isinstance(value, list) and _depth(value) > kind.depth


def converted(name: str, value: Any, kind: Kind) -> Any:
    """Return one value as the parameter takes it; raises ValueError that says what to give.

    >>> converted("start", 3, Kind(float)), converted("starts", [0.7, 1], Kind(float, (2,), several=True))
    (3.0, ((0.7, 1.0),))
    """
    if kind.several:
        if not isinstance(value, list) or (kind.sizes and _depth(value) < kind.depth):
            value = [value]
        if not value:
            raise ValueError(f"{name} is an empty list; give {kind.wanted}, or leave it out")
        one = dataclasses.replace(kind, several=False)
        return tuple(converted(name, each, one) for each in value)
    if kind.sizes:
        together = value if isinstance(value, list) else [value]
        if len(together) not in kind.sizes:
            raise ValueError(f"{name} is {_told(value)}; give {kind.wanted}")
        return tuple(converted(name, each, Kind(kind.scalar)) for each in together)
    return _scalar(name, value, kind)


def _scalar(name: str, value: Any, kind: Kind) -> Any:
    fits = isinstance(value, str) if kind.scalar is str else type(value) in (int, float)
    if fits and kind.scalar is int:
        fits = type(value) is int or (math.isfinite(value) and value == int(value))
    if not fits:
        raise ValueError(f"{name} is {_told(value)}; give {kind.wanted}")
    try:
        return kind.scalar(value)
    except OverflowError:
        raise ValueError(f"{name} is {written(value)}; give a smaller number") from None


def shown(value: Any) -> str:
    """Return a value in few characters, as a person writes it.

    >>> shown(0.05), shown((0.7, -4.0)), shown("x**2")
    ('0.05', '0.7,-4', 'x**2')
    """
    if isinstance(value, tuple):
        return ("; " if value and isinstance(value[0], tuple) else ",").join(map(shown, value))
    return f"{value:.10g}" if isinstance(value, float) else str(value)


def _told(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return {dict: "a table", list: "a list"}.get(type(value)) or written(value)


def _depth(value: Any) -> int:
    """How many lists are within each other, at their deepest."""
    return 1 + max(map(_depth, value), default=0) if isinstance(value, list) else 0
