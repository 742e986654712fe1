"""The film without its background: it is clear where nothing is drawn, and its edges suit any page."""

import shutil
from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import pytest
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc

from scenes.studio.pack.formats import FORMATS

ALPHA_MODE = b"\x53\xc0\x81\x01"  # of Matroska: element, length, value
YELLOW = np.array([0xFF, 0xE2, 0x5C])
BACKGROUND = np.array([0x0F, 0x12, 0x16])


@pytest.fixture(scope="module")
def clear(packed, tmp_path_factory):
    video = Path(shutil.copy(packed.video, tmp_path_factory.mktemp("clear")))
    FORMATS["webm"].make(replace(packed, video=video, threads=1))
    return video.with_suffix(".webm")


@pytest.fixture(scope="module")
def frames(clear):
    """All frames, as red, green, blue, alpha from 0 to 1."""
    decoder = av.CodecContext.create("libvpx-vp9", "r")  # the usual one knows no alpha
    with av.open(str(clear)) as container:
        found = [frame for packet in container.demux(video=0) for frame in decoder.decode(packet)]
    assert {frame.format.name for frame in found} == {"yuva420p"}
    return [
        frame.reformat(
            format="rgba", src_colorspace=Colorspace.ITU709, src_color_range=ColorRange.MPEG
        ).to_ndarray()
        / 255
        for frame in found
    ]


def over(frame, page):
    """A frame laid on a page of one colour."""
    return 255 * frame[..., :3] * frame[..., 3:] + (1 - frame[..., 3:]) * page


def dot(frame):
    """The dot and what is just around it, after it has gone two units to the left."""
    return frame[160:320, 227:387]


def test_it_is_as_long_as_the_film_and_quick_to_seek_in(clear, packed, frames):
    with av.open(str(packed.video)) as film, av.open(str(clear)) as container:
        assert len(frames) == film.streams.video[0].frames
        stream = container.streams.video[0]
        assert (stream.width, stream.height, stream.average_rate) == (854, 480, 15)
        assert ALPHA_MODE in clear.read_bytes()[:4096]  # by which players know that there is alpha
        context = stream.codec_context
        assert context.colorspace == Colorspace.ITU709
        assert context.color_primaries == ColorPrimaries.BT709
        assert context.color_trc == ColorTrc.BT709
        assert context.color_range == ColorRange.MPEG
        keys = [packet.pts * packet.time_base for packet in container.demux(stream) if packet.is_keyframe]
    assert keys[0] == 0
    assert max(np.diff([*map(float, keys), len(frames) / 15])) <= 1.01


def test_nothing_is_there_but_what_is_drawn(frames):
    last = frames[-1]
    assert last[:9].max(axis=(0, 1))[3] <= 2 / 255  # less than can be seen
    middle = dot(last)[75:85, 75:85]
    assert middle[..., 3].min() > 0.99
    assert np.abs(255 * middle[..., :3] - YELLOW).max() <= 4
    fading_in = [frame[240, 427, 3] for frame in frames[:8]]
    assert fading_in == sorted(fading_in)
    assert (fading_in[0], fading_in[-1]) == pytest.approx((0, 1), abs=0.01)
    assert any(0.2 < alpha < 0.8 for alpha in fading_in)


def test_edges_have_the_colour_of_what_they_belong_to(frames):
    # Yellow on white is red 255 throughout; the background, were it mixed in, would be seen as a dark ring.
    ring = dot(frames[-1])
    partly = (ring[..., 3] > 0.1) & (ring[..., 3] < 0.9)
    assert partly.sum() > 100
    assert over(ring, np.array([255.0, 255, 255]))[..., 0].min() > 225


def test_on_the_film_s_own_background_it_is_the_film(packed, frames):
    with av.open(str(packed.video)) as film:
        for number, (frame, clear) in enumerate(zip(film.decode(video=0), frames, strict=True)):
            if number % 10 == 0:
                pixels = frame.reformat(
                    format="rgb24", src_colorspace=Colorspace.ITU709, src_color_range=ColorRange.MPEG
                ).to_ndarray()
                off = np.abs(over(clear, BACKGROUND) - pixels).max(axis=2)
                assert (off > 24).mean() < 0.003, number
