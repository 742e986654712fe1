"""Draws sheets, lines and balls of one frame so that what is nearer hides what is behind it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import cairo
import numpy as np
from numpy.typing import NDArray

from gdmath.arrays import Array
from scenes.relief.paint.balls import Ball, paint_ball
from scenes.relief.paint.hidden_lines import SightLines, joined, to_screen
from scenes.relief.paint.line_set import LineSet
from scenes.relief.paint.mesh import SheetMesh
from scenes.relief.paint.projection import Projection
from scenes.relief.paint.rasterizer import TEXELS, DepthImage, Faces, Fragments, scan_convert
from scenes.relief.paint.skin import Skin, packed
from scenes.relief.paint.standing import Standing, value_of
from scenes.relief.paint.thin_lines import ThinLines, paint_thin_lines

Screen = tuple[Array, Array, Array]  # column, row and 1/depth of vertices
OUTLINE = 1.4  # pixels; smooths the edge of a sheet


class Sheet(Protocol):
    """What a sheet is painted from: its mesh with the vertices' scene points (k, 3), its skin and its lines.

    `shown` is the share of its x range that is there.
    """

    points: Array
    mesh: SheetMesh
    skin: Skin
    opacity: float
    shown: tuple[float, float]
    line_rgb: Array
    line_width: float
    line_opacity: float

    @property
    def look(self) -> tuple[Any, ...]:
        """All that its picture depends on, but for the camera."""
        ...

    @property
    def scale_now(self) -> float:
        """How many times as large it is as it was made."""
        ...

    @property
    def grid(self) -> Array:
        """Its lattice, (n, m, 3)."""
        ...

    def lattice_coordinates(self, points: Array) -> Array:
        """Return where scene points (..., 3) are on the lattice, (..., 2)."""
        ...


@dataclass(frozen=True, eq=False)
class DrawnSheet:
    """A field as it is on the screen: its pixels, their colours, its edges and mesh lines."""

    field: Sheet
    pixel: NDArray[np.integer]
    color: NDArray[np.uint32]
    edges: ThinLines
    mesh_lines: ThinLines | None


class SheetPainter:
    """Paints on `pixels` (height, width, 4), red, green, blue, alpha, and through their cairo context."""

    def __init__(
        self,
        context: cairo.Context[Any],
        pixels: NDArray[np.uint8],
        projection: Projection,
        standing: Standing,
    ) -> None:
        self.context, self.projection, self.standing = context, projection, standing
        self.pixels = pixels
        self.flat = pixels.view(np.uint32).ravel()

    def paint(self, sheets: Sequence[Sheet], lines: Iterable[LineSet], balls: Sequence[Ball]) -> None:
        """Paint everything: first what sheets of glass hide, then those sheets, then what is in front."""
        fields = [sheet for sheet in sheets if sheet.scale_now > 1e-6]
        opaque = [f for f in fields if f.opacity >= 0.999 and f.skin.solid]
        glass = self._far_first([f for f in fields if f not in opaque])
        sets = joined(one for one in lines if len(one.points))
        sampled = SightLines(sets, self.projection)
        image = self.standing.image
        self._write(self._solid(opaque, glass), image)
        if glass:
            sampled.stroke(self.context, image)
            self._paint_balls(balls, image)
            for field in glass:
                self._paint_glass(self._rasterize(field, image), image)
        sampled.stroke(self.context, image)
        self._paint_balls(balls, image)

    def _solid(self, opaque: Sequence[Sheet], glass: Sequence[Sheet]) -> list[DrawnSheet]:
        """Return the opaque sheets as they are drawn; if they were so in the frame before, from there."""
        standing, image = self.standing, self.standing.image
        now = value_of((self.projection, opaque))
        before, drawn = standing.sheets
        if glass or now != before:
            image.clear(self.projection.width, self.projection.height)
            drawn = [self._rasterize(field, image) for field in opaque]
            standing.sheets = None if glass else now, drawn
        return drawn

    def _far_first(self, fields: list[Sheet]) -> list[Sheet]:
        return sorted(fields, key=lambda f: -float(self.projection.project(f.grid.mean(axis=(0, 1)))[1]))

    def _rasterize(self, field: Sheet, image: DepthImage) -> DrawnSheet:
        mesh = field.mesh
        pixels, reciprocal = to_screen(field.points, self.projection)
        x, y = pixels.T.copy()
        u, v = _texture(field)
        ordered = mesh.paint_order(field.lattice_coordinates(self.projection.eye))
        corners = mesh.corners.take(ordered, axis=1, mode="clip")
        if np.isnan(reciprocal).any():
            before = np.isfinite(reciprocal[corners]).all(axis=0)
            ordered, corners = ordered[before], corners[:, before]
        faces = Faces(x.take(corners, mode="clip"), y.take(corners, mode="clip"))
        found = scan_convert(
            faces,
            (u.take(corners, mode="clip"), v.take(corners, mode="clip")),
            self.projection.width,
            self.projection.height,
        )
        found = image.add(_shown_part(field, found), faces.planes(reciprocal.take(corners, mode="clip")))
        color = field.skin.pixels.take(found.texel, mode="wrap")
        turn = np.zeros(len(mesh.triangles), bool)
        turn[ordered] = faces.area > 0
        edges = _outline(field, turn, (x, y, reciprocal), (u, v))
        width = max(field.line_width * 0.01 * float(self.projection.unit[0]), 0.8)
        return DrawnSheet(field, found.pixel, color, edges, _mesh_lines(field, (x, y, reciprocal), width))

    def _write(self, sheets: list[DrawnSheet], image: DepthImage) -> None:
        surface = self.context.get_target()
        surface.flush()
        for sheet in sheets:
            self.flat[sheet.pixel] = sheet.color
        for sheet in sheets:
            _paint_lines(self.flat, image, sheet)
        surface.mark_dirty()

    def _paint_glass(self, sheet: DrawnSheet, image: DepthImage) -> None:
        layer = np.zeros(self.projection.width * self.projection.height, np.uint32)
        layer[sheet.pixel] = sheet.color
        if sheet.field.skin.solid:
            _paint_lines(layer, image, sheet)
        size = (self.projection.width, self.projection.height)
        surface = cairo.ImageSurface.create_for_data(layer.data, cairo.FORMAT_ARGB32, *size)
        self.context.set_source_surface(surface)
        self.context.paint_with_alpha(sheet.field.opacity)

    def _paint_balls(self, balls: Sequence[Ball], image: DepthImage) -> None:
        """Paint the balls, far ones first."""
        placed = [ball for ball in balls if np.isfinite(ball.center).all()]
        surface = self.context.get_target()
        surface.flush()
        for ball in sorted(placed, key=lambda b: -float(self.projection.project(b.center)[1])):
            paint_ball(self.pixels, self.projection, image, ball)
        surface.mark_dirty()


def _shown_part(field: Sheet, found: Fragments) -> Fragments:
    low, high = field.shown
    if (low, high) == (0.0, 1.0):
        return found
    row = found.texel // TEXELS
    return found.where((row >= low * TEXELS) & (row < high * TEXELS))


def _paint_lines(pixels: NDArray[np.uint32], image: DepthImage, sheet: DrawnSheet) -> None:
    paint_thin_lines(pixels, image, sheet.edges)
    if sheet.mesh_lines is not None:
        paint_thin_lines(pixels, image, sheet.mesh_lines)


def _mesh_lines(field: Sheet, screen: Screen, width: float) -> ThinLines | None:
    if not len(field.mesh.line_starts) or field.line_opacity <= 0 or field.shown != (0.0, 1.0):
        return None
    x, y, reciprocal = (part.take(field.mesh.line_ends, mode="clip") for part in screen)
    return ThinLines(x, y, reciprocal, packed(field.line_rgb), width, field.line_opacity)


def _texture(field: Sheet) -> tuple[Array, Array]:
    """Return both texture coordinates of a sheet's vertices."""
    at = field.lattice_coordinates(field.points)
    n, m = field.mesh.shape
    return at[:, 0] * ((TEXELS - 1) / (n - 1)) + 0.5, at[:, 1] * ((TEXELS - 1) / (m - 1)) + 0.5


def _outline(
    field: Sheet,
    turn: NDArray[np.bool_],
    screen: Screen,
    texture: tuple[Array, Array],
) -> ThinLines:
    """Return the edges at which the sheet ends or folds on the screen, each in the sheet's colour there.

    `turn` (t,) tells which way the triangles' corners go round on the screen.
    """
    first, second = field.mesh.flanks
    chosen = np.flatnonzero((second < 0) | (turn.take(first, mode="clip") != turn.take(second, mode="wrap")))
    ends = field.mesh.edge_ends.take(chosen, axis=1, mode="clip")
    row, column = (
        np.minimum(np.maximum(part.take(ends, mode="clip").mean(axis=0), 0), TEXELS - 1).astype(np.intp)
        for part in texture
    )
    if field.shown != (0.0, 1.0):
        low, high = (share * TEXELS for share in field.shown)
        inside = np.flatnonzero((row >= low) & (row < high))
        ends, row, column = ends[:, inside], row[inside], column[inside]
    x, y, reciprocal = (part.take(ends, mode="clip") for part in screen)
    return ThinLines(x, y, reciprocal, field.skin.pixels.take(row * TEXELS + column, mode="clip"), OUTLINE)
