"""What stands is laid down again, and whatever changes is drawn anew: each frame is as a fresh camera's."""

from collections.abc import Callable

import numpy as np
import pytest
from manim import Rectangle

from scenes.relief.axes_box import AxesBox
from scenes.relief.ball import DropLine, SurfacePoint
from scenes.relief.camera import HeightCamera
from scenes.relief.contours import ContourLines
from scenes.relief.field import HeightField
from scenes.relief.paint import sheets
from scenes.relief.paint.sheets import SheetPainter
from scenes.relief.path import SurfacePath


def hills(x, y):
    return np.sin(5 * x) * np.cos(5 * y) / 5


class Scenery:
    def __init__(self):
        self.field = HeightField(hills, resolution=(16, 16))
        self.other = HeightField(lambda x, y: -hills(x, y), resolution=(16, 16))
        self.glass = HeightField(lambda x, y: 0 * x, resolution=(4, 4), opacity=0.4)
        self.ball = SurfacePoint(self.field, (0.2, 0.1))
        self.path = SurfacePath(self.field, np.linspace((0.7, 0.4), (-0.8, -0.9), 12))
        self.axes = AxesBox(self.field.box)
        self.lines = ContourLines(self.field, [0.0, 0.1])
        self.shown = [self.field, self.axes, self.lines, self.path, self.ball, DropLine(self.ball)]
        self.ground = Rectangle(width=9, height=5, fill_opacity=1)
        self.camera = camera()

    def drawn(self, eye):
        eye.reset()
        eye.capture_mobjects([self.ground, *self.shown])
        return eye.pixel_array.copy()


def camera():
    eye = HeightCamera(pixel_width=240, pixel_height=136, background_color="#101418")
    eye.set_phi(1.0)
    eye.set_theta(-1.0)
    return eye


CHANGES: dict[str, Callable[[Scenery], object]] = {
    "nothing": lambda s: None,
    "the camera's turn": lambda s: s.camera.set_theta(-0.99),
    "its zoom": lambda s: s.camera.set_zoom(0.9),
    "its shift": lambda s: setattr(s.camera, "shift", (0.1, 0.0)),
    "the ball": lambda s: s.ball.set_theta((0.25, 0.1)),
    "the ball's opacity": lambda s: s.ball.set_opacity(0.5),
    "the path's tip": lambda s: s.path.set_progress(5.5),
    "a sheet's place": lambda s: s.field.shift([0.2, 0.0, 0.1]),
    "a sheet's height": lambda s: s.field.points.__imul__([1, 1, 1.2]),
    "a sheet's colour": lambda s: s.field.set_color("#ff0000"),
    "a sheet's opacity": lambda s: s.field.set_opacity(0.6),
    "a sheet's skin": lambda s: s.field.interpolate(s.field.copy(), s.other, 0.3),
    "its mesh lines": lambda s: setattr(s.field, "line_opacity", 0.9),
    "the part that is there": lambda s: s.field.pointwise_become_partial(s.field.copy(), 0.0, 0.6),
    "another sheet": lambda s: s.shown.append(s.other),
    "a sheet of glass": lambda s: s.shown.append(s.glass),
    "the sheet gone": lambda s: s.shown.remove(s.field),
    "the axes' opacity": lambda s: s.axes.fade(0.5),
    "the axes' height": lambda s: s.axes.flatten(),
    "the lines gone": lambda s: s.shown.remove(s.lines),
    "the flat ground": lambda s: s.ground.shift([0.3, 0.0, 0.0]),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_frame_is_the_same_as_if_it_were_the_first(change):
    scenery = Scenery()
    for _ in range(2):
        scenery.drawn(scenery.camera)
    before = scenery.drawn(scenery.camera)
    CHANGES[change](scenery)
    now = [scenery.drawn(scenery.camera) for _ in range(2)]
    fresh = camera()
    fresh.look_from(scenery.camera.view)
    expected = scenery.drawn(fresh)
    assert (now[0] == expected).all()
    assert (now[1] == expected).all()
    assert (now[0] == before).all() == (change == "nothing")


def test_what_stands_is_not_painted_twice_nor_a_sheet_under_a_ball_that_moves(monkeypatch):
    counts = {"paint": 0, "sheet": 0}
    paint, convert = SheetPainter.paint, sheets.scan_convert

    def counted(name, call):
        def counting(*given):
            counts[name] += 1
            return call(*given)

        return counting

    monkeypatch.setattr(SheetPainter, "paint", counted("paint", paint))
    monkeypatch.setattr(sheets, "scan_convert", counted("sheet", convert))
    scenery = Scenery()
    for _ in range(3):
        scenery.drawn(scenery.camera)
    assert counts == {"paint": 1, "sheet": 1}
    scenery.ball.set_theta((0.3, 0.1))
    scenery.drawn(scenery.camera)
    assert counts == {"paint": 2, "sheet": 1}
    scenery.camera.set_theta(-0.9)
    scenery.drawn(scenery.camera)
    assert counts == {"paint": 3, "sheet": 2}
