"""A lecture that is read and built again whenever one of its files changes."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from html import escape
from importlib import import_module
from pathlib import Path

from scenes.studio.failures import FailedError, UnfitError
from scenes.studio.lecture.board import Board
from scenes.studio.lecture.build import build, packs_in, table
from scenes.studio.lecture.page import page
from scenes.studio.lecture.reading import read
from scenes.studio.lecture.record import MARK, Digests, Record
from scenes.studio.lecture.video import Lecture


class StaleError(Exception):
    """A build that is no longer wanted."""


@dataclass(frozen=True)
class _Reading:
    """What the lecture file said when it was last without mistakes, with the digest of each video."""

    lecture: Lecture
    digests: Mapping[str, Digests] = field(default_factory=dict)


class Preview:
    """Builds a lecture at a low quality into a folder of its own, in a thread that calls `run`.

    `tell` is handed what a person should read in the terminal.
    """

    def __init__(
        self,
        path: Path,
        folder: Path,
        letter: str,
        jobs: int,
        board: Callable[[int], Board],
        tell: Callable[[str], None],
    ) -> None:
        self.path, self.folder = path, folder
        self._letter, self._jobs, self._board, self._tell = letter, jobs, board, tell
        self._reading = self._built = _Reading(Lecture(path, path.stem, "en", ()))
        self._mistakes = self._failures = ""
        self._building, self._stopped = False, False
        self._turn = 0  # counts what the page shows anew
        self._edits = self._read_edits = 0  # counts changes of files; those that were read
        self._wake = threading.Event()

    def touch(self) -> None:
        """Note that a file changed."""
        self._edits += 1
        self._wake.set()

    def stop(self) -> None:
        """End `run` soon, and what it makes."""
        self._stopped = True
        self._wake.set()

    def run(self) -> None:
        """Read and build, and do so again after each change, until it is stopped."""
        while not self._stopped:
            edits = self._edits
            if self._read() and self._reading != self._built:
                self._build()
            while self._edits == edits and not self._stopped:
                self._wake.wait()
                self._wake.clear()

    def folders(self) -> set[Path]:
        """Return the folders of all files that the lecture is made of."""
        named = {path for video in self._reading.lecture.videos for path in video.sources.values()}
        return {path.parent.absolute() for path in (self.path, *named) if path.parent.is_dir()}

    def state(self) -> str:
        """Return a text that changes whenever the page does."""
        try:
            made = (self.folder / MARK).stat().st_mtime_ns
        except OSError:
            made = 0
        return f"{self._turn}-{made}"

    def page(self, script: str) -> str:
        """Return the HTML of the lecture, with what is wrong above it; `script` is a part of it."""
        reading = self._reading
        made = packs_in(Record(self.folder), reading.digests)
        return page(reading.lecture, self.folder, made, script + self._banner(reading.lecture.language))

    def _banner(self, language: str) -> str:
        say = import_module(f"scenes.words.lecture.{language}").PAGE
        wrong = ((say["mistakes"], self._mistakes), (say["failures"], self._failures))
        shown = [
            f'<aside role="alert"><h2>{title}</h2><pre>{escape(text)}</pre></aside>'
            for title, text in wrong
            if text
        ]
        if self._building:
            shown.append(f'<p role="status">{say["making"]}</p>')
        return "\n".join(shown)

    def _read(self) -> bool:
        """Read the lecture; return whether it is without mistakes. With some, the last good one stays."""
        self._read_edits = self._edits
        try:
            lecture = read(self.path, self._letter)
            # Other formats are for the finished films; they would take longer than these.
            lecture = replace(lecture, videos=tuple(replace(each, formats=()) for each in lecture.videos))
            reading = _Reading(lecture, {video.name: Digests.of(video) for video in lecture.videos})
        except (ValueError, OSError) as error:
            self._note(str(error))
            return False
        if reading != self._reading:
            self._reading = reading
            self._turn += 1
        self._note("")
        return True

    def _note(self, mistakes: str) -> None:
        if mistakes != self._mistakes:
            self._mistakes = mistakes
            self._turn += 1
            self._tell(mistakes or "the mistakes are mended")

    def _build(self) -> None:
        self._building, self._failures = True, ""
        self._turn += 1
        reading = self._reading

        def check() -> None:
            self._check(reading.digests)

        try:
            outcomes = build(
                reading.lecture, self.folder, (), self._jobs, self._board, "descent preview", check
            )
            self._built = reading
            failed = [outcome for outcome in outcomes if outcome.problem is not None]
            self._failures = table(failed) if failed else ""
        except StaleError:
            pass
        except (FailedError, UnfitError) as error:
            self._failures = str(error)
        finally:
            self._building = False
            self._turn += 1
        if self._failures:
            self._tell(self._failures.rstrip())

    def _check(self, making: Mapping[str, Digests]) -> None:
        """Raise StaleError if what is being made is no longer asked for."""
        if self._stopped:
            raise StaleError
        if self._edits != self._read_edits and self._read():
            record, now = Record(self.folder), self._reading.digests
            if any(now.get(name) != made and not record.has(name, made) for name, made in making.items()):
                raise StaleError
