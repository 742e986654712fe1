"""What is said in a film: the caption that stands, since when, and all that stood before it."""

from dataclasses import dataclass

from scenes.kit.glyphs import SMALL
from scenes.kit.lettering import BODY, Words
from scenes.kit.pacing import reading_seconds
from scenes.kit.screen import Rect
from scenes.words.caption import Caption


@dataclass(frozen=True)
class Spoken:
    """A caption as plain text, and from when to when it stood."""

    text: str
    begin: float
    end: float


class Narration:
    """The captions of a film, one after the other; they are written in a strip, with a decimal sign.

    `spoken` are those that are over; `standing` is the type of the one that stands, if it is in the picture.
    """

    def __init__(self, strip: Rect, color: str, decimal: str) -> None:
        self.strip, self.color, self.decimal = strip, color, decimal
        self.spoken: list[Spoken] = []
        self.standing: Words | None = None
        self._said: tuple[str, float] | None = None

    def begin(self, caption: Caption | str, now: float) -> None:
        """Say a caption from now on."""
        text = caption if isinstance(caption, str) else caption.plain(self.decimal)
        self._said = text, now

    def end(self, now: float) -> Spoken | None:
        """Let the caption be over that stands, and return it, if there is one."""
        if self._said is None:
            return None
        self.spoken.append(Spoken(*self._said, now))
        self._said = None
        return self.spoken[-1]

    def readable(self) -> float:
        """Return when the caption that stands can have been read, at pace 1; long ago if none stands."""
        if self._said is None:
            return -float("inf")
        text, begin = self._said
        return begin + reading_seconds(text)

    def aside(self) -> "Narration":
        """Return what says nothing that is kept, for a rehearsal."""
        return Narration(self.strip, self.color, self.decimal)

    def written(self, caption: Caption | str) -> Words:
        """Return a caption as type in its strip."""
        text = caption if isinstance(caption, str) else caption.typst(self.decimal)
        joined = text.replace(" \\ ", " ")
        words = Words("", color=self.color)
        for shown, size in ((text, BODY), (text, SMALL), (joined, SMALL)):  # the last has no lines half empty
            words = Words(shown, size=size, color=self.color, width=self.strip.width, align="center")
            if words.height <= self.strip.height + 0.02:
                break
        return words.move_to(self.strip.center)
