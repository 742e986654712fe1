"""The corners that contour lines are drawn with."""

import numpy as np
import pytest

from scenes.relief.contours import corners


def test_a_circle_needs_as_many_corners_as_its_sagitta_says():
    turn = np.linspace(0, 2 * np.pi, 1001)
    kept = corners(np.column_stack([np.cos(turn), np.sin(turn)]), np.array([0]), 1e-3)
    fewest = np.pi / np.arccos(1 - 1e-3)  # chords whose sagitta is the tolerance
    assert fewest <= kept.sum() - 1 <= 2 * fewest


@pytest.mark.parametrize("tolerance", [1e-4, 1e-2])
def test_no_point_is_further_from_the_pieces_than_was_allowed(tolerance):
    x = np.linspace(0, 3, 700)
    lines = [np.column_stack([x, np.sin(5 * x) * x]), np.column_stack([x[:50], -x[:50]])]
    points, starts = np.concatenate(lines), np.array([0, len(x)])
    kept = corners(points, starts, tolerance)
    assert kept[starts].all()
    assert kept[[len(x) - 1, -1]].all()
    assert kept[len(x) :].sum() == 2  # the second is straight
    at = np.interp(x, x[kept[: len(x)]], lines[0][kept[: len(x)], 1])
    steepest = np.sqrt(1 + (np.gradient(lines[0][:, 1], x) ** 2).max())
    assert np.abs(at - lines[0][:, 1]).max() <= tolerance * steepest
