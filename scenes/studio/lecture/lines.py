"""The line of each key of a TOML text, which its values don't tell once they are read.

What no lecture needs and a reader of TOML would choke on (deep nests, numbers of a thousand digits) is
refused here, before anything is read.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from scenes.studio.lecture.problems import Problem

DEEPEST = 8  # of nests, and of the parts of a dotted key
LONGEST_WORD = 400  # characters outside of quotes

Place = tuple[str | int, ...]

_TOKEN = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}'
    r"|'''.*?'{3,5}"
    r'|"(?:\\.|[^"\\\n])*"'
    r"|'[^'\n]*'"
    r"|#[^\n]*|\n|[^\S\n]+|[\[\]{}=.,]|[^\s\"'#\[\]{}=.,]+|.",
    re.DOTALL,
)


class TooDeepError(ValueError):
    """A text that is refused unread; holds the Problem."""

    def __init__(self, line: int, message: str) -> None:
        self.problem = Problem(line, message)
        super().__init__(message)


class Lines:
    """Where the keys and values of a text stand.

    >>> lines = Lines('title = "Hills"\\n[[scenes]]\\nscene = "wave"\\nstart = [1,\\n 2]')
    >>> lines[("title",)], lines[("scenes", 0)], lines[("scenes", 0, "start", 1)]
    (1, 2, 5)

    What is not there has the line of what it would be in:

    >>> lines[("scenes", 0, "name")]
    2
    """

    def __init__(self, text: str) -> None:
        self._found = _Reading(text).found

    def __getitem__(self, place: Place) -> int:
        while place and place not in self._found:
            place = place[:-1]
        return self._found.get(place, 1)


@dataclass(frozen=True)
class _Token:
    text: str
    line: int


def _tokens(text: str) -> Iterator[_Token]:
    line = 1
    for match in _TOKEN.finditer(text):
        token = match[0]
        if token[0] not in " \t#":
            if len(token) > LONGEST_WORD and token[0] not in "\"'":
                raise TooDeepError(line, f"a word of {len(token)} characters; text goes between quotes")
            yield _Token(token, line)
        line += token.count("\n")


class _Reading:
    """Goes through a text once; a text that is not TOML is gone through as well."""

    def __init__(self, text: str) -> None:
        self.found: dict[Place, int] = {}
        self._arrays: dict[Place, int] = {}  # the last index of each array of tables
        self._tokens = list(_tokens(text))
        self._at = 0
        self._read()

    @property
    def _next(self) -> str:
        return self._tokens[self._at].text if self._at < len(self._tokens) else ""

    @property
    def _line(self) -> int:
        return self._tokens[min(self._at, len(self._tokens) - 1)].line

    def _read(self) -> None:
        table: Place = ()
        while self._next:
            if self._next == "[":
                table = self._header()
            elif self._next != "\n":
                self._pair(table)
            while self._next not in ("", "\n"):
                self._at += 1
            self._at += 1

    def _header(self) -> Place:
        line, depth = self._line, 0
        while self._next == "[":
            self._at, depth = self._at + 1, depth + 1
        place: Place = ()
        parts = self._key("]")
        for k, part in enumerate(parts, 1):
            place += (part,)
            self.found.setdefault(place, line)
            if depth > 1 and k == len(parts):
                self._arrays[place] = self._arrays.get(place, -1) + 1
            if place in self._arrays:
                place += (self._arrays[place],)
        self.found.setdefault(place, line)
        return place

    def _pair(self, table: Place, depth: int = 0) -> None:
        line = self._line
        key = self._key("=")
        for k in range(1, len(key) + 1):
            self.found.setdefault(table + key[:k], line)
        if self._next == "=":
            self._at += 1
            self._value(table + key, depth)

    def _key(self, end: str) -> tuple[str, ...]:
        parts, line = [], self._line
        while self._next not in ("", "\n", end, ",", "}", "{", "[", "]"):
            if self._next not in (".", "="):
                parts.append(self._next.strip("\"'"))
            self._at += 1
            if len(parts) > DEEPEST:
                raise TooDeepError(line, f"a key of more than {DEEPEST} parts")
        return tuple(parts)

    def _value(self, place: Place, depth: int) -> None:
        if depth > DEEPEST:
            raise TooDeepError(self._line, f"more than {DEEPEST} brackets within each other")
        self.found.setdefault(place, self._line)
        match self._next:
            case "[":
                self._items(place, depth)
            case "{":
                self._inline(place, depth)
            case _:
                while self._next not in ("", "\n", ",", "]", "}"):
                    self._at += 1

    def _items(self, place: Place, depth: int) -> None:
        self._at += 1
        index = 0
        while self._next not in ("", "]"):
            if self._next == ",":
                index += 1
            elif self._next not in ("\n", "}"):
                self._value((*place, index), depth + 1)
                continue
            self._at += 1
        self._at += 1

    def _inline(self, place: Place, depth: int) -> None:
        self._at += 1
        while self._next not in ("", "}"):
            before = self._at
            if self._next not in (",", "\n"):
                self._pair(place, depth + 1)
            if self._at == before:
                self._at += 1
        self._at += 1
