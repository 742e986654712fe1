"""Deutsch: was nur die Geschichte der Einzugsgebiete sagt."""

from gdmath.display.numerals import number
from gdmath.endings.basins import Fate
from scenes.words.caption import Caption, Numeral, said
from scenes.words.methods.de import optimizer_name

# Labels


def share_label(percent: float) -> str:
    return f"{number(percent, places=1) if percent >= 1 else number(percent, 2)} %"


def fate_label(fate: Fate) -> str:
    return {
        Fate.LEVEL: "steckt fest",
        Fate.OUTSIDE: "neben der Karte",
        Fate.GOING: "noch unterwegs",
        Fate.ESCAPED: "entkommen",
        Fate.UNDEFINED: "wo es keine Kosten gibt",
    }[fate]


# The map, and one start


def seen_from_above(minima: int, whole_curves: bool) -> Caption:
    first = "Kosten, von oben gesehen: Dunkel ist tief. "
    if not minima:
        return said(f"{first}Diese Karte hat kein Minimum.")
    if whole_curves:
        return said(f"{first}Am tiefsten ist es längs einer Kurve oder auf einer Fläche.")
    if minima == 1:
        return said(f"{first}Hier haben sie ein Minimum.")
    return said(f"{first}Hier haben sie {{n}} Minima.", n=Numeral(minima))


def one_start() -> Caption:
    return said("Ein Start. Schritt für Schritt geht er seinen Weg.")


def ends_at(number: int, numbered: bool) -> Caption:
    if numbered:
        return said("Der Weg endet an Minimum {n}, also bekommt der Start dessen Farbe.", n=Numeral(number))
    return said("Der Weg endet an einem Minimum, also bekommt der Start dessen Farbe.")


def ends_otherwise(fate: Fate) -> Caption:
    texts = {
        Fate.LEVEL: "Der Weg bleibt stecken, wo es eben ist, an keinem Minimum: eine eigene Farbe.",
        Fate.OUTSIDE: "Der Weg verlässt die Karte und kommt außerhalb zur Ruhe: Der Start wird grau.",
        Fate.GOING: "Der Weg ist nach allen Schritten noch nicht zu Ende: Der Start wird grau.",
        Fate.ESCAPED: "Der Weg entkommt, immer weiter hinaus. Der Start wird blass.",
        Fate.UNDEFINED: "Der Weg führt dorthin, wo es keine Kosten gibt, und kann nicht weiter.",
    }
    return said(texts[fate])


def close_by() -> Caption:
    return said("Noch ein Start, gleich daneben. Wo wird er enden?")


def ends_at_another(number: int, numbered: bool) -> Caption:
    where = "An Minimum {n}" if numbered else "An einem anderen Minimum"
    return said(f"{where}! Zwischen den beiden Starts muss eine Grenze liegen.", n=Numeral(number))


def ends_there_too() -> Caption:
    return said("Er endet wie der erste.")


# Every start


def every_point(count: int) -> Caption:
    return said("Nun ist jeder Punkt der Karte ein Start: {n} Abstiege zugleich.", n=Numeral(count, 9))


def takes_its_colour() -> Caption:
    return said("Ein Punkt bekommt seine Farbe, wenn sein Abstieg endgültig an einem Minimum ist.")


def half_are_there(steps: int) -> Caption:
    if steps == 1:
        return said("Nach 1 Schritt ist die Hälfte der Abstiege angekommen.")
    return said("Nach {n} Schritten ist die Hälfte der Abstiege angekommen.", n=Numeral(steps, 9))


def basins_are(minima: int) -> Caption:
    if minima == 1:
        return said("Die Starts, die dort enden, sind sein *Einzugsgebiet*. Je kräftiger, desto früher.")
    return said("Starts, die am selben Minimum enden, sind sein *Einzugsgebiet*. Je kräftiger, desto früher.")


def few_arrive(percent: float, steps: int) -> Caption:
    return said(
        "Binnen {n} Schritten erreichen {share} % der Starts ein Minimum.",
        n=Numeral(steps, 9),
        share=Numeral(percent, 3),
    )


def none_arrives() -> Caption:
    return said("Kein Start erreicht ein Minimum.")


def colours_repeat(minima: int) -> Caption:
    return said("{n} Minima sind mehr, als es Farben gibt: Jede Farbe steht für mehrere.", n=Numeral(minima))


# The second method


def same_starts(name: str, same_rate: bool) -> Caption:
    rate = " Die Lernrate bleibt gleich." if same_rate else ""
    return said(f"Dieselben Starts, nach einer anderen Regel: {optimizer_name(name)}.{rate}")


def will_borders_stay() -> Caption:
    return said("Bleiben die Grenzen, wo sie sind?")


def where_will_they_end_now() -> Caption:
    return said("Wo werden sie jetzt enden, und wie bald?")


def same_starts_run(count: int, borders: bool) -> Caption:
    watch = "Auf die Grenzen kommt es an." if borders else "Wo werden sie enden?"
    return said(f"Noch einmal alle {{n}} Starts. {watch}", n=Numeral(count, 9))


def borders_fold(changed: float, before: float, after: float) -> Caption:
    return said(
        "{c} % der Starts enden nun anderswo. An einer Grenze liegen {b} % der Punkte, zuvor {a} %.",
        c=Numeral(changed, 3),
        b=Numeral(after, 2),
        a=Numeral(before, 2),
    )


def some_end_elsewhere(changed: float) -> Caption:
    return said("{c} % der Starts enden nun anderswo.", c=Numeral(changed, 3))


def all_end_as_before() -> Caption:
    return said("Jeder Start endet wie zuvor.")


def half_took(before: int, after: int) -> Caption:
    return said(
        "Zuvor war die Hälfte nach {a} Schritten angekommen, nun nach {b}.",
        a=Numeral(before, 9),
        b=Numeral(after, 9),
    )


def start_decides(rule_too: bool) -> Caption:
    if rule_too:
        return said("Wo ein Abstieg endet, entscheiden sein Start und seine Regel.")
    return said("Wo ein Abstieg endet, entscheidet sein Start.")


def rule_decides() -> Caption:
    return said("Die Landschaft ist dieselbe; was aus einem Start wird, entscheidet die Regel.")


def one_basin(level: bool) -> Caption:
    if level:
        return said(
            "Es gibt ein einziges Einzugsgebiet: Von überall endet der Abstieg auf diesem ebenen Grund."
        )
    return said("Es gibt ein einziges Einzugsgebiet: Von überall endet der Abstieg am selben Minimum.")
