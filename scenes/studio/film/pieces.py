"""A film in pieces: a beat, or some seconds of a long one. Each may be a file that any process makes."""

from collections.abc import Callable, Iterable
from pathlib import Path

import av

from scenes.studio.film.encoder import Converter, Encoder, Pixels

LONGEST = 4  # seconds


class Pieces:
    """Numbers the pieces of a film while its frames come."""

    def __init__(self, fps: int) -> None:
        self._longest, self._number, self._frames = LONGEST * fps, 0, 0

    @property
    def count(self) -> int:
        """How many there are so far."""
        return self._number + bool(self._frames)

    def cut(self) -> None:
        """Let a new piece begin with the next frame."""
        if self._frames:
            self._number, self._frames = self._number + 1, 0

    def ahead(self, frames: int) -> tuple[int, int]:
        """Return which piece the next frame is in, and how many of so many frames are."""
        if self._frames == self._longest:
            self.cut()
        return self._number, min(frames, self._longest - self._frames)

    def pass_by(self, frames: int) -> None:
        """Note that so many frames came, all in one piece."""
        self._frames += frames


class PieceFolder:
    """The pieces of one film, in a folder that several processes share."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def claim(self, number: int) -> bool:
        """Whether nobody makes a piece yet; from now on it is the caller's."""
        try:
            (self._path / f"{number}.claimed").touch(exist_ok=False)
        except FileExistsError:
            return False
        return True

    def file(self, number: int) -> Path:
        """Return where a piece is, once it is whole."""
        return self._path / f"{number}.mp4"

    def missing(self, count: int) -> set[int]:
        """Return those of so many pieces that nobody has finished."""
        return {number for number in range(count) if not self.file(number).exists()}


class PieceEncoder:
    """Stands where an encoder does, and writes each piece to a file of its own."""

    def __init__(self, folder: PieceFolder, open_: Callable[[Path], Encoder]) -> None:
        self._folder, self._open = folder, open_
        self._encoder: Encoder | None = None
        self._file = Path()
        self._converter = Converter()

    def converted(self, pixels: Pixels) -> av.VideoFrame:
        """Return a picture in the video's colours."""
        return self._converter.converted(pixels)

    def encode(self, frame: av.VideoFrame, repeat: int, piece: int) -> None:
        """Write a converted picture to its piece."""
        file = self._folder.file(piece)
        if file != self._file:
            self.finish()
            self._file = file
            self._encoder = self._open(self._growing)
        assert self._encoder is not None
        self._encoder.encode(frame, repeat)

    def finish(self) -> None:
        """Complete the last piece."""
        if self._encoder is not None:
            self._encoder.finish()
            self._encoder = None
            self._growing.rename(self._file)

    def abandon(self) -> None:
        """Leave the last piece as it stands; it is of no use."""
        if self._encoder is not None:
            self._encoder.abandon()

    @property
    def _growing(self) -> Path:
        return self._file.with_suffix(".part")


def join(files: Iterable[Path], path: Path, comment: str) -> None:
    """Write one video of pieces, in order, as if they had been encoded one after the other."""
    with av.open(str(path), "w", format="mp4", options={"movflags": "+faststart"}) as whole:
        whole.metadata["comment"] = comment
        stream, ticks = None, 0
        for file in files:
            with av.open(str(file)) as piece:
                source = piece.streams.video[0]
                if stream is None:
                    stream = whole.add_stream_from_template(source)
                for packet in piece.demux(source):
                    if packet.size:
                        packet.pts = packet.dts = ticks
                        ticks += packet.duration or 0
                        packet.stream = stream
                        whole.mux(packet)
