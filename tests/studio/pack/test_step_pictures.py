"""The pictures of each step: which there are, and that each shows that very step."""

import json

import numpy as np
import pytest
from PIL import Image

from scenes.studio.cli import run
from scenes.studio.film.stretches import Stretch
from scenes.studio.pack.formats.steps import MOST, spacing

PIXELS = 854 / (8 * 16 / 9) / 40  # of the bar, for each step
YELLOW = 0xFF, 0xE2, 0x5C


def bar(path):
    """How many pixels long the bar is."""
    with Image.open(path) as picture:
        assert picture.size == (854, 480)
        return (np.asarray(picture)[240] == YELLOW).all(axis=1).sum()


@pytest.mark.parametrize(("last", "every"), [(30, 1), (1000, 10)])
def test_each_picture_shows_its_step(last, every, fakes):
    # More steps pass in a frame of the film than one: they are drawn all the same.
    asked = ["render", "stepping", "-ql", "--steps", str(last), "--pack", "pack", "--format", "steps"]
    assert run([*asked, "--quiet"]) == 0
    drawn = [*range(0, last + 1, every)]
    names = [f"stepping-{part}-{step:04}" for part in (1, 2) for step in drawn]
    folder = fakes / "pack/steps"
    assert sorted(path.name for path in folder.iterdir()) == sorted(
        f"{name}.{ending}" for name in names for ending in ("png", "pdf")
    )
    for name in names:
        step = int(name[-4:])
        assert bar(folder / f"{name}.png") == pytest.approx(min(step * PIXELS, 854), abs=1), name
        page = (folder / f"{name}.pdf").read_bytes()
        assert page.startswith(b"%PDF")
        assert b"/MediaBox [ 0 0 960" in page
        assert b"/Image" not in page  # outlines
    about = {"first": 0, "last": last, "every": every}
    manifest = json.loads((fakes / "pack/manifest.json").read_text())
    assert manifest["steps"] == [{"runs": [0], **about}, {"runs": [0, 1], **about}]
    assert {f"steps/{path.name}" for path in folder.iterdir()} <= manifest["files"].keys()


def test_a_film_of_thousands_of_steps_has_some_hundred_pictures():
    for steps in (1, 300, 301, 5000, 10**6):
        every = spacing([Stretch((0,), dict.fromkeys(range(steps), 0.0))])
        assert steps / every <= MOST
        assert every == 1 or steps / every > MOST / 2.6
    assert spacing([]) == 1


def test_what_is_drawn_in_space_is_a_photograph_on_its_page(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    asked = ["render", "surface", "-ql", "--fps", "1", "--pace", "4", "--steps", "1", "--start", "0.7,0.4"]
    assert run([*asked, "--pack", "pack", "--format", "steps", "--quiet"]) == 0
    folder = tmp_path / "pack/steps"
    assert sorted(path.name for path in folder.iterdir()) == [
        f"surface-000{step}.{ending}" for step in (0, 1) for ending in ("pdf", "png")
    ]
    page = (folder / "surface-0001.pdf").read_bytes()
    assert b"/DCTDecode" in page
    assert b"/MediaBox [ 0 0 960" in page
