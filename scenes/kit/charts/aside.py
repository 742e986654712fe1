"""Labels along a line that step aside from each other."""

import math

import numpy as np
from numpy.typing import ArrayLike

from gdmath.arrays import Floats


def spread(places: ArrayLike, apart: float, low: float = -math.inf, high: float = math.inf) -> Floats:
    """Return places (n,) moved as little as need be until they are `apart` from each other, in their order.

    Those that are too near each other share their middle. All are between `low` and `high`, if there is room.

    >>> spread([0.0, 0.1, 5.0], 1.0).tolist()
    [-0.45, 0.55, 5.0]
    >>> spread([0.0, 0.1, 5.0], 1.0, low=0.0).tolist()
    [0.0, 1.0, 5.0]
    """
    wanted = np.asarray(places, dtype=float)
    order = np.argsort(wanted, kind="stable")
    groups: list[tuple[float, int]] = []  # the sum and the count of those that touch

    def middle(total: float, count: int) -> float:
        half = apart * (count - 1) / 2
        return max(low + half, min(high - half, total / count))

    for place in wanted[order].tolist():
        group = place, 1
        while (
            groups and middle(*group) - middle(*groups[-1]) < apart * (group[1] + groups[-1][1]) / 2 - 1e-12
        ):
            total, count = groups.pop()
            group = group[0] + total, group[1] + count
        groups.append(group)
    moved = [middle(total, n) + apart * (np.arange(n) - (n - 1) / 2) for total, n in groups]
    result = np.empty_like(wanted)
    result[order] = np.concatenate(moved)
    return result
