"""Tables of data, written when they are asked for: a lecturer's, and those that stretch a story."""

import tempfile
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

import numpy as np

from tests.scenes import tables

Rows = Iterable[tuple]


def _line(draw: np.random.Generator) -> Rows:
    x = draw.uniform(-3, 9, 40)
    return zip(x.round(3), (2.5 - 0.7 * x + draw.normal(0, 0.8, 40)).round(3), strict=True)


def _far(draw: np.random.Generator) -> Rows:
    x = draw.uniform(1990, 2020, 31).round(0)
    return zip(x, (14 + 0.02 * (x - 1990) + draw.normal(0, 0.1, 31)).round(3), strict=True)


def _outlier(draw: np.random.Generator) -> Rows:
    x = np.append(draw.uniform(0, 1, 19), 8.0)
    return zip(x.round(3), np.append(3 * x[:19] + 1, -40.0).round(3), strict=True)


def _pure(_: np.random.Generator) -> Rows:
    return [(k, 3 * k - 2) for k in range(9)]


def _cloud(draw: np.random.Generator) -> Rows:
    return zip(draw.normal(size=60).round(3), draw.normal(size=60).round(3), strict=True)


def _same_feature(_: np.random.Generator) -> Rows:
    return [(5, k) for k in range(6)]


def _collinear(draw: np.random.Generator) -> Rows:
    x = draw.uniform(0, 5, 30).round(3)
    return zip(x, 2 * x, (1 + x + draw.normal(0, 0.2, 30)).round(3), strict=True)


def _three(draw: np.random.Generator) -> Rows:
    a, b, c = draw.normal(size=(3, 50)) * [[1], [30], [0.1]] + [[0], [100], [2]]
    y = 2 * a - 0.1 * b + 5 * c + draw.normal(0, 0.5, 50)
    return zip(a.round(4), b.round(4), c.round(4), y.round(4), strict=True)


def _labels(draw: np.random.Generator) -> Rows:
    x = draw.uniform(0, 10, 80)
    y = draw.uniform(size=80) < 1 / (1 + np.exp(-(x - 5)))
    return zip(x.round(3), y.astype(int), strict=True)


def _parted(_: np.random.Generator) -> Rows:
    return [(k, int(k > 5)) for k in range(12)]


def _one_apart(_: np.random.Generator) -> Rows:
    return [(k, int(k == 7)) for k in range(15)]


def _two_features(draw: np.random.Generator) -> Rows:
    a, b = draw.normal(size=(2, 70)) * [[1], [20]]
    return zip(a.round(3), b.round(3), (a + b / 20 + draw.normal(0, 0.7, 70) > 0).astype(int), strict=True)


def _tiny(_: np.random.Generator) -> Rows:
    return [(1e-9, 7e-12), (4e-9, 6e-12), (5e-9, 1e-12), (7e-9, 2e-12)]


def _huge(_: np.random.Generator) -> Rows:
    return [(1e12, -7e15), (4e12, 6e15), (5e12, 1e15), (9e12, 8e15)]


OWN: dict[str, tuple[tuple[str, ...], Callable[[np.random.Generator], Rows]]] = {
    "line": (("x", "y"), _line),
    "years": (("year", "degrees"), _far),
    "outlier": (("x", "y"), _outlier),
    "pure": (("x", "y"), _pure),
    "cloud": (("a", "b"), _cloud),
    "one": (("a", "b"), lambda _: [(2, 3)]),
    "two": (("a", "b"), lambda _: [(0, 1), (1, 3)]),
    "level": (("a", "b"), lambda _: [(0, 7), (1, 7), (4, 7)]),
    "same feature": (("a", "b"), _same_feature),
    "tiny": (("x", "y"), _tiny),
    "huge": (("x", "y"), _huge),
    "collinear": (("a", "b", "y"), _collinear),
    "three": (("a", "b", "c", "y"), _three),
    "labels": (("hours", "passed"), _labels),
    "parted": (("size", "kind"), _parted),
    "one apart": (("x", "y"), _one_apart),
    "two features": (("a", "b", "kind"), _two_features),
}
GIVEN = {
    "profits": tables.profits,
    "salaries": tables.salaries,
    "many": tables.many,
    "advertising": tables.advertising,
}
TABLES = (
    *("line", "years", "outlier", "pure", "cloud", "one", "two", "level", "same feature", "tiny", "huge"),
    *("profits", "salaries", "many"),
)
KINDS = {
    "linear": (*TABLES, "collinear", "three", "advertising", "collinear"),
    "polynomial": TABLES,
    "logistic": ("labels", "parted", "one apart", "two features", "labels", "two features", "one"),
}


@cache
def file(name: str) -> str:
    """Return the path of a table."""
    folder = Path(_folder().name)
    if name in GIVEN:
        return GIVEN[name](folder)
    header, rows = OWN[name]
    return tables.write(folder, name.replace(" ", "-"), header, rows(np.random.default_rng(len(name))))


@cache
def _folder() -> tempfile.TemporaryDirectory:
    return tempfile.TemporaryDirectory()


def columns(path: str) -> np.ndarray:
    """Return all numbers of a table (n, columns); a column without a name, which counts rows, is left out."""
    header = Path(path).read_text(encoding="utf-8").splitlines()[0].split(",")
    rows = np.genfromtxt(path, delimiter=",", skip_header=1, ndmin=2)
    return rows[:, [k for k, name in enumerate(header) if name]]
