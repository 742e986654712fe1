"""Examples as dots on axes of their own, the model among them, and its errors as segments."""

import numpy as np
from manim import DL, UR, VGroup, VMobject
from numpy.typing import ArrayLike, NDArray

from gdmath.arrays import Floats
from gdmath.display.geometry import Frame
from scenes.kit.axes import Axes, clipped, plot_area, widest_label
from scenes.kit.glyphs import SMALL
from scenes.kit.lettering import Words
from scenes.kit.screen import Rect
from scenes.kit.shapes import Dots, Polyline, polyline
from scenes.kit.theme import Theme

LEAST = 0.85  # of its size: a smaller name is shortened
NAMED = 0.42  # the height of a row for a name
FEW = 40  # dots that can be large, and errors that can be squares
CELLS = 20  # in each direction, of which one shows one error at most
SAMPLES = 161  # of a model's curve


class DataPlot(VGroup):
    """Axes, their names, and a dot for every example; `model`, `errors` and `squares` are moved by hand.

    `points` (n, 2) are the examples, `names` those of feature and target, in any alphabet. Of many errors
    those in crowded places are left out, never an outlier's.
    """

    def __init__(
        self, points: ArrayLike, frame: Frame, room: Rect, theme: Theme, names: tuple[str, str]
    ) -> None:
        self.points_of_data = np.asarray(points, dtype=float)
        beyond = max(widest_label(frame.left, frame.right, count) for count in range(1, 7)) / 2 - 0.35
        area = plot_area(room.inset(bottom=NAMED, right=max(0.0, beyond), left=0.0, top=0.0), [frame])
        self.axes = Axes(area, frame, theme)
        few = len(self.points_of_data) <= FEW
        self.dots = Dots(
            color=theme.data, radius=min(0.095 if few else 0.06, area.width / 50), opacity=1.0 if few else 0.8
        )
        self.dots.at(self.place(self.points_of_data))
        self.names = VGroup(*(written(name, theme.data, area.width) for name in names))
        along, up = self.names
        along.shift(np.array([area.right, area.bottom - 0.62, 0.0]) - along.get_corner(UR))
        up.shift(np.array([area.left - 0.1, area.top + 0.16, 0.0]) - up.get_corner(DL))
        self.model = Polyline(color=theme.point, width=5.5)
        self.errors = Polyline(color=theme.cost, width=2.5, opacity=0.85)
        self.squares = VMobject(
            fill_color=theme.cost, fill_opacity=0.13, stroke_color=theme.cost, stroke_width=2.0
        )
        self.with_errors = _spread_out(self.place(self.points_of_data), area)
        super().__init__(self.axes, self.names, self.dots)
        self.samples = np.linspace(frame.left, frame.right, SAMPLES)

    @property
    def area(self) -> Rect:
        """Where the dots are."""
        return self.axes.area

    def place(self, points: ArrayLike) -> NDArray:
        """Return points (..., 2) of the plane as points of the screen, (..., 2)."""
        return self.axes.place(points)

    def gleam(self, alpha: float) -> None:
        """Let the dots fade and come again as alpha goes from 0 to 1."""
        self.dots.set_fill(opacity=0.3 + 0.7 * abs(2 * alpha - 1))

    def draw_model(self, values: ArrayLike) -> None:
        """Draw the model through its `values` at the `samples`, within the axes."""
        points = self.place(np.column_stack([self.samples, np.asarray(values, dtype=float)]))
        self.model.through(clipped(points, self.area))

    def draw_errors(self, predictions: Floats, share: float = 1.0) -> None:
        """Draw a segment from examples toward their predictions (n,), a share of the way, within the axes."""
        rows = self.with_errors
        ends = self._ends(rows, predictions)
        starts = self.place(self.points_of_data[rows])
        self.errors.between(starts, starts + share * (ends - starts))

    def draw_squares(self, rows: ArrayLike, predictions: Floats, share: float = 1.0) -> None:
        """Draw the squares over the errors of these rows, grown to a share, on the side with more room."""
        at = np.asarray(rows, dtype=int)
        starts, ends = self.place(self.points_of_data[at]), self._ends(at, predictions)
        sides = np.abs(ends[:, 1] - starts[:, 1]) * share
        middle = self.area.center[0]
        far = starts[:, 0] + np.where(starts[:, 0] > middle, -sides, sides)
        far = np.clip(far, self.area.left, self.area.right)
        corners = np.stack(
            [starts, ends, np.column_stack([far, ends[:, 1]]), np.column_stack([far, starts[:, 1]]), starts],
            axis=1,
        )
        pieces = [polyline(each) for each in corners]
        self.squares.points = np.concatenate(pieces) if pieces else np.zeros((0, 3))

    def error_of(self, row: int, predictions: Floats) -> NDArray:
        """Return an example's error on the screen (2, 2): from the example to its prediction."""
        rows = np.array([row])
        return np.vstack([self.place(self.points_of_data[rows]), self._ends(rows, predictions)])

    def telling_row(self, predictions: Floats) -> int:
        """Return the example whose error makes the largest square that fits well into the plot."""
        every = np.arange(len(self.points_of_data))
        places = self.place(self.points_of_data)
        lengths = np.abs(self._ends(every, predictions)[:, 1] - places[:, 1])
        room = np.maximum(places[:, 0] - self.area.left, self.area.right - places[:, 0])
        good = lengths <= np.minimum(0.9 * room, 0.45 * self.area.height)
        return int(np.argmax(np.where(good, lengths, -lengths - 1e3)))

    def _ends(self, rows: NDArray[np.int64], predictions: Floats) -> NDArray:
        ends = self.place(np.column_stack([self.points_of_data[rows, 0], predictions[rows]]))
        ends[:, 1] = np.clip(ends[:, 1], self.area.bottom, self.area.top)
        return ends


def written(name: str, color: str, width: float) -> Words:
    """Return a name from a file as small type, whatever signs it holds, no wider than `width`.

    One that would be too small to be read loses its end.
    """
    words = _line(name, color)
    while len(name) > 1 and LEAST * words.width > width:
        name = name[:-1].rstrip()
        words = _line(f"{name}…", color)
    return words.scale(width / words.width) if words.width > width else words


def _line(text: str, color: str) -> Words:
    quoted = text.replace("\\", "\\\\").replace('"', '\\"')
    return Words(f'#"{quoted}"', size=SMALL, color=color)


def _spread_out(places: NDArray, area: Rect) -> NDArray[np.int64]:
    """The rows of all points (n, 2) of the screen if they are few, else of one in each cell."""
    if len(places) <= CELLS * CELLS // 2:
        return np.arange(len(places))
    size = np.array([area.width, area.height]) / CELLS
    cells = np.floor((places - [area.left, area.bottom]) / size)
    return np.sort(np.unique(cells, axis=0, return_index=True)[1])
