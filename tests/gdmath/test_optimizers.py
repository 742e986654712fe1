"""Every optimizer: torch's numbers, closed forms, and refusal of settings that make no sense."""

import json
import math
from pathlib import Path

import numpy as np
import pytest

import gdmath
from gdmath import Cost, Outcome, Stop, descend
from gdmath.optimizers import Point

REFERENCE = json.loads((Path(__file__).parent / "data/torch_reference.json").read_text(encoding="utf-8"))
RUNS = REFERENCE["runs"]
ALL = [
    gdmath.GradientDescent(),
    gdmath.Momentum(),
    gdmath.Nesterov(),
    gdmath.AdaGrad(),
    gdmath.RMSProp(),
    gdmath.RMSProp(centred=True, momentum=0.5),
    gdmath.Adam(),
    gdmath.AdamW(),
    gdmath.GradientDescent(weight_decay=0.1),
    gdmath.Momentum(dampening=0.5, weight_decay=0.1),
    gdmath.AcceleratedGradient(),
    gdmath.AdaDelta(),
    gdmath.RProp(),
    gdmath.Adam(weight_decay=0.1, amsgrad=True),
    gdmath.AdaMax(),
    gdmath.NAdam(),
    gdmath.RAdam(),
    gdmath.Lion(weight_decay=0.1),
    gdmath.Newton(),
]


def built(label):
    """An optimizer from its own label, such as "Adam(beta1=0.8)"."""
    name, settings = label.rstrip(")").split("(")
    pairs = [part.split("=") for part in settings.split(", ") if part]
    return getattr(gdmath, name)(**{key: json.loads(value.lower()) for key, value in pairs})


@pytest.mark.parametrize("label", RUNS)
def test_the_steps_are_those_of_torch(label):
    cost = Cost.parse("x**2 + 5*y**2 + sin(3*x)*y")
    reference = RUNS[label]
    run = descend(cost, (2, 1), built(label), learning_rate=reference["learning_rate"], stop=Stop(200, 0))
    np.testing.assert_allclose(run.thetas[::10], reference["descent"], rtol=0, atol=1e-10)


@pytest.mark.parametrize("label", RUNS)
def test_fed_with_the_same_gradients_the_steps_are_those_of_torch(label):
    """1000 of them: large and small, turning, and 0 at times."""
    reference, optimizer, cost = RUNS[label], built(label), Cost.parse("x + y")
    theta = np.array([0.5, -1.5])
    state, kept = optimizer.init(theta), []
    for step, gradient in enumerate(np.array(REFERENCE["gradients"])):
        direction, state = optimizer.update(Point(cost, step, theta, 0.0, gradient), state)
        theta = theta + reference["learning_rate"] * direction
        if step % 50 == 49:
            kept.append(theta)
    np.testing.assert_allclose(kept, reference["fed"], rtol=0, atol=1e-10)


@pytest.mark.parametrize("label", RUNS)
def test_a_label_is_what_builds_its_optimizer(label):
    optimizer = built(label)
    assert built(repr(optimizer)) == optimizer


@pytest.mark.parametrize("beta", [0.0, 0.5, 0.9])
def test_momentum_on_a_quadratic_follows_its_recurrence(beta):
    """theta_{k+1} = (1 + beta - a eta) theta_k - beta theta_{k-1}, theta_1 = (1 - a eta) theta_0."""
    a, rate = 3.0, 0.1
    run = descend(Cost.parse("3*x**2/2"), 2, gdmath.Momentum(beta), learning_rate=rate, stop=Stop(60, 0))
    expected = [2.0, 2.0 * (1 - a * rate)]
    while len(expected) < len(run.thetas):
        expected.append((1 + beta - a * rate) * expected[-1] - beta * expected[-2])
    np.testing.assert_allclose(run.thetas[:, 0], expected, rtol=1e-9, atol=1e-12)


