"""WaveDescent: the descent draws the derivative; then several starts roll into their own valleys."""

import numpy as np
from manim import Create, FadeIn, FadeOut, VGroup, VMobject, Write

from gdmath.display.geometry import Frame
from gdmath.display.numerals import readable
from gdmath.display.typeset import cost_typst, gradient_name_typst, gradient_typst, name_typst
from gdmath.outcomes import endings
from gdmath.views.windows import without_poles
from scenes.kit.axes import Axes, clipped, plot_area
from scenes.kit.curve_view import CurveView
from scenes.kit.lettering import BODY, LARGE, SMALL, Equation, Words, first_that_fits, variable
from scenes.kit.pacing import Motion, TimeLapse
from scenes.kit.readouts import Readouts
from scenes.kit.screen import Rect
from scenes.kit.shapes import Dots, Polyline, Rings
from scenes.kit.story import Story
from scenes.parameters import WaveParameters
from scenes.runs.curve_run import CurveRun
from scenes.runs.planning import planned

COLUMN = 3.95  # how wide the formulas may be beside the plots
SHARES = (1.3, 1.0)  # of the height, for the curve and its derivative
GAP, CLOSE = 0.35, 0.1
ROOM = 1.5  # the most that a formula beside a plot may be high
TITLE, NAME = 0.55, 0.3  # the height of a formula beside the name of an upright axis, and half of that


