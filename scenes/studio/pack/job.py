"""One pack: a story with its parameters becomes a folder with its video and what goes with that."""

import contextlib
import platform
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from scenes.parameters import StoryParameters
from scenes.studio.failures import FailedError, diagnosis, is_full, no_space
from scenes.studio.film.quality import Quality
from scenes.studio.job import Job, film
from scenes.studio.pack.folder import put_folder, write_manifest
from scenes.studio.progress import Progress
from scenes.studio.publish import scratch, workshop
from scenes.studio.registry import Entry
from scenes.studio.target import SUFFIX, Target

_PACKAGES = ("descent-in-motion", "manim", "numpy", "sympy", "av", "pillow", "typst")


@dataclass(frozen=True)
class PackJob:
    """What to pack, in which languages, the film's own first, in which formats, and where to.

    `command` is what was asked for, word for word.
    """

    entry: Entry
    parameters: StoryParameters
    quality: Quality
    folder: Path
    languages: Sequence[str]
    formats: Sequence[str] = ()
    command: str = ""
    debug: bool = False


def run(job: PackJob, progress: Progress) -> Path:
    """Render, write all that goes with the video, and publish the folder; return its path.

    Raises UnfitError or FailedError. Then, and when interrupted, the folder stays as it was and nothing is
    left beside it.
    """
    folder = job.folder
    with contextlib.redirect_stdout(sys.stderr), workshop(folder) as room, scratch(folder) as drafts:
        inside = room / "pack"
        inside.mkdir()
        _fill(job, inside, drafts, progress)
        put_folder(inside, folder)
    return folder


def _fill(job: PackJob, inside: Path, drafts: Path, progress: Progress) -> None:
    from scenes.studio.film.drawing import draw
    from scenes.studio.pack.page import POSTER
    from scenes.studio.pack.record import Recorder

    entry, video = job.entry, inside / f"{job.entry.name}{SUFFIX}"
    recorder = Recorder(job.languages, inside / POSTER, draw)
    target = Target(job.folder / video.name)
    film(Job(entry, job.parameters, job.quality, target, job.debug), video, drafts, progress, recorder.attend)
    try:
        progress.say("packing")
        _write(job, video, recorder.record())
    except Exception as error:
        if is_full(error):
            raise FailedError(no_space(job.folder)) from error
        raise FailedError(diagnosis(f"packing {entry.name}", error)) from error


def _write(job: PackJob, video: Path, record: Any) -> None:
    """Write all that goes with a finished video beside it."""
    from scenes.kit.theme import THEMES
    from scenes.studio.pack.formats import FORMATS
    from scenes.studio.pack.page import CHAPTERS, Page
    from scenes.studio.pack.texts import Told, caption_files, chapter_file, transcript
    from scenes.studio.report import to_json

    name, inside = job.entry.name, video.parent
    seconds = record.chapters[-1].end
    formula = written_cost(job.parameters, record.trajectories)
    told = [Told.of(each, name, formula, seconds, record) for each in job.languages]
    in_picture = job.parameters.captions != "file"
    page = Page(video.name, told, record, job.quality, THEMES[job.parameters.theme], in_picture)
    texts = {
        CHAPTERS: chapter_file(told[0]),
        "embed.html": page.html(),
        "snippet.html": page.snippet(),
        "trajectory.json": to_json(record.trajectories),
    }
    for each in told:
        texts |= {f"{name}{ending}": text for ending, text in caption_files(each).items()}
        texts[f"transcript.{each.language}.md"] = transcript(each)
    for file, text in texts.items():
        (inside / file).write_text(text, encoding="utf-8")
    for format_ in job.formats:
        FORMATS[format_](video, inside, record.pauses)
    write_manifest(inside, _about(job, record, seconds))


def written_cost(parameters: StoryParameters, trajectories: Sequence[Any]) -> str:
    """Return the cost as it is read, such as C(x, y) = x^2 + 10·y^2, or nothing where none is followed."""
    if not trajectories:
        return str(getattr(parameters, "cost", ""))
    cost = trajectories[0].cost
    names = ", ".join(symbol.name for symbol in cost.variables)
    return f"C({names}) = {cost.formula}".replace("**", "^").replace("*", "·")


def _about(job: PackJob, record: Any, seconds: float) -> dict[str, Any]:
    return {
        "story": job.entry.name,
        "command": job.command,
        "parameters": asdict(job.parameters),
        "seed": job.parameters.seed,
        "languages": list(job.languages),
        "quality": asdict(job.quality),
        "versions": {"python": platform.python_version(), **{each: version(each) for each in _PACKAGES}},
        "seconds": round(seconds, 4),
        "chapters": [[each.beat, round(each.begin, 4)] for each in record.chapters],
        "pauses": [round(time, 4) for time in record.pauses],
    }