def test_nesterov_on_a_quadratic_follows_its_recurrence():
    """phi_k = theta_k - beta eta m_k descends from the looked-ahead point: the textbook's two sequences."""
    a, rate, beta = 3.0, 0.1, 0.8
    run = descend(Cost.parse("3*x**2/2"), 2, gdmath.Nesterov(beta), learning_rate=rate, stop=Stop(60, 0))
    ahead, memory, expected = 2.0, 0.0, []
    for _ in range(len(run.thetas)):
        expected.append(ahead)
        memory = beta * memory + a * ahead
        ahead = ahead - rate * (a * ahead + beta * memory)
    np.testing.assert_allclose(run.thetas[:, 0], expected, rtol=1e-12)


def test_the_accelerated_gradient_is_its_two_sequences():
    """x_k = y_{k-1} - eta g(y_{k-1}), y_k = x_k + (k - 1)/(k + 2) (x_k - x_{k-1}); the run is that of y."""
    cost, eta = Cost.parse("x**4/4 + x**2 + 3*y**2 + x*y"), 0.05
    run = descend(cost, (2, -1), gdmath.AcceleratedGradient(), learning_rate=eta, stop=Stop(80, 0))
    x = y = np.array([2.0, -1.0])
    expected = [y]
    for k in range(1, 81):
        before, x = x, y - eta * cost.gradient(y)
        y = x + (k - 1) / (k + 2) * (x - before)
        expected.append(y)
    np.testing.assert_allclose(run.thetas, expected, rtol=0, atol=1e-12)


def test_the_accelerated_gradient_keeps_its_promise_on_a_convex_cost():
    """C(x_k) - C* <= 2 |x_0 - x*|^2 / (eta (k + 1)^2), where gradient descent is far behind."""
    cost = Cost.parse("x**2/2 + y**2/2000")
    start, eta = np.array([1.0, 1.0]), 1.0
    run = descend(cost, start, gdmath.AcceleratedGradient(), learning_rate=eta, stop=Stop(200, 0))
    x = run.thetas[:-1] - eta * run.gradients[:-1]
    k = np.arange(1, len(run) + 1)
    assert (cost.value(x) <= 2 * (start @ start) / (eta * (k + 1) ** 2)).all()
    plain = descend(cost, start, learning_rate=eta, stop=Stop(200, 0))
    assert cost.value(x[-1]) < plain.values[-1] / 50


@pytest.mark.parametrize("decay", [0.0, 0.3])
def test_lion_is_the_algorithm_of_its_paper(decay):
    """Algorithm 2 there, line by line."""
    cost, eta = Cost.parse("x**2 + 5*y**2 + sin(3*x)*y"), 0.01
    run = descend(cost, (2, 1), gdmath.Lion(0.8, 0.95, decay), learning_rate=eta, stop=Stop(150, 0))
    theta, m, expected = np.array([2.0, 1.0]), np.zeros(2), []
    for _ in range(151):
        expected.append(theta)
        g = cost.gradient(theta)
        c = 0.8 * m + (1 - 0.8) * g
        theta = theta - eta * (np.sign(c) + decay * theta)
        m = 0.95 * m + (1 - 0.95) * g
    np.testing.assert_allclose(run.thetas, expected, rtol=0, atol=1e-12)


def test_weight_decay_rests_where_the_penalised_gradient_vanishes():
    """C' + w theta = 0 with L2: (2 + w) x = 2."""
    for optimizer in (
        gdmath.GradientDescent(0.5),
        gdmath.Momentum(weight_decay=0.5),
        gdmath.Adam(weight_decay=0.5),
    ):
        run = descend(Cost.parse("(x - 1)**2"), 3, optimizer, learning_rate=0.02, stop=Stop(4000, 0))
        assert run.thetas[-1, 0] == pytest.approx(0.8, abs=1e-6)


