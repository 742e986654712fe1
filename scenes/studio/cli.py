"""The `descent` command. Nothing heavy is imported until there is something to compute."""

import os
import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click
import cloup

from scenes.studio import interrupts, options
from scenes.studio.commands import Command, Group, StoryGroup
from scenes.studio.doctor import doctor_command
from scenes.studio.failures import FailedError, UnfitError
from scenes.studio.quality import DEFAULT, QUALITIES, quality
from scenes.studio.registry import STORIES, Entry
from scenes.studio.target import choose
from scenes.studio.trace import trace_command

DEBUG = "DESCENT_DEBUG"
DONE, FAILED, WRONG_USE = 0, 1, 2


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command line, by default the process's own, and return the exit code.

    0 done, 1 failed, 2 wrong use or a value that can't be used, 130 interrupted. What goes wrong is said on
    standard error, never by a traceback unless DESCENT_DEBUG is set.
    """
    try:
        return int(descent.main(arguments, prog_name="descent", standalone_mode=False) or DONE)
    except click.ClickException as error:
        return _complain(error.format_message(), WRONG_USE)
    except (click.Abort, KeyboardInterrupt):
        return _complain("interrupted", interrupts.EXIT_CODE)
    except FailedError as error:
        return _complain(str(error), FAILED)
    except Exception as error:
        return _complain(" ".join(f"{type(error).__name__}: {error}".split()), FAILED)


def _complain(message: str, code: int) -> int:
    if os.environ.get(DEBUG) and code == FAILED:
        traceback.print_exc()
    elif code == FAILED:
        message += f"; set {DEBUG}=1 for the details"
    print(f"descent: {message}", file=sys.stderr)
    return code


@cloup.group(cls=Group, subcommand_metavar="COMMAND")
@click.version_option(package_name="descent-in-motion", message="%(version)s")
def descent() -> None:
    """Explain gradient descent in motion: from a formula to a finished video.

    Paths and tables go to standard output, everything else to standard error. Exit codes: 0 done, 1 failed,
    2 wrong use, 130 interrupted.
    """


@descent.group("render", cls=StoryGroup, subcommand_metavar="STORY [OPTIONS]")
def render_group() -> None:
    """Make a video of a story: descent render tangent --help."""


def _qualities() -> str:
    return ", ".join(f"{letter} {each.width}x{each.height}@{each.fps}" for letter, each in QUALITIES.items())


VIDEO = (
    cloup.option(
        "-q",
        "--quality",
        "letter",
        type=click.Choice(list(QUALITIES)),
        default=DEFAULT,
        help=f"size and rate: {_qualities()} [{DEFAULT}]",
    ),
    cloup.option(
        "--fps", type=options.Number(whole=True), help="frames per second, instead of the quality's"
    ),
    cloup.option(
        "-o",
        "--output",
        type=click.Path(path_type=Path),
        help="the video, .mp4; its captions go beside it as .srt [media/STORY.mp4, replaced each time]",
    ),
    cloup.option("--force", is_flag=True, help="replace the file named by -o if it exists"),
    cloup.option("--quiet", is_flag=True, help="print nothing but the path of the video, and errors"),
)


def _render_command(entry: Entry) -> click.Command:
    def callback(**values: Any) -> int:
        return _render(entry, **values)

    decorated: Callable[..., Any] = cloup.option_group("The video", *VIDEO)(callback)
    decorated = cloup.option_group("The story", *options.story_options(entry.parameters))(decorated)
    return cloup.command(entry.name, cls=Command, help=f"{entry.summary[0].upper()}{entry.summary[1:]}.")(
        decorated
    )


def _render(
    entry: Entry, letter: str, fps: int | None, output: Path | None, force: bool, quiet: bool, **values: Any
) -> int:
    try:
        parameters = options.build(entry.parameters, values)
        size = quality(letter, fps)
        target = choose(entry.name, output, force)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    from scenes.studio import job
    from scenes.studio.progress import progress_for

    progress = progress_for(f"{entry.name} {size}", quiet)
    try:
        path = job.run(job.Job(entry, parameters, size, target, bool(os.environ.get(DEBUG))), progress)
    except UnfitError as error:
        raise click.UsageError(str(error)) from None
    finally:
        progress.close()
    click.echo(path)
    return DONE


for _entry in STORIES.values():
    render_group.add_command(_render_command(_entry))


@descent.command("list", cls=Command)
def list_command() -> None:
    """List the stories that can be rendered."""
    width = max(map(len, STORIES))
    for entry in STORIES.values():
        click.echo(f"{entry.name:{width}}  {entry.summary}")


descent.add_command(trace_command)
descent.add_command(doctor_command)
