"""A jump of the ball: an arc over the curve from where it was, and a faint ball there."""

import numpy as np
from manim import VGroup
from numpy.typing import ArrayLike, NDArray

from scenes.kit.screen import Rect
from scenes.kit.shapes import Dots, Polyline
from scenes.kit.theme import Theme

LIFT = (0.3, 1.2)  # how high an arc is above its chord, at least and at most
SHARE = 0.18  # of its length


class Hop(VGroup):
    """The arcs of jumps, each from a place to another, within an area; `span` draws them."""

    def __init__(self, theme: Theme) -> None:
        self.arcs = Polyline(color=theme.step, width=3.5, opacity=0.9)
        self.ghosts = Dots(color=theme.point, radius=0.13, opacity=0.35)
        super().__init__(self.arcs, self.ghosts)

    def span(self, starts: ArrayLike, ends: ArrayLike, area: Rect, share: float = 1.0) -> "Hop":
        """Draw a share of the arcs from starts (n, 2) to ends (n, 2); when whole, with ghosts at the starts.

        What is beyond the area ends at its edge, and what is not a number is left out.
        """
        ways = np.stack([np.reshape(starts, (-1, 2)), np.reshape(ends, (-1, 2))], axis=1).astype(float)
        ways = ways[~np.isnan(ways).any(axis=(1, 2))]
        ways = np.clip(ways, [area.left, area.bottom], [area.right, area.top])
        pieces = [arc(begin, end, area.top, share) for begin, end in ways]
        gap = np.full((1, 2), np.nan)
        self.arcs.through(np.concatenate([gap, *(part for piece in pieces for part in (piece, gap))]))
        self.ghosts.at(ways[:, 0] if share >= 1 else [])
        return self

    def put_away(self) -> None:
        """Draw none."""
        self.arcs.through([])
        self.ghosts.at([])


def arc(begin: NDArray, end: NDArray, top: float, share: float = 1.0) -> NDArray:
    """Return a share of the arc from begin (2,) to end (2,), no higher than `top`: (n, 2), dashed by nan."""
    t = np.linspace(0.0, 1.0, 91)
    lift = float(np.clip(SHARE * np.linalg.norm(end - begin), *LIFT))
    points = begin + t[:, None] * (end - begin)
    points[:, 1] = np.minimum(points[:, 1] + 4 * t * (1 - t) * lift, top)
    points[2::3] = np.nan
    return points[t <= share + 1e-9]
