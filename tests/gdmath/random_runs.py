"""Seeded descents of every sort: formulas, starts, rates and methods that nobody chose."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from gdmath import (
    AcceleratedGradient,
    AdaDelta,
    AdaGrad,
    Adam,
    AdaMax,
    AdamW,
    Backtracking,
    Constant,
    Cosine,
    Cost,
    Exponential,
    GradientDescent,
    InverseTime,
    Lion,
    Momentum,
    NAdam,
    Nesterov,
    Newton,
    RAdam,
    RMSProp,
    RProp,
    StepDecay,
    Stop,
    StrongWolfe,
    Trajectory,
    WarmUp,
    descend,
)

ONE = (
    *("x**2", "(x - 1)**2 + 3", "x**4", "x**6 - 5*x**4 + 4*x**2", "x**4 - 3*x**2 + x", "x**3", "(x - pi)**3"),
    *("x - sin(x)", "sin(x)**3", "sin(x)", "cos(3*x) + x**2/9", "tanh(x)**2", "exp(-x**2)*cos(8*x)", "-x"),
    *("exp(x) - 2*x", "exp(-x)", "exp(-x**2)", "log(1 + x**2)", "log(1 + exp(-x))", "exp(x**2)", "-x**2"),
    *(
        "x*log(x)",
        "log(x)",
        "sqrt(x)",
        "x**1.5",
        "1/x",
        "1/x + x",
        "tan(x)",
        "1/x**2 - 3/abs(x)",
        "-sin(x)/x",
    ),
    *("x**2/x", "(1 - cos(x))/x**2", "abs(x)", "abs(x) + x**2", "abs(x - 1) + abs(x + 1)", "abs(x)**1.5"),
    *("Max(x**2 - 1, 0)", "Min(x**2, 4)", "Max(x, -x/3)", "Min(Max(x, 0), 1) + Min(Max(x - 3, 0), 1)"),
    *("x/(1 + x**2)", "sqrt(1 + x**2)", "x**2 + x**4", "x**4/4 - x**2/2", "sqrt(abs(x))", "atan(x)"),
    *("abs(sin(x)) + x**2/50", "1e-9*x**2", "1e9*x**2", "x**2 + 1e6", "(x - 1000)**2", "Max(0, 1 - x)**2"),
)
TWO = (
    *("x**2 + y**2", "x**2 + 10*y**2", "100*x**2 - y**2", "x**2 - y**2", "(x + y)**2", "x*y", "x**2 + 0*y"),
    *("(1 - x)**2 + 100*(y - x**2)**2", "(x**2 + y - 11)**2 + (x + y**2 - 7)**2", "x**2*y**2", "x**4 + y**4"),
    *("(x**2 + y**2 - 1)**2", "abs(x) + abs(y)", "abs(x) + y**2", "Max(abs(x), abs(y))", "sin(x)*cos(y)"),
    *("exp(-(x**2 + y**2))", "x**3 - 3*x*y**2", "(y - x**2)*(y - 2*x**2)", "1/(x**2 + y**2) + x**2 + y**2"),
    *("sqrt(1 + x**2 + y**2)", "log(1 + x**2 + 5*y**2)", "x**2 + y**4", "(x*y - 1)**2", "exp(x) + y**2"),
    *(
        "Max(x**2 + y**2 - 1, 0)",
        "sqrt(x**2 + y**2)",
        "tan(x)*y",
        "log(x*y)",
        "x**3 + y**2",
        "-(x**2 + y**2)",
    ),
)


@dataclass(frozen=True)
class Case:
    """A descent that can be made again with another number of steps, or with no stop but that."""

    formula: str
    cost: Cost
    start: tuple[float, ...]
    optimizer: Any
    rate: Any
    stop: Stop

    @property
    def run(self) -> Trajectory:
        return descend(self.cost, self.start, self.optimizer, learning_rate=self.rate, stop=self.stop)

    def again(self, steps: int) -> Trajectory:
        """The same descent, however level it is, for so many steps."""
        stop = Stop(steps, 0, ceiling=self.stop.ceiling, patience=10**6)
        return descend(self.cost, self.start, self.optimizer, learning_rate=self.rate, stop=stop)

    def __str__(self) -> str:
        return f"{self.formula} from {self.start} with {self.optimizer} at {self.rate}, {self.stop}"


def cases(count: int, seed: int = 0) -> list[Case]:
    """So many descents whose start is in the domain."""
    random = np.random.default_rng(seed)
    made: list[Case] = []
    costs: dict[str, Cost] = {}
    while len(made) < count:
        formula = _formula(random)
        cost = costs.setdefault(formula, Cost.parse(formula))
        start = _start(random, cost.dimension)
        if not np.isfinite(cost.value(start)):
            continue
        gradient = np.linalg.norm(cost.gradient(start))
        norm = float(random.choice([0, 1e-8, 1e-6 * gradient if np.isfinite(gradient) else 0]))
        stop = Stop(int(random.choice([0, 1, 3, 10, 30, 100, 300])), norm)
        if random.uniform() < 0.1:
            stop = Stop(200, norm, cost_change=1e-9, theta_change=1e-9)
        optimizer, rate = _method(random, _rate(random, cost, start))
        made.append(Case(formula, cost, start, optimizer, rate, stop))
    return made


def _formula(random: np.random.Generator) -> str:
    if random.uniform() < 0.2:
        degree = int(random.integers(2, 7))
        numbers = np.round(random.normal(size=degree + 1), 2)
        numbers[degree] = (
            abs(numbers[degree]) if degree % 2 == 0 and random.uniform() < 0.8 else numbers[degree]
        )
        return " + ".join(f"{c}*x**{k}" for k, c in enumerate(numbers)).replace("x**0", "1") + " + x**2"
    if random.uniform() < 0.15:  # a regression: the mean squared error of a line through six points
        x, y = np.round(random.normal(size=(2, 6)), 1)
        return "(" + " + ".join(f"(w*{a} + b - {c})**2" for a, c in zip(x, y, strict=True)) + ")/6"
    return str(random.choice(ONE if random.uniform() < 0.6 else TWO))


def _start(random: np.random.Generator, d: int) -> tuple[float, ...]:
    kinds: list[Callable[[], Any]] = [
        lambda: random.normal(size=d) * 3,
        lambda: np.zeros(d),
        lambda: random.integers(-3, 4, d),
        lambda: random.choice([0.0, 1.0, np.pi, np.pi / 2], d),
        lambda: random.normal(size=d) * 10.0 ** random.uniform(-3, 2),
        lambda: np.where(random.uniform(size=d) < 0.5, 0.0, random.normal(size=d)),
    ]
    return tuple(float(x) for x in kinds[random.integers(len(kinds))]())


def _rate(random: np.random.Generator, cost: Cost, start: tuple[float, ...]) -> float:
    if random.uniform() < 0.25:
        return float(10 ** random.uniform(-9, 9))
    if random.uniform() < 0.4:
        return float(random.choice([0.01, 0.05, 0.1, 0.3, 1.0, 2.05]))
    bend = np.abs(cost.hessian(start)).sum()
    near = float(random.choice([-0.5, -0.05, -1e-3, -1e-9, 0, 1e-9, 1e-3, 0.05, 0.5, 2]))
    return (1 + near) * float(random.choice([1, 2, 3.8])) / (bend if 1e-9 < bend < 1e9 else 2.0)


def _method(random: np.random.Generator, rate: float) -> tuple[Any, Any]:
    optimizers = (
        *(Momentum(0.9), Momentum(0.5), Nesterov(0.9), AdaGrad(), RMSProp(), Adam(), AdamW(), Newton()),
        *(AcceleratedGradient(), AdaDelta(), AdaMax(), Lion(), NAdam(), RAdam(), RProp()),
        *(Momentum(0.9, weight_decay=0.1), GradientDescent(weight_decay=0.01), Newton(damping=1.0)),
    )
    plain = random.uniform() < 0.5
    optimizer = GradientDescent() if plain else optimizers[random.integers(len(optimizers))]
    if isinstance(optimizer, Newton) and random.uniform() < 0.7:
        rate = 1.0
    if random.uniform() < 0.75:
        return optimizer, rate
    rates = (
        *(Constant(rate), StepDecay(rate, 0.5, every=20), Exponential(rate, 0.97), InverseTime(rate, 0.1)),
        *(Cosine(rate, steps=100), WarmUp(5, Constant(rate)), Backtracking(), StrongWolfe()),
    )
    return optimizer, rates[random.integers(len(rates))]
