"""What is untrue on a screen: once for each kind and beat, with its first moment."""

from dataclasses import dataclass, field
from typing import Any


@dataclass
class Finding:
    """One kind of fault in one beat: when it was first seen, in how many frames, and what was seen."""

    kind: str
    beat: str
    time: float
    detail: str
    frames: int = 1

    def __str__(self) -> str:
        return f"{self.kind} [{self.beat}, {self.time:.2f} s, {self.frames} frames]: {self.detail}"


@dataclass
class Findings:
    """Collects them."""

    found: dict[tuple[str, str], Finding] = field(default_factory=dict)

    def add(self, scene: Any, kind: str, detail: str, frames: int = 1) -> None:
        """Note a fault that is on the screen now."""
        beat = scene.beats[-1] if scene.beats else "first frame"
        self.note(kind, beat, scene.time, detail, frames)

    def note(self, kind: str, beat: str, time: float, detail: str, frames: int = 1) -> None:
        """Note a fault of a beat at a time."""
        before = self.found.get((kind, beat))
        if before is None:
            self.found[kind, beat] = Finding(kind, beat, time, detail, frames)
        else:
            before.frames += frames

    def __iter__(self):
        return iter(sorted(self.found.values(), key=lambda finding: finding.time))

    def __len__(self) -> int:
        return len(self.found)
