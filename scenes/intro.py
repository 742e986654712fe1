"""Intro: what gradient descent is, for someone who has never heard of it: a line with one knob."""

import numpy as np
from manim import Create, FadeIn, FadeOut, VGroup, VMobject, Write, linear

from scenes.kit.gestures import pulse
from scenes.kit.models.knob_stage import KnobStage
from scenes.kit.pacing import Motion, TimeLapse
from scenes.kit.story import Story
from scenes.parameters import IntroParameters
from scenes.runs.intro import KnobRun

WORKED = 2  # steps that are told one by one
NUDGE = 0.3  # of a spread: how far the knob is tried both ways
LONGEST_WALK = 8.0  # seconds for the steps that are not told


class Intro(Story):
    """Data, a line with one knob, the error of one example, their mean; then the walk downhill."""

    parameters: IntroParameters = IntroParameters()
    expected_seconds = 86.0
    poster = "stopped"
    own_words = "intro"

    def prepare(self) -> None:
        self.run = KnobRun.of(self.parameters)
        self.trajectories = [self.run.trajectory]

    def construct(self) -> None:
        self.lay_out()
        self.data()
        self.model()
        self.loss()
        self.cost()
        self.try_both()
        self.sweep()
        self.valley()
        self.slope()
        self.rule()
        for step in range(min(WORKED, len(self.run))):
            self.worked(step)
        if len(self.run) > WORKED:
            self.repeat()
        self.stopped()
        self.any_knobs()

    def lay_out(self) -> None:
        """Data, line and knob; what else there is comes when it is needed."""
        self.stage = stage = KnobStage(self.run, self.screen, self.theme, self.words)
        stage.turn_to(float(self.run.thetas[0]))
        self.head = VGroup(stage.title())
        self.standing: list[VMobject] = []
        plot = stage.plot
        self.line = VGroup(plot.errors, plot.model, stage.knob.pointer, stage.knob_value)
        self.add(self.head, plot, stage.knob.scale_marks, self.line)

    def data(self) -> None:
        plot, run = self.stage.plot, self.run
        self.beat("data", self.words.examples(len(run.points), *run.names))
        some = plot.place(run.points)[np.argsort(run.points[:, 0])]
        pulse(self, some[:: max(1, len(some) // 8)], self.theme.data, times=2)

    def model(self) -> None:
        stage, w = self.stage, self.stage.w
        self.beat("model", self.words.model(*self.run.names))
        self.change_head(stage.model())
        pulse(self, [stage.plot.place(self.run.mean)], self.theme.point)
        self.say(self.words.one_knob())
        self.lift(self.line)
        swing = 0.5 * self.run.spread
        turn = Motion(self.line, lambda a: stage.turn_to(float(w + swing * np.sin(2 * np.pi * a))))
        self.play(turn, run_time=3.0)

    def loss(self) -> None:
        stage, run, plot = self.stage, self.run, self.stage.plot
        said = run.predictions(stage.w)
        row = plot.telling_row(said)
        self.beat("loss", self.words.one_error())
        self.play(Motion(VGroup(stage.knob, stage.knob_value), stage.settle), run_time=0.8)
        pulse(self, [plot.place(run.points[row])], self.theme.data)
        every, plot.with_errors = plot.with_errors, np.array([row])
        self.play(Motion(plot.errors, lambda a: plot.draw_errors(said, a)), run_time=1.0)
        self.say(self.words.loss())
        board = stage.loss(row)
        self.add(plot.squares)
        self.play(
            Motion(plot.squares, lambda a: plot.draw_squares([row], said, a)), Write(board), run_time=2.2
        )
        self.hold(0.6)
        self.pose()
        plot.with_errors = every
        self.play(FadeOut(board, plot.squares), run_time=0.4)
        plot.squares.set_fill(opacity=0.13).set_stroke(opacity=1)

    def cost(self) -> None:
        stage, run, plot = self.stage, self.run, self.stage.plot
        said, barometer = run.predictions(stage.w), stage.barometer
        self.beat("cost", self.words.cost(len(run.points)))
        stage.with_errors = True
        rows = plot.with_errors if len(run.points) <= 40 else []

        def grow(alpha: float) -> None:
            plot.draw_errors(said, alpha)
            plot.draw_squares(rows, said, alpha)

        plot.squares.set_fill(opacity=0.07).set_stroke(opacity=0.35)
        self.add(plot.squares)
        self.play(Motion(VGroup(plot.squares, plot.errors), grow), run_time=1.6)
        self.board = stage.mean_of_losses()
        level = stage.view.axes.place([stage.w, float(run.cost.value([stage.w]))])[1]
        bottom = barometer.area.bottom
        self.play(FadeIn(barometer.tube), Write(self.board), run_time=1.4)
        self.say(self.words.barometer())
        self.play(
            Motion(barometer.moving, lambda a: barometer.rise(bottom + a * (level - bottom))), run_time=1.2
        )
        self.play(FadeIn(stage.cost_value), FadeOut(plot.squares), run_time=0.5)
        self.pose()

    def try_both(self) -> None:
        """Which way should the knob be turned? Both are tried."""
        stage, w, run = self.stage, self.stage.w, self.run
        self.beat("which way")
        self.ask(self.words.which_way_to_turn())
        self.play(FadeOut(self.board), run_time=0.4)
        self.lift(stage.moving)
        nudge = NUDGE * run.spread
        way = 1 if run.slope(0) < 0 else -1
        self.say(self.words.tried(way > 0))
        self.play(self.turning(lambda a: w - way * nudge * np.sin(2 * np.pi * a)), run_time=3.0)

    def sweep(self) -> None:
        """The knob goes through all slopes; the cost of each is written down."""
        stage, w, low = self.stage, self.stage.w, self.run.sweep[0]
        view = stage.view
        self.beat("sweep", self.words.sweep())
        view.curve.through([])
        self.play(Motion(stage.barometer, stage.shift_barometer), run_time=0.6)
        self.play(FadeIn(view.axes), self.turning(lambda a: w + a * (low - w)), run_time=1.6)
        self.lift(stage.moving)
        view.ball.at(view.on_curve(low))
        self.add(view.curve, view.ball)
        moving = VGroup(stage.moving, view.curve, view.ball)
        self.play(Motion(moving, stage.trace, rate_func=linear), run_time=3.6)

    def valley(self) -> None:
        run, view = self.run, self.stage.view
        self.beat("valley", self.words.valley())
        high, start = run.sweep[1], float(run.thetas[0])
        self.on_curve()
        self.play(self.turning(lambda a: high + a * (run.best - high)), run_time=1.6)
        view.minimum_marks.at([view.on_curve(run.best)])
        self.add(view.minimum_marks)
        pulse(self, [view.on_curve(run.best)], self.theme.optimum)
        self.say(self.words.too_many_knobs())
        self.play(self.turning(lambda a: run.best + a * (start - run.best)), run_time=2.0)

    def slope(self) -> None:
        stage, run, view = self.stage, self.run, self.stage.view
        slope = run.slope(0)
        self.beat("slope", self.words.only_here())
        pulse(self, [view.on_curve(stage.w)], self.theme.point)
        self.say(self.words.slope_here(stage.w, slope))
        self.play(Create(view.tangent), *self.heading(*stage.slopes()), run_time=1.8)
        self.standing = [view.moving]
        self.say(self.words.against(slope > 0))
        pulse(self, [view.on_curve(stage.w)], self.theme.gradient)

    def rule(self) -> None:
        self.beat("rule", self.words.rule_of_one(self.run.rate))
        self.change_head(self.stage.rule())
        self.hold(0.6)
        self.reach(0)

    def worked(self, step: int) -> None:
        """One step: its numbers, its arrow on the axis, then the knob is turned by as much."""
        stage, run, view = self.stage, self.run, self.stage.view
        before, after = run.thetas[step : step + 2].tolist()
        if step == 0:
            self.beat("worked 1", self.words.first_turn())
        else:
            self.beat(f"worked {step + 1}", self.words.next_turn(run.slope(step) * run.slope(step - 1) < 0))
        line = stage.worked(step)
        stage.step_label.write(self.words.step_label(step))
        result = line.result(len(line) - 1)
        rest = [part for row in line for part in row if part is not result]
        self.play(FadeIn(*rest), FadeIn(stage.step_label), run_time=1.0)
        self.lift(stage.moving, view.moving, stage.step_label)
        here, there = view.on_axis(before), view.on_axis(after)

        def point(alpha: float) -> None:
            view.arrow.span(here, here + alpha * (there - here))

        self.play(Motion(view.arrow, point), run_time=0.8)
        self.play(FadeIn(result), self.turning(lambda a: before + a * (after - before)), run_time=1.2)
        stage.step_label.write(self.words.step_label(step + 1))
        self.hold(0.5)
        self.reach(step + 1)
        self.pose()
        view.arrow.span(here, here)
        self.play(FadeOut(line), run_time=0.3)

    def repeat(self) -> None:
        """All other steps, each shorter than the one before, until the cost stops falling."""
        stage, run, view = self.stage, self.run, self.stage.view
        self.beat("repeat", self.words.repeat())
        moving = VGroup(stage.moving, view.moving, stage.step_label)
        self.lift(moving)
        steps = np.arange(len(run) + 1)
        lapse = TimeLapse(WORKED, len(run), min(LONGEST_WALK, max(3.0, 0.7 * (len(run) - WORKED))))

        def walk(step: float) -> None:
            whole = min(int(step), len(run) - 1)
            stage.turn_to(float(np.interp(step, steps, run.thetas)))
            ends = view.on_axis(run.thetas[whole]), view.on_axis(run.thetas[whole + 1])
            view.arrow.span(*(ends if step > whole else ends[:1] * 2))
            stage.step_label.write(self.words.step_label(int(step)))

        self.run_through(lapse, walk, moving, lambda before, after: False)  # noqa: ARG005
        walk(float(len(run)))
        view.arrow.span([0, 0], [0, 0])
        self.reach(len(run))

    def stopped(self) -> None:
        stage, run = self.stage, self.run
        self.beat("stopped", self.words.stopped(run.has_settled, len(run)))
        here = [stage.view.on_curve(float(run.thetas[-1]))]
        pulse(self, here, self.theme.optimum if run.has_settled else self.theme.step, times=2)
        self.reach(len(run))

    def any_knobs(self) -> None:
        """The rule of any number of knobs, symbol by symbol."""
        rule = self.stage.general_rule()
        parts = rule.parts
        self.beat("any knobs", self.words.many_knobs())
        self.play(FadeOut(self.head), run_time=0.4)
        self.play(FadeIn(parts["point"]), run_time=0.8)
        self.hold(0.8)
        self.say(self.words.gradient())
        self.play(FadeIn(parts["gradient"]), run_time=0.8)
        self.hold(0.8)
        self.say(self.words.learning_rate())
        self.play(FadeIn(parts["step"]), run_time=0.8)
        self.hold(0.8)
        self.say(self.words.whole_rule())
        self.play(FadeIn(parts["pointx"], parts["rest"]), run_time=max(1.0, self.left_to_read() - 1.2))
        self.hold(1.2)

    def turning(self, setting) -> Motion:
        """Turn the knob to setting(alpha); all that hangs on it follows."""
        stage = self.stage
        return Motion(VGroup(stage.moving, *self.standing), lambda a: stage.turn_to(float(setting(a))))

    def on_curve(self) -> None:
        """From now on the ball stands on the curve, above its slope on the axis."""
        view = self.stage.view
        self.remove(view.ball)
        self.stage.on_curve = True
        view.stand_at(self.stage.w)
        self.standing = [view.drop, view.foot, view.ball]
        self.lift(self.stage.moving, *self.standing)

    def heading(self, *formulas) -> list:
        """Change what stands at the top for these formulas."""
        before, self.head = self.head, VGroup(*formulas)
        self.play(FadeOut(before), run_time=0.3)
        return [Write(each) for each in formulas]

    def change_head(self, *formulas) -> None:
        self.play(*self.heading(*formulas), run_time=1.4)
