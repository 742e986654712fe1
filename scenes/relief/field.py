"""The sheet z = f(x, y) as one mobject.

from scenes.relief import HeightField, HeightScene

class Hills(HeightScene):
    def construct(self):
        self.set_camera_orientation(phi=1.0, theta=-1.0)
        self.add(HeightField(lambda x, y: np.sin(5 * x) * np.cos(5 * y) / 5, (-1, 1), (-1, 1)))
        self.begin_ambient_camera_rotation(rate=0.3)
        self.wait(5)
"""

from __future__ import annotations

from typing import Any, Self

import numpy as np
from manim import ManimColor, Mobject
from numpy.typing import ArrayLike, NDArray

from gdmath.arrays import Array, Range
from scenes.relief.colormaps import VIRIDIS, sample
from scenes.relief.heights import Heights, bilinear, evaluate, fill, fitted_box, inside, sampled
from scenes.relief.paint.mesh import SheetMesh, crossing_shares, cut_mesh, whole_mesh
from scenes.relief.paint.rasterizer import TEXELS
from scenes.relief.paint.skin import LEVELS, Skin, paint_skin, plain_skin, with_holes
from scenes.relief.plot_box import PlotBox
from scenes.relief.spatial import Spatial


class HeightField(Spatial):
    """A sheet over a rectangular lattice, with a fine skin of colours and a sparse mesh of lines.

    `function` takes arrays x and y and returns z of the same shape; one of two numbers is called point by
    point, which takes seconds. Where z is not a number, or outside of z_range, the sheet has a hole with a
    clean edge. `resolution` counts faces along x and y; `line_every`
    sets a mesh line at every so many of them, 0 for none. `color_by` colours the sheet by another function
    of x and y than its height. `box` places the data in the scene; without one, the finite heights fill a
    default box.

    Raises ValueError if the function is nowhere finite inside the box or returns no heights, and for a
    resolution below 1.
    """

    def __init__(
        self,
        function: Heights,
        x_range: Range = (-1.0, 1.0),
        y_range: Range = (-1.0, 1.0),
        *,
        z_range: Range | None = None,
        box: PlotBox | None = None,
        resolution: tuple[int, int] = (64, 64),
        line_every: int = 4,
        line_color: Any = "#ffffff",
        line_width: float = 0.8,
        line_opacity: float = 0.3,
        colors: Array = VIRIDIS,
        color_by: Heights | None = None,
        color: Any = None,
        shade: float = 0.45,
        opacity: float = 1.0,
    ) -> None:
        if min(resolution) < 1:
            raise ValueError(f"resolution is {resolution}; a sheet needs at least one face along x and y")
        self.function = function
        self.box = box or fitted_box(function, x_range, y_range, z_range, resolution)
        self.line_rgb = np.array(ManimColor(line_color).to_rgb())
        self.line_width, self.line_opacity = line_width, line_opacity
        self.shown = (0.0, 1.0)  # the share of the x range that is there, for Create
        super().__init__(opacity=opacity)
        self.mesh, self.points = self._build(resolution, line_every)
        self.anchor = float(self.points[0, 2])  # how high the first vertex was before any move
        self.unfilled: tuple[SheetMesh, Array] | None = None
        if color is not None:
            self.set_color(color)
        else:
            self.skin, self.holed_skin = self._paint(colors, color_by, shade)

    @classmethod
    def of_values(cls, values: ArrayLike, x_range: Range, y_range: Range, **options: Any) -> HeightField:
        """Return the field of heights on a lattice, (n, m): values[i, j] at the i-th x and the j-th y."""
        grid = np.asarray(values, float)
        if grid.ndim != 2 or min(grid.shape) < 2:
            raise ValueError(f"values must be a table of at least 2 x 2 heights, not of shape {grid.shape}")
        options.setdefault("resolution", (grid.shape[0] - 1, grid.shape[1] - 1))
        return cls(bilinear(grid, x_range, y_range), x_range, y_range, **options)

    def set_color(self, color: Any = "#ffffff", alpha: Any = None, family: bool = True) -> Self:
        """Colour the whole sheet the same."""
        super().set_color(ManimColor(color), alpha, family)
        self.skin = self.holed_skin = plain_skin(np.array(ManimColor(color).to_rgb()))
        return self

    @property
    def grid(self) -> Array:
        """The lattice in the scene, (n, m, 3); vertices in holes are there too, at some height near by."""
        n, m = self.mesh.shape
        return self.points[: n * m].reshape(n, m, 3)

    def lattice_coordinates(self, points: Array) -> Array:
        """Return where scene points (..., 2 or more) are on the lattice, (..., 2): i along x, j along y."""
        n, m = self.mesh.shape
        origin, right, up = self.points[0], self.points[(n - 1) * m], self.points[m - 1]
        (a, c), (b, d) = (right - origin)[:2] / (n - 1), (up - origin)[:2] / (m - 1)
        x, y = points[..., 0] - origin[0], points[..., 1] - origin[1]
        area = a * d - b * c or np.nan  # nowhere on a sheet without extent
        return np.stack([(d * x - b * y) / area, (a * y - c * x) / area], axis=-1)

    def lifted(self, points: Array) -> Array:
        """Return scene points (k, 3) moved up or down onto the sheet; NaN where there is no sheet."""
        n, m = self.mesh.shape
        at = self.lattice_coordinates(points)
        u, v = at.T
        i, j = (np.fmin(np.fmax(part, 0), most).astype(np.intp) for part, most in ((u, n - 2), (v, m - 2)))
        s, t = u - i, v - j
        z = self.points[:, 2]
        corner = i * m + j
        side = corner + np.where(s > t, m, 1)
        large, small = np.maximum(s, t), np.minimum(s, t)
        height = z[corner] * (1 - large) + z[side] * (large - small) + z[corner + m + 1] * small
        near = 1e-6 * (n - 1), 1e-6 * (m - 1)
        outside = ~((u >= -near[0]) & (u <= n - 1 + near[0]) & (v >= -near[1]) & (v <= m - 1 + near[1]))
        outside |= self._in_hole(at)
        return np.column_stack([points[:, :2], np.where(outside, np.nan, height)])

    def place(self, theta: ArrayLike) -> Array:
        """Return the sheet's scene points (k, 3) at data coordinates theta (k, 2); NaN where it has none."""
        return self.lifted(self.over(np.atleast_2d(np.asarray(theta, float))))

    def over(self, theta: ArrayLike) -> Array:
        """Return the scene points (k, 3) on the floor at data coordinates theta (k, 2)."""
        n, m = self.mesh.shape
        x, y = self.box.x_range, self.box.y_range
        share = (np.asarray(theta, float) - [x[0], y[0]]) / [x[1] - x[0], y[1] - y[0]]
        origin, right, up = self.points[0], self.points[(n - 1) * m], self.points[m - 1]
        flat = origin[:2] + share[:, :1] * (right - origin)[:2] + share[:, 1:] * (up - origin)[:2]
        return np.column_stack([flat, np.full(len(flat), self.floor)])

    @property
    def look(self) -> tuple[Any, ...]:
        """All that its picture depends on, but for the camera."""
        lines = self.line_rgb, self.line_width, self.line_opacity
        return self.points, self.mesh, self.skin, self.opacity, self.shown, *lines

    @property
    def scale_now(self) -> float:
        """How many times as large the sheet is as it was made."""
        n, m = self.mesh.shape
        return float(np.linalg.norm((self.points[(n - 1) * m] - self.points[0])[:2])) / self.box.size[0]

    @property
    def floor(self) -> float:
        """The height of its floor in the scene, where the sheet is now."""
        return float(self.points[0, 2]) - self.scale_now * (self.anchor - self.box.floor)

    def flat(self) -> HeightField:
        """Return a copy that lies on the floor, to let the sheet rise out of it by a Transform."""
        copy = self.copy()
        copy.points[:, 2] = copy.anchor = self.floor
        return copy

    def pointwise_become_partial(self, mobject: Mobject, a: float, b: float) -> Self:
        """Show the part of the sheet between the shares a and b of its x range; Create uses it."""
        self.points = np.asarray(mobject.points)
        self.shown = (a, b)
        return self

    def align_points(self, mobject: Mobject) -> Self:
        """Make two sheets with different holes comparable, for a Transform.

        Raises ValueError if their resolutions differ.
        """
        if not isinstance(mobject, HeightField) or mobject.mesh.shape != self.mesh.shape:
            raise ValueError("Transform needs two height fields of equal resolution")
        same = self.mesh.triangles.shape == mobject.mesh.triangles.shape
        if not (same and (self.mesh.triangles == mobject.mesh.triangles).all()):
            self._fill_holes()
            mobject._fill_holes()
        return self

    def interpolate_color(self, mobject1: Mobject, mobject2: Mobject, alpha: float) -> Self:
        """Mix the skins, lines and opacities of two sheets."""
        super().interpolate_color(mobject1, mobject2, alpha)
        if isinstance(mobject1, HeightField) and isinstance(mobject2, HeightField):
            self.skin = mobject1.skin.mixed(mobject2.skin, alpha)
            self.anchor = (1 - alpha) * mobject1.anchor + alpha * mobject2.anchor
            for name in ("line_rgb", "line_width", "line_opacity"):
                mixed = (1 - alpha) * getattr(mobject1, name) + alpha * getattr(mobject2, name)
                setattr(self, name, mixed)
            if alpha <= 0 or alpha >= 1:
                self._adopt(mobject2 if alpha >= 1 else mobject1)
            elif mobject1.unfilled is not None:
                self.mesh = mobject1.mesh
        return self

    def _fill_holes(self) -> None:
        """Take the form without cuts, whose holes are transparent colour: two such sheets can be mixed."""
        n, m = self.mesh.shape
        self.unfilled = (self.mesh, self.points)
        self.mesh, self.points = whole_mesh(self.mesh.shape, 0), self.points[: n * m].copy()
        self.skin, self.holed_skin = self.holed_skin, self.skin

    def _adopt(self, end: HeightField) -> None:
        """Become one end of a Transform in all but its points; with its own cuts, if they had been filled."""
        self.function, self.box, self.unfilled = end.function, end.box, None
        self.mesh, self.skin, self.holed_skin = end.mesh, end.skin, end.holed_skin
        if end.unfilled is not None:
            self.mesh, self.points = end.unfilled[0], end.unfilled[1].copy()
            self.skin, self.holed_skin = end.holed_skin, end.skin

    def _in_hole(self, at: Array) -> NDArray[np.bool_]:
        if not len(self.mesh.cuts):
            return np.zeros(len(at), bool)
        (n, m), x, y = self.mesh.shape, self.box.x_range, self.box.y_range
        i, j = np.clip(np.nan_to_num(at), 0, (n - 2, m - 2)).astype(np.intp).T
        asked = np.flatnonzero(~self.mesh.uncut[i, j])
        found = np.zeros(len(at), bool)
        if len(asked):
            u = x[0] + (x[1] - x[0]) * at[asked, 0] / (n - 1)
            v = y[0] + (y[1] - y[0]) * at[asked, 1] / (m - 1)
            found[asked] = ~inside(self.box, evaluate(self.function, u, v))
        return found

    def _build(self, resolution: tuple[int, int], line_every: int) -> tuple[SheetMesh, Array]:
        """Return the mesh and its vertices in the scene: the whole lattice, then the cut vertices."""
        shape = (resolution[0] + 1, resolution[1] + 1)
        data = sampled(self.function, self.box, shape)
        keep = inside(self.box, data[..., 2])
        if not keep.any():
            raise ValueError("the function is nowhere finite inside the box: choose other ranges")
        filled = data.copy()
        filled[..., 2] = np.clip(fill(data[..., 2]), *self.box.z_range)
        lattice = self.box.to_scene(filled).reshape(-1, 3)
        if keep.all():
            return whole_mesh(shape, line_every), lattice
        mesh = cut_mesh(shape, line_every, keep)
        kept, removed = (data.reshape(-1, 3)[mesh.cuts[:, k], :2] for k in (0, 1))
        share = crossing_shares(lambda p: inside(self.box, evaluate(self.function, *p.T)), kept, removed)
        theta = kept + (removed - kept) * share[:, None]
        height = np.clip(evaluate(self.function, *theta.T), *self.box.z_range)
        return mesh, np.concatenate([lattice, self.box.to_scene(np.column_stack([theta, height]))])

    def _paint(self, colors: Array, color_by: Heights | None, shade: float) -> tuple[Skin, Skin]:
        """Return the skin, and the same one with the holes transparent."""
        data = sampled(self.function, self.box, (TEXELS, TEXELS))
        keep = inside(self.box, data[..., 2])
        filled = np.clip(fill(data[..., 2]), *self.box.z_range)
        share = self.box.height_share(filled)
        heights = share * self.box.size[2]
        if color_by is not None:
            value = fill(evaluate(color_by, data[..., 0], data[..., 1]))
            low, high = float(value.min()), float(value.max())
            share = (value / 2 - low / 2) / (high / 2 - low / 2 or 1.0)  # halves: their span can't overflow
        steps = (self.box.size[0] / (TEXELS - 1), self.box.size[1] / (TEXELS - 1))
        table = sample(colors, np.linspace(0, 1, LEVELS))
        skin = paint_skin(share, heights, steps, table, shade)
        return skin, skin if keep.all() else with_holes(skin, keep)
