"""SurfaceDescent: from a contour map into three dimensions, and back; several starts on one surface."""

from typing import Any

import numpy as np
from manim import Create, FadeIn, FadeOut, ReplacementTransform, VGroup, Write

from gdmath.numerals import number_typst, readable
from gdmath.typeset import cost_typst, gradient_name_typst, name_typst, partial_typst, rule_typst
from scenes.kit.lettering import BODY, LARGE, Equation, Number, first_that_fits, variable
from scenes.kit.pacing import Motion, TimeLapse
from scenes.kit.shapes import Rings, StepArrow
from scenes.kit.story import CAPTION_TOP, SAFE_TOP, SAFE_X
from scenes.kit.surface_stage import SurfaceStage
from scenes.kit.surface_story import ABOVE, SurfaceStory, Viewpoint
from scenes.parameters import SurfaceParameters
from scenes.runs.surface_run import SurfaceRuns

COLUMN = 1.5  # where the formulas begin
LEADING = 0.24  # between two formulas
TWO_LINES = 0.75  # the most that two lines of numbers may be high
ROW = 0.42  # from one run's row to the next
SIDE = (54.0, -60.0, 0.86)
TILTS = (54.0, 48.0, 42.0)  # from above: as low as it can be with the descents in sight
TURN = 5.0  # degrees a second
ARROW = 1.1  # the length at which the first step is drawn, in frame units


