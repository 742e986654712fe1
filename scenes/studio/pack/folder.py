"""A folder that is published whole or not at all, and replaced only where it is a pack."""

import ctypes
import hashlib
import json
import os
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from scenes.studio.failures import FailedError, is_full, no_space
from scenes.studio.target import LONGEST_NAME

MANIFEST = "manifest.json"
KIND = "descent-in-motion pack"
_OF_SYSTEMS = (".DS_Store", "Thumbs.db", "desktop.ini")  # which they leave in every folder
_HERE, _EXCHANGE = -100, 2  # of Linux's renameat2


def check_folder(folder: Path, force: bool) -> None:
    """Raise ValueError where a pack can't be put, or where a person's own files would be lost."""
    if strange := _out_of_reach(folder) or obstacle(folder):
        raise ValueError(f"{strange}; name another folder with --pack")
    if folder.is_dir() and not force and any(folder.iterdir()):
        raise ValueError(f"{folder} holds a pack; add --force to replace it, or name another with --pack")


def _out_of_reach(folder: Path) -> str | None:
    """Return why no folder can be made at a place, if none can."""
    length = len(os.fsencode(folder.name))
    if length > LONGEST_NAME:
        return f"the folder's name is {length} bytes long, and {LONGEST_NAME} are the most"
    above = folder.parent
    while not os.path.lexists(above):
        above = above.parent
    if not above.is_dir():
        return f"{above} is no folder"
    try:
        with tempfile.TemporaryFile(dir=above):
            return None
    except OSError:
        return f"no file can be made in {above}"


def obstacle(folder: Path, known: Iterable[str] = ()) -> str | None:
    """Return why a folder can't be replaced by a pack as a whole, if it can't.

    Only what a pack consists of may be lost: files of its manifest, and those that are `known`.
    """
    if os.path.lexists(folder) and not folder.is_dir():
        return f"{folder} is no folder"
    if folder.is_symlink() or folder.resolve() == Path.cwd():
        return f"{folder} can't be replaced as a whole"
    if not folder.is_dir():
        return None
    try:
        there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()}
    except OSError:
        return f"{folder} can't be read"
    packed = contents(folder)
    own = set(known) if packed is None else {MANIFEST, *packed, *known}
    strange = sorted(name for name in there - own if Path(name).name not in _OF_SYSTEMS)
    return f"{folder} holds what is no part of a pack ({strange[0]!r})" if strange else None


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
            "sha256": sha256(path),
        }
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    text = json.dumps({"kind": KIND, **about, "files": files}, indent=1, ensure_ascii=False)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")


def contents(folder: Path) -> dict[str, str] | None:
    """Return the hash of each file of a pack by its manifest, or None if the folder holds no pack."""
    with suppress(OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        if manifest["kind"] == KIND:
            return {str(name): str(about.get("sha256")) for name, about in manifest["files"].items()}
    return None


def sha256(path: Path) -> str:
    """Return the hash of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


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
