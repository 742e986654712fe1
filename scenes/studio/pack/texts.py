"""The files of a pack that are text: captions, chapters, transcripts."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

import srt

from scenes.kit.narration import Spoken
from scenes.studio.film.subtitles import files, web
from scenes.studio.pack.record import Chapter, Record
from scenes.words import language

YOUTUBE_SECONDS, YOUTUBE_FEWEST = 10, 3

_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~&])")


@dataclass(frozen=True)
class Told:
    """A film in one language: its titles and what is said of it."""

    language: str
    title: str
    formula: str
    seconds: float
    film: str  # what it is, for those who don't see it
    poster: str
    chapters: Sequence[tuple[str, Chapter]]
    captions: Sequence[Spoken]

    @classmethod
    def of(cls, name: str, story: str, title: str, formula: str, record: Record) -> "Told":
        """Return a film as a language tells it; without a title it has that of the story of a name."""
        words, captions = language(name, "pack"), record.captions[name]
        title = title or words.film_title(story)
        shown = captions[record.poster].text if record.poster >= 0 else ""
        return cls(
            name,
            title,
            formula,
            record.seconds,
            words.film_described(title, round(record.seconds)).plain(words.DECIMAL),
            words.picture_described(title, shown).plain(words.DECIMAL),
            [(words.chapter_title(chapter.beat), chapter) for chapter in record.chapters],
            captions,
        )


def caption_files(told: Told) -> Mapping[str, str]:
    """Return what the files of captions hold, by their endings: .LANGUAGE.vtt and .LANGUAGE.srt."""
    cues = [_cue(k, each.begin, each.end, each.text) for k, each in enumerate(told.captions, 1)]
    written = files(cues) or {".srt": "", ".vtt": web([])}
    return {f".{told.language}{ending}": text for ending, text in written.items()}


def chapter_file(told: Told) -> str:
    """Return the chapters as WebVTT."""
    return web([_cue(k, each.begin, each.end, title) for k, (title, each) in enumerate(told.chapters, 1)])


def chapters_to_paste(told: Told) -> str:
    """Return the chapters as lines for a video's description on YouTube, or nothing for a short film.

    YouTube wants the first at 0:00, at least three, and ten seconds for each: what is shorter is joined to
    what comes before it.
    """
    begun: list[tuple[int, str]] = []
    for title, chapter in told.chapters:
        if not begun or int(chapter.begin) - begun[-1][0] >= YOUTUBE_SECONDS:
            begun.append((int(chapter.begin) if begun else 0, title))
    while begun and told.seconds - begun[-1][0] < YOUTUBE_SECONDS:
        begun.pop()
    if len(begun) < YOUTUBE_FEWEST:
        return ""
    return "".join(f"{_clock(begin)} {title}\n" for begin, title in begun)


def transcript(told: Told) -> str:
    """Return all that is said, by chapters, and what is seen, as Markdown."""
    lines = [f"# {_plain(told.title)}", ""]
    lines += [f"`{_code(told.formula)}`", ""] if told.formula else []
    picture = language(told.language, "pack").control("picture")
    lines += [_plain(told.film), "", f"**{picture}:** {_plain(told.poster)}", ""]
    for title, chapter in told.chapters:
        lines += [f"## {_clock(chapter.begin)} {_plain(title)}", ""]
        for said in _within(told.captions, chapter):
            lines += [_plain(said.text), ""]
    return "\n".join(lines)


def _within(captions: Sequence[Spoken], chapter: Chapter) -> Iterator[Spoken]:
    """The captions that begin in a chapter."""
    return (each for each in captions if chapter.begin - 1e-6 <= each.begin < chapter.end - 1e-6)


def _cue(number: int, begin: float, end: float, text: str) -> srt.Subtitle:
    return srt.Subtitle(number, timedelta(seconds=begin), timedelta(seconds=end), text)


def _clock(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes}:{rest:02}"


def _plain(text: str) -> str:
    """Return a text that Markdown takes as it is.

    >>> _plain("<b> a*b")
    '\\\\<b\\\\> a\\\\*b'
    """
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))


def _code(text: str) -> str:
    return " ".join(text.replace("`", "'").split())
