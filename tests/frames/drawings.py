"""What each control picture shows: every mobject of kit and relief by its name, and every story."""

from functools import cache

import numpy as np

from gdmath import Cost
from gdmath.display.geometry import Frame
from scenes.kit.axes import Axes
from scenes.kit.charts.cost_chart import CostChart
from scenes.kit.charts.cost_line import CostLine
from scenes.kit.charts.plane_map import PlaneMap
from scenes.kit.charts.plane_runs import PlaneRuns
from scenes.kit.charts.rates_stage import CurvePlot
from scenes.kit.charts.ruler import Band, RateRuler
from scenes.kit.cost_panel import CostPanel
from scenes.kit.curve.hop import Hop
from scenes.kit.curve.lens import AxisLens
from scenes.kit.curve.level_places import LevelPlaces
from scenes.kit.curve.parts import StepParts, Tried
from scenes.kit.curve.swarm import Swarm
from scenes.kit.curve.view import CurveView
from scenes.kit.models.data_plot import DataPlot
from scenes.kit.models.knob import Barometer, Knob
from scenes.kit.screen import Rect
from scenes.kit.shapes import Dots, EdgeMarks, Polyline, Rings, StepArrow
from scenes.kit.space.ground import line_colors
from scenes.kit.space.map_inset import MapInset
from scenes.kit.theme import DARK
from scenes.parameters import LearningRateParameters, SurfaceParameters, WaveParameters
from scenes.relief import (
    AxesBox,
    ContourLines,
    DropLine,
    FloorShadow,
    HeightField,
    PlotBox,
    SurfacePath,
    SurfacePoint,
)
from scenes.relief.leaps import EdgeArrows, Leaps
from scenes.runs.curve_run import CurveRun
from scenes.runs.plane import Plane
from scenes.runs.planning import holding_its_runs, planned
from scenes.runs.rates import Rates
from scenes.runs.surface_run import SurfaceRuns
from scenes.studio.registry import STORIES
from scenes.words import en
from tests.frames.drawings_of_basins import BASINS
from tests.frames.drawings_of_contests import CONTESTS
from tests.frames.pictures import flat, in_space, of_story

AREA = Rect(-4.8, 4.8, -3.4, 3.4)
INNER = Rect(-3.5, 4.2, -2.4, 2.8)
FRAME = Frame(-3.0, 3.0, 0.0, 9.0)
K = np.arange(31.0)
SHORT = {"cost": "x**4 - 3*x**2 + x", "steps": 15}
TOLD = {  # of stories that take long as they are by default
    "tangent": {"start": 2.0, "learning_rate": 0.05, **SHORT},
    "wave": {"starts": (2.0, -2.0), "learning_rate": 0.05, "theme": "light", **SHORT},
    "surface": {"cost": "x**2 + x*y + 2*y**2", "starts": ((1.0, 1.0),)},
    "linked": {"cost": "x**4 + y**2 - x*y"},
    "basins": {"grid": 48},
}


def spiral(turns=1.0, count=30, size=2.0):
    t = np.linspace(0, 1, count)
    around = 2 * np.pi * turns * t
    return size * (1 - t)[:, None] * np.column_stack([np.cos(around), np.sin(around)])


def axes():
    return Axes(INNER, FRAME, DARK, names=("x", "C"))


@cache
def plane():
    return Plane.of(Cost.parse("x**2 + 3*y**2 + sin(3*x)"), ((-2, 2), (-2, 2)), 81)


def cost_line():
    on, line = axes(), CostLine(8 * 0.9**K * (1.2 + np.cos(2 * K)) / 2.2, DARK.cost, width=6.0)
    on.fit(Frame(0.0, 30.0, 0.0, 9.0))
    line.reach(30, on)
    return [on, line]


def cost_chart():
    drawn = CostChart(
        [9 * 0.7**K, 9 * 0.9**K, 9 * 1.3**K], AREA, DARK, en, colors=DARK.series[:3], names=["a", "b", "c"]
    )
    drawn.reach(25)
    return [drawn]


