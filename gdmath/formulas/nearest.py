"""What to say about a name that isn't there: the nearest that is, and all of them."""

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that is most like this one, if any is like it at all.

    >>> nearest("tangnet", ["tangent", "wave"])
    'tangent'
    """
    return next(iter(get_close_matches(name, list(known), 1)), None)


def unknown(kind: str, name: str, known: Iterable[str]) -> str:
    """Return a sentence that names the nearest known name, and all of them.

    >>> unknown("story", "tangnet", ["tangent", "wave"])
    "no story is named 'tangnet'; did you mean tangent? (there are: tangent, wave)"
    """
    names = list(known)
    close = nearest(name, names)
    hint = f"; did you mean {close}?" if close else ""
    return f"no {kind} is named {name!r}{hint} (there are: {', '.join(names)})"
