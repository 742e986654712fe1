"""English: what stories of costs of two variables say."""

from gdmath.optimizers.kinds import Lengths
from scenes.words.caption import STEP, Caption, Name, Numeral, equation, said

# surface


def cost_of_two(first: str, second: str) -> Caption:
    return said(
        "A cost of {x} and {y}, as a map: each line joins points of equal cost.",
        x=Name(first),
        y=Name(second),
    )


def dark_is_low() -> Caption:
    return said("Dark lines lie low, bright lines lie high.")


def starts_of_two(count: int) -> Caption:
    return said("We start here.") if count == 1 else said("We start at {n} places.", n=Numeral(count))


def gradient_is_uphill(count: int) -> Caption:
    if count == 1:
        return said("The gradient points straight uphill, across the lines.")
    return said("At each, the gradient points straight uphill, across the lines.")


def gradient_on_a_stretched_map() -> Caption:
    return said("The gradient points uphill. The axes have different scales, so it looks askew.")


def gradient_written_out() -> Caption:
    return said("The gradient in full: how the cost changes with each variable.")


def opposite_way() -> Caption:
    return said("We go the opposite way: downhill.")


def step_of_two(rate: float) -> Caption:
    return said(
        "The step is {step}: {eta} times the gradient, downhill.", step=STEP, eta=equation("eta", rate)
    )


def arrow_enlarged(times: float, count: int) -> Caption:
    if count == 1:
        return said("The arrow is drawn about {times} times as long.", times=Numeral(times, 2))
    return said("The arrows are drawn longer: that of run 1 about {times} times.", times=Numeral(times, 2))


def map_rises() -> Caption:
    return said("Now let the cost be a height: the map becomes a landscape.")


def logarithmic_heights() -> Caption:
    return said("Heights are drawn by their logarithm: they span orders of magnitude.")


def same_valley() -> Caption:
    return said("Same surface, same rule: will they all end in the same valley?")


def where_to_rest() -> Caption:
    return said("Where will it come to rest?")


def steepest_ways(count: int) -> Caption:
    if count == 1:
        return said("Down the steepest way.")
    return said("Each takes its own steepest way down.")


def halfway_down(step: int, total: int) -> Caption:
    return said(
        "Half of the fall is over, after {step} of {total} steps.",
        step=Numeral(step, 9),
        total=Numeral(total, 9),
    )


def _steps(count: int) -> str:
    return "{step} step" if count == 1 else "{step} steps"


def nearly_down(step: int) -> Caption:
    return said(f"After {_steps(step)} each has nine tenths of its fall behind it.", step=Numeral(step, 9))


def first_rests(number: int, step: int) -> Caption:
    return said(
        f"Number {{number}} is the first to rest, after {_steps(step)}.",
        number=Numeral(number),
        step=Numeral(step, 9),
    )


def first_escapes(number: int, step: int, others: int) -> Caption:
    return said(
        f"Number {{number}} escapes, after {_steps(step)}; the other goes on."
        if others == 1
        else f"Number {{number}} escapes, after {_steps(step)}; the others go on.",
        number=Numeral(number),
        step=Numeral(step, 9),
    )


def higher_than_at_first(count: int) -> Caption:
    if count == 1:
        return said("It is higher now than where it began: the steps overshoot.")
    return said("All are higher now than where they began: the steps overshoot.")


def long_steps() -> Caption:
    return said("Long steps jump across the landscape: an arc joins where it was to where it is.")


def ever_faster(total: int) -> Caption:
    if total == 1:
        return said("It takes one step.")
    return said("Faster and faster: all {total} steps.", total=Numeral(total, 9))


def from_above_again() -> Caption:
    return said("From above again: the shadows of the paths, on the map.")


def rings(minima: int) -> Caption:
    return said("The ring marks a minimum.") if minima == 1 else said("Rings mark the local minima.")


def curve_of_minima(count: int) -> Caption:
    if count == 1:
        return said("The line marks a whole curve of minima: all along it the cost is as low.")
    return said("The lines mark whole curves of minima: all along each the cost is as low.")


# linked


def picture_surface() -> Caption:
    return said("One: the cost as a landscape, with a ball on it.")


def picture_map() -> Caption:
    return said("Two: the same from above. The ball is where it was, and each line is one height.")


def picture_cost() -> Caption:
    return said("Three: the cost at each step, the curve that one watches in practice.")


def picture_rule(rate: float, lengths: Lengths) -> Caption:
    if lengths == "searched":
        return said("Four: the rule with its numbers. A search finds how far each step goes.")
    eta = equation("eta", rate)
    if lengths == "changing":
        return said(
            "Four: the rule with its numbers, at a learning rate that is {eta} at first.",
            eta=eta,
        )
    return said("Four: the rule with its numbers, at the learning rate {eta}.", eta=eta)


def all_move() -> Caption:
    return said("A step: all four move together.")


def all_move_again() -> Caption:
    return said("And again, with the gradient of the new place.")


def first_still() -> Caption:
    return said("Which picture will be still first: the ball's or the cost's?")


def flat_before_still(step: int) -> Caption:
    return said("The cost is flat by step {step}, long before the ball is still.", step=Numeral(step, 9))


def four_pictures() -> Caption:
    return said("Step by step: four pictures of one descent.")
