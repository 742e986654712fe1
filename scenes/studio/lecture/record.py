"""What a folder of videos holds, and what each was made of: so that nothing is made twice."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from scenes.studio.lecture.video import Video
from scenes.studio.pack.folder import MANIFEST, contents, sha256
from scenes.studio.publish import put, workshop

MARK = ".lecture.json"  # a folder with this file is one that builds fill
VERSION = 3
_ROOT = Path(__file__).resolve().parents[3]
_DRAWN_BY = ("descent-in-motion", "manim", "numpy", "sympy", "av")


@dataclass(frozen=True)
class Digests:
    """What a video's pack is made of, and what its film alone is."""

    pack: str
    film: str

    @classmethod
    def of(cls, video: Video) -> "Digests":
        """Return the digests of values, files, and the code that draws it."""
        parts = [
            code_digest(),
            video.entry.module,
            video.entry.scene,
            str(video.quality),
            video.languages[0],
            repr(sorted(video.values.items())),
            *(f"{key}={sha256(path)}" for key, path in sorted(video.files.items())),
        ]
        if video.source is not None:  # it may import its neighbours
            parts += [f"{path.name}={sha256(path)}" for path in sorted(video.source.parent.glob("*.py"))]
        film = _digest(parts)
        return cls(_digest([film, video.title, repr((video.languages, video.formats))]), film)


class Record:
    """The digests of the videos in a folder, and the files of their packs; one that can't be read holds none.

    A file is whole if it has the size and the time, or else the hash, that it had when it was written.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._videos = _read(folder / MARK)

    def has(self, name: str, digests: Digests) -> bool:
        """Whether a pack is there, whole as it was written, and made of what the digests stand for."""
        return self._noted(name)[:1] == (digests.pack,) and self.keeps(name)

    def has_film(self, name: str, digests: Digests) -> bool:
        """Whether at least its film is made of that."""
        return self._noted(name)[1:] == (digests.film,) and self.keeps(name)

    def keeps(self, name: str) -> bool:
        """Whether a pack of that name is there, whole as it was written, of whatever it was made."""
        pack, noted = self.folder / name, self._videos.get(name, {}).get("files", {})
        whole = all(_whole(pack / file, *about) for file, about in noted.items())
        return bool(noted) and not pack.is_symlink() and whole

    def files(self, name: str) -> Sequence[str]:
        """Return the files of a pack, as paths within it."""
        return list(self._videos.get(name, {}).get("files", {}))

    def add(self, name: str, digests: Digests) -> None:
        """Note that a video was made just now, of what the digests stand for."""
        pack = self.folder / name
        hashes = (contents(pack) or {}) | {MANIFEST: sha256(pack / MANIFEST)}
        files = {file: [*_size_and_time(pack / file), hashes[file]] for file in hashes}
        self._videos[name] = {"digests": astuple(digests), "files": files}
        self.save()

    def _noted(self, name: str) -> tuple[str, ...]:
        return tuple(self._videos.get(name, {}).get("digests", ()))

    def save(self) -> None:
        """Write it down; raises FailedError where that can't be."""
        path = self.folder / MARK
        with workshop(path) as room:
            draft = room / "record"
            draft.write_text(json.dumps({"version": VERSION, "videos": self._videos}), encoding="utf-8")
            put(draft, path, "record of the lecture")


@cache
def code_digest() -> str:
    """Return a digest of our own code and the versions of what it draws with."""
    found = hashlib.sha256()
    ours = (path for room in ("gdmath", "scenes") for path in (_ROOT / room).rglob("*.*"))
    for path in sorted(each for each in ours if each.suffix in (".py", ".html", ".css", ".js")):
        found.update(str(path.relative_to(_ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
    found.update(" ".join(version(name) for name in _DRAWN_BY).encode())
    return found.hexdigest()


def _digest(parts: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogateescape")).hexdigest()


def _size_and_time(path: Path) -> tuple[int, int]:
    found = path.lstat()
    return found.st_size, found.st_mtime_ns


def _whole(path: Path, size: int, time: int, hash_: str) -> bool:
    try:
        now = _size_and_time(path)
        return now == (size, time) or (now[0] == size and not path.is_symlink() and sha256(path) == hash_)
    except OSError:
        return False


def _read(path: Path) -> dict[str, dict[str, Any]]:
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        if told["version"] != VERSION:
            return {}
        return {str(name): _entry(**entry) for name, entry in told["videos"].items()}
    except (OSError, ValueError, RecursionError, TypeError, KeyError, AttributeError):
        return {}


def _entry(digests: Sequence[Any], files: Mapping[str, Sequence[Any]]) -> dict[str, Any]:
    """Return an entry of the record; raises TypeError or ValueError for what is none."""
    for size, time, hash_ in files.values():
        if not (isinstance(size, int) and isinstance(time, int) and isinstance(hash_, str)):
            raise TypeError
    return {"digests": [str(each) for each in digests], "files": dict(files)}
