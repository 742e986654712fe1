"""English: what only the story of the learning rate says."""

from typing import Literal

from gdmath.endings.manner import Manner
from gdmath.views.rate_bands import Lacking
from scenes.words.caption import Caption, Maths, Numeral, equation, said

Left = Literal["all", "much", "little"]
ONE_MINUS = Maths("1 - eta lambda", "1 − ηλ")
LAMBDA = Maths("lambda", "λ")
CURVATURE = Maths("lambda = C''", "λ = C″")


# Labels


def verdict_label(manner: Manner, steps: int) -> str:
    count = "1 step" if steps == 1 else f"{steps} steps"
    return {
        Manner.STAYS: "stays put",
        Manner.SLOW: "on its way",
        Manner.STRAIGHT: f"in {count}",
        Manner.OVER: f"in {count}",
        Manner.ACROSS: f"in {count}",
        Manner.PAST: "on its way",
        Manner.SWINGS: "still swings",
        Manner.LEVEL: "stuck: level",
        Manner.CYCLES: "to and fro",
        Manner.WANDERS: "jumps about",
        Manner.HIGHER: "no lower",
        Manner.GROWS: "diverges",
        Manner.THROWN: "thrown out",
        Manner.FALLS: "falls on",
        Manner.POLE: "over a pole",
        Manner.LEAVES: "undefined",
    }[manner]


def band_name(band: Literal["straight", "across", "diverges"]) -> str:
    return {"straight": "straight", "across": "across", "diverges": "diverges"}[band]


# Sentences


def same_start(count: int) -> Caption:
    return said("One cost, one start, {n} learning rates: what does the rate decide?", n=Numeral(count))


def each_step(plain: bool, several: bool) -> Caption:
    if not plain:
        return said("The rule gives the direction. The *learning rate* {eta} sets how far.", eta=_ETA)
    slope = "gradient" if several else "slope"
    return said(
        f"Every step is {{eta}} times the {slope}, downhill. {{eta}} is the *learning rate*.", eta=_ETA
    )


def first_rate(rate: float, steps: int) -> Caption:
    count = "1 step" if steps == 1 else "{n} steps"
    return said(
        f"The smallest first: {{eta}}. Each gets {count}.", eta=equation("eta", rate), n=Numeral(steps)
    )


def next_rate(rate: float) -> Caption:
    return said("Now {eta}, from the same start.", eta=equation("eta", rate))


def what_if_larger(times: float) -> Caption:
    if abs(times - 2) < 0.02:
        return said("What if the learning rate is *doubled*?")
    return said("What if the learning rate is {times} times as large?", times=Numeral(times, 2))


def verdict(manner: Manner, steps: int, value: float, digits: int, left: Left) -> Caption:
    count = "1 step" if steps == 1 else "{n} steps"
    slow = {
        "all": f"Steps so short that *hardly anything happens*: cost {{value}} after {count}.",
        "much": f"*Too small*: its steps are short. After {count} the cost is still {{value}}.",
        "little": f"Still *on its way* down: cost {{value}} after {count}.",
    }[left]
    text = {
        Manner.STAYS: "It does not move at all: the cost stays {value}.",
        Manner.SLOW: slow,
        Manner.STRAIGHT: f"Down to the minimum *without overshooting*: cost {{value}} after {count}.",
        Manner.OVER: f"It *jumps across* the minimum once, and arrives from beyond: "
        f"cost {{value}} after {count}.",
        Manner.ACROSS: f"It *jumps across* the minimum and back, yet settles: cost {{value}} after {count}.",
        Manner.PAST: f"It *jumps across* once, and is still on its way: cost {{value}} after {count}.",
        Manner.SWINGS: f"It *jumps across* and back, and still swings: cost {{value}} after {count}.",
        Manner.LEVEL: f"It stops where it is level, at no minimum: cost {{value}} after {count}.",
        Manner.CYCLES: f"It goes *to and fro* between the same places: cost {{value}} after {count}.",
        Manner.WANDERS: f"It *jumps about* and does not settle: cost {{value}} after {count}.",
        Manner.HIGHER: f"It comes out *no lower* than it started: cost {{value}} after {count}.",
        Manner.GROWS: f"It *diverges*: its jumps grow and grow. Cost {{value}} after {count}.",
        Manner.THROWN: f"It is *thrown out* of all bounds: cost {{value}} after {count}.",
        Manner.FALLS: f"It goes down and down, and finds no floor: cost {{value}} after {count}.",
        Manner.POLE: f"It *jumps over a pole*, where the cost has no bound: cost {{value}} after {count}.",
        Manner.LEAVES: f"After {count} it is where the cost is *not defined*, or too large to compute.",
    }[manner]
    return said(text, n=Numeral(steps), value=Numeral(value, digits))


