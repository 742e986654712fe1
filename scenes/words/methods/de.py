"""Deutsch: was über Regeln gesagt wird, gleich welches Verfahren."""

from typing import Literal

from gdmath.optimizers.kinds import Kind, Lengths
from scenes.words.caption import Caption, Name, Numeral, equation, said
from scenes.words.methods.names import PROPER, short

Change = Literal["smaller", "larger", "same"]
_NAMES = {
    **PROPER,
    "momentum": "Momentum",
    "gradient-descent": "Gradientenabstieg",
    "accelerated-gradient": "beschleunigter Gradient",
    "conjugate-gradient": "konjugierte Gradienten",
}


def optimizer_name(optimizer: str) -> str:
    return _NAMES.get(optimizer, optimizer)


def optimizer_short(optimizer: str) -> str:
    return short(optimizer, _NAMES)


def rule(kind: Kind, rate: float, lengths: Lengths, several: bool) -> Caption:
    slope, slopes = ("der Gradient", "Gradienten") if several else ("die Steigung", "Steigungen")
    against = "den Gradienten" if several else "die Steigung"
    of = "des Gradienten" if several else "der Steigung"
    texts: dict[Kind, str] = {
        "plain": f"ein Schritt gegen {against}",
        "memory": f"gegen die Summe aller {slopes}, alte verblassen",
        "size": f"{slope}, geteilt durch die Größe der {slopes} bisher",
        "both": f"das Mittel der {slopes}, geteilt durch ihre Größe bisher",
        "sign": f"nur das Vorzeichen {of} zählt, nicht die Größe",
        "curvature": f"{slope}, geteilt durch die Krümmung",
        "other": "die dieses Verfahrens",
    }
    far = {
        "searched": "Wie weit, sucht es entlang der Linie.",
        "fixed": "Wie weit, sagt die Lernrate {eta}.",
        "changing": "Wie weit, sagt die Lernrate, anfangs {eta}.",
    }[lengths]
    return said(f"Die Regel: {texts[kind]}. {far}", eta=equation("eta", rate))


def weights(names: tuple[str, ...]) -> Caption:
    first, *others = map(Name, names)
    if not others:
        return said("Dabei ist {first} ein Gewicht, das bei jedem Schritt neu berechnet wird.", first=first)
    return said(
        "Dabei sind {first} und {last} Gewichte, die bei jedem Schritt neu berechnet werden.",
        first=first,
        last=others[-1],
    )


def first_step(name: str, theta: float, digits: int, plain: bool) -> Caption:
    if plain:
        return said("Von {at} ziehen wir Lernrate mal Steigung ab.", at=equation(name, theta, digits))
    return said(
        "Von {at} aus: die Regel mit ihren Zahlen, Zeile für Zeile.", at=equation(name, theta, digits)
    )


def third_step(slope: Change, step: Change) -> Caption:
    words = {"smaller": "kleiner", "larger": "größer", "same": "so groß wie zuvor"}
    if slope == step == "same":
        return said("Die Steigung ist so groß wie zuvor, und so auch der Schritt.")
    if slope == step:
        return said(f"Die Steigung ist jetzt {words[slope]}, und so auch der Schritt.")
    return said(f"Die Steigung ist jetzt {words[slope]}, doch der Schritt ist {words[step]}.")


def parts_of_step() -> Caption:
    return said("Der Teil dieser Steigung und was von früheren blieb: Zusammen sind sie der Schritt.")


def lengths_tried(count: int, beyond: bool) -> Caption:
    if count == 1:
        return said("Die Suche probiert eine Länge und nimmt sie.")
    if beyond:
        return said(
            "Die Suche probiert {n} Längen, nicht alle im Bild. Sie nimmt die letzte.", n=Numeral(count)
        )
    return said("Die Suche probiert {n} Längen: hohle Punkte. Sie nimmt den vollen.", n=Numeral(count))


def each_by_the_rule(count: int) -> Caption:
    return said(
        "Sie geht ihren Weg, nach der Regel." if count == 1 else "Jede geht ihren Weg, nach derselben Regel."
    )


def first_steps(count: int) -> Caption:
    if count == 1:
        return said("Hier ist der erste Schritt.")
    return said("Hier sind die ersten Schritte.")


def memory_leads() -> Caption:
    return said("Der Pfeil auf der Karte zeigt, wohin die früheren Gradienten führen.")
