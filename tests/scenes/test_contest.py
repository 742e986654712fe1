"""What races are drawn with: each picture holds the numbers that it is given."""

import numpy as np
import pytest

from scenes.kit.contest.arrow_sum import ArrowSum
from scenes.kit.contest.bars import Bars
from scenes.kit.contest.entries import Entries
from scenes.kit.contest.rate_chart import RateChart
from scenes.kit.contest.stage import widened
from scenes.kit.contest.standings import LEAST_ROW, Standings
from scenes.kit.screen import Rect
from scenes.kit.theme import DARK
from scenes.words import language

AREA = Rect(0.0, 6.0, -2.0, 3.0)
COLORS = DARK.series[:2]


def test_arrows_add_up_head_to_tail():
    parts = [np.array([[1.0, 0.0]]), np.array([[0.5, 0.0], [0.0, 2.0]])]
    drawn = ArrowSum(parts, AREA, DARK, stretch=(-1.0, 1.0))
    drawn.reach(2)
    tip = drawn.total.points[:, :2] - drawn.origin
    assert drawn.scale_of_sum * np.array([-0.5, 2.0]) in tip.round(9)
    drawn.reach(0)
    assert not len(drawn.total.points)
    drawn.reach(1.5)  # halfway the newest has half of its length
    heights = drawn.arrows[1].points[:, 1] - drawn.origin[1]
    assert heights.max() == pytest.approx(drawn.scale_of_sum)


def test_bars_are_as_long_as_their_numbers_say_and_point_their_way():
    bars = Bars(["x", "y"], ["one", "two"], COLORS, [4.0, 2.0], AREA, DARK)
    bars.reach(np.array([[4.0, -1.0], [-2.0, 9.0]]))
    first = bars.bars[0].points[:, 0]
    assert first.max() == pytest.approx(bars.zero[0] + bars.half[0])
    assert first.min() == pytest.approx(bars.zero[1] - bars.half[1] / 2)
    assert bars.bars[1].points[:, 0].max() == pytest.approx(bars.zero[1] + bars.half[1])  # no farther
    assert [[text.text for text in row] for row in bars.numbers] == [["4", "−1"], ["−2", "9"]]


def test_the_best_rates_are_ringed_where_they_end_and_escapes_leave_at_the_top():
    ends = [np.array([1e-1, 1e-3, np.nan]), np.array([1e-2, 1e-4, 1e-5])]
    chart = RateChart(
        (0.01, 0.1, 1.0),
        ends,
        (0.1, 1.0),
        1.0,
        AREA,
        DARK,
        language("en", "race"),
        colors=COLORS,
        names=["a", "b"],
    )
    assert chart.best[0] == pytest.approx(chart.axes.place([-1.0, -3.0]))
    assert chart.best[1] == pytest.approx(chart.axes.place([0.0, -5.0]))
    chart.reach(1.0)
    line = chart.lines[0].points[:, :2]
    assert line[:, 1].max() == pytest.approx(chart.axes.area.top)
    assert line[:, 0].max() < chart.axes.place([0.0, 0.0])[0]
    chart.reach(0.5)
    assert chart.lines[1].points[-1, :2] == pytest.approx(chart.axes.place([-1.0, -4.0]))


def test_rows_stand_in_their_places_within_the_area():
    low = Rect(0.0, 6.0, 0.0, 2.5)
    table = Standings(["a", "b", "c"], ["cost"], ["8.88"], DARK.series[:3], low, DARK, notes=2)
    assert table.pitch >= LEAST_ROW
    before = [name.get_y() for name in table.names]
    table.stand([2.0, 0.0, 1.0])
    after = [name.get_y() for name in table.names]
    assert sorted(before) == pytest.approx(sorted(after), abs=0.1)
    assert after[1] > after[2] > after[0]
    table.note(["one", "two"])
    assert table.notes.get_bottom()[1] >= low.bottom - 0.02


@pytest.mark.parametrize("height", [5.0, 1.9])
def test_entries_stay_in_their_area(height):
    area = Rect(0.0, 7.0, 0.0, height)
    pieces = ["eta = 0.3", "beta_1 = 0.9", "beta_2 = 0.999"]
    entries = Entries(["accelerated gradient"] * 4, [pieces] * 4, DARK.series[:4], area, DARK)
    assert entries.get_right()[0] <= area.right + 1e-6
    assert entries.get_bottom()[1] >= area.bottom - 0.02


def test_a_box_is_widened_about_its_middle_but_not_beyond_measure():
    assert widened(((0.0, 1.0), (0.0, 1.0)), Rect(0, 9, 0, 1)) == ((-0.35, 1.35), (0.0, 1.0))
    assert widened(((0.0, 9.0), (0.0, 1.0)), Rect(0, 1, 0, 1)) == ((0.0, 9.0), (0.0, 1.0))
