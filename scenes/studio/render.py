"""`descent render`: one command for each story, with the story's own options."""

import os
from pathlib import Path
from typing import Any

import click
import cloup

from scenes.studio import options
from scenes.studio.commands import CONTEXT
from scenes.studio.failures import DEBUG, UnfitError
from scenes.studio.film.quality import quality
from scenes.studio.registry import Entry
from scenes.studio.story_group import StoryGroup, story_command
from scenes.studio.target import choose


def command_of(entry: Entry) -> click.Command:
    """Return the command that renders one story."""

    def callback(**values: Any) -> None:
        _render(entry, **values)

    return story_command(entry, "The video", VIDEO, callback)


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
    cloup.option("--force", is_flag=True, help="replace the file named by -o if it exists"),
    cloup.option("--quiet", is_flag=True, help="print nothing but the path of the video, and errors"),
)


def _render(
    entry: Entry,
    letter: str,
    shape: str,
    fps: int | None,
    output: Path | None,
    force: bool,
    quiet: bool,
    **values: Any,
) -> None:
    try:
        parameters = options.build(entry.parameters, values)
        size = quality(letter, fps, shape)
        target = choose(entry.name, output, force)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    from scenes.studio.job import Job, run
    from scenes.studio.progress import progress_for

    progress = progress_for(f"{entry.name} {size}", quiet)
    try:
        path = run(Job(entry, parameters, size, target, bool(os.environ.get(DEBUG))), progress)
    except UnfitError as error:
        raise click.UsageError(str(error)) from None
    finally:
        progress.close()
    click.echo(path)


@click.group(
    "render",
    cls=StoryGroup,
    command_of=command_of,
    subcommand_metavar="STORY [OPTIONS]",
    context_settings=CONTEXT,
)
def render_group() -> None:
    """Make a video of a story."""