def test_amsgrad_never_lengthens_its_steps_again():
    gradients = [10.0, 1.0, 0.1, 0.1, 0.1, 0.1]
    optimizer = gdmath.Adam(beta1=0.0, beta2=0.5, amsgrad=True)
    state, steps = optimizer.init(np.zeros(1)), []
    for k, gradient in enumerate(gradients):
        point = Point(Cost.parse("x"), k, np.zeros(1), 0.0, np.array([gradient]))
        direction, state = optimizer.update(point, state)
        steps.append(float(direction[0]) / gradient / math.sqrt(1 - 0.5 ** (k + 1)))
    np.testing.assert_allclose(steps, -1 / math.sqrt(50), rtol=1e-6)


def test_adams_first_step_is_as_long_as_the_learning_rate():
    """m / (1 - beta1) = g and v / (1 - beta2) = g^2, so the first step is -eta g / (|g| + epsilon)."""
    run = descend(Cost.parse("x**2 - 1000*y"), (3, 0), gdmath.Adam(), learning_rate=0.1, stop=Stop(1, 0))
    np.testing.assert_allclose(
        run.thetas[1], [3 - 0.1 * 6 / (6 + 1e-8), 0.1 * 1000 / (1000 + 1e-8)], rtol=1e-14
    )


def test_adagrads_steps_on_a_slope_shrink_like_the_root_of_their_number():
    run = descend(Cost.parse("-4*x"), 0, gdmath.AdaGrad(1e-300), learning_rate=1.0, stop=Stop(50, 0))
    np.testing.assert_allclose(run.directions[:, 0], 1 / np.sqrt(np.arange(1, 51)), rtol=1e-12)


def test_newton_solves_a_quadratic_in_one_step():
    cost = Cost.parse("(x - 1)**2 + 10*(y + 2)**2 + x*y")
    run = descend(cost, (50, 80), gdmath.Newton(), learning_rate=1.0)
    assert len(run) == 1
    assert run.status.outcome is Outcome.CONVERGED


def test_newton_converges_quadratically():
    run = descend(Cost.parse("exp(x) - 2*x"), 1.2, gdmath.Newton(), learning_rate=1.0)
    errors = np.abs(run.thetas[:, 0] - math.log(2))
    assert (errors[1:4] <= errors[:3] ** 2).all()


@pytest.mark.parametrize(
    ("formula", "start"), [("x**4 - 2*x**2", 0.1), ("x**2 - y**2", (1.0, 0.5)), ("x + 2*y", (0, 0))]
)
def test_newton_goes_down_where_the_hessian_is_not_positive_definite(formula, start):
    cost = Cost.parse(formula)
    run = descend(cost, start, gdmath.Newton(), learning_rate=0.1, stop=Stop(1))
    np.testing.assert_array_equal(run.directions[0], -run.gradients[0])


def test_damping_shortens_newtons_step():
    run = descend(Cost.parse("x**2"), 4, gdmath.Newton(damping=2.0), learning_rate=1.0, stop=Stop(1))
    assert run.thetas[1, 0] == pytest.approx(2.0)


@pytest.mark.parametrize("optimizer", ALL, ids=repr)
@pytest.mark.parametrize(
    "formula", ["x**2 + y**2", "abs(x) + y**2", "exp(x**2) + log(y + 2)", "1/(x**2 + y**2)"]
)
@pytest.mark.parametrize("rate", [1e-3, 0.3, 50.0, 1e200])
def test_every_run_ends_in_a_status_and_none_warns(optimizer, formula, rate):
    run = descend(Cost.parse(formula), (0.7, 0.4), optimizer, learning_rate=rate, stop=Stop(60))
    assert run.status.outcome in Outcome
    assert run.optimizer == repr(optimizer)


@pytest.mark.parametrize("optimizer", ALL, ids=repr)
def test_an_optimizer_keeps_no_memory_between_runs(optimizer):
    cost = Cost.parse("x**2 + 5*y**2")
    runs = [descend(cost, (2, 1), optimizer, learning_rate=0.01, stop=Stop(30)) for _ in range(2)]
    np.testing.assert_array_equal(runs[0].thetas, runs[1].thetas)


