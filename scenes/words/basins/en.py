"""English: what only the story of the basins says."""

from gdmath.display.numerals import number
from gdmath.endings.basins import Fate
from scenes.words.caption import Caption, Numeral, said
from scenes.words.methods.en import optimizer_name

# Labels


def share_label(percent: float) -> str:
    return f"{number(percent, places=1) if percent >= 1 else number(percent, 2)} %"


def fate_label(fate: Fate) -> str:
    return {
        Fate.LEVEL: "stuck at no minimum",
        Fate.OUTSIDE: "off the map",
        Fate.GOING: "still under way",
        Fate.ESCAPED: "escaped",
        Fate.UNDEFINED: "where there is no cost",
    }[fate]


# The map, and one start


def seen_from_above(minima: int, whole_curves: bool) -> Caption:
    first = "A cost, seen from above: dark is low. "
    if not minima:
        return said(f"{first}There is no minimum on this map.")
    if whole_curves:
        return said(f"{first}It is lowest all along a curve, or over a whole area.")
    if minima == 1:
        return said(f"{first}It has one minimum here.")
    return said(f"{first}Here it has {{n}} minima.", n=Numeral(minima))


def one_start() -> Caption:
    return said("One start. Step by step it goes its way.")


def ends_at(number: int, numbered: bool) -> Caption:
    if numbered:
        return said("It ends at minimum {n}, so its start takes that colour.", n=Numeral(number))
    return said("It ends at a minimum, so its start takes that one's colour.")


def ends_otherwise(fate: Fate) -> Caption:
    texts = {
        Fate.LEVEL: "It gets stuck where it is level, at no minimum: its start gets a colour of its own.",
        Fate.OUTSIDE: "It leaves the map and comes to rest outside: its start turns grey.",
        Fate.GOING: "It is still under way when its steps are used up: its start turns grey.",
        Fate.ESCAPED: "It escapes: it gets farther and farther away. Its start turns dim.",
        Fate.UNDEFINED: "It comes to where there is no cost, and can't go on.",
    }
    return said(texts[fate])


def close_by() -> Caption:
    return said("Another start, close by. Where will it end?")


def ends_at_another(number: int, numbered: bool) -> Caption:
    where = "minimum {n}" if numbered else "another minimum"
    return said(f"At {where}! Between the two starts there must be a border.", n=Numeral(number))


def ends_there_too() -> Caption:
    return said("It ends as the first one did.")


# Every start


def every_point(count: int) -> Caption:
    return said("Now every point of the map is a start: {n} descents at once.", n=Numeral(count, 9))


def takes_its_colour() -> Caption:
    return said("A point takes its colour when its descent has come to a minimum, for good.")


def half_are_there(steps: int) -> Caption:
    if steps == 1:
        return said("After 1 step, half of the descents are there.")
    return said("After {n} steps, half of the descents are there.", n=Numeral(steps, 9))


def basins_are(minima: int) -> Caption:
    if minima == 1:
        return said("The starts that end there are its *basin*. The stronger the colour, the sooner.")
    return said("The starts that end at a minimum are its *basin*. The stronger the colour, the sooner.")


def few_arrive(percent: float, steps: int) -> Caption:
    return said(
        "Within {n} steps, {share} % of the starts reach a minimum.",
        n=Numeral(steps, 9),
        share=Numeral(percent, 3),
    )


def none_arrives() -> Caption:
    return said("No start reaches a minimum.")


def colours_repeat(minima: int) -> Caption:
    return said(
        "{n} minima are more than there are colours: each colour stands for several.", n=Numeral(minima)
    )


# The second method


def same_starts(name: str, same_rate: bool) -> Caption:
    rate = " The learning rate stays the same." if same_rate else ""
    return said(f"The same starts, by another rule: {optimizer_name(name)}.{rate}")


def will_borders_stay() -> Caption:
    return said("Will the borders stay where they are?")


def where_will_they_end_now() -> Caption:
    return said("Where will they end now, and how soon?")


def same_starts_run(count: int, borders: bool) -> Caption:
    watch = "watch the borders." if borders else "where will they end?"
    return said(f"All {{n}} starts once more: {watch}", n=Numeral(count, 9))


def borders_fold(changed: float, before: float, after: float) -> Caption:
    return said(
        "{c} % of the starts end elsewhere now. At a border lie {b} % of the points, not {a} % as before.",
        c=Numeral(changed, 3),
        b=Numeral(after, 2),
        a=Numeral(before, 2),
    )


def some_end_elsewhere(changed: float) -> Caption:
    return said("{c} % of the starts end elsewhere now.", c=Numeral(changed, 3))


def all_end_as_before() -> Caption:
    return said("Every start ends as it did before.")


def half_took(before: int, after: int) -> Caption:
    return said(
        "Half of them were there after {a} steps before, and after {b} now.",
        a=Numeral(before, 9),
        b=Numeral(after, 9),
    )


def start_decides(rule_too: bool) -> Caption:
    if rule_too:
        return said("Where a descent ends is decided by its start, and by its rule.")
    return said("Where a descent ends is decided by its start.")


def rule_decides() -> Caption:
    return said("The landscape is the same; the rule decides what becomes of a start.")


def one_basin(level: bool) -> Caption:
    if level:
        return said("There is one basin: from everywhere the descent comes to this level floor.")
    return said("There is one basin: wherever it starts, the descent ends at the same minimum.")
