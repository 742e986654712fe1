"""Labels step aside by themselves."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenes.kit.screen import Rect
from scenes.kit.space.aside import NEAREST, aside

AREA = Rect(-3.0, 3.0, -3.0, 3.0)
RADIUS = 0.13
inside = st.floats(-2.9, 2.9)


def distances(points):
    return [np.linalg.norm(np.subtract(one, other)) for one, other in combinations(points, 2)]


def test_alone_a_label_stands_where_it_is_wanted():
    np.testing.assert_allclose(aside([[1, 1]], [[0, -1]], [], AREA), [[1, 1 - NEAREST]])


@given(st.lists(st.tuples(inside, inside), min_size=2, max_size=6), st.floats(0, 6.3), st.floats(0, 1))
def test_labels_never_touch_however_close_their_points_are(points, angle, spread):
    points = spread * np.array(points)
    toward = np.tile([np.cos(angle), np.sin(angle)], (len(points), 1))
    balls = np.column_stack([points, np.full(len(points), 0.14)])
    labels = aside(points, toward, balls, AREA, RADIUS)
    assert min(distances(labels)) >= 2 * RADIUS - 1e-9
    for x, y, reach in balls:
        assert np.linalg.norm(labels - [x, y], axis=1).min() >= reach + RADIUS - 1e-9


@pytest.mark.parametrize("corner", [(-3, -3), (3, -3), (3, 3), (-3, 3)])
def test_a_label_in_a_corner_stays_inside(corner):
    (label,) = aside([corner], [np.sign(corner) / np.sqrt(2)], [], AREA, RADIUS)
    assert np.abs(label).max() <= 3 - RADIUS


def test_where_nothing_is_clear_a_label_is_put_away():
    labels = aside(
        [[0, 0], [2, 2]], [[1, 0], [1, 0]], [[0.5, 0, 4.0], [2, 2, 0.1]], Rect(-9, 9, -9, 9), RADIUS
    )
    assert np.isnan(labels).all()
    assert np.isfinite(aside([[2, 2]], [[1, 0]], [[2, 2, 0.1]], AREA, RADIUS)).all()
