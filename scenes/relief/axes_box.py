"""A box of axes around a sheet, which turns its walls and labels with the camera."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
from manim import ManimColor

from gdmath.arrays import Array
from scenes.relief.paint.line_set import LineSet
from scenes.relief.paint.projection import Projection
from scenes.relief.plot_box import PlotBox
from scenes.relief.screen_text import PlacedText, ScreenText, screen_text
from scenes.relief.spatial import Spatial
from scenes.relief.tick_texts import axis_ticks

TICK = 0.1  # scene units
GAP = 0.1  # frame units between a tick and its label
BLEND = 0.1  # how far from a switch of sides, in half boxes, labels begin to fade

Label = tuple[ScreenText, Array, float, float]  # text, middle, scale, opacity


class AxesBox(Spatial):
    """Floor, walls, ticks and labels of a plot box.

    Walls stand on the far side only. The labels of x and y stand along the edges of the floor that are lower
    on the screen, those of z along the upright edge farthest left, with the title on top: outside of the
    sheet's outline from wherever it is seen, upright, and fading over when the camera turns past a corner.
    `names` are the titles of the three axes, in Typst notation. `font_size` is Manim's; what stands further
    back is not smaller. `decimal` is the sign in its numbers.
    """

    def __init__(
        self,
        box: PlotBox,
        names: tuple[str, str, str] = ("x", "y", "z"),
        *,
        color: Any = "#8b94a3",
        text_color: Any = None,
        font_size: float = 30.0,
        width: float = 1.6,
        most_ticks: int = 4,
        walls: bool = True,
        opacity: float = 1.0,
        decimal: str = ".",
    ) -> None:
        self.box, self.walls, self.width_units, self.font_size = box, walls, width, font_size
        self.text_rgb = np.array(ManimColor(color if text_color is None else text_color).to_rgb())
        super().__init__(color=color, opacity=opacity)
        self.ticks = [
            axis_ticks(box, axis, max(2, min(most_ticks, int(box.size[axis] / 0.7))), decimal)
            for axis in range(3)
        ]
        self.titles = [screen_text(name) for name in names]
        lower, upper = box.lower, box.upper
        lower[2] = box.floor
        self._built = np.stack([lower, upper])
        self.points = self._built.copy()

    @property
    def corners(self) -> Array:
        """The lower corner on the floor and the upper one, (2, 3), wherever the box has been moved."""
        return np.asarray(self.points)

    def flatten(self) -> Self:
        """Lay the walls down on the floor, where a map has its axes."""
        self.points[1, 2] = self.points[0, 2]
        return self

    def rise(self) -> Self:
        """Raise the walls again."""
        self.points[1, 2] = self.points[0, 2] + np.ptp(self._built[:, 2])
        return self

    @property
    def _grown(self) -> float:
        """How much of its height it has, from 0 to 1."""
        return float(np.clip(np.ptp(self.corners[:, 2]) / np.ptp(self._built[:, 2]), 0, 1))

    def _moved(self, axis: int, values: Any) -> Any:
        """Return where scene coordinates along an axis are now."""
        (old, end), (new, there) = self._built[:, axis], self.corners[:, axis]
        return new + (values - old) * (there - new) / (end - old)

    def _ticks(self, axis: int) -> Array:
        return self._moved(axis, self.ticks[axis][0])

    def line_sets(self, projection: Projection) -> list[LineSet]:
        """Return the floor's edges and ticks, and the walls on the far side."""
        near_x, near_y, left = self._sides(projection)
        width = self.width_units * 0.01 * float(projection.unit[0])
        floor = [self._point(i, j, 0) for i, j in ((0, 0), (1, 0), (1, 1), (0, 1), (0, 0))]
        sets = [self._line(floor, width, 0.8)]
        for axis, weights in ((0, near_y), (1, near_x)):
            for side, weight in enumerate(weights):
                sets.append(self._tick_lines(axis, side, width, weight))
        upright = self._upright(projection) * self._grown
        for (i, j), weight in left.items():
            ends = [self._point(i, j, 0), self._point(i, j, 1)]
            sets.append(self._line(ends, width, 0.8 * weight * upright))
        if self.walls:
            for axis, away in enumerate((-_near(projection)).tolist()):
                for side, weight in enumerate((_fade(-away), _fade(away))):
                    sets.append(self._wall(axis, side, 0.75 * width, 0.3 * weight * upright))
        return [lines for lines in sets if lines.opacity > 0.01]

    def texts(self, projection: Projection) -> list[PlacedText]:
        """Return the labels."""
        return [
            PlacedText(text, center, scale, (*self.text_rgb.tolist(), opacity * self.opacity))
            for text, center, scale, opacity in self.labels(projection)
        ]

    def labels(self, projection: Projection) -> list[Label]:
        """Return the labels that have room, each with its middle and its scale in pixels, and its opacity."""
        near_x, near_y, left = self._sides(projection)
        upright = self._upright(projection) * self._grown
        labels = []
        for axis, weights in ((0, near_y), (1, near_x)):
            for side, weight in enumerate(weights):
                outward = np.zeros(3)
                outward[1 - axis] = 2 * side - 1
                start = self._point(0, side, 0) if axis == 0 else self._point(side, 0, 0)
                labels += self._edge_labels(projection, axis, start, outward, weight)
        for (i, j), weight in left.items():
            outward = np.array([2 * i - 1, 2 * j - 1, 0])
            labels += self._edge_labels(projection, 2, self._point(i, j, 0), outward, weight * upright)
        labels.sort(key=lambda label: -label[3])
        halves = np.array([text.half * scale for text, _, scale, _ in labels]).reshape(-1, 2)
        gaps = _gaps(np.array([center for _, center, _, _ in labels]).reshape(-1, 2), halves)
        kept: list[int] = []
        found: list[Label] = []
        for k, (text, center, scale, opacity) in enumerate(labels):
            free = min(max(2.5 * float(gaps[k, kept].min(initial=2.0)) - 2.0, 0.0), 1.0)
            if opacity * free > 0.01:
                kept.append(k)
                found.append((text, center, scale, opacity * free))
        return found

    def _edge_labels(
        self, projection: Projection, axis: int, start: Array, outward: Array, weight: float
    ) -> list[Label]:
        """Return (text, centre, scale, opacity) of the labels and the title on the outer side of an edge."""
        if weight < 0.01:
            return []
        unit = float(projection.unit[0])
        scale = unit * self.font_size
        values, texts = self._ticks(axis), self.ticks[axis][1]
        places = np.repeat(start[None], len(values) + 1, axis=0)
        places[:, axis] = [*values, self._moved(axis, (self.box.lower[axis] + self.box.upper[axis]) / 2)]
        ends, _ = projection.project(places + TICK * outward)
        lid = places.copy()
        lid[:, 2] = self.corners[1, 2]
        direction = self._away(projection, places[-1], outward, axis)
        clear = _clearance(ends, projection.project(lid)[0], direction, axis)
        ends = ends + clear[:, None] * direction + GAP * unit * direction
        found = []
        reach = 0.0
        for place, text in zip(ends, texts, strict=False):
            found.append((text, place + _stand_off(text, direction, scale), scale, weight))
            reach = max(reach, 2 * float(np.abs(direction * text.half).sum()) * scale)
        title, large = self.titles[axis], 1.15 * scale
        if axis == 2:  # on top of the column of labels
            top = projection.project(lid)[0][-1, 1]
            middle = ends[-1] + _stand_off(title, direction, large)
            middle[1] = min(top, ends[-2, 1] - texts[-1].half[1] * scale) - title.half[1] * large - GAP * unit
        else:
            middle = ends[-1] + (reach + 1.2 * GAP * unit) * direction + _stand_off(title, direction, large)
        return [*found, (title, middle, large, weight)]

    def _away(self, projection: Projection, middle: Array, outward: Array, axis: int) -> Array:
        """Return the direction on the screen, (2,), in which labels stand off their edge."""
        if axis == 2:
            return np.array([-1.0, 0.0])
        (here, there), _ = projection.project(np.stack([middle, middle + 0.5 * outward]))
        step = (there - here) / max(float(np.linalg.norm(there - here)), 1e-6)
        step[1] += 0.35 * float(np.linalg.norm(projection.rotation[2, :2]))
        return step / np.linalg.norm(step)

    def _sides(self, projection: Projection) -> tuple[Array, Array, dict[tuple[int, int], float]]:
        """Return how much each side is the near one: of x, of y, and of the upright edges the leftmost."""
        right = projection.rotation[0]
        # A square view is a tie. On a map the labels stand on the left, but where there is a z axis, which
        # stands on the left itself, on the right.
        lean = _near(projection) + (0.5 * self._upright(projection) - 0.2) * right[:2]
        height = self._eye_height(projection)
        if height < 0:  # from below, the far edges of the floor are the lower ones on the screen
            lean = -lean
        seen = _fade(4 * abs(height))
        near_x, near_y = (seen * np.array([_fade(-value), _fade(value)]) for value in lean.tolist())
        keys = [(i, j) for i in (0, 1) for j in (0, 1)]
        pixels, _ = projection.project(np.array([self._point(i, j, 0) for i, j in keys]))
        spread = max(float(np.ptp(pixels[:, 0])) / 2, 1e-6)
        corners = dict(zip(keys, (pixels[:, 0] / spread).tolist(), strict=True))
        left = {}
        for key, place in corners.items():
            margin = min(value for other, value in corners.items() if other != key) - place
            left[key] = _fade(float(margin))
        return near_x, near_y, left

    def _eye_height(self, projection: Projection) -> float:
        """Return the sine of the angle at which the floor is seen from above, negative from below."""
        low, high = self.corners
        middle = np.array([(low[0] + high[0]) / 2, (low[1] + high[1]) / 2, low[2]])
        sight = projection.eye - middle
        return float(sight[2] / max(float(np.linalg.norm(sight)), 1e-9))

    def _upright(self, projection: Projection) -> float:
        """Return how much of the z axis is worth showing: none from straight above."""
        return float(np.clip((np.linalg.norm(projection.rotation[2, :2]) - 0.2) / 0.2, 0, 1))

    def _point(self, i: int, j: int, k: int) -> Array:
        return np.array([self.corners[i, 0], self.corners[j, 1], self.corners[k, 2]])

    def _line(self, points: list[Array], width: float, opacity: float) -> LineSet:
        return LineSet(np.array(points), np.zeros(1, int), self.rgb, width, opacity * self.opacity)

    def _tick_lines(self, axis: int, side: int, width: float, weight: float) -> LineSet:
        values = self._ticks(axis)
        points = np.zeros((2 * len(values), 3))
        points[:, axis] = np.repeat(values, 2)
        points[:, 1 - axis] = self.corners[side, 1 - axis]
        points[1::2, 1 - axis] += TICK if side else -TICK
        points[:, 2] = self.corners[0, 2]
        return LineSet(points, np.arange(len(values)) * 2, self.rgb, width, 0.8 * weight * self.opacity)

    def _wall(self, axis: int, side: int, width: float, opacity: float) -> LineSet:
        """Return the grid of one upright wall: its frame above the floor, and a line at every tick."""
        low, high = self.corners
        other = 1 - axis
        segments = []
        for value in [*self._ticks(2), high[2]]:
            segments.append([(low[other], value), (high[other], value)])
        for value in [low[other], high[other], *self._ticks(other)]:
            segments.append([(value, low[2]), (value, high[2])])
        points = np.zeros((2 * len(segments), 3))
        points[:, axis] = self.corners[side, axis]
        points[:, [other, 2]] = np.array(segments).reshape(-1, 2)
        return LineSet(points, np.arange(len(segments)) * 2, self.rgb, width, opacity * self.opacity)


