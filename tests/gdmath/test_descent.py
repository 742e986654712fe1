"""The descent loop against closed forms, and every way it can end."""

import numpy as np
import pytest

from gdmath import Constant, Cost, GradientDescent, Outcome, Stop, descend


@pytest.mark.parametrize("curvature", [0.5, 2.0, 7.0])
@pytest.mark.parametrize("rate", [0.01, 0.1, 0.25])
def test_on_a_quadratic_theta_shrinks_by_a_fixed_factor(curvature, rate):
    """For C = a x^2 / 2: theta_k = (1 - a eta)^k theta_0."""
    run = descend(Cost.parse(f"{curvature}*x**2/2"), 3, learning_rate=rate, stop=Stop(50, 0, 1e300))
    expected = 3 * (1 - curvature * rate) ** np.arange(len(run) + 1)
    np.testing.assert_allclose(run.thetas[:, 0], expected, rtol=1e-12, atol=1e-300)
    np.testing.assert_allclose(run.values, curvature * expected**2 / 2, rtol=1e-12)


def test_in_two_dimensions_each_axis_has_its_own_factor():
    run = descend(Cost.parse("x**2 + 10*y**2"), [2, 1], learning_rate=0.06, stop=Stop(40, 0))
    steps = np.arange(41)
    np.testing.assert_allclose(run.thetas, np.stack([2 * 0.88**steps, (-0.2) ** steps], 1), rtol=1e-10)


@pytest.mark.parametrize(
    ("rate", "outcome", "signs"),
    [(0.4, Outcome.CONVERGED, {1}), (0.95, Outcome.CONVERGED, {1, -1}), (1.05, Outcome.ESCAPED, {1, -1})],
)
def test_the_learning_rate_decides(rate, outcome, signs):
    run = descend(Cost.parse("x**2"), 50, learning_rate=rate, stop=Stop(1000))
    assert run.status.outcome is outcome
    assert set(np.sign(run.thetas[:20, 0])) == signs


def test_the_original_study():
    run = descend(Cost.parse("x**2"), 50, learning_rate=0.01, stop=Stop(1000, 0))
    assert len(run) == 1000
    assert run.thetas[-1, 0] == pytest.approx(50 * 0.98**1000, rel=1e-10)


def test_a_trajectory_is_consistent():
    cost = Cost.parse("sin(5*x)*cos(5*y)/5")
    run = descend(cost, (0.7, 0.4), learning_rate=0.01, stop=Stop(100))
    np.testing.assert_array_equal(
        run.thetas[1:], run.thetas[:-1] + run.learning_rates[:, None] * run.directions
    )
    np.testing.assert_array_equal(run.directions, -run.gradients[:-1])
    np.testing.assert_allclose(run.values, cost.value(run.thetas), rtol=1e-15)
    np.testing.assert_allclose(run.gradients, cost.gradient(run.thetas), rtol=1e-14, atol=1e-16)
    assert (np.diff(run.values) < 0).all()


@pytest.mark.parametrize(
    ("formula", "start", "rate", "outcome", "words"),
    [
        ("x**2", 1.0, 0.1, Outcome.CONVERGED, "converged at step"),
        ("x**2", 0.0, 0.1, Outcome.CONVERGED, "converged at step 0"),
        ("x**2", 1.0, 1e-6, Outcome.OUT_OF_STEPS, "stopped after 200 steps"),
        ("x**2", 1.0, 1.5, Outcome.ESCAPED, "grew past 1e+09"),
        ("-x", 1.0, 1e8, Outcome.ESCAPED, "grew past"),
        ("x**4", 10.0, 1e200, Outcome.ESCAPED, "grew past"),
        ("log(x)", 1.0, 2.0, Outcome.UNDEFINED, "not defined at step 1, at x = -1"),
        ("sqrt(x) + x", 1.0, 0.9, Outcome.UNDEFINED, "not defined at step 1"),
        ("abs(x)", 1.0, 0.5, Outcome.KINK, "no gradient at step 2, at x = 0"),
        ("sqrt(abs(x))", 0.0, 0.5, Outcome.KINK, "no gradient at step 0"),
    ],
)
def test_every_end_is_named(formula, start, rate, outcome, words):
    run = descend(Cost.parse(formula), start, learning_rate=rate)
    assert run.status.outcome is outcome
    assert words in str(run.status)
    assert run.status.step == len(run)


def test_the_last_point_of_an_escape_is_kept_even_if_infinite():
    run = descend(Cost.parse("exp(x**2)"), 1, learning_rate=1e300)
    assert run.status.outcome is Outcome.ESCAPED
    assert not np.isfinite(run.values[-1])
    assert len(run.thetas) == len(run.values) == len(run) + 1


@pytest.mark.parametrize(
    ("start", "options", "words"),
    [
        ([1, 2], {}, "needs 1 number"),
        (np.nan, {}, "not finite"),
        (np.inf, {}, "not finite"),
        (-1, {}, "not defined at the start"),
        (1, {"learning_rate": 0}, "learning rate is 0"),
        (1, {"learning_rate": -0.1}, "learning rate is -0.1"),
        (1, {"learning_rate": np.nan}, "learning rate is nan"),
    ],
)
def test_wrong_input_is_named_with_its_remedy(start, options, words):
    with pytest.raises(ValueError, match=words):
        descend(Cost.parse("log(x)"), start, **options)


@pytest.mark.parametrize(
    ("options", "words"),
    [({"steps": -1}, "steps is -1"), ({"gradient_norm": np.nan}, "nan"), ({"ceiling": 0}, "ceiling is 0")],
)
def test_wrong_stops_are_named(options, words):
    with pytest.raises(ValueError, match=words):
        Stop(**options)


def test_a_schedule_is_a_function_of_the_step():
    run = descend(Cost.parse("x**2"), 1, learning_rate=lambda step: 0.1 / (step + 1), stop=Stop(4, 0))
    np.testing.assert_allclose(run.learning_rates, [0.1, 0.05, 0.1 / 3, 0.025])
    assert Constant(0.3)(99) == 0.3
    assert run.optimizer == repr(GradientDescent())
