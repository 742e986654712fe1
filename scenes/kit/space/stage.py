"""What stands in space in stories of surfaces: the sheet, the map on its floor, balls, trails and shadows."""

from collections.abc import Sequence

import numpy as np
from manim import VGroup, VMobject

from gdmath.arrays import Floats
from gdmath.cost import Cost
from scenes.kit.glyphs import SMALL, Labels, Number, decimal_sign
from scenes.kit.screen import Rect
from scenes.kit.shapes import Dots, Rings
from scenes.kit.space.aside import aside
from scenes.kit.theme import Theme
from scenes.relief.axes_box import AxesBox
from scenes.relief.ball import DropLine, SurfacePoint
from scenes.relief.camera import HeightCamera
from scenes.relief.colormaps import VIRIDIS
from scenes.relief.contours import ContourLines
from scenes.relief.field import HeightField
from scenes.relief.path import FloorShadow, SurfacePath
from scenes.relief.plot_box import PlotBox
from scenes.relief.sight import best_view, in_sight
from scenes.relief.spatial import Spatial
from scenes.relief.viewpoint import Viewpoint, fitted
from scenes.runs.surface_run import SurfaceRuns

RADIUS = 0.13  # of a ball, in scene units
NORTH_UP, USUAL = -90.0, -60.0  # turns around the upright axis, in degrees
TURNS = 25  # at which it is looked whether all that is seen has room
EDGE = 0.03  # for what lies between two of them
HIDDEN = 0.3  # how much is left of a label whose ball is behind a hill
DISC, SHAFT = 0.14, 0.08  # what a ball and an arrow take of the map, in frame units from their middles
ALONG = np.linspace(0.3, 1.1, 6)  # an arrow, in frame units from its ball
HALF_DIGIT = 0.11
FINE = 64  # faces along a side; twice as many where that leaves corners
CORNER = 0.01  # of the box's height: how far the middle of a face may be off the sheet
MAP_COLORS = VIRIDIS[4:]  # lines on a dark ground: the darkest colours of the map would not be seen


