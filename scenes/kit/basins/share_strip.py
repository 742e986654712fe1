"""A strip whose pieces are shares of a whole, as long as they are large."""

from collections.abc import Sequence

import numpy as np
from manim import VGroup, VMobject

from gdmath.arrays import Floats
from scenes.kit.glyphs import Labels, text_width
from scenes.kit.screen import Rect
from scenes.kit.shapes import Polyline, polyline
from scenes.kit.theme import Theme

DROP = 0.3  # from the strip to the baseline of its labels
AIR = 0.1  # between two labels
LEAST = 0.02  # a piece that is shorter is no longer seen


class ShareStrip(VGroup):
    """Shares of a whole in a rectangle from the left, each in its colour; below, each one's label.

    `fill` sets the shares; what is not shared out stays empty. A label stands below its piece where there is
    room for it; `forms` are those of all, the longest first, of which the first that fits is taken.
    """

    def __init__(self, area: Rect, colors: Sequence[str], theme: Theme) -> None:
        self.area = area
        left, right, bottom, top = area
        self.frame = Polyline(color=theme.muted, width=2.0).through(
            [[left, bottom], [right, bottom], [right, top], [left, top], [left, bottom]]
        )
        self.pieces = VGroup(
            *(VMobject(fill_color=color, fill_opacity=1, stroke_width=0) for color in colors)
        )
        self.labels = Labels(color=theme.text)
        super().__init__(self.pieces, self.frame, self.labels)

    def fill(self, shares: Floats) -> "ShareStrip":
        """Show these shares (n,)."""
        left, _, bottom, top = self.area
        edges = left + self.area.width * np.concatenate([[0.0], np.cumsum(shares)])
        for piece, begin, end in zip(self.pieces, edges[:-1].tolist(), edges[1:].tolist(), strict=True):
            corners = [[begin, bottom], [end, bottom], [end, top], [begin, top], [begin, bottom]]
            piece.points = polyline(corners) if end > begin else np.zeros((0, 3))
        self.edges = edges
        return self

    def write(self, forms: Sequence[Sequence[str]], unit: str = "") -> "ShareStrip":
        """Write the first form of the labels that fits, or of the last, which has no unit, those that do."""
        y = self.area.bottom - DROP
        middles, widths = (self.edges[:-1] + self.edges[1:]) / 2, np.diff(self.edges)
        sizes = [np.array([text_width(text) + AIR for text in form]) for form in forms]
        taken = next((k for k, size in enumerate(sizes) if (size <= widths)[widths > LEAST].all()), -1)
        rows = zip(forms[taken], middles.tolist(), sizes[taken] <= widths, strict=True)
        written = [(text, x, y, "center") for text, x, fits in rows if fits]
        bare = bool(written) and taken in (-1, len(forms) - 1)
        self.labels.write([*written, (unit if bare else "", self.area.right + AIR, y, "left")])
        return self
