"""Where data sets come from: CSV files of one's own, published tables, and seeded generators.

Of a file nothing is dropped, and what is wrong with it is named by row and column.
"""

import csv
import io
import math
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from gdmath.checks import number, whole, written
from gdmath.dataset import Column, Dataset, label, places_of

_DIVIDERS = ";\t,"
_AT_THE_END = "if every row ends in a divider, delete that"


def load_csv(
    path: str | Path, columns: Sequence[Column] | None = None, *, header: bool | None = None
) -> Dataset:
    """Read a CSV file, or those of its columns that are named or numbered from 1.

    The first row is the header if no cell of it is a number, unless `header` says it. Cells are divided by
    semicolons, tabs or commas, whichever gives every row as many; beside semicolons, 1,5 is one and a half.
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
    >>> parse_csv("1;2,5\\n3;4\\n", columns=[2]).rows.tolist()
    [[2.5], [4.0]]
    """
    text = _without_blank_end(text)
    if not text:
        raise ValueError("the file is empty; give at least one row of numbers")
    divider = _divider(text)
    decimal_comma = divider == ";"
    table = [[cell.strip() for cell in row] for row in _rows(text, divider)]
    if not any(table[0]):
        raise ValueError("row 1 is empty; delete it or fill it in")
    has_header = _is_header(table[0], decimal_comma) if header is None else header
    names = tuple(table[0]) if has_header else tuple(str(i) for i in range(1, len(table[0]) + 1))
    body = table[has_header:]
    if not body:
        raise ValueError("there is a header but no row of numbers below it")
    places = list(range(len(names))) if columns is None else places_of(names, columns)
    rows = tuple(
        _numbers(cells, row, names, places, decimal_comma) for row, cells in enumerate(body, 1 + has_header)
    )
    return Dataset(tuple(names[i] for i in places), rows)


def _without_blank_end(text: str) -> str:
    """The text less the blank lines at its end; the last line keeps a tab, which may divide its cells."""
    full = text.rstrip()
    rest = re.match(r"[^\r\n]*", text[len(full) :])
    return full + rest[0] if full and rest else ""


def _divider(text: str) -> str:
    """What divides the cells: it gives all rows as many of them, or else the first row the most."""
    widths = {divider: _widths(text, divider) for divider in _DIVIDERS}
    for divider, counts in widths.items():
        if counts[0] > 1 and len(set(counts)) == 1:
            return divider
    divider = max(_DIVIDERS, key=lambda divider: widths[divider][0])
    return divider if widths[divider][0] > 1 else ","


def _widths(text: str, divider: str) -> list[int]:
    """How many cells each row would have, blank ones left out; 0 from where they can't be told."""
    widths: list[int] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=divider, skipinitialspace=True):
            if any(row) or not widths:
                widths.append(len(row))
    except csv.Error:
        widths.append(0)
    return widths


def _rows(text: str, divider: str) -> Iterator[list[str]]:
    # csv is strict about spaces behind a closing quote too; they mean nothing.
    tight = re.sub(rf'((?:\A|[{divider}\r\n])[ ]*"[^"]*(?:""[^"]*)*")[ ]+', r"\1", text)
    reader = csv.reader(io.StringIO(tight, newline=""), delimiter=divider, skipinitialspace=True, strict=True)
    read = 0
    try:
        for row in reader:
            yield row
            read += 1
    except csv.Error as error:
        raise ValueError(
            f"row {read + 1} can't be read ({error}); close each quote, and double one inside a cell"
        ) from None


def _is_header(cells: Sequence[str], decimal_comma: bool) -> bool:
    """Whether the first row is a header. Raises ValueError for one that mixes numbers with anything else."""
    others = [place for place, cell in enumerate(cells) if _float(cell, decimal_comma) is None]
    if others and len(others) < len(cells):
        found = ", ".join(f"cell {place + 1} is {_shown(cells[place])}" for place in others[:3])
        remedy = _AT_THE_END if found == f"cell {len(cells)} is empty" else "mend it"
        raise ValueError(f"row 1 holds numbers, but {found}; {remedy}, or say header=True or header=False")
    return bool(others)


def _numbers(
    cells: Sequence[str], row: int, names: Sequence[str], places: Sequence[int], decimal_comma: bool
) -> tuple[float, ...]:
    if not any(cells):
        raise ValueError(f"row {row} is empty; delete it or fill it in")
    if len(cells) != len(names):
        many = "1 cell" if len(cells) == 1 else f"{len(cells)} cells"
        raise ValueError(f"row {row} has {many}, but the first row has {len(names)}")
    numbers = []
    for place in places:
        value = _float(cells[place], decimal_comma)
        if value is None or not math.isfinite(value):
            raise ValueError(f"row {row}, column {label(names, place)}: {_wrong(cells, names, place)}")
        numbers.append(value)
    return tuple(numbers)


def _wrong(cells: Sequence[str], names: Sequence[str], place: int) -> str:
    """What is wrong with a cell that holds no finite number, and the remedy."""
    if cells[place]:
        return f"{_shown(cells[place])} is not a finite number; write one such as 0.5"
    if place == len(names) - 1 and names[place] in ("", str(len(names))):
        return f"the cell is empty; {_AT_THE_END}"
    return "the cell is empty; write a number such as 0.5"


def _shown(cell: str) -> str:
    return written(cell) if cell else "empty"


def _float(cell: str, decimal_comma: bool) -> float | None:
    try:
        return float(cell.replace(",", ".") if decimal_comma else cell) if "_" not in cell else None
    except ValueError:
        return None


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
    count = whole("count", count, 1)
    number("noise", noise, "0 or more, such as 0.5", lambda real: 0 <= real < math.inf)
    number("high", high, "a finite number, such as 5", math.isfinite)
    number("low", low, f"below high = {high:g}", lambda real: -math.inf < real < high)
    x = generator.uniform(low, high, count)
    y = sum(c * x**power for power, c in enumerate(coefficients)) + noise * generator.standard_normal(count)
    return Dataset(("x", "y"), np.column_stack([x, y]))


def two_groups(
    generator: np.random.Generator, count: int = 40, *, distance: float = 3.0, spread: float = 1.0
) -> Dataset:
    """Return x around -distance/2 with y = 0 and around distance/2 with y = 1, in turn, for `logistic`."""
    count = whole("count", count, 1)
    y = np.arange(count) % 2
    x = distance * (y - 0.5) + spread * generator.standard_normal(count)
    return Dataset(("x", "y"), np.column_stack([x, y]))


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
