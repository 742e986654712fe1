"""SurfaceDescent: from a contour map into three dimensions, and back; several starts on one surface."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from manim import Create, FadeIn, FadeOut, ReplacementTransform, VGroup, Write

from gdmath.display.numerals import number_typst, readable
from gdmath.display.typeset import cost_typst, gradient_name_typst, name_typst, partial_typst
from scenes.kit.glyphs import SMALL, Number, text_width, variable
from scenes.kit.lettering import BODY, LARGE, Equation, first_that_fits, stacked
from scenes.kit.pacing import Motion, TimeLapse
from scenes.kit.rule_lines import RuleInSymbols
from scenes.kit.screen import Rect, Screen
from scenes.kit.shapes import Rings, StepArrow
from scenes.kit.space.stage import SurfaceStage
from scenes.kit.space.story import SurfaceStory
from scenes.parameters import SurfaceParameters
from scenes.relief.viewpoint import Viewpoint
from scenes.runs.surface_run import SurfaceRuns

LEADING, CLOSE = 0.24, 0.1  # between two formulas, and the least
GAP, AIR = 0.35, 0.12  # between picture and text or two columns of text, and above the captions
HEADROOM = 0.3  # above the surface, for the labels of balls on the highest hills
ROW, BASELINE = 0.48, 0.3  # from one run's row to the next, and from the top to the first one's baseline
FEW = 3  # runs that have room for a row each everywhere
NARROWEST = 3.95  # a column of formulas
SQUARE, FORMULAS = 3.85, 2.75  # the picture's height on square screens, the formulas' on tall ones
TILTS = (54.0, 48.0, 42.0)  # from above: as low as it can be with the descents in sight
TURN = 5.0  # degrees a second
ARROW = 1.1  # the length at which the first step is drawn, in frame units


@dataclass(frozen=True)
class Places:
    """Where the picture stands, the formulas, and the counter with a row for each run."""

    hero: Rect
    formulas: Rect
    rows: Rect
    abreast: int = 1  # rows that stand side by side

    @classmethod
    def of(cls, screen: Screen, runs: int) -> "Places":
        """Cut the stage: picture on the left; on tall and square screens above, as wide as the screen."""
        stage = screen.stage.inset(bottom=AIR)
        if screen.is_square:
            above, below = stage.stack([SQUARE], CLOSE)
            if runs > FEW:  # too many for what is left below
                hero, rows = above.columns(1, 0.65, gap=GAP)
                return cls(hero, below, rows)
            left, right = below.columns(1, 1, gap=GAP)
            return cls(above, left, right)
        if screen.is_tall:
            abreast = 2 if runs > FEW else 1
            rows = ROW * (1 + math.ceil(runs / abreast))
            hero, formulas, below = stage.stack([stage.height - FORMULAS - rows - 2 * GAP, FORMULAS], GAP)
            return cls(hero, formulas, below, abreast)
        hero, column = stage.columns(0.62, 0.38, gap=GAP)
        column = column.inset(left=min(0.0, column.width - NARROWEST))
        formulas, below = column.stack([column.height - ROW * (runs + 1) - GAP], GAP)
        return cls(hero.inset(right=hero.right + GAP - column.left), formulas, below)

    def lines(self, runs: int) -> list[tuple[float, float]]:
        """Return where the counter's line begins, and each run's, (x, y) of the baseline."""
        columns = self.rows.columns(*[1] * self.abreast, gap=GAP)
        high = math.ceil(runs / self.abreast)
        row = min(ROW, self.rows.height / (high + 1))
        top = self.rows.top - BASELINE
        places = [(columns[k // high].left, top - row * (1 + k % high)) for k in range(runs)]
        return [(self.rows.left, top), *places]


class SurfaceDescent(SurfaceStory):
    """A contour map, a step on it, then the surface with all descents, seen from all around."""

    parameters: SurfaceParameters = SurfaceParameters()
    expected_seconds = 52.0
    poster = "time-lapse"

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
        """The picture, formulas, and a row for each run."""
        descents, theme = self.descents, self.theme
        count = len(descents.runs)
        self.places = places = Places.of(self.screen, count)
        self.stage = SurfaceStage(descents, theme, self.eye, places.hero)
        self.formulas = stacked(self._formulas(), places.formulas, LEADING)
        self.spelled = self._spelled()
        self.counter = Number(color=theme.text)
        self.rows = VGroup(*(Number(color=theme.point) for _ in descents.runs))
        self.row_places = places.lines(count)

    def _formulas(self) -> VGroup:
        """The cost, its derivatives and the rule; what is too long for its place, by name."""
        cost, theme, place = self.descents.cost, self.theme, self.places.formulas

        def formula(source: str, color: str, size: float = BODY) -> Equation:
            return Equation(source, size=size, color=color, width=place.width)

        rule = RuleInSymbols(cost, self.descents.optimizer, theme, place.width)
        written = formula(cost_typst(cost), theme.cost, LARGE)
        short = formula(f"inline({cost_typst(cost)})", theme.cost)
        named = formula(name_typst(cost), theme.cost, LARGE)
        partials = [formula(partial_typst(cost, i), theme.gradient) for i in range(2)]
        small = [formula(partial_typst(cost, i), theme.gradient, SMALL) for i in range(2)]
        pairs = [VGroup(*(part.copy() for part in pair)).arrange(buff=0.6) for pair in (partials, small)]
        gradient = [formula(gradient_name_typst(cost), theme.gradient)]
        inline = [formula(f"inline({gradient_name_typst(cost)})", theme.gradient)]
        slopes = partials, *([pair] for pair in pairs), gradient, inline
        columns = ([first, *slope, rule] for first in (written, short, named) for slope in slopes)
        return first_that_fits(columns, width=place.width, room=place.height + CLOSE, leading=CLOSE)

    def _spelled(self) -> VGroup:
        """The derivatives in symbols, in place of the rows, where the formulas have them by name alone."""
        place, color = self.places.rows, self.theme.gradient
        sources = [partial_typst(self.descents.cost, i) for i in range(2)]
        choices = (
            [Equation(source, size=size, color=color, width=place.width) for source in sources]
            for size in (BODY, SMALL)
        )
        by_name = len(self.formulas) == 3 and isinstance(self.formulas[1], Equation)
        column = first_that_fits(choices, width=place.width, room=place.height + CLOSE, leading=CLOSE)
        fits = sum(part.height for part in column) + CLOSE <= place.height
        return stacked(column, place, LEADING) if by_name and fits else VGroup()

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
        self.play(*map(Write, self.formulas[1:-1]), *map(Write, self.spelled), run_time=1.4)
        self.say(self.words.gradient_is_uphill(count))
        self.arrows = VGroup(*(StepArrow(color=self.theme.step) for _ in descents.runs))
        directions = [stage.downhill(number) for number in range(count)]
        ends = [stage.on_screen(run.thetas[0]) for run in descents.runs]

        def grow(alpha: float) -> None:
            for arrow, start, along in zip(self.arrows, ends, directions, strict=True):
                arrow.span(start, start + alpha * ARROW * along)

        self.play(Motion(self.arrows, grow), run_time=1.2)
        self.hold(1.2)
        if len(self.spelled):
            self.play(FadeOut(self.spelled), run_time=0.4)

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
        self.play(ReplacementTransform(stage.flat, stage.field), stage.axes.animate.rise(), run_time=1.8)
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
            self.run_through(self.lapse, self._show, self.counter, descents.jumps)
        self._show(float(descents.longest))
        self.hold(1.4)

    def back(self) -> None:
        stage = self.stage
        self.beat("back", self.words.from_above_again())
        self.play(FadeOut(stage.drop_label, stage.names, stage.drop), run_time=0.3)
        self.look_from(stage.from_above, seconds=2.2)
        down = [FadeOut(stage.field, *stage.balls, *stage.paths), stage.axes.animate.flatten()]
        self.look_from(stage.map_view, seconds=0.9, together=down)
        self.play(FadeIn(stage.end_balls), run_time=0.5)
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
        for number, at in enumerate(self.row_places[1:]):
            words.add(Number(self._ended(number), color=self.theme.text, at=at))
        self.play(FadeOut(self.rows, self.counter), run_time=0.3)
        self.play(FadeIn(words), run_time=0.7)
        self.hold(2.4)

    def _ended(self, number: int) -> str:
        """How a run ended; as much of it as a row has room for."""
        told = self.descents.outcomes.endings[number]
        end = self.words.ending_row(told).plain(self.words.DECIMAL)
        steps = self.words.steps_label(told.steps)
        places = self.places
        room = places.rows.width / places.abreast - GAP / 2 * (places.abreast - 1) - 0.05
        rows = [f"{number + 1}: {text}" for text in (f"{end}, {steps}", end, steps)]
        return next((row for row in rows if text_width(row) <= room), rows[-1])

    def _side(self) -> Viewpoint:
        """The view in which the turn begins: the descents are seen from it best."""
        times = self.rehearse(self.question, self.time_lapse)
        begin, end = times["time-lapse"]
        instants = np.linspace(0.0, end, 25)
        steps = [self.lapse.step(max(0.0, instant - begin)) for instant in instants.tolist()]
        return self.stage.side_view(steps, (TURN * instants).tolist(), TILTS, HEADROOM)

    def _worked(self) -> VGroup:
        """The rule for the first step with numbers, each variable on a line of its own."""
        # Where its number is too long, eta stands for the rate; the caption says how much it is.
        rates = (number_typst(self.descents.learning_rate), "eta")
        choices = ([self._substituted(i, rate) for i in range(2)] for rate in rates)
        place = self.places.rows
        lines = first_that_fits(choices, width=place.width, room=place.height, leading=CLOSE)
        return stacked(lines, place, LEADING)

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
            width=self.places.rows.width,
        )

    def _show(self, step: float) -> None:
        self.stage.go_to(step)
        self._read(step)

    def _read(self, step: float) -> None:
        descents, stage = self.descents, self.stage
        self.counter.write(self.words.step_label(int(step)), self.row_places[0])
        for number, (row, place) in enumerate(zip(self.rows, self.row_places[1:], strict=True)):
            row.write(f"{number + 1}:  {variable('C')} = {readable(descents.value(number, step))}", place)
        stage.drop_label.write(f"{variable('C')} = {readable(descents.value(stage.leader, step))}")
