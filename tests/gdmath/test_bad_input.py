"""What is wrong is named with its remedy; what merely goes wrong ends in a Status. Warnings are errors."""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from gdmath import (
    AdaGrad,
    Adam,
    AdamW,
    Backtracking,
    Constant,
    Cosine,
    Cost,
    Exponential,
    InverseTime,
    MiniBatches,
    Momentum,
    Nesterov,
    Newton,
    Outcome,
    RMSProp,
    StepDecay,
    Stop,
    StrongWolfe,
    WarmUp,
    descend,
    landscape,
    linear,
)
from gdmath.data.datasets import ANSCOMBE
from tests.gdmath.test_optimizers_on_landscapes import OPTIMIZERS

PARABOLA = Cost.parse("x**2")
BOWL = Cost.parse("x**2 + y**2")
LINE = linear(ANSCOMBE)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: Momentum(1), "beta is 1; it must be 0 or more and below 1, such as 0.9"),
        (lambda: Momentum(-0.1), "beta is -0.1"),
        (lambda: Momentum(np.nan), "beta is nan"),
        (lambda: Nesterov(0), "beta is 0; it must be above 0"),
        (lambda: Nesterov(1), "beta is 1"),
        (lambda: AdaGrad(0), "epsilon is 0; it must be positive"),
        (lambda: RMSProp(alpha=1), "alpha is 1"),
        (lambda: RMSProp(momentum=1.5), "momentum is 1.5"),
        (lambda: RMSProp(epsilon=-1), "epsilon is -1"),
        (lambda: Adam(beta1=1), "beta1 is 1"),
        (lambda: Adam(beta2=1), "beta2 is 1"),
        (lambda: Adam(epsilon=np.inf), "epsilon is inf"),
        (lambda: AdamW(weight_decay=-1), "weight_decay is -1"),
        (lambda: AdamW(beta1=2), "beta1 is 2"),
        (lambda: Newton(damping=-1), "damping is -1"),
        (lambda: Newton(damping=np.nan), "damping is nan"),
        (lambda: Constant(0), "learning rate is 0; it must be a positive number"),
        (lambda: Constant(-1), "learning rate is -1"),
        (lambda: Constant(np.inf), "learning rate is inf"),
        (lambda: StepDecay(1, 0.5, 0), "every is 0"),
        (lambda: StepDecay(1, 2, 1), "factor is 2"),
        (lambda: Exponential(1, 0), "factor is 0"),
        (lambda: Exponential(0, 0.5), "learning rate is 0"),
        (lambda: InverseTime(1, -1), "decay is -1"),
        (lambda: Cosine(1, 0), "steps is 0"),
        (lambda: Cosine(1, 5, final=2), "final is 2; it must be 0 or more and below initial = 1"),
        (lambda: WarmUp(0, Constant(1)), "steps is 0"),
        (lambda: WarmUp(np.nan, Constant(1)), "steps is nan; it must be a whole number, 1 or more"),
        (lambda: WarmUp(2, 0.5), r"then is 0.5; it must be a schedule, such as Constant\(0.5\)"),
        (lambda: WarmUp(2, Constant), "then is the class Constant; it must be a schedule"),
        (lambda: WarmUp(2, Backtracking()), "then is Backtracking.*; it must be a schedule"),
        (lambda: Cosine(0.1, 1.5), "steps is 1.5; it must be a whole number, 1 or more"),
        (lambda: Cosine(0.1, np.inf), "steps is inf; it must be a whole number"),
        (lambda: StepDecay(0.1, 0.5, 1.5), "every is 1.5; it must be a whole number"),
        (lambda: StepDecay(0.1, 0.5, np.nan), "every is nan; it must be a whole number"),
        (lambda: RMSProp(centred="false"), "centred is 'false'; it must be True or False"),
        (lambda: RMSProp(centred=None), "centred is None; it must be True or False"),
        (lambda: Stop(-1), "steps is -1"),
        (lambda: Stop(1.5), "steps is 1.5; it must be a whole number"),
        (lambda: Stop(gradient_norm=-1), "gradient_norm is -1"),
        (lambda: Stop(ceiling=np.nan), "ceiling is nan"),
        (lambda: Stop(cost_change=-1), "cost_change is -1; it must be 0 or more"),
        (lambda: Stop(theta_change=np.nan), "theta_change is nan"),
        (lambda: Stop(patience=0), "patience is 0"),
        (lambda: Stop(patience=1.5), "patience is 1.5"),
        (lambda: descend(BOWL, 1), r"the start 1 does not fit this cost; it needs 2 number\(s\): x, y"),
        (lambda: descend(BOWL, [1, 2, 3]), "needs 2 number"),
        (lambda: descend(BOWL, [[1, 2]]), "needs 2 number"),
        (lambda: descend(BOWL, []), "needs 2 number"),
        (lambda: descend(PARABOLA, np.nan), "the start nan is not finite"),
        (lambda: descend(PARABOLA, -np.inf), "the start -inf is not finite"),
        (lambda: descend(PARABOLA, 1j), "the start 1j is not made of real numbers"),
        (lambda: descend(PARABOLA, "here"), "the start here is not made of real numbers"),
        (lambda: descend(PARABOLA, None), "the start None is not made of real numbers"),
        (lambda: descend(PARABOLA, [1, [2]]), "is not made of real numbers"),
        (
            lambda: descend(Cost.parse("log(x)"), -1),
            r"log\(x\) is not defined at the start -1; start elsewhere",
        ),
        (lambda: descend(Cost.parse("sqrt(x)"), -1), "not defined at the start"),
        (lambda: descend(Cost.parse("1/x"), 0), "not defined at the start 0"),
        (lambda: descend(PARABOLA, 1, learning_rate=0), "learning rate is 0"),
        (lambda: descend(PARABOLA, 1, learning_rate=-0.1), "learning rate is -0.1"),
        (lambda: descend(PARABOLA, 1, learning_rate="fast"), "learning rate is 'fast'; give a number"),
        (lambda: descend(PARABOLA, 1, learning_rate=None), "learning rate is None"),
        (lambda: descend(PARABOLA, 1, learning_rate=True), "learning rate is True; give a number"),
        (lambda: descend(PARABOLA, 1, learning_rate=10**400), "learning rate is beyond 1e308; it must be"),
        (lambda: descend(PARABOLA, 1, learning_rate=Cosine), "learning rate is the class Cosine; give a"),
        (lambda: descend(PARABOLA, 1, learning_rate=StrongWolfe), "learning rate is the class StrongWolfe"),
        (
            lambda: descend(PARABOLA, 1, learning_rate=lambda k: None if k == 2 else 0.1),
            "the learning rate at step 2 is None, not an int or float; it must be 0 or more",
        ),
        (
            lambda: descend(PARABOLA, 1, learning_rate=lambda k: "0.1"),
            "learning rate at step 0 is '0.1', not",
        ),
        (lambda: descend(PARABOLA, 1, learning_rate=lambda k: 0.1j), "learning rate at step 0 is 0.1j, not"),
        (lambda: descend(PARABOLA, 1, learning_rate=lambda k: np.ones(2)), "at step 0 is array"),
        (lambda: descend("x**2", 1), "the cost is 'x..2'; give a Cost, such as Cost.parse"),
        (lambda: descend(None, 1), "the cost is None"),
        (lambda: descend(PARABOLA, 1, Momentum), "the optimizer is the class Momentum; give an optimizer"),
        (
            lambda: descend(PARABOLA, 1, "adam"),
            "the optimizer is 'adam'; give an optimizer, such as Momentum",
        ),
        (lambda: descend(PARABOLA, 1, ""), "the optimizer is ''"),
        (lambda: descend(PARABOLA, 1, stop=100), "stop is 100; give a Stop, such as Stop"),
        (lambda: descend(PARABOLA, 1, stop=Stop), "stop is the class Stop"),
        (lambda: descend(LINE, [0, 0], batches=8), "batches is 8; give batches, such as MiniBatches"),
        (lambda: descend(LINE, [0, 0], batches=MiniBatches), "batches is the class MiniBatches"),
        (lambda: descend(BOWL, [0, 0], batches=MiniBatches(LINE, 2)), "the batches are of another cost"),
        (lambda: landscape(None), "the landscape is None; give its name"),
        (lambda: landscape([]), r"the landscape is \[\]"),
        (lambda: Cost.parse("x**2", ["x", 1]), "a variable is named 1; give a list of names"),
        (lambda: Cost.parse("x**2", 5), "the variables are 5; give a list of names"),
        (lambda: Cost.parse("x*y", "xy"), "the variables are 'xy'; give a list of names"),
        (lambda: Cost.parse("x*y", ["x", "y", "x"]), "the variable 'x' is there twice"),
        (lambda: Cost.parse("x*E", ["x", "E"]), "a variable is named 'E', which is a constant"),
        (lambda: descend(PARABOLA, 1, learning_rate=lambda k: -k), "learning rate at step 1 is -1"),
        (lambda: descend(PARABOLA, 1, learning_rate=lambda k: np.nan), "learning rate at step 0 is nan"),
        (lambda: PARABOLA.value(1.0), "does not fit this cost of 1 variable"),
        (lambda: BOWL.gradient([1.0, 2.0, 3.0]), "its last axis must hold"),
        (lambda: BOWL.hessian(np.zeros((2, 3))), "its last axis must hold"),
        (lambda: Cost.parse("x +"), "x"),
        (lambda: Cost.parse("3"), "3"),
        (lambda: Cost.parse("sqrt(-1)*x"), "no value among the real numbers"),
        (lambda: Cost.parse("x*y", ["x"]), "y"),
    ],
)
def test_wrong_input_is_an_error_that_names_it(make, words):
    with pytest.raises(ValueError, match=words):
        make()


