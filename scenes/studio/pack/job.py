"""One pack: a story with its parameters becomes a folder with its video and what goes with that."""

import contextlib
import platform
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

from scenes.studio.failures import FailedError, diagnosis, is_full, no_space
from scenes.studio.job import Job, film
from scenes.studio.pack.folder import put_folder, sha256, write_manifest
from scenes.studio.pack.formats import FORMATS
from scenes.studio.progress import Progress
from scenes.studio.publish import scratch, workshop
from scenes.studio.target import SUFFIX, Target

_PACKAGES = ("descent-in-motion", "manim", "numpy", "sympy", "av", "pillow", "typst")


@dataclass(frozen=True)
class PackJob:
    """What to film, into the folder of the pack, in which languages, its own first, and in which formats.

    `title` is instead of the story's own; `command` is what was asked for, word for word; `sources` are the
    files that the film is made of, by what that calls them.
    """

    job: Job
    languages: Sequence[str]
    formats: Sequence[str] = ()
    title: str = ""
    command: str = ""
    sources: Mapping[str, Path] = field(default_factory=dict)

    @property
    def folder(self) -> Path:
        """Where the pack goes."""
        return self.job.target.path.parent


def target_in(folder: Path, name: str) -> Target:
    """Return the target of a film of that name in the folder of its pack."""
    return Target(folder / f"{name}{SUFFIX}")


def run(pack: PackJob, progress: Progress) -> Path:
    """Render, write all that goes with the video, and publish the folder; return its path.

    Raises UnfitError or FailedError. Then, and when interrupted, the folder stays as it was and nothing is
    left beside it.
    """
    folder = pack.folder
    with contextlib.redirect_stdout(sys.stderr), workshop(folder) as room, scratch(folder) as drafts:
        inside = room / "pack"
        inside.mkdir()
        _fill(pack, inside, drafts, progress)
        put_folder(inside, folder)
    return folder


def _fill(pack: PackJob, inside: Path, drafts: Path, progress: Progress) -> None:
    from scenes.studio.film.drawing import draw
    from scenes.studio.pack.page import POSTER
    from scenes.studio.pack.record import Recorder

    video = inside / pack.job.target.path.name
    recorder = Recorder(pack.languages, inside / POSTER, draw)
    film(pack.job, video, drafts, progress, recorder.attend)
    try:
        progress.say("packing")
        _write(pack, _packed(pack, video, drafts, recorder.record(), progress))
    except Exception as error:
        if is_full(error):
            raise FailedError(no_space(pack.folder)) from error
        raise FailedError(diagnosis(f"packing {video.stem}", error)) from error


def _packed(pack: PackJob, video: Path, drafts: Path, record: Any, progress: Progress) -> Any:
    from scenes.studio.pack.formula import written_cost
    from scenes.studio.pack.packed import Packed
    from scenes.studio.pack.texts import Told

    job = pack.job
    formula = written_cost(record.trajectories) or str(getattr(job.parameters, "cost", ""))
    told = [Told.of(each, job.entry.name, pack.title, formula, record) for each in pack.languages]
    asked = job.entry, job.parameters, job.quality
    return Packed(video, drafts, *asked, told, record, progress, debug=job.debug, threads=job.threads)


def _write(pack: PackJob, packed: Any) -> None:
    """Write all that goes with a finished video beside it."""
    from scenes.studio.pack.page import CHAPTERS, Page
    from scenes.studio.pack.texts import caption_files, chapter_file, chapters_to_paste, transcript
    from scenes.studio.report import to_json

    page = Page(packed)
    texts = {
        CHAPTERS: chapter_file(packed.own),
        "embed.html": page.html(),
        "snippet.html": page.snippet(),
        "trajectory.json": to_json(packed.record.trajectories),
    }
    for told in packed.told:
        texts |= {f"{packed.video.stem}{ending}": text for ending, text in caption_files(told).items()}
        texts[f"transcript.{told.language}.md"] = transcript(told)
    if lines := chapters_to_paste(packed.own):
        texts["chapters.txt"] = lines
    for file, text in texts.items():
        (packed.folder / file).write_text(text, encoding="utf-8")
    about = _about(pack, packed.record)
    for format_ in pack.formats:
        about |= FORMATS[format_].make(packed)
    write_manifest(packed.folder, about)


def _about(pack: PackJob, record: Any) -> dict[str, Any]:
    job = pack.job
    return {
        "story": job.entry.name,
        "command": pack.command,
        "parameters": asdict(job.parameters),
        "sources": {name: {"sha256": sha256(path)} for name, path in pack.sources.items()},
        "seed": job.parameters.seed,
        "languages": list(pack.languages),
        "quality": asdict(job.quality),
        "versions": {"python": platform.python_version(), **{each: version(each) for each in _PACKAGES}},
        "seconds": round(record.seconds, 4),
        "chapters": [[each.beat, round(each.begin, 4)] for each in record.chapters],
        "pauses": [round(time, 4) for time in record.pauses],
    }
