"""At the end of every beat, every piece of text is inside the safe frame and overlaps no other."""

from itertools import combinations

import numpy as np
import pytest
from manim import tempconfig

from scenes.kit.lettering import Labels
from scenes.kit.story import SAFE_BOTTOM, SAFE_TOP, SAFE_X
from scenes.linked import LinkedDescent
from scenes.surface import SurfaceDescent
from scenes.tangent import TangentDescent
from scenes.wave import WaveDescent
from tests.scenes.stories import LINKED, ODD_SURFACES, ODD_TANGENTS, SURFACES, TANGENTS, WAVES

CASES = (
    [pytest.param(TangentDescent, told, id=f"tangent {name}") for name, told in TANGENTS.items()]
    + [pytest.param(TangentDescent, told, id=f"tangent {name}") for name, told in ODD_TANGENTS.items()]
    + [pytest.param(WaveDescent, told, id=f"wave {name}") for name, told in WAVES.items()]
    + [
        pytest.param(story, told, id=f"{kind} {name}", marks=[] if name == "default" else pytest.mark.slow)
        for kind, story, runs in (
            ("surface", SurfaceDescent, SURFACES | ODD_SURFACES),
            ("linked", LinkedDescent, LINKED),
        )
        for name, told in runs.items()
    ]
)


def boxes(mobject) -> list[np.ndarray]:
    """The corners (2, 3) of every word that stands by itself."""
    if isinstance(mobject, Labels):
        return mobject.boxes
    parts = [part.points for part in mobject.get_family() if len(part.points)]
    points = np.concatenate(parts)
    return [np.stack([points.min(axis=0), points.max(axis=0)])]


def overlap(one: np.ndarray, other: np.ndarray) -> float:
    """How deep two boxes reach into each other, in frame units."""
    return float((np.minimum(one[1], other[1]) - np.maximum(one[0], other[0]))[:2].min())


def looked_at(story):
    """A subclass that looks at the picture before each new beat and at the end."""

    class LookedAt(story):
        def beat(self, name, caption=None):
            self.look()
            super().beat(name, caption)

        def tear_down(self):
            self.look()
            super().tear_down()

        def look(self):
            where = self.beats[-1] if self.beats else "the first frame"
            found = [(type(text).__name__, box) for text in self.texts() for box in boxes(text)]
            self.seen = getattr(self, "seen", 0) + len(found)
            for kind, (low, high) in found:
                inside = low[0] >= -SAFE_X - 0.02 and high[0] <= SAFE_X + 0.02
                assert inside, f"{kind} from {low} to {high} leaves the safe frame in {where}"
                assert low[1] >= SAFE_BOTTOM - 0.02, f"{kind} at {low} is too low in {where}"
                assert high[1] <= SAFE_TOP + 0.02, f"{kind} at {high} is too high in {where}"
            for (one, first), (other, second) in combinations(found, 2):
                depth = overlap(first, second)
                # Two starts of this one lie so close that their numbers touch.
                most = 0.04 if self.parameters is SURFACES["hole"] else 0.01
                assert depth <= most, f"{one} {first} and {other} {second} overlap in {where}"

    return LookedAt


@pytest.mark.parametrize(("story", "told"), CASES)
def test_text_is_inside_and_apart(story, told, tmp_path):
    options = {
        "media_dir": str(tmp_path),
        "dry_run": True,
        "frame_rate": 1,
        "pixel_width": 160,
        "pixel_height": 90,
        "progress_bar": "none",
        "verbosity": "ERROR",
    }
    with tempconfig(options):
        scene = looked_at(story)()
        type(scene).parameters = told
        scene.render()
    assert scene.seen > 30
    assert all(begin < end for begin, end in scene.times.values())
    assert len(scene.beats) >= 5
