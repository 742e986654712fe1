"""Scan conversion of textured triangles with numpy: a whole sheet at once, no Python loop over faces.

A pixel belongs to the triangle that covers its centre, so triangles that share an edge leave no gap and do
not overlap: sheets have no seams by construction. Triangles are given in painter's order, far ones first.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Ints = NDArray[Any]

TEXELS_LOG2 = 10
TEXELS = 1 << TEXELS_LOG2  # a texture is TEXELS x TEXELS
_FRACTION = 20  # bits behind the binary point of a texture coordinate
_ONE = float(1 << _FRACTION)


@dataclass(frozen=True)
class Fragments:
    """Covered pixels, far before near: flat pixel index, flat texel index, and triangle of each, all (k,)."""

    pixel: Ints
    texel: Ints
    triangle: Ints

    def where(self, keep: NDArray[np.bool_]) -> "Fragments":
        """Return the fragments that `keep` (k,) marks, in the same order."""
        return Fragments(self.pixel[keep], self.texel[keep], self.triangle[keep])


@dataclass(frozen=True)
class Planes:
    """Functions a + b * (x - x0) + c * (y - y0) of the screen, a triangle each: (x0, y0) in `origin` (t, 2),
    (a, b, c) in `terms` (3, t)."""

    origin: Array
    terms: Array

    def at(self, triangle: Ints, x: Array, y: Array) -> Array:
        """Return the value of each triangle's function at pixel (x, y), (k,)."""
        a, b, c = self.terms[:, triangle]
        return a + b * (x - self.origin[triangle, 0]) + c * (y - self.origin[triangle, 1])


def affine_planes(corners: Array, values: Array) -> Planes:
    """Return the affine functions with `values` (t, 3) at the screen points `corners` (t, 3, 2)."""
    (x1, y1), (x2, y2) = (corners[:, 1] - corners[:, 0]).T, (corners[:, 2] - corners[:, 0]).T
    area = x1 * y2 - x2 * y1
    area = np.where(np.abs(area) < 1e-3, np.inf, area)  # slivers take their first corner's value
    v1, v2 = values[:, 1] - values[:, 0], values[:, 2] - values[:, 0]
    terms = np.stack([values[:, 0], (v1 * y2 - v2 * y1) / area, (v2 * x1 - v1 * x2) / area])
    return Planes(corners[:, 0], terms)


def scan_convert(corners: Array, texels: Array, width: int, height: int) -> Fragments:
    """Return the pixels of a width x height picture that triangles cover.

    `corners` (t, 3, 2) are pixels, `texels` (t, 3, 2) texture coordinates in [0, TEXELS) of the corners; both
    in painter's order. Texture coordinates are affine on the screen, which is exact enough for small faces.
    """
    triangle, row, left, count = _spans(corners, width, height)
    if not len(count):
        none = np.zeros(0, np.int64)
        return Fragments(none, none, none)
    starts = np.cumsum(count) - count
    total = int(starts[-1] + count[-1])
    pixel = np.ones(total, np.intp)  # the type that numpy indexes with at once
    first = row * width + left
    jump = np.diff(first, prepend=0)
    jump[1:] -= count[:-1] - 1
    pixel[starts] = jump
    np.cumsum(pixel, out=pixel)
    base, across, down = _packed_planes(corners, texels)
    step = across.take(triangle)
    begin = base.take(triangle) + step * left + down.take(triangle) * row
    texel = _walk(begin, step, count, starts)
    return Fragments(pixel, texel, np.repeat(triangle.astype(np.int32), count))


def _spans(corners: Array, width: int, height: int) -> tuple[Ints, Ints, Ints, Ints]:
    """Return triangle, row, first column and length of every run of covered pixel centres."""
    top, bottom, lines = _trapezoids(corners, height)
    rows = bottom - top
    half = np.repeat(np.arange(len(rows)), rows)
    row = np.arange(len(half))
    row += np.repeat(top - np.cumsum(rows) + rows, rows)
    center = row + 0.5
    ends = []
    for intercept, slope in lines:
        # Column k is covered from x = k + 1/2 on; truncation is the floor, for the sum is not negative.
        x = slope.take(half)
        x *= center
        x += intercept.take(half)
        x += 0.5
        ends.append(np.minimum(np.maximum(x, 0, out=x), width, out=x).astype(np.intp))
    left, right = np.minimum(*ends), np.maximum(*ends)
    full = np.flatnonzero(right > left)
    left = left[full]
    return half[full] >> 1, row[full], left, right[full] - left


