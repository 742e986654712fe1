"""LinkedDescent: one run seen four ways in lockstep: surface, contour map, cost against step, worked rule."""

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
from manim import FadeIn, FadeOut, ReplacementTransform, VGroup, Write

from gdmath.display.numerals import readable
from gdmath.display.typeset import cost_typst, name_typst
from scenes.kit.cost_panel import CostPanel
from scenes.kit.gestures import show_pages
from scenes.kit.glyphs import Number, text_width, variable
from scenes.kit.lettering import BODY, Equation, first_that_fits, stacked
from scenes.kit.pacing import Motion, TimeLapse, reading_seconds
from scenes.kit.rule_lines import RuleInSymbols, role_colors
from scenes.kit.space.flat_map import FlatMap
from scenes.kit.space.map_inset import MapInset
from scenes.kit.space.places import LinkedPlaces
from scenes.kit.space.stage import SWING, SurfaceStage
from scenes.kit.space.story import SurfaceStory, lapse_seconds
from scenes.kit.space.written import derivatives, names_cost, pages, vector_text
from scenes.parameters import LinkedParameters
from scenes.relief.viewpoint import Viewpoint
from scenes.runs.moments import Flat, moments
from scenes.runs.surface_run import SurfaceRuns

LEADING = 0.15  # between two formulas
ONE_LINE, TWO_LINES = 0.8, 1.05  # the most that the cost may be high: on wide screens, and on others
LEAST_HERO, LEAST_TALL = 0.44, 0.3  # of the stage's height, that the surface has at least
NUMBERS = 3  # lines of them: both variables, the cost
ROW = 0.36  # from one line of the worked rule to the next


