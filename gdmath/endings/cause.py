"""Why descents end, as facts: one class for each kind of ending. No sentences; those are the languages'."""

from dataclasses import dataclass
from enum import Enum

from gdmath.critical.critical_point import CriticalPoint
from gdmath.endings.motion import Way

Place = tuple[float, ...]


class Rank(Enum):
    """How low a minimum is among those that are known."""

    ONLY = "there is no other"
    LOWEST = "none that is known is lower"
    LOCAL = "a lower one is known"
    UNKNOWN = "others are not known"


class Brake(Enum):
    """What makes steps short."""

    SLOPE = "the slope is nearly gone"
    RATE = "the learning rate is tiny"


@dataclass(frozen=True)
class Bound:
    """A rate at or above the greatest at which a minimum with this curvature holds the optimizer.

    `limit` is the optimizer's own bound, such as 2 / curvature for gradient descent, with the curvature
    (lambda_max) at the point `at`; `everywhere`: the cost is quadratic, so that it is the same at all points.
    """

    rate: float
    limit: float
    curvature: float
    at: Place
    everywhere: bool

    @property
    def is_met(self) -> bool:
        """Whether the rate is the bound itself, to rounding."""
        return abs(self.rate - self.limit) <= 1e-12 * self.limit


@dataclass(frozen=True)
class Rests:
    """It rests at a critical point, or started there if no step was taken.

    `distance` is how far the end is from it. `lower` is a lower minimum where one is known. `moving`: the run
    was stopped because the slope is zero, but the optimizer's memory would carry it on.
    """

    at: CriticalPoint
    distance: float
    rank: Rank = Rank.UNKNOWN
    lower: CriticalPoint | None = None
    moving: bool = False


@dataclass(frozen=True)
class Level:
    """It was stopped where the slope counts as zero, but there is no critical point near.

    `lower` is a place further downhill where the cost is lower; None where the slope is too small to tell.
    """

    lower: Place | None


@dataclass(frozen=True)
class OnKink:
    """It was stopped at a kink, where there is no gradient, and which is not known to be an extremum."""


@dataclass(frozen=True)
class Balances:
    """It stands still where the weight decay and the slope cancel, not where the slope is zero."""

    weight_decay: float


@dataclass(frozen=True)
class Cycles:
    """It goes through the same points again and again: about a kink, or a minimum too steep for its rate."""

    points: tuple[Place, ...]
    exact: bool
    kink: Place | None = None
    bound: Bound | None = None


@dataclass(frozen=True)
class Wanders:
    """It jumps about and does not settle: costs from `low` to `high` in its second half, or over a kink."""

    low: float
    high: float
    kink: Place | None = None


@dataclass(frozen=True)
class Overshoots:
    """Each step reverses the one before and is longer, by `factor` on average, from step `first` on.

    `escaped`: until the cost or theta grew past every bound. `floorless`: the cost is quadratic and has no
    minimum, so that no rate would do.
    """

    first: int
    factor: float
    escaped: bool
    bound: Bound | None = None
    floorless: bool = False


@dataclass(frozen=True)
class Falls:
    """It escaped downhill: the cost fell at every one of the last steps, to `value`, and found no floor."""

    value: float


@dataclass(frozen=True)
class RunsOff:
    """It went further out than every bound, and the cost fell on the way, though not without bound."""

    distance: float


@dataclass(frozen=True)
class Thrown:
    """Its last step, from `before` where the slope is `slope`, was `length` long and led out of all bounds.

    It is longer than all the steps before it together.
    """

    before: Place
    slope: float
    length: float


@dataclass(frozen=True)
class Escapes:
    """It escaped, and none of the above is known to be why."""


@dataclass(frozen=True)
class JumpsPole:
    """Step `step`, counted from 0, jumped over a pole, and the run ended without coming to rest."""

    step: int
    pole: Place


@dataclass(frozen=True)
class Leaves:
    """Its last step led from `before` to where the cost is not defined, or `lost`: too large for a float."""

    before: Place
    lost: bool = False


@dataclass(frozen=True)
class NoStep:
    """The line search found no step; `rest` says where it stands, if that is a critical point."""

    rest: Rests | None


@dataclass(frozen=True)
class Nears:
    """It used up its steps a small share of its way from an isolated minimum, and came nearer to the last.

    `minimum` is where it would rest.
    """

    minimum: Rests


@dataclass(frozen=True)
class Creeps:
    """Its steps are so short that it hardly moves, for the slope or for the learning rate.

    `slope` is the gradient's norm at the end, `steepest` the largest on the way; `rate` the last learning
    rate; `moved` the length of the last step.
    """

    brake: Brake
    slope: float
    steepest: float
    rate: float
    moved: float


@dataclass(frozen=True)
class Hovers:
    """The gradient is noisy: in its second half the cost came no lower, and stayed from `low` to `high`."""

    low: float
    high: float


@dataclass(frozen=True)
class Going:
    """It used up its steps and was still on its way, `way` so."""

    way: Way


AtRest = Rests | Level | OnKink | Balances | NoStep
Gone = Overshoots | Falls | RunsOff | Thrown | Escapes | JumpsPole | Leaves
Moving = Cycles | Nears | Wanders | Creeps | Hovers | Going
Cause = AtRest | Gone | Moving
