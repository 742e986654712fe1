"""From the text of a cell to a number: decimal signs, thousands, and the true cause of what is none."""

import math
import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

from gdmath.checks import written

_DIGITS = r"(?:\d+{sign}?\d*|{sign}\d+)(?:[eE][+-]?\d+)?"
_GROUPED = r"[1-9]\d{{0,2}}(?:{group}\d{{3}})+(?:{sign}\d*)?"
_PLAIN = {sign: re.compile(r"[+-]?" + _DIGITS.format(sign=re.escape(sign))) for sign in ".,"}
_THOUSANDS = {
    sign: re.compile(r"[+-]?" + _GROUPED.format(sign=re.escape(sign), group=re.escape(group)))
    for sign, group in ((".", ","), (",", "."))
}
_EITHER = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}")  # a thousand, or one and a bit
_MISSING = {
    "nan",
    "na",
    "n/a",
    "#n/a",
    "null",
    "none",
    "nil",
    "missing",
    "-",
    "--",
    "?",
    ".",
    "*",
    "n.a.",
    "#div/0!",
}
_NUMBER = r"[+-]?[\d.,]*\d[\d.,]*(?:[eE][+-]?\d+)?"
_MONTH = r"(?:jan|feb|m[aä]r|apr|ma[iy]|ju[nl]|aug|sep|o[ck]t|nov|de[cz])[a-zä]*\.?"
_DATE = "is a date or a time; write a number, such as the days since the first"
_CAUSES = (
    (rf"{_NUMBER}\s*%", "holds a percent sign; write the bare number"),
    (
        rf"(?:[$€£¥₹]|USD|EUR|GBP|CHF)\s*{_NUMBER}|{_NUMBER}\s*(?:[$€£¥₹]|USD|EUR|GBP|CHF)",
        "holds a currency; write the bare number, and the currency into the column's name",
    ),
    (
        r"[+-]?\d{1,3}(?:[ '’_\u00a0\u202f]\d{3})+(?:[.,]\d+)?|[+-]?\d+_[\d_]+",
        "holds thousands separators; write the number without them",
    ),
    (
        r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[T ].*)?|\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?",
        _DATE,
    ),
    (rf"(?i:(?:\d{{1,2}}[-. ]*)?{_MONTH}[-. ]*\d{{1,4}}|\d{{1,2}}[-. ]*{_MONTH})", _DATE),
    (r"#\W?[A-ZÄÖÜ0/]+[!?]", "is an error of the spreadsheet; mend it there"),
    (rf"{_NUMBER}\s*-|[+-]\s+{_NUMBER}", "has its sign apart; write it in front, as in -5"),
    (
        rf"{_NUMBER}(?:\s*[;:&^|\t ]\s*{_NUMBER})+",
        "holds several numbers; divide all cells by semicolons, or name the sign in a first line, as sep=;",
    ),
    (r"\([\d.,]+\)", "is in brackets; write a negative number with a minus"),
    (r"[<>≤≥~≈]=?\s*[\d.,]+", "is a bound, not a number"),
    (rf"{_NUMBER}[dD][+-]?\d+", "has the exponent of Fortran; write e, as in 1.5e3"),
    (rf"{_NUMBER}\s*/\s*{_NUMBER}", "is a fraction; write it as a decimal number"),
    (rf"{_NUMBER}\s*#.*", "has a comment behind it; put comments on lines of their own"),
    (rf"{_NUMBER}\s*[^\d\s.,+-].*", "holds a unit or other text; write the bare number"),
)


class Cells(NamedTuple):
    """A column that is asked for: its label, and the texts of its cells with their rows in the file."""

    label: str
    texts: list[str]
    rows: list[int]

    def refused(self, place: int, why: str) -> ValueError:
        """Return the error that names a cell, by its place in the column, and what is wrong with it."""
        return ValueError(f"row {self.rows[place]}, column {self.label}: {why}")


def is_number(text: str) -> bool:
    """Return whether a cell is a number, with either decimal sign."""
    text = normal(text)
    return any(pattern.fullmatch(text) for pattern in (*_PLAIN.values(), *_THOUSANDS.values()))


