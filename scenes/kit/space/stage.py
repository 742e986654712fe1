"""What stands in space in stories of surfaces: the sheet, the map on its floor, balls, trails and shadows."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from gdmath.arrays import Floats
from gdmath.cost import Cost
from scenes.kit.glyphs import SMALL, decimal_sign
from scenes.kit.screen import Rect
from scenes.kit.space.ground import levels_that_fit, line_colors, sides
from scenes.kit.space.names import Names
from scenes.kit.theme import Theme
from scenes.relief.axes_box import AxesBox
from scenes.relief.ball import DropLine, SurfacePoint
from scenes.relief.camera import HeightCamera
from scenes.relief.contours import ContourLines
from scenes.relief.field import HeightField
from scenes.relief.leaps import EdgeArrows, Leaps
from scenes.relief.path import FloorShadow, SurfacePath
from scenes.relief.plot_box import PlotBox
from scenes.relief.sight import best_view
from scenes.relief.spatial import Spatial
from scenes.relief.viewpoint import Viewpoint, fitted
from scenes.runs.surface_run import SurfaceRuns

HEIGHT, DROP = 1.6, 0.8  # of the sheet, and from its lowest place to the floor, in scene units
RADIUS, LEAST_RADIUS = 0.13, 0.08  # of a ball, in scene units
SHORT = 0.2  # of the shortest path: no ball is larger
NORTH_UP, USUAL = -90.0, -60.0  # turns around the upright axis, in degrees
SWING = 32.0  # how far the camera turns in a story, in degrees
TILTS = (58.0, 52.0, 46.0)  # from above: as low as it can be with the descents in sight
AROUND = (-12.0, -6.0, 0.0, 6.0, 12.0)  # how far the middle of the turn may be off the widest view
TURNS = 13  # at which it is looked whether all that is seen has room
EDGE = 0.03  # for what lies between two of them
SHADOW, THIN = (
    {"width": 3.5, "opacity": 0.85},
    {"width": 1.8, "opacity": 0.5},
)  # thin where it goes to and fro
FINE = 64  # faces along a side; twice as many where that leaves corners
CORNER = 0.01  # of the box's height: how far the middle of a face may be off the sheet


class SurfaceStage:
    """The mobjects of one cost and its runs, in a box for one camera.

    The camera looks at the map from above, and at all else, as near as the rectangle `hero` has room for.
    `go_to(step)` puts every ball, trail, shadow and label to a step, which may lie between two.
    """

    def __init__(self, descents: SurfaceRuns, theme: Theme, eye: HeightCamera, hero: Rect) -> None:
        self.descents, self.eye, self.hero = descents, eye, hero
        window = descents.window
        self.box = PlotBox(
            window.box[0],
            window.box[1],
            window.heights,
            size=(*sides(window.box), HEIGHT),
            center=(0.0, 0.0, DROP / 2),
            floor_drop=DROP,
            log_height=window.log_height,
        )
        self._lay_sheet(theme)
        self.from_above = fitted(self.axes, eye.projection(), hero, 0.0, [NORTH_UP])
        self.map_view = fitted(self.axes.flatten(), eye.projection(), hero, 0.0, [NORTH_UP])
        eye.look_from(self.map_view)
        self._lay_map(theme)
        self._lay_runs(theme)

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
            self.leaps,
            self.beyond,
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
        runs = range(len(self.balls))
        leaps = [self.descents.leap(number, step) for number in runs]
        self.leaps.over([leap for leap in leaps if leap is not None])
        self.beyond.toward([self.descents.at(number, step) for number in runs])

    def side_view(self, steps: Sequence[float], shares: Sequence[float], headroom: float = 0.0) -> Viewpoint:
        """Return the view from which the balls are seen best while the camera turns on by SWING degrees.

        That is: when they are at `steps`, and the camera has made these shares of its turn. The box is seen
        from about where it is widest. Above the picture `headroom` frame units stay free, for labels of balls
        on the highest hills. The labels of balls then stand where they are clear of each other.
        """
        feet = self._feet(steps)
        turned = SWING * np.asarray(shares, float)
        wide = float(np.degrees(np.arctan2(*self.box.size[:2])))
        middles = np.array([-wide, wide, 180 - wide, wide - 180])
        turns = np.ravel(middles[:, None] + AROUND) - SWING / 2
        tilt, turn = best_view(
            self.field,
            feet,
            turned.tolist(),
            tilts=TILTS,
            usual=USUAL,
            radius=self.radius,
            turns=turns.tolist(),
        )
        room = self.hero.inset(EDGE, top=headroom + EDGE)
        around = turn + np.linspace(0.0, SWING, TURNS)
        view = fitted(self.axes.copy().rise(), self.eye.projection(), room, tilt, around.tolist())
        self.names.settle(feet, [view._replace(turn=turn + more) for more in turned.tolist()])
        return view

    def on_screen(self, theta: ArrayLike) -> Floats:
        """Return where points (..., 2) of the map are on the frame now, (..., 2)."""
        places = self.box.on_floor(np.asarray(theta, float)[..., :2])
        projection = self.eye.projection()
        pixels, _ = projection.project(places.reshape(-1, 3))
        middle = np.array([projection.width, projection.height]) / 2
        frame = (pixels - middle) * [1.0, -1.0] / projection.unit
        return frame.reshape(*places.shape[:-1], 2)

    @property
    def equal_scales(self) -> bool:
        """Whether a unit is as long along both axes of the map."""
        unit = np.ptp([self.box.x_range, self.box.y_range], axis=1) / self.box.size[:2]
        return bool(abs(unit[0] / unit[1] - 1) < 0.01)

    @property
    def map_area(self) -> Rect:
        """The map on the frame, seen from above."""
        corners = np.transpose([self.box.x_range, self.box.y_range])
        (left, bottom), (right, top) = self.on_screen(corners).tolist()
        return Rect(left, right, bottom, top)

    def _feet(self, steps: Sequence[float]) -> Floats:
        """Where the balls touch the sheet at each of the steps, (n, k, 3)."""
        runs = range(len(self.descents.runs))
        return np.array(
            [self.field.place([self.descents.at(number, step) for number in runs]) for step in steps]
        )

    def _lay_sheet(self, theme: Theme) -> None:
        """The sheet and the axes."""
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
        self.axes = AxesBox(
            self.box,
            (*descents.names, "C"),
            color=theme.muted,
            text_color=theme.text,
            font_size=SMALL,
            decimal=decimal_sign(),
        )

    def _lay_map(self, theme: Theme) -> None:
        """The contour lines on the floor."""
        area = self.map_area
        self.map_colors = line_colors(theme)
        count = levels_that_fit(self.field, area.width, area.height)
        self.map_lines = ContourLines(self.field, count, colors=self.map_colors, width=2.2)

    def _lay_runs(self, theme: Theme) -> None:
        """Trails, shadows and balls, with their numbers and the line that drops from the leading one."""
        descents, casing = self.descents, theme.background
        shortest = float(np.min(self.box.size[:2])) * descents.shortest
        self.radius = float(np.clip(SHORT * shortest, LEAST_RADIUS, RADIUS))
        self.paths = [
            SurfacePath(
                self.field,
                descents.shown(k),
                color=theme.point,
                width=5.0,
                casing=casing,
                leaps=descents.leaps(k),
            )
            for k in range(len(descents.runs))
        ]
        self.shadows = [
            FloorShadow(path, color=theme.point, **(THIN if path.leaps.any() else SHADOW))
            for path in self.paths
        ]
        self.leaps = Leaps(self.field, color=theme.step)
        self.beyond = EdgeArrows(self.field, color=theme.point)
        self.balls = [
            SurfacePoint(self.field, path.thetas[0], radius=self.radius, color=theme.point, casing=casing)
            for path in self.paths
        ]
        self.drop = DropLine(self.balls[self.leader], color=theme.text)
        self.names = Names(self.field, self.balls, self.leader, self.axes, self.eye, theme, self.hero)


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
