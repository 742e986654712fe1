"""The kit's own rules: time, type, shapes, pacing."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdmath.display.geometry import Frame
from scenes.kit.axes import Axes, clipped
from scenes.kit.cost_panel import CostPanel
from scenes.kit.curve.parts import Tried
from scenes.kit.glyphs import SMALL, Number, outline, text_width
from scenes.kit.lettering import Equation, Words, first_that_fits
from scenes.kit.pacing import Pacing
from scenes.kit.screen import Rect
from scenes.kit.shapes import Dots, Polyline, StepArrow, polyline
from scenes.kit.theme import DARK
from scenes.runs.curve_run import CurveRun
from scenes.runs.planning import planned
from scenes.words import en
from tests.scenes.checker.outlines import centers
from tests.scenes.stories import TANGENTS


def test_the_least_capital_is_28_pixels_high_at_1080p():
    height = np.ptp(outline("H", SMALL)[:, 1]) * 1080 / 8
    assert 28 <= height <= 30


def test_digits_are_equally_wide_and_stand_on_the_baseline():
    starts = {digit: outline(f"{digit}1", SMALL)[-1, 0] for digit in "0123456789"}
    assert np.ptp(list(starts.values())) < 1e-3
    for digit in "0123456789":
        assert abs(outline(digit, SMALL)[:, 1].min()) < 0.01


@pytest.mark.parametrize(("align", "place"), [("left", 0), ("center", 0.5), ("right", 1)])
def test_a_number_stands_where_it_is_put(align, place):
    number = Number("−12.5×10⁻³", color="#ffffff", at=(2.0, 1.0), align=align)
    width = text_width("−12.5×10⁻³")
    assert number.points[:, 0].min() == pytest.approx(2.0 - place * width, abs=0.05)
    number.write("7", at=(0.0, 0.0))
    assert number.points[:, 0].max() < 1


def test_parts_of_a_formula_take_their_colours():
    formula = Equation("{{ x : point }} + 1", color="#ffffff", colors={"point": "#ff0000"})
    assert formula.select("point").get_fill_color().to_hex().lower() == "#ff0000"
    assert formula.select("rest").get_fill_color().to_hex().lower() == "#ffffff"


def test_a_long_formula_is_broken_and_never_set_too_small():
    source = "C(x) = " + " + ".join(f"{k} x^({k})" for k in range(2, 14))
    formula = Equation(source, color="#ffffff", width=4.0)
    assert formula.width <= 4.0 + 1e-6
    assert formula.height > 1.0


def test_the_lines_of_a_broken_formula_do_not_touch():
    source = " + ".join(f"frac(x^({k}), sqrt({k} + y))" for k in range(2, 9))
    one = Equation("frac(x^(2), sqrt(2 + y))", size=SMALL, color="#ffffff")
    formula = Equation(source, color="#ffffff", width=4.0)
    lines = round(formula.height / one.height)
    assert lines >= 2
    assert formula.height >= lines * one.height - 1e-6


def test_the_first_column_that_fits_is_taken_else_the_last():
    long, short, other = (Equation(source, color="#ffffff") for source in ("frac(a, frac(b, c))", "a", "o"))
    for room, expected in (
        (long.height, [long]),
        (long.height - 1e-3, [short, other]),
        (short.height + other.height, [short, other]),
        (0.01, [other]),
    ):
        choices = [[long], [short, other], [other]]
        assert list(first_that_fits(choices, width=9.0, room=room + 1e-9, leading=0.0)) == expected
    thin, wide = (Equation(source, color="#ffffff") for source in ("i", "i + i + i"))
    assert list(first_that_fits([[wide], [thin]], width=wide.width / 2, room=9.0, leading=0.0)) == [thin]


def test_words_wrap():
    assert Words("word " * 30, color="#ffffff", width=5.0).width <= 5.0


def test_a_line_breaks_at_what_is_not_finite():
    points = polyline([[0, 0], [1, 1], [np.nan, 0], [2, 2], [3, 3]])
    assert points.shape == (8, 3)
    assert np.isfinite(points).all()


@given(st.floats(1e-6, 20), st.floats(0, 7))
def test_an_arrow_spans_exactly_from_start_to_end(length, angle):
    end = length * np.array([np.cos(angle), np.sin(angle)])
    points = StepArrow(color="#ffffff").span([0, 0], end).points
    if length < 1e-4:
        assert len(points) == 0
    else:
        assert np.linalg.norm(points[:, :2], axis=1).max() >= length * (1 - 1e-9)
        along = points[:, :2] @ end / length
        assert along.max() == pytest.approx(length)
        assert along.min() == pytest.approx(0, abs=1e-9)


def test_dashes_stay_between_their_ends():
    points = Polyline(color="#ffffff").dashed([1, -2], [1, 3]).points
    assert points[:, 1].min() == pytest.approx(-2)
    assert points[:, 1].max() <= 3 + 1e-9
    assert len(Polyline(color="#ffffff").dashed([1, np.nan], [1, 3]).points) == 0


def test_dots_leave_out_what_is_not_finite():
    assert len(Dots(color="#ffffff").at([[0, 0], [np.inf, 0]]).points) == 16


def test_a_clipped_curve_ends_on_the_edge():
    x = np.linspace(-2, 2, 41)
    curve = clipped(np.stack([x, x**2 * 2], axis=1), Rect(-2, 2, 0, 4))
    finite = curve[np.isfinite(curve).all(axis=1)]
    assert finite[:, 1].max() == pytest.approx(4)
    assert abs(finite[:, 0]).max() == pytest.approx(np.sqrt(2), abs=2e-3)


def test_axes_place_the_corners_of_their_frame_in_the_corners_of_their_area():
    axes = Axes(Rect(-5, 1, -2, 3), Frame(10, 20, 100, 300), DARK)
    np.testing.assert_allclose(axes.place([[10, 100], [20, 300]]), [[-5, -2], [1, 3]])


@given(st.integers(1, 100_000))
def test_the_lapse_begins_at_its_first_and_ends_at_its_last_step(steps):
    pacing = Pacing.of(steps)
    assert 0 <= pacing.worked <= pacing.quick <= steps
    lapse = pacing.lapse
    assert lapse.seconds <= 8
    times = np.linspace(0, lapse.seconds, 50).tolist()
    steps_then = [lapse.step(time) for time in times]
    assert steps_then[0] == pytest.approx(pacing.quick)
    assert lapse.step(max(0.0, lapse.seconds - 1e-9)) == pytest.approx(steps, rel=1e-6)
    assert all(a <= b for a, b in itertools.pairwise(steps_then))
    for time in times[1:-1] if lapse.seconds else ():
        beside = (lapse.step(time + 1e-6) - lapse.step(time - 1e-6)) / 2e-6
        assert lapse.speed(time) == pytest.approx(beside, rel=1e-2)
        assert lapse.moment(lapse.step(time)) == pytest.approx(time, rel=1e-6)


def test_frames_hold_every_theta_of_an_escape():
    told = TANGENTS["escaping"]
    run = CurveRun.of(planned(told))
    assert run.rescales
    assert run.escapes
    for step, frame in enumerate(run.frames[:-1]):
        assert frame.left <= run.theta(step + 1) <= frame.right
    assert "The rate 1.05 is above 2/C″ = 1." in en.ending(run.outcomes).plain()


@pytest.mark.parametrize("name", TANGENTS)
def test_the_panel_draws_the_whole_run(name):
    told = TANGENTS[name]
    run = CurveRun.of(planned(told))
    panel = CostPanel(run.values, Rect(2.45, 6.1, -2.6, 0.0), DARK, en)
    panel.reach(len(run))
    if not len(panel.band.points):
        ends = panel.axes.place([[0, panel.heights[0]], [len(run), panel.heights[-1]]])
        np.testing.assert_allclose(panel.line.points[[0, -1], :2], ends, atol=1e-9)
    heights = panel.line.points[:, 1]
    assert heights.max() == pytest.approx(panel.axes.place([0, panel.heights.max()])[1])


def test_a_cost_that_goes_up_and_down_all_the_time_is_a_band_that_holds_it():
    values = np.append(np.exp(-0.01 * np.arange(300)) * (2 + (-1.0) ** np.arange(300)), 0.0)
    panel = CostPanel(values, Rect(2.45, 6.1, -2.6, 0.0), DARK, en)
    panel.reach(8)
    assert not len(panel.band.points)
    panel.reach(300)
    corners = panel.band.points[::4, :2]
    assert len(corners) < 150
    places = panel.axes.place(np.column_stack([np.arange(301), values]))
    for place in places:
        beside = corners[np.argsort(np.abs(corners[:, 0] - place[0]))[:4], 1]
        assert beside.min() - 0.15 <= place[1] <= beside.max() + 0.15


def test_the_quartic_ends_in_a_local_minimum_and_says_so():
    told = TANGENTS["quartic"]
    run = CurveRun.of(planned(told))
    said = en.ending(run.outcomes).plain()
    assert "local minimum" in said
    # The lower root of 4x^3 - 6x + 1, by Newton's method from -1.3.
    x = -1.3
    for _ in range(20):
        x -= (4 * x**3 - 6 * x + 1) / (12 * x**2 - 6)
    assert run.minima.min() == pytest.approx(x, abs=1e-12)
    assert f"{x:.3f}".replace("-", "−") in said


@pytest.mark.parametrize(
    ("thetas", "rings", "marks", "dots"),
    [([0.5, 1.0], 2, 0, 1), ([-9.0, 9.0, 1.0], 1, 2, 1), ([0.5, 9.0], 1, 1, 0)],
)
def test_lengths_that_are_tried_beyond_the_axis_are_pointed_to(thetas, rings, marks, dots):
    tried, area = Tried(DARK, np.array(thetas)), Rect(-1, 3, 0, 4)

    def place(theta):
        return np.array([theta, 0.0])

    tried.reveal(place, area, 1.0)
    corners = tried.edge.points.reshape(-1, 4, 3)
    assert (len(centers(tried.rings)), len(corners) // 3, len(centers(tried.dot))) == (rings, marks, dots)
    assert tried.leaves(place, area) == (marks > 0)
    if marks:
        assert set(np.round(corners[::3, 0, 0], 6)) <= {-1.0, 3.0}
