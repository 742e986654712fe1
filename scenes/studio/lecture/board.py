"""What a person sees while many videos are made: all that are being made, or a line for each, or nothing."""

import sys
from collections.abc import Callable
from typing import Protocol

from scenes.studio.lecture.problems import printable


class Board(Protocol):
    """Is told what happens to each video, by name."""

    def begin(self, name: str) -> None:
        """A process starts on it."""
        ...

    def say(self, name: str, stage: str) -> None:
        """Before its frames: what is being done."""
        ...

    def start(self, name: str, frames: int | None) -> None:
        """Its frames begin; perhaps it is known about how many will come."""
        ...

    def advance(self, name: str, frames: int) -> None:
        """So many more of its frames were drawn."""
        ...

    def note(self, line: str) -> None:
        """Something that a person should know at once."""
        ...

    def end(self, name: str, problem: str | None, seconds: float) -> None:
        """It is over, with a problem or without."""
        ...

    def close(self) -> None:
        """All is over."""
        ...


class Silence:
    """Shows nothing."""

    def begin(self, name: str) -> None: ...
    def say(self, name: str, stage: str) -> None: ...
    def start(self, name: str, frames: int | None) -> None: ...
    def advance(self, name: str, frames: int) -> None: ...
    def note(self, line: str) -> None: ...
    def end(self, name: str, problem: str | None, seconds: float) -> None: ...
    def close(self) -> None: ...


def _to_standard_error(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


class Lines:
    """A line for each video that is finished, and for what goes wrong."""

    def __init__(self, total: int, write: Callable[[str], None] = _to_standard_error) -> None:
        self._total, self._ended, self._write = total, 0, write
        self._frames: dict[str, int] = {}

    def begin(self, name: str) -> None:
        self._frames[name] = 0

    def say(self, name: str, stage: str) -> None: ...
    def start(self, name: str, frames: int | None) -> None: ...

    def advance(self, name: str, frames: int) -> None:
        self._frames[name] += frames

    def note(self, line: str) -> None:
        self._write(printable(line))

    def end(self, name: str, problem: str | None, seconds: float) -> None:
        self._ended += 1
        done = f"{self._frames[name]} frames" if self._frames[name] else "nothing to draw"
        told = f"{done} in {seconds:.0f} s" if problem is None else "failed"
        self.note(f"{self._ended}/{self._total} {name}: {told}")

    def close(self) -> None: ...


class Bars:
    """A bar for each video that is being made, and one for all."""

    def __init__(self, total: int) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

        self._progress = Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(bar_width=None),
            TextColumn("{task.fields[told]}", markup=False),
            TimeRemainingColumn(compact=True),
            console=Console(stderr=True, markup=False, highlight=False),
            transient=True,
            expand=True,
            refresh_per_second=4,
        )
        self._lines = Lines(total, lambda line: self._progress.console.print(line, soft_wrap=True))
        self._tasks: dict[str, TaskID] = {}
        self._all = self._progress.add_task("all videos", total=total, told=f"0/{total}")
        self._progress.start()

    def begin(self, name: str) -> None:
        self._lines.begin(name)
        self.close_row(name)
        self._tasks[name] = self._progress.add_task(name, total=None, told="starting")

    def say(self, name: str, stage: str) -> None:
        self._progress.update(self._tasks[name], told=stage)

    def start(self, name: str, frames: int | None) -> None:
        self._progress.reset(self._tasks[name], total=frames, told="")

    def advance(self, name: str, frames: int) -> None:
        self._lines.advance(name, frames)
        task = next(each for each in self._progress.tasks if each.id == self._tasks[name])
        done = int(task.completed) + frames
        # The number expected is an estimate: the bar must neither overflow nor reach its end too early.
        total = task.total if task.total is None else max(task.total, done + 1)
        told = f"{done}/{total:.0f} frames" if total else f"{done} frames"
        self._progress.update(task.id, completed=done, total=total, told=told)

    def note(self, line: str) -> None:
        self._lines.note(line)

    def end(self, name: str, problem: str | None, seconds: float) -> None:
        self.close_row(name)
        self._lines.end(name, problem, seconds)
        task = next(each for each in self._progress.tasks if each.id == self._all)
        done = int(task.completed) + 1
        self._progress.update(self._all, completed=done, told=f"{done}/{task.total:.0f}")

    def close_row(self, name: str) -> None:
        """Take away the bar of a video, if it has one."""
        if name in self._tasks:
            self._progress.remove_task(self._tasks.pop(name))

    def close(self) -> None:
        self._progress.stop()


def board_for(total: int, quiet: bool) -> Board:
    """Return what suits: nothing if quiet, bars on a terminal, else lines."""
    if quiet:
        return Silence()
    return Bars(total) if sys.stderr.isatty() else Lines(total)
