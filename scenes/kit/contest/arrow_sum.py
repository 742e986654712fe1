"""A sum of arrows, head to tail: each older one fainter, and the sum of them all."""

from collections.abc import Sequence

import numpy as np
from manim import VGroup

from gdmath.arrays import Floats
from scenes.kit.screen import Rect
from scenes.kit.shapes import StepArrow
from scenes.kit.theme import Theme

FAINTEST = 0.22
SHRINK = 0.86  # of the opacity, from one arrow to the next older one
AIR = 0.25


class ArrowSum(VGroup):
    """Sums of arrows, `parts[k]` (k+1, 2) from the oldest to the newest, all drawn to one scale in an area.

    `reach(k)` shows the k-th sum, counted from 1; between two, the newest arrow grows while the older ones
    turn into what is left of them. `scale_of_sum` is how long a unit is drawn.
    """

    def __init__(
        self, parts: Sequence[Floats], area: Rect, theme: Theme, *, stretch: tuple[float, float] = (1.0, 1.0)
    ) -> None:
        self.parts = [np.zeros((0, 2)), *(np.asarray(part) * stretch for part in parts)]
        corners = np.concatenate([self._corners(part) for part in self.parts])
        low, high = corners.min(axis=0), corners.max(axis=0)
        size = np.maximum(high - low, 1e-300)
        room = np.array([area.width - 2 * AIR, area.height - 2 * AIR])
        self.scale_of_sum = float((room / size).min())
        self.origin = area.center[:2] - self.scale_of_sum * (low + high) / 2
        self.arrows = [StepArrow(color=theme.gradient, thickness=0.06, head=0.2) for _ in parts]
        self.total = StepArrow(color=theme.memory, thickness=0.1, head=0.3)
        super().__init__(*self.arrows, self.total)
        for k, arrow in enumerate(self.arrows):
            arrow.set_fill(opacity=max(FAINTEST, SHRINK ** (len(self.arrows) - 1 - k)))
        self.reach(0.0)

    def reach(self, step: float) -> None:
        """Show the sum of a step, counted from 1, or what lies between two; none at 0."""
        step = min(max(step, 0.0), len(self.parts) - 1)
        whole = int(step)
        share = step - whole
        part = self.parts[whole]
        if share:
            older = np.vstack([part, np.zeros((1, 2))])
            part = older + share * (self.parts[whole + 1] - older)
        corners = self.origin + self.scale_of_sum * self._corners(part)
        for k, arrow in enumerate(self.arrows):
            if k < len(part):
                arrow.span(corners[k], corners[k + 1])
                arrow.set_fill(opacity=max(FAINTEST, SHRINK ** (len(part) - 1 - k)))
            else:
                arrow.span([0.0, 0.0], [0.0, 0.0])
        self.total.span(corners[0], corners[-1])

    @staticmethod
    def _corners(part: Floats) -> Floats:
        return np.vstack([np.zeros((1, 2)), np.cumsum(part, axis=0)])
