"""English: what is said of rules, whatever the optimizer."""

from typing import Literal

from gdmath.optimizers.kinds import Kind, Lengths
from scenes.words.caption import Caption, Name, Numeral, equation, said
from scenes.words.methods.names import PROPER, short

Change = Literal["smaller", "larger", "same"]
_NAMES = {
    **PROPER,
    "gradient-descent": "gradient descent",
    "accelerated-gradient": "accelerated gradient",
    "conjugate-gradient": "conjugate gradients",
}


def optimizer_name(optimizer: str) -> str:
    return _NAMES.get(optimizer, optimizer)


def optimizer_short(optimizer: str) -> str:
    return short(optimizer, _NAMES)


def rule(kind: Kind, rate: float, lengths: Lengths, several: bool) -> Caption:
    slope = "gradient" if several else "slope"
    texts: dict[Kind, str] = {
        "plain": f"step against the {slope}",
        "memory": f"step against the sum of all {slope}s, old ones fading",
        "size": f"the {slope}, divided by how large {slope}s have been",
        "both": f"the mean {slope}, divided by how large {slope}s have been",
        "sign": f"only the sign of the {slope} counts, not its size",
        "curvature": f"the {slope}, divided by the curvature",
        "other": "that of this optimizer",
    }
    far = {
        "searched": "A search along the line finds how far.",
        "fixed": "The learning rate {eta} sets how far.",
        "changing": "The learning rate, at first {eta}, sets how far.",
    }[lengths]
    return said(f"The rule: {texts[kind]}. {far}", eta=equation("eta", rate))


def weights(names: tuple[str, ...]) -> Caption:
    first, *others = map(Name, names)
    if not others:
        return said("Here {first} is a weight that is computed anew at each step.", first=first)
    return said(
        "Here {first} and {last} are weights that are computed anew at each step.",
        first=first,
        last=others[-1],
    )


def first_step(name: str, theta: float, digits: int, plain: bool) -> Caption:
    if plain:
        return said(
            "From {at}, subtract the learning rate times the slope.", at=equation(name, theta, digits)
        )
    return said("From {at}: the rule with its numbers, line by line.", at=equation(name, theta, digits))


def third_step(slope: Change, step: Change) -> Caption:
    if slope == step:
        return (
            said("The slope is as large as before, and so is the step.")
            if slope == "same"
            else said(f"The slope is {slope} now, and so is the step.")
        )
    than = {"same": "as large as before"}
    return said(f"The slope is {than.get(slope, slope)} now, but the step is {than.get(step, step)}.")


def parts_of_step() -> Caption:
    return said("This slope's part, and what is left of those before: together they make the step.")


def lengths_tried(count: int, beyond: bool) -> Caption:
    if count == 1:
        return said("The search tries one length, and takes it.")
    if beyond:
        return said(
            "The search tries {n} lengths, not all in the picture. It takes the last.", n=Numeral(count)
        )
    return said("The search tries {n} lengths: hollow dots. It takes the full one.", n=Numeral(count))


def each_by_the_rule(count: int) -> Caption:
    return said(
        "It goes its own way, by the rule." if count == 1 else "Each goes its own way, by the same rule."
    )


def first_steps(count: int) -> Caption:
    if count == 1:
        return said("Here is the first step.")
    return said("These are the first steps.")


def memory_leads() -> Caption:
    return said("On the map, the arrow shows where the gradients before would lead.")
