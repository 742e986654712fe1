"""Labels at balls in space: they stand where they are clear, and are put away where they can't."""

from collections.abc import Callable, Sequence

import numpy as np
from manim import VGroup, VMobject

from gdmath.arrays import Floats
from scenes.kit.glyphs import Number, text_width
from scenes.kit.screen import Rect
from scenes.kit.theme import Theme
from scenes.relief.axes_box import AxesBox
from scenes.relief.ball import SurfacePoint
from scenes.relief.camera import HeightCamera
from scenes.relief.field import HeightField
from scenes.relief.sight import in_sight
from scenes.relief.viewpoint import Viewpoint

HIDDEN = 0.3  # how much is left of a label whose ball is behind a hill
HALF = np.array([0.1, 0.14])  # of a label of one digit, in frame units
FADING = 0.06  # frame units: a label begins to fade where it is so near to touching another
ABOVE = np.radians([90, 60, 120, 30, 150, 0, 180, -30, -150, -60, -120, -90])  # the best first
REACHES = (0.14, 0.34)  # from a ball's edge to its label's
NEARER = 1.4  # times nearer to its own ball is a label than to another
PATHS = 0.5  # how much time clear of paths is worth
WORSE = 0.01  # how much clear time a place is worth that is next best
FAINT = 0.3  # of a number of the axes: one that is fainter may be covered
MOST_PEAKS = 30
WIDEST = "1: C = −0.00000"


class Names:
    """The number of each ball, and the cost at the leading one, pinned to balls in space.

    `settle` finds on which side of its ball each label stands, for the views of a descent. One that comes so
    near to a ball, a number of the axes, a label before it, or what is beside the rectangle `room`, that they
    would touch, fades before. The
    leading ball has no other number while its cost, which begins with that, is shown. `numbers` and `value`
    are the mobjects.
    """

    def __init__(
        self,
        field: HeightField,
        balls: Sequence[SurfacePoint],
        leader: int,
        axes: AxesBox,
        eye: HeightCamera,
        theme: Theme,
        room: Rect,
    ) -> None:
        self.field, self.balls, self.leader, self.axes, self.eye = field, balls, leader, axes, eye
        self.room = room
        several = len(balls) > 1
        self.numbers = VGroup(
            *(_cased(str(k + 1), "left", theme) for k in range(len(balls) if several else 0))
        )
        self.value = _cased("", "center", theme)
        half = np.array([text_width(WIDEST) / 2, HALF[1]])
        wider = HALF * [2.0, 1.0]
        self.labels = [
            *((self.numbers[k], k, wider if k > 8 else HALF) for k in range(len(self.numbers))),
            (self.value, leader, half),
        ]
        self.offsets = np.tile([0.0, 0.4], (len(self.labels), 1))
        self.offsets[-1] = [0.0, 0.75]
        self._found: tuple[object, Floats] = None, np.zeros(0)
        self._pin()

    def settle(self, feet: Floats, views: Sequence[Viewpoint]) -> None:
        """Choose a side for every label: feet (n, k, 3) are where the balls are in each of n views.

        The best is in the room, and clear of balls, of labels before it, of the axes' numbers, of the peaks
        of the surface, and of the paths so far. Of balls that lie on each other each label is as near to one
        as to the other.
        """
        view_before, peaks = self.eye.view, summits(self.field)
        places, paths, ticks = [], [], []
        for number, (view, at) in enumerate(zip(views, feet, strict=True)):
            self.eye.look_from(view)
            places.append(self._on_frame(np.concatenate([at, peaks])))
            path = feet.copy()
            path[number + 1 :] = np.nan
            paths.append(self._on_frame(path.reshape(-1, 3)))
            ticks.append(self._ticks())
        self.eye.look_from(view_before)
        points, trails = np.array(places), np.array(paths)  # (n, k + peaks, 2) and (n, n * k, 2)
        taken: list[tuple[Floats, Floats]] = []
        for number, (label, ball, half) in enumerate(self.labels):
            found = []
            tried = _sides(half, self._size())
            before = [each for k, each in enumerate(taken) if k != self.leader or label is not self.value]
            others = np.delete(points[:, : feet.shape[1]], ball, axis=1)
            for rank, offset in enumerate(tried):
                middle = points[:, ball] + offset
                clear = self._clear(middle, half, points, before)
                clear = np.minimum(clear, np.minimum(_off(middle, half, ticks), self._inside(middle, half)))
                beside = np.linalg.norm(others - points[:, ball, None], axis=2) > self._size()
                away = np.where(beside, np.linalg.norm(others - middle[:, None], axis=2), np.nan)
                apart = np.nan_to_num(away, nan=np.inf).min(axis=1, initial=np.inf)
                own = apart > NEARER * np.linalg.norm(offset)  # else it looks like another ball's
                off = self._clear(middle, half, trails, ()) > 0
                found.append(float(np.mean((clear > FADING) & own) + PATHS * np.mean(off)) - WORSE * rank)
            self.offsets[number] = tried[int(np.argmax(found))]
            taken.append((points[:, ball] + self.offsets[number], half))
        self._found = None, np.zeros(0)
        self._pin()

    def strengths(self) -> Floats:
        """Return how much of each label is drawn now, (k,) from 0 to 1, were there no hills."""
        points = self._on_frame(np.array([ball.foot for ball in self.balls]))[None]
        ticks = self._ticks()
        shown = np.zeros(len(self.labels))
        taken: list[tuple[Floats, Floats]] = []
        for number, (_, ball, half) in enumerate(self.labels):
            middle = points[:, ball] + self.offsets[number]
            if number == self.leader < len(self.numbers) and self.value.text:
                continue  # the label of its cost begins with it
            clear = np.minimum(self._clear(middle, half, points, taken), _off(middle, half, [ticks]))
            clear = np.minimum(clear, self._inside(middle, half))
            shown[number] = np.clip(clear[0] / FADING, 0, 1) if np.isfinite(clear[0]) else 1.0
            if shown[number] > 0:
                taken.append((middle, half))
        return shown

    def _clear(
        self, middle: Floats, half: Floats, points: Floats, taken: Sequence[tuple[Floats, Floats]]
    ) -> Floats:
        """Return how far labels at middle (n, 2) are from all balls (n, k, 2) and other labels, (n,)."""
        away = np.maximum(np.abs(points - middle[:, None]) - half, 0.0)
        clear = np.nan_to_num(np.linalg.norm(away, axis=2) - self._size(), nan=np.inf).min(
            axis=1, initial=np.inf
        )
        for other, reach in taken:
            gap = (np.abs(middle - other) - half - reach).max(axis=1)
            clear = np.fmin(clear, gap)
        return clear

    def _inside(self, middle: Floats, half: Floats) -> Floats:
        """Return how far labels at middle (n, 2) are from the edges of the room, (n,)."""
        left, right, bottom, top = self.room
        low, high = middle - half - [left, bottom], [right, top] - middle - half
        return np.minimum(low, high).min(axis=1)

    def _size(self) -> float:
        """The radius of a ball on the frame."""
        return self.balls[0].radius * float(self.eye.get_zoom())

    def _on_frame(self, points: Floats) -> Floats:
        """Return scene points (k, 3) on the frame, (k, 2), at the middle of the balls there."""
        projection = self.eye.projection()
        pixels, _ = projection.project(np.nan_to_num(points) + np.array([0.0, 0.0, self.balls[0].radius]))
        frame = (pixels - np.array([projection.width, projection.height]) / 2) * [1, -1] / projection.unit
        there = np.isfinite(points).all(axis=1, keepdims=True)
        return np.where(there, frame, np.nan)

    def _ticks(self) -> Floats:
        """Where the numbers of the axes are on the frame now, middles and halves, (m, 2, 2)."""
        projection = self.eye.projection()
        size = np.array([projection.width, projection.height])
        found = [
            ((center - size / 2) * [1, -1] / projection.unit, text.half * scale / projection.unit)
            for text, center, scale, opacity in self.axes.labels(projection)
            if opacity > FAINT
        ]
        return np.array(found).reshape(-1, 2, 2)

    def _pin(self) -> None:
        for number, (label, ball, _) in enumerate(self.labels):
            at = self.balls[ball]
            self.eye.pin(label, _middle(at), tuple(self.offsets[number].tolist()), self._strength(number))

    def _strength(self, number: int) -> Callable[[], float]:
        return lambda: float(self._drawn()[number])

    def _drawn(self) -> Floats:
        """Return the same with hills, found once for all labels of a frame."""
        feet = np.array([ball.foot for ball in self.balls])
        now = (self.eye.view, feet.tobytes(), bool(self.value.text))
        if now != self._found[0]:
            seen = np.nan_to_num(in_sight(self.field, feet, self.eye.projection().eye, self.balls[0].radius))
            hills = HIDDEN + (1 - HIDDEN) * seen[[ball for _, ball, _ in self.labels]]
            self._found = now, hills * self.strengths()
        return self._found[1]


