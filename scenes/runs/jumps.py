"""Which steps are so long on the screen that they are seen as jumps."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gdmath.arrays import Floats

LONG = 0.12  # of the window's width: a longer step is a jump


class Jumps:
    """The jumps of a run with these places (n+1, d) in a window so wide: one width, or one at each step.

    >>> jumps = Jumps([[50.0], [-45.0], [40.0], [39.0]], 200.0)
    >>> jumps.steps.tolist(), jumps(0, 2), jumps(0, 1), jumps(2, 3)
    ([True, True, False], False, True, False)
    """

    def __init__(self, places: ArrayLike, widths: ArrayLike) -> None:
        self.places = np.asarray(places, dtype=float)
        self.widths = np.broadcast_to(np.asarray(widths, dtype=float), len(self.places))
        with np.errstate(all="ignore"):
            lengths = np.linalg.norm(np.diff(self.places, axis=0), axis=1)
        self.steps = ~(lengths <= LONG * self.widths[1:])
        self._count = np.append(0, np.cumsum(self.steps))

    def __call__(self, before: int, after: int) -> bool:
        """Return whether the point, seen at one step and then at another, has jumped from place to place."""
        last = len(self.places) - 1
        before, after = min(before, last), min(after, last)
        return bool(self._count[after] > self._count[before]) and not self._is_near(before, after)

    def _is_near(self, before: int, after: int) -> bool:
        with np.errstate(all="ignore"):
            length = np.linalg.norm(self.places[after] - self.places[before])
        return bool(length <= LONG * self.widths[after])


def any_jumps(runs: Sequence[Jumps], before: int, after: int) -> bool:
    """Return whether one of several runs has jumped between two steps."""
    return any(jumps(before, after) for jumps in runs)


def glided(thetas: Floats, jumps: NDArray[np.bool_], step: float) -> Floats:
    """Return the parts of the axis (m, 2) that a run of one variable has glided over up to a step, sorted.

    >>> glided(np.array([0.0, 1.0, 2.0, 9.0, 8.5]), np.array([False, False, True, False]), 3.5).tolist()
    [[0.0, 2.0], [8.75, 9.0]]
    """
    whole = min(int(step), len(jumps))
    begins, ends = thetas[:whole], thetas[1 : whole + 1]
    short = ~jumps[:whole]
    pairs = np.stack([begins[short], ends[short]], axis=1)
    if whole < len(jumps) and step > whole and not jumps[whole]:
        at = thetas[whole] + (step - whole) * (thetas[whole + 1] - thetas[whole])
        pairs = np.vstack([pairs, [[thetas[whole], at]]])
    return merged(pairs)


def merged(parts: Floats) -> Floats:
    """Return the union of parts of the axis (m, 2), whichever end is first, sorted and apart."""
    if not len(parts):
        return parts
    low, high = parts.min(axis=1), parts.max(axis=1)
    order = np.argsort(low)
    low, high = low[order], np.maximum.accumulate(high[order])
    apart = np.flatnonzero(low[1:] > high[:-1])
    return np.stack([low[np.append(0, apart + 1)], high[np.append(apart, len(high) - 1)]], axis=1)
