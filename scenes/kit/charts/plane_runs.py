"""Runs on a contour map: their paths, each in its own colour, and the balls at their ends."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from manim import VGroup
from numpy.typing import ArrayLike, NDArray

from gdmath.arrays import Floats
from scenes.kit.charts.clipping import clipped_steps
from scenes.kit.screen import Rect
from scenes.kit.shapes import Dots, EdgeMarks, Polyline, segments
from scenes.kit.theme import Theme

LONG = 0.12  # of the map's width: a longer step is a jump, and dashed
SHORT = 0.008  # frame units, a pixel: less is not seen
DASH = 0.12
MOST = 1500  # pieces of a path that are drawn: the latest
RADIUS, SMALLER = 0.12, 0.014  # of a ball, and by how much each next one is smaller, so that none hides one


class Placed(Protocol):
    """What points of a plane are placed on: a map, or axes with a curve."""

    @property
    def area(self) -> Rect:
        """Where it is on the screen."""
        ...

    def place(self, points: ArrayLike) -> Floats:
        """Return points (..., 2) of the plane as points of the screen."""
        ...


class PlaneRuns(VGroup):
    """Runs, each of points (n+1, 2), with their `colors`, on a map or on axes.

    `reach` draws them up to a step. Each path is a line that was walked, dashed where the run jumped unless
    it is not `dashed`; each ball is a disc at its end, at the edge a triangle where the run has left the map.
    A run that is over stays where it ended.
    """

    def __init__(
        self,
        plane_map: Placed,
        paths: Sequence[Floats],
        colors: Sequence[str],
        theme: Theme,
        *,
        width: float = 4.0,
        radius: float = RADIUS,
        dashed: bool = True,
    ) -> None:
        self.area, background = plane_map.area, theme.background
        self.tracks = [_Track(plane_map.place(path), self.area, dashed) for path in paths]
        self.paths = [_cased(Polyline(color=color, width=width), background) for color in colors]
        self.balls = [
            Dots(color=color, radius=radius - SMALLER * k, rim=background) for k, color in enumerate(colors)
        ]
        self.edges = [EdgeMarks(color=color, size=0.26) for color in colors]
        super().__init__(*self.paths, *self.edges, *self.balls)
        self.reach(0.0)

    def reach(self, step: float | Sequence[float | None]) -> None:
        """Draw all runs up to a step, or each up to its own; a step may lie between two. None hides a run."""
        steps = [step] * len(self.tracks) if isinstance(step, int | float) else step
        rows = zip(self.tracks, self.paths, self.balls, self.edges, steps, strict=True)
        for track, path, ball, edge, own in rows:
            if own is None:
                path.points = ball.points = edge.points = np.zeros((0, 3))
                continue
            path.points = track.drawn(own)
            ball.at(edge.toward(track.at(own), self.area))

    def places(self, step: float) -> Floats:
        """Return where the runs are on the screen at a step, (m, 2)."""
        return np.array([track.at(step) for track in self.tracks])


class _Track:
    """The way of a run on the screen, cut to an area and dashed where it jumps."""

    def __init__(self, places: Floats, area: Rect, dashed: bool = True) -> None:
        finite = np.isfinite(places).all(axis=1)
        self.places = places[finite]
        with np.errstate(all="ignore"):
            lengths = np.linalg.norm(np.diff(self.places, axis=0), axis=1)
        self.jumps = ~(lengths <= LONG * area.width)
        begins, ends, of = clipped_steps(self.places[_seen(self.places)], area)
        of = np.flatnonzero(_seen(self.places))[1:][of]  # the step after which a piece is whole
        drawn = [
            _dashes(a, b) if dashed and self.jumps[max(k - 1, 0)] else (a[None], b[None])
            for a, b, k in zip(begins, ends, of.tolist(), strict=True)
        ]
        self.whole_at = np.repeat(of, [len(a) for a, _ in drawn]) if drawn else np.zeros(0, int)
        self.pieces = (
            segments(*(np.concatenate(side) for side in zip(*drawn, strict=True)))
            if drawn
            else np.zeros((0, 3))
        )

    def at(self, step: float) -> Floats:
        """Where the run is (2,): still where a jump began, until the jump is done."""
        step = min(step, len(self.places) - 1)
        whole = min(int(step), max(len(self.places) - 2, 0))
        share = step - whole
        if len(self.jumps) and self.jumps[whole] and share < 1:
            share = 0.0
        ahead = self.places[min(whole + 1, len(self.places) - 1)]
        return (1 - share) * self.places[whole] + share * ahead if share else self.places[whole]

    def drawn(self, step: float) -> Floats:
        """The path up to a step as Manim points."""
        whole = int(min(step, len(self.places) - 1))
        count = int(np.searchsorted(self.whole_at, whole, side="right"))
        done = self.pieces[4 * max(count - MOST, 0) : 4 * count]
        last = done[-1, :2] if len(done) else self.places[0]
        here = self.at(step)
        on_the_way = whole == len(self.places) - 1 or not self.jumps[whole]
        if not on_the_way or not self._near(last, self.places[whole]):
            return done
        return np.concatenate([done, segments(self.places[whole][None], here[None])])

    @staticmethod
    def _near(one: Floats, other: Floats) -> bool:
        return bool(np.abs(one - other).max() <= 2 * SHORT)


def _cased(path: Polyline, background: str) -> Polyline:
    """A path with a dark rim, so that it is seen on ground of any colour."""
    path.set_stroke(background, width=path.get_stroke_width() + 3.5, opacity=0.75, background=True)
    return path


def _seen(places: Floats) -> NDArray[np.bool_]:
    """Which places (n,) are drawn: those a pixel or more from the last one that is, and the ends."""
    kept, last = np.zeros(len(places), bool), None
    rows = places.tolist()
    for k, (x, y) in enumerate(rows):
        if last is None or max(abs(x - last[0]), abs(y - last[1])) >= SHORT or k == len(rows) - 1:
            kept[k], last = True, (x, y)
    return kept


def _dashes(begin: Floats, end: Floats) -> tuple[Floats, Floats]:
    """A straight way in dashes: where each begins and ends, (k, 2)."""
    length = float(np.linalg.norm(end - begin))
    count = max(int(length / (2 * DASH)), 1)
    at = (np.arange(count) + 0.25) / count
    stops = at + 0.5 / count
    return begin + at[:, None] * (end - begin), begin + stops[:, None] * (end - begin)
