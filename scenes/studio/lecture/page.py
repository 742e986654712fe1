"""The page of a lecture: all its videos on one sheet of HTML, which needs no network and runs no script."""

import base64
from collections.abc import Mapping
from dataclasses import fields
from enum import Enum
from html import escape
from pathlib import Path
from urllib.parse import quote

from scenes.parameters import StoryParameters
from scenes.studio.lecture.record import target_of
from scenes.studio.lecture.values import shown
from scenes.studio.lecture.video import Lecture, Video

NAME = "index.html"
_ASIDE = {field.name for field in fields(StoryParameters)}  # how it is told, not of what
_LONGEST = 120  # characters of a value

_STYLE = """
:root { color-scheme: light dark; }
body { font: 1.05rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 2rem; line-height: 1.2; }
h2 { font-size: 1.3rem; margin: 3rem 0 .2rem; }
video { display: block; height: auto; margin: .6rem 0; background: #0f1216; }
code { font-size: .9rem; overflow-wrap: anywhere; opacity: .8; }
nav li { margin: .15rem 0; }
"""
_WORDS = {
    "en": {
        "contents": "Contents",
        "missing": "This video has not been made.",
        "old": "The lecture has changed since this video was made.",
        "save": "Save the video",
    },
    "de": {
        "contents": "Inhalt",
        "missing": "Dieses Video wurde noch nicht erstellt.",
        "old": "Die Vorlesung wurde geändert, seit dieses Video erstellt wurde.",
        "save": "Video speichern",
    },
    "es": {
        "contents": "Índice",
        "missing": "Este vídeo aún no se ha creado.",
        "old": "La lección ha cambiado desde que se creó este vídeo.",
        "save": "Guardar el vídeo",
    },
}
_LANGUAGES = {"en": "English", "de": "Deutsch", "es": "Español"}


class State(Enum):
    """Whether a video that is there is made of what the lecture says now."""

    NEW = "new"
    OLD = "old"


def page(lecture: Lecture, folder: Path, states: Mapping[str, State]) -> str:
    """Return the HTML of a lecture whose videos are in a folder; those without a state are not there."""
    words = _WORDS[lecture.language]
    title = escape(lecture.title)
    links = "\n".join(
        f'<li><a href="#{escape(video.name)}">{escape(video.title)}</a>{_values(video, short=True)}</li>'
        for video in lecture.videos
    )
    parts = "\n".join(_part(video, folder, states.get(video.name), words) for video in lecture.videos)
    return (
        f'<!DOCTYPE html>\n<html lang="{lecture.language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n"
        f'<nav aria-label="{words["contents"]}">\n<ol>\n{links}\n</ol>\n</nav>\n'
        f"<main>\n{parts}\n</main>\n</body>\n</html>\n"
    )


def _part(video: Video, folder: Path, state: State | None, words: Mapping[str, str]) -> str:
    name, title = escape(video.name), escape(video.title)
    head = f'<section id="{name}">\n<h2>{title}{_values(video, short=True)}</h2>\n{_values(video)}\n'
    if state is None:
        return f"{head}<p>{words['missing']}</p>\n</section>"
    if state is State.OLD:
        head += f"<p>{words['old']}</p>\n"
    target = target_of(folder, video)
    source = escape(quote(target.path.name))
    width, height = video.quality.width, video.quality.height
    size = f'width="{width}" height="{height}" style="width: min(100%, {85 * width / height:.1f}vh)"'
    return (
        f'{head}<video controls preload="metadata" playsinline {size} aria-label="{title}" '
        f'src="{source}">{_track(video, target.captions[1])}</video>\n'
        f'<a href="{source}" download>{words["save"]}</a>\n</section>'
    )


def _track(video: Video, path: Path) -> str:
    """Return the captions of a video as a part of the page: from a file beside it, no browser takes them."""
    try:
        text = path.read_bytes()
    except OSError:
        return ""
    language = str(video.values.get("language", "en"))
    return (
        f'<track kind="captions" srclang="{language}" label="{_LANGUAGES.get(language, language)}" default '
        f'src="data:text/vtt;base64,{base64.b64encode(text).decode()}">'
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