def is_missing(text: str) -> bool:
    """Return whether a cell says that a value is missing."""
    return not text or text.lower() in _MISSING


def normal(text: str) -> str:
    """Return a cell's text with the minus of typesetters, and the dash in its place, as a hyphen."""
    return text.replace("\u2212", "-").replace("\u2013", "-")


def decimal_sign(columns: Sequence[Cells], divider: str) -> str:
    """Return the decimal sign that the cells show.

    Raises ValueError where both are in use, and for the first number that could be a thousand or one and a
    bit, as far as the others tell.
    """
    if divider == "," and not any("," in text for cells in columns for text in cells.texts):
        return "."
    point, comma = (next(_shown(columns, sign), None) for sign in ".,")
    if point and comma:
        (_, text, refused), (other, before, _) = sorted((point, comma), key=lambda cell: -cell[0])
        raise refused(
            f"{written(text)} has another decimal sign than {written(before)} in row {other}; write all "
            "numbers alike, or name the sign with decimal"
        )
    doubtful = "." if comma else "," if point else ",." if divider == ";" else ","
    for cells in columns:
        for place, text in enumerate(cells.texts):
            if _EITHER.fullmatch(normal(text)) and any(sign in text for sign in doubtful):
                whole, _, rest = normal(text).replace(",", ".").partition(".")
                raise cells.refused(
                    place,
                    f"{written(text)} could be {whole}{rest} or {whole}.{rest}; name the decimal sign, as "
                    "decimal='.' or decimal=','",
                )
    return "," if comma else "."


def numbers(cells: Cells, sign: str) -> list[float]:
    """Return the numbers of a column's cells. Raises ValueError for a cell that is none, with the cause."""
    plain, grouped = _PLAIN[sign], _THOUSANDS[sign]
    found = []
    for place, text in enumerate(cells.texts):
        if not plain.fullmatch(text):
            text = normal(text)
            if grouped.fullmatch(text):
                text = text.replace("," if sign == "." else ".", "")
            elif not plain.fullmatch(text):
                raise cells.refused(place, cause(text, sign))
        value = float(text if sign == "." else text.replace(",", "."))
        if not math.isfinite(value):
            raise cells.refused(place, f"{written(text)} is not a finite number; write one within 1e308")
        found.append(value)
    return found


def cause(text: str, sign: str) -> str:
    """Return what is wrong with a cell that holds no number, and the remedy."""
    if not text:
        return "the cell is empty; write a number such as 0.5, or delete the row"
    if is_missing(text):
        return f"{written(text)} is not a finite number: the value is missing; fill it in, or delete the row"
    if re.fullmatch(r"[+-]?inf(?:inity)?", text, re.IGNORECASE):
        return f"{written(text)} is not a finite number; write one within 1e308"
    text_ = normal(text)
    if any(pattern.fullmatch(text_) for pattern in (*_PLAIN.values(), *_THOUSANDS.values())):
        return f"{written(text)} has another decimal sign than {written(sign)}; write all numbers alike"
    for pattern, why in _CAUSES:
        if re.fullmatch(pattern, text_):
            return f"{written(text)} {why}"
    if re.fullmatch(r"true|false|yes|no", text, re.IGNORECASE):
        return f"{written(text)} is a label; write 1 and 0"
    return f"{written(text)} is not a finite number; write one such as 0.5"


def _shown(columns: Sequence[Cells], sign: str) -> Iterator[tuple[int, str, Callable[[str], ValueError]]]:
    """The cells that are numbers with this decimal sign and with no other: row, text, and their refusal."""
    other = "," if sign == "." else "."
    for cells in columns:
        for place, text in enumerate(cells.texts):
            if sign not in text and other not in text:
                continue
            if _reads(normal(text), sign) and not _reads(normal(text), other):
                yield cells.rows[place], text, partial(cells.refused, place)


def _reads(text: str, sign: str) -> bool:
    return bool(_PLAIN[sign].fullmatch(text) or _THOUSANDS[sign].fullmatch(text))
