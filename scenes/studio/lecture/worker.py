"""One video in a process of its own: what the process does, and what it tells the one that started it."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from scenes.studio import job, options
from scenes.studio.failures import FailedError, UnfitError, diagnosis
from scenes.studio.film.quality import Quality
from scenes.studio.processes.attempt import attempt
from scenes.studio.progress import Progress
from scenes.studio.registry import Entry
from scenes.studio.target import Target


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
