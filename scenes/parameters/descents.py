"""What the stories of one cost and one optimizer can be told with: one descent or several."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

from gdmath.method_table import OPTIMIZERS, SCHEDULES, SEARCHES
from gdmath.methods import Method
from scenes.parameters.cost import FOUND, Box, CostParameters, Points, check_rate, plane_box
from scenes.parameters.story import option

AXIS = f"the part of the axis to show, such as -5,5; {FOUND}: what the descents need"


@dataclass(frozen=True, kw_only=True)
class DescentParameters(CostParameters):
    """What every story of one cost and one optimizer takes."""

    learning_rate: float | None = option(
        None,
        f"the length of a step, of a line search the first one tried; {FOUND}: of gradient descent the "
        "largest that goes straight down, of others one that is soon still",
    )
    optimizer: str = option(
        "gradient-descent", f"one of {', '.join(OPTIMIZERS)} (descent methods tells more)"
    )
    schedule: str | None = option(
        None,
        f"of the learning rate: {', '.join(SCHEDULES)}; or a line search: {', '.join(SEARCHES)}; "
        "what suits the optimizer if left out",
    )
    settings: tuple[str, ...] = option(
        (),
        "a setting of the optimizer or schedule, such as beta1=0.8, or of any: clip_norm=1, noise=0.1",
        flag="--set",
    )

    def __post_init__(self) -> None:
        check_rate(self.learning_rate)
        _ = self.method
        super().__post_init__()

    @cached_property
    def method(self) -> Method:
        """The optimizer and its learning rate, checked. Raises ValueError for names that there are not."""
        return Method(self.optimizer, self.schedule, self.settings, self.learning_rate)


@dataclass(frozen=True, kw_only=True)
class TangentParameters(DescentParameters):
    """One descent in one dimension."""

    start: float | None = option(None, f"where the descent starts; {FOUND}, where there is a valley to go to")
    domain: tuple[float, float] | None = option(None, AXIS)

    @property
    def places(self) -> Points | None:
        return None if self.start is None else ((self.start,),)

    @property
    def box(self) -> Box | None:
        return None if self.domain is None else (self.domain,)


@dataclass(frozen=True, kw_only=True)
class WaveParameters(DescentParameters):
    """A cost of one variable above, its derivative below; then several starts."""

    many: ClassVar[int] = 8

    cost: str | Any = option("sin(x)", "the cost, a formula of one variable, or a landscape's name")
    starts: tuple[float, ...] | None = option(
        None, f"where a descent starts, the first is told in full; {FOUND}: four, in different valleys"
    )
    domain: tuple[float, float] | None = option(None, AXIS)

    @property
    def places(self) -> Points | None:
        return None if self.starts is None else tuple((start,) for start in self.starts)

    @property
    def box(self) -> Box | None:
        return None if self.domain is None else (self.domain,)


@dataclass(frozen=True, kw_only=True)
class SurfaceParameters(DescentParameters):
    """A cost of two variables as a surface, and descents on it."""

    variables: ClassVar[int] = 2
    many: ClassVar[int] = 12

    cost: str | Any = option(
        "sin(5*x)*cos(5*y)/5", "the cost, a formula of two variables, or a landscape's name"
    )
    starts: tuple[tuple[float, float], ...] | None = option(
        None, f"where a descent starts, such as 0.7,0.4, up to twelve; {FOUND}: three, in different valleys"
    )
    domain: tuple[float, float, float, float] | None = option(
        None, f"the part of the plane to show, such as -1,1,-1,1; {FOUND}: what the descents need"
    )

    @property
    def places(self) -> Points | None:
        return self.starts

    @property
    def box(self) -> Box | None:
        return plane_box(self.domain)


@dataclass(frozen=True, kw_only=True)
class LinkedParameters(SurfaceParameters):
    """One descent seen four ways: of several starts, the first is told."""

    starts: tuple[tuple[float, float], ...] | None = option(
        None, f"where the descent starts, such as 0.7,0.4; {FOUND}"
    )
