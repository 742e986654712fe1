"""What is in a video file."""

from itertools import accumulate
from typing import Any, NamedTuple

import av


class Film(NamedTuple):
    """All that a player is told of a film, when each packet is shown, and the packets, bit for bit."""

    facts: tuple[Any, ...]
    times: list[tuple[Any, ...]]
    packets: list[bytes]


def film_of(path):
    with av.open(str(path)) as video:
        stream = video.streams.video[0]
        context = stream.codec_context
        look = context.width, context.height, context.pix_fmt, context.colorspace, context.color_primaries
        about = video.metadata, look, context.color_trc, context.color_range, context.extradata
        times = stream.average_rate, stream.time_base, stream.duration, stream.frames
        packets = [packet for packet in video.demux(stream) if packet.size]
        shown = [(packet.is_keyframe, packet.pts, packet.dts, packet.duration) for packet in packets]
        return Film((*about, *times), shown, [bytes(packet) for packet in packets])


def assert_same(one, other):
    """Let two films be the same, as far as x264 is; see `differing`."""
    assert one.facts == other.facts
    assert one.times == other.times
    assert differing([one], [other]) <= 1


def differing(some, others):
    """Return from how many keyframes on, in films one after the other, packets are not the same.

    x264 itself compresses one picture in some ten thousand in another way, and so those that build on it.
    """
    (keys, here), (there_too, there) = (
        ([key for film in films for key, *_ in film.times], [each for film in films for each in film.packets])
        for films in (some, others)
    )
    assert keys == there_too
    return len({group for group, a, b in zip(accumulate(keys), here, there, strict=True) if a != b})
