"""What a search in several variables has found so far, and the judging of one place after the other."""

from dataclasses import dataclass, field

import numpy as np

from gdmath.arrays import Floats
from gdmath.critical.around import look_around
from gdmath.critical.continua import Curve
from gdmath.critical.critical_point import CriticalPoint, Extent, Site
from gdmath.critical.places import Places
from gdmath.critical.searching import Search

NEAR = 1e-4  # of the box's width: what is nearer to a critical point is that point
_AREA = 0.1  # of the box's width: how far apart samples of an area are, at most
_FINE = 8  # places that are judged at many digits


@dataclass
class Explored:
    """What has been found so far."""

    search: Search
    places: Places
    points: list[CriticalPoint] = field(default_factory=list)
    bottomless: bool = False
    judged: int = 0

    def is_known(self, theta: Floats, near: float = NEAR) -> bool:
        """Whether a place is one of the points, or on one of the curves or areas."""
        for point in self.points:
            samples = np.array(point.places or [point.theta])
            if point.extent is Extent.CURVE and len(theta) == 2:
                if Curve(samples, point.closed).is_near(theta, self.search.width):
                    return True
            elif point.extent is Extent.REGION:
                same = float(self.search.cost.value(theta)) == point.value
                if same and (np.abs(samples - theta) <= _AREA * self.search.width).all(axis=1).any():
                    return True
            elif (np.abs(samples - theta) <= near * self.search.width).all(axis=1).any():
                return True
        return False

    def reach(self, theta: Floats) -> Floats:
        """How far around a place is looked: to half way to the next point, at most a tenth of the box."""
        share = 0.1
        for point in self.points:
            away = float(np.linalg.norm((np.array(point.theta) - theta) / self.search.width))
            if point.isolated and away > 10 * NEAR:
                share = min(share, away / 2)
        return share * self.search.width

    def judge(self, theta: Floats) -> None:
        """Add a place, of which neither the Hessian nor a curve tells the kind, if it is a critical point."""
        if self.is_known(theta):
            return
        search = self.search
        self.judged += 1
        around = look_around(self.places, theta, self.reach(theta), fine=self.judged <= _FINE)
        self.bottomless = self.bottomless or around.runs_down
        if around.kind is None:
            return
        theta = search.clipped(theta)
        hessian = search.cost.hessian(theta) if around.site is Site.SMOOTH else np.full((1, 1), np.nan)
        eigenvalues = tuple(np.linalg.eigvalsh(hessian).tolist()) if np.isfinite(hessian).all() else ()
        value = self.places.value(theta) if around.value is None else around.value
        place = tuple(theta.tolist())
        if not np.isfinite(value):
            return
        self.points.append(CriticalPoint(place, value, around.kind, around.site, eigenvalues))
