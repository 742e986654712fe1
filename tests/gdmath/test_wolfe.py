"""The strong Wolfe conditions, checked in 50 digits at every step that was taken."""

import mpmath
import numpy as np
import pytest
import sympy as sp

from gdmath import BFGS, LANDSCAPES, GradientDescent, Newton, Outcome, Stop, StrongWolfe, descend

NAMES = [
    "rosenbrock",
    "himmelblau",
    "beale",
    "mccormick",
    "three-hump-camel",
    "styblinski-tang",
    "rastrigin",
    "griewank",
    "goldstein-price",
    "branin",
    "levy-13",
    "bohachevsky",
    "dixon-price",
    "powell-singular",
]
C1, C2 = 1e-4, 0.9


def broken(run):
    """How many steps break the curvature condition, and how many the condition of decrease by more than the
    error of the cost, a few units in the last place of the terms it is summed up from."""
    cost = run.cost
    names, partials = cost.variables, [sp.diff(cost.expression, variable) for variable in cost.variables]
    value = sp.lambdify(names, cost.expression, "mpmath")
    slopes = sp.lambdify(names, partials, "mpmath")
    curved = high = 0
    with mpmath.workdps(50):
        for theta, direction, rate in zip(run.thetas, run.directions, run.learning_rates, strict=False):
            start = [mpmath.mpf(x) for x in theta]
            d = [mpmath.mpf(x) for x in direction]
            t = mpmath.mpf(rate)
            end = [x + t * y for x, y in zip(start, d, strict=True)]
            before, after = (sum(map(lambda a, b: a * b, slopes(*at), d)) for at in (start, end))
            curved += abs(after) > C2 * abs(before)
            gain = value(*end) - value(*start) - C1 * t * before
            high += gain > 1e-13 * (1 + abs(value(*start)))
    return curved, high


@pytest.mark.parametrize("optimizer", [Newton(), GradientDescent(), BFGS()], ids=repr)
@pytest.mark.parametrize("name", NAMES)
def test_no_step_breaks_a_condition_and_none_is_refused(name, optimizer):
    land = LANDSCAPES[name]
    low, high = np.array(land.domain).T
    steps = 0
    for start in (land.start, *np.random.default_rng(0).uniform(low, high, (2, len(low)))):
        run = descend(land.cost, start, optimizer, learning_rate=StrongWolfe(c1=C1, c2=C2), stop=Stop(150))
        assert broken(run) == (0, 0)
        assert run.status.outcome in (Outcome.CONVERGED, Outcome.OUT_OF_STEPS)
        steps += len(run)
    assert steps


@pytest.mark.parametrize("c2", [0.5, 0.1, 1e-3])
@pytest.mark.parametrize("initial", [1e-8, 1e6])
def test_they_hold_for_stricter_slopes_and_from_any_first_length(c2, initial):
    land = LANDSCAPES["rosenbrock"]
    run = descend(land.cost, land.start, learning_rate=StrongWolfe(initial, 1e-5, c2), stop=Stop(40))
    slopes = np.sum(run.gradients[:-1] * run.directions, axis=1)
    after = np.sum(run.gradients[1:] * run.directions, axis=1)
    assert (np.abs(after) <= c2 * np.abs(slopes) * (1 + 1e-9)).all()
    assert (run.values[1:] <= run.values[:-1] + 1e-5 * run.learning_rates * slopes).all()
