"""Clipping and noise, around any optimizer."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from gdmath import (
    Adam,
    Backtracking,
    Clipped,
    Cost,
    GradientDescent,
    Momentum,
    Newton,
    Noisy,
    Outcome,
    Stop,
    critical_rate,
    descend,
)
from gdmath.optimizers import Point

BOWL = Cost.parse("x**2 + 10*y**2")
numbers = st.floats(-1e200, 1e200)


def seen(optimizer, gradient):
    """What gradient descent within an altered optimizer sees of a gradient."""
    gradient = np.asarray(gradient, dtype=float)
    point = Point(BOWL, 3, np.zeros_like(gradient), 0.0, gradient)
    return -optimizer.update(point, optimizer.init(point.theta))[0]


@settings(deadline=None)
@given(st.lists(numbers, min_size=1, max_size=5), st.floats(1e-5, 1e5))
@example([0.8, -0.8], 1.0)  # longer than each of its entries
def test_a_long_gradient_keeps_its_direction_and_a_short_one_is_left_alone(gradient, most):
    gradient = np.array(gradient)
    clipped = seen(Clipped(GradientDescent(), norm=most), gradient)
    largest = np.abs(gradient).max()
    length = largest * np.linalg.norm(gradient / (largest or 1.0))
    if length <= most * (1 - 1e-12):
        np.testing.assert_array_equal(clipped, gradient)
    else:
        assert np.linalg.norm(clipped) == pytest.approx(min(most, length), rel=1e-12)
        np.testing.assert_allclose(
            clipped * (length / np.linalg.norm(clipped)), gradient, rtol=1e-9, atol=1e-9
        )


def test_values_are_clipped_one_by_one_and_before_the_norm():
    assert seen(Clipped(GradientDescent(), value=2.0), [3.0, -1.0, -7.0]).tolist() == [2.0, -1.0, -2.0]
    both = seen(Clipped(GradientDescent(), norm=1.0, value=3.0), [300.0, 4.0])
    np.testing.assert_allclose(both, [np.sqrt(0.5)] * 2, rtol=1e-15)


@pytest.mark.parametrize("optimizer", [GradientDescent(), Momentum(), Adam(), Newton()], ids=repr)
def test_what_is_never_reached_changes_nothing(optimizer):
    for altered in (Clipped(optimizer, norm=1e9), Clipped(optimizer, value=1e9)):
        plain, run = (
            descend(BOWL, (2, 1), one, learning_rate=0.05, stop=Stop(40)) for one in (optimizer, altered)
        )
        np.testing.assert_array_equal(run.thetas, plain.thetas)
        assert run.note == plain.note
        assert run.optimizer == f"Clipped({optimizer!r}, {repr(altered).split(', ')[-1]}"


def test_a_cliff_throws_an_optimizer_only_without_clipping():
    cost = Cost.parse("exp(-10*x) + x**2")
    plain, clipped = (
        descend(cost, -1, one, learning_rate=0.05, stop=Stop(300))
        for one in (GradientDescent(), Clipped(GradientDescent(), norm=10.0))
    )
    assert abs(plain.thetas[1, 0]) > 1e3
    assert clipped.status.outcome is Outcome.CONVERGED
    assert np.abs(np.diff(clipped.thetas, axis=0)).max() <= 0.5 * (1 + 1e-12)


def test_what_is_recorded_and_judged_is_the_true_gradient():
    run = descend(BOWL, (2, 1), Noisy(Clipped(GradientDescent(), norm=1.0), 0.5), stop=Stop(5))
    np.testing.assert_array_equal(run.gradients, BOWL.gradient(run.thetas))


def test_noise_is_that_of_its_seed_and_step():
    optimizer = Noisy(GradientDescent(), scale=0.5, seed=11)
    run = descend(BOWL, (2, 1), optimizer, learning_rate=0.01, stop=Stop(20))
    again = descend(BOWL, (2, 1), optimizer, learning_rate=0.01, stop=Stop(20))
    np.testing.assert_array_equal(run.thetas, again.thetas)
    noise = -run.directions - run.gradients[:-1]
    elsewhere = descend(BOWL, (-1, 3), optimizer, learning_rate=0.02, stop=Stop(20))
    np.testing.assert_allclose(-elsewhere.directions - elsewhere.gradients[:-1], noise, atol=1e-12)
    other = descend(BOWL, (2, 1), Noisy(GradientDescent(), 0.5, seed=12), learning_rate=0.01, stop=Stop(20))
    assert (other.directions != run.directions).all()


def test_noise_is_normal_of_the_size_asked_for_and_independent():
    noise = np.array(
        [
            -Noisy(GradientDescent(), 0.5, 3).update(Point(BOWL, k, np.zeros(2), 0.0, np.zeros(2)), None)[0]
            for k in range(4000)
        ]
    )
    assert np.abs(noise.mean(axis=0)).max() < 4 * 0.5 / np.sqrt(4000)
    np.testing.assert_allclose(noise.std(axis=0), 0.5, rtol=0.05)
    assert abs(np.corrcoef(noise.T)[0, 1]) < 0.06
    assert abs(np.corrcoef(noise[:-1, 0], noise[1:, 0])[0, 1]) < 0.06


def test_on_a_parabola_the_noise_spreads_as_theory_says():
    """theta <- (1 - eta a) theta - eta z: variance eta sigma^2 / (a (2 - eta a))."""
    eta, sigma, a = 0.2, 0.3, 2.0
    run = descend(
        Cost.parse("x**2"), 0.5, Noisy(GradientDescent(), sigma), learning_rate=eta, stop=Stop(8000, 0)
    )
    assert run.thetas[100:].var() == pytest.approx(eta * sigma**2 / (a * (2 - eta * a)), rel=0.1)


def test_a_line_search_sees_the_true_cost():
    run = descend(BOWL, (2, 1), Noisy(GradientDescent(), 0.1), learning_rate=Backtracking(), stop=Stop(30))
    assert (np.diff(run.values) < 0).all()


def test_the_bound_of_the_rate_is_that_of_what_is_altered():
    altered = Noisy(Clipped(Momentum(0.9), norm=1.0), 0.1)
    assert critical_rate(altered, 1.0, 20.0) == critical_rate(Momentum(0.9), 1.0, 20.0)


def test_clipping_keeps_a_run_that_breaks_its_bound_near_but_never_lets_it_rest():
    clipped = Clipped(GradientDescent(), norm=1.0)
    bound = critical_rate(clipped, 2.0, 20.0)
    for share, outcome in ((0.95, Outcome.CONVERGED), (1.05, Outcome.OUT_OF_STEPS)):
        run = descend(BOWL, (2, 1), clipped, learning_rate=share * bound, stop=Stop(1500))
        assert run.status.outcome is outcome


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: Clipped(GradientDescent()), "nothing is clipped; give norm or value"),
        (lambda: Clipped(GradientDescent(), norm=0), "norm is 0; it must be positive"),
        (lambda: Clipped(GradientDescent(), value=np.inf), "value is inf"),
        (lambda: Clipped(Adam, norm=1), "the optimizer is the class Adam; give an optimizer"),
        (lambda: Clipped(0.1, norm=1), "the optimizer is 0.1"),
        (lambda: Noisy("adam"), "the optimizer is 'adam'"),
        (lambda: Noisy(Adam(), scale=-1), "scale is -1"),
        (lambda: Noisy(Adam(), seed=-1), "seed is -1; it must be a whole number"),
        (lambda: Noisy(Adam(), seed=0.5), "seed is 0.5"),
    ],
)
def test_settings_that_make_no_sense_are_named(make, words):
    with pytest.raises(ValueError, match=words):
        make()
