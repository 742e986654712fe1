"""Regression on data of every kind: where its text stands, what it says, and how long it takes."""

from dataclasses import replace

import numpy as np
import pytest

from scenes.kit.glyphs import set_decimal
from scenes.kit.models.picture import picture_of
from scenes.kit.models.regression_stage import RegressionStage
from scenes.kit.screen import Rect
from scenes.kit.theme import DARK
from scenes.parameters import RegressionParameters
from scenes.regression import Regression
from scenes.runs.models import Model
from tests.scenes import tables
from tests.scenes.laid_out import go_through
from tests.scenes.timed import timed


def collinear(folder):
    """Two features of which one is twice the other."""
    x = np.arange(12.0)
    return tables.write(folder, "c", ("a", "b", "y"), zip(x, 2 * x, 3 * x + np.sin(x), strict=True))


def parted(folder):
    """Labels that a threshold divides without a mistake."""
    return tables.write(
        folder, "p", ("size", "kind"), [(k, "small" if k < 5 else "large") for k in range(10)]
    )


FILES = {
    "profits": tables.profits,
    "salaries": tables.salaries,
    "advertising": tables.advertising,
    "flowers": tables.flowers,
    "many": tables.many,
    "collinear": collinear,
    "parted": parted,
    "two": lambda folder: tables.write(folder, "two", ("a", "b"), [(0, 1), (1, 3)]),
    "tiny": lambda folder: tables.write(
        folder, "t", ("µ", "ß"), [(1e-9, 7e-12), (4e-9, 6e-12), (5e-9, 1e-12)]
    ),
    "huge": lambda folder: tables.write(folder, "h", ("x", "y"), [(1e12, -7e15), (4e12, 6e15), (5e12, 1e15)]),
}
CASES = [
    (None, {}, "16:9"),
    ("flowers", {"model": "logistic", "language": "de"}, "9:16"),
    (None, {"language": "es"}, "1:1"),
    (None, {"seed": 7, "theme": "light", "language": "de", "standardise": "no"}, "4:3"),
    (None, {"model": "polynomial:5", "language": "es"}, "16:9"),
    (None, {"model": "logistic", "batch_size": 60}, "9:16"),
    (None, {"learning_rate": 1e9, "language": "de"}, "16:9"),
    ("profits", {"standardise": "yes", "language": "es"}, "9:16"),
    ("salaries", {"language": "de"}, "1:1"),
    ("advertising", {}, "4:3"),
    ("advertising", {"language": "de", "batch_size": 1}, "1:1"),
    ("many", {"language": "es", "theme": "light"}, "16:9"),
    ("collinear", {"language": "de"}, "9:16"),
    ("parted", {"model": "logistic", "language": "es"}, "16:9"),
    ("two", {}, "1:1"),
    ("tiny", {"language": "de"}, "16:9"),
    ("huge", {"language": "es"}, "4:3"),
    ("huge", {}, "1:1"),
]
QUICK = 2


@pytest.mark.parametrize(
    ("name", "told", "shape"),
    [
        pytest.param(*case, id=f"{case[0]} {case[2]} {k}", marks=[] if k < QUICK else pytest.mark.slow)
        for k, case in enumerate(CASES)
    ],
)
def test_text_is_inside_and_apart(name, told, shape, tmp_path):
    data = {"data": FILES[name](tmp_path)} if name else {}
    scene = go_through(Regression, RegressionParameters(**told, **data), shape, tmp_path)
    assert scene.seen > 60
    assert scene.beats[-1] == "ending"


@pytest.mark.parametrize(
    "language", ["en", pytest.param("de", marks=pytest.mark.slow), pytest.param("es", marks=pytest.mark.slow)]
)
@pytest.mark.parametrize("model", ["linear", pytest.param("logistic", marks=pytest.mark.slow)])
def test_it_takes_a_minute_and_can_be_read(language, model):
    scene = timed(Regression, replace(Regression.parameters, language=language, model=model))
    assert 30 <= scene.time <= 75
    resting = 0.0
    for stretch in scene.stretches:
        resting = 0.0 if stretch.moves else resting + stretch.end - stretch.begin
        assert resting <= 2.5 + 1 / 15
    for said in scene.spoken:
        assert said.end - said.begin >= max(1.5, len(said.text) / 17) - 1e-6, said
        assert said.end - said.begin <= max(8.0, len(said.text) / 17 + 1), said


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "told", "said"),
    [
        ("parted", {"model": "logistic"}, "makes no mistake"),
        ("collinear", {}, "Some features say the same"),
        ("two", {"standardise": "yes"}, "curves alike in all directions"),
        (None, {"learning_rate": 1e9}, "Raw, it escapes; standardised, 5 steps are enough."),
        ("profits", {}, "Raw, 200 steps do not get there"),
    ],
)
def test_it_says_what_is_so(name, told, said, tmp_path):
    data = {"data": FILES[name](tmp_path)} if name else {}
    scene = timed(Regression, RegressionParameters(**told, **data))
    assert any(said in spoken.text for spoken in scene.spoken), [each.text for each in scene.spoken]


def test_a_decimal_comma_in_a_title_is_a_comma():
    set_decimal(",")
    try:
        assert RegressionStage._quoted("condition 1.5×10¹²") == '#"condition 1,5×10¹²"'
        assert (
            RegressionStage._quoted("$x = 1.5$") == "$x = 1.5$"
        )  # as it is set, its comma is one of numbers
    finally:
        set_decimal(".")


def test_what_is_beyond_the_axes_is_pointed_to(tmp_path):
    """A model of one feature by one mark, of several by one for each example."""
    x = np.linspace(0.0, 1.0, 9)
    for columns, marks in (((x,), 1), ((x, x * x), 9)):
        names = [*"abc"[: len(columns)], "y"]
        path = tables.write(tmp_path, "far", names, zip(*columns, 2000 + 50 * x, strict=True))
        model = Model.of(RegressionParameters(data=path))
        start = np.zeros(len(columns) + 1)
        picture = picture_of(model, start[None], Rect(-3, 3, -2, 2), DARK)
        picture.show(start)
        assert len(picture.beyond.points) == 12 * marks
        picture.show(model.best)
        assert len(picture.beyond.points) == 0
