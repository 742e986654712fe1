"""One film drawn by several processes.

Each goes through the whole of it, and draws the pieces that it is the first to come to.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from scenes.parameters import StoryParameters
from scenes.studio import interrupts
from scenes.studio.film.quality import Quality
from scenes.studio.processes.attempt import ADVANCE, attempt
from scenes.studio.processes.scene import Attend, expected_frames, prepared, unattended
from scenes.studio.processes.worker import Worker, dismiss, wait
from scenes.studio.progress import Progress, Silence
from scenes.studio.registry import Entry


@dataclass(frozen=True)
class Part:
    """What a process is given: the film, where its pieces go, and a folder for what Manim writes."""

    entry: Entry
    parameters: StoryParameters
    quality: Quality
    threads: int | None
    debug: bool
    pieces: Path
    drafts: Path


def draw_together(part: Part, helpers: int, progress: Progress, attend: Attend) -> tuple[Any, list[Path]]:
    """Draw a film with so many helpers; return what the scene spoke, and the files of its pieces, in order.

    What a helper leaves undone is drawn in the end.
    """
    from scenes.studio.film.pieces import PieceFolder

    pieces = PieceFolder(part.pieces)
    part.pieces.mkdir()
    parts = [replace(part, drafts=part.drafts / f"helper-{number}") for number in range(helpers)]
    with _helped(parts, progress) as everyone:
        writer = _draw(part, everyone, pieces.claim, attend)
        everyone.wait()
    count = writer.pieces.count
    if missing := pieces.missing(count):
        progress.say("drawing what a process left undone")
        _draw(part, Silence(), missing.__contains__)
    return writer.captions, [pieces.file(number) for number in range(count)]


def gone_through(part: Part, attend: Attend) -> Any:
    """Go through a film without drawing any of it, and return what its scene spoke."""
    return _draw(part, Silence(), lambda piece: False, attend).captions  # noqa: ARG005


def help_(part: Part, pipe: Connection) -> None:
    """Draw some pieces of a film, in a process of its own."""
    from scenes.studio.film.pieces import PieceFolder

    def draw(progress: Progress) -> None:
        part.drafts.mkdir()
        _draw(part, progress, PieceFolder(part.pieces).claim)

    attempt(part.entry.name, part.debug, pipe, draw)


def _draw(part: Part, progress: Progress, is_ours: Callable[[int], bool], attend: Attend = unattended) -> Any:
    """Go through the film and draw the pieces that are ours; return the writer of its frames."""
    from scenes.studio.film.encoder import Encoder, EncodingThread
    from scenes.studio.film.manim_writer import streaming
    from scenes.studio.film.pieces import PieceEncoder, PieceFolder

    size = part.quality

    def watch(frames: int) -> None:
        interrupts.check()
        progress.advance(frames)

    def encoder(path: Path) -> Encoder:
        return Encoder(path, size.width, size.height, size.fps, threads=part.threads)

    with prepared(part.entry, part.parameters, size, part.drafts, part.debug, attend) as scene:
        progress.start(expected_frames(scene))
        pieces = EncodingThread(PieceEncoder(PieceFolder(part.pieces), encoder))
        with streaming(scene, pieces, watch, is_ours) as writer:
            scene.render()
    return writer


class _Everyone:
    """Passes on progress, and adds the frames that helpers have drawn."""

    def __init__(self, workers: Sequence[Worker], progress: Progress) -> None:
        self._workers, self._progress = workers, progress

    def say(self, stage: str) -> None:
        self._progress.say(stage)

    def start(self, frames: int | None) -> None:
        self._progress.start(frames)

    def advance(self, frames: int) -> None:
        told = (each for worker in self._workers for each in worker.told())
        self._progress.advance(frames + sum(value for kind, value in told if kind == ADVANCE))

    def close(self) -> None:
        self._progress.close()

    def wait(self) -> None:
        """Wait until the helpers have ended, well or badly."""
        while working := [worker for worker in self._workers if not worker.over]:
            wait(working, 1.0)
            self.advance(0)


@contextmanager
def _helped(parts: Sequence[Part], progress: Progress) -> Iterator[_Everyone]:
    """Let a process work on each of the parts meanwhile; afterwards all are gone."""
    workers: list[Worker] = []
    try:
        for number, part in enumerate(parts, 1):
            workers.append(Worker(f"helper {number}", help_, part))
        yield _Everyone(workers, progress)
    finally:
        dismiss(workers)
