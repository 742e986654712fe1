"""Regression: the loss of one example, written symbolically, and the cost, its mean over a data set."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import sympy as sp
from numpy.typing import ArrayLike, NDArray

from gdmath.arrays import Floats
from gdmath.batches import BatchRecord
from gdmath.checks import number, whole, written
from gdmath.cost import Cost
from gdmath.dataset import Column, Dataset, places_of
from gdmath.expression import parse
from gdmath.formula import variable_names
from gdmath.optimizers import Point


@dataclass(frozen=True)
class DataCost(Cost):
    """The cost over n examples: the mean of the loss over the rows of the data.

    `expression` is the loss of one example, in the parameters `variables` and the data's `columns`; so are
    the symbolic derivatives, whose means over the rows are the cost's. `rows` holds n tuples of numbers.

    >>> cost = DataCost.parse("(w*x - y)**2", ["w"], ["x", "y"], [[1, 2], [2, 2]])
    >>> float(cost.value([1.0])), cost.losses([1.0]).tolist(), cost.gradient([1.0]).tolist()
    (0.5, [1.0, 0.0], [-1.0])
    """

    columns: tuple[sp.Symbol, ...] = ()
    rows: tuple[tuple[float, ...], ...] = field(default=(), repr=False)

    @classmethod
    def parse(  # pyright: ignore[reportIncompatibleMethodOverride]  # a loss needs its data
        cls, loss: str, variables: Sequence[str], columns: Sequence[str], rows: Sequence[Sequence[float]]
    ) -> "DataCost":
        """Return the cost whose loss is this formula. Raises ValueError as `Dataset` and `Cost.parse` do."""
        return cls.read(loss, variables, columns, rows, typed=True)

    @classmethod
    def read(
        cls,
        loss: str,
        variables: Sequence[str],
        columns: Sequence[str],
        rows: Sequence[Sequence[float]],
        *,
        typed: bool = False,
    ) -> "DataCost":
        """Return what `parse` does, of a loss that is printed or made, not typed; see `formula.read`."""
        weights, inputs = variable_names(variables), variable_names(columns)
        data = Dataset(inputs, _numbers(rows))
        expression, symbols = parse(loss, [*weights, *inputs], typed=typed)
        return cls(expression, symbols[: len(weights)], symbols[len(weights) :], data.rows)

    def __post_init__(self) -> None:
        Cost(self.expression, (*self.variables, *self.columns))
        Dataset(tuple(map(str, self.columns)), self.rows)

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.expression, self.variables, self.columns, self.rows)

    def record(self) -> dict[str, Any]:
        names = [symbol.name for symbol in self.columns]
        return {**super().record(), "columns": names, "data": [list(row) for row in self.rows]}

    def losses(self, theta: ArrayLike) -> Floats:
        """Return the loss of every example: (..., d) -> (..., n)."""
        points = self._points(theta)
        with np.errstate(all="ignore"):
            (losses,) = self._compiled_value(*self._arguments(points))
            return np.broadcast_to(losses, (*points.shape[:-1], len(self.rows))).astype(float)

    def loss_of(self, row: int) -> Cost:
        """Return the loss of one example, counted from 0, as a cost of the parameters, exact.

        >>> DataCost.parse("(w*x - y)**2", ["w"], ["x", "y"], [[1, 2], [2, 3]]).loss_of(1).expression
        (2*w - 3)**2
        """
        exact = map(sp.Rational, map(str, self.rows[row]))
        return Cost(self.expression.subs(dict(zip(self.columns, exact, strict=True))), self.variables)

    def expanded(self) -> Cost:
        """Return the whole cost as one expression in the parameters, exact; long unless n is small."""
        total = sp.Add(*(self.loss_of(row).expression for row in range(len(self.rows))))
        return Cost(sp.expand(total / len(self.rows)), self.variables)

    def subset(self, rows: NDArray[np.int64]) -> "DataCost":
        """Return the cost over some of the rows, counted from 0, sharing what is compiled."""
        part = DataCost(
            self.expression, self.variables, self.columns, tuple(self.rows[row] for row in rows.tolist())
        )
        shared = {name: value for name, value in vars(self).items() if name not in ("rows", "_table")}
        vars(part).update(shared)
        return part

    @cached_property
    def _table(self) -> list[Floats]:
        return list(np.array(self.rows).T)

    def _arguments(self, points: Floats) -> list[Any]:
        theta = list(points) if points.ndim == 1 else [points[..., i, None] for i in range(points.shape[-1])]
        return [*theta, *self._table]

    def _collect(self, result: Any, shape: tuple[int, ...]) -> Any:
        return np.broadcast_to(result, (*shape, len(self.rows))).mean(axis=-1)

    def _everywhere(self, condition: Any, shape: tuple[int, ...]) -> Any:
        return np.broadcast_to(condition, (*shape, len(self.rows))).all(axis=-1)

    @property
    def _symbols(self) -> tuple[sp.Symbol, ...]:
        return (*self.variables, *self.columns)


@dataclass(frozen=True)
class MiniBatches:
    """Mini-batches of `size` examples: in every epoch all rows once, in an order drawn anew from the seed.

    The order of epoch e comes from `numpy.random.default_rng([seed, e])`, so that every run sees the same
    batches. The last batch of an epoch holds what is left. Each batch's gradient is an unbiased estimate of
    the whole one; L. Bottou, F. E. Curtis, J. Nocedal, 2018, "Optimization methods for large-scale machine
    learning", doi:10.1137/16M1080173.

    Raises ValueError unless cost is a DataCost, size a whole number from 1 to n, and seed one from 0 on.

    >>> cost = DataCost.parse("(w*x - y)**2", ["w"], ["x", "y"], [[1, 2], [2, 2], [3, 1]])
    >>> batches = MiniBatches(cost, size=2)
    >>> [batches.epoch(step) for step in range(4)], batches.record(2).rows.tolist()
    ([0, 0, 1, 1], [[2, 0], [1, -1]])
    """

    cost: DataCost
    size: int
    seed: int = 0

    def __post_init__(self) -> None:
        if not isinstance(self.cost, DataCost):
            raise ValueError(f"the cost is {written(self.cost)}; give a DataCost, such as linear(data)")
        most = len(self.cost.rows)
        must = f"a whole number between 1 and {most}, the number of rows"
        number("the batch size", self.size, must, lambda size: 1 <= size <= most and size.is_integer())
        object.__setattr__(self, "size", int(self.size))
        object.__setattr__(self, "seed", whole("the seed", self.seed, 0))

    @property
    def per_epoch(self) -> int:
        """The number of batches, and so of steps, in an epoch."""
        return -(-len(self.cost.rows) // self.size)

    def epoch(self, step: int) -> int:
        """Return the epoch of a step, both counted from 0."""
        return step // self.per_epoch

    def rows(self, step: int) -> NDArray[np.int64]:
        """Return the rows that a step sees, counted from 0."""
        epoch, place = divmod(step, self.per_epoch)
        order = np.random.default_rng([self.seed, epoch]).permutation(len(self.cost.rows))
        return order[place * self.size : (place + 1) * self.size]

    def point(self, point: Point) -> Point:
        """Return the point with the batch's cost, and that cost's value and gradient there."""
        cost = self.cost.subset(self.rows(point.step))
        value, gradient = cost.value_and_gradient(point.theta)
        return Point(cost, point.step, point.theta, value, gradient)

    def record(self, steps: int) -> BatchRecord:
        """Return which examples the first steps saw."""
        rows = np.full((steps, self.size), -1, dtype=np.int64)
        for step in range(steps):
            seen = self.rows(step)
            rows[step, : len(seen)] = seen
        return BatchRecord(np.arange(steps) // self.per_epoch, rows)


def linear(data: Dataset, features: Sequence[Column] | None = None, target: Column | None = None) -> DataCost:
    """Return the cost of a linear model with the squared error as loss.

    Loss (w x + b - y)^2 for one feature, (w1 x1 + w2 x2 + ... + b - y)^2 for several. The target is the last
    column unless given, the features all others.

    >>> linear(Dataset(("t", "s"), ((0.0, 1.0), (1.0, 3.0)))).formula
    '(b + w*x - y)**2'
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
    terms = " + ".join(f"w{i}*x**{i}" for i in range(degree + 1))
    return _cost(f"({terms} - y)**2", [f"w{i}" for i in range(degree + 1)], inputs, table)


