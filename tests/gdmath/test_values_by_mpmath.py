"""Values, gradients and Hessians against mpmath, over formulas of the whole grammar and points far apart.

    .venv/bin/python -m tests.gdmath.test_values_by_mpmath [--formulas 400] [--seed 0]

prints how many numbers were compared and the worst disagreement.
"""

import argparse
import random
from collections import Counter

import mpmath as mp
import numpy as np
import pytest

from gdmath import Cost, FormulaError
from tests.gdmath.by_mpmath import SilentError, UndefinedError, judged, valued

UNARY = (
    *("sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh", "softplus", "exp", "log", "log2"),
    *("log10", "sqrt", "abs", "relu", "sigmoid", "cbrt", "erf", "sign", "ln"),
)
LEAVES = ("x", "x", "x", "y", "y", "1", "2", "3", "0.5", "pi", "e")
EXPONENTS = ("2", "3", "(-1)", "0.5", "(1/3)", "(2/3)", "1.5", "(-2)")


def formula(draw, depth):
    """A random formula of the grammar."""
    if not depth or draw.random() < 0.12:
        return draw.choice(LEAVES)
    inner, other = formula(draw, depth - 1), formula(draw, depth - 1)
    kind = draw.random()
    if kind < 0.45:
        return f"({inner}{draw.choice('+-*/')}{other})"
    if kind < 0.60:
        return f"({inner})**{draw.choice(EXPONENTS)}"
    if kind < 0.64:
        return f"({inner})**({other})"
    if kind < 0.70:
        return f"{draw.choice(['Max', 'Min', 'atan2'])}({inner},{other})"
    return f"{draw.choice(UNARY)}({inner})"


def coordinate(draw):
    if draw.random() < 0.3:
        return float(draw.choice([0.5, 1, 2, -1, 3]))
    return draw.choice([-1, 1]) * 10 ** draw.uniform(-8, 8)


def disagreement(ours, true):
    """The relative error, 0 where a float can't hold the number and ours says so."""
    if abs(true) >= mp.mpf(2) ** 1024:
        return 0.0 if np.isnan(ours) or ours == float(mp.sign(true)) * np.inf else np.inf
    if abs(true) < mp.mpf(10) ** -290:
        return 0.0 if abs(ours) <= 1e-289 else np.inf
    return float(abs(mp.mpf(float(ours)) - true) / abs(true)) if np.isfinite(ours) else np.inf


def compare(text, x, y, count):
    """Return the worst disagreement of a formula at a point, and count what was compared."""
    cost = Cost.parse(text, ["x", "y"])
    value, gradient, hessian = cost.value([x, y]), cost.gradient([x, y]), cost.hessian([x, y])
    try:
        true, slopes, curves = judged(text, x, y)
    except SilentError:
        count["not judged"] += 1
        return 0.0
    except UndefinedError:
        try:
            true = valued(text, x, y)
        except SilentError:
            return 0.0
        except UndefinedError:
            count["undefined"] += 1
            assert np.isnan(value), (text, x, y)
            assert np.isnan([*gradient, *hessian.flat]).all(), (text, x, y)
            assert not cost.is_lost([x, y]), (text, x, y)
            return 0.0
        count["numbers"] += 1
        return disagreement(value, true)
    ours = [value, *gradient, hessian[0, 0], hessian[0, 1], hessian[1, 1]]
    count["numbers"] += len(ours)
    return max(map(disagreement, ours, [true, *slopes, *curves]))


def run(formulas, seed, depth=3):
    """Return what was compared, and the worst disagreement with its formula and point."""
    draw, count, worst = random.Random(seed), Counter(), (0.0, "", 0.0, 0.0)
    while count["formulas"] < formulas:
        text = formula(draw, depth)
        try:
            Cost.parse(text, ["x", "y"])
        except FormulaError:
            continue
        count["formulas"] += 1
        for _ in range(2):
            x, y = coordinate(draw), coordinate(draw)
            worst = max(worst, (compare(text, x, y, count), text, x, y))
    return count, worst


@pytest.mark.parametrize("seed", range(4))
def test_numbers_agree_with_mpmath(seed):
    count, worst = run(100, seed)
    assert count["numbers"] > 700
    assert worst[0] <= 1e-9, worst


