"""What the derivative of a curve is drawn with: the curve above, its slopes below, on the same theta axis."""

import math
from types import ModuleType

import numpy as np
from manim import VGroup, VMobject

from gdmath.display.geometry import Frame
from gdmath.display.numerals import number
from gdmath.display.typeset import cost_typst, gradient_name_typst, gradient_typst, name_typst
from gdmath.views.windows import without_poles
from scenes.kit.axes import ABOVE_PLOT, Axes, clipped, plot_area
from scenes.kit.curve.view import CurveView
from scenes.kit.glyphs import variable
from scenes.kit.lettering import BODY, LARGE, Equation, first_that_fits
from scenes.kit.readouts import Readouts, memory_texts, step_texts
from scenes.kit.rule_lines import RuleInSymbols, role_colors
from scenes.kit.screen import Rect, Screen
from scenes.kit.shapes import Dots, EdgeMarks, Polyline
from scenes.kit.theme import Theme
from scenes.runs.curve_run import CurveRun
from scenes.runs.jumps import merged

COLUMN = 3.95  # how wide the formulas may be beside the plots
SWEPT = 60  # places on the axis whose slopes have room as numbers
SHARES = (1.3, 1.0)  # of the height, for the curve and its derivative
GAP, CLOSE = 0.35, 0.1
ROOM = 1.25  # the most that a formula beside a plot may be high
BALL = 0.16  # what of a ball stands above a plot
LOW, LOW_OF_TALL = 0.13, 0.2  # of the height, at most, is the rule's between the two plots
TITLE, NAME = 0.55, 0.3  # the height of a formula beside the name of an upright axis, and half of that


