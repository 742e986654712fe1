"""A lecture that is written while it is shown: what is made again, what is told, and how it ends."""

import json
import os
import signal
import time

import pytest

from scenes.studio import extras
from scenes.studio.cli import run
from tests.studio.preview.running import SCENE, Running

ENDLESS = SCENE.format("endless")


@pytest.fixture
def running(tmp_path, fake_command):
    """Start a preview of a text, as often as it is wanted."""
    begun = []
    (tmp_path / "tmp").mkdir()
    (tmp_path / "lecture").mkdir()

    def start(text):
        (tmp_path / "lecture/lecture.toml").write_text(text)
        begun.append(Running(fake_command, tmp_path / "lecture"))
        return begun[-1]

    yield start
    for each in begun:
        each.close()


def write(preview, text):
    """Save a file as editors do: beside it, and then in its place."""
    draft = preview.folder / ".lecture.toml.new"
    draft.write_text(text)
    draft.replace(preview.folder / "lecture.toml")


def test_what_changes_is_made_again_and_mistakes_leave_the_last_good_films(running):
    left = 'left = "#ffffff"\n'
    two = SCENE.format("patches") + 'seconds = 0.2\n{}[[scenes]]\nscene = "broken"\n'
    preview = running(two.format(""))
    preview.until(lambda: "What could not be made" in preview.page())
    assert "ZeroDivisionError" in preview.page()
    assert preview.page().count("<video") == 1
    manifest = preview.folder / "lecture-preview/patches/manifest.json"
    first, state = manifest.read_text(), preview.get("/-/state")[2]
    assert json.loads(first)["quality"]["height"] == 480

    write(preview, two.format("colour = 3\n"))
    preview.until(lambda: "The lecture file has mistakes" in preview.page())
    assert "lecture.toml:6: no parameter of patches is named &#x27;colour&#x27;" in preview.page()
    assert "lecture.toml:6: no parameter of patches is named 'colour'" in preview.told()
    assert preview.page().count("<video") == 1
    assert preview.get("/-/state")[2] != state

    write(preview, two.format(left))
    preview.until(lambda: manifest.read_text() != first)
    preview.until(lambda: 'role="status">' not in preview.page())
    assert "has mistakes" not in preview.page()
    assert json.loads(manifest.read_text())["parameters"]["left"] == "#ffffff"
    assert not (preview.folder / "lecture").exists()
    assert preview.interrupt()[0] == 130
    assert "Traceback" not in preview.told()


def test_a_change_of_data_counts_and_what_is_no_longer_wanted_is_left(running):
    preview = running(ENDLESS)
    made = preview.folder / "lecture-preview"
    preview.until(lambda: list(made.glob(".endless.*/pack")))
    (room,) = made.glob(".endless.*")
    (preview.folder / "notes.txt").write_text("of no concern")
    time.sleep(1.5)
    assert room.exists()
    (preview.folder / "own.py").write_text("x = (\n")
    write(preview, '[[scenes]]\nscene = "own.py:Mine"\n')
    preview.until(lambda: "own.py, line 1" in preview.page())
    assert room.exists()  # a mistake ends nothing
    (preview.folder / "own.py").write_text("class Mine: pass\n")
    preview.until(lambda: "is no story; make it a subclass" in preview.page())
    assert not room.exists()
    (preview.folder / "own.py").write_text(
        "from fake_stories import Patches\nfrom fake_descent import PatchParameters\n"
        "class Mine(Patches):\n    parameters = PatchParameters(seconds=0.2)\n"
    )
    preview.until(lambda: (made / "Mine/Mine.mp4").exists())


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP], ids=lambda n: n.name)
def test_it_ends_soon_and_leaves_nothing_half_made(number, running):
    preview = running(SCENE.format("patches") + "seconds = 0.2\n" + ENDLESS)
    made = preview.folder / "lecture-preview"
    preview.until(lambda: list(made.glob(".endless.*/pack/endless.mp4")) and (made / "patches").exists())
    os.kill(preview.process.pid, number)
    begun = time.monotonic()
    assert preview.process.wait(30) == 130
    assert time.monotonic() - begun < 3
    assert sorted(path.name for path in made.iterdir()) == [".lecture.json", "patches"]
    assert list((preview.folder.parent / "tmp").iterdir()) == []
    assert preview.told().splitlines()[-1] == "descent: interrupted"
    assert "Traceback" not in preview.told()


def test_what_can_not_be_shown_is_told_in_one_line(fakes, monkeypatch, capsys):
    assert run(["preview"]) == 2
    assert "there is no lecture.toml; make one by: descent new" in capsys.readouterr().err
    (fakes / "lecture.toml").write_text(ENDLESS)
    (fakes / "lecture-preview").mkdir()
    (fakes / "lecture-preview/film.mp4").write_text("mine")
    assert run(["preview"]) == 2
    assert "lecture-preview holds files that no build made" in capsys.readouterr().err
    monkeypatch.setattr(extras, "find_spec", lambda name: None if name == "watchfiles" else name)
    assert run(["preview"]) == 2
    err = capsys.readouterr().err
    assert err == (
        "descent: descent preview needs packages that are not installed; run ./setup.sh, or "
        "pip install 'descent-in-motion[preview]'\n"
    )
