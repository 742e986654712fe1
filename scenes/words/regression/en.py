"""English: the loss of one example, the cost of all."""

from typing import Literal

from scenes.words.caption import Caption, Name, Numeral, said

Model = Literal["line", "polynomial", "plane", "sigmoid", "border"]
Way = Literal["zigzags", "overshoots", "arrives", "creeps", "endless", "escapes", "floor"]


def title() -> str:
    return "Regression: loss and cost"


def map_title() -> str:
    return "the cost of every choice"


def loss_name() -> str:
    return "loss"


def cost_name() -> str:
    return "cost"


def raw_title(condition: str) -> str:
    return f"raw: condition {condition}"


def equal_title(condition: str) -> str:
    return f"standardised: condition {condition}"


def all_title(count: int) -> str:
    return f"all {count} at every step"


def some_title(size: int) -> str:
    return f"{size} at every step"


def examples(count: int, model: Model) -> Caption:
    texts: dict[Model, str] = {
        "line": "Here are {n} examples, and a line to fit them.",
        "polynomial": "Here are {n} examples, and a curve to fit them.",
        "plane": "{n} examples: across, what the model says of each; up, what is true.",
        "sigmoid": "{n} examples, labelled 0 or 1; the curve says how likely 1 is.",
        "border": "{n} examples, labelled 1 (full) or 0 (hollow), and a border to part them.",
    }
    return said(texts[model], n=Numeral(count))


def loss(logistic: bool) -> Caption:
    if logistic:
        return said("*Loss* is how surprised the model is by one example.")
    return said("*Loss* is the error of one example, squared.")


def cost(count: int) -> Caption:
    return said("*Cost* is the average loss of all {n} examples.", n=Numeral(count))


def each_point(model: Model) -> Caption:
    texts: dict[Model, str] = {
        "line": "Each point of the map is a line; its colour is the cost.",
        "polynomial": "Each point of the map is a curve; its colour is the cost.",
        "plane": "Each point of the map is a model; its colour is the cost.",
        "sigmoid": "Each point of the map is a curve; its colour is the cost.",
        "border": "Each point of the map is a border; its colour is the cost.",
    }
    return said(texts[model])


def others_fixed(a: str, b: str, best: bool) -> Caption:
    if best:
        return said("The map shows {a} and {b}; the others are at their best there.", a=Name(a), b=Name(b))
    return said("The map shows {a} and {b}; the others are where they end.", a=Name(a), b=Name(b))


def in_lockstep(model: Model) -> Caption:
    texts: dict[Model, str] = {
        "line": "Every step goes against the gradient, and the line moves with it.",
        "polynomial": "Every step goes against the gradient, and the curve moves with it.",
        "plane": "Every step goes against the gradient, and the model moves with it.",
        "sigmoid": "Every step goes against the gradient, and the curve moves with it.",
        "border": "Every step goes against the gradient, and the border moves with it.",
    }
    return said(texts[model])


def how_it_went(way: Way) -> Caption:
    texts: dict[Way, str] = {
        "zigzags": "It jumps to and fro across the valley, and creeps along it.",
        "overshoots": "It jumps past the bottom and back, closer each time.",
        "arrives": "Step by step it comes to the bottom.",
        "creeps": "The steps get short before the bottom is reached.",
        "endless": "This valley has no bottom: the cost falls for ever.",
        "escapes": "The steps are too long: each lands higher than the last.",
        "floor": "It comes to the floor of a valley, so level that it hardly goes on.",
    }
    return said(texts[way])


def level_floor() -> Caption:
    return said("Some features say the same: the floor of this valley is level.")


def curvatures(condition: float) -> Caption:
    if condition < 1.5:
        return said("The cost curves alike in all directions: this valley is round.")
    return said(
        "The cost curves {k} times as much across as along: its condition number.", k=Numeral(condition, 2)
    )


def standardised() -> Caption:
    return said("Standardised, each feature has mean 0 and deviation 1.")


def conditions(raw: float, now: float) -> Caption:
    a, b = Numeral(raw, 2), Numeral(now, 2)
    if now < raw / 1.5:
        return said("Same data, same model: the condition number falls from {a} to {b}.", a=a, b=b)
    return said("That helps little here: the condition number goes from {a} to {b}.", a=a, b=b)


def still_level() -> Caption:
    return said("The floor stays level: what says the same does so on every scale.")


def both_descend(alike: bool) -> Caption:
    if alike:
        return said("Both descend, with the same share of the largest rate that holds.")
    return said("Both descend, each at its own learning rate.")


def compared(raw: int, now: int) -> Caption:
    return said(
        "Nearly at the lowest cost: raw after {a} steps, standardised after {b}.",
        a=Numeral(raw),
        b=Numeral(now),
    )


def only_one(raw: int, now: int) -> Caption:
    return said(
        "Raw, {a} steps do not get there; standardised, {b} are enough.", a=Numeral(raw), b=Numeral(now)
    )


def will_it_arrive(size: int, count: int) -> Caption:
    return said(
        "Now let a step see only {b} of the {n} examples. Will it still get there?",
        b=Numeral(size),
        n=Numeral(count),
    )


def batches(trembles: bool, differ: bool) -> Caption:
    if trembles:
        return said("Each batch has its own gradient, so the path on the right trembles.")
    if differ:
        return said("Each batch has its own gradient: hardly seen on this map, but in the cost.")
    return said("These batches agree so well that both paths look alike.")


def larger(size: int, now: float, before: float) -> Caption:
    return said(
        "With {n} at a time, gradients are off by {now}, no longer {before}.",
        n=Numeral(size),
        now=Numeral(now, 2),
        before=Numeral(before, 2),
    )


def all_agree() -> Caption:
    return said("At the bottom the model is right on every example: there each gradient is 0.")


def fallen(first: float, last: float, lowest: bool) -> Caption:
    if lowest:
        return said(
            "The average loss fell from {a} to {b}, nearly the lowest there is.",
            a=Numeral(first),
            b=Numeral(last),
        )
    return said(
        "The average loss fell from {a} to {b}; it could fall further.", a=Numeral(first), b=Numeral(last)
    )


def risen(first: float, last: float) -> Caption:
    return said(
        "The average loss rose from {a} to {b}: a smaller learning rate is needed.",
        a=Numeral(first),
        b=Numeral(last),
    )


def no_minimum(cost: float, errs: bool) -> Caption:
    if errs:
        return said("A border could make no mistake: the cost, now {c}, has no minimum.", c=Numeral(cost, 3))
    return said("The border makes no mistake: the cost, now {c}, has no minimum.", c=Numeral(cost, 3))


def only_standardised(steps: int) -> Caption:
    return said("Raw, it escapes; standardised, {b} steps are enough.", b=Numeral(steps))