NO_NUMBERS = [None, "0.5", 0.5j, [0.5], True, Decimal("0.5"), Fraction(1, 2), np.array([0.5]), 10**400]
TAKERS = {
    "beta": (Momentum, Nesterov),
    "epsilon": (AdaGrad, RMSProp, Adam, AdamW),
    "alpha": (RMSProp,),
    "momentum": (RMSProp,),
    "beta1": (Adam, AdamW),
    "beta2": (Adam, AdamW),
    "weight_decay": (AdamW,),
    "damping": (Newton,),
    "rate": (Constant,),
    "initial": (
        lambda initial: Cosine(initial, 5),
        lambda initial: StepDecay(initial, 0.5, 2),
        lambda initial: Exponential(initial, 0.5),
        lambda initial: InverseTime(initial, 0.5),
    ),
    "factor": (lambda factor: StepDecay(1, factor, 2), lambda factor: Exponential(1, factor)),
    "decay": (lambda decay: InverseTime(1, decay),),
    "final": (lambda final: Cosine(1, 5, final),),
    "steps": (lambda steps: Cosine(1, steps), lambda steps: WarmUp(steps, Constant(1))),
    "every": (lambda every: StepDecay(1, 0.5, every),),
}
CALLED = {"rate": "the learning rate", "initial": "the learning rate"}


