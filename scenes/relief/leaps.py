"""Where a descent does not glide over its sheet: arcs over it, and arrows to what lies beyond its edge."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike

from gdmath.arrays import Array
from scenes.relief.field import HeightField
from scenes.relief.paint.line_set import LineSet
from scenes.relief.paint.projection import Projection
from scenes.relief.spatial import Ref, Spatial

LIFT, LEAST_LIFT = 0.35, 0.25  # how high an arc rises above its higher end: of its length, and at least
PIECES = 40
INWARD, OUTWARD, BARB = 0.35, 0.3, 0.22  # of an arrow at the edge, in scene units
BEYOND = 1e-3  # of the sheet, beyond its edge: what is nearer is on it


class Leaps(Spatial):
    """Arcs through the air from places on a sheet to others, set by `over`."""

    def __init__(self, field: HeightField, *, color: Any, width: float = 3.0, opacity: float = 0.9) -> None:
        self.field, self.width_units = Ref(field), width
        super().__init__(color=color, opacity=opacity)
        self.starts = np.zeros(0, int)
        self.points = np.zeros((0, 3))

    def over(self, leaps: Sequence[tuple[Array, Array, float]]) -> Self:
        """Draw a share of each arc from theta (2,) to theta (2,), (begin, end, share)."""
        arcs = [self._arc(begin, end, share) for begin, end, share in leaps]
        self.starts = np.cumsum([0, *map(len, arcs)])[:-1]
        self.points = np.concatenate([np.zeros((0, 3)), *arcs])
        return self

    def line_sets(self, projection: Projection) -> list[LineSet]:
        """Return the arcs, dashed."""
        if not len(self.points):
            return []
        unit = float(projection.unit[0])
        width, dash = self.width_units * 0.01 * unit, (0.1 * unit, 0.06 * unit)
        return [LineSet(self.points, self.starts, self.rgb, width, self.opacity, dash=dash)]

    def _arc(self, begin: Array, end: Array, share: float) -> Array:
        field = self.field.to
        feet = _feet(field, np.stack([begin, end]))
        t = np.linspace(0.0, share, PIECES)[:, None]
        points = feet[0] + t * (feet[1] - feet[0])
        lift = max(LIFT * float(np.linalg.norm(feet[1] - feet[0])), LEAST_LIFT)
        points[:, 2] += 4 * lift * (t * (1 - t))[:, 0]
        return points


class EdgeArrows(Spatial):
    """Arrows on the floor, at the edge of a sheet, to places that lie beyond it; set by `toward`."""

    def __init__(self, field: HeightField, *, color: Any, width: float = 5.0) -> None:
        self.field, self.width_units = Ref(field), width
        super().__init__(color=color)
        self.points = np.zeros((0, 3))

    def toward(self, thetas: ArrayLike) -> Self:
        """Point to those of thetas (k, 2) that are beyond the sheet."""
        field, box = self.field.to, self.field.to.box
        low, high = np.transpose([box.x_range, box.y_range])
        places = np.asarray(thetas, float).reshape(-1, 2)
        nearest = np.clip(places, low, high)
        away = (places - nearest) / (high - low)
        beyond = (np.abs(away) > BEYOND).any(axis=1)
        way = np.sign(away[beyond])
        way = np.column_stack([way, np.zeros(len(way))])
        way /= np.linalg.norm(way, axis=1, keepdims=True)
        tips = field.over(nearest[beyond]) + OUTWARD * way
        across = np.stack([-way[:, 1], way[:, 0], way[:, 2]], axis=1)
        tails = tips - (INWARD + OUTWARD) * way
        barbs = [tips - BARB * (way + side * 0.6 * across) for side in (-1, 1)]
        self.points = np.stack([tails, tips, barbs[0], tips, barbs[1]], axis=1).reshape(-1, 3)
        return self

    def line_sets(self, projection: Projection) -> list[LineSet]:
        """Return the arrows."""
        if not len(self.points):
            return []
        width = self.width_units * 0.01 * float(projection.unit[0])
        return [LineSet(self.points, np.arange(0, len(self.points), 5), self.rgb, width, self.opacity)]


def _feet(field: HeightField, thetas: Array) -> Array:
    """Where places are on the sheet, (k, 3); beyond it, at its edge, and on the floor where it has a hole."""
    box = field.box
    nearest = np.clip(thetas, *np.transpose([box.x_range, box.y_range]))
    feet = field.place(nearest)
    return np.where(np.isfinite(feet), feet, field.over(nearest))
