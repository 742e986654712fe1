"""What the race of optimizers can be told with, and how a racer is written."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

from gdmath.checks import written
from gdmath.method_table import OPTIMIZERS
from gdmath.methods import Method
from scenes.parameters.cost import FOUND, Box, CostParameters, Points, check_rate, plane_box
from scenes.parameters.story import option

LEAST, MOST = 2, 6
EXAMPLE = "adam:rate=0.1,beta1=0.8"
RAVINE, ITS_START = "(1 - x)**2 + 10*(y - x**2)**2", (-1.2, 1.0)  # H. H. Rosenbrock's start, on a milder bend


@dataclass(frozen=True, kw_only=True)
class RaceParameters(CostParameters):
    """Two to six optimizers on one cost of two variables, from one start, with as many steps each."""

    variables: ClassVar[int] = 2

    cost: str | Any = option(RAVINE, "the cost, a formula of two variables, or a landscape's name")
    optimizers: tuple[str, ...] = option(
        ("gradient-descent", "momentum", "rmsprop", "adam"),
        f"who races, two to six: {', '.join(OPTIMIZERS)}; with a rate, a schedule or settings of its own as "
        f"in {EXAMPLE} (descent methods tells more); the rate left out is the best of a grid",
    )
    steps: int = option(100, "how many steps each may take")
    start: tuple[float, float] | None = option(None, f"where all start, such as -1,1; {FOUND}")
    domain: tuple[float, float, float, float] | None = option(
        None, f"the part of the plane to show, such as -1,1,-1,1; {FOUND}: what the runs need"
    )

    def __post_init__(self) -> None:
        if not LEAST <= len(self.optimizers) <= MOST:
            raise ValueError(f"{len(self.optimizers)} optimizers can't race; give {LEAST} to {MOST} of them")
        methods = self.methods
        for k, method in enumerate(methods):
            if method in methods[:k]:
                raise ValueError(
                    f"{self.optimizers[k]} races against itself; give it another rate or setting, "
                    f"such as {method.optimizer}:rate=0.1"
                )
        super().__post_init__()

    @cached_property
    def methods(self) -> tuple[Method, ...]:
        """The racers, checked. Raises ValueError for what is none."""
        return tuple(map(racer, self.optimizers))

    @property
    def places(self) -> Points | None:
        if self.start is None:
            return (ITS_START,) if self.cost == RAVINE and self.domain is None else None
        return (self.start,)

    @property
    def box(self) -> Box | None:
        return plane_box(self.domain)


def racer(text: str) -> Method:
    """Return the method that is written NAME or NAME:KEY=VALUE,..., of which `rate` and `schedule` are keys.

    Raises ValueError for what can't be read, and as `Method` does.

    >>> found = racer("adam:rate=0.1,beta1=0.8")
    >>> found.optimizer, found.learning_rate, found.settings
    ('adam', 0.1, ('beta1=0.8',))
    >>> racer("momentum:schedule=backtracking").length
    'backtracking'
    """
    if not isinstance(text, str):
        raise ValueError(f"the optimizer is {written(text)}; write its name, as in {EXAMPLE}")
    name, _, rest = text.partition(":")
    asked: dict[str, str] = {}
    settings = []
    for part in filter(None, (part.strip() for part in rest.split(","))):
        key, equals, value = (piece.strip() for piece in part.partition("="))
        key = "rate" if key.replace("-", "_") == "learning_rate" else key
        if key not in ("rate", "schedule"):
            settings.append(part)
            continue
        if key in asked:
            raise ValueError(f"{key} is set twice in {written(text)}; set it once")
        if not (equals and value):
            raise ValueError(f"{key} has no value in {written(text)}; write it as in {EXAMPLE}")
        asked[key] = value
    return Method(name.strip(), asked.get("schedule"), tuple(settings), _rate(asked.get("rate")))


def _rate(text: str | None) -> float | None:
    if text is None:
        return None
    try:
        if "_" in text:
            raise ValueError
        rate = float(text)
    except ValueError:
        raise ValueError(f"the rate is {written(text)}; it must be a number, as in {EXAMPLE}") from None
    check_rate(rate)
    return rate
