"""Formulas as people write them: each with its meaning, computed without the reader, or its refusal."""

import math
import random
import re
from contextlib import suppress
from inspect import signature

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gdmath.formulas.expression import parse
from gdmath.formulas.formula import read
from gdmath.formulas.formula_error import FormulaError
from gdmath.formulas.reading.strangers import OTHERWISE
from tests.gdmath.styles import NAMES, Writer, grow, meaning
from tests.limits import within

sin, cos, tan, exp, log, sqrt, pi, e = (
    *(math.sin, math.cos, math.tan, math.exp, math.log, math.sqrt),
    *(math.pi, math.e),
)


def sigmoid(x):
    return 1 / (1 + exp(-x))


# The parameters are the variables, in their order.
MEANINGS = {
    "x² − 3x + 4": lambda x: x**2 - 3 * x + 4,
    "2x": lambda x: 2 * x,
    "2(x+1)": lambda x: 2 * (x + 1),
    "x(x-1)": lambda x: x * (x - 1),
    "(x+1)(x-1)": lambda x: (x + 1) * (x - 1),
    "2sin(x)": lambda x: 2 * sin(x),
    "3·x": lambda x: 3 * x,
    "2×x": lambda x: 2 * x,
    "x÷2": lambda x: x / 2,
    "π x": lambda x: pi * x,
    "πx": lambda x: pi * x,
    "θ₁": lambda theta_1: theta_1,
    "x₁": lambda x_1: x_1,
    "w_1": lambda w_1: w_1,
    "theta_0": lambda theta_0: theta_0,
    "√x": lambda x: sqrt(x),
    "|x|": lambda x: abs(x),
    "sin^2(x)": lambda x: sin(x) ** 2,
    "e^x": lambda x: exp(x),
    "f(x) = x^2": lambda x: x**2,
    "y = x^2": lambda x: x**2,
    "C(w, b) = (2w + b - 3)^2": lambda w, b: (2 * w + b - 3) ** 2,
    "np.exp(x)": lambda x: exp(x),
    "math.sin(x)": lambda x: sin(x),
    "torch.exp(x)": lambda x: exp(x),
    "lg(x)": lambda x: math.log10(x),
    "cbrt(x)": lambda x: math.cbrt(x),
    "relu(x)": lambda x: max(x, 0),
    "sigmoid(x)": lambda x: sigmoid(x),
    "erf(x)": lambda x: math.erf(x),
    "max(x, y)": lambda x, y: max(x, y),
    "min(x, y)": lambda x, y: min(x, y),
    r"\frac{1}{2}x^2": lambda x: x**2 / 2,
    r"\sin x": lambda x: sin(x),
    r"x \cdot y": lambda x, y: x * y,
    r"\sqrt{x}": lambda x: sqrt(x),
    r"\left( x + 1 \right)": lambda x: x + 1,
    # products without a sign
    "2 x": lambda x: 2 * x,
    "x y": lambda x, y: x * y,
    "2 x y z": lambda x, y, z: 2 * x * y * z,
    "x (y + 1)": lambda x, y: x * (y + 1),
    "(x)(y)": lambda x, y: x * y,
    "-2x": lambda x: -2 * x,
    "2x/3": lambda x: 2 * x / 3,
    "2x*3y": lambda x, y: 6 * x * y,
    "2x^3 - 4x": lambda x: 2 * x**3 - 4 * x,
    "x sin(x)": lambda x: x * sin(x),
    "2cos(3x)sin(x)": lambda x: 2 * cos(3 * x) * sin(x),
    "sin(x)cos(y)": lambda x, y: sin(x) * cos(y),
    "sin(x)y": lambda x, y: sin(x) * y,
    "(x-1)^2(x+1)^2": lambda x: (x - 1) ** 2 * (x + 1) ** 2,
    "x^2(x-1)": lambda x: x**2 * (x - 1),
    "x^2 y": lambda x, y: x**2 * y,
    "x^2 sin(x)": lambda x: x**2 * sin(x),
    "e^x sin(x)": lambda x: exp(x) * sin(x),
    "e^-x cos(2x)": lambda x: exp(-x) * cos(2 * x),
    "e^(-x)cos(2x)": lambda x: exp(-x) * cos(2 * x),
    "2(x+1)(x-1)/3": lambda x: 2 * (x + 1) * (x - 1) / 3,
    "(1/2)x": lambda x: x / 2,
    "x/2*y": lambda x, y: x / 2 * y,
    "2(x+1)^2": lambda x: 2 * (x + 1) ** 2,
    "100(y-x^2)^2 + (1-x)^2": lambda x, y: 100 * (y - x**2) ** 2 + (1 - x) ** 2,
    "(x^2+y-11)^2+(x+y^2-7)^2": lambda x, y: (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2,
    "2πx": lambda x: 2 * pi * x,
    "2 pi x": lambda x: 2 * pi * x,
    "x₁x₂": lambda x_1, x_2: x_1 * x_2,
    "αβ": lambda alpha, beta: alpha * beta,
    "θx + θ": lambda theta, x: theta * x + theta,
    "2e x": lambda x: 2 * e * x,
    "pi(x+1)": lambda x: pi * (x + 1),
    "a(x-1)": lambda a, x: a * (x - 1),
    "theta(x-1)": lambda theta, x: theta * (x - 1),
    "5.x": lambda x: 5 * x,
    "x2 + 1": lambda x2: x2 + 1,
    # those of the README
    "x^4 - 3x": lambda x: x**4 - 3 * x,
    "½x² − 2sin(x)": lambda x: x**2 / 2 - 2 * sin(x),
    "√x + |y|": lambda x, y: sqrt(x) + abs(y),
    "np.exp(-x)": lambda x: exp(-x),
    # signs and superscripts of Unicode
    "x² + y²": lambda x, y: x**2 + y**2,
    "x¹⁰": lambda x: x**10,
    "x⁻¹": lambda x: 1 / x,
    "x⁻²y": lambda x, y: y / x**2,
    "x²y": lambda x, y: x**2 * y,
    "x²(y+1)": lambda x, y: x**2 * (y + 1),
    "e²x": lambda x: e**2 * x,
    "eˣ": lambda x: exp(x),
    "e⁻ˣ": lambda x: exp(-x),
    "e⁻²ˣ": lambda x: exp(-2 * x),
    "2⁽ˣ⁺¹⁾": lambda x: 2 ** (x + 1),
    "xⁿ": lambda n, x: x**n,
    "(x+1)²(x−1)²": lambda x: (x + 1) ** 2 * (x - 1) ** 2,
    "-x²": lambda x: -(x**2),
    "½x²": lambda x: x**2 / 2,
    "¾x": lambda x: 0.75 * x,
    "⅓(x+1)": lambda x: (x + 1) / 3,
    "x^½": lambda x: sqrt(x),
    "1 – x": lambda x: 1 - x,
    "1 — x": lambda x: 1 - x,
    "x‐1": lambda x: x - 1,
    "x ∙ y": lambda x, y: x * y,
    "x⋅y": lambda x, y: x * y,
    "x∗y": lambda x, y: x * y,
    "x∗∗2": lambda x: x**2,
    "x∕2": lambda x: x / 2,
    "1⁄2*x": lambda x: x / 2,
    "ｘ＋１": lambda x: x + 1,
    "２（ｘ＋１）": lambda x: 2 * (x + 1),
    "𝑥² + 𝑦²": lambda x, y: x**2 + y**2,
    "2\u00a0x": lambda x: 2 * x,
    "2\u2009x": lambda x: 2 * x,
    "2\u200bx": lambda x: 2 * x,
    "\ufeffx+1": lambda x: x + 1,
    "2\u2062x": lambda x: 2 * x,
    "x\u2061": lambda x: x,
    "xˆ2": lambda x: x**2,
    "∛x": lambda x: math.cbrt(x),
    "∜x": lambda x: x**0.25,
    "√(x+1)": lambda x: sqrt(x + 1),
    "√x + 1": lambda x: sqrt(x) + 1,
    "2√x": lambda x: 2 * sqrt(x),
    "√x/2": lambda x: sqrt(x) / 2,
    "√2·x": lambda x: sqrt(2) * x,
    "√√x": lambda x: x**0.25,
    "√|x|": lambda x: sqrt(abs(x)),
    "√(x+1)(x+2)": lambda x: sqrt(x + 1) * (x + 2),
    # Greek letters, and names with an index
    "θ": lambda theta: theta,
    "λ² + μ": lambda lamda, mu: lamda**2 + mu,
    "lambda^2": lambda lamda: lamda**2,
    "ϑ + φ": lambda phi, theta: theta + phi,
    "ε²": lambda epsilon: epsilon**2,
    "µ": lambda mu: mu,
    "Ω": lambda Omega: Omega,  # noqa: N803
    "θ1 + θ_2": lambda theta_1, theta_2: theta_1 + theta_2,
    "w₁₂": lambda w_12: w_12,
    "x_i": lambda x_i: x_i,
    "xᵢ": lambda x_i: x_i,
    "x1 + x_1 + x₁": lambda x1: 3 * x1,
    "x_max - x": lambda x, x_max: x_max - x,
    # bars
    "|x - 1|": lambda x: abs(x - 1),
    "|x| + 2|y|": lambda x, y: abs(x) + 2 * abs(y),
    "|x||y|": lambda x, y: abs(x) * abs(y),
    "|x-|y||": lambda x, y: abs(x - abs(y)),
    "||x|-1|": lambda x: abs(abs(x) - 1),
    "|x|y||": lambda x, y: abs(x * abs(y)),
    "x|x|": lambda x: x * abs(x),
    "2|x-1|+|x+1|": lambda x: 2 * abs(x - 1) + abs(x + 1),
    "|x|^3": lambda x: abs(x) ** 3,
    "|x|²": lambda x: abs(x) ** 2,
    "(|x|+1)|y|": lambda x, y: (abs(x) + 1) * abs(y),
    "|x||y||z|": lambda x, y, z: abs(x * y * z),
    "|x|(x+1)": lambda x: abs(x) * (x + 1),
    "|sin(x)|": lambda x: abs(sin(x)),
    "|-x|": lambda x: abs(x),
    "-|x|": lambda x: -abs(x),
    "ln|x|": lambda x: log(abs(x)),
    "sin|x| + 1": lambda x: sin(abs(x)) + 1,
    # functions
    "sin²(x)": lambda x: sin(x) ** 2,
    "sin² x": lambda x: sin(x) ** 2,
    "sin^2 x + cos^2 x": lambda x: 1,
    "sin^2x": lambda x: sin(x) ** 2,
    "sin^(2)(x)": lambda x: sin(x) ** 2,
    "ln²(x)": lambda x: log(x) ** 2,
    "sin(x)^2": lambda x: sin(x) ** 2,
    "sin(x)²": lambda x: sin(x) ** 2,
    "sin x": lambda x: sin(x),
    "sin x + 1": lambda x: sin(x) + 1,
    "2 sin x - 1": lambda x: 2 * sin(x) - 1,
    "sin 2x": lambda x: sin(2 * x),
    "cos 2πx": lambda x: cos(2 * pi * x),
    "sin x cos x": lambda x: sin(x) * cos(x),
    "sin x * cos x": lambda x: sin(x) * cos(x),
    "sin x / cos x": lambda x: tan(x),
    "ln sin x": lambda x: log(sin(x)),
    "ln x": lambda x: log(x),
    "exp x": lambda x: exp(x),
    "Sin(x) + COS(x) + Exp(x)": lambda x: sin(x) + cos(x) + exp(x),
    "Abs(x) + ABS(x)": lambda x: 2 * abs(x),
    "MAX(x, 1)": lambda x: max(x, 1),
    "maximum(x, y)": lambda x, y: max(x, y),
    "max(0,1-x)": lambda x: max(0, 1 - x),
    "arcsin(x/9)": lambda x: math.asin(x / 9),
    "arccos(x/9)": lambda x: math.acos(x / 9),
    "arctan(x)": lambda x: math.atan(x),
    "tg(x)": lambda x: tan(x),
    "ln(x)": lambda x: log(x),
    "lb(x)": lambda x: math.log2(x),
    "log(x)": lambda x: log(x),
    "log(x, 2)": lambda x: math.log2(x),
    "log_2(x)": lambda x: math.log2(x),
    "log₁₀(x)": lambda x: math.log10(x),
    "log_3(x)": lambda x: log(x, 3),
    "log_e(x)": lambda x: log(x),
    "log_b(x)": lambda b, x: log(x, b),
    "sgn(x)": lambda x: 1,
    "pow(x, 3)": lambda x: x**3,
    "logistic(x)": lambda x: sigmoid(x),
    "ReLU(x - 1)": lambda x: max(x - 1, 0),
    "sin[x]": lambda x: sin(x),
    "PI*x": lambda x: pi * x,
    "softplus(-x)": lambda x: log(1 + exp(-x)),
    "cos 2π x": lambda x: cos(2 * pi * x),
    "ln 2x": lambda x: log(2 * x),
    # as in Python
    "np.sin(x)**2 + np.pi": lambda x: sin(x) ** 2 + pi,
    "numpy.sqrt(x)": lambda x: sqrt(x),
    "np.abs(x) + np.absolute(x)": lambda x: 2 * abs(x),
    "np.maximum(x, 0)": lambda x: max(x, 0),
    "np.power(x, 2)": lambda x: x**2,
    "np.arctan2(y, x)": lambda x, y: math.atan2(y, x),
    "np.log(x) + np.log10(x)": lambda x: log(x) + math.log10(x),
    "math.log(x, 2)": lambda x: math.log2(x),
    "math.pow(x, 2)": lambda x: x**2,
    "math.e**x": lambda x: exp(x),
    "torch.relu(x) + torch.sigmoid(x)": lambda x: x + sigmoid(x),
    "torch.nn.functional.softplus(x)": lambda x: log(1 + exp(x)),
    "scipy.special.expit(x)": lambda x: sigmoid(x),
    "sp.Max(x, 1)": lambda x: max(x, 1),
    # as in Matlab
    "x.^2 + x.*y./2": lambda x, y: x**2 + x * y / 2,
    "(x+1).^2": lambda x: (x + 1) ** 2,
    # headings
    "f(x)=x²": lambda x: x**2,
    "f(x) := 2x": lambda x: 2 * x,
    "y = f(x) = 2x": lambda x: 2 * x,
    "f = 2x": lambda x: 2 * x,
    "loss(w, b) = (w - b)^2": lambda w, b: (w - b) ** 2,
    "J(b, w) = w - 2b": lambda b, w: w - 2 * b,
    "z(y, x) = y - 2x": lambda y, x: y - 2 * x,
    "f(x, y) = x^2": lambda x, y: x**2,
    "C(θ₀, θ₁) = (θ₀ + 2θ₁)²": lambda theta_0, theta_1: (theta_0 + 2 * theta_1) ** 2,
    "E(w) = w^2": lambda w: w**2,
    # brackets
    "[x+1]^2": lambda x: (x + 1) ** 2,
    "2[(x+1)^2 - 3]": lambda x: 2 * ((x + 1) ** 2 - 3),
    "{x+1}*2": lambda x: (x + 1) * 2,
    # powers
    "x^2": lambda x: x**2,
    "x**2": lambda x: x**2,
    "-x^2": lambda x: -(x**2),
    "2^-x": lambda x: 2**-x,
    "x^y^z": lambda x, y, z: x ** (y**z),
    "(x^2)^3": lambda x: x**6,
    "x^(1/2)": lambda x: sqrt(x),
    "2^x*3": lambda x: 2**x * 3,
    # numbers
    "1e-3*x": lambda x: 0.001 * x,
    "1E3*x": lambda x: 1000 * x,
    "1e−3*x": lambda x: 0.001 * x,
    ".5x": lambda x: 0.5 * x,
    "5.*x": lambda x: 5 * x,
    "1e-3 x": lambda x: 0.001 * x,
    # TeX
    "$x^2$": lambda x: x**2,
    "$$x^2$$": lambda x: x**2,
    r"\(x^2\)": lambda x: x**2,
    r"\[ x^{2} \]": lambda x: x**2,
    r"\dfrac{x}{2} + \tfrac12": lambda x: x / 2 + 0.5,
    r"\frac12x": lambda x: x / 2,
    r"\frac{1}{2}(x+1)^2": lambda x: (x + 1) ** 2 / 2,
    r"\frac{x^2+1}{x+1}": lambda x: (x**2 + 1) / (x + 1),
    r"\frac{\frac{x}{2}}{3}": lambda x: x / 6,
    r"\frac{1}{2}xy^2": lambda x, y: x * y**2 / 2,
    r"\frac{sin(x)}{x}": lambda x: sin(x) / x,
    r"x\sin x": lambda x: x * sin(x),
    r"\sin^2 x + \cos^{2}{x}": lambda x: 1,
    r"\sin\left(2x\right)": lambda x: sin(2 * x),
    r"\cos 2\pi x": lambda x: cos(2 * pi * x),
    r"\sin\frac{x}{2}": lambda x: sin(x / 2),
    r"\sqrt[3]{x} + \sqrt2": lambda x: math.cbrt(x) + sqrt(2),
    r"\sqrt{x}\sqrt{y}": lambda x, y: sqrt(x * y),
    r"x \times y \div 2": lambda x, y: x * y / 2,
    r"e^{-x^2}": lambda x: exp(-(x**2)),
    r"e^{x}\,\sin{x}": lambda x: exp(x) * sin(x),
    r"\mathrm{e}^{-x}": lambda x: exp(-x),
    r"x_{1}^2 + x_{12}": lambda x_1, x_12: x_1**2 + x_12,
    r"\theta_1 + \theta_{2}": lambda theta_1, theta_2: theta_1 + theta_2,
    r"\ln x + \log_{10} x + \lg x": lambda x: log(x) + 2 * math.log10(x),
    r"\exp(-x)": lambda x: exp(-x),
    r"\exp\left\{-x\right\}": lambda x: exp(-x),
    r"\pi x": lambda x: pi * x,
    r"\lvert x \rvert\lvert y \rvert": lambda x, y: abs(x * y),
    r"\left|x\right|\left|y\right|": lambda x, y: abs(x * y),
    r"\max(x, 0) + \min\{x, 0\}": lambda x: x,
    r"\operatorname{erf}(x) + \arctan x": lambda x: math.erf(x) + math.atan(x),
    r"J(\theta) = \frac{1}{2}\theta^2": lambda theta: theta**2 / 2,
    r"\varepsilon^2 + \lambda": lambda epsilon, lamda: epsilon**2 + lamda,
    r"\big( x + 1 \big)^2": lambda x: (x + 1) ** 2,
    r"$x^2y$": lambda x, y: x**2 * y,
    r"$x^10$": lambda x: x**10,
    r"$2xy$": lambda x, y: 2 * x * y,
    r"x^\frac{1}{2}": lambda x: sqrt(x),
    r"\max(1, 2, x)": lambda x: max(2, x),
    r"2\sin\theta\cos\theta": lambda theta: sin(2 * theta),
    r"x^{2^{3}}": lambda x: x**8,
    r"\left(1-x\right)^{2}+100\left(y-x^{2}\right)^{2}": lambda x, y: (1 - x) ** 2 + 100 * (y - x * x) ** 2,
    r"\displaystyle x": lambda x: x,
    r"\frac x2 + \frac{1}x": lambda x: x / 2 + 1 / x,
    r"\sin{\left(x \right)}^{3} y": lambda x, y: sin(x) ** 3 * y,  # as sympy prints it
    r"\log{\left(2 x \right)} + \left|{x}\right|": lambda x: log(2 * x) + abs(x),
    # roots with a degree
    "³√x + 2 - ⁴√(x+1)": lambda x: math.cbrt(x) + 2 - (x + 1) ** 0.25,
    "√x√y": lambda x, y: sqrt(x) * sqrt(y),
    "x²√y": lambda x, y: x**2 * sqrt(y),
    # one to a power of 1, and what a spreadsheet and JavaScript call pi
    "(x^1)/2": lambda x: x / 2,
    "x^-1/2": lambda x: 1 / (2 * x),
    "PI()*x + Math.PI": lambda x: pi * x + pi,
    "e^T + x**T": lambda T, x: exp(T) + x**T,  # noqa: N803
    "x0 + x1 + x2": lambda x0, x1, x2: x0 + x1 + x2,
    "x + x_2": lambda x, x_2: x + x_2,
}


@pytest.mark.parametrize("text", MEANINGS)
def test_what_has_one_meaning_is_read(text):
    meaning, formula = MEANINGS[text], read(text)
    names = tuple(signature(meaning).parameters)
    assert formula.variables == names
    chance = random.Random(text)
    for _ in range(3):
        values = [chance.uniform(0.3, 2.5) for _ in names]
        assert formula.evaluate(**dict(zip(names, values, strict=True))) == pytest.approx(
            meaning(*values), rel=1e-12
        )


@pytest.mark.parametrize("text", MEANINGS)
def test_the_canonical_text_reads_back_to_the_same(text):
    formula = read(text)
    again = read(formula.canonical, formula.variables)
    assert again.canonical == formula.canonical
    assert again.reading is None
    assert parse(text) == parse(formula.canonical, formula.variables)


BY_NAME = {
    **{name: lambda u: 1 / tan(u) for name in ("cot", "cotan", "cotg", "ctg")},
    "sec": lambda u: 1 / cos(u),
    **{name: lambda u: 1 / sin(u) for name in ("csc", "cosec")},
    "coth": lambda u: 1 / math.tanh(u),
    "sech": lambda u: 1 / math.cosh(u),
    "csch": lambda u: 1 / math.sinh(u),
    **dict.fromkeys(("asinh", "arsinh", "arcsinh"), math.asinh),
    **dict.fromkeys(("acosh", "arcosh", "arccosh"), math.acosh),
    **dict.fromkeys(("atanh", "artanh", "arctanh"), math.atanh),
    "log1p": math.log1p,
    "expm1": math.expm1,
    "exp2": lambda u: 2**u,
    "exp10": lambda u: 10**u,
    "square": lambda u: u * u,
    "reciprocal": lambda u: 1 / u,
    "erfc": math.erfc,
    "logit": lambda u: log(u) - log(1 - u),
    "logsigmoid": lambda u: log(sigmoid(u)),
    **{name: lambda u: u * sigmoid(u) for name in ("silu", "swish")},
    "gelu": lambda u: u * (1 + math.erf(u / sqrt(2))) / 2,
    "radians": math.radians,
    "degrees": math.degrees,
    "heaviside": lambda u: float(u > 0),
}

_PIECES = (
    "x y 2 0.5 1e3 pi e + - * / ** ^ ( ) [ ] { } | | , = . √ ∛ ² ⁻¹ ½ sin log max $ _ _1 ₁ θ π f(x) np. ln "
    r"log_2 x_{1} i ' ⁿ ⁽ ⁾ ˣ \frac \sqrt \sin \left \right \cdot \theta \lvert \rvert \\"
)
NOISE = [*_PIECES.split(), " ", "\n"]

# What is refused: the place, and what to write instead (or what is wrong).
REFUSED = {
    "1/2x": (3, "write (1/2)*x or 1/(2*x)"),
    "xy": (0, "write x*y"),
    "e^2x": (3, "write e**2*x or e**(2*x)"),
    "sin x y": (6, "write sin(x)*y or sin(x*y)"),
    "0,5*x": (1, "write 0.5"),
    "2^3x": (3, "write 2**3*x or 2**(3*x)"),
    "x/2y": (3, "write (x/2)*y or x/(2*y)"),
    "log x^2": (5, "write log(x)**2 or log(x**2)"),
    "sin^-1(x)": (4, "write 1/sin(...) or asin(...)"),
    "sin⁻¹(x)": (3, "write 1/sin(...) or asin(...)"),
    "f(x)": (0, "can be a product or a function f"),
    "f(x+1) + x": (0, "can be a product or a function f"),
    "y(x)": (0, "can be a product or a function y"),
    "x[1]": (1, "write x*(...) or x_1"),
    "e(x+1)": (1, "write e*(...) or e^(...)"),
    "1/2(x+1)": (3, "write (1/2)*(x + 1) or 1/(2*(x + 1))"),
    "1/2 x": (4, "write (1/2)*x or 1/(2*x)"),
    "1/x sin(x)": (4, "write (1/x)*sin(x) or 1/(x*sin(x))"),
    "1÷2x": (3, "write (1/2)*x or 1/(2*x)"),
    "x/2π": (3, "write (x/2)*pi or x/(2*pi)"),
    "1/(x+1)(x-1)": (7, "write (1/(x + 1))*(x - 1) or 1/((x + 1)*(x - 1))"),
    "1/|x|y": (5, "two ways"),
    "x^2y": (3, "write x**2*y or x**(2*y)"),
    "e^x(x+1)": (3, "write e**x*(x + 1) or e**(x*(x + 1))"),
    "e^2(x+1)": (3, "write e**2*(x + 1) or e**(2*(x + 1))"),
    "2^x y": (4, "write 2**x*y or 2**(x*y)"),
    "sin x^2": (5, "write sin(x)**2 or sin(x**2)"),
    "sin x²": (5, "write sin(x)**2 or sin(x**2)"),
    "sin x/2": (5, "write sin(x)/2 or sin(x/2)"),
    "sin x*y": (5, "write sin(x)*y or sin(x*y)"),
    "sin x(x+1)": (5, "write sin(x)*(x + 1) or sin(x*(x + 1))"),
    "sin 2(x+1)": (5, "write sin(2)*(x + 1) or sin(2*(x + 1))"),
    "sin -x": (4, "as in sin(-x)"),
    "ln|x|^2": (5, "write log(abs(x))**2 or log(abs(x)**2)"),
    r"\sin x^2": (6, "write sin(x)**2 or sin(x**2)"),
    r"\sin{x}y": (7, "write sin(x)*y or sin(x*y)"),
    r"\sin^{-1}(x)": (5, "write 1/sin(...) or asin(...)"),
    "√2x": (2, "write sqrt(2)*x or sqrt(2*x)"),
    "√x²": (2, "write sqrt(x)**2 or sqrt(x**2)"),
    "√(x+1)²": (6, "write sqrt(x + 1)**2 or sqrt((x + 1)**2)"),
    "√-x": (1, "in parentheses"),
    "(x+1)2": (5, "write (x + 1)*2 or (x + 1)**2"),
    "x 2": (2, "write x*2 or x**2"),
    "2 3*x": (2, "between two numbers"),
    "1 000*x": (2, "write 1000 or 1*000"),
    "1,000*x": (1, "write 1.000 or 1000"),
    "2½x": (1, "between two numbers"),
    r"2\frac{1}{2}x": (1, "between two numbers"),
    "2e-3x": (4, "write 2e-3*x or 2*e - 3*x"),
    "2i": (1, "imaginary"),
    "|x|y|z|": (0, "in several ways"),
    "|x": (0, "can't be paired"),
    "x|": (1, "can't be paired"),
    "(|x)|": (1, "can't be paired"),
    "sin(0,5)*x": (0, "with a point"),
    "log(0,5*x)": (0, "write 0.5"),
    "max(1,5,x)": (0, "write 0.5"),
    "[x]": (0, "whole part"),
    "{x}": (0, "fractional part"),
    "x = y = 2": (8, "constant"),
    "y = x + y": (8, "both sides"),
    "x^2 = 4": (4, "no place"),
    "f(x) = x + a": (11, "the variables are x"),
    "sinx": (0, "write sin(x)"),
    "xsin(x)": (0, "write x*sin(...)"),
    "lnx": (0, "write ln(x)"),
    "pix": (0, "write pi*x"),
    "sin2x": (0, "write sin(2*x)"),
    "x1x2": (0, "write x1*x2"),
    "thetax": (0, "write theta*x"),
    "sinn(x)": (0, "did you mean sin, sinh or sign"),
    "sqr(x)": (0, "u^2 for the square, sqrt(u) for the root"),
    "sinc(x)": (0, "sin(u)/u, or sin(pi*u)/(pi*u)"),
    "cot(x)": (0, "write 1/tan(u)"),
    "tetha": (0, "did you mean theta"),
    "gamma(x+1)": (0, "can be a product or a function gamma"),
    "floor(x)": (0, "unknown function"),
    "x!": (1, "factorials"),
    "sin(90°)x": (6, "radians"),
    "x:2": (1, "with /"),
    "х + 1": (0, "cyrillic small letter ha"),
    "±x": (0, "one formula"),
    "₁x": (0, "behind a name"),
    "$x": (0, "single quotes"),
    r"\sum x": (0, r"\sum has no place"),
    r"\sqrt[5]{x}": (6, "x^(1/5)"),
    r"\frac{1}": (8, "missing"),
    r"\frac{d}{dx} x^2": (0, "a derivative"),
    r"\frac{dy}{dx}": (0, "a derivative"),
    "sin −1(x)": (4, "in parentheses"),
    "y=mx+b": (2, "write m*x"),
    "10^-3 x": (6, "write 10**(-3)*x or 10**(-3*x)"),
    r"\sin(x) + pix": (10, "write pi*x"),
    "ln 2 x": (5, "write log(2)*x or log(2*x)"),
    "cos 2 pi x": (6, "write cos(2)*pi or cos(2*pi)"),
    "sqrt 2x": (6, "write sqrt(2)*x or sqrt(2*x)"),
    r"\ln 2\, x": (8, "write log(2)*x or log(2*x)"),
    "log2x": (0, "write log2(x) or log(2*x)"),
    "lg2x": (0, "write lg(2*x)"),
    "a_1x": (0, "write a_1*x"),
    "x_1x_2": (0, "write x_1*x_2"),
    "0x1+y": (1, "digits 0 to 9"),
    "x(-1)": (0, "can be a product or a function x"),
    r"\alpha^2^3": (7, "write (alpha**2)**3 or alpha**(2**3)"),
    "$e^-x^2$": (3, "write (e**(-x))**2 or e**(-x**2)"),
    "Σx": (0, "sums"),
    "np.linalg.norm(x)": (0, "no place"),
    "os.system(x)": (0, "no place"),
    "x.5": (1, "write x*0.5 or x**0.5"),
    "sin^n(x)": (4, "behind the argument"),
    "x**": (3, "missing"),
    "2³√x": (1, "write u^3*sqrt(v) or u*cbrt(v)"),
    "⁵√x": (0, "write v^(1/5)"),
    "x^2√y": (3, "write x**2*sqrt(y) or x**(2*sqrt(y))"),
    "x^1/2": (3, "write (x**1)/2 or x**(1/2)"),
    "xᵀx": (1, "write the product of vectors out"),
    r"\theta^{T} x": (7, "write the product of vectors out"),
    "x²^3": (2, "write (x^2)^3 or x^(2^3)"),
    "1.5d3*x": (3, "write 1.5e3 or 1.5*d3"),
    "3x10^-3 + y": (1, "write 3*10 or 3*x10"),
    "x2 - 3x + 4": (0, "write x^2 or x_2"),
    "x3 - 2x2 + x": (0, "write x^3 or x_3"),
    "Log[2, x]": (3, "write log(x, 2) or log(2, x)"),
    "1.000,5*x": (5, "write 1000.5"),
    "1,234.5*x": (1, "write 1234.5"),
    "=x^2": (0, "leave it out"),
    "log_foo(x)": (0, "'foo' is no name"),
    "pow x": (0, "write pow(x, 2)"),
    "sin(x) = y": (7, "no place"),
    "log_2x": (0, "as in log_2(x)"),
    "sin-1(x)": (3, "write 1/sin(...) or asin(...)"),
    "np.square(x)": (3, "write u^2 for square(u)"),
    "cso(x)": (0, "did you mean cos?"),
    "Wurzel(x)": (0, "did you mean sqrt?"),
    "x mod 2": (2, "unknown name 'mod'; allowed are"),
    r"\min_w w^2": (0, "min is a function and takes no index"),
    r"\sinx": (0, r"write \sin x"),
    r"\cot x": (0, "write 1/tan(u)"),
    "x ≥ 0": (2, "no inequalities"),
    '"x^2"': (0, "leave the quotation marks out"),
    "ο^2": (0, "looks like a Latin letter"),
    "*x": (0, "missing before *"),
    "x^": (2, "missing"),
    "()": (1, "missing before )"),
}


@pytest.mark.parametrize("text", REFUSED)
def test_what_has_none_or_two_is_refused_in_one_line_with_what_to_write(text):
    place, words = REFUSED[text]
    with pytest.raises(FormulaError) as caught:
        read(text)
    assert words in caught.value.reason
    assert "\n" not in caught.value.reason
    assert caught.value.position == place


@pytest.mark.parametrize(
    "text",
    ["x" + "**x" * 40, "x/" * 200 + "x", "x/2*" * 100 + "x", "-" * 50 + "x", "sin(" * 50 + "x" + ")" * 50],
)
def test_long_formulas_have_a_canonical_text_too(text):
    formula = read(text)
    assert read(formula.canonical).canonical == formula.canonical


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("x^2", "x**2"),
        ("x²", "x ** 2"),
        ("2x", "2*x"),
        ("½x²", r"\frac{1}{2}x^2"),
        ("ln(x)", "log(x)"),
        ("|x|", "Abs(x)"),
        ("y = 3·x", "3.0*x"),
        ("√x", "sqrt(x)"),
        (".5x", "0.50*x"),
        ("1e3*x", "1000*x"),
        ("θ₁", "theta_1"),
        ("max(x,1)", "Max(x, 1)"),
        ("np.exp(-x)", "exp(−x)"),
    ],
)
def test_equal_formulas_have_equal_canonical_texts(one, other):
    assert read(one).canonical == read(other).canonical
    assert parse(one) == parse(other)


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("x**2 - 3*x", None),
        ("x^2-3*x", None),
        ("((x)) + 1", None),
        ("2**-x", None),
        ("-x^2", None),
        ("w_1 + theta_0", None),
        ("2x", "2*x"),
        ("x²", "x**2"),
        ("1/2*x", "(1/2)*x"),
        ("x^y^z", "x**(y**z)"),
        ("sin 2x", "sin(2*x)"),
        ("lg(x)", "log10(x)"),
        ("f(x) = x", "x"),
    ],
)
def test_a_reading_is_told_where_something_was_left_to_the_reader(text, reading):
    assert read(text).reading == reading


