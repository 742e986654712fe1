"""The line of one run's heights against the step; a band where it turns too often to be followed."""

import math

import numpy as np
from manim import VGroup, VMobject
from numpy.typing import ArrayLike

from gdmath.arrays import Floats
from scenes.kit.axes import Axes, clipped
from scenes.kit.screen import Rect
from scenes.kit.shapes import Polyline, polyline

BETWEEN = 0.07  # on the screen, between two turns of a line that can be followed
MOST = 400  # points of a line


class CostLine(VGroup):
    """A run's heights (n+1,) against the step, drawn up to a step on axes that may have moved.

    Where they go up and down too often to be drawn, the band within which they do so is. What leaves the
    axes above or below is cut off at their edge.
    """

    def __init__(self, heights: ArrayLike, color: str, width: float = 3.5):
        self.heights = np.asarray(heights, dtype=float)
        self.steps = np.arange(len(self.heights))
        self.line = Polyline(color=color, width=width)
        self.band = VMobject(fill_color=color, fill_opacity=0.25, stroke_width=0)
        self.turns = np.append([0, 0], np.cumsum(np.diff(np.sign(np.diff(self.heights))) != 0))
        super().__init__(self.band, self.line)

    @property
    def last(self) -> int:
        """The step at which the run ends."""
        return len(self.heights) - 1

    def height_at(self, step: float) -> float:
        """Return the height at a step, which may lie between two, or beyond the end."""
        return float(np.interp(step, self.steps, self.heights))

    def reach(self, step: float, axes: Axes) -> None:
        """Draw the run up to a step."""
        step = min(max(step, 0.0), self.last)
        whole = math.floor(step)
        steps = np.append(thinned(self.heights[: whole + 1], MOST), step)
        points = axes.place(np.stack([steps, np.interp(steps, self.steps, self.heights)], axis=1))
        most = int((points[-1, 0] - points[0, 0]) / BETWEEN)
        if self.turns[whole] <= most or most < 2:
            self.line.through(_within(points, axes.area))
            self.band.points = np.zeros((0, 3))
            return
        low, high = (axes.place(edge) for edge in envelope(self.heights[: whole + 1], most))
        self.line.through(
            np.concatenate([_within(low, axes.area), [[np.nan, np.nan]], _within(high, axes.area)])
        )
        outline = np.concatenate([low, high[::-1], low[:1]])
        outline[:, 1] = np.clip(outline[:, 1], axes.area.bottom, axes.area.top)
        self.band.points = polyline(outline)


def _within(points: Floats, area: Rect) -> Floats:
    bottom, top = points[:, 1].min(), points[:, 1].max()
    return points if area.bottom <= bottom and top <= area.top else clipped(points, area)


def envelope(heights: Floats, count: int) -> tuple[Floats, Floats]:
    """Return the least and the most of so many bins of steps, each (count, 2) with the bin's middle."""
    bins = np.array_split(np.arange(len(heights)), count)
    steps = [float(each.mean()) for each in bins]
    steps[0], steps[-1] = 0.0, len(heights) - 1.0
    low, high = ([fold(heights[each]) for each in bins] for fold in (np.min, np.max))
    return np.column_stack([steps, low]), np.column_stack([steps, high])


def thinned(heights: Floats, most: int) -> Floats:
    """Return at most `most` steps whose line looks like all of them: the least and the most of every bin."""
    count = len(heights)
    if count <= most:
        return np.arange(count, dtype=float)
    bins = np.array_split(np.arange(count), most // 2)
    kept = [sorted((b[np.argmin(heights[b])], b[np.argmax(heights[b])])) for b in bins]
    return np.unique(np.append(np.concatenate(kept), [0, count - 1])).astype(float)
