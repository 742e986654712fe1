"""One video of a lecture, as it was asked for, and how it was asked for among others."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scenes.studio.film.quality import Quality
from scenes.studio.registry import Entry


@dataclass(frozen=True)
class Video:
    """A story with its parameters; `values` are those that were given.

    `languages` are those of its captions, its own first; `formats`, what its pack holds besides; `source` is
    the Python file of a lecturer's own story; `files` are those that values name, by parameter. Without a
    title it has that of its story.
    """

    name: str
    scene: str
    title: str
    entry: Entry
    quality: Quality
    languages: tuple[str, ...]
    formats: tuple[str, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)
    source: Path | None = None
    files: Mapping[str, Path] = field(default_factory=dict)

    @property
    def sources(self) -> dict[str, Path]:
        """The files that it is made of, by what the lecture calls them."""
        named = {str(self.values[key]): path for key, path in self.files.items()}
        return named | ({self.source.name: self.source} if self.source else {})


@dataclass(frozen=True)
class Lecture:
    """A lecture file that was read: all videos, in order, and its page."""

    path: Path
    title: str
    language: str
    videos: tuple[Video, ...]
