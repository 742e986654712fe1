"""What the stories of a table of examples take."""

import math
from dataclasses import dataclass

from gdmath.checks import written
from scenes.parameters.story import StoryParameters, option


@dataclass(frozen=True, kw_only=True)
class DataParameters(StoryParameters):
    """What every story of a table takes: which file, which of its columns, and how it is learned from."""

    data: str | None = option(None, "a CSV file, a row for each example; made-up examples if left out")
    y: str | None = option(None, "the target's column, by name or number; the last one if left out")
    decimal: str | None = option(
        None, "the decimal sign of the file, . or , and the one that its numbers show if left out"
    )
    learning_rate: float | None = option(None, "the length of a step; one that suits the data if left out")

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.decimal not in (None, ".", ","):
            raise ValueError(f"decimal is {written(self.decimal)}; it must be . or ,")
        if self.data is None:
            for name in ("x", "y", "decimal"):
                if getattr(self, name) not in (None, ()):
                    raise ValueError(f"{name} is for data; name a file, such as --data points.csv")
        rate = self.learning_rate
        if rate is not None and not (math.isfinite(rate) and rate > 0):
            raise ValueError(f"the learning rate is {rate:g}; it must be a positive number, such as 0.1")
