"""Lines in space, cut where sheets hide them and stroked with cairo."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import cairo
import numpy as np
from numpy.typing import NDArray

from scenes.kit.projection import NEAR, Projection
from scenes.kit.rasterizer import DepthImage
from scenes.kit.spatial import LineSet

Array = NDArray[Any]
SPACING = 3.0  # pixels between the points at which a line is tested
LONGEST = 200  # tests on one segment, at most


@dataclass(frozen=True)
class SampledLines:
    """Lines as dense points: pixels (s, 2), depths (s,), number of the polyline (s,), vertex flags (s,)."""

    pixels: Array
    depth: Array
    line: NDArray[np.integer]
    vertex: NDArray[np.bool_]

    def runs(self, seen: NDArray[np.bool_], straight: bool) -> list[tuple[int, list[list[float]]]]:
        """Return (polyline, pixels) for each stretch that is `seen`; `straight` leaves out inner points."""
        if not seen.any():
            return []
        first, last = seen.copy(), seen.copy()
        first[1:] &= ~(seen[:-1] & (self.line[1:] == self.line[:-1]))
        last[:-1] &= ~(seen[1:] & (self.line[1:] == self.line[:-1]))
        keep = seen & (self.vertex | first | last) if straight else seen
        index = np.flatnonzero(keep)
        begin = np.searchsorted(index, np.flatnonzero(first))
        end = np.searchsorted(index, np.flatnonzero(last)) + 1
        xy, lines = self.pixels[index].tolist(), self.line[np.flatnonzero(first)].tolist()
        return [(k, xy[a:b]) for k, a, b in zip(lines, begin.tolist(), end.tolist(), strict=True)]


def sample_lines(lines: LineSet, projection: Projection) -> SampledLines:
    """Divide the segments of polylines into pieces of about SPACING pixels, and put them on their sheet."""
    points, starts = lines.points, lines.starts
    pixels, depth = projection.project(points)
    line = np.repeat(np.arange(len(starts)), np.diff(np.append(starts, len(points))))
    inner = np.zeros(len(points), bool)
    inner[:-1] = line[1:] == line[:-1]
    pieces = np.ones(len(points), int)
    at = np.flatnonzero(inner)
    length = np.abs(pixels[at + 1] - pixels[at]).max(axis=1)
    pieces[at] = np.clip(np.nan_to_num(length) / SPACING, 1, LONGEST).astype(int)
    owner = np.repeat(np.arange(len(points)), pieces)
    part = np.arange(len(owner)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    share = (part / pieces[owner])[:, None]
    after = np.minimum(owner + 1, len(points) - 1)
    dense = points[owner] + (points[after] - points[owner]) * share
    if lines.field is not None:
        dense = lines.field.lifted(dense)
    pixels, depth = projection.project(dense)
    return SampledLines(pixels, depth, line[owner], part == 0)


def seen_samples(samples: SampledLines, image: DepthImage | None) -> NDArray[np.bool_]:
    """Return which samples are in front of every sheet; without an image, which are in front of the eye."""
    finite = np.isfinite(samples.depth) & (samples.depth > NEAR)
    if image is None:
        return finite
    seen = np.zeros(len(finite), bool)
    at = np.flatnonzero(finite)
    seen[at] = image.visible(samples.pixels[at], samples.depth[at])
    return seen


def stroke_runs(
    context: cairo.Context[Any], lines: LineSet, runs: Sequence[tuple[int, list[list[float]]]]
) -> None:
    """Stroke runs of a line set: all of one colour at once, so that crossings do not darken."""
    context.set_line_cap(cairo.LINE_CAP_BUTT if lines.dash else cairo.LINE_CAP_ROUND)
    context.set_line_join(cairo.LINE_JOIN_ROUND)
    context.set_dash(list(lines.dash))
    if lines.rgb.ndim == 1:
        groups = {0: list(runs)}
        colors = lines.rgb[None]
    else:
        coarse = np.rint(lines.rgb * 31).astype(int) @ np.array([1, 32, 1024])
        _, first, group = np.unique(coarse, return_index=True, return_inverse=True)
        colors, groups = lines.rgb[first], {}
        for run in runs:
            groups.setdefault(int(group[run[0]]), []).append(run)
    for group, members in groups.items():
        _trace(context, members)
        if lines.casing is not None:
            red, green, blue = lines.casing
            context.set_source_rgba(blue, green, red, 0.55 * lines.opacity)
            context.set_line_width(lines.width * 1.7)
            context.stroke_preserve()
        red, green, blue = colors[group]
        context.set_source_rgba(blue, green, red, lines.opacity)
        context.set_line_width(lines.width)
        context.stroke()


def _trace(context: cairo.Context[Any], runs: Sequence[tuple[int, list[list[float]]]]) -> None:
    move_to, line_to = context.move_to, context.line_to
    for _, run in runs:
        move_to(*run[0])
        for x, y in run[1:]:
            line_to(x, y)
