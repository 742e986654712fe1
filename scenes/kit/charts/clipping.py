"""What of a line is inside of an area."""

import numpy as np

from gdmath.arrays import Floats, Ints
from scenes.kit.screen import Rect


def clipped(points: Floats, area: Rect) -> tuple[Floats, Floats]:
    """Return the parts of a line through points (k, 2) that are in an area: where each begins and ends."""
    begin, end, _ = clipped_steps(points, area)
    return begin, end


@np.errstate(all="ignore")
def clipped_steps(points: Floats, area: Rect) -> tuple[Floats, Floats, Ints]:
    """Return where each part begins (m, 2) and ends (m, 2), and of which step of the line it is (m,).

    >>> begin, end, steps = clipped_steps(np.array([[-1.0, 1], [1, 1], [5, 1], [9, 1]]), Rect(0, 4, 0, 4))
    >>> begin.tolist(), end.tolist(), steps.tolist()
    ([[0.0, 1.0], [1.0, 1.0]], [[1.0, 1.0], [4.0, 1.0]], [0, 1])
    """
    begin, step = points[:-1], np.diff(points, axis=0)
    left, right, bottom, top = area
    enter, leave = ([left, bottom] - begin) / step, ([right, top] - begin) / step
    inside = (begin >= [left, bottom]) & (begin <= [right, top])
    enter, leave = np.minimum(enter, leave), np.maximum(enter, leave)
    first = np.where(step == 0, np.where(inside, 0, 1), np.clip(enter, 0, 1)).max(axis=1)
    last = np.where(step == 0, np.where(inside, 1, 0), np.clip(leave, 0, 1)).min(axis=1)
    seen = last > first
    first, last = first[seen, None], last[seen, None]
    return begin[seen] + first * step[seen], begin[seen] + last * step[seen], np.flatnonzero(seen)
