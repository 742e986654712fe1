"""What is known of the packs in a folder: which are whole, and made of what the lecture says now."""

import json
import os
from dataclasses import astuple
from pathlib import Path

import pytest

from scenes.studio.lecture.reading import read
from scenes.studio.lecture.record import MARK, Digests, Record
from scenes.studio.pack.folder import MANIFEST, write_manifest

PATCHES = '[[scenes]]\nscene = "patches"\nseconds = 0.2\nquality = "l"\n'


def packed(folder, video):
    """Put a pack there as if it had been made of a video."""
    pack = folder / video.name
    pack.mkdir(parents=True)
    (pack / f"{video.name}.mp4").write_text("a film")
    (pack / "trajectory.json").write_text("[1, 2]")
    write_manifest(pack, {})
    Record(folder).add(video.name, Digests.of(video))
    return pack


def test_what_has_changed_is_known(written, fakes, tmp_path):
    Path("points.csv").write_text("x,y\n1,2\n2,3\n")
    Path("own.py").write_text("class A: pass\n")

    def lecture(more="", seconds="0.2"):
        scene = f'[[scenes]]\nscene = "regression"\ndata = "points.csv"\n{more}'
        text = PATCHES.replace("0.2", seconds) + scene + '[[scenes]]\nscene = "own.py:A"\n'
        return read(written(text)).videos

    folder = tmp_path / "made"
    folder.mkdir()
    for video in lecture():
        packed(folder, video)

    def known(*args, **kwargs):
        return [Record(folder).has(video.name, Digests.of(video)) for video in lecture(*args, **kwargs)]

    def filmed(more):
        return [Record(folder).has_film(video.name, Digests.of(video)) for video in lecture(more)]

    assert known() == [True] * 3
    assert known(seconds="0.3") == [False, True, True]
    for more, same in (
        ("steps = 7", False),
        ('theme = "light"', False),
        ("fps = 7", False),
        ('language = "de"', False),
        ('title = "Another"', True),
        ('languages = ["de"]', True),
        ('formats = ["gif"]', True),
    ):
        assert known(f"{more}\n") == [True, False, True], more
        assert filmed(f"{more}\n") == [True, same, True], more
    Path("points.csv").write_text("x,y\n1,2\n2,4\n")
    assert known() == [True, False, True]
    Path("neighbour.py").write_text("x = 1")
    assert known() == [True, False, False]


@pytest.mark.parametrize("file", ["patches.mp4", "trajectory.json", MANIFEST])
@pytest.mark.parametrize("harm", ["truncated", "changed", "gone", "a link"])
def test_a_pack_is_whole_or_made_again(harm, file, written, fakes, tmp_path):
    (video,) = read(written(PATCHES)).videos
    path = packed(tmp_path, video) / file
    text = path.read_text()
    match harm:
        case "truncated":
            path.write_text(text[:-1])
        case "changed":
            path.write_text("#" + text[1:])
        case "gone":
            path.unlink()
        case "a link":
            path.unlink()
            (tmp_path / "elsewhere").write_text(text)
            path.symlink_to(tmp_path / "elsewhere")
    assert not Record(tmp_path).keeps("patches")


def test_a_folder_may_be_copied_or_hold_more(written, fakes, tmp_path):
    (video,) = read(written(PATCHES)).videos
    pack = packed(tmp_path, video)
    for path in pack.iterdir():
        os.utime(path, (1, 1))
    (pack / ".DS_Store").write_text("Finder was here")
    assert Record(tmp_path).has("patches", Digests.of(video))
    assert sorted(Record(tmp_path).files("patches")) == sorted([MANIFEST, "patches.mp4", "trajectory.json"])


def test_a_record_that_cannot_be_read_holds_nothing(written, fakes, tmp_path):
    (video,) = read(written(PATCHES)).videos
    packed(tmp_path, video)
    mark = tmp_path / MARK
    good = mark.read_text()
    digests = astuple(Digests.of(video))
    entries = [
        {"digests": told, "files": {"patches.mp4": about}}
        for told, about in ((digests, 3), (digests, [1, "2", None]), (3, [1, 2, "3"]))
    ]
    strange = [[1], 3, *({"patches": entry} for entry in (3, {}, *entries))]
    for text in (
        *("", "{", "[]", "\0", "3", "[" * 100_000, good[:-9], good.replace('"version": 3', '"version": 2')),
        *(json.dumps({"version": 3, "videos": videos}) for videos in strange),
    ):
        mark.write_text(text)
        record = Record(tmp_path)
        assert not record.has("patches", Digests.of(video)), text
        assert record.files("patches") == []
        record.add("patches", Digests.of(video))
        assert Record(tmp_path).has("patches", Digests.of(video))
