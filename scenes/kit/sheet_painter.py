"""Draws sheets, lines and balls of one frame so that what is nearer hides what is behind it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import cairo
import numpy as np
from numpy.typing import NDArray

from scenes.kit.ball_painter import paint_ball
from scenes.kit.height_field import HeightField
from scenes.kit.hidden_lines import SampledLines, joined, sample_lines, stroke_runs, to_screen
from scenes.kit.projection import Projection
from scenes.kit.rasterizer import TEXELS, DepthImage, Fragments, affine_planes, scan_convert
from scenes.kit.spatial import LineSet, Spatial
from scenes.kit.surface_point import SurfacePoint

Array = NDArray[Any]
OUTLINE = 1.5  # pixels; smooths the edge of a sheet


@dataclass(frozen=True, eq=False)
class DrawnSheet:
    """A field as it is on the screen: its pixels, their colours, and the lines that belong to it."""

    field: HeightField
    pixel: NDArray[np.integer]
    color: NDArray[np.uint32]
    lines: list[tuple[LineSet, SampledLines]]


class SheetPainter:
    """Paints on `pixels` (height, width, 4), red, green, blue, alpha, and through their cairo context."""

    def __init__(
        self,
        context: cairo.Context[Any],
        pixels: NDArray[np.uint8],
        projection: Projection,
        image: DepthImage,
    ) -> None:
        self.context, self.projection, self.image = context, projection, image
        self.pixels = pixels
        self.flat = pixels.view(np.uint32).ravel()

    def paint(self, spatials: Sequence[Spatial]) -> None:
        """Paint everything: first what sheets of glass hide, then those sheets, then what is in front."""
        fields = [s for s in spatials if isinstance(s, HeightField) and s.opacity > 1e-3]
        opaque = [f for f in fields if f.opacity >= 0.999 and f.skin.solid]
        glass = self._far_first([f for f in fields if f not in opaque])
        others = [s for s in spatials if not isinstance(s, HeightField) and s.opacity > 1e-3]
        sets = joined(lines for s in others for lines in s.line_sets(self.projection) if len(lines.points))
        sampled = [(lines, sample_lines(lines, self.projection)) for lines in sets]
        image = self.image
        image.clear(self.projection.width, self.projection.height)
        solid = [self._rasterize(field, image) for field in opaque]
        for sheet in solid:
            self._write(sheet)
        for sheet in solid:
            self._stroke_all(self.context, sheet.lines, image)
        if glass:
            self._paint_behind(sampled, others, image)
            for field in glass:
                self._paint_glass(self._rasterize(field, image), image)
        self._stroke_all(self.context, sampled, image)
        self._paint_balls(others, image)
        for spatial in others:
            spatial.draw_over(self.context, self.projection)

    def _far_first(self, fields: list[HeightField]) -> list[HeightField]:
        return sorted(fields, key=lambda f: -float(self.projection.project(f.grid.mean(axis=(0, 1)))[1]))

    def _rasterize(self, field: HeightField, image: DepthImage) -> DrawnSheet:
        mesh = field.mesh
        pixels, reciprocal = to_screen(field.points, self.projection)
        texels = field.lattice_coordinates(field.points) / (np.array(mesh.shape) - 1) * (TEXELS - 1) + 0.5
        ordered = mesh.paint_order(field.lattice_coordinates(self.projection.eye))
        triangles = mesh.triangles[ordered]
        if np.isnan(reciprocal).any():
            triangles = triangles[np.isfinite(reciprocal[triangles]).all(axis=1)]
        corners = pixels[triangles]
        found = scan_convert(corners, texels[triangles], self.projection.width, self.projection.height)
        found = image.add(_shown_part(field, found), affine_planes(corners, reciprocal[triangles]))
        color = field.skin.pixels.take(found.texel, mode="wrap")
        screen = (pixels, reciprocal)
        width = max(field.line_width * 0.01 * float(self.projection.unit[0]), 0.8)
        lines = [_outline(field, screen, texels), *_mesh_lines(field, screen, width)]
        return DrawnSheet(field, found.pixel, color, [(q, sample_lines(q, self.projection)) for q in lines])

    def _write(self, sheet: DrawnSheet) -> None:
        surface = self.context.get_target()
        surface.flush()
        self.flat[sheet.pixel] = sheet.color
        surface.mark_dirty()

    def _stroke_all(
        self, context: cairo.Context[Any], sampled: Iterable[tuple[LineSet, SampledLines]], image: DepthImage
    ) -> None:
        for lines, samples in sampled:
            exact = lines.width != OUTLINE
            stroke_runs(context, lines, samples.runs(image, straight=lines.field is None, exact=exact))

    def _paint_behind(
        self, sampled: list[tuple[LineSet, SampledLines]], others: list[Spatial], image: DepthImage
    ) -> None:
        self._stroke_all(self.context, sampled, image)
        self._paint_balls(others, image)

    def _paint_glass(self, sheet: DrawnSheet, image: DepthImage) -> None:
        layer = np.zeros(self.projection.width * self.projection.height, np.uint32)
        layer[sheet.pixel] = sheet.color
        size = (self.projection.width, self.projection.height)
        surface = cairo.ImageSurface.create_for_data(layer.data, cairo.FORMAT_ARGB32, *size)
        if sheet.field.skin.solid:
            self._stroke_all(cairo.Context(surface), sheet.lines, image)
        self.context.set_source_surface(surface)
        self.context.paint_with_alpha(sheet.field.opacity)

    def _paint_balls(self, others: list[Spatial], image: DepthImage) -> None:
        """Paint the balls, far ones first."""
        balls = [s for s in others if isinstance(s, SurfacePoint)]
        placed = [(ball.ball_center, ball.radius, ball.rgb, ball.opacity) for ball in balls]
        placed = [ball for ball in placed if np.isfinite(ball[0]).all()]
        surface = self.context.get_target()
        surface.flush()
        for ball in sorted(placed, key=lambda b: -float(self.projection.project(b[0])[1])):
            paint_ball(self.pixels, self.projection, image, ball)
        surface.mark_dirty()


def _shown_part(field: HeightField, found: Fragments) -> Fragments:
    low, high = field.shown
    if (low, high) == (0.0, 1.0):
        return found
    row = found.texel // TEXELS
    return found.where((row >= low * TEXELS) & (row < high * TEXELS))


def _mesh_lines(field: HeightField, screen: tuple[Array, Array], width: float) -> list[LineSet]:
    if not len(field.mesh.line_starts) or field.line_opacity <= 0 or field.shown != (0.0, 1.0):
        return []
    at = field.mesh.line_vertices
    on_screen = (screen[0][at], screen[1][at])
    return [
        LineSet(
            field.points[at],
            field.mesh.line_starts,
            field.line_rgb,
            width,
            field.line_opacity,
            screen=on_screen,
        )
    ]


def _outline(field: HeightField, screen: tuple[Array, Array], texels: Array) -> LineSet:
    """Return the edges at which the sheet ends or folds on the screen, each in the sheet's colour there."""
    mesh = field.mesh
    a, b, c = (screen[0][mesh.triangles[:, k]] for k in range(3))
    turn = (b[:, 0] - a[:, 0]) * (c[:, 1] - a[:, 1]) > (c[:, 0] - a[:, 0]) * (b[:, 1] - a[:, 1])
    first, second = mesh.sides.T
    chosen = np.flatnonzero((second < 0) | (turn[first] != turn[second]))
    middle = np.clip(texels[mesh.edges[chosen]].mean(axis=1), 0, TEXELS - 1).astype(int)
    if field.shown != (0.0, 1.0):
        low, high = (share * TEXELS for share in field.shown)
        inside = (middle[:, 0] >= low) & (middle[:, 0] < high)
        chosen, middle = chosen[inside], middle[inside]
    packed = field.skin.pixels[middle[:, 0] * TEXELS + middle[:, 1]]
    rgb = np.stack([packed & 255, packed >> 8 & 255, packed >> 16 & 255], axis=1) / 255
    ends = mesh.edges[chosen].ravel()
    starts = np.arange(len(chosen)) * 2
    return LineSet(field.points[ends], starts, rgb, OUTLINE, screen=(screen[0][ends], screen[1][ends]))
