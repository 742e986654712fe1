"""A step worked line by line: what stands for each name, and what comes out."""

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from gdmath.arrays import Floats
from gdmath.optimizers.replay import Step
from gdmath.optimizers.rules import Line, rule_of, settings_of

_OPERATORS: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: np.add,
    ast.Sub: np.subtract,
    ast.Mult: np.multiply,
    ast.Div: np.divide,
    ast.Pow: np.power,
}
_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "sqrt": np.sqrt,
    "sign": np.sign,
    "abs": np.abs,
    "max": np.maximum,
    "min": np.minimum,
}


@dataclass(frozen=True)
class Worked:
    """A line of a rule, the numbers of the names in it, and the number that it gives its target."""

    line: Line
    numbers: Mapping[str, Floats]
    result: Floats


def work(optimizer: Any, step: Step) -> list[Worked]:
    """Return a step's lines with its numbers; none for an optimizer that has no rule.

    >>> from gdmath import Cost, Momentum, Stop, descend
    >>> from gdmath.optimizers.replay import replay
    >>> run = descend(Cost.parse("x**2/2"), 1, Momentum(0.5), learning_rate=0.25, stop=Stop(steps=2))
    >>> *_, last = replay(Momentum(0.5), run)
    >>> [(each.line.target, each.result.tolist()) for each in work(Momentum(0.5), last)]
    [('m', [1.25]), ('theta', [0.4375])]
    """
    point = step.point
    rule = rule_of(optimizer, point.theta.shape[-1], step)
    if rule is None:
        return []
    given = rule.give(step)
    numbers: dict[str, Any] = settings_of(optimizer) | rule.remembered(step.before) | given
    numbers |= {"theta": point.theta, "gradient": point.gradient, "eta": step.rate, "k": point.step + 1}
    worked = []
    with np.errstate(all="ignore"):
        for line in rule.lines:
            result = given[line.target] if line.given else value(tree(line.text), numbers)
            worked.append(Worked(line, dict(numbers), np.asarray(result, dtype=float)))
            numbers[line.target] = result
    return worked


def carried(optimizer: Any, step: Step) -> Floats | None:
    """Return the part of a step (d,) that comes of earlier gradients: what it would be were this one zero.

    What steps are divided by stays as it is, and weight decay is left out; the rest of the step is this
    gradient's. None where nothing is carried on, or where the step is no sum of the two.

    >>> from gdmath import Cost, Momentum, Stop, descend
    >>> from gdmath.optimizers.replay import replay
    >>> run = descend(Cost.parse("x**2/2"), 1, Momentum(0.5), learning_rate=0.25, stop=Stop(steps=2))
    >>> [carried(Momentum(0.5), step).tolist() for step in replay(Momentum(0.5), run)]
    [[0.0], [-0.125]]
    """
    rule = rule_of(optimizer, step.point.theta.shape[-1], step)
    if rule is None or not {"m", "d"} & {*rule.memory}:
        return None
    without: dict[str, Any] = {"gradient": 0.0, "g": 0.0, "weight_decay": 0.0}
    for each in work(optimizer, step):
        target, text = each.line.target, each.line.text
        if "sign(" in text:
            return None
        if target == "theta":
            return np.asarray(value(tree(text), {**each.numbers, **without}) - step.point.theta)
        if target in ("m", "d", "mhat"):
            without[target] = value(tree(text), {**each.numbers, **without})
    return None


@cache
def tree(text: str) -> ast.expr:
    """Return the arithmetic of a line, read by Python's own grammar."""
    return ast.parse(text, mode="eval").body


def value(node: ast.expr, numbers: Mapping[str, Any]) -> Any:
    """Return the value of a line's arithmetic. Raises KeyError for a name that has no number."""
    match node:
        case ast.Constant(value=constant):
            return constant
        case ast.Name(id=name):
            return numbers[name]
        case ast.BinOp(left=left, op=operator, right=right):
            return _OPERATORS[type(operator)](value(left, numbers), value(right, numbers))
        case ast.Call(func=ast.Name(id=name), args=arguments):
            return _FUNCTIONS[name](*(value(each, numbers) for each in arguments))
        case _:
            raise KeyError(ast.unparse(node))
