"""What a search for critical points finds, as facts: each point or curve, and what is known of all."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np
import sympy as sp
from numpy.typing import ArrayLike

Box = tuple[tuple[float, float], ...]


class Kind(Enum):
    """What a critical point is, by the values around it, whether the Hessian tells or not."""

    MINIMUM = "minimum"  # nothing near by is lower
    MAXIMUM = "maximum"  # nothing near by is higher
    SADDLE = "saddle"  # of two variables or more, with higher and lower near by
    INFLECTION = "inflection"  # of one variable, higher on one side and lower on the other
    PLAIN = "plain"  # a level stretch or area that is neither floor nor ceiling: a stair's step


class Site(Enum):
    """In what kind of place a critical point is."""

    SMOOTH = "where the gradient vanishes"
    KINK = "at a kink"
    HOLE = "in a hole of one point"  # the value is the limit
    EDGE = "at the edge of where the cost is defined"
    JUMP = "at a jump"


class Extent(Enum):
    """How far critical points of one height reach that hang together."""

    POINT = "point"
    CURVE = "curve"  # of two variables or more
    REGION = "region"  # a level stretch of one variable, a level area (or a surface) of more


class Method(Enum):
    """How critical points were found. All but SEARCHED find every one."""

    LINEAR = "solved by linear algebra"
    SYMBOLIC = "solved symbolically"
    SEARCHED = "searched for"


@dataclass(frozen=True)
class CriticalPoint:
    """A point where the gradient vanishes, an extremum where there is no gradient, or a continuum of such.

    `theta` and `value` as numbers, `kind` by the values around, `site`, `eigenvalues` of the Hessian from the
    lowest (none where there is no Hessian), `exact` the point as sympy solved it, or None.

    A curve, a level stretch or a level area is one entry: `extent` says which, `theta` is a place on it, and
    `places` are samples within the box, in order along a curve; of one variable, the stretch's two ends.
    `closed`: whether a curve ends where it begins.
    """

    theta: tuple[float, ...]
    value: float
    kind: Kind
    site: Site = Site.SMOOTH
    eigenvalues: tuple[float, ...] = ()
    exact: tuple[sp.Expr, ...] | None = None
    extent: Extent = Extent.POINT
    places: tuple[tuple[float, ...], ...] = ()
    closed: bool = False

    @property
    def isolated(self) -> bool:
        """Whether it is one point alone, neither curve nor region."""
        return self.extent is Extent.POINT

    def distance(self, theta: ArrayLike) -> float:
        """Return how far a point (d,) is from this one, or from the nearest place of a curve or a region.

        >>> floor = CriticalPoint((0.0,), 2.0, Kind.MINIMUM, extent=Extent.REGION, places=((-1.0,), (1.0,)))
        >>> floor.distance([0.5]), floor.distance([3.0])
        (0.0, 2.0)
        """
        point = np.asarray(theta, dtype=float)
        places = np.array(self.places if self.places else [self.theta])
        if len(self.theta) > 1 and self.extent is not Extent.CURVE:
            return float(np.linalg.norm(places - point, axis=1).min())
        if self.closed:
            places = np.vstack([places, places[:1]])
        begin, along = places[:-1], np.diff(places, axis=0)
        length = np.maximum((along**2).sum(axis=1), 1e-300)
        share = np.clip(((point - begin) * along).sum(axis=1) / length, 0.0, 1.0)
        nearest = np.vstack([begin + share[:, None] * along, places[-1:]])
        return float(np.linalg.norm(nearest - point, axis=1).min())


@dataclass(frozen=True)
class CriticalPoints:
    """The critical points of a cost in a box, from the lowest.

    `complete`: whether these are known to be all; False where they were searched for. `outside`: those that
    are known beyond the box, only of quadratic costs. `lower`: a place that is lower than all minima inside,
    on the edge of the box or beside a jump, and `lower_value` the cost there; None where there is none.
    `bottomless`: whether the cost falls without bound within the box, at a pole. `note` says this in words.
    """

    points: tuple[CriticalPoint, ...]
    box: Box
    method: Method
    note: str = ""
    outside: tuple[CriticalPoint, ...] = ()
    lower: tuple[float, ...] | None = None
    lower_value: float | None = None
    bottomless: bool = False

    @property
    def complete(self) -> bool:
        """Whether every critical point in the box is known."""
        return self.method is not Method.SEARCHED

    @property
    def minima(self) -> tuple[CriticalPoint, ...]:
        """The local minima, floors and curves of minima included, from the lowest."""
        return tuple(point for point in self.points if point.kind is Kind.MINIMUM)

    @property
    def lowest(self) -> tuple[CriticalPoint, ...]:
        """The minima that nothing known in the box is lower than; none where its edge or a pole is lower."""
        minima = self.minima
        if not minima or self.bottomless or self.lower is not None:
            return ()
        least = self.points[0].value
        size = max(abs(point.value) for point in self.points)
        slack = max(1e-9 * abs(least), 1e-12 * size)
        return tuple(point for point in minima if point.value <= least + slack)

    @property
    def only(self) -> CriticalPoint | None:
        """The one minimum that there is, or None where there are several, none, or perhaps more."""
        return self.minima[0] if self.complete and len(self.minima) == 1 else None

    def nearest(self, theta: ArrayLike) -> CriticalPoint | None:
        """Return the critical point that is nearest to a point (d,), or None where there is none."""
        return min(self.points, key=lambda point: point.distance(theta), default=None)


def from_the_lowest(points: Sequence[CriticalPoint]) -> tuple[CriticalPoint, ...]:
    """Return the points sorted by cost, then by place."""
    return tuple(sorted(points, key=lambda point: (point.value, point.theta)))
