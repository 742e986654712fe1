"""English: the reference of what is said. Every other language has these functions."""

from gdmath.analysis import Convergence
from gdmath.critical.relief import Level
from gdmath.ending import Ending
from gdmath.endings.meanwhile import Fallen, Trend
from gdmath.outcomes import Outcomes
from scenes.words.caption import Caption, Name, Numeral, equation, said, slope
from scenes.words.curves_en import CURVES
from scenes.words.endings_en import ONE, SEVERAL

DECIMAL = "."


# Labels


def step_label(step: int) -> str:
    return f"step {step}"


def steps_label(count: int) -> str:
    return "1 step" if count == 1 else f"{count} steps"


def slope_label(value: str) -> str:
    return f"slope = {value}"


def panel_title(logarithmic: bool) -> str:
    return "cost, as a power of 10" if logarithmic else "cost at each step"


def axis_of_steps() -> str:
    return "step"


def minimum_label(lowest: bool) -> str:
    return "lowest" if lowest else "local minimum"


# What several stories say


def which_way() -> Caption:
    return said("Which way is downhill: left or right?")


def level_here() -> Caption:
    return said("It is level here: gradient descent can't tell where to go.")


def spelled_out() -> Caption:
    return said("The derivative, written out: the computer knows it exactly.")


# tangent


def cost_of_one(name: str) -> Caption:
    return said("A cost says how wrong each choice of {x} is. Lower is better.", x=Name(name))


def goal(valleys: int) -> Caption:
    if valleys == 1:
        return said("We are looking for the place where it is lowest.")
    return said("We are looking for low places: the bottoms of its valleys.")


def closer() -> Caption:
    return said("The descent is small in this landscape: let us go closer.")


def start_of_one(name: str, theta: float, digits: int) -> Caption:
    return said("We start at {at}, and see only the slope under our feet.", at=equation(name, theta, digits))


def tangent_slope(theta: float, value: float, digits: int) -> Caption:
    return said(
        "The tangent's slope is the derivative, computed exactly: {here}.", here=slope(theta, value, digits)
    )


def downhill(name: str, to_the_left: bool) -> Caption:
    rises, down, less = ("right", "left", "smaller") if to_the_left else ("left", "right", "larger")
    return said(
        f"The curve rises to the {rises}, so downhill is to the {down}: {{x}} must get {less}.", x=Name(name)
    )


def lens() -> Caption:
    return said("These steps are short, so here is a piece of the axis, enlarged.")


def second_step(name: str, theta: float, value: float, digits: int) -> Caption:
    return said(
        "A new {x}, a new slope, {here}: the same rule again.", x=Name(name), here=slope(theta, value, digits)
    )


def too_short() -> Caption:
    return said("These steps are too short to be seen: watch the numbers.")


def other_side(falls: bool) -> Caption:
    sign, way = ("negative", "right") if falls else ("positive", "left")
    return said(f"On the other side the slope is {sign}: the same rule steps to the {way}.")


def enlarged(times: float) -> Caption:
    return said("The arrow is drawn {times} times as long.", times=Numeral(times, 2))


def quickening() -> Caption:
    return said("Slope, step, repeat.")


def all_steps(count: int, escapes: bool) -> Caption:
    if escapes:
        return said("And on, as far as it goes.")
    if count == 1:
        return said("It takes one step.")
    return said("And on: all {count} steps.", count=Numeral(count, 9))


# wave


def hills_and_valleys(name: str, hilly: bool) -> Caption:
    if hilly:
        return said("A cost with hills and valleys: how low it gets depends on {x}.", x=Name(name))
    return said("A cost, drawn as a curve: how low it gets depends on {x}.", x=Name(name))


def ball(name: str, theta: float, digits: int) -> Caption:
    return said("A ball at {at}. Its tangent has the slope of the curve.", at=equation(name, theta, digits))


def which_way_will_it_roll() -> Caption:
    return said("Which way will it roll: left or right?")


def slope_as_height(value: float) -> Caption:
    return said("The slope is {slope}. We write it down below, as a height of its own.", slope=Numeral(value))


def where_it_rolls(value: float) -> Caption:
    if value == 0:
        return said("To the right the curve is level, so the ball stays.")
    if value < 0:
        return said("To the right the curve falls, so the ball rolls on to the right.")
    return said("To the right the curve rises, so the ball rolls back to the left.")


def slopes_draw(rate: float, plain: bool) -> Caption:
    if not plain:
        return said("The rule takes its steps by such slopes. The slopes it meets draw a curve.")
    return said(
        "Every step is {eta} times the slope. The slopes it meets draw a curve.", eta=equation("eta", rate)
    )


def whole_derivative() -> Caption:
    return said("Carried over the whole axis, the tangent draws the entire derivative.")


def zero_slope(level: Level) -> Caption:
    return CURVES.zero_slope(level)


def meanwhile(fact: Fallen | Trend) -> Caption:
    return CURVES.meanwhile(fact)


def several_starts(count: int) -> Caption:
    return said(
        "Now {count} starts at once, with the same rule and the same learning rate.", count=Numeral(count)
    )


def where_will_they_end() -> Caption:
    return said("Where will each of them end?")


def each_down_its_side(apart: bool) -> Caption:
    return said("Each rolls down on its own side." if apart else "Each follows the slope under it.")


# How descents end


def ending(told: Outcomes) -> Caption:
    first, *others = told.endings
    return SEVERAL.all(told) if others else ONE.one(first)


def ending_row(told: Ending) -> Caption:
    return ONE.row(told)


def pace(told: Convergence) -> Caption:
    return ONE.pace(told)
