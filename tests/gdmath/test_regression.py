"""Loss and cost, full batches and mini-batches, against closed forms and statistics."""

import pickle

import numpy as np
import pytest

from gdmath import (
    Adam,
    Cost,
    DataCost,
    Dataset,
    MiniBatches,
    Newton,
    Outcome,
    Stop,
    StrongWolfe,
    Trajectory,
    curvature,
    descend,
    descend_many,
    linear,
    logistic,
    polynomial,
)
from gdmath.data.datasets import ANSCOMBE, noisy_line, noisy_polynomial, two_groups
from gdmath.views.sketch import sketch

LINE = noisy_line(np.random.default_rng(1), 24)
CURVE = noisy_polynomial(np.random.default_rng(2), 25)
GROUPS = two_groups(np.random.default_rng(3), 30, distance=2)
PLANE = Dataset(
    ("a", "b", "t"),
    tuple((x, y, 2 * x - y + 3) for x, y in np.random.default_rng(4).normal(size=(15, 2)).tolist()),
)
COSTS = {
    "line": linear(LINE),
    "plane": linear(PLANE),
    "curve": polynomial(CURVE, 3),
    "groups": logistic(GROUPS),
    "absolute": DataCost.parse("abs(w*x + b - y)", ["w", "b"], ["x", "y"], LINE.rows),
    "ridge": DataCost.parse("(w*x + b - y)**2 + w**2/10", ["w", "b"], ["x", "y"], LINE.rows),
}


@pytest.fixture(params=COSTS, ids=list(COSTS))
def cost(request):
    return COSTS[request.param]


def points(cost, count=7):
    return np.random.default_rng(9).normal(size=(count, cost.dimension))


def test_the_cost_is_the_mean_of_the_losses(cost):
    theta = points(cost)
    losses = cost.losses(theta)
    assert losses.shape == (7, len(cost.rows))
    np.testing.assert_allclose(cost.value(theta), losses.mean(axis=-1), rtol=1e-14)
    for row in (0, 5):
        np.testing.assert_allclose(cost.loss_of(row).value(theta), losses[:, row], rtol=1e-11, atol=1e-13)


def test_it_is_the_expanded_expression(cost):
    """Value, gradient and Hessian against one symbolic sum over the rows."""
    small = cost.subset(np.arange(5))
    whole, theta = small.expanded(), points(cost)
    np.testing.assert_allclose(small.value(theta), whole.value(theta), rtol=1e-10, atol=1e-12)
    np.testing.assert_allclose(small.gradient(theta), whole.gradient(theta), rtol=1e-9, atol=1e-11)
    np.testing.assert_allclose(small.hessian(theta), whole.hessian(theta), rtol=1e-9, atol=1e-11)


def test_shapes_are_those_of_any_cost(cost):
    d = cost.dimension
    theta = np.zeros((2, 3, d))
    assert cost.value(theta).shape == (2, 3)
    assert cost.gradient(theta).shape == (2, 3, d)
    assert cost.hessian(theta).shape == (2, 3, d, d)
    assert cost.has_gradient(theta).shape == (2, 3)
    assert cost.value(theta[0, 0]).shape == ()
    assert cost.losses(theta[0, 0]).shape == (len(cost.rows),)


def test_it_pickles_and_compares(cost):
    again = pickle.loads(pickle.dumps(cost))
    assert again == cost
    assert again != cost.subset(np.arange(3))
    np.testing.assert_array_equal(again.value(points(cost)), cost.value(points(cost)))


@pytest.mark.parametrize(
    ("name", "design"),
    [
        ("line", np.stack([LINE["x"], np.ones(len(LINE))], 1)),
        ("plane", np.stack([PLANE["a"], PLANE["b"], np.ones(len(PLANE))], 1)),
        ("curve", CURVE["x"][:, None] ** np.arange(4)),
    ],
)
def test_least_squares_has_its_closed_form(name, design):
    cost = COSTS[name]
    target = np.array(cost.rows)[:, -1]
    best = np.linalg.lstsq(design, target, rcond=None)[0]
    run = descend(cost, np.zeros(cost.dimension), Newton(), learning_rate=1)
    assert run.status.outcome is Outcome.CONVERGED
    assert len(run) <= 2
    np.testing.assert_allclose(run.thetas[-1], best, rtol=1e-9, atol=1e-11)


