"""Parts of a film as films of their own."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import av
from av.video.frame import PictureType

from scenes.studio.film.encoder import Encoder


def clip(video: Path, begin: float, end: float, path: Path) -> None:
    """Write the part of a film between two times, in seconds.

    It is taken as it is compressed where it begins with a keyframe, as every beat does; else it is compressed
    anew.
    """
    with _part(video, begin, end) as (stream, packets):
        if (first := next(packets)).is_keyframe:
            _copy(stream, [first, *packets], path)
            return
    with _part(video, begin, end, decoded=True) as (stream, frames):
        encoder = Encoder(path, stream.width, stream.height, int(stream.average_rate))
        for frame in frames:
            frame.pict_type = PictureType.NONE  # which kind suits the film suits no part of it
            encoder.encode(frame, 1)
        encoder.finish()


@contextmanager
def _part(
    video: Path, begin: float, end: float, decoded: bool = False
) -> Iterator[tuple[Any, Iterator[Any]]]:
    """Yield a film's stream, and what it holds between two times: packets, or pictures."""
    with av.open(str(video)) as container:
        stream: Any = container.streams.video[0]
        fps = stream.average_rate
        first, after = round(begin * fps), round(end * fps)

        def all_of_it() -> Iterator[Any]:
            for each in container.decode(stream) if decoded else container.demux(stream):
                number = after if each.pts is None else round(each.pts * stream.time_base * fps)
                if number >= after:
                    return
                if number >= first:
                    yield each

        container.seek(round(first / fps / stream.time_base), stream=stream)
        yield stream, all_of_it()


def _copy(stream: Any, packets: list[Any], path: Path) -> None:
    begin = packets[0].pts
    with av.open(str(path), "w", format="mp4", options={"movflags": "+faststart"}) as made:
        copied = made.add_stream_from_template(stream)
        for packet in packets:
            packet.pts, packet.dts = packet.pts - begin, packet.dts - begin
            packet.stream = copied
            made.mux(packet)
