"""The parser lets formulas through and nothing else, whatever it is given."""

import math
import pickle
import subprocess
import sys
from contextlib import suppress

import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from gdmath.cost import Cost
from gdmath.formulas.expression import parse
from gdmath.formulas.formula import FUNCTIONS, read
from gdmath.formulas.formula_error import FormulaError
from gdmath.formulas.graph import names_of
from tests.gdmath.formulas import SMOOTH
from tests.limits import within

REFUSED = {
    "": (0, "empty"),
    "   ": (0, "empty"),
    "x.real": (0, "no place"),
    "x.__class__": (1, "no place"),
    "__import__('os')": (0, "no place"),
    "sine(x)": (0, "did you mean sin"),
    "sin": (0, "is a function"),
    "sin()": (0, "1 argument"),
    "atan2(x)": (0, "2 arguments"),
    "sin(x, y)": (0, "1 argument"),
    "Max(*x)": (4, "missing before"),
    "foo + x": (0, "no name"),
    "'x'": (0, "no place"),
    "x if x else 1": (2, "unknown name"),
    "lambda x: x": (8, "no place"),
    "x < 1": (2, "no place"),
    "x % 2": (2, "no place"),
    "x // 2": (3, "missing before"),
    "not x": (0, "unknown name"),
    "x and x": (2, "unknown name"),
    "(x, x)": (2, "no place"),
    "0x10*x": (1, "digits 0 to 9"),
    "1_000*x": (1, "no place"),
    "1j*x": (1, "imaginary"),
    "x; x": (1, "no place"),
    "x # y": (2, "no place"),
    "9**9**9**9": (6, "explode"),
    "x**1001": (3, "explode"),
    "1e999*x": (0, "too large"),
    "1e-400*x": (0, "too small"),
    "1e-999999999*x": (0, "too small"),
    "x/0.0e5": (2, "division by zero"),
    "sin(1.0001**1000*x)": (4, "write it rounded"),
    "10**300*10**300*x": (0, "too large"),
    "1/0*x": (2, "division by zero"),
    "1/(x - x)": (3, "division by zero"),
    "sqrt(-1)*x": (0, "real numbers"),
    "log(0)*x": (0, "real numbers"),
    "(-8)**(1/4)*x": (0, "real numbers"),
    "asin(2)*x": (0, "real numbers"),
    "42": (0, "constant"),
    "pi*e": (0, "constant"),
    "x - x": (0, "constant"),
    "(": (1, "missing"),
    "(x": (0, "not closed"),
    "x)": (1, "closes nothing"),
    "(x]": (2, "can't close"),
    "x +": (3, "missing"),
    "x" + "+x" * 250: (500, "at most 500"),
    "(" * 61 + "x" + ")" * 61: (60, "deeper"),
    "-" * 70 + "x": (60, "deeper"),
    "sin(" * 61 + "x" + ")" * 61: (243, "deeper"),
    "\x00": (0, "no place"),
}


@pytest.mark.parametrize("text", REFUSED)
def test_everything_else_is_refused_with_its_place_and_a_remedy(text):
    place, words = REFUSED[text]
    with pytest.raises(FormulaError, match=words) as caught:
        parse(text)
    error = caught.value
    assert error.position == place
    shown = str(error).splitlines()
    assert shown[-1].strip() == "^"
    if 0 < len(text) < 60 and text.isprintable():
        assert shown[-2][2:] == text
        assert shown[-1].index("^") == place + 2


@pytest.mark.parametrize("formula", SMOOTH)
def test_formulas_are_read(formula):
    graph, variables = parse(formula)
    assert names_of(graph) == {symbol.name for symbol in variables}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2*x^2", "2*x**2"),
        ("ln(x)", "log(x)"),
        ("0.1*x", "x/10"),
        ("1e3*x", "1000*x"),
        (" x + 1\n", "x+1"),
        ("+x", "x"),
        ("E*x", "e*x"),
        ("-x^2", "-(x**2)"),
        ("2^3^x", "2**(3**x)"),
        ("2*(x+1)*(y+1)", "(y+1)*(x+1)*2"),
        ("-(x+1)*(y+1)", "(x+1)*(y+1)*(-1)"),
        ("5/(2*(x+y))", "5/2/(x+y)"),
    ],
)
def test_two_ways_to_write_the_same(one, other):
    assert Cost.parse(one).expression == Cost.parse(other).expression


def test_decimals_are_exact():
    assert Cost.parse("0.1*x").expression == sp.Rational(1, 10) * sp.Symbol("x", real=True)


@pytest.mark.parametrize(
    "text",
    [
        "x**1000*x",
        "x*1e-200*1e-200",
        "sin(0.1**1000*0.1**1000*x)",
        "log10(" * 60 + "x" + ")" * 60,
        "x" + "**x" * 50,
        "Max("
        + ",".join(f"{i}*x" for i in range(15))
        + ",Max("
        + ",".join(f"x**{i}" for i in range(2, 20))
        + "))",
        "abs(exp(acos(x))) + abs(exp(x**y))",
        "abs(-abs(x)) + abs(pi^x/x)",
        "sqrt(abs((e-1)^x))",
        "sqrt(2.5^2.5)*x + ((2^2.5)^2.5)*y",
        *SMOOTH,
    ],
)
def test_what_a_cost_prints_reads_back_as_the_cost(text):
    cost = Cost.parse(text)
    names = [symbol.name for symbol in cost.variables]
    assert Cost(*parse(cost.formula, names, typed=False)) == cost


