"""TangentDescent: one descent in one dimension. Slope, step, repeat."""

from typing import Any

import numpy as np
from manim import DOWN, Create, FadeIn, FadeOut, Mobject, VGroup, VMobject, Write, smooth

from gdmath.numerals import number_typst, readable
from gdmath.typeset import (
    cost_typst,
    gradient_name_typst,
    gradient_typst,
    name_typst,
    rule_typst,
    substituted_typst,
    typst,
)
from scenes.kit.axes import widest_label
from scenes.kit.axis_lens import AxisLens
from scenes.kit.cost_panel import CostPanel
from scenes.kit.curve_view import CurveView
from scenes.kit.pacing import Motion, Pacing, shown_step
from scenes.kit.run import CurveRun
from scenes.kit.shapes import Rings
from scenes.kit.story import SAFE_TOP, SAFE_X, Story
from scenes.kit.type import BODY, LARGE, Formula, Number, first_that_fits, variable
from scenes.parameters import TangentParameters

BOTTOM = -2.1  # of the plots
COLUMN = 2.45  # where the formulas begin
LEADING = 0.26  # between two formulas
PANEL = 2.8  # what the worked line, the readouts and the panel take below them
LENS_BELOW = 0.3  # a first step shorter than this on the screen is shown through a lens


class TangentDescent(Story):
    """Gradient descent on a curve, worked by hand for three steps, then ever faster, to its end."""

    parameters: TangentParameters = TangentParameters()
    expected_seconds = 56.0
    poster = "worked 2"

    def prepare(self) -> None:
        told = self.parameters
        self.run = CurveRun.of(told.cost, told.start, told.learning_rate, told.steps, told.domain)
        self.pacing = Pacing.of(len(self.run))

    def construct(self) -> None:
        self.lay_out()
        self.landscape()
        self.start()
        self.slope()
        self.rule()
        for step in range(self.pacing.worked):
            self.worked(step)
        if self.run.needs_other_side(self.pacing.worked):
            self.other_side()
        if len(self.run) > self.pacing.worked:
            self.quickening()
        if len(self.run) > self.pacing.quick:
            self.time_lapse()
        self.ending()

    def lay_out(self) -> None:
        """Find a place for everything: the plot on the left, the formulas and the panel on the right."""
        run, theme = self.run, self.theme
        frame = run.frames[0]
        left = -SAFE_X + max(0.6, widest_label(frame.bottom, frame.top, 5)) + 0.25
        area = (left, COLUMN - 0.75, BOTTOM, SAFE_TOP - 0.1)
        self.lens = None
        if len(run) and self._on_screen(run.theta(1) - run.theta(0), frame, area) < LENS_BELOW:
            area = (left, COLUMN - 0.75, -0.95, SAFE_TOP - 0.1)
        self.view = CurveView(run.cost, area, frame, theme, run.minima)
        if len(run) and area[2] > -1.0:
            self.lens = AxisLens(self.view.axes, *run.lens_window(self.pacing.worked), -2.05, theme)
        self.column = self._formulas()
        top = SAFE_TOP - 0.05
        for formula in self.column:
            formula.move_to(np.array([COLUMN + formula.width / 2, top - formula.height / 2, 0]))
            top -= formula.height + LEADING
        self.worked_at = top - 0.2
        self.readouts = VGroup(
            *(Number(color=color) for color in (theme.text, theme.point, theme.cost, theme.gradient))
        )
        row = self.worked_at - 0.62
        self.readout_places = [
            (COLUMN, row),
            (COLUMN, row - 0.4),
            (COLUMN + 1.7, row),
            (COLUMN, row - 0.8),
        ]
        panel_top = min(self.readout_places[-1][1] - 0.7, -0.2)
        self.panel = CostPanel(run.values, (COLUMN, SAFE_X - 0.3, BOTTOM, panel_top), theme)

    def landscape(self) -> None:
        name = typst(self.run.cost.variables[0])
        self.add(self.view.axes)
        self.beat("landscape", f"A cost says how wrong each choice of ${name}$ is. Lower is better.")
        view, (cost, _, _) = self.view, self.column
        self.play(Create(view.curve), Write(cost), run_time=2.0)
        if len(view.minimum_marks.points):
            found = "where it is lowest" if len(self.run.minima) == 1 else "its valleys"
            self.say(
                f"We are looking for the place {found}." if "where" in found else f"It is lowest in {found}."
            )
            self.play(FadeIn(view.minimum_marks), run_time=0.8)

    def start(self) -> None:
        run, view = self.run, self.view
        name = typst(run.cost.variables[0])
        self.beat(
            "start",
            f"We start at ${name} = {number_typst(run.theta(0))}$, and see only the slope under our feet.",
        )
        view.stand_at(run.theta(0))
        self.moving = VGroup(view.trail, view.drop, view.foot, view.ball)
        self.play(FadeIn(self.moving, shift=0.4 * DOWN), run_time=0.9)
        self._read(0)
        self.play(FadeIn(self.readouts[:3]), run_time=0.5)
        self.ask("Which way is downhill: left or right?")

    def slope(self) -> None:
        run, view = self.run, self.view
        theta, slope = run.theta(0), run.slope(0)
        name = typst(run.cost.variables[0])
        here = f"C'({number_typst(theta)}) = {number_typst(slope)}"
        self.beat("slope", f"The tangent's slope is the derivative, computed exactly: ${here}$.")
        self.play(Create(view.tangent), Write(self.column[1]), FadeIn(self.readouts[3]), run_time=1.4)
        self.hold(0.8)
        if slope == 0:
            self.say("It is level here: gradient descent can't tell where to go.")
        else:
            rises, down = ("right", "left") if slope > 0 else ("left", "right")
            less = "smaller" if slope > 0 else "larger"
            self.say(
                f"The curve rises to the {rises}, so downhill is to the {down}: ${name}$ must get {less}."
            )
        self.hold(1.4)
        self.moving = view.moving

    def rule(self) -> None:
        rate = number_typst(self.run.learning_rate)
        self.beat("rule", f"The rule: step against the slope. The learning rate $eta = {rate}$ sets how far.")
        self.play(Write(self.column[2]), run_time=1.2)
        self.play(FadeIn(self.panel), run_time=0.6)
        if self.lens is not None:
            self.say("These steps are short, so here is a piece of the axis, enlarged.")
            self.lens.foot.at(self.lens.place(self.run.theta(0)))
            self.play(FadeIn(self.lens), run_time=0.8)
        self.hold(0.6)

    def worked(self, step: int) -> None:
        """One step by hand: the numbers fly into the rule, the arrow is drawn, the step is taken."""
        run, view = self.run, self.view
        theta, after = run.theta(step), run.theta(step + 1)
        self.beat(f"worked {step + 1}", self._worked_caption(step))
        line = self._substituted(step)
        point, gradient, result = (line.select(part) for part in ("point", "gradient", "result"))
        rest = [part for part in line if part not in (point, gradient, result)]
        self.play(
            *(FadeIn(part, rate_func=lambda t: smooth(min(1.0, max(0.0, 3 * t - 2)))) for part in rest),
            self._flight(point, view.on_axis(theta), 0.0),
            self._flight(gradient, view.on_curve(theta), 0.45),
            run_time=1.5,
        )
        self.lift(self.moving)
        self.play(
            Motion(self._arrow_group(), lambda a: self._draw_arrow(theta, theta + a * (after - theta))),
            run_time=0.8,
        )
        self.play(
            FadeIn(result),
            Motion(self._step_group(), lambda a: self._draw_step(step, a)),
            run_time=1.0,
        )
        self.hold(0.4)
        view.arrow.span([0, 0], [0, 0])
        leaving: list[Mobject] = [line]
        if self.lens is not None:
            self.lens.arrow.span([0, 0], [0, 0])
            if step == self.pacing.worked - 1:
                leaving.append(self.lens)
        self.play(*map(FadeOut, leaving), run_time=0.3)
        if self.lens in leaving:
            self._put_lens_away()

    def _put_lens_away(self) -> None:
        """Give the room of the lens back to the plot."""
        self.lens, axes = None, self.view.axes
        low = axes.area[2]

        def draw(alpha: float) -> None:
            axes.area = (axes.area[0], axes.area[1], low + alpha * (BOTTOM - low), axes.area[3])
            self.view.fit(axes.frame)

        self.play(Motion(VGroup(self.view.standing, self.view.moving), draw), run_time=0.7)

    def other_side(self) -> None:
        """A ball on the far side of the minimum: there the slope is negative, and the step goes right."""
        view, theme = self.view, self.theme
        theta = self.run.other_side
        slope = float(self.run.cost.gradient([theta])[0])
        ghost = CurveView(self.run.cost, view.axes.area, view.axes.frame, theme)
        ghost.stand_at(theta)
        sign, way = ("negative", "right") if slope < 0 else ("positive", "left")
        said = f"On the other side the slope is {sign}: the same rule steps to the {way}."
        self.beat("other side", said)
        group = VGroup(ghost.drop, ghost.foot, ghost.tangent, ghost.ball)
        self.play(FadeIn(group), run_time=0.7)
        foot = ghost.on_axis(theta)
        after = ghost.on_axis(theta - self.run.learning_rate * slope)
        times = max(1.0, round(0.9 / max(float(np.abs(after - foot).max()), 1e-6), -1))
        if times > 1:
            self.say(rf"{said} \ (The arrow is drawn ${times:.0f}$ times as long.)")

        def grow(alpha: float) -> None:
            ghost.arrow.span(foot, foot + alpha * times * (after - foot))

        self.play(Motion(ghost.arrow, grow), run_time=0.9)
        self.hold(1.2)
        self.play(FadeOut(group, ghost.arrow), run_time=0.5)

    def quickening(self) -> None:
        self.beat("quickening", "Slope, step, repeat.")
        self.lift(self.moving, self.panel, self.readouts)
        for step in range(self.pacing.worked, self.pacing.quick):
            seconds = self.pacing.quick_seconds(step - self.pacing.worked)
            self.play(Motion(self._step_group(), lambda a, k=step: self._draw_step(k, a)), run_time=seconds)

    def time_lapse(self) -> None:
        pacing, run = self.pacing, self.run
        self.beat(
            "time-lapse",
            f"And on: all ${len(run)}$ steps." if not run.escapes else "And on, as far as it goes.",
        )
        self.lift(self.moving, self.panel, self.readouts)

        def draw(alpha: float) -> None:
            step = pacing.lapse_step(alpha)
            nearby = pacing.lapse_step(max(0.0, alpha - 0.02))
            speed = (step - nearby) / (0.02 * pacing.lapse)
            shown = len(run) if alpha >= 1 else shown_step(step, speed)
            self._draw_at(min(max(shown, pacing.quick), len(run)))

        self.play(Motion(self._step_group(), draw, rate_func=lambda t: t), run_time=pacing.lapse)

    def ending(self) -> None:
        self.beat("ending", self.run.verdict)
        glow = Rings(color=self.theme.optimum if self.run.converges else self.theme.step)
        here = self.view.on_curve(float(self.view.theta))

        def draw(alpha: float) -> None:
            glow.radius = 0.14 + 0.5 * alpha
            glow.at([here]).set_stroke(opacity=1 - alpha)

        for _ in range(2):
            self.play(Motion(glow, draw), run_time=1.0)
        self.remove(glow)
        self.hold(2.2)

    def _draw_at(self, step: float) -> None:
        """Draw everything as it is at a step, which may lie between two."""
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
        self._read(step)
        if self.lens is not None and step <= self.pacing.worked:
            self.lens.foot.at(self.lens.place(view.theta))

    def _draw_step(self, step: int, alpha: float) -> None:
        self._draw_at(step + alpha)
        self._draw_arrow(self.view.theta, self.run.theta(step + 1))

    def _draw_arrow(self, start: float, end: float) -> None:
        self.view.arrow.span(self.view.on_axis(start), self.view.on_axis(end))
        if self.lens is not None:
            self.lens.arrow.span(self.lens.place(start), self.lens.place(end))

    def _arrow_group(self) -> VGroup:
        return VGroup(self.view.arrow, *([self.lens.arrow] if self.lens is not None else []))

    def _step_group(self) -> VGroup:
        parts = [*self.view.moving, *self.panel.moving, *self.readouts]
        if self.run.rescales:
            parts = [self.view.axes, self.view.curve, self.view.minimum_marks, *parts]
        if self.lens is not None:
            parts += [self.lens.arrow, self.lens.foot]
        return VGroup(*parts)

    def _read(self, step: float) -> None:
        """Show the step, theta and the cost."""
        whole = min(int(step), len(self.run))
        name = variable(self.run.cost.variables[0].name)
        texts = (
            f"step {whole}",
            f"{name} = {readable(self.run.theta(whole), self.run.digits)}",
            f"{variable('C')} = {readable(self.run.value(whole), self.run.cost_digits)}",
            f"{variable('C')}′ = {readable(self.run.slope(whole))}",
        )
        for readout, text, place in zip(self.readouts, texts, self.readout_places, strict=True):
            readout.write(text, place)

    def _worked_caption(self, step: int) -> str:
        run = self.run
        name = typst(run.cost.variables[0])
        if step == 0:
            return (
                f"From ${name} = {number_typst(run.theta(0))}$, subtract the learning rate times the slope."
            )
        if step == 1:
            slope = f"C'({number_typst(run.theta(1))}) = {number_typst(run.slope(1))}"
            return f"A new ${name}$, a new slope, ${slope}$: the same rule again."
        before, now = abs(run.slope(step - 1)), abs(run.slope(step))
        if abs(now - before) < 1e-9 * before:
            return "The slope is as large as before, and so is the step."
        return f"The slope is {'smaller' if now < before else 'larger'} now, and so is the step."

    def _flight(self, part: VMobject, source: np.ndarray, late: float) -> Motion:
        """Let a number fly from the picture into its place in the formula, starting a share `late`."""
        points = part.points.copy()
        shift = np.array([*source, 0.0]) - part.get_center()

        def draw(alpha: float) -> None:
            # Up first, then across, so that it passes over no other text.
            own = min(1.0, max(0.0, (alpha - late) / 0.55))
            left_over = np.array([1 - smooth(max(0.0, 2 * own - 1)), 1 - smooth(min(1.0, 2 * own)), 0.0])
            part.points = points + shift * left_over
            part.set_fill(opacity=min(1.0, 4 * own))

        return Motion(part, draw, rate_func=lambda t: t)

    def _substituted(self, step: int) -> Formula:
        run = self.run
        source = substituted_typst(
            run.theta(step), run.learning_rate, run.slope(step), run.theta(step + 1), run.digits
        )
        theme = self.theme
        colors = {"point": theme.point, "gradient": theme.gradient, "result": theme.point, "rate": theme.step}
        line = Formula(source, color=theme.text, colors=colors, width=SAFE_X - COLUMN)
        return line.move_to(np.array([COLUMN + line.width / 2, self.worked_at, 0]))

    def _formulas(self) -> VGroup:
        """The cost, its derivative and the rule; by name what is too long to be written above the panel."""
        cost, theme = self.run.cost, self.theme

        def formula(source: str, color: str, size: float = BODY, **options: Any) -> Formula:
            return Formula(source, size=size, color=color, width=SAFE_X - COLUMN, **options)

        colors = {"point": theme.point, "rate": theme.step, "gradient": theme.gradient, "result": theme.point}
        rule = formula(rule_typst(cost, marked=True), theme.text, colors=colors)
        costs = [formula(cost_typst(cost), theme.cost, LARGE, compact=compact) for compact in (False, True)]
        costs.append(formula(name_typst(cost), theme.cost, LARGE))
        gradients = [formula(text(cost), theme.gradient) for text in (gradient_typst, gradient_name_typst)]
        shorter = ([one, gradient, rule] for one in costs for gradient in gradients)
        room = SAFE_TOP - BOTTOM - PANEL
        return first_that_fits(shorter, width=SAFE_X - COLUMN, room=room, leading=LEADING)

    @staticmethod
    def _on_screen(length: float, frame, area) -> float:
        return abs(length) * (area[1] - area[0]) / (frame.right - frame.left)