def test_declared_variables_are_read_in_every_spelling_and_first():
    assert read("x₁ + x_2", ["x1", "x2"]).variables == ("x1", "x2")
    assert read("weight*x + 1", ["weight", "x"]).variables == ("weight", "x")
    assert read("f(x)", ["f", "x"]).canonical == "f*x"
    assert read("2xy", ["xy"]).canonical == "2*xy"
    assert read("C(w, b) = w - b", ["b", "w"]).variables == ("b", "w")
    assert read("e*x", ["e", "x"]).evaluate(e=2.0, x=3.0) == 6.0
    with pytest.raises(FormulaError, match="a formula of w, b; the variables are w"):
        read("C(w, b) = w - b", ["w"])


@pytest.mark.parametrize("name", OTHERWISE)
def test_what_a_hint_proposes_means_the_same(name):
    formula = read(re.sub(r"\bu\b", "x", OTHERWISE[name]))
    argument = 1.7 if name in ("acosh", "arcosh", "arccosh") else 0.3
    assert formula.evaluate(x=argument) == pytest.approx(BY_NAME[name](argument), rel=1e-14)
    with pytest.raises(FormulaError) as caught:
        read(f"{name}(x)")
    assert OTHERWISE[name] in caught.value.reason


@given(st.integers(0, 2**32))
@settings(max_examples=300, deadline=None)
def test_no_noise_escapes_and_all_is_answered_at_once(seed):
    chance = random.Random(seed)
    text = "".join(chance.choices(NOISE, k=chance.randint(1, 120)))[:500]
    with within(0.5), suppress(FormulaError):
        formula = read(text)
        assert read(formula.canonical, formula.variables).canonical == formula.canonical


