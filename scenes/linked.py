"""LinkedDescent: one run seen four ways in lockstep: surface, contour map, cost against step, worked rule."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from manim import FadeIn, ReplacementTransform, VGroup, Write

from gdmath.display.numerals import readable
from gdmath.display.typeset import cost_typst, name_typst
from scenes.kit.cost_panel import CostPanel
from scenes.kit.glyphs import Number, text_width, variable
from scenes.kit.lettering import BODY, Equation, first_that_fits, stacked
from scenes.kit.pacing import Motion, TimeLapse
from scenes.kit.rule_lines import RuleInSymbols
from scenes.kit.screen import Rect, Screen
from scenes.kit.space.map_inset import MapInset
from scenes.kit.space.stage import SurfaceStage
from scenes.kit.space.story import SurfaceStory
from scenes.parameters import LinkedParameters
from scenes.relief.viewpoint import Viewpoint
from scenes.runs.surface_run import SurfaceRuns
from scenes.words.caption import Caption

TILTS = (56.0, 50.0, 44.0)  # from above: as low as it can be with the descent in sight
TURN = 3.0  # degrees a second
GAP, AIR = 0.35, 0.12  # between two pictures, and above the captions
LEADING = 0.15  # between two formulas
ONE_LINE, TWO_LINES = 0.8, 1.05  # the most that the cost may be high: on wide screens, and on others
ROW = 0.36  # from one line of the worked rule to the next
PANEL = 2.0  # how high the cost against the step is


@dataclass(frozen=True)
class Places:
    """Where the four pictures stand."""

    hero: Rect
    map: Rect
    panel: Rect
    text: Rect

    @classmethod
    def of(cls, screen: Screen, text: float = 1.0) -> "Places":
        """Cut the stage: surface and map above, rule and cost below; on tall screens the rule below all.

        The rule with its numbers is `text` high.
        """
        stage = screen.stage.inset(bottom=AIR)
        if screen.is_tall:
            hero, pair, below = stage.stack([stage.height - 3.2 - text - 2 * GAP, 3.2], GAP)
            inset, panel = pair.columns(1, 1, gap=GAP)
            return cls(hero, inset, panel, below)
        if screen.is_square:
            above, below = stage.stack([stage.height - text - GAP / 2], GAP / 2)
            hero, inset = above.columns(4, 3, gap=GAP)
            return cls(hero, inset, *below.columns(3, 4, gap=GAP))
        left, right = stage.columns(0.6, 0.4, gap=GAP)
        hero, below = left.stack([left.height - text - GAP / 2], GAP / 2)
        inset, panel = right.stack([right.height - PANEL - GAP], GAP)
        return cls(hero, inset, panel, below)


class LinkedDescent(SurfaceStory):
    """The same ball, the same instant, in four pictures."""

    parameters: LinkedParameters = LinkedParameters()
    expected_seconds = 45.0
    poster = "time-lapse"

    def prepare(self) -> None:
        self.descents = SurfaceRuns.of(self.parameters, count=1).first()
        self.run = self.descents.runs[0]
        total = len(self.run)
        self.shown = min(2, total)  # the steps that are told one by one
        self.lapse = TimeLapse(self.shown, total, 14.0 if total > 30 else 8.0)

    def construct(self) -> None:
        self.lay_out()
        self.surface()
        self.map()
        self.cost()
        self.rule()
        for step in range(self.shown):
            self.worked(step)
        self.question()
        self.time_lapse()
        self.ending()

    def lay_out(self) -> None:
        """Surface, map, cost and rule, each in its place."""
        descents, theme = self.descents, self.theme
        names = descents.cost.variables[0].name, descents.cost.variables[1].name
        self.digits = descents.digits
        self.lines = VGroup(*(Number(color=theme.text) for _ in descents.names), Number(color=theme.cost))
        self.formulas = self._formulas()
        numbers = ROW * len(self.lines)
        self.places = places = Places.of(self.screen, self.formulas.height + LEADING + numbers)
        self.stage = SurfaceStage(descents, theme, self.eye, places.hero)
        field, colors = self.stage.field, self.stage.map_colors
        self.inset = MapInset(field, names, descents.minima, places.map, theme, colors)
        self.panel = CostPanel(self.run.values, places.panel, theme, self.words)
        left, _, bottom, top = places.text
        self.formulas.move_to(np.array([left, top, 0.0]), aligned_edge=np.array([-1.0, 1.0, 0.0]))
        self.line_places = [(left, bottom + 0.08 + ROW * line) for line in (2, 1, 0)]

    def _formulas(self) -> VGroup:
        """The cost, and the rule beside it or below it."""
        cost, theme, width = self.descents.cost, self.theme, Places.of(self.screen).text.width
        rule = RuleInSymbols(cost, self.descents.optimizer, theme, width)
        written = cost_typst(cost)
        sources = ((f"inline({written})", BODY), (written, BODY), (name_typst(cost), BODY))
        costs = [Equation(text, size=size, color=theme.cost, width=width) for text, size in sources]
        beside = VGroup(costs[0], rule).arrange(buff=0.7)
        if beside.width <= width and beside.height <= ONE_LINE:
            return beside
        room = TWO_LINES if self.screen.is_tall or self.screen.is_square else ONE_LINE
        first = first_that_fits(([cost] for cost in costs), width=width, room=room, leading=0.0)
        return stacked(VGroup(*first, rule), (0.0, width, -9.0, 0.0), LEADING)

    def surface(self) -> None:
        stage = self.stage
        self.add(stage.axes, stage.map_lines, stage.flat)
        self.beat("surface", self.words.picture_surface())
        self.look_from(self._side(), seconds=2.0, together=[Write(self.formulas[0])])
        self.play(ReplacementTransform(stage.flat, stage.field), stage.axes.animate.rise(), run_time=1.5)
        stage.go_to(0.0)
        self.add(*stage.shadows, *stage.paths, *stage.balls)
        self.play(FadeIn(*stage.balls), run_time=0.6)
        self.turn(TURN)

    def map(self) -> None:
        self.beat("map", self.words.picture_map())
        self.inset.reach(self._thetas(0.0))
        self.play(FadeIn(self.inset), run_time=1.2)
        self.hold(1.2)

    def cost(self) -> None:
        self.beat("cost", self.words.picture_cost())
        self.play(FadeIn(self.panel), run_time=1.0)
        self.hold(1.2)

    def rule(self) -> None:
        self.beat("rule", self.words.picture_rule(self.descents.learning_rate))
        self.play(Write(self.formulas[1]), run_time=1.0)
        self._show(0.0)
        self.play(FadeIn(self.lines), run_time=0.8)
        self.hold(1.0)
        self.reach(0)

    def worked(self, step: int) -> None:
        self.beat(f"worked {step + 1}", self.words.all_move() if step == 0 else self.words.all_move_again())
        self._move(step, step + 1, 1.6)
        self.hold(0.8)
        self.reach(step + 1)

    def question(self) -> None:
        self.beat("question")
        self.ask(self.words.first_still())

    def time_lapse(self) -> None:
        self.beat("time-lapse", self._lesson())
        if len(self.run) > self.shown:
            self._lift()
            self.run_through(self.lapse, self._show, self.lines, self.descents.jumps)
        self._show(float(len(self.run)))
        self.hold(0.8)

    def ending(self) -> None:
        self.beat("ending", self.words.ending(self.descents.outcomes))
        self.hold(2.4)
        self.stand_still()

    def _side(self) -> Viewpoint:
        """The view in which the turn begins: the descent is seen from it best."""
        worked = [partial(self.worked, step) for step in range(self.shown)]
        times = self.rehearse(self.map, self.cost, self.rule, *worked, self.question, self.time_lapse)
        begin, end = times["time-lapse"]
        instants = np.linspace(0.0, end, 25)
        steps = [self.lapse.step(max(0.0, instant - begin)) for instant in instants.tolist()]
        self._show(0.0)  # where the rehearsal began
        return self.stage.side_view(steps, (TURN * instants).tolist(), TILTS)

    def _lesson(self) -> Caption:
        """What to watch, if the run shows it: the cost has fallen by 99 % in less than half of the steps."""
        values = self.run.values[np.isfinite(self.run.values)]
        fallen = values[0] - values >= 0.99 * (values[0] - values[-1])
        if self.descents.converges and int(np.argmax(fallen)) < len(self.run) / 2 and len(self.run) > 20:
            return self.words.flat_before_still()
        return self.words.four_pictures()

    def _move(self, begin: int, end: int, seconds: float) -> None:
        self._lift()
        self.play(Motion(self.lines, lambda a: self._show(begin + a * (end - begin))), run_time=seconds)

    def _lift(self) -> None:
        moving: list[Any] = [*self.inset.moving, *self.panel.moving, self.lines]
        spatial = [mobject for mobject in self.stage.spatial if mobject is not self.stage.drop]
        self.lift(*spatial, *moving)

    def _thetas(self, step: float) -> np.ndarray:
        shown = self.descents.shown(0)
        return np.concatenate([shown[: int(step) + 1], self.descents.at(0, step)[None]])

    def _show(self, step: float) -> None:
        """Put all four pictures to a step, which may lie between two."""
        self.stage.go_to(step)
        self.inset.reach(self._thetas(step))
        self.panel.reach(step)
        whole = min(int(step), len(self.run))
        form = self._form(whole)
        for i, line in enumerate(self.lines[:2]):
            line.write(form(i, whole), self.line_places[i])
        value = readable(self.run.values[whole])
        self.lines[-1].write(
            f"{self.words.step_label(whole)}:  {variable('C')} = {value}", self.line_places[2]
        )

    def _form(self, step: int) -> Callable[[int, int], str]:
        """How a step of both variables is written: as fully as there is room for."""
        forms = self._worked, partial(self._worked, rate="η"), self._from_to
        width = self.places.text.width
        return next((f for f in forms if all(text_width(f(i, step)) <= width for i in range(2))), forms[-1])

    def _worked(self, i: int, step: int, rate: str = "") -> str:
        """A step of a variable with all its numbers, or with a letter for the rate."""
        run, rate = self.run, rate or readable(self.descents.learning_rate)
        before, name = readable(run.thetas[step, i], self.digits[i]), variable(run.cost.variables[i].name)
        if step == len(run):
            return f"{name} = {before}"
        after = readable(run.thetas[step + 1, i], self.digits[i])
        return f"{name}: {before} − {rate} × {_signed(run.gradients[step, i])} = {after}"

    def _from_to(self, i: int, step: int) -> str:
        """From where to where a step goes."""
        shown = [readable(theta, self.digits[i]) for theta in self.run.thetas[step : step + 2, i]]
        name = variable(self.run.cost.variables[i].name)
        return f"{name}: {shown[0]} → {shown[1]}" if len(shown) > 1 else f"{name} = {shown[0]}"


def _signed(slope: float) -> str:
    shown = readable(slope)
    return f"({shown})" if slope < 0 else shown
