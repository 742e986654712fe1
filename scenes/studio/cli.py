"""The `descent` command. Nothing heavy is imported until there is something to compute."""

import os
import shutil
import sys
import traceback
from collections.abc import Sequence

import click
import cloup

from gdmath.landscapes import LANDSCAPES
from gdmath.methods import overview
from scenes.studio import interrupts
from scenes.studio.commands import MOST_WIDTH, Command, Group
from scenes.studio.doctor import doctor_command
from scenes.studio.failures import DEBUG, FailedError, is_full
from scenes.studio.lecture.commands import build_command, check_command, new_command
from scenes.studio.preview.command import preview_command
from scenes.studio.registry import STORIES
from scenes.studio.render import render_group
from scenes.studio.still import still_group
from scenes.studio.trace import trace_command

DONE, FAILED, WRONG_USE = 0, 1, 2
LEAST_WIDTH = 40  # of help, in characters


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command line, by default the process's own, and return the exit code.

    0 done, 1 failed, 2 wrong use or a value that can't be used, 130 interrupted. What goes wrong is said on
    standard error, never by a traceback unless DESCENT_DEBUG is set.
    """
    try:
        words = list(sys.argv[1:] if arguments is None else arguments)
        done = descent.main(words, "descent", standalone_mode=False, terminal_width=_width(), obj=words)
        return int(done or DONE)
    except click.ClickException as error:
        return _complain(error.format_message(), WRONG_USE)
    except (click.Abort, KeyboardInterrupt):
        return _complain("interrupted", interrupts.EXIT_CODE)
    except FailedError as error:
        return _complain(str(error), FAILED, details=not is_full(error))
    except Exception as error:
        if is_full(error):
            return _complain("the disk is full, so the output can't be written; make room", FAILED, False)
        return _complain(" ".join(f"{type(error).__name__}: {error}".split()), FAILED)


def _width() -> int:
    """Return how wide help is set: as the terminal, if words fit in that."""
    return min(max(shutil.get_terminal_size().columns, LEAST_WIDTH), MOST_WIDTH)


def _complain(message: str, code: int, details: bool = True) -> int:
    if os.environ.get(DEBUG) and code == FAILED:
        traceback.print_exc()
    elif code == FAILED and details:
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


@descent.command("list", cls=Command)
def list_command() -> None:
    """List the stories that can be rendered."""
    width = max(map(len, STORIES))
    for entry in STORIES.values():
        click.echo(f"{entry.name:{width}}  {entry.summary}")


@descent.command("landscapes", cls=Command)
def landscapes_command() -> None:
    """List the landscapes, the named costs that can be traced, and filmed as surfaces."""
    width = max(map(len, LANDSCAPES))
    for land in LANDSCAPES.values():
        click.echo(f"{land.name:{width}}  {land.lesson}")


@descent.command("methods", cls=Command)
def methods_command() -> None:
    """List the optimizers, schedules and line searches, with their settings and defaults."""
    click.echo(overview(), nl=False)


for _command in (
    render_group,
    still_group,
    trace_command,
    new_command,
    check_command,
    build_command,
    preview_command,
    doctor_command,
):
    descent.add_command(_command)
