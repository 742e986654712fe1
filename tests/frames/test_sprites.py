"""What stands still is drawn once, and looks as if it were drawn in every frame."""

from typing import Any

import manim
import numpy as np
import pytest
from manim import tempconfig

from scenes.kit.camera import FlatCamera
from scenes.kit.lettering import Words
from scenes.relief import sprites


class Counting(FlatCamera):
    """Counts the outlines that are drawn."""

    drawn = 0

    def apply_fill(self, ctx: Any, vmobject: manim.VMobject) -> Any:
        Counting.drawn += 1
        return super().apply_fill(ctx, vmobject)


def frames(count: int, change: Any = None) -> list[np.ndarray]:
    """The frames of a moving dot below words and a translucent circle that stand still, unless changed."""
    with tempconfig({"pixel_width": 320, "pixel_height": 180}):
        camera = Counting()
        words = Words("Still standing here", size=60, color="#ffffff")
        circle = manim.Circle(radius=2, fill_opacity=0.3, stroke_width=9, stroke_opacity=0.7)
        circle.points = np.concatenate([circle.points] * 3)
        dot, seen = manim.Dot(radius=0.5), []
        Counting.drawn = 0
        for number in range(count):
            dot.move_to([number - 2, 0, 0])
            if change:
                change(number, words, circle)
            camera.reset()
            camera.capture_mobjects([dot, circle, words])
            seen.append(camera.pixel_array.copy())
        return seen


CHANGES = {
    "nothing": None,
    "colour": lambda number, words, circle: circle.set_fill("#ff0000" if number > 2 else "#00ff00"),
    "opacity": lambda number, words, circle: circle.set_stroke(opacity=0.2 * number),
    "width": lambda number, words, circle: circle.set_stroke(width=2.0 + number // 2),
    "place": lambda number, words, circle: words.shift([0.2 if number == 3 else 0.0, 0, 0]),
    "off the frame": lambda number, words, circle: circle.move_to([6 + number // 2, 0, 0]),
}


@pytest.mark.parametrize("name", CHANGES)
def test_pictures_look_like_what_they_stand_for(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = frames(6, CHANGES[name])
    monkeypatch.setattr(sprites, "FEW", 10**9)
    for laid, drawn in zip(kept, frames(6, CHANGES[name]), strict=True):
        assert np.abs(laid.astype(int) - drawn.astype(int)).max() <= 2


def test_what_stands_still_is_drawn_no_more() -> None:
    frames(3)
    before = Counting.drawn
    frames(9)
    assert Counting.drawn == before + 6  # the dot, in six more frames
