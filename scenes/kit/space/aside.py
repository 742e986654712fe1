"""Where the labels of points stand: beside them, and clear of each other and of all else."""

import numpy as np
from numpy.typing import ArrayLike

from gdmath.arrays import Floats
from scenes.kit.screen import Rect

NEAREST = 0.36  # from a point to the middle of its label, in frame units
_REACHES = NEAREST * np.array([1.0, 1.25, 1.6, 2.0, 2.5])
_TURNS = np.radians([0, 20, -20, 40, -40, 60, -60, 90, -90, 120, -120, 150, -150, 180])


def aside(points: ArrayLike, toward: ArrayLike, discs: ArrayLike, area: Rect, radius: float = 0.13) -> Floats:
    """Return the middles (k, 2) of labels that are beside points (k, 2), each `radius` large.

    Each stands at the unit vector `toward` (k, 2) from its point where it can; else it turns about its point
    and steps back until it is clear of the `discs` (n, 3), each x, y and a radius, of the labels before it,
    and of the area's edges. Where nothing is clear there is no label: NaN.

    >>> aside([[0, 0], [0, 0]], [[0, 1], [0, 1]], np.zeros((0, 3)), Rect(-9, 9, -9, 9)).round(2).tolist()
    [[0.0, 0.36], [-0.31, 0.18]]
    """
    taken = list(np.reshape(np.asarray(discs, float), (-1, 3)))
    turned = np.stack([np.cos(_TURNS), np.sin(_TURNS)], axis=1)
    found = []
    for point, (x, y) in zip(np.asarray(points, float), np.asarray(toward, float), strict=True):
        ways = turned @ np.array([[x, y], [-y, x]])
        tried = (point + _REACHES[:, None, None] * ways).reshape(-1, 2)
        edges = np.column_stack([tried - [area.left, area.bottom], [area.right, area.top] - tried])
        clear = edges.min(axis=1) - radius
        for *middle, reach in taken:
            clear = np.minimum(clear, np.linalg.norm(tried - middle, axis=1) - reach - radius)
        if not (clear >= 0).any():
            found.append(np.full(2, np.nan))
            continue
        found.append(tried[np.argmax(clear >= 0)])
        taken.append(np.array([*found[-1], radius]))
    return np.array(found).reshape(-1, 2)
