"""Axes that fit themselves to a frame, and can be moved to another while all that stands on them follows."""

import math
from collections.abc import Sequence

import numpy as np
from manim import VGroup
from numpy.typing import ArrayLike, NDArray

from gdmath.display.geometry import Frame, ticks
from gdmath.display.numerals import SUPERSCRIPTS, tick_labels
from scenes.kit.glyphs import SMALL, Labels, text_width
from scenes.kit.screen import Rect
from scenes.kit.shapes import Polyline
from scenes.kit.theme import Theme

TICK = 0.09
LABEL_DROP = 0.36  # from an axis to the baseline of its numbers
LABEL_GAP = 0.17
ABOVE_PLOT = 0.45  # the room of the name of its upright axis
NAME_GAP = 0.14  # from the end of an axis to its name


class Axes(VGroup):
    """A plot area on the screen with round ticks along its bottom and its left side.

    `counts`: how many ticks each has at most; with 0 up, that axis has none. The `names` of the axes stand
    beyond its right end and above its left side. `fit` moves it to another `Frame` of the plane; `place` maps
    points of the plane to the screen. With `powers` the plane's heights are exponents of ten, and are written
    so; with `powers_along` what it has across. With `whole_along` that is counted, and has whole ticks.
    """

    def __init__(
        self,
        area: Rect,
        frame: Frame,
        theme: Theme,
        *,
        counts: tuple[int, int] = (6, 5),
        names: tuple[str, str] = ("", ""),
        powers: bool = False,
        powers_along: bool = False,
        whole_along: bool = False,
    ):
        self.area, self.counts, self.names = area, counts, names
        self.powers, self.powers_along, self.whole_along = powers, powers_along, whole_along
        self.grid = Polyline(color=theme.muted, width=1.0, opacity=0.22)
        self.lines = Polyline(color=theme.muted, width=2.0)
        self.numbers = Labels(size=SMALL, color=theme.muted)
        super().__init__(self.grid, self.lines, self.numbers)
        self.fit(frame)

    def place(self, points: ArrayLike) -> NDArray:
        """Return points (..., 2) of the plane as points of the screen, (..., 2)."""
        return self.origin + np.asarray(points, dtype=float) * self.units

    def fit(self, frame: Frame) -> "Axes":
        """Fit the area to this frame: ticks, numbers and grid."""
        left, right, bottom, top = self.area
        self.frame = frame
        self.units = np.array(
            [(right - left) / (frame.right - frame.left), (top - bottom) / (frame.top - frame.bottom)]
        )
        self.origin = np.array([left - frame.left * self.units[0], bottom - frame.bottom * self.units[1]])
        if self.powers_along:
            x_ticks = powers_with_room(frame.left, frame.right, self.counts[0], right - left)
        else:
            x_ticks = ticks_with_room(frame.left, frame.right, self.counts[0], right - left, self.whole_along)
        most = max(1, min(self.counts[1], int((top - bottom) / (0.56 if self.powers else 0.42))))
        heights = frame.bottom, frame.top, most
        y_ticks = whole_ticks(*heights) if self.powers else ticks(*heights, least=2)
        y_ticks = y_ticks if self.counts[1] else y_ticks[:0]
        written = powers_of_ten if self.powers else tick_labels
        xs = self.origin[0] + x_ticks * self.units[0]
        ys = self.origin[1] + y_ticks * self.units[1]
        self._draw_lines(xs, ys)
        along_written = powers_of_ten if self.powers_along else tick_labels
        names = [
            (t, x, bottom - LABEL_DROP, "center")
            for t, x in zip(along_written(x_ticks.tolist()), xs, strict=True)
        ]
        names += [
            (t, left - LABEL_GAP, y - 0.1, "right")
            for t, y in zip(written(y_ticks.tolist()), ys, strict=True)
        ]
        along, up = self.names
        names += [(along, right + NAME_GAP, bottom - 0.1, "left"), (up, left, top + NAME_GAP, "center")]
        self.numbers.write(names)
        return self

    def _draw_lines(self, xs: NDArray, ys: NDArray) -> None:
        left, right, bottom, top = self.area
        column, row = np.ones_like(xs), np.ones_like(ys)
        self.grid.between(
            np.concatenate([np.stack([xs, column * bottom], 1), np.stack([row * left, ys], 1)]),
            np.concatenate([np.stack([xs, column * top], 1), np.stack([row * right, ys], 1)]),
        )
        starts = [[left, bottom], [left, bottom], *([x, bottom] for x in xs), *([left, y] for y in ys)]
        ends = [
            [right, bottom],
            [left, top],
            *([x, bottom - TICK] for x in xs),
            *([left - TICK, y] for y in ys),
        ]
        self.lines.between(starts, ends)


