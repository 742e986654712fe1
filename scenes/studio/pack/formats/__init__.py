"""What a pack may hold besides, by name; nothing is imported until it is made."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from scenes.studio.extras import require


@dataclass(frozen=True)
class Format:
    """What makes a format: a function of a module here, and the packages that an extra of ours brings it."""

    module: str
    function: str
    extra: str = ""
    needs: Sequence[str] = ()

    def make(self, packed: Any) -> Mapping[str, Any]:
        """Write the format of a film, as Packed knows it, to the folder of its pack.

        Returns what the pack's manifest tells of it.
        """
        return getattr(import_module(f"{__name__}.{self.module}"), self.function)(packed) or {}


FORMATS = {
    "gif": Format("animated", "gif"),
    "webp": Format("animated", "webp"),
    "apng": Format("animated", "apng"),
    "webm": Format("webm", "webm"),
    "stills": Format("stills", "stills"),
    "slides": Format("slides", "slides", "slides", ("sphinx_revealjs",)),
    "pptx": Format("powerpoint", "pptx", "slides", ("pptx",)),
    "steps": Format("steps", "steps"),
    "pdf": Format("handout", "handout"),
}


def check_formats(names: Sequence[str]) -> None:
    """Raise ValueError where a package that a format needs is not installed."""
    for name in names:
        made = FORMATS[name]
        require(f"the format {name}", made.needs, made.extra)
