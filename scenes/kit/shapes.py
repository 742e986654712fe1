"""The few shapes that stories move in every frame, each one mobject whose points are set by numpy."""

import itertools
import math

import numpy as np
from manim import VMobject
from numpy.typing import ArrayLike, NDArray

from scenes.kit.screen import Rect

BEYOND_EDGE = 0.05  # frame units beyond an edge that are not seen
BEYOND = 40.0  # frame units: from anywhere on the frame it is out of the frame
_CIRCLE = 0.5519150244935105707435627  # handle length of a quarter circle as a cubic


def segments(starts: NDArray, ends: NDArray) -> NDArray:
    """Return straight cubics from starts (n, 2) to ends (n, 2) as Manim points (4n, 3)."""
    points = np.zeros((4 * len(starts), 3))
    for k in range(4):
        points[k::4, :2] = starts + (ends - starts) * (k / 3)
    return points


def polyline(points: ArrayLike) -> NDArray:
    """Return the line through points (n, 2) as Manim points, broken wherever one is not finite."""
    corners = np.asarray(points, dtype=float).reshape(-1, 2)
    whole = np.asarray(np.isfinite(corners).all(axis=1))
    joined = whole[:-1] & whole[1:]
    return segments(corners[:-1][joined], corners[1:][joined])


class Polyline(VMobject):
    """A line through points that may change in every frame."""

    def __init__(self, *, color: str, width: float = 4.0, opacity: float = 1.0):
        super().__init__(stroke_color=color, stroke_width=width, stroke_opacity=opacity, fill_opacity=0)

    def through(self, points: ArrayLike) -> "Polyline":
        """Run through the points (n, 2); nan breaks the line."""
        self.points = polyline(points)
        return self

    def between(self, starts: ArrayLike, ends: ArrayLike) -> "Polyline":
        """Consist of separate pieces from starts (n, 2) to ends (n, 2)."""
        self.points = segments(
            np.asarray(starts, float).reshape(-1, 2), np.asarray(ends, float).reshape(-1, 2)
        )
        return self

    def dashed(self, start: ArrayLike, end: ArrayLike, dash: float = 0.09) -> "Polyline":
        """Run dashed from start (2,) to end (2,)."""
        first, last = np.asarray(start, float)[:2], np.asarray(end, float)[:2]
        length = math.dist(first, last)  # of any size, without a warning
        if not 1e-6 <= length < np.inf:  # nan too: where the cost is not defined there is no line
            self.points = np.zeros((0, 3))
            return self
        direction = (last - first) / length
        length = min(length, BEYOND)
        at = np.arange(0.0, length, 2 * dash)
        stops = np.minimum(at + dash, length)
        return self.between(first + at[:, None] * direction, first + stops[:, None] * direction)


class Dots(VMobject):
    """Discs of one radius at points that may change in every frame."""

    def __init__(self, *, color: str, radius: float = 0.05, opacity: float = 1.0, rim: str | None = None):
        super().__init__(
            fill_color=color,
            fill_opacity=opacity,
            stroke_color=rim or color,
            stroke_width=3.0 if rim else 0.0,
            stroke_opacity=opacity,
        )
        self.set_stroke(background=True)
        self.radius = radius

    def at(self, points: ArrayLike) -> "Dots":
        """Stand at the points (n, 2); those that are not finite are left out."""
        centres = np.asarray(points, dtype=float).reshape(-1, 2)
        centres = centres[np.isfinite(centres).all(axis=1)]
        ring = _ring() * self.radius
        points3 = np.zeros((len(centres), len(ring), 3))
        points3[:, :, :2] = centres[:, None, :] + ring
        self.points = points3.reshape(-1, 3)
        return self


class Rings(Dots):
    """Open circles, as the marks of minima."""

    def __init__(self, *, color: str, radius: float = 0.11, opacity: float = 1.0):
        super().__init__(color=color, radius=radius, opacity=0.0)
        self.set_stroke(color, width=4.5, opacity=opacity, background=False)


class EdgeMarks(VMobject):
    """Triangles at the edge of an area that point to what lies beyond it."""

    def __init__(self, *, color: str, size: float = 0.24):
        super().__init__(fill_color=color, fill_opacity=1, stroke_width=0)
        self.size = size

    def toward(self, points: ArrayLike, area: Rect) -> NDArray:
        """Point to those of the points (n, 2) that are beyond the area; return the others, (m, 2).

        Those that are not numbers are left out.
        """
        places = np.asarray(points, dtype=float).reshape(-1, 2)
        places = places[~np.isnan(places).any(axis=1)]
        nearest = np.clip(places, [area.left, area.bottom], [area.right, area.top])
        ways = np.where(np.abs(places - nearest) > BEYOND_EDGE, np.sign(places - nearest), 0.0)
        beyond = ways.any(axis=1)
        tips, ways = nearest[beyond], ways[beyond]
        ways /= np.linalg.norm(ways, axis=1, keepdims=True)
        across = 0.6 * np.stack([-ways[:, 1], ways[:, 0]], axis=1)
        corners = [tips, tips - self.size * (ways - across), tips - self.size * (ways + across), tips]
        pieces = [segments(a, b) for a, b in itertools.pairwise(corners)]
        # Triangle by triangle: four points for each of its sides.
        self.points = np.stack([piece.reshape(-1, 4, 3) for piece in pieces], axis=1).reshape(-1, 3)
        return places[~beyond]


class StepArrow(VMobject):
    """A flat arrow that stays an arrow however short it is."""

    def __init__(self, *, color: str, thickness: float = 0.075, head: float = 0.24):
        super().__init__(fill_color=color, fill_opacity=1, stroke_width=0)
        self.thickness, self.head = thickness, head

    def span(self, start: ArrayLike, end: ArrayLike) -> "StepArrow":
        """Point from start (2,) to end (2,)."""
        first, last = np.asarray(start, float)[:2], np.asarray(end, float)[:2]
        length = math.dist(first, last)  # of any size, without a warning
        if not np.isfinite(length) or length < 1e-4:
            self.points = np.zeros((0, 3))
            return self
        along = (last - first) / length
        across = np.array([-along[1], along[0]])
        head = min(self.head, 0.75 * length)
        half, wide = self.thickness / 2 * min(1.0, 2 * head / self.head), head * 0.5
        neck = last - along * head
        outline = [
            first + across * half,
            neck + across * half,
            neck + across * wide,
            last,
            neck - across * wide,
            neck - across * half,
            first - across * half,
            first + across * half,
        ]
        self.points = polyline(outline)
        return self


def _ring() -> NDArray:
    """The unit circle as four cubics, (16, 2)."""
    k = _CIRCLE
    quarter = np.array([[1, 0], [1, k], [k, 1], [0, 1]])
    turn = np.array([[0, -1], [1, 0]])
    quarters = [quarter]
    for _ in range(3):
        quarters.append(quarters[-1] @ turn.T)
    return np.concatenate(quarters)
