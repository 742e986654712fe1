"""The page of a lecture: all its videos on one sheet of HTML, which needs no network and runs no script."""

import base64
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from html import escape
from importlib import import_module
from pathlib import Path
from types import ModuleType

from scenes.parameters import LANGUAGES, StoryParameters
from scenes.studio.lecture.downloads import link, rows
from scenes.studio.lecture.values import shown
from scenes.studio.lecture.video import Lecture, Video
from scenes.words.lecture import NAMES

_STYLE = Path(__file__).with_name("page.css")
_ASIDE = {field.name for field in fields(StoryParameters)}  # how it is told, not of what
_LONGEST = 120  # characters of a value


@dataclass(frozen=True)
class Made:
    """A pack that is there: its files, and whether it is made of what the lecture says now."""

    files: Sequence[str]
    current: bool


def page(lecture: Lecture, folder: Path, made: Mapping[str, Made], above: str = "") -> str:
    """Return the HTML of a lecture whose packs are in a folder, by the names of the videos.

    `above` is HTML that comes first.
    """
    words = import_module(f"scenes.words.lecture.{lecture.language}")
    title, contents = escape(lecture.title), words.PAGE["contents"]
    links = "\n".join(
        f'<li><a href="#{escape(video.name)}">{_title(video, words)}</a>{_values(video, short=True)}</li>'
        for video in lecture.videos
    )
    parts = "\n".join(_part(video, folder, made.get(video.name), words) for video in lecture.videos)
    return (
        f'<!DOCTYPE html>\n<html lang="{lecture.language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>\n{_STYLE.read_text(encoding='utf-8')}</style>\n</head>\n"
        f"<body>\n{above}<header>\n<h1>{title}</h1>\n</header>\n"
        f'<nav aria-label="{contents}">\n<ol>\n{links}\n</ol>\n</nav>\n'
        f"<main>\n{parts}\n</main>\n</body>\n</html>\n"
    )


def _part(video: Video, folder: Path, made: Made | None, words: ModuleType) -> str:
    say: Mapping[str, str] = words.PAGE
    return "\n".join(
        [
            f'<section id="{escape(video.name)}">',
            f"<h2>{_title(video, words)}{_values(video, short=True)}</h2>",
            _values(video),
            *(_pack(video, folder, made, words) if made else [f'<p class="note">{say["missing"]}</p>']),
            "</section>",
        ]
    )


def _pack(video: Video, folder: Path, made: Made, words: ModuleType) -> Iterator[str]:
    say: Mapping[str, str] = words.PAGE
    name = video.name
    if not made.current:
        yield f'<p class="note">{say["old"]}</p>'
    width, height = video.quality.width, video.quality.height
    size = f'width="{width}" height="{height}" style="width: min(100%, {80 * width / height:.1f}vh)"'
    languages = sorted(
        (each for each in LANGUAGES if f"{name}.{each}.vtt" in made.files),
        key=lambda each: each != video.languages[0],
    )
    tracks = "".join(_track(video, folder / name, each) for each in languages)
    yield (
        f'<video controls preload="none" playsinline {size} poster="{link(name, "poster.png")}" '
        f'aria-label="{_title(video, words)}" src="{link(name, f"{name}.mp4")}">{tracks}</video>'
    )
    yield f'<a class="open" href="{link(name, "embed.html")}">{say["open"]}</a>'
    yield rows(name, made.files, languages, say)


def _title(video: Video, words: ModuleType) -> str:
    return escape(video.title or words.TITLES.get(video.entry.name) or video.scene)


def _track(video: Video, pack: Path, language: str) -> str:
    """Return the captions of a video as a part of the page: from a file beside it, no browser takes them."""
    try:
        text = (pack / f"{video.name}.{language}.vtt").read_bytes()
    except OSError:
        return ""
    first = language == video.languages[0] and video.values.get("captions") == "file"
    return (
        f'<track kind="captions" srclang="{language}" label="{NAMES[language]}"{" default" if first else ""} '
        f'src="data:text/vtt;charset=utf-8;base64,{base64.b64encode(text).decode()}">'
    )


def _values(video: Video, short: bool = False) -> str:
    """Return what a video was given; where that is short, only what tells it from others of its scene."""
    if short:
        told = video.name.removeprefix(video.scene).removeprefix("-")
        return f" <code>{escape(told)}</code>" if told else ""
    pairs = [f"{key} = {_cut(shown(value))}" for key, value in video.values.items() if key not in _ASIDE]
    return f"<code>{escape(', '.join(pairs))}</code>" if pairs else ""


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 3]}..."
