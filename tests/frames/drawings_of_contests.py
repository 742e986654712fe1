"""What the control pictures of the race show."""

import numpy as np

from scenes.kit.contest.arrow_sum import ArrowSum
from scenes.kit.contest.bars import Bars
from scenes.kit.contest.entries import Entries
from scenes.kit.contest.rate_chart import RateChart
from scenes.kit.contest.standings import Standings
from scenes.kit.screen import Rect
from scenes.kit.theme import DARK
from scenes.words import language

AREA = Rect(-4.8, 4.8, -3.4, 3.4)


def arrow_sum():
    pulls = np.array([[1.0, 0.6], [1.0, -0.5], [0.8, 0.7], [0.6, -0.2]])
    drawn = ArrowSum([pulls[:count] for count in range(1, 5)], AREA, DARK)
    drawn.reach(3.5)
    return [drawn]


def bars():
    drawn = Bars(["a", "b"], ["c", "d"], [DARK.gradient, DARK.size], [2.0, 1.0], AREA, DARK)
    drawn.reach(np.array([[1.5, -0.5], [-1.0, 0.8]]))
    return [drawn]


def entries():
    return [Entries(["a", "b"], [["a"], ["b"]], DARK.series[:2], AREA, DARK)]


def rate_chart():
    rates, words = [0.001, 0.01, 0.1, 1.0], language("en", "race")
    ends = [np.array([2.0, 0.5, 0.01, np.nan]), np.array([1.0, 0.001, 0.1, 3.0])]
    drawn = RateChart(
        rates, ends, [0.1, 0.01], 3.0, AREA, DARK, words, colors=DARK.series[:2], names=["a", "b"]
    )
    drawn.reach(1.0)
    return [drawn, drawn.rings]


def standings():
    drawn = Standings(["a", "b", "c"], ["d"], ["1000"], DARK.series[:3], AREA, DARK)
    drawn.stand([0.0, 1.5, 1.5])
    return [drawn]


CONTESTS = {
    "ArrowSum": arrow_sum,
    "Bars": bars,
    "Entries": entries,
    "RateChart": rate_chart,
    "Standings": standings,
}