def test_gradient_descent_finds_anscombes_line():
    cost = linear(ANSCOMBE)
    rate = curvature(cost, [0.0, 0.0]).best_rate
    run = descend(cost, [0, 0], learning_rate=rate, stop=Stop(20_000, 1e-7))
    assert run.status.outcome is Outcome.CONVERGED
    np.testing.assert_allclose(run.thetas[-1], [0.500, 3.00], atol=2e-3)


def test_logistic_regression_converges_where_its_gradient_says():
    """At the best fit sum (P - y) = 0 and sum (P - y) x = 0."""
    cost = COSTS["groups"]
    run = descend(cost, [0, 0], Newton(), learning_rate=StrongWolfe(), stop=Stop(50, 1e-10))
    w, b = run.thetas[-1]
    error = 1 / (1 + np.exp(-(w * GROUPS["x"] + b))) - GROUPS["y"]
    assert run.status.outcome is Outcome.CONVERGED
    np.testing.assert_allclose([error.sum(), error @ GROUPS["x"]], 0, atol=1e-8)


def test_the_logistic_loss_does_not_overflow():
    cost = logistic(Dataset(("x", "y"), ((1000.0, 0.0), (-1000.0, 1.0))))
    assert cost.value([1e3, 0.0]) == pytest.approx(1e6)
    assert cost.gradient([1e3, 0.0]).tolist() == pytest.approx([1000, 0])


def test_mini_batches_are_the_rows_of_an_epoch_in_some_order():
    batches = MiniBatches(COSTS["line"], 5, seed=2)
    assert batches.per_epoch == 5
    for epoch in range(3):
        seen = np.concatenate([batches.rows(5 * epoch + i) for i in range(5)])
        assert sorted(seen) == list(range(24))
    assert batches.rows(0).tolist() != batches.rows(5).tolist()
    assert [batches.epoch(step) for step in (0, 4, 5, 14)] == [0, 0, 1, 2]
    assert [len(batches.rows(step)) for step in range(5)] == [5, 5, 5, 5, 4]