@pytest.mark.parametrize("value", NO_NUMBERS, ids=lambda value: type(value).__name__)
@pytest.mark.parametrize("name", TAKERS)
def test_a_setting_is_a_number_and_nothing_like_it(name, value):
    for make in TAKERS[name]:
        with pytest.raises(ValueError, match=f"^{CALLED.get(name, name)} is .*; it must be ") as caught:
            make(**{name: value})
        assert len(str(caught.value)) < 200
        assert "\n" not in str(caught.value)


@pytest.mark.parametrize("kind", [float, np.float64, np.float32, np.float16])
def test_numbers_of_numpy_are_numbers(kind):
    for name, takers in TAKERS.items():
        for make in takers:
            make(**{name: kind(0.5 if name not in ("steps", "every") else 3)})
    run = descend(PARABOLA, 1, Adam(beta1=kind(0.5)), learning_rate=kind(0.25), stop=Stop(3))
    assert len(run) == 3
    assert run.learning_rates.dtype == float


def test_whole_settings_may_be_any_whole_numbers():
    assert Cosine(1, np.int64(4))(2) == Cosine(1.0, 4.0)(2) == Cosine(1, 4)(2)
    assert InverseTime(np.int32(1), 1)(1) == 0.5
    assert RMSProp(centred=np.True_).centred


EXTREMES = {
    "huge": ("1e150*x**2", 1.0),
    "huge and beyond": ("1e290*x**2", 1000.0),
    "tiny": ("1e-200*x**2", 1.0),
    "vanishing": ("1e-300*x**2", 1e-10),
    "far": ("x**2", 1e150),
    "steep": ("x**100", 2.0),
    "exploding": ("exp(exp(x))", 3.0),
    "flat": ("x**100", 0.1),
    "singular Hessian": ("x**3", 1e-9),
    "kink": ("abs(x)", 1.0),
    "steps": ("sign(x) + x**2", 1.0),
    "root": ("sqrt(abs(x))", 1.0),
    "pole": ("1/x", 1e-3),
    "edge of the domain": ("log(x)", 1e-6),
    "never lower": ("-exp(x)", 1.0),
    "wild": ("tan(x)", 1.5),
    "offset": ("1e15 + x**2", 3.0),
}


@pytest.mark.parametrize("optimizer", OPTIMIZERS, ids=repr)
@pytest.mark.parametrize("name", EXTREMES)
def test_what_goes_wrong_on_the_way_is_a_status(name, optimizer):
    formula, start = EXTREMES[name]
    for rate in (1e-3, 1.0, 1e200, Backtracking(), StrongWolfe()):
        run = descend(Cost.parse(formula), start, optimizer, learning_rate=rate, stop=Stop(40))
        assert isinstance(run.status.outcome, Outcome)
        assert str(run.status)
        assert len(run.thetas) == len(run) + 1


@pytest.mark.parametrize(
    ("formula", "start", "rate", "outcome", "words"),
    [
        ("x**2", 1e6, 0.1, Outcome.OUT_OF_STEPS, "stopped after 40 steps"),
        ("1e6*x**2", 1e4, 1e-7, Outcome.OUT_OF_STEPS, "stopped after"),
        ("x**2", 1e6, 2.0, Outcome.ESCAPED, "the cost grew past 1e+15"),
        ("-x**3", 10.0, 0.1, Outcome.ESCAPED, "the cost fell below -1e+09"),
        ("atan(x)", 100.0, 1e30, Outcome.ESCAPED, "theta grew past 1e+09"),
        ("1/x", 1e-3, 1e-12, Outcome.OUT_OF_STEPS, "stopped after"),
        ("log(x)", 1.0, 1.5, Outcome.UNDEFINED, "the cost is not defined at step 1, at x = -0.5"),
        ("abs(x)", 1.0, 0.5, Outcome.KINK, "no gradient at step 2"),
    ],
)
def test_the_status_tells_them_apart(formula, start, rate, outcome, words):
    run = descend(Cost.parse(formula), start, learning_rate=rate, stop=Stop(40))
    assert run.status.outcome is outcome, run.status
    assert words in str(run.status)
