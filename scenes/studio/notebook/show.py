"""A call in Python -> a film that is shown: made in a process of its own, unless it was made before."""

import hashlib
import os
import re
import shutil
import textwrap
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from scenes.studio.extras import require
from scenes.studio.failures import DEBUG, FailedError
from scenes.studio.lecture.crew import make_all
from scenes.studio.lecture.record import MARK, Digests, Record
from scenes.studio.lecture.video import Video
from scenes.studio.lecture.worker import Task
from scenes.studio.notebook.asked import asked
from scenes.studio.notebook.film import Film
from scenes.studio.notebook.progress import Alone, progress_here
from scenes.studio.pack.job import target_in
from scenes.studio.publish import sweep

WIDTH = 76  # of a message in a notebook, in characters
KEPT = 100  # films, those that were shown last
_RANDOM = re.compile(rb"[0-9a-f]{32}")  # by which cloudpickle tells classes apart


class NotShownError(ValueError):
    """What was asked for can't be used or made; a notebook shows nothing but the message."""

    def _render_traceback_(self) -> list[str]:
        return _lines(f"ValueError: {self}")


class Interrupted(KeyboardInterrupt):
    """A film was stopped while it was made; a notebook shows nothing but the message."""

    def _render_traceback_(self) -> list[str]:
        return _lines(f"KeyboardInterrupt: {self}")


def show(story: Any, values: Mapping[str, Any]) -> Film:
    """Return the film of a story, by name or as a class, with parameters.

    Raises NotShownError, or Interrupted, after which nothing of the film is left.
    """
    try:
        video = asked(story, values)
        own = b"" if isinstance(story, str) else _pickled(story)
        return _film(video, own)
    except (ValueError, FailedError) as error:
        raise NotShownError(str(error)) from None
    except KeyboardInterrupt:
        raise Interrupted("the film was stopped; nothing of it was kept") from None


def _lines(message: str) -> list[str]:
    """Return a message in lines that a page has room for; a caret stays under its place."""
    lines = message.splitlines()
    return [part for line in lines for part in ([line] if len(line) <= WIDTH else textwrap.wrap(line, WIDTH))]


def _film(video: Video, own: bytes) -> Film:
    """Return a film, which is made if it isn't in the cache."""
    digests = _digests(video, own)
    room = _cache() / digests.pack[:20]
    record, folder = Record(room), room / video.name
    if not record.has(video.name, digests):
        _make(Task(video, Path.cwd(), folder, debug=bool(os.environ.get(DEBUG)), story=own))
        record.add(video.name, digests)
        _forget(room.parent)
    os.utime(room / MARK)
    return Film(folder, target_in(folder, video.name).path)


def _make(task: Task) -> None:
    progress = progress_here(f"{task.name} {task.video.quality}")
    try:
        (outcome,) = make_all([task], 1, Alone(progress), lambda task: None)  # noqa: ARG005
    finally:
        progress.close()
        sweep(task.folder.parent)
    if outcome.problem is not None:
        raise FailedError(outcome.problem)


def _pickled(story: type) -> bytes:
    """Return a class as other processes can read it, be it defined in a notebook."""
    require("a story of your own in a notebook", ["cloudpickle"], "notebook")
    import cloudpickle

    try:
        return cloudpickle.dumps(story)
    except Exception as error:
        raise ValueError(f"{story.__name__} can't be handed to the process that draws it: {error}") from None


def _digests(video: Video, own: bytes) -> Digests:
    """Return the digests of all that a film is made of; a story of one's own may import its neighbours."""
    parts = [Digests.of(video).pack.encode(), _RANDOM.sub(b"", own)]
    if own:
        parts += [path.read_bytes() for path in sorted(Path.cwd().glob("*.py"))]
    digest = hashlib.sha256(b"\0".join(parts)).hexdigest()
    return Digests(digest, digest)


def _cache() -> Path:
    """Return the folder of films that were shown, which is there; raises ValueError where it can't be."""
    folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "descent-in-motion"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ValueError(
            f"films can't be kept in {folder} ({error.strerror}); name another folder by the variable "
            "XDG_CACHE_HOME"
        ) from None
    return folder


def _forget(cache: Path) -> None:
    """Leave the films in the cache that were shown last."""
    shown: dict[Path, float] = {}
    for mark in cache.glob(f"*/{MARK}"):
        with suppress(OSError):
            shown[mark.parent] = mark.stat().st_mtime
    for room in sorted(shown, key=shown.__getitem__, reverse=True)[KEPT:]:
        shutil.rmtree(room, ignore_errors=True)
