"""Files that appear whole or not at all.

A job works in a hidden folder beside its target, on the target's own file system; a finished file leaves it
by one rename. The folder is locked while its job lives: one that a killed job left behind is swept away by
the next job of the same target.
"""

import fcntl
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from scenes.studio.failures import FailedError, is_full, no_space

_SUFFIX = ".part"
_LOCK = "lock"
_TEMPORARY = (Path("/tmp"), Path("/var/tmp"))  # where the usual folder for such files has an unfit name


@contextmanager
def workshop(target: Path) -> Iterator[Path]:
    """Yield an empty folder beside the target, which is gone afterwards.

    Missing folders above the target are made, and removed again if they stay empty. Raises FailedError where
    no folder can be made.
    """
    made: list[Path] = []
    try:
        try:
            _make_folders(target.parent, made)
            room, lock = _make_room(target.parent, _beginning(target))
        except OSError as error:
            raise _unmade(target.parent, error) from error
        with lock:
            try:
                yield room.absolute()
            finally:
                shutil.rmtree(room, ignore_errors=True)
    finally:
        for folder in reversed(made):
            with suppress(OSError):
                folder.rmdir()


@contextmanager
def scratch(target: Path) -> Iterator[Path]:
    """Yield an empty folder for what a job needs besides its target, which is gone afterwards.

    No part of its path was named by a person: Manim formats the names of its folders, so that braces in
    them would be fields. Raises FailedError where no folder can be made.
    """
    digest = hashlib.sha256(os.fsencode(target.absolute())).hexdigest()[:12]
    try:
        room, lock = _make_room(_temporary(), f"descent-{os.getuid()}-{digest}-")
    except OSError as error:
        raise FailedError(
            f"no file can be made in the folder for temporary files ({error.strerror}); "
            "name another by the variable TMPDIR"
        ) from error
    with lock:
        try:
            yield room.absolute()
        finally:
            shutil.rmtree(room, ignore_errors=True)


def publish(finished: Path, target: Path) -> None:
    """Put a finished file in the target's place, in one step that a crash can't halve."""
    with finished.open("rb") as file:
        os.fsync(file.fileno())
    finished.replace(target)


def put(finished: Path, target: Path, what: str) -> None:
    """Publish what was finished, such as a "video"; raise FailedError where that can't be."""
    try:
        publish(finished, target)
    except OSError as error:
        if is_full(error):
            raise FailedError(no_space(target)) from error
        raise FailedError(f"the {what} can't be put at {target}: {error.strerror}") from error


def sweep(folder: Path) -> None:
    """Remove from a folder, and from that of temporary files, what jobs that were killed left behind."""
    _sweep(folder, ".")
    with suppress(StopIteration):
        _sweep(_temporary(), f"descent-{os.getuid()}-")


def _temporary() -> Path:
    usual = Path(tempfile.gettempdir())
    return next(folder for folder in (usual, *_TEMPORARY) if not set("{}") & set(str(folder)))


def _beginning(target: Path) -> str:
    return f".{target.name}."


def _make_folders(folder: Path, made: list[Path]) -> None:
    """Make a folder, and add to `made` what had to be made for it."""
    for each in reversed([folder, *folder.parents]):
        with suppress(FileExistsError):
            each.mkdir()
            made.append(each)


def _unmade(folder: Path, error: OSError) -> FailedError:
    if is_full(error):
        return FailedError(no_space(folder))
    return FailedError(f"no file can be made in {folder}; name one elsewhere with -o")


def _make_room(parent: Path, beginning: str) -> tuple[Path, IO[str]]:
    """Make a folder whose name begins so; return it with the lock that says it is used, until it is closed.

    Folders of that beginning which nobody uses are swept away first.
    """
    _sweep(parent, beginning)
    while True:
        room = Path(tempfile.mkdtemp(prefix=beginning, suffix=_SUFFIX, dir=parent))
        try:
            lock = _locked(room, 0)
        except FileNotFoundError:  # another job took it for a dead one's before it was locked
            continue
        except OSError:
            shutil.rmtree(room, ignore_errors=True)
            raise
        if lock is not None:
            return room, lock


def _locked(room: Path, how: int) -> IO[str] | None:
    """Return the room's lock file, locked, or None if the room is gone.

    Where the file system has no locks, it is not locked, and never swept away.
    """
    lock = os.fdopen(os.open(room / _LOCK, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600), "r+")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | how)
    except BlockingIOError:
        lock.close()
        raise
    except OSError:  # a file system without locks
        if how:
            lock.close()
            raise
    if os.fstat(lock.fileno()).st_nlink == 0:
        lock.close()
        return None
    return lock


def _sweep(parent: Path, beginning: str) -> None:
    """Remove the folders that nobody uses: whoever is killed loses the lock."""
    rooms: list[Path] = []
    with suppress(OSError):  # a folder may be closed to those who would list it
        rooms = [path for path in parent.iterdir() if path.name.startswith(beginning)]
    for room in rooms:
        if room.name.endswith(_SUFFIX) and not room.is_symlink():
            with suppress(OSError):
                lock = _locked(room, fcntl.LOCK_NB)
                if lock is not None:
                    with lock:
                        shutil.rmtree(room, ignore_errors=True)
