"""What goes with a video, as rows of links on the page of its lecture."""

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from pathlib import PurePosixPath
from urllib.parse import quote

from scenes.words.lecture import NAMES

MOST = 12  # pictures whose links stand in the open
_KINDS = {".webp": "WebP", ".webm": "WebM", ".pptx": "PowerPoint"}
_OTHER = (".mp4", ".png", ".vtt", ".srt", ".md", ".json", ".txt")  # endings of what has a place of its own
_PAGES = ("embed.html", "snippet.html")

Link = tuple[str, str]  # a file of the pack, and what it is called


def link(name: str, file: str) -> str:
    """Return the address of a file in the pack of a video, as seen from the page."""
    return escape(quote(f"{name}/{file}"))


def rows(name: str, files: Sequence[str], languages: Sequence[str], say: Mapping[str, str]) -> str:
    """Return what can be had of a pack: what is saved, what is read, and what goes into other pages.

    Many links are behind a fold that tells the first and the last.
    """
    found: list[tuple[str, list[Link]]] = [
        (say["save"], [(f"{name}.mp4", say["film"]), *_formats(files, say)]),
        *_pictures(files, say),
        (say["transcript"], [(f"transcript.{each}.md", NAMES[each]) for each in languages]),
        (say["captions"], [(f"{name}.{each}.srt", NAMES[each]) for each in languages]),
        (
            say["more"],
            [
                ("snippet.html", say["snippet"]),
                ("chapters.txt", say["youtube"]),
                ("trajectory.json", say["numbers"]),
            ],
        ),
    ]
    lines = []
    for title, links in found:
        there = [(file, text) for file, text in links if file in files]
        if there:
            anchors = " ".join(_anchor(link(name, file), text) for file, text in there)
            if len(there) > MOST:
                span = escape(f"{there[0][1]} – {there[-1][1]}")
                anchors = f"<details><summary>{span}</summary>{anchors}</details>"
            lines.append(f"<dt>{escape(title)}</dt><dd>{anchors}</dd>")
    return "\n".join(["<dl>", *lines, "</dl>"])


def _anchor(address: str, text: str) -> str:
    """Return a link: pages and pictures are opened, all else is saved."""
    shown = address.endswith((".html", ".png", ".gif", ".webp", ".apng"))
    return f'<a href="{address}"{"" if shown else " download"}>{escape(text)}</a>'


def _formats(files: Sequence[str], say: Mapping[str, str]) -> Iterator[Link]:
    """Yield the other formats of the film that are one file each."""
    for file in files:
        path = PurePosixPath(file)
        if len(path.parts) > 1 or path.suffix in _OTHER or file in _PAGES:
            continue
        kind = {".html": say["slides"], ".pdf": say["handout"], **_KINDS}.get(path.suffix)
        language = NAMES.get(PurePosixPath(path.stem).suffix[1:])
        yield file, " ".join(filter(None, [kind or path.suffix[1:].upper(), language]))


def _pictures(files: Sequence[str], say: Mapping[str, str]) -> Iterator[tuple[str, list[Link]]]:
    """Yield the pictures of each folder of them, by their numbers."""
    folders: dict[str, list[Link]] = {}
    for file in files:
        path = PurePosixPath(file)
        if len(path.parts) > 1 and path.suffix == ".png":
            number = path.stem.rpartition("-")[2].lstrip("0")
            folders.setdefault(path.parts[0], []).append((file, number or "0"))
    for folder, links in folders.items():
        yield say.get(folder, folder), links
