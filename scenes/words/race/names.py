"""Names as captions join them."""

from collections.abc import Sequence

from scenes.words.caption import Maths, Part


def capital(text: str) -> str:
    """Return a name as a sentence begins with it."""
    return text[:1].upper() + text[1:]


def listed(names: Sequence[str], conjunction: str, *, first: bool = False) -> Part:
    """Return names as a part of a caption, joined; `first`: the sentence begins with them."""
    *others, last = [capital(name) if first and k == 0 else name for k, name in enumerate(names)]
    text = f"{', '.join(others)} {conjunction} {last}" if others else last
    return Maths(f'"{text}"', text)
