"""The picture of a descent in one dimension: the curve, the ball on it, its tangent, theta on the axis."""

import math

import numpy as np
from manim import VGroup
from numpy.typing import ArrayLike

from gdmath.cost import Cost
from gdmath.display.geometry import Frame, sample_curve, tangent_segment
from scenes.kit.axes import Axes, clipped
from scenes.kit.curve.hop import Hop
from scenes.kit.screen import Rect
from scenes.kit.shapes import BEYOND_EDGE, Dots, EdgeMarks, Polyline, Rings, StepArrow
from scenes.kit.theme import Theme

TANGENT = 2.6  # on the screen, whatever the axes
MOST_TRAIL = 160
GLEAM = 0.12  # of the curve shines at once


class CurveView:
    """What stands (`standing`: axes, curve, minima) and what moves with theta (`moving`).

    `stand_at` puts the ball somewhere, `fit` moves the axes to another frame, `visit` leaves a trail.
    """

    def __init__(
        self,
        cost: Cost,
        area: Rect,
        frame: Frame,
        theme: Theme,
        minima: ArrayLike = (),
        names: tuple[str, str] = ("", ""),
        counts: tuple[int, int] = (6, 5),
    ):
        self.cost, self.theme = cost, theme
        self.axes = Axes(area, frame, theme, counts=counts, names=names)
        self.minima = np.asarray(minima, dtype=float)
        self.curve = Polyline(color=theme.cost, width=5.0)
        self.minimum_marks = Rings(color=theme.optimum, opacity=0.9)
        self.shine = Polyline(color=theme.text, width=7.0)
        self.trail = Dots(color=theme.point, radius=0.045, opacity=0.5)
        self.drop = Polyline(color=theme.point, width=2.5, opacity=0.8)
        self.tangent = Polyline(color=theme.gradient, width=5.0)
        self.foot = Dots(color=theme.point, radius=0.075, rim=theme.background)
        self.ball = Dots(color=theme.point, radius=0.13, rim=theme.background)
        self.arrow = StepArrow(color=theme.step)
        self.hop = Hop(theme)
        self.edge = EdgeMarks(color=theme.point)
        self.standing = VGroup(self.axes, self.curve, self.minimum_marks)
        self.moving = VGroup(
            self.trail, self.hop, self.drop, self.arrow, self.foot, self.tangent, self.ball, self.edge
        )
        self.theta = math.nan
        self.visited: np.ndarray = np.zeros(0)
        self.fit(frame)

    def fit(self, frame: Frame) -> None:
        """Fit everything to another frame of the plane."""
        self.axes.fit(frame)
        points = sample_curve(self.cost, frame.left, frame.right)
        self.curve.through(clipped(self.axes.place(points), self.axes.area))
        marks = self.on_curves(self.minima)
        self.minimum_marks.at(marks[self.is_inside(marks)])
        self.visit(self.visited)
        if math.isfinite(self.theta):
            self.stand_at(self.theta)

    def on_curve(self, theta: float) -> np.ndarray:
        """Return where the curve is above theta, on the screen (2,)."""
        return self.axes.place([theta, float(self.cost.value([theta]))])

    def on_curves(self, thetas: ArrayLike) -> np.ndarray:
        """Return where the curve is above each theta (n,), on the screen (n, 2)."""
        places = np.asarray(thetas, dtype=float)
        values = self.cost.value(places[:, None]) if len(places) else places
        return self.axes.place(np.stack([places, values], axis=1))

    def is_inside(self, points: np.ndarray) -> np.ndarray:
        """Return which points (n, 2) of the screen are within the axes."""
        left, right, bottom, top = self.axes.area.inset(-BEYOND_EDGE)
        x, y = points[:, 0], points[:, 1]
        return np.asarray((left <= x) & (x <= right) & (bottom <= y) & (y <= top))

    def on_axis(self, theta: float) -> np.ndarray:
        """Return where theta is on the axis, on the screen (2,)."""
        return np.array([self.axes.place([theta, 0.0])[0], self.axes.area.bottom])

    def stand_at(self, theta: float) -> None:
        """Put the ball at theta: on the curve, with its tangent, above its foot on the axis."""
        self.theta = theta
        value, gradient = self.cost.value_and_gradient([theta])
        here, foot = self.on_curve(theta), self.on_axis(theta)
        left, right, bottom, top = self.axes.area
        inside = self.edge.toward(here, self.axes.area)
        self.ball.at(inside)
        within = left - BEYOND_EDGE <= foot[0] <= right + BEYOND_EDGE
        self.foot.at(foot if within else [])
        self.drop.dashed(foot, [foot[0], np.clip(here[1], bottom, top)] if within else foot)
        unit_x, unit_y = self.axes.units.tolist()
        ends = tangent_segment(theta, float(value), float(gradient[0]), unit_x, unit_y, TANGENT)
        self.tangent.through(self._inside(self.axes.place(np.array(ends))) if len(inside) else [])

    def leap(self, jump: tuple[float, float, float] | None) -> None:
        """Draw a jump from one theta to another, and the share of it that is done; or none."""
        if jump is None:
            self.hop.put_away()
            return
        before, after, share = jump
        self.hop.span(self.on_curve(before), self.on_curve(after), self.axes.area, share)

    def gleam(self, alpha: float) -> None:
        """Let a piece of the curve shine, which runs along it as alpha goes from 0 to 1."""
        pieces = len(self.curve.points) // 4
        ends = np.clip([alpha * (1 + GLEAM) - GLEAM, alpha * (1 + GLEAM)], 0, 1) * pieces
        self.shine.points = self.curve.points[4 * int(ends[0]) : 4 * int(ends[1])]

    def visit(self, thetas: ArrayLike) -> None:
        """Leave a trail at these thetas (n,), thinned out to points that can be told apart."""
        self.visited = np.asarray(thetas, dtype=float)
        points = self.on_curves(self.visited)
        points = points[self.is_inside(points)]
        if len(points):
            cells = np.unique(np.round(points / 0.05), axis=0, return_index=True)[1]
            points = points[np.sort(cells)[-MOST_TRAIL:]]
        self.trail.at(points)

    def _inside(self, ends: np.ndarray) -> np.ndarray:
        """Return a segment (2, 2) cut off at the sides of the plot area, a little beyond its edge."""
        left, right, bottom, top = self.axes.area
        low, high = np.array([left - 0.1, bottom]), np.array([right + 0.1, top + 0.15])
        middle = ends.mean(axis=0)
        with np.errstate(all="ignore"):
            reach = np.where(
                ends > middle, (high - middle) / (ends - middle), (low - middle) / (ends - middle)
            )
            reach = np.where(np.isfinite(reach) & (reach > 0), reach, 1.0).min(axis=1, keepdims=True)
            return middle + (ends - middle) * np.minimum(reach, 1.0)  # nan beyond all numbers: no segment