def logistic(
    data: Dataset, features: Sequence[Column] | None = None, target: Column | None = None
) -> DataCost:
    """Return the cost of a logistic model, P(y = 1) = 1 / (1 + exp(-z)) with z = w x + b.

    The loss is the cross-entropy -y log P - (1 - y) log(1 - P) = log(1 + exp(z)) - y z, in a form that does
    not overflow. Raises ValueError unless every target is 0 or 1.

    >>> logistic(Dataset(("x", "y"), ((0.0, 1.0), (1.0, 0.0)))).formula
    '-y*(b + w*x) + softplus(b + w*x)'
    """
    table, inputs = _table(data, features, target)
    for place, row in enumerate(table, 1):
        if row[-1] not in (0.0, 1.0):
            raise ValueError(f"row {place}: the target is {row[-1]:g}; a logistic model needs 0 or 1")
    weights = ["w"] if len(inputs) == 1 else [f"w{i}" for i in range(1, len(inputs) + 1)]
    z = _sum(weights, inputs)
    return _cost(f"softplus({z}) - y*({z})", [*weights, "b"], inputs, table)


def _table(
    data: Dataset, features: Sequence[Column] | None, target: Column | None
) -> tuple[tuple[tuple[float, ...], ...], list[str]]:
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
    return data.select([data.columns[i] for i in (*chosen, last)]).rows, names


def _sum(weights: Sequence[str], inputs: Sequence[str]) -> str:
    return " + ".join([*(f"{w}*{x}" for w, x in zip(weights, inputs, strict=True)), "b"])


def _cost(
    loss: str, variables: Sequence[str], inputs: Sequence[str], table: Sequence[Sequence[float]]
) -> DataCost:
    return DataCost.read(loss, variables, [*inputs, "y"], table)


def _numbers(rows: Sequence[Sequence[float]]) -> tuple[tuple[float, ...], ...]:
    remedy = "give a list of rows, each with a number for every column, such as [[1, 2], [3, 4]]"
    try:
        table = list(rows)
    except TypeError:
        raise ValueError(f"the rows are {written(rows)}; {remedy}") from None
    numbers = []
    for place, row in enumerate(table, 1):
        try:
            numbers.append(tuple(map(float, row)))
        except (TypeError, ValueError, OverflowError):
            raise ValueError(f"row {place} is {written(row)}; {remedy}") from None
    return tuple(numbers)
