"""From the bytes of a CSV file to rows of cells: encodings, dividers, quotes, comments."""

import csv
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

DIVIDERS = (";", "\t", "|", ",", " ")
_SAMPLE = 400  # rows by which the divider is told
_SIGNS = set("°²³µ€£§·×½¼¾–—‘’“”…±")  # beside letters, what Latin-1 text may hold
_MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_SPACES = re.compile(r"[ \t]+")
_SEP = re.compile(r'\s*"?sep=(.|\\t)"?\s*', re.IGNORECASE)


class Row(NamedTuple):
    """The cells of one row, stripped, and the number of the row in the file, from 1."""

    number: int
    cells: list[str]


def decode(content: bytes) -> tuple[str, str]:
    """Return a file's text, and a note where its encoding had to be guessed.

    By its byte order mark, else UTF-8, else Latin-1 (as Windows has it) if all that is not ASCII would be
    letters and signs. Raises ValueError, with the cause, for what is no text.
    """
    if content[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
        raise ValueError("this is a workbook, not a CSV file; export its sheet as CSV (UTF-8)")
    encoding = next((name for mark, name in _MARKS if content.startswith(mark)), "utf-8")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        text = None
    if text is not None and "\0" not in text:
        return text, ""
    if b"\0" in content or encoding != "utf-8":
        raise ValueError(
            "this is not a text file in UTF-8, or UTF-16 with a byte order mark; save it as CSV (UTF-8)"
        )
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError:
        text = None
    if text is None or not all(c.isascii() or c.isalpha() or c in _SIGNS for c in set(text)):
        raise ValueError("this is not a text file in UTF-8; save it as CSV (UTF-8)")
    return text, "the file is not in UTF-8; it was read as Latin-1"


def split(text: str, decimal: str | None) -> tuple[list[Row], str]:
    """Return the rows of a CSV text, without comments and the blank rows at its end, and their divider.

    Raises ValueError for a quote that is not closed.
    """
    text = text.removeprefix("\ufeff").replace("\r\r\n", "\n").replace("\r\n", "\n").replace("\r", "\n")
    lines = _lines(text)
    told = _SEP.fullmatch(lines[0][1]) if lines else None
    if told:
        lines = lines[1:]
    sign = told[1].replace("\\t", "\t") if told else ""
    divider = sign if sign else _divider(lines, decimal)
    if not re.fullmatch(r"[^\w\"'.+-]", divider):
        raise ValueError(
            f"the first line says that {divider!r} divides the cells; name a sign such as ; there"
        )
    return _without_blank_end(list(_rows(lines, divider))), divider


def _lines(text: str) -> list[tuple[int, str]]:
    """The numbered lines that are no comments; a # within quotes begins none."""
    quoted, lines = False, []
    for number, line in enumerate(text.split("\n"), 1):
        if quoted or not line.lstrip().startswith("#"):
            lines.append((number, line))
            quoted ^= line.count('"') % 2 == 1
    while lines and not lines[-1][1].strip():
        lines.pop()
    return lines


def _divider(lines: Sequence[tuple[int, str]], decimal: str | None) -> str:
    """What divides the cells: it gives all rows as many, numbers if it can, or else the first row most."""
    sample = lines[:_SAMPLE]
    tables = {divider: _sampled(sample, divider) for divider in DIVIDERS if divider != decimal}
    ends = [divider for divider in tables if divider not in ", " and _is_at_ends(sample, divider)]
    alone = [divider for divider in ends if all(len(row) == 1 for row in tables[divider])]
    even = [divider for divider, table in tables.items() if _is_even(table)]
    numeric = [divider for divider in even if any(_numeric_columns(tables[divider]))]
    wholly = [divider for divider in numeric if all(_numeric_columns(tables[divider]))]
    if found := (alone or wholly or numeric or even):
        return found[0]
    widths = {divider: len(table[0]) for divider, table in tables.items() if table}
    sound = {divider: width for divider, width in widths.items() if width > 1 and divider != " "}
    if sound:
        return max(sound, key=lambda divider: sound[divider])
    below = [divider for divider, table in tables.items() if _is_even(table[1:])]  # a title, or R's header
    return below[0] if below else "," if decimal != "," else ";"


def _sampled(lines: Sequence[tuple[int, str]], divider: str) -> list[list[str]]:
    """The rows of cells that are not blank, as far as they can be read."""
    table: list[list[str]] = []
    try:
        for row in _rows(lines, divider):
            if any(row.cells):
                table.append(_trimmed(row.cells))
    except ValueError:
        pass
    return table


def _is_even(table: Sequence[Sequence[str]]) -> bool:
    widths = {len(row) for row in table}
    return len(widths) == 1 and widths != {1}


def _is_at_ends(lines: Sequence[tuple[int, str]], divider: str) -> bool:
    """Whether every row ends in the divider: of a single column, that is all that shows it."""
    filled = [line for _, line in lines if line.strip()]
    return bool(filled) and all(line.rstrip(" ").endswith(divider) for line in filled)


def _numeric_columns(table: Sequence[Sequence[str]]) -> list[bool]:
    """Which columns are made of nothing but numbers, below the first row."""
    body = table[1:] or table
    return [all(_NUMBERISH.fullmatch(row[i]) for row in body) for i in range(len(table[0]))]


_NUMBERISH = re.compile(r"[+\-−]?[\d.,]*\d[\d.,]*(?:[eE][+\-]?\d+)?")


def _rows(lines: Sequence[tuple[int, str]], divider: str) -> Iterator[Row]:
    texts = [line for _, line in lines]
    if divider == " ":
        texts = [_SPACES.sub(" ", line.strip()) for line in texts]
    if not any('"' in text for text in texts):
        for (number, _), text in zip(lines, texts, strict=True):
            yield Row(number, [cell.strip() for cell in text.split(divider)])
        return
    # csv is strict about spaces behind a closing quote too; they mean nothing.
    sign = re.escape(divider)
    behind = re.compile(rf'((?:\A|{sign})[ ]*"[^"]*(?:""[^"]*)*")[ ]+(?={sign}|\Z)')
    tight = (behind.sub(r"\1", text) + "\n" for text in texts)
    reader = csv.reader(tight, delimiter=divider, skipinitialspace=True, strict=True)
    read = 0
    try:
        for cells in reader:
            yield Row(lines[read][0], [cell.strip() for cell in cells] or [""])
            read = reader.line_num
    except csv.Error as error:
        number = lines[min(read, len(lines) - 1)][0]
        raise ValueError(
            f"row {number} can't be read ({error}); close each quote, and double one inside a cell"
        ) from None


def _without_blank_end(rows: list[Row]) -> list[Row]:
    while rows and not any(rows[-1].cells):
        rows.pop()
    return rows


def _trimmed(cells: list[str]) -> list[str]:
    """The cells without the blank ones at their end."""
    last = max((place for place, cell in enumerate(cells) if cell), default=-1)
    return cells[: last + 1]
