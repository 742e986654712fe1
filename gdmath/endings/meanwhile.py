"""What a run shows on its way, as facts, each with the steps between which it holds."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from gdmath.trajectory import Trajectory

SHARES = (50, 75, 90, 99)  # percent of the way down that are worth a word
_STRETCH = 6  # steps make a trend
_SAME = 1e-9
_SEEN = 3e-3  # of all that the run has covered


class Trend(Enum):
    """How the steps of a run go on."""

    SHORTER_WITH_SLOPE = "each is shorter, in proportion to the slope"
    SHORTER = "each is shorter than the one before"
    LONGER = "each is longer than the one before"
    EVEN = "each is as long as the one before"
    SWINGING = "each goes back"


@dataclass(frozen=True)
class Fallen:
    """So many percent of the way down, in cost, are behind the run after so many steps, and stay so."""

    share: int
    steps: int


@dataclass(frozen=True)
class Shown:
    """A fact that holds from step `first` to step `last`."""

    fact: Fallen | Trend
    first: int
    last: int


def shown_meanwhile(run: Trajectory, begin: int = 0) -> list[Shown]:
    """Return what the run shows from step `begin` on, from the earliest.

    >>> from gdmath import Cost, descend
    >>> run = descend(Cost.parse("x**2"), 50, learning_rate=0.1)
    >>> [shown.first for shown in shown_meanwhile(run) if shown.fact is Trend.SHORTER_WITH_SLOPE]
    [3]
    >>> [shown.fact for shown in shown_meanwhile(run)][0]
    Fallen(share=50, steps=2)
    """
    found = [*_falls(run, begin), *_trends(run, begin)]
    return sorted(found, key=lambda shown: shown.first)


def _falls(run: Trajectory, begin: int) -> Iterator[Shown]:
    values = run.values
    way = values[0] - values[-1]
    if not (np.isfinite(values).all() and way > 0):
        return
    for share in SHARES:
        higher = np.flatnonzero(values > values[0] - share / 100 * way)
        first = int(higher[-1]) + 1 if len(higher) else 0
        if first >= begin:
            yield Shown(Fallen(share, first), first, len(run))


@np.errstate(all="ignore")
def _trends(run: Trajectory, begin: int) -> Iterator[Shown]:
    steps = np.diff(run.thetas, axis=0)
    lengths = np.linalg.norm(steps, axis=1)
    if len(lengths) <= begin + _STRETCH:
        return
    before, after = lengths[:-1], lengths[1:]
    slopes = np.linalg.norm(run.gradients[: len(lengths)], axis=1)
    rates = lengths / slopes
    is_seen = after > _SEEN * np.ptp(run.thetas, axis=0).max()
    is_proportional = bool(np.allclose(rates, rates[0], rtol=1e-6))
    shorter = Trend.SHORTER_WITH_SLOPE if is_proportional else Trend.SHORTER
    trends = {
        Trend.SWINGING: is_seen & ((steps[:-1] * steps[1:]).sum(axis=1) < 0),
        shorter: (after < before * (1 - _SAME)) & (after < 0.6 * lengths[0]),
        Trend.LONGER: (after > before * (1 + _SAME)) & (after > 1.2 * lengths[0]),
        Trend.EVEN: is_seen & (np.abs(after - before) <= _SAME * before),
    }
    for trend, holds in trends.items():
        found = _stretch(holds, begin)
        if found is not None:
            yield Shown(trend, *found)


def _stretch(holds: NDArray[np.bool_], begin: int) -> tuple[int, int] | None:
    """The longest stretch from `begin` on, if it is one, as first and last."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], holds[begin:], [False]]).astype(int)))
    if not len(edges):
        return None
    firsts, lasts = edges[::2], edges[1::2]
    longest = int(np.argmax(lasts - firsts))
    first, last = begin + int(firsts[longest]), begin + int(lasts[longest])
    return (first + 1, last) if last - first >= _STRETCH else None
