"""Random formulas, each written in a random mixture of styles, with what it means as a Python function."""

import math
from dataclasses import dataclass
from random import Random

NAMES = {"x": ["x"], "y": ["y", "𝑦"], "theta": ["theta", "θ", "ϑ"], "x_1": ["x_1", "x₁", "x1"]}
TEX_NAMES = {"x": ["x"], "y": ["y"], "theta": [r"\theta", "θ"], "x_1": ["x_1", "x_{1}", "x₁"]}
FUNCTIONS = {
    "sin": (math.sin, ["sin", "Sin", "np.sin", "math.sin", "SIN"]),
    "cos": (math.cos, ["cos", "torch.cos", "Cos"]),
    "atan": (math.atan, ["atan", "arctan", "np.arctan"]),
    "exp": (math.exp, ["exp", "np.exp", "Exp"]),
    "tanh": (math.tanh, ["tanh", "np.tanh"]),
    "relu": (lambda u: max(u, 0.0), ["relu", "ReLU", "torch.relu"]),
    "sigmoid": (lambda u: 1 / (1 + math.exp(-u)), ["sigmoid", "torch.sigmoid", "logistic"]),
    "erf": (math.erf, ["erf", "torch.erf"]),
}
TEX_FUNCTIONS = {"sin": r"\sin", "cos": r"\cos", "atan": r"\arctan", "exp": r"\exp", "tanh": r"\tanh"}
RAISED = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
SUM, PRODUCT, SIGN, POWER, ATOM = range(5)


@dataclass(frozen=True)
class Written:
    """A text; how tightly it holds together; whether a factor may follow it, or it another, with no sign."""

    text: str
    level: int
    may_be_followed: bool = False
    may_follow: bool = False


def grow(chance: Random, size: int):
    """Return a random tree of nested tuples: operators, functions, names and numbers."""
    if size <= 1:
        return chance.choice([*NAMES, *NAMES, 2, 3, 10, 0.5, 1.25, "pi"])
    kind = chance.choice(["+", "-", "*", "*", "/", "power", "minus", "function", "abs", "sqrt"])
    if kind in "+-*/":
        left = chance.randint(1, size - 1)
        return kind, grow(chance, left), grow(chance, size - left)
    inner = grow(chance, size - 1)
    if kind == "power":
        return kind, inner, chance.choice([2, 3, -1, 4])
    return kind, inner, chance.choice(list(FUNCTIONS)) if kind == "function" else None


def meaning(tree, values) -> float:
    """Return the value of a tree by Python's own arithmetic; OverflowError for one beyond the floats."""
    match tree:
        case "pi":
            return math.pi
        case str():
            return values[tree]
        case int() | float():
            return float(tree)
        case ("minus", inner, _):
            return -meaning(inner, values)
        case ("abs", inner, _):
            return abs(meaning(inner, values))
        case ("sqrt", inner, _):
            return math.sqrt(meaning(inner, values))
        case ("function", inner, name):
            value = FUNCTIONS[name][0](meaning(inner, values))
            return within(value, name == "exp")
        case ("power", inner, exponent):
            base = meaning(inner, values)
            return within(base**exponent, base != 0)
        case (sign, left, right):
            one, other = meaning(left, values), meaning(right, values)
            value = (
                {"+": one + other, "-": one - other, "*": one * other}[sign] if sign != "/" else one / other
            )
            return within(value, sign in "*/" and one != 0 != other)
    raise AssertionError(tree)


def within(value: float, vanished: bool) -> float:
    """Return a value, unless it is beyond the largest float, or has vanished below the least."""
    if math.isinf(value) or (vanished and value == 0):
        raise OverflowError
    return value


