"""What lies flat on the map when it is seen from above: shading, minima, starts and ends, and arrows."""

import numpy as np
from manim import VGroup

from gdmath.arrays import Floats
from scenes.kit.glyphs import Labels
from scenes.kit.shapes import Dots, Polyline, Rings, StepArrow
from scenes.kit.space.aside import aside
from scenes.kit.space.ground import shading
from scenes.kit.space.stage import SurfaceStage
from scenes.kit.theme import Theme
from scenes.relief.colormaps import VIRIDIS

DISC, SHAFT = 0.14, 0.08  # what a ball and an arrow take of the map, in frame units from their middles
ALONG = np.linspace(0.3, 1.1, 6)  # an arrow, in frame units from its ball
HALF_DIGIT = 0.11
LONGEST = 1.1  # of an arrow, in frame units
SHORT_OF = 0.9  # of the way to where the cost turns, at most
SAMPLES = 200


class FlatMap:
    """The flat mobjects of a stage, whose camera must look from above when this is made."""

    def __init__(self, stage: SurfaceStage, theme: Theme) -> None:
        self.stage, self.descents, self.theme = stage, stage.descents, theme
        descents, background = self.descents, theme.background
        size = float(stage.radius * stage.map_view.zoom)
        self.area = stage.map_area
        self.shading = shading(stage.field, stage.map_lines.levels, VIRIDIS, stage.on_screen)
        self.minima = Rings(color=theme.optimum, radius=0.15).at(stage.on_screen(descents.minima))
        self.curves = VGroup(
            *(
                Polyline(color=theme.optimum, width=5.0).through(stage.on_screen(curve))
                for curve in descents.curves
            )
        )
        self.starts = stage.on_screen([run.thetas[0] for run in descents.runs])
        ends = stage.on_screen([descents.at(k, len(run)) for k, run in enumerate(descents.runs)])
        self.ends = ends[np.all(np.abs(ends - self.area.center[:2]) <= self._half() + 0.1, axis=1)]
        self.balls = Dots(color=theme.point, radius=size, rim=background).at(self.starts)
        self.end_balls = Dots(color=theme.point, radius=size, rim=background).at(self.ends)
        self.start_marks = Rings(color=theme.point, radius=0.7 * size).at(self.starts)
        self.names = Labels(color=theme.text)
        self._write_names()

    @property
    def marks(self) -> VGroup:
        """The minima, points and curves."""
        return VGroup(self.minima, self.curves)

    def downhill(self, number: int) -> Floats:
        """Return the unit vector of a run's first step on the frame, (2,); zero if it takes none."""
        run = self.descents.runs[number]
        return self._way(number, run.learning_rates[0] * run.directions[0] if len(run) else np.zeros(2))

    def uphill(self, number: int) -> Floats:
        """Return the unit vector of the gradient at a run's start on the frame, (2,); zero where level."""
        return self._way(number, self.descents.runs[number].gradients[0])

    def step_length(self, number: int) -> float:
        """Return how long a run's first step is on the map, in frame units; 0 if it takes none."""
        shown = self.descents.shown(number)
        if len(shown) < 2:
            return 0.0
        return float(np.linalg.norm(np.subtract(*self.stage.on_screen(shown[:2]))))

    def room_along(self, number: int, way: Floats) -> float:
        """Return how far an arrow along `way` may reach: on the map, and not as far as the cost turns.

        In frame units, at most LONGEST.
        """
        reach = np.linspace(0.0, LONGEST, SAMPLES)
        places = self.starts[number] + reach[:, None] * way
        values = self.descents.cost.value(self._thetas(places))
        rises = np.diff(values)
        on = np.isfinite(values) & np.all(np.abs(places - self.area.center[:2]) <= self._half(), axis=1)
        goes_on = on[1:] & (rises * np.sign(rises[0]) > 0)
        last = int(np.argmin(goes_on)) if not goes_on.all() else len(rises)
        return float(reach[last]) * (1.0 if goes_on.all() else SHORT_OF)

    def arrow(self, number: int, *, uphill: bool) -> tuple[Floats, Floats]:
        """Return from where to where a run's arrow goes on the frame: the gradient's, or the first step's.

        The step is drawn longer than it is where that is possible without pointing past the valley.
        """
        way = self.uphill(number) if uphill else self.downhill(number)
        length = self.room_along(number, way)
        if not uphill:
            length = max(length, self.step_length(number))
        return self.starts[number], self.starts[number] + length * way

    def enlarged(self, number: int) -> float:
        """Return how many times as long as the first step of a run its arrow is."""
        start, end = self.arrow(number, uphill=False)
        length = self.step_length(number)
        return float(np.linalg.norm(end - start)) / length if length > 0 else 1.0

    def arrows(self, *, uphill: bool) -> VGroup:
        """Return an arrow for each run."""
        theme = self.theme
        return VGroup(
            *(StepArrow(color=theme.gradient if uphill else theme.step) for _ in self.descents.runs)
        )

    def _way(self, number: int, direction: Floats) -> Floats:
        """The unit vector on the frame of a direction at a run's start."""
        stage, start = self.stage, self.descents.runs[number].thetas[0]
        width = np.ptp([stage.box.x_range, stage.box.y_range], axis=1)
        size = float(np.abs(direction / width).max())
        if not 0 < size < np.inf:
            return np.zeros(2)
        # Halfway across the map, so that no digit of start is lost.
        here, there = stage.on_screen([start, start + 0.5 * direction / size])
        length = float(np.linalg.norm(there - here))
        return (there - here) / length if length > 0 else np.zeros(2)

    def _thetas(self, places: Floats) -> Floats:
        """Return the data coordinates (n, 2) of places on the frame."""
        left, right, bottom, top = self.area
        share = (places - [left, bottom]) / [right - left, top - bottom]
        low, high = np.transpose([self.stage.box.x_range, self.stage.box.y_range])
        return low + share * (high - low)

    def _half(self) -> Floats:
        return np.array([self.area.width, self.area.height]) / 2

    def _write_names(self) -> None:
        """Number the starts: beside the arrows, and out of the way."""
        starts = self.starts
        if len(starts) < 2:
            return
        steps = np.array([self.downhill(number) for number in range(len(starts))])
        beside = np.stack([-steps[:, 1], steps[:, 0]], axis=1)
        away = np.where(steps.any(axis=1, keepdims=True), beside, [0.0, 1.0])
        ways = [*steps, *(self.uphill(number) for number in range(len(starts)))]
        arrows = [
            start + share * way
            for start, way in zip([*starts, *starts], ways, strict=True)
            for share in ALONG
        ]
        balls = [(x, y, DISC) for x, y in [*starts, *self.ends]]
        places = aside(starts, away, [*balls, *((x, y, SHAFT) for x, y in arrows)], self.area)
        self.names.write(
            [(str(k), x, y - HALF_DIGIT, "center") for k, (x, y) in enumerate(places, 1) if np.isfinite(x)]
        )
