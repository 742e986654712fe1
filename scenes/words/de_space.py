"""German: what stories of costs of two variables say."""

from gdmath.optimizers.kinds import Lengths
from scenes.words.caption import STEP, Caption, Name, Numeral, equation, said

# surface


def cost_of_two(first: str, second: str) -> Caption:
    return said(
        "Kosten von {x} und {y} als Karte: Jede Linie verbindet Punkte gleicher Kosten.",
        x=Name(first),
        y=Name(second),
    )


def dark_is_low() -> Caption:
    return said("Dunkle Linien liegen tief, helle hoch.")


def starts_of_two(count: int) -> Caption:
    if count == 1:
        return said("Wir beginnen hier.")
    return said("Wir beginnen an {n} Stellen.", n=Numeral(count))


def gradient_is_uphill(count: int) -> Caption:
    if count == 1:
        return said("Der Gradient zeigt geradewegs bergauf, quer zu den Linien.")
    return said("Überall zeigt der Gradient geradewegs bergauf, quer zu den Linien.")


def gradient_on_a_stretched_map() -> Caption:
    return said("Der Gradient zeigt bergauf. Die Achsen sind verschieden geteilt, darum scheint er schräg.")


def gradient_written_out() -> Caption:
    return said("Der ganze Gradient: wie sich die Kosten mit jeder Variablen ändern.")


def opposite_way() -> Caption:
    return said("Wir gehen in die Gegenrichtung: bergab.")


def step_of_two(rate: float) -> Caption:
    return said(
        "Der Schritt ist {step}: {eta} mal der Gradient, bergab.", step=STEP, eta=equation("eta", rate)
    )


def arrow_enlarged(times: float, count: int) -> Caption:
    if count == 1:
        return said("Der Pfeil ist etwa {times}-mal so lang gezeichnet.", times=Numeral(times, 2))
    return said(
        "Die Pfeile sind länger gezeichnet: der von Lauf 1 etwa {times}-mal.", times=Numeral(times, 2)
    )


def map_rises() -> Caption:
    return said("Nun seien die Kosten eine Höhe: Die Karte wird zur Landschaft.")


def logarithmic_heights() -> Caption:
    return said("Gezeichnet ist der Logarithmus der Höhe: Sie reicht über Größenordnungen.")


def same_valley() -> Caption:
    return said("Dieselbe Fläche, dieselbe Regel: Enden alle im selben Tal?")


def where_to_rest() -> Caption:
    return said("Wo wird die Kugel zur Ruhe kommen?")


def steepest_ways(count: int) -> Caption:
    if count == 1:
        return said("Auf dem steilsten Weg hinab.")
    return said("Jede nimmt ihren eigenen steilsten Weg hinab.")


def halfway_down(step: int, total: int) -> Caption:
    return said(
        "Die Hälfte des Abstiegs ist geschafft, nach {step} von {total} Schritten.",
        step=Numeral(step, 9),
        total=Numeral(total, 9),
    )


def _steps(count: int) -> str:
    return "{step} Schritt" if count == 1 else "{step} Schritten"


def nearly_down(step: int) -> Caption:
    return said(
        f"Nach {_steps(step)} hat jeder neun Zehntel seines Abstiegs hinter sich.", step=Numeral(step, 9)
    )


def first_rests(number: int, step: int) -> Caption:
    return said(
        f"Nummer {{number}} ruht als erste, nach {_steps(step)}.",
        number=Numeral(number),
        step=Numeral(step, 9),
    )


def first_escapes(number: int, step: int, others: int) -> Caption:
    return said(
        f"Nummer {{number}} entkommt nach {_steps(step)}; die andere geht weiter."
        if others == 1
        else f"Nummer {{number}} entkommt nach {_steps(step)}; die anderen gehen weiter.",
        number=Numeral(number),
        step=Numeral(step, 9),
    )


def higher_than_at_first(count: int) -> Caption:
    if count == 1:
        return said("Nun ist es höher als am Anfang: die Schritte schießen über das Ziel hinaus.")
    return said("Nun sind alle höher als am Anfang: die Schritte schießen über das Ziel hinaus.")


def long_steps() -> Caption:
    return said("Lange Schritte springen durch die Landschaft: ein Bogen verbindet vorher und nachher.")


def ever_faster(total: int) -> Caption:
    if total == 1:
        return said("Es ist ein einziger Schritt.")
    return said("Immer schneller: alle {total} Schritte.", total=Numeral(total, 9))


def from_above_again() -> Caption:
    return said("Wieder von oben: die Schatten der Wege auf der Karte.")


def rings(minima: int) -> Caption:
    return said("Der Ring zeigt ein Minimum.") if minima == 1 else said("Ringe zeigen die lokalen Minima.")


def curve_of_minima(count: int) -> Caption:
    if count == 1:
        return said("Die Linie ist eine ganze Kurve von Minima: überall auf ihr sind die Kosten gleich tief.")
    return said("Die Linien sind ganze Kurven von Minima: überall auf ihnen sind die Kosten gleich tief.")


# linked


def picture_surface() -> Caption:
    return said("Eins: die Kosten als Landschaft, mit einer Kugel darauf.")


def picture_map() -> Caption:
    return said("Zwei: dasselbe von oben. Die Kugel liegt, wo sie lag; jede Linie ist eine Höhe.")


def picture_cost() -> Caption:
    return said("Drei: die Kosten bei jedem Schritt, die Kurve, auf die man in der Praxis schaut.")


def picture_rule(rate: float, lengths: Lengths) -> Caption:
    if lengths == "searched":
        return said("Vier: die Regel mit ihren Zahlen. Wie weit ein Schritt geht, findet eine Suche.")
    eta = equation("eta", rate)
    if lengths == "changing":
        return said(
            "Vier: die Regel mit ihren Zahlen, bei einer Lernrate, die anfangs {eta} ist.",
            eta=eta,
        )
    return said("Vier: die Regel mit ihren Zahlen, bei der Lernrate {eta}.", eta=eta)


def all_move() -> Caption:
    return said("Ein Schritt: Alle vier bewegen sich zugleich.")


def all_move_again() -> Caption:
    return said("Und noch einer, mit dem Gradienten der neuen Stelle.")


def first_still() -> Caption:
    return said("Welches Bild steht zuerst still: das der Kugel oder das der Kosten?")


def flat_before_still(step: int) -> Caption:
    return said("Die Kosten sind ab Schritt {step} flach, lange bevor die Kugel ruht.", step=Numeral(step, 9))


def four_pictures() -> Caption:
    return said("Schritt für Schritt: vier Bilder eines Abstiegs.")