@pytest.mark.parametrize("size", [1, 5, 7])
def test_their_gradients_are_unbiased(size):
    """The mean of 10,000 seeded draws lies within 3 standard errors of the whole gradient."""
    cost = COSTS["line"]
    theta = np.array([0.3, -0.7])
    gradients = cost.subset(np.arange(24))
    each = np.array([cost.loss_of(row).gradient(theta) for row in range(24)])
    draws = np.array(
        [
            each[MiniBatches(cost, size, seed=seed).rows(seed % (24 // size))].mean(axis=0)
            for seed in range(10_000)
        ]
    )
    error = draws.std(axis=0, ddof=1) / np.sqrt(len(draws))
    assert (np.abs(draws.mean(axis=0) - gradients.gradient(theta)) <= 3 * error).all()
    # Drawn without replacement from 24, the variance of a mean is that of one, over the size, corrected.
    expected = each.var(axis=0) / size * (24 - size) / 23
    np.testing.assert_allclose(draws.var(axis=0), expected, rtol=0.08)


def test_the_batch_gradient_is_that_of_its_rows():
    cost, batches = COSTS["line"], MiniBatches(COSTS["line"], 5, seed=1)
    run = descend(cost, [0, 0], learning_rate=0.02, stop=Stop(12, 0), batches=batches)
    for step in range(12):
        rows = run.batches.rows[step]
        part = np.mean([cost.loss_of(row).gradient(run.thetas[step]) for row in rows[rows >= 0]], axis=0)
        np.testing.assert_allclose(run.directions[step], -part, rtol=1e-10, atol=1e-12)
    assert run.batches.epochs.tolist() == [0] * 5 + [1] * 5 + [2] * 2
    # What is recorded is the whole cost.
    np.testing.assert_allclose(run.values, cost.value(run.thetas), rtol=1e-14)
    np.testing.assert_allclose(run.gradients, cost.gradient(run.thetas), rtol=1e-12)


def test_a_batch_of_all_rows_is_full_batch_descent():
    cost = COSTS["line"]
    whole = descend(cost, [0, 0], Adam(), learning_rate=0.05, stop=Stop(40))
    batch = descend(cost, [0, 0], Adam(), learning_rate=0.05, stop=Stop(40), batches=MiniBatches(cost, 24))
    np.testing.assert_allclose(batch.thetas, whole.thetas, rtol=1e-9, atol=1e-12)


def test_the_same_seed_gives_the_same_run():
    cost = COSTS["line"]
    runs = [
        descend(cost, [0, 0], learning_rate=0.02, stop=Stop(30), batches=MiniBatches(cost, 4, seed=seed))
        for seed in (1, 1, 2)
    ]
    np.testing.assert_array_equal(runs[0].thetas, runs[1].thetas)
    assert not np.array_equal(runs[0].thetas, runs[2].thetas)


def test_patience_waits_for_a_noisy_run():
    cost = COSTS["line"]
    options = {"learning_rate": 0.02, "batches": MiniBatches(cost, 2, seed=5)}
    hasty = descend(cost, [0, 0], stop=Stop(3000, 0, cost_change=0.02), **options)
    patient = descend(cost, [0, 0], stop=Stop(3000, 0, cost_change=0.02, patience=4), **options)
    assert hasty.status.outcome is Outcome.SETTLED
    assert len(patient) > len(hasty)
    assert "at most, 4 times in a row, at w =" in str(patient.status)


def test_a_stochastic_run_is_saved_and_loaded(tmp_path):
    cost = COSTS["line"]
    run = descend(cost, [0, 0], stop=Stop(7), batches=MiniBatches(cost, 5))
    run.save(tmp_path / "run.npz")
    again = Trajectory.load(tmp_path / "run.npz")
    assert again.cost == cost
    assert again.status == run.status
    np.testing.assert_array_equal(again.batches.rows, run.batches.rows)
    np.testing.assert_array_equal(again.thetas, run.thetas)
    assert [row["epoch"] for row in again.rows()] == [0, 0, 0, 0, 0, 1, 1, None]
    assert again.to_csv().splitlines()[0] == "step,epoch,w,b,cost,dC/dw,dC/db,learning_rate"


def test_a_batch_size_is_kept_as_an_int():
    batches = MiniBatches(COSTS["line"], 6.0, seed=np.int64(3))
    assert (batches.size, batches.seed) == (6, 3)
    np.testing.assert_array_equal(batches.rows(1), MiniBatches(COSTS["line"], 6, seed=3).rows(1))


def test_batches_of_an_equal_cost_are_batches_of_the_cost():
    cost = COSTS["line"]
    batches = MiniBatches(pickle.loads(pickle.dumps(cost)), 5)
    assert len(descend(cost, [0, 0], stop=Stop(3), batches=batches)) == 3


@pytest.mark.parametrize("model", [linear, logistic])
def test_a_model_may_have_many_features(model, tmp_path):
    table = np.random.default_rng(6).normal(size=(70, 60))
    table[:, -1] = table[:, -1] > 0
    cost = model(Dataset(tuple(f"c{i}" for i in range(60)), tuple(map(tuple, table.tolist()))))
    run = descend(cost, np.zeros(60), learning_rate=1e-3, stop=Stop(2))
    assert run.values[2] < run.values[0]
    run.save(tmp_path / "run.npz")
    assert Trajectory.load(tmp_path / "run.npz").cost == cost


def test_names_follow_the_number_of_features():
    assert [str(v) for v in COSTS["plane"].variables] == ["w1", "w2", "b"]
    assert str(COSTS["plane"].expression) == "(b + w1*x1 + w2*x2 - y)**2"
    chosen = linear(PLANE, features=["b"], target="a")
    assert chosen.rows[0].tolist() == [PLANE.rows[0, 1], PLANE.rows[0, 0]]


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: linear(Dataset(("x",), ((1.0,),))), "no feature beside the target x"),
        (lambda: linear(LINE, features=["y"], target="y"), "both feature and target"),
        (lambda: linear(LINE, target="z"), "there is no column 'z'"),
        (lambda: polynomial(LINE, 0), "the degree is 0"),
        (lambda: polynomial(LINE, 2.5), "the degree is 2.5"),
        (lambda: polynomial(LINE, 13), "the degree is 13"),
        (lambda: polynomial(PLANE, 2), "a polynomial has one feature; name it, one of a, b, t"),
        (lambda: logistic(LINE), "row 1: the target is .*needs 0 or 1"),
        (
            lambda: MiniBatches(COSTS["line"], 0),
            "the batch size is 0; it must be a whole number between 1 and 24",
        ),
        (lambda: MiniBatches(COSTS["line"], 25), "the batch size is 25"),
        (lambda: MiniBatches(COSTS["line"], 1.5), "the batch size is 1.5"),
        (lambda: MiniBatches(COSTS["line"], True), "the batch size is True, not an int or float"),
        (lambda: MiniBatches(COSTS["line"], None), "the batch size is None"),
        (
            lambda: MiniBatches(COSTS["line"], 2, seed=-1),
            "the seed is -1; it must be a whole number, 0 or more",
        ),
        (lambda: MiniBatches(COSTS["line"], 2, seed=1.5), "the seed is 1.5"),
        (lambda: MiniBatches(COSTS["line"], 2, seed={}), r"the seed is \{\}, not an int or float"),
        (lambda: MiniBatches(Cost.parse("x"), 2), "the cost is Cost.*; give a DataCost"),
        (lambda: linear([[1, 2]]), r"the data is \[\[1, 2\]\]; give a Dataset"),
        (lambda: polynomial(None, 2), "the data is None; give a Dataset"),
        (lambda: polynomial(LINE, True), "the degree is True"),
        (lambda: logistic("points.csv"), "the data is 'points.csv'; give a Dataset"),
        (lambda: linear(PLANE, features="a"), "features is 'a'; give a list of names or numbers"),
        (lambda: linear(PLANE, features=[]), r"features is \[\]"),
        (
            lambda: DataCost.parse("w*x", ["w"], ["x"], [1, 2]),
            "row 1 is 1; each row must be a tuple of numbers",
        ),
        (lambda: DataCost.parse("w*x", ["w"], ["x"], None), "the data set is empty"),
        (
            lambda: DataCost.parse("w*x", ["w"], ["x"], [[1], ["a"]]),
            "row 2, column x: 'a' is not a finite number",
        ),
        (lambda: DataCost.parse("w*x", "w", ["x"], [[1]]), "the variables are 'w'; give a list of names"),
        (lambda: DataCost.parse("w*x", ["w"], 3, [[1]]), "the variables are 3; give a list of names"),
        (lambda: DataCost.parse("(w*x - y)**2", ["w"], ["x"], [[1]]), "y"),
        (lambda: DataCost.parse("w*x", ["w"], ["x"], []), "the data set is empty"),
        (lambda: DataCost.parse("w*x", ["w"], ["x"], [[1, 2]]), "row 1 has 2"),
    ],
)
def test_wrong_input_is_named(make, words):
    with pytest.raises(ValueError, match=words):
        make()


