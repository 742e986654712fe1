"""Quasi-Newton methods and conjugate gradients: what theory promises, and scipy's and torch's numbers."""

import json
from pathlib import Path

import numpy as np
import pytest
import scipy.optimize
import sympy as sp

from gdmath import (
    BFGS,
    LANDSCAPES,
    LBFGS,
    ConjugateGradient,
    Cost,
    ExactSearch,
    Outcome,
    Stop,
    StrongWolfe,
    descend,
)
from gdmath.optimizers import Point

TORCH = json.loads((Path(__file__).parent / "data/torch_reference.json").read_text(encoding="utf-8"))["lbfgs"]
ROSENBROCK = Cost.parse("(1 - x)**2 + 100*(y - x**2)**2")
RULES = ["polak-ribiere", "fletcher-reeves"]
ALL = [BFGS(), LBFGS(), LBFGS(3), LBFGS(rescaled=False), *map(ConjugateGradient, RULES)]


def quadratic(d, seed=0, spread=100.0):
    """A convex quadratic in d variables, of curvatures from 1 to `spread`, turned; and its minimum."""
    generator = np.random.default_rng(seed)
    turn = np.linalg.qr(generator.standard_normal((d, d)))[0]
    matrix = turn @ np.diag(np.geomspace(1, spread, d)) @ turn.T
    middle = generator.uniform(-2, 2, d)
    symbols = sp.symbols(f"x1:{d + 1}", real=True)
    away = sp.Matrix([x - sp.Float(c, 17) for x, c in zip(symbols, middle, strict=True)])
    form = (away.T * sp.Matrix(matrix.tolist()) * away)[0] / 2
    return Cost(form, symbols), middle


@pytest.mark.parametrize(
    "optimizer", [BFGS(), LBFGS(), LBFGS(rescaled=False), *map(ConjugateGradient, RULES)]
)
@pytest.mark.parametrize("search", [ExactSearch(), StrongWolfe(c1=1e-12, c2=1e-11)], ids=repr)
@pytest.mark.parametrize("d", [1, 2, 3, 6])
def test_on_a_quadratic_in_d_variables_an_exact_search_ends_in_d_steps(optimizer, search, d):
    cost, middle = quadratic(d)
    run = descend(cost, middle + np.arange(1, d + 1), optimizer, learning_rate=search, stop=Stop(d + 2, 1e-6))
    assert run.status.outcome is Outcome.CONVERGED
    assert len(run) <= d
    np.testing.assert_allclose(run.thetas[-1], middle, atol=1e-6)


@pytest.mark.parametrize("rule", RULES)
def test_with_an_exact_search_on_a_quadratic_bfgs_and_conjugate_gradients_are_one(rule):
    cost, middle = quadratic(4, seed=3)
    runs = [
        descend(cost, middle + 1, optimizer, learning_rate=ExactSearch(), stop=Stop(3, 0))
        for optimizer in (BFGS(), LBFGS(), ConjugateGradient(rule))
    ]
    for run in runs[1:]:
        np.testing.assert_allclose(run.thetas, runs[0].thetas, rtol=0, atol=1e-8)


@pytest.mark.parametrize("name", ["rosenbrock", "himmelblau", "beale", "powell-singular"])
def test_limited_memory_that_holds_every_step_is_bfgs(name):
    land = LANDSCAPES[name]
    few, all_of_it = (
        descend(land.cost, land.start, optimizer, learning_rate=StrongWolfe(), stop=Stop(15))
        for optimizer in (LBFGS(20, rescaled=False), BFGS())
    )
    assert len(few) == len(all_of_it)
    np.testing.assert_allclose(few.thetas, all_of_it.thetas, rtol=0, atol=1e-7)


@pytest.mark.parametrize("label", TORCH)
def test_the_steps_of_lbfgs_are_those_of_torch(label):
    """Whose first step is min(1, 1/|g|_1) times as long."""
    cost, reference = Cost.parse("x**2 + 5*y**2 + sin(3*x)*y"), TORCH[label]
    rate = reference["learning_rate"]
    first = min(1.0, 1 / np.abs(cost.gradient([2, 1])).sum()) * rate
    memory = int(label.strip(")").split("=")[1])
    run = descend(cost, (2, 1), LBFGS(memory), learning_rate=lambda k: rate if k else first, stop=Stop(12, 0))
    np.testing.assert_allclose(run.thetas, reference["descent"], rtol=0, atol=1e-10)


def replayed(optimizer, thetas, gradients, cost):
    """The directions at points that are given, and the state in the end."""
    state, directions = optimizer.init(thetas[0]), []
    for k, (theta, gradient) in enumerate(zip(thetas, gradients, strict=True)):
        direction, state = optimizer.update(Point(cost, k, theta, 0.0, gradient), state)
        directions.append(direction)
    return np.array(directions), state


def test_the_inverse_hessians_are_those_of_scipy():
    run = descend(ROSENBROCK, (-1.2, 1), BFGS(), learning_rate=StrongWolfe(), stop=Stop(12))
    steps, changes = np.diff(run.thetas, axis=0), np.diff(run.gradients, axis=0)
    theirs = scipy.optimize.BFGS(init_scale="auto")
    theirs.initialize(2, "inv_hess")
    for k, (step, change) in enumerate(zip(steps, changes, strict=True), start=1):
        theirs.update(step, change)
        state = replayed(BFGS(), run.thetas[: k + 1], run.gradients[: k + 1], ROSENBROCK)[1]
        np.testing.assert_allclose(state[3], theirs.get_matrix(), rtol=1e-9)


