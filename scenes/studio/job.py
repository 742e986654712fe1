"""One job: a story with its parameters becomes a published video."""

import contextlib
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any

from scenes.parameters import StoryParameters
from scenes.studio import interrupts
from scenes.studio.failures import FailedError, UnfitError, diagnosis, is_full, no_space
from scenes.studio.film.quality import Quality
from scenes.studio.progress import Progress
from scenes.studio.publish import put, scratch, workshop
from scenes.studio.registry import Entry
from scenes.studio.target import Target

VIDEO = "video.mp4"


@dataclass(frozen=True)
class Job:
    """What to render, how, and where to; `threads` are those that compress, as many as useful if None."""

    entry: Entry
    parameters: StoryParameters
    quality: Quality
    target: Target
    debug: bool = False
    threads: int | None = None


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
    attend: Callable[[Any], None] = lambda scene: None,  # noqa: ARG005
) -> Mapping[str, str]:
    """Write a video and return what the files of its captions hold, by their endings.

    What Manim writes on the way goes to the folder `drafts`. `attend` is handed the scene before it is told.
    Raises UnfitError or FailedError.
    """
    progress.say("loading Manim")
    try:
        from scenes.studio.film.encoder import Encoder, EncodingThread
        from scenes.studio.film.manim_writer import configured, streaming
        from scenes.studio.film.subtitles import files

        scene_class = getattr(import_module(job.entry.module), job.entry.scene)
        quality = job.quality
        with configured(quality, job.parameters.seed, drafts, job.debug):
            scene = type(job.entry.scene, (scene_class,), {"parameters": job.parameters})()
            attend(scene)
            progress.say("computing")
            prepare(scene)
            progress.start(_expected_frames(scene, quality))
            size = (quality.width, quality.height, quality.fps)
            encoder = Encoder(video, *size, _comment(job), job.threads)
            with streaming(scene, EncodingThread(encoder), lambda frames: _watch(progress, frames)) as writer:
                scene.render()
        return files(writer.captions)
    except UnfitError:
        raise
    except Exception as error:
        if is_full(error):
            raise FailedError(no_space(_fuller(video.parent, drafts, job.target.path))) from error
        raise FailedError(diagnosis(f"rendering {job.entry.name}", error)) from error


def _fuller(room: Path, drafts: Path, target: Path) -> Path:
    """Return what could not be written: the video, or the drafts, if their disk has less left."""
    with contextlib.suppress(OSError):
        if shutil.disk_usage(drafts).free < shutil.disk_usage(room).free:
            return drafts
    return target


@contextlib.contextmanager
def prepared(
    entry: Entry, parameters: StoryParameters, quality: Quality, drafts: Path, debug: bool
) -> Iterator[Any]:
    """Yield a story's scene with all computed that it draws, and Manim set up for it meanwhile.

    Raises UnfitError where the story can't be told.
    """
    from scenes.studio.film.manim_writer import configured

    scene_class = getattr(import_module(entry.module), entry.scene)
    with configured(quality, parameters.seed, drafts, debug):
        scene = type(entry.scene, (scene_class,), {"parameters": parameters})()
        prepare(scene)
        yield scene


def prepare(scene: Any) -> None:
    """Let a scene compute what it draws; raise UnfitError where it can't be told."""
    try:
        scene.prepare()
        scene.prepared = True
    except ValueError as error:
        raise UnfitError(str(error)) from error


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


def _expected_frames(scene: Any, quality: Quality) -> int | None:
    seconds = getattr(scene, "expected_seconds", None)
    return round(seconds * quality.fps) if seconds else None


def _comment(job: Job) -> str:
    changed = ", ".join(f"{name}={value}" for name, value in vars(job.parameters).items())
    return f"descent-in-motion {version('descent-in-motion')}: {job.entry.name}({changed})"
