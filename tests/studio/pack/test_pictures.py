"""The poster, the stills, and the moving pictures of a pack show what the film shows."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from scenes.studio.pack.formats import FORMATS, moving

SCENES = Path(__file__).parents[3] / "scenes"


def test_stills_and_poster_show_what_stands_at_that_moment(packed):
    folder = packed.folder
    yellow = 0xFF, 0xE2, 0x5C
    with Image.open(folder / "poster.png") as picture:
        assert picture.size == (854, 480)
        middle = 427 - round(2 * 480 / 8), 240  # the dot has gone two units to the left
        assert picture.convert("RGB").getpixel(middle) == yellow
    with Image.open(folder / "stills/short-3.png") as picture:
        assert np.abs(np.subtract(picture.getpixel(middle), yellow)).max() <= 6
    with Image.open(folder / "stills/short-1.png") as picture:
        assert np.abs(np.subtract(picture.getpixel((427, 240)), yellow)).max() <= 6


@pytest.mark.parametrize("kind", ["gif", "webp", "apng"])
def test_moving_pictures_have_the_colours_and_the_speed_of_the_film(kind, packed, written_in):
    folder, record = packed.folder, packed.record
    FORMATS[kind].make(written_in)
    seconds, shown = 0.0, []
    with Image.open(written_in.folder / f"short.{kind}") as picture:
        assert picture.size == (854, 480)
        for number in range(picture.n_frames):
            picture.seek(number)
            picture.load()
            shown.append((seconds, picture.convert("RGB")))
            seconds += picture.info["duration"] / 1000
    assert seconds == pytest.approx(record.chapters[-1].end, abs=0.02)
    # Well after the dot has come, and at the end; the stills are what the film shows.
    for place, time, dot in ((1, record.pauses[0], 427), (5, record.pauses[-1], 307)):
        then = [each for begin, each in shown if begin <= time - 0.01][-1]
        with Image.open(folder / f"stills/short-{place}.png") as still:
            off = np.abs(np.asarray(then, float) - np.asarray(still.convert("RGB"), float)).max(axis=2)
        assert (off > 24).mean() < 0.003, place
        assert off[220:260, dot - 20 : dot + 20].max() <= 8
        assert off[:9].max() <= 8


def test_what_only_trembles_is_not_stored(packed):
    folder, record = packed.folder, packed.record
    found = list(moving.changes(folder / "short.mp4"))
    assert found[0].box == (0, 0, 854, 480)
    assert sum(each.end - each.begin for each in found) == pytest.approx(record.chapters[-1].end)
    assert np.mean([each.share * each.part.width * each.part.height for each in found[1:]]) < 0.05 * 854 * 480
