"""What lines in space are made of: points, and the look they share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from gdmath.arrays import Array


class Ground(Protocol):
    """What lines can be put on."""

    def lifted(self, points: Array) -> Array:
        """Return points (k, 3) moved up or down onto it; NaN where it has none."""
        ...


@dataclass(frozen=True, eq=False)
class LineSet:
    """Polylines in space that share a look: drawn by one stroke, cut where a sheet hides them.

    points (k, 3); starts (p,) index of each polyline's first point; rgb (3,) or (p, 3); width in pixels;
    dash: lengths on and off in pixels; casing: colour of a wider line beneath, or None; field: the sheet that
    the points are put on, or None.
    """

    points: Array
    starts: NDArray[np.integer]
    rgb: Array
    width: float
    opacity: float = 1.0
    dash: tuple[float, ...] = ()
    casing: Array | None = None
    field: Ground | None = None
