"""RGBA frames to a WebM file that is clear where nothing was drawn: VP9 with an alpha channel."""

import os
from contextlib import suppress
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc, VideoReformatter
from numpy.typing import NDArray

from scenes.studio.film.encoder import Pixels

# As quick as it can be; drawn pictures lose little by it.
QUICK = {"deadline": "realtime", "cpu-used": "8", "row-mt": "1", "tune-content": "screen"}
QUALITY = {"crf": "40", "b": "0"}


class ClearEncoder:
    """Writes frames of (height, width, 4) RGBA bytes to a .webm file.

    Their colours are those that stand before the background (3,), their alpha says how much of it is hidden.
    The background's colour stays where nothing is drawn, for players that know no alpha.
    """

    def __init__(
        self, path: Path, width: int, height: int, fps: int, background: Pixels, threads: int | None = None
    ) -> None:
        self._container = av.open(str(path), "w", format="webm")
        self._stream = self._container.add_stream(
            "libvpx-vp9", rate=fps, options={**QUICK, **QUALITY, "g": str(fps)}
        )
        context = self._stream.codec_context
        context.width, context.height, context.pix_fmt = width, height, "yuva420p"
        context.thread_count = threads or os.cpu_count() or 1
        context.colorspace = Colorspace.ITU709
        context.color_primaries = ColorPrimaries.BT709
        context.color_trc = ColorTrc.BT709
        context.color_range = ColorRange.MPEG
        self._tables = [_straightened(level) for level in background.tolist()]
        self._clear = np.empty((height, width, 4), np.uint8)
        self._reformatter = VideoReformatter()
        self._time_base = Fraction(1, fps)
        self._frames = 0

    def converted(self, pixels: Pixels) -> av.VideoFrame:
        """Return a picture in the video's colours, which are no longer mixed with the background's."""
        return self._reformatter.reformat(
            av.VideoFrame.from_numpy_buffer(self._unmixed(pixels), format="rgba"),
            format="yuva420p",
            dst_colorspace=Colorspace.ITU709,
            dst_color_range=ColorRange.MPEG,
            dst_color_primaries=ColorPrimaries.BT709,
            dst_color_trc=ColorTrc.BT709,
            threads=1,
        )

    def encode(self, frame: av.VideoFrame, repeat: int, piece: int = 0) -> None:
        """Write a converted picture, shown for as many frames as `repeat` says."""
        del piece
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

    def _unmixed(self, pixels: Pixels) -> Pixels:
        """Return the pixels with colours of their own, until the next call."""
        np.copyto(self._clear, pixels)
        clear = self._clear.reshape(-1, 4)
        # Those that are neither clear nor opaque: alpha stands in the highest of four bytes.
        edges = np.flatnonzero(pixels.view("<u4").ravel() - np.uint32(1 << 24) < np.uint32(254 << 24))
        mixed = clear[edges].astype(np.uint16)
        places = mixed[:, 3:] << 8 | mixed[:, :3]
        for channel, table in enumerate(self._tables):
            clear[edges, channel] = table[places[:, channel]]
        return self._clear


def _straightened(background: int) -> NDArray[np.uint8]:
    """Return the levels (65536,) that give a level before a background, by 256 * alpha + the level."""
    alpha, level = np.divmod(np.arange(256 * 256), 256)
    own = background + (level - background) * 255.0 / np.maximum(alpha, 1)
    return np.rint(np.clip(own, 0, 255)).astype(np.uint8)
