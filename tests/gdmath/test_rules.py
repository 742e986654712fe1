"""The rule that is shown is the one that is taken: it gives the next theta, and the next state."""

import numpy as np
import pytest

from gdmath import Cost, Stop, descend
from gdmath.method_table import OPTIMIZERS
from gdmath.methods import Method
from gdmath.optimizers.replay import replay
from gdmath.optimizers.rules import rule_of
from gdmath.optimizers.working import work

COSTS = {"x**4/4 - x**2 + 0.3*x": (1.7,), "(1 - x)**2 + 3*(y - x**2)**2 + sin(3*y)": (-1.2, 0.7)}
SETTINGS = {
    "momentum": ("beta=0.8", "dampening=0.2", "weight_decay=0.01"),
    "nesterov": ("weight_decay=0.1",),
    "adagrad": ("rate_decay=0.1", "initial_accumulator=0.5", "weight_decay=0.1"),
    "adadelta": ("rho=0.8", "epsilon=0.01"),
    "rmsprop": ("centred=true", "momentum=0.5", "alpha=0.7"),
    "rprop": ("eta_plus=1.5", "most=3"),
    "adam": ("amsgrad=true", "beta2=0.9", "weight_decay=0.1"),
    "adamw": ("amsgrad=true", "weight_decay=0.2"),
    "adamax": ("beta1=0.5", "weight_decay=0.1"),
    "nadam": ("momentum_decay=0.1", "weight_decay=0.1"),
    "radam": ("beta2=0.9", "weight_decay=0.1"),
    "lion": ("weight_decay=0.1",),
    "newton": ("damping=0.5",),
    "l-bfgs": ("memory=2",),
    "conjugate-gradient": ("rule=fletcher-reeves",),
    "gradient-descent": ("weight_decay=0.3",),
}
ALTERED = [("clip_norm=1.5",), ("noise=0.2", "clip_value=0.7")]


def methods():
    for name in OPTIMIZERS:
        yield Method(name)
        yield Method(name, "inverse-time", ("decay=0.1",))
        yield Method(name, settings=SETTINGS.get(name, ()))
        for settings in ALTERED:
            yield Method(name, settings=(*settings, *SETTINGS.get(name, ())))


def described(method):
    return " ".join((method.optimizer, method.length, *method.settings))


@pytest.mark.parametrize("formula", COSTS)
@pytest.mark.parametrize("method", [*methods()], ids=described)
def test_the_rule_with_its_numbers_gives_the_step_that_was_taken(formula, method):
    optimizer, rate = method.build(1.0 if method.usual_rate == 1.0 else 0.05)
    run = descend(Cost.parse(formula), COSTS[formula], optimizer, learning_rate=rate, stop=Stop(steps=25))
    steps = list(replay(optimizer, run))
    assert len(steps) == len(run) > 0
    for k, step in enumerate(steps):
        np.testing.assert_array_equal(step.direction, run.directions[k])
        worked = work(optimizer, step)
        results = {each.line.target: each.result for each in worked}
        np.testing.assert_allclose(results["theta"], run.thetas[k + 1], rtol=1e-12, atol=1e-14)
        remembered = rule_of(optimizer, len(step.point.theta)).remembered(step.after)
        for name, part in remembered.items():
            np.testing.assert_allclose(results[name], part, rtol=1e-12, atol=1e-14)


def test_every_optimizer_has_a_rule_and_a_stranger_s_has_none():
    for name in OPTIMIZERS:
        assert rule_of(Method(name).build(0.1)[0]).lines[-1]
    assert rule_of(object()) is None


def test_a_step_takes_three_lines_at_most():
    for name in OPTIMIZERS:
        targets = [line.target for line in rule_of(Method(name).build(0.1)[0]).lines if not line.aside]
        assert targets.index("theta") < 3
