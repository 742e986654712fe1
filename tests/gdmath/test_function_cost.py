"""Functions of one's own: the same numbers as the formula's, and one line for what is wrong with them."""

import math
import pickle

import numpy as np
import pytest

from gdmath import (
    Adam,
    Backtracking,
    Cost,
    FunctionCost,
    GradientDescent,
    MiniBatches,
    Momentum,
    Nesterov,
    Newton,
    Outcome,
    RMSProp,
    Stop,
    StrongWolfe,
    Trajectory,
    critical_points,
    curvature,
    descend,
    descend_many,
)
from gdmath.analysis import convergence, curvature_of_run

ROSENBROCK = Cost.parse("(1 - x)**2 + 100*(y - x**2)**2")
WAVE = Cost.parse("sin(3*x) + x**2/2")


def value(theta):
    x, y = theta
    return (1 - x) ** 2 + 100 * (y - x**2) ** 2


def gradient(theta):
    x, y = theta
    return [-2 * (1 - x) - 400 * x * (y - x**2), 200 * (y - x**2)]


def hessian(theta):
    x, y = theta
    return [[2 - 400 * (y - 3 * x**2), -400 * x], [-400 * x, 200]]


OWN = FunctionCost(value, gradient, hessian, variables=["x", "y"])
WITHOUT = FunctionCost(value, gradient, variables=["x", "y"])
MANY = FunctionCost(
    lambda t: value(np.moveaxis(t, -1, 0)),
    lambda t: np.stack(gradient(np.moveaxis(t, -1, 0)), axis=-1),
    variables=2,
    vectorised=True,
)


def line(f, slope, **settings):
    return FunctionCost(f, slope, **settings)


@pytest.mark.parametrize(
    ("optimizer", "rate"),
    [
        (GradientDescent(), 1e-3),
        (Momentum(), 1e-4),
        (Nesterov(), 1e-4),
        (Adam(), 0.01),
        (RMSProp(), 1e-3),
        (Newton(), 1.0),
        (GradientDescent(), StrongWolfe()),
        (GradientDescent(), Backtracking()),
    ],
    ids=repr,
)
def test_descents_take_the_steps_of_the_formula(optimizer, rate):
    cost = OWN if isinstance(optimizer, Newton) else WITHOUT
    own, formula = (
        descend(c, [-1.2, 1], optimizer, learning_rate=rate, stop=Stop(60)) for c in (cost, ROSENBROCK)
    )
    np.testing.assert_allclose(own.thetas, formula.thetas, rtol=1e-6, atol=1e-9)
    assert own.status.outcome is formula.status.outcome


def test_shapes_and_numbers_are_those_of_any_cost():
    theta = np.random.default_rng(0).normal(size=(2, 3, 2))
    for cost in (OWN, WITHOUT, MANY):
        for what in ("value", "gradient", "has_gradient"):
            ours, exact = getattr(cost, what)(theta), getattr(ROSENBROCK, what)(theta)
            assert ours.shape == exact.shape
            np.testing.assert_allclose(ours, exact, rtol=1e-9)
        assert cost.value(theta[0, 0]).shape == ()
        np.testing.assert_allclose(cost.hessian(theta), ROSENBROCK.hessian(theta), rtol=1e-6, atol=1e-5)
        np.testing.assert_allclose(
            cost.hessian(theta[0, 0]), ROSENBROCK.hessian(theta[0, 0]), rtol=1e-6, atol=1e-5
        )
    assert OWN.value(np.empty((0, 2))).shape == (0,)


@pytest.mark.parametrize("cost", [OWN, WITHOUT, MANY], ids=["hessian", "no hessian", "vectorised"])
def test_many_descents_are_as_each_alone(cost):
    starts = np.random.default_rng(1).uniform(-1, 1, (5, 2))
    runs = descend_many(cost, starts, Momentum(0.5), learning_rate=1e-3, stop=Stop(40), record="all")
    for i, start in enumerate(starts):
        alone = descend(cost, start, Momentum(0.5), learning_rate=1e-3, stop=Stop(40))
        np.testing.assert_allclose(runs.thetas[:, i], alone.thetas, rtol=1e-12)


