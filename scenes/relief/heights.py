"""Heights z = f(x, y) over a plot box: evaluated, sampled, and what is to be done where there are none."""

import math
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
    """Return z at every (x, y), of their shape; silent where it is not a real number.

    A function of two numbers, which fails on arrays, is called point by point; where it fails by a division,
    an overflow or outside of its domain, z is nan.

    Raises ValueError if it can't be called with x and y, or if what it returns does not fit.

    >>> evaluate(lambda x, y: math.sqrt(x) if y > 0 else 0.0, np.array([4.0, -1.0]), np.array([1.0, 1.0]))
    array([ 2., nan])
    """
    with np.errstate(all="ignore"):
        try:
            z = function(x, y)
        except (TypeError, ValueError):  # math.sin wants a number, and so does `if x > 0`
            z = _point_by_point(function, x, y)
        try:
            return np.broadcast_to(_real(np.asarray(z)), np.shape(x))
        except (TypeError, ValueError):
            raise ValueError(
                f"a height field's function must return one height for each x and y, not {_described(z)}"
            ) from None


def _point_by_point(function: Heights, x: Array, y: Array) -> Any:
    z = []
    for at in zip(np.ravel(x).tolist(), np.ravel(y).tolist(), strict=True):
        try:
            z.append(function(*at))
        except (ZeroDivisionError, OverflowError, ValueError):
            z.append(math.nan)
        except TypeError as error:
            raise ValueError(f"a height field's function is called with x and y: {error}") from error
    try:
        return np.asarray(z, complex).reshape(np.shape(x))
    except (TypeError, ValueError):
        return z[0]


def _real(z: Array) -> Array:
    return np.asarray(np.where(np.imag(z) == 0, np.real(z), np.nan) if np.iscomplexobj(z) else z, float)


def _described(z: Any) -> str:
    shape = np.shape(z)
    return f"an array of shape {shape}" if shape else f"{z!r:.40}"


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
    return replace(box, z_range=(low, high if high > low else low + max(1.0, 1e-6 * abs(low))))


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
