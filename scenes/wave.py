"""WaveDescent: the descent draws the derivative; then several starts roll into their own valleys."""

import math

import numpy as np
from manim import Create, FadeIn, FadeOut, Mobject, VGroup, Write

from gdmath.critical.critical_point import Extent, Kind
from gdmath.outcomes import endings
from scenes.kit.curve.level_places import LevelPlaces
from scenes.kit.curve.slopes import SlopeStage
from scenes.kit.curve.swarm import Swarm
from scenes.kit.gestures import pulse, spell_out
from scenes.kit.glyphs import SMALL, Number
from scenes.kit.lettering import Words
from scenes.kit.meanwhile import captions_of
from scenes.kit.pacing import Motion, TimeLapse
from scenes.kit.story import Story
from scenes.parameters import WaveParameters
from scenes.runs.curve_run import CurveRun
from scenes.runs.jumps import any_jumps
from scenes.runs.planning import holding_its_runs, planned

A_STEP = 1.2  # seconds that one is looked at
LONGEST = 7.0  # seconds for a time-lapse


class WaveDescent(Story):
    """Above, the cost with the ball on it; below, its derivative, traced by the slope of the tangent."""

    parameters: WaveParameters = WaveParameters()
    expected_seconds = 56.0
    poster = "time-lapse"

    def prepare(self) -> None:
        told = holding_its_runs(planned(self.parameters, count=4))
        self.runs = [CurveRun(told, number, told.wide) for number in range(len(told.runs))]
        self.run = self.runs[0]
        self.trajectories = [run.trajectory for run in self.runs]
        self.name = self.run.cost.variables[0].name
        self.outcomes = endings(told.runs, told.critical)
        self.lowest = [point.theta[0] for point in told.critical.lowest]

    def construct(self) -> None:
        self.lay_out()
        self.landscape()
        self.start()
        self.meaning()
        self.rule()
        self.tracing()
        self.sweep()
        self.zero_slope()
        if len(self.runs) > 1:
            self.starts()
            self.valleys()
        self.ending()

    def lay_out(self) -> None:
        """The curve above, its derivative below, each with formula and numbers; at first the curve alone."""
        self.stage = stage = SlopeStage(self.run, self.screen, self.theme, self.words)
        self.view = view = stage.view
        stage.go_to(0)
        self.add(view.standing, view.drop, view.foot, view.ball, view.edge, stage.formulas[0], stage.readouts)

    def landscape(self) -> None:
        kinds = {point.kind for point in self.run.critical}
        self.beat("landscape", self.words.hills_and_valleys(self.name, kinds >= {Kind.MINIMUM, Kind.MAXIMUM}))
        self.play(Motion(self.view.shine, self.view.gleam), run_time=2.4)
        self.remove(self.view.shine)

    def start(self) -> None:
        run, view = self.run, self.view
        self.beat("start", self.words.ball(self.name, run.theta(0), run.digits))
        pulse(self, [view.on_curve(run.theta(0))], self.theme.point)
        self.play(Create(view.tangent), run_time=0.9)
        self.ask(self.words.which_way_will_it_roll())

    def meaning(self) -> None:
        stage, slope = self.stage, self.run.slope(0)
        self.beat("meaning", self.words.slope_as_height(slope))
        plot = VGroup(self.view.standing, self.view.moving, stage.readouts)
        self.play(Motion(plot, stage.make_room), run_time=1.0)
        self.play(FadeIn(stage.slope_axes, stage.zero), run_time=0.4)
        self.play(FadeIn(*stage.slopes), run_time=0.8)
        moves = self.run.theta(1) - self.run.theta(0) if len(self.run) else 0.0
        if np.sign(moves) == -np.sign(slope):
            self.say(self.words.where_it_rolls(slope))
            pulse(self, [self.view.on_curve(self.run.theta(0))], self.theme.point)

    def rule(self) -> None:
        run, stage, view = self.run, self.stage, self.view
        self.beat("rule", self.words.slopes_draw(run.learning_rate, run.is_plain))
        if stage.rule_stays:
            self.play(Write(stage.rule), run_time=1.4)
            pulse(self, [view.on_curve(run.theta(0))], self.theme.point)
            return
        self.play(FadeOut(stage.slope_readout), run_time=0.3)
        self.play(Write(stage.rule), run_time=2.0)
        self.hold(2.0)
        self.pose()
        self.play(FadeOut(stage.rule), run_time=0.3)
        self.play(FadeIn(stage.slope_readout), run_time=0.3)

    def tracing(self) -> None:
        """The descent itself draws the derivative: first slowly, then in a time-lapse."""
        run, stage = self.run, self.stage
        if not len(run):
            return
        self.beat("tracing", self.words.all_steps(len(run), run.escapes))
        self.lift(stage.moving)
        lapse = TimeLapse(0, run.settled, _lapse_seconds(run.settled, 4.0))
        captions = captions_of(
            lapse, run.shown_meanwhile, self.words.meanwhile, self.left_to_read(), self.parameters.pace
        )
        self.run_through(lapse, stage.go_to, stage.moving, run.jumps, captions=captions)
        rest = TimeLapse(run.settled, len(run), 1.0 if run.settled < len(run) else 0.0)
        self.run_through(rest, stage.go_to, stage.moving, run.jumps)
        self.hold(0.4)

    def sweep(self) -> None:
        """Carry the ball over the whole axis, so that the derivative is drawn in full."""
        run, view, stage = self.run, self.view, self.stage
        frame = view.axes.frame
        self.beat("derivative", self.words.whole_derivative())
        air = 0.002 * (frame.right - frame.left)
        left, right, here = frame.left + air, frame.right - air, run.theta(-1)
        here = min(max(here, left), right) if math.isfinite(here) else (left + right) / 2
        group = VGroup(stage.derivative, *view.moving, *stage.slopes)
        self.play(FadeOut(stage.readouts, view.trail, stage.met), run_time=0.3)
        stage.carry(here)
        for start, end, seconds in ((here, left, 1.8), (left, right, 3.0)):
            self.play(Motion(group, lambda a, s=start, e=end: stage.carry(s + a * (e - s))), run_time=seconds)
        self.play(Write(stage.formulas[1]), run_time=0.9)
        if stage.names_gradient:
            spell_out(self, run.cost)

    def zero_slope(self) -> None:
        """Where the curve is level, the derivative is zero: each such place is joined with its zero."""
        view, stage = self.view, self.stage
        self.beat("level", self.words.zero_slope(self.run.level))
        level = LevelPlaces(self.run, view, stage.slope_axes, self.theme)
        self.play(FadeOut(view.moving, *stage.slopes), FadeIn(level), run_time=0.8)
        found = level.ends if len(level.ends) else [view.on_curve(x) for x in view.minima]
        pulse(self, found, self.theme.text, times=2)
        self.hold(0.4)
        self.play(FadeOut(level), run_time=0.5)

    def starts(self) -> None:
        self.beat("starts", self.words.several_starts(len(self.runs)))
        self.swarm = Swarm(self.runs, self.view, self.stage.slope_axes, self.theme)
        self.counter = Number(color=self.theme.text, at=self.stage.readouts.places[0])
        self._roll(0.0)
        self.play(FadeIn(self.swarm, self.counter), run_time=0.8)
        self.in_step = range(len(self.runs))
        self.reach(0)
        pulse(self, [self.view.on_curve(run.theta(0)) for run in self.runs], self.theme.point)
        self.ask(self.words.where_will_they_end())
        self.lift(self.view.minimum_marks, self.swarm, self.counter)

    def valleys(self) -> None:
        words, apart = self.words, len(self.outcomes.valleys) > 1
        own_side = apart and all(run.rolls_down for run in self.runs)
        plain = self.run.is_plain
        ways = words.each_down_its_side(own_side) if plain else words.each_by_the_rule(len(self.runs))
        self.beat("time-lapse", ways)
        last = max(run.settled for run in self.runs)
        lapse = TimeLapse(0, last, _lapse_seconds(last, 3.0))
        jumps = [run.jumps for run in self.runs]
        self.run_through(
            lapse, self._roll, VGroup(self.swarm, self.counter), lambda i, j: any_jumps(jumps, i, j)
        )
        longest = max(map(len, self.runs))
        self._roll(float(longest))
        self.reach(longest)
        self.hold(0.5)

    def ending(self) -> None:
        self.beat("ending", self.words.ending(self.outcomes))
        coming: list[Mobject] = [*self._valley_labels()]
        if len(self.runs) > 1:
            self.play(FadeOut(self.counter), run_time=0.3)
        else:
            self.stage.go_to(len(self.run))
            coming += [self.view.ball, self.view.edge, self.view.foot]
        if coming:
            self.play(*map(FadeIn, coming), run_time=0.6)
        reached = [valley.theta[0] for valley in self.outcomes.valleys if valley.extent is Extent.POINT]
        color = self.theme.optimum if reached else self.theme.step
        places = self.view.on_curves(reached or [run.theta(-1) for run in self.runs])
        pulse(self, places[self.view.is_inside(places)], color, times=2)
        self.hold(1.6)

    def _roll(self, step: float) -> None:
        """Draw all runs at a step, each at its end from there on."""
        self.swarm.go_to(step)
        self.counter.write(self.words.step_label(int(step)))

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


def _lapse_seconds(steps: int, usual: float) -> float:
    """How long so many steps take: as long as is usual, but of a few none longer than it is looked at."""
    return min(LONGEST, max(min(usual, A_STEP * steps), steps / 2))
