"""What a notebook shows while a film is made, in one line that goes away."""

import sys
import time
from html import escape
from typing import Any

from scenes.studio.progress import Progress, progress_for


class Line:
    """A line of a cell's output, with a bar, which changes and is empty in the end."""

    def __init__(self, title: str) -> None:
        from IPython.display import display

        self._title, self._frames, self._total, self._begun = title, 0, 0, time.monotonic()
        self._shown: Any = display(self._data("starting"), raw=True, display_id=True)

    def say(self, stage: str) -> None:
        self._shown.update(self._data(stage), raw=True)

    def start(self, frames: int | None) -> None:
        self._frames, self._total, self._begun = 0, frames or 0, time.monotonic()
        self.advance(0)

    def advance(self, frames: int) -> None:
        self._frames += frames
        # The number expected is an estimate: the bar must not reach its end too early.
        self._total = self._total and max(self._total, self._frames + 1)
        of = f" of {self._total}" if self._total else ""
        self._shown.update(self._data(f"{self._frames}{of} frames{self._left()}"), raw=True)

    def close(self) -> None:
        self._shown.update({"text/plain": "", "text/html": ""}, raw=True)

    def _left(self) -> str:
        """How long it still takes, where that can be told."""
        passed = time.monotonic() - self._begun
        if not self._total or passed < 1:
            return ""
        return f", {passed * (self._total - self._frames) / max(self._frames, 1):.0f} s left"

    def _data(self, told: str) -> dict[str, str]:
        bar = f'value="{self._frames}" max="{self._total}"' if self._total else ""
        return {
            "text/plain": f"{self._title}: {told}",
            "text/html": f'<div role="status"><progress {bar}></progress> {escape(self._title)}: '
            f"{escape(told)}</div>",
        }


def progress_here(title: str) -> Progress:
    """Return what suits: a line of the cell in a notebook, else what the command line shows."""
    return Line(title) if in_notebook() else progress_for(title, quiet=False)


def in_notebook() -> bool:
    """Whether this runs in a kernel of Jupyter's, which shows more than text."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    return shell is not None and getattr(shell, "kernel", None) is not None


class Alone:
    """A board of one video, which shows its progress."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress

    def begin(self, name: str) -> None: ...

    def say(self, name: str, stage: str) -> None:  # noqa: ARG002
        self._progress.say(stage)

    def start(self, name: str, frames: int | None) -> None:  # noqa: ARG002
        self._progress.start(frames)

    def advance(self, name: str, frames: int) -> None:  # noqa: ARG002
        self._progress.advance(frames)

    def note(self, line: str) -> None:
        self._progress.say(line)

    def end(self, name: str, problem: str | None, seconds: float) -> None: ...

    def close(self) -> None:
        self._progress.close()