class SurfaceDescent(SurfaceStory):
    """A contour map, a step on it, then the surface with all descents, seen from all around."""

    parameters: SurfaceParameters = SurfaceParameters()
    expected_seconds = 52.0
    poster = "time-lapse"
    shift = (-2.5, 0.58)

    def prepare(self) -> None:
        self.descents = SurfaceRuns.of(self.parameters)
        longest = self.descents.longest
        self.lapse = TimeLapse(0, longest, 14.0 if longest > 30 else 8.0)

    def construct(self) -> None:
        self.lay_out()
        self.map()
        self.starts()
        self.step()
        self.rise()
        self.question()
        self.time_lapse()
        self.back()
        self.ending()

    def lay_out(self) -> None:
        """The surface on the left; formulas, and a row for each run, on the right."""
        descents, theme = self.descents, self.theme
        self.stage = SurfaceStage(descents, theme, self.eye)
        self.formulas = self._formulas()
        top = SAFE_TOP - 0.05
        for formula in self.formulas:
            formula.move_to(np.array([COLUMN + formula.width / 2, top - formula.height / 2, 0]))
            top -= formula.height + LEADING
        self.below = top
        self.counter = Number(color=theme.text)
        self.rows = VGroup(*(Number(color=theme.point) for _ in descents.runs))
        self.row_places = [(COLUMN, self.below - 0.75 - ROW * row) for row in range(len(descents.runs))]

    def _formulas(self) -> VGroup:
        """The cost, its derivatives and the rule; what is too long to be written above the rows, by name."""
        cost, theme = self.descents.cost, self.theme

        width = SAFE_X - COLUMN

        def formula(source: str, color: str, size: float = BODY) -> Equation:
            return Equation(source, size=size, color=color, width=width)

        rule = formula(rule_typst(cost), theme.step)
        written = formula(cost_typst(cost), theme.cost, LARGE)
        named = formula(name_typst(cost), theme.cost, LARGE)
        partials = [formula(partial_typst(cost, i), theme.gradient) for i in range(2)]
        gradient = [formula(gradient_name_typst(cost), theme.gradient)]
        shorter = [written, *partials], [written, *gradient], [named, *partials], [named, *gradient]
        room = SAFE_TOP - CAPTION_TOP - 0.9 - ROW * (len(self.descents.runs) - 1)
        columns = ([*choice, rule] for choice in shorter)
        return first_that_fits(columns, width=width, room=room, leading=LEADING)

    def map(self) -> None:
        first, second = (variable.name for variable in self.descents.cost.variables)
        self.add(self.stage.axes)
        self.beat("map", self.words.cost_of_two(first, second))
        self.add(self.stage.map_lines)
        lines: Any = self.stage.map_lines
        self.play(Create(lines), Write(self.formulas[0]), run_time=2.4)
        self.say(self.words.dark_is_low())
        self.hold(1.6)

    def starts(self) -> None:
        descents, stage = self.descents, self.stage
        count = len(descents.runs)
        self.beat("starts", self.words.starts_of_two(count))
        self.play(FadeIn(stage.map_balls), FadeIn(stage.map_names), run_time=0.8)
        self.play(*map(Write, self.formulas[1:-1]), run_time=1.4)
        self.say(self.words.gradient_is_uphill(count))
        self.arrows = VGroup(*(StepArrow(color=self.theme.step) for _ in descents.runs))
        directions = [stage.downhill(number) for number in range(count)]
        ends = [stage.on_screen(run.thetas[0]) for run in descents.runs]

        def grow(alpha: float) -> None:
            for arrow, start, along in zip(self.arrows, ends, directions, strict=True):
                arrow.span(start, start + alpha * ARROW * along)

        self.play(Motion(self.arrows, grow), run_time=1.2)
        self.hold(1.2)

    def step(self) -> None:
        """The first step of the first run with its numbers."""
        run, rate = self.descents.runs[0], self.descents.learning_rate
        if not len(run):
            self.play(FadeOut(self.arrows), run_time=0.5)
            return
        self.beat("step", self.words.step_of_two(rate))
        self.play(Write(self.formulas[-1]), run_time=1.0)
        worked = self._worked()
        self.play(FadeIn(worked), run_time=0.8)
        length = float(
            np.linalg.norm(self.stage.on_screen(run.thetas[1]) - self.stage.on_screen(run.thetas[0]))
        )
        times = ARROW / length if length > 0 else 1.0
        if times > 1.5:
            self.say(self.words.arrows_enlarged(times))
        self.hold(2.0)
        self.play(FadeOut(worked, self.arrows), run_time=0.5)

    def rise(self) -> None:
        stage = self.stage
        self.beat("rise", self.words.map_rises())
        self.play(FadeOut(stage.map_balls), FadeOut(stage.map_names), run_time=0.3)
        self.add(stage.flat)
        self.play(FadeIn(stage.flat), run_time=0.6)
        self.look_from(self._side(), seconds=2.4)
        self.play(ReplacementTransform(stage.flat, stage.field), run_time=1.8)
        if self.descents.window.log_height:
            self.say(self.words.logarithmic_heights())
            self.hold(1.6)

    def question(self) -> None:
        stage, descents = self.stage, self.descents
        self.beat("question")
        stage.go_to(0.0)
        self.add(*stage.balls, *stage.shadows, *stage.paths)
        self.play(FadeIn(*stage.balls), FadeIn(stage.names), run_time=0.8)
        self._read(0.0)
        self.turn(TURN)
        if len(descents.runs) > 1:
            self.ask(self.words.same_valley())
        else:
            self.ask(self.words.where_to_rest())

    def time_lapse(self) -> None:
        descents, stage = self.descents, self.stage
        self.beat("time-lapse", self.words.steepest_ways(len(descents.runs)))
        self.add(stage.drop, stage.drop_label, self.counter, self.rows)
        self.lift(*stage.spatial, stage.names, stage.drop_label, self.counter, self.rows)
        if descents.longest:
            self.run_through(self.lapse, self._show, self.counter)
        self._show(float(descents.longest))
        self.hold(1.4)

    def back(self) -> None:
        stage = self.stage
        self.beat("back", self.words.from_above_again())
        self.play(FadeOut(stage.drop_label, stage.names, stage.drop), run_time=0.3)
        self.look_from(ABOVE, seconds=2.2)
        self.play(FadeOut(stage.field, *stage.balls, *stage.paths), FadeIn(stage.end_balls), run_time=0.9)
        self.play(FadeIn(stage.start_marks, stage.map_names), run_time=0.5)
        marks = Rings(color=self.theme.optimum, radius=0.15).at(
            [stage.on_screen(point) for point in self.descents.minima]
        )
        if len(self.descents.minima):
            self.say(self.words.rings(len(self.descents.minima)))
            self.play(FadeIn(marks), run_time=0.8)
        self.hold(1.2)

    def ending(self) -> None:
        self.beat("ending", self.words.ending(self.descents.outcomes))
        words = VGroup()
        for number, (x, y) in enumerate(self.row_places):
            told = self.descents.outcomes.endings[number]
            end = self.words.ending_row(told).plain(self.words.DECIMAL)
            text = f"{number + 1}: {end}, {self.words.steps_label(told.steps)}"
            row = Number(text, color=self.theme.text, at=(x, y))
            if row.width > SAFE_X - x:
                row.scale(max((SAFE_X - x) / row.width, 0.9), about_edge=np.array([-1, 0, 0]))
            words.add(row)
        self.play(FadeOut(self.rows, self.counter), run_time=0.3)
        self.play(FadeIn(words), run_time=0.7)
        self.hold(2.4)

    def _side(self) -> Viewpoint:
        """The view in which the turn begins: the descents are seen from it best."""
        times = self.rehearse(self.question, self.time_lapse)
        begin, end = times["time-lapse"]
        instants = np.linspace(0.0, end, 25)
        steps = [self.lapse.step(max(0.0, instant - begin)) for instant in instants.tolist()]
        tilt, turn, zoom = self.stage.best_view(steps, (TURN * instants).tolist(), SIDE, TILTS)
        return tilt, turn, zoom - 0.004 * (SIDE[0] - tilt)  # from further above, more of the floor is seen

    def _worked(self) -> VGroup:
        """The rule for the first step with numbers, each variable on a line of its own."""
        # Where its number is too long, eta stands for the rate; the caption says how much it is.
        rates = (number_typst(self.descents.learning_rate), "eta")
        choices = ([self._substituted(i, rate) for i in range(2)] for rate in rates)
        lines = first_that_fits(choices, width=SAFE_X - COLUMN, room=TWO_LINES, leading=0.0)
        top = self.below - 0.1
        for line in lines:
            line.move_to(np.array([COLUMN + line.width / 2, top - line.height / 2, 0]))
            top -= line.height + 0.25
        return lines

    def _substituted(self, i: int, rate: str) -> Equation:
        run, theme = self.descents.runs[0], self.theme
        before, after = (number_typst(theta, self.descents.digits[i]) for theta in run.thetas[:2, i])
        slope = number_typst(run.gradients[0, i])
        gradient = f"lr(({slope}))" if run.gradients[0, i] < 0 else slope
        return Equation(
            f"{self.descents.names[i]} <- {{{{ {before} : point }}}} - {rate} dot "
            f"{{{{ {gradient} : gradient }}}} = {{{{ {after} : result }}}}",
            color=theme.text,
            colors={"point": theme.point, "gradient": theme.gradient, "result": theme.point},
            width=SAFE_X - COLUMN,
        )

    def _show(self, step: float) -> None:
        self.stage.go_to(step)
        self._read(step)

    def _read(self, step: float) -> None:
        descents, stage = self.descents, self.stage
        self.counter.write(self.words.step_label(int(step)), (COLUMN, self.below - 0.3))
        for number, (row, place) in enumerate(zip(self.rows, self.row_places, strict=True)):
            value = float(descents.cost.value(descents.at(number, step)))
            row.write(f"{number + 1}:  {variable('C')} = {readable(value)}", place)
        lead = stage.leader
        value = float(descents.cost.value(descents.at(lead, step)))
        stage.drop_label.write(f"{variable('C')} = {readable(value)}")
