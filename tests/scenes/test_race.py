"""The race of optimizers: laid out for whatever races, told in time, and true."""

from dataclasses import replace

import pytest

from scenes.parameters import LANGUAGES, RaceParameters
from scenes.race import OptimizerRace
from tests.scenes.laid_out import go_through
from tests.scenes.timed import timed

SIX = (
    "gradient-descent:rate=1e9",
    "momentum:rate=3",
    "nesterov:rate=9",
    "adam",
    "conjugate-gradient",
    "newton",
)
RACES = {
    "default": (RaceParameters(), "16:9"),
    "tall": (RaceParameters(language="de", theme="light"), "9:16"),
    "square": (RaceParameters(language="es"), "1:1"),
    "six, half of them escape": (RaceParameters(cost="x**2 + 10*y**2", optimizers=SIX), "4:3"),
    "six on a square": (RaceParameters(cost="x**2 + 10*y**2", optimizers=SIX, language="de"), "1:1"),
    "six, tall": (RaceParameters(cost="x**2 + 10*y**2", optimizers=SIX, language="es"), "9:16"),
    "all escape": (
        RaceParameters(cost="x**2 + y**2", optimizers=("gradient-descent:rate=9", "adam:rate=1e80")),
        "16:9",
    ),
    "nobody moves": (RaceParameters(cost="bowl", start=(0.0, 0.0), language="de"), "16:9"),
    "nine minima": (RaceParameters(cost="sin(3*x)*sin(3*y) + (x**2 + y**2)/9", start=(0.3, 1.0)), "1:1"),
    "four minima": (RaceParameters(cost="himmelblau", theme="light", language="es"), "4:3"),
    "many steps": (RaceParameters(cost="rosenbrock", steps=3000), "9:16"),
    "tiny and huge rates": (
        RaceParameters(optimizers=("adam:rate=1e-9", "rmsprop:rate=1e9", "adam:rate=0.1,beta1=0.8")),
        "4:3",
    ),
    "no floor": (RaceParameters(cost="x**2 - y**2", start=(1.5, 0.01)), "16:9"),
    "leaves the domain": (RaceParameters(cost="log(x) + y**2", start=(1.0, 1.0)), "9:16"),
    "searches": (
        RaceParameters(
            cost="beale", optimizers=("bfgs", "l-bfgs", "momentum:schedule=backtracking"), language="de"
        ),
        "16:9",
    ),
    "far and wide": (RaceParameters(cost="1e6*(a - 1e5)**2 + 1e-3*b**2", start=(90000.0, 5e4)), "16:9"),
    "long formula": (
        RaceParameters(cost="goldstein-price", optimizers=("accelerated-gradient", "adamax"), steps=40),
        "4:3",
    ),
    "one step": (RaceParameters(cost="x**2 + y**2", steps=1, optimizers=("newton", "adagrad")), "1:1"),
}
QUICK = ("default", "six on a square", "nobody moves")


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[] if name in QUICK else pytest.mark.slow) for name in RACES]
)
def test_text_is_inside_and_apart(name, tmp_path):
    told, shape = RACES[name]
    scene = go_through(OptimizerRace, told, shape, tmp_path)
    assert scene.seen > 30
    assert len(scene.beats) >= 4
    assert scene.beats[-1] == "finish"


@pytest.mark.parametrize(
    "language", [pytest.param(name, marks=[] if name == "en" else pytest.mark.slow) for name in LANGUAGES]
)
def test_the_default_takes_a_minute_and_can_be_read(language):
    scene = timed(OptimizerRace, replace(RaceParameters(), language=language))
    assert 30 <= scene.time <= 75
    for said in scene.spoken:
        assert said.end - said.begin >= max(1.5, len(said.text) / 17) - 1e-6, said
        assert said.end - said.begin <= max(8.0, len(said.text) / 17 + 1), said


def spoken(told):
    return [said.text for said in timed(OptimizerRace, told).spoken]


def test_what_is_said_of_the_default_is_what_its_runs_did():
    said = spoken(RaceParameters())
    assert "After 50 steps, Adam was ahead: it matters when a race ends." in said
    assert any(text.startswith("Momentum wins: after 100 steps") for text in said)


@pytest.mark.slow
def test_a_tie_an_escape_and_a_standstill_are_named():
    assert "Nobody moves: at this start the slope is zero." in spoken(
        replace(RACES["nobody moves"][0], language="en")
    )
    assert any("None of them stays" in text for text in spoken(RACES["all escape"][0]))
    said = spoken(RACES["six, half of them escape"][0])
    assert "Newton wins: no other gets as low in only 1 step." in said
    assert any(text.endswith("escaped.") for text in said)
