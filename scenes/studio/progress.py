"""What a person sees while a video is made: a bar on a terminal, a line or two elsewhere, or nothing."""

import sys
import time
from typing import Protocol


class Progress(Protocol):
    """Is told what happens."""

    def say(self, stage: str) -> None:
        """Before the frames: what is being done."""
        ...

    def start(self, frames: int | None) -> None:
        """The frames begin; perhaps it is known about how many will come."""
        ...

    def advance(self, frames: int) -> None:
        """So many more frames were drawn."""
        ...

    def close(self) -> None:
        """It is over, well or badly."""
        ...


class Silence:
    """Shows nothing."""

    def say(self, stage: str) -> None: ...
    def start(self, frames: int | None) -> None: ...
    def advance(self, frames: int) -> None: ...
    def close(self) -> None: ...


class Lines:
    """Says in one line what was begun, and in one how long it took."""

    def __init__(self, title: str) -> None:
        self._title, self._frames, self._begun = title, 0, time.monotonic()

    def say(self, stage: str) -> None: ...

    def start(self, frames: int | None) -> None:  # noqa: ARG002
        print(f"rendering {self._title}", file=sys.stderr, flush=True)

    def advance(self, frames: int) -> None:
        self._frames += frames

    def close(self) -> None:
        if self._frames:
            seconds = time.monotonic() - self._begun
            print(f"{self._frames} frames in {seconds:.0f} s", file=sys.stderr, flush=True)


class Bar:
    """A bar of frames with rate and time left, on standard error."""

    def __init__(self, title: str) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(bar_width=None),
            TextColumn("{task.fields[frames]}"),
            TimeRemainingColumn(compact=True),
            console=Console(stderr=True),
            transient=True,
            expand=True,
            refresh_per_second=4,
        )
        self._title, self._begun = title, 0.0
        self._task = self._progress.add_task(title, total=None, frames="")
        self._progress.start()

    def say(self, stage: str) -> None:
        self._progress.update(self._task, frames=stage)

    def start(self, frames: int | None) -> None:
        self._begun = time.monotonic()
        self._progress.reset(self._task, total=frames, frames="")

    def advance(self, frames: int) -> None:
        task = self._progress.tasks[0]
        done = int(task.completed) + frames
        # The number expected is an estimate: the bar must neither overflow nor reach its end too early.
        total = task.total if task.total is None else max(task.total, done + 1)
        rate = done / max(time.monotonic() - self._begun, 1e-3)
        written = f"{done}/{total:.0f}" if total else f"{done}"
        self._progress.update(
            self._task, completed=done, total=total, frames=f"{written} frames  {rate:.0f}/s"
        )

    def close(self) -> None:
        self._progress.stop()


def progress_for(title: str, quiet: bool) -> Progress:
    """Return what suits: nothing if quiet, a bar on a terminal, else lines."""
    if quiet:
        return Silence()
    return Bar(title) if sys.stderr.isatty() else Lines(title)