class LinkedDescent(SurfaceStory):
    """The same ball, the same instant, in four pictures."""

    parameters: LinkedParameters = LinkedParameters()
    expected_seconds = 45.0
    poster = "time-lapse"
    rate = 0.0  # degrees a second at which the camera turns

    def prepare(self) -> None:
        self.descents = SurfaceRuns.of(self.parameters, count=1).first()
        self.run = self.descents.runs[0]
        self.trajectories = [self.run]
        total = len(self.run)
        self.shown = min(2, total)  # the steps that are told one by one
        self.lapse = TimeLapse(self.shown, total, lapse_seconds(total - self.shown))

    def construct(self) -> None:
        self.lay_out()
        self.surface()
        self.map()
        self.cost()
        self.gradient()
        self.rule()
        for step in range(self.shown):
            self.worked(step)
        self.question()
        self.time_lapse()
        self.ending()

    def lay_out(self) -> None:
        """Surface, map, cost and rule, each in its place."""
        descents, theme = self.descents, self.theme
        self.digits = descents.digits
        self.places = places = self._choose_places()
        roles = role_colors(theme)
        colors = (*[theme.text] * 2, theme.cost, *(roles[name] for name in self.remembered))
        self.lines = VGroup(*(Number(color=color) for color in colors))
        self.stage = stage = SurfaceStage(descents, theme, self.eye, places.hero)
        self.flat = flat = FlatMap(stage, theme)
        self.inset = MapInset(stage.field, descents, places.map, theme, stage.map_colors)
        self.panel = CostPanel(self.run.values, places.panel, theme, self.words)
        corner = np.array([places.formulas.left, places.formulas.top, 0.0])
        self.formulas.move_to(corner, aligned_edge=np.array([-1.0, 1.0, 0.0]))
        left, _, bottom, _ = places.numbers
        self.line_places = [(left, bottom + 0.08 + ROW * line) for line in reversed(range(len(self.lines)))]
        self.add(flat.shading, stage.axes, stage.map_lines, flat.marks, flat.balls, self.formulas[0])

    def _choose_places(self) -> LinkedPlaces:
        """Where all stands, with as much of the rule and its memory as leaves the surface large."""
        remembered, screen = [*self.descents.memories[0].of.items()], self.screen
        small = screen.is_tall or screen.is_square
        first = (
            (1, 1, TWO_LINES)
            if screen.is_square
            else (None, len(remembered), TWO_LINES if small else ONE_LINE)
        )
        choices = first, (None, 1, ONE_LINE), (2, 1, ONE_LINE), (1, 1, ONE_LINE), (1, 0, ONE_LINE)
        numbers = 0.0
        for most, kept, room in choices:
            self.formulas, self.remembered = self._formulas(most, room), dict(remembered[:kept])
            numbers = ROW * (NUMBERS + len(self.remembered))
            least = (LEAST_TALL if screen.is_tall else LEAST_HERO) * screen.stage.height
            if LinkedPlaces.hero_height(screen, self.formulas.height, numbers) >= least:
                break
        return LinkedPlaces.of(screen, self.formulas.height, numbers)

    def _formulas(self, most: int | None, room: float) -> VGroup:
        """The cost in so much room, and so many lines of the rule beside it or below it."""
        cost, theme = self.descents.cost, self.theme
        width = LinkedPlaces.of(self.screen, ONE_LINE, ONE_LINE).formulas.width
        rule = RuleInSymbols(cost, self.descents.optimizer, theme, width, low=True, most=most)
        written = cost_typst(cost)
        sources = ((f"inline({written})", BODY), (written, BODY), (name_typst(cost), BODY))
        costs = [Equation(text, size=size, color=theme.cost, width=width) for text, size in sources]
        beside = VGroup(costs[0], rule).arrange(buff=0.7)
        if beside.width <= width and beside.height <= ONE_LINE:
            return beside
        first = first_that_fits(([cost] for cost in costs), width=width, room=room, leading=0.0)
        return stacked(VGroup(*first, rule), (0.0, width, -9.0, 0.0), LEADING)

    def surface(self) -> None:
        stage, flat = self.stage, self.flat
        self.beat("surface", self.words.picture_surface())
        self.add(stage.flat)
        leave = FadeOut(flat.balls, flat.marks, flat.shading)
        self.play(leave, FadeIn(stage.flat), run_time=0.6)
        self.look_from(self._side(), seconds=2.0)
        self.play(ReplacementTransform(stage.flat, stage.field), stage.axes.animate.rise(), run_time=1.5)
        stage.go_to(0.0)
        self.add(*stage.shadows, *stage.paths, *stage.balls, stage.leaps, stage.beyond)
        self.play(FadeIn(*stage.balls), run_time=0.6)
        if self.descents.window.log_height:
            self.say(self.words.logarithmic_heights())
        self.turn(self.rate)

    def map(self) -> None:
        self.beat("map", self.words.picture_map())
        self.inset.reach(0.0)
        self.play(FadeIn(self.inset), run_time=1.2)
        self.hold(1.2)

    def cost(self) -> None:
        self.beat("cost", self.words.picture_cost())
        self.play(FadeIn(self.panel), run_time=1.0)
        self.hold(1.2)

    def gradient(self) -> None:
        """The gradient in symbols, and as an arrow on the map; with the cost, if that stands by its name."""
        cost, theme, inset = self.descents.cost, self.theme, self.inset
        spelled = derivatives(cost, theme, self.places.numbers)
        if spelled is None or names_cost(cost, theme, self.formulas):
            show_pages(self, pages(cost, theme, self.screen.stage), self.words.gradient_written_out())
            spelled = VGroup()
        self.beat("gradient", self.uphill_caption())
        grow = Motion(inset.uphill, partial(inset.point_uphill, 0))
        self.play(*map(Write, spelled), grow, run_time=1.4)
        self.hold(1.0)
        self.pose()
        self.play(*map(FadeOut, spelled), Motion(inset.uphill, self._put_away), run_time=0.5)

    def _put_away(self, alpha: float) -> None:
        self.inset.point_uphill(0, 1 - alpha)

    def rule(self) -> None:
        self.beat("rule", self.words.picture_rule(self.descents.first_rate, self.descents.lengths))
        self.play(Write(self.formulas[1]), run_time=1.0)
        self._show(0.0)
        self.play(FadeIn(self.lines), run_time=0.8)
        self.hold(1.0)
        self.reach(0)

    def worked(self, step: int) -> None:
        self.beat(f"worked {step + 1}", self.words.all_move() if step == 0 else self.words.all_move_again())
        self._move(step, step + 1, 1.6)
        if step == 0 and self.descents.memories[0].led(1).any():
            self.say(self.words.memory_leads())
        self.hold(0.8)
        self.reach(step + 1)

    def question(self) -> None:
        self.beat("question")
        flat = any(isinstance(moment, Flat) for moment in moments(self.descents))
        self.ask(self.words.first_still() if flat else self.words.where_to_rest())

    def time_lapse(self) -> None:
        first = self.words.four_pictures()
        self.beat("time-lapse", first)
        if len(self.run) > self.shown:
            self._lift()
            captions = self.moments_in(self.lapse, self.descents, first)
            self.run_through(self.lapse, self._show, self.lines, self.descents.jumps, captions=captions)
        self._show(float(len(self.run)))
        self.hold(0.8)

    def ending(self) -> None:
        self.beat("ending", self.words.ending(self.descents.outcomes))
        self.hold(2.4)

    def _side(self) -> Viewpoint:
        """The view in which the turn begins: the descent is seen from it best."""
        worked = [partial(self.worked, step) for step in range(self.shown)]
        before = self.map, self.cost, self.gradient, self.rule, *worked, self.question
        times = self.rehearse(*before, self.time_lapse, self.ending)
        begin, _ = times["time-lapse"]
        end = times["ending"][1] + reading_seconds(self.words.ending(self.descents.outcomes).plain())
        self.rate = SWING / end
        instants = np.linspace(0.0, end, 25)
        steps = [self.lapse.step(max(0.0, instant - begin)) for instant in instants.tolist()]
        self._show(0.0)  # where the rehearsal began
        return self.stage.side_view(steps, (instants / end).tolist())

    def _move(self, begin: int, end: int, seconds: float) -> None:
        self._lift()
        self.play(Motion(self.lines, lambda a: self._show(begin + a * (end - begin))), run_time=seconds)

    def _lift(self) -> None:
        moving: list[Any] = [*self.inset.moving, *self.panel.moving, self.lines]
        spatial = [mobject for mobject in self.stage.spatial if mobject is not self.stage.drop]
        self.lift(*spatial, *moving)

    def _show(self, step: float) -> None:
        """Put all four pictures to a step, which may lie between two."""
        self.stage.go_to(step)
        self.inset.reach(step)
        self.panel.reach(step)
        whole = min(int(step), len(self.run))
        form = self._form(whole)
        for i, line in enumerate(self.lines[:2]):
            line.write(form(i, whole), self.line_places[i])
        value = readable(self.run.values[whole])
        self.lines[2].write(
            f"{self.words.step_label(whole)}:  {variable('C')} = {value}", self.line_places[2]
        )
        for line, place, (name, of) in zip(
            self.lines[3:], self.line_places[3:], self.remembered.items(), strict=True
        ):
            line.write(vector_text(self.run.cost, name, of[whole], self.places.numbers.width), place)

    def _form(self, step: int) -> Callable[[int, int], str]:
        """How a step of both variables is written: as fully as there is room for."""
        forms = self._worked, partial(self._worked, rate="η"), self._from_to, self._at
        width = self.places.numbers.width
        return next((f for f in forms if all(text_width(f(i, step)) <= width for i in range(2))), forms[-1])

    def _worked(self, i: int, step: int, rate: str = "") -> str:
        """A step of a variable with all its numbers, or with a letter for the rate.

        The last number is the gradient, or what the rule makes of it.
        """
        run = self.run
        before, name = readable(run.thetas[step, i], self.digits[i]), variable(run.cost.variables[i].name)
        if step == len(run):
            return f"{name} = {before}"
        rate = rate or readable(float(run.learning_rates[step]))
        after = readable(run.thetas[step + 1, i], self.digits[i])
        return f"{name}: {before} − {rate} × {_signed(-run.directions[step, i])} = {after}"

    def _from_to(self, i: int, step: int) -> str:
        """From where to where a step goes."""
        shown = [readable(theta, self.digits[i]) for theta in self.run.thetas[step : step + 2, i]]
        name = variable(self.run.cost.variables[i].name)
        return f"{name}: {shown[0]} → {shown[1]}" if len(shown) > 1 else f"{name} = {shown[0]}"

    def _at(self, i: int, step: int) -> str:
        """Where a step begins."""
        name = variable(self.run.cost.variables[i].name)
        return f"{name} = {readable(self.run.thetas[step, i], self.digits[i])}"


def _signed(slope: float) -> str:
    shown = readable(slope)
    return f"({shown})" if slope < 0 else shown
