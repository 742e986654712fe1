"""Deutsch."""

from gdmath.analysis import Convergence
from gdmath.critical.relief import Level
from gdmath.ending import Ending
from gdmath.endings.meanwhile import Fallen, Trend
from gdmath.outcomes import Outcomes
from scenes.words.caption import Caption, Name, Numeral, equation, said, slope
from scenes.words.curves_de import CURVES
from scenes.words.endings_de import ONE, SEVERAL

DECIMAL = ","


# Beschriftungen


def step_label(step: int) -> str:
    return f"Schritt {step}"


def steps_label(count: int) -> str:
    return "1 Schritt" if count == 1 else f"{count} Schritte"


def slope_label(value: str) -> str:
    return f"Steigung = {value}"


def panel_title(logarithmic: bool) -> str:
    return "Kosten als Zehnerpotenz" if logarithmic else "Kosten je Schritt"


def axis_of_steps() -> str:
    return "Schritt"


def minimum_label(lowest: bool) -> str:
    return "am tiefsten" if lowest else "lokales Minimum"


# Was mehrere Geschichten sagen


def which_way() -> Caption:
    return said("Wo geht es bergab: nach links oder nach rechts?")


def level_here() -> Caption:
    return said("Hier ist es eben: Das Gradientenverfahren weiß nicht, wohin.")


def spelled_out() -> Caption:
    return said("Die Ableitung, ausgeschrieben: Der Computer kennt sie exakt.")


# tangent


def cost_of_one(name: str) -> Caption:
    return said("Die Kosten sagen, wie falsch jede Wahl von {x} ist. Tiefer ist besser.", x=Name(name))


def goal(valleys: int) -> Caption:
    if valleys == 1:
        return said("Wir suchen die Stelle, an der sie am kleinsten sind.")
    return said("Wir suchen tiefe Stellen: den Grund der Täler.")


def closer() -> Caption:
    return said("Der Abstieg ist klein in dieser Landschaft: Gehen wir näher heran.")


def start_of_one(name: str, theta: float, digits: int) -> Caption:
    return said(
        "Wir beginnen bei {at} und sehen nur die Steigung unter unseren Füßen.",
        at=equation(name, theta, digits),
    )


def tangent_slope(theta: float, value: float, digits: int) -> Caption:
    return said(
        "Die Steigung der Tangente ist die Ableitung, exakt berechnet: {here}.",
        here=slope(theta, value, digits),
    )


def downhill(name: str, to_the_left: bool) -> Caption:
    rises, down, less = ("rechts", "links", "kleiner") if to_the_left else ("links", "rechts", "größer")
    return said(
        f"Die Kurve steigt nach {rises}, also geht es nach {down} bergab: {{x}} muss {less} werden.",
        x=Name(name),
    )


def lens() -> Caption:
    return said("Diese Schritte sind kurz; darum hier ein Stück der Achse, vergrößert.")


def second_step(name: str, theta: float, value: float, digits: int) -> Caption:
    return said(
        "Ein neues {x}, eine neue Steigung, {here}: wieder dieselbe Regel.",
        x=Name(name),
        here=slope(theta, value, digits),
    )


def too_short() -> Caption:
    return said("Diese Schritte sind zu kurz, um sie zu sehen: Die Zahlen zeigen sie.")


def other_side(falls: bool) -> Caption:
    sign, way = ("negativ", "rechts") if falls else ("positiv", "links")
    return said(f"Auf der anderen Seite ist die Steigung {sign}: Dieselbe Regel führt nach {way}.")


def enlarged(times: float) -> Caption:
    return said("Der Pfeil ist {times}-mal so lang gezeichnet.", times=Numeral(times, 2))


def quickening() -> Caption:
    return said("Steigung, Schritt, und von vorn.")


def all_steps(count: int, escapes: bool) -> Caption:
    if escapes:
        return said("Und weiter, so weit es geht.")
    if count == 1:
        return said("Es ist ein einziger Schritt.")
    return said("Und weiter: alle {count} Schritte.", count=Numeral(count, 9))


# wave


def hills_and_valleys(name: str, hilly: bool) -> Caption:
    if hilly:
        return said("Kosten mit Bergen und Tälern: Wie tief es geht, hängt von {x} ab.", x=Name(name))
    return said("Kosten, als Kurve gezeichnet: Wie tief es geht, hängt von {x} ab.", x=Name(name))


def ball(name: str, theta: float, digits: int) -> Caption:
    return said(
        "Eine Kugel bei {at}. Ihre Tangente hat die Steigung der Kurve.", at=equation(name, theta, digits)
    )


def which_way_will_it_roll() -> Caption:
    return said("Wohin wird sie rollen: nach links oder nach rechts?")


def slope_as_height(value: float) -> Caption:
    return said("Die Steigung ist {slope}. Wir tragen sie unten als eigene Höhe ein.", slope=Numeral(value))


def where_it_rolls(value: float) -> Caption:
    if value == 0:
        return said("Nach rechts ist die Kurve eben, also bleibt die Kugel liegen.")
    if value < 0:
        return said("Nach rechts fällt die Kurve, also rollt die Kugel weiter nach rechts.")
    return said("Nach rechts steigt die Kurve, also rollt die Kugel zurück nach links.")


def slopes_draw(rate: float, plain: bool) -> Caption:
    if not plain:
        return said("Aus solchen Steigungen macht die Regel Schritte. Sie zeichnen eine Kurve.")
    return said(
        "Jeder Schritt ist {eta} mal die Steigung. Die Steigungen zeichnen eine Kurve.",
        eta=equation("eta", rate),
    )


def whole_derivative() -> Caption:
    return said("Über die ganze Achse geführt, zeichnet die Tangente die ganze Ableitung.")


def zero_slope(level: Level) -> Caption:
    return CURVES.zero_slope(level)


def meanwhile(fact: Fallen | Trend) -> Caption:
    return CURVES.meanwhile(fact)


def several_starts(count: int) -> Caption:
    return said(
        "Nun {count} Starts zugleich, mit derselben Regel und derselben Lernrate.", count=Numeral(count)
    )


def where_will_they_end() -> Caption:
    return said("Wo wird jeder von ihnen enden?")


def each_down_its_side(apart: bool) -> Caption:
    return said("Jeder rollt auf seiner Seite hinab." if apart else "Jeder folgt der Steigung unter ihm.")


# Wie Abstiege enden


def ending(told: Outcomes) -> Caption:
    first, *others = told.endings
    return SEVERAL.all(told) if others else ONE.one(first)


def ending_row(told: Ending) -> Caption:
    return ONE.row(told)


def pace(told: Convergence) -> Caption:
    return ONE.pace(told)
