"""What the story of the learning rate can be told with."""

from dataclasses import dataclass, field
from typing import Any

from scenes.parameters.cost import FOUND, Points, check_rate
from scenes.parameters.descents import DescentParameters
from scenes.parameters.story import option

MOST = 4  # rates
Place = tuple[float] | tuple[float, float]


@dataclass(frozen=True, kw_only=True)
class LearningRateParameters(DescentParameters):
    """The same cost from the same start at two to four learning rates; one variable or two."""

    cost: str | Any = option("x**2", "the cost, a formula of one variable or two, or a landscape's name")
    start: Place | None = option(
        None, f"where every descent starts, such as 3 or 3,4; {FOUND}: where there is a valley to go to"
    )
    rates: tuple[float, ...] = option(
        (), "a learning rate, two to four in all; four that show what rates do if left out"
    )
    steps: int = option(40, "the most steps that are taken at each rate")
    learning_rate: float | None = field(default=None, init=False)
    schedule: str | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        if len(self.names) > 2:
            names = ", ".join(self.names)
            raise ValueError(f"the cost {self.cost} has the variables {names}; this story needs one or two")
        super().__post_init__()
        if self.method.length != "constant":
            raise ValueError(
                f"{self.optimizer} finds the length of each step by itself; this story compares learning "
                "rates: choose another optimizer, such as momentum"
            )
        if self.rates and not 2 <= len(self.rates) <= MOST:
            raise ValueError(f"there are {len(self.rates)} learning rate(s); give 2 to {MOST}")
        for rate in self.rates:
            check_rate(rate)
        if len(set(self.rates)) < len(self.rates):
            raise ValueError(f"a learning rate is given twice, {_twice(self.rates):g}; give different ones")

    @property
    def variables(self) -> int:  # pyright: ignore[reportIncompatibleVariableOverride]
        """How many variables the cost has, of the two that it may have."""
        return min(max(len(self.names), 1), 2)

    @property
    def places(self) -> Points | None:
        return None if self.start is None else (self.start,)


def _twice(rates: tuple[float, ...]) -> float:
    return next(rate for rate in rates if rates.count(rate) > 1)
