"""Mathematics as it is written: right, and accepted by Typst."""

import re

import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st

from gdmath import Cost, FormulaError, GradientDescent, Stop, descend
from gdmath.display.numerals import number, number_typst, readable, tick_labels
from gdmath.display.typeset import (
    cost_latex,
    cost_typst,
    gradient_latex,
    gradient_typst,
    rule_latex,
    substituted_latex,
)
from gdmath.display.worked_rule import worked_typst
from gdmath.display.written_rule import rule_typst
from gdmath.method_table import OPTIMIZERS
from gdmath.methods import Method
from gdmath.optimizers.replay import replay
from gdmath.optimizers.working import work
from tests.gdmath.formulas import SMOOTH
from tests.gdmath.test_formula import trees

THIN = "\u2009"
WRITTEN = {
    "x**2": "x^(2)",
    "exp(x) - 2*x": "e^(x) - 2 x",
    "2**x*3": "3 dot 2^(x)",
    "(x+1)**2/3": "frac((x + 1)^(2), 3)",
    "-(x+1)*y": "-y (x + 1)",
    "x - (y - 1)": "x - y + 1",
    "x/2 - sin(x)": "frac(x, 2) - sin(x)",
    "(2/3)**x": "(frac(2, 3))^(x)",
    "x**(-1/2)": "frac(1, sqrt(x))",
    "x**(1/3)": "root(3, x)",
    "sin(x)**2": "sin^(2)(x)",
    "abs(x)**3": "x^(2) abs(x)",
    "0.1*x": "0.1 dot x",
    "0.0317*x": "0.0317 dot x",
    "x/3": "frac(x, 3)",
    "x**2/30": "frac(x^(2), 30)",  # 0.0333333 is another number
    "17*x/240": "frac(17 x, 240)",
    "x**2/20": "0.05 dot x^(2)",
    "0.12345678*x": "0.12345678 dot x",
    "(x*y)**2": "x^(2) y^(2)",
    "1/(x+y)": "frac(1, x + y)",
    "-x**2": "-x^(2)",
    "sqrt(1 - x**2 - y**2)": "sqrt(1 - x^(2) - y^(2))",
    "theta*x1": "theta x_(1)",
    "w_1*x₂": "w_(1) x_(2)",
    "θ₁**2": "theta_(1)^(2)",
    "theta_0 - 1": "theta_(0) - 1",
    "λ*Λ₁": "Lambda_(1) lambda",
    "x_max - x_i": 'x_("max") - x_(i)',
    "cbrt(x)**2": "root(3, x)^(2)",
    "erf(x)**2": 'op("erf")^(2)(x)',
    "log(x, 2)": "frac(ln(x), ln(2))",
    "Max(x, 1)": "max(1, x)",
}


@pytest.mark.parametrize("formula", WRITTEN)
def test_costs_are_written_as_by_hand(formula):
    assert cost_typst(Cost.parse(formula)).split(" = ", 1)[1] == WRITTEN[formula]


def compiles(*sources):
    typst.compile("\n".join(f"$ {source} $" for source in sources).encode(), format="svg")


@pytest.mark.parametrize("formula", SMOOTH)
def test_typst_accepts_cost_gradient_and_rule(formula):
    cost = Cost.parse(formula)
    compiles(cost_typst(cost), gradient_typst(cost), *(LABEL.sub(r"\1", line) for line in rule_typst(cost)))
    assert cost_latex(cost).count("{") == cost_latex(cost).count("}")
    assert gradient_latex(cost)
    assert r"\leftarrow" in rule_latex(cost)


@given(trees())
@settings(max_examples=60, deadline=None)
def test_whatever_is_read_can_be_typeset(text):
    try:
        cost = Cost.parse(text, ["x", "y"])
    except FormulaError:
        return
    compiles(cost_typst(cost))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (-0.0, "0"),
        (3.14159, "3.142"),
        (-3.14159, "−3.142"),
        (1234.5, "1234"),
        (12345, f"12{THIN}340"),
        (999999.9, f"1{THIN}000{THIN}000"),
        (0.001, "0.001"),
        (0.00049869, "4.987×10⁻⁴"),
        (1e9, "10⁹"),
        (-2.5e-7, "−2.5×10⁻⁷"),
        (float("inf"), "∞"),
        (float("-inf"), "−∞"),
        (float("nan"), "undefined"),
    ],
)
def test_numbers_are_written_for_people(value, text):
    assert number(value) == text


@given(st.floats(-1e300, 1e300), st.integers(2, 12))
def test_a_written_number_is_near_its_value(value, digits):
    text = number(value, digits).replace("−", "-").replace(THIN, "")
    if "10" in text and any(c in "⁰¹²³⁴⁵⁶⁷⁸⁹⁻" for c in text):
        head, power = text.rsplit("10", 1)
        sign = "-" if head.startswith("-") else ""
        mantissa = head.removesuffix("×") if head not in ("", "-") else f"{sign}1"
        text = f"{mantissa}e{power.translate(str.maketrans('⁰¹²³⁴⁵⁶⁷⁸⁹⁻', '0123456789-'))}"
    assert float(text) == pytest.approx(value, rel=10.0 ** (1 - digits), abs=0)


@pytest.mark.parametrize(
    ("ticks", "labels"),
    [
        ([0, 50, 100], ["0", "50", "100"]),
        ([-0.5, 0, 0.5], ["−0.5", "0.0", "0.5"]),
        ([1e6, 1.001e6], [f"1{THIN}000{THIN}000", f"1{THIN}001{THIN}000"]),
        ([0, 5e8, 1e9], ["0", "5×10⁸", "10⁹"]),
        ([0, 2e-5, 4e-5], ["0", "2×10⁻⁵", "4×10⁻⁵"]),
        ([], []),
    ],
)
def test_ticks_are_labelled_alike(ticks, labels):
    assert tick_labels(ticks) == labels


@pytest.mark.parametrize("formula", ["x**4 - 2*x**2", "x**2*y - 3*y"])
@pytest.mark.parametrize("name", OPTIMIZERS)
def test_typst_accepts_every_rule_and_its_numbers(name, formula):
    cost = Cost.parse(formula)
    optimizer, rate = Method(name, settings=("clip_norm=1",)).build(1e-7)
    run = descend(cost, [-0.3] * cost.dimension, optimizer, learning_rate=rate, stop=Stop(steps=2))
    sources = rule_typst(cost, optimizer)
    for step in replay(optimizer, run):
        for worked in work(optimizer, step):
            for rows in (1, 2, 3):
                line = worked_typst(cost, worked, cost.dimension - 1, rows=rows, short=rows == 3)
                labels = re.findall(r" : (\w+) \}\}", line)
                assert line.count("{{") == len(labels) == len(set(labels))
                sources.append(line)
    compiles(*(LABEL.sub(r"\1", source) for source in sources))


LABEL = re.compile(r"\{\{ (.*?) : \w+ \}\}")


def test_the_rule_with_numbers():
    cost, plain = Cost.parse("x**2"), GradientDescent()
    run = descend(cost, -1.5, plain, learning_rate=0.1, stop=Stop(steps=1))
    (worked,) = work(plain, next(replay(plain, run)))
    for rows in (1, 2, 3):
        line = worked_typst(cost, worked, rows=rows)
        assert "lr((-3))" in line
        assert line.count("\\") == rows - 1
    assert "eta" in worked_typst(cost, worked, short=True)
    assert substituted_latex(50, 0.01, -100, 51) == r"50 - 0.01 \cdot (-100) = 51"
    assert number_typst(1e-9) == "10^(-9)"
    assert readable(0.00049869) == "4.99×10⁻⁴"
