"""Regression: its models, bowls and batches against closed forms and independent computations."""

import numpy as np
import pytest

from gdmath import Stop, descend
from scenes.parameters import RegressionParameters
from scenes.runs.bowl import NEAR
from scenes.runs.models import Model
from scenes.runs.regression import RegressionRun, data_frame
from tests.scenes import tables


def run_of(**told):
    return RegressionRun.of(RegressionParameters(**told))


@pytest.mark.parametrize("model", ["linear", "polynomial:3"])
def test_the_bottom_is_that_of_least_squares(model):
    run = run_of(model=model)
    for bowl in (run.first, run.last):
        x = bowl.model.seen(bowl.model.features)[:, 0]
        fitted = np.polynomial.polynomial.polyfit(x, bowl.model.targets, bowl.model.degree or 1)
        best = fitted if model != "linear" else fitted[::-1]
        np.testing.assert_allclose(bowl.best, best, rtol=1e-6)
        np.testing.assert_allclose(bowl.cost.gradient(bowl.best), 0, atol=1e-8)


def test_standardising_changes_no_cost_that_can_be_reached():
    run = run_of()
    assert run.first.lowest == pytest.approx(run.last.lowest)
    assert run.last.condition == pytest.approx(1)
    x = run.first.model.features[:, 0]
    hessian = 2 * np.array([[np.mean(x * x), np.mean(x)], [np.mean(x), 1]])
    low, high = np.linalg.eigvalsh(hessian)
    assert run.first.condition == pytest.approx(high / low)
    assert run.first.steepest == pytest.approx(high)


def test_near_is_the_first_step_that_is():
    bowl = run_of().first
    above = (bowl.run.values - bowl.lowest) / (bowl.run.values[0] - bowl.lowest)
    assert above[bowl.near] <= NEAR < above[bowl.near - 1]
    assert bowl.zigzags


def test_a_step_with_batches_sees_the_mean_gradient_of_its_rows():
    run = run_of(batch_size=5)
    noisy, bowl = run.noisy[0], run.last
    rows = noisy.run.batches.rows[3]
    losses = [bowl.cost.loss_of(int(row)).gradient(noisy.run.thetas[3]) for row in rows]
    step = noisy.run.thetas[4] - noisy.run.thetas[3]
    np.testing.assert_allclose(step, -run.batch_rate * np.mean(losses, axis=0))
    assert run.noisy[1].size == 40
    assert run.noisy[1].off < noisy.off


def test_a_batch_of_one_is_off_by_the_spread_of_the_gradients():
    run = run_of(batch_size=1)
    at = run.last.others
    each = np.array([run.last.cost.loss_of(k).gradient(at) for k in range(len(run.last.model.targets))])
    assert run.noisy[0].off == pytest.approx(np.sqrt((each**2).sum(axis=1).mean()))


def test_the_map_is_the_cost_with_the_others_at_their_best(tmp_path):
    run = run_of(data=tables.advertising(tmp_path))
    bowl = run.last
    plane = bowl.plane()
    theta = bowl.best.copy()
    theta[[*bowl.pair]] = plane.xs[7], plane.ys[3]
    assert plane.values[3, 7] == pytest.approx(float(bowl.cost.value(theta)))
    assert plane.values.min() >= bowl.lowest


def test_the_map_holds_the_start_the_way_and_the_bottom():
    for standardise in ("yes", "no"):
        bowl = run_of(standardise=standardise).first
        frame = bowl.plane().frame
        for x, y in [*bowl.path(), bowl.bottom]:
            assert frame.left < x < frame.right
            assert frame.bottom < y < frame.top


def test_the_border_is_where_both_kinds_are_as_likely(tmp_path):
    model = Model.of(RegressionParameters(data=tables.flowers(tmp_path), model="logistic")).standardised()
    theta = np.array([0.7, -1.3, 0.4])
    a, c = model.border(theta)
    x = np.array([2.0, 0.0])
    x[1] = (c - a[0] * x[0]) / a[1]
    assert model.predictions(theta, x[None])[0] == pytest.approx(0.5)
    assert data_frame(model, theta[None]).left < model.features[:, 0].min()


def test_a_logistic_bottom_is_found_and_none_where_there_is_none(tmp_path):
    bowl = run_of(model="logistic").first
    np.testing.assert_allclose(bowl.cost.gradient(bowl.best), 0, atol=1e-8)
    long = descend(bowl.cost, [0, 0], learning_rate=2.0, stop=Stop(3000))
    assert long.values[-1] == pytest.approx(bowl.lowest, abs=1e-6)
    path = tables.write(tmp_path, "p", ("x", "y"), [(k, int(k > 4)) for k in range(10)])
    parted = run_of(data=path, model="logistic").first
    assert (parted.best, parted.lowest, parted.near) == (None, None, None)


