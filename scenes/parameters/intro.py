"""What the introduction can be told with."""

from dataclasses import dataclass

from gdmath.checks import written
from scenes.parameters.data import DataParameters
from scenes.parameters.story import option


@dataclass(frozen=True, kw_only=True)
class IntroParameters(DataParameters):
    """A line through data, with one knob."""

    x: str | None = option(
        None, "the feature's column, by name or number; the first column of numbers if left out"
    )
    steps: int = option(100, "the most steps that are taken")

    def __post_init__(self) -> None:
        super().__post_init__()
        if not 1 <= self.steps <= 10_000:
            raise ValueError(f"steps is {written(self.steps)}; it must lie between 1 and 10000")