@pytest.mark.parametrize(
    "text", ["__import__('os')", "x.real", "9**9**9**9*x", "lambda x: x", "1e-999999999*x"]
)
def test_what_is_printed_may_be_longer_but_contain_nothing_else(text):
    with pytest.raises(FormulaError):
        parse(text, ["x"], typed=False)


def test_derivatives_of_long_numbers_can_be_written_and_evaluated():
    cost = Cost.parse("sin(0.1**1000*0.1**1000*x)")
    assert str(cost.symbolic_hessian)
    assert cost.hessian([1.0]).tolist() == [[0.0]]


def test_variables_stand_in_natural_order():
    names = ["a", "b1", "theta", "theta_2", "theta_10", "x", "x1", "x2", "x9", "x10", "x12", "y"]
    assert read("+".join(sorted(names))).variables == tuple(names)


def test_only_the_named_variables_are_read():
    with pytest.raises(FormulaError, match="the variables are x, y"):
        read("x + z", ["x", "y"])


def test_an_error_can_be_pickled():
    with pytest.raises(FormulaError) as caught:
        read("1/2x")
    error = caught.value
    again = pickle.loads(pickle.dumps(error))
    assert (str(again), again.position) == (str(error), error.position)


@pytest.mark.parametrize(
    "hostile",
    [
        "sin(cos(tan(" * 19 + "x" + ")))" * 19,
        "Max(" + ",".join(f"sin({k}*x)" for k in range(20)) + ")",
        "(1.0001**1000)**1000*x",
        "((((x**1000)**1000)**1000)**1000)",
        "0**x",
        "x**0.123456789012345678901234567890",
        "+".join(["x"] * 240),
        "*".join(["x"] * 240),
        "sqrt(" * 50 + "x" + ")" * 50,
        "x" + "**x" * 40,
        "log(sin(10**300))*x",
        "(123456789**99)**0.5*x",
        "tan(1e300)*x + sign(cos(1e308))",
        "x*" + "1e-300*" * 60 + "1",
        "((x*1e-300)**1000)**1000",
    ],
)
def test_hostile_formulas_are_answered_quickly(hostile):
    with within(5), suppress(FormulaError):
        parse(hostile)


def refusal(text):
    """The error that refuses a text, or None."""
    try:
        parse(text)
    except FormulaError as error:
        return error
    return None


@given(st.text(max_size=60))
def test_no_text_escapes(text):
    assert refusal(text) is None or 0 <= refusal(text).position <= len(text)


TOKENS = st.sampled_from(
    [
        "x",
        "y",
        "2",
        "0",
        "1e300",
        "0.5",
        "pi",
        "e",
        "+",
        "-",
        "*",
        "/",
        "**",
        "^",
        "(",
        ")",
        ",",
        " ",
        ".",
        *FUNCTIONS,
    ]
)


@given(st.lists(TOKENS, max_size=14))
@settings(max_examples=200, deadline=None)
def test_no_soup_of_tokens_escapes(tokens):
    text = "".join(tokens)
    refused = refusal(text)
    if refused is None:
        assert names_of(parse(text)[0])
    else:
        assert 0 <= refused.position <= len(text)


def trees():
    leaves = st.sampled_from(["x", "y", "1", "2.5", "0", "pi"])
    unary = [name for name, (least, _, _) in FUNCTIONS.items() if least == 1]

    def grow(inner):
        return st.one_of(
            st.tuples(inner, st.sampled_from("+-*/^"), inner).map(lambda t: f"({t[0]}{t[1]}{t[2]})"),
            st.tuples(st.sampled_from(unary), inner).map(lambda t: f"{t[0]}({t[1]})"),
            inner.map(lambda t: f"-{t}"),
        )

    return st.recursive(leaves, grow, max_leaves=7)


@given(trees())
@settings(max_examples=200, deadline=None)
def test_what_is_read_means_what_it_says(text):
    """The cost has the value of the text, evaluated by Python's own operators."""
    try:
        cost = Cost.parse(text, ["x", "y"])
    except FormulaError:
        return
    plain = read(text, ["x", "y"]).evaluate(x=0.7, y=1.9)
    value = float(cost.value([0.7, 1.9]))
    if math.isfinite(plain) and math.isfinite(value) and abs(plain) < 1e12:
        # Cancellation may cost floating point its digits; an error of meaning is far larger.
        assert abs(value - plain) < 1e-3 * max(1.0, abs(plain))


@given(trees())
@settings(max_examples=300, deadline=None)
def test_whatever_is_read_is_printed_so_that_it_reads_back(text):
    try:
        cost = Cost.parse(text, ["x", "y"])
    except FormulaError:
        return
    assert Cost(*parse(cost.formula, ["x", "y"], typed=False)) == cost


def test_reading_imports_neither_sympy_nor_numpy():
    code = (
        "import sys, gdmath.formulas.formula as f, gdmath.learning_rates; f.read('sin(x)');"
        "print([m for m in ('sympy', 'numpy', 'manim') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
