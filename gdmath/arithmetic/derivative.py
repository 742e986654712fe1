"""Exact derivatives of graphs: gradients by one pass backwards, second derivatives by passes forwards.

Both stay linear in the size of the formula. Max, Min, abs and relu have the derivative of the branch that is
taken, so that nothing of another branch leaks into it; see `gradient`.
"""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from gdmath.formulas.graph import (
    HALF,
    MINUS_ONE,
    ONE,
    TWO,
    ZERO,
    Node,
    add,
    const,
    depends,
    div,
    mul,
    neg,
    node,
    ordered,
    power,
)

BRANCHES = ("Max", "Min", "abs", "relu")
Partials = dict[str, Node]


def gradient(root: Node) -> Partials:
    """Return the partial derivatives that are not 0 everywhere, by variable.

    The derivative of a branch is a node `choose`: of comparands and as many derivatives, that of the largest
    comparand (smallest, for data -1); of several that are as large, the mean of the largest and the smallest
    derivative. That is the mean of the two one-sided partial derivatives of the branch.

    >>> from gdmath.formulas.graph import var
    >>> x = var("x")
    >>> gradient(mul(x, x))
    {'x': mul(const, var)}
    """
    parts = ordered([root])
    varies = depends(parts)
    of_branches: dict[int, Partials] = {}
    for part in parts:
        if part.op in BRANCHES and varies[id(part)]:
            of_branches[id(part)] = _of_branch(part, varies, of_branches)
    return _backwards(root, varies, of_branches)


def _of_branch(part: Node, varies: Mapping[int, bool], known: Mapping[int, Partials]) -> Partials:
    """The derivatives of a branch, from those of its arguments."""
    sided = [_backwards(arg, varies, known) for arg in part.args]
    names = {name: None for partials in sided for name in partials}
    return {name: chosen(part, [partials.get(name, ZERO) for partials in sided]) for name in names}


def chosen(part: Node, derivatives: Sequence[Node]) -> Node:
    """Return the derivative of a branch, given those of its arguments."""
    if part.op == "abs":
        (u,), (slope,) = part.args, derivatives
        return _choose(1, [u, neg(u)], [slope, neg(slope)])
    if part.op == "relu":
        return _choose(1, [part.args[0], ZERO], [derivatives[0], ZERO])
    if part.op == "choose":
        half = len(part.args) // 2
        return _choose(int(part.data), part.args[:half], derivatives)  # type: ignore[arg-type]
    return _choose(1 if part.op == "Max" else -1, part.args, derivatives)


def _choose(sign: int, comparands: Sequence[Node], derivatives: Sequence[Node]) -> Node:
    if all(derivative is derivatives[0] for derivative in derivatives):
        return derivatives[0]
    return node("choose", *comparands, *derivatives, data=sign)


def _backwards(root: Node, varies: Mapping[int, bool], of_branches: Mapping[int, Partials]) -> Partials:
    """One pass backwards from a node to the variables and the branches under it."""
    found: dict[str, list[Node]] = {}
    owed: dict[int, list[Node]] = {id(root): [ONE]}
    for part in reversed(_section(root, of_branches)):
        if not varies.get(id(part)):
            continue
        adjoint = add(owed.pop(id(part), []))
        if adjoint is ZERO:
            continue
        if part.op == "var":
            found.setdefault(str(part.data), []).append(adjoint)
        elif id(part) in of_branches:
            for name, partial in of_branches[id(part)].items():
                found.setdefault(name, []).append(mul(adjoint, partial))
        else:
            for arg, partial in zip(part.args, partials(part), strict=True):
                if varies[id(arg)]:
                    owed.setdefault(id(arg), []).append(mul(adjoint, partial()))
    sums = {name: add(terms) for name, terms in found.items()}
    return {name: total for name, total in sums.items() if total is not ZERO}


def _section(root: Node, stops: Mapping[int, Partials]) -> list[Node]:
    """The nodes under the root, arguments first, down to the branches."""
    done: dict[int, Node] = {}
    stack: list[tuple[Node, bool]] = [(root, False)]
    while stack:
        current, ready = stack.pop()
        if id(current) in done:
            continue
        if ready or not current.args or id(current) in stops:
            done[id(current)] = current
        else:
            stack.append((current, True))
            stack.extend((arg, False) for arg in reversed(current.args) if id(arg) not in done)
    return list(done.values())


