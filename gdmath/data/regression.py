"""Regression: the usual models of a table of examples, each as the cost of its parameters."""

from collections.abc import Sequence

import numpy as np

from gdmath.checks import whole, written
from gdmath.data.data_cost import DataCost
from gdmath.data.dataset import Column, Dataset, Table, places_of


def linear(data: Dataset, features: Sequence[Column] | None = None, target: Column | None = None) -> DataCost:
    """Return the cost of a linear model with the squared error as loss.

    Loss (w x + b - y)^2 for one feature, (w1 x1 + w2 x2 + ... + b - y)^2 for several. The target is the last
    column unless given, the features all others.

    >>> linear(Dataset(("t", "s"), ((0.0, 1.0), (1.0, 3.0)))).formula
    '(w*x + b - y)**2'
    """
    table, inputs = _table(data, features, target)
    weights = ["w"] if len(inputs) == 1 else [f"w{i}" for i in range(1, len(inputs) + 1)]
    return _cost(f"({_sum(weights, inputs)} - y)**2", [*weights, "b"], inputs, table)


def polynomial(
    data: Dataset, degree: int, feature: Column | None = None, target: Column | None = None
) -> DataCost:
    """Return the cost of a polynomial w0 + w1 x + ... + wk x^k, k the degree, with the squared error as loss.

    Raises ValueError unless 1 <= degree <= 12.

    >>> polynomial(Dataset(("x", "y"), ((0.0, 1.0), (1.0, 3.0))), 2).formula
    '(w0 + w1*x + w2*x**2 - y)**2'
    """
    degree = whole("the degree", degree, 1, 12)
    table, inputs = _table(data, None if feature is None else [feature], target)
    if len(inputs) != 1:
        raise ValueError(f"a polynomial has one feature; name it, one of {', '.join(data.columns)}")
    terms = " + ".join(["w0", "w1*x", *(f"w{i}*x**{i}" for i in range(2, degree + 1))])
    return _cost(f"({terms} - y)**2", [f"w{i}" for i in range(degree + 1)], inputs, table)


def logistic(
    data: Dataset, features: Sequence[Column] | None = None, target: Column | None = None
) -> DataCost:
    """Return the cost of a logistic model, P(y = 1) = 1 / (1 + exp(-z)) with z = w x + b.

    The loss is the cross-entropy -y log P - (1 - y) log(1 - P) = log(1 + exp(z)) - y z, in a form that does
    not overflow. Raises ValueError unless every target is 0 or 1.

    >>> logistic(Dataset(("x", "y"), ((0.0, 1.0), (1.0, 0.0)))).formula
    'softplus(w*x + b) - y*(w*x + b)'
    """
    table, inputs = _table(data, features, target)
    others = np.flatnonzero((table[:, -1] != 0) & (table[:, -1] != 1))
    if len(others):
        raise ValueError(
            f"row {others[0] + 1}: the target is {table[others[0], -1]:g}; a logistic model needs 0 or 1"
        )
    weights = ["w"] if len(inputs) == 1 else [f"w{i}" for i in range(1, len(inputs) + 1)]
    z = _sum(weights, inputs)
    return _cost(f"softplus({z}) - y*({z})", [*weights, "b"], inputs, table)


def _table(
    data: Dataset, features: Sequence[Column] | None, target: Column | None
) -> tuple[Table, list[str]]:
    """The chosen columns, target last, and the features' names in the formula: x, or x1, x2, ..."""
    if not isinstance(data, Dataset):
        raise ValueError(f"the data is {written(data)}; give a Dataset, such as load_csv('points.csv')")
    last = len(data.columns) - 1 if target is None else data.place(target)
    chosen = (
        [i for i in range(len(data.columns)) if i != last]
        if features is None
        else places_of(data.columns, features, "features")
    )
    if not chosen:
        raise ValueError(
            f"there is no feature beside the target {data.columns[last]}; give two columns or more"
        )
    if last in chosen:
        raise ValueError(f"the column {data.columns[last]} is both feature and target; choose another")
    names = ["x"] if len(chosen) == 1 else [f"x{i}" for i in range(1, len(chosen) + 1)]
    return data.rows[:, [*chosen, last]], names


def _sum(weights: Sequence[str], inputs: Sequence[str]) -> str:
    return " + ".join([*(f"{w}*{x}" for w, x in zip(weights, inputs, strict=True)), "b"])


def _cost(loss: str, variables: Sequence[str], inputs: Sequence[str], table: Table) -> DataCost:
    return DataCost.read(loss, variables, [*inputs, "y"], table)
