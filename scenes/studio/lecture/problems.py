"""What is wrong in a lecture file, each with its line, all told at once."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

MOST_TOLD = 20
_UNPRINTABLE = re.compile(r"[^\x20-\U0010ffff]|[\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, order=True)
class Problem:
    """Something to mend at a line, counted from 1."""

    line: int
    message: str
    aside: str = field(default="", compare=False)  # the same told of another scene is not told again


class LectureError(ValueError):
    """A lecture that can't be built as it is written; its text is a line for each problem, by their lines.

    >>> print(LectureError("lecture.toml", [Problem(4, "no story is named 'wav'"), Problem(2, "a title?")]))
    lecture.toml has 2 mistakes
    lecture.toml:2: a title?
    lecture.toml:4: no story is named 'wav'
    """

    def __init__(self, file: object, problems: Iterable[Problem]) -> None:
        self.problems = sorted(dict.fromkeys(problems))
        lines = [f"{file}:{each.line}: {each.message}{each.aside}" for each in self.problems[:MOST_TOLD]]
        if len(self.problems) > 1:
            lines.insert(0, f"{file} has {len(self.problems)} mistakes")
        if (rest := len(self.problems) - MOST_TOLD) > 0:
            lines.append(f"and {rest} more")
        super().__init__("\n".join(map(printable, "\n".join(lines).split("\n"))))


def printable(line: str) -> str:
    r"""Return a line without what would move a terminal's cursor, or turn its text around.

    >>> printable("a\x1b[2Jb")
    'a?[2Jb'
    """
    return _UNPRINTABLE.sub("?", line)
