"""A table of numbers with named columns."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gdmath.checks import is_number, written

Column = str | int


@dataclass(frozen=True)
class Dataset:
    """A table of numbers: `columns` names its c columns, `rows` holds n tuples of c floats.

    Columns are asked for by name, or by number, counted from 1 as in a spreadsheet.

    Raises ValueError for a table that is empty, ragged, or holds a number that is not finite.

    >>> data = Dataset(("x", "y"), ((1.0, 2.0), (3.0, 5.0)))
    >>> data["y"].tolist(), data[1].tolist(), len(data)
    ([2.0, 5.0], [1.0, 3.0], 2)
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[float, ...], ...]

    def __post_init__(self) -> None:
        if not (_is_list(self.columns) and all(isinstance(name, str) for name in self.columns)):
            raise ValueError(
                f"the columns are {written(self.columns)}; give a tuple of names, such as ('x',)"
            )
        if not (hasattr(self.rows, "__len__") and len(self.rows)):
            raise ValueError("the data set is empty; give at least one row of numbers")
        repeated = {name for name in self.columns if self.columns.count(name) > 1}
        if repeated:
            raise ValueError(
                f"the column {sorted(repeated)[0]!r} is there twice; give each a name of its own"
            )
        for place, row in enumerate(self.rows, 1):
            self._check(place, row)

    def __len__(self) -> int:
        """Return the number of rows n."""
        return len(self.rows)

    def __getitem__(self, column: Column) -> NDArray[np.float64]:
        place = self.place(column)
        return np.array([row[place] for row in self.rows])

    def place(self, column: Column) -> int:
        """Return where a column stands, from 0. Raises ValueError for one that is not there."""
        return place_of(self.columns, column)

    def select(self, columns: Sequence[Column]) -> "Dataset":
        """Return the data set of these columns, in this order."""
        places = places_of(self.columns, columns)
        return Dataset(
            tuple(self.columns[i] for i in places), tuple(tuple(row[i] for i in places) for row in self.rows)
        )

    def standardised(self, columns: Sequence[Column] | None = None) -> "Dataset":
        """Return the data set with these columns, all unless given, at mean 0 and standard deviation 1.

        On columns of like size one learning rate suits every parameter. Raises ValueError for a column whose
        values are all the same.
        """
        table = np.array(self.rows, dtype=float)
        every = range(len(self.columns))
        for place in every if columns is None else places_of(self.columns, columns):
            values = table[:, place]
            if values.min() == values.max():
                raise ValueError(
                    f"the column {label(self.columns, place)} is {values[0]:g} in every row; leave it out"
                )
            table[:, place] = _standardised(values)
        return Dataset(self.columns, tuple(map(tuple, table.tolist())))

    def _check(self, place: int, row: Sequence[float]) -> None:
        if not hasattr(row, "__len__"):
            raise ValueError(f"row {place} is {written(row)}; each row must be a tuple of numbers")
        if len(row) != len(self.columns):
            names = ", ".join(label(self.columns, i) for i in range(len(self.columns)))
            raise ValueError(
                f"row {place} has {len(row)} number(s), but there are {len(self.columns)} columns: {names}"
            )
        for i, value in enumerate(row):
            if not ((type(value) is float or is_number(value)) and abs(value) <= sys.float_info.max):
                raise ValueError(
                    f"row {place}, column {label(self.columns, i)}: {written(value)} is not a finite number"
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
