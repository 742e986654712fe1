"""The one thing that differs in stochastic descent: of which cost the gradient is taken at each step."""

from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from gdmath.optimizers import Point


class BatchRecord(NamedTuple):
    """Which examples each of n steps saw: `epochs` (n,), and `rows` (n, size), filled up with -1."""

    epochs: NDArray[np.int64]
    rows: NDArray[np.int64]


class Batches(Protocol):
    """Gives the part of the cost that a step sees; `regression.MiniBatches` is one."""

    def point(self, point: Point) -> Point:
        """Return the point with the batch's cost, and that cost's value and gradient there."""
        ...

    def record(self, steps: int) -> BatchRecord:
        """Return which examples the first steps saw."""
        ...
