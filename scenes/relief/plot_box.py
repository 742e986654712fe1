"""The box in which a height field is plotted: from data coordinates to scene coordinates."""

import math
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike

from gdmath.arrays import Array, Range


@dataclass(frozen=True)
class PlotBox:
    """A box over x_range x y_range x z_range, of `size` scene units, around `center`.

    Its floor lies `floor_drop` scene units below the lowest z, so that a map on the floor can be seen.

    With `log_height` the height is h = log10(1 + z - z_low), which keeps costs that span many orders of
    magnitude readable; z_range stays in units of the cost.

    Raises ValueError for an empty or infinite range and for a size that is not positive.

    >>> box = PlotBox((-1, 1), (-1, 1), (0, 4), size=(4, 4, 2))
    >>> box.to_scene([1, 0, 4]).tolist()
    [2.0, 0.0, 1.0]
    """

    x_range: Range
    y_range: Range
    z_range: Range
    size: tuple[float, float, float] = (6.0, 6.0, 2.4)
    center: tuple[float, float, float] = (0.0, 0.0, 0.0)
    floor_drop: float = field(default=0.0, kw_only=True)
    log_height: bool = field(default=False, kw_only=True)

    def __post_init__(self) -> None:
        for name in ("x_range", "y_range", "z_range"):
            low, high = getattr(self, name)
            if not (math.isfinite(low) and math.isfinite(high) and low < high):
                raise ValueError(f"{name} must be two finite numbers, the smaller first, not {(low, high)}")
            if not math.isfinite(high - low):
                raise ValueError(f"{name} is {(low, high)}, which is too wide to be drawn; scale it down")
        if min(self.size) <= 0:
            raise ValueError(f"size must be positive, not {self.size}")

    @property
    def lower(self) -> Array:
        """The corner of the smallest scene coordinates, (3,)."""
        return np.array(self.center) - np.array(self.size) / 2

    @property
    def upper(self) -> Array:
        """The corner of the largest scene coordinates, (3,)."""
        return np.array(self.center) + np.array(self.size) / 2

    @property
    def floor(self) -> float:
        """The height of the floor, in scene units."""
        return float(self.lower[2]) - self.floor_drop

    def height_share(self, z: ArrayLike) -> Array:
        """Return where between the floor (0) and the lid (1) the values z are; beyond both for others."""
        low, high = self.z_range
        values = np.asarray(z, float) - low
        if not self.log_height:
            return values / (high - low)
        return np.log1p(np.maximum(values, 0.0)) / math.log1p(high - low)

    def height_at(self, share: ArrayLike) -> Array:
        """Return the values between the floor (0) and the lid (1) of which these are the shares."""
        (low, high), at = self.z_range, np.asarray(share, float)
        return low + (np.expm1(at * np.log1p(high - low)) if self.log_height else at * (high - low))

    def to_scene(self, points: ArrayLike) -> Array:
        """Return the scene coordinates (..., 3) of data points (..., 3)."""
        data = np.asarray(points, float)
        x, y = self.x_range, self.y_range
        share = np.stack(
            [
                (data[..., 0] - x[0]) / (x[1] - x[0]),
                (data[..., 1] - y[0]) / (y[1] - y[0]),
                self.height_share(data[..., 2]),
            ],
            axis=-1,
        )
        return self.lower + share * np.array(self.size)

    def on_floor(self, points: ArrayLike) -> Array:
        """Return the scene coordinates (..., 3), on the floor, of data points (..., 2)."""
        data = np.asarray(points, float)
        placed = self.to_scene(
            np.concatenate([data, np.full((*data.shape[:-1], 1), self.z_range[0])], axis=-1)
        )
        placed[..., 2] = self.floor
        return placed