@pytest.mark.parametrize(
    ("build", "words"),
    [
        (lambda: gdmath.Momentum(1.0), "beta is 1; it must be 0 or more and below 1"),
        (lambda: gdmath.Momentum(-0.1), "beta is -0.1"),
        (lambda: gdmath.Momentum(math.nan), "beta is nan"),
        (lambda: gdmath.Nesterov(0.0), "beta is 0; it must be above 0"),
        (lambda: gdmath.Nesterov(1.0), "beta is 1"),
        (lambda: gdmath.AdaGrad(0.0), "epsilon is 0"),
        (lambda: gdmath.AdaGrad(math.inf), "epsilon is inf"),
        (lambda: gdmath.RMSProp(alpha=1.0), "alpha is 1"),
        (lambda: gdmath.RMSProp(momentum=1.0), "momentum is 1"),
        (lambda: gdmath.RMSProp(epsilon=-1.0), "epsilon is -1"),
        (lambda: gdmath.Adam(beta1=1.0), "beta1 is 1"),
        (lambda: gdmath.Adam(beta2=1.0), "beta2 is 1"),
        (lambda: gdmath.Adam(epsilon=0.0), "epsilon is 0"),
        (lambda: gdmath.AdamW(beta2=2.0), "beta2 is 2"),
        (lambda: gdmath.AdamW(weight_decay=-0.1), "weight_decay is -0.1"),
        (lambda: gdmath.Newton(-1.0), "damping is -1"),
        (lambda: gdmath.GradientDescent(-1), "weight_decay is -1"),
        (lambda: gdmath.Momentum(dampening=1.0), "dampening is 1; it must be 0 or more and below 1"),
        (lambda: gdmath.Nesterov(weight_decay=math.nan), "weight_decay is nan"),
        (lambda: gdmath.AdaGrad(initial_accumulator=-1), "initial_accumulator is -1"),
        (lambda: gdmath.AdaGrad(rate_decay=-1), "rate_decay is -1"),
        (lambda: gdmath.AdaDelta(rho=1), "rho is 1"),
        (lambda: gdmath.RProp(eta_minus=0), "eta_minus is 0; it must be above 0 and below 1"),
        (lambda: gdmath.RProp(eta_plus=1), "eta_plus is 1; it must be above 1"),
        (lambda: gdmath.RProp(least=2), "least is 2"),
        (lambda: gdmath.RProp(most=0.5), "most is 0.5"),
        (lambda: gdmath.Adam(amsgrad="yes"), "amsgrad is 'yes'; it must be True or False"),
        (lambda: gdmath.AdaMax(beta1=1), "beta1 is 1"),
        (lambda: gdmath.NAdam(momentum_decay=-1), "momentum_decay is -1"),
        (lambda: gdmath.RAdam(epsilon=0), "epsilon is 0"),
        (lambda: gdmath.Lion(beta2=1), "beta2 is 1"),
        (lambda: gdmath.StepDecay(0.0, 0.5, 2), "learning rate is 0"),
        (lambda: gdmath.StepDecay(0.1, 1.5, 2), "factor is 1.5"),
        (lambda: gdmath.StepDecay(0.1, 0.5, 0), "every is 0"),
        (lambda: gdmath.Exponential(0.1, 0.0), "factor is 0"),
        (lambda: gdmath.Exponential(-1, 0.5), "learning rate is -1"),
        (lambda: gdmath.InverseTime(0.1, -1.0), "decay is -1"),
        (lambda: gdmath.Cosine(0.1, 0), "steps is 0"),
        (lambda: gdmath.Cosine(0.1, 5, final=0.2), "final is 0.2"),
        (lambda: gdmath.WarmUp(0, gdmath.Constant(0.1)), "steps is 0"),
        (lambda: gdmath.Constant(math.inf), "learning rate is inf"),
    ],
)
def test_settings_that_make_no_sense_are_named(build, words):
    with pytest.raises(ValueError, match=words):
        build()