def cost_panel():
    panel = CostPanel(9 * 0.9**K * (1 + 0.3 * np.cos(3 * K)), AREA, DARK, en)
    panel.reach(30)
    return [panel]


def data_plot():
    x = np.linspace(0, 9, 12)
    plot = DataPlot(
        np.column_stack([x, 2 + 0.7 * x + np.sin(5 * x)]), Frame(0, 10, 0, 10), AREA, DARK, ("x", "y")
    )
    plot.draw_model(2 + 0.7 * plot.samples)
    plot.draw_errors(2 + 0.7 * x)
    return [plot, plot.model, plot.errors]


def knob():
    drawn = Knob([0.0, 0.0], 3.0, DARK)
    drawn.turn(0.8)
    return [drawn]


def barometer():
    drawn = Barometer(Rect(-1, 1, -3, 3), DARK)
    drawn.rise(1.0)
    return [drawn]


def plane_runs():
    on = PlaneMap(plane(), AREA, DARK, ("x", "y"))
    runs = PlaneRuns(
        on, [spiral(2.0), np.array([[1.5, 1], [-1.5, 0.7], [1.4, -0.5], [5, 0]])], DARK.series[1:3], DARK
    )
    runs.reach(30)
    return [on, runs]


def curve_plot():
    return [CurvePlot(Rates.of(LearningRateParameters()), AREA, DARK, (4, 3))]


def ruler():
    drawn = RateRuler(Rect(-4.8, 4.8, -0.8, 0.9), (0.0, 1.2, False), DARK, [0.1, 0.9], DARK.series[1:3])
    bands = drawn.lay_bands([Band(0.5, "a", "a", 0.5), Band(1.0, "b", "b", 0.22)], "c")
    drawn.point_at(0.7)
    return [drawn, bands, *drawn.marks]


def hop():
    return [axes(), Hop(DARK).span([[-2.5, 2.0]], [[2.5, -1.0]], INNER)]


def lens():
    on = axes()
    return [on, AxisLens(on, 1.0, 1.1, INNER.bottom + 2.0, DARK)]


def step_parts():
    on, parts = axes(), StepParts(DARK, -1.5, -2.0)
    parts.grow(lambda theta: on.place([theta, 3.0]), 2.0, 1.0)
    return [on, parts]


def tried():
    on, rings = axes(), Tried(DARK, np.array([2.5, 1.0, 0.0, -0.5]))
    rings.reveal(lambda theta: on.place([theta, 3.0]), INNER, 1.0)
    return [on, rings]


def swarm():
    told = holding_its_runs(planned(WaveParameters(starts=(3.0, 0.5, -4.0), learning_rate=0.3), count=3))
    runs = [CurveRun(told, number, told.wide) for number in range(3)]
    above, below = AREA.rows(1.0, 1.0, gap=0.8)
    view = CurveView(runs[0].cost, above.inset(left=0.8), told.wide.frame, DARK)
    slopes = Axes(below.inset(left=0.8, bottom=0.5), Frame(*told.wide.box[0], -1.2, 1.2), DARK)
    drawn = Swarm(runs, view, slopes, DARK)
    drawn.go_to(4)
    return [view.standing, slopes, drawn]


def level_places():
    told = planned(WaveParameters(cost="max(0, abs(x) - 1)**2 + sin(3*x)*max(0, x - 1)"), 1)
    run = CurveRun(told, 0, told.wide)
    above, below = AREA.rows(1.0, 1.0, gap=0.8)
    view = CurveView(run.cost, above.inset(left=0.8), told.wide.frame, DARK)
    slopes = Axes(below.inset(left=0.8, bottom=0.5), Frame(*told.wide.box[0], -5, 5), DARK)
    return [view.standing, slopes, LevelPlaces(run, view, slopes, DARK)]


