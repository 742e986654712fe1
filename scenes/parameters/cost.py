"""What every story of one cost can be told with: the cost, the steps, where it starts, what is shown."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

from gdmath.checks import written
from gdmath.formulas.formula import Formula, read
from gdmath.landscapes import Landscape, named
from scenes.parameters.story import StoryParameters, option

SMALLEST, LARGEST = 1e-100, 1e100  # of the sizes that can be drawn: their squares are numbers too
NARROWEST = 1e-9  # of a domain, as a share of how far from zero it is
FOUND = "found by itself if left out"

Points = tuple[tuple[float, ...], ...]
Box = tuple[tuple[float, float], ...]


@dataclass(frozen=True, kw_only=True)
class CostParameters(StoryParameters):
    """What every story of one cost takes. In a subclass `cost` may be a FunctionCost, too."""

    variables: ClassVar[int] = 1
    many: ClassVar[int] = 1  # of starts: the most that may be asked for

    cost: str | Any = option("x**2", "the cost, a formula, or a landscape's name")
    steps: int = option(1000, "the most steps that are taken")

    def __post_init__(self) -> None:
        super().__post_init__()
        if not 1 <= self.steps <= 100_000:
            raise ValueError(f"steps is {written(self.steps)}; it must lie between 1 and 100000")
        names = self.names
        if len(names) != self.variables:
            need = "one variable" if self.variables == 1 else f"{self.variables} variables"
            raise ValueError(
                f"the cost {self.cost} has the variables {', '.join(names)}; this story needs {need}"
            )
        self._check_places()

    @cached_property
    def landscape(self) -> Landscape | None:
        """The landscape that the cost names, or None for a formula."""
        return named(self.cost) if isinstance(self.cost, str) else None

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the variables. Raises ValueError for what is no cost."""
        if isinstance(self.cost, str):
            return self.formula.variables
        symbols = getattr(self.cost, "variables", None)
        if symbols is None or isinstance(self.cost, type):
            raise ValueError(
                f"the cost is {written(self.cost)}; give a formula, such as 'x**2', or a FunctionCost"
            )
        return tuple(symbol.name for symbol in symbols)

    @cached_property
    def formula(self) -> Formula:
        """The checked formula of the cost. Raises FormulaError, and ValueError where there is none."""
        if not isinstance(self.cost, str):
            raise ValueError(f"{self.cost} has no formula; give one, such as 'x**2'")
        return read(self.landscape.formula if self.landscape else self.cost)

    @property
    def places(self) -> Points | None:
        """The starts that were asked for, each a tuple, or None."""
        return None

    @property
    def box(self) -> Box | None:
        """The domain that was asked for, an interval for each variable, or None."""
        return None

    def _check_places(self) -> None:
        places, box = self.places, self.box
        if places is not None and not 1 <= len(places) <= self.many:
            raise ValueError(f"there are {len(places)} starts; give 1 to {self.many}")
        for number, start in enumerate(places or ()):
            self.check_start(start)
            if start in (places or ())[:number]:
                raise ValueError(f"the start {_listed(start)} is given twice; give different ones")
        for interval in box or ():
            check_domain(interval)
        for start in places or ():
            if box and not all(low <= x <= high for x, (low, high) in zip(start, box, strict=True)):
                at, shown = _listed(start), _listed([end for interval in box for end in interval])
                raise ValueError(
                    f"the start {at} is outside of the domain {shown}; widen it, or start inside"
                )

    def check_start(self, start: tuple[float, ...]) -> None:
        """Raise ValueError unless the cost has a value at start."""
        at = ", ".join(f"{x:g}" for x in start)
        if len(start) != self.variables:
            raise ValueError(f"the start ({at}) has {len(start)} number(s); it needs {self.variables}")
        if not all(map(math.isfinite, start)):
            raise ValueError(f"the start {at} is not finite; give a number")
        if not all(map(_can_be_drawn, start)):
            raise ValueError(f"the start {at} can't be drawn; {_SIZES}")
        if isinstance(self.cost, str):
            place = dict(zip(self.formula.variables, start, strict=True))
            value, undefined = self.formula.evaluate(**place), self.formula.is_undefined(**place)
        else:
            value = float(self.cost.value(start))
            undefined = not math.isfinite(value)
        if undefined:
            raise ValueError(f"the cost {self.cost} is not defined at the start {at}; start elsewhere")
        if abs(value) > LARGEST:
            raise ValueError(f"the cost is {value:.3g} at the start {at}; divide it by as much")


def check_rate(rate: float | None) -> None:
    """Raise ValueError unless rate is None or a learning rate that can be drawn."""
    if rate is not None and not (math.isfinite(rate) and rate > 0):
        raise ValueError(f"the learning rate is {rate:g}; it must be a positive number, such as 0.1")
    if rate is not None and not SMALLEST <= rate <= LARGEST:
        raise ValueError(f"the learning rate is {rate:g}; it must lie between {SMALLEST:g} and {LARGEST:g}")


def plane_box(domain: tuple[float, ...] | None) -> Box | None:
    """Return a part of the plane as an interval for each variable. Raises ValueError unless it has four."""
    if domain is None:
        return None
    if len(domain) != 4:
        raise ValueError(f"the domain has {len(domain)} numbers; give four, such as -1,1,-1,1")
    return (domain[0], domain[1]), (domain[2], domain[3])


def check_domain(domain: tuple[float, float] | None) -> None:
    """Raise ValueError unless domain is None or an interval that can be drawn."""
    if domain is None:
        return
    ends = ",".join(f"{x:.10g}" for x in domain)
    if len(domain) != 2 or not all(map(math.isfinite, domain)) or not domain[0] < domain[1]:
        raise ValueError(f"the domain is {ends}; it must be two numbers, the smaller first, such as -5,5")
    if not all(map(_can_be_drawn, domain)):
        raise ValueError(f"the domain {ends} can't be drawn; {_SIZES}")
    if domain[1] - domain[0] < NARROWEST * max(map(abs, domain)):
        raise ValueError(f"the domain {ends} is too narrow so far from zero; widen it, or shift the variable")


_SIZES = f"give numbers whose size is 0 or between {SMALLEST:g} and {LARGEST:g}"


def _can_be_drawn(x: float) -> bool:
    return x == 0 or SMALLEST <= abs(x) <= LARGEST


def _listed(numbers: Sequence[float]) -> str:
    return ",".join(f"{x:g}" for x in numbers)
