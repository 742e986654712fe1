"""The rule of an optimizer as Typst mathematics: in symbols, and a step of it with its numbers.

Parts are marked `{{ ... : label }}`, by the names that the rule has for them: theta, eta, gradient, m, ...;
what comes out is the result. The second of a name in a line has an x behind its label, the third two, so that
each can be moved by itself. `role` says what a label stands for.
"""

import ast
import re
from collections.abc import Mapping
from typing import Any

import numpy as np

from gdmath.display.numerals import number_typst
from gdmath.display.typeset import typst
from gdmath.objective import Objective
from gdmath.optimizers import GradientDescent
from gdmath.optimizers.rules import Line, Rule, rule_of, settings_of
from gdmath.optimizers.working import Worked, tree, value

ROLES = {
    "theta": "point",
    "eta": "rate",
    **dict.fromkeys(("gradient", "g"), "gradient"),
    **dict.fromkeys(("m", "d", "a", "c", "mhat"), "memory"),
    **dict.fromkeys(("v", "u", "w", "s", "h", "vhat", "curvature"), "size"),
}
LABELS = tuple(name + "x" * count for name in ROLES for count in range(4))
_SYMBOLS = {
    "beta1": "beta_1",
    "beta2": "beta_2",
    "weight_decay": "lambda",
    "dampening": "tau",
    "momentum": "mu",
    "damping": "mu",
    "rate_decay": "delta",
    "w": 'v_("max")',
    "h": "H",
    "b": "beta",
    "least": 's_("min")',
    "most": 's_("max")',
    "noise": "xi",
}
_GIVEN = {  # of one variable, and of several
    "turned": (
        "cases(delim: \"|\", eta^+ & C' C'_(-) > 0, eta^- & C' C'_(-) < 0)",
        'cases(delim: "|", eta^+ & partial C partial C_(-) > 0, eta^- & partial C partial C_(-) < 0)',
    ),
    "secant": ("({x} - {x}_(-)) slash (C' - C'_(-))", ""),
    "newton": ("", "H^(-1) nabla C"),
    "damped": ("", "(H + mu I)^(-1) nabla C"),
    "polak": (
        "max(0, C' (C' - C'_(-)) slash C'_(-)^2)",
        "max(0, nabla C dot (nabla C - nabla C_(-)) slash abs(nabla C_(-))^2)",
    ),
    "fletcher": ("(C' slash C'_(-))^2", "abs(nabla C)^2 slash abs(nabla C_(-))^2"),
}
_ARROW = "{{ <- : arrow }}"
_SUM, _PRODUCT, _POWER, _ATOM = range(4)
_SIGNS: dict[type[ast.operator], str] = {ast.Add: "+", ast.Sub: "-"}

Written = tuple[str, int]  # Typst, and how tightly it holds together


def role(label: str) -> str:
    """Return what a label stands for: point, rate, gradient, memory (of those), size (of their squares).

    >>> role("gradientx"), role("m")
    ('gradient', 'memory')
    """
    return ROLES[label.rstrip("x")]


def letter(cost: Objective, name: str) -> str:
    """Return the letter of something in a rule: a capital where the cost has a variable of that name.

    >>> from gdmath import Cost
    >>> letter(Cost.parse("(m + b - 1)**2"), "m"), letter(Cost.parse("x**2"), "m")
    ('M', 'm')
    """
    taken = any(variable.name == name for variable in cost.variables)
    return name.upper() if taken and len(name) == 1 else name


def rule_typst(cost: Objective, optimizer: Any = None) -> list[str]:
    """Return the lines of an optimizer's rule in the cost's own variable, aligned at their arrows.

    Gradient descent's where there is none, and where one has no rule that is known.

    >>> from gdmath import Cost, Momentum
    >>> rule_typst(Cost.parse("x**2"))
    ["{{ x : theta }} &<- {{ x : thetax }} - {{ eta : eta }} dot {{ C'(x) : gradient }}"]
    >>> rule_typst(Cost.parse("x**2"), Momentum())[0]
    "{{ m : m }} &<- beta {{ m : mx }} + {{ C'(x) : gradient }}"
    """
    rule = rule_of(optimizer, cost.dimension) or rule_of(GradientDescent())
    assert rule
    brief = len(rule.lines) > 1
    rows = [_Symbols(cost, brief).line(line) for line in rule.lines if not line.aside]
    short = [_Symbols(cost, brief).line(line).replace("&<-", "=" if k else "&=") for k, line in _asides(rule)]
    where = next(i for i, line in enumerate(rule.lines) if line.target == "theta") - len(short)
    return [*rows[:where], ", quad ".join(short), *rows[where:]] if short else rows


