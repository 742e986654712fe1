"""The page of a film, which needs nothing but the video and its picture beside it; and a snippet of it."""

import base64
from dataclasses import dataclass
from html import escape
from typing import Any
from urllib.parse import quote

from scenes.studio.pack.numbers import numbers
from scenes.studio.pack.packed import Packed
from scenes.studio.pack.texts import Told, caption_files
from scenes.studio.pack.web import colors, embedded, policy, read, template
from scenes.words import language
from scenes.words.lecture import NAMES

POSTER, CHAPTERS = "poster.png", "chapters.vtt"


@dataclass(frozen=True)
class Page:
    """The page of a film."""

    packed: Packed

    def html(self) -> str:
        """Return the page. What it holds of a person's own is shown, and never run."""
        packed, own, quality = self.packed, self.packed.own, self.packed.quality
        style = template("page.css", **colors(packed.theme), width=quality.width, height=quality.height)
        script = read("page.js")
        words = language(own.language, "pack")
        return template(
            "page.html",
            language=own.language,
            policy=policy([style], [script], _MEDIA),
            style=style,
            script=script,
            data=embedded(self._data(words)),
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


_MEDIA = "media-src 'self' file: data:; img-src 'self' file:"
_DRAWN = ("step", "cost", "gradient", "run", "section", "start", "stop", "drawn", "aside")
_SAID = (
    *("chapters", "captions", "speed", "present", "previous", "next", "leave", "step", "numbers"),
    *("keys", "play", "seconds", "chapter", "by step", "by speed", "switch", "presenting", "space", "time"),
)