class Writer:
    """Writes trees in a mixture of styles: plain and Unicode, or TeX too."""

    def __init__(self, chance: Random) -> None:
        self.chance, self.tex = chance, chance.random() < 0.4

    def formula(self, tree) -> str:
        text = self.written(tree).text
        if self.tex and self.chance.random() < 0.3:
            return f"${text}$"
        heading = self.chance.choice(["", "", "f = ", "h(x, y, θ, x₁) = ", "C := "])
        return heading + text

    def written(self, tree) -> Written:
        match tree:
            case "pi":
                name = self.any("pi", "π", *[r"\pi"] * self.tex)
                return Written(name, ATOM, name == "π", False)
            case str():
                name = self.any(*(TEX_NAMES if self.tex else NAMES)[tree])
                return Written(name, ATOM, False, name[0] in "xyθ𝑦")
            case int() | float():
                return self.number(tree)
            case ("minus", inner, _):
                return Written(self.any("-", "−", "–") + self.inside(inner, POWER), SIGN)
            case ("abs", inner, _):
                return self.absolute(inner)
            case ("sqrt", inner, _):
                text = self.written(inner).text
                return Written(rf"\sqrt{{{text}}}" if self.tex else self.any("sqrt", "√") + f"({text})", ATOM)
            case ("function", inner, name):
                return self.function(name, self.written(inner).text)
            case ("power", inner, exponent):
                return self.power(inner, exponent)
            case (sign, left, right):
                return self.chain(sign, left, right)
        raise AssertionError(tree)

    def any(self, *texts: str) -> str:
        return self.chance.choice(texts)

    def space(self) -> str:
        return self.any("", "", " ", "\u2009", *[r"\,"] * self.tex)

    def number(self, value) -> Written:
        texts = {0.5: ["0.5", ".5", "½"], 1.25: ["1.25", "1.250", "125e-2"], 2: ["2", "2.0", "２"]}
        text = self.any(*texts.get(value, [str(value)]))
        return Written(text, ATOM, "e" not in text, False)

    def parenthesised(self, text: str) -> str:
        pairs = ["()", "（）"] if len(text) < 3 else ["()", "[]", "（）"]
        opening, closing = self.any(*pairs)
        if self.tex and self.chance.random() < 0.4:
            return rf"\left({text}\right)"
        return f"{opening}{self.space()}{text}{self.space()}{closing}"

    def inside(self, tree, least: int) -> str:
        part = self.written(tree)
        return part.text if part.level >= least else self.parenthesised(part.text)

    def absolute(self, inner) -> Written:
        text = self.written(inner).text
        forms = [f"abs({text})", f"Abs({text})"]
        if "|" not in text:
            forms.append(f"|{text}|")
        if self.tex:
            forms = [rf"\lvert {text} \rvert", rf"\left|{text}\right|"]
        return Written(self.any(*forms), ATOM)

    def function(self, name: str, inner: str) -> Written:
        if self.tex and name in TEX_FUNCTIONS:
            return Written(
                TEX_FUNCTIONS[name] + self.any(f"({inner})", rf"\left({inner}\right)"), ATOM, True, True
            )
        spelled = rf"\operatorname{{{name}}}" if self.tex else self.any(*FUNCTIONS[name][1])
        return Written(f"{spelled}{self.any('', ' ')}({inner})", ATOM, True, not self.tex)

    def power(self, base, exponent: int) -> Written:
        below = self.inside(base, ATOM)
        if below.endswith(("½", "e-2")) or "√" in below:
            below = f"({below})"
        raised = [str(exponent).translate(RAISED), f"^({exponent})"]
        plain = [f"**{exponent}", f"^{exponent}"]
        if self.tex:
            return Written(below + self.any(f"^{{{exponent}}}", raised[0]), POWER, True, False)
        form = self.any(*raised, *plain)
        return Written(below + form, POWER, form in raised, False)

    def chain(self, sign: str, left, right) -> Written:
        if sign in "+-":
            signs = {"+": ["+", "＋"], "-": ["-", "−", "—"]}[sign]
            one, other = self.inside(left, SUM), self.inside(right, PRODUCT)
            other = self.parenthesised(other) if other[0] in "-−–" else other
            return Written(f"{one}{self.space()}{self.any(*signs)}{self.space()}{other}", SUM)
        if sign == "/" and self.tex:
            return Written(
                rf"\frac{{{self.written(left).text}}}{{{self.written(right).text}}}", ATOM, True, False
            )
        one, other = self.written(left), self.written(right)
        before = one.text if one.level >= PRODUCT else self.parenthesised(one.text)
        behind = other.text if other.level >= POWER else self.parenthesised(other.text)
        grouped = one.level < PRODUCT, other.level < POWER
        open_left = grouped[0] or (one.may_be_followed and one.level != PRODUCT)
        if sign == "*" and open_left and (grouped[1] or other.may_follow) and self.chance.random() < 0.7:
            return Written(f"{before}{self.any('', ' ')}{behind}", PRODUCT)
        signs = (
            ["/", "÷", "∕"]
            if sign == "/"
            else ["*", "·", "×", "⋅", *[r"\cdot "] * self.tex, *[r"\times "] * self.tex]
        )
        return Written(f"{before}{self.space()}{self.any(*signs)}{self.space()}{behind}", PRODUCT)
