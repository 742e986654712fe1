"""What several of these stories need: runs anew, many at once; places on the way of a run; sentences."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from tests.scenes.checker.findings import Findings
from tests.scenes.checker.methods import METHODS
from tests.scenes.checker.reading import Shown, numbers
from tests.scenes.checker.reckoning import Reckoning

ON_SCREEN = 0.03  # frame units: what can't be seen
GLIDE = 0.16  # of the width of a plot: a longer step is no glide
FAR = 1e60  # beyond which a run is lost


def reckoned(told: Any) -> Reckoning:
    """The cost of a film's settings, of a formula or a landscape's name."""
    return Reckoning(told.landscape.formula if told.landscape else told.cost, told.formula.variables)


def descended(reckoning: Reckoning, method: str, starts, rates, steps: int) -> tuple[np.ndarray, np.ndarray]:
    """Return where many runs from starts (n, d) at rates (n,) are in the end (n, d), and their costs (n,).

    They never stop before; what is beyond all bounds is nan.
    """
    theta, lengths = np.array(starts, float), np.broadcast_to(rates, len(starts))[:, None]
    lost = np.zeros(len(theta), bool)

    def gradients():
        while True:
            yield np.nan_to_num(reckoning.gradients(theta), nan=0.0, posinf=0.0, neginf=0.0)

    with np.errstate(all="ignore"):
        for _, (direction, _) in zip(range(steps), METHODS[method](gradients()), strict=False):
            moved = theta + lengths * direction
            lost |= ~(np.isfinite(reckoning.values(moved)) & (np.abs(moved).max(axis=1) < FAR))
            theta = np.where(lost[:, None], theta, moved)
    return np.where(lost[:, None], np.nan, theta), np.where(lost, np.nan, reckoning.values(theta))


def nearest(reckoning: Reckoning, method: str, start, rates, steps: int, costs) -> np.ndarray:
    """Return how near the runs at some rates (n,) ever come to costs (n,) that they are said to end with."""
    theta, lengths = np.tile(np.asarray(start, float), (len(rates), 1)), np.asarray(rates)[:, None]
    closest = np.abs(reckoning.values(theta) - costs)

    def gradients():
        while True:
            yield np.nan_to_num(reckoning.gradients(theta), nan=0.0, posinf=0.0, neginf=0.0)

    with np.errstate(all="ignore"):
        for _, (direction, _) in zip(range(steps), METHODS[method](gradients()), strict=False):
            theta = theta + lengths * direction
            closest = np.fmin(closest, np.abs(reckoning.values(theta) - costs))
    return closest


def astray(place, places, step: int, width: float, near: float = ON_SCREEN) -> str:
    """Return what is wrong with a place (2,) on the screen at a step of a run of places (n+1, 2), or "".

    It must be where the step is, or on a short way to the next one, of a plot so wide.
    """
    last = len(places) - 1
    here, to = places[min(step, last)], places[min(step + 1, last)]
    if np.abs(place - here).max() <= near:
        return ""
    way, gone = to - here, place - here
    length = float(np.hypot(*way))
    share = float(gone @ way / length**2) if length else np.nan
    if not (-0.01 <= share <= 1.01 and np.abs(gone - share * way).max() <= near):
        return f"at {place} beside {here} of step {step}"
    if share < 0.98 and length > GLIDE * width:
        return f"slides over {length / width:.0%} of the width between {step} and {step + 1}"
    return ""


@dataclass(frozen=True)
class Heard:
    """A sentence of a film, the steps on the screen while it stood, and the one who watched the film."""

    text: str
    seen: Sequence[int]
    watcher: Any
    begin: float = 0.0
    end: float = 0.0
    match: Any = field(default=None, compare=False)

    def named(self, group: int | str, least: int = 4) -> Shown:
        """The number in a group of the pattern."""
        return numbers(self.match[group], least)[0]

    def whole(self, group: int | str) -> int:
        return round(self.named(group).value)


Claim = tuple[str, Callable[[Heard], bool]]


def listen(
    scene: Any,
    watcher: Any,
    claims: Sequence[Claim],
    nothing: Sequence[str],
    findings: Findings,
    steps: Sequence[tuple[float, int]] = (),
) -> None:
    """Check every caption of an English film that is over, by the pattern that it fits."""
    if scene.parameters.language != "en":
        return
    for said in scene.spoken:
        seen = [step for time, step in steps if said.begin <= time <= said.end]
        for pattern, holds in claims:
            match = re.fullmatch(pattern, said.text, re.DOTALL)
            if match:
                heard = Heard(said.text, seen, watcher, said.begin, said.end, match)
                if not holds(heard):
                    findings.note("untrue", said.text[:20], said.begin, f"{said.text!r} at {seen[:1]}")
                break
        else:
            if not any(re.fullmatch(each, said.text, re.DOTALL) for each in nothing):
                findings.note("a sentence that nobody checks", said.text[:20], said.begin, repr(said.text))


def written(text: str) -> Shown:
    """The last number of a text, with as many digits as it has, two at least."""
    last = text.split("=")[-1].split(",\u2009")[-1]
    mantissa = last.split("×")[0]
    figures = re.sub(r"\D", "", mantissa).lstrip("0")
    figures = figures if re.search(r"[.,]\d", mantissa) else figures.rstrip("0")
    return numbers(last, max(2, min(len(figures), 4)))[-1]


def step_on(scene: Any, texts: Sequence[str]) -> int | None:
    """The step that a number on the screen tells, alone or before others; None if there is none."""
    label = re.escape(scene.words.step_label(7)).replace("7", r"(\d[\d\u2009]*)")
    found = (re.search(f"(?:^|: ){label}(?:$|,|:)", text) for text in texts)
    return next((int(each[1].replace("\u2009", "")) for each in found if each), None)
