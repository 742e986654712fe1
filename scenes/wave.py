"""WaveDescent: the descent draws the derivative; then several starts roll into their own valleys."""

import numpy as np
from manim import Create, FadeIn, FadeOut, VGroup, Write

from gdmath.outcomes import endings
from scenes.kit.glyphs import SMALL
from scenes.kit.lettering import Words
from scenes.kit.pacing import Motion, TimeLapse
from scenes.kit.shapes import Dots, Polyline, Rings
from scenes.kit.slope_stage import SlopeStage
from scenes.kit.story import Story
from scenes.parameters import WaveParameters
from scenes.runs.curve_run import CurveRun
from scenes.runs.planning import planned


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
        """The curve above, its derivative below, each with its formula and numbers."""
        self.stage = SlopeStage(self.run, self.screen, self.theme, self.words)
        self.view = self.stage.view

    def landscape(self) -> None:
        self.add(self.view.axes)
        self.beat("landscape", self.words.hills_and_valleys(self.run.cost.variables[0].name))
        self.play(Create(self.view.curve), Write(self.stage.formulas[0]), run_time=2.2)

    def start(self) -> None:
        run, view = self.run, self.view
        self.beat("start", self.words.ball(run.cost.variables[0].name, run.theta(0)))
        view.stand_at(run.theta(0))
        self.stage.go_to(0)
        self.play(FadeIn(view.drop, view.foot, view.ball), FadeIn(self.stage.readouts), run_time=0.8)
        self.play(Create(view.tangent), run_time=0.9)
        self.ask(self.words.which_way_will_it_roll())

    def meaning(self) -> None:
        slope = self.run.slope(0)
        self.beat("meaning", self.words.slope_as_height(slope))
        self.play(FadeIn(self.stage.slope_axes, self.stage.zero), run_time=0.9)
        self.play(FadeIn(*self.stage.slopes), run_time=0.8)
        self.say(self.words.where_it_rolls(slope))
        self.hold(1.0)

    def tracing(self) -> None:
        """The descent itself draws the derivative: first slowly, then in a time-lapse."""
        run, stage = self.run, self.stage
        self.beat("tracing", self.words.slopes_draw(run.learning_rate))
        group = stage.moving
        self.lift(group)
        if len(run):
            self.run_through(TimeLapse(0, len(run), 9.0), stage.go_to, group, run.jumps)
        self.hold(0.4)

    def sweep(self) -> None:
        """Carry the ball over the whole axis, so that the derivative is drawn in full."""
        run, view = self.run, self.view
        frame = view.axes.frame
        self.beat("derivative", self.words.whole_derivative())
        here, air = run.theta(-1), 0.002 * (frame.right - frame.left)
        stops = [here, frame.left + air, frame.right - air]
        group = VGroup(self.stage.derivative, *view.moving, *self.stage.slopes)
        self.play(FadeOut(self.stage.readouts), run_time=0.3)
        for start, end, seconds in zip(stops, stops[1:], (1.8, 2.8), strict=False):
            self.play(
                Motion(group, lambda a, s=start, e=end: self.stage.carry(s + a * (e - s))), run_time=seconds
            )
        self.play(Write(self.stage.formulas[1]), run_time=0.9)
        self.say(self.words.zero_slope())
        marks = self.view.minima
        drops = Polyline(color=self.theme.optimum, width=2.0, opacity=0.7)
        pieces = [(self.stage.slope_axes.place([m, 0.0]), self.view.on_curve(m)) for m in marks]
        if pieces:
            drops.between(*(np.array(ends) for ends in zip(*pieces, strict=True)))
        self.play(FadeIn(self.view.minimum_marks, drops), run_time=0.8)
        self.hold(1.6)
        self.play(FadeOut(drops, view.moving, *self.stage.slopes), run_time=0.5)

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

    def _roll(self, alpha: float) -> None:
        """Draw all runs at a share alpha of their time, with what they have passed."""
        step = TimeLapse(0, max(len(run) for run in self.runs), 8.0).step(8.0 * alpha)
        thetas = np.array([run.at(min(step, len(run))) for run in self.runs])
        view, axes = self.view, self.stage.slope_axes
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
