"""Contour lines of a height field, on its floor or on the sheet: all lines in one mobject."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, Self
from weakref import WeakKeyDictionary

import numpy as np
from contourpy import FillType, LineType, contour_generator
from manim import ManimColor, Mobject
from numpy.typing import ArrayLike, NDArray

from gdmath.arrays import Array, Ints
from scenes.relief.colormaps import VIRIDIS, sample
from scenes.relief.field import HeightField
from scenes.relief.heights import evaluate
from scenes.relief.paint.line_set import LineSet
from scenes.relief.paint.projection import Projection
from scenes.relief.plot_box import PlotBox
from scenes.relief.spatial import Ref, Spatial

SAMPLES = 241  # points along each side of the grid on which contours are traced
PIECES = 120  # lines that can be told apart on a map
SPARSE = 3.0  # how much farther lines are apart on a whole map than at their closest
_traced: WeakKeyDictionary[HeightField, Any] = WeakKeyDictionary()  # for lines in every frame
FLAT = 6e-4  # scene units that a line may be off: a tenth of a pixel at 1080p


class ContourLines(Spatial):
    """The contour lines of a field at `levels`: numbers of the cost, or how many to spread over the heights.

    They lie on the floor, coloured by height, or with `on_surface` on the sheet, in one colour. The field may
    have holes; there are no lines in them.
    """

    def __init__(
        self,
        field: HeightField,
        levels: int | ArrayLike = 12,
        *,
        on_surface: bool = False,
        color: Any = None,
        colors: Array = VIRIDIS,
        width: float = 1.6,
        opacity: float = 0.9,
    ) -> None:
        self.field = Ref(field)
        self.on_surface, self.width_units = on_surface, width
        super().__init__(color="#ffffff" if color is None else color, opacity=opacity)
        if isinstance(levels, int | np.integer):
            self.levels = spread_levels(field.box, int(levels))
        else:
            self.levels = np.atleast_1d(np.asarray(levels, float))
        lines = trace_contours(field, self.levels)
        shares = field.box.height_share(np.array([level for level, _ in lines]))
        plain = color is not None or on_surface
        self.rgbs = (
            np.tile(np.array(ManimColor(self.color).to_rgb()), (len(lines), 1))
            if plain
            else sample(colors, shares)
        )
        thetas = np.concatenate([line for _, line in lines]) if lines else np.zeros((0, 2))
        starts = np.cumsum([0, *(len(line) for _, line in lines)])[:-1].astype(int)
        points = field.over(thetas)
        kept = corners(points[:, :2], starts, FLAT)
        self.points, self.starts = points[kept], (np.cumsum(kept) - 1)[starts]
        self.shown = (0.0, 1.0)

    def line_sets(self, projection: Projection) -> list[LineSet]:
        """Return the lines, on the floor or on the sheet."""
        if not len(self.points):
            return []
        width = self.width_units * 0.01 * float(projection.unit[0])
        field = self.field.to if self.on_surface else None
        points = self.points
        if self.shown != (0.0, 1.0):
            at = (np.arange(len(points)) - self._line_start()) / np.maximum(self._line_length() - 1, 1)
            outside = (at < self.shown[0]) | (at > self.shown[1])
            points = np.where(outside[:, None], np.nan, points)
        return [LineSet(points, self.starts, self.rgbs, width, self.opacity, field=field)]

    def pointwise_become_partial(self, mobject: Mobject, a: float, b: float) -> Self:
        """Show every line from the share a to the share b of its points; Create uses it."""
        self.points, self.shown = np.asarray(mobject.points), (a, b)
        return self

    def _line_length(self) -> Array:
        lengths = np.diff(np.append(self.starts, len(self.points)))
        return np.repeat(lengths, lengths)

    def _line_start(self) -> Array:
        return np.repeat(self.starts, np.diff(np.append(self.starts, len(self.points))))


def spread_levels(box: PlotBox, count: int) -> Array:
    """Return `count` levels of the cost, equally far apart in height, none on the floor or the lid.

    >>> spread_levels(PlotBox((0, 1), (0, 1), (0.0, 4.0)), 3).tolist()
    [1.0, 2.0, 3.0]
    """
    return box.height_at((np.arange(count) + 1) / (count + 1))


def trace_contours(field: HeightField, levels: Array) -> list[tuple[float, Array]]:
    """Return (level, data coordinates (k, 2)) for each contour line, closed ones with equal ends."""
    generator = _generator(field)
    found = []
    for level, share in zip(levels.tolist(), field.box.height_share(levels).tolist(), strict=True):
        found += [(level, np.asarray(line)) for line in generator.lines(share) if len(line) > 1]
    return found


def contour_at(field: HeightField, share: float) -> Array:
    """Return the contour line at a share of the heights, (k, 2) data coordinates, NaN between its pieces."""
    if field not in _traced:
        _traced[field] = _generator(field)
    lines = [np.asarray(line) for line in _traced[field].lines(share)]
    gap = np.full((1, 2), np.nan)
    return np.concatenate([part for line in lines for part in (line, gap)] or [gap])


def filled_contours(field: HeightField, levels: Array) -> list[tuple[float, list[Array]]]:
    """Return each band between two neighbouring levels, or beyond the last; see `bands`."""
    return bands(_generator(field), field.box.height_share(levels).tolist())


def bands(generator: Any, shares: list[float]) -> list[tuple[float, list[Array]]]:
    """Return each band between two neighbouring shares of the heights, or beyond the last: its middle, and
    its rings in data coordinates (k, 2), holes the other way round.
    """
    middles = [0.0, *shares, 1.0]
    found = []
    for k, (low, high) in enumerate(pairwise([-np.inf, *shares, np.inf])):
        points, offsets = generator.filled(low, high)
        rings = [
            np.asarray(ring)
            for polygon, cuts in zip(points, offsets, strict=True)
            for ring in np.split(polygon, cuts[1:-1])
        ]
        found.append(((middles[k] + middles[k + 1]) / 2, rings))
    return found


def legible_count(
    field: HeightField, pixels: tuple[float, float], apart: float, most: int, least: int
) -> int:
    """Return how many levels of a field can be drawn on a map so large; see `legible`."""
    _, _, height = _sampled(field)
    return legible(_generator(field), height, pixels, apart, most, least)


def legible(
    generator: Any, height: Array, pixels: tuple[float, float], apart: float, most: int, least: int
) -> int:
    """Return how many levels can be drawn so that lines are apart along nine tenths of them.

    `height` (n, m) are shares, x first; `generator` traces their contours. `pixels`: how large the map is;
    `apart`: the least distance of lines in pixels, and on the whole map they are three times as far apart,
    and not too many; from `least` to `most`. Where the heights rise by g a pixel, n levels are
    1 / ((n + 1) g) pixels apart, and in a small area the length of all lines is in proportion to g.
    """
    rise = np.gradient(
        height, *(size / (count - 1) for size, count in zip(pixels, height.shape, strict=True))
    )
    steep = np.hypot(*rise)
    steep = np.sort(steep[(height >= 0) & (height <= 1) & np.isfinite(steep)])
    if not len(steep) or not steep[-1] > 0:
        return most
    length = np.cumsum(steep) / steep.sum()
    steepest = max(float(steep[np.searchsorted(length, 0.9)]), 1e-12)
    fit = int(np.clip(1 / max(apart * steepest, SPARSE * apart * float(steep.mean())) - 1, least, most))
    for count in range(fit, least, -1):
        shares = (np.arange(count) + 1) / (count + 1)
        if sum(len(generator.lines(share)) for share in shares.tolist()) <= PIECES:
            return count
    return least


def _sampled(field: HeightField) -> tuple[Array, Array, Array]:
    """Return x (n,), y (n,) and the heights (n, n) as shares of the box, NaN where there are none."""
    box = field.box
    x, y = np.linspace(*box.x_range, SAMPLES), np.linspace(*box.y_range, SAMPLES)
    z = evaluate(field.function, *np.meshgrid(x, y, indexing="ij"))
    return x, y, box.height_share(np.ma.masked_invalid(z).filled(np.nan))


def _generator(field: HeightField) -> Any:
    return tracer(*_sampled(field))


def tracer(x: Array, y: Array, height: Array) -> Any:
    """Return what traces the contours of heights (n, m) over x (n,) and y (m,); NaN is a hole."""
    masked = np.ma.masked_invalid(height.T)
    return contour_generator(x, y, masked, line_type=LineType.Separate, fill_type=FillType.OuterOffset)


def corners(points: Array, starts: Ints, tolerance: float) -> NDArray[np.bool_]:
    """Return which points (k, 2) of polylines that begin at `starts` they can't do without, (k,).

    The others are at most `tolerance` off the straight pieces between those. Each piece is divided at its
    worst point until none is worse: Ramer (1972), Douglas and Peucker (1973).

    >>> bend = np.array([[0.0, 0.0], [1.0, 0.1], [2.0, 2.0], [3.0, 4.1]])
    >>> corners(bend, np.array([0]), 0.5).tolist()
    [True, True, False, True]
    """
    kept = np.zeros(len(points), bool)
    kept[starts] = kept[np.append(starts[1:], len(points)) - 1] = True
    while True:
        index = np.flatnonzero(kept)
        piece = np.cumsum(kept) - 1
        begin, end = points[index[piece]], points[index[np.minimum(piece + 1, len(index) - 1)]]
        along, at = end - begin, points - begin
        square = np.maximum((along**2).sum(axis=1), 1e-300)
        share = np.clip((along * at).sum(axis=1) / square, 0.0, 1.0)
        off = np.where(kept, 0.0, np.hypot(*(at - share[:, None] * along).T))
        worst = np.maximum.reduceat(off, index)[piece]
        found = np.flatnonzero((off > tolerance) & (off == worst))
        if not len(found):
            return kept
        kept[found[np.unique(piece[found], return_index=True)[1]]] = True
