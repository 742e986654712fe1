"""A film as slides in one file: reveal.js, the film itself, and a slide for each of its sections.

The film lies once behind all slides and goes on from pause to pause; the overview shows pictures of it.
"""

import base64
import io
from html import escape
from importlib.metadata import files

from scenes.studio.pack.formats.moving import picture_at
from scenes.studio.pack.formula import formula_markup, formula_picture
from scenes.studio.pack.packed import Packed
from scenes.studio.pack.sections import Section, sections
from scenes.studio.pack.web import colors, embedded, policy, read, template
from scenes.words import language

SHORT_SIDE = 1080  # of a slide, in its own pixels
QUALITY = 80  # of JPEG
_DRAWN = ("section", "time", "next", "previous", "notes")


def slides(packed: Packed) -> None:
    """Write slides.html, which needs nothing beside it."""
    own, theme = packed.own, packed.theme
    words = language(own.language, "pack")
    shown = list(sections(own, packed.record))
    style = _reveal("reset.css") + _reveal("reveal.css") + template("formats/slides.css", **colors(theme))
    scripts = [_reveal("reveal.js"), read("formats/slides.js")]
    page = template(
        "formats/slides.html",
        language=own.language,
        policy=policy([style], scripts, "media-src blob:; img-src data:"),
        style=style,
        scripts="\n".join(f"<script>{script}</script>" for script in scripts),
        data=embedded(_data(packed, shown, words)),
        film=base64.b64encode(packed.video.read_bytes()).decode(),
        title=escape(own.title),
        formula=_formula(packed),
        described=escape(own.film),
        slides="\n".join(_slide(each, packed) for each in shown),
        say_keys=escape(words.control("slides keys")),
    )
    (packed.folder / "slides.html").write_text(page, encoding="utf-8")


def _data(packed: Packed, shown: list[Section], words: object) -> dict[str, object]:
    unit = SHORT_SIDE / min(packed.quality.width, packed.quality.height)
    return {
        "fps": packed.quality.fps,
        "begins": [round(each.begin, 4) for each in shown],
        "ends": [round(each.end, 4) for each in shown],
        "titles": [each.title for each in shown],
        "width": round(packed.quality.width * unit),
        "height": round(packed.quality.height * unit),
        "words": {key: words.control(key) for key in _DRAWN},  # pyright: ignore[reportAttributeAccessIssue]
    }


def _slide(section: Section, packed: Packed) -> str:
    buffer = io.BytesIO()
    picture_at(packed.video, section.end).save(buffer, "JPEG", quality=QUALITY)
    notes = "".join(f"<p>{escape(caption.text)}</p>" for caption in section.captions)
    title = escape(section.title)
    return (
        f'<section aria-label="{title}"><h2 class="unseen">{title}</h2>'
        f'<img class="still" src="{_url("jpeg", buffer.getvalue())}" alt="">'
        f'<aside class="notes">{notes}</aside></section>'
    )


def _formula(packed: Packed) -> str:
    """Return the formula as a picture, or as it is written where it is too long for one."""
    own = packed.own
    if markup := formula_markup(packed.record, own.language):
        picture = formula_picture(markup, packed.theme.cost, "svg")
        return f'<img class="formula" src="{_url("svg+xml", picture)}" alt="{escape(own.formula)}">'
    return f'<p class="formula">{escape(own.formula)}</p>' if own.formula else ""


def _url(kind: str, content: bytes) -> str:
    return f"data:image/{kind};base64,{base64.b64encode(content).decode()}"


def _reveal(name: str) -> str:
    """Return a file of reveal.js, from the package that ships it."""
    found = [path for path in files("sphinx-revealjs") or () if path.match(f"revealjs/dist/{name}")]
    return found[0].locate().read_text(encoding="utf-8")  # pyright: ignore[reportAttributeAccessIssue]
