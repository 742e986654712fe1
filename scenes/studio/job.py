"""One job: a story with its parameters becomes a published video."""

import contextlib
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from scenes.parameters import StoryParameters
from scenes.studio import interrupts, options
from scenes.studio.failures import FailedError, UnfitError, diagnosis, is_full, no_space
from scenes.studio.film.quality import Quality
from scenes.studio.processes.scene import Attend, expected_frames, prepared, unattended
from scenes.studio.progress import Progress
from scenes.studio.publish import put, scratch, workshop
from scenes.studio.registry import Entry
from scenes.studio.target import Target

VIDEO = "video.mp4"


@dataclass(frozen=True)
class Job:
    """What to render, how, and where to.

    `threads` are those that compress, as many as useful if None; `processes`, those that draw. A film that
    is `made` stands at the target as it would be drawn.
    """

    entry: Entry
    parameters: StoryParameters
    quality: Quality
    target: Target
    debug: bool = False
    threads: int | None = None
    processes: int = 1
    made: bool = False


def run(job: Job, progress: Progress) -> Path:
    """Render and publish; return the video's path.

    Raises UnfitError or FailedError. Then, and when interrupted, the target stays as it was and nothing is
    left beside it.
    """
    path = job.target.path
    with contextlib.redirect_stdout(sys.stderr), workshop(path) as room, scratch(path) as drafts:
        captions = film(job, room / VIDEO, drafts, progress)
        put(room / VIDEO, path, "video")
        _put_captions(captions, room, job.target)
    return path


def film(
    job: Job,
    video: Path,
    drafts: Path,
    progress: Progress,
    attend: Attend = unattended,
) -> Mapping[str, str]:
    """Write a video and return what the files of its captions hold, by their endings.

    What Manim writes on the way goes to the folder `drafts`. `attend` is handed the scene before it is told.
    Raises UnfitError or FailedError.
    """
    progress.say("loading Manim")

    def begin(scene: Any) -> None:
        attend(scene)
        progress.say("computing")

    try:
        from scenes.studio.film.subtitles import files

        draw = _once_more if job.made else _alone if job.processes == 1 else _together
        return files(draw(job, video, drafts, progress, begin))
    except UnfitError:
        raise
    except Exception as error:
        if is_full(error):
            raise FailedError(no_space(_fuller(video.parent, drafts, job.target.path))) from error
        raise FailedError(diagnosis(f"rendering {job.entry.name}", error)) from error


def _alone(job: Job, video: Path, drafts: Path, progress: Progress, attend: Attend) -> Any:
    """Draw a film, and return what its scene spoke."""
    from scenes.studio.film.encoder import Encoder, EncodingThread
    from scenes.studio.film.manim_writer import streaming

    size = job.quality
    with prepared(job.entry, job.parameters, size, drafts, job.debug, attend) as scene:
        progress.start(expected_frames(scene))
        encoder = Encoder(video, size.width, size.height, size.fps, _comment(job), job.threads)
        with streaming(scene, EncodingThread(encoder), lambda frames: _watch(progress, frames)) as writer:
            scene.render()
    return writer.captions


def _once_more(job: Job, video: Path, drafts: Path, progress: Progress, attend: Attend) -> Any:
    """Take a film that is made, and return what its scene spoke, which is gone through undrawn."""
    from scenes.studio.processes.together import gone_through

    shutil.copyfile(job.target.path, video)
    progress.say("taking the film that is there")
    return gone_through(_part(job, drafts), attend)


def _part(job: Job, drafts: Path) -> Any:
    from scenes.studio.processes.together import Part

    return Part(job.entry, job.parameters, job.quality, job.threads, job.debug, drafts / "pieces", drafts)


def _together(job: Job, video: Path, drafts: Path, progress: Progress, attend: Attend) -> Any:
    """Draw a film with the help of other processes, and return what its scene spoke."""
    from scenes.studio.film.pieces import join
    from scenes.studio.processes.together import draw_together

    captions, files = draw_together(_part(job, drafts), job.processes - 1, progress, attend)
    progress.say("joining")
    join(files, video, _comment(job))
    return captions


def _fuller(room: Path, drafts: Path, target: Path) -> Path:
    """Return what could not be written: the video, or the drafts, if their disk has less left."""
    with contextlib.suppress(OSError):
        if shutil.disk_usage(drafts).free < shutil.disk_usage(room).free:
            return drafts
    return target


def _watch(progress: Progress, frames: int) -> None:
    interrupts.check()
    progress.advance(frames)


def _put_captions(captions: Mapping[str, str], room: Path, target: Target) -> None:
    for path in target.captions:
        if path.suffix in captions:
            file = room / f"captions{path.suffix}"
            file.write_text(captions[path.suffix], encoding="utf-8")
            put(file, path, "captions")
        else:
            path.unlink(missing_ok=True)


def _comment(job: Job) -> str:
    given = [
        (each.name, getattr(job.parameters, each.name)) for each in options.settable(type(job.parameters))
    ]
    told = ", ".join(f"{name}={value}" for name, value in given)
    return f"descent-in-motion {version('descent-in-motion')}: {job.entry.name}({told})"
