"""Balls that lie on a sheet, and the lines that drop from them to the floor."""

from __future__ import annotations

import math
from typing import Any, Self

import numpy as np
from manim import ManimColor, Mobject
from numpy.typing import ArrayLike

from gdmath.arrays import Array
from scenes.relief.field import HeightField
from scenes.relief.paint.balls import Ball
from scenes.relief.paint.line_set import LineSet
from scenes.relief.paint.projection import Projection
from scenes.relief.path import SurfacePath
from scenes.relief.spatial import Ref, Spatial


class SurfacePoint(Spatial):
    """A shaded ball that touches the sheet at theta, on its upper side; hills hide the part behind them.

    `theta` (2,) are data coordinates; `radius` is in scene units; `casing` colours a rim. Where
    there is no sheet, there is no ball.
    """

    def __init__(
        self,
        field: HeightField,
        theta: ArrayLike = (0.0, 0.0),
        *,
        radius: float = 0.1,
        color: Any = "#ffe25c",
        casing: Any = None,
        opacity: float = 1.0,
    ) -> None:
        self.field, self.radius = Ref(field), radius
        self.casing = None if casing is None else np.array(ManimColor(casing).to_rgb())
        super().__init__(color=color, opacity=opacity)
        self.set_theta(theta)

    def set_theta(self, theta: ArrayLike) -> Self:
        """Put the ball at data coordinates theta, (2,)."""
        self.theta = np.asarray(theta, float)
        box = self.field.to.box
        near = np.clip(np.nan_to_num(self.theta), *np.transpose([box.x_range, box.y_range]))
        self.points = self.field.to.over(near[None])
        return self

    def follow(self, path: SurfacePath) -> Self:
        """Stay at the tip of the path, from now on."""
        self.add_updater(lambda ball: ball.set_theta(path.tip), call_updater=True)
        return self

    @property
    def foot(self) -> Array:
        """Where the ball touches the sheet, (3,); NaN where there is no sheet."""
        return self._around()[0]

    @property
    def ball_center(self) -> Array:
        """The ball's centre in the scene, (3,): its radius away from the sheet, along the normal."""
        around = self._around()
        foot, height = around[0], around[1:, 2]
        height = np.where(np.isnan(height), foot[2], height)
        x, y = self._reach()
        normal = np.array([(height[1] - height[0]) / (2 * x), (height[3] - height[2]) / (2 * y), 1.0])
        return foot + self.radius * normal / math.sqrt(normal @ normal)

    @property
    def ball(self) -> Ball:
        """What is painted of it."""
        return Ball(self.ball_center, self.radius, self.rgb, self.opacity, self.casing)

    def _reach(self) -> tuple[float, float]:
        field = self.field.to
        (width, depth, _), (n, m), scale = field.box.size, field.mesh.shape, field.scale_now
        return 0.5 * scale * width / (n - 1), 0.5 * scale * depth / (m - 1)

    def _around(self) -> Array:
        """Return the sheet at the ball and half a cell to each side of it, (5, 3)."""
        field, (x, y) = self.field.to, self._reach()
        (x0, x1), (y0, y1) = field.box.x_range, field.box.y_range
        if not (x0 <= self.theta[0] <= x1 and y0 <= self.theta[1] <= y1):
            return np.full((5, 3), np.nan)
        offsets = np.array([[0.0, 0, 0], [x, 0, 0], [-x, 0, 0], [0, y, 0], [0, -y, 0]])
        return field.lifted(self.points + offsets)

    def interpolate_color(self, mobject1: Mobject, mobject2: Mobject, alpha: float) -> Self:
        """Mix the colours, sizes and places of two balls."""
        super().interpolate_color(mobject1, mobject2, alpha)
        if isinstance(mobject1, SurfacePoint) and isinstance(mobject2, SurfacePoint):
            self.radius = (1 - alpha) * mobject1.radius + alpha * mobject2.radius
            self.theta = (1 - alpha) * mobject1.theta + alpha * mobject2.theta
        return self


class DropLine(Spatial):
    """A dashed line from a ball straight down to the floor, with a small mark where it lands."""

    def __init__(
        self,
        point: SurfacePoint,
        *,
        color: Any = "#f2f4f7",
        width: float = 2.0,
        opacity: float = 0.9,
    ) -> None:
        self.point, self.width_units = Ref(point), width
        super().__init__(color=ManimColor(color), opacity=opacity)
        self.points = point.points.copy()

    @property
    def ends(self) -> Array:
        """The upper and the lower end, (2, 3)."""
        top = self.point.to.foot
        return np.array([top, [top[0], top[1], self.point.to.field.to.floor]])

    def line_sets(self, projection: Projection) -> list[LineSet]:
        """Return the line and its mark."""
        ends = self.ends
        if not np.isfinite(ends).all():
            return []
        unit = float(projection.unit[0])
        width, dash = self.width_units * 0.01 * unit, (0.07 * unit, 0.06 * unit)
        reach = 0.09
        cross = np.array([[-reach, 0, 0], [reach, 0, 0], [0, -reach, 0], [0, reach, 0]]) + ends[1]
        start = np.zeros(1, int)
        return [
            LineSet(ends, start, self.rgb, width, self.opacity, dash=dash),
            LineSet(cross, np.array([0, 2]), self.rgb, width, self.opacity),
        ]
