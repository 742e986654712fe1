"""What the control pictures of maps of basins show."""

from functools import cache

import numpy as np

from scenes.kit.basins.basin_map import BasinMap
from scenes.kit.basins.followed import FollowedRun
from scenes.kit.basins.picture import Picture, packed
from scenes.kit.basins.share_strip import ShareStrip
from scenes.kit.charts.plane_map import PlaneMap
from scenes.kit.screen import Rect
from scenes.kit.theme import DARK
from scenes.parameters import BasinsParameters
from scenes.runs.basins import BasinRuns
from scenes.words import language

AREA = Rect(-4.8, 4.8, -3.4, 3.4)
WORDS = language("en", "basins")


@cache
def runs():
    return BasinRuns.of(BasinsParameters(grid=32))


def basin_map():
    found = runs()
    drawn = BasinMap(found, found.first, AREA, DARK, WORDS)
    drawn.reach(found.first.basins.steps)
    drawn.picture.set_fill(opacity=1.0)
    return [drawn]


def followed_run():
    on = PlaneMap(runs().plane, AREA, DARK)
    run = runs().examples[0].run
    drawn = FollowedRun(run, on, AREA, DARK, WORDS)
    drawn.reach(len(run))
    return [on, drawn]


def picture():
    shade = np.linspace(0, 1, 24)
    return [
        Picture(packed(np.stack(np.meshgrid(shade, shade, [0.5], indexing="ij"), axis=-1)[:, :, 0]), AREA)
    ]


def share_strip():
    return [ShareStrip(Rect(-4, 4, -1, 1), DARK.series[:3], DARK).fill(np.array([0.5, 0.2, 0.1]))]


BASINS = {
    "BasinMap": basin_map,
    "FollowedRun": followed_run,
    "Picture": picture,
    "ShareStrip": share_strip,
}
