"""RGBA frames to an H.264 file that plays, seeks and shows its colours right everywhere.

The frames are converted to BT.709 in limited range and tagged so; a keyframe a second makes them quick to
seek in, and the index stands at the file's beginning, so that a browser can start at once.

A film is made of pieces, such as its beats. Each is compressed as if it were alone, so that it can be cut
out, or made elsewhere.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from fractions import Fraction
from functools import cache
from pathlib import Path
from queue import Queue
from threading import Event, Thread
from typing import Any, Protocol

import av
import numpy as np
from av.video.codeccontext import VideoCodecContext
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc, VideoReformatter
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]

# Drawn pictures gain little from a fine search for motion, or from frames that look ahead: the same PSNR in
# half of the time, for a sixth more bytes.
MOTION = "subme=1:me=dia:weightp=0:bframes=0"
_QUEUE = 4  # frames between the one who draws and the encoder: 8 MB each at 1080p
AHEAD = _QUEUE + 1  # frames that are not converted yet when `write` returns, at most


class Converter:
    """Turns RGBA bytes into the colours of a video."""

    def __init__(self) -> None:
        self._reformatter = VideoReformatter()

    def converted(self, pixels: Pixels) -> av.VideoFrame:
        """Return a picture in the video's colours."""
        return self._reformatter.reformat(
            av.VideoFrame.from_numpy_buffer(pixels, format="rgba"),
            format="yuv420p",
            dst_colorspace=Colorspace.ITU709,
            dst_color_range=ColorRange.MPEG,
            dst_color_primaries=ColorPrimaries.BT709,
            dst_color_trc=ColorTrc.BT709,
            threads=1,  # two do it no sooner where a film is drawn at the same time
        )


class Encoder:
    """Writes frames of (height, width, 4) RGBA bytes, opaque, to an mp4 file.

    It compresses with so many threads, or with as many as it finds useful.
    """

    def __init__(
        self, path: Path, width: int, height: int, fps: int, comment: str = "", threads: int | None = None
    ) -> None:
        self._container = av.open(str(path), "w", format="mp4", options={"movflags": "+faststart"})
        self._container.metadata["comment"] = comment
        self._options = {"preset": "veryfast", "crf": "20", "g": str(fps)}
        self._options["x264-params"] = ":".join([MOTION, *_repeatable()])
        self._stream = self._container.add_stream("libx264", rate=fps, options=self._options)
        self._size, self._threads = (width, height), threads
        self._context = self._set_up(self._stream.codec_context)
        self._converter = Converter()
        self._time_base = Fraction(1, fps)
        self._frames, self._piece = 0, 0

    def write(self, pixels: Pixels, repeat: int = 1, piece: int = 0) -> None:
        """Write one picture, shown for as many frames as `repeat` says; a new piece begins with another."""
        self.encode(self.converted(pixels), repeat, piece)

    def converted(self, pixels: Pixels) -> av.VideoFrame:
        """Return a picture in the video's colours."""
        return self._converter.converted(pixels)

    def encode(self, frame: av.VideoFrame, repeat: int, piece: int = 0) -> None:
        """Write a converted picture; see `write`."""
        if piece != self._piece:
            self._piece = piece
            self._begin_anew()
        frame.time_base = self._time_base
        for _ in range(repeat):
            frame.pts = self._frames
            self._frames += 1
            self._mux(frame)

    def finish(self) -> None:
        """Write what is still in the encoder, then the index."""
        self._mux(None)
        self._container.close()

    def abandon(self) -> None:
        """Close the file as it stands; it is of no use."""
        with suppress(Exception):
            self._container.close()

    def _mux(self, frame: av.VideoFrame | None) -> None:
        """Compress a frame, or what still waits; write what comes of it."""
        for packet in self._context.encode(frame):
            packet.stream = self._stream
            self._container.mux(packet)

    def _begin_anew(self) -> None:
        """Compress what comes as the beginning of a film: nothing of before is remembered."""
        if self._frames:
            self._mux(None)
            first = self._stream.codec_context
            context = VideoCodecContext.create("libx264", "w")
            context.framerate, context.flags = first.framerate, first.flags
            context.options = self._options
            self._context = self._set_up(context)

    def _set_up(self, context: VideoCodecContext) -> VideoCodecContext:
        """Return the context of an encoder with the size and the colours of the film."""
        context.width, context.height = self._size
        context.pix_fmt = "yuv420p"
        if self._threads is not None:
            context.thread_count = self._threads
        context.colorspace = Colorspace.ITU709
        context.color_primaries = ColorPrimaries.BT709
        context.color_trc = ColorTrc.BT709
        context.color_range = ColorRange.MPEG
        return context