def test_a_kink_of_one_loss_is_a_kink_of_the_cost():
    cost = DataCost.parse("abs(w*x - y)", ["w"], ["x", "y"], [[1, 2], [1, 3]])
    assert cost.has_gradient([[2.0], [2.5]]).tolist() == [False, True]
    assert isinstance(cost, Cost)


def test_the_whole_cost_is_looked_at_after_every_epoch():
    """So a run can't settle in the middle of one, and a step over many rows costs what its batch does."""
    cost, batches = COSTS["line"], MiniBatches(COSTS["line"], 5, seed=1)
    run = descend(cost, [0, 0], learning_rate=0.02, stop=Stop(200, 0, cost_change=0.05), batches=batches)
    assert run.status.outcome is Outcome.SETTLED
    assert len(run) % 5 == 0
    assert abs(run.values[-1] - run.values[-6]) <= 0.05
    many = descend_many(
        cost, [[0, 0], [9, 9]], learning_rate=0.02, stop=Stop(200, 0, cost_change=0.05), batches=batches
    )
    assert many.steps[0] == len(run)
    np.testing.assert_array_equal(many.ends[0], run.thetas[-1])


@pytest.mark.parametrize("rate", [0.3, 3.0, 1e6])
def test_stochastic_runs_escape_at_the_step_where_they_do(rate):
    """In the middle of an epoch too, one as many."""
    cost, batches = COSTS["line"], MiniBatches(COSTS["line"], 1, seed=1)
    run = descend(cost, [0, 0], learning_rate=rate, stop=Stop(300), batches=batches)
    assert run.status.outcome is Outcome.ESCAPED
    assert len(run) < 300
    many = descend_many(cost, [[0, 0], [1, 1]], learning_rate=rate, stop=Stop(300), batches=batches)
    assert many.steps[0] == len(run)
    assert str(many.status(0)) == str(run.status)


