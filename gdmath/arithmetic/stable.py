"""Stable forms: what floating point loses or overflows in, written so that it does not, equal everywhere."""

from gdmath.formulas.graph import (
    HALF,
    MINUS_ONE,
    ONE,
    TWO,
    Node,
    add,
    mul,
    neg,
    node,
    power,
    rebuilt,
    with_args,
)


def stable(root: Node) -> Node:
    """Return a graph of the same function on the same domain that floating point evaluates better.

    exp(u) - 1, 1 - cos(u), log(1 + u), log(1 + exp(u)), 1/(1 + exp(u)), exp(u)/(1 + exp(u)) and 1 - tanh(u)^2
    have forms of their own.

    >>> from gdmath.formulas.graph import var
    >>> x = var("x")
    >>> stable(node("log", node("add", ONE, node("exp", x)))) is node("softplus", x)
    True
    """
    return rebuilt([root], _changed)[0]


def _changed(part: Node, args: tuple[Node, ...]) -> Node:
    match part.op:
        case "add":
            return _sum(with_args(part, args))
        case "log":
            return _logarithm(args[0])
        case "div":
            return _quotient(with_args(part, args))
    return with_args(part, args)


def _sum(part: Node) -> Node:
    terms = list(part.args)
    for one in (ONE, MINUS_ONE, neg_of(ONE)):
        if one not in terms or len(terms) != 2:
            continue
        other = terms[1 - terms.index(one)]
        inner, flipped = (other.args[0], True) if other.op == "neg" else (other, False)
        if inner.op == "exp" and flipped == (one is ONE):  # exp(u) - 1, or 1 - exp(u)
            small = node("expm1", inner.args[0])
            return neg(small) if flipped else small
        if inner.op == "cos" and flipped == (one is ONE):  # 1 - cos(u), or cos(u) - 1
            small = mul(TWO, power(node("sin", mul(HALF, inner.args[0])), 2))
            return small if flipped else neg(small)
        if inner.op == "ipow" and inner.data == 2 and inner.args[0].op == "tanh" and flipped == (one is ONE):
            small = power(node("sech", inner.args[0].args[0]), 2)
            return small if flipped else neg(small)
    return _softplus_less(part)


def neg_of(part: Node) -> Node:
    """Return -part as it is written, a node of its own."""
    return node("neg", part)


def _softplus_less(part: Node) -> Node:
    """softplus(u) - u is softplus(-u)."""
    for term in part.args:
        if term.op == "softplus" and neg_of(term.args[0]) in part.args:
            rest = list(part.args)
            rest.remove(term)
            rest.remove(neg_of(term.args[0]))
            return add([node("softplus", neg(term.args[0])), *rest])
    return part


def _one_plus(part: Node) -> Node | None:
    """u, if the part is 1 + u."""
    if part.op != "add" or ONE not in part.args:
        return None
    rest = list(part.args)
    rest.remove(ONE)
    return rest[0] if len(rest) == 1 else node("add", *rest)


def _logarithm(part: Node) -> Node:
    inner = _one_plus(part)
    if inner is None:
        return node("log", part)
    return node("softplus", inner.args[0]) if inner.op == "exp" else node("log1p", inner)


def _quotient(part: Node) -> Node:
    above, below = part.args
    inner = _one_plus(below)
    if inner is None or inner.op != "exp":
        return part
    if above is ONE:
        return node("sigmoid", neg(inner.args[0]))
    if above is inner:
        return node("sigmoid", inner.args[0])
    return part
