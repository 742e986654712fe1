"""The film of learning rates: laid out, in time, and true, whatever is asked for."""

import re
from dataclasses import replace

import numpy as np
import pytest

from scenes.learning_rate import LearningRates
from scenes.parameters import LANGUAGES, LearningRateParameters
from scenes.studio.cli import run
from scenes.studio.options import build
from tests.scenes.laid_out import go_through
from tests.scenes.rates import RATES
from tests.scenes.test_time import LEAST, READING, longest_rest
from tests.scenes.timed import timed

SHAPES = ("16:9", "9:16", "1:1", "4:3")
QUICK = {("default", "16:9"), ("far apart", "1:1")}


def cases():
    """Each in one shape, the default in all."""
    for number, (name, told) in enumerate(RATES.items()):
        for shape in SHAPES if name == "default" else SHAPES[number % 4 :][:1]:
            marks = [] if (name, shape) in QUICK else pytest.mark.slow
            yield pytest.param(told, shape, id=f"{name} {shape}", marks=marks)


@pytest.mark.parametrize(("told", "shape"), [*cases()])
def test_text_is_inside_and_apart(told, shape, tmp_path):
    scene = go_through(LearningRates, told, shape, tmp_path)
    assert scene.seen > 100
    assert len(scene.beats) >= 7


@pytest.mark.parametrize(
    "name", ["default", *(pytest.param(each, marks=pytest.mark.slow) for each in RATES if each != "default")]
)
def test_captions_can_be_read_and_it_takes_a_minute_or_so(name):
    told = replace(RATES[name], language=LANGUAGES[len(name) % 3])
    scene = timed(LearningRates, told)
    assert 30 <= scene.time <= (75 if name == "default" else 80)
    assert longest_rest(scene.stretches) <= 2.5 + 1 / 15
    for said in scene.spoken:
        takes = len(said.text) / READING
        assert max(LEAST, takes) - 1e-6 <= said.end - said.begin <= max(8.0, takes + 1.1), said


def test_the_default_film_says_what_its_runs_did():
    scene = timed(LearningRates, LearningRateParameters())
    told = " ".join(said.text for said in scene.spoken)
    # x after 40 steps of x <- (1 - 2 eta) x from 50, squared.
    for rate, shown in ((0.01, "497"), (0.9, "4.42×10⁻⁵"), (1.05, "5\u2009120\u2009000")):
        cost = (50 * (1 - 2 * rate) ** 40) ** 2
        assert float(shown.replace("\u2009", "").replace("×10⁻⁵", "e-5")) == pytest.approx(cost, rel=1e-3)
        assert shown in told
    assert "doubled" in told
    assert "λ = C″ = 2" in told
    assert "0.45 arrives first, after 5 steps" in told


def descended(formula, start, rate, steps):
    """The cost after so many steps, by the plain rule and derivatives of differences."""
    theta, far = np.array(start, dtype=float), 1e-6
    for _ in range(steps):
        ways = far * np.eye(len(theta))
        slope = [(formula(*(theta + way)) - formula(*(theta - way))) / (2 * far) for way in ways]
        theta = theta - rate * np.array(slope)
    return formula(*theta)


@pytest.mark.parametrize(
    ("told", "formula"),
    [
        (LearningRateParameters(cost="x**4 - 3*x**2 + x", start=(2.0,)), lambda x: x**4 - 3 * x**2 + x),
        (LearningRateParameters(cost="sin(x) + x**2/20", start=(4.0,)), lambda x: np.sin(x) + x**2 / 20),
        (LearningRateParameters(cost="x**2/2 + 5*y**2"), lambda x, y: x**2 / 2 + 5 * y**2),
    ],
    ids=["two valleys", "waves", "ravine"],
)
def test_what_is_said_of_each_rate_is_what_it_does(told, formula):
    scene = timed(LearningRates, told)
    for each in scene.told.runs:
        value = descended(formula, scene.told.plan.starts[0], each.rate, min(each.steps, 12))
        assert each.costs[min(each.steps, 12)] == pytest.approx(value, rel=1e-4, abs=1e-9)
        digits, left = scene.told.digits(each), scene.told.left(each)
        said = scene.words.verdict(each.manner, each.steps, each.value, digits, left).plain()
        assert any(said == spoken.text for spoken in scene.spoken)
        steps = f"{each.steps} step" if each.steps > 1 else "1 step"
        assert steps in said
        lower = each.value < each.costs[0]
        assert lower or each.manner.name in ("GROWS", "THROWN", "HIGHER", "WANDERS", "CYCLES")


@pytest.mark.parametrize("name", ["default", "ravine"])
def test_picture_and_chart_stand_at_the_same_step(name, tmp_path):
    stage = go_through(LearningRates, RATES[name], "16:9", tmp_path).stage
    for number, each in enumerate(stage.told.runs):
        stage.reach(number, each.steps // 2)
        step = each.steps // 2
        place = stage.plots[number].place(stage.told.paths[number][step])
        np.testing.assert_allclose(stage.runs[number].places(step)[0], place)
        height = stage.chart.scale_of_costs.heights(each.costs[[step]])[0]
        if stage.chart.scale_of_costs.low <= height <= stage.chart.scale_of_costs.high:
            head = stage.chart.heads[number].points
            at = stage.chart.axes.place([step, height])
            np.testing.assert_allclose((head.min(axis=0) + head.max(axis=0))[:2] / 2, at, atol=1e-6)


def test_the_pointer_stands_where_its_rate_is_and_says_it(tmp_path):
    stage = go_through(LearningRates, RATES["default"], "16:9", tmp_path).stage
    rates, steps, costs = stage.told.swept
    for share in (0.0, 0.37, 1.0):
        stage.slide(share)
        index = round(share * (len(rates) - 1))
        tip = stage.ruler.pointer.points[:, :2]
        assert tip[np.argmin(tip[:, 1]), 0] == pytest.approx(stage.ruler.x(float(rates[index])))
        assert stage.ruler.readout.text.startswith("η = ")
        drawn = stage.white.points
        begin = stage.chart.axes.place([0, stage.chart.scale_of_costs.heights(costs[:1, index])[0]])
        np.testing.assert_allclose(drawn[0, :2], begin, atol=1e-6)
        assert drawn[:, 1].max() <= stage.chart.axes.area.top + 1e-6
    assert steps[-1] == 40


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"rates": (0.1,)}, "there are 1 learning rate(s); give 2 to 4"),
        ({"rates": (0.1, 0.1)}, "a learning rate is given twice, 0.1"),
        ({"rates": (0.1, -1.0)}, "the learning rate is -1"),
        ({"rates": (0.1, float("nan"))}, "the learning rate is nan"),
        ({"optimizer": "bfgs"}, "bfgs finds the length of each step by itself"),
        ({"cost": "x + y + z"}, "has the variables x, y, z; this story needs one or two"),
        ({"start": (1.0, 2.0)}, "the start (1, 2) has 2 number(s); it needs 1"),
        ({"steps": 0}, "steps is 0"),
    ],
)
def test_what_cannot_be_told_is_refused_in_a_line(given, said):
    with pytest.raises(ValueError, match=re.escape(said)) as error:
        build(LearningRateParameters, given)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("start", ["3", "-1.5,2"])
def test_a_start_is_typed_as_one_number_or_two(start, tmp_path, capsys):
    cost = "x**2" if "," not in start else "x**2 + y**2"
    picture = tmp_path / "start.png"
    typed = ["--cost", cost, "--start", start, "-ql", "--beat", "start", "-o", str(picture)]
    assert run(["still", "learning-rate", *typed]) == 0, capsys.readouterr().err
    assert picture.exists()
