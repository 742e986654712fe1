"""The moving picture of a video as a sequence of what changes, for formats that store just that.

What a video's compression makes of a picture that stands still trembles a little at every keyframe; what
changes by less than can be seen is taken as unchanged.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import av
from av.video.reformatter import ColorRange, Colorspace, Interpolation, VideoReformatter
from PIL import Image, ImageChops

SHORT_SIDE = 480  # pixels, at most
RATE = 8.0  # pictures a second, at most about
UNSEEN, FAINT = 20, 5  # of 255: smaller changes of a colour wait, and are left out
SETTLING = 8  # pictures after which those that wait are shown

Box = tuple[int, int, int, int]


@dataclass(frozen=True)
class Change:
    """A part of the picture that is shown anew, from when to when, in seconds.

    `mask` tells which of its points changed.
    """

    box: Box
    part: Image.Image
    mask: Image.Image
    begin: float
    end: float

    @property
    def share(self) -> float:
        """How much of the part changed."""
        return self.mask.histogram()[255] / (self.part.width * self.part.height)


def changes(video: Path, again: bool = False) -> Iterator[Change]:
    """Yield the whole first picture, then each part that changes, with the time until the next change.

    `again`: what changed comes once more about a second later, for formats that blur what is beside an edge.
    """
    shown: Image.Image | None = None
    touched: Image.Image | None = None
    change: tuple[Box, Image.Image, Image.Image, float] | None = None
    end = 0.0
    for number, (time, until, picture) in enumerate(pictures(video)):
        end = until
        if shown is None or touched is None or change is None:
            shown, touched = picture.copy(), Image.new("L", picture.size, 0)
            change = (0, 0, *picture.size), picture, Image.new("L", picture.size, 255), 0.0
            continue
        settles = number % SETTLING == 0
        mask = _changed(shown, picture, FAINT if settles else UNSEEN)
        if again:
            mask, touched = (
                (ImageChops.lighter(mask, touched), Image.new("L", picture.size, 0))
                if settles
                else (mask, ImageChops.lighter(mask, touched))
            )
        box = mask.getbbox()
        if box is None:
            continue
        yield Change(*change, time)
        box = _even(box, picture.size)
        mask = mask.crop(box)
        shown.paste(picture.crop(box), box[:2], mask)
        change = box, shown.crop(box), mask, time
    if change is not None:
        yield Change(*change, end)


def pictures(video: Path) -> Iterator[tuple[float, float, Image.Image]]:
    """Yield pictures (begin, end, pixels) at most RATE a second, in the colours that were drawn."""
    with av.open(str(video)) as container:
        stream = container.streams.video[0]
        stream.thread_type = "AUTO"
        fps = float(stream.average_rate or 30)
        every = max(1, math.ceil(fps / RATE - 1e-6))
        convert = _Converter(stream.width, stream.height)
        for number, frame in enumerate(container.decode(stream)):
            if number % every == 0:
                yield number / fps, min(number + every, stream.frames or number + every) / fps, convert(frame)


def key_pictures(video: Path) -> list[Image.Image]:
    """Return about one picture a second."""
    with av.open(str(video)) as container:
        stream = container.streams.video[0]
        stream.codec_context.skip_frame = "NONKEY"
        convert = _Converter(stream.width, stream.height)
        return [convert(frame) for frame in container.decode(stream)]


def picture_at(video: Path, time: float) -> Image.Image:
    """Return the picture just before a time, in full size."""
    with av.open(str(video)) as container:
        stream = container.streams.video[0]
        fps = stream.average_rate or 30
        wanted = max(0, round(time * float(fps)) - 1)
        container.seek(
            int(max(0.0, wanted / float(fps) - 1e-3) / float(stream.time_base or 1)), stream=stream
        )
        found = None
        for frame in container.decode(stream):
            found = frame
            if round(float(frame.time or 0.0) * float(fps)) >= wanted:
                break
        assert found is not None
        return _Converter(stream.width, stream.height, short_side=None)(found)


class _Converter:
    """Turns frames in the video's colours into pictures of at most a size."""

    def __init__(self, width: int, height: int, short_side: int | None = SHORT_SIDE) -> None:
        share = 1.0 if short_side is None else min(1.0, short_side / min(width, height))
        self._size = round(width * share / 2) * 2, round(height * share / 2) * 2
        self._reformat = VideoReformatter().reformat

    def __call__(self, frame: av.VideoFrame) -> Image.Image:
        width, height = self._size
        return self._reformat(
            frame,
            width,
            height,
            "rgb24",
            src_colorspace=Colorspace.ITU709,
            src_color_range=ColorRange.MPEG,
            dst_color_range=ColorRange.JPEG,
            interpolation=Interpolation.AREA,  # means of points, quicker than curves through them
        ).to_image()


def _changed(before: Image.Image, now: Image.Image, least: int) -> Image.Image:
    """Return where a change is at least so large, as a mask."""
    red, green, blue = ImageChops.difference(before, now).split()
    most = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    return most.point([0] * least + [255] * (256 - least))


def _even(box: Box, size: tuple[int, int]) -> Box:
    """Return a box whose corner is even, as WebP wants it."""
    left, top, right, bottom = box
    return left & ~1, top & ~1, min(right + (right & 1), size[0]), min(bottom + (bottom & 1), size[1])
