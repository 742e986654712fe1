"""Titles and names of videos: what they may be, and how a swept value becomes a part of a name."""

import re
import unicodedata
from typing import Any

from gdmath.checks import written
from scenes.studio.lecture.values import shown

LONGEST_NAME, LONGEST_TITLE = 100, 200  # bytes, characters
PAGE = "index.html"  # of the lecture, beside its videos

_NAME = re.compile(r"\w[\w.\-]*")
_UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")  # Unicode's categories


def title_of(key: str, value: object) -> str:
    """Return text of one line; raises ValueError for what is none."""
    if not isinstance(value, str):
        raise ValueError(f"{key} is {written(value)}; give text between quotes")
    text = " ".join(value.split())
    if not text:
        raise ValueError(f"{key} is empty; give it some text, or leave it out")
    if len(text) > LONGEST_TITLE:
        raise ValueError(f"{key} has {len(text)} characters; give at most {LONGEST_TITLE}")
    if strange := next((sign for sign in text if unicodedata.category(sign) in _UNSEEN), None):
        raise ValueError(f"{key} has the sign U+{ord(strange):04X}, which can't be seen; leave it out")
    return text


def name_of(key: str, value: object) -> str:
    """Return the name of a file without its ending; raises ValueError for what leads elsewhere."""
    name = unicodedata.normalize("NFC", title_of(key, value))
    if not _NAME.fullmatch(name) or name.endswith("."):
        raise ValueError(
            f"{key} is {written(name)}, which becomes a file's name; take letters, digits, - and _"
        )
    if name.casefold() == PAGE:
        raise ValueError(f"{key} is {written(name)}, as the lecture's page is named; take another")
    if len(name.encode()) > LONGEST_NAME:
        raise ValueError(f"{key} is {len(name.encode())} bytes long; give at most {LONGEST_NAME}")
    return name


def slug(value: Any) -> str:
    """Return a value as a part of a file's name.

    >>> slug(0.01), slug("x**4 - 3*x**2"), slug((-1.0, 2.0)), slug("16:9")
    ('0.01', 'x-4-3-x-2', '-1_2', '16-9')
    """
    text = re.sub(r"[^\w.+\-,]+", "-", shown(value).replace("-", "\0" if isinstance(value, str) else "-"))
    text = re.sub(r"[-\0]{2,}", "-", text.replace("\0", "-")).replace(",", "_")
    return text[:40].rstrip("-.") or "other"


def short(text: str) -> str:
    """Return a text as a message shows it."""
    return text if len(text) <= 60 else f"{text[:57]}..."
