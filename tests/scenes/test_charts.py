"""The charts that several stories share show what they are given, and nothing beside their axes."""

import numpy as np
import pytest

from scenes.kit.axes import powers_of_ten, whole_ticks
from scenes.kit.charts.aside import spread
from scenes.kit.charts.cost_chart import CostChart, Scale
from scenes.kit.screen import Rect
from scenes.kit.theme import DARK
from scenes.words import en
from tests.scenes.laid_out import boxes, overlap

K = np.arange(61.0)
FALLING, RISING = 2500 * 0.96**K, 2500 * 1.3**K
AREA = Rect(-6, 6, -2.5, 1)
COLORS = [DARK.cost, DARK.point, DARK.gradient, DARK.step, DARK.optimum, DARK.data]


def chart(*runs, area=AREA):
    names = [f"run {number}" for number in range(len(runs))]
    return CostChart(runs, area, DARK, en, colors=COLORS[: len(runs)], names=names)


@pytest.mark.parametrize(
    ("runs", "log"),
    [
        ([FALLING], False),
        ([FALLING, RISING], False),
        ([FALLING**2, RISING], True),
        ([RISING], True),
        ([FALLING**2 - 1e5], False),
        ([np.append(FALLING**2, 0.0)], True),
        ([np.zeros(4)], False),
    ],
)
def test_axes_are_logarithmic_where_positive_costs_span_decades(runs, log):
    assert Scale.of(runs).log == log
    assert chart(*runs).title.text == en.panel_title(log)


def test_every_run_stands_at_the_step_that_is_reached():
    drawn = chart(FALLING**2, FALLING[:20])
    drawn.reach(40)
    far, ended = drawn.heads
    np.testing.assert_allclose(middle(far), drawn.axes.place([40, np.log10(FALLING[40] ** 2)]), atol=1e-6)
    np.testing.assert_allclose(middle(ended), drawn.axes.place([19, np.log10(FALLING[19])]), atol=1e-6)


@pytest.mark.parametrize("last", [np.inf, np.nan, 1e300])
def test_a_run_that_escapes_leaves_at_the_upper_edge_with_a_mark(last):
    drawn = chart(FALLING, np.append(RISING[:50], last))
    drawn.reach(1)
    assert not len(drawn.marks[1].points)
    drawn.reach(60)
    assert not len(drawn.heads[1].points)
    assert drawn.marks[1].points[:, 1].max() == pytest.approx(drawn.axes.area.top)
    for line in drawn.lines:
        assert line.line.points[:, 1].max() <= drawn.axes.area.top + 1e-6


def test_a_cost_of_exactly_zero_leaves_at_the_lower_edge_of_a_logarithmic_axis():
    drawn = chart(FALLING**3, np.array([2500.0**3, 1.0, 0.0]))
    drawn.reach(3)
    assert drawn.marks[1].points[:, 1].min() == pytest.approx(drawn.axes.area.bottom)
    assert drawn.lines[1].line.points[:, 1].min() >= drawn.axes.area.bottom - 1e-6


def test_names_step_aside_from_each_other_and_from_the_axis():
    drawn = chart(*(FALLING**power for power in (1, 1.001, 1.002, 2, 2.001, 2.002)))
    for step in (0, 7.5, 60):
        drawn.reach(step)
        found = [box for text in (*drawn.names, drawn.axes.numbers, drawn.title) for box in boxes(text)]
        assert len(found) > 10
        for k, one in enumerate(found):
            assert AREA.left - 0.01 <= one[0][0] <= one[1][0] <= AREA.right + 0.01
            assert all(overlap(one, other) <= 0.01 for other in found[:k])


def test_zigzags_too_dense_to_follow_are_a_band_within_the_axes():
    zigzag = 2500 * np.exp(-0.001 * np.arange(3000)) * (2 + (-1.0) ** np.arange(3000))
    drawn = chart(zigzag, np.full(3001, 2500.0))
    drawn.reach(3000)
    band = drawn.lines[0].band.points
    assert len(band)
    assert drawn.axes.area.bottom <= band[:, 1].min() < band[:, 1].max() <= drawn.axes.area.top


def test_places_keep_their_order_and_their_bounds():
    moved = spread([3.0, 0.0, 0.2, 0.1], 1.0, low=0.0, high=3.0)
    assert moved.tolist() == [3.0, 0.0, 2.0, 1.0]


def test_powers_of_ten_are_whole():
    for low, high, most in ((-0.3, 2.2, 4), (-15.7, 3.4, 3), (-300.0, 10.0, 4), (0.2, 0.8, 3)):
        found = whole_ticks(low, high, most)
        assert len(found) <= most + 1
        assert all(low <= each <= high and each == round(each) for each in found)
    assert powers_of_ten([-2.0, 0.0, 1.0, 12.0]) == ["10⁻²", "1", "10", "10¹²"]


def middle(mobject):
    return (mobject.points.min(axis=0) + mobject.points.max(axis=0))[:2] / 2
