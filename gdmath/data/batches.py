"""The one thing that differs in stochastic descent: of which cost the gradient is taken at each step."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from gdmath.checks import number, whole, written
from gdmath.data.data_cost import DataCost
from gdmath.optimizers import Point


class BatchRecord(NamedTuple):
    """Which examples each of n steps saw: `epochs` (n,), and `rows` (n, size), filled up with -1."""

    epochs: NDArray[np.int64]
    rows: NDArray[np.int64]


class Batches(Protocol):
    """Gives the part of the cost that a step sees; `MiniBatches` is one."""

    @property
    def per_epoch(self) -> int:
        """The number of steps in an epoch, after which the whole cost is looked at."""
        ...

    def point(self, point: Point) -> Point:
        """Return the point with the batch's cost, and that cost's value and gradient there."""
        ...

    def record(self, steps: int) -> BatchRecord:
        """Return which examples the first steps saw."""
        ...


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
    _drawn: dict[str, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

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
        return self._order(epoch)[place * self.size : (place + 1) * self.size]

    def point(self, point: Point) -> Point:
        """Return the point with the batch's cost, and that cost's value and gradient there."""
        cost = self.cost.subset(self.rows(point.step))
        value, gradient = cost.value_and_gradient(point.theta)
        return Point(cost, point.step, point.theta, value, gradient)

    def record(self, steps: int) -> BatchRecord:
        """Return which examples the first steps saw."""
        epochs = np.arange(steps) // self.per_epoch
        count = -(-steps // self.per_epoch)
        rows = np.full((count, self.per_epoch * self.size), -1, dtype=np.int64)
        for epoch in range(count):
            rows[epoch, : len(self.cost.rows)] = self._order(epoch)
        return BatchRecord(epochs, rows.reshape(-1, self.size)[:steps])

    def _order(self, epoch: int) -> NDArray[np.int64]:
        """All rows in the order of an epoch. The last one is kept: to draw it costs more than a step."""
        if self._drawn.get("epoch") != epoch:
            order = np.random.default_rng([self.seed, epoch]).permutation(len(self.cost.rows))
            self._drawn.update(epoch=epoch, order=order)
        return self._drawn["order"]
