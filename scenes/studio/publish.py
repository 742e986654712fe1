"""Files that appear whole or not at all.

A job works in a hidden folder beside its target, on the target's own file system; a finished file leaves it
by one rename. The folder is locked while its job lives: one that a killed job left behind is swept away by
the next job of the same target.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from scenes.studio.failures import FailedError

_SUFFIX = ".part"
_LOCK = "lock"


@contextmanager
def workshop(target: Path) -> Iterator[Path]:
    """Yield an empty folder beside the target, which is gone afterwards.

    Missing folders above the target are made, and removed again if they stay empty. Raises FailedError where
    no folder can be made.
    """
    made: list[Path] = []
    try:
        room = _make_room(target, made)
        try:
            with (room / _LOCK).open("w") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                yield room.absolute()
        finally:
            shutil.rmtree(room, ignore_errors=True)
    finally:
        for folder in reversed(made):
            with suppress(OSError):
                folder.rmdir()


def publish(finished: Path, target: Path) -> None:
    """Put a finished file in the target's place, in one step that a crash can't halve."""
    with finished.open("rb") as file:
        os.fsync(file.fileno())
    finished.replace(target)


def _make_room(target: Path, made: list[Path]) -> Path:
    """Make the hidden folder, and add to `made` what had to be made above it."""
    folder = target.parent
    try:
        for each in reversed([folder, *folder.parents]):
            with suppress(FileExistsError):
                each.mkdir()
                made.append(each)
        _sweep(target)
        return Path(tempfile.mkdtemp(prefix=f".{target.name}.", suffix=_SUFFIX, dir=folder))
    except OSError as error:
        raise FailedError(f"no file can be made in {folder}; name one elsewhere with -o") from error


def _sweep(target: Path) -> None:
    for room in target.parent.iterdir():
        if room.name.startswith(f".{target.name}.") and room.name.endswith(_SUFFIX):
            with suppress(OSError), (room / _LOCK).open() as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(room, ignore_errors=True)
