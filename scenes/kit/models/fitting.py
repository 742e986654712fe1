"""Texts for rooms that may be narrow."""

from collections.abc import Iterable

from scenes.kit.glyphs import SMALL, text_width


def fitting(texts: Iterable[str], width: float, size: float = SMALL) -> str:
    """Return the first of some texts that is not wider, else the last.

    >>> fitting(["C = 1.2345", "C = 1.2"], 1.0), fitting(["C = 1.2345", "C = 1.2"], 9.0)
    ('C = 1.2', 'C = 1.2345')
    """
    last = ""
    for last in texts:
        if text_width(last, size) <= width:
            break
    return last
