"""Scan conversion of textured triangles with numpy: a whole sheet at once, no Python loop over faces.

A pixel belongs to the triangle that covers its centre, so triangles that share an edge leave no gap and do
not overlap: sheets have no seams by construction. Arrays hold one component of all triangles together, which
numpy runs through fastest; triangles are given in painter's order, far ones first. What is taken by index is
taken with mode="clip", for no index is out of range, and numpy looks for such ones in twice the time.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gdmath.arrays import Array, Ints

TEXELS_LOG2 = 10
TEXELS = 1 << TEXELS_LOG2  # a texture is TEXELS x TEXELS
_FRACTION = 20  # bits behind the binary point of a texture coordinate
_ONE = float(1 << _FRACTION)
_WHOLE_PARTS = np.int64((TEXELS - 1 << 32 | TEXELS - 1) << _FRACTION)
_BESIDE = np.int64((1 << 32 - TEXELS_LOG2) + 1)
_LAST = 2**31 - 2**24  # the numbers above it are left for the triangles of one frame


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
    """Functions a + b x + c y of the screen, a triangle each: (a, b, c) in `terms` (3, t)."""

    terms: Array

    def at(self, triangle: Ints, x: Array, y: Array) -> Array:
        """Return the value of each triangle's function at pixel (x, y), (k,)."""
        a, b, c = (term.take(triangle, mode="clip") for term in self.terms)
        return a + b * x + c * y


@dataclass(frozen=True, eq=False)
class Faces:
    """Triangles on the screen: columns x (3, t) and rows y (3, t) of their corners, in pixels."""

    x: Array
    y: Array

    @cached_property
    def area(self) -> Array:
        """Twice the area of each, (t,): positive where the corners go round one way, negative the other."""
        (x1, x2), (y1, y2) = self.x[1:] - self.x[0], self.y[1:] - self.y[0]
        return x1 * y2 - x2 * y1

    def planes(self, values: Array) -> Planes:
        """Return the affine functions with `values` (3, t) at the corners."""
        # Slivers take their first corner's value.
        scale = 1 / np.where(np.abs(self.area) < 1e-3, np.inf, self.area)
        (x1, x2), (y1, y2), (v1, v2) = (part[1:] - part[0] for part in (self.x, self.y, values))
        across, down = (v1 * y2 - v2 * y1) * scale, (v2 * x1 - v1 * x2) * scale
        return Planes(np.stack([values[0] - across * self.x[0] - down * self.y[0], across, down]))


def scan_convert(faces: Faces, texels: tuple[Array, Array], width: int, height: int) -> Fragments:
    """Return the pixels of a width x height picture that triangles cover.

    `texels` are both texture coordinates of the corners, (3, t) each, in [0, TEXELS); they are affine on the
    screen, which is exact enough for small faces.
    """
    triangle, row, left, count = _spans(faces, width, height)
    if not len(count):
        none = np.zeros(0, np.int64)
        return Fragments(none, none, none)
    starts = np.cumsum(count) - count
    base, across, down = _packed_planes(faces, texels)
    step = across.take(triangle, mode="clip")
    begin = base.take(triangle, mode="clip") + step * (left - starts) + down.take(triangle, mode="clip") * row
    first = row * width + left - starts
    run = np.repeat(np.arange(len(count)), count)
    pixel = np.arange(len(run))
    packed = step.take(run, mode="clip")
    packed *= pixel
    packed += begin.take(run, mode="clip")
    pixel += first.take(run, mode="clip")
    return Fragments(pixel, _unpacked(packed), triangle.astype(np.int32).take(run, mode="clip"))


def _spans(faces: Faces, width: int, height: int) -> tuple[Ints, Ints, Ints, Ints]:
    """Return triangle, row, first column and length of every run of covered pixel centres."""
    top, bottom, long, short = _halves(faces, height)
    rows = bottom - top
    half = np.repeat(np.arange(len(rows)), rows)
    row = np.arange(len(half))
    row += (top - np.cumsum(rows) + rows).take(half, mode="clip")
    center = row + 0.5
    triangle = half >> 1
    ends = []
    for (intercept, slope), owner in ((long, triangle), (short, half)):
        # Column k is covered from x = k + 1/2 on; truncation is the floor, for the sum is not negative.
        x = slope.take(owner, mode="clip")
        x *= center
        x += intercept.take(owner, mode="clip")
        x += 0.5
        ends.append(np.minimum(np.maximum(x, 0, out=x), width, out=x).astype(np.intp))
    left = np.minimum(*ends)
    count = np.maximum(*ends)
    count -= left
    full = np.flatnonzero(count)
    return (
        triangle.take(full, mode="clip"),
        row.take(full, mode="clip"),
        left.take(full, mode="clip"),
        count.take(full, mode="clip"),
    )


Sides = tuple[Array, Array]  # intercept and slope of x = intercept + slope * y


def _halves(faces: Faces, height: int) -> tuple[Ints, Ints, Sides, Sides]:
    """Cut each triangle at the row of its middle corner, into an upper and a lower half.

    Returns first and past-the-last row of the 2 t halves, the long side of the t triangles, and the short
    side of the halves. A side is computed from the edge's upper to its lower end, so both triangles at an
    edge find the same line to the last bit, and leave no gap.
    """
    (x0, x1, x2), (y0, y1, y2) = faces.x, faces.y
    x0, y0, x1, y1 = _sorted(x0, y0, x1, y1)
    x1, y1, x2, y2 = _sorted(x1, y1, x2, y2)
    x0, y0, x1, y1 = _sorted(x0, y0, x1, y1)
    stops = (np.minimum(np.maximum(y + 0.5, 0), height).astype(np.intp) for y in (y0, y1, y2))
    first, middle, last = stops
    upper, lower = _side(x0, y0, x1, y1), _side(x1, y1, x2, y2)
    top, bottom, *short = map(_alternating, (first, middle, upper[0], upper[1]), (middle, last, *lower))
    return top, bottom, _side(x0, y0, x2, y2), (short[0], short[1])


