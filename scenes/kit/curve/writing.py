"""What is written of a descent on a curve, beside its plot or below it: formulas, numbers, a panel."""

from collections.abc import Sequence
from itertools import pairwise, product
from types import ModuleType
from typing import Any

import numpy as np
from manim import VGroup

from gdmath.display.typeset import cost_typst, gradient_name_typst, gradient_typst, name_typst
from scenes.kit.axes import ABOVE_PLOT, plot_area
from scenes.kit.cost_panel import CostPanel
from scenes.kit.lettering import BODY, LARGE, Equation, first_that_fits, stacked
from scenes.kit.readouts import Readouts
from scenes.kit.rule_lines import RuleInSymbols, WorkedStep, role_colors, rule_within, steps_within
from scenes.kit.screen import Rect, Screen
from scenes.kit.theme import Theme
from scenes.runs.curve_run import CurveRun

COLUMN = 4.5  # how wide the formulas may be beside the plot
GAP = 0.35
LEADING = 0.22  # between two formulas
CLOSE = 0.12  # the same where there is little room
SLACK = 0.1  # of a formula's height
NAME = 0.3  # beside the upright axis, for half of its name
TITLE = 0.55  # the height of a formula beside the name of the upright axis
PANEL = 1.55  # the least height of the panel, with its title and its numbers
MOST_BELOW = 2.25  # the most that formulas may take of the height below the plot
BALL = 0.16  # what of a ball stands above a plot
BODY_LINE = 0.45  # a formula on one line
TURNS = 2.9  # the most height in which a rule, its numbers and the panel take turns


def room_of_plot(run: CurveRun, room: Rect) -> Rect:
    """Return what of a room is left for the plot of a run, in whichever frame it will be seen."""
    steps = np.flatnonzero([a != b for a, b in pairwise(run.frames)]) + 1
    later = [run.frame_at(step + share) for step in steps.tolist() for share in (0.25, 0.5, 1.0)]
    closer = [run.closing_in(share) for share in np.linspace(0, 1, 16).tolist()] if run.is_small else []
    return plot_area(room, [run.frames[0], run.landscape, *closer, *later])


