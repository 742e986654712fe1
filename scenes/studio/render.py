"""`descent render`: one command for each story, with the story's own options."""

import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import click
import cloup

from scenes.parameters import StoryParameters
from scenes.studio import options
from scenes.studio.commands import CONTEXT, as_typed
from scenes.studio.failures import DEBUG, UnfitError
from scenes.studio.film.quality import Quality, quality
from scenes.studio.pack.formats import FORMATS, check_formats
from scenes.studio.progress import Progress, progress_for
from scenes.studio.registry import Entry
from scenes.studio.story_group import StoryGroup, story_command
from scenes.studio.target import Target, choose


def command_of(entry: Entry) -> click.Command:
    """Return the command that renders one story."""

    def callback(**values: Any) -> None:
        _render(entry, **values)

    return story_command(entry, "The video", VIDEO, callback, repeatable=("language",))


VIDEO = (
    options.QUALITY,
    options.SHAPE,
    cloup.option(
        "--fps", type=options.NumberType(whole=True), help="frames a second, instead of the quality's"
    ),
    cloup.option(
        "-o",
        "--output",
        type=click.Path(path_type=Path),
        help="the video, .mp4; captions go beside it as .srt and .vtt [media/STORY.mp4, replaced each time]",
    ),
    cloup.option(
        "--pack",
        type=click.Path(path_type=Path),
        help="a folder for the video with its picture, captions (of each --language that is given; the first "
        "is the film's), chapters, transcript, numbers, and a page that shows all of it",
    ),
    cloup.option(
        "--format",
        "formats",
        type=click.Choice([*FORMATS]),
        multiple=True,
        help="what the pack holds as well: a moving picture, the stills of its sections, a picture and a "
        "page of each step, or slides (give it several times for several)",
    ),
    options.jobs_option("how many processes draw the video: for long and for large ones [1]", 1),
    cloup.option("--force", is_flag=True, help="replace the file named by -o, or the pack, if it exists"),
    cloup.option("--quiet", is_flag=True, help="print nothing but the path of the video, and errors"),
)


def _render(
    entry: Entry,
    letter: str,
    shape: str,
    fps: int | None,
    output: Path | None,
    pack: Path | None,
    formats: Sequence[str],
    jobs: int,
    force: bool,
    quiet: bool,
    language: Sequence[str],
    **values: Any,
) -> None:
    try:
        options.check_jobs(jobs)
        parameters = options.build(entry.parameters, values | {"language": next(iter(language), None)})
        size = quality(letter, fps, shape)
        make: Callable[[Progress], Path]
        if pack is None:
            _refuse_what_packs_take(formats, language)
            make = _film(entry, parameters, size, choose(entry.name, output, force), jobs)
        else:
            _check_pack(pack, output, force)
            check_formats(formats)
            languages = _languages(parameters, language)
            make = _pack(entry, parameters, size, pack, languages, tuple(dict.fromkeys(formats)), jobs)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    progress = progress_for(f"{entry.name} {size}", quiet)
    try:
        path = make(progress)
    except UnfitError as error:
        raise click.UsageError(str(error)) from None
    finally:
        progress.close()
    click.echo(path)


def _film(
    entry: Entry, parameters: StoryParameters, size: Quality, target: Target, jobs: int
) -> Callable[[Progress], Path]:
    from scenes.studio.job import Job, run

    debug = bool(os.environ.get(DEBUG))
    return partial(run, Job(entry, parameters, size, target, debug, processes=jobs))


def _pack(
    entry: Entry,
    parameters: StoryParameters,
    size: Quality,
    folder: Path,
    languages: Sequence[str],
    formats: Sequence[str],
    jobs: int,
) -> Callable[[Progress], Path]:
    from scenes.studio.job import Job
    from scenes.studio.pack.job import PackJob, run, target_in

    target, debug = target_in(folder, entry.name), bool(os.environ.get(DEBUG))
    job = Job(entry, parameters, size, target, debug, processes=jobs)
    data = getattr(parameters, "data", None)
    sources = {data: Path(data)} if data else {}
    return partial(run, PackJob(job, languages, formats, command=as_typed(), sources=sources))


def _refuse_what_packs_take(formats: Sequence[str], languages: Sequence[str]) -> None:
    if formats:
        raise ValueError(f"--format {formats[0]} is for packs; add a folder, such as --pack media/pack")
    if len(languages) > 1:
        raise ValueError(
            f"a film has one language, and {len(languages)} are given; for captions in several, add a "
            "folder, such as --pack media/pack"
        )


def _check_pack(pack: Path, output: Path | None, force: bool) -> None:
    from scenes.studio.pack.folder import check_folder

    if output is not None:
        raise ValueError("a pack names its own files; give either --pack or -o")
    check_folder(pack, force)


def _languages(parameters: StoryParameters, asked: Sequence[str]) -> tuple[str, ...]:
    """Return the languages of a pack, the film's own first. Raises ValueError for one that there is not."""
    for language in asked:
        replace(parameters, language=language)
    return tuple(dict.fromkeys([parameters.language, *asked]))


@click.group(
    "render",
    cls=StoryGroup,
    command_of=command_of,
    subcommand_metavar="STORY [OPTIONS]",
    context_settings=CONTEXT,
)
def render_group() -> None:
    """Make a video of a story."""
