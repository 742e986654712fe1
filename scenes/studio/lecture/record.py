"""What a folder of videos holds, and of which content each was made: so that nothing is made twice."""

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from scenes.studio.lecture.video import Video
from scenes.studio.publish import put, workshop
from scenes.studio.target import Target

MARK = ".lecture.json"  # a folder with this file is one that builds fill
_ROOT = Path(__file__).resolve().parents[3]
_DRAWN_BY = ("descent-in-motion", "manim", "numpy", "sympy", "av")


class Record:
    """The digests of the videos in a folder; a file that can't be read holds none."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._videos = _read(folder / MARK)

    def has(self, video: Video) -> bool:
        """Whether a video is there, whole as it was written, and made of what the lecture says now."""
        return self.keeps(video) and self._videos[video.name].get("digest") == digest(video)

    def keeps(self, video: Video) -> bool:
        """Whether a video of that name is there, whole as it was written, of whatever it was made."""
        entry = self._videos.get(video.name)
        files = entry.get("files") if isinstance(entry, dict) else None
        return bool(files) and files == _files(target_of(self.folder, video))

    def add(self, video: Video) -> None:
        """Note that a video was made just now."""
        self._videos[video.name] = {
            "digest": digest(video),
            "files": _files(target_of(self.folder, video)),
        }
        self.save()

    def save(self) -> None:
        """Write it down; raises FailedError where that can't be."""
        path = self.folder / MARK
        with workshop(path) as room:
            draft = room / "record"
            draft.write_text(json.dumps({"version": 1, "videos": self._videos}, indent=1), encoding="utf-8")
            put(draft, path, "record of the lecture")


def target_of(folder: Path, video: Video) -> Target:
    """Return where a video goes."""
    return Target(folder / f"{video.name}.mp4")


def digest(video: Video) -> str:
    """Return a digest of all that a video is made of: its values, its files, the code that draws it."""
    parts = [
        code_digest(),
        video.entry.module,
        video.entry.scene,
        str(video.quality),
        repr(sorted(video.values.items())),
        *(f"{key}={_content(path)}" for key, path in sorted(video.files.items())),
    ]
    if video.source is not None:  # it may import its neighbours
        parts += [f"{path.name}={_content(path)}" for path in sorted(video.source.parent.glob("*.py"))]
    return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogateescape")).hexdigest()


@cache
def code_digest() -> str:
    """Return a digest of our own code and the versions of what it draws with."""
    found = hashlib.sha256()
    for path in sorted([*(_ROOT / "gdmath").rglob("*.py"), *(_ROOT / "scenes").rglob("*.py")]):
        found.update(str(path.relative_to(_ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
    found.update(" ".join(version(name) for name in _DRAWN_BY).encode())
    return found.hexdigest()


def _content(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _files(target: Target) -> dict[str, list[int]]:
    """Return the size and time of each file of a video that is there, none without the video."""
    found = {}
    for path in (target.path, *target.captions):
        try:
            stat = path.lstat()
        except OSError:
            continue
        found[path.name] = [stat.st_size, stat.st_mtime_ns]
    return found if target.path.name in found else {}


def _read(path: Path) -> dict[str, Any]:
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    videos = told.get("videos") if isinstance(told, dict) and told.get("version") == 1 else None
    return dict(videos) if isinstance(videos, Mapping) else {}
