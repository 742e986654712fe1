"""A folder that is published whole or not at all, and replaced only where it is a pack."""

import ctypes
import hashlib
import json
import os
from contextlib import suppress
from pathlib import Path
from typing import Any

from scenes.studio.failures import FailedError, is_full, no_space

MANIFEST = "manifest.json"
KIND = "descent-in-motion pack"
_HERE, _EXCHANGE = -100, 2  # of Linux's renameat2


def check_folder(folder: Path, force: bool) -> None:
    """Raise ValueError where a pack can't be put, or where a person's own files would be lost."""
    if os.path.lexists(folder) and not folder.is_dir():
        raise ValueError(f"{folder} is no folder; name another with --pack")
    if folder.is_symlink() or folder.resolve() == Path.cwd():
        raise ValueError(f"{folder} can't be replaced as a whole; name a folder within it with --pack")
    if not folder.is_dir():
        return
    try:
        there = {str(path.relative_to(folder)) for path in folder.rglob("*") if not path.is_dir()}
    except OSError as error:
        raise ValueError(f"{folder} can't be read; name another folder with --pack") from error
    strange = sorted(there - _packed(folder))
    if strange:
        raise ValueError(
            f"{folder} holds what is no part of a pack ({strange[0]!r}); name another folder with --pack"
        )
    if there and not force:
        raise ValueError(f"{folder} holds a pack; add --force to replace it, or name another with --pack")


def put_folder(finished: Path, folder: Path) -> None:
    """Put a finished folder in a pack's place; what was there is then where the finished one was.

    Raises FailedError where that can't be.
    """
    try:
        for path in finished.rglob("*"):
            if path.is_file():
                with path.open("rb") as file:
                    os.fsync(file.fileno())
        if not folder.exists():
            finished.rename(folder)
        elif not _exchanged(finished, folder):
            _replaced(finished, folder)
    except OSError as error:
        if is_full(error):
            raise FailedError(no_space(folder)) from error
        raise FailedError(f"the pack can't be put at {folder}: {error.strerror}") from error


def write_manifest(folder: Path, about: dict[str, Any]) -> None:
    """Write what is known of a pack, with the size and the hash of every file in it."""
    files = {
        path.relative_to(folder).as_posix(): {
            "bytes": path.stat().st_size,
            "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        }
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    text = json.dumps({"kind": KIND, **about, "files": files}, indent=1, ensure_ascii=False)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")


def _packed(folder: Path) -> set[str]:
    """The files that a pack in a folder consists of; none if it holds no pack."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        if manifest["kind"] == KIND:
            return {MANIFEST, *map(str, manifest["files"])}
    return set()


def _exchanged(one: Path, other: Path) -> bool:
    """Whether two folders changed their places in one step; Linux can do that."""
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    return rename(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0


def _replaced(finished: Path, folder: Path) -> None:
    """Change the places in three steps; where the second one fails, the first is taken back."""
    aside = finished.with_name(f"{finished.name}-before")
    folder.rename(aside)
    try:
        finished.rename(folder)
    except OSError:
        aside.rename(folder)
        raise
