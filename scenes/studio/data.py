"""The options of `descent trace` that read a table: from a file to the cost of a model over its rows."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import cloup

from scenes.studio.failures import UnfitError
from scenes.studio.options import NumberType

if TYPE_CHECKING:
    from gdmath.data.batches import MiniBatches
    from gdmath.data.data_cost import DataCost
    from gdmath.data.dataset import Dataset

OPTIONS = cloup.option_group(
    "Data of your own, in place of a formula",
    cloup.option("--data", help="a CSV file; a row for each example"),
    cloup.option("--model", help="linear, polynomial:DEGREE or logistic [linear]"),
    cloup.option("--x", "x", multiple=True, help="a feature's column, by name or number; again [all others]"),
    cloup.option("--y", "y", help="the target's column, by name or number [the last one]"),
    cloup.option("--decimal", help="the decimal sign of the file, . or , [the one that its numbers show]"),
    cloup.option("--standardise", is_flag=True, default=None, help="bring columns to mean 0 and deviation 1"),
    cloup.option("--batch-size", type=NumberType(whole=True), help="examples that a step sees [all of them]"),
    cloup.option("--seed", type=NumberType(whole=True), help="of the order of the batches [0]"),
)


@dataclass(frozen=True)
class Modelled:
    """A model's cost over a table, the batches that a step sees, and what to tell of both, a line each."""

    cost: "DataCost"
    batches: "MiniBatches | None"
    told: tuple[str, ...]


@dataclass(frozen=True)
class DataOptions:
    """What was asked for. Raises UnfitError for options that say nothing without a file, or contradict."""

    data: str | None = None
    model: str | None = None
    x: tuple[str, ...] = ()
    y: str | None = None
    decimal: str | None = None
    standardise: bool | None = None
    batch_size: int | None = None
    seed: int | None = None

    def __post_init__(self) -> None:
        given = {
            name: value for name, value in vars(self).items() if name != "data" and value not in (None, ())
        }
        if self.data is None and given:
            option = "--" + next(iter(given)).replace("_", "-")
            raise UnfitError(f"{option} is for data; name a file, such as --data points.csv, or leave it out")
        if self.seed is not None and self.batch_size is None:
            raise UnfitError("--seed is of the order of batches; add --batch-size, or leave it out")

    def read(self) -> Modelled:
        """Read the file and return the model of it. Raises ValueError for what can't be, in one line."""
        from gdmath.data.batches import MiniBatches
        from scenes.runs.table import read_columns

        kind, degree = self._kind()
        labelled = kind == "logistic"
        try:
            table = read_columns(str(self.data), self.x, self.y, self.decimal, labelled=labelled)
        except ValueError as error:
            raise UnfitError(str(error)) from None
        data, features, target = table.data, list(table.features), table.target
        data, notes = self._scaled(data, features if kind == "logistic" else list(data.columns))
        cost = self._cost(kind, degree, data, features, target)
        batches = None if self.batch_size is None else MiniBatches(cost, self.batch_size, self.seed or 0)
        return Modelled(cost, batches, (*_said(cost, features, target), *notes))

    def _kind(self) -> tuple[str, int]:
        model = self.model or "linear"
        match = re.fullmatch(r"(linear|logistic)|polynomial:(\d{1,3})", model)
        if not match:
            raise UnfitError(f"the model is {model!r}; choose linear, logistic, or polynomial:3 of degree 3")
        return match[1] or "polynomial", int(match[2] or 0)

    def _scaled(self, data: "Dataset", columns: list[str]) -> tuple["Dataset", tuple[str, ...]]:
        if not self.standardise:
            return data, data.notes
        units = [
            f"{name or 'unnamed'} less {data[name].mean():.6g}, over {data[name].std():.6g}"
            for name in columns
        ]
        return data.standardised(columns), (*data.notes, f"standardised: {'; '.join(units)}")

    @staticmethod
    def _cost(kind: str, degree: int, data: "Dataset", features: list[str], target: str) -> "DataCost":
        from gdmath.data.regression import linear, logistic, polynomial

        if kind != "polynomial":
            return (linear if kind == "linear" else logistic)(data, features, target)
        if len(features) > 1:
            raise UnfitError(f"a polynomial has one feature; name it with --x, one of {', '.join(features)}")
        return polynomial(data, degree, features[0] if features else None, target)


def _said(cost: "DataCost", features: list[str], target: str) -> tuple[str, ...]:
    """Which column is which letter."""
    letters = [str(column) for column in cost.columns]
    pairs = [
        f"{letter} is {name}"
        for letter, name in zip(letters, [*features, target], strict=True)
        if letter != name
    ]
    many = "1 row" if len(cost.rows) == 1 else f"{len(cost.rows)} rows"
    return (f"{many}; {', '.join(pairs)}" if pairs else many,)
