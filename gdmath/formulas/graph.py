"""Formulas as graphs: every subexpression is one node, however often it occurs, as it was written.

Nodes are interned: two that are equal are the same object, so comparing and hashing take no time, and work
over shared parts stays linear in the size of a formula.
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any
from weakref import WeakValueDictionary

Data = Fraction | int | str | None


class Node:
    """An operation `op` on nodes `args`, with `data`: a number's value, a variable's name, a whole exponent.

    Operations: const, named (pi, e), var, add (of any number), mul, div, neg, ipow (a whole exponent), root
    (an exact one), pow, every function of a formula, and what derivatives and stable forms need: sech, expm1,
    log1p, choose (see `derivative`).
    """

    __slots__ = ("__weakref__", "args", "data", "op")
    op: str
    args: tuple["Node", ...]
    data: Data

    def __reduce__(self) -> tuple[Any, ...]:
        return _unpacked, (packed([self]),)

    def __repr__(self) -> str:
        inner = [repr(self.data)] * (self.data is not None) + [arg.op for arg in self.args]
        return f"{self.op}({', '.join(inner)})"

    def __copy__(self) -> "Node":
        return self

    def __deepcopy__(self, memo: Any) -> "Node":
        return self


_interned: WeakValueDictionary[tuple[Any, ...], Node] = WeakValueDictionary()


def node(op: str, *args: Node, data: Data = None) -> Node:
    """Return the node of this operation, the same one for the same arguments."""
    # Arguments live as long as the node does, so their ids stay theirs as long as the key is in use.
    key = (op, type(data), data, *map(id, args))
    known = _interned.get(key)
    if known is None:
        known = Node()
        known.op, known.args, known.data = op, args, data
        _interned[key] = known
    return known


def const(value: Fraction | int) -> Node:
    """Return the node of an exact number."""
    return node("const", data=Fraction(value))


def var(name: str) -> Node:
    """Return the node of a variable."""
    return node("var", data=name)


ZERO, ONE, TWO, MINUS_ONE, HALF = const(0), const(1), const(2), const(-1), const(Fraction(1, 2))


def ordered(roots: Iterable[Node]) -> list[Node]:
    """Return all nodes under the roots, each once, after its arguments."""
    done: dict[int, Node] = {}
    stack: list[tuple[Node, bool]] = [(root, False) for root in reversed(list(roots))]
    while stack:
        current, ready = stack.pop()
        if id(current) in done:
            continue
        if ready or not current.args:
            done[id(current)] = current
        else:
            stack.append((current, True))
            stack.extend((arg, False) for arg in reversed(current.args) if id(arg) not in done)
    return list(done.values())


def names_of(root: Node) -> set[str]:
    """Return the names of the variables."""
    return {str(part.data) for part in ordered([root]) if part.op == "var"}


def rebuilt(roots: Sequence[Node], change: Callable[[Node, tuple[Node, ...]], Node]) -> list[Node]:
    """Return the roots with every node replaced by what `change` makes of it and its changed arguments."""
    new: dict[int, Node] = {}
    for part in ordered(roots):
        new[id(part)] = change(part, tuple(new[id(arg)] for arg in part.args))
    return [new[id(root)] for root in roots]


def raised(base: Node, exponent: Fraction) -> Node:
    """Return a power with an exact exponent, as it is written; of an odd denominator, the real root.

    >>> raised(node("var", data="x"), Fraction(1, 2))
    sqrt(var)
    """
    if exponent.denominator == 1:
        return node("ipow", base, data=exponent.numerator)
    return node("sqrt", base) if exponent == Fraction(1, 2) else node("root", base, data=exponent)


def substituted(root: Node, numbers: Mapping[str, Fraction]) -> Node:
    """Return the graph with numbers in place of some variables."""

    def change(part: Node, args: tuple[Node, ...]) -> Node:
        if part.op == "var" and part.data in numbers:
            return const(numbers[str(part.data)])
        return with_args(part, args)

    return rebuilt([root], change)[0]


def with_args(part: Node, args: tuple[Node, ...]) -> Node:
    """Return the node with other arguments."""
    return part if args == part.args else node(part.op, *args, data=part.data)


def packed(roots: Sequence[Node]) -> tuple[Any, ...]:
    """Return the graph as flat tuples, whose depth does not grow with the formula's."""
    parts = ordered(roots)
    place = {id(part): i for i, part in enumerate(parts)}
    return tuple((part.op, part.data, tuple(place[id(arg)] for arg in part.args)) for part in parts)


def _unpacked(rows: tuple[Any, ...]) -> Node:
    made: list[Node] = []
    for op, data, args in rows:
        made.append(node(op, *(made[i] for i in args), data=data))
    return made[-1]


# Making derivatives and stable forms: what is 0 or 1 is left out. What is written keeps it, for its domain.


def add(terms: Iterable[Node]) -> Node:
    """Return the sum, without zeros; equal terms are counted."""
    count: dict[Node, Fraction] = {}
    constant = Fraction(0)
    for term in terms:
        sign = 1
        while term.op == "neg":
            sign, term = -sign, term.args[0]
        if isinstance(term.data, Fraction) and term.op == "const":
            constant += sign * term.data
        else:
            count[term] = count.get(term, Fraction(0)) + sign
    kept = [mul(const(times), term) for term, times in count.items() if times]
    if constant:
        kept.append(const(constant))
    if len(kept) < 2:
        return kept[0] if kept else ZERO
    return node("add", *kept)


def neg(a: Node) -> Node:
    """Return -a."""
    if a.op == "neg":
        return a.args[0]
    return const(-a.data) if isinstance(a.data, Fraction) and a.op == "const" else node("neg", a)


def mul(a: Node, b: Node) -> Node:
    """Return a b, with the numbers in it as one number in front."""
    times, factors = Fraction(1), []
    for factor in (a, b):
        if factor.op == "neg":
            times, factor = -times, factor.args[0]
        if factor.op == "mul" and factor.args[0].op == "const" and isinstance(factor.args[0].data, Fraction):
            times, factor = times * factor.args[0].data, factor.args[1]
        if factor.op == "const" and isinstance(factor.data, Fraction):
            times *= factor.data
        else:
            factors.append(factor)
    if not times or not factors:
        return const(times)
    product = factors[0] if len(factors) == 1 else node("mul", *factors)
    if abs(times) == 1:
        return product if times == 1 else node("neg", product)
    return node("mul", const(times), product)


def div(a: Node, b: Node) -> Node:
    """Return a / b."""
    if a is ZERO or b is ONE:
        return a
    if b.op == "neg":
        return neg(div(a, b.args[0]))
    if a.op == "neg":
        return neg(div(a.args[0], b))
    if b.op == "const" and isinstance(b.data, Fraction) and b.data:
        return mul(const(1 / b.data), a)
    return node("div", a, b)


def power(a: Node, exponent: int) -> Node:
    """Return a to a whole power."""
    if exponent == 0:
        return ONE
    return a if exponent == 1 else node("ipow", a, data=exponent)


def depends(parts: Sequence[Node]) -> dict[int, bool]:
    """Return for every node, by its id, whether a variable is in it; nodes stand after their arguments."""
    varies: dict[int, bool] = {}
    for part in parts:
        varies[id(part)] = part.op == "var" or any(varies[id(arg)] for arg in part.args)
    return varies


def float_of(value: Fraction) -> float:
    """Return the nearest float; infinite where there is none."""
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf
