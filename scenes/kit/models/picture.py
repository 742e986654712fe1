"""A model among its examples: as a curve, as what it says against what is true, or as a border."""

import numpy as np
from manim import VGroup, VMobject
from numpy.typing import NDArray

from gdmath.arrays import Floats
from scenes.kit.models.data_plot import DataPlot
from scenes.kit.screen import Rect
from scenes.kit.shapes import EdgeMarks, Polyline, Rings, polyline
from scenes.kit.theme import Theme
from scenes.runs.models import Model
from scenes.runs.regression import data_frame


def picture_of(model: Model, thetas: Floats, room: Rect, theme: Theme) -> "ModelPicture":
    """Return the picture that suits a model, with room for its states thetas (k, d)."""
    kinds = {"plane": AgainstTruth, "border": WithBorder}
    return kinds.get(model.kind, ModelPicture)(model, thetas, room, theme)


class ModelPicture:
    """Examples with a curve of the model; `standing` and `moving` are what is drawn.

    `show(theta)` draws a state. One example's loss is shown by `single`, all by `plot.errors`.
    """

    def __init__(self, model: Model, thetas: Floats, room: Rect, theme: Theme) -> None:
        self.model, self.theme, self.thetas = model, theme, thetas
        self.plot = DataPlot(self._places(), data_frame(model, thetas), room, theme, self._names())
        self.standing = VGroup(self.plot)
        self.single = VGroup(self.plot.squares, Polyline(color=theme.cost, width=4.0))
        self.with_errors = False
        self.beyond = EdgeMarks(color=theme.point)
        self.moving = VGroup(self.plot.errors, self.plot.model, self.beyond)

    def show(self, theta: Floats) -> None:
        """Draw the model with these parameters (d,), and its errors, if they are shown.

        Where none of it is within the axes, a mark at their edge points to it.
        """
        plot = self.plot
        said = self.model.predictions(theta, plot.samples[:, None])
        plot.draw_model(said)
        middle = len(said) // 2
        hidden = [] if len(plot.model.points) else [[plot.samples[middle], said[middle]]]
        self.beyond.toward(plot.place(np.reshape(hidden, (-1, 2))), plot.area)
        if self.with_errors:
            self.plot.draw_errors(self.model.predictions(theta))

    def row(self, theta: Floats) -> int:
        """Return the example whose loss is shown."""
        return self.plot.telling_row(self.model.predictions(theta))

    def show_loss(self, theta: Floats, row: int, share: float) -> None:
        """Draw the loss of one example, grown to a share: its error, squared where the loss is a square.

        Not of one that is beyond the axes.
        """
        if not _inside(self.plot.place(self.plot.points_of_data[row]), self.plot.area):
            return
        said = self.model.predictions(theta)
        ends = self.plot.error_of(row, said)
        self.single[1].between(ends[:1], ends[:1] + min(1.0, 2 * share) * (ends[1:] - ends[:1]))
        if not self.model.is_logistic:
            self.plot.draw_squares([row], said, max(0.0, 2 * share - 1))

    def show_errors(self, theta: Floats, share: float) -> None:
        """Draw the errors of all examples, grown to a share."""
        self.plot.draw_errors(self.model.predictions(theta), share)

    def _places(self) -> Floats:
        return np.column_stack([self.model.features[:, 0], self.model.targets])

    def _names(self) -> tuple[str, str]:
        return self.model.names[0], self.model.names[-1]


class AgainstTruth(ModelPicture):
    """Of several features: each example at what the model says of it and at what is true.

    Where both agree, on the diagonal, there is no error. Those beyond the axes are pointed to at their edge.
    """

    def __init__(self, model: Model, thetas: Floats, room: Rect, theme: Theme) -> None:
        super().__init__(model, thetas, room, theme)
        self.plot.remove(self.plot.dots)
        self.plot.model.set_stroke(width=4.0)
        self.plot.draw_model(self.plot.samples)
        self.beyond = EdgeMarks(color=theme.data, size=0.16)
        self.moving = VGroup(self.plot.errors, self.plot.model, self.plot.dots, self.beyond)

    def show(self, theta: Floats) -> None:
        plot, said = self.plot, self.model.predictions(theta)
        plot.points_of_data = np.column_stack([said, self.model.targets])
        plot.dots.at(self.beyond.toward(plot.place(plot.points_of_data), plot.area))
        if self.with_errors:
            self.show_errors(theta, 1.0)

    def show_errors(self, theta: Floats, share: float) -> None:
        plot = self.plot
        plot.points_of_data = np.column_stack([self.model.predictions(theta), self.model.targets])
        every = plot.with_errors
        plot.with_errors = every[_inside(plot.place(plot.points_of_data[every]), plot.area)]
        plot.draw_errors(plot.points_of_data[:, 0], share)
        plot.with_errors = every

    def _places(self) -> Floats:
        return np.column_stack([self.model.targets, self.model.targets])

    def _names(self) -> tuple[str, str]:
        return "ŷ", self.model.names[-1]