def ticks_with_room(low: float, high: float, most: int, room: float, whole: bool = False) -> NDArray:
    """Return as many ticks, but not more than `most`, as have room for their numbers on an axis so long.

    >>> ticks_with_room(0, 2, 5, 9.0), ticks_with_room(0, 2, 5, 9.0, whole=True)
    (array([0. , 0.5, 1. , 1.5, 2. ]), array([0., 1., 2.]))
    """
    for count in range(most, 1, -1):
        values = ticks(low, high, count)
        if whole and (values % 1).any():
            continue
        widest = max((text_width(text) for text in tick_labels(values.tolist())), default=0.0)
        if len(values) * (widest + 0.3) <= room:
            return values
    return ticks(low, high, 1)


def powers_with_room(low: float, high: float, most: int, room: float) -> NDArray:
    """Return as many whole exponents of ten, at most `most` + 1, as have room on an axis so long."""
    for count in range(most, 0, -1):
        values = whole_ticks(low, high, count)
        if sum(text_width(text) + 0.3 for text in powers_of_ten(values.tolist())) <= room:
            return values
    return np.zeros(0)


def whole_ticks(low: float, high: float, most: int) -> NDArray:
    """Return evenly spaced whole numbers from low to high, at most `most` + 1 of them.

    >>> whole_ticks(-0.3, 2.2, 5), whole_ticks(-31.0, 2.5, 3)
    (array([0., 1., 2.]), array([-24., -16.,  -8.,   0.]))
    """
    for step in (each * 10.0**power for power in range(300) for each in (1, 2, 3, 4, 5, 6, 8)):
        first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
        if last - first <= most:
            return step * np.arange(first, last + 1.0)
    raise ValueError(f"from {low:g} to {high:g} is no part of an axis")


def powers_of_ten(exponents: Sequence[float]) -> list[str]:
    """Return the labels of whole exponents of ten.

    >>> powers_of_ten([-2.0, 0.0, 1.0])
    ['10⁻²', '1', '10']
    """
    plain = {0: "1", 1: "10"}
    return [plain.get(round(each), f"10{str(round(each)).translate(SUPERSCRIPTS)}") for each in exponents]


def clipped(points: NDArray, area: Rect) -> NDArray:
    """Return a polyline (n, 2) on the screen, broken by nan where it leaves the area above or below.

    Where it crosses the edge it ends on the edge.
    """
    bottom, top = area.bottom, area.top
    y = points[:, 1]
    with np.errstate(invalid="ignore"):
        inside = (y >= bottom - 1e-9) & (y <= top + 1e-9)
    out = []
    for k, point in enumerate(points):
        if k and inside[k] != inside[k - 1] and np.isfinite([y[k], y[k - 1]]).all():
            edge = top if max(y[k], y[k - 1]) > top else bottom
            share = (edge - y[k - 1]) / (y[k] - y[k - 1])
            out.append(points[k - 1] + (point - points[k - 1]) * share)
        out.append(point if inside[k] else np.full(2, np.nan))
    return np.array(out)


def widest_label(low: float, high: float, most: int) -> float:
    """Return the width of the widest number along an axis from low to high, in frame units."""
    return max(map(text_width, tick_labels(ticks(low, high, most, least=2).tolist())), default=0.0)


def widest_of_any(low: float, high: float, most: int) -> float:
    """Return the same where the axis may be too short for so many numbers, and have others."""
    return max(widest_label(low, high, count) for count in range(1, most + 1))


def plot_area(room: Rect, frames: Sequence[Frame], counts: int = 5) -> Rect:
    """Return what of a rectangle is left for a plot of these frames, with names and numbers around it.

    It has up to so many numbers as `counts` says: the lower it gets, the fewer.
    """
    widest = max(widest_of_any(frame.bottom, frame.top, counts) for frame in frames)
    return room.inset(left=max(0.6, widest) + LABEL_GAP + 0.05, right=0.4, bottom=0.5, top=ABOVE_PLOT)
