"""Where data sets come from: CSV files of one's own, published tables, and seeded generators.

Of a file nothing is dropped unsaid, and what is wrong with it is named by row and column.
"""

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np

from gdmath.checks import number, whole
from gdmath.data.csv_text import decode
from gdmath.data.dataset import Column, Dataset
from gdmath.data.sheet import Sheet


def load_csv(
    path: str | Path,
    columns: Sequence[Column] | None = None,
    *,
    header: bool | None = None,
    decimal: str | None = None,
    labels: Column | None = None,
) -> Dataset:
    """Read a CSV file, or those of its columns that are named or numbered from 1.

    Cells are divided by semicolons, tabs, bars, commas or spaces, whichever gives every row as many, or by
    what a first line `sep=;` says; lines that begin with # are comments. The first row is the header if no
    cell of it is a number, unless `header` says it. The decimal sign is the one that the numbers show; where
    they leave open whether 1.234 is a thousand or one and a bit, `decimal` must say it. Thousands are
    divided by the other sign or not at all. The column `labels` may hold two texts, which become 0 and 1.

    The file is in UTF-8, in UTF-16 with its byte order mark, or in Latin-1. Blank rows, and blank cells of
    every row, at the end are dropped. A first column that only counts the rows is left out unless it is
    asked for. Such decisions are the `notes` of the data set. Every cell that is asked for must hold a
    finite number.

    Raises ValueError, naming the row of the file and the column, for anything else; OSError if the file
    can't be read.
    """
    sheet = load_sheet(path, header=header, decimal=decimal)
    with _named(path):
        return sheet.dataset(columns, labels)


def load_sheet(path: str | Path, *, header: bool | None = None, decimal: str | None = None) -> Sheet:
    """Read a CSV file as texts, to choose columns of; see `load_csv`."""
    content = Path(path).read_bytes()
    with _named(path):
        text, note = decode(content)
        sheet = Sheet.parse(text, header=header, decimal=decimal)
    return replace(sheet, notes=(note,) if note else ())


def parse_csv(
    text: str,
    columns: Sequence[Column] | None = None,
    *,
    header: bool | None = None,
    decimal: str | None = None,
    labels: Column | None = None,
) -> Dataset:
    """Return the data set that a CSV file's text holds; see `load_csv`.

    >>> parse_csv("time,distance\\n0,1\\n2,5\\n")["distance"].tolist()
    [1.0, 5.0]
    >>> parse_csv("1;2,5\\n3;4\\n", columns=[2]).rows.tolist()
    [[2.5], [4.0]]
    >>> parse_csv("x,grade\\n1,fail\\n2,pass\\n", labels="grade").notes
    ('in the column grade, fail is 0 and pass is 1',)
    """
    return Sheet.parse(text, header=header, decimal=decimal).dataset(columns, labels)


@contextmanager
def _named(path: str | Path) -> Iterator[None]:
    """Put the file's name before what is wrong with it."""
    try:
        yield
    except ValueError as error:
        raise ValueError(f"{path}: {error}") from None


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
