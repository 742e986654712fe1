"""A film as a notebook shows it: everything in the page itself, which needs no file and no network."""

import base64
import re
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from urllib.parse import unquote

_SNIPPET, _POSTER = "snippet.html", "poster.png"  # of a pack
_KINDS = {
    ".mp4": "video/mp4",
    ".png": "image/png",
    ".vtt": "text/vtt;charset=utf-8",
}


@dataclass(frozen=True)
class Film:
    """A finished film; `folder` holds its pack: the video, captions, and a page with chapters and steps."""

    folder: Path
    video: Path

    def __repr__(self) -> str:
        return f"Film({str(self.video)!r})"

    def _repr_html_(self) -> str:
        """Return a video element with the film, its picture and its captions as data."""
        return re.sub(r'\b(src|poster)="([^"]+)"', self._embedded, self._element())

    def _repr_png_(self) -> bytes:
        """Return the film's picture, for what can't show a video, such as a page that is printed."""
        return (self.folder / _POSTER).read_bytes()

    def _element(self) -> str:
        """Return the pack's video element, without the picture in it, which it has as poster already."""
        return re.sub(r" *<img [^>]*>\n", "", (self.folder / _SNIPPET).read_text(encoding="utf-8"))

    def _embedded(self, found: re.Match[str]) -> str:
        path = self.folder / unquote(unescape(found[2]))
        data = base64.b64encode(path.read_bytes()).decode()
        return f'{found[1]}="data:{_KINDS[path.suffix]};base64,{data}"'
