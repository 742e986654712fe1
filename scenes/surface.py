"""SurfaceDescent: from a contour map into three dimensions, and back; several starts on one surface."""

import numpy as np
from manim import FadeIn, FadeOut, ReplacementTransform, VGroup, Write

from gdmath.display.numerals import readable
from scenes.kit.gestures import pulse, show_pages
from scenes.kit.glyphs import Number, variable
from scenes.kit.lettering import stacked
from scenes.kit.pacing import Motion, TimeLapse
from scenes.kit.rule_lines import WorkedStep
from scenes.kit.screen import Rect
from scenes.kit.shapes import Polyline
from scenes.kit.space.flat_map import FlatMap
from scenes.kit.space.ground import SHADING
from scenes.kit.space.places import SurfacePlaces
from scenes.kit.space.run_rows import RunRows
from scenes.kit.space.stage import SWING, SurfaceStage
from scenes.kit.space.story import SurfaceStory, lapse_seconds
from scenes.kit.space.written import (
    CLOSE,
    LEADING,
    column,
    derivatives,
    names_alone,
    names_cost,
    pages,
    takes_turns,
)
from scenes.parameters import SurfaceParameters
from scenes.relief.contours import contour_at
from scenes.relief.viewpoint import Viewpoint
from scenes.runs.surface_run import SurfaceRuns
from scenes.words.caption import Caption

HEADROOM = 0.3  # above the surface, for the labels of balls on the highest hills
LEAVING = 3.0  # seconds that the camera may still turn while the last caption is read and another comes
EXAGGERATED = 1.5  # an arrow that is drawn so many times as long says so


