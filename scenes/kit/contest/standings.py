"""A table whose rows have colours and can change their places: who, and numbers in columns."""

from collections.abc import Sequence

from manim import VGroup

from scenes.kit.glyphs import Labels, Number, text_width
from scenes.kit.screen import Rect
from scenes.kit.shapes import Dots, Polyline
from scenes.kit.theme import Theme

ROW, LEAST_ROW, HEAD = 0.4, 0.345, 0.42
INDENT = 0.3
WIDEST_GAP = 0.42  # between two columns


class Standings(VGroup):
    """Rows of `names`, each after a dot of its colour, with cells in columns below `heads`, in an area.

    `widest` is what each column must have room for. `write` fills the cells of a row, `stand` puts the rows
    in their places, which may lie between two; `note` adds lines below, up
    to `notes`. `corner` is a number in the head's
    left corner.
    """

    def __init__(
        self,
        names: Sequence[str],
        heads: Sequence[str],
        widest: Sequence[str],
        colors: Sequence[str],
        area: Rect,
        theme: Theme,
        notes: int = 0,
        widest_gap: float = WIDEST_GAP,
    ) -> None:
        self.area, self.count = area, len(names)
        self.pitch = max(LEAST_ROW, min(ROW, (area.height - HEAD - 0.04) / (self.count + notes)))
        first, widths = _widths(names, heads, widest)
        gap = min(widest_gap, self.gap(names, heads, widest, area.width))
        self.rights, right = [], area.left + first
        for width in widths:
            right += gap + width
            self.rights.append(right)
        base = area.top - 0.26
        self.heads, self.shown_heads = Labels(color=theme.muted), list(heads)
        self.corner = Number(color=theme.text, at=(area.left, base))
        self.rule = Polyline(color=theme.muted, width=1.5)
        self.dots = [Dots(color=color, radius=0.09) for color in colors]
        self.names = [Number(name, color=theme.text) for name in names]
        self.cells = [Labels(color=theme.text) for _ in names]
        self.texts: list[Sequence[str]] = [[] for _ in names]
        self.notes = Labels(color=theme.muted)
        rows = [*self.dots, *self.names, *self.cells]
        self.rows = VGroup(self.corner, *rows)
        super().__init__(self.heads, self.rule, self.rows, self.notes)
        self.head(len(widths))
        self.stand([float(k) for k in range(self.count)])

    @staticmethod
    def gap(names: Sequence[str], heads: Sequence[str], widest: Sequence[str], width: float) -> float:
        """Return what is left between two columns of a table so wide; below 0 if they have no room."""
        first, widths = _widths(names, heads, widest)
        return (width - first - sum(widths)) / len(widths)

    @classmethod
    def height_of(cls, rows: int, notes: int = 0) -> float:
        """Return how high a table of so many rows and notes is."""
        return HEAD + ROW * (rows + notes) + 0.12

    def write(self, row: int, texts: Sequence[str]) -> None:
        """Fill the cells of a row, from the left."""
        self.texts[row] = texts
        self._write(row)

    def stand(self, places: Sequence[float]) -> None:
        """Put each row in its place, counted from 0 at the top."""
        self.places = list(places)
        for k in range(self.count):
            self._write(k)

    def head(self, count: int) -> None:
        """Show so many of the heads, from the left."""
        base = self.area.top - 0.26
        shown = zip(self.shown_heads[:count], self.rights, strict=False)
        self.heads.write([(text, x, base, "right") for text, x in shown])
        line, right = self.area.top - HEAD, self.rights[count - 1]
        self.rule.between([[self.area.left, line]], [[right, line]])

    def note(self, lines: Sequence[str]) -> None:
        """Write lines below the rows."""
        self.notes.write(
            [(text, self.area.left, self._base(self.count + k), "left") for k, text in enumerate(lines)]
        )

    def _base(self, place: float) -> float:
        return self.area.top - HEAD - self.pitch * (place + 1) + 0.08

    def _write(self, row: int) -> None:
        y = self._base(self.places[row])
        self.dots[row].at([[self.area.left + 0.1, y + 0.1]])
        name = self.names[row]
        name.write(name.text or "", (self.area.left + INDENT, y))
        texts = zip(self.texts[row], self.rights, strict=False)
        self.cells[row].write([(text, x, y, "right") for text, x in texts])


def _widths(names: Sequence[str], heads: Sequence[str], widest: Sequence[str]) -> tuple[float, list[float]]:
    """How wide the first column is, and the others."""
    others = [max(map(text_width, pair)) for pair in zip(heads, widest, strict=True)]
    return INDENT + max(map(text_width, names)), others
