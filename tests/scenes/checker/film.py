"""A story with its settings, in a shape."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

SHOWN = (
    "cost",
    "data",
    "x",
    "y",
    "model",
    "standardise",
    "batch_size",
    "start",
    "starts",
    "domain",
    "optimizer",
    "optimizers",
    "then",
    "schedule",
    "settings",
    "learning_rate",
    "rates",
    "steps",
    "grid",
    "theme",
    "language",
)


@dataclass(frozen=True)
class Film:
    """A story with its settings, in a shape."""

    story: Any
    told: Any
    shape: str

    def __str__(self) -> str:
        told, given = self.told, []
        for name in SHOWN:
            value = getattr(told, name, None)
            value = Path(value).name if name == "data" and value else value
            if value is not None and value != ():
                given.append(f"{name}={value!r}")
        return f"{self.story.__name__} {self.shape} {' '.join(given)}"