@given(st.binary(max_size=500))
def test_no_bytes_escape(data):
    with suppress(FormulaError):
        read(data.decode("latin-1"))
    with suppress(FormulaError):
        read(data.decode("utf-8", "replace"))


@pytest.mark.parametrize(
    "hostile",
    [
        *("(" * 500, "|" * 500, "√" * 499 + "x", "sin " * 120 + "x", "-" * 499 + "x", "x^" * 240 + "x"),
        *(r"\frac" * 90, r"\frac12" * 70, "{" * 500, "$" * 500, "x|" * 250, "|x(" * 160, "|x|" * 166),
        *(
            "½" * 499,
            "x" + "²" * 499,
            "⁽" * 499,
            "np." * 160 + "x",
            "f(x)=" * 90 + "x",
            "log_" * 120,
            "." * 500,
        ),
        *("x " * 249, "(x+1)" * 99, "x/" * 249 + "x", "e^" * 200 + "x", "(|x|" * 60 + ")" * 60, "1e" * 200),
        *("sin^2 " * 80 + "x", r"\left|" * 80, "x_" * 200, "".join(chr(c) for c in range(0x2070, 0x2260))),
    ],
)
def test_hostile_texts_are_answered_at_once(hostile):
    with within(0.5), suppress(FormulaError):
        read(hostile)


@given(st.integers(0, 2**32), st.integers(1, 12))
@settings(max_examples=500, deadline=None)
def test_a_random_tree_in_a_random_mixture_of_styles_keeps_its_meaning(seed, size):
    chance = random.Random(seed)
    tree = grow(chance, size)
    text = Writer(chance).formula(tree)
    formula = refused = None
    try:
        formula = read(text)
    except FormulaError as error:
        refused = error.reason
    if formula is None:
        assert re.search("constant|real numbers|too|by zero", refused or ""), text
        return
    for _ in range(2):
        values = {name: chance.uniform(-2, 2) for name in NAMES}
        named = {name: values[{"x1": "x_1"}.get(name, name)] for name in formula.variables}
        try:
            expected = meaning(tree, values)
        except (ArithmeticError, ValueError):
            continue
        assert formula.evaluate(**named) == pytest.approx(expected, rel=1e-9), text
