"""What is wrong is named with its remedy; what merely goes wrong ends in a Status. Warnings are errors."""

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
    GradientDescent,
    InverseTime,
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
)

PARABOLA = Cost.parse("x**2")
BOWL = Cost.parse("x**2 + y**2")


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


OPTIMIZERS = [
    GradientDescent(),
    Momentum(),
    Nesterov(),
    AdaGrad(),
    RMSProp(),
    RMSProp(centred=True, momentum=0.9),
    Adam(),
    AdamW(),
    Newton(),
]
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