@cache
def _repeatable() -> Sequence[str]:
    """Return what lets x264 compress the same pictures in the same way each time.

    Its code for AVX-512 does not, now and then; that for AVX2 is as fast. x264 takes what it is given as
    there, so a machine is asked first what it has.
    """
    try:
        return ["asm=AVX2"] if " avx512f " in Path("/proc/cpuinfo").read_text() else []
    except OSError:
        return []


class Compressor(Protocol):
    """What an encoding thread drives: an encoder, or several in turn."""

    def converted(self, pixels: Pixels) -> av.VideoFrame: ...
    def encode(self, frame: av.VideoFrame, repeat: int, piece: int) -> None: ...
    def finish(self) -> None: ...
    def abandon(self) -> None: ...


class EncodingThread:
    """Encodes beside the one that draws, a few frames behind it: one thread converts, one compresses.

    What fails in them is raised by the next `write`, or by `finish`.
    """

    def __init__(self, encoder: Compressor) -> None:
        self._encoder = encoder
        self._pictures: Queue[tuple[Pixels, int, int] | None] = Queue(_QUEUE)
        self._frames: Queue[tuple[av.VideoFrame, int, int] | None] = Queue(1)
        self._failure: Exception | None = None
        self._abandoned = Event()
        self._threads = [
            Thread(target=work, name=name, daemon=True)
            for name, work in (("converter", self._convert), ("encoder", self._encode))
        ]
        for thread in self._threads:
            thread.start()

    def write(self, pixels: Pixels, repeat: int = 1, piece: int = 0) -> None:
        """Hand over a picture, which the caller must not change until AHEAD more were handed over."""
        if self._failure is not None:
            raise self._failure
        self._pictures.put((pixels, repeat, piece))

    def finish(self) -> None:
        """Wait until the file is complete."""
        self._end()
        if self._failure is not None:
            raise self._failure

    def abandon(self) -> None:
        """Stop soon, and leave the file as it stands."""
        self._abandoned.set()
        self._end()

    def _end(self) -> None:
        self._pictures.put(None)
        for thread in self._threads:
            thread.join()

    @property
    def _stopped(self) -> bool:
        return self._failure is not None or self._abandoned.is_set()

    # Both go on to the end of what they are handed, so that nobody waits for them for ever.
    def _convert(self) -> None:
        for pixels, repeat, piece in iter(self._pictures.get, None):
            if not self._stopped:
                self._attempt(self._hand_on, pixels, repeat, piece)
        self._frames.put(None)

    def _hand_on(self, pixels: Pixels, repeat: int, piece: int) -> None:
        self._frames.put((self._encoder.converted(pixels), repeat, piece))

    def _encode(self) -> None:
        for frame, repeat, piece in iter(self._frames.get, None):
            for count in _portions(repeat):
                if self._stopped:
                    break
                self._attempt(self._encoder.encode, frame, count, piece)
        if not self._stopped:
            self._attempt(self._encoder.finish)
        if self._stopped:
            self._encoder.abandon()

    def _attempt(self, action: Callable[..., None], *given: Any) -> None:
        try:
            action(*given)
        except Exception as error:
            self._failure = error


def _portions(count: int, size: int = 10) -> Iterator[int]:
    """Split a long still picture, so that an interrupt needn't wait for all of it."""
    return (min(size, count - start) for start in range(0, count, size))
