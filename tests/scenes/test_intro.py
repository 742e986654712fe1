"""The introduction on data of every kind: where its text stands, and how long it takes."""

from dataclasses import replace

import pytest

from scenes.intro import Intro
from scenes.parameters import IntroParameters
from tests.scenes import tables
from tests.scenes.laid_out import go_through
from tests.scenes.timed import timed

FILES = {
    "profits": tables.profits,
    "salaries": tables.salaries,
    "advertising": tables.advertising,
    "many": tables.many,
    "two points": lambda folder: tables.write(folder, "two", ("x", "y"), [(0, 1), (1, 3)]),
    "level": lambda folder: tables.write(folder, "level", ("a", "b"), [(0, 7), (1, 7), (4, 7)]),
    "falling": lambda folder: tables.write(folder, "falling", ("a", "b"), [(0, 7), (1, 6.5), (4, 1)]),
    "tiny": lambda folder: tables.write(
        folder, "t", ("µ", "ß"), [(1e-9, 7e-12), (4e-9, 6e-12), (5e-9, 1e-12)]
    ),
    "huge": lambda folder: tables.write(folder, "h", ("x", "y"), [(1e12, -7e15), (4e12, 6e15), (5e12, 1e15)]),
    "long names": lambda folder: tables.write(
        folder,
        "l",
        ("the height of each child in a class of thirty", "人口 [m²] \\ #x$_"),
        [(0, 1), (1, 3), (2, 2)],
    ),
}
CASES = [
    (None, {}, "16:9"),
    (None, {"language": "de", "theme": "light"}, "9:16"),
    (None, {"language": "es"}, "1:1"),
    (None, {"seed": 7, "theme": "light", "language": "es"}, "4:3"),
    ("profits", {"language": "de"}, "16:9"),
    ("salaries", {"language": "de"}, "1:1"),
    ("advertising", {"x": "radio"}, "9:16"),
    ("many", {"language": "es"}, "16:9"),
    ("two points", {"learning_rate": 3.5}, "4:3"),
    ("level", {"language": "de"}, "16:9"),
    ("falling", {"steps": 3}, "9:16"),
    ("tiny", {"language": "es"}, "1:1"),
    ("huge", {"language": "de"}, "16:9"),
    ("huge", {"language": "en"}, "9:16"),
    ("long names", {"language": "es"}, "16:9"),
    ("long names", {"language": "de"}, "1:1"),
]
QUICK = 2


@pytest.mark.parametrize(
    ("name", "told", "shape"),
    [
        pytest.param(*case, id=f"{case[0]} {case[2]}", marks=[] if number < QUICK else pytest.mark.slow)
        for number, case in enumerate(CASES)
    ],
)
def test_text_is_inside_and_apart(name, told, shape, tmp_path):
    data = {"data": FILES[name](tmp_path)} if name else {}
    scene = go_through(Intro, IntroParameters(**told, **data), shape, tmp_path)
    assert scene.seen > 60
    assert scene.beats[-1] == "any knobs"


@pytest.mark.parametrize(
    "language", ["en", pytest.param("de", marks=pytest.mark.slow), pytest.param("es", marks=pytest.mark.slow)]
)
def test_it_takes_a_minute_and_a_half_and_can_be_read(language):
    scene = timed(Intro, replace(Intro.parameters, language=language))
    assert 60 <= scene.time <= 90
    resting = 0.0
    for stretch in scene.stretches:
        resting = 0.0 if stretch.moves else resting + stretch.end - stretch.begin
        assert resting <= 2.5 + 1 / 15
    for said in scene.spoken:
        assert said.end - said.begin >= max(1.5, len(said.text) / 17) - 1e-6, said
        assert said.end - said.begin <= max(8.0, len(said.text) / 17 + 1), said
