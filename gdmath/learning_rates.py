"""Learning rates: how long a step is."""

import math
from collections.abc import Callable
from dataclasses import dataclass

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
        if not (math.isfinite(self.rate) and self.rate > 0):
            raise ValueError(f"the learning rate is {self.rate:g}; it must be a positive number, such as 0.1")

    def __call__(self, step: int) -> float:  # noqa: ARG002 (the same at every step)
        return self.rate