def another_minimum() -> Caption:
    return said("But this is *another* minimum: the long steps led to a different valley.")


def factor_of_a_step(curvature: float, several: bool, exact: bool) -> Caption:
    where = "" if exact else "Near the minimum, "
    begin = "Each" if exact else "each"
    if several:
        text = f"{where}{begin} step multiplies the error along an axis by {{f}}; {{lam}} is at most {{l}}."
    else:
        text = f"{where}{begin} step multiplies the distance to it by {{f}}, with {{c}} = {{l}}."
        text = text if not exact else text.replace("to it", "to the minimum")
    return said(text, f=ONE_MINUS, lam=LAMBDA, c=CURVATURE, l=Numeral(curvature))


def bound_of_rule(curvature: float, critical: float, exact: bool) -> Caption:
    where = "." if exact else ", near the minimum."
    return said(
        f"From the curvature, at most {{lam}} = {{l}}, follows the bound of this rule: {{c}}{where}",
        lam=LAMBDA,
        l=Numeral(curvature),
        c=equation("eta", critical, 3),
    )


def bound_of_division(critical: float, exact: bool) -> Caption:
    where = "." if exact else ", near the minimum."
    return said(
        f"This rule divides by the curvature itself: its bound is {{c}}{where}",
        c=equation("eta", critical, 3),
    )


def what_bands_mean(straight: float, critical: float, exact: bool) -> Caption:
    text = "Near it, rates up to {s} go *straight*, up to {c} *across*, and settle; beyond, none stays."
    if exact:
        text = "Up to {s} it goes *straight*; up to {c} it jumps *across* and settles; beyond, jumps grow."
    return said(text, s=Numeral(straight, 3), c=Numeral(critical, 3))


def lacking(why: Lacking, hit: bool) -> Caption:
    if why is Lacking.KINK and hit:
        return said("At a kink slope and steps do not fade: only a rate that hits it exactly comes to rest.")
    return said(
        {
            Lacking.MINIMUM: "No minimum is known here, so no curvature bounds the rate.",
            Lacking.KINK: "At a kink the slope does not fade, nor do the steps: no fixed rate comes to rest.",
            Lacking.FLAT: "At this minimum the curvature is zero: near it, no rate is too large.",
            Lacking.DOWNWARD: "This cost curves downwards and has no floor: no rate leads to rest.",
            Lacking.METHOD: "For this optimizer no such bound is known: its steps adapt. One has to try.",
        }[why]
    )


def slide() -> Caption:
    return said("Now the rate slides along the ruler: the moving line is the cost of every rate in between.")


def arrived_first(rate: float, steps: int) -> Caption:
    count = "1 step" if steps == 1 else "{n} steps"
    return said(f"{{eta}} *arrives first*, after {count}.", eta=equation("eta", rate), n=Numeral(steps))


def came_lowest(rate: float, value: float, digits: int) -> Caption:
    return said(
        "Of these rates, {eta} came *lowest*: {value}.",
        eta=equation("eta", rate),
        value=Numeral(value, digits),
    )


def all_alike(value: float) -> Caption:
    return said(
        "It makes no difference: all of these rates end at the same cost, {value}.", value=Numeral(value, 3)
    )


def both_are_bad() -> Caption:
    return said("Too small a rate wastes steps; too large a rate loses the minimum.")


_ETA = Maths("eta", "η")