def settings_typst(optimizer: Any, rate: float) -> str:
    """Return the learning rate and those of the optimizer's settings that its rule names, with their values.

    Without epsilon, which but guards against a division by 0.

    >>> from gdmath import Adam, Momentum
    >>> settings_typst(Momentum(0.8), 0.1)
    'beta = 0.8"," quad eta = 0.1'
    >>> settings_typst(Adam(), 0.1)
    'beta_1 = 0.9"," quad beta_2 = 0.999"," quad eta = 0.1'
    """
    rule = rule_of(optimizer, 2)
    names = {name for line in rule.lines for name in re.findall(r"[a-z_0-9]+", line.text)} if rule else set()
    settings = {name: each for name, each in settings_of(optimizer).items() if name in names - {"epsilon"}}
    parts = [
        f"{_SYMBOLS.get(name, name)} = {number_typst(each)}"
        for name, each in (settings | {"eta": rate}).items()
        if isinstance(each, int | float) and not isinstance(each, bool)
    ]
    return '"," quad '.join(parts)  # a comma by itself would part arguments


def _asides(rule: Rule) -> list[tuple[int, Line]]:
    return list(enumerate(line for line in rule.lines if line.aside))


def worked_typst(
    cost: Objective, worked: Worked, index: int = 0, *, digits: int = 4, rows: int = 1, short: bool = False
) -> str:
    """Return a line of a step with its numbers, those of one variable, counted from 0.

    `digits` are those of theta. In `short`, eta is written for its number, and gradients and what is made of
    them have three digits. On two `rows` the result stands on the second, on three the last term on the
    second, aligned under the arrow.

    >>> from gdmath import Cost, Stop, descend
    >>> from gdmath.optimizers.replay import replay
    >>> from gdmath.optimizers.working import work
    >>> cost = Cost.parse("x**2")
    >>> run = descend(cost, 50, learning_rate=0.01, stop=Stop(steps=1))
    >>> line = worked_typst(cost, work(GradientDescent(), next(replay(GradientDescent(), run)))[0])
    >>> line.partition(" - ")[2]
    '{{ 0.01 : eta }} dot {{ 100 : gradient }} {{ = : equals }} {{ 49 : result }}'
    """
    return _Numbers(cost, worked.numbers, index, digits, short).line(worked, rows)


class _Symbols:
    """Writes arithmetic in symbols; in `brief` the gradient is named without its argument."""

    def __init__(self, cost: Objective, brief: bool = False) -> None:
        self.cost, self.brief = cost, brief
        self.seen: dict[str, int] = {}

    def line(self, line: Line) -> str:
        target = self.marked(line.target, self.symbol(line.target))
        return f"{target} &<- {self.right(line)}"

    def right(self, line: Line) -> str:
        if line.text in _GIVEN:
            text = _GIVEN[line.text][self.cost.dimension > 1]
            return text.replace("{x}", self.symbol("theta"))
        return self.written(tree(line.text))[0]

    def symbol(self, name: str) -> str:
        single = self.cost.dimension == 1
        x = typst(self.cost.variables[0]) if single else "theta"
        own = {
            "theta": x,
            "gradient": f"C'({x})" if single else "nabla C" if self.brief else f"nabla C({x})",
            "curvature": f"C''({x})",
            "sense": f'op("sign")(C\'({x}))' if single else 'op("sign")(nabla C)',
        }
        if name in own:
            return own[name]
        if name.endswith("hat"):
            return f"hat({letter(self.cost, name[0])})"
        return _SYMBOLS.get(name) or letter(self.cost, name)

    def marked(self, name: str, text: str) -> str:
        if name not in ROLES:
            return text
        count = self.seen[name] = self.seen.get(name, 0) + 1
        return f"{{{{ {text} : {name}{'x' * (count - 1)} }}}}"

    def name(self, name: str) -> Written:
        return self.marked(name, self.symbol(name)), _ATOM

    def constant(self, node: ast.expr) -> Written | None:  # noqa: ARG002
        """What is written for arithmetic of settings alone, if it is not written out."""
        return None

    def written(self, node: ast.expr, nested: bool = False) -> Written:
        """Write arithmetic; `nested` within a fraction, where another is written with a slash."""
        known = self.constant(node)
        if known is not None:
            return known
        match node:
            case ast.Constant(value=int() | float() as number):
                return number_typst(number), _ATOM
            case ast.Name(id=name):
                return self.name(name)
            case ast.Call(func=ast.Name(id=function), args=arguments):
                inside = ", ".join(self.written(each, nested)[0] for each in arguments)
                name = function if function in ("sqrt", "abs", "max", "min") else f'op("{function}")'
                return f"{name}({inside})", _ATOM
            case ast.BinOp(left=left, op=ast.Pow(), right=right):
                power = self.written(right, nested)[0]
                return f"{self.inside(left, _ATOM, nested)}^({power})", _POWER
            case ast.BinOp(left=left, op=ast.Div(), right=right):
                return self.fraction(left, right, nested)
            case ast.BinOp(left=left, op=ast.Mult(), right=right):
                return self.product(left, right, nested), _PRODUCT
            case ast.BinOp(left=left, op=operator, right=right):
                first = self.written(left, nested)[0]
                return f"{first} {_SIGNS[type(operator)]} {self.inside(right, _PRODUCT, nested)}", _SUM
        raise ValueError(f"{ast.unparse(node)} can't be written")

    def fraction(self, left: ast.expr, right: ast.expr, nested: bool) -> Written:
        if nested:
            return f"{self.inside(left, _PRODUCT, True)} slash {self.inside(right, _POWER, True)}", _PRODUCT
        return f"frac({self.written(left, True)[0]}, {self.written(right, True)[0]})", _ATOM

    def product(self, left: ast.expr, right: ast.expr, nested: bool) -> str:
        first, second = self.inside(left, _PRODUCT, nested), self.inside(right, _PRODUCT, nested)
        short = isinstance(right, ast.Name) and right.id not in ("gradient", "g", "sense")
        return f"{first} {'' if short else 'dot '}{second}"

    def inside(self, node: ast.expr, least: int, nested: bool) -> str:
        text, level = self.written(node, nested)
        return text if level >= least else f"({text})"