class WithBorder(ModelPicture):
    """Two features, two kinds: full dots and hollow ones, and the border at which both are as likely.

    On the side of the full ones the ground is shaded; rings are about those on the wrong side.
    """

    def __init__(self, model: Model, thetas: Floats, room: Rect, theme: Theme) -> None:
        super().__init__(model, thetas, room, theme)
        plot, places = self.plot, self.plot.place(model.features)
        ones = model.targets == 1
        plot.dots.at(places[ones])
        hollow = Rings(color=theme.data, radius=0.85 * plot.dots.radius).at(places[~ones])
        hollow.set_stroke(width=2.5)
        self.side = VMobject(fill_color=theme.data, fill_opacity=0.14, stroke_width=0)
        self.wrong = Rings(color=theme.cost, radius=2.0 * plot.dots.radius, opacity=0.9)
        self.wrong.set_stroke(width=2.5)
        self.standing = VGroup(plot, hollow)
        self.ring = Rings(color=theme.cost)
        self.single = VGroup(self.ring)
        self.moving = VGroup(self.side, self.wrong, plot.model)

    def show(self, theta: Floats) -> None:
        plot, area = self.plot, self.plot.area
        a, c = self.model.border(theta)
        corners = np.array(
            [
                [area.left, area.bottom],
                [area.right, area.bottom],
                [area.right, area.top],
                [area.left, area.top],
            ]
        )
        # a x - c in places of the screen, where x = (place - origin) / units
        slope, level = a / plot.axes.units, -c - float(a @ (plot.axes.origin / plot.axes.units))
        heights = corners @ slope + level
        if not np.isfinite(heights).all():
            return
        inside, crossings = _cut(corners, heights)
        self.side.points = polyline(np.vstack([inside, inside[:1]])) if len(inside) > 2 else np.zeros((0, 3))
        plot.model.through(crossings if len(crossings) == 2 else [])
        if self.with_errors:
            self.show_errors(theta, 1.0)

    def row(self, theta: Floats) -> int:
        return int(np.argmax(self.model.cost.losses(theta)))

    def show_loss(self, theta: Floats, row: int, share: float) -> None:  # noqa: ARG002
        self.ring.radius = 0.1 + 0.14 * share
        self.ring.at(self.plot.place(self.model.features[row]))

    def show_errors(self, theta: Floats, share: float) -> None:
        wrong = (self.model.predictions(theta) > 0.5) != (self.model.targets == 1)
        self.wrong.at(self.plot.place(self.model.features[wrong]))
        self.wrong.set_stroke(opacity=0.9 * share)

    def _places(self) -> Floats:
        return self.model.features

    def _names(self) -> tuple[str, str]:
        return self.model.names[0], self.model.names[1]


def _inside(places: NDArray, area: Rect) -> NDArray[np.bool_]:
    left, right, bottom, top = area.inset(-0.02)
    return np.asarray(((places >= [left, bottom]) & (places <= [right, top])).all(axis=-1))


def _cut(corners: Floats, heights: Floats) -> tuple[Floats, Floats]:
    """The part of a polygon (k, 2) with heights above zero, and where its edge crosses zero."""
    inside, crossings = [], []
    for k in range(len(corners)):
        here, there = heights[k - 1], heights[k]
        if (here > 0) != (there > 0):
            crossing = corners[k - 1] + (corners[k] - corners[k - 1]) * here / (here - there)
            inside.append(crossing)
            crossings.append(crossing)
        if there > 0:
            inside.append(corners[k])
    return np.array(inside).reshape(-1, 2), np.array(crossings).reshape(-1, 2)
