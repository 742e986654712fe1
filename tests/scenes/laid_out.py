"""Stories gone through without being drawn, to look at where their text stands."""

from dataclasses import replace
from functools import cache
from itertools import combinations

import numpy as np
from manim import tempconfig

from scenes.kit.glyphs import Labels
from scenes.relief.axes_box import AxesBox
from scenes.studio.film.quality import SHAPES

TOUCHING = 0.01  # how deep two boxes may reach into each other, in frame units
BEYOND = 0.02  # how far out of the safe frame text may be
PIXELS = 90  # along the shorter side


def go_through(story, told, shape, folder):
    """Return a scene of the story, told to its end in a shape; every text in it has been looked at."""
    across, up = SHAPES[shape]
    options = {
        "media_dir": str(folder),
        "dry_run": True,
        "disable_caching": True,
        "frame_rate": 1,
        "pixel_width": round(PIXELS * across / min(across, up)),
        "pixel_height": round(PIXELS * up / min(across, up)),
        "progress_bar": "none",
        "verbosity": "ERROR",
    }
    with tempconfig(options):
        facts = _prepared(story, replace(told, language="en", theme="dark", captions="picture"))
        scene = type("Told", (looked_at(story),), {"parameters": told})()
        vars(scene).update(facts, prepared=True)
        scene.render()
    return scene


def looked_at(story):
    """A subclass that draws nothing, and looks at the picture before each new beat and at the end."""

    class LookedAt(story):
        def setup(self):
            self.seen, self.sizes = 0, []
            self.camera.capture_mobjects = lambda *mobjects, **options: None
            super().setup()

        def beat(self, name, caption=None):
            if self._stopwatch is None:
                look(self)
            super().beat(name, caption)

        def tear_down(self):
            look(self)
            super().tear_down()

    return LookedAt


def look(scene):
    """Look at all text; count it, and keep how large (width, height) what stands in space is."""
    where = scene.beats[-1] if scene.beats else "the first frame"
    found = [(type(text).__name__, box) for text in scene.texts() for box in boxes(text)]
    for axes in scene.mobjects:
        if isinstance(axes, AxesBox):
            labels = label_boxes(axes, scene.eye.projection())
            found += [("a label in space", box) for box in labels]
            scene.sizes.append(np.ptp(np.concatenate([*labels, outline(axes, scene.eye)]), axis=0))
    scene.seen += len(found)
    left, right, bottom, top = scene.screen.safe.inset(-BEYOND)
    for kind, (low, high) in found:
        inside = left <= low[0] and high[0] <= right and bottom <= low[1] and high[1] <= top
        assert inside, f"{kind} from {low} to {high} leaves the safe frame in {where}"
    for (one, first), (other, second) in combinations(found, 2):
        depth = overlap(first, second)
        assert depth <= TOUCHING, f"{one} {first} and {other} {second} overlap in {where}"


def boxes(mobject):
    """The corners (2, 3) of every word that stands by itself."""
    if isinstance(mobject, Labels):
        return mobject.boxes
    parts = [part.points for part in mobject.get_family() if len(part.points)]
    points = np.concatenate(parts)
    return [np.stack([points.min(axis=0), points.max(axis=0)])]


def outline(axes, camera):
    """The corners (8, 2) of a box of axes, in frame units."""
    corners = np.stack(np.meshgrid(*axes.corners.T), axis=-1).reshape(-1, 3)
    return np.array([camera.frame_point(corner)[:2] for corner in corners])


def label_boxes(axes, projection):
    """The corners (2, 2) of the labels of a box of axes, in frame units."""
    middle = np.array([projection.width, projection.height]) / 2
    found = []
    for text, center, scale, _ in axes.labels(projection):
        at, half = (center - middle) * [1, -1] / projection.unit, text.half * scale / projection.unit
        found.append(np.stack([at - half, at + half]))
    return found


def overlap(one, other):
    """How deep two boxes reach into each other, in frame units."""
    return float((np.minimum(one[1][:2], other[1][:2]) - np.maximum(one[0][:2], other[0][:2])).min())


@cache
def _prepared(story, told):
    """What a story computes before it is told: the same in every shape, language and theme."""
    scene = type("Asked", (story,), {"parameters": told})()
    own = set(vars(scene))
    scene.prepare()
    return {name: fact for name, fact in vars(scene).items() if name not in own}