class _Numbers(_Symbols):
    """Writes arithmetic with the numbers of one variable; what settings alone make is one number."""

    def __init__(
        self, cost: Objective, numbers: Mapping[str, Any], index: int, digits: int, short: bool
    ) -> None:
        super().__init__(cost)
        self.index, self.digits, self.short = index, digits, short
        self.others = 3 if short else 4
        self.numbers = {name: self.own(each) for name, each in numbers.items()}

    def line(self, worked: Worked, rows: int) -> str:  # pyright: ignore[reportIncompatibleMethodOverride]
        line, result = worked.line, self.own(worked.result)
        theta = line.target == "theta"
        name = typst(self.cost.variables[self.index]) if theta else self.symbol(line.target)
        shown = number_typst(float(result), self.digits if theta else self.others)
        end = f"{{{{ {shown} : result }}}}"
        if line.given:
            return f"{name} &{_ARROW} {end}"
        node = tree(line.text)
        right = self.written(node)[0]
        if rows > 2 and isinstance(node, ast.BinOp) and type(node.op) in _SIGNS:
            self.seen = {}
            first, last = self.written(node.left)[0], self.inside(node.right, _PRODUCT, False)
            right = f"{first} \\ & {_SIGNS[type(node.op)]} {last}"
        equals = "\\ & " if rows > 1 else ""
        return f"{name} &{_ARROW} {right} {equals}{{{{ = : equals }}}} {end}"

    def own(self, number: Any) -> Any:
        """The number of this variable, of those that have one for each."""
        array = np.asarray(number)
        return array[self.index] if array.ndim else number

    def name(self, name: str) -> Written:
        if name == "eta" and self.short:
            return self.marked(name, "eta"), _ATOM
        number = float(self.numbers[name])
        digits = self.digits if name == "theta" else self.others if name in ROLES else 4
        text = number_typst(number, digits)
        return self.marked(name, text), _SUM if number < 0 else _PRODUCT if "times" in text else _ATOM

    def constant(self, node: ast.expr) -> Written | None:
        names = {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
        if (
            not isinstance(node, ast.BinOp | ast.Call)
            or not names
            or names & {"theta", "gradient", "g", "eta", *ROLES}
        ):
            return None
        if not all(isinstance(self.numbers.get(name), int | float) for name in names):
            return None
        number = float(value(node, self.numbers))
        return number_typst(number), _SUM if number < 0 else _ATOM

    def product(self, left: ast.expr, right: ast.expr, nested: bool) -> str:
        return f"{self.inside(left, _PRODUCT, nested)} dot {self.inside(right, _PRODUCT, nested)}"

    def inside(self, node: ast.expr, least: int, nested: bool) -> str:
        text, level = self.written(node, nested)
        if level >= least:
            return text
        if isinstance(node, ast.Name) and text.startswith("{{ "):  # parentheses belong to the number
            number, _, label = text[3:].rpartition(" : ")
            return f"{{{{ lr(({number})) : {label}"
        return f"lr(({text}))"
