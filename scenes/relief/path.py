"""Paths over a sheet: the trail of a descent, and its shadow on the floor."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
from manim import ManimColor, Mobject, ValueTracker
from numpy.typing import ArrayLike, NDArray

from gdmath.arrays import Array
from scenes.relief.field import HeightField
from scenes.relief.paint.line_set import LineSet
from scenes.relief.paint.projection import Projection
from scenes.relief.spatial import Ref, Spatial

STRIDE = 0.15  # of a lattice cell: points of a path nearer than this are left out
OUTSIDE = 1e-3  # how far beyond its sheet a path that leaves it goes, as a share of the sheet


class SurfacePath(Spatial):
    """A trail through points theta_0, theta_1, ... of a field's domain, drawn on the sheet.

    `thetas` (k, 2) are data coordinates; between them the trail runs straight in x and y and follows the
    sheet. It shows the first `progress` steps, a number that need not be whole: all at first. What lies
    outside of the sheet, or is not finite, is left out. `width` is Manim's stroke width; `casing` colours a
    darker rim, None for none.

    `leaps` (k-1,) are the steps over which it does not run on the sheet: there it is broken.

    Raises ValueError unless thetas is a table of two columns.
    """

    def __init__(
        self,
        field: HeightField,
        thetas: ArrayLike,
        *,
        color: Any = "#ffe25c",
        width: float = 4.0,
        casing: Any = "#0f1216",
        opacity: float = 1.0,
        leaps: ArrayLike = (),
    ) -> None:
        table = np.asarray(thetas, float)
        if table.ndim != 2 or table.shape[1] != 2 or not len(table):
            raise ValueError(f"a path needs a table of points (k, 2), not one of shape {table.shape}")
        self.field = Ref(field)
        self.width_units = width
        self.casing = None if casing is None else np.array(ManimColor(casing).to_rgb())
        self.thetas = table
        self.leaps = np.asarray(leaps, bool)
        super().__init__(color=color, opacity=opacity)
        at, self.steps = _dense(_shares(field, table), field.mesh.shape)
        self.points = field.over(_data(field, at))
        self.window = (0.0, float(len(table) - 1))

    @property
    def progress(self) -> float:
        """How many steps are shown."""
        return self.window[1]

    def set_progress(self, steps: float) -> Self:
        """Show the first `steps` steps."""
        self.window = (self.window[0], float(np.clip(steps, 0, len(self.thetas) - 1)))
        return self

    def grow_with(self, tracker: ValueTracker) -> Self:
        """Let the tracker's value be the number of steps shown, from now on."""
        self.add_updater(lambda path: path.set_progress(tracker.get_value()), call_updater=True)
        return self

    @property
    def tip(self) -> Array:
        """Theta at the end of what is shown, (2,)."""
        steps = np.arange(len(self.thetas))
        return np.array([np.interp(self.progress, steps, column) for column in self.thetas.T])

    def shown_points(self) -> Array:
        """Return the points of the part that is shown, over the floor, (k, 3)."""
        return self._shown()[0]

    def _shown(self) -> tuple[Array, Array]:
        """The points of the part that is shown, and their step numbers."""
        start, end = self.window
        if not len(self.steps) or end <= start:
            return np.zeros((0, 3)), np.zeros(0)
        inner = (self.steps > start) & (self.steps < end)
        ends = np.array([[np.interp(s, self.steps, c) for c in self.points.T] for s in (start, end)])
        steps = np.concatenate([[start], self.steps[inner], [end]])
        return np.concatenate([ends[:1], self.points[inner], ends[1:]]), steps

    def line_sets(self, projection: Projection) -> list[LineSet]:
        """Return the trail, on its sheet."""
        points, steps = self._shown()
        width = self.width_units * 0.01 * float(projection.unit[0])
        start = np.zeros(1, int)
        if self.leaps.any() and len(steps):
            steps = np.minimum(steps, len(self.leaps) - 1e-9)
            points = np.where(self.leaps[steps.astype(int)][:, None], np.nan, points)
        return [
            LineSet(points, start, self.rgb, width, self.opacity, casing=self.casing, field=self.field.to)
        ]

    def pointwise_become_partial(self, mobject: Mobject, a: float, b: float) -> Self:
        """Show the part between the shares a and b of the length of another path; Create uses it."""
        if isinstance(mobject, SurfacePath) and len(mobject.points):
            self.points, self.steps = mobject.points, mobject.steps
            length = np.linalg.norm(np.diff(self.points, axis=0), axis=1)
            at = np.concatenate([[0.0], np.cumsum(length)])
            self.window = tuple(np.interp(np.array([a, b]) * at[-1], at, self.steps).tolist())
        return self

    def align_points_with_larger(self, larger_mobject: Mobject) -> Self:
        """Divide the path into as many pieces as a longer one has, for a Transform."""
        count = len(larger_mobject.points)
        at, wanted = np.linspace(0, 1, len(self.points)), np.linspace(0, 1, count)
        self.points = np.stack([np.interp(wanted, at, column) for column in self.points.T], axis=1)
        self.steps = np.interp(wanted, at, self.steps)
        return self

    def interpolate_color(self, mobject1: Mobject, mobject2: Mobject, alpha: float) -> Self:
        """Mix the colours, widths and shown parts of two paths."""
        super().interpolate_color(mobject1, mobject2, alpha)
        if isinstance(mobject1, SurfacePath) and isinstance(mobject2, SurfacePath):
            self.steps = (1 - alpha) * mobject1.steps + alpha * mobject2.steps
            self.width_units = (1 - alpha) * mobject1.width_units + alpha * mobject2.width_units
            mixed = (1 - alpha) * np.array(mobject1.window) + alpha * np.array(mobject2.window)
            self.window = (float(mixed[0]), float(mixed[1]))
            self.thetas = (mobject1 if alpha < 1 else mobject2).thetas
            self.field = (mobject1 if alpha < 1 else mobject2).field
        return self


