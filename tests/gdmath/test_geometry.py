"""What is drawn: round ticks, frames that hold what they must, curves, tangents, valleys."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdmath import Cost
from gdmath.display.geometry import sample_curve, tangent_segment, tick_places, ticks
from gdmath.display.numerals import tick_labels


@given(st.floats(-1e6, 1e6), st.floats(1e-3, 1e6), st.integers(2, 9))
def test_ticks_are_round_few_and_inside(low, span, most):
    found = ticks(low, low + span, most)
    slack = 1e-6 * span
    assert len(found) <= most + 1
    assert ((found >= low - slack) & (found <= low + span + slack)).all()
    if len(found) > 1:
        step = found[1] - found[0]
        np.testing.assert_allclose(np.diff(found), step, rtol=1e-6)
        mantissa = step / 10 ** math.floor(math.log10(step * (1 + 1e-9)))
        assert min(abs(mantissa - nice) for nice in (1, 2, 2.5, 5)) < 1e-5


@pytest.mark.parametrize(
    ("values", "places"), [([0, 1], 0), ([0, 0.5], 1), ([0, 0.25], 2), ([1e6, 1e6 + 0.1], 1)]
)
def test_ticks_need_so_many_decimals(values, places):
    assert tick_places(values) == places


@pytest.mark.parametrize("formula", ["x**2", "sin(20*x)", "abs(x - 0.1234)", "exp(3*x)", "sqrt(abs(x))"])
def test_a_sampled_curve_is_true_everywhere(formula):
    cost = Cost.parse(formula)
    points = sample_curve(cost, -1, 1)
    x = np.linspace(-1, 1, 20_011)
    drawn = np.interp(x, points[:, 0], points[:, 1])
    assert np.abs(drawn - cost.value(x[:, None])).max() < 0.006 * np.ptp(points[:, 1])


def test_a_curve_breaks_where_the_cost_is_undefined():
    points = sample_curve(Cost.parse("sqrt(x)"), -1, 1)
    assert np.isnan(points[points[:, 0] < 0, 1]).all()
    assert np.isfinite(points[points[:, 0] >= 0, 1]).all()
    assert (np.abs(points[:, 0]) < 2e-3).any()


@given(st.floats(-1e6, 1e6), st.floats(0.01, 100), st.floats(0.01, 100))
def test_a_tangent_is_always_as_long_on_the_screen(slope, unit_x, unit_y):
    first, last = tangent_segment(1.0, 2.0, slope, unit_x, unit_y, 2.5)
    assert np.linalg.norm((last - first) * [unit_x, unit_y]) == pytest.approx(2.5)
    np.testing.assert_allclose((first + last) / 2, [1.0, 2.0], atol=1e-9 * max(1, abs(slope)))
    if abs(slope) < 1e3:
        assert (last - first)[1] == pytest.approx(slope * (last - first)[0], abs=1e-9)


@pytest.mark.parametrize("middle", [0.0, 0.4, -3.0, 8.19e-5])
@pytest.mark.parametrize("width", [1e-11, 1e-8, 1e-3, 1.0])
def test_ticks_read_differently_however_near_each_other_they_are(middle, width):
    values = ticks(middle, middle + width, 5)
    labels = tick_labels(values.tolist())
    assert len(set(labels)) == len(values)


@pytest.mark.parametrize(
    ("formula", "jumps"),
    [
        ("x**2 + 3*sign(x)", 2),  # of which one is to the value at 0, one from it
        ("sign(x - 0.1) + sign(x + 0.3)/9", 2),
        ("1/(x - 0.123)", 1),
        ("sign(x - 0.1) + 1e-3/(x - 0.7)**2", 2),
        ("sqrt(abs(x - 0.1))", 0),
        ("tanh(1e6*(x - 0.1))", 0),
        ("1e4*x**8", 0),
        ("1e9 + 1e3*abs(x)", 0),
    ],
)
def test_a_curve_is_broken_where_the_cost_jumps_and_nowhere_else(formula, jumps):
    points = sample_curve(Cost.parse(formula), -1, 1)
    broken = np.isnan(points[:, 1])
    assert broken.sum() == jumps
    assert (np.diff(points[:, 0]) >= 0).all()
