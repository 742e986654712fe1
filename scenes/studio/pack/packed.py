"""What the other formats of a film are made from."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from scenes.kit.theme import THEMES, Theme
from scenes.parameters import StoryParameters
from scenes.studio.film.quality import Quality
from scenes.studio.pack.record import Record
from scenes.studio.pack.texts import Told
from scenes.studio.progress import Progress
from scenes.studio.registry import Entry


@dataclass(frozen=True)
class Packed:
    """A finished film in the folder of its pack, and all that is known of it.

    `told` is the film in each language, its own first. What is needed on the way goes to the folder `drafts`.
    `threads` are those that may compress, as many as useful if None.
    """

    video: Path
    drafts: Path
    entry: Entry
    parameters: StoryParameters
    quality: Quality
    told: Sequence[Told]
    record: Record
    progress: Progress
    debug: bool = False
    threads: int | None = None

    @property
    def folder(self) -> Path:
        """Where other formats of the film go."""
        return self.video.parent

    @property
    def own(self) -> Told:
        """The film in its own language."""
        return self.told[0]

    @property
    def theme(self) -> Theme:
        return THEMES[self.parameters.theme]

    @property
    def in_picture(self) -> bool:
        """Whether the captions of the film's own language are in its picture."""
        return self.parameters.captions != "file"