class WaveDescent(Story):
    """Above, the cost with the ball on it; below, its derivative, traced by the slope of the tangent."""

    parameters: WaveParameters = WaveParameters()
    expected_seconds = 52.0
    poster = "time-lapse"

    def prepare(self) -> None:
        told = planned(self.parameters, count=4)
        self.runs = [CurveRun(told, number, told.wide) for number in range(len(told.runs))]
        self.run = self.runs[0]
        self.outcomes = endings(told.runs, told.critical)
        self.lowest = [point.theta[0] for point in told.critical.lowest]

    def construct(self) -> None:
        self.lay_out()
        self.landscape()
        self.start()
        self.meaning()
        self.tracing()
        self.sweep()
        if len(self.runs) > 1:
            self.starts()
            self.valleys()
        self.ending()

    def lay_out(self) -> None:
        """The curve above, its derivative below on the same theta axis, each with its formula and numbers."""
        run, theme, screen = self.run, self.theme, self.screen
        steps = np.unique(np.linspace(0, len(run), 200).astype(int)).tolist()
        samples = [self._texts(step) for step in steps]
        self.readouts = Readouts(samples, (theme.text, theme.point, theme.cost), screen.stage)
        slopes = [[self._slope_text(run.slope(step))] for step in steps]
        self.slope_readout = Readouts(slopes, (theme.gradient,), screen.stage)
        stacked = screen.is_tall or screen.is_square
        upper, lower = self._lay_stacked(screen.stage) if stacked else self._lay_beside(screen.stage)
        self._lay_plots(upper, lower)

    def _lay_plots(self, upper: Rect, lower: Rect) -> None:
        run, theme = self.run, self.theme
        frame, below = run.frames[0], self._slopes_frame()
        name = variable(run.cost.variables[0].name)
        upper, lower = self._areas(upper, lower)
        self.view = CurveView(run.cost, upper, frame, theme, run.minima, (name, variable("C")), (6, 3))
        self.slope_axes = Axes(lower, below, theme, counts=(6, 3), names=(name, f"{variable('C')}′"))
        self.zero = Polyline(color=theme.muted, width=2.0, opacity=0.8)
        if below.bottom < 0 < below.top:
            self.zero.through(self.slope_axes.place([[frame.left, 0.0], [frame.right, 0.0]]))
        self.derivative = Polyline(color=theme.gradient, width=5.0)
        self.bead = Dots(color=theme.gradient, radius=0.11, rim=theme.background)
        self.stem = Polyline(color=theme.gradient, width=3.0, opacity=0.9)
        self.traced = [run.theta(0), run.theta(0)]

    def _areas(self, *rooms: Rect) -> list[Rect]:
        """What of the rooms is left for the plots, whose axes are one below the other."""
        return [plot_area(room, [self.run.frames[0], self._slopes_frame()], 3) for room in rooms]

    def _lay_beside(self, stage: Rect) -> tuple[Rect, Rect]:
        """Put formulas and numbers to the right of the two plots; return the rooms of these."""
        self.formulas = [self._formula(choice, COLUMN, ROOM, LARGE) for choice in self._sources()]
        widths = [formula.width for formula in self.formulas]
        width = max(*widths, *self.readouts.widths, *self.slope_readout.widths)
        plots, column = stage.columns(stage.width - width - GAP, width, gap=GAP)
        rooms = column.rows(*SHARES, gap=GAP)
        for formula, numbers, room in zip(
            self.formulas, (self.readouts, self.slope_readout), rooms, strict=True
        ):
            formula.move_to(np.array([room.left + formula.width / 2, room.top - formula.height / 2, 0]))
            numbers.lay(room.inset(top=formula.height + GAP))
        upper, lower = plots.rows(*SHARES, gap=GAP)
        return upper, lower

    def _lay_stacked(self, stage: Rect) -> tuple[Rect, Rect]:
        """Put each formula beside the name of its upright axis, and the numbers between the two plots."""
        self.readouts.lay(stage)
        height = self.readouts.height_taken
        above = SHARES[0] / sum(SHARES) * (stage.height - height - 2 * CLOSE)
        upper, row, lower = stage.stack([above, height], CLOSE)
        self.readouts.lay(row)
        slope = lower.inset(left=lower.width - self.slope_readout.widths[0])
        self.slope_readout.lay(slope)
        left = self._areas(upper, lower)[0].left - stage.left + NAME
        titles = upper.inset(left=left), lower.inset(left=left, right=slope.width + GAP)
        self.formulas = []
        for title, choice in zip(titles, self._sources(), strict=True):
            formula = self._formula(choice, title.width, TITLE, BODY)
            formula.move_to(
                np.array([title.left + formula.width / 2, title.top - max(formula.height, 0.45) / 2, 0])
            )
            self.formulas.append(formula)
        return upper, lower

    def _sources(self) -> tuple[tuple[tuple[str, ...], str], ...]:
        """How the cost and its derivative may be written, and in which colours."""
        cost = self.run.cost
        costs = cost_typst(cost), f"inline({cost_typst(cost)})", name_typst(cost)
        gradients = gradient_typst(cost), f"inline({gradient_typst(cost)})", gradient_name_typst(cost)
        return (costs, self.theme.cost), (gradients, self.theme.gradient)

    def _formula(
        self, choice: tuple[tuple[str, ...], str], width: float, height: float, size: float
    ) -> VMobject:
        """The first way to write it that has room."""
        sources, color = choice
        choices = ([Equation(source, size=size, color=color, width=width)] for source in sources)
        return first_that_fits(choices, width=width, room=height, leading=0.0)[0]

    def _slopes_frame(self) -> Frame:
        """The frame of the derivative, without its poles."""
        run, frame = self.run, self.run.frames[0]
        slopes = run.cost.gradient(np.linspace(frame.left, frame.right, 1201)[:, None])[:, 0]
        low, high = without_poles(slopes[np.isfinite(slopes)])
        air = 0.12 * max(high - low, 1e-9)
        return Frame(frame.left, frame.right, low - air, high + air)

    def _texts(self, step: int) -> tuple[str, ...]:
        run = self.run
        name = variable(run.cost.variables[0].name)
        return (
            self.words.step_label(step),
            f"{name} = {readable(run.theta(step), run.digits)}",
            f"{variable('C')} = {readable(run.value(step), run.cost_digits)}",
        )

    def _slope_text(self, slope: float) -> str:
        return self.words.slope_label(readable(slope))

    def landscape(self) -> None:
        self.add(self.view.axes)
        self.beat("landscape", self.words.hills_and_valleys(self.run.cost.variables[0].name))
        self.play(Create(self.view.curve), Write(self.formulas[0]), run_time=2.2)

    def start(self) -> None:
        run, view = self.run, self.view
        self.beat("start", self.words.ball(run.cost.variables[0].name, run.theta(0)))
        view.stand_at(run.theta(0))
        self._draw(0)
        self.play(FadeIn(view.drop, view.foot, view.ball), FadeIn(self.readouts), run_time=0.8)
        self.play(Create(view.tangent), run_time=0.9)
        self.ask(self.words.which_way_will_it_roll())

    def meaning(self) -> None:
        slope = self.run.slope(0)
        self.beat("meaning", self.words.slope_as_height(slope))
        self.play(FadeIn(self.slope_axes, self.zero), run_time=0.9)
        self.play(FadeIn(self.stem, self.bead, self.slope_readout), run_time=0.8)
        self.say(self.words.where_it_rolls(slope))
        self.hold(1.0)

    def tracing(self) -> None:
        """The descent itself draws the derivative: first slowly, then in a time-lapse."""
        run = self.run
        self.beat("tracing", self.words.slopes_draw(run.learning_rate))
        group = VGroup(
            self.derivative, *self.view.moving, self.stem, self.bead, self.slope_readout, *self.readouts
        )
        self.lift(group)
        if len(run):
            lapse = TimeLapse(0, len(run), 9.0)
            self.play(
                Motion(group, lambda a: self._draw(lapse.step(9.0 * a)), rate_func=lambda t: t), run_time=9.0
            )
        self.hold(0.4)

    def sweep(self) -> None:
        """Carry the ball over the whole axis, so that the derivative is drawn in full."""
        run, view = self.run, self.view
        frame = view.axes.frame
        self.beat("derivative", self.words.whole_derivative())
        here, air = run.theta(-1), 0.002 * (frame.right - frame.left)
        stops = [here, frame.left + air, frame.right - air]
        group = VGroup(self.derivative, *view.moving, self.stem, self.bead, self.slope_readout)
        self.play(FadeOut(self.readouts), run_time=0.3)
        for start, end, seconds in zip(stops, stops[1:], (1.8, 2.8), strict=False):
            self.play(Motion(group, lambda a, s=start, e=end: self._carry(s + a * (e - s))), run_time=seconds)
        self.play(Write(self.formulas[1]), run_time=0.9)
        self.say(self.words.zero_slope())
        marks = self.view.minima
        drops = Polyline(color=self.theme.optimum, width=2.0, opacity=0.7)
        pieces = [(self.slope_axes.place([m, 0.0]), self.view.on_curve(m)) for m in marks]
        if pieces:
            drops.between(*(np.array(ends) for ends in zip(*pieces, strict=True)))
        self.play(FadeIn(self.view.minimum_marks, drops), run_time=0.8)
        self.hold(1.6)
        self.play(FadeOut(drops, view.moving, self.stem, self.bead, self.slope_readout), run_time=0.5)

    def starts(self) -> None:
        runs, view = self.runs, self.view
        self.beat("starts", self.words.several_starts(len(runs)))
        self.balls = Dots(color=self.theme.point, radius=0.13, rim=self.theme.background)
        self.feet = Dots(color=self.theme.point, radius=0.075, rim=self.theme.background)
        self.wakes = Polyline(color=self.theme.point, width=7.0, opacity=0.35)
        self.slope_balls = Dots(color=self.theme.gradient, radius=0.1, rim=self.theme.background)
        self._roll(0.0)
        self.play(FadeIn(self.balls, self.feet, self.slope_balls), run_time=0.8)
        self.ask(self.words.where_will_they_end())
        self.lift(view.minimum_marks, self.wakes, self.balls, self.feet, self.slope_balls)

    def valleys(self) -> None:
        self.beat("time-lapse", self.words.each_down_its_side())
        group = VGroup(self.wakes, self.balls, self.feet, self.slope_balls)
        self.play(Motion(group, self._roll, rate_func=lambda t: t), run_time=8.0)
        self.hold(0.5)

    def ending(self) -> None:
        self.beat("ending", self.words.ending(self.outcomes))
        labels = self._valley_labels()
        rings = Rings(color=self.theme.optimum)

        def draw(alpha: float) -> None:
            rings.radius = 0.14 + 0.4 * alpha
            rings.at([self.view.on_curve(m) for m in self.view.minima]).set_stroke(opacity=1 - alpha)

        self.play(Motion(rings, draw), *(FadeIn(label) for label in labels), run_time=1.2)
        self.remove(rings)
        self.hold(2.4)

    def _draw(self, step: float) -> None:
        """Draw the told run at a step, which may lie between two."""
        run = self.run
        whole = min(int(step), len(run))
        self._carry(run.between(step))
        self.readouts.write(self._texts(whole))
        self.slope_readout.write([self._slope_text(run.slope(whole))])

    def _carry(self, theta: float) -> None:
        """Put the ball at theta, and draw the derivative over all that was visited so far."""
        view, axes, cost = self.view, self.slope_axes, self.run.cost
        view.stand_at(theta)
        slope = float(cost.gradient([theta])[0])
        low, high = self.traced = [min(self.traced[0], theta), max(self.traced[1], theta)]
        grid = np.linspace(low, high, 2 + int(600 * (high - low) / (axes.frame.right - axes.frame.left)))
        points = axes.place(np.stack([grid, cost.gradient(grid[:, None])[:, 0]], axis=1))
        self.derivative.through(clipped(points, axes.area))
        place = axes.place([theta, slope])
        place[1] = np.clip(place[1], axes.area.bottom, axes.area.top)
        self.bead.at(place)
        level = np.clip(axes.place([theta, 0.0])[1], axes.area.bottom, axes.area.top)
        self.stem.through([[place[0], level], place])
        self.slope_readout.write([self._slope_text(slope)])

    def _roll(self, alpha: float) -> None:
        """Draw all runs at a share alpha of their time, with what they have passed."""
        step = TimeLapse(0, max(len(run) for run in self.runs), 8.0).step(8.0 * alpha)
        thetas = np.array([run.between(min(step, len(run))) for run in self.runs])
        view, axes = self.view, self.slope_axes
        self.balls.at([view.on_curve(theta) for theta in thetas])
        self.feet.at([view.on_axis(theta) for theta in thetas])
        slopes = self.run.cost.gradient(thetas[:, None])[:, 0]
        self.slope_balls.at(axes.place(np.stack([thetas, slopes], axis=1)))
        pieces = []
        for run, theta in zip(self.runs, thetas, strict=True):
            grid = np.linspace(run.theta(0), theta, 80)
            pieces += [
                view.axes.place(np.stack([grid, run.cost.value(grid[:, None])], axis=1)),
                [[np.nan, np.nan]],
            ]
        self.wakes.through(np.concatenate(pieces))

    def _valley_labels(self) -> list[Words]:
        """Name every valley inside the frame, below the axis, where there is room."""
        view = self.view
        if not 0 < len(view.minima) <= 4:
            return []
        labels: list[Words] = []
        for minimum in view.minima.tolist():
            text = self.words.minimum_label(self.lowest == [minimum])
            label = Words(text, size=SMALL, color=self.theme.optimum)
            half = label.width / 2
            area = view.axes.area
            x = np.clip(view.on_axis(minimum)[0], area.left + half, area.right - half)
            label.move_to(np.array([float(x), area.bottom - 0.7, 0]))
            if not labels or label.get_left()[0] > labels[-1].get_right()[0] + 0.2:
                labels.append(label)
        return labels
