"""The line with one knob: its numbers against closed forms, and what can't be told."""

import numpy as np
import pytest

from scenes.parameters import IntroParameters
from scenes.runs.intro import KEPT, KnobRun
from tests.scenes import tables


def test_the_best_slope_is_that_of_least_squares(tmp_path):
    run = KnobRun.of(IntroParameters(data=tables.profits(tmp_path)))
    assert run.names == ("population", "profit")
    slope, intercept = np.polyfit(*run.points.T, 1)
    assert run.best == pytest.approx(slope)
    assert run.line(np.array([0.0]), run.best)[0] == pytest.approx(intercept)
    assert run.cost.gradient([run.best])[0] == pytest.approx(0, abs=1e-10)


def test_every_step_keeps_the_same_share_of_the_distance():
    run = KnobRun.of(IntroParameters())
    away = run.thetas - run.best
    curvature = 2 * run.points[:, 0].var()
    np.testing.assert_allclose(away[1:], away[:-1] * (1 - run.rate * curvature))
    assert 1 - run.rate * curvature == pytest.approx(KEPT, abs=0.05)
    residuals = run.points[:, 1] - run.predictions(run.thetas[3])
    assert run.values[3] == pytest.approx(np.mean(residuals**2))


def test_it_ends_when_the_cost_stops_falling():
    run = KnobRun.of(IntroParameters())
    lowest = float(run.cost.value([run.best]))
    falls = -np.diff(run.values) / (run.values[0] - lowest)
    assert run.has_settled
    assert falls[-1] <= 1e-4 < falls[-2]
    assert not KnobRun.of(IntroParameters(steps=3)).has_settled


@pytest.mark.parametrize("seed", range(5))
def test_the_frames_hold_what_is_drawn(seed):
    run = KnobRun.of(IntroParameters(seed=seed))
    frame = run.data_frame
    for w in run.thetas:
        assert (frame.bottom <= run.predictions(w)).all()
        assert (run.predictions(w) <= frame.top).all()
    low, high = run.sweep
    assert (low < run.thetas).all()
    assert (run.thetas < high).all()
    values = run.cost.value(np.linspace(low, high, 50)[:, None])
    assert (values <= run.cost_frame.top).all()


@pytest.mark.parametrize(
    ("rows", "told", "said"),
    [
        ([(1, 2)], {}, "is 1 in one row; a slope needs at least two different values"),
        ([(1, 2), (1, 3)], {}, "is 1 in every row"),
        (
            [(0, 2), (1, 3)],
            {"learning_rate": 1e9},
            "the cost does not fall on these data; give one of about 0.8",
        ),
        ([(0, 2), (1, 3)], {"learning_rate": 1e-9}, "the slope hardly changes in 100 steps"),
        ([(0, 2), (1e60, 3)], {}, "too large or too close together"),
        ([(1e15, 2), (1e15 + 1, 3)], {}, "hardly varies beside its size"),
        ([(0, 2), (1, 3)], {"x": "z"}, "there is no column 'z'"),
        ([(0, 2), (1, 3)], {"x": "b"}, "both feature and target"),
    ],
)
def test_what_shows_no_descent_is_refused_in_one_line(rows, told, said, tmp_path):
    path = tables.write(tmp_path, "t", ("a", "b"), rows)
    with pytest.raises(ValueError, match=said) as error:
        KnobRun.of(IntroParameters(data=path, **told))
    assert "\n" not in str(error.value)


def test_of_several_columns_the_first_of_numbers_is_taken_that_counts_nothing(tmp_path):
    assert KnobRun.of(IntroParameters(data=tables.advertising(tmp_path))).names == ("TV", "sales")
    asked = IntroParameters(data=tables.flowers(tmp_path), y="petal_width")
    assert KnobRun.of(asked).names == ("petal_length", "petal_width")


def test_columns_are_asked_for_where_there_is_a_file():
    with pytest.raises(ValueError, match="x is for data; name a file"):
        IntroParameters(x="size")
