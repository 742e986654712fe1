"""English: what gradient descent is."""

from scenes.words.caption import ETA, Caption, Name, Numeral, equation, label, said, slope


def title() -> str:
    return "What is gradient descent?"


def model_name() -> str:
    return "model:"


def loss_name() -> str:
    return "loss"


def cost_name() -> str:
    return "cost"


def examples(count: int, x: str, y: str) -> Caption:
    return said("Here are {n} examples: {x} across, {y} up.", n=Numeral(count), x=label(x), y=label(y))


def model(x: str, y: str) -> Caption:
    return said("A *model* tells {y} from {x}. Ours is a straight line.", x=label(x), y=label(y))


def one_knob() -> Caption:
    return said("It has one knob, {w}: turning it tilts the line.", w=Name("w"))


def one_error() -> Caption:
    return said("Take one example. The line is off by this much.")


def loss() -> Caption:
    return said("That error, squared, is the *loss* of this example.")


def cost(count: int) -> Caption:
    return said("Each of the {n} examples has a loss. Their average is the *cost*.", n=Numeral(count))


def barometer() -> Caption:
    return said("It is a barometer: the higher, the worse the model.")


def which_way_to_turn() -> Caption:
    return said("Which way should the knob be turned: left or right?")


def sweep() -> Caption:
    return said("Turn it all the way, and write down the cost of every setting.")


def valley() -> Caption:
    return said("A valley. At its bottom is the best of these lines.")


def too_many_knobs() -> Caption:
    return said("But with millions of knobs there are too many settings to try.")


def only_here() -> Caption:
    return said("So we use only what we can know where we stand.")


def slope_here(w: float, value: float) -> Caption:
    return said("We can compute the slope there: {here}.", here=slope(w, value, 3))


def against(rises_right: bool) -> Caption:
    if rises_right:
        return said("The cost rises to the right, so the knob must go left.")
    return said("The cost rises to the left, so the knob must go right.")


def rule_of_one(rate: float) -> Caption:
    return said("The rule: turn it against the slope, by {eta} times the slope.", eta=equation("eta", rate))


def first_turn() -> Caption:
    return said("With numbers: the arrow is how far the knob turns.")


def next_turn(crossed: bool) -> Caption:
    if crossed:
        return said("The knob went past the bottom: now the slope has the other sign.")
    return said("The slope is smaller now, and so is the step.")


def repeat() -> Caption:
    return said("Slope, step, repeat. On flatter ground the steps get shorter.")


def many_knobs() -> Caption:
    return said("Many knobs get one name together: {theta}.", theta=Name("theta"))


def gradient() -> Caption:
    return said("Each knob has its slope. Together they are the *gradient*.")


def learning_rate() -> Caption:
    return said("The *learning rate* {eta} says how far to go.", eta=ETA)


def whole_rule() -> Caption:
    return said("Gradient descent: step against the gradient, again and again.")


def tried(right_falls: bool) -> Caption:
    if right_falls:
        return said("To the left the cost rises; to the right it falls.")
    return said("To the right the cost rises; to the left it falls.")


def stopped(settled: bool, steps: int) -> Caption:
    if settled:
        return said(
            "After {n} steps the cost hardly falls any more: the model has stopped learning.",
            n=Numeral(steps, 9),
        )
    return said(
        "After {n} steps the cost is still falling: the model has more to learn.", n=Numeral(steps, 9)
    )
