"""`descent preview`."""

import errno
import socket
from contextlib import suppress
from pathlib import Path

import click
import cloup

from scenes.studio import options
from scenes.studio.commands import Command
from scenes.studio.extras import require
from scenes.studio.film.quality import QUALITIES
from scenes.studio.lecture.commands import FILE, JOBS, making, number_of_jobs
from scenes.studio.lecture.problems import LectureError
from scenes.studio.lecture.reading import USUAL, read

NEEDS, EXTRA = ("starlette", "uvicorn", "watchfiles"), "preview"
USUAL_PORT = 8000
PORTS = 2**16


@cloup.command("preview", cls=Command)
@FILE
@cloup.option(
    "--port",
    type=options.NumberType(whole=True),
    help=f"of the address on this machine [{USUAL_PORT}, or another that is free]",
)
@JOBS
@cloup.option(
    "-q",
    "--quality",
    "letter",
    type=click.Choice(list(QUALITIES)),
    default="l",
    help="instead of the lecture's own [l]",
)
@cloup.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="the folder to build in [beside the file, of its name with -preview]",
)
def preview_command(file: Path, port: int | None, jobs: int | None, letter: str, output: Path | None) -> None:
    """Show a lecture while its file is written: films are made again, at a low quality, as it changes.

    The page of the printed address follows; it is for this machine alone. Ctrl-C ends it.
    """
    jobs = number_of_jobs(jobs)
    path = file / USUAL.name if file.is_dir() else file
    try:
        require("descent preview", NEEDS, EXTRA)
        with suppress(LectureError):  # the page tells the mistakes
            read(path, letter)
        from scenes.studio.lecture.build import check_folder

        folder = path.with_name(f"{path.stem}-preview") if output is None else output
        check_folder(folder)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    from scenes.studio.preview.preview import Preview
    from scenes.studio.preview.server import HOST, serve

    preview = Preview(path, folder, letter, jobs, making(jobs), lambda text: click.echo(text, err=True))
    with _socket(port) as handle:
        click.echo(f"http://{HOST}:{handle.getsockname()[1]}/")
        click.echo(f"watching {path}; Ctrl-C ends it", err=True)
        serve(preview, handle)


def _socket(port: int | None) -> socket.socket:
    """Return a socket that listens; raises UsageError for a port that can't be had."""
    from scenes.studio.preview.server import listening

    if port is not None and not 0 <= port < PORTS:
        raise click.UsageError(f"--port is {port}; it must lie between 0 and {PORTS - 1}")
    try:
        return listening(USUAL_PORT if port is None else port)
    except OSError as error:
        if port is None:
            return listening(0)
        told = "taken" if error.errno == errno.EADDRINUSE else f"not to be had ({error.strerror})"
        raise click.UsageError(f"the port {port} is {told}; give another with --port, or 0 for any") from None
