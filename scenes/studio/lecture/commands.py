"""`descent new`, `descent check` and `descent build`."""

import os
import shlex
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

import click
import cloup

from scenes.studio import options
from scenes.studio.commands import Command, as_typed, called
from scenes.studio.extras import require
from scenes.studio.failures import FailedError, UnfitError
from scenes.studio.film.quality import QUALITIES
from scenes.studio.lecture.problems import printable
from scenes.studio.lecture.reading import USUAL, read
from scenes.studio.lecture.template import template
from scenes.studio.lecture.values import shown

MEMORY = 1.2e9  # bytes that a video of 2160p takes while it is made; one of 1080p, half of it
JOBS = options.jobs_option(
    "how many processes make the videos [as many as there are cores and memory for]", None
)
FILE = cloup.argument("file", type=click.Path(readable=False, path_type=Path), default=USUAL, required=False)


@cloup.command("new", cls=Command)
@cloup.argument("folder", type=click.Path(path_type=Path), default=Path(), required=False)
def new_command(folder: Path) -> None:
    """Write a lecture file to begin with, lecture.toml in FOLDER, by default this one."""
    path = folder / USUAL
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(template(folder))
    except FileExistsError:
        raise click.UsageError(f"{path if path.exists() else folder} exists; name another folder") from None
    except (OSError, ValueError) as error:
        raise FailedError(f"{path} can't be written ({getattr(error, 'strerror', error)})") from error
    click.echo(path)
    click.echo(f"next: {called()} build {shlex.quote(str(folder))}", err=True)


@cloup.command("check", cls=Command)
@FILE
def check_command(file: Path) -> None:
    """Tell every mistake in a lecture file, lecture.toml by default, or what it makes.

    Nothing is written, and no Python file is run.
    """
    try:
        videos = read(file).videos
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    width = max(len(video.name) for video in videos)
    for video in videos:
        values = {**video.values, "languages": video.languages[1:], "formats": video.formats}
        told = ", ".join(f"{key}={shown(value)}" for key, value in values.items() if value != ())
        click.echo(printable(f"{video.name:{width}}  {video.quality}  {told}"))


@cloup.command("build", cls=Command)
@FILE
@JOBS
@cloup.option("--only", multiple=True, help="a video, or a scene with all its videos (give it several times)")
@cloup.option(
    "-q", "--quality", "letter", type=click.Choice(list(QUALITIES)), help="instead of the lecture's own"
)
@cloup.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="the folder to build in [beside the file, of its name]",
)
@cloup.option(
    "--cluster", "address", help="the scheduler of a dask cluster that makes the videos, tcp://HOST:8786"
)
@cloup.option("--quiet", is_flag=True, help="print nothing but the path of the page, and errors")
def build_command(
    file: Path,
    jobs: int | None,
    only: Sequence[str],
    letter: str | None,
    output: Path | None,
    address: str | None,
    quiet: bool,
) -> None:
    """Make the videos of a lecture file, lecture.toml by default, and a page of them.

    What stands there already and has not changed is not made again.
    """
    jobs = number_of_jobs(jobs)
    from scenes.studio.lecture import build

    try:
        lecture = read(file, letter)
        videos, folder = build.chosen(lecture, only), build.folder_of(lecture, output)
        cluster = _cluster(address)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    try:
        with cluster as executor:
            begin = making(jobs, quiet, address)
            outcomes = build.build(lecture, folder, only, jobs, begin, as_typed(), executor=executor)
    except UnfitError as error:
        raise click.UsageError(str(error)) from None
    if not outcomes and not quiet:
        click.echo(f"nothing to do: {_count(len(videos))} as the lecture says", err=True)
    failed = [outcome for outcome in outcomes if outcome.problem is not None]
    if failed:
        click.echo(build.table(outcomes), nl=False)
        raise FailedError(f"{_count(len(failed))} of {len(outcomes)} could not be made")
    click.echo(folder / build.PAGE)


def number_of_jobs(asked: int | None) -> int:
    """Return how many videos are made at once: as asked for, or as many as suit. Raises UsageError."""
    jobs = _cores() if asked is None else asked
    try:
        options.check_jobs(jobs)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    return jobs


def _cluster(address: str | None) -> AbstractContextManager[Executor | None]:
    """Return the cluster at an address, or none. Raises ValueError where dask is not installed."""
    if address is None:
        return nullcontext()
    require("--cluster", ["distributed"], "cluster")
    from scenes.studio.cluster.dask import cluster

    return cluster(address)


def making(jobs: int, quiet: bool = False, cluster: str | None = None) -> Callable[[int], Any]:
    """Return what says how many videos are made, unless quiet, and returns the board for them."""
    from scenes.studio.lecture.board import board_for

    def begin(count: int) -> Any:
        if not quiet:
            how = f"{jobs} at a time" if count >= jobs else f"by {jobs} processes"
            how = how if cluster is None else f"on the cluster {cluster}"
            click.echo(f"making {_count(count)}, {how}", err=True)
        return board_for(count, quiet)

    return begin


def _count(number: int) -> str:
    return f"{number} video{'s' * (number != 1)}"


def _cores() -> int:
    """Return how many cores this process may use, but no more than memory is enough for."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return max(1, min(cores, int(memory / MEMORY), options.MOST_JOBS))