def map_inset():
    asked = SurfaceParameters(cost="x**2 + 2*y**2", starts=((0.9, 0.8),), learning_rate=0.1)
    told = SurfaceRuns.of(asked, count=1)
    box = PlotBox(*told.window.box, z_range=told.window.heights)
    field = HeightField(lambda x, y: x**2 + 2 * y**2, box=box, resolution=(24, 24))
    inset = MapInset(field, told, AREA, DARK, line_colors(DARK))
    inset.reach(6)
    return [inset]


BOX = PlotBox((-1, 1), (-1, 1), (-1, 1))


def hills(x, y):
    return np.sin(3 * x) * np.cos(3 * y)


def field():
    return HeightField(hills, box=BOX, resolution=(32, 32))


def edge_marks():
    marks = EdgeMarks(color=DARK.point, size=0.8)
    marks.toward([[9, 0], [-9, 9], [0, -9], [1, 1]], INNER)
    return [axes(), marks]


FLAT = {
    "Axes": lambda: [axes()],
    "Barometer": barometer,
    **BASINS,
    **CONTESTS,
    "CostChart": cost_chart,
    "CostLine": cost_line,
    "CostPanel": cost_panel,
    "CurvePlot": curve_plot,
    "DataPlot": data_plot,
    "Dots": lambda: [Dots(color=DARK.point, radius=0.4, rim=DARK.cost).at(spiral(size=3, count=9))],
    "EdgeMarks": edge_marks,
    "Hop": hop,
    "AxisLens": lens,
    "Knob": knob,
    "LevelPlaces": level_places,
    "MapInset": map_inset,
    "PlaneMap": lambda: [PlaneMap(plane(), AREA, DARK, ("x", "y")).mark([[0.4, 0.0]])],
    "PlaneRuns": plane_runs,
    "Polyline": lambda: [Polyline(color=DARK.cost, width=8.0).through(spiral(2.0, 80, 3.4))],
    "RateRuler": ruler,
    "Rings": lambda: [Rings(color=DARK.optimum, radius=0.5).at(spiral(size=3, count=7))],
    "StepArrow": lambda: [StepArrow(color=DARK.step, thickness=0.3, head=1.0).span([-3, -2], [3, 2])],
    "StepParts": step_parts,
    "Swarm": swarm,
    "Tried": tried,
}


def _space():
    on = field()
    point = SurfacePoint(on, (0.4, -0.5), radius=0.25)
    path = SurfacePath(on, spiral(1.3, size=0.9), width=9.0)
    leap = np.array([-0.8, -0.5]), np.array([0.8, 0.2]), 1.0
    return {
        "AxesBox": [AxesBox(BOX)],
        "ContourLines": [ContourLines(on, 7, width=4.0)],
        "DropLine": [point, DropLine(point, width=9.0)],
        "EdgeArrows": [on.flat(), EdgeArrows(on, color=DARK.point, width=12.0).toward([[0, 3], [3, -0.5]])],
        "FloorShadow": [path, FloorShadow(path, width=8.0)],
        "HeightField": [on],
        "Leaps": [
            on,
            Leaps(on, color=DARK.step, width=10.0).over([leap]),
        ],
        "SurfacePath": [on, path],
        "SurfacePoint": [on, point],
    }


SPACE = (
    "AxesBox",
    "ContourLines",
    "DropLine",
    "EdgeArrows",
    "FloorShadow",
    "HeightField",
    "Leaps",
    "SurfacePath",
    "SurfacePoint",
)
NAMES = (*FLAT, *SPACE, *(f"story {name}" for name in STORIES))


def drawn(name):
    """The picture (h, w, 3) of a mobject, by its class's name, or of a story."""
    if name.startswith("story "):
        story = name.removeprefix("story ")
        return of_story(story, TOLD.get(story, {}))
    return in_space(*_space()[name]) if name in SPACE else flat(*FLAT[name]())
