"""LinkedDescent: one run seen four ways in lockstep: surface, contour map, cost against step, worked rule."""

from functools import partial
from typing import Any

import numpy as np
from manim import FadeIn, ReplacementTransform, VGroup, Write

from gdmath.numerals import readable
from gdmath.typeset import cost_typst, name_typst, rule_typst
from scenes.kit.cost_panel import CostPanel
from scenes.kit.lettering import BODY, LARGE, Equation, Number, first_that_fits, variable
from scenes.kit.map_inset import MapInset
from scenes.kit.pacing import Motion, TimeLapse
from scenes.kit.screen import Rect
from scenes.kit.story import SAFE_TOP, SAFE_X
from scenes.kit.surface_stage import SurfaceStage
from scenes.kit.surface_story import SurfaceStory, Viewpoint
from scenes.parameters import LinkedParameters
from scenes.runs.surface_run import SurfaceRuns
from scenes.words.caption import Caption

SIDE = (56.0, -60.0, 0.62)
TILTS = (56.0, 50.0, 44.0)  # from above: as low as it can be with the descent in sight
TURN = 3.0  # degrees a second
MAP = (2.4, 5.6, 0.5, SAFE_TOP - 0.1)
PANEL = (1.0, 6.5, -2.7, -0.35)
FORMULAS = (-0.96, -1.51)  # the middles of the cost and the rule
ONE_LINE = 0.7  # the most that the cost may be high
LINES = -1.98  # the first line of the worked rule


class LinkedDescent(SurfaceStory):
    """The same ball, the same instant, in four pictures."""

    parameters: LinkedParameters = LinkedParameters()
    expected_seconds = 45.0
    poster = "time-lapse"
    shift = (-3.0, 1.82)

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
        """Surface above on the left, map above on the right, rule and cost below."""
        descents, theme = self.descents, self.theme
        names = descents.cost.variables[0].name, descents.cost.variables[1].name
        self.stage = SurfaceStage(descents, theme, self.eye)
        self.inset = MapInset(self.stage.field, names, descents.minima, MAP, theme, self.stage.map_colors)
        self.panel = CostPanel(self.run.values, Rect(*PANEL), theme, self.words)
        width = PANEL[0] - 0.3 + SAFE_X
        written = cost_typst(descents.cost)
        sources = ((written, BODY), (f"inline({written})", LARGE), (name_typst(descents.cost), BODY))
        costs = ([Equation(text, size=size, color=theme.cost, width=width)] for text, size in sources)
        cost = first_that_fits(costs, width=width, room=ONE_LINE, leading=0.0)[0]
        self.formulas = VGroup(cost, Equation(rule_typst(descents.cost), size=BODY, color=theme.step))
        for formula, middle in zip(self.formulas, FORMULAS, strict=True):
            formula.move_to(np.array([formula.width / 2 - SAFE_X, middle, 0]))
        self.digits = descents.digits
        self.lines = VGroup(*(Number(color=theme.text) for _ in descents.names), Number(color=theme.cost))
        self.line_places = [(-SAFE_X, LINES - 0.36 * k) for k in range(3)]

    def surface(self) -> None:
        stage = self.stage
        self.eye.set_zoom(SIDE[2])
        self.add(stage.axes, stage.map_lines, stage.flat)
        self.beat("surface", self.words.picture_surface())
        self.look_from(self._side(), seconds=2.0, together=[Write(self.formulas[0])])
        self.play(ReplacementTransform(stage.flat, stage.field), run_time=1.5)
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

    def worked(self, step: int) -> None:
        self.beat(f"worked {step + 1}", self.words.all_move() if step == 0 else self.words.all_move_again())
        self._move(step, step + 1, 1.6)
        self.hold(0.8)

    def question(self) -> None:
        self.beat("question")
        self.ask(self.words.first_still())

    def time_lapse(self) -> None:
        self.beat("time-lapse", self._lesson())
        if len(self.run) > self.shown:
            self._lift()
            self.run_through(self.lapse, self._show, self.lines)
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
        tilt, turn, zoom = self.stage.best_view(steps, (TURN * instants).tolist(), SIDE, TILTS)
        return tilt, turn, zoom - 0.006 * (SIDE[0] - tilt)  # from further above, more of the floor is seen

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
        run, whole = self.run, min(int(step), len(self.run))
        rate = readable(self.descents.learning_rate)
        for i, (line, symbol) in enumerate(zip(self.lines, run.cost.variables, strict=False)):
            before, slope = readable(run.thetas[whole, i], self.digits[i]), run.gradients[whole, i]
            name = variable(symbol.name)
            text = f"{name} = {before}"
            if whole < len(run):
                after = readable(run.thetas[whole + 1, i], self.digits[i])
                text = f"{name}: {before} − {rate} × {_signed(slope)} = {after}"
            line.write(text, self.line_places[i])
        self.lines[-1].write(
            f"step {whole}:  {variable('C')} = {readable(run.values[whole])}", self.line_places[2]
        )


def _signed(slope: float) -> str:
    shown = readable(slope)
    return f"({shown})" if slope < 0 else shown
