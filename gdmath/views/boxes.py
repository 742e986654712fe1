"""Boxes: an interval for each variable, what lies inside, and places that are spread over them."""

import numpy as np
from numpy.typing import NDArray

from gdmath.arrays import Floats
from gdmath.objective import Objective

Range = tuple[float, float]
Box = tuple[Range, ...]


def inside(thetas: Floats, box: Box) -> NDArray[np.bool_]:
    """Return which thetas (..., d) lie in a box."""
    low, high = np.transpose(box)
    return np.asarray(((thetas >= low) & (thetas <= high)).all(axis=-1))


def low_places(cost: Objective, box: Box, count: int = 61) -> Floats:
    """Return the points (k, 2) of a lattice over a box that are lower than all eight around them."""
    points = lattice(box, count, jitter=0.35)
    values = cost.value(points).reshape(count, count)
    inner, n = values[1:-1, 1:-1], count - 2
    lower = np.ones(inner.shape, bool)
    with np.errstate(invalid="ignore"):
        for i, j in ((0, 0), (0, 1), (0, 2), (1, 0), (1, 2), (2, 0), (2, 1), (2, 2)):
            lower &= inner < values[i : i + n, j : j + n]
    return points.reshape(count, count, 2)[1:-1, 1:-1][lower]


def lattice(box: Box, count: int, jitter: float = 0.0) -> Floats:
    """Return the points of a lattice with `count` along each side, (count^d, d).

    `jitter`: by how much of a step its lines are moved, so that no period can hide between them.
    """
    moved = np.arange(count) + jitter * np.sin(12.9898 * np.arange(count))
    moved[[0, -1]] = 0, count - 1
    axes = np.meshgrid(*(low + (high - low) * moved / (count - 1) for low, high in box), indexing="ij")
    return np.stack([axis.ravel() for axis in axes], axis=1)