class SurfaceStage:
    """The mobjects of one cost and its runs, in a box of `size` scene units, for one camera.

    The camera looks at the map from above, and at all else, as near as the rectangle `hero` has room for.
    `go_to(step)` puts every ball, trail, shadow and label to a step, which may lie between two.
    """

    def __init__(
        self,
        descents: SurfaceRuns,
        theme: Theme,
        eye: HeightCamera,
        hero: Rect,
        size: tuple[float, float, float] = (4.6, 4.6, 1.6),
        floor_drop: float = 1.1,
    ) -> None:
        self.descents, self.eye, self.hero = descents, eye, hero
        window = descents.window
        self.box = PlotBox(
            window.box[0],
            window.box[1],
            window.heights,
            size=size,
            center=(0.0, 0.0, floor_drop / 2),
            floor_drop=floor_drop,
            log_height=window.log_height,
        )
        self._lay_sheet(theme)
        self.from_above = fitted(self.axes, eye.projection(), hero, 0.0, [NORTH_UP])
        self.map_view = fitted(self.axes.flatten(), eye.projection(), hero, 0.0, [NORTH_UP])
        eye.look_from(self.map_view)
        self._lay_runs(theme)
        self._lay_marks(theme)

    @property
    def spatial(self) -> list[Spatial]:
        """All that stands in space during the descent."""
        return [
            self.axes,
            self.map_lines,
            self.field,
            *self.shadows,
            *self.paths,
            *self.balls,
            self.drop,
        ]

    @property
    def leader(self) -> int:
        """The number of the run whose cost is shown at its ball: the one with most steps."""
        return int(np.argmax([len(run) for run in self.descents.runs]))

    def go_to(self, step: float) -> None:
        """Show every run up to a step."""
        for number, (path, ball) in enumerate(zip(self.paths, self.balls, strict=True)):
            path.set_progress(step)
            ball.set_theta(self.descents.at(number, step))

    def side_view(
        self, steps: Sequence[float], turned: Sequence[float], tilts: Sequence[float], headroom: float = 0.0
    ) -> Viewpoint:
        """Return the view, with the first of `tilts` that will do, from which the balls are seen best.

        That is: when they are at `steps` and the camera has turned on by `turned`, in degrees. Above the
        picture `headroom` frame units stay free, for labels of balls on the highest hills.
        """
        runs = range(len(self.descents.runs))
        feet = [self.field.place([self.descents.at(number, step) for number in runs]) for step in steps]
        tilt, turn = best_view(self.field, np.array(feet), turned, tilts=tilts, usual=USUAL, radius=RADIUS)
        turns = turn + np.linspace(0.0, max(turned), TURNS)
        room = self.hero.inset(EDGE, top=headroom + EDGE)
        return fitted(self.axes.copy().rise(), self.eye.projection(), room, tilt, turns.tolist())

    def on_screen(self, theta: Floats) -> Floats:
        """Return where a point of the map is on the frame now, (2,)."""
        return self.eye.frame_point(self.box.on_floor(np.asarray(theta)[:2]))[:2]

    def downhill(self, number: int) -> Floats:
        """Return the unit vector of a run's first step on the frame, (2,); zero if it takes none."""
        run = self.descents.runs[number]
        if not len(run):
            return np.zeros(2)
        here = self.on_screen(run.thetas[0])
        step = run.learning_rates[0] * run.directions[0]
        width = np.ptp([self.box.x_range, self.box.y_range], axis=1)
        there = self.on_screen(run.thetas[0] + 1e-3 * step / max(float(np.abs(step / width).max()), 1e-300))
        length = float(np.linalg.norm(there - here))
        return (there - here) / length if length > 0 else np.zeros(2)

    def _lay_sheet(self, theme: Theme) -> None:
        """The sheet, the map on the floor, and the axes."""
        descents = self.descents
        faces = FINE if _is_smooth(descents.cost, self.box, FINE) else 2 * FINE
        dark = theme.name == "dark"
        self.field = HeightField(
            _heights(descents.cost),
            box=self.box,
            resolution=(faces, faces),
            line_every=faces // 16,
            line_color=theme.background if not dark else "#ffffff",
        )
        self.flat = self.field.flat()
        height = "log C" if descents.window.log_height else "C"
        self.axes = AxesBox(
            self.box,
            (*descents.names, height),
            color=theme.muted,
            text_color=theme.text,
            font_size=SMALL,
            decimal=decimal_sign(),
        )
        self.map_colors = MAP_COLORS if dark else VIRIDIS[:13]
        self.map_lines = ContourLines(self.field, 13, colors=self.map_colors, width=2.2)

    def _lay_runs(self, theme: Theme) -> None:
        """Trails, shadows and balls, with their numbers and the line that drops from the leading one."""
        descents, casing = self.descents, theme.background
        self.paths = [
            SurfacePath(self.field, descents.shown(k), color=theme.point, width=5.0, casing=casing)
            for k in range(len(descents.runs))
        ]
        self.shadows = [FloorShadow(path, color=theme.point, width=3.5, opacity=0.85) for path in self.paths]
        self.balls = [
            SurfacePoint(self.field, path.thetas[0], radius=RADIUS, color=theme.point, casing=casing)
            for path in self.paths
        ]
        self.drop = DropLine(self.balls[self.leader], color=theme.text)
        self.drop_label = Number(color=theme.text, align="center")
        self.drop_label.set_stroke(theme.background, width=5.0, background=True)
        self._pin(self.drop_label, self.balls[self.leader], (0.0, 0.75))
        self.names = VGroup()
        if len(descents.runs) > 1:
            for number, ball in enumerate(self.balls, 1):
                name = Number(str(number), color=theme.text)
                name.set_stroke(theme.background, width=5.0, background=True)
                side = 0.3 * (number - (len(self.balls) + 1) / 2)  # side by side where balls meet
                self._pin(name, ball, (side, 0.4))
                self.names.add(name)

    def _pin(self, label: VMobject, ball: SurfacePoint, offset: tuple[float, float]) -> None:
        """Let a label stay at a ball, and stand back while a hill hides the ball."""

        def strength() -> float:
            seen = in_sight(self.field, ball.foot, self.eye.projection().eye, RADIUS)[0]
            return HIDDEN + (1 - HIDDEN) * float(np.nan_to_num(seen))

        self.eye.pin(label, lambda: ball.foot, offset, strength)

    def _lay_marks(self, theme: Theme) -> None:
        """What lies flat on the map, seen from above."""
        descents = self.descents
        starts = [self.on_screen(run.thetas[0]) for run in descents.runs]
        ends = [self.on_screen(descents.at(k, len(run))) for k, run in enumerate(descents.runs)]
        self.map_balls = Dots(color=theme.point, radius=0.12, rim=theme.background).at(starts)
        self.end_balls = Dots(color=theme.point, radius=0.12, rim=theme.background).at(self._inside(ends))
        self.start_marks = Rings(color=theme.point, radius=0.09).at(starts)
        self.map_names = Labels(color=theme.text)
        if len(starts) > 1:
            places = zip(self._beside(starts, ends), range(1, len(starts) + 1), strict=True)
            self.map_names.write([(str(k), x, y - HALF_DIGIT, "center") for (x, y), k in places])

    def _beside(self, starts: list[Floats], ends: list[Floats]) -> Floats:
        """Where the balls' numbers stand: on the side that the step does not go to, and out of the way."""
        steps = np.array([self.downhill(number) for number in range(len(starts))])
        away = np.where(steps.any(axis=1, keepdims=True), -steps, [0.0, 1.0])
        arrows = [start + share * step for start, step in zip(starts, steps, strict=True) for share in ALONG]
        balls = [(x, y, DISC) for x, y in [*starts, *self._inside(ends)]]
        return aside(starts, away, [*balls, *((x, y, SHAFT) for x, y in arrows)], self._map())

    def _map(self) -> Rect:
        """The map on the frame, seen from above."""
        (left, bottom), (right, top) = map(self.on_screen, np.transpose([self.box.x_range, self.box.y_range]))
        return Rect(left, right, bottom, top)

    def _inside(self, places: list[Floats]) -> list[Floats]:
        left, right, bottom, top = self._map().inset(-0.1)
        return [place for place in places if left <= place[0] <= right and bottom <= place[1] <= top]


def _is_smooth(cost: Cost, box: PlotBox, faces: int) -> bool:
    """Return whether a lattice of so many faces along a side is nowhere far from the sheet."""
    x, y = (np.linspace(*ends, 2 * faces + 1) for ends in (box.x_range, box.y_range))
    with np.errstate(invalid="ignore"):
        z = box.height_share(cost.value(np.stack(np.meshgrid(x, y, indexing="ij"), axis=-1)))
        z[(z < 0) | (z > 1)] = np.nan  # cut off
        corners = (z[:-2:2, :-2:2] + z[2::2, :-2:2] + z[:-2:2, 2::2] + z[2::2, 2::2]) / 4
        off = np.abs(z[1::2, 1::2] - corners)
    return not (off > CORNER).any()


def _heights(cost: Cost):
    return lambda x, y: cost.value(np.stack([x, y], axis=-1))