def _near(projection: Projection) -> Array:
    """Return the unit vector (2,) of the floor that points at the eye; down the screen, seen from above."""
    _, up, toward = projection.rotation
    near = 2 * toward[:2] - up[:2]
    return near / max(float(np.linalg.norm(near)), 1e-9)


def _fade(margin: float) -> float:
    """Return a smooth step from 0 at 0 to 1 at 2 BLEND: one side is gone before the other comes."""
    share = min(max(margin / (2 * BLEND), 0.0), 1.0)
    return share * share * (3 - 2 * share)


def _clearance(edge: Array, lid: Array, direction: Array, axis: int) -> Array:
    """Return how far (k,) along `direction` labels of an edge must go to clear the box's lid above it."""
    if axis == 2:
        return np.full(len(edge), max(float(((lid - edge) @ direction).max()), 0.0))
    along = edge[-2] - edge[0]
    normal = np.array([-along[1], along[0]]) / max(float(np.linalg.norm(along)), 1e-6)
    normal = normal if normal @ direction > 0 else -normal
    return np.maximum((lid - edge) @ normal, 0) / max(float(normal @ direction), 0.3)


def _stand_off(text: ScreenText, direction: Array, scale: float) -> Array:
    """Return how far from an edge the middle of a text has to be, in pixels."""
    return direction * float(np.abs(direction * text.half).sum()) * scale


def _gaps(centers: Array, halves: Array) -> Array:
    """Return how far labels are apart, (n, n), in halves of the height of the first of each two.

    Side by side, two numbers would be read as one: there they need more than three times the gap.
    """
    apart = np.abs(centers[:, None] - centers) - halves[:, None] - halves
    return (apart * [0.6, 2]).max(axis=2) / halves[:, None, 1]
