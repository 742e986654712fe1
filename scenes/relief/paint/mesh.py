"""The triangles of a sheet over a rectangular lattice, cut where a cost is undefined or out of range.

Vertices are numbered i * m + j over an (n, m) lattice; the vertices that cuts add come after them. A
lattice cell is halved along its diagonal from (i, j) to (i + 1, j + 1); half 0 is the one with the larger
i.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from gdmath.arrays import Array, Ints


@dataclass(frozen=True, eq=False)
class SheetMesh:
    """What is joined to what. It never changes, so copies of a sheet share it.

    triangles (t, 3) vertices; cells (t, 2) lattice cell of each; halves (t,) 0 or 1; cuts (k, 2) lattice
    vertices (kept, removed) that each added vertex lies between; edges (e, 2) vertices; sides (e, 2) the
    triangles on both sides of an edge, -1 for none; line_vertices: the vertices along the mesh lines, one
    line after the other; line_starts: where in it each line starts.
    """

    shape: tuple[int, int]
    triangles: Ints
    cells: Ints
    halves: Ints
    cuts: Ints
    edges: Ints
    sides: Ints
    line_vertices: Ints
    line_starts: Ints

    def __deepcopy__(self, memo: object) -> "SheetMesh":
        return self

    @property
    def rim(self) -> Ints:
        """Edges with a triangle on one side only, as indices into `edges`."""
        return np.flatnonzero(self.sides[:, 1] < 0)

    def paint_order(self, eye: Array) -> Ints:
        """Return the triangles, far before near, for an eye above the point `eye` (2,) of the lattice.

        Cells are separated by vertical planes along lattice lines. The number of such planes between a cell
        and the eye, |i - i_eye| + |j - j_eye|, never grows along a line of sight, so drawing by falling
        number is an exact order in perspective, from above and from below.
        """
        i, j, halves = self._lattice
        foot = np.clip(np.floor(eye), -1, self.shape).astype(np.int16)  # farther away the order is the same
        key = np.abs(i - foot[0])
        key += np.abs(j - foot[1])
        key *= 2
        key -= (i - j < eye[0] - eye[1]) != halves
        return np.argsort(-key, kind="stable")

    @cached_property
    def uncut(self) -> NDArray[np.bool_]:
        """Which lattice cells are there as a whole, (n - 1, m - 1)."""
        n, m = self.shape
        i, j = self.cells[(self.triangles < n * m).all(axis=1)].T
        halves = np.bincount(i * (m - 1) + j, minlength=(n - 1) * (m - 1))
        return (halves == 2).reshape(n - 1, m - 1)

    @cached_property
    def corners(self) -> Ints:
        """The triangles once more, as (3, t): the first corners of all, then the second, then the third."""
        return np.ascontiguousarray(self.triangles.T)

    @cached_property
    def edge_ends(self) -> Ints:
        """The edges once more, as (2, e)."""
        return np.ascontiguousarray(self.edges.T)

    @cached_property
    def flanks(self) -> Ints:
        """The triangles on both sides of the edges once more, as (2, e)."""
        return np.ascontiguousarray(self.sides.T)

    @cached_property
    def line_ends(self) -> Ints:
        """The vertices at both ends of every piece of the mesh lines, (2, k)."""
        before, after = self.line_vertices[:-1], self.line_vertices[1:]
        within = np.ones(len(before), bool)
        within[self.line_starts[1:] - 1] = False
        return np.stack([before[within], after[within]])

    @cached_property
    def _lattice(self) -> tuple[Ints, Ints, NDArray[np.bool_]]:
        """The cell of each triangle, and whether it is the half 1."""
        i, j = self.cells.T.astype(np.int16)
        return i, j, self.halves == 1


def whole_mesh(shape: tuple[int, int], line_every: int) -> SheetMesh:
    """Return the mesh of a sheet without holes, with lines along every `line_every`-th lattice line.

    >>> mesh = whole_mesh((3, 4), 1)
    >>> mesh.triangles.shape, len(mesh.rim), len(mesh.line_starts)
    ((12, 3), 10, 7)
    """
    triangles, cells, halves = _lattice_triangles(shape)
    edges, sides = _edges(triangles)
    cuts = np.zeros((0, 2), int)
    return SheetMesh(
        shape, triangles, cells, halves, cuts, edges, sides, *_joined(_lattice_lines(shape, line_every))
    )


def cut_mesh(shape: tuple[int, int], line_every: int, keep: NDArray[np.bool_]) -> SheetMesh:
    """Return the mesh of the part of a sheet whose lattice vertices `keep` (n, m) marks.

    A triangle with kept and removed corners is cut; where along its edges is for the caller to say, see
    `crossing_shares`.
    """
    kept = keep.ravel()
    triangles, cells, halves = _lattice_triangles(shape)
    count = kept[triangles].sum(axis=1)
    parts = [(triangles[count == 3], count == 3)]
    for odd, number in ((True, 1), (False, 2)):
        chosen = count == number
        corners = _rotate_to_front(triangles[chosen], kept[triangles[chosen]] == odd)
        parts.append((corners, chosen))
    lone, pair = parts[1][0], parts[2][0]
    pairs = np.concatenate([lone[:, [0, 1]], lone[:, [0, 2]], pair[:, [1, 0]], pair[:, [2, 0]]])
    chains, chain_pairs = _cut_lines(_lattice_lines(shape, line_every), kept)
    cuts, number = np.unique(np.concatenate([pairs, chain_pairs]), axis=0, return_inverse=True)
    number = number.ravel() + len(kept)
    k, p = len(lone), len(pair)
    lone_ends = (number[:k], number[k : 2 * k])
    pair_ends = (number[2 * k : 2 * k + p], number[2 * k + p : 2 * k + 2 * p])
    new = [
        parts[0][0],
        np.stack([lone[:, 0], *lone_ends], axis=1),
        np.stack([pair_ends[0], pair[:, 1], pair[:, 2]], axis=1),
        np.stack([pair_ends[0], pair[:, 2], pair_ends[1]], axis=1),
    ]
    source = np.concatenate([np.flatnonzero(parts[i][1]) for i in (0, 1, 2, 2)])
    edges, sides = _edges(np.concatenate(new))
    ends = iter(number[2 * k + 2 * p :])
    finished = [np.array([v if v >= 0 else next(ends) for v in chain]) for chain in chains]
    return SheetMesh(
        shape, np.concatenate(new), cells[source], halves[source], cuts, edges, sides, *_joined(finished)
    )


def crossing_shares(inside: Callable[[Array], NDArray[np.bool_]], kept: Array, removed: Array) -> Array:
    """Return how far along kept (k, 2) -> removed (k, 2) the region `inside` ends, (k,) in [0, 1], by
    bisection.

    >>> crossing_shares(lambda p: p[:, 0] < 0.3, np.zeros((1, 2)), np.ones((1, 2))).round(6)
    array([0.3])
    """
    low, high = np.zeros(len(kept)), np.ones(len(kept))
    for _ in range(40):
        middle = (low + high) / 2
        good = inside(kept + (removed - kept) * middle[:, None])
        low, high = np.where(good, middle, low), np.where(good, high, middle)
    return low


def _lattice_triangles(shape: tuple[int, int]) -> tuple[Ints, Ints, Ints]:
    n, m = shape
    i, j = np.divmod(np.arange((n - 1) * (m - 1)), m - 1)
    corner = i * m + j
    first = np.stack([corner, corner + m, corner + m + 1], axis=1)
    second = np.stack([corner, corner + m + 1, corner + 1], axis=1)
    cells = np.stack([i, j], axis=1)
    halves = np.repeat([0, 1], len(cells))
    return np.concatenate([first, second]), np.concatenate([cells, cells]), halves


def _rotate_to_front(triangles: Ints, odd: NDArray[np.bool_]) -> Ints:
    """Turn each triangle so that its one odd corner comes first; the orientation stays."""
    shift = np.argmax(odd, axis=1)[:, None]
    return np.take_along_axis(triangles, (np.arange(3) + shift) % 3, axis=1)


def _edges(triangles: Ints) -> tuple[Ints, Ints]:
    """Return the distinct edges (e, 2) and the one or two triangles at each (e, 2)."""
    ends = np.sort(triangles[:, [0, 1, 1, 2, 2, 0]].reshape(-1, 2), axis=1)
    owner = np.repeat(np.arange(len(triangles)), 3)
    order = np.lexsort((ends[:, 1], ends[:, 0]))
    ends, owner = ends[order], owner[order]
    first = np.ones(len(ends), bool)
    first[1:] = (ends[1:] != ends[:-1]).any(axis=1)
    at = np.flatnonzero(first)
    sides = np.full((len(at), 2), -1)
    sides[:, 0] = owner[at]
    double = np.flatnonzero(~first)
    sides[np.searchsorted(at, double, side="right") - 1, 1] = owner[double]
    return ends[at], sides


def _joined(lines: list[Ints]) -> tuple[Ints, Ints]:
    lengths = [len(line) for line in lines]
    vertices = np.concatenate(lines) if lines else np.zeros(0, int)
    return vertices, np.cumsum(lengths).astype(int) - np.array(lengths, int)


def _lattice_lines(shape: tuple[int, int], every: int) -> list[Ints]:
    if every <= 0:
        return []
    number = np.arange(shape[0] * shape[1]).reshape(shape)
    rows = sorted({*range(0, shape[0], every), shape[0] - 1})
    columns = sorted({*range(0, shape[1], every), shape[1] - 1})
    return [number[i] for i in rows] + [number[:, j] for j in columns]


def _cut_lines(lines: list[Ints], kept: NDArray[np.bool_]) -> tuple[list[list[int]], Ints]:
    """Split lines at removed vertices; -1 stands for a cut vertex, whose (kept, removed) pair is listed."""
    chains: list[list[int]] = []
    pairs: list[tuple[int, int]] = []
    for line in lines:
        good = kept[line]
        switches = np.flatnonzero(np.diff(good.astype(int))) + 1
        for part in np.split(np.arange(len(line)), switches):
            if not good[part[0]]:
                continue
            chain = line[part].tolist()
            if part[0] > 0:
                pairs.append((chain[0], int(line[part[0] - 1])))
                chain = [-1, *chain]
            if part[-1] < len(line) - 1:
                pairs.append((chain[-1], int(line[part[-1] + 1])))
                chain = [*chain, -1]
            chains.append(chain)
    return chains, np.array(pairs, int).reshape(-1, 2)
