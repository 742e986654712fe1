"""Many descents at once are the same as each one alone, to the last bit."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gdmath import (
    BFGS,
    LBFGS,
    AcceleratedGradient,
    AdaDelta,
    AdaGrad,
    Adam,
    AdaMax,
    AdamW,
    Backtracking,
    Clipped,
    ConjugateGradient,
    Cost,
    ExactSearch,
    Exponential,
    GradientDescent,
    Lion,
    MiniBatches,
    Momentum,
    NAdam,
    Nesterov,
    Newton,
    Noisy,
    Outcome,
    PolyakStep,
    RAdam,
    RMSProp,
    RProp,
    Stop,
    StrongWolfe,
    descend,
    descend_many,
    linear,
    polynomial,
)
from gdmath.data.datasets import ANSCOMBE, noisy_polynomial

OPTIMIZERS = [
    GradientDescent(),
    Momentum(0.8),
    Nesterov(0.8),
    AdaGrad(),
    RMSProp(),
    RMSProp(centred=True, momentum=0.5),
    Adam(),
    AdamW(),
    Newton(damping=0.1),
    GradientDescent(weight_decay=0.2),
    Momentum(0.8, dampening=0.3, weight_decay=0.1),
    AcceleratedGradient(),
    AdaGrad(initial_accumulator=0.1, rate_decay=0.1),
    AdaDelta(),
    RProp(),
    Adam(weight_decay=0.1, amsgrad=True),
    AdaMax(),
    NAdam(),
    RAdam(beta2=0.9),
    Lion(weight_decay=0.1),
    BFGS(),
    LBFGS(3),
    ConjugateGradient("fletcher-reeves"),
    ConjugateGradient(restart=5),
    Clipped(Momentum(), norm=1.0),
    Clipped(Newton(), norm=0.5, value=0.4),
    Noisy(Adam(), 0.3, seed=5),
    Noisy(Clipped(BFGS(), value=1.0), 0.1),
]
COSTS = [
    "x**2 + 10*y**2",
    "(x**2 + y - 11)**2 + (x + y**2 - 7)**2",
    "(1-x)**2 + 100*(y - x**2)**2",
    "sin(5*x)*cos(5*y)/5",
    "exp(x*y) + log(1 + x**2) + y**4",
    "abs(x) + abs(y - 1)",
    "log(x + y)",
    "x**2 - y**2",
    "1/(x**2 + y**2 + 0.1)",
]


def assert_same(cost, starts, optimizer, **options):
    many = descend_many(cost, starts, optimizer, record="all", **options)
    for i, start in enumerate(starts):
        run = descend(cost, start, optimizer, **options)
        assert str(many.status(i)) == str(run.status)
        assert many.status(i) == run.status
        assert many.steps[i] == len(run)
        np.testing.assert_array_equal(many.thetas[: len(run) + 1, i], run.thetas)
        np.testing.assert_array_equal(many.ends[i], run.thetas[-1])
        np.testing.assert_array_equal(many.values[i], run.values[-1])
        np.testing.assert_array_equal(many.gradients[i], run.gradients[-1])
        # What has ended stays where it is.
        np.testing.assert_array_equal(
            many.thetas[len(run) :, i], np.broadcast_to(run.thetas[-1], many.thetas[len(run) :, i].shape)
        )


@pytest.mark.parametrize("optimizer", OPTIMIZERS, ids=repr)
@pytest.mark.parametrize("formula", COSTS)
def test_many_are_as_each_alone(formula, optimizer):
    cost = Cost.parse(formula)
    starts = np.random.default_rng(7).uniform(-2, 2, (40, 2))
    starts = np.vstack([starts[np.isfinite(cost.value(starts))][:6], [[1.0, 1.0]]])
    for rate in (0.01, 0.3):
        assert_same(cost, starts, optimizer, learning_rate=rate, stop=Stop(40, 1e-6))


@pytest.mark.parametrize(
    "stop",
    [
        Stop(60, 0, cost_change=1e-4),
        Stop(60, 0, theta_change=1e-3),
        Stop(60, 1e-3, patience=4),
        Stop(60, 1e-3, cost_change=1e-5, theta_change=1e-6, patience=3),
        Stop(0),
        Stop(60, ceiling=3.0),
    ],
    ids=repr,
)
def test_every_stop_is_the_same(stop):
    starts = np.random.default_rng(1).uniform(-3, 3, (15, 2))
    for rate in (0.04, 0.099, 0.2):
        assert_same(Cost.parse("x**2 + 10*y**2"), starts, Momentum(0.3), learning_rate=rate, stop=stop)


@pytest.mark.parametrize(
    "search", [Backtracking(), StrongWolfe(), ExactSearch(), PolyakStep(0.0), Exponential(0.2, 0.9)], ids=repr
)
def test_line_searches_and_schedules_too(search):
    starts = np.random.default_rng(2).uniform(-2, 2, (8, 2))
    assert_same(Cost.parse(COSTS[2]), starts, GradientDescent(), learning_rate=search, stop=Stop(30))
    for optimizer in (BFGS(), LBFGS(2), ConjugateGradient()):
        assert_same(Cost.parse(COSTS[2]), starts, optimizer, learning_rate=search, stop=Stop(15))
    assert_same(Cost.parse("x**2 + 1e8 + y**2"), starts, Momentum(), learning_rate=search, stop=Stop(30, 0))


def test_mini_batches_too():
    cost = linear(ANSCOMBE)
    options = {"batches": MiniBatches(cost, 4, seed=3), "learning_rate": 0.003, "stop": Stop(25)}
    starts = np.array([[0.0, 0.0], [1.0, 2.0]])
    many = descend_many(cost, starts, Adam(), record="all", **options)
    for i, start in enumerate(starts):
        np.testing.assert_allclose(
            many.thetas[:, i], descend(cost, start, Adam(), **options).thetas, rtol=1e-12
        )


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=20),
    st.sampled_from(["x**2", "x**4 - 3*x**2 + x", "sin(x)", "exp(x)", "sqrt(x**2 + 1)", "abs(x)"]),
    st.floats(1e-6, 10),
)
def test_any_starts_in_one_dimension(starts, formula, rate):
    cost = Cost.parse(formula)
    usable = [x for x in starts if np.isfinite(cost.value([x]))]
    if usable:
        assert_same(cost, np.array(usable)[:, None], GradientDescent(), learning_rate=rate, stop=Stop(20))


def test_more_starts_than_a_block_holds():
    starts = np.linspace(-3, 3, 70_001)
    cost = Cost.parse("x**4 - 3*x**2 + x")
    many = descend_many(cost, starts, learning_rate=0.05, stop=Stop(30, 1e-3), record=10)
    assert many.thetas.shape == (4, 70_001, 1)
    assert many.recorded.tolist() == [0, 10, 20, 30]
    for i in (0, 32_767, 32_768, 65_536, 70_000):
        run = descend(cost, starts[i], learning_rate=0.05, stop=Stop(30, 1e-3))
        np.testing.assert_array_equal(many.ends[i], run.thetas[-1])
        np.testing.assert_array_equal(many.thetas[1, i], run.thetas[min(10, len(run))])


def test_ends_record_nothing_between():
    runs = descend_many(Cost.parse("x**2"), [1.0, 2.0])
    assert runs.thetas.shape == (0, 2, 1)
    assert len(runs) == 2


def test_who_ended_how():
    runs = descend_many(Cost.parse("x**3"), [1.0, 0.0, -1.0], learning_rate=0.1, stop=Stop(5000, 1e-4))
    assert runs.ended(Outcome.CONVERGED).tolist() == [True, True, False]
    assert runs.ended(Outcome.ESCAPED).tolist() == [False, False, True]


def test_a_start_without_a_cost_ends_at_step_0():
    runs = descend_many(Cost.parse("log(x)"), [-1.0, 1.0], stop=Stop(3))
    assert runs.status(0).outcome is Outcome.UNDEFINED
    assert runs.steps.tolist()[0] == 0
    assert "not defined at step 0, at x = -1" in str(runs.status(0))


@pytest.mark.parametrize(
    ("starts", "options", "words"),
    [
        ([[1, 2, 3]], {}, r"shape \(1, 3\)"),
        ([1, 2], {}, r"shape \(2,\)"),
        (1.0, {}, "shape"),
        (np.empty((0, 2)), {}, "no starts"),
        ([[1, 2], [np.nan, 0]], {}, "row 1 is not finite"),
        ([[1, 2], [0, np.inf]], {}, "row 1 is not finite"),
        ([[1j, 2]], {}, "not made of real numbers"),
        ([["a", "b"]], {}, "not made of real numbers"),
        ([[1, 2], [3]], {}, "not made of real numbers"),
        ([[1, 2]], {"record": 0}, "record is 0"),
        ([[1, 2]], {"record": "some"}, "record is 'some'"),
        ([[1, 2]], {"learning_rate": -1}, "learning rate is -1"),
    ],
)
def test_wrong_input_is_named(starts, options, words):
    with pytest.raises(ValueError, match=words):
        descend_many(Cost.parse("x**2 + y**2"), starts, **options)


@pytest.mark.parametrize(
    ("formula", "start"), [("1/x", 0.0), ("log(x)", 0.0), ("log(x)", -1.0), ("x**2", 1e200)]
)
def test_a_start_without_a_finite_cost_ends_at_once_as_undefined(formula, start):
    runs = descend_many(Cost.parse(formula), [start, 1.0], stop=Stop(steps=2))
    assert runs.status(0).outcome is Outcome.UNDEFINED
    assert runs.steps[0] == 0


def test_line_searches_on_data_take_the_same_steps_as_alone():
    data = noisy_polynomial(np.random.default_rng(1), 30)
    cost = polynomial(data, 3)
    starts = np.random.default_rng(0).normal(size=(4, 4))
    runs = descend_many(cost, starts, learning_rate=StrongWolfe(), stop=Stop(60))
    for start, end in zip(starts, runs.ends, strict=True):
        alone = descend(cost, start, learning_rate=StrongWolfe(), stop=Stop(60))
        np.testing.assert_array_equal(end, alone.thetas[-1])


def test_whoever_looks_on_is_shown_every_point_that_a_single_descent_visits():
    cost, starts = Cost.parse("x**4 - x**2 + y**2"), np.array([[1.0, 2.0], [0.3, -1.0], [5.0, 0.0]])
    seen = {row: [] for row in range(3)}

    def see(step, rows, points):
        for row, point in zip(rows.tolist(), points, strict=True):
            assert len(seen[row]) == step
            seen[row].append(point.copy())

    descend_many(cost, starts, Momentum(0.8), learning_rate=0.02, stop=Stop(steps=50), see=see)
    for row, start in enumerate(starts):
        run = descend(cost, start, Momentum(0.8), learning_rate=0.02, stop=Stop(steps=50))
        visited = run.thetas[np.isfinite(run.thetas).all(axis=1)]
        assert np.array_equal(np.array(seen[row])[: len(visited)], visited)
