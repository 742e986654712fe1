"""The cost over a table of examples: the mean of a loss that is written symbolically."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any, cast

import numpy as np
import sympy as sp
from numpy.typing import ArrayLike, NDArray

from gdmath.arithmetic.evaluation import Evaluation
from gdmath.arrays import Floats
from gdmath.cost import Cost
from gdmath.data.dataset import Table, as_table, same_table, table_hash
from gdmath.formulas.expression import parse
from gdmath.formulas.formula import variable_names
from gdmath.formulas.graph import substituted
from gdmath.objective import Extent, Objective

_BLOCK = 2_000_000  # losses that are held at once: of a path over many rows there would be too many


@dataclass(frozen=True, eq=False)
class DataCost(Cost):
    """The cost over n examples: the mean of the loss over the rows of the data.

    `graph` is the loss of one example, in the parameters `variables` and the data's `columns`; so are
    the symbolic derivatives, whose means over the rows are the cost's. `rows` (n, c) holds the numbers.

    >>> cost = DataCost.parse("(w*x - y)**2", ["w"], ["x", "y"], [[1, 2], [2, 2]])
    >>> float(cost.value([1.0])), cost.losses([1.0]).tolist(), cost.gradient([1.0]).tolist()
    (0.5, [1.0, 0.0], [-1.0])
    """

    columns: tuple[sp.Symbol, ...] = ()
    rows: Table = field(default=cast(Table, ()), repr=False)

    @classmethod
    def parse(  # pyright: ignore[reportIncompatibleMethodOverride]  # a loss needs its data
        cls, loss: str, variables: Sequence[str], columns: Sequence[str], rows: ArrayLike
    ) -> "DataCost":
        """Return the cost whose loss is this formula. Raises ValueError as `Dataset` and `Cost.parse` do."""
        return cls.read(loss, variables, columns, rows, typed=True)

    @classmethod
    def read(
        cls,
        loss: str,
        variables: Sequence[str],
        columns: Sequence[str],
        rows: ArrayLike,
        *,
        typed: bool = False,
    ) -> "DataCost":
        """Return what `parse` does, of a loss that is printed or made, not typed; see `formula.read`."""
        weights, inputs = variable_names(variables), variable_names(columns)
        table = as_table(rows, inputs)
        graph, symbols = parse(loss, [*weights, *inputs], typed=typed)
        return cls(graph, symbols[: len(weights)], symbols[len(weights) :], table)

    def __post_init__(self) -> None:
        Cost(self.graph, (*self.variables, *self.columns))
        object.__setattr__(self, "rows", as_table(self.rows, [str(column) for column in self.columns]))

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.graph, self.variables, self.columns, self.rows)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, DataCost):
            return NotImplemented
        same = super().__eq__(other) and self.columns == other.columns
        return same and same_table(self.rows, other.rows)

    def __hash__(self) -> int:
        return hash((super().__hash__(), self.columns, table_hash(self.rows)))

    def record(self) -> dict[str, Any]:
        names = [symbol.name for symbol in self.columns]
        return {**super().record(), "columns": names, "data": self.rows}

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
        numbers = zip(self.columns, self.rows[row].tolist(), strict=True)
        exact = {column.name: Fraction(str(number)) for column, number in numbers}
        return Cost(substituted(self.graph, exact), self.variables)

    def expanded(self) -> Cost:
        """Return the whole cost as one expression in the parameters, exact; long unless n is small."""
        total = sp.Add(*(self.loss_of(row).expression for row in range(len(self.rows))))
        return Cost(sp.expand(total / len(self.rows)), self.variables)

    def subset(self, rows: NDArray[np.int64]) -> "DataCost":
        """Return the cost over some of the rows, counted from 0, sharing what is compiled."""
        part = object.__new__(type(self))  # rows of a table that was checked need no other check
        vars(part).update({name: value for name, value in vars(self).items() if name not in _OF_ROWS})
        table = self.rows[rows]
        vars(part).update(rows=table, _table=list(table.T))
        return part

    @cached_property
    def _table(self) -> list[Floats]:
        return list(np.ascontiguousarray(self.rows.T))

    def _arguments(self, points: Floats) -> list[Any]:
        theta = list(points) if points.ndim == 1 else [points[..., i, None] for i in range(points.shape[-1])]
        return theta + self._table

    def survey(self, points: Floats) -> tuple[Floats, Floats, Extent | None]:
        return Objective.survey(self, points)

    def _numbers(self, evaluation: Evaluation, points: Floats) -> list[Any]:
        """Means over the rows, in floating point: of sums over many rows more digits would be no help."""
        count = max(1, _BLOCK // len(self.rows))
        if points.ndim > 1 and points.size > count * self.dimension:
            flat = points.reshape(-1, self.dimension)
            blocks = [self._numbers(evaluation, flat[i : i + count]) for i in range(0, len(flat), count)]
            return [np.concatenate(parts).reshape(points.shape[:-1]) for parts in zip(*blocks, strict=True)]
        results = evaluation.plain(*self._arguments(points))
        value, *others = [self._collect(result, points.shape[:-1]) for result in results]
        if others and np.isnan(value).any():
            others = [np.where(np.isnan(value), np.nan, other)[()] for other in others]
        return [value, *others]

    def _collect(self, result: Any, shape: tuple[int, ...]) -> Any:
        full = (*shape, len(self.rows))
        if not isinstance(result, np.ndarray) or result.shape != full:
            result = np.broadcast_to(result, full)
        return np.add.reduce(result, axis=-1) / full[-1]  # what mean() does, without its asking around

    def is_lost(self, theta: ArrayLike) -> NDArray[np.bool_]:
        return np.asarray(np.isinf(self.value(theta)))

    def _is_torn(self, points: Floats) -> NDArray[np.bool_]:
        near = self._kinks.near(self._arguments(points))
        return np.asarray(np.broadcast_to(near, (*points.shape[:-1], len(self.rows))).any(axis=-1))

    @property
    def _symbols(self) -> tuple[sp.Symbol, ...]:
        return (*self.variables, *self.columns)


# What is kept once it is known, and known from the rows: not to be shared with other rows.
_OF_ROWS = {name for name, member in vars(DataCost).items() if isinstance(member, cached_property)}
