"""Films of random settings show what their runs did, and nothing else."""

from dataclasses import replace

import pytest

from gdmath import Adam, Cost, GradientDescent, Momentum, Stop, descend
from scenes.basins import BasinsOfDescent
from scenes.intro import Intro
from scenes.parameters import (
    BasinsParameters,
    IntroParameters,
    RaceParameters,
    RegressionParameters,
    TangentParameters,
)
from scenes.race import OptimizerRace
from scenes.regression import Regression
from scenes.runs.basin_maps import BasinMapRun
from scenes.runs.bowl import Bowl
from scenes.runs.contest.racers import Racer
from scenes.runs.curve_run import CurveRun
from scenes.runs.intro import KnobRun
from scenes.tangent import TangentDescent
from tests.scenes.checker.checking import check
from tests.scenes.checker.film import Film
from tests.scenes.checker.films import FLAT, SPATIAL, films
from tests.scenes.checker.reading import Shown, numbers
from tests.scenes.checker.reckoning import Reckoning
from tests.scenes.checker.stories.settings import COMPARING

ON_THE_WAY = {
    "nothing moves",
    "caption too long",
    "length",
    "texts overlap",
}  # what is not yet so for every formula

COMPARED = 6  # the seed of ten films, none of which is refused


@pytest.mark.parametrize(
    "film", [*films(8, 3, FLAT), *films(4, 3, SPATIAL), *films(10, COMPARED, COMPARING)], ids=str
)
def test_a_film_is_true(film):
    quick = replace(film, told=replace(film.told, pace=4.0))
    found = [str(finding) for finding in check(quick) if finding.kind not in ON_THE_WAY]
    assert found == []


@pytest.mark.parametrize(
    ("text", "value", "true", "false"),
    [
        ("x = −48.02", -48.02, -48.0249, -48.026),
        ("C = 48", 48.0, 48.0049, 48.006),
        ("4.99×10⁻⁴", 4.99e-4, 4.9949e-4, 4.996e-4),
        ("−10⁻⁶", -1e-6, -1.0049e-6, -1.006e-6),
        ("17\u2009140", 17140.0, 17144.9, 17146.0),
    ],
)
def test_a_number_is_read_with_its_digits(text, value, true, false):
    (shown,) = numbers(text)
    assert shown.value == pytest.approx(value)
    assert shown.agrees(true)
    assert not shown.agrees(false)


def test_a_number_of_no_digits_agrees_only_with_itself():
    assert Shown(0.0, 0.0).agrees(0.0)
    assert not Shown(0.0, 0.0).agrees(1e-9)


def test_a_run_that_is_not_its_methods_is_found_out():
    cost = Cost.parse("x**2 + y")
    for method, optimizer in (
        ("gradient-descent", GradientDescent()),
        ("adam", Adam()),
        ("momentum", Momentum()),
    ):
        path = descend(cost, [1.0, 0.0], optimizer, learning_rate=0.1, stop=Stop(steps=5))
        for named, most in ((method, 1e-9), ("unknown", 1e-9)):
            assert Reckoning("x**2 + y", ("x", "y")).error(path, named)[1] < most
        other = "nesterov" if method != "nesterov" else "adam"
        assert Reckoning("x**2 + y", ("x", "y")).error(path, other)[1] > 1e-3
        assert Reckoning("x**2 + 1.01*y", ("x", "y")).error(path, "unknown")[1] > 1e-4


LIES = {  # what is drawn in place of the run's own, by the kind of fault that it is
    "number": ("value", lambda run, step: 1.01 * float(run.values[step])),
    "ball": ("at", lambda run, step: run.theta(0) + 0.1 * step),
    "panel": ("values", property(lambda run: 1.2 * run.trajectory.values)),
}


@pytest.mark.parametrize("kind", LIES)
def test_a_film_that_lies_is_found_out(kind, monkeypatch):
    name, lie = LIES[kind]
    monkeypatch.setattr(CurveRun, name, lie)
    told = TangentParameters(cost="x**2 - x", start=3.0, learning_rate=0.3, steps=2, pace=4.0)
    assert kind in {finding.kind for finding in check(Film(TangentDescent, told, "16:9"))}


UNTRUE = {  # of the stories that compare: what is drawn in place of the run's own, and the fault that it is
    "table": (
        *(OptimizerRace, RaceParameters(cost="x**2 + 2*y**2", optimizers=("adam", "momentum"), steps=4)),
        *(Racer, "value", lambda racer, step: 1.01 * float(racer.run.values[min(step, len(racer.run))])),
        "number",
    ),
    "line": (
        *(Intro, IntroParameters(steps=3), KnobRun, "line"),
        *(lambda run, x, w: run.mean[1] + 1.01 * w * (x - run.mean[0]), "number"),
    ),
    "condition": (
        *(Regression, RegressionParameters(steps=3, standardise="no"), Bowl, "condition"),
        *(property(lambda bowl: 5.0 + 0 * bowl.rate), "condition"),
    ),
    "median": (
        *(BasinsOfDescent, BasinsParameters(grid=16), BasinMapRun, "median"),
        *(property(lambda run: 2 + run.basins.steps // 2), "untrue"),
    ),
}


@pytest.mark.parametrize("name", UNTRUE)
def test_a_comparison_that_lies_is_found_out(name, monkeypatch):
    story, told, owner, attribute, lie, kind = UNTRUE[name]
    monkeypatch.setattr(owner, attribute, lie)
    found = check(Film(story, replace(told, pace=4.0), "16:9"))
    assert kind in {finding.kind for finding in found}
