"""What a step is made of, drawn on the axis: its parts, and the lengths that a search tried."""

from collections.abc import Callable

import numpy as np
from manim import VGroup

from scenes.kit.screen import Rect
from scenes.kit.shapes import Dots, EdgeMarks, Rings, StepArrow
from scenes.kit.theme import Theme

ABOVE = 0.22  # the axis, for the parts of a step


class StepParts(VGroup):
    """A step as two arrows, one behind the other: by this gradient, and by what is left of those before."""

    def __init__(self, theme: Theme, pull: float, carried: float):
        self.pull, self.carried = pull, carried
        super().__init__(*(StepArrow(color=color, head=0.2) for color in (theme.gradient, theme.memory)))

    def grow(self, place: Callable[[float], np.ndarray], theta: float, alpha: float) -> None:
        """Draw a share of both from theta on, first the one, then the other."""
        stops = theta, theta + self.pull, theta + self.pull + self.carried
        for k, arrow in enumerate(self):
            share = min(max(2 * alpha - k, 0.0), 1.0)
            raised = np.array([0.0, ABOVE * (1 + k)])
            start, end = place(stops[k]) + raised, place(stops[k + 1]) + raised
            arrow.span(start, start + share * (end - start))


class Tried(VGroup):
    """Where a search for the length of a step looked: rings on the axis, and a dot where it went."""

    def __init__(self, theme: Theme, thetas: np.ndarray):
        self.thetas = thetas
        self.rings = Rings(color=theme.step, radius=0.09)
        self.dot = Dots(color=theme.step, radius=0.11, rim=theme.background)
        self.edge = EdgeMarks(color=theme.step)
        super().__init__(self.rings, self.dot, self.edge)

    def reveal(self, place: Callable[[float], np.ndarray], area: Rect, alpha: float) -> None:
        """Show a share of them, in order; what lies beyond either side of the area is pointed to."""
        count = round(alpha * len(self.thetas))
        places = np.array([place(theta) for theta in self.thetas[:count]]).reshape(-1, 2)
        height = float(place(0.0)[1])
        inside = self.edge.toward(places, Rect(area.left, area.right, height, height))
        self.rings.at(inside)
        took = places[-1:] if count == len(self.thetas) else places[:0]
        self.dot.at(took if np.array_equal(inside[-1:], took) else [])

    def leaves(self, place: Callable[[float], np.ndarray], area: Rect) -> bool:
        """Whether some of them are not seen in an area."""
        return not all(area.left <= place(theta)[0] <= area.right for theta in self.thetas)