def test_a_scalar_function_of_one_number_will_do():
    cost = FunctionCost(lambda x: math.sin(3 * x[0]) + x[0] ** 2 / 2, lambda x: 3 * math.cos(3 * x[0]) + x[0])
    own, formula = (descend(c, 2, learning_rate=0.05, stop=Stop(300)) for c in (cost, WAVE))
    np.testing.assert_allclose(own.thetas, formula.thetas, rtol=1e-12)
    assert cost.formula == "C(x)"
    arrays = FunctionCost(lambda x: x**2, lambda x: 2 * x)  # of shape (1,)
    assert descend(arrays, 3, learning_rate=0.25).status.outcome is Outcome.CONVERGED


def test_critical_points_are_found_by_numbers():
    found = critical_points(
        FunctionCost(lambda x: x[0] ** 4 - 2 * x[0] ** 2, lambda x: 4 * x**3 - 4 * x), [(-3, 3)]
    )
    assert [point.theta[0] for point in found.points] == pytest.approx([-1, 1, 0], abs=1e-6)
    assert [point.kind.value for point in found.points] == ["minimum", "minimum", "maximum"]
    assert not found.method.value.startswith("solved")
    (only,) = critical_points(MANY, [(-2, 2), (-2, 2)]).points
    np.testing.assert_allclose(only.theta, [1, 1], atol=1e-6)


def test_what_is_not_exact_is_said():
    assert OWN.caveat == ""
    bounds = curvature(WITHOUT, [1, 1])
    assert str(bounds).endswith(
        "(local: the curvature varies; the Hessian is that of differences of the gradient)"
    )
    exact = curvature(ROSENBROCK, [1, 1])
    assert bounds.highest == pytest.approx(exact.highest, rel=1e-7)
    assert bounds.lowest == pytest.approx(exact.lowest, rel=1e-4)
    run = descend(WITHOUT, [0.9, 0.8], learning_rate=1e-3, stop=Stop(10))
    assert curvature_of_run(run).caveat
    assert convergence(descend(OWN, [0.9, 0.8], Newton(), learning_rate=1)) is not None


def test_newtons_method_asks_for_a_hessian():
    with pytest.raises(ValueError, match=r"Newton's method needs the Hessian of value\(x, y\); give it one"):
        descend(WITHOUT, [0, 0], Newton(), learning_rate=1)
    assert descend(OWN, [-1.2, 1], Newton(), learning_rate=1).status.outcome is Outcome.CONVERGED


def test_runs_are_saved_and_read_with_the_function_given_again(tmp_path):
    path = tmp_path / "run.npz"
    run = descend(WITHOUT, [0.9, 0.8], learning_rate=1e-3, stop=Stop(10))
    run.save(path)
    again = Trajectory.load(path, cost=WITHOUT)
    np.testing.assert_array_equal(again.thetas, run.thetas)
    np.testing.assert_array_equal(again.gradients, run.gradients)
    assert again.status == run.status
    with pytest.raises(
        ValueError, match=r"function of one's own, value\(x, y\), which a file can't hold; give"
    ):
        Trajectory.load(path)
    with pytest.raises(ValueError, match="which a file can't hold"):
        Trajectory.load(path, cost=FunctionCost(lambda x: x, lambda x: 1))
    assert '"gradient": null' in run.to_json()
    assert run.to_csv().startswith("step,x,y,cost,dC/dx,dC/dy,learning_rate\n0,0.9,0.8,")


def test_it_pickles_and_compares():
    assert pickle.loads(pickle.dumps(OWN)) == OWN
    assert WITHOUT != OWN
    assert len({OWN, OWN, WITHOUT}) == 2


@pytest.mark.parametrize("kind", ["raises", "nan", "math"])
def test_where_it_is_undefined_the_run_ends(kind):
    def root(theta):
        (x,) = theta
        if kind == "math":
            return math.sqrt(x) + x  # a ValueError below 0
        if x < 0:
            if kind == "raises":
                raise ZeroDivisionError
            return np.nan
        return np.sqrt(x) + x

    cost = FunctionCost(root, lambda t: 1 + 0.5 / np.sqrt(t))
    run = descend(cost, 1, learning_rate=0.5)
    assert run.status.outcome is Outcome.UNDEFINED
    assert len(run) == 2


