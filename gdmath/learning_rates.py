"""Learning rates: how long a step is. A schedule is a function of the step k = 0, 1, 2, ..."""

import math
from collections.abc import Callable
from dataclasses import dataclass

from gdmath.checks import is_number, number, whole, written

Schedule = Callable[[int], float]


@dataclass(frozen=True)
class Constant:
    """The schedule k -> rate.

    Raises ValueError unless rate is finite and positive.

    >>> Constant(0.1)(7)
    0.1
    """

    rate: float

    def __post_init__(self) -> None:
        must = "a positive number, such as 0.1"
        number("the learning rate", self.rate, must, lambda rate: 0 < rate < math.inf)

    def __call__(self, step: int) -> float:
        return self.rate


@dataclass(frozen=True)
class StepDecay:
    """The schedule k -> initial * factor^floor(k / every).

    Raises ValueError unless initial > 0, 0 < factor <= 1 and every is a whole number, 1 or more.

    >>> [StepDecay(1.0, 0.5, every=2)(k) for k in range(5)]
    [1.0, 1.0, 0.5, 0.5, 0.25]
    """

    initial: float
    factor: float
    every: int

    def __post_init__(self) -> None:
        Constant(self.initial)
        _check_factor(self.factor)
        whole("every", self.every, 1)

    def __call__(self, step: int) -> float:
        return self.initial * self.factor ** (step // self.every)


@dataclass(frozen=True)
class Exponential:
    """The schedule k -> initial * factor^k.

    Raises ValueError unless initial > 0 and 0 < factor <= 1.

    >>> Exponential(0.5, 0.1)(1)
    0.05
    """

    initial: float
    factor: float

    def __post_init__(self) -> None:
        Constant(self.initial)
        _check_factor(self.factor)

    def __call__(self, step: int) -> float:
        return self.initial * self.factor**step


@dataclass(frozen=True)
class InverseTime:
    """The schedule k -> initial / (1 + decay k), whose sum diverges while that of its squares does not.

    H. Robbins, S. Monro, 1951, "A stochastic approximation method", doi:10.1214/aoms/1177729586.
    Raises ValueError unless initial > 0 and decay >= 0.

    >>> InverseTime(1.0, 1.0)(3)
    0.25
    """

    initial: float
    decay: float

    def __post_init__(self) -> None:
        Constant(self.initial)
        number("decay", self.decay, "0 or more, such as 0.01", lambda decay: 0 <= decay < math.inf)

    def __call__(self, step: int) -> float:
        return self.initial / (1 + self.decay * step)


@dataclass(frozen=True)
class Cosine:
    """The schedule k -> final + (initial - final) (1 + cos(pi k / steps)) / 2, and final from k = steps on.

    I. Loshchilov, F. Hutter, 2017, "SGDR: stochastic gradient descent with warm restarts", arXiv:1608.03983.
    Raises ValueError unless initial > final >= 0 and steps is a whole number, 1 or more.

    >>> Cosine(1.0, steps=10)(5)
    0.5
    """

    initial: float
    steps: int
    final: float = 0.0

    def __post_init__(self) -> None:
        Constant(self.initial)
        whole("steps", self.steps, 1)
        must = f"0 or more and below initial = {self.initial:g}"
        number("final", self.final, must, lambda final: 0 <= final < self.initial)

    def __call__(self, step: int) -> float:
        share = min(step / self.steps, 1.0)
        return self.final + (self.initial - self.final) * (1 + math.cos(math.pi * share)) / 2


@dataclass(frozen=True)
class WarmUp:
    """The schedule that rises evenly to `then` over the first `steps`, and is `then` from there on.

    k -> then(0) (k + 1) / (steps + 1) for k < steps, then(k - steps) afterwards.
    Raises ValueError unless steps is a whole number, 1 or more, and `then` a schedule.

    >>> [WarmUp(3, Constant(1.0))(k) for k in range(5)]
    [0.25, 0.5, 0.75, 1.0, 1.0]
    """

    steps: int
    then: Schedule

    def __post_init__(self) -> None:
        whole("steps", self.steps, 1)
        if isinstance(self.then, type) or not callable(self.then):
            rate = written(self.then) if is_number(self.then) else "0.1"
            raise ValueError(f"then is {written(self.then)}; it must be a schedule, such as Constant({rate})")

    def __call__(self, step: int) -> float:
        if step < self.steps:
            return self.then(0) * (step + 1) / (self.steps + 1)
        return self.then(step - self.steps)


def _check_factor(factor: float) -> None:
    number("factor", factor, "above 0 and at most 1, such as 0.5", lambda share: 0 < share <= 1)
