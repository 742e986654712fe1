"""The table of methods: every optimizer, schedule and line search by name, what suits it, and its settings.

The one source for the command line, its help, the stories and lecture files. Imports neither sympy nor numpy.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Setting:
    """A setting: a help line, and whether it is a number, a whole one, true or false, or one of a list.

    `default` is where the table asks for another value than the class does, or the class for one at all.
    """

    help: str
    kind: type = float
    choices: tuple[str, ...] = ()
    default: Any = None


@dataclass(frozen=True)
class Entry:
    """A method: its class in gdmath, a help line, its settings, and what suits it.

    `rate` is the constant learning rate that suits an optimizer whatever the cost; None where the cost's
    curvature decides. `schedule` is what an optimizer goes with unless another is named.
    """

    name: str
    help: str
    settings: Mapping[str, Setting] = field(default_factory=dict)
    rate: float | None = None
    schedule: str = "constant"


_BETA = Setting("momentum: how much of the sum of gradients is kept")
_BETA1 = Setting("how much of the mean gradient is kept")
_BETA2 = Setting("how much of the mean square is kept")
_EPSILON = Setting("added to the root, against a division by 0")
_DECAY = Setting("weight decay: adds so much times theta to the gradient")
_DECOUPLED = Setting("weight decay: so much times theta is stepped beside the gradient")
_MOMENTS = {"beta1": _BETA1, "beta2": _BETA2, "epsilon": _EPSILON, "weight_decay": _DECAY}
_AMSGRAD = Setting("divide by the largest mean square so far", bool)

OPTIMIZERS: Mapping[str, Entry] = {
    "gradient-descent": Entry("GradientDescent", "minus the gradient", {"weight_decay": _DECAY}),
    "momentum": Entry(
        "Momentum",
        "heavy ball: a sum of gradients that fades",
        {
            "beta": _BETA,
            "dampening": Setting("how much of each new gradient is left out"),
            "weight_decay": _DECAY,
        },
    ),
    "nesterov": Entry(
        "Nesterov",
        "momentum whose gradient is taken where it leads to",
        {"beta": _BETA, "weight_decay": _DECAY},
    ),
    "accelerated-gradient": Entry("AcceleratedGradient", "Nesterov's, of momentum (k-1)/(k+2) at step k"),
    "adagrad": Entry(
        "AdaGrad",
        "divided by the root of all squared gradients",
        {
            "epsilon": _EPSILON,
            "weight_decay": _DECAY,
            "initial_accumulator": Setting("what the sum of squares starts at"),
            "rate_decay": Setting("divides step k by 1 + rate_decay k"),
        },
        rate=0.5,
    ),
    "adadelta": Entry(
        "AdaDelta",
        "steps as long as the last ones were",
        {
            "rho": Setting("how much of both mean squares is kept"),
            "epsilon": Setting("added under both roots"),
            "weight_decay": _DECAY,
        },
    ),
    "rmsprop": Entry(
        "RMSProp",
        "divided by the root of the mean squared gradient",
        {
            "alpha": _BETA2,
            "epsilon": _EPSILON,
            "centred": Setting("divide by the spread: the mean square less the square of the mean", bool),
            "momentum": _BETA,
            "weight_decay": _DECAY,
        },
        rate=0.02,
    ),
    "rprop": Entry(
        "RProp",
        "only signs: each component has a step of its own, longer while the sign stays",
        {
            "eta_minus": Setting("times a step whose sign has changed"),
            "eta_plus": Setting("times a step whose sign stays"),
            "least": Setting("the shortest step, in learning rates"),
            "most": Setting("the longest step, in learning rates"),
        },
        rate=0.05,
    ),
    "adam": Entry(
        "Adam", "the mean gradient over its root mean square", {**_MOMENTS, "amsgrad": _AMSGRAD}, rate=0.05
    ),
    "adamw": Entry(
        "AdamW",
        "Adam with weight decay beside it, not within",
        {**_MOMENTS, "weight_decay": _DECOUPLED, "amsgrad": _AMSGRAD},
        rate=0.05,
    ),
    "adamax": Entry("AdaMax", "Adam by the largest gradient", _MOMENTS, rate=0.05),
    "nadam": Entry(
        "NAdam",
        "Adam with Nesterov's look ahead",
        {**_MOMENTS, "momentum_decay": Setting("how fast its momentum grows to beta1")},
        rate=0.05,
    ),
    "radam": Entry("RAdam", "Adam that waits until its mean square can be trusted", _MOMENTS, rate=0.05),
    "lion": Entry(
        "Lion",
        "the sign of a mean gradient",
        {"beta1": _BETA1, "beta2": Setting("how much of the sum is kept"), "weight_decay": _DECOUPLED},
        rate=0.02,
    ),
    "newton": Entry(
        "Newton",
        "the step to the minimum of the parabola that fits, for learning rate 1",
        {"damping": Setting("added to the Hessian's diagonal")},
        rate=1.0,
    ),
    "bfgs": Entry(
        "BFGS",
        "Newton's with a Hessian learnt from the steps, for a line search",
        rate=1.0,
        schedule="strong-wolfe",
    ),
    "l-bfgs": Entry(
        "LBFGS",
        "BFGS that remembers few steps, for a line search",
        {
            "memory": Setting("how many steps are remembered", int),
            "rescaled": Setting("start from the curvature of the latest step, not of the first", bool),
        },
        rate=1.0,
        schedule="strong-wolfe",
    ),
    "conjugate-gradient": Entry(
        "ConjugateGradient",
        "directions that keep what was gained, for a line search",
        {
            "rule": Setting("polak-ribiere or fletcher-reeves", str, ("polak-ribiere", "fletcher-reeves")),
            "restart": Setting("steps until it begins anew [as many as variables]", int),
        },
        schedule="exact",
    ),
}
ALTERATIONS: Mapping[str, Setting] = {
    "clip_norm": Setting("shorten a gradient that is longer"),
    "clip_value": Setting("clip every component of the gradient to this size"),
    "noise": Setting("add normal noise of this size to every component of the gradient"),
    "noise_seed": Setting("which noise", int),
}
_C1 = Setting("the share of the slope's promise that the cost must fall by")
SCHEDULES: Mapping[str, Entry] = {
    "constant": Entry("Constant", "the learning rate, always"),
    "step-decay": Entry(
        "StepDecay",
        "times a factor every so many steps",
        {
            "factor": Setting("times this", default=0.5),
            "every": Setting("after so many steps", int, default=100),
        },
    ),
    "exponential": Entry(
        "Exponential", "times a factor every step", {"factor": Setting("times this", default=0.99)}
    ),
    "inverse-time": Entry(
        "InverseTime",
        "divided by 1 + decay k at step k",
        {"decay": Setting("how fast it falls", default=0.01)},
    ),
    "cosine": Entry(
        "Cosine",
        "down half a wave of the cosine",
        {
            "steps": Setting("how long the half wave is", int, default=1000),
            "final": Setting("where it ends"),
        },
    ),
    "warm-up": Entry(
        "WarmUp", "rises evenly, then stays", {"steps": Setting("for how long", int, default=10)}
    ),
}
SEARCHES: Mapping[str, Entry] = {
    "backtracking": Entry(
        "Backtracking",
        "Armijo's: shortened until the cost falls enough",
        {"shrink": Setting("times this, until it does"), "c1": _C1},
    ),
    "strong-wolfe": Entry(
        "StrongWolfe",
        "until the cost falls enough and the slope is flat enough",
        {"c1": _C1, "c2": Setting("the share of the slope that may be left")},
    ),
    "exact": Entry("ExactSearch", "to the minimum along the line"),
    "polyak": Entry(
        "PolyakStep",
        "as long as a straight slope to the lowest cost would be",
        {"lowest": Setting("the lowest cost [a landscape's own]")},
    ),
}
LENGTHS = {**SCHEDULES, **SEARCHES}
