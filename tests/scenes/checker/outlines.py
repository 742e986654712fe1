"""Where things are on the frame, told from their outlines."""

from collections.abc import Iterable
from typing import Any

import numpy as np
from manim import Rectangle, VMobject

from scenes.kit.glyphs import Labels, Number
from scenes.kit.shapes import Dots, StepArrow


def is_seen(mobject: VMobject) -> bool:
    """Whether some of a mobject itself is drawn strongly enough to be seen."""
    if not len(mobject.points):
        return False
    strengths = mobject.get_fill_opacity(), mobject.get_stroke_opacity() * (mobject.get_stroke_width() > 0)
    return max(strengths) > 0.3


def seen(scene: Any) -> list[VMobject]:
    """All outlines that are on the screen, and not under a sheet that covers the stage."""
    shapes = [m for m in scene.get_mobject_family_members() if isinstance(m, VMobject) and is_seen(m)]
    covers = [k for k, shape in enumerate(shapes) if _covers(shape, scene.screen)]
    return shapes[covers[-1] + 1 :] if covers else shapes


def _covers(shape: VMobject, screen: Any) -> bool:
    if not isinstance(shape, Rectangle) or shape.get_fill_opacity() < 0.2:
        return False
    low, high = box_of(shape)
    return bool((high - low >= [0.9 * screen.stage.width, 0.9 * screen.stage.height]).all())


def centers(dots: Dots) -> np.ndarray:
    """The middles (n, 2) of discs."""
    rings = dots.points.reshape(-1, 16, 3)[:, :, :2]
    return (rings.min(axis=1) + rings.max(axis=1)) / 2


def span(arrow: StepArrow) -> tuple[np.ndarray, np.ndarray]:
    """The tail and the tip (2,) of an arrow."""
    corners = arrow.points[::4, :2]
    return (corners[0] + corners[6]) / 2, corners[3]


def text_boxes(mobject: VMobject) -> list[np.ndarray]:
    """The corners (2, 2) of every piece of a text."""
    if isinstance(mobject, Labels):
        return [box[:, :2] for box in mobject.boxes]
    parts = [part.points for part in mobject.get_family() if len(part.points)]
    if not parts:
        return []
    points = np.concatenate(parts)[:, :2]
    return [np.stack([points.min(axis=0), points.max(axis=0)])]


def box_of(mobject: VMobject) -> np.ndarray:
    """The corners (2, 2) of an outline's own points."""
    points = mobject.points[:, :2]
    return np.stack([points.min(axis=0), points.max(axis=0)])


def depth(one: np.ndarray, other: np.ndarray) -> float:
    """How deep two boxes reach into each other, in frame units."""
    return float((np.minimum(one[1], other[1]) - np.maximum(one[0], other[0])).min())


def numbers_on(shapes: Iterable[VMobject]) -> list[str]:
    """The texts of all changing numbers among outlines."""
    return [m.text for m in shapes if isinstance(m, Number) and m.text]
