"""Functions that height fields are made of: of arrays, of two numbers, and unfit ones."""

import math

import numpy as np
import pytest

from scenes.relief import ContourLines, HeightField, PlotBox
from scenes.relief.heights import evaluate

X, Y = np.meshgrid(np.linspace(-1, 1, 21), np.linspace(-1, 1, 11), indexing="ij")

PAIRS = [
    (lambda x, y: math.sin(5 * x) * math.cos(5 * y) / 5, lambda x, y: np.sin(5 * x) * np.cos(5 * y) / 5),
    (lambda x, y: x if x > y else y, np.maximum),
    (lambda x, y: max(x, y), np.maximum),
    (lambda x, y: math.sqrt(x) + y, lambda x, y: np.sqrt(x) + y),
    (lambda x, y: x**0.5 if y < 2 else 0.0, lambda x, y: np.sqrt(x)),  # complex where x < 0
    (lambda x, y: 1 / x if x != 0.5 else 2.0, lambda x, y: np.where(x == 0, np.nan, 1 / x)),
    (lambda x, y: math.exp(1000 * x), lambda x, y: np.where(1000 * x < 709, np.exp(1000 * x), np.nan)),
    (lambda x, y: 3, lambda x, y: np.full_like(x, 3.0)),
    (lambda x, y: x + 0j, lambda x, y: x),
    (lambda x, y: bool(x > 0), lambda x, y: (x > 0).astype(float)),
    (lambda x, y: np.array(x * y) if x > 0 else 0, lambda x, y: np.where(x > 0, x * y, 0)),
]


@pytest.mark.parametrize(("scalar", "array"), PAIRS)
def test_functions_of_numbers_give_the_same_as_those_of_arrays(scalar, array):
    with np.errstate(all="ignore"):
        np.testing.assert_allclose(evaluate(scalar, X, Y), array(X, Y), rtol=1e-14)


def test_a_field_of_a_function_of_numbers_is_that_of_one_of_arrays():
    fields = [HeightField(function, resolution=(8, 8)) for function in PAIRS[0]]
    np.testing.assert_allclose(fields[0].points, fields[1].points, atol=1e-12)
    assert (fields[0].skin.pixels == fields[1].skin.pixels).all()
    lines = [ContourLines(field, 5).points for field in fields]
    np.testing.assert_allclose(*lines, atol=1e-9)


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (lambda x, y: [x, y], r"return one height for each x and y, not an array of shape \(2, 17, 17\)"),
        (lambda x, y: x[3:], r"not an array of shape \(14, 17\)"),
        (lambda x, y: "high", "one height for each x and y, not 'high'"),
        (lambda x, y: [x] if x > 2 else [x, y], r"not an array of shape \(2,\)"),
        (lambda x: x, "is called with x and y: .* takes 1 positional argument but 2 were given"),
        (5, "is called with x and y: 'int' object is not callable"),
        (lambda x, y: math.sin("x"), "is called with x and y: must be real number, not str"),
        (lambda x, y: None, "nowhere finite"),
        (lambda x, y: math.log(-x * x - 1), "nowhere finite"),
        (lambda x, y: x + 1j, "nowhere finite"),
        (lambda x, y: 1.7e308 * x, "z_range is .* too wide to be drawn"),
    ],
)
def test_what_makes_no_field_is_told_in_one_line(function, words):
    with pytest.raises(ValueError, match=words) as caught:
        HeightField(function, resolution=(8, 8))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "function",
    [lambda x, y: 1e-320 * x, lambda x, y: 1e16 + 0 * x, lambda x, y: -1e300 + 0 * x, lambda x, y: 8e307 * x],
)
def test_heights_of_any_size_fill_a_box(function):
    field = HeightField(function, resolution=(8, 8), color_by=lambda x, y: 1e308 * np.sign(x))
    assert np.isfinite(field.points).all()
    low, high = field.box.z_range
    assert low < high


@pytest.mark.parametrize("name", ["x_range", "y_range", "z_range"])
def test_a_box_too_wide_to_be_measured_is_refused(name):
    ranges = {"x_range": (0.0, 1.0), "y_range": (0.0, 1.0), "z_range": (0.0, 1.0), name: (-1e308, 1e308)}
    with pytest.raises(ValueError, match=f"{name} is .*too wide to be drawn"):
        PlotBox(**ranges)
