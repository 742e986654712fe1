"""`descent still`: one picture of a story, drawn without the film."""

import os
from pathlib import Path
from typing import Any

import click
import cloup

from scenes.studio import options
from scenes.studio.commands import CONTEXT
from scenes.studio.failures import DEBUG, UnfitError
from scenes.studio.film.moment import Moment
from scenes.studio.film.quality import quality
from scenes.studio.registry import Entry
from scenes.studio.story_group import StoryGroup, story_command
from scenes.studio.target import choose_picture

PICTURE = (
    cloup.option(
        "--beat", help="the picture as this part of the story leaves it [the one made to be looked at alone]"
    ),
    cloup.option("--step", type=options.NumberType(whole=True), help="the picture at this step of the run"),
    cloup.option("--time", type=options.NumberType(), help="the film's picture at this time, in seconds"),
    options.QUALITY,
    options.SHAPE,
    cloup.option("--transparent", is_flag=True, help="leave the background out"),
    cloup.option(
        "-o",
        "--output",
        type=click.Path(path_type=Path),
        help="the picture: .png, or of flat stories .pdf and .svg [media/STORY.png, replaced each time]",
    ),
    cloup.option("--force", is_flag=True, help="replace the file named by -o if it exists"),
)


def command_of(entry: Entry) -> click.Command:
    """Return the command that draws one story."""

    def callback(**values: Any) -> None:
        _draw(entry, **values)

    return story_command(entry, "The picture", PICTURE, callback)


def _draw(
    entry: Entry,
    beat: str | None,
    step: int | None,
    time: float | None,
    letter: str,
    shape: str,
    transparent: bool,
    output: Path | None,
    force: bool,
    **values: Any,
) -> None:
    try:
        moment = Moment(beat, step, time)
        parameters = options.build(entry.parameters, values)
        path = choose_picture(entry.name, output, force, flat=not entry.spatial)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    from scenes.studio.picture import Picture, run

    debug = bool(os.environ.get(DEBUG))
    try:
        click.echo(
            run(Picture(entry, parameters, quality(letter, shape=shape), moment, path, transparent, debug))
        )
    except UnfitError as error:
        raise click.UsageError(str(error)) from None


@click.group(
    "still",
    cls=StoryGroup,
    command_of=command_of,
    subcommand_metavar="STORY [OPTIONS]",
    context_settings=CONTEXT,
)
def still_group() -> None:
    """Draw one picture of a story, without rendering the film."""
