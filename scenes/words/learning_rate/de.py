"""Deutsch: was nur die Geschichte der Lernrate sagt."""

from typing import Literal

from gdmath.endings.manner import Manner
from gdmath.views.rate_bands import Lacking
from scenes.words.caption import Caption, Maths, Numeral, equation, said

Left = Literal["all", "much", "little"]
ONE_MINUS = Maths("1 - eta lambda", "1 − ηλ")
LAMBDA = Maths("lambda", "λ")
CURVATURE = Maths("lambda = C''", "λ = C″")


# Beschriftungen


def verdict_label(manner: Manner, steps: int) -> str:
    count = "1 Schritt" if steps == 1 else f"{steps} Schritten"
    return {
        Manner.STAYS: "bleibt stehen",
        Manner.SLOW: "unterwegs",
        Manner.STRAIGHT: f"in {count}",
        Manner.OVER: f"in {count}",
        Manner.ACROSS: f"in {count}",
        Manner.PAST: "unterwegs",
        Manner.SWINGS: "pendelt noch",
        Manner.LEVEL: "fest: eben",
        Manner.CYCLES: "hin und her",
        Manner.WANDERS: "springt umher",
        Manner.HIGHER: "nicht tiefer",
        Manner.GROWS: "divergiert",
        Manner.THROWN: "hinausgeworfen",
        Manner.FALLS: "fällt weiter",
        Manner.POLE: "über einen Pol",
        Manner.LEAVES: "undefiniert",
    }[manner]


def band_name(band: Literal["straight", "across", "diverges"]) -> str:
    return {"straight": "gerade", "across": "hin und her", "diverges": "divergiert"}[band]


# Sätze


def same_start(count: int) -> Caption:
    return said("Dieselben Kosten, derselbe Start, {n} Lernraten: Was macht die Rate aus?", n=Numeral(count))


def each_step(plain: bool, several: bool) -> Caption:
    if not plain:
        return said("Die Regel gibt die Richtung. Die *Lernrate* {eta} sagt, wie weit.", eta=_ETA)
    slope = "der Gradient" if several else "die Steigung"
    return said(f"Jeder Schritt ist {{eta}} mal {slope}, bergab. {{eta}} ist die *Lernrate*.", eta=_ETA)


def first_rate(rate: float, steps: int) -> Caption:
    count = "1 Schritt" if steps == 1 else "{n} Schritte"
    return said(
        f"Zuerst die kleinste: {{eta}}. Jede bekommt {count}.", eta=equation("eta", rate), n=Numeral(steps)
    )


def next_rate(rate: float) -> Caption:
    return said("Nun {eta}, vom selben Start.", eta=equation("eta", rate))


def what_if_larger(times: float) -> Caption:
    if abs(times - 2) < 0.02:
        return said("Was geschieht, wenn die Lernrate *verdoppelt* wird?")
    return said("Was geschieht bei einer {times}-mal so großen Lernrate?", times=Numeral(times, 2))


def verdict(manner: Manner, steps: int, value: float, digits: int, left: Left) -> Caption:
    count = "1 Schritt" if steps == 1 else "{n} Schritten"
    slow = {
        "all": f"So kurze Schritte, dass *kaum etwas geschieht*: Kosten {{value}} nach {count}.",
        "much": f"*Zu klein*: Die Schritte sind kurz. Kosten nach {count}: noch {{value}}.",
        "little": f"Noch *unterwegs*, bergab: Kosten {{value}} nach {count}.",
    }[left]
    text = {
        Manner.STAYS: "Es bewegt sich nichts: Die Kosten bleiben {value}.",
        Manner.SLOW: slow,
        Manner.STRAIGHT: f"Hinab ins Minimum, *ohne hinauszuschießen*: Kosten {{value}} nach {count}.",
        Manner.OVER: f"Es *springt* einmal über das Minimum und kommt von drüben an: "
        f"Kosten {{value}} nach {count}.",
        Manner.ACROSS: f"Es *springt* über das Minimum und zurück und kommt doch an: "
        f"Kosten {{value}} nach {count}.",
        Manner.PAST: f"Es *springt* einmal hinüber und ist noch unterwegs: Kosten {{value}} nach {count}.",
        Manner.SWINGS: f"Es *springt* hinüber und zurück und pendelt noch: Kosten {{value}} nach {count}.",
        Manner.LEVEL: f"Es hält, wo es eben ist, in keinem Minimum: Kosten {{value}} nach {count}.",
        Manner.CYCLES: f"Es springt *hin und her* zwischen denselben Stellen: Kosten {{value}} nach {count}.",
        Manner.WANDERS: f"Es *springt umher* und kommt nicht zur Ruhe: Kosten {{value}} nach {count}.",
        Manner.HIGHER: f"Es kommt *nicht tiefer* als der Start: Kosten {{value}} nach {count}.",
        Manner.GROWS: f"Es *divergiert*: Die Sprünge wachsen und wachsen. Kosten {{value}} nach {count}.",
        Manner.THROWN: f"Es wird *hinausgeworfen*, über alle Grenzen: Kosten {{value}} nach {count}.",
        Manner.FALLS: f"Es geht hinab und hinab, ohne Boden: Kosten {{value}} nach {count}.",
        Manner.POLE: f"Es *springt über einen Pol* unbegrenzter Kosten: Kosten {{value}} nach {count}.",
        Manner.LEAVES: f"Nach {count} ist man dort, wo die Kosten *nicht definiert* oder zu groß sind.",
    }[manner]
    return said(text, n=Numeral(steps), value=Numeral(value, digits))


