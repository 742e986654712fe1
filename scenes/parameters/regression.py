"""What a regression can be told with."""

import re
from dataclasses import dataclass

from gdmath.checks import written
from scenes.parameters.data import DataParameters
from scenes.parameters.story import option

SCALES = ("compare", "yes", "no")
DEGREES = 8


@dataclass(frozen=True, kw_only=True)
class RegressionParameters(DataParameters):
    """A model of a table, and descents on the map of its cost, with all examples or with some."""

    x: tuple[str, ...] = option(
        (), "a feature's column, by name or number; all others if left out", flag="--x"
    )
    model: str = option("linear", f"linear, polynomial:DEGREE (1 to {DEGREES}) or logistic")
    standardise: str = option("compare", "bring features to mean 0 and deviation 1: yes, no, or compare both")
    batch_size: int | None = option(None, "examples that a step of the noisy descent sees; a few if left out")
    steps: int = option(200, "the most steps that are taken")

    def __post_init__(self) -> None:
        super().__post_init__()
        _ = self.kind, self.degree
        if self.standardise not in SCALES:
            raise ValueError(f"standardise is {self.standardise!r}; it must be one of {', '.join(SCALES)}")
        if self.batch_size is not None and self.batch_size < 1:
            raise ValueError(f"the batch size is {written(self.batch_size)}; it must be 1 or more")
        if not 1 <= self.steps <= 10_000:
            raise ValueError(f"steps is {written(self.steps)}; it must lie between 1 and 10000")

    @property
    def kind(self) -> str:
        """The kind of the model: linear, polynomial or logistic."""
        return self._read()[0]

    @property
    def degree(self) -> int:
        """The degree of a polynomial, else 0."""
        return self._read()[1]

    def _read(self) -> tuple[str, int]:
        match = re.fullmatch(r"(linear|logistic)|polynomial:(\d{1,2})", self.model)
        if not match:
            raise ValueError(
                f"the model is {self.model!r}; choose linear, logistic, or polynomial:3 of degree 3"
            )
        degree = int(match[2] or 0)
        if match[2] and not 1 <= degree <= DEGREES:
            raise ValueError(f"the degree is {degree}; it must lie between 1 and {DEGREES}")
        return match[1] or "polynomial", degree
