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
from scenes.studio.pack.formats import FORMATS
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
        _write(job, _packed(job, video, drafts, recorder.record(), progress))
    except Exception as error:
        if is_full(error):
            raise FailedError(no_space(job.folder)) from error
        raise FailedError(diagnosis(f"packing {entry.name}", error)) from error


def _packed(job: PackJob, video: Path, drafts: Path, record: Any, progress: Progress) -> Any:
    from scenes.studio.pack.packed import Packed
    from scenes.studio.pack.texts import Told

    formula = written_cost(job.parameters, record.trajectories)
    seconds = record.chapters[-1].end
    told = [Told.of(each, job.entry.name, formula, seconds, record) for each in job.languages]
    return Packed(
        video, drafts, job.entry, job.parameters, job.quality, told, record, progress, debug=job.debug
    )


def _write(job: PackJob, packed: Any) -> None:
    """Write all that goes with a finished video beside it."""
    from scenes.studio.pack.page import CHAPTERS, Page
    from scenes.studio.pack.texts import caption_files, chapter_file, transcript
    from scenes.studio.report import to_json

    page = Page(packed)
    texts = {
        CHAPTERS: chapter_file(packed.own),
        "embed.html": page.html(),
        "snippet.html": page.snippet(),
        "trajectory.json": to_json(packed.record.trajectories),
    }
    for told in packed.told:
        texts |= {f"{job.entry.name}{ending}": text for ending, text in caption_files(told).items()}
        texts[f"transcript.{told.language}.md"] = transcript(told)
    for file, text in texts.items():
        (packed.folder / file).write_text(text, encoding="utf-8")
    for format_ in job.formats:
        FORMATS[format_].make(packed)
    write_manifest(packed.folder, _about(job, packed.record, packed.own.seconds))


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
