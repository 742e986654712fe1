"""Outlines are drawn as Manim's own cameras draw them."""

import cairo
import manim
import numpy as np
from manim import tempconfig

from scenes.kit.camera import FlatCamera
from scenes.relief.outline_path import trace_outline

SIZE = {"pixel_width": 480, "pixel_height": 270, "frame_rate": 15}


def test_shapes_look_as_manim_draws_them():
    shapes = [
        manim.Annulus(0.5, 1.0, fill_opacity=0.7, stroke_width=3).shift(manim.LEFT * 4),
        manim.Arc(1.0, 0.3, 2.5, stroke_width=12),
        manim.Star(stroke_width=9).shift(manim.RIGHT * 3),
        manim.VGroup(manim.Square(), manim.Circle()).shift(manim.DOWN * 2),
        manim.VMobject(stroke_width=6).set_points_as_corners([[-6, 3, 0], [-5, 2, 0], [-6, 2, 0]]),
        manim.DashedLine(manim.UP * 3, manim.UP * 3 + manim.RIGHT * 5),
    ]
    with tempconfig(SIZE):
        ours, theirs = FlatCamera(), manim.Camera()
    for camera in (ours, theirs):
        camera.capture_mobjects(shapes)
    assert (ours.pixel_array == theirs.pixel_array).all()
    assert theirs.pixel_array[..., :3].any()


def test_nothing_is_traced_of_no_points():
    context = cairo.Context(cairo.ImageSurface(cairo.FORMAT_ARGB32, 4, 4))
    trace_outline(context, np.zeros((3, 3)))
    assert not list(context.copy_path())