@pytest.mark.parametrize(
    ("rows", "told", "said"),
    [
        ([(1, 2)], {}, "is 1 in its one row, from which nothing can be learned"),
        ([(1, 2), (1, 3)], {}, "is 1 in every row"),
        (
            [(0, 2), (1, 3)],
            {"learning_rate": 1e-9},
            "the cost hardly changes in 200 steps; give one of about",
        ),
        ([(0, 2), (1, 3)], {"batch_size": 3}, "the batch size is 3; there are 2 examples, so give at most 2"),
        ([(0, 2), (1e60, 3)], {}, "too large or too small to be squared"),
        ([(0, 2), (1, 3), (2, 4)], {"model": "logistic"}, "there must be two"),
        ([(0, 1), (1, 1)], {"model": "logistic"}, "every label is 1"),
        ([(0, 2), (1, 3)], {"x": ("z",)}, "there is no column 'z'"),
    ],
)
def test_what_can_not_be_told_is_refused_in_one_line(rows, told, said, tmp_path):
    path = tables.write(tmp_path, "t", ("a", "b"), rows)
    with pytest.raises(ValueError, match=said) as error:
        run_of(data=path, **told)
    assert "\n" not in str(error.value)


def test_too_many_features_are_refused(tmp_path):
    path = tables.advertising(tmp_path)
    with pytest.raises(ValueError, match="hold"):
        run_of(data=path, model="logistic")
    columns = [(1, 2, 3, 0), (2, 2, 1, 1), (3, 1, 2, 0)]
    path = tables.write(tmp_path, "c", ("a", "b", "c", "y"), columns)
    with pytest.raises(ValueError, match="the border of 3 features can't be drawn; name one or two with --x"):
        run_of(data=path, model="logistic")


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"model": "quadratic"}, "choose linear, logistic, or polynomial:3"),
        ({"model": "polynomial:9"}, "the degree is 9; it must lie between 1 and 8"),
        ({"standardise": "maybe"}, "one of compare, yes, no"),
        ({"batch_size": 0}, "must be 1 or more"),
        ({"steps": 0}, "must lie between 1 and 10000"),
        ({"x": ("size",)}, "name a file, such as --data points.csv"),
    ],
)
def test_parameters_are_checked(told, said):
    with pytest.raises(ValueError, match=said):
        RegressionParameters(**told)


def test_parameters_of_billions_are_no_escape(tmp_path):
    rows = [(x, round(3e9 + 2e9 * np.sin(x))) for x in np.linspace(0.0, 9.0, 20).round(2).tolist()]
    run = run_of(data=tables.write(tmp_path, "b", ("x", "y"), rows))
    assert not run.last.escapes
    assert run.last.near is not None
    assert len(run.whole) == len(run.noisy[0].run) == 80
    assert run_of(data=tables.write(tmp_path, "b", ("x", "y"), rows), learning_rate=50.0).first.escapes


def test_no_gradient_is_off_at_a_bottom_at_which_all_examples_agree(tmp_path):
    path = tables.write(tmp_path, "a", ("x", "y"), [(k, 3 * k - 2) for k in range(6)])
    assert [noisy.off for noisy in run_of(data=path, batch_size=2).noisy] == [0.0, 0.0]
    assert all(noisy.off > 0 for noisy in run_of().noisy)


def test_a_run_is_at_rest_once_nothing_of_it_is_seen(tmp_path):
    path = tables.write(tmp_path, "a", ("x", "y"), [(k, 3 * k - 2) for k in range(6)])
    bowl = run_of(data=path).calm
    low, high = bowl.window()
    away = np.abs(bowl.path() - bowl.path()[-1]).max(axis=1) / (high - low).max()
    assert away[bowl.rest(bowl.run) :].max() <= 2e-3 < away[bowl.rest(bowl.run) - 1]


def test_how_a_descent_went_is_said_of_where_it_ends(tmp_path):
    rows = [(k, k + 1e-3 * np.sin(5 * k), 3 * k + np.sin(3 * k)) for k in range(12)]
    alike = run_of(data=tables.write(tmp_path, "c", ("a", "b", "y"), rows)).first
    assert alike.near is not None
    assert (alike.way, alike.away > 0.15) == ("floor", True)
    path = tables.write(tmp_path, "p", ("x", "y"), [(k, int(k > 4)) for k in range(10)])
    assert run_of(data=path, model="logistic").first.way == "endless"
    assert run_of(data=path, model="logistic", steps=2).first.errs


def test_the_model_at_the_start_is_in_the_frame_unless_it_is_far_from_the_data(tmp_path):
    for least, inside in ((300, True), (2000, False)):
        rows = [(k, least + 10 * k) for k in range(12)]
        first = run_of(data=tables.write(tmp_path, "f", ("x", "y"), rows)).first
        assert (data_frame(first.model, first.run.thetas[:1]).bottom < 0) is inside
