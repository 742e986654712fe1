"""What one descent on a curve is drawn with: the plot, the formulas, the readouts, the cost at each step."""

from types import ModuleType
from typing import Any

import numpy as np
from manim import VGroup

from gdmath.geometry import Frame
from gdmath.numerals import readable
from gdmath.typeset import (
    cost_typst,
    gradient_name_typst,
    gradient_typst,
    name_typst,
    rule_typst,
    substituted_typst,
)
from scenes.kit.axes import widest_label
from scenes.kit.axis_lens import AxisLens
from scenes.kit.cost_panel import CostPanel
from scenes.kit.curve_view import CurveView
from scenes.kit.lettering import BODY, LARGE, Equation, Number, first_that_fits, variable
from scenes.kit.story import SAFE_TOP, SAFE_X
from scenes.kit.theme import Theme
from scenes.runs.curve_run import CurveRun

BOTTOM = -2.1  # of the plots
COLUMN = 2.45  # where the formulas begin
LEADING = 0.26  # between two formulas
PANEL = 2.8  # what the worked line, the readouts and the panel take below them
LENS_BELOW = 0.3  # a first step shorter than this on the screen is shown through a lens

Area = tuple[float, float, float, float]


class CurveStage:
    """The mobjects of one run: the plot on the left, the formulas and the panel on the right.

    `worked`: how many steps are told one by one; where they are short, a lens on the axis shows them.
    `go_to(step)` puts everything to a step, which may lie between two.
    """

    def __init__(self, run: CurveRun, theme: Theme, words: ModuleType, worked: int) -> None:
        self.run, self.theme, self.words, self.worked = run, theme, words, worked
        self._lay_plot()
        self._lay_column()

    def _lay_plot(self) -> None:
        run, theme = self.run, self.theme
        frame = run.frames[0]
        labels = [widest_label(shown.bottom, shown.top, 5) for shown in (frame, run.landscape)]
        left = -SAFE_X + max(0.6, *labels) + 0.25
        area: Area = (left, COLUMN - 0.75, BOTTOM, SAFE_TOP - 0.1)
        self.lens: AxisLens | None = None
        short = len(run) > 0 and _on_screen(run.theta(1) - run.theta(0), frame, area) < LENS_BELOW
        short = short and _can_be_enlarged(run.lens_window(self.worked))
        if short:
            area = (left, COLUMN - 0.75, -0.95, SAFE_TOP - 0.1)
        self.view = CurveView(run.cost, area, frame, theme, run.minima)
        if short:
            self.lens = AxisLens(self.view.axes, *run.lens_window(self.worked), -2.05, theme)

    def _lay_column(self) -> None:
        theme = self.theme
        self.formulas = self._formulas()
        top = SAFE_TOP - 0.05
        for formula in self.formulas:
            formula.move_to(np.array([COLUMN + formula.width / 2, top - formula.height / 2, 0]))
            top -= formula.height + LEADING
        self.worked_at = top - 0.2
        self.readouts = VGroup(
            *(Number(color=color) for color in (theme.text, theme.point, theme.cost, theme.gradient))
        )
        row = self.worked_at - 0.62
        self._places = [(COLUMN, row), (COLUMN, row - 0.4), (COLUMN + 1.7, row), (COLUMN, row - 0.8)]
        panel_top = min(self._places[-1][1] - 0.7, -0.2)
        self.panel = CostPanel(self.run.values, (COLUMN, SAFE_X - 0.3, BOTTOM, panel_top), theme, self.words)

    def _formulas(self) -> VGroup:
        """The cost, its derivative and the rule; by name what is too long to be written above the panel."""
        cost, theme = self.run.cost, self.theme

        def formula(source: str, color: str, size: float = BODY, **options: Any) -> Equation:
            return Equation(source, size=size, color=color, width=SAFE_X - COLUMN, **options)

        colors = {"point": theme.point, "rate": theme.step, "gradient": theme.gradient, "result": theme.point}
        rule = formula(rule_typst(cost, marked=True), theme.text, colors=colors)
        costs = [formula(cost_typst(cost), theme.cost, LARGE, compact=compact) for compact in (False, True)]
        costs.append(formula(name_typst(cost), theme.cost, LARGE))
        gradients = [formula(text(cost), theme.gradient) for text in (gradient_typst, gradient_name_typst)]
        shorter = ([one, gradient, rule] for one in costs for gradient in gradients)
        room = SAFE_TOP - BOTTOM - PANEL
        return first_that_fits(shorter, width=SAFE_X - COLUMN, room=room, leading=LEADING)

    def substituted(self, step: int) -> Equation:
        """Return the rule with the numbers of a step, its parts labelled point, rate, gradient and result."""
        run, theme = self.run, self.theme
        source = substituted_typst(
            run.theta(step), run.learning_rate, run.slope(step), run.theta(step + 1), run.digits
        )
        colors = {"point": theme.point, "gradient": theme.gradient, "result": theme.point, "rate": theme.step}
        line = Equation(source, color=theme.text, colors=colors, width=SAFE_X - COLUMN)
        return line.move_to(np.array([COLUMN + line.width / 2, self.worked_at, 0]))

    @property
    def arrows(self) -> VGroup:
        """The arrow of a step, in the plot and in the lens."""
        return VGroup(self.view.arrow, *([self.lens.arrow] if self.lens is not None else []))

    @property
    def moving(self) -> VGroup:
        """All that a step moves."""
        parts = [*self.view.moving, *self.panel.moving, *self.readouts]
        if self.run.rescales:
            parts = [self.view.axes, self.view.curve, self.view.minimum_marks, *parts]
        if self.lens is not None:
            parts += [self.lens.arrow, self.lens.foot]
        return VGroup(*parts)

    def go_to(self, step: float) -> None:
        """Draw everything as it is at a step."""
        run, view = self.run, self.view
        whole = min(int(step), len(run))
        view.theta = run.between(step)
        view.visited = run.thetas[: whole + 1]
        frame = run.frame_at(step)
        if frame == view.axes.frame:
            view.visit(view.visited)
            view.stand_at(view.theta)
        else:
            view.fit(frame)
        self.panel.reach(step)
        self.read(step)
        if self.lens is not None and step <= self.worked:
            self.lens.foot.at(self.lens.place(view.theta))

    def walk(self, step: int, alpha: float) -> None:
        """Draw everything at a share of a step, with the arrow of what is left of it."""
        self.go_to(step + alpha)
        self.point(self.view.theta, self.run.theta(step + 1))

    def point(self, start: float, end: float) -> None:
        """Draw the arrow from one theta to another; none where they are the same."""
        self.view.arrow.span(self.view.on_axis(start), self.view.on_axis(end))
        if self.lens is not None:
            self.lens.arrow.span(self.lens.place(start), self.lens.place(end))

    def put_arrows_away(self) -> None:
        """Take the arrow of a step out of the picture."""
        for arrow in self.arrows:
            arrow.span([0, 0], [0, 0])

    def read(self, step: float) -> None:
        """Show the step, theta, the cost and its slope."""
        run = self.run
        whole = min(int(step), len(run))
        name = variable(run.cost.variables[0].name)
        texts = (
            self.words.step_label(whole),
            f"{name} = {readable(run.theta(whole), run.digits)}",
            f"{variable('C')} = {readable(run.value(whole), run.cost_digits)}",
            f"{variable('C')}′ = {readable(run.slope(whole))}",
        )
        for readout, text, place in zip(self.readouts, texts, self._places, strict=True):
            readout.write(text, place)

    def widen(self, low: float) -> None:
        """Let the plot reach down to `low`, for when the lens has gone."""
        axes = self.view.axes
        axes.area = (axes.area[0], axes.area[1], low, axes.area[3])
        self.view.fit(axes.frame)


def _on_screen(length: float, frame: Frame, area: Area) -> float:
    return abs(length) * (area[1] - area[0]) / (frame.right - frame.left)


def _can_be_enlarged(window: tuple[float, float]) -> bool:
    """Return whether numbers tell the places of a window apart."""
    low, high = window
    return high - low > 1e-12 * max(abs(low), abs(high))
