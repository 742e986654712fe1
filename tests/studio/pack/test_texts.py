"""The texts of a pack, of chapters that are made up."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from scenes.studio.cli import run
from scenes.studio.pack import texts
from scenes.studio.pack.record import Chapter
from scenes.studio.pack.texts import chapters_to_paste


def told(*ends):
    begins = [0.0, *ends[:-1]]
    chapters = [
        (f"Part {k}", Chapter(f"part {k}", begin, end))
        for k, (begin, end) in enumerate(zip(begins, ends, strict=True), 1)
    ]
    return SimpleNamespace(chapters=chapters, seconds=ends[-1])


@pytest.mark.parametrize(
    ("ends", "lines"),
    [
        ((12.7, 25.2, 61), ["0:00 Part 1", "0:12 Part 2", "0:25 Part 3"]),
        ((4, 13, 22.9, 23, 70.5), ["0:00 Part 1", "0:13 Part 3", "0:23 Part 5"]),
        ((10, 20, 30, 39.9), ["0:00 Part 1", "0:10 Part 2", "0:20 Part 3"]),
        ((10, 20, 29), []),
        ((100,), []),
        ((30, 90, 3700, 3720), ["0:00 Part 1", "0:30 Part 2", "1:30 Part 3", "61:40 Part 4"]),
    ],
)  # fmt: skip
def test_chapters_for_youtube_begin_at_zero_and_last_ten_seconds_or_more(ends, lines):
    assert chapters_to_paste(told(*ends)).splitlines() == lines


def test_they_stand_beside_a_film_that_is_long_enough(fakes, monkeypatch):
    monkeypatch.setattr(texts, "YOUTUBE_SECONDS", 5)
    assert run(["render", "short", "-ql", "--fps", "1", "--pace", "0.25", "--pack", "pack"]) == 0
    lines = ["0:00 The landscape", "0:23 Step 1 by hand", "0:29 A question", "0:39 A question"]
    assert Path("pack/chapters.txt").read_text().splitlines() == lines
