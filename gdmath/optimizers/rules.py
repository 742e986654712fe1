"""The rule of every optimizer as lines of arithmetic, for all who write it or work it with numbers.

A line gives a name its value. The names are theta, the learning rate eta, the `gradient`, the count k of the
step, the optimizer's settings, and what it remembers: m is a mean or a sum of gradients, v one of their
squares. A line may rest on numbers that are not made by arithmetic of these, such as the Hessian's: they are
`given` by the step itself.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np

import gdmath.optimizers as methods
from gdmath.arrays import Floats
from gdmath.optimizers.base import Point, inner
from gdmath.optimizers.replay import Step


class Line(NamedTuple):
    """A name and the arithmetic of its value.

    `given`: the value is the step's own, and the text says what of. `aside`: the name is short for what would
    be too long where it is used.
    """

    target: str
    text: str
    given: bool = False
    aside: bool = False


@dataclass(frozen=True)
class Rule:
    """The lines of a step, in the order in which they are worked, and the names of what is remembered.

    `memory` names the parts of the optimizer's state, "" for what is not in the lines. `give` returns the
    numbers that are given by a step, by name; `weights` are those that no line tells how to reckon.
    """

    lines: tuple[Line, ...]
    memory: tuple[str, ...] = ()
    give: Callable[[Step], dict[str, Any]] = lambda _: {}
    weights: tuple[str, ...] = ()

    def remembered(self, state: Any) -> dict[str, Floats]:
        """Return what a state holds, by the names of the rule."""
        parts = state if isinstance(state, tuple) else (state,)
        return {name: part for name, part in zip(self.memory, parts, strict=False) if name}


def rule_of(optimizer: Any, dimension: int = 1, step: Step | None = None) -> Rule | None:
    """Return the rule of an optimizer, or of one of its steps where that is another; None if it has none.

    >>> tuple(line.text for line in rule_of(methods.Momentum(0.5)).lines)
    ('beta*m + gradient', 'theta - eta*m')
    """
    if hasattr(optimizer, "optimizer"):
        return _altered(optimizer, dimension, step)
    find = _RULES.get(type(optimizer).__name__)
    rule = find(optimizer, dimension, step) if find else None
    decay = getattr(optimizer, "weight_decay", 0.0)
    if rule is None or not decay or isinstance(optimizer, methods.AdamW | methods.Lion):
        return rule
    if isinstance(optimizer, methods.GradientDescent):
        return Rule((Line("theta", "theta - eta*(gradient + weight_decay*theta)"),))
    return _seen(rule, Line("g", "gradient + weight_decay*theta"))


def settings_of(optimizer: Any) -> dict[str, Any]:
    """Return the settings by name, those of the innermost optimizer too."""
    own = {name: value for name, value in vars(optimizer).items() if name != "optimizer"}
    return settings_of(optimizer.optimizer) | own if hasattr(optimizer, "optimizer") else own


def _seen(rule: Rule, line: Line) -> Rule:
    """The rule with a line before it that says which gradient g it sees."""
    lines = tuple(each._replace(text=each.text.replace("gradient", "g")) for each in rule.lines)
    return replace(rule, lines=(line, *lines))


class _Probe:
    """An optimizer that tells which gradient it sees."""

    def init(self, theta: Floats) -> None:
        return None

    def update(self, point: Point, state: None) -> tuple[Floats, None]:
        return point.gradient, state


def _altered(optimizer: Any, dimension: int, step: Step | None) -> Rule | None:
    """A clipped or noisy optimizer: what it sees is given."""
    inside: Any = optimizer
    layers = []
    while hasattr(inside, "optimizer"):
        layers.append(inside)
        inside = inside.optimizer
    probe: Any = _Probe()
    for layer in reversed(layers):
        probe = replace(layer, optimizer=probe)

    def seen(step: Step) -> Floats:
        return probe.update(step.point, None)[0]

    def passed(step: Step) -> Step:
        return step._replace(point=step.point._replace(gradient=seen(step)))

    rule = rule_of(inside, dimension, None if step is None else passed(step))
    if rule is None:
        return None
    text = "gradient"
    for layer in layers:
        text = f"{text} + noise" if isinstance(layer, methods.Noisy) else f"clip({text})"
    give = rule.give
    lines = rule.lines
    if lines[0].target == "g":  # weight decay comes on top
        text, lines = f"{text} + weight_decay*theta", lines[1:]
        decay = inside.weight_decay
        added: Callable[[Step], Floats] = lambda step: seen(step) + decay * step.point.theta  # noqa: E731
    else:
        added = seen
    rule = replace(rule, lines=lines, give=lambda step: {"g": added(step)} | give(passed(step)))
    return _seen(rule, Line("g", text, given=True))


def _gradient_descent(_o: Any, _d: int, _step: Step | None) -> Rule:
    return Rule((Line("theta", "theta - eta*gradient"),))


def _momentum(o: Any, _d: int, step: Step | None) -> Rule:
    damped = o.dampening and not (step is not None and step.before[0] == 0)
    pull = "(1 - dampening)*gradient" if damped else "gradient"
    return Rule((Line("m", f"beta*m + {pull}"), Line("theta", "theta - eta*m")), ("", "m"))


def _nesterov(_o: Any, _d: int, _step: Step | None) -> Rule:
    ahead = Line("d", "gradient + beta*m")
    return Rule((Line("m", "beta*m + gradient"), ahead, Line("theta", "theta - eta*d")), ("m",))


def _accelerated(_o: Any, _d: int, _step: Step | None) -> Rule:
    memory = Line("m", "(k - 2)/(k + 1)*m + gradient")
    ahead = Line("d", "gradient + (k - 1)/(k + 2)*m")
    return Rule((memory, ahead, Line("theta", "theta - eta*d")), ("", "m"))


def _adagrad(o: Any, _d: int, _step: Step | None) -> Rule:
    rate = "eta/(1 + rate_decay*(k - 1))" if o.rate_decay else "eta"
    step = Line("theta", f"theta - {rate}*(gradient/(sqrt(v) + epsilon))")
    return Rule((Line("v", "v + gradient**2"), step), ("", "v"))


def _adadelta(_o: Any, _d: int, _step: Step | None) -> Rule:
    step = Line("d", "sqrt(u + epsilon)/sqrt(v + epsilon)*gradient"), Line("theta", "theta - eta*d")
    squares = Line("v", "rho*v + (1 - rho)*gradient**2"), Line("u", "rho*u + (1 - rho)*d**2")
    return Rule((squares[0], *step, squares[1]), ("v", "u"))


def _rmsprop(o: Any, _d: int, _step: Step | None) -> Rule:
    spread = "max(v - a**2, 0)" if o.centred else "v"
    pull = f"gradient/(sqrt({spread}) + epsilon)"
    lines = [Line("v", "alpha*v + (1 - alpha)*gradient**2")]
    if o.centred:
        lines.append(Line("a", "alpha*a + (1 - alpha)*gradient"))
    if o.momentum:
        lines += [Line("m", f"momentum*m + {pull}"), Line("theta", "theta - eta*m")]
    else:
        lines.append(Line("theta", f"theta - eta*({pull})"))
    return Rule(tuple(lines), ("v", "a" if o.centred else "", "m" if o.momentum else ""))


def _rprop(o: Any, _d: int, _step: Step | None) -> Rule:
    def give(step: Step) -> dict[str, Floats]:
        turned = np.sign(step.point.gradient) * np.sign(step.before[0])
        factor = np.where(turned > 0, o.eta_plus, np.where(turned < 0, o.eta_minus, 1.0))
        return {"f": factor, "sense": np.sign(step.after[0])}

    lines = Line("f", "turned", given=True), Line("s", "min(max(f*s, least), most)")
    return Rule((*lines, Line("theta", "theta - eta*s*sense")), ("", "s"), give)


_MEAN = Line("m", "beta1*m + (1 - beta1)*gradient")
_MEAN_SOON = Line("mhat", "m/(1 - beta1**k)", aside=True)  # corrected for its start at zero
_SQUARES = Line("v", "beta2*v + (1 - beta2)*gradient**2")


def _adam(o: Any, _d: int, _step: Step | None) -> Rule:
    lines, size = [_MEAN, _SQUARES], "v"
    if o.amsgrad:
        lines.append(Line("w", "max(w, v)"))
        size = "w"
    lines += [_MEAN_SOON, Line("vhat", f"{size}/(1 - beta2**k)", aside=True)]
    pull = "mhat/(sqrt(vhat) + epsilon)"
    decoupled = isinstance(o, methods.AdamW) and o.weight_decay
    pull = f"{pull} + weight_decay*theta" if decoupled else pull
    lines.append(Line("theta", f"theta - eta*({pull})"))
    return Rule(tuple(lines), ("", "m", "v", "w" if o.amsgrad else ""))


def _adamax(_o: Any, _d: int, _step: Step | None) -> Rule:
    largest = Line("v", "max(beta2*v, abs(gradient) + epsilon)")
    return Rule((_MEAN, largest, _MEAN_SOON, Line("theta", "theta - eta*(mhat/v)")), ("", "m", "v"))


def _nadam(o: Any, _d: int, _step: Step | None) -> Rule:
    def give(step: Step) -> dict[str, float]:
        count, product = step.after[0], step.after[1]
        now, ahead = (o.beta1 * (1 - 0.96 ** (k * o.momentum_decay) / 2) for k in (count, count + 1))
        return {"p": (1 - now) / (1 - product), "q": ahead / (1 - product * ahead)}

    mixed = Line("mhat", "p*gradient + q*m", aside=True), Line("vhat", "v/(1 - beta2**k)", aside=True)
    step = Line("theta", "theta - eta*(mhat/(sqrt(vhat) + epsilon))")
    return Rule((_MEAN, _SQUARES, *mixed, step), ("", "", "m", "v"), give, ("p", "q"))


def _radam(o: Any, _d: int, step: Step | None) -> Rule:
    longest = 2 / (1 - o.beta2) - 1

    def length(step: Step) -> float:
        kept = o.beta2 ** step.after[0]
        return longest - 2 * step.after[0] * kept / (1 - kept)

    def give(step: Step) -> dict[str, float]:
        now = length(step)
        square = (now - 4) * (now - 2) * longest / ((longest - 4) * (longest - 2) * now)
        return {"r": float(np.sqrt(square))} if now > 5 else {}

    pull = "(r*mhat*sqrt(1 - beta2**k)/(sqrt(v) + epsilon))"
    weights: tuple[str, ...] = ("r",)
    if step is not None and not length(step) > 5:
        pull, weights = "mhat", ()
    lines = _MEAN, _SQUARES, _MEAN_SOON, Line("theta", f"theta - eta*{pull}")
    return Rule(lines, ("", "m", "v"), give, weights)


def _lion(o: Any, _d: int, _step: Step | None) -> Rule:
    pull = "(sign(c) + weight_decay*theta)" if o.weight_decay else "sign(c)"
    mixed, memory = (Line(name, f"{beta}*m + (1 - {beta})*gradient") for name, beta in _LION)
    return Rule((mixed, Line("theta", f"theta - eta*{pull}"), memory), ("m",))


_LION = ("c", "beta1"), ("m", "beta2")


def _newton(o: Any, dimension: int, step: Step | None) -> Rule:
    fell_back = step is not None and bool((step.direction == -step.point.gradient).all())

    def give(step: Step) -> dict[str, Floats]:
        bend = step.point.cost.hessian(step.point.theta)
        return {"curvature": bend[..., 0, 0]} if dimension == 1 else {"d": -step.direction}

    if fell_back:
        return Rule((Line("theta", "theta - eta*gradient"),))
    bend = "(curvature + damping)" if o.damping else "curvature"
    if dimension == 1:
        return Rule((Line("theta", f"theta - eta*(gradient/{bend})"),), give=give)
    lines = Line("d", "damped" if o.damping else "newton", given=True)
    return Rule((lines, Line("theta", "theta - eta*d")), give=give)


def _quasi_newton(_o: Any, dimension: int, _step: Step | None) -> Rule:
    def give(step: Step) -> dict[str, Floats]:
        if dimension > 1:
            return {"d": -step.direction}
        slope = step.point.gradient
        return {"h": -step.direction / np.where(slope == 0, 1.0, slope)}

    if dimension == 1:
        return Rule((Line("h", "secant", given=True), Line("theta", "theta - eta*h*gradient")), give=give)
    return Rule((Line("d", "h*gradient", given=True), Line("theta", "theta - eta*d")), give=give)


def _conjugate(o: Any, _d: int, _step: Step | None) -> Rule:
    def give(step: Step) -> dict[str, float]:
        gradient, before = step.point.gradient, step.before[1]
        if bool((step.direction == -gradient).all()):
            return {"b": 0.0}
        change = gradient if o.rule == "fletcher-reeves" else gradient - before
        return {"b": float(np.maximum(inner(gradient, change) / inner(before, before), 0.0))}

    share = Line("b", "fletcher" if o.rule == "fletcher-reeves" else "polak", given=True)
    return Rule((share, Line("d", "b*d - gradient"), Line("theta", "theta + eta*d")), ("", "", "d"), give)


_RULES: dict[str, Callable[[Any, int, Step | None], Rule]] = {
    "GradientDescent": _gradient_descent,
    "Momentum": _momentum,
    "Nesterov": _nesterov,
    "AcceleratedGradient": _accelerated,
    "AdaGrad": _adagrad,
    "AdaDelta": _adadelta,
    "RMSProp": _rmsprop,
    "RProp": _rprop,
    "Adam": _adam,
    "AdamW": _adam,
    "AdaMax": _adamax,
    "NAdam": _nadam,
    "RAdam": _radam,
    "Lion": _lion,
    "Newton": _newton,
    "BFGS": _quasi_newton,
    "LBFGS": _quasi_newton,
    "ConjugateGradient": _conjugate,
}
