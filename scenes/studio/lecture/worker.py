"""One video in a process of its own: what the process is given, and what it makes of it."""

import os
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from pathlib import Path

from scenes.parameters import StoryParameters
from scenes.studio import options
from scenes.studio.failures import FailedError, UnfitError, diagnosis
from scenes.studio.job import Job
from scenes.studio.lecture.video import Video
from scenes.studio.pack.job import PackJob, run, target_in
from scenes.studio.processes.attempt import attempt
from scenes.studio.progress import Progress
from scenes.studio.registry import Entry


@dataclass(frozen=True)
class Task:
    """What a process is given: plain values, which it makes a PackJob of.

    `made` says that the film is there already, and only what goes with it is wanted;
    `base` is the folder that the values' files are named in, `folder` where the pack goes: both absolute.
    `story` is a lecturer's own class, pickled, where there is no file with it.
    """

    video: Video
    base: Path
    folder: Path
    command: str = ""
    threads: int | None = None
    processes: int = 1
    made: bool = False
    debug: bool = False
    story: bytes = b""

    @property
    def name(self) -> str:
        """What the video is called."""
        return self.video.name


def work(task: Task, pipe: Connection) -> None:
    """Make a video; the last thing told is DONE, or FAILED and why."""
    attempt(task.name, task.debug, pipe, lambda reports: _make(task, reports))


def _make(task: Task, progress: Progress) -> None:
    os.chdir(task.base)
    run(_pack(task), progress)


def _pack(task: Task) -> PackJob:
    video = task.video
    entry, parameters = _story(task)
    target = target_in(task.folder, video.name)
    job = Job(entry, parameters, video.quality, target, task.debug, task.threads, task.processes, task.made)
    return PackJob(job, video.languages, video.formats, video.title, task.command, video.sources)


def _story(task: Task) -> tuple[Entry, StoryParameters]:
    """Return the story of a video, and what it is told with; this runs a lecturer's own Python."""
    video = task.video
    try:
        if video.source is None and not task.story:
            return video.entry, options.build(video.entry.parameters, video.values)
        from scenes.studio.lecture.subclass import loaded, unpickled

        entry, story = loaded(video.source, video.entry.scene) if video.source else unpickled(task.story)
        return entry, replace(story.parameters, **video.values)
    except ValueError as error:
        raise UnfitError(str(error)) from error
    except Exception as error:
        raise FailedError(diagnosis(f"reading {video.entry.name}", error)) from error
