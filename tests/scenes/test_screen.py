"""Rectangles hold together, and screens of every shape have room for what must stand on them."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from manim import tempconfig

from scenes.kit.screen import Rect, Screen
from scenes.studio.film.quality import QUALITIES, SHAPES, quality

SIZES = st.floats(0.01, 100)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("letter", QUALITIES)
def test_a_capital_is_as_many_pixels_of_the_short_side_in_every_shape(shape: str, letter: str) -> None:
    size = quality(letter, shape=shape)
    screen = Screen.of(size.width, size.height)
    assert size.width % 2 == size.height % 2 == 0
    assert min(screen.width, screen.height) == pytest.approx(8)
    across, up = SHAPES[shape]
    assert size.width / size.height == pytest.approx(across / up, rel=0.003)
    assert screen.captions.top == screen.stage.bottom
    assert screen.stage.bottom - screen.frame.bottom >= 0.15 * screen.height - 1e-9
    assert 0.8 <= screen.captions.height <= 1.5
    assert screen.safe.left - screen.frame.left == pytest.approx(0.05 * screen.width)
    assert screen.is_tall == (shape == "9:16")


def test_the_current_screen_gives_manim_its_frame() -> None:
    with tempconfig({"pixel_width": 1080, "pixel_height": 1920}):
        from manim import config

        screen = Screen.current()
        assert (config.frame_width, config.frame_height) == (screen.width, screen.height)
        assert config.frame_width == pytest.approx(8)


@given(st.lists(SIZES, min_size=1, max_size=5), st.floats(0, 0.1))
def test_columns_and_rows_fill_the_whole(shares: list[float], gap: float) -> None:
    whole = Rect(-3.0, 4.0, -1.0, 2.0)
    columns, rows = whole.columns(*shares, gap=gap), whole.rows(*shares, gap=gap)
    assert columns[0].left == whole.left
    assert rows[0].top == whole.top
    assert columns[-1].right == pytest.approx(whole.right)
    assert rows[-1].bottom == pytest.approx(whole.bottom)
    for one, other in pairwise(columns):
        assert other.left - one.right == pytest.approx(gap)
    for column, share in zip(columns, shares, strict=True):
        assert column.width * sum(shares) == pytest.approx(
            share * (whole.width - gap * (len(shares) - 1)), abs=1e-9
        )


@pytest.mark.parametrize(
    "too_much", [lambda rect: rect.inset(3), lambda rect: rect.stack([2, 2]), lambda rect: rect.inset(left=9)]
)
def test_what_has_no_room_is_refused(too_much) -> None:
    with pytest.raises(ValueError, match="no room"):
        too_much(Rect(0, 4, 0, 3))
