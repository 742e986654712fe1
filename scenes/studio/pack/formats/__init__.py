"""What a pack may hold besides, by name; nothing is imported until it is made."""

from collections.abc import Sequence
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

    def make(self, packed: Any) -> None:
        """Write the format of a film, as Packed knows it, to the folder of its pack."""
        getattr(import_module(f"{__name__}.{self.module}"), self.function)(packed)


FORMATS = {
    "gif": Format("animated", "gif"),
    "webp": Format("animated", "webp"),
    "apng": Format("animated", "apng"),
    "stills": Format("stills", "stills"),
    "slides": Format("slides", "slides", "slides", ("sphinx_revealjs",)),
    "pptx": Format("powerpoint", "pptx", "slides", ("pptx",)),
}


def check_formats(names: Sequence[str]) -> None:
    """Raise ValueError where a package that a format needs is not installed."""
    for name in names:
        made = FORMATS[name]
        require(f"the format {name}", made.needs, made.extra)
