"""The page of a film, which needs nothing but the video and its picture beside it; and a snippet of it."""

import base64
import hashlib
import json
from dataclasses import dataclass
from html import escape
from pathlib import Path
from string import Template
from typing import Any
from urllib.parse import quote

from scenes.studio.pack.numbers import numbers
from scenes.studio.pack.packed import Packed
from scenes.studio.pack.texts import Told, caption_files
from scenes.words import language

POSTER, CHAPTERS = "poster.png", "chapters.vtt"
NAMES = {"en": "English", "de": "Deutsch", "es": "Español"}  # of languages, each in its own
_HERE = Path(__file__).parent


@dataclass(frozen=True)
class Page:
    """The page of a film."""

    packed: Packed

    def html(self) -> str:
        """Return the page. What it holds of a person's own is shown, and never run."""
        packed, own = self.packed, self.packed.own
        style = Template(_read("page.css")).substitute(self._colors())
        script = _read("page.js")
        words = language(own.language, "pack")
        return Template(_read("page.html")).substitute(
            language=own.language,
            policy=_policy(style, script),
            style=style,
            script=script,
            data=_embedded(self._data(words)),
            title=escape(own.title),
            formula=escape(own.formula),
            video=escape(quote(packed.video.name)),
            poster=POSTER,
            width=packed.quality.width,
            height=packed.quality.height,
            described=escape(own.film),
            picture=escape(own.poster),
            tracks="".join(map(self._track, packed.told)),
            none=words.control("in picture" if packed.in_picture else "off"),
            **{f"say_{key.replace(' ', '_')}": escape(words.control(key)) for key in _SAID},
        )

    def snippet(self) -> str:
        """Return a video element for a page of a person's own, with the files of the pack beside it."""
        packed, own = self.packed, self.packed.own
        stem = quote(packed.video.stem)
        captions = "".join(
            f'  <track kind="captions" src="{stem}.{each.language}.vtt" srclang="{each.language}" '
            f'label="{NAMES[each.language]}"{self._default(each)}>\n'
            for each in packed.told
        )
        size = f'width="{packed.quality.width}" height="{packed.quality.height}"'
        return (
            f'<video controls playsinline preload="metadata" poster="{POSTER}" {size} '
            f'style="max-width: 100%; height: auto" aria-label="{escape(own.film)}">\n'
            f'  <source src="{escape(quote(packed.video.name))}" type="video/mp4">\n{captions}'
            f'  <track kind="chapters" src="{CHAPTERS}" srclang="{own.language}">\n'
            f'  <img src="{POSTER}" alt="{escape(own.poster)}">\n</video>\n'
        )

    def _default(self, each: Told) -> str:
        return " default" if each is self.packed.own and not self.packed.in_picture else ""

    def _colors(self) -> dict[str, str]:
        theme, quality = self.packed.theme, self.packed.quality
        roles = ("background", "text", "muted", "point", "cost", "gradient", "optimum")
        colors = {role: getattr(theme, role) for role in roles}
        return {**colors, "scheme": theme.name, "width": str(quality.width), "height": str(quality.height)}

    def _track(self, told: Told) -> str:
        text = caption_files(told)[f".{told.language}.vtt"]
        coded = base64.b64encode(text.encode()).decode()
        return (
            f'<track kind="captions" srclang="{told.language}" label="{NAMES[told.language]}" '
            f'src="data:text/vtt;charset=utf-8;base64,{coded}">'
        )

    def _data(self, words: Any) -> dict[str, Any]:
        packed, own = self.packed, self.packed.own
        return {
            "fps": packed.quality.fps,
            "decimal": words.DECIMAL,
            "captions": "" if self.packed.in_picture else own.language,
            "chapters": [[title, round(each.begin, 4)] for title, each in own.chapters],
            "pauses": [round(time, 4) for time in packed.record.pauses],
            "words": {key: words.control(key) for key in _DRAWN},
            **numbers(packed.record, words),
        }


_DRAWN = ("step", "cost", "gradient", "run", "section", "start", "stop", "drawn")
_SAID = (
    *("chapters", "captions", "speed", "present", "previous", "next", "leave", "step", "numbers"),
    *("keys", "play", "seconds", "chapter", "by step", "by speed", "switch", "presenting", "space", "time"),
)


def _read(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")


def _policy(style: str, script: str) -> str:
    """Return what the page may do: its own script and style, and the files beside it; nothing else."""
    own = {name: f"'sha256-{_sha(text)}'" for name, text in (("style", style), ("script", script))}
    return (
        f"default-src 'none'; script-src {own['script']}; style-src {own['style']}; "
        "media-src 'self' file: data:; img-src 'self' file:; base-uri 'none'; form-action 'none'"
    )


def _sha(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _embedded(data: Any) -> str:
    """Return JSON that no text in it can end as a script."""
    return json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":")).replace(
        "<", "\\u003c"
    )