CANCELLING = {
    "-sin(x)/x": [1e-8, 1e-5, 1e-3, 0.1],
    "(1-cos(x))/x**2": [1e-8, 1e-6, 1e-3],
    "log(1+exp(x))-x": [800.0, 30.0, 1.0, -800.0],
    "1/(1+exp(-x))": [800.0, 40.0, -40.0, -700.0],
    "exp(x)/(1+exp(x))": [800.0, 40.0, -40.0, -700.0],
    "(exp(x)-1-x)/x**2": [1e-8, 1e-4],
    "(tan(x)-x)/x**3": [1e-6, 1e-3],
    "x**2-2*x+1": [1 + 1e-6, 1 + 1e-3],
    "sqrt(x+1)-sqrt(x)": [1e8, 1e4, 1.0],
    "log(x+1)-log(x)": [1e8, 1e5],
    "exp(-x)*exp(x-1)": [800.0, -800.0],
    "exp(x)**0.001": [800.0, -800.0],
    "log(exp(x))": [800.0, -800.0, 1e5],
    "sqrt(exp(x))": [1000.0, -1000.0],
    "1-tanh(x)**2": [20.0, 100.0, 300.0],
    "1-erf(x)": [6.0, 20.0],
    "acos(1-x)": [1e-12, 1e-6],
    "sin(1e5*x)**2+cos(1e5*x)**2-1+x": [0.3, 1e-8],
    "sin(pi*x)": [1.0, 2.0, 1e5],
    "atan(x)-pi/2": [1e8, 1e4],
    "cosh(x)-sinh(x)": [15.0, 300.0],
    "x**20/(x**20+1)": [1e-7, 1e17],
    "Max(x, x+1e-20)": [1.0],
}


ROOT2 = 2**0.5
LOG10 = float(np.log(10))
LEAVING_THE_FLOATS = [
    # formula of x, or of x and y; point; value, first and second derivative by x
    ("log(x**2)", [1e200], 400 * LOG10, 2e-200, 0.0),
    ("log(x**2)", [1e-200], -400 * LOG10, 2e200, -np.inf),
    ("log(1 + x**4)", [-1e100], 400 * LOG10, -4e-100, -4e-200),
    ("sqrt(1 + x**2)", [1e160], 1e160, 1.0, 0.0),
    ("sqrt(x**2)", [-1e-200], 1e-200, -1.0, 0.0),
    ("cbrt(x**2)", [1e-300], 1e-200, 2e100 / 3, -np.inf),
    ("x/sqrt(1 + x**2)", [1e200], 1.0, 0.0, 0.0),
    ("1/(1 + x**2)", [1e100], 1e-200, -2e-300, 0.0),
    ("1/x**2", [1e-200], np.inf, -np.inf, np.inf),
    ("1/(1/x + 1/x**2)", [1e-200], 0.0, 2e-200, 2.0),
    ("x**25/x**24", [1e-20], 1e-20, 1.0, 0.0),
    ("x**2*log(x**2)", [1e-200], 0.0, -800e-200 * LOG10 + 2e-200, -800 * LOG10 + 6),
    ("-sin(x)/x", [1e-300], -1.0, 1e-300 / 3, 1 / 3),
    ("(sqrt(1 + x) - 1)/x", [1e-200], 0.5, -0.125, 0.125),
    ("(1 + 1/x)**x", [1e100], np.e, np.e / 2 * 1e-200, -np.e * 1e-300),
    ("log(cosh(x))", [1e-100], 5e-201, 1e-100, 1.0),
    ("acos(1 - x)", [1e-160], ROOT2 * 1e-80, 1e80 / ROOT2, -1e240 / ROOT2 / 2),
    ("x - sqrt(x**2 + 1)", [1e160], -5e-161, 5e-321, 0.0),
    ("x**2*1e-320", [60.0], 3.6e-317, 1.2e-318, 2e-320),
    ("atan2(x**2, x)", [1e-160], 1e-160, 1.0, -2e-160),
    ("sqrt(x**2 + y**2)", [1e-200, 1e-160], 1e-160, 1e-40, 1e160),
    ("x*y/(x**2 + y**2)", [2e-200, 1e-200], 0.4, -1.2e199, np.inf),
    ("x**2/y**2", [3e-200, 1e-200], 9.0, 6e200, np.inf),
    ("x**2*y**2", [1e-200, 1e160], 1e-80, 2e120, np.inf),
]


@pytest.mark.parametrize(("text", "point", "true"), [(*row[:2], row[2:]) for row in LEAVING_THE_FLOATS])
def test_numbers_on_the_way_may_leave_the_range_of_floats(text, point, true):
    cost = Cost.parse(text)
    for thetas in (point, [point, point]):
        ours = cost.value(thetas), cost.gradient(thetas)[..., 0], cost.hessian(thetas)[..., 0, 0]
        for mine, exact in zip(ours, true, strict=True):
            assert mine == pytest.approx(exact, rel=1e-9, abs=1e-322)


@pytest.mark.parametrize("text", CANCELLING)
def test_cancellation_and_overflow(text):
    for x in CANCELLING[text]:
        assert compare(text, x, 1.0, Counter()) <= 1e-9, x


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--formulas", type=int, default=400)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--depth", type=int, default=3)
    asked = parser.parse_args()
    counted, found = run(asked.formulas, asked.seed, asked.depth)
    print(", ".join(f"{number} {what}" for what, number in counted.items()))
    print(f"worst disagreement {found[0]:.2g}: {found[1]} at {found[2]!r}, {found[3]!r}")
