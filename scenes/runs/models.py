"""The models of a table: what each says of an example, its cost, and its features brought to one scale."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

import numpy as np

from gdmath.arrays import Floats
from gdmath.data.data_cost import DataCost
from gdmath.data.dataset import Dataset, label
from gdmath.data.datasets import noisy_line, noisy_polynomial, two_groups
from gdmath.data.regression import linear, logistic, polynomial
from scenes.parameters import RegressionParameters
from scenes.runs.table import Columns, read_columns

Kind = Literal["line", "polynomial", "plane", "sigmoid", "border"]
SIZES = 1e-30, 1e30  # of features and targets whose squares can be averaged


@dataclass(frozen=True)
class Model:
    """A model on examples: features (n, f) less `shift` over `scale` (f,) are what it sees, `targets` (n,).

    A line, a polynomial, and a plane of several features give numbers; a sigmoid of one feature and a border
    between two give the probability of the label 1.
    """

    kind: Kind
    degree: int
    features: Floats
    targets: Floats
    names: tuple[str, ...]
    shift: Floats
    scale: Floats

    @classmethod
    def of(cls, asked: RegressionParameters) -> "Model":
        """Return the model that was asked for, on raw features. Raises ValueError for what can't be told."""
        table = _columns(asked)
        features, targets = table.data.rows[:, :-1], table.data.rows[:, -1]
        places = [table.data.place(name) for name in (*table.features, table.target)]
        features, targets = table.data.rows[:, places[:-1]], table.data.rows[:, places[-1]]
        _check(asked.kind, table, features, targets)
        several = features.shape[1] > 1
        kinds: dict[str, Kind] = {
            "linear": "plane" if several else "line",
            "polynomial": "polynomial",
            "logistic": "border" if several else "sigmoid",
        }
        count = features.shape[1]
        return cls(
            kinds[asked.kind], asked.degree, features, targets, table.shown, np.zeros(count), np.ones(count)
        )

    @property
    def is_logistic(self) -> bool:
        """Whether it gives probabilities."""
        return self.kind in ("sigmoid", "border")

    @property
    def is_standardised(self) -> bool:
        """Whether it sees features at mean 0 and standard deviation 1."""
        return bool((self.shift != 0).any() or (self.scale != 1).any())

    def standardised(self) -> "Model":
        """Return the model that sees every feature at mean 0 and standard deviation 1."""
        return replace(self, shift=self.features.mean(axis=0), scale=self.features.std(axis=0))

    @cached_property
    def cost(self) -> DataCost:
        """The mean loss over all examples."""
        seen = self.seen(self.features)
        names = [f"x{i}" for i in range(1, seen.shape[1] + 1)]
        data = Dataset((*names, "y"), np.column_stack([seen, self.targets]))
        if self.kind == "polynomial":
            return polynomial(data, self.degree)
        return (logistic if self.is_logistic else linear)(data)

    def seen(self, features: Floats) -> Floats:
        """Return features (k, f) as the model sees them."""
        return (features - self.shift) / self.scale

    def scores(self, theta: Floats, features: Floats) -> Floats:
        """Return w x + b, or the polynomial, at features (k, f)."""
        x = self.seen(features)
        if self.kind == "polynomial":
            return np.asarray(np.polynomial.polynomial.polyval(x[:, 0], theta), dtype=float)
        return x @ theta[:-1] + theta[-1]

    @np.errstate(over="ignore", invalid="ignore")
    def predictions(self, theta: Floats, features: Floats | None = None) -> Floats:
        """Return what the model says at features (k, f), at those of all examples if left out."""
        scores = self.scores(theta, self.features if features is None else features)
        return 1 / (1 + np.exp(-scores)) if self.is_logistic else scores

    @cached_property
    def best(self) -> Floats:
        """The parameters (d,) of the least squares, of least norm where there are many."""
        x = self.seen(self.features)
        if self.kind == "polynomial":
            design = np.vander(x[:, 0], self.degree + 1, increasing=True)
        else:
            design = np.column_stack([x, np.ones(len(x))])
        return np.asarray(np.linalg.lstsq(design, self.targets, rcond=None)[0], dtype=float)

    def border(self, theta: Floats) -> tuple[Floats, float]:
        """Return a and c of the line a x = c in raw features on which both labels are as likely."""
        a = theta[:-1] / self.scale
        return a, float(a @ self.shift - theta[-1])


def _columns(asked: RegressionParameters) -> Columns:
    if asked.data is not None:
        logical = asked.kind == "logistic"
        alone = asked.kind == "polynomial"
        return read_columns(asked.data, asked.x, asked.y, asked.decimal, labelled=logical, alone=alone)
    draw = np.random.default_rng([asked.seed, 7])
    if asked.kind == "logistic":
        return Columns(two_groups(draw, 60, distance=2.2), ("x",), "y")
    if asked.kind == "polynomial":
        coefficients = (1.0, -2.0, 0.5, 1.0)
        return Columns(noisy_polynomial(draw, 60, coefficients=coefficients, noise=1.0), ("x",), "y")
    line = {"slope": 1.3, "intercept": 3.0, "noise": 1.2, "low": 0.0, "high": 4.0}
    return Columns(noisy_line(draw, 64, **line), ("x",), "y")


def _check(kind: str, table: Columns, features: Floats, targets: Floats) -> None:
    count, (smallest, largest) = features.shape[1], SIZES
    if count > 1 and kind == "polynomial":
        raise ValueError(
            f"a polynomial has one feature; name it with --x, one of {', '.join(table.features)}"
        )
    if count > 2 and kind == "logistic":
        raise ValueError(
            f"the border of {count} features can't be drawn; name one or two with --x, of "
            f"{', '.join(table.features)}"
        )
    for place, name in enumerate(table.features):
        column = features[:, place]
        if column.min() == column.max():
            many = "its one row" if len(column) == 1 else "every row"
            raise ValueError(
                f"the feature {label([name], 0)} is {column[0]:g} in {many}, from which nothing can be "
                "learned; give two different values, or leave it out"
            )
        if np.ptp(column) < 1e-9 * np.abs(column).max():
            raise ValueError(
                f"the feature {label([name], 0)} hardly varies beside its size; subtract its mean"
            )
    sizes = np.abs(np.column_stack([features, targets]))
    if sizes.max() > largest or np.ptp(features, axis=0).min() < smallest:
        raise ValueError("the numbers are too large or too small to be squared; change their units")
    if kind == "logistic" and targets.min() == targets.max():
        raise ValueError(f"every label is {targets[0]:g}; to be told apart there must be two kinds")
