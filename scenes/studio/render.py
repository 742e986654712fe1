"""`descent render`: one command for each story, with the story's own options."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import cloup

from gdmath.formulas.nearest import nearest, unknown
from scenes.studio import options
from scenes.studio.commands import CONTEXT, Command
from scenes.studio.failures import DEBUG, UnfitError
from scenes.studio.film.quality import DEFAULT, QUALITIES, SHAPES, USUAL_SHAPE, quality
from scenes.studio.registry import STORIES, Entry
from scenes.studio.target import choose


class StoryGroup(click.Group):
    """Its commands are the stories; options may stand before a story's name as well as after it."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(STORIES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        return command_of(STORIES[cmd_name]) if cmd_name in STORIES else None

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args and args[0] not in CONTEXT["help_option_names"]:
            story = _story_in(args)
            args = [story, *args[: args.index(story)], *args[args.index(story) + 1 :]]
        return super().parse_args(ctx, args)


def _story_in(args: list[str]) -> str:
    """Return the first word that names a story, or raise a UsageError."""
    words = [arg for arg in args if not arg.startswith("-")]
    named = next((word for word in words if word in STORIES), None)
    if named:
        return named
    if args[0] in words:
        raise click.UsageError(unknown("story", args[0], STORIES))
    meant = next((word for word in words if nearest(word, STORIES)), None)
    if meant:
        raise click.UsageError(unknown("story", meant, STORIES))
    raise click.UsageError(
        f"name a story ({', '.join(STORIES)}), such as: descent render {next(iter(STORIES))}"
    )


def command_of(entry: Entry) -> click.Command:
    """Return the command that renders one story."""

    def callback(**values: Any) -> None:
        _render(entry, **values)

    decorated: Callable[..., Any] = cloup.option_group("The video", *VIDEO)(callback)
    decorated = cloup.option_group("The story", *options.story_options(entry.parameters))(decorated)
    sentence = f"{entry.summary[0].upper()}{entry.summary[1:]}."
    return cloup.command(entry.name, cls=Command, help=sentence)(decorated)


_SIZES = ", ".join(f"{letter} {short}p@{fps}" for letter, (short, fps) in QUALITIES.items())
VIDEO = (
    cloup.option(
        "-q",
        "--quality",
        "letter",
        type=click.Choice(list(QUALITIES)),
        default=DEFAULT,
        help=f"the shorter side in pixels, and the rate: {_SIZES} [{DEFAULT}]",
    ),
    cloup.option(
        "--shape",
        type=click.Choice(list(SHAPES)),
        default=USUAL_SHAPE,
        help=f"wide for halls and slides, square or tall for phones [{USUAL_SHAPE}]",
    ),
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


@click.group("render", cls=StoryGroup, subcommand_metavar="STORY [OPTIONS]", context_settings=CONTEXT)
def render_group() -> None:
    """Make a video of a story."""