def test_escapes_are_statuses():
    cost = FunctionCost(lambda t: t[0] ** 2, lambda t: 2 * t)
    assert descend(cost, 1, learning_rate=1.5).status.outcome is Outcome.ESCAPED
    overflowing = FunctionCost(lambda t: math.exp(t[0]), lambda t: [math.exp(t[0])])
    assert descend(overflowing, 700, learning_rate=-0.0 + 1e-300, stop=Stop(3)).status.outcome


@pytest.mark.parametrize(
    ("f", "slope"),
    [
        (lambda t: t[0] ** 2, lambda t: t),  # half of it
        (lambda t: t[0] ** 2, lambda t: -2 * t),
        (lambda t: np.sin(t[0]), lambda t: -np.cos(t)),
        (lambda t: np.exp(t[0]), lambda t: t * np.exp(t)),
        (lambda t: np.log(t[0]), lambda t: t),
        (lambda t: 1e6 * t[0] ** 2, lambda t: 1.99e6 * t),
        (lambda t: 1e-6 * t[0] ** 2, lambda t: 1.9e-6 * t),
        (lambda t: abs(t[0]), lambda t: -np.sign(t)),
    ],
)
def test_a_gradient_that_is_not_the_values_is_refused(f, slope):
    cost = FunctionCost(f, slope)
    told = r"^the gradient is not the value's: at x = \S+ it says \S+ along x, but the value changes by \S+ a"
    with pytest.raises(ValueError, match=f"{told} unit; mend one of them$"):
        descend(cost, 0.7)
    with pytest.raises(ValueError, match="the gradient is not the value's"):
        descend_many(cost, [0.7, 0.8])


def test_how_far_it_is_off_is_named():
    swapped = FunctionCost(value, lambda t: gradient(t)[::-1], variables=2)
    with pytest.raises(
        ValueError, match=r"at x = 0.9, y = 0.8 it says -2 along x, but the value changes by 3.4 a unit"
    ):
        descend(swapped, [0.9, 0.8])
    wrong = FunctionCost(value, gradient, lambda t: np.eye(2), variables=2)
    with pytest.raises(ValueError, match=r"the Hessian is not the gradient's: at x = 0.9, y = 0.8 it says"):
        descend(wrong, [0.9, 0.8])
    long = FunctionCost(lambda t: t @ t, lambda t: t, variables=50)
    with pytest.raises(
        ValueError, match=r"at x1 = 1, x2 = 1, x3 = 1, \.\.\. it says .* along a random direction"
    ):
        descend(long, np.ones(50))


def test_a_wrong_gradient_is_found_at_a_minimum_too():
    with pytest.raises(ValueError, match="the gradient is not the value's"):
        descend(FunctionCost(lambda t: t[0] ** 2, lambda t: 4 * t), 0)


@pytest.mark.parametrize(
    ("f", "slope", "start"),
    [
        (lambda t: abs(t[0]), np.sign, 0.0),
        (lambda t: max(t[0], 0.0), lambda t: [t[0] >= 0], 0.0),
        (lambda t: max(t[0], 0.0), lambda t: [t[0] > 0], 0.0),
        (lambda t: np.sin(1e6 * t[0]), lambda t: 1e6 * np.cos(1e6 * t), 0.3),
        (lambda t: np.exp(t[0]), np.exp, 300.0),
        (lambda t: np.exp(-t[0]), lambda t: -np.exp(-t), 300.0),
        (lambda t: np.log(t[0]), lambda t: 1 / t, 1e-6),
        (lambda t: t[0] ** 2, lambda t: 2 * t, 1e150),
        (lambda t: 1e12 + t[0] ** 2, lambda t: 2 * t, 3.0),
        (lambda t: 5.0, lambda t: [0.0], 1.0),
        (lambda t: np.float32(t[0]) ** 2, lambda t: 2 * t.astype(np.float32), 1.7),
        (lambda t: np.sin(np.float32(t[0])), lambda t: np.cos(t.astype(np.float32)), 1.7),
        (lambda t: np.float32(1000) + np.float32(t[0]) ** 2, lambda t: 2 * t.astype(np.float32), 1.7),
        (lambda t: (t[0] - 1) ** 4, lambda t: 4 * (t - 1) ** 3, 1.0),
    ],
)
def test_a_right_gradient_is_let_pass(f, slope, start):
    FunctionCost(f, slope).check(np.array([start]))


