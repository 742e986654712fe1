"""One film, checked."""

import tempfile
from typing import Any

from tests.scenes.checker import saying
from tests.scenes.checker.anywhere import Anywhere
from tests.scenes.checker.films import Film
from tests.scenes.checker.findings import Findings
from tests.scenes.checker.in_space import InSpace
from tests.scenes.checker.on_curves import OnCurves
from tests.scenes.checker.outlines import seen
from tests.scenes.checker.passing import go_through
from tests.scenes.checker.reckoning import Reckoning


def check(film: Film) -> Findings:
    """Go through a film and return what is untrue in it. Raises ValueError where it can't be told."""
    findings = Findings()
    told = film.told
    reckoning = Reckoning(told.cost, told.formula.variables)
    spatial = told.variables == 2
    anywhere, own = Anywhere(findings), (InSpace if spatial else OnCurves)(findings, reckoning)
    begun: list[Any] = []

    def look(scene: Any, frames: int) -> None:
        if not begun:
            begun.append(scene)
            own.begin(scene)
        shapes = seen(scene)
        anywhere.look(scene, shapes, frames)
        own.look(scene, shapes, frames)

    with tempfile.TemporaryDirectory() as folder:
        scene = go_through(film.story, told, film.shape, folder, look)
    anywhere.look_back(scene)
    saying.look_back(scene, reckoning, own.steps, findings)
    return findings
