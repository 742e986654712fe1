"""One film, checked."""

import tempfile
from typing import Any

from tests.scenes.checker import saying
from tests.scenes.checker.anywhere import Anywhere
from tests.scenes.checker.film import Film
from tests.scenes.checker.findings import Findings
from tests.scenes.checker.in_space import InSpace
from tests.scenes.checker.on_curves import OnCurves
from tests.scenes.checker.outlines import seen
from tests.scenes.checker.passing import go_through
from tests.scenes.checker.reckoning import Reckoning
from tests.scenes.checker.stories import WATCHERS


class OnDescents:
    """Looks at a film of one descent or several by one method, on a curve or in space."""

    def __init__(self, findings: Findings, told: Any) -> None:
        self.findings, self.reckoning = findings, Reckoning(told.cost, told.formula.variables)
        self.watcher = (InSpace if told.variables == 2 else OnCurves)(findings, self.reckoning)
        self.begin, self.look = self.watcher.begin, self.watcher.look

    def look_back(self, scene: Any) -> None:
        """Look at what a film has said that is over."""
        saying.look_back(scene, self.reckoning, self.watcher.steps, self.findings)
        if isinstance(self.watcher, InSpace):
            self.watcher.look_back(scene)


def check(film: Film) -> Findings:
    """Go through a film and return what is untrue in it. Raises ValueError where it can't be told."""
    findings = Findings()
    anywhere, own = Anywhere(findings), WATCHERS.get(film.story, OnDescents)(findings, film.told)
    begun: list[Any] = []

    def look(scene: Any, frames: int) -> None:
        if not begun:
            begun.append(scene)
            own.begin(scene)
        shapes = seen(scene)
        anywhere.look(scene, shapes, frames)
        own.look(scene, shapes, frames)

    with tempfile.TemporaryDirectory() as folder:
        scene = go_through(film.story, film.told, film.shape, folder, look)
    anywhere.look_back(scene)
    own.look_back(scene)
    return findings
