"""A model with one knob: where its data, the knob, the barometer and the cost of all settings stand."""

from typing import Any

import numpy as np
from manim import DOWN, LEFT, VGroup

from gdmath.display.numerals import number_typst, readable
from scenes.kit.axes import plot_area
from scenes.kit.curve.view import CurveView
from scenes.kit.glyphs import SMALL, Number
from scenes.kit.lettering import BODY, LARGE, Equation, Words
from scenes.kit.models.data_plot import DataPlot
from scenes.kit.models.fitting import fitting
from scenes.kit.models.knob import Barometer, Knob
from scenes.kit.rule_lines import RuleInSymbols, WorkedStep
from scenes.kit.screen import Rect, Screen
from scenes.kit.theme import Theme
from scenes.runs.intro import KnobRun
from scenes.runs.memory import Memory

TUBE = 0.3  # the barometer's width
GAP = 0.35
LONG = 3.4  # a board on which names stand before what they mean
BESIDE = 0.22  # from the knob to its numbers
NARROW = 4.5  # a room for the knob in which numbers are small


class KnobStage:
    """Everything that is drawn: `heads` are the slots for formulas, `board` is where losses are written."""

    def __init__(self, run: KnobRun, screen: Screen, theme: Theme, words: Any) -> None:
        self.run, self.theme, self.words = run, theme, words
        data_room, knob_room, cost_room = self._rooms(screen)
        self.plot = DataPlot(run.points, run.data_frame, data_room, theme, run.names)
        area = plot_area(cost_room, [run.cost_frame])
        names = ("𝑤", "𝐶")
        self.view = CurveView(run.cost, area, run.cost_frame, theme, [run.best], names, counts=(5, 4))
        self.cost_room = cost_room
        self.barometer = Barometer(self._tube(0.0), theme)
        self.board = Rect(cost_room.left + TUBE + 0.4, cost_room.right, area.bottom, area.top)
        self.knob_room, middle = knob_room, knob_room.center[1]
        self.whole = Rect(knob_room.left, knob_room.right, cost_room.bottom, knob_room.top)
        self.knob = Knob(self.whole.center[:2], 1.0, theme)
        self.cost_name = words.cost_name() if knob_room.width > NARROW else "𝐶"
        size = BODY if knob_room.width > NARROW else SMALL
        self.knob_value = Number(color=theme.point, size=size)
        self.settle(0.0)
        left = knob_room.left + knob_room.height + BESIDE
        self.cost_value = Number(color=theme.cost, size=size, at=(left, middle - 0.16))
        self.step_label = Number(color=theme.text, at=(left, middle - 0.62))
        self.moving = VGroup(
            *(self.plot.errors, self.plot.model, self.knob.pointer, self.knob_value),
            *(self.barometer.moving, self.cost_value),
        )
        self.w = float(run.thetas[0])
        self.on_curve = self.with_errors = False

    def _rooms(self, screen: Screen) -> tuple[Rect, Rect, Rect]:
        """The rooms of the data, of the knob and of the cost; `heads` stand above."""
        stage = screen.stage
        if screen.is_tall:
            self.head, data, knob, cost = stage.stack([1.2, 4.7, 1.2], gap=0.25)
            self.heads = self.head.rows(1, 1, gap=0.1)
            return data, knob, cost
        high = 1.25 if screen.is_square else 0.7
        self.head, below = stage.stack([high], gap=0.2)
        rows = self.head.rows(1, 1, gap=0.1)
        self.heads = rows if screen.is_square else self.head.columns(0.7, 1.3, gap=GAP)
        data, right = below.columns(1.0 if screen.is_square else 1.25, 1, gap=GAP)
        knob, cost = right.stack([0.96 if screen.is_square else 1.4], gap=0.15)
        return data, knob, cost

    def settle(self, alpha: float) -> None:
        """Let the knob go from the middle of its side, where it is large, to its own room."""
        room, whole = self.knob_room, self.whole
        small, large = room.height / 2, min(1.4, whole.width / 2.6, whole.height / 3)
        begin = np.array([whole.center[0], whole.center[1] + 0.3])
        end = np.array([room.left + small, room.center[1]])
        center, radius = begin + alpha * (end - begin), large + alpha * (small - large)
        self.knob.stand(center, radius)
        under = np.array([begin[0] - 0.9, begin[1] - large - 0.35])
        beside = np.array([end[0] + small + BESIDE, end[1] + 0.3])
        self.knob_value.write(self.knob_value.text or "", under + alpha * (beside - under))

    def _tube(self, alpha: float) -> Rect:
        """The barometer's place on its way from the side of its room, beside the board, to the axes."""
        area = self.view.axes.area
        left = self.cost_room.left + alpha * (area.left - self.cost_room.left)
        return Rect(left, left + TUBE, area.bottom, area.top)

    def shift_barometer(self, alpha: float) -> None:
        """Let the barometer go to the axes, where its height is that of the curve."""
        self.barometer.stand(self._tube(alpha))
        self.turn_to(self.w)

    def share(self, w: float) -> float:
        """How far the knob is turned at a slope."""
        low, high = self.run.sweep
        return (w - low) / (high - low)

    def turn_to(self, w: float, errors: float = 1.0) -> None:
        """Let everything show a slope w."""
        self.w, run, plot = w, self.run, self.plot
        cost = float(run.cost.value([w]))
        plot.draw_model(run.line(plot.samples, w))
        if self.with_errors:
            plot.draw_errors(run.predictions(w), errors)
        self.knob.turn(self.share(w))
        self.barometer.rise(self.view.axes.place([w, cost])[1])
        room, size = self.knob_room.right - self.cost_value.at[0], self.knob_value.size
        self.knob_value.write(fitting([f"𝑤 = {readable(w, digits)}" for digits in (3, 2, 1)], room, size))
        costs = [f"{self.cost_name} = {readable(cost, digits)}" for digits in (4, 3, 2, 1)]
        self.cost_value.write(fitting(costs, room, size))
        if self.on_curve:
            self.view.stand_at(w)

    def trace(self, share: float) -> None:
        """Sweep over a share of all slopes, and draw the cost of those."""
        low, high = self.run.sweep
        w = low + share * (high - low)
        self.turn_to(w)
        ws = np.linspace(low, w, max(2, round(200 * share)))
        self.view.curve.through(self.view.on_curves(ws))
        self.view.ball.at(self.view.on_curve(w))

    def title(self) -> Words:
        """The question that all of it answers."""
        words = Words(
            self.words.title(), size=LARGE, color=self.theme.text, width=self.head.width, align="center"
        )
        return words.move_to(self.head.center)

    def model(self) -> Equation:
        """The model as a formula with its numbers."""
        x, y = (number_typst(each, 3) for each in self.run.mean)
        inside = f"(x - {x})" if self.run.mean[0] >= 0 else f"(x + {number_typst(-self.run.mean[0], 3)})"
        source = f"{_quoted(self.words.model_name())} quad hat(y) = {y} + {{{{ w : point }}}} dot {inside}"
        return self.in_head(source)

    def loss(self, row: int) -> VGroup:
        """The loss of one example, worked with its numbers, on the board."""
        off = float(self.run.predictions(self.w)[row] - self.run.points[row, 1])
        name, square = _quoted(self.words.loss_name()), "(hat(y) - y)^2"
        sources = (
            *([f"{name} = {square}"] if self.board.width > LONG else [name, f"= {square}"]),
            f"= ({number_typst(off, 3)})^2",
            f"= {number_typst(off * off, 4)}",
        )
        return self._on_board(sources)

    def mean_of_losses(self) -> VGroup:
        """The cost as the mean of all losses, on the board."""
        n = len(self.run.points)
        value = number_typst(float(self.run.cost.value([self.w])), 4)
        name, mean = _quoted(self.words.cost_name()), f"C = 1 / {n} sum (hat(y) - y)^2"
        if self.board.width > LONG:
            return self._on_board((f"{name} {mean}", f"= {value}"))
        return self._on_board((name, mean, f"= {value}"))

    def slopes(self) -> tuple[Equation, Equation]:
        """The cost and its derivative in symbols, each in its slot."""
        mean = "1 / n sum (hat(y) - y)^2"
        return (
            self.in_head(f"{{{{ C(w) = {mean} : cost }}}}", 0),
            self.in_head("{{ C'(w) = 2 / n sum (hat(y) - y) (x - overline(x)) : gradient }}", 1),
        )

    def rule(self) -> RuleInSymbols:
        """The rule of the slope w, in the first slot."""
        rule = RuleInSymbols(self.run.cost, None, self.theme, self.heads[0].width)
        return self._seated(rule, 0)

    def worked(self, step: int) -> WorkedStep:
        """A step with its numbers, in the second slot."""
        from gdmath.optimizers import GradientDescent

        lines = Memory(GradientDescent(), self.run.trajectory).worked(step + 1)[step]
        slot = self.heads[1]
        line = WorkedStep(self.run.cost, lines, self.theme, (slot.width, slot.height), 4)
        return self._seated(line, 1)

    def general_rule(self) -> Equation:
        """The rule of any number of knobs, across the stage."""
        theta, theta_again = _marked("theta", "point"), _marked("theta", "pointx")
        source = (
            f"{theta} <- {theta_again} - {_marked('eta', 'step')} {_marked('nabla C(theta)', 'gradient')}"
        )
        colors = self._colors() | {"pointx": self.theme.point}
        rule = Equation(source, size=1.5 * LARGE, color=self.theme.text, colors=colors, width=self.head.width)
        return rule.move_to(self.head.center)

    def in_head(self, source: str, slot: int | None = None) -> Equation:
        """Return a formula in a slot, or across both."""
        room = self.head if slot is None else self.heads[slot]
        formula = Equation(
            source, color=self.theme.text, colors=self._colors(), width=room.width, compact=True
        )
        if formula.height > room.height:
            formula.scale(room.height / formula.height)
        return formula.move_to(room.center)

    def _seated(self, formula: Any, slot: int) -> Any:
        return formula.move_to(self.heads[slot].center)

    def _on_board(self, sources: tuple[str, ...]) -> VGroup:
        width = self.board.width
        lines = VGroup(
            *(Equation(each, color=self.theme.cost, width=width, compact=True) for each in sources)
        )
        lines.arrange(DOWN, buff=0.28, aligned_edge=LEFT)
        lines.move_to(self.board.center)
        beyond = lines.get_right()[0] - self.board.right
        return lines.shift(np.array([-max(beyond, 0.0), 0.0, 0.0]))

    def _colors(self) -> dict[str, str]:
        theme = self.theme
        return {"point": theme.point, "cost": theme.cost, "gradient": theme.gradient, "step": theme.step}


def _quoted(text: str) -> str:
    return f'"{text}"'


def _marked(source: str, label: str) -> str:
    return f"{{{{ {source} : {label} }}}}"
