"""Line searches keep what they promise, and say so where they can't."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from gdmath import Backtracking, Cost, GradientDescent, Momentum, Newton, Outcome, Stop, StrongWolfe, descend
from gdmath.optimizers import Point

COSTS = [
    Cost.parse(formula)
    for formula in (
        "x**2 + 10*y**2",
        "(1-x)**2 + 100*(y - x**2)**2",
        "sin(5*x)*cos(5*y)/5 + x**2",
        "exp(x) + exp(-x) + y**4",
        "(x**2 + y - 11)**2 + (x + y**2 - 7)**2",
    )
]


def at(cost, theta):
    value, gradient = cost.value_and_gradient(theta)
    return Point(cost, 0, np.asarray(theta, dtype=float), float(value), gradient)


def line(point, direction, length):
    value, gradient = point.cost.value_and_gradient(point.theta + length * direction)
    return float(value), float(gradient @ direction)


points = st.tuples(st.sampled_from(COSTS), st.floats(-2, 2), st.floats(-2, 2), st.floats(1e-3, 1e3))


@settings(max_examples=150, deadline=None)
@given(points)
def test_backtracking_takes_the_first_length_that_armijo_accepts(case):
    cost, x, y, initial = case
    point = at(cost, [x, y])
    assume(np.linalg.norm(point.gradient) > 1e-3)
    search = Backtracking(initial=initial)
    length = search.length(point, -point.gradient)
    slope = -float(point.gradient @ point.gradient)

    def accepted(t):
        return line(point, -point.gradient, t)[0] <= point.value + search.c1 * t * slope

    assert length is not None
    assert accepted(length)
    assert length == initial or not accepted(length / search.shrink)


@settings(max_examples=150, deadline=None)
@given(points, st.sampled_from([0.1, 0.9]))
def test_strong_wolfe_conditions_hold(case, c2):
    cost, x, y, initial = case
    point = at(cost, [x, y])
    assume(np.linalg.norm(point.gradient) > 1e-2)
    search = StrongWolfe(initial=initial, c2=c2)
    direction = -point.gradient
    length = search.length(point, direction)
    assert length is not None
    assert length > 0
    slope = float(point.gradient @ direction)
    value, flattened = line(point, direction, length)
    assert value <= point.value + search.c1 * length * slope + 1e-15 * abs(point.value)
    assert abs(flattened) <= c2 * abs(slope)


@pytest.mark.parametrize(("c1", "length"), [(0.01, 0.9), (0.5, 0.45), (0.9, 0.05625)])
def test_backtracking_asks_for_the_share_c1_of_the_slope(c1, length):
    """From 1 down x^2: 1 - 4t + 4t^2 <= 1 - 4 c1 t, that is t <= 1 - c1."""
    point = at(Cost.parse("x**2"), [1.0])
    assert Backtracking(initial=0.9, c1=c1).length(point, -point.gradient) == length


@pytest.mark.parametrize("search", [Backtracking(), StrongWolfe()], ids=repr)
def test_an_uphill_direction_has_no_length(search):
    point = at(COSTS[0], [1, 1])
    assert search.length(point, point.gradient) is None


@pytest.mark.parametrize("search", [Backtracking(), StrongWolfe()], ids=repr)
def test_a_search_stays_where_the_cost_is_defined(search):
    run = descend(Cost.parse("x - log(x)"), 0.01, learning_rate=search)
    assert run.status.outcome is Outcome.CONVERGED
    assert run.thetas[-1, 0] == pytest.approx(1)


def test_rosenbrock_by_newton_with_a_line_search():
    run = descend(COSTS[1], [-1.2, 1.0], Newton(), learning_rate=Backtracking(), stop=Stop(50))
    assert run.status.outcome is Outcome.CONVERGED
    assert len(run) < 30
    np.testing.assert_allclose(run.thetas[-1], [1, 1], atol=1e-9)


def test_on_a_quadratic_strong_wolfe_is_nearly_exact():
    """With c2 small the length is near g.g / g.H.g, the exact one."""
    cost = COSTS[0]
    point = at(cost, [1.0, 1.0])
    g = point.gradient
    exact = (g @ g) / (g @ cost.hessian(point.theta) @ g)
    length = StrongWolfe(c2=0.001).length(point, -g)
    assert length == pytest.approx(exact, rel=1e-3)


def test_where_no_length_will_do_the_run_says_so():
    run = descend(COSTS[0], [1.0, 1.0], Momentum(0.99), learning_rate=Backtracking(), stop=Stop(500, 0))
    assert run.status.outcome is Outcome.NO_LENGTH
    assert "no length satisfies the line search" in str(run.status)
    assert len(run.thetas) == len(run) + 1


@pytest.mark.parametrize(
    "search", [Backtracking(1e25), Backtracking(1e300), StrongWolfe(1e19), StrongWolfe(1e-19)], ids=repr
)
def test_a_length_is_found_from_however_far(search):
    point = at(Cost.parse("x**2"), [1.0])
    found = search.length(point, np.array([-2.0]))
    assert found is not None
    assert 0.05 < found < 1


def test_a_large_constant_does_not_stop_the_search():
    """1e12 + x^2 from 3: the values of short steps differ by less than rounding, their slopes do not."""
    point = at(Cost.parse("1e12 + x**2"), [3.0])
    length = StrongWolfe(1e-6).length(point, np.array([-6.0]))
    assert abs(line(point, np.array([-6.0]), length)[1]) <= 0.9 * 36


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(["1/x + x", "tan(x)", "1/x**3 + x"]), st.floats(0.3, 3), st.floats(0.1, 10))
def test_a_pole_is_no_place_to_stop_at(formula, start, initial):
    cost = Cost.parse(formula)
    point = at(cost, [start])
    direction = -point.gradient
    length = StrongWolfe(initial).length(point, direction)
    if length is not None:
        assert abs(line(point, direction, length)[1]) <= abs(float(point.gradient @ direction))


def test_at_a_kink_what_falls_enough_will_do():
    run = descend(Cost.parse("abs(x) + x**2/100"), 3.0, learning_rate=StrongWolfe())
    assert abs(run.thetas[-1, 0]) < 1e-6


def test_a_cost_without_a_floor_has_no_flat_place():
    run = descend(Cost.parse("-x"), 1.0, learning_rate=StrongWolfe())
    assert run.status.outcome is Outcome.NO_LENGTH


def test_the_rates_are_recorded():
    run = descend(COSTS[0], [1, 1], GradientDescent(), learning_rate=Backtracking(), stop=Stop(20))
    np.testing.assert_array_equal(
        run.thetas[1:], run.thetas[:-1] + run.learning_rates[:, None] * run.directions
    )
    assert set(np.log2(run.learning_rates) % 1) == {0.0}
    assert (np.diff(run.values) < 0).all()


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: Backtracking(initial=0), "initial is 0"),
        (lambda: Backtracking(shrink=1), "shrink is 1"),
        (lambda: Backtracking(c1=0), "c1 is 0"),
        (lambda: Backtracking(initial=np.nan), "initial is nan"),
        (lambda: StrongWolfe(c2=1.5), "c2 is 1.5"),
        (lambda: StrongWolfe(c1=0.95), "c1 is 0.95; it must be between 0 and 0.9"),
    ],
)
def test_settings_are_checked(make, words):
    with pytest.raises(ValueError, match=words):
        make()
