"""The values of a cost of two variables over a part of the plane, and how high each is drawn."""

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from gdmath.arrays import Array, Floats
from gdmath.display.geometry import Frame
from gdmath.objective import Objective
from gdmath.views.boxes import Box

SAMPLES = 241  # along each side
STEEP = 6.0  # times the middle height: a cost that rises so far above it is drawn by its logarithm
LOW = 0.1  # the share of the plane that is low: there a logarithmic scale begins
DEEPEST, HIGHEST = 1e-6, 1e6  # times the middle height: beyond it is level ground, or all one wall


@dataclass(frozen=True, eq=False)
class Plane:
    """Values (m, n) at xs (n,) and ys (m,), NaN where there are none.

    Heights go from 0 to 1: in proportion to the value, or, where a few places are far higher than the rest,
    to log(1 + (value - lowest) / unit), so that the low ground has lines as well.
    """

    xs: Floats
    ys: Floats
    values: Floats

    @classmethod
    def of(cls, cost: Objective, box: Box, count: int = SAMPLES) -> "Plane":
        """Compute the values of a cost over a box.

        >>> from gdmath import Cost
        >>> Plane.of(Cost.parse("x + 2*y"), ((0, 1), (0, 3)), 2).values.tolist()
        [[0.0, 1.0], [6.0, 7.0]]
        """
        xs, ys = (np.linspace(*side, count) for side in box)
        values = cost.value(np.stack(np.meshgrid(xs, ys), axis=-1))
        return cls(xs, ys, np.where(np.isfinite(values), values, np.nan))

    @property
    def frame(self) -> Frame:
        """The part of the plane."""
        return Frame(float(self.xs[0]), float(self.xs[-1]), float(self.ys[0]), float(self.ys[-1]))

    @property
    def is_logarithmic(self) -> bool:
        """Whether heights are drawn by their logarithm."""
        return self._scale[2] > 0

    @property
    def heights(self) -> Floats:
        """The height of every value (m, n)."""
        return self.height(self.values)

    @np.errstate(all="ignore")
    def height(self, values: Array) -> Floats:
        """Return how high values (...) are drawn, from 0 to 1; NaN stays NaN."""
        low, span, unit = self._scale
        above = np.clip(np.asarray(values, float) - low, 0.0, span)
        if not unit:
            return above / span
        return np.log1p(above / unit) / math.log1p(span / unit)

    @cached_property
    def _scale(self) -> tuple[float, float, float]:
        """The lowest value, how far the highest is above it, and the unit of a logarithm, or 0."""
        known = self.values[np.isfinite(self.values)]
        if not len(known) or not np.ptp(known) > 0:
            return 0.0, 1.0, 0.0
        known = np.clip(known, -1e300, 1e300)
        low = float(known.min())
        above = known / 2 - low / 2  # of any size, without an overflow
        middle, span = 2 * float(np.median(above)), 2 * float(above.max())
        if not middle > 0 or span <= STEEP * middle:
            return low, span, 0.0
        unit = max(2 * float(np.quantile(above, LOW)) / 4, DEEPEST * middle)
        return low, min(span, HIGHEST * middle), unit