class FloorShadow(Spatial):
    """The shadow of a path on the floor of its box: it grows as the path grows."""

    def __init__(
        self, path: SurfacePath, *, color: Any = None, width: float = 3.0, opacity: float = 0.7
    ) -> None:
        self.path = Ref(path)
        self.width_units = width
        super().__init__(color=path.color if color is None else color, opacity=opacity)
        self.points = path.points.copy()

    def line_sets(self, projection: Projection) -> list[LineSet]:
        """Return the shadow, on the floor."""
        path = self.path.to
        points = path.shown_points()
        if not len(points):
            return []
        points = points.copy()
        points[:, 2] = path.field.to.floor
        outside = ~np.isfinite(path.field.to.lifted(points)[:, 2])
        points[outside] = np.nan
        width = self.width_units * 0.01 * float(projection.unit[0])
        return [LineSet(points, np.zeros(1, int), self.rgb, width, self.opacity)]


def _shares(field: HeightField, thetas: Array) -> Array:
    (x0, x1), (y0, y1) = field.box.x_range, field.box.y_range
    return (thetas - [x0, y0]) / [x1 - x0, y1 - y0]


def _data(field: HeightField, shares: Array) -> Array:
    (x0, x1), (y0, y1) = field.box.x_range, field.box.y_range
    return shares * [x1 - x0, y1 - y0] + [x0, y0]


def _dense(at: Array, shape: tuple[int, int]) -> tuple[Array, Array]:
    """Return points along a polyline of shares (k, 2), at most half a cell apart, and their step numbers."""
    finite = np.isfinite(at).all(axis=1)
    if len(at) == 1 or not finite.all():
        at = at[: len(at) if finite.all() else int(np.argmin(finite))]
    if len(at) < 2:
        return at, np.zeros(len(at))
    begin, end = _clipped(at[:-1], at[1:])
    cells = np.abs((at[1:] - at[:-1]) * (np.array(shape) - 1)).max(axis=1) * (end - begin)
    pieces = np.where(end > begin, np.ceil(cells * 2), 0).astype(int).clip(0, 4 * max(shape))
    owner = np.repeat(np.arange(len(pieces)), pieces)
    part = np.arange(len(owner)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    # Pieces run from just before the first to just past the last point on the sheet.
    share = begin[owner] + (end - begin)[owner] * part / np.maximum(pieces[owner], 1)
    last = np.flatnonzero(pieces)
    steps = np.sort(np.concatenate([owner + share, last + end[last], np.arange(len(at))[_near(at)]]))
    points = np.stack([np.interp(steps, np.arange(len(at)), column) for column in at.T], axis=1)
    if not len(steps):
        return points, steps
    length = np.concatenate([[0.0], np.cumsum(np.abs(np.diff(points, axis=0) * shape).max(axis=1))])
    _, first = np.unique(np.floor(length / STRIDE), return_index=True)
    keep = np.union1d(first, [len(steps) - 1])
    return points[keep], steps[keep]


def _near(at: Array) -> NDArray[np.bool_]:
    return np.all(np.abs(at - 0.5) <= 0.5 + OUTSIDE, axis=1)


def _clipped(start: Array, stop: Array) -> tuple[Array, Array]:
    """Return the shares between which segments (k, 2) are on the unit square, a little widened."""
    step = stop - start
    with np.errstate(divide="ignore", invalid="ignore"):
        low, high = (-OUTSIDE - start) / step, (1 + OUTSIDE - start) / step
    still = step == 0
    inside = np.abs(start - 0.5) <= 0.5 + OUTSIDE
    low, high = np.minimum(low, high), np.maximum(low, high)
    first = np.where(still, np.where(inside, 0, 1), np.clip(low, 0, 1)).max(axis=1)
    last = np.where(still, np.where(inside, 1, 0), np.clip(high, 0, 1)).min(axis=1)
    return first, np.maximum(first, last)
