"""The largest rates: by the spectral radius, and by descents just below and just above them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gdmath import (
    AcceleratedGradient,
    AdaGrad,
    Adam,
    AdamW,
    Cost,
    GradientDescent,
    Lion,
    Momentum,
    Nesterov,
    Newton,
    Outcome,
    RMSProp,
    Stop,
    critical_rate,
    descend,
    error_factor,
)

LINEAR = [
    GradientDescent(),
    GradientDescent(weight_decay=0.5),
    Momentum(0.0),
    Momentum(0.5),
    Momentum(0.9),
    Momentum(0.9, dampening=0.3),
    Momentum(0.6, dampening=0.9, weight_decay=2.0),
    Nesterov(0.1),
    Nesterov(0.5),
    Nesterov(0.9),
    Nesterov(0.7, weight_decay=1.0),
    AcceleratedGradient(),
    Newton(),
    Newton(damping=3.0),
]
COSTS = {"x**2/2 + 10*y**2": (1.0, 20.0), "2*x**2 + x*y + y**2": (3 - 2**0.5, 3 + 2**0.5)}


@pytest.mark.parametrize("optimizer", LINEAR, ids=repr)
@pytest.mark.parametrize("formula", COSTS)
@pytest.mark.parametrize("share", [0.5, 0.97, 1.03, 1.5])
def test_below_the_bound_a_descent_comes_to_rest_and_above_it_never_does(formula, optimizer, share):
    low, high = COSTS[formula]
    rate = share * critical_rate(optimizer, low, high)
    # Weight decay moves the place of rest to where the penalised gradient vanishes: the origin, as before.
    run = descend(Cost.parse(formula), (1, 2), optimizer, learning_rate=rate, stop=Stop(3000, 1e-7))
    assert (run.status.outcome is Outcome.CONVERGED) == (share < 1)
    if share > 1:
        assert run.values[-1] > 100 * run.values[0]


@pytest.mark.parametrize("optimizer", LINEAR, ids=repr)
@settings(max_examples=30, deadline=None)
@given(st.floats(1e-3, 1e3), st.floats(0.001, 1))
def test_the_factor_of_the_error_is_1_at_the_bound(optimizer, high, share):
    """And at no curvature in between is it larger, just below the bound."""
    rate = critical_rate(optimizer, share * high, high)
    assert error_factor(optimizer, rate, high) == pytest.approx(1, abs=1e-9)
    assert error_factor(optimizer, 1.01 * rate, high) > 1
    assert error_factor(optimizer, 0.99 * rate, share * high) <= 1


def recurrence(optimizer, rate, curvature, steps):
    """The errors of a descent, from the iterates themselves."""
    cost = Cost.parse(f"{curvature!r}*x**2/2")
    return descend(cost, 1, optimizer, learning_rate=rate, stop=Stop(steps, 0)).thetas[:, 0]


@pytest.mark.parametrize("optimizer", [one for one in LINEAR if one != AcceleratedGradient()], ids=repr)
@pytest.mark.parametrize("share", [0.1, 0.6, 0.95])
def test_the_factor_is_the_one_seen_in_a_descent(optimizer, share):
    """By the spectral radius of the matrix that takes two errors to the next two, fitted to the run."""
    rate = share * critical_rate(optimizer, 2.0, 2.0)
    errors = recurrence(optimizer, rate, 2.0, 12)[2:]
    if isinstance(optimizer, GradientDescent | Newton) or optimizer == Momentum(0.0):
        radius = abs(errors[1] / errors[0])
    else:
        columns = np.column_stack([errors[1:-1], errors[:-2]])
        (a, b), *_ = np.linalg.lstsq(columns, errors[2:], rcond=None)
        radius = np.abs(np.linalg.eigvals([[a, b], [1, 0]])).max()
    assert error_factor(optimizer, rate, 2.0) == pytest.approx(radius, rel=1e-6)


def test_momentum_on_the_parabola_shrinks_by_the_root_of_beta():
    assert error_factor(Momentum(0.9), 0.1, 2.0) == pytest.approx(0.9**0.5, rel=1e-15)
    errors = recurrence(Momentum(0.9), 0.1, 2.0, 400)
    before, after = errors[:-1], errors[1:]
    size = after**2 - 1.7 * after * before + 0.9 * before**2  # of both errors: a square that only shrinks
    np.testing.assert_allclose(size[2:] / size[1:-1], 0.9, rtol=1e-9)


@pytest.mark.parametrize("share", [0.9, 0.99])
def test_the_accelerated_gradient_is_stable_up_to_four_thirds(share):
    """The factor at step k is that of beta_k, which tends to 1 from below: no bound is lower."""
    rate = share * critical_rate(AcceleratedGradient(), 1.0, 1.0)
    assert rate == pytest.approx(share * 4 / 3)
    assert np.abs(recurrence(AcceleratedGradient(), rate, 1.0, 2000)[-1]) < 1e-6
    assert all(critical_rate(Nesterov(beta), 1, 1) > 4 / 3 for beta in (0.2, 0.9, 0.999))


@pytest.mark.parametrize("optimizer", [Adam(), AdamW(), AdaGrad(), RMSProp(), Lion()], ids=repr)
def test_where_no_bound_is_known_none_is_claimed(optimizer):
    assert critical_rate(optimizer, 1.0, 2.0) is None
    assert error_factor(optimizer, 0.1, 2.0) is None


@pytest.mark.parametrize("optimizer", LINEAR, ids=repr)
def test_no_rate_leads_down_a_saddle_to_rest_and_on_a_plain_any_does(optimizer):
    assert critical_rate(optimizer, -3.0, 2.0) is None
    assert critical_rate(optimizer, np.nan, np.nan) is None
    if not getattr(optimizer, "weight_decay", 0):
        assert critical_rate(optimizer, 0.0, 0.0) is None
    else:
        assert critical_rate(optimizer, 0.0, 0.0) > 0


def test_weight_decay_can_turn_a_saddle_into_a_valley():
    optimizer = GradientDescent(weight_decay=3.0)
    assert critical_rate(optimizer, -2.0, 1.0) == 0.5
    run = descend(Cost.parse("x**2/2 - y**2"), (1, 1), optimizer, learning_rate=0.45, stop=Stop(500, 1e-9))
    assert run.status.outcome is Outcome.CONVERGED


def test_on_a_level_floor_newton_takes_the_gradients_bound():
    assert critical_rate(Newton(), 0.0, 4.0) == 0.5
    cost = Cost.parse("(x + y)**2")
    for share, outcome in ((0.98, Outcome.CONVERGED), (1.02, Outcome.ESCAPED)):
        rate = share * critical_rate(Newton(), 0.0, 4.0)
        run = descend(cost, (2, 1), Newton(), learning_rate=rate, stop=Stop(2000))
        assert run.status.outcome is outcome
