"""Triangles and thin lines as pixels: every pixel once, in the right order, as strong as it is covered."""

import numpy as np
import pytest

from scenes.relief.paint.rasterizer import TEXELS, DepthImage, Faces, scan_convert
from scenes.relief.paint.thin_lines import ThinLines, paint_thin_lines


def converted(corners, width, height, texels=None):
    """Scan-convert triangles given by their corners (t, 3, 2)."""
    texels = np.zeros_like(corners) if texels is None else texels
    return scan_convert(faces(corners), (texels[..., 0].T, texels[..., 1].T), width, height)


def faces(corners):
    return Faces(corners[..., 0].T, corners[..., 1].T)


def test_a_triangle_covers_exactly_the_pixels_whose_centres_it_contains():
    corners = np.array([[[2.0, 1.0], [12.0, 3.0], [5.0, 11.0]]])
    found = converted(corners, 16, 12)
    x, y = np.meshgrid(np.arange(16) + 0.5, np.arange(12) + 0.5)
    inside = np.ones_like(x, bool)
    for (ax, ay), (bx, by) in zip(corners[0], np.roll(corners[0], -1, axis=0), strict=True):
        inside &= (bx - ax) * (y - ay) - (by - ay) * (x - ax) >= 0
    assert set(found.pixel.tolist()) == set(np.flatnonzero(inside.ravel()).tolist())


def test_triangles_that_share_an_edge_leave_no_pixel_out_and_take_none_twice():
    rng = np.random.default_rng(3)
    for _ in range(50):
        a, b, c, d = rng.uniform(0, 40, (4, 2))
        around = np.array([[a, b, c], [a, c, d]])
        turns = [np.linalg.det(np.column_stack([t[1] - t[0], t[2] - t[0]])) for t in around]
        if turns[0] * turns[1] <= 0:
            continue
        found = converted(around, 40, 40)
        assert len(set(found.pixel.tolist())) == len(found.pixel)


def test_textures_run_straight_across_a_triangle():
    corners = np.array([[[0.0, 0.0], [64.0, 0.0], [0.0, 64.0]]])
    texels = corners * 8 + 0.5
    found = converted(corners, 64, 64, texels)
    row, column = found.pixel // 64, found.pixel % 64
    assert np.abs(found.texel // TEXELS - (column + 0.5) * 8).max() <= 1
    assert np.abs(found.texel % TEXELS - (row + 0.5) * 8).max() <= 1


def test_what_is_out_of_the_picture_is_left_out():
    corners = np.array([[[-50.0, -50.0], [200.0, 10.0], [10.0, 200.0]]])
    found = converted(corners, 30, 20)
    assert found.pixel.min() >= 0
    assert found.pixel.max() < 600
    assert len(converted(corners + 1000, 30, 20).pixel) == 0


def test_the_nearer_of_two_sheets_is_in_front_whatever_the_order():
    corners = np.array([[[0.0, 0.0], [20.0, 0.0], [0.0, 20.0]]])
    found = converted(corners, 20, 20)
    for first, second, front in ((0.1, 0.2, 1), (0.2, 0.1, 0)):
        image = DepthImage(20, 20)
        image.add(found, faces(corners).planes(np.full((3, 1), first)))
        image.add(found, faces(corners).planes(np.full((3, 1), second)))
        assert set(image.front(found.pixel).tolist()) == {front}


def test_what_was_drawn_before_is_forgotten_however_long_ago():
    corners = np.array([[[0.0, 0.0], [20.0, 0.0], [0.0, 20.0]]])
    found = converted(corners, 20, 20)
    image = DepthImage(20, 20)
    for _ in range(3):
        image.first = 2**31 - 2**24  # the last number but those of one frame
        image.add(found, faces(corners).planes(np.full((3, 1), 0.1)))
        assert (image.front(found.pixel) == 0).all()
        image.clear(20, 20)
        assert image.first < 2**31 - 2**24
        assert (image.front(np.arange(400)) < 0).all()


def thin_line(x, y, width, opacity=1.0):
    """The levels of a white line between two points on a black picture of 24 x 16 pixels."""
    pixels = np.full(24 * 16, 0xFF000000, np.uint32)
    ends = (np.array(x)[:, None], np.array(y)[:, None], np.full((2, 1), 0.1))
    white = np.array([0xFFFFFFFF], np.uint32)
    paint_thin_lines(pixels, DepthImage(24, 16), ThinLines(*ends, white, width, opacity))
    return pixels.view(np.uint8).reshape(16, 24, 4)[..., 0] / 255


def test_a_thin_line_covers_its_share_of_each_pixel():
    level = thin_line([4.0, 20.0], [8.0, 8.0], 1.5)
    assert np.allclose(level[7:9, 4:20], 0.75, atol=0.01)
    assert level.sum() == pytest.approx(16 * 1.5, rel=0.01)
    upright = thin_line([8.25, 8.25], [2.0, 14.0], 1.0, opacity=0.5)
    assert np.allclose(upright[2:14, 7:9], [[0.125, 0.375]], atol=0.01)


@pytest.mark.parametrize("angle", [0.1, 0.5, 0.785, 1.2, 2.5, 4.0])
def test_a_thin_line_is_as_strong_at_every_angle(angle):
    ends = np.array([12, 8]) + 6 * np.array([[1], [-1]]) * [np.cos(angle), np.sin(angle)]
    assert thin_line(*ends.T, 1.2).sum() == pytest.approx(12 * 1.2, rel=0.12)  # its ends are whole pixels


def test_thin_lines_of_one_colour_are_no_stronger_where_they_cross():
    pixels = np.full(24 * 16, 0xFF000000, np.uint32)
    x, y = np.array([[4.0, 12.0], [20.0, 12.0]]), np.array([[8.0, 2.0], [8.0, 14.0]])
    white = np.array([0xFFFFFFFF], np.uint32)
    lines = ThinLines(x, y, np.full((2, 2), 0.1), white, 2.0, 0.4)
    paint_thin_lines(pixels, DepthImage(24, 16), lines)
    assert (pixels & 0xFF).max() == round(0.4 * 255)


def test_thin_lines_out_of_the_picture_or_behind_the_eye_are_left_out():
    level = thin_line([-50.0, 60.0], [-40.0, -30.0], 1.5)
    assert level.max() == 0
    assert thin_line([-50.0, 60.0], [8.0, 8.0], 1.0).sum() == pytest.approx(24, rel=0.01)
    assert thin_line([np.nan, 5.0], [8.0, 8.0], 1.0).max() == 0
