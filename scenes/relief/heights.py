"""Heights z = f(x, y) over a plot box: evaluated, sampled, and what is to be done where there are none."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import distance_transform_edt

from gdmath.arrays import Array, Range
from scenes.relief.plot_box import PlotBox

Heights = Callable[[Array, Array], Any]


def evaluate(function: Heights, x: Array, y: Array) -> Array:
    """Return z at every (x, y), of their shape; silent where it is not a number."""
    with np.errstate(all="ignore"):
        return np.broadcast_to(np.asarray(function(x, y), float), np.shape(x))


def sampled(function: Heights, box: PlotBox, shape: tuple[int, int]) -> Array:
    """Return the points (x, y, z) over a lattice of (n, m) vertices, (n, m, 3), in data coordinates."""
    x, y = np.meshgrid(
        np.linspace(*box.x_range, shape[0]), np.linspace(*box.y_range, shape[1]), indexing="ij"
    )
    return np.stack([x, y, evaluate(function, x, y)], axis=-1)


def inside(box: PlotBox, z: Array) -> NDArray[np.bool_]:
    """Return which heights are numbers within the box."""
    low, high = box.z_range
    slack = 1e-9 * (high - low)
    return np.isfinite(z) & (z >= low - slack) & (z <= high + slack)


def fill(z: Array) -> Array:
    """Replace what is not finite by the nearest finite value."""
    bad = ~np.isfinite(z)
    if not bad.any():
        return z
    if bad.all():
        raise ValueError("the function is nowhere finite on these ranges")
    nearest = distance_transform_edt(bad, return_distances=False, return_indices=True)
    return z[tuple(np.asarray(nearest))]


def fitted_box(
    function: Heights, x_range: Range, y_range: Range, z_range: Range | None, resolution: tuple[int, int]
) -> PlotBox:
    """Return a box that holds the finite heights over the ranges.

    Raises ValueError if there are none.
    """
    box = PlotBox(x_range, y_range, z_range or (0.0, 1.0))
    if z_range is not None:
        return box
    z = sampled(function, box, (2 * resolution[0] + 1, 2 * resolution[1] + 1))[..., 2]
    if not np.isfinite(z).any():
        raise ValueError("the function is nowhere finite on these ranges: choose others")
    low, high = float(np.nanmin(z[np.isfinite(z)])), float(np.nanmax(z[np.isfinite(z)]))
    return replace(box, z_range=(low, high if high > low else low + 1.0))


def bilinear(grid: Array, x_range: Range, y_range: Range) -> Heights:
    """Return the function that goes through heights on a lattice, (n, m), bilinear between them."""
    n, m = grid.shape

    def height(x: Array, y: Array) -> Array:
        s = np.clip((x - x_range[0]) / (x_range[1] - x_range[0]), 0, 1) * (n - 1)
        t = np.clip((y - y_range[0]) / (y_range[1] - y_range[0]), 0, 1) * (m - 1)
        i, j = np.minimum(s.astype(int), n - 2), np.minimum(t.astype(int), m - 2)
        s, t = s - i, t - j
        near = grid[i, j] * (1 - t) + grid[i, j + 1] * t
        return near * (1 - s) + (grid[i + 1, j] * (1 - t) + grid[i + 1, j + 1] * t) * s

    return height