def _sorted(x0: Array, y0: Array, x1: Array, y1: Array) -> tuple[Array, Array, Array, Array]:
    """Return two corners of each triangle, the upper one first."""
    swap = y1 < y0
    return np.where(swap, x1, x0), np.minimum(y0, y1), np.where(swap, x0, x1), np.maximum(y0, y1)


def _side(x0: Array, y0: Array, x1: Array, y1: Array) -> Sides:
    rise = y1 - y0
    slope = (x1 - x0) / np.where(rise > 0, rise, np.inf)
    return x0 - slope * y0, slope


def _alternating(first: Array, second: Array) -> Array:
    both = np.empty((len(first), 2), first.dtype)
    both[:, 0], both[:, 1] = first, second
    return both.ravel()


def _packed_planes(faces: Faces, texels: tuple[Array, Array]) -> tuple[Ints, Ints, Ints]:
    """Return a, b, c of a + b * column + c * row, at pixel centres, for both texture coordinates at once.

    They are fixed-point numbers, one in the upper and one in the lower half of a 64-bit integer: sums and
    small multiples of such pairs are exact modulo 2**64, so one running sum serves both.
    """
    packed = np.zeros((3, faces.x.shape[1]), np.int64)
    for values, shift in zip(texels, (32, 0), strict=True):
        terms = faces.planes(values).terms
        terms[0] += 0.5 * (terms[1] + terms[2])
        terms *= _ONE
        packed += np.rint(terms, out=terms).astype(np.int64) << shift
    return packed[0], packed[1], packed[2]


def _unpacked(packed: Ints) -> Ints:
    """Return the flat texel index of packed texture coordinates; changes them in place."""
    packed &= _WHOLE_PARTS
    packed *= _BESIDE  # moves the lower number next to the upper one; what stands above it is cut off
    packed >>= 32 + _FRACTION - TEXELS_LOG2
    return packed


class DepthImage:
    """Which triangle is in front at every pixel, and how far away it is.

    The triangles of all frames are numbered on and on, so that nothing needs to be wiped between two frames:
    `owner` (height * width,) holds for each pixel the number of its triangle, which is of this frame if it is
    `first` or more. Depth follows from the triangle's plane, so it is exact between pixel centres too.
    """

    __slots__ = ("first", "height", "owner", "planes", "width")

    def __init__(self, width: int = 0, height: int = 0) -> None:
        self.width = self.height = self.first = 0
        self.owner = np.zeros(0, np.int32)
        self.planes = Planes(np.zeros((3, 0)))
        self.clear(width, height)

    def clear(self, width: int, height: int) -> None:
        """Forget everything, to serve for another frame."""
        drawn = self.planes.terms.shape[1]
        if (width, height) != (self.width, self.height) or self.first + drawn > _LAST:
            self.width, self.height = width, height
            self.owner = np.full(width * height, -1, np.int32)
            self.first = drawn = 0
        self.first += drawn
        self.planes = Planes(np.zeros((3, 0)))

    def __deepcopy__(self, memo: object) -> "DepthImage":
        return self

    def front(self, pixel: Any) -> Ints:
        """Return the triangle in front at flat pixel indices, numbered as in `planes`; negative for none."""
        return self.owner.take(pixel, mode="clip") - np.int32(self.first)

    def add(self, fragments: Fragments, planes: Planes) -> Fragments:
        """Merge a sheet whose triangles have these planes of 1/depth; return the fragments in front."""
        offset = self.planes.terms.shape[1]
        if offset:
            behind = self.front(fragments.pixel)
            x, y = fragments.pixel % self.width + 0.5, fragments.pixel // self.width + 0.5
            near = planes.at(fragments.triangle, x, y) > self.planes.at(np.maximum(behind, 0), x, y)
            fragments = fragments.where(near | (behind < 0))
            planes = Planes(np.concatenate([self.planes.terms, planes.terms], axis=1))
        self.owner[fragments.pixel] = fragments.triangle + np.int32(self.first + offset)
        self.planes = planes
        return fragments

    def visible(
        self, x: Array, y: Array, reciprocal: Array, *, slack: float = 0.005, reach: float = 0.5
    ) -> NDArray[np.bool_]:
        """Return which points at column x, row y, of 1/depth `reciprocal`, (k,) each, no triangle hides.

        A point may be `slack` scene units, or what the covering face's depth changes over `reach` pixels,
        behind the face: points that lie on a sheet are seen in spite of rounding. Outside of the picture, and
        where the depth is not a number, all is hidden.
        """
        inside = (x >= 0) & (x < self.width) & (y >= 0) & (y < self.height) & (reciprocal > 0)
        seen = inside.copy()
        at = np.flatnonzero(inside)
        owner = self.front(
            y.take(at, mode="clip").astype(np.intp) * self.width + x.take(at, mode="clip").astype(np.intp)
        )
        covered = np.flatnonzero(owner >= 0)
        at, owner = at.take(covered, mode="clip"), owner.take(covered, mode="clip")
        a, b, c = (term.take(owner, mode="clip") for term in self.planes.terms)
        own = reciprocal.take(at, mode="clip")
        face = a + b * x.take(at, mode="clip") + c * y.take(at, mode="clip")
        seen[at] = own + reach * (np.abs(b) + np.abs(c)) + slack * own**2 >= face
        return seen
