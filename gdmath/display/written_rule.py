"""The rule of an optimizer as Typst mathematics, in symbols.

Parts are marked `{{ ... : label }}`, by the names that the rule has for them: theta, eta, gradient, m, ...
The second of a name in a line has an x behind its label, the third two, so that each can be moved by itself.
`role` says what a label stands for.
"""

import ast
import re
from typing import Any

from gdmath.display.numerals import number_typst
from gdmath.display.typeset import typst
from gdmath.objective import Objective
from gdmath.optimizers import GradientDescent
from gdmath.optimizers.rules import Line, Rule, rule_of, settings_of
from gdmath.optimizers.working import tree

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
SUM, PRODUCT, POWER, ATOM = range(4)
SIGNS: dict[type[ast.operator], str] = {ast.Add: "+", ast.Sub: "-"}

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
    rows = [Symbols(cost, brief).line(line) for line in rule.lines if not line.aside]
    short = [Symbols(cost, brief).line(line).replace("&<-", "=" if k else "&=") for k, line in _asides(rule)]
    where = next(i for i, line in enumerate(rule.lines) if line.target == "theta") - len(short)
    return [*rows[:where], ", quad ".join(short), *rows[where:]] if short else rows


def settings_typst(optimizer: Any, rate: float) -> list[str]:
    """Return the optimizer's settings that its rule names, and the learning rate, each with its value.

    Without epsilon, which but guards against a division by 0.

    >>> from gdmath import Adam, Momentum
    >>> settings_typst(Momentum(0.8), 0.1)
    ['beta = 0.8', 'eta = 0.1']
    >>> settings_typst(Adam(), 0.1)
    ['beta_1 = 0.9', 'beta_2 = 0.999', 'eta = 0.1']
    """
    rule = rule_of(optimizer, 2)
    names = {name for line in rule.lines for name in re.findall(r"[a-z_0-9]+", line.text)} if rule else set()
    settings = {name: each for name, each in settings_of(optimizer).items() if name in names - {"epsilon"}}
    return [
        f"{_SYMBOLS.get(name, name)} = {number_typst(each)}"
        for name, each in (settings | {"eta": rate}).items()
        if isinstance(each, int | float) and not isinstance(each, bool)
    ]


def _asides(rule: Rule) -> list[tuple[int, Line]]:
    return list(enumerate(line for line in rule.lines if line.aside))


class Symbols:
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
        return self.marked(name, self.symbol(name)), ATOM

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
                return number_typst(number), ATOM
            case ast.Name(id=name):
                return self.name(name)
            case ast.Call(func=ast.Name(id=function), args=arguments):
                inside = ", ".join(self.written(each, nested)[0] for each in arguments)
                name = function if function in ("sqrt", "abs", "max", "min") else f'op("{function}")'
                return f"{name}({inside})", ATOM
            case ast.BinOp(left=left, op=ast.Pow(), right=right):
                power = self.written(right, nested)[0]
                return f"{self.inside(left, ATOM, nested)}^({power})", POWER
            case ast.BinOp(left=left, op=ast.Div(), right=right):
                return self.fraction(left, right, nested)
            case ast.BinOp(left=left, op=ast.Mult(), right=right):
                return self.product(left, right, nested), PRODUCT
            case ast.BinOp(left=left, op=operator, right=right):
                first = self.written(left, nested)[0]
                return f"{first} {SIGNS[type(operator)]} {self.inside(right, PRODUCT, nested)}", SUM
        raise ValueError(f"{ast.unparse(node)} can't be written")

    def fraction(self, left: ast.expr, right: ast.expr, nested: bool) -> Written:
        if nested:
            return f"{self.inside(left, PRODUCT, True)} slash {self.inside(right, POWER, True)}", PRODUCT
        return f"frac({self.written(left, True)[0]}, {self.written(right, True)[0]})", ATOM

    def product(self, left: ast.expr, right: ast.expr, nested: bool) -> str:
        first, second = self.inside(left, PRODUCT, nested), self.inside(right, PRODUCT, nested)
        short = isinstance(right, ast.Name) and right.id not in ("gradient", "g", "sense")
        return f"{first} {'' if short else 'dot '}{second}"

    def inside(self, node: ast.expr, least: int, nested: bool) -> str:
        text, level = self.written(node, nested)
        return text if level >= least else f"({text})"
