"""What one descent on a curve is drawn with: the plot and what is written of it, which all go with a step."""

from collections.abc import Callable
from types import ModuleType

import numpy as np
from manim import VGroup

from gdmath.display.numerals import number
from scenes.kit.curve.lens import AxisLens, can_be_enlarged, on_screen
from scenes.kit.curve.parts import StepParts, Tried
from scenes.kit.curve.view import CurveView
from scenes.kit.curve.writing import Writing, room_of_plot
from scenes.kit.glyphs import variable
from scenes.kit.readouts import memory_texts, step_texts, theta_texts
from scenes.kit.screen import Rect, Screen
from scenes.kit.theme import Theme
from scenes.runs.curve_run import CurveRun

SAMPLES = 300  # steps whose numbers stand for all: the first ones, and some of all
LENS = (0.85, 1.25)  # what the lens takes below the axis, at least and at most
LEAST_PLOT = 1.4  # the height of a plot that has room for a lens below
LENS_BELOW = 0.3  # a first step shorter than this on the screen is shown through a lens


class CurveStage:
    """The mobjects of one run: the plot, and beside or below it what is written.

    `worked`: how many steps are told one by one; where they are short, a lens on the axis shows them.
    `go_to(step)` puts everything to a step, which may lie between two.
    """

    def __init__(self, run: CurveRun, screen: Screen, theme: Theme, words: ModuleType, worked: int) -> None:
        self.run, self.theme, self.words, self.worked = run, theme, words, worked
        self.ahead = 0.0
        self.remembered = run.memory.of
        self.writing = Writing(run, screen, theme, words, worked, self._samples())
        self.readouts, self.panel, self.panel_stands = self.writing.readouts, self.writing.panel, True
        self.parts = [StepParts(theme, *each) for each in run.parts(worked)]
        self.tried = [Tried(theme, thetas) for thetas in run.tried(worked)]
        self._lay_plot(self.writing.plot)

    def _samples(self) -> list[tuple[str, ...]]:
        """All texts of the readouts, or of many steps some."""
        run, last = self.run, len(self.run)
        steps = np.union1d(np.arange(min(SAMPLES, last + 1)), np.linspace(0, last, SAMPLES).astype(int))
        samples = [self._texts(step) for step in steps.tolist()]
        if run.needs_other_side(self.worked):
            samples.append(self._texts_beside(run.valley.other_side))
        return samples

    def _lay_plot(self, room: Rect) -> None:
        run, theme = self.run, self.theme
        frame = run.frames[0]
        self.area = area = room_of_plot(run, room)
        self.lens: AxisLens | None = None
        short = len(run) > 0 and on_screen(run.theta(1) - run.theta(0), frame, area) < LENS_BELOW
        roomy = area.height - self._lens_height >= LEAST_PLOT
        enlarged = short and roomy and can_be_enlarged(run.lens_window(self.worked), frame, area)
        self.is_invisible = short and not enlarged
        if enlarged:
            area = area.inset(bottom=self._lens_height)
        names = variable(run.cost.variables[0].name), variable("C")
        self.view = CurveView(run.cost, area, frame, theme, run.minima, names)
        if enlarged:
            self.lens = AxisLens(self.view.axes, *run.lens_window(self.worked), self.area.bottom, theme)

    @property
    def _lens_height(self) -> float:
        return float(np.clip(0.25 * self.area.height, *LENS))

    @property
    def arrows(self) -> VGroup:
        """The arrow of a step, in the plot and in the lens."""
        lens = [self.lens.arrow] if self.lens is not None else []
        return VGroup(self.view.arrow, *lens, *self.parts, *self.tried)

    def take_apart(self, step: int, alpha: float) -> None:
        """Draw the parts of a step, by this gradient and by those before, as far as alpha."""
        self.parts[step].grow(self._place, self.run.theta(step), alpha)

    def search(self, step: int, alpha: float) -> None:
        """Draw where the search for a step's length looked, as far as alpha."""
        self.tried[step].reveal(self._place, self._axis, alpha)

    def searches_beyond(self, step: int) -> bool:
        """Whether a search looked where the axis does not reach."""
        return self.tried[step].leaves(self._place, self._axis)

    @property
    def _place(self) -> Callable[[float], np.ndarray]:
        """Where a theta is on the axis on which steps are drawn."""
        return self.view.on_axis if self.lens is None else self.lens.place

    @property
    def _axis(self) -> Rect:
        """How far the axis reaches on which steps are drawn."""
        return self.view.axes.area if self.lens is None else self.lens.area

    @property
    def moving(self) -> VGroup:
        """All that a step moves."""
        panel = self.panel.moving if self.panel_stands else ()
        parts = [*self.view.moving, *panel, *self.readouts]
        if self.run.rescales:
            parts = [self.view.axes, self.view.curve, self.view.minimum_marks, *parts]
        if self.lens is not None:
            parts += [self.lens.arrow, self.lens.foot]
        return VGroup(*parts)

    def go_to(self, step: float) -> None:
        """Draw everything as it is at a step, on the way from one to the next where it lies between."""
        run, view = self.run, self.view
        whole = min(int(step), len(run))
        view.theta, view.visited = run.at(step), run.thetas[: whole + 1]
        frame = run.frame_at(max(step, self.ahead))
        if frame == view.axes.frame:
            view.visit(view.visited)
            view.stand_at(view.theta)
        else:
            view.fit(frame)
        view.leap(run.jump(step))
        self.panel.reach(whole if view.theta == run.theta(whole) else step)
        self.read(step)
        if self.lens is not None and step <= self.worked:
            self.lens.foot.at(self.lens.place(view.theta))

    def stand_beside(self, theta: float) -> None:
        """Draw the ball and its numbers at a theta that is none of the run's."""
        self.view.visit(())
        self.view.leap(None)
        self.view.stand_at(theta)
        self.readouts.write(self._texts_beside(theta))

    def look_ahead(self, step: float) -> None:
        """Let the window hold what a time-lapse has reached, if that step is drawn or not."""
        self.ahead = step

    def walk(self, step: int, alpha: float) -> None:
        """Draw everything at a share of a step, with the arrow of what is left of it."""
        self.go_to(step + alpha)
        self.point(self.view.theta, self.run.theta(step + 1))

    def point(self, start: float, end: float) -> None:
        """Draw the arrow from one theta to another; none where they are the same."""
        left, right, _, _ = self.view.axes.area
        ends = np.array([self.view.on_axis(start), self.view.on_axis(end)])
        ends[:, 0] = np.clip(ends[:, 0], left, right)
        self.view.arrow.span(*ends)
        if self.lens is not None:
            self.lens.arrow.span(self.lens.place(start), self.lens.place(end))

    def put_arrows_away(self) -> None:
        """Take the arrow of a step out of the picture."""
        for arrow in [each for group in self.arrows for each in group.get_family() if len(each.points)]:
            arrow.points = np.zeros((0, 3))

    def read(self, step: float) -> None:
        """Show the step, theta, the cost and its slope."""
        self.readouts.write(self._texts(min(int(step), len(self.run))))

    def _texts(self, step: int) -> tuple[str, ...]:
        return (
            *step_texts(self.words, self.run, step),
            f"{variable('C')}′ = {number(self.run.slope(step))}",
            *memory_texts(self.run, self.remembered, step),
        )

    def _texts_beside(self, theta: float) -> tuple[str, ...]:
        value, slope = self.run.cost.value_and_gradient([theta])
        return (
            "",
            *theta_texts(self.run, theta, float(value)),
            f"{variable('C')}′ = {number(float(slope[0]))}",
        )

    def widen(self, alpha: float) -> None:
        """Give a share of the room of the lens, which has gone, to the plot."""
        axes = self.view.axes
        axes.area = self.area.inset(bottom=(1 - alpha) * self._lens_height)
        self.view.fit(axes.frame)
