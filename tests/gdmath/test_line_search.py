"""Line searches keep what they promise, and say so where they can't."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from gdmath import (
    Backtracking,
    Cost,
    ExactSearch,
    GradientDescent,
    Momentum,
    Newton,
    Outcome,
    PolyakStep,
    Stop,
    StrongWolfe,
    descend,
)
from gdmath.line_search import lengths_tried
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


def exact_on(formula, theta, direction=None):
    point = at(Cost.parse(formula), theta)
    direction = -point.gradient if direction is None else np.asarray(direction, dtype=float)
    return point, direction, ExactSearch().length(point, direction)


@settings(max_examples=60, deadline=None)
@given(st.floats(-100, 100), st.floats(-100, 100), st.floats(1e-6, 1e6), st.floats(1e-6, 1e6))
def test_an_exact_search_on_a_quadratic_is_the_closed_form(x, y, curvature, initial):
    cost = Cost.parse(f"x**2 + {curvature!r}*y**2 + 0.5*x")
    point = at(cost, [x, y])
    direction = -point.gradient
    assume(np.linalg.norm(direction) > 1e-6)
    length = ExactSearch(initial).length(point, direction)
    closed = -(point.gradient @ direction) / (direction @ cost.hessian(point.theta) @ direction)
    assert length == pytest.approx(closed, rel=1e-8)


@pytest.mark.parametrize(
    ("formula", "theta"),
    [
        ("exp(x) - 3*x", [3.0]),
        ("x**4 - 3*x**2 + x", [2.0]),
        ("(1-x)**2 + 100*(y - x**2)**2", [-1.2, 1.0]),
        ("cosh(x) + y**4 + x*y", [1.0, 2.0]),
        ("x - log(x)", [0.01]),
        ("log(1 + x**2)", [30.0]),
    ],
)
def test_an_exact_search_ends_at_a_minimizer_along_the_line(formula, theta):
    """Its neighbours on both sides are higher, and the slope is 0 to 1e-9 of the one at the start."""
    point, direction, length = exact_on(formula, theta)
    assert length is not None
    value, slope = line(point, direction, length)
    assert abs(slope) <= 1e-9 * float(point.gradient @ point.gradient)
    assert value < point.value
    assert all(line(point, direction, length * (1 + share))[0] > value for share in (-1e-3, 1e-3))


@pytest.mark.parametrize(
    ("formula", "minimum"), [("abs(x)", 0), ("abs(x - 1) + x/3", 1), ("Max(x**2, 2 - x)", 1)]
)
def test_at_a_kink_an_exact_search_takes_the_kink(formula, minimum):
    point, direction, length = exact_on(formula, [7.3])
    assert point.theta[0] + length * direction[0] == pytest.approx(minimum, abs=1e-12)


def test_an_exact_search_without_a_floor_has_none():
    assert exact_on("-x", [1.0])[2] is None
    assert exact_on("x**2 + y**2", [1.0, 1.0], [1.0, 1.0])[2] is None


def test_the_steps_of_steepest_descent_with_an_exact_search_are_at_right_angles():
    run = descend(COSTS[1], [-1.2, 1.0], learning_rate=ExactSearch(), stop=Stop(30))
    products = np.sum(run.gradients[1:] * run.gradients[:-1], axis=1)
    lengths = np.linalg.norm(run.gradients, axis=1)
    assert (np.abs(products) <= 1e-7 * lengths[1:] * lengths[:-1]).all()


def test_polyaks_step_lands_on_the_minimum_of_a_cone_and_halves_a_parabola():
    run = descend(Cost.parse("abs(x)"), 17.3, learning_rate=PolyakStep(0), stop=Stop(9))
    assert run.thetas[1, 0] == 0
    run = descend(Cost.parse("x**2"), 16.0, learning_rate=PolyakStep(0), stop=Stop(4, 0))
    assert run.thetas[:, 0].tolist() == [16.0, 8.0, 4.0, 2.0, 1.0]


@pytest.mark.parametrize("formula", ["abs(x) + 3*abs(y - x)", "Max(x**2 + y, abs(y))", "x**2 + 10*y**2"])
def test_polyaks_step_comes_nearer_at_every_step(formula):
    run = descend(Cost.parse(formula), (4.1, -2.3), learning_rate=PolyakStep(0.0), stop=Stop(200))
    assert (np.diff(np.linalg.norm(run.thetas, axis=1)) <= 1e-12).all()
    assert run.values[-1] < 0.02


def test_polyaks_step_ends_where_the_cost_is_as_low_as_it_was_told():
    run = descend(Cost.parse("x**2"), 3.0, learning_rate=PolyakStep(1.0), stop=Stop(50, 0))
    assert run.status.outcome is Outcome.NO_LENGTH
    assert run.values[-1] <= 1.0
    with pytest.raises(ValueError, match="lowest is nan; it must be the cost's lowest value"):
        PolyakStep(np.nan)


def test_where_a_kink_leaves_no_length_that_is_flat_enough_none_is_given():
    """The slopes on both sides, and their mean at the kink itself, are those of the start, or steeper."""
    point = at(Cost.parse("Max(x, -3*x)"), [3.1])
    assert StrongWolfe(0.3).length(point, -point.gradient) is None
    assert ExactSearch().length(point, -point.gradient) == pytest.approx(3.1, rel=1e-12)


@pytest.mark.parametrize("search", [Backtracking(4.0), StrongWolfe(0.01), ExactSearch(), PolyakStep(-2.0)])
def test_the_lengths_tried_end_in_the_one_taken_and_lie_along_the_direction(search):
    cost = Cost.parse("x**4 - 2*x**2 + cosh(y)")
    run = descend(cost, (1.8, -1.3), learning_rate=search, stop=Stop(steps=4))
    for k, rate in enumerate(run.learning_rates):
        point = Point(cost, k, run.thetas[k], float(run.values[k]), run.gradients[k])
        tried = lengths_tried(search, point, run.directions[k])
        assert tried[-1] == rate
        assert len(set(tried)) == len(tried)
        assert min(tried) > 0
