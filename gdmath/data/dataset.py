"""A table of numbers with named columns."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gdmath.checks import is_number, written

Column = str | int
Table = NDArray[np.float64]


@dataclass(frozen=True, init=False, eq=False)
class Dataset:
    """A table of numbers: `columns` names its c columns, `rows` (n, c) holds the numbers.

    The rows are given as any table of numbers, and kept as an array that can't be written to. `notes` say
    what was decided when they were read from a file, a sentence each. Columns are asked for by name, or by
    number, counted from 1 as in a spreadsheet. Sets are equal whose columns and rows are.

    Raises ValueError for a table that is empty, ragged, or holds a number that is not finite.

    >>> data = Dataset(("x", "y"), ((1.0, 2.0), (3.0, 5.0)))
    >>> data["y"].tolist(), data[1].tolist(), len(data), data.rows.tolist()
    ([2.0, 5.0], [1.0, 3.0], 2, [[1.0, 2.0], [3.0, 5.0]])
    """

    columns: tuple[str, ...]
    rows: Table = field(repr=False)
    notes: tuple[str, ...]

    def __init__(self, columns: Sequence[str], rows: ArrayLike, notes: Sequence[str] = ()) -> None:
        if not (_is_list(columns) and all(isinstance(name, str) for name in columns)):
            raise ValueError(f"the columns are {written(columns)}; give a tuple of names, such as ('x',)")
        repeated = sorted({name for name in columns if columns.count(name) > 1})
        if repeated:
            raise ValueError(f"the column {repeated[0]!r} is there twice; give each a name of its own")
        vars(self).update(columns=tuple(columns), rows=as_table(rows, columns), notes=tuple(notes))

    def __len__(self) -> int:
        """Return the number of rows n."""
        return len(self.rows)

    def __getitem__(self, column: Column) -> Table:
        return self.rows[:, self.place(column)]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Dataset):
            return NotImplemented
        return self.columns == other.columns and same_table(self.rows, other.rows)

    def __hash__(self) -> int:
        return hash((self.columns, table_hash(self.rows)))

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.columns, self.rows, self.notes)

    def place(self, column: Column) -> int:
        """Return where a column stands, from 0. Raises ValueError for one that is not there."""
        return place_of(self.columns, column)

    def select(self, columns: Sequence[Column]) -> "Dataset":
        """Return the data set of these columns, in this order."""
        places = places_of(self.columns, columns)
        return Dataset([self.columns[i] for i in places], self.rows[:, places], self.notes)

    def standardised(self, columns: Sequence[Column] | None = None) -> "Dataset":
        """Return the data set with these columns, all unless given, at mean 0 and standard deviation 1.

        On columns of like size one learning rate suits every parameter. Raises ValueError for a column whose
        values are all the same.
        """
        table = self.rows.copy()
        every = range(len(self.columns))
        for place in every if columns is None else places_of(self.columns, columns):
            values = table[:, place]
            if values.min() == values.max():
                raise ValueError(
                    f"the column {label(self.columns, place)} is {values[0]:g} in every row; leave it out"
                )
            table[:, place] = _standardised(values)
        return Dataset(self.columns, table, self.notes)


def as_table(rows: Any, columns: Sequence[str]) -> Table:
    """Return rows of numbers as an array (n, c) that can't be written to.

    Raises ValueError, naming row and column, for rows of another length and for what is no finite number.
    """
    if not isinstance(rows, np.ndarray):
        _check(rows, columns)
    table = np.array(rows, dtype=float) if not _is_kept(rows) else rows
    if not len(table):
        raise ValueError("the data set is empty; give at least one row of numbers")
    if table.shape != (len(table), len(columns)) or not np.isfinite(table).all():
        _check(table, columns)
    table.flags.writeable = False
    return table


def same_table(one: Table, other: Table) -> bool:
    """Return whether two tables hold the same numbers."""
    return one is other or np.array_equal(one, other)


def table_hash(table: Table) -> int:
    """Return a hash of a table's shape and first row: enough to tell sets apart, quick for large ones."""
    return hash((table.shape, (table[0] + 0.0).tobytes()))


def _is_kept(rows: Any) -> bool:
    """Whether these are the rows of another set, which need no copy: nobody can write to them."""
    is_float = isinstance(rows, np.ndarray) and rows.dtype == float and rows.base is None
    return is_float and not rows.flags.writeable


def _check(rows: Any, columns: Sequence[str]) -> None:
    if not (hasattr(rows, "__len__") and len(rows)):
        raise ValueError("the data set is empty; give at least one row of numbers")
    names = ", ".join(label(columns, place) for place in range(len(columns)))
    for number, row in enumerate(rows, 1):
        if not hasattr(row, "__len__") or isinstance(row, str):
            raise ValueError(f"row {number} is {written(row)}; each row must be a tuple of numbers")
        if len(row) != len(columns):
            raise ValueError(
                f"row {number} has {len(row)} number(s), but there are {len(columns)} columns: {names}"
            )
        for place, value in enumerate(row):
            if not ((type(value) is float or is_number(value)) and abs(value) <= sys.float_info.max):
                raise ValueError(
                    f"row {number}, column {label(columns, place)}: {written(value)} is not a finite number"
                )


def label(columns: Sequence[str], place: int) -> str:
    """Return what a message calls a column, its place counted from 0: its name, or its number.

    >>> label(["x", ""], 0), label(["x", ""], 1)
    ('x', '2')
    """
    return " ".join(columns[place].split()) or str(place + 1)


def places_of(columns: Sequence[str], wanted: Sequence[Column], what: str = "columns") -> list[int]:
    """Return where each of the wanted columns stands; see `place_of`. Raises ValueError for none at all."""
    if not _is_list(wanted) or not len(wanted):
        raise ValueError(f"{what} is {written(wanted)}; give a list of names or numbers, such as [1, 2]")
    return [place_of(columns, column) for column in wanted]


def place_of(columns: Sequence[str], column: Column) -> int:
    """Return where a column, given by name or by number, stands, from 0.

    Raises ValueError for one that is not there, and for a name that is there twice.
    """
    places = [place for place, name in enumerate(columns) if name == column]
    if len(places) > 1:
        numbers = " and ".join(str(place + 1) for place in places)
        raise ValueError(f"the columns {numbers} are all named {column!r}; ask for one by its number")
    if places:
        return places[0]
    if isinstance(column, str) and column.isdecimal():
        column = int(column)
    if isinstance(column, int) and not isinstance(column, bool) and 1 <= column <= len(columns):
        return column - 1
    known = ", ".join(label(columns, place) for place in range(len(columns)))
    raise ValueError(f"there is no column {written(column)}; choose among {known}, or 1 to {len(columns)}")


def _is_list(value: object) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str)


def _standardised(values: NDArray[np.float64]) -> NDArray[np.float64]:
    # Of like size first: the squares of 1e200 and of 1e-300 are beyond all floats.
    scaled = np.ldexp(values, -np.frexp(np.abs(values).max())[1])
    scaled = scaled - scaled.min()
    return (scaled - scaled.mean()) / scaled.std()