class Tangents:
    """Derivatives of many nodes by one variable at a time, for second derivatives."""

    def __init__(self, roots: Sequence[Node]) -> None:
        self._parts = ordered(roots)
        self._names: dict[int, frozenset[str]] = {}
        for part in self._parts:
            own = frozenset([str(part.data)]) if part.op == "var" else frozenset()
            self._names[id(part)] = own.union(*(self._names[id(arg)] for arg in part.args))

    def by(self, name: str, wanted: Sequence[Node]) -> list[Node]:
        """Return the derivatives of the wanted nodes by this variable."""
        tangent: dict[int, Node] = {}
        for part in self._parts:
            if name not in self._names[id(part)]:
                continue
            slopes = [tangent.get(id(arg), ZERO) for arg in part.args]
            tangent[id(part)] = ONE if part.op == "var" else _forwards(part, slopes)
        return [tangent.get(id(part), ZERO) for part in wanted]


def _forwards(part: Node, slopes: Sequence[Node]) -> Node:
    if part.op in BRANCHES:
        return chosen(part, slopes)
    if part.op == "choose":
        return chosen(part, slopes[len(slopes) // 2 :])
    pairs = zip(slopes, partials(part), strict=True)
    return add(mul(slope, partial()) for slope, partial in pairs if slope is not ZERO)


def partials(part: Node) -> Sequence[Callable[[], Node]]:
    """Return the derivative of an operation by each of its arguments, made when it is called for."""
    if part.op == "add":
        return [lambda: ONE] * len(part.args)
    return [lambda rule=rule: rule(part, *part.args) for rule in _RULES[part.op]]


def _square(u: Node) -> Node:
    return power(u, 2)


def _beside(u: Node) -> Node:
    """sqrt(1 - u^2), accurate near both ends."""
    return node("sqrt", mul(add([ONE, neg(u)]), add([ONE, u])))


def _of_power(part: Node, u: Node, v: Node) -> Node:
    return mul(v, node("pow", u, add([v, MINUS_ONE])))


def _of_root(part: Node, u: Node) -> Node:
    exponent = part.data
    assert isinstance(exponent, Fraction)
    return mul(const(exponent), node("root", u, data=exponent - 1))


def _of_whole_power(part: Node, u: Node) -> Node:
    exponent = part.data
    assert isinstance(exponent, int)
    return mul(const(exponent), power(u, exponent - 1))


def _norm(y: Node, x: Node) -> Node:
    return add([_square(x), _square(y)])


_TWO_OVER_ROOT_PI = node("named", data="2/sqrt(pi)")

_RULES: Mapping[str, Sequence[Callable[..., Node]]] = {
    "neg": [lambda f, u: MINUS_ONE],
    "mul": [lambda f, u, v: v, lambda f, u, v: u],
    "div": [lambda f, u, v: div(ONE, v), lambda f, u, v: neg(div(f, v))],
    "ipow": [_of_whole_power],
    "root": [_of_root],
    "pow": [_of_power, lambda f, u, v: mul(f, node("log", u))],
    "sqrt": [lambda f, u: div(HALF, f)],
    "cbrt": [lambda f, u: div(ONE, mul(const(3), _square(f)))],
    "exp": [lambda f, u: f],
    "expm1": [lambda f, u: node("exp", u)],
    "log": [lambda f, u: div(ONE, u)],
    "log1p": [lambda f, u: div(ONE, add([ONE, u]))],
    "log2": [lambda f, u: div(ONE, mul(u, node("log", TWO)))],
    "log10": [lambda f, u: div(ONE, mul(u, node("log", const(10))))],
    "sin": [lambda f, u: node("cos", u)],
    "cos": [lambda f, u: neg(node("sin", u))],
    "tan": [lambda f, u: add([ONE, _square(f)])],
    "asin": [lambda f, u: div(ONE, _beside(u))],
    "acos": [lambda f, u: div(MINUS_ONE, _beside(u))],
    "atan": [lambda f, u: div(ONE, add([ONE, _square(u)]))],
    "atan2": [lambda f, y, x: div(x, _norm(y, x)), lambda f, y, x: neg(div(y, _norm(y, x)))],
    "sinh": [lambda f, u: node("cosh", u)],
    "cosh": [lambda f, u: node("sinh", u)],
    "tanh": [lambda f, u: _square(node("sech", u))],
    "sech": [lambda f, u: neg(mul(f, node("tanh", u)))],
    "softplus": [lambda f, u: node("sigmoid", u)],
    "sigmoid": [lambda f, u: mul(f, node("sigmoid", neg(u)))],
    "erf": [lambda f, u: mul(_TWO_OVER_ROOT_PI, node("exp", neg(_square(u))))],
    "sign": [lambda f, u: ZERO],
}
