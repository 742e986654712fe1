"""Lines in space, cut where sheets hide them and stroked with cairo."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, groupby
from typing import Any

import cairo
import numpy as np
from numpy.typing import NDArray

from gdmath.arrays import Array
from scenes.relief.paint.line_set import LineSet
from scenes.relief.paint.projection import NEAR, Projection
from scenes.relief.paint.rasterizer import DepthImage

Run = tuple[int, list[float], list[float]]
SPACING = 12.0  # pixels between the points at which a line is tested
LIFTED_SPACING = 4.0  # the same for lines that follow a sheet
PARTS = 24  # of SPACING, between which a line goes out of sight
FLAT = 0.15  # pixels that a line may be off where it is drawn with fewer points
SHADES = 12  # of each primary colour, on lines of many colours
LONGEST = 200  # tests on one segment, at most


@dataclass(frozen=True)
class SampledLines:
    """Lines as dense points: pixels (s, 2), 1/depth (s,), number of the polyline (s,), vertex flags (s,)."""

    pixels: Array
    reciprocal: Array
    line: NDArray[np.integer]
    vertex: NDArray[np.bool_]

    def runs(self, image: DepthImage, *, straight: bool) -> list[Run]:
        """Return (polyline, x, y) for each stretch that nothing in the image hides.

        They end, to half a pixel, where they go out of sight. `straight` leaves out the points between
        vertices.
        """
        seen = image.visible(self.pixels[:, 0], self.pixels[:, 1], self.reciprocal)
        if not seen.any():
            return []
        samples, seen = self._with_ends(image, seen)
        joined = seen[1:] & seen[:-1] & (samples.line[1:] == samples.line[:-1])
        first, last = seen.copy(), seen.copy()
        first[1:] &= ~joined
        last[:-1] &= ~joined
        index = np.flatnonzero(seen & (samples.vertex | first | last) if straight else seen)
        at_first, at_last = np.flatnonzero(first), np.flatnonzero(last)
        begin = np.searchsorted(index, at_first).tolist()
        end = (np.searchsorted(index, at_last) + 1).tolist()
        x, y = samples.pixels[index, 0].tolist(), samples.pixels[index, 1].tolist()
        lines = samples.line[at_first].tolist()
        return [(k, x[a:b], y[a:b]) for k, a, b in zip(lines, begin, end, strict=True)]

    def _with_ends(
        self, image: DepthImage, seen: NDArray[np.bool_]
    ) -> tuple[SampledLines, NDArray[np.bool_]]:
        """Add a point where a line comes into or goes out of sight."""
        at = np.flatnonzero((seen[1:] != seen[:-1]) & (self.line[1:] == self.line[:-1]))
        at = at[np.isfinite(self.reciprocal[at] + self.reciprocal[at + 1])]
        if not len(at):
            return self, seen
        inner, outer = np.where(seen[at], at, at + 1), np.where(seen[at], at + 1, at)
        pixels, step = self.pixels[inner], self.pixels[outer] - self.pixels[inner]
        reciprocal, rise = self.reciprocal[inner], self.reciprocal[outer] - self.reciprocal[inner]
        trial = np.arange(1, PARTS)[:, None] / PARTS
        x, y = (pixels[:, axis] + step[:, axis] * trial for axis in (0, 1))
        good = image.visible(x.ravel(), y.ravel(), (reciprocal + rise * trial).ravel()).reshape(x.shape)
        share = np.cumprod(good, axis=0).sum(axis=0) / PARTS
        order = np.argsort(np.concatenate([np.arange(len(seen)), at + 0.5]), kind="stable")

        def with_new(old: Array, new: Any) -> Array:
            return np.concatenate([old, np.broadcast_to(new, (len(at), *old.shape[1:]))]).take(order, axis=0)

        return SampledLines(
            with_new(self.pixels, pixels + step * share[:, None]),
            with_new(self.reciprocal, reciprocal + rise * share),
            with_new(self.line, self.line[at]),
            with_new(self.vertex, True),
        ), with_new(seen, True)


def joined(sets: Iterable[LineSet]) -> list[LineSet]:
    """Return the sets with those of one look that follow each other made one, which is quicker to draw."""
    groups = [list(group) for _, group in groupby(sets, _look)]
    return [_one(group) for group in groups]


def _look(lines: LineSet) -> object:
    """Return what two sets must have in common to be drawn as one."""
    if lines.rgb.ndim > 1:
        return id(lines)
    casing = None if lines.casing is None else tuple(lines.casing)
    return tuple(lines.rgb), lines.width, lines.opacity, lines.dash, casing, id(lines.field)


def _one(group: Sequence[LineSet]) -> LineSet:
    if len(group) == 1:
        return group[0]
    lengths = [len(lines.points) for lines in group]
    starts = [lines.starts + before for lines, before in zip(group, np.cumsum([0, *lengths]), strict=False)]
    points = np.concatenate([lines.points for lines in group])
    return replace(group[0], points=points, starts=np.concatenate(starts))


class SightLines:
    """Line sets, divided into points at which it is tested what hides them; those of one ground together."""

    def __init__(self, sets: Sequence[LineSet], projection: Projection) -> None:
        self.sets = sets
        free = [k for k, lines in enumerate(sets) if lines.field is None]
        groups = [free] if free else []
        groups += [[k] for k, lines in enumerate(sets) if lines.field is not None]
        self._groups = [
            (members, sample_lines(_one([sets[k] for k in members]), projection)) for members in groups
        ]

    def stroke(self, context: cairo.Context[Any], image: DepthImage) -> None:
        """Stroke what nothing in the image hides, one set after the other."""
        found: list[list[Run]] = [[] for _ in self.sets]
        for members, samples in self._groups:
            straight = self.sets[members[0]].field is None
            first = [0, *accumulate(len(self.sets[k].starts) for k in members)]
            for line, x, y in samples.runs(image, straight=straight):
                place = bisect_right(first, line) - 1
                found[members[place]].append((line - first[place], x, y))
        for lines, runs in zip(self.sets, found, strict=True):
            stroke_runs(context, lines, runs)


def sample_lines(lines: LineSet, projection: Projection) -> SampledLines:
    """Divide the segments of polylines into short pieces on the screen, and put them on their sheet."""
    spacing = SPACING if lines.field is None else LIFTED_SPACING
    points, starts = lines.points, lines.starts
    pixels, reciprocal = to_screen(points, projection)
    line = np.repeat(np.arange(len(starts)), np.diff(np.append(starts, len(points))))
    inner = np.zeros(len(points), bool)
    inner[:-1] = line[1:] == line[:-1]
    pieces = np.ones(len(points), int)
    at = np.flatnonzero(inner)
    length = np.abs(pixels[at + 1] - pixels[at]).max(axis=1)
    pieces[at] = np.clip(np.nan_to_num(length) / spacing, 1, LONGEST).astype(int)
    owner = np.repeat(np.arange(len(points)), pieces)
    part = np.arange(len(owner)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    share = part / pieces[owner]
    after = np.minimum(owner + 1, len(points) - 1)
    if lines.field is not None:
        dense = points[owner] + (points[after] - points[owner]) * share[:, None]
        pixels, reciprocal = to_screen(lines.field.lifted(dense), projection)
    elif len(owner) > len(points):
        # On the screen a segment in space is straight, and 1/depth is affine along it.
        pixels = pixels[owner] + (pixels[after] - pixels[owner]) * share[:, None]
        reciprocal = reciprocal[owner] + (reciprocal[after] - reciprocal[owner]) * share
    line, vertex = line[owner], part == 0
    if lines.field is None:
        vertex = _thinned(pixels, line, vertex)
    return SampledLines(pixels, reciprocal, line, vertex)


def _thinned(pixels: Array, line: NDArray[np.integer], vertex: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return the vertices without those that a line of straight pieces can do without, on the screen."""
    at = np.flatnonzero(vertex)
    for _ in range(2):
        before, middle, after = at[:-2:2], at[1:-1:2], at[2::2]
        bend = np.abs(pixels[middle] - (pixels[before] + pixels[after]) / 2).max(axis=1)
        spare = middle[(bend < FLAT) & (line[before] == line[after])]
        vertex[spare] = False
        at = np.flatnonzero(vertex)
    return vertex


