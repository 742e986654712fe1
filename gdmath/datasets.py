"""Small data sets: CSV files of one's own, published ones, and synthetic ones from a seeded generator."""

import csv
import io
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

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
        if not self.rows:
            raise ValueError("the data set is empty; give at least one row of numbers")
        repeated = {name for name in self.columns if self.columns.count(name) > 1}
        if repeated:
            raise ValueError(
                f"the column {sorted(repeated)[0]!r} is there twice; give each a name of its own"
            )
        for number, row in enumerate(self.rows, 1):
            if len(row) != len(self.columns):
                raise ValueError(
                    f"row {number} has {len(row)} number(s), but there are {len(self.columns)} columns: "
                    f"{', '.join(self.columns)}"
                )
            for name, value in zip(self.columns, row, strict=True):
                if not math.isfinite(value):
                    raise ValueError(f"row {number}, column {name}: {value} is not a finite number")

    def __len__(self) -> int:
        """Return the number of rows n."""
        return len(self.rows)

    def __getitem__(self, column: Column) -> NDArray[np.float64]:
        place = self.place(column)
        return np.array([row[place] for row in self.rows])

    def place(self, column: Column) -> int:
        """Return where a column stands, from 0. Raises ValueError for one that is not there."""
        return _place(self.columns, column)

    def select(self, columns: Sequence[Column]) -> "Dataset":
        """Return the data set of these columns, in this order."""
        places = [self.place(column) for column in columns]
        return Dataset(
            tuple(self.columns[i] for i in places), tuple(tuple(row[i] for i in places) for row in self.rows)
        )

    def standardised(self, columns: Sequence[Column] | None = None) -> "Dataset":
        """Return the data set with these columns, all unless given, at mean 0 and standard deviation 1.

        On columns of like size one learning rate suits every parameter. Raises ValueError for a column whose
        values are all the same.
        """
        table = np.array(self.rows)
        for column in self.columns if columns is None else columns:
            place = self.place(column)
            spread = table[:, place].std()
            if not spread > 0:
                raise ValueError(
                    f"the column {self.columns[place]} is {table[0, place]:g} in every row; leave it out"
                )
            table[:, place] = (table[:, place] - table[:, place].mean()) / spread
        return Dataset(self.columns, tuple(map(tuple, table.tolist())))


def load_csv(
    path: str | Path, columns: Sequence[Column] | None = None, *, header: bool | None = None
) -> Dataset:
    """Read a CSV file, or those of its columns that are named or numbered from 1.

    The first row is the header if any cell of it is not a number, unless `header` says it. Cells are divided
    by commas, semicolons or tabs, as the first line has them; beside semicolons, 1,5 is one and a half.
    Nothing is dropped: every row must have as many cells as the first one, and every cell that is asked for
    must hold a finite number.

    Raises ValueError, naming the row of the file and the column, for anything else; OSError if the file
    can't be read.
    """
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise ValueError(f"{path} is not a text file in UTF-8; save it as CSV (UTF-8)") from None
    try:
        return parse_csv(text, columns, header=header)
    except ValueError as error:
        raise ValueError(f"{path}: {error}") from None


def parse_csv(text: str, columns: Sequence[Column] | None = None, *, header: bool | None = None) -> Dataset:
    """Return the data set that a CSV file's text holds; see `load_csv`.

    >>> parse_csv("time,distance\\n0,1\\n2,5\\n")["distance"].tolist()
    [1.0, 5.0]
    >>> parse_csv("1;2,5\\n3;4\\n", columns=[2]).rows
    ((2.5,), (4.0,))
    """
    lines = text.splitlines()
    while lines and not lines[-1].strip():
        lines.pop()
    if not lines:
        raise ValueError("the file is empty; give at least one row of numbers")
    divider = max(";\t,", key=lines[0].count)
    table = [
        [cell.strip() for cell in row]
        for row in csv.reader(io.StringIO("\n".join(lines)), delimiter=divider, skipinitialspace=True)
    ]
    decimal_comma = divider == ";"
    has_header = (
        header if header is not None else any(_float(cell, decimal_comma) is None for cell in table[0])
    )
    names = tuple(table[0]) if has_header else tuple(str(i) for i in range(1, len(table[0]) + 1))
    body = table[has_header:]
    if not body:
        raise ValueError("there is a header but no row of numbers below it")
    places = range(len(names)) if columns is None else [_place(names, column) for column in columns]
    rows = tuple(
        _row(cells, number, names, places, decimal_comma) for number, cells in enumerate(body, 1 + has_header)
    )
    return Dataset(tuple(names[i] for i in places), rows)


