"""A film as a moving picture: GIF, WebP and APNG.

Each writes only what changes, and for how long it stands; the containers are written here, since Pillow
would compare all pictures anew.
"""

import io
import os
import struct
import zlib
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from PIL import GifImagePlugin, Image

from scenes.studio.pack.formats.moving import Change, changes, key_pictures
from scenes.studio.pack.packed import Packed

SAMPLES = 24  # pictures from which the colours of a GIF are chosen
COLORS = 255  # of a GIF, and one that is transparent
RARE = 64  # of them, for what is far from all else, be it small
QUALITY = 50  # of WebP
SPARSE = 0.3  # of a part: where less changed, what did not is left out
PENDING = 4  # parts that wait to be compressed

Part = TypeVar("Part")


def gif(packed: Packed) -> None:
    """Write a GIF of the 255 colours that suit the film best; times are whole hundredths of a second."""
    video = packed.video
    palette = _palette(video)
    rgb = bytes(palette.getpalette() or ()).ljust(768, b"\0")
    with video.with_suffix(".gif").open("wb") as file:
        for size, blocks in _in_order(lambda change: _gif_part(change, palette), changes(video)):
            if file.tell() == 0:
                file.write(b"GIF89a" + struct.pack("<HH", *size) + b"\xf7\0\0" + rgb)
                file.write(b"\x21\xff\x0bNETSCAPE2.0\x03\x01\0\0\0")
            file.write(blocks)
        file.write(b";")


def webp(packed: Packed) -> None:
    """Write an animated WebP."""
    found = list(_in_order(_webp_part, changes(packed.video, again=True)))
    width, height = found[0][0]
    canvas = struct.pack("<I", width - 1)[:3] + struct.pack("<I", height - 1)[:3]
    header = _riff(b"VP8X", b"\x12\0\0\0" + canvas) + _riff(b"ANIM", b"\xff\xff\xff\xff\0\0")
    body = b"WEBP" + header + b"".join(part for _, part in found)
    packed.video.with_suffix(".webp").write_bytes(_riff(b"RIFF", body))


def apng(packed: Packed) -> None:
    """Write an animated PNG, which keeps every point as it is."""
    found = list(_in_order(_png_part, changes(packed.video)))
    chunks = [_chunk(b"IHDR", found[0][1]), _chunk(b"acTL", struct.pack(">II", len(found), 0))]
    number = 0
    for place, (control, _, data) in enumerate(found):
        chunks.append(_chunk(b"fcTL", struct.pack(">I", number) + control))
        number += 1
        if place == 0:
            chunks.append(_chunk(b"IDAT", data))
            continue
        chunks.append(_chunk(b"fdAT", struct.pack(">I", number) + data))
        number += 1
    packed.video.with_suffix(".apng").write_bytes(
        b"\x89PNG\r\n\x1a\n" + b"".join(chunks) + _chunk(b"IEND", b"")
    )


def _palette(video: Path) -> Image.Image:
    """Return a picture whose palette suits some pictures from all of a video."""
    found = key_pictures(video)
    # Every other point of every other row: the same colours in a quarter of the time.
    size = width, height = [side // 2 for side in found[0].size]
    some = [
        picture.resize(size, Image.Resampling.NEAREST) for picture in found[:: max(1, len(found) // SAMPLES)]
    ]
    sheet = Image.new("RGB", (width, height * len(some)))
    for place, picture in enumerate(some):
        sheet.paste(picture, (0, place * height))
    common = sheet.quantize(COLORS - RARE, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    far_apart = sheet.quantize(RARE, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    palette = Image.new("P", (1, 1))
    palette.putpalette([*(common.getpalette() or ()), *(far_apart.getpalette() or ())])
    return palette


def _in_order(work: Callable[[Change], Part], found: Iterator[Change]) -> Iterator[Part]:
    """Yield what is made of each change, in order; some are worked on at the same time."""
    pending: deque[Future[Part]] = deque()
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for change in found:
            pending.append(pool.submit(work, change))
            if len(pending) > PENDING:
                yield pending.popleft().result()
        while pending:
            yield pending.popleft().result()


def _gif_part(change: Change, palette: Image.Image) -> tuple[tuple[int, int], bytes]:
    part = change.part.quantize(palette=palette, dither=Image.Dither.NONE)
    part.paste(COLORS, (0, 0), change.mask.point([255] + [0] * 255))
    hundredths = round(change.end * 100) - round(change.begin * 100)
    blocks = GifImagePlugin.getdata(
        part, change.box[:2], duration=10 * hundredths, transparency=COLORS, disposal=1, interlace=False
    )
    return part.size, b"".join(blocks)


def _webp_part(change: Change) -> tuple[tuple[int, int], bytes]:
    buffer, part = io.BytesIO(), change.part
    if change.share < SPARSE:
        part = part.copy()
        part.putalpha(change.mask)
    part.save(buffer, "WEBP", quality=QUALITY, alpha_quality=100, method=0)
    picture = b"".join(chunk for name, chunk in _riff_chunks(buffer.getvalue()) if name != b"VP8X")
    left, top = change.box[:2]
    width, height = part.size
    numbers = (left // 2, top // 2, width - 1, height - 1, _milliseconds(change))
    about = b"".join(struct.pack("<I", number)[:3] for number in numbers)
    return part.size, _riff(b"ANMF", about + b"\0" + picture)


def _milliseconds(change: Change) -> int:
    return round(change.end * 1000) - round(change.begin * 1000)


def _riff(name: bytes, data: bytes) -> bytes:
    return name + struct.pack("<I", len(data)) + data + b"\0" * (len(data) & 1)


def _riff_chunks(webp: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield the chunks of a WebP file, each with its name and as it stands there."""
    place = 12
    while place < len(webp):
        length = int.from_bytes(webp[place + 4 : place + 8], "little")
        end = place + 8 + length + (length & 1)
        yield webp[place : place + 4], webp[place:end]
        place = end


def _png_part(change: Change) -> tuple[bytes, bytes, bytes]:
    """Return a frame's control, header and data."""
    buffer = io.BytesIO()
    change.part.save(buffer, "PNG", compress_level=6)
    header, data = b"", b""
    for name, content in _chunks(buffer.getvalue()):
        header = content if name == b"IHDR" else header
        data += content if name == b"IDAT" else b""
    size_and_place = struct.pack(">IIII", *change.part.size, *change.box[:2])
    return size_and_place + struct.pack(">HHBB", _milliseconds(change), 1000, 0, 0), header, data


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = 8
    while place < len(png):
        length = int.from_bytes(png[place : place + 4], "big")
        yield png[place + 4 : place + 8], png[place + 8 : place + 8 + length]
        place += 12 + length


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