def test_a_stochastic_run_that_leaves_the_domain_says_so():
    cost = DataCost.parse("x*w - log(w)", ["w"], ["x"], [[1.0], [200.0], [1.0], [1.0]])
    batches = MiniBatches(cost, 1, seed=0)
    run = descend(cost, [0.5], learning_rate=0.01, stop=Stop(50), batches=batches)
    assert run.status.outcome is Outcome.UNDEFINED
    assert np.isnan(run.values[-1])
    assert np.isfinite(run.values[:-1]).all()


def test_a_line_search_sees_the_batch():
    cost = COSTS["line"]
    options = {"learning_rate": StrongWolfe(), "stop": Stop(30), "batches": MiniBatches(cost, 8, seed=2)}
    run = descend(cost, [0, 0], **options)
    many = descend_many(cost, [[0, 0], [3, 1]], **options)
    np.testing.assert_array_equal(many.ends[0], run.thetas[-1])


@pytest.mark.parametrize("model", [linear, logistic])
def test_a_sketch_of_many_rows_is_the_same_quadratic_or_stands_for_them(model):
    generator = np.random.default_rng(0)
    x = generator.normal(size=3000)
    y = 2 * x + 1 + generator.normal(size=3000) if model is linear else x > generator.normal(size=3000)
    cost = model(Dataset(("x", "y"), np.column_stack([x, y])))
    rough, places = sketch(cost), generator.uniform(-2, 2, (20, 2))
    near = {"rtol": 1e-12, "atol": 1e-12} if model is linear else {"rtol": 0.2}
    np.testing.assert_allclose(rough.value(places), cost.value(places), **near)
    assert rough.variables == cost.variables
    assert sketch(cost.subset(np.arange(9))) == cost.subset(np.arange(9))


def test_large_tables_are_kept_once(tmp_path):
    table = np.random.default_rng(0).normal(size=(50_000, 2))
    data = Dataset(("x", "y"), table)
    cost = linear(data.select(["x", "y"]))
    assert hash(cost) == hash(pickle.loads(pickle.dumps(cost)))
    assert linear(Dataset(("x", "y"), data.rows)).rows is not table
    with pytest.raises(ValueError, match="read-only"):
        cost.rows[0, 0] = 1
    run = descend(cost, [0, 0], stop=Stop(3), batches=MiniBatches(cost, 32))
    run.save(tmp_path / "run.npz")
    assert Trajectory.load(tmp_path / "run.npz").cost == cost


def test_the_caches_of_the_whole_are_not_those_of_a_batch():
    cost = COSTS["line"]
    assert cost.value([1.0, 1.0]) == pytest.approx(cost.losses([1.0, 1.0]).mean())
    part = cost.subset(np.array([3, 1]))
    assert part.value([1.0, 1.0]) == pytest.approx(cost.losses([1.0, 1.0])[[3, 1]].mean())
    assert part.subset(np.array([1])).losses([1.0, 1.0]) == cost.losses([1.0, 1.0])[1]
