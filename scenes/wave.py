"""WaveDescent: the descent draws the derivative; then several starts roll into their own valleys."""

import numpy as np
from manim import Create, FadeIn, FadeOut, VGroup, Write

from gdmath.geometry import Frame
from gdmath.numerals import readable
from gdmath.outcomes import endings
from gdmath.typeset import cost_typst, gradient_typst
from gdmath.windows import without_poles
from scenes.kit.axes import Axes, clipped, widest_label
from scenes.kit.curve_view import CurveView
from scenes.kit.lettering import LARGE, SMALL, Equation, Number, Words, variable
from scenes.kit.pacing import Motion, TimeLapse
from scenes.kit.shapes import Dots, Polyline, Rings
from scenes.kit.story import SAFE_TOP, SAFE_X, Story
from scenes.parameters import WaveParameters
from scenes.runs.curve_run import CurveRun
from scenes.runs.planning import planned

COLUMN = 2.9  # where the formulas begin
UPPER = (0.75, SAFE_TOP - 0.05)
LOWER = (-2.1, -0.05)


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
        """The curve above, its derivative below on the same theta axis, the formulas on the right."""
        run, theme = self.run, self.theme
        frame = run.frames[0]
        slopes = run.cost.gradient(np.linspace(frame.left, frame.right, 1201)[:, None])[:, 0]
        slopes = slopes[np.isfinite(slopes)]
        low, high = without_poles(slopes)
        air = 0.12 * max(high - low, 1e-9)
        below = Frame(frame.left, frame.right, low - air, high + air)
        label = max(0.6, widest_label(frame.bottom, frame.top, 3), widest_label(below.bottom, below.top, 3))
        left, right = -SAFE_X + label + 0.25, COLUMN - 0.5
        self.view = CurveView(run.cost, (left, right, *UPPER), frame, theme, run.minima)
        self.view.axes.counts = (6, 3)
        self.view.fit(frame)
        self.slope_axes = Axes((left, right, *LOWER), below, theme, counts=(6, 3))
        self.zero = Polyline(color=theme.muted, width=2.0, opacity=0.8)
        if below.bottom < 0 < below.top:
            self.zero.through(self.slope_axes.place([[frame.left, 0.0], [frame.right, 0.0]]))
        self.derivative = Polyline(color=theme.gradient, width=5.0)
        self.bead = Dots(color=theme.gradient, radius=0.11, rim=theme.background)
        self.stem = Polyline(color=theme.gradient, width=3.0, opacity=0.9)
        self.traced = [run.theta(0), run.theta(0)]
        width = SAFE_X - COLUMN
        self.formulas = [
            Equation(cost_typst(run.cost), size=LARGE, color=theme.cost, width=width),
            Equation(gradient_typst(run.cost), size=LARGE, color=theme.gradient, width=width),
        ]
        for formula, (_, top) in zip(self.formulas, (UPPER, LOWER), strict=True):
            formula.move_to(np.array([COLUMN + formula.width / 2, top - formula.height / 2 - 0.1, 0]))
        self.readouts = VGroup(*(Number(color=color) for color in (theme.text, theme.point, theme.cost)))
        self.slope_readout = Number(color=theme.gradient)
        self.rows = [self.formulas[0].get_bottom()[1] - 0.55 - 0.42 * row for row in range(3)]

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
        theta, whole = run.between(step), min(int(step), len(run))
        self._carry(theta)
        name = variable(run.cost.variables[0].name)
        texts = (
            self.words.step_label(whole),
            f"{name} = {readable(theta, run.digits)}",
            f"{variable('C')} = {readable(float(run.cost.value([theta])), run.cost_digits)}",
        )
        for readout, text, y in zip(self.readouts, texts, self.rows, strict=True):
            readout.write(text, (COLUMN, y))

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
        place[1] = np.clip(place[1], axes.area[2], axes.area[3])
        self.bead.at(place)
        level = np.clip(axes.place([theta, 0.0])[1], axes.area[2], axes.area[3])
        self.stem.through([[place[0], level], place])
        self.slope_readout.write(self.words.slope_label(readable(slope)), (COLUMN, LOWER[1] - 1.15))

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
            x = np.clip(view.on_axis(minimum)[0], view.axes.area[0] + half, view.axes.area[1] - half)
            label.move_to(np.array([float(x), UPPER[0] - 0.6, 0]))
            if not labels or label.get_left()[0] > labels[-1].get_right()[0] + 0.2:
                labels.append(label)
        return labels
