"""A caption: one sentence or two as a value, written as Typst for the picture and as plain text for files.

A caption is made from a template and the parts that stand in its braces, so that both are written from the
same parts and nothing is ever un-marked:

>>> caption = said("We start at {place}: *downhill* is to the left.", place=equation("theta_1", 0.5))
>>> caption.plain()
'We start at θ₁ = 0.5: downhill is to the left.'
>>> caption.plain(decimal=",")
'We start at θ₁ = 0,5: downhill is to the left.'
>>> caption.typst()
'We start at #box[$theta_(1) = 0.5$]: *downhill* is to the left.'
>>> said("Down to {low}; on it goes.", low=Numeral(2)).typst()
'Down to #box[$2$]\\\\; on it goes.'
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from string import Formatter
from typing import Protocol

from gdmath.display.numerals import number, number_typst
from gdmath.formulas.vocabulary import GREEK

_SPECIAL = re.compile(r"([\\#$*_`<>@\[\]~/=+;-])")  # what Typst would take for markup
_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


class Part(Protocol):
    """A piece of a caption; `decimal` is the language's decimal sign."""

    def typst(self, decimal: str) -> str:
        """Return the part as Typst mathematics."""
        ...

    def plain(self, decimal: str) -> str:
        """Return the part as a line of plain text."""
        ...


@dataclass(frozen=True)
class Numeral:
    """A number with so many significant digits."""

    value: float
    digits: int = 4

    def typst(self, decimal: str) -> str:
        return with_decimal(number_typst(self.value, self.digits), decimal)

    def plain(self, decimal: str) -> str:
        return number(self.value, self.digits).replace(".", decimal)


@dataclass(frozen=True)
class Name:
    """A variable's name, such as x, theta_1 or w2.

    >>> Name("lamda").plain("."), Name("w_12").plain("."), Name("w_12").typst(".")
    ('λ', 'w₁₂', 'w_(12)')
    """

    name: str

    def typst(self, decimal: str) -> str:
        base, digits = self._split()
        base = "lambda" if base == "lamda" else base
        written = base if len(base) == 1 or base in (*GREEK, "lambda") else f'"{base}"'
        return f"{written}_({digits})" if digits else written

    def plain(self, decimal: str) -> str:
        base, digits = self._split()
        letter = unicodedata.lookup(f"GREEK SMALL LETTER {base}") if base in GREEK else base
        return letter + digits.translate(_SUBSCRIPTS)

    def _split(self) -> tuple[str, str]:
        base, digits = re.fullmatch(r"(.*?)_?(\d*)", self.name).groups()  # pyright: ignore[reportOptionalMemberAccess]
        return base, digits


@dataclass(frozen=True)
class Maths:
    """Mathematics that is the same in every language, written by hand in both forms."""

    in_typst: str
    in_plain: str

    def typst(self, decimal: str) -> str:
        return self.in_typst

    def plain(self, decimal: str) -> str:
        return self.in_plain


@dataclass(frozen=True)
class Joined:
    """Parts that belong together; a line never ends between them."""

    parts: tuple[Part, ...]

    def typst(self, decimal: str) -> str:
        return " ".join(part.typst(decimal) for part in self.parts)

    def plain(self, decimal: str) -> str:
        return " ".join(part.plain(decimal) for part in self.parts)


@dataclass(frozen=True)
class Tuple:
    """Numbers in parentheses, the coordinates of a point."""

    parts: tuple[Part, ...]

    def typst(self, decimal: str) -> str:
        between = ", " if decimal == "." else "; "
        return f"lr(({between.join(part.typst(decimal) for part in self.parts)}))".replace("; ", " \\; ")

    def plain(self, decimal: str) -> str:
        between = ", " if decimal == "." else "; "
        return f"({between.join(part.plain(decimal) for part in self.parts)})"


EQUALS = Maths("=", "=")
ETA = Maths("eta", "η")
STEP = Maths("-eta nabla C", "−η∇C")


def with_decimal(mathematics: str, decimal: str) -> str:
    """Return Typst mathematics with a language's decimal sign in its numbers.

    >>> with_decimal("0.5 x", ",")
    '0class("normal", ",")5 x'
    """
    if decimal == ".":
        return mathematics
    return re.sub(r"(?<=\d)\.(?=\d)", f'class("normal", "{decimal}")', mathematics)


def label(text: str) -> Part:
    """Return a name from a file, whatever signs it holds.

    >>> label('size "m²"').plain("."), label('size "m²"').typst(".")
    ('size "m²"', '"size \\\\"m²\\\\""')
    """
    quoted = text.replace("\\", "\\\\").replace('"', '\\"')
    return Maths(f'"{quoted}"', text)


def equation(name: str, value: float, digits: int = 4) -> Part:
    """Return name = value."""
    return Joined((Name(name), EQUALS, Numeral(value, digits)))


def point(names: Sequence[str], values: Sequence[float], digits: int = 4) -> Part:
    """Return name = value, or (names) = (values) of several.

    >>> point(["x", "y"], [1, -2.5]).plain("."), point(["x", "y"], [1, -2.5]).plain(",")
    ('(x, y) = (1, −2.5)', '(x; y) = (1; −2,5)')
    """
    if len(names) == 1:
        return equation(names[0], values[0], digits)
    at = Tuple(tuple(Numeral(value, digits) for value in values))
    return Joined((Tuple(tuple(map(Name, names))), EQUALS, at))


def slope(theta: float, value: float, digits: int = 4) -> Part:
    """Return C'(theta) = value.

    >>> slope(50, 100).plain("."), slope(50, 100).typst(".")
    ('C′(50) = 100', "C'(50) = 100")
    """
    return _Slope(Numeral(theta, digits), Numeral(value))


@dataclass(frozen=True)
class _Slope:
    theta: Numeral
    value: Numeral

    def typst(self, decimal: str) -> str:
        return f"C'({self.theta.typst(decimal)}) = {self.value.typst(decimal)}"

    def plain(self, decimal: str) -> str:
        return f"C′({self.theta.plain(decimal)}) = {self.value.plain(decimal)}"


@dataclass(frozen=True)
class Caption:
    """What is said at one moment: text and parts, in order.

    In the text, `*...*` is emphasised and a line feed begins the second line.
    """

    pieces: tuple[str | Part, ...]

    def typst(self, decimal: str = ".") -> str:
        """Return the caption as Typst markup."""
        return "".join(
            _markup(piece) if isinstance(piece, str) else f"#box[${piece.typst(decimal)}$]"
            for piece in self.pieces
        )

    def plain(self, decimal: str = ".") -> str:
        """Return the caption as one line of plain text."""
        return "".join(
            piece.replace("*", "").replace("\n", " ") if isinstance(piece, str) else piece.plain(decimal)
            for piece in self.pieces
        )


def said(template: str, **parts: Part) -> Caption:
    """Return the caption of a template whose braces name parts. Raises KeyError for one that is not there.

    >>> said("After {steps} steps.", steps=Numeral(12)).plain()
    'After 12 steps.'
    """
    pieces: list[str | Part] = []
    for text, field, _, _ in Formatter().parse(template):
        pieces += [text] if text else []
        pieces += [] if field is None else [parts[field]]
    return Caption(tuple(pieces))


def _markup(text: str) -> str:
    """Plain text as Typst markup, its stars kept as they are."""
    escaped = _SPECIAL.sub(lambda match: match[1] if match[1] in "*=+-" else f"\\{match[1]}", text)
    return escaped.replace("\n", " \\ ")