class SlopeStage:
    """The mobjects of one run and of the derivative, with a formula and numbers for each of the two plots.

    `go_to(step)` puts everything to a step, with the derivative at all places that the run has come over;
    `carry(theta)` puts the ball anywhere, and draws the derivative on the way. `names_gradient`: whether the
    derivative is too long to be written out in its place; `rule_stays`: whether the rule has a place of its
    own beside the numbers. Until `make_room`, the curve
    has the room of both plots where formulas stand beside them.
    """

    def __init__(self, run: CurveRun, screen: Screen, theme: Theme, words: ModuleType) -> None:
        self.run, self.theme, self.words = run, theme, words
        self.remembered = {} if screen.is_square else run.memory.of  # where there is room
        steps = np.unique(np.linspace(0, len(run), 200).astype(int)).tolist()
        samples = [self._texts(step) for step in steps]
        memory = (role_colors(theme)[name] for name in self.remembered)
        self.readouts = Readouts(samples, (theme.text, theme.point, theme.cost, *memory), screen.stage)
        frame = run.frames[0]
        swept = run.cost.gradient(np.linspace(frame.left, frame.right, SWEPT)[:, None])[:, 0]
        slopes = [[self._slope_text(slope)] for slope in [*map(run.slope, steps), *swept.tolist()]]
        self.slope_readout = Readouts(slopes, (theme.gradient,), screen.stage)
        self.rule_stays = True
        self.rule = RuleInSymbols(run.cost, run.plan.optimizer, theme, COLUMN)
        self.row: Rect | None = None  # of the numbers, where they stand between the plots
        stacked = screen.is_tall or screen.is_square
        upper, lower = self._lay_stacked(screen.stage) if stacked else self._lay_beside(screen.stage)
        self._lay_plots(upper, lower, between=self.readouts.height_taken + CLOSE if stacked else 0.0)
        self.make_room(0.0)

    def _lay_plots(self, upper: Rect, lower: Rect, between: float) -> None:
        """Lay both plots; `between` is how high the numbers are that stand between them, and move down."""
        run, theme = self.run, self.theme
        frame, below = run.frames[0], self._slopes_frame()
        name = variable(run.cost.variables[0].name)
        upper, lower = self._areas(upper, lower)
        self.area = upper
        self.whole = Rect(upper.left, upper.right, lower.bottom + between, upper.top)
        self.view = CurveView(run.cost, self.whole, frame, theme, run.minima, (name, variable("C")), (6, 3))
        self.slope_axes = Axes(lower, below, theme, counts=(6, 3), names=(name, f"{variable('C')}′"))
        self.zero = Polyline(color=theme.muted, width=2.0, opacity=0.8)
        if below.bottom < 0 < below.top:
            self.zero.through(self.slope_axes.place([[frame.left, 0.0], [frame.right, 0.0]]))
        self.derivative = Polyline(color=theme.gradient, width=5.0)
        self.bead = Dots(color=theme.gradient, radius=0.11, rim=theme.background)
        self.met = Dots(color=theme.gradient, radius=0.05)
        self.edge = EdgeMarks(color=theme.gradient)
        self.stem = Polyline(color=theme.gradient, width=3.0, opacity=0.9)
        self.traced: list[tuple[float, float]] = []  # parts of the axis over which it is drawn

    def _areas(self, *rooms: Rect) -> list[Rect]:
        """What of the rooms is left for the plots, whose axes are one below the other."""
        return [plot_area(room, [self.run.frames[0], self._slopes_frame()], 3) for room in rooms]

    def _lay_beside(self, stage: Rect) -> tuple[Rect, Rect]:
        """Put formulas and numbers to the right of the two plots; return the rooms of these."""
        lowest = SHARES[1] / sum(SHARES) * (stage.height - GAP)
        left = lowest - self.rule.height - self.slope_readout.height_taken - 2.5 * GAP
        self.rule_stays = left >= TITLE
        choices = zip(self._sources(), (ROOM, min(ROOM, left) if self.rule_stays else ROOM), strict=True)
        self.formulas = [self._formula(choice, COLUMN, room, LARGE) for choice, room in choices]
        widths = [formula.width for formula in (*self.formulas, self.rule)]
        width = max(*widths, *self.readouts.widths, *self.slope_readout.widths)
        plots, column = stage.columns(stage.width - width - GAP, width, gap=GAP)
        rooms = column.rows(*SHARES, gap=GAP)
        for formula, numbers, room in zip(
            self.formulas, (self.readouts, self.slope_readout), rooms, strict=True
        ):
            formula.move_to(np.array([room.left + formula.width / 2, room.top - formula.height / 2, 0]))
            numbers.lay(room.inset(top=formula.height + GAP))
        taken = self.formulas[1].height + self.slope_readout.height_taken + 2 * GAP
        self._put_rule(rooms[1].inset(top=taken if self.rule_stays else 0.0))
        upper, lower = plots.rows(*SHARES, gap=GAP)
        return upper, lower

    def _lay_stacked(self, stage: Rect) -> tuple[Rect, Rect]:
        """Put each formula beside the name of its upright axis, and the numbers between the two plots."""
        self.readouts.lay(stage)
        for most in (None, 2, 1):
            self.rule = RuleInSymbols(
                self.run.cost, self.run.plan.optimizer, self.theme, stage.width, low=True, most=most
            )
            if self.rule.height <= (LOW if stage.height < 1.2 * stage.width else LOW_OF_TALL) * stage.height:
                break
        height = self.readouts.height_taken + CLOSE + self.rule.height
        above = SHARES[0] / sum(SHARES) * (stage.height - height - 2 * CLOSE)
        upper, row, lower = stage.stack([above, height], CLOSE)
        self.row = row
        self.readouts.lay(row)
        self._put_rule(row.inset(top=height - self.rule.height))
        slope = lower.inset(left=lower.width - self.slope_readout.widths[0])
        self.slope_readout.lay(slope)
        left = self._areas(upper, lower)[0].left - stage.left + NAME
        titles = upper.inset(left=left), lower.inset(left=left, right=slope.width + GAP)
        self.formulas = []
        for title, choice in zip(titles, self._sources(), strict=True):
            formula = self._formula(choice, title.width, TITLE, BODY)
            formula.move_to(
                np.array([title.left + formula.width / 2, title.top - max(formula.height, 0.45) / 2, 0])
            )
            self.formulas.append(formula)
        taken = [max(0.0, formula.height + BALL - ABOVE_PLOT) for formula in self.formulas]
        return upper.inset(top=taken[0]), lower.inset(top=taken[1])

    def _put_rule(self, room: Rect) -> None:
        self.rule.move_to(np.array([room.left + self.rule.width / 2, room.top - self.rule.height / 2, 0]))

    def make_room(self, alpha: float) -> None:
        """Give a share of the room that the curve has alone to the derivative."""
        axes, begin, end = self.view.axes, np.array([*self.whole]), np.array([*self.area])
        axes.area = Rect(*(begin + alpha * (end - begin)).tolist())
        self.view.fit(axes.frame)
        if self.row is not None:
            down = self.area.bottom - axes.area.bottom
            self.readouts.lay(self.row.inset(top=down, bottom=-down, left=0.0, right=0.0))

    def _sources(self) -> tuple[tuple[tuple[str, ...], str], ...]:
        """How the cost and its derivative may be written, and in which colours."""
        cost = self.run.cost
        costs = cost_typst(cost), f"inline({cost_typst(cost)})", name_typst(cost)
        gradients = gradient_typst(cost), f"inline({gradient_typst(cost)})", gradient_name_typst(cost)
        return (costs, self.theme.cost), (gradients, self.theme.gradient)

    def _formula(
        self, choice: tuple[tuple[str, ...], str], width: float, height: float, size: float
    ) -> VMobject:
        """The first way to write it that has room."""
        sources, color = choice
        choices = [Equation(source, size=size, color=color, width=width) for source in sources]
        fitting = first_that_fits(([each] for each in choices), width=width, room=height, leading=0.0)[0]
        self.names_gradient = fitting is choices[-1]
        return fitting

    def _slopes_frame(self) -> Frame:
        """The frame of the derivative, without its poles."""
        run, frame = self.run, self.run.frames[0]
        slopes = run.cost.gradient(np.linspace(frame.left, frame.right, 1201)[:, None])[:, 0]
        low, high = without_poles(slopes[np.isfinite(slopes)])
        air = 0.12 * max(high - low, 1e-9)
        return Frame(frame.left, frame.right, low - air, high + air)

    def _texts(self, step: int) -> tuple[str, ...]:
        return *step_texts(self.words, self.run, step), *memory_texts(self.run, self.remembered, step)

    def _slope_text(self, slope: float) -> str:
        return self.words.slope_label(number(slope))

    @property
    def slopes(self) -> VGroup:
        """What is drawn of the slope: its stem, its bead and its number."""
        return VGroup(self.stem, self.bead, self.edge, self.slope_readout)

    @property
    def moving(self) -> VGroup:
        """All that a step moves."""
        return VGroup(self.derivative, self.met, *self.view.moving, *self.slopes, *self.readouts)

    def go_to(self, step: float) -> None:
        """Draw everything as it is at a step of the run, on the way to the next where it lies between."""
        run, axes = self.run, self.slope_axes
        whole = min(int(step), len(run))
        self.traced = [(low, high) for low, high in run.glided(step).tolist()]
        visited = np.stack([run.thetas, run.trajectory.gradients[:, 0]], axis=1)[: whole + 1]
        points = axes.place(visited)
        within = self.is_inside(points)
        self.met.at(points[within][np.unique(np.round(points[within] / 0.05), axis=0, return_index=True)[1]])
        self._stand_at(run.at(step))
        self.view.leap(run.jump(step))
        self.readouts.write(self._texts(whole))
        self.slope_readout.write([self._slope_text(run.slope(whole))])

    def is_inside(self, points: np.ndarray) -> np.ndarray:
        """Return which points (n, 2) of the screen are within the axes of the derivative."""
        left, right, bottom, top = self.slope_axes.area
        x, y = points[:, 0], points[:, 1]
        return np.asarray((left <= x) & (x <= right) & (bottom <= y) & (y <= top))

    def carry(self, theta: float) -> None:
        """Put the ball at theta, and draw the derivative on the way there from where it was."""
        before = self.view.theta
        self.traced.append((min(before, theta), max(before, theta)))
        self.view.hop.put_away()
        self._stand_at(theta)
        self.slope_readout.write(
            [self._slope_text(self._on_the_way(float(self.run.cost.gradient([theta])[0])))]
        )

    def _on_the_way(self, slope: float) -> float:
        """A slope of no step of the run, to as many decimals as the axis can show."""
        frame = self.slope_axes.frame
        decimals = 3 - math.floor(math.log10(frame.top - frame.bottom))
        return round(slope, decimals) + 0.0  # never minus zero

    def _stand_at(self, theta: float) -> None:
        view, axes, cost = self.view, self.slope_axes, self.run.cost
        view.stand_at(theta)
        self.derivative.through(self._derivative())
        place = axes.place([theta, float(cost.gradient([theta])[0])])
        self.bead.at(self.edge.toward(place, axes.area))
        bottom, top = axes.area.bottom, axes.area.top
        level, height = np.clip([axes.place([theta, 0.0])[1], place[1]], bottom, top)
        seen = axes.area.left <= place[0] <= axes.area.right
        self.stem.through([[place[0], level], [place[0], height]] if seen else [])

    def _derivative(self) -> np.ndarray:
        """The line of the derivative over all that was traced, (n, 2)."""
        axes, frame = self.slope_axes, self.slope_axes.frame
        lines = [np.full((1, 2), np.nan)]
        for low, high in merged(np.clip(np.reshape(self.traced, (-1, 2)), frame.left, frame.right)).tolist():
            grid = np.linspace(low, high, 2 + int(600 * (high - low) / (frame.right - frame.left)))
            slopes = self.run.cost.gradient(grid[:, None])[:, 0]
            lines += [clipped(axes.place(np.stack([grid, slopes], axis=1)), axes.area), lines[0]]
        return np.concatenate(lines)