def to_screen(points: Array, projection: Projection) -> tuple[Array, Array]:
    """Return pixels (k, 2) and 1/depth (k,) of points (k, 3); 1/depth is NaN for those behind the eye."""
    pixels, depth = projection.project(points)
    return pixels, 1 / np.where(depth > NEAR, depth, np.nan)


def stroke_runs(context: cairo.Context[Any], lines: LineSet, runs: Sequence[Run]) -> None:
    """Stroke runs of a line set: all of one colour at once, so that crossings do not darken."""
    thin = lines.width < 2.5
    context.set_line_cap(cairo.LINE_CAP_BUTT if lines.dash or thin else cairo.LINE_CAP_ROUND)
    context.set_line_join(cairo.LINE_JOIN_BEVEL if thin else cairo.LINE_JOIN_ROUND)
    context.set_dash(list(lines.dash))
    for color, members in _by_color(lines.rgb, runs):
        _trace(context, members)
        if lines.casing is not None:
            red, green, blue = lines.casing
            context.set_source_rgba(blue, green, red, 0.8 * lines.opacity)
            context.set_line_width(lines.width * 1.7)
            context.stroke_preserve()
        red, green, blue = color
        context.set_source_rgba(blue, green, red, lines.opacity)
        context.set_line_width(lines.width)
        context.stroke()


def _by_color(rgb: Array, runs: Sequence[Run]) -> list[tuple[Array, list[Run]]]:
    """Group runs by their line's colour, to within what is not seen on a thin line."""
    if rgb.ndim == 1:
        return [(rgb, list(runs))]
    coarse = (np.rint(rgb * SHADES) @ np.array([1, 100, 10000])).tolist()
    groups: dict[float, tuple[Array, list[Run]]] = {}
    for run in runs:
        groups.setdefault(coarse[run[0]], (rgb[run[0]], []))[1].append(run)
    return list(groups.values())


def _trace(context: cairo.Context[Any], runs: Sequence[Run]) -> None:
    move_to, line_to = context.move_to, context.line_to
    for _, x, y in runs:
        move_to(x[0], y[0])
        for a, b in zip(x[1:], y[1:], strict=True):
            line_to(a, b)
