"""TangentDescent: one descent in one dimension. Slope, step, repeat."""

from collections.abc import Callable
from typing import Literal

import numpy as np
from manim import Create, FadeIn, FadeOut, Mobject, VGroup, VMobject, Write, smooth

from scenes.kit.curve.lens import enlargement
from scenes.kit.curve.stage import CurveStage
from scenes.kit.gestures import pulse, spell_out
from scenes.kit.meanwhile import captions_of
from scenes.kit.pacing import Motion, Pacing
from scenes.kit.rule_lines import WorkedStep
from scenes.kit.story import Story
from scenes.parameters import TangentParameters
from scenes.runs.curve_run import CurveRun
from scenes.runs.planning import planned
from scenes.words.caption import Caption


class TangentDescent(Story):
    """Gradient descent on a curve, worked by hand for three steps, then ever faster, to its end."""

    parameters: TangentParameters = TangentParameters()
    expected_seconds = 56.0
    poster = "worked 2"

    def prepare(self) -> None:
        self.run = CurveRun.of(planned(self.parameters))
        self.trajectories = [self.run.trajectory]
        self.pacing = Pacing.of(len(self.run), 2 if len(self.run.memory.lines) > 1 else 3)

    def construct(self) -> None:
        self.lay_out()
        self.landscape()
        self.start()
        self.slope()
        self.rule()
        for step in range(self.pacing.worked):
            self.worked(step)
        if self.run.needs_other_side(self.pacing.worked) and not self.stage.writing.names_gradient:
            self.other_side()
        if len(self.run) > self.pacing.worked:
            self.quickening()
        if len(self.run) > self.pacing.quick:
            self.time_lapse()
        self.ending()

    def lay_out(self) -> None:
        """Find a place for everything: the plot, and beside or below it the formulas and the panel."""
        self.stage = CurveStage(self.run, self.screen, self.theme, self.words, self.pacing.worked)
        self.view = view = self.stage.view
        self.name = self.run.cost.variables[0].name
        view.fit(self.run.landscape if self.run.is_small else self.run.base)
        view.stand_at(self.run.theta(0))
        self.ball = VGroup(view.drop, view.foot, view.ball, view.edge)
        self.add(view.standing, self.ball, self.stage.writing.formulas[0])

    def landscape(self) -> None:
        view = self.view
        self.beat("landscape", self.words.cost_of_one(self.name))
        self.play(Motion(view.shine, view.gleam), run_time=2.4)
        self.remove(view.shine)
        if len(view.minimum_marks.points):
            self.say(self.words.goal(len(self.run.minima)))
            marks = view.on_curves(view.minima)
            pulse(self, marks[view.is_inside(marks)], self.theme.optimum)
        if self.run.is_small:
            self.say(self.words.closer())
            plot = VGroup(view.standing, self.ball)
            self.play(Motion(plot, lambda alpha: view.fit(self.run.closing_in(alpha))), run_time=2.0)

    def start(self) -> None:
        run, view, stage = self.run, self.view, self.stage
        self.beat("start", self.words.start_of_one(self.name, run.theta(0), run.digits))
        stage.read(0)
        self.play(FadeIn(stage.readouts[:3]), run_time=0.6)
        pulse(self, [view.on_curve(run.theta(0))], self.theme.point)
        self.ask(self.words.which_way())

    def slope(self) -> None:
        view, stage, run = self.view, self.stage, self.run
        slope = run.slope(0)
        self.beat("slope", self.words.tangent_slope(run.theta(0), slope, run.digits))
        coming = Create(view.tangent), Write(stage.writing.formulas[1]), FadeIn(stage.readouts[3:])
        self.play(*coming, run_time=max(1.8, self.left_to_read() - 2.0))
        if stage.writing.names_gradient:
            spell_out(self, run.cost)
        if slope == 0:
            self.say(self.words.level_here())
        else:
            self.say(self.words.downhill(self.name, to_the_left=slope > 0))
        pulse(self, [view.on_curve(run.theta(0))], self.theme.point)
        self.moving = view.moving

    def rule(self) -> None:
        stage = self.stage
        self.beat("rule", self._rule_caption())
        self.play(Write(stage.writing.formulas[2]), run_time=max(1.8, self.left_to_read() - 2.5))
        if weights := self.run.memory.weights:
            self.say(self.words.weights(weights))
        if stage.writing.rule_stays:
            self.play(FadeIn(stage.panel), run_time=0.6)
        if stage.is_invisible:
            self.say(self.words.too_short())
        if stage.lens is not None:
            self.say(self.words.lens())
            stage.lens.foot.at(stage.lens.place(self.run.theta(0)))
            self.play(FadeIn(stage.lens), run_time=0.8)
            pulse(self, [stage.lens.place(self.run.theta(0))], self.theme.point)
        self.hold(0.6)
        self.reach(0)

    def worked(self, step: int) -> None:
        """One step by hand: the numbers fly into the rule, the arrow is drawn, the step is taken."""
        run, stage, writing = self.run, self.stage, self.stage.writing
        theta, after = run.theta(step), run.theta(step + 1)
        self.beat(f"worked {step + 1}", self._worked_caption(step))
        line = writing.lines[step]
        if writing.takes_turns and step == 0:
            going = [writing.formulas[2], stage.panel] if writing.rule_stays else [writing.formulas[2]]
            self.play(FadeOut(*going), run_time=0.3)
            stage.panel_stands = False
        for row in range(len(line)):
            if stage.tried and row == len(line) - 1:
                tried = len(stage.tried[step].thetas)
                self.say(self.words.lengths_tried(tried, stage.searches_beyond(step)))
                self.play(Motion(stage.tried[step], lambda a: stage.search(step, a)), run_time=1.5)
            self._write_row(line, row, step)
        self.lift(self.moving)
        if stage.parts:
            if step == 1:
                self.say(self.words.parts_of_step())
            self.play(Motion(stage.parts[step], lambda a: stage.take_apart(step, a)), run_time=1.0)
        self.play(
            Motion(stage.arrows, lambda a: stage.point(theta, theta + a * (after - theta))),
            run_time=0.8,
        )
        self.play(
            FadeIn(line.result(len(line) - 1)),
            Motion(stage.moving, lambda a: stage.walk(step, a)),
            run_time=1.0,
        )
        self.hold(0.4)
        self.reach(step + 1)
        self.pose()
        stage.put_arrows_away()
        last = step == self.pacing.worked - 1
        leaving: list[Mobject] = [line]
        if stage.lens is not None and last:
            leaving.append(stage.lens)
        self.play(*map(FadeOut, leaving), run_time=0.3)
        if stage.lens in leaving:
            self._put_lens_away()
        if writing.takes_turns and last:
            back = [stage.panel, writing.formulas[2]] if writing.rule_stays else [stage.panel]
            stage.panel.reach(step + 1)
            self.play(FadeIn(*back), run_time=0.4)
            stage.panel_stands = True

    def _write_row(self, line: WorkedStep, row: int, step: int) -> None:
        """Let the numbers of a line fly to their places, and then what it gives, but for the step."""
        sources = self._sources(line, row, step)
        flying = {
            part: sources[label.rstrip("x")]
            for label, part in line.numbers(row).items()
            if label.rstrip("x") in sources
        }
        last = row == len(line) - 1
        rest = [part for part in line[row] if part not in flying and part is not line.result(row)]
        late = 0.45 / max(len(flying) - 1, 1)
        self.play(
            *(FadeIn(part, rate_func=lambda t: smooth(min(1.0, max(0.0, 3 * t - 2)))) for part in rest),
            *(self._flight(part, at, late * k) for k, (part, at) in enumerate(flying.items())),
            run_time=1.5 if last else 1.0,
        )
        if not last:
            self.play(FadeIn(line.result(row)), run_time=0.3)

    def _sources(self, line: WorkedStep, row: int, step: int) -> dict[str, np.ndarray]:
        """Where the numbers of a line come from: the picture, the readouts, or the lines before."""
        stage, theta = self.stage, self.run.theta(step)
        places = dict(zip(stage.remembered, stage.readouts[4:], strict=True))
        sources = {name: number.get_center()[:2] for name, number in places.items()}
        sources |= {"theta": self.view.on_axis(theta), "gradient": self.view.on_curve(theta)}
        return sources | {line.targets[k]: line.result(k).get_center()[:2] for k in range(row)}

    def _put_lens_away(self) -> None:
        """Give the room of the lens back to the plot."""
        stage = self.stage
        stage.lens = None
        plot = VGroup(self.view.standing, self.view.moving)
        self.play(Motion(plot, stage.widen), run_time=0.7)

    def other_side(self) -> None:
        """The ball on the far side of the minimum: there the slope is negative, and the step goes right."""
        run, view, stage, step = self.run, self.view, self.stage, self.pacing.worked
        theta, rate = run.valley.other_side, run.learning_rate
        slope = float(run.cost.gradient([theta])[0])
        foot, bottom = view.on_axis(theta), view.on_axis(run.valley.bottom)
        way = view.on_axis(theta - rate * slope) - foot
        times = enlargement(abs(float(way[0])), 0.8 * abs(float(bottom[0] - foot[0])))
        if times is None:
            return
        self.beat("other side", self.words.other_side(falls=slope < 0))
        self.in_step = ()
        self.reach(step)
        self._change_place(lambda: stage.stand_beside(theta))
        pulse(self, [view.on_curve(theta)], self.theme.gradient)
        if times > 1:
            self.say(self.words.enlarged(times))

        def grow(alpha: float) -> None:
            view.arrow.span(foot, foot + alpha * times * way)

        self.play(Motion(view.arrow, grow), run_time=0.9)
        self.hold(max(1.0, self.left_to_read()))
        self.pose()
        self._change_place(lambda: stage.go_to(step))
        self.in_step = (0,)
        self.reach(step)

    def _change_place(self, go: Callable[[], None]) -> None:
        """Let the ball and its numbers go, and come again elsewhere."""
        ball = VGroup(self.view.moving, self.stage.readouts)
        self.play(FadeOut(ball), run_time=0.3)
        self.stage.put_arrows_away()
        go()
        self.play(FadeIn(ball), run_time=0.3)

    def quickening(self) -> None:
        stage = self.stage
        self.beat("quickening", self.words.quickening())
        self.lift(self.moving, stage.panel, stage.readouts)
        for step in range(self.pacing.worked, self.pacing.quick):
            seconds = self.pacing.quick_seconds(step - self.pacing.worked)
            self.play(Motion(stage.moving, lambda a, k=step: stage.walk(k, a)), run_time=seconds)
            self.reach(step + 1)

    def time_lapse(self) -> None:
        lapse, run, stage = self.pacing.lapse, self.run, self.stage
        self.beat("time-lapse", self.words.all_steps(len(run), run.escapes))
        self.lift(self.moving, stage.panel, stage.readouts)
        captions = captions_of(
            lapse, run.shown_meanwhile, self.words.meanwhile, self.left_to_read(), self.parameters.pace
        )
        self.run_through(
            lapse, stage.go_to, stage.moving, run.jumps, captions=captions, ahead=stage.look_ahead
        )

    def ending(self) -> None:
        self.beat("ending", self.words.ending(self.run.outcomes))
        here = self.view.on_curves([float(self.view.theta)])
        color = self.theme.optimum if self.run.finds_minimum else self.theme.step
        pulse(self, here[self.view.is_inside(here)], color, times=2)
        self.hold(1.6)

    def _worked_caption(self, step: int) -> Caption:
        run, words = self.run, self.words
        if step == 0:
            return words.first_step(self.name, run.theta(0), run.digits, run.is_plain)
        if step == 1:
            return words.second_step(self.name, run.theta(1), run.slope(1), run.digits)
        slopes, steps = np.abs(run.trajectory.gradients[:, 0]), np.abs(np.diff(run.thetas))
        return words.third_step(*(_change(sizes[step - 1], sizes[step]) for sizes in (slopes, steps)))

    def _rule_caption(self) -> Caption:
        run = self.run
        return self.words.rule(run.memory.kind, run.first_rate, run.lengths, False)

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


def _change(before: float, now: float) -> Literal["smaller", "larger", "same"]:
    """How a size changes from one step to the next."""
    if abs(now - before) < 1e-9 * before:
        return "same"
    return "smaller" if now < before else "larger"