def test_all_landscapes_pass_their_own_check():
    from gdmath import LANDSCAPES

    for land in LANDSCAPES.values():
        cost = land.cost
        own = FunctionCost(cost.value, cost.gradient, cost.hessian, variables=cost.dimension, vectorised=True)
        own.check(np.array(land.start))


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: FunctionCost(3, gradient), "the value is 3; give a function of theta"),
        (lambda: FunctionCost(value, None), "the gradient is None; give a function"),
        (lambda: FunctionCost(value, gradient, 3), "the hessian is 3; give a function"),
        (lambda: FunctionCost(value, gradient, variables=0), "the number of variables is 0"),
        (lambda: FunctionCost(value, gradient, variables=[]), "there are no variables"),
        (lambda: FunctionCost(value, gradient, variables=["x", "x"]), "'x' is there twice"),
        (lambda: FunctionCost(value, gradient, variables="xy"), "the variables are 'xy'"),
        (
            lambda: descend(line(lambda t: t, lambda t: t, variables=2), [1, 2]),
            r"the value at x = 1, y = 2 has the shape \(2,\); it must have \(\)",
        ),
        (
            lambda: descend(line(lambda t: t[0], lambda t: 1.0, variables=2), [1, 2]),
            r"the gradient at x = 1, y = 2 has the shape \(\); it must have \(2,\)",
        ),
        (
            lambda: descend(line(lambda t: None, lambda t: t), 1),
            "the value at x = 1 is None; give real numbers",
        ),
        (
            lambda: descend(line(lambda t: "a", lambda t: t), 1),
            "the value at x = 1 is 'a'; give real numbers",
        ),
        (lambda: descend(line(lambda t: 1j, lambda t: t), 1), "the value at x = 1 is 1j; give real numbers"),
        (
            lambda: descend(line(lambda t: t[5], lambda t: t), 1),
            r"the value can't be computed at x = 1 \(IndexError: index 5",
        ),
        (
            lambda: descend(line(lambda t: t[0], lambda t: t @ np.ones(3)), 1),
            r"the gradient can't be computed at x = 1 \(ValueError: ",
        ),
        (
            lambda: descend(line(lambda t: np.nan, lambda t: t), 1),
            r"the cost C\(x\) is not defined at the start 1",
        ),
        (
            lambda: descend(line(lambda t: 1 / 0, lambda t: t), 1),
            r"the cost C\(x\) is not defined at the start 1",
        ),
        (lambda: descend(line(lambda t: t @ t, lambda t: 2 * t, vectorised=True), [[1.0]]), "the start"),
        (
            lambda: descend_many(line(lambda t: (t**2).sum(), lambda t: 2 * t, vectorised=True), [1, 2]),
            r"the value at thetas of shape \(1, 1\) has the shape \(\); it must have \(1,\)",
        ),
        (lambda: MiniBatches(OWN, 3), "give a DataCost"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(make, words):
    with pytest.raises(ValueError, match=words) as error:
        make()
    assert "\n" not in str(error.value)


def test_a_function_can_neither_change_theta_nor_what_is_recorded():
    kept = np.zeros(1)

    def slope(theta):
        kept[:] = 2 * theta
        theta += 100
        return kept

    run = descend(FunctionCost(lambda t: t[0] ** 2, slope), 1, learning_rate=0.25, stop=Stop(3))
    assert run.thetas[:, 0].tolist() == [1, 0.5, 0.25, 0.125]
    assert run.gradients[:, 0].tolist() == [2, 1, 0.5, 0.25]