def another_minimum() -> Caption:
    return said("Doch das ist ein *anderes* Minimum: Die langen Schritte führten in ein anderes Tal.")


def factor_of_a_step(curvature: float, several: bool, exact: bool) -> Caption:
    where = "Jeder Schritt" if exact else "Nahe am Minimum: Jeder Schritt"
    if several:
        text = f"{where} multipliziert den Fehler längs einer Achse mit {{f}}; das größte {{lam}} ist {{l}}."
    else:
        text = f"{where} multipliziert den Abstand zum Minimum mit {{f}}, wobei {{c}} = {{l}}."
    return said(text, f=ONE_MINUS, lam=LAMBDA, c=CURVATURE, l=Numeral(curvature))


def bound_of_rule(curvature: float, critical: float, exact: bool) -> Caption:
    where = "." if exact else ", nahe am Minimum."
    return said(
        f"Aus der Krümmung, höchstens {{lam}} = {{l}}, folgt die Schranke dieser Regel: {{c}}{where}",
        lam=LAMBDA,
        l=Numeral(curvature),
        c=equation("eta", critical, 3),
    )


def bound_of_division(critical: float, exact: bool) -> Caption:
    where = "." if exact else ", nahe am Minimum."
    return said(
        f"Diese Regel teilt durch die Krümmung selbst: Ihre Schranke ist {{c}}{where}",
        c=equation("eta", critical, 3),
    )


def what_bands_mean(straight: float, critical: float, exact: bool) -> Caption:
    text = (
        "Nahe daran führen Raten bis {s} *gerade* ans Ziel, bis {c} *hin und her*; darüber bleibt keine dort."
    )
    if exact:
        text = (
            "Bis {s} geht es *gerade* hinab; bis {c} *hin und her* und doch ans Ziel; "
            "darüber wachsen die Sprünge."
        )
    return said(text, s=Numeral(straight, 3), c=Numeral(critical, 3))


def lacking(why: Lacking, hit: bool) -> Caption:
    if why is Lacking.KINK and hit:
        return said(
            "An einem Knick schwinden Steigung und Schritte nicht: "
            "Zur Ruhe kommt nur eine Rate, die ihn genau trifft."
        )
    return said(
        {
            Lacking.MINIMUM: "Hier ist kein Minimum bekannt; also begrenzt keine Krümmung die Rate.",
            Lacking.KINK: "An einem Knick schwindet die Steigung nicht, auch die Schritte nicht: "
            "Keine feste Rate kommt zur Ruhe.",
            Lacking.FLAT: "In diesem Minimum ist die Krümmung null: Nahe daran ist keine Rate zu groß.",
            Lacking.DOWNWARD: "Diese Kosten sind nach unten gekrümmt, ohne Boden: Keine Rate führt zur Ruhe.",
            Lacking.METHOD: "Für dieses Verfahren ist keine Schranke bekannt: Es passt sich an. "
            "Man muss probieren.",
        }[why]
    )


def slide() -> Caption:
    return said(
        "Nun gleitet die Rate über die Skala: Die bewegte Linie zeigt die Kosten jeder Rate dazwischen."
    )


def arrived_first(rate: float, steps: int) -> Caption:
    count = "1 Schritt" if steps == 1 else "{n} Schritten"
    return said(f"{{eta}} ist *zuerst da*, nach {count}.", eta=equation("eta", rate), n=Numeral(steps))


def came_lowest(rate: float, value: float, digits: int) -> Caption:
    return said(
        "Von diesen Raten kam {eta} am *tiefsten*: {value}.",
        eta=equation("eta", rate),
        value=Numeral(value, digits),
    )


def all_alike(value: float) -> Caption:
    return said(
        "Es macht keinen Unterschied: Alle diese Raten enden bei denselben Kosten, {value}.",
        value=Numeral(value, 3),
    )


def both_are_bad() -> Caption:
    return said("Eine zu kleine Rate vergeudet Schritte; eine zu große verliert das Minimum.")


_ETA = Maths("eta", "η")