def _row(
    cells: list[str], number: int, names: tuple[str, ...], places: Iterable[int], decimal_comma: bool
) -> tuple[float, ...]:
    if not any(cells):
        raise ValueError(f"row {number} is empty; delete it or fill it in")
    if len(cells) != len(names):
        raise ValueError(f"row {number} has {len(cells)} cell(s), but the first row has {len(names)}")
    numbers = []
    for place in places:
        value = _float(cells[place], decimal_comma)
        if value is None or not math.isfinite(value):
            found = f"{cells[place]!r} is not a finite number" if cells[place] else "the cell is empty"
            raise ValueError(f"row {number}, column {names[place]}: {found}; write one such as 0.5")
        numbers.append(value)
    return tuple(numbers)


def _float(cell: str, decimal_comma: bool) -> float | None:
    try:
        return float(cell.replace(",", ".") if decimal_comma else cell) if "_" not in cell else None
    except ValueError:
        return None


def _place(names: tuple[str, ...], column: Column) -> int:
    if isinstance(column, str) and column in names:
        return names.index(column)
    if isinstance(column, str) and column.isdecimal():
        column = int(column)
    if isinstance(column, int) and 1 <= column <= len(names):
        return column - 1
    raise ValueError(f"there is no column {column!r}; choose among {', '.join(names)}, or 1 to {len(names)}")


def noisy_line(
    generator: np.random.Generator,
    count: int = 30,
    *,
    slope: float = 2.0,
    intercept: float = 1.0,
    noise: float = 0.5,
    low: float = 0.0,
    high: float = 5.0,
) -> Dataset:
    """Return y = slope x + intercept + noise N(0, 1), with x uniform on [low, high].

    >>> noisy_line(np.random.default_rng(0), 3, noise=0)["x"].round(2).tolist()
    [3.18, 1.35, 0.2]
    """
    return noisy_polynomial(
        generator, count, coefficients=(intercept, slope), noise=noise, low=low, high=high
    )


def noisy_polynomial(
    generator: np.random.Generator,
    count: int = 30,
    *,
    coefficients: Sequence[float] = (1.0, -2.0, 0.5, 1.0),
    noise: float = 0.3,
    low: float = -2.0,
    high: float = 2.0,
) -> Dataset:
    """Return y = c0 + c1 x + c2 x^2 + ... + noise N(0, 1), with x uniform on [low, high]."""
    _check_count(count)
    if not noise >= 0:
        raise ValueError(f"noise is {noise:g}; it must be 0 or more")
    if not low < high:
        raise ValueError(f"x would lie between {low:g} and {high:g}; give the smaller bound first")
    x = generator.uniform(low, high, count)
    y = sum(c * x**power for power, c in enumerate(coefficients)) + noise * generator.standard_normal(count)
    return Dataset(("x", "y"), tuple(zip(x.tolist(), np.asarray(y).tolist(), strict=True)))


def two_groups(
    generator: np.random.Generator, count: int = 40, *, distance: float = 3.0, spread: float = 1.0
) -> Dataset:
    """Return x around -distance/2 with y = 0 and around distance/2 with y = 1, in turn, for `logistic`."""
    _check_count(count)
    y = np.arange(count) % 2
    x = distance * (y - 0.5) + spread * generator.standard_normal(count)
    return Dataset(("x", "y"), tuple(zip(x.tolist(), y.astype(float).tolist(), strict=True)))


def _check_count(count: int) -> None:
    if count < 1:
        raise ValueError(f"count is {count}; a data set has at least one row")


# F. J. Anscombe, 1973, "Graphs in statistical analysis", doi:10.1080/00031305.1973.10478966, first set.
# Its least-squares line is y = 3.00 + 0.500 x.
ANSCOMBE = Dataset(
    ("x", "y"),
    (
        (10.0, 8.04),
        (8.0, 6.95),
        (13.0, 7.58),
        (9.0, 8.81),
        (11.0, 8.33),
        (14.0, 9.96),
        (6.0, 7.24),
        (4.0, 4.26),
        (12.0, 10.84),
        (7.0, 4.82),
        (5.0, 5.68),
    ),
)
