"""Conjugate gradients: every direction keeps what the ones before have gained."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gdmath.arrays import Floats
from gdmath.checks import whole, written
from gdmath.optimizers.base import Point, inner, label, times

Counts = NDArray[np.int64]
RULES = ("polak-ribiere", "fletcher-reeves")


@dataclass(frozen=True, repr=False)
class ConjugateGradient:
    """Nonlinear conjugate gradients: the direction is -g + beta times the direction before.

    With the gradient h of the step before, beta is max(0, g.(g - h)/h.h) by "polak-ribiere", and g.g/h.h by
    "fletcher-reeves". Every `restart` steps (None: as many as there are variables), and wherever the
    direction would not lead down, it is minus the gradient. Meant for a line search, exact or strong Wolfe
    with c2 = 0.1: on a quadratic in d variables an exact one ends after d steps.

    R. Fletcher, C. M. Reeves, 1964, "Function minimization by conjugate gradients",
    doi:10.1093/comjnl/7.2.149; E. Polak, G. Ribiere, 1969, doi:10.1051/m2an/196903R100351, with the 0 of
    M. J. D. Powell, 1984.

    Raises ValueError for another rule, and unless restart is None or a whole number, 1 or more.

    >>> from gdmath import Cost, ExactSearch, descend
    >>> cost = Cost.parse("x**2 + 10*y**2 + x*y")
    >>> len(descend(cost, (3, 1), ConjugateGradient(), learning_rate=ExactSearch()))
    2
    """

    rule: str = "polak-ribiere"
    restart: int | None = None

    def __post_init__(self) -> None:
        if self.rule not in RULES:
            raise ValueError(f"rule is {written(self.rule)}; it must be {' or '.join(RULES)}")
        if self.restart is not None:
            whole("restart", self.restart, 1)

    def init(self, theta: Floats) -> tuple[int, Floats, Floats, Counts]:
        return 0, np.zeros_like(theta), np.zeros_like(theta), np.zeros(theta.shape[:-1], dtype=np.int64)

    def update(
        self, point: Point, state: tuple[int, Floats, Floats, Counts]
    ) -> tuple[Floats, tuple[int, Floats, Floats, Counts]]:
        count, before, direction, turned = state
        gradient = point.gradient
        if count % (self.restart or gradient.shape[-1]) == 0:
            direction = -gradient
        else:
            change = gradient if self.rule == "fletcher-reeves" else gradient - before
            beta = np.maximum(inner(gradient, change) / inner(before, before), 0.0)
            direction = -gradient + beta[..., None] * direction
            down = np.asarray(inner(gradient, direction) < 0)
            direction = np.where(down[..., None], direction, -gradient)
            turned = turned + ~down
        return direction, (count + 1, gradient, direction, turned)

    def note(self, state: tuple[int, Floats, Floats, Counts]) -> str:
        """Return how often the direction would not have led down."""
        turned = state[-1]
        return f"begun anew at {times(int(turned))}: the direction would not have led down" if turned else ""

    __repr__ = label
