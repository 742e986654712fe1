"""From where a camera looks at a box, and how near: as large as a rectangle of the frame has room for."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from gdmath.arrays import Array
from scenes.relief.axes_box import AxesBox
from scenes.relief.paint.projection import Projection

STATIONS, BESIDE = 25, 2  # on the way from one view to another, and how many are beside one
ROOM = 0.01  # frame units by which a box may be too large
ROUNDS = 12  # labels keep their size when the box is enlarged: the zoom is found step by step


class Viewpoint(NamedTuple):
    """Tilt from above and turn around the upright axis in degrees, zoom, and the picture's shift."""

    tilt: float
    turn: float
    zoom: float
    right: float = 0.0  # frame units
    up: float = 0.0


def fitted(
    axes: AxesBox,
    projection: Projection,
    room: Iterable[float],
    tilt: float,
    turns: Sequence[float],
) -> Viewpoint:
    """Return the nearest view from which a box of axes stays in a room at all turns; its turn is the first.

    `room` is (left, right, bottom, top) in frame units. What has to fit is the box with all its labels.
    """
    left, right, bottom, top = room
    middle, size = np.array([left + right, bottom + top]) / 2, np.array([right - left, top - bottom])
    zoom, fits, exceeds = 1.0, 0.0, np.inf
    for _ in range(ROUNDS):
        looks = [_looking(projection, tilt, turn, zoom) for turn in turns]
        low, high = _reach([_with_labels(axes, look) for look in looks])
        inner = np.subtract(*_reach([_corners(axes, look) for look in looks])[::-1])
        if (high - low <= size + ROOM).all():
            fits = zoom
        else:
            exceeds = zoom
        nearer = zoom * max(float(np.min((size - (high - low - inner)) / inner)), 0.1)
        # Labels come where there is room for them, and then there is none: such a jump is closed in on.
        following = nearer if fits < nearer < exceeds else (fits + min(exceeds, 2 * zoom)) / 2
        if abs(following - zoom) < 1e-3 * zoom:
            break
        zoom = following
    zoom = fits or zoom
    low, high = _reach([_with_labels(axes, _looking(projection, tilt, turn, zoom)) for turn in turns])
    return Viewpoint(tilt, turns[0], zoom, *(middle - (low + high) / 2).tolist())


def way(
    axes: AxesBox, projection: Projection, room: Iterable[float], begin: Viewpoint, end: Viewpoint
) -> list[Viewpoint]:
    """Return views evenly on the way from one to another, from where the box stays in a room with its labels.

    A box that is seen from one of its edges is wider than from its sides, and labels come and go on the way:
    it may not fit between two views in which it does. There the camera goes back, and to the side, no faster
    than it must.
    """
    left, right, bottom, top = room
    least, most = np.array([left, bottom]), np.array([right, top])
    shares = np.linspace(0.0, 1.0, STATIONS)
    views = np.array(begin) + np.outer(shares, np.subtract(end, begin))
    zooms, shifts = views[:, 2], views[:, 3:]
    low = high = np.zeros_like(shifts)
    for _ in range(ROUNDS):
        looks = [_looking(projection, *view) for view in views[:, :3].tolist()]
        low, high = np.swapaxes([_reach([_with_labels(axes, look)]) for look in looks], 0, 1)
        low[[0, -1]], high[[0, -1]] = low[[1, -2]], high[[1, -2]]  # the ends are as they were asked for
        size = -_around(-high).min(axis=1) - _around(low).min(axis=1)
        nearer = np.minimum(((most - least + ROOM) / size).min(axis=1), 1.0)
        if nearer.min() > 0.99:
            break
        zooms[1:-1] *= _around(_around(nearer).min(axis=1)).mean(axis=1)[1:-1]
    first, last = _around(least - low).max(axis=1), _around(most - high).min(axis=1)
    within = np.where(first > last, (first + last) / 2, np.clip(shifts, first, last))
    shifts[1:-1] = _around(within).mean(axis=1)[1:-1]
    return [Viewpoint(*view) for view in views.tolist()]


def _around(values: Array) -> Array:
    """Return what stands at each station and at those beside it, (n, m, ...)."""
    ends = [(BESIDE, BESIDE), *[(0, 0)] * (values.ndim - 1)]
    return np.moveaxis(sliding_window_view(np.pad(values, ends, mode="edge"), 2 * BESIDE + 1, axis=0), -1, 1)


def _looking(projection: Projection, tilt: float, turn: float, zoom: float) -> Projection:
    down, around = np.radians(tilt), np.radians(turn)
    right = np.array([-np.sin(around), np.cos(around), 0.0])
    toward = np.array([np.sin(down) * np.cos(around), np.sin(down) * np.sin(around), np.cos(down)])
    rotation = np.stack([right, np.cross(toward, right), toward])
    return replace(projection, rotation=rotation, zoom=zoom, shift=(0.0, 0.0))


def _reach(outlines: Sequence[Array]) -> tuple[Array, Array]:
    points = np.concatenate(outlines)
    return points.min(axis=0), points.max(axis=0)


def _corners(axes: AxesBox, projection: Projection) -> Array:
    """Where the corners of the box are, (8, 2), in frame units."""
    corners = np.stack(np.meshgrid(*axes.corners.T), axis=-1).reshape(-1, 3)
    return _on_frame(projection, projection.project(corners)[0])


def _with_labels(axes: AxesBox, projection: Projection) -> Array:
    """Where the corners of the box and of its labels are, (n, 2), in frame units."""
    labels = [(center, text.half * scale) for text, center, scale, _ in axes.labels(projection)]
    ends = np.array([center + sign * half for center, half in labels for sign in (-1, 1)]).reshape(-1, 2)
    return np.concatenate([_corners(axes, projection), _on_frame(projection, ends)])


def _on_frame(projection: Projection, pixels: Array) -> Array:
    middle = np.array([projection.width, projection.height]) / 2
    return (pixels - middle) * [1.0, -1.0] / projection.unit
