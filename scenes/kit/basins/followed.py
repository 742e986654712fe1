"""One run on a map, with its numbers, that takes the colour of where it ends."""

from types import ModuleType

from manim import VGroup

from gdmath.display.numerals import readable
from gdmath.trajectory import Trajectory
from scenes.kit.charts.plane_map import PlaneMap
from scenes.kit.charts.plane_runs import PlaneRuns
from scenes.kit.glyphs import Number, variable
from scenes.kit.screen import Rect
from scenes.kit.shapes import Dots
from scenes.kit.theme import Theme

ROW, BASELINE = 0.46, 0.3  # from one number to the next, and from the top to the first one's baseline
RADIUS = 0.12


class FollowedRun(VGroup):
    """The path of a run on a map up to a step, and the step, theta and the cost there in a place."""

    def __init__(
        self, run: Trajectory, plane_map: PlaneMap, place: Rect, theme: Theme, words: ModuleType
    ) -> None:
        self.run, self.place, self.theme, self.words = run, place, theme, words
        self.track = PlaneRuns(plane_map, [run.thetas], [theme.point], theme)
        self.rows = VGroup(*(Number(color=theme.text) for _ in range(len(run.cost.variables) + 2)))
        self.starts = plane_map.place(run.thetas[:1])
        super().__init__(self.track, self.rows)
        self.reach(0.0)

    def reach(self, step: float) -> None:
        """Draw the run up to a step, and write the numbers of the last whole one."""
        run, place, whole = self.run, self.place, int(step)
        self.track.reach(step)
        names = [*(variable(symbol.name) for symbol in run.cost.variables), variable("C")]
        numbers = [*run.thetas[whole].tolist(), float(run.values[whole])]
        texts = [f"{name} = {readable(x)}" for name, x in zip(names, numbers, strict=True)]
        for k, (row, text) in enumerate(zip(self.rows, [self.words.step_label(whole), *texts], strict=True)):
            row.write(text, (place.left, place.top - BASELINE - k * ROW))

    def color_by_end(self, color: str) -> Dots:
        """Take the colour of where the run ends; return the start in it."""
        self.track.paths[0].set_stroke(color)
        self.track.balls[0].set_fill(color)
        return Dots(color=color, radius=RADIUS, rim=self.theme.background).at(self.starts)

    def start(self) -> Dots:
        """Return the ball at the start."""
        return Dots(color=self.theme.point, radius=RADIUS, rim=self.theme.background).at(self.starts)
