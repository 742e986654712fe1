"""The folder of a pack is there as a whole or not at all, and nothing of a person's is replaced."""

from pathlib import Path

import pytest

from scenes.studio.cli import run
from scenes.studio.failures import FailedError
from scenes.studio.pack.folder import put_folder
from scenes.studio.pack.formats import FORMATS, Format

SCENES = Path(__file__).parents[3] / "scenes"


def test_a_pack_replaces_a_pack_by_force_and_nothing_else(asked, fakes, capsys):
    assert run(["render", "broken", "-ql", "--pack", "."]) == 2
    assert "can't be replaced as a whole" in capsys.readouterr().err
    (fakes / "pack").mkdir()
    (fakes / "pack/notes.txt").write_text("mine")
    assert run([*asked, "--force"]) == 2
    assert "holds what is no part of a pack ('notes.txt')" in capsys.readouterr().err
    (fakes / "pack/notes.txt").unlink()
    (fakes / "pack/manifest.json").write_text('{"kind": "descent-in-motion pack", "files": {"a": {}}}')
    (fakes / "pack/a").write_text("old")
    assert run(asked) == 2
    assert "add --force" in capsys.readouterr().err
    assert run([*asked, "--force", "--quiet"]) == 0
    assert capsys.readouterr().out == "pack\n"
    assert (fakes / "pack/short.mp4").exists()
    assert not (fakes / "pack/a").exists()
    assert [path.name for path in fakes.iterdir()] == ["pack"]


@pytest.mark.parametrize(
    "where", ["scenes.studio.pack.page.Page.html", "scenes.studio.film.encoder.Encoder.encode"]
)
def test_a_pack_that_fails_leaves_the_old_one(where, asked, fakes, capsys, monkeypatch):
    (fakes / "pack").mkdir()
    (fakes / "pack/manifest.json").write_text('{"kind": "descent-in-motion pack", "files": {}}')

    def fail(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(where, fail)
    assert run([*asked, "--force", "--quiet"]) == 1
    assert "the disk is full" in capsys.readouterr().err
    assert [path.name for path in fakes.rglob("*")] == ["pack", "manifest.json"]


@pytest.mark.parametrize("at_once", [True, False])
def test_folders_change_their_places(at_once, tmp_path, monkeypatch):
    new, old = tmp_path / "new", tmp_path / "old"
    for folder in (new, old):
        folder.mkdir()
        (folder / folder.name).touch()
    if not at_once:
        monkeypatch.setattr("scenes.studio.pack.folder._exchanged", lambda *_: False)
    put_folder(new, old)
    assert (old / "new").exists()
    with pytest.raises(FailedError, match="can't be put"):
        put_folder(tmp_path / "none", tmp_path / "missing")


@pytest.mark.parametrize(
    ("more", "problem"),
    [
        (["--format", "gif"], "--format gif is for packs; add a folder"),
        (["--language", "en", "--language", "de"], "for captions in several, add a folder"),
        (["--pack", "p", "-o", "film.mp4"], "give either --pack or -o"),
        (["--pack", "p", "--language", "en", "--language", "fr"], "the language is 'fr'"),
        (["--pack", "file"], "file is no folder"),
        (["--pack", "file/pack"], "file is no folder; name another folder with --pack"),
        (["--pack", "ä" * 101], "the folder's name is 202 bytes long, and 200 are the most"),
        (["--pack", "a" * 300], "the folder's name is 300 bytes long"),
        (["--pack", "/proc/pack"], "no file can be made in /proc"),
    ],
)
def test_what_does_not_go_together_is_refused(more, problem, fakes, capsys):
    (fakes / "file").touch()
    assert run(["render", "short", *more]) == 2
    assert problem in capsys.readouterr().err
    assert [path.name for path in fakes.iterdir()] == ["file"]


def test_a_format_whose_packages_are_missing_is_refused_before_anything_is_made(fakes, capsys, monkeypatch):
    monkeypatch.setitem(FORMATS, "gif", Format("animated", "gif", "moving", ("none_such",)))
    assert run(["render", "short", "--pack", "p", "--format", "gif"]) == 2
    assert "pip install 'descent-in-motion[moving]'" in capsys.readouterr().err
    assert [*fakes.iterdir()] == []