def test_the_two_loops_are_those_of_scipy():
    """scipy's start from the identity; of changes and steps scaled to s.y = y.y, so do ours."""
    generator = np.random.default_rng(1)
    matrix = np.diag([1.0, 2.0, 5.0])
    steps = generator.standard_normal((4, 3))
    thetas = np.vstack([np.zeros(3), np.cumsum(steps, axis=0)])
    gradients = thetas @ matrix
    changes = np.diff(gradients, axis=0)
    scale = (steps[-1] @ changes[-1]) / (changes[-1] @ changes[-1])
    product = scipy.optimize.LbfgsInvHessProduct(steps[1:] / np.sqrt(scale), changes[1:] * np.sqrt(scale))
    directions, _ = replayed(LBFGS(3), thetas, gradients, ROSENBROCK)
    np.testing.assert_allclose(directions[-1], -scale * product.matvec(gradients[-1]), rtol=1e-10)


@pytest.mark.parametrize("optimizer", ALL, ids=repr)
@pytest.mark.parametrize("name", ["rosenbrock", "himmelblau", "booth", "dixon-price", "zakharov"])
def test_they_arrive_where_scipys_minimize_does(name, optimizer):
    land = LANDSCAPES[name]
    run = descend(land.cost, land.start, optimizer, learning_rate=StrongWolfe(c2=0.1), stop=Stop(400, 1e-7))
    assert run.status.outcome is Outcome.CONVERGED
    method = "CG" if isinstance(optimizer, ConjugateGradient) else "BFGS"
    theirs = scipy.optimize.minimize(
        land.cost.value, land.start, jac=land.cost.gradient, method=method, options={"gtol": 1e-9}
    )
    assert len(land.minima) > 1 or np.linalg.norm(run.thetas[-1] - theirs.x) < 1e-5
    assert run.values[-1] == pytest.approx(theirs.fun, abs=1e-9)


@pytest.mark.parametrize("rule", RULES)
def test_the_directions_of_conjugate_gradients_are_their_recurrence(rule):
    optimizer = ConjugateGradient(rule, restart=50)
    run = descend(ROSENBROCK, (-1.2, 1), optimizer, learning_rate=StrongWolfe(c2=0.1), stop=Stop(30))
    turned = 0
    for k in range(1, len(run)):
        g, h = run.gradients[k], run.gradients[k - 1]
        beta = g @ g / (h @ h) if rule == "fletcher-reeves" else max(0.0, g @ (g - h) / (h @ h))
        expected = -g + beta * run.directions[k - 1]
        leads_down = g @ expected < 0
        turned += not leads_down
        np.testing.assert_allclose(run.directions[k], expected if leads_down else -g, rtol=1e-10)
    assert (run.note == "") == (turned == 0)
    assert turned < 5


@pytest.mark.parametrize(("restart", "begun"), [(None, 2), (3, 3), (1, 1)])
def test_conjugate_gradients_begin_anew(restart, begun):
    run = descend(
        ROSENBROCK,
        (-1.2, 1),
        ConjugateGradient("fletcher-reeves", restart),
        learning_rate=1e-4,
        stop=Stop(12),
    )
    anew = [k for k in range(len(run)) if np.array_equal(run.directions[k], -run.gradients[k])]
    assert anew == list(range(0, len(run), begun))


def test_a_direction_that_would_not_lead_down_is_given_up_and_told():
    """At a rate far too long for it, the direction before points up."""
    cost = Cost.parse("x**2 + 10*y**2")
    optimizer = ConjugateGradient("fletcher-reeves", restart=100)
    run = descend(cost, (1, 1), optimizer, learning_rate=0.09, stop=Stop(30))
    assert (np.sum(run.directions * run.gradients[:-1], axis=1) < 0).all()
    assert "the direction would not have led down" in run.note


@pytest.mark.parametrize("optimizer", [BFGS(), LBFGS()], ids=repr)
def test_where_the_cost_bends_down_nothing_is_learnt_and_that_is_told(optimizer):
    run = descend(Cost.parse("-x**2"), 1.0, optimizer, learning_rate=0.1, stop=Stop(3))
    np.testing.assert_array_equal(run.directions, -run.gradients[:-1])
    assert run.note == "the curvature along 2 steps was not positive; nothing was learnt there"
    assert descend(ROSENBROCK, (0, 0), optimizer, learning_rate=StrongWolfe()).note == ""


def test_bfgs_converges_faster_than_linearly():
    run = descend(ROSENBROCK, (-1.2, 1), BFGS(), learning_rate=StrongWolfe(), stop=Stop(60, 1e-10))
    errors = np.linalg.norm(run.thetas - 1, axis=1)
    assert errors[-1] < 1e-10
    assert errors[-1] / errors[-2] < 0.01


def test_memory_matters():
    """On a long valley of 20 variables more pairs need fewer steps."""
    terms = [f"100*(x{i + 1} - x{i}**2)**2 + (1 - x{i})**2" for i in range(1, 6)]
    cost = Cost.parse(" + ".join(terms))
    steps = [
        len(descend(cost, [-1.0] * 6, LBFGS(m), learning_rate=StrongWolfe(), stop=Stop(3000, 1e-5)))
        for m in (1, 12)
    ]
    assert steps[1] < 0.75 * steps[0]


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: LBFGS(0), "memory is 0; it must be a whole number from 1 to 1000"),
        (lambda: LBFGS(2.5), "memory is 2.5"),
        (lambda: LBFGS(rescaled=1), "rescaled is 1; it must be True or False"),
        (lambda: ConjugateGradient("dai-yuan"), "rule is 'dai-yuan'; it must be polak-ribiere or fletcher"),
        (lambda: ConjugateGradient(restart=0), "restart is 0; it must be a whole number, 1 or more"),
    ],
)
def test_settings_that_make_no_sense_are_named(make, words):
    with pytest.raises(ValueError, match=words):
        make()
