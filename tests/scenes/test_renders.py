"""Whole videos, decoded and looked at."""

from dataclasses import replace

import av
import numpy as np
import pytest
from PIL import ImageColor

from scenes.kit.theme import THEMES
from scenes.studio.film.quality import quality
from scenes.studio.job import Job, run
from scenes.studio.progress import Silence
from scenes.studio.registry import STORIES
from scenes.studio.target import Target
from tests.scenes.stories import LINKED, ODD_TANGENTS, SURFACES, TANGENTS, WAVES

RENDERS = [
    pytest.param("tangent", TANGENTS["default"], id="tangent default"),
    pytest.param("tangent", ODD_TANGENTS["light"], id="tangent light"),
    pytest.param("wave", WAVES["default"], id="wave default"),
    pytest.param("surface", SURFACES["hole"], id="surface hole"),
    pytest.param("linked", LINKED["default"], id="linked default"),
]
ROLES = {
    "tangent": ["gradient", "step"],
    "wave": ["gradient", "optimum"],
    "surface": ["gradient", "step"],
    "linked": ["step", "optimum"],
}


def film(story, told, path, fps=None):
    run(Job(STORIES[story], told, quality("l", fps), Target(path)), Silence())
    return path


def frames(path, every):
    with av.open(str(path)) as video:
        for index, frame in enumerate(video.decode(video=0)):
            if index % every == 0:
                yield frame.to_ndarray(format="rgb24").astype(int)


def duration(path):
    with av.open(str(path)) as video:
        return video.streams.video[0].frames / float(video.streams.video[0].average_rate)


@pytest.mark.slow
@pytest.mark.parametrize(("story", "told"), RENDERS)
def test_a_story_is_filmed(story, told, tmp_path):
    path = film(story, told, tmp_path / "story.mp4")
    assert 30 <= duration(path) <= 75
    theme = THEMES[told.theme]
    roles = ["cost", "point", *ROLES[story]]
    least = dict.fromkeys(roles, 999)
    empty = 0
    for picture in frames(path, 10):
        assert picture.shape == (480, 854, 3)
        background = np.array(ImageColor.getrgb(theme.background))
        empty += bool((abs(picture - background).max(axis=2) > 30).mean() < 0.002)
        for role in roles:
            color = np.array(ImageColor.getrgb(theme.roles()[role]))
            least[role] = min(least[role], int(np.abs(picture - color).max(axis=2).min()))
        edge = np.concatenate([picture[0], picture[-1], picture[:, 0], picture[:, -1]])
        assert abs(edge - background).max() < 40
    assert empty == 0
    assert max(least.values()) <= 24, least


@pytest.mark.slow
def test_a_story_lasts_as_long_at_every_frame_rate(tmp_path):
    told = replace(TANGENTS["quartic"], pace=4.0)
    lengths = [duration(film("tangent", told, tmp_path / f"{fps}.mp4", fps)) for fps in (15, 30, 60)]
    assert np.ptp(lengths) < 1e-6
