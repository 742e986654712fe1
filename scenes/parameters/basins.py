"""What the story of the basins of a cost can be told with."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

from gdmath.checks import written
from gdmath.methods import Method, method_of
from scenes.parameters.cost import FOUND, Box, plane_box
from scenes.parameters.descents import DescentParameters
from scenes.parameters.story import option

MOST_STEPS = 10_000
FEWEST, MOST = 16, 1080  # starts along the longer side of the map


@dataclass(frozen=True, kw_only=True)
class BasinsParameters(DescentParameters):
    """A map on which every point is a start, told by one method and then by another."""

    variables: ClassVar[int] = 2

    cost: str | Any = option("himmelblau", "the cost, a formula of two variables, or a landscape's name")
    domain: tuple[float, float, float, float] | None = option(
        None, f"the part of the plane to show, such as -1,1,-1,1; {FOUND}: what the descents need"
    )
    then: str = option(
        "momentum",
        "the second method: an optimizer, and after a colon its rate and settings, such as "
        "adam:rate=0.1,beta1=0.8; its rate is the first one's where none suits it always",
    )
    grid: int | None = option(
        None, f"how many starts there are along the longer side of the map; {FOUND}: as many as time allows"
    )

    def __post_init__(self) -> None:
        _ = self.second
        super().__post_init__()
        if self.steps > MOST_STEPS:
            raise ValueError(
                f"steps is {written(self.steps)}; every point takes them: give at most {MOST_STEPS}"
            )
        if self.grid is not None and not FEWEST <= self.grid <= MOST:
            raise ValueError(f"grid is {written(self.grid)}; it must lie between {FEWEST} and {MOST}")

    @cached_property
    def second(self) -> Method:
        """The second method. Raises ValueError for names that there are not."""
        try:
            return method_of(self.then)
        except ValueError as error:
            raise ValueError(f"the second method: {error}") from None

    @property
    def box(self) -> Box | None:
        return plane_box(self.domain)
