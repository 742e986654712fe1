"""A lecture -> a folder of videos with a page: what is missing or has changed is made, on many cores."""

import fcntl
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

from gdmath.formulas.nearest import unknown
from scenes.studio.cluster.crew import make_all_on
from scenes.studio.failures import DEBUG, FailedError, UnfitError, is_full, no_space
from scenes.studio.lecture.board import Board
from scenes.studio.lecture.crew import Outcome, make_all
from scenes.studio.lecture.page import Made, page
from scenes.studio.lecture.problems import printable
from scenes.studio.lecture.record import MARK, Digests, Record
from scenes.studio.lecture.texts import PAGE
from scenes.studio.lecture.video import Lecture, Video
from scenes.studio.lecture.worker import Task
from scenes.studio.pack.folder import obstacle
from scenes.studio.publish import put, sweep, workshop

MOST_OF_ONE = 4  # processes: each goes through the whole of a film, so more of them gain little


def chosen(lecture: Lecture, only: Sequence[str]) -> list[Video]:
    """Return the videos of the names, or of the scenes of these names; all if none is given.

    Raises ValueError for a name that there is not.
    """
    known = dict.fromkeys(name for video in lecture.videos for name in (video.scene, video.name))
    for name in only:
        if name not in known:
            raise ValueError(unknown("video", name, known))
    return [video for video in lecture.videos if not only or video.name in only or video.scene in only]


def folder_of(lecture: Lecture, output: Path | None) -> Path:
    """Return the folder that a lecture is built in: as asked for, or beside its file, of the same name.

    Raises ValueError as `check_folder` does.
    """
    folder = lecture.path.with_suffix("") if output is None else output
    if folder == lecture.path:
        folder = folder.with_name(f"{folder.name}-videos")
    if output is None and folder.is_symlink():
        raise ValueError(f"{folder} is a link; name the folder to build in with -o")
    check_folder(folder)
    return folder


def check_folder(folder: Path) -> None:
    """Raise ValueError unless a folder is free, empty, or was filled by a build."""
    if os.path.lexists(folder) and not folder.is_dir():
        raise ValueError(f"{folder} is not a folder; name another with -o")
    try:
        if folder.is_dir() and not (folder / MARK).is_file() and _shows(folder):
            raise ValueError(f"{folder} holds files that no build made; name an empty folder with -o")
    except OSError as error:
        raise ValueError(f"{folder} can't be read ({error.strerror}); name another with -o") from None


def _shows(folder: Path) -> bool:
    """Whether a folder holds anything; hidden files, which systems leave about, don't count."""
    return any(not each.name.startswith(".") for each in folder.iterdir())


def build(
    lecture: Lecture,
    folder: Path,
    only: Sequence[str],
    jobs: int,
    board: Callable[[int], Board],
    command: str = "",
    check: Callable[[], None] = lambda: None,
    executor: Executor | None = None,
) -> list[Outcome]:
    """Make what is missing or has changed, then the page; return how each video that was made went.

    `board` is called with how many these are, if there are any; `command` is what was asked for, word for
    word; `check` is called often meanwhile, and what it raises ends the build. With an executor, that of a
    cluster for instance, it makes the videos. Raises FailedError where the folder can't be written, and
    UnfitError for the same lecture being built at this moment, or where files of a person's own would be
    lost.
    """
    videos = chosen(lecture, only)
    with _alone(folder):
        sweep(folder)
        record = Record(folder)
        digests = {video.name: Digests.of(video) for video in lecture.videos}
        changed = [video for video in videos if not record.has(video.name, digests[video.name])]
        outcomes: list[Outcome] = []
        if changed:
            _check_free(changed, record)
            record.save()
            shown = board(len(changed))
            tasks = tasks_of(changed, lecture, folder, command, 0 if executor else jobs)
            if executor is None:
                tasks = [replace(task, made=record.has_film(task.name, digests[task.name])) for task in tasks]
            crew = partial(make_all_on, executor) if executor else partial(make_all, jobs=jobs)

            def note(task: Task) -> None:
                record.add(task.name, digests[task.name])

            try:
                outcomes = crew(tasks, board=shown, done=note, check=check)
            finally:
                shown.close()
                sweep(folder)
        _write_page(page(lecture, folder, packs_in(record, digests)), folder / PAGE)
    return outcomes


def shares(videos: int, jobs: int) -> list[int]:
    """Return how many processes draw each of so many videos.

    >>> shares(3, 5), shares(3, 2), shares(1, 16)
    ([2, 2, 1], [1, 1, 1], [4])
    """
    return [max(1, min(MOST_OF_ONE, len(range(number, jobs, videos)))) for number in range(videos)]


def packs_in(record: Record, digests: Mapping[str, Digests]) -> dict[str, Made]:
    """Return the packs that are there, of those whose digests a lecture asks for."""
    return {
        name: Made(record.files(name), current=record.has(name, own))
        for name, own in digests.items()
        if record.keeps(name)
    }


def _check_free(videos: Iterable[Video], record: Record) -> None:
    for video in videos:
        if why := obstacle(record.folder / video.name, record.files(video.name)):
            raise UnfitError(f"{why}; move it away, or name another folder with -o")


def tasks_of(videos: Sequence[Video], lecture: Lecture, folder: Path, command: str, jobs: int) -> list[Task]:
    """Return what is to be done by so many processes, or 0 where others do it; several may draw one video.

    A story of a lecturer's own is drawn by one, as its helpers could not load it.
    """
    alone = jobs == 1 or (jobs > 1 and len(videos) == 1)
    return [
        Task(
            video=video,
            base=lecture.path.parent.absolute(),
            folder=folder.absolute() / video.name,
            command=command,
            threads=None if alone else 1,
            processes=1 if video.source else share,
            debug=bool(os.environ.get(DEBUG)),
        )
        for video, share in zip(videos, shares(len(videos), jobs), strict=True)
    ]


def _write_page(text: str, path: Path) -> None:
    """Write the page unless it stands there already."""
    try:
        if path.is_file() and not path.is_symlink() and path.read_text(encoding="utf-8") == text:
            return
    except (OSError, ValueError):
        pass
    with workshop(path) as room:
        draft = room / "page"
        draft.write_text(text, encoding="utf-8")
        put(draft, path, "page")


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Make the folder, and hold it against other builds; it is gone again if nothing came of it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(folder, os.O_RDONLY)
    except OSError as error:
        if is_full(error):
            raise FailedError(no_space(folder)) from error
        raise FailedError(
            f"no folder can be made at {folder} ({error.strerror}); name one with -o"
        ) from error
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise UnfitError(f"{folder} is being built by another `descent build`; wait for it") from None
        except OSError:  # a file system without locks
            pass
        yield
    finally:
        os.close(handle)


def table(outcomes: Sequence[Outcome]) -> str:
    """Return how each video went, a line for each."""
    width = max(len(outcome.name) for outcome in outcomes)
    lines = []
    for outcome in outcomes:
        told = "made" if outcome.problem is None else f"failed: {' '.join(outcome.problem.split())}"
        again = f" (attempt {outcome.attempts})" if outcome.attempts > 1 else ""
        lines.append(printable(f"{outcome.name:{width}}  {outcome.seconds:5.0f} s  {told}{again}"))
    return "\n".join(lines) + "\n"
