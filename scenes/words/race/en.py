"""English: what the race of optimizers says."""

from collections.abc import Sequence

from gdmath.display.numerals import number
from scenes.words.caption import Caption, Name, Numeral, Part, said
from scenes.words.race.names import listed

AND = "and"


# Labels


def cost_head() -> str:
    return "cost"


def steps_head() -> str:
    return "steps"


def gradients_head() -> str:
    return "gradients"


def steps_brief() -> str:
    return "steps"


def gradients_brief() -> str:
    return "grad."


def rates_title() -> str:
    return "cost in the end, by learning rate"


def escaped_label() -> str:
    return "escaped"


def undefined_label() -> str:
    return "undefined"


def besides_label(name: str, costs: int, hessians: int) -> str:
    spent = [_of(costs, "cost", "costs"), _of(hessians, "Hessian", "Hessians")]
    return f"{name}: besides {' and '.join(filter(None, spent)) or 'nothing'}"


def bar_gradient() -> str:
    return "gradient"


def bar_mean() -> str:
    return "mean gradient"


def bar_root() -> str:
    return "/ root mean square"


def bar_quotient() -> str:
    return "= quotient"


def parts_legend() -> str:
    return "minus the gradients, old ones faint"


def sum_legend() -> str:
    return "their sum, the velocity"


def scale_legend(times: float) -> str:
    return f"{number(times, 2)} times as large as on the map"


# Captions


def ravine(times: float) -> Caption:
    return said(
        "A ravine: at the ring the cost bends {times} times as strongly across as along.",
        times=Numeral(times, 2),
    )


def no_minimum() -> Caption:
    return said("No minimum is known on this map.")


def racers(count: int, steps: int) -> Caption:
    return said(f"{{count}} optimizers, one start, {_steps(steps)} each.", count=Numeral(count))


def fair_rates(first: float, second: float, last: float, every: bool) -> Caption:
    text = (
        "Each gets the learning rate that serves it best, of {a}, {b}, …, {z}."
        if every
        else "Learning rates are the best of {a}, {b}, …, {z}, unless named or the method's own."
    )
    return said(text, a=Numeral(first), b=Numeral(second), z=Numeral(last))


def best_rate() -> Caption:
    return said("Best is the lowest cost in the end, or equally low in fewer steps.")


def adds_up(name: str, kept: float) -> Caption:
    text = "{name} adds up the gradients. An old one keeps {kept} of itself a step."
    return said(text, name=_first([name]), kept=Numeral(kept))


def adds_up_ever_more(name: str) -> Caption:
    return said(
        "{name} adds up the gradients. Old ones fade, less and less so.",
        name=_first([name]),
    )


def cancels() -> Caption:
    return said("What points to and fro cancels. What always points one way adds up.")


def divides(name: str) -> Caption:
    return said(
        "{name} divides each coordinate's gradient by its own root mean square.",
        name=_first([name]),
    )


def divides_mean(name: str) -> Caption:
    return said(
        "{name} divides too, but a mean of the gradients: it does both.",
        name=_first([name]),
    )


def divides_mean_alone(name: str) -> Caption:
    return said(
        "{name} divides the mean gradient of each coordinate by its root mean square.",
        name=_first([name]),
    )


def steps_alike(first: str, second: str, slopes: float, quotients: float) -> Caption:
    return said(
        "Slopes along {x} and {y} differ {a}-fold here, the quotients only {b}-fold.",
        x=Name(first),
        y=Name(second),
        a=Numeral(slopes, 2),
        b=Numeral(quotients, 2),
    )


def quotient_is_step() -> Caption:
    return said("The step is minus the learning rate times the quotient.")


def who_will_be_lowest(steps: int) -> Caption:
    return said(f"Which will be lowest after {_steps(steps)}?")


def race_begins() -> Caption:
    return said("All at once, step by step, and the cost of each.")


def leads(step: int, names: Sequence[str], still: bool) -> Caption:
    verb = ("still " if still else "") + ("leads" if len(names) == 1 else "lead")
    return said(f"After {_steps(step)} {{who}} {verb}.", who=listed(names, AND))


def none_leads(step: int) -> Caption:
    return said(f"After {_steps(step)} they are level.")


def has_escaped(step: int, name: str) -> Caption:
    return said(f"{{who}} has escaped, after {_steps(step)}.", who=_first([name]))


def has_left(step: int, name: str) -> Caption:
    return said(f"{{who}} came to where there is no cost, at step {step}.", who=_first([name]))


def nobody_moves(level: bool) -> Caption:
    if level:
        return said("Nobody moves: at this start the slope is zero.")
    return said("Nobody moves: at this start there is no slope to follow.")


def steps_are_slopes() -> Caption:
    return said("Every rule makes its steps from slopes: from a slope of zero it makes none.")


def all_gone() -> Caption:
    return said("None of them stays: with these rates there is no winner.")


def all_level() -> Caption:
    return said("A tie: all are as low, after as many steps.")


def some_level(names: Sequence[str]) -> Caption:
    return said("A tie: {who} come equally low, to a millionth of the way down.", who=listed(names, AND))


def wins_by_steps(name: str, steps: int) -> Caption:
    return said(f"{{who}} wins: no other gets as low in only {_steps(steps)}.", who=_first([name]))


def wins_by_cost(name: str, steps: int, cost: float) -> Caption:
    return said(
        f"{{who}} wins: after {_steps(steps)} its cost is the lowest, {{c}}.",
        who=_first([name]),
        c=Numeral(cost, 3),
    )


def ahead_then(step: int, name: str) -> Caption:
    return said(
        f"After {_steps(step)}, {{who}} was ahead: it matters when a race ends.", who=listed([name], AND)
    )


def some_escaped(names: Sequence[str]) -> Caption:
    return said("{who} escaped.", who=_first(names))


def found_no_step(name: str, steps: int) -> Caption:
    return said(
        f"{{who}} stopped after {_steps(steps)}: its search finds no length for the next one.",
        who=_first([name]),
    )


def one_valley(count: int) -> Caption:
    return said("All {count} came to rest in the same valley.", count=Numeral(count))


def several_valleys(valleys: int) -> Caption:
    return said("They came to rest in {n} different valleys.", n=Numeral(valleys))


def spent_most(name: str, evaluations: int, steps: int) -> Caption:
    return said(
        f"{{who}} looked at the cost {evaluations} times for {_steps(steps)}: it searches along the line.",
        who=_first([name]),
    )


def spent_hessians(name: str) -> Caption:
    return said("{who} also spent Hessians: its steps cost more.", who=_first([name]))


def another_race(won: bool) -> Caption:
    if won:
        return said("On another cost, from another start, another one may win.")
    return said("On another cost, from another start, one of them may win.")


def _first(names: Sequence[str]) -> Part:
    return listed(names, AND, first=True)


def _steps(count: int) -> str:
    return "1 step" if count == 1 else f"{count} steps"


def _of(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}" if count else ""
