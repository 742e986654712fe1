"""A table as a file holds it, texts and all: which row is the header, which column only counts the rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from gdmath.checks import written
from gdmath.data.csv_cells import Cells, decimal_sign, is_missing, is_number, numbers
from gdmath.data.csv_text import Row, split
from gdmath.data.dataset import Column, Dataset, label, place_of, places_of

_COUNTERS = {
    "",
    "unnamed: 0",
    "id",
    "index",
    "idx",
    "nr",
    "nr.",
    "no",
    "no.",
    "row",
    "#",
    "obs",
    "lfd. nr.",
    "n°",
    "nº",
    "zeile",
    "ligne",
    "fila",
}


@dataclass(frozen=True, eq=False)
class Sheet:
    """The cells of a file: `columns` names them, `body` holds the rows below the header.

    `decimal` is the decimal sign, None where the numbers shall tell it.
    """

    columns: tuple[str, ...]
    body: tuple[Row, ...]
    divider: str
    decimal: str | None = None
    notes: tuple[str, ...] = ()

    @classmethod
    def parse(cls, text: str, *, header: bool | None = None, decimal: str | None = None) -> "Sheet":
        """Return the sheet of a CSV text; see `datasets.load_csv`."""
        if decimal not in (None, ".", ","):
            raise ValueError(f"decimal is {written(decimal)}; it must be '.' or ','")
        rows, divider = split(text, decimal)
        if not rows:
            raise ValueError("the file is empty; give at least one row of numbers")
        if not any(rows[0].cells):
            raise ValueError(f"row {rows[0].number} is empty; delete it or fill it in")
        rows = _squared(rows, divider, decimal)
        has_header = _is_header(rows) if header is None else header
        first = rows[0].cells
        names = first if has_header else [str(place) for place in range(1, len(first) + 1)]
        body = rows[has_header:]
        if not body:
            raise ValueError("there is a header but no row of numbers below it")
        if has_header:
            _check_body(rows)
        return cls(tuple(names), tuple(body), divider, decimal)

    def dataset(self, columns: Sequence[Column] | None = None, labels: Column | None = None) -> Dataset:
        """Return the numbers of these columns, or of all but one that only counts the rows.

        The column `labels` may hold two texts, which are 0 and 1 in their order.

        Raises ValueError, naming row and column, for a cell that holds no finite number.
        """
        notes = list(self.notes)
        if columns is None:
            places = list(range(len(self.columns)))
            if self.counts_rows:
                notes.append(self._counter_note)
                places = places[1:] if len(places) > 2 else places
        else:
            places = places_of(self.columns, columns)
        labelled = None if labels is None else place_of(self.columns, labels)
        cells = {place: self._cells(place) for place in places}
        measured = [cells[place] for place in places if place != labelled or self.is_numeric(place)]
        sign = self.decimal or decimal_sign(measured, self.divider)
        table = np.empty((len(self.body), len(places)))
        for number, place in enumerate(places):
            if place == labelled:
                table[:, number], told = self._labels(cells[place], sign)
                notes += told
            else:
                self._check_text(place)
                table[:, number] = numbers(cells[place], sign)
        return Dataset([self.columns[place] for place in places], table, notes)

    def _cells(self, place: int) -> Cells:
        texts = [row.cells[place] for row in self.body]
        return Cells(label(self.columns, place), texts, [row.number for row in self.body])

    def is_numeric(self, place: int) -> bool:
        """Whether every cell of a column, its place counted from 0, is a number."""
        return all(is_number(row.cells[place]) for row in self.body)

    @cached_property
    def counts_rows(self) -> bool:
        """Whether the first of several columns is unnamed, or named as one, and counts the rows."""
        name = self.columns[0].strip().lower()
        texts = [row.cells[0] for row in self.body]
        counted = any(
            texts == [str(number) for number in range(first, first + len(texts))] for first in (0, 1)
        )
        return counted and len(self.columns) > 1 and len(texts) > 1 and name in _COUNTERS

    @property
    def _counter_note(self) -> str:
        name = f"the column {self.columns[0]}" if self.columns[0] else "the first column, which has no name,"
        if len(self.columns) > 2:
            return f"{name} counts the rows, and was left out; ask for it by name or number to have it"
        return f"{name} counts the rows; it is kept, since there is only one other"

    def _check_text(self, place: int) -> None:
        """Refuse a column of text as one, not by its first cell."""
        texts = [row.cells[place] for row in self.body]
        if len(texts) < 3 or any(is_missing(text) or any(map(str.isdigit, text)) for text in texts):
            return
        others = [
            label(self.columns, i) for i in range(len(self.columns)) if i != place and self.is_numeric(i)
        ]
        remedy = f"choose among the columns of numbers: {', '.join(others)}" if others else "give it numbers"
        raise ValueError(
            f"row {self.body[0].number}, column {label(self.columns, place)}: {written(texts[0])} is not a "
            f"finite number, nor is any cell below it; {remedy}"
        )

    def _labels(self, cells: Cells, sign: str) -> tuple[list[float], list[str]]:
        """A column of two labels as 0 and 1, and a note that says which is which."""
        if all(map(is_number, cells.texts)):
            values = numbers(cells, sign)
            if set(values) <= {0.0, 1.0}:
                return values, []
            return _as_labels(cells, values, [f"{value:g}" for value in values])
        missing = next((place for place, text in enumerate(cells.texts) if is_missing(text)), None)
        if missing is not None:
            raise cells.refused(missing, "the label is missing; fill it in, or delete the row")
        texts = [" ".join(text.split()).casefold() for text in cells.texts]
        return _as_labels(cells, texts, cells.texts)


def _as_labels(cells: Cells, values: Sequence[Any], texts: Sequence[str]) -> tuple[list[float], list[str]]:
    kinds = sorted(set(values))
    shown = [texts[values.index(kind)] for kind in kinds]
    if len(kinds) != 2:
        some = ", ".join(map(written, shown[:4])) + (", ..." if len(shown) > 4 else "")
        raise ValueError(
            f"the column {cells.label} holds {len(kinds)} label(s), {some}; there must be two, which are "
            "read as 0 and 1"
        )
    told = f"in the column {cells.label}, {shown[0]} is 0 and {shown[1]} is 1"
    return [float(kinds.index(value)) for value in values], [told]


def _squared(rows: Sequence[Row], divider: str, decimal: str | None) -> list[Row]:
    """The rows with as many cells each; blank ones behind the last that is filled are dropped.

    A header with one cell less than all other rows lacks the name of the first column, as R writes it.
    """
    for row in rows:
        if not any(row.cells):
            raise ValueError(f"row {row.number} is empty; delete it or fill it in")
    filled = [max(place for place, cell in enumerate(row.cells) if cell) + 1 for row in rows]
    first, most = len(rows[0].cells), max(filled)
    widths = {len(row.cells) for row in rows[1:]}
    if widths == {first + 1} and most == first + 1 and not any(map(is_number, rows[0].cells)):
        counters = [row.cells[0] for row in rows[1:]]
        if first > 1 and len(rows) > 2 and counters == [str(number) for number in range(1, len(rows))]:
            rows = [Row(rows[0].number, ["", *rows[0].cells]), *rows[1:]]
            first += 1
    width = most if first >= most else first
    for row, last in zip(rows, filled, strict=True):
        if last > width or len(row.cells) < width:
            raise ValueError(_uneven(row, last if last > width else len(row.cells), width, divider, decimal))
    return [Row(row.number, row.cells[:width]) for row in rows]


def _uneven(row: Row, width: int, wanted: int, divider: str, decimal: str | None) -> str:
    many = "1 cell" if width == 1 else f"{width} cells"
    text = f"row {row.number} has {many}, but the first row has {wanted}"
    if any("#" in cell for cell in row.cells):
        return f"{text}; put comments on lines of their own"
    if divider == "," and decimal is None and width > wanted and all(map(is_number, row.cells)):
        return f"{text}; if the comma is the decimal sign, say so with decimal=','"
    return f"{text}; if that is a title, delete it" if wanted == 1 else text


def _is_header(rows: Sequence[Row]) -> bool:
    """Whether the first row is a header. Raises ValueError for one that mixes numbers with anything else."""
    cells = rows[0].cells
    others = [place for place, cell in enumerate(cells) if not (is_number(cell) or _is_not_a_number(cell))]
    if not others:
        return False
    if len(others) == len(cells):
        return True
    below = [row.cells for row in rows[1:]]
    if below and all(cells[place] and any(row[place] == cells[place] for row in below) for place in others):
        return False  # its texts come again: they are labels, as in the rows below
    found = ", ".join(
        f"cell {place + 1} is {written(cells[place]) if cells[place] else 'empty'}" for place in others[:3]
    )
    raise ValueError(
        f"row {rows[0].number} holds numbers, but {found}; mend it, or say header=True or header=False"
    )


def _is_not_a_number(cell: str) -> bool:
    return cell.lower() in ("nan", "inf", "-inf", "infinity")


def _check_body(rows: Sequence[Row]) -> None:
    """Refuse a header of two rows, and one that comes again."""
    header, second = rows[0], rows[1]
    for row in rows[1:]:
        if row.cells == header.cells:
            raise ValueError(f"row {row.number} repeats the header; delete it")
    if len(rows) > 2 and not any(map(is_number, second.cells)):
        columns = range(len(header.cells))
        below = [row.cells for row in rows[2:]]
        if any(all(is_number(cells[i]) for cells in below) for i in columns):
            raise ValueError(
                f"row {second.number} holds no number either ({written(second.cells[0])}, ...); a header has "
                "one row: delete the other, or write its words into the first"
            )
