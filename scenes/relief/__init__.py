"""Surfaces for any Manim scene: sheets z = f(x, y), with what lies on them, that hide what is behind them.

from scenes.relief import AxesBox, HeightField, HeightScene, SurfacePath
"""

from scenes.relief.axes_box import AxesBox
from scenes.relief.ball import DropLine, SurfacePoint
from scenes.relief.camera import HeightCamera
from scenes.relief.contours import ContourLines
from scenes.relief.field import HeightField
from scenes.relief.path import FloorShadow, SurfacePath
from scenes.relief.plot_box import PlotBox
from scenes.relief.scene import HeightScene

__all__ = [
    "AxesBox",
    "ContourLines",
    "DropLine",
    "FloorShadow",
    "HeightCamera",
    "HeightField",
    "HeightScene",
    "PlotBox",
    "SurfacePath",
    "SurfacePoint",
]
