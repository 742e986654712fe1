"""RGBA frames to an H.264 file that plays, seeks and shows its colours right everywhere.

The frames are converted to BT.709 in limited range and tagged so; a keyframe a second makes them quick to
seek in, and the index stands at the file's beginning, so that a browser can start at once.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from fractions import Fraction
from pathlib import Path
from queue import Queue
from threading import Event, Thread

import av
import numpy as np
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc, VideoReformatter
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]

# Drawn pictures gain little from a fine search for motion, or from frames that look ahead: the same PSNR in
# half of the time, for a sixth more bytes.
MOTION = {"x264-params": "subme=1:me=dia:weightp=0:bframes=0"}
_QUEUE = 4  # frames between the one who draws and the encoder: 8 MB each at 1080p
AHEAD = _QUEUE + 1  # frames that are not converted yet when `write` returns, at most


class Encoder:
    """Writes frames of (height, width, 4) RGBA bytes, opaque, to an mp4 file.

    It compresses with so many threads, or with as many as it finds useful.
    """

    def __init__(
        self, path: Path, width: int, height: int, fps: int, comment: str = "", threads: int | None = None
    ) -> None:
        self._container = av.open(str(path), "w", format="mp4", options={"movflags": "+faststart"})
        self._container.metadata["comment"] = comment
        self._stream = self._container.add_stream(
            "libx264", rate=fps, options={"preset": "veryfast", "crf": "20", "g": str(fps), **MOTION}
        )
        self._stream.width, self._stream.height, self._stream.pix_fmt = width, height, "yuv420p"
        context = self._stream.codec_context
        if threads is not None:
            context.thread_count = threads
        context.colorspace = Colorspace.ITU709
        context.color_primaries = ColorPrimaries.BT709
        context.color_trc = ColorTrc.BT709
        context.color_range = ColorRange.MPEG
        self._converter = VideoReformatter()
        self._time_base = Fraction(1, fps)
        self._frames = 0

    def write(self, pixels: Pixels, repeat: int = 1) -> None:
        """Write one picture, shown for as many frames as `repeat` says."""
        self.encode(self.converted(pixels), repeat)

    def converted(self, pixels: Pixels) -> av.VideoFrame:
        """Return a picture in the video's colours."""
        return self._converter.reformat(
            av.VideoFrame.from_numpy_buffer(pixels, format="rgba"),
            format="yuv420p",
            dst_colorspace=Colorspace.ITU709,
            dst_color_range=ColorRange.MPEG,
            dst_color_primaries=ColorPrimaries.BT709,
            dst_color_trc=ColorTrc.BT709,
            threads=1,  # two do it no sooner where a film is drawn at the same time
        )

    def encode(self, frame: av.VideoFrame, repeat: int) -> None:
        """Write a converted picture, shown for as many frames as `repeat` says."""
        frame.time_base = self._time_base
        for _ in range(repeat):
            frame.pts = self._frames
            self._frames += 1
            for packet in self._stream.encode(frame):
                self._container.mux(packet)

    def finish(self) -> None:
        """Write what is still in the encoder, then the index."""
        for packet in self._stream.encode():
            self._container.mux(packet)
        self._container.close()

    def abandon(self) -> None:
        """Close the file as it stands; it is of no use."""
        with suppress(Exception):
            self._container.close()


class EncodingThread:
    """Encodes beside the one that draws, a few frames behind it: one thread converts, one compresses.

    What fails in them is raised by the next `write`, or by `finish`.
    """

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._pictures: Queue[tuple[Pixels, int] | None] = Queue(_QUEUE)
        self._frames: Queue[tuple[av.VideoFrame, int] | None] = Queue(1)
        self._failure: Exception | None = None
        self._abandoned = Event()
        self._threads = [
            Thread(target=work, name=name, daemon=True)
            for name, work in (("converter", self._convert), ("encoder", self._encode))
        ]
        for thread in self._threads:
            thread.start()

    def write(self, pixels: Pixels, repeat: int = 1) -> None:
        """Hand over a picture, which the caller must not change until AHEAD more were handed over."""
        if self._failure is not None:
            raise self._failure
        self._pictures.put((pixels, repeat))

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
        for pixels, repeat in iter(self._pictures.get, None):
            if not self._stopped:
                self._attempt(
                    lambda pixels=pixels, repeat=repeat: self._frames.put(
                        (self._encoder.converted(pixels), repeat)
                    )
                )
        self._frames.put(None)

    def _encode(self) -> None:
        for frame, repeat in iter(self._frames.get, None):
            for count in _portions(repeat):
                if self._stopped:
                    break
                self._attempt(lambda frame=frame, count=count: self._encoder.encode(frame, count))
        if not self._stopped:
            self._attempt(self._encoder.finish)
        if self._stopped:
            self._encoder.abandon()

    def _attempt(self, action: Callable[[], None]) -> None:
        try:
            action()
        except Exception as error:
            self._failure = error


def _portions(count: int, size: int = 10) -> Iterator[int]:
    """Split a long still picture, so that an interrupt needn't wait for all of it."""
    return (min(size, count - start) for start in range(0, count, size))
