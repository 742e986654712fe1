"""Films of random settings show what their runs did, and nothing else."""

from dataclasses import replace

import pytest

from tests.scenes.checker.checking import check
from tests.scenes.checker.films import FLAT, SPATIAL, films
from tests.scenes.checker.reading import Shown, numbers
from tests.scenes.checker.reckoning import Reckoning

TRUE = {
    "the run",
    "number",
    "ball",
    "foot",
    "off the curve",
    "tangent",
    "panel",
    "arrow",
    "caption too short",
}


@pytest.mark.parametrize("film", [*films(8, 5, FLAT), *films(4, 5, SPATIAL)], ids=str)
def test_a_film_is_true(film):
    quick = replace(film, told=replace(film.told, pace=3.0))
    found = [str(finding) for finding in check(quick) if finding.kind in TRUE]
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


def test_a_run_that_is_not_the_formulas_is_found_out():
    cost = Reckoning("x**2 + y", ("x", "y"))
    thetas = [[1.0, 0.0], [0.8, -0.1], [0.64, -0.2]]
    values = [1.0, 0.54, 0.2096]
    assert cost.error(thetas, values, 0.1)[1] < 1e-9
    assert cost.error(thetas, [1.0, 0.55, 0.2096], 0.1)[0] == 1
    assert cost.error(thetas, values, 0.11)[1] > 1e-3