class SurfaceDescent(SurfaceStory):
    """A contour map, a step on it, then the surface with all descents, seen from around."""

    parameters: SurfaceParameters = SurfaceParameters()
    expected_seconds = 60.0
    poster = "time-lapse"
    rate = 0.0  # degrees a second at which the camera turns

    def prepare(self) -> None:
        self.descents = SurfaceRuns.of(self.parameters)
        self.trajectories = self.descents.runs
        self.in_step = range(len(self.trajectories))
        settled, longest = self.descents.settled, self.descents.longest
        self.lapse = TimeLapse(0, settled, lapse_seconds(settled))
        self.rest = TimeLapse(settled, longest, 1.0 if settled < longest else 0.0)

    def construct(self) -> None:
        self.lay_out()
        self.map()
        self.starts()
        self.gradient()
        self.step()
        self.rise()
        self.question()
        self.time_lapse()
        self.back()
        self.ending()

    def lay_out(self) -> None:
        """The picture, formulas, and a row for each run; the map, its minima and the starts stand there."""
        descents, theme = self.descents, self.theme
        count = len(descents.runs)
        remembered = descents.memories[0].of if count == 1 and not self.screen.is_square else {}
        self.places = places = SurfacePlaces.of(self.screen, count + len(remembered))
        self.stage = SurfaceStage(descents, theme, self.eye, places.hero)
        self.flat = FlatMap(self.stage, theme)
        self.formulas = column(descents.cost, descents.optimizer, theme, places.formulas)
        self.rows = RunRows(descents, remembered, places, theme, self.words)
        flat = self.flat
        self.add(flat.shading, self.stage.axes, self.stage.map_lines)
        self.add(flat.marks, flat.balls, flat.names, self.formulas[0])

    def map(self) -> None:
        """A line of equal cost goes over the whole map."""
        first, second = (variable.name for variable in self.descents.cost.variables)
        self.beat("map", self.words.cost_of_two(first, second))
        line, value = Polyline(color=self.theme.text, width=5.0), Number(color=self.theme.cost)
        self.add(line, value)
        field, place = self.stage.field, self.stage.on_screen

        def sweep(alpha: float) -> None:
            share = 0.02 + 0.96 * alpha
            line.through(place(contour_at(field, share)))
            cost = readable(float(self.stage.box.height_at(share)))
            value.write(f"{variable('C')} = {cost}", self.rows.first)

        self.play(Motion(VGroup(line, value), sweep), run_time=4.0)
        self.play(FadeOut(line, value), run_time=0.4)
        self.say(self.words.dark_is_low())
        self.hold(0.6)

    def starts(self) -> None:
        self.beat("starts", self.words.starts_of_two(len(self.descents.runs)))
        pulse(self, self.flat.starts, self.theme.point)

    def gradient(self) -> None:
        """The gradient in symbols and as an arrow, then its opposite."""
        descents, flat = self.descents, self.flat
        self.spelled, cost = VGroup(), descents.cost
        by_name = names_cost(cost, self.theme, self.formulas)
        if by_name or names_alone(self.formulas):
            fits = None if by_name else derivatives(cost, self.theme, self.places.rows)
            self.spelled = fits or VGroup()
            if not len(self.spelled):
                shown = pages(descents.cost, self.theme, self.screen.stage)
                show_pages(self, shown, self.words.gradient_written_out())
        self.beat("gradient", self.uphill_caption())
        self.play(*map(Write, self.formulas[1:-1]), *map(Write, self.spelled), run_time=1.4)
        self.arrows, uphill = flat.arrows(uphill=False), flat.arrows(uphill=True)
        self.play(self._growing(uphill, uphill=True), run_time=1.2)
        self.hold(0.6)
        if len(descents.runs[0]):
            words, count = self.words, len(descents.runs)
            self.say(words.opposite_way() if descents.is_plain else words.first_steps(count))
            self.play(self._growing(self.arrows, uphill=False), run_time=1.2)
            self.hold(0.4)
        self.pose()
        self.play(FadeOut(uphill), *map(FadeOut, self.spelled), run_time=0.5)

    def _growing(self, arrows: VGroup, *, uphill: bool) -> Motion:
        spans = [self.flat.arrow(number, uphill=uphill) for number in range(len(arrows))]

        def grow(alpha: float) -> None:
            for arrow, (start, end) in zip(arrows, spans, strict=True):
                arrow.span(start, start + alpha * (end - start))

        return Motion(arrows, grow)

    def step(self) -> None:
        """The first step of the first run with its numbers."""
        run = self.descents.runs[0]
        if not len(run):
            return
        self.beat("step", self._rule_caption())
        if takes_turns(self.descents.optimizer):
            self.play(FadeOut(*self.formulas[1:-1]), run_time=0.4)
        self.play(Write(self.formulas[-1]), run_time=1.0)
        if weights := self.descents.memories[0].weights:
            self.say(self.words.weights(weights))
        worked = self._worked()
        self.play(FadeIn(worked), run_time=0.8)
        times = self.flat.enlarged(0)
        if times > EXAGGERATED:
            self.say(self.words.arrow_enlarged(times, len(self.descents.runs)))
        self.hold(1.4)
        self.pose()
        self.play(FadeOut(worked, self.arrows), run_time=0.5)

    def rise(self) -> None:
        stage, flat = self.stage, self.flat
        self.beat("rise", self.words.map_rises())
        self.play(FadeOut(flat.balls, flat.names, flat.marks), run_time=0.3)
        self.add(stage.flat)
        self.play(FadeIn(stage.flat), FadeOut(flat.shading), run_time=0.6)
        self.look_from(self._side(), seconds=2.4)
        self.play(ReplacementTransform(stage.flat, stage.field), stage.axes.animate.rise(), run_time=1.8)
        if self.descents.window.log_height:
            self.say(self.words.logarithmic_heights())
            self.hold(0.6)

    def question(self) -> None:
        stage, descents = self.stage, self.descents
        self.beat("question")
        stage.go_to(0.0)
        self.add(*stage.balls, *stage.shadows, *stage.paths, stage.leaps, stage.beyond)
        stage.names.value.write("")
        self.play(FadeIn(*stage.balls), FadeIn(stage.names.numbers), run_time=0.8)
        self.turn(self.rate)
        if len(descents.runs) > 1:
            self.ask(self.words.same_valley())
        else:
            self.ask(self.words.where_to_rest())

    def time_lapse(self) -> None:
        descents, stage = self.descents, self.stage
        names = stage.names
        first = self._ways()
        self.beat("time-lapse", first)
        self._read(0.0)
        self.add(stage.drop, names.value, self.rows.mobject)
        self.lift(*stage.spatial, names.numbers, names.value, self.rows.mobject)
        if descents.longest:
            captions = self.moments_in(self.lapse, descents, first)
            self.run_through(self.lapse, self._show, self.rows.mobject, descents.jumps, captions=captions)
            self.run_through(self.rest, self._show, self.rows.mobject, descents.jumps)
        self._show(float(descents.longest))
        self.hold(1.0)

    def _ways(self) -> Caption:
        """What is to be seen of the descents: the steepest way, where the steps are short and go down."""
        descents, count = self.descents, len(self.descents.runs)
        leaps = any(descents.leaps(number).any() for number in range(count))
        if leaps or not (descents.is_plain and descents.only_falls):
            return self.words.each_by_the_rule(count)
        return self.words.steepest_ways(count)

    def back(self) -> None:
        stage, flat = self.stage, self.flat
        self.beat("back", self.words.from_above_again())
        self.play(FadeOut(stage.names.value, stage.names.numbers, stage.drop), run_time=0.3)
        self.look_from(stage.from_above, seconds=2.2)
        left = FadeOut(stage.field, *stage.balls, *stage.paths, stage.leaps, stage.beyond)
        down, flat_axes = [left, stage.axes.animate.flatten()], stage.axes.copy().flatten()
        self.look_from(stage.map_view, seconds=0.9, together=down, axes=flat_axes)
        self.play(FadeIn(flat.end_balls, flat.start_marks, flat.names), run_time=0.6)
        flat.shading.set_fill(opacity=0.0)
        self.bring_to_back(flat.shading)
        self.play(flat.shading.animate.set_fill(opacity=SHADING), run_time=0.5)
        if caption := self._marked():
            self.say(caption)
            self.play(FadeIn(flat.marks), run_time=0.8)
        self.hold(0.6)

    def _marked(self) -> Caption | None:
        """What the marks on the map are."""
        descents = self.descents
        if len(descents.minima):
            return self.words.rings(len(descents.minima))
        return self.words.curve_of_minima(len(descents.curves)) if descents.curves else None

    def ending(self) -> None:
        self.beat("ending", self.words.ending(self.descents.outcomes))
        self.play(FadeOut(self.rows.mobject), run_time=0.3)
        self.play(FadeIn(self.rows.endings()), run_time=0.7)
        pulse(self, self.flat.ends, self.theme.point)

    def _side(self) -> Viewpoint:
        """The view in which the turn begins: the descents are seen from it best."""
        times = self.rehearse(self.question, self.time_lapse)
        begin, end = times["time-lapse"]
        end += LEAVING
        self.rate = SWING / end
        instants = np.linspace(0.0, end, 25)
        steps = [self.lapse.step(max(0.0, instant - begin)) for instant in instants.tolist()]
        return self.stage.side_view(steps, (instants / end).tolist(), HEADROOM)

    def _worked(self) -> VGroup:
        """The step itself with numbers, the first one, each variable on a line of its own that has room."""
        descents, place = self.descents, self._below_rule()
        last = descents.memories[0].worked(1)[0][-1:]
        room = place.width, (place.height - CLOSE) / 2
        lines = [
            WorkedStep(descents.cost, last, self.theme, room, digits, i)
            for i, digits in enumerate(descents.digits)
        ]
        if any(line.height > room[1] + 1e-6 for line in lines):
            lines = [
                WorkedStep(descents.cost, last, self.theme, (place.width, place.height), descents.digits[0])
            ]
        return stacked(VGroup(*lines), place, LEADING)

    def _below_rule(self) -> Rect:
        """Where the rows stand, and what is free above them, up to the rule."""
        rows, rule = self.places.rows, self.formulas[-1]
        if not rows.left < rule.get_center()[0] < rows.right:
            return rows
        return rows.inset(top=min(0.0, rows.top + LEADING - rule.get_bottom()[1]), left=0, right=0, bottom=0)

    def _rule_caption(self) -> Caption:
        descents = self.descents
        if descents.is_plain:
            return self.words.step_of_two(descents.learning_rate)
        return self.words.rule(descents.memories[0].kind, descents.first_rate, descents.lengths, True)

    def _show(self, step: float) -> None:
        self.stage.go_to(step)
        self._read(step)

    def _read(self, step: float) -> None:
        descents, stage = self.descents, self.stage
        self.rows.write(step)
        whose = f"{stage.leader + 1}: " if len(descents.runs) > 1 else ""
        cost = readable(descents.value(stage.leader, step))
        stage.names.value.write(f"{whose}{variable('C')} = {cost}")