def summits(field: HeightField) -> Floats:
    """Return the highest peaks of a surface, (n, 3): vertices that lie above all around them.

    >>> summits(HeightField(lambda x, y: -x**2 - y**2, (-1, 1), (-1, 1), resolution=(8, 8)))[:, :2].tolist()
    [[0.0, 0.0]]
    >>> summits(HeightField(lambda x, y: x + y, (-1, 1), (-1, 1), resolution=(8, 8)))[:, :2].tolist()
    [[3.0, 3.0]]
    """
    grid = np.asarray(field.grid, dtype=float)
    heights = np.pad(grid[..., 2], 1, constant_values=-np.inf)
    n, m = grid.shape[:2]
    ways = [(i, k) for i in range(3) for k in range(3) if (i, k) != (1, 1)]
    around = np.max([heights[i : n + i, k : m + k] for i, k in ways], axis=0)
    found = grid[grid[..., 2] > around]
    return found[np.argsort(-found[:, 2])[:MOST_PEAKS]]


def _off(middle: Floats, half: Floats, ticks: Sequence[Floats]) -> Floats:
    """How far labels at middle (n, 2) are from the nearest of each one's numbers, (n,)."""
    gaps = [
        (np.abs(each[:, 0] - at) - half - each[:, 1]).max(axis=1, initial=-np.inf)
        for at, each in zip(middle, ticks, strict=True)
    ]
    return np.array([gap.min(initial=np.inf) for gap in gaps])


def _middle(ball: SurfacePoint) -> Callable[[], Floats]:
    return lambda: ball.foot + np.array([0.0, 0.0, ball.radius])


def _sides(half: Floats, size: float) -> Floats:
    """Where the middle of a label may stand from its ball's, (n, 2), the best first."""
    ways = np.stack([np.cos(ABOVE), np.sin(ABOVE)], axis=1)
    stand = size + np.abs(ways) @ half
    return np.concatenate([(stand + reach)[:, None] * ways for reach in REACHES])


def _cased(text: str, align: str, theme: Theme) -> VMobject:
    label = Number(text, color=theme.text, align=align)
    return label.set_stroke(theme.background, width=5.0, background=True)
