"""One video in a process of its own: what the process does, and what it tells the one that started it."""

import os
import signal
import time
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from scenes.studio import interrupts, job, options
from scenes.studio.failures import FailedError, UnfitError, diagnosis
from scenes.studio.film.quality import Quality
from scenes.studio.progress import Progress
from scenes.studio.registry import Entry
from scenes.studio.target import Target

HELD_BACK = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)  # until a new process can tidy up after them
SAY, START, ADVANCE, DONE, FAILED = "say", "start", "advance", "done", "failed"
_EVERY = 0.2  # seconds between two reports of frames


@dataclass(frozen=True)
class Task:
    """What a process is given: plain values, which it makes a Job of. The target's path is absolute."""

    name: str
    entry: Entry
    values: Mapping[str, Any]
    folder: Path  # what values name is there
    source: Path | None
    quality: Quality
    target: Target
    threads: int | None
    debug: bool


def work(task: Task, pipe: Connection) -> None:
    """Make a video; the last thing told is DONE, or FAILED and why."""
    attempt(task.name, task.debug, pipe, lambda reports: _make(task, reports))


def attempt(name: str, debug: bool, pipe: Connection, make: Callable[[Progress], object]) -> None:
    """Make something in this process, which ends then; the last thing told is DONE, or FAILED and why.

    Ctrl-C is for the one that started this process, which then ends it by SIGTERM.
    """
    interrupts.listen()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, HELD_BACK)
    if not debug:
        _hush()
    try:
        make(_Reports(pipe))
        pipe.send((DONE, None))
    except KeyboardInterrupt:
        os._exit(interrupts.EXIT_CODE)
    except (UnfitError, FailedError) as error:
        if debug:
            traceback.print_exc()
        pipe.send((FAILED, str(error)))
    except Exception as error:
        if debug:
            traceback.print_exc()
        pipe.send((FAILED, diagnosis(f"making {name}", error)))
    pipe.close()
    os._exit(0)  # nothing is left to be tidied up, and modules take their time to go


def _make(task: Task, progress: Progress) -> None:
    os.chdir(task.folder)
    job.run(_job(task), progress)


def _job(task: Task) -> job.Job:
    try:
        entry, parameters = task.entry, None
        if task.source is None:
            parameters = options.build(entry.parameters, task.values)
        else:
            from scenes.studio.lecture.subclass import loaded

            entry, story = loaded(task.source, entry.scene)
            parameters = replace(story.parameters, **task.values)
    except ValueError as error:
        raise UnfitError(str(error)) from error
    except Exception as error:
        raise FailedError(diagnosis(f"reading {task.entry.name}", error)) from error
    return job.Job(entry, parameters, task.quality, task.target, task.debug, task.threads)


def _hush() -> None:
    """Let nothing that libraries or a lecturer's code print come between the lines of progress."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nowhere, stream)
    os.close(nowhere)


class _Reports:
    """Progress, told through a pipe, and not for each frame."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe, self._frames, self._last = pipe, 0, 0.0

    def say(self, stage: str) -> None:
        self._pipe.send((SAY, stage))

    def start(self, frames: int | None) -> None:
        self._pipe.send((START, frames))

    def advance(self, frames: int) -> None:
        self._frames += frames
        if time.monotonic() - self._last >= _EVERY:
            self.close()

    def close(self) -> None:
        self._pipe.send((ADVANCE, self._frames))
        self._frames, self._last = 0, time.monotonic()
