"""A film in sections: what is seen and said from one pause to the next."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scenes.kit.narration import Spoken
from scenes.studio.pack.record import Record
from scenes.studio.pack.texts import Told

_CLOSE = 1e-6  # seconds


@dataclass(frozen=True)
class Section:
    """A part of a film that ends with a pause: the chapter's title, from when to when, and what is said."""

    title: str
    begin: float
    end: float
    captions: Sequence[Spoken]

    @property
    def text(self) -> str:
        """What is said, a caption a line."""
        return "\n".join(caption.text for caption in self.captions)


def sections(told: Told, record: Record) -> Iterator[Section]:
    """Yield the sections of a film as a language tells them, in order."""
    begin = 0.0
    for end in record.pauses:
        title = next(title for title, chapter in told.chapters if begin < chapter.end - _CLOSE)
        said = [each for each in told.captions if begin - _CLOSE <= each.begin < end - _CLOSE]
        yield Section(title, begin, end, said)
        begin = end