class Writing:
    """The formulas, the steps with numbers (`lines`), the readouts and the panel of one run, in their places.

    `worked`: how many steps are told one by one; `samples`: the texts of the readouts. `plot` is the room
    that is left for the plot. Where the rule `takes_turns` with its numbers and the panel, they stand in one.
    """

    def __init__(
        self,
        run: CurveRun,
        screen: Screen,
        theme: Theme,
        words: ModuleType,
        worked: int,
        samples: Sequence[Sequence[str]],
    ) -> None:
        self.run, self.theme, self.words, self.worked = run, theme, words, worked
        roles = role_colors(theme)
        memory = (roles[name] for name in run.memory.of)
        colors = (theme.text, theme.point, theme.cost, theme.gradient, *memory)
        self.readouts = Readouts(samples, colors, screen.stage)
        self.takes_turns = len(run.memory.lines) > 1
        self.rule_stays = True
        if screen.is_square:
            self.plot = self._lay_below(screen.stage)
        elif screen.is_tall:
            self.plot, text = screen.stage.rows(0.95, 1, gap=GAP)
            self._lay_column(text)
        else:
            width = min(COLUMN, 0.47 * screen.stage.width)
            self.plot, text = screen.stage.columns(screen.stage.width - width - GAP, width, gap=GAP)
            self._lay_column(text)

    def _lay_column(self, room: Rect) -> None:
        """Below one another where all has room with the cost written out, else some take turns in a place."""
        all_fit = not self.takes_turns and self._lay_all(room)
        if not (all_fit and self.writes_cost):
            self.takes_turns = True
            self._lay_turns(room)
        if all_fit and not self.writes_cost:
            self.takes_turns = False
            self._lay_all(room)

    def _lay_all(self, room: Rect) -> bool:
        """From the top: formulas, the rule with numbers, the readouts, the panel; return whether they fit."""
        self.lines = self._lines(room)
        self.readouts.lay(room)
        worked = max((line.height + LEADING for line in self.lines), default=0.0)
        left = room.height - worked - self.readouts.height_taken - 0.1 - GAP - PANEL
        costs, gradients, rule = self._costs(room), self._gradients(room), self._rule(room)
        pairs = sorted(product(range(4), range(3)), key=lambda pair: (pair[0] == 3, pair[1] == 2, *pair))
        shorter = [[costs[i], gradients[k], rule] for i, k in pairs]  # both written, if that fits
        self.formulas = first_that_fits(shorter, width=room.width, room=left, leading=LEADING)
        if sum(formula.height + LEADING for formula in self.formulas) > left:
            return False
        below = self._laid(self.formulas, room, LEADING)
        self.readouts.lay(below.inset(top=worked + 0.1))
        below = below.inset(top=worked + 0.1 + self.readouts.height_taken + GAP)
        self.panel = CostPanel(self.run.values, below, self.theme, self.words)
        return True

    def _lay_turns(self, room: Rect) -> None:
        """From the top: cost and gradient, the readouts, and a place for the rule, its numbers, the panel."""
        self.readouts.lay(room)
        lines = (line.height for line in self._lines(room))
        turns = min(TURNS, max(self._rule(room).height + GAP + PANEL, *lines, 0.0))
        left = room.height - self.readouts.height_taken - 2 * GAP - turns
        costs, gradients = self._costs(room), self._gradients(room)
        names = costs[-1].height + gradients[-1].height + 2 * LEADING  # which take as much as short formulas
        left = max(left, names + 2 * SLACK)
        heads = first_that_fits(product(costs, gradients), width=room.width, room=left, leading=LEADING)
        stacked(heads, room, LEADING)
        below = room.inset(top=sum(formula.height + LEADING for formula in heads))
        self.readouts.lay(below)
        self.formulas = VGroup(*heads, self._take_turns(below.inset(top=self.readouts.height_taken + GAP)))

    def _take_turns(self, place: Rect) -> RuleInSymbols:
        """Let the rule, its numbers and the panel stand in one place; return the rule."""
        rule = self._rule(place, place.height)
        self.lines = self._lines(place, place.height)
        for each in (rule, *self.lines):
            each.move_to(np.array([place.left + each.width / 2, place.top - each.height / 2, 0]))
        self.rule_stays = rule.height + GAP + PANEL <= place.height
        if self.rule_stays:
            place = place.inset(top=rule.height + GAP)
        self.panel = CostPanel(self.run.values, place, self.theme, self.words)
        return rule

    def _lay_below(self, stage: Rect) -> Rect:
        """From the bottom: the rule with numbers beside the panel, the readouts; return what is left.

        The cost, and its derivative if it is short, stand beside the name of the upright axis.
        """
        theme = self.theme
        title = Rect(room_of_plot(self.run, stage).left + NAME, stage.right, stage.top - TITLE, stage.top)
        text, panel = stage.columns(1.1, 1, gap=GAP)
        costs = ([cost] for cost in self._costs(title)[2:])
        cost = first_that_fits(costs, width=title.width, room=TITLE, leading=0.0)[0]
        most = MOST_BELOW - BODY_LINE if self.takes_turns else np.inf
        self.lines = self._lines(text, most)
        lines = max((line.height + CLOSE for line in self.lines), default=0.0)
        rule = self._rule(text, most)
        if self.takes_turns:
            lines = max(0.0, lines - rule.height)  # in place of the rule
        room = max(MOST_BELOW, lines + rule.height + 2 * CLOSE) - lines - rule.height - 2 * CLOSE
        beside = title.width - cost.width - 2 * GAP
        gradients = self._gradients(text)
        high = (each for each in gradients[:-1] if each.width <= beside and each.height <= TITLE)
        low = (each for each in gradients if each.height <= room)
        gradient = next(high, None) or next(low, gradients[-1])
        if gradient.height > TITLE and gradient.height > room:
            cost = self._named[-1]
        heads = gradient.width <= beside and gradient.height <= TITLE
        rows = VGroup(rule) if heads else VGroup(gradient, rule)
        height = max(PANEL, lines + sum(row.height + CLOSE for row in rows))
        below = stage.inset(top=stage.height - height)
        self._laid(rows, below.inset(right=stage.width - text.width), CLOSE)
        self.panel = CostPanel(self.run.values, below.inset(left=panel.left - stage.left), theme, self.words)
        higher = max(0.0, max(cost.height, gradient.height if heads else 0.0) + BALL - ABOVE_PLOT)
        rest = stage.inset(bottom=height + CLOSE, top=higher)
        self.readouts.lay(rest.inset(top=rest.height - self.readouts.height_taken))
        cost.move_to(np.array([title.left + cost.width / 2, title.top - max(cost.height, 0.45) / 2, 0]))
        if heads:
            gradient.next_to(cost, buff=2 * GAP)
        self.formulas = VGroup(cost, gradient, rule)
        return rest.inset(bottom=self.readouts.height_taken + CLOSE)

    def _costs(self, room: Rect) -> list[Equation]:
        """The cost from the largest to the smallest; the last is but its name."""
        written, name = cost_typst(self.run.cost), name_typst(self.run.cost)
        ways = (written, LARGE, False), (written, LARGE, True), (f"inline({written})", BODY, False)
        self._named = [
            self._formula(source, self.theme.cost, room, size, compact=compact)
            for source, size, compact in (*ways, (name, BODY, False))
        ]
        return self._named

    @property
    def writes_cost(self) -> bool:
        """Whether the cost is written out in its place."""
        return self.formulas[0] is not self._named[-1]

    @property
    def names_gradient(self) -> bool:
        """Whether the derivative is too long to be written out in its place."""
        return self.formulas[1] is self._written[-1]

    def _gradients(self, room: Rect) -> list[Equation]:
        derived = gradient_typst(self.run.cost)
        sources = derived, f"inline({derived})", gradient_name_typst(self.run.cost)
        self._written = [self._formula(source, self.theme.gradient, room) for source in sources]
        return self._written

    def _rule(self, room: Rect, height: float = np.inf) -> RuleInSymbols:
        return rule_within(self.run.cost, self.run.plan.optimizer, self.theme, (room.width, height))

    def _formula(self, source: str, color: str, room: Rect, size: float = BODY, **options: Any) -> Equation:
        return Equation(source, size=size, color=color, width=room.width, **options)

    def _lines(self, room: Rect, height: float = np.inf) -> list[WorkedStep]:
        """The steps that are told one by one, with their numbers."""
        run = self.run
        steps = run.memory.worked(min(self.worked, len(run)))
        return steps_within(run.cost, steps, self.theme, (room.width, height), run.digits)

    def _laid(self, formulas: VGroup, room: Rect, leading: float) -> Rect:
        """Stand formulas and the lines with numbers below one another; return the room of the lines."""
        stacked(formulas, room, leading)
        top = room.top - sum(formula.height + leading for formula in formulas)
        if self.takes_turns:  # with the rule, which is the last of them
            top += formulas[-1].height + leading
        for line in self.lines:
            line.move_to(np.array([room.left + line.width / 2, top - line.height / 2, 0]))
        return room if self.takes_turns else room.inset(top=room.top - top)