def _trapezoids(corners: Array, height: int) -> tuple[Ints, Ints, list[tuple[Array, Array]]]:
    """Cut each triangle at its middle corner: first and past-the-last row of 2 t halves, and their two sides.

    A side is (intercept, slope) of x = intercept + slope * y. It is computed from the edge's upper to its
    lower end, so both triangles at an edge find the same line to the last bit, and leave no gap.
    """
    order = np.argsort(corners[..., 1], axis=1, kind="stable")
    x = np.take_along_axis(corners[..., 0], order, axis=1).T
    y = np.take_along_axis(corners[..., 1], order, axis=1).T
    stops = np.clip(np.floor(y + 0.5), 0, height).astype(np.intp)
    top, bottom = (
        np.stack([stops[0], stops[1]], axis=1).ravel(),
        np.stack([stops[1], stops[2]], axis=1).ravel(),
    )

    def side(a: int, b: int) -> tuple[Array, Array]:
        rise = y[b] - y[a]
        slope = (x[b] - x[a]) / np.where(rise > 0, rise, np.inf)
        return x[a] - slope * y[a], slope

    long, upper, lower = side(0, 2), side(0, 1), side(1, 2)
    short = tuple(np.stack([u, v], axis=1).ravel() for u, v in zip(upper, lower, strict=True))
    return top, bottom, [(np.repeat(long[0], 2), np.repeat(long[1], 2)), (short[0], short[1])]


def _packed_planes(corners: Array, texels: Array) -> tuple[Ints, Ints, Ints]:
    """Return a, b, c of a + b * column + c * row, at pixel centres, for both texture coordinates at once.

    They are fixed-point numbers, one in the upper and one in the lower half of a 64-bit integer: sums and
    small multiples of such pairs are exact modulo 2**64, so one running sum serves both.
    """
    packed = np.zeros((3, len(corners)), np.int64)
    for axis, shift in ((0, 32), (1, 0)):
        planes = affine_planes(corners, texels[..., axis])
        a, b, c = planes.terms
        a = a + b * (0.5 - planes.origin[:, 0]) + c * (0.5 - planes.origin[:, 1])
        packed += np.rint(np.stack([a, b, c]) * _ONE).astype(np.int64) << shift
    return packed[0], packed[1], packed[2]


def _walk(begin: Ints, step: Ints, count: Ints, starts: Ints) -> Ints:
    """Return the flat texel index along spans that begin at `begin` and change by `step` a pixel."""
    walk = np.repeat(step, count)
    jump = begin.copy()
    jump[1:] -= (begin + step * (count - 1))[:-1]
    walk[starts] = jump
    np.cumsum(walk, out=walk)
    v = walk >> _FRACTION
    v &= TEXELS - 1
    walk >>= 32 + _FRACTION
    walk <<= TEXELS_LOG2
    walk |= v
    return walk


class DepthImage:
    """Which triangle is in front at every pixel, and how far away it is.

    `owner` (height * width,) holds the triangle's number or -1; depth follows from the triangle's plane, so
    it is exact between pixel centres too.
    """

    __slots__ = ("height", "owner", "planes", "width")

    def __init__(self, width: int = 0, height: int = 0) -> None:
        self.width = self.height = 0
        self.owner = np.zeros(0, np.int32)
        self.clear(width, height)

    def clear(self, width: int, height: int) -> None:
        """Forget everything, to serve for another frame."""
        if (width, height) != (self.width, self.height):
            self.width, self.height = width, height
            self.owner = np.empty(width * height, np.int32)
        self.owner.fill(-1)
        self.planes = Planes(np.zeros((0, 2)), np.zeros((3, 0)))

    def __deepcopy__(self, memo: object) -> "DepthImage":
        return self

    def add(self, fragments: Fragments, planes: Planes) -> Fragments:
        """Merge a sheet whose triangles have these planes of 1/depth; return the fragments in front."""
        offset = len(self.planes.origin)
        if offset:
            behind = self.owner[fragments.pixel]
            x, y = fragments.pixel % self.width + 0.5, fragments.pixel // self.width + 0.5
            near = planes.at(fragments.triangle, x, y) > self.planes.at(behind, x, y)
            fragments = fragments.where(near | (behind < 0))
        self.owner[fragments.pixel] = fragments.triangle + np.int32(offset)
        if offset:
            origin = np.concatenate([self.planes.origin, planes.origin])
            planes = Planes(origin, np.concatenate([self.planes.terms, planes.terms], axis=1))
        self.planes = planes
        return fragments

    def visible(self, pixels: Array, reciprocal: Array, slack: float = 0.005) -> NDArray[np.bool_]:
        """Return which points at `pixels` (k, 2), of 1/depth `reciprocal` (k,), no triangle hides.

        A point may be `slack` scene units, or what the covering face's depth changes over half a pixel,
        behind the face: points that lie on a sheet are seen in spite of rounding. Outside of the picture, and
        where the depth is not a number, all is hidden.
        """
        x, y = pixels[:, 0], pixels[:, 1]
        inside = (x >= 0) & (x < self.width) & (y >= 0) & (y < self.height) & (reciprocal > 0)
        seen = inside.copy()
        at = np.flatnonzero(inside)
        owner = self.owner[y[at].astype(np.int64) * self.width + x[at].astype(np.int64)]
        covered = owner >= 0
        at, owner = at[covered], owner[covered]
        a, b, c = self.planes.terms[:, owner]
        x0, y0 = self.planes.origin[owner].T
        face = a + b * (x[at] - x0) + c * (y[at] - y0)
        own = reciprocal[at]
        seen[at] = own + 0.5 * (np.abs(b) + np.abs(c)) + slack * own**2 >= face
        return seen
