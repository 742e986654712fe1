"""German: the loss of one example, the cost of all."""

from typing import Literal

from scenes.words.caption import Caption, Name, Numeral, said

Model = Literal["line", "polynomial", "plane", "sigmoid", "border"]
Way = Literal["zigzags", "overshoots", "arrives", "creeps", "endless", "escapes", "floor"]


def title() -> str:
    return "Regression: Verlust und Kosten"


def map_title() -> str:
    return "die Kosten jeder Wahl"


def loss_name() -> str:
    return "Verlust"


def cost_name() -> str:
    return "Kosten"


def raw_title(condition: str) -> str:
    return f"roh: Kondition {condition}"


def equal_title(condition: str) -> str:
    return f"standardisiert: Kondition {condition}"


def all_title(count: int) -> str:
    return f"alle {count} in jedem Schritt"


def some_title(size: int) -> str:
    return f"{size} in jedem Schritt"


def examples(count: int, model: Model) -> Caption:
    texts: dict[Model, str] = {
        "line": "Hier sind {n} Beispiele und eine Gerade, die zu ihnen passen soll.",
        "polynomial": "Hier sind {n} Beispiele und eine Kurve, die zu ihnen passen soll.",
        "plane": "{n} Beispiele: waagrecht, was das Modell sagt; senkrecht, was wahr ist.",
        "sigmoid": "{n} Beispiele mit Label 0 oder 1; die Kurve sagt, wie wahrscheinlich 1 ist.",
        "border": "{n} Beispiele mit Label 1 (voll) oder 0 (hohl) und eine Grenze dazwischen.",
    }
    return said(texts[model], n=Numeral(count))


def loss(logistic: bool) -> Caption:
    if logistic:
        return said("Der *Verlust* sagt, wie sehr ein Beispiel das Modell überrascht.")
    return said("Der *Verlust* ist der Fehler eines Beispiels im Quadrat.")


def cost(count: int) -> Caption:
    return said("Die *Kosten* sind der mittlere Verlust aller {n} Beispiele.", n=Numeral(count))


def each_point(model: Model) -> Caption:
    texts: dict[Model, str] = {
        "line": "Jeder Punkt der Karte ist eine Gerade; die Farbe zeigt ihre Kosten.",
        "polynomial": "Jeder Punkt der Karte ist eine Kurve; die Farbe zeigt ihre Kosten.",
        "plane": "Jeder Punkt der Karte ist ein Modell; die Farbe zeigt seine Kosten.",
        "sigmoid": "Jeder Punkt der Karte ist eine Kurve; die Farbe zeigt ihre Kosten.",
        "border": "Jeder Punkt der Karte ist eine Grenze; die Farbe zeigt ihre Kosten.",
    }
    return said(texts[model])


def others_fixed(a: str, b: str, best: bool) -> Caption:
    if best:
        return said(
            "Die Karte zeigt {a} und {b}; die anderen haben dort ihre besten Werte.", a=Name(a), b=Name(b)
        )
    return said(
        "Die Karte zeigt {a} und {b}; die anderen haben dort ihre letzten Werte.", a=Name(a), b=Name(b)
    )


def in_lockstep(model: Model) -> Caption:
    texts: dict[Model, str] = {
        "line": "Jeder Schritt geht gegen den Gradienten, und die Gerade geht mit.",
        "polynomial": "Jeder Schritt geht gegen den Gradienten, und die Kurve geht mit.",
        "plane": "Jeder Schritt geht gegen den Gradienten, und das Modell geht mit.",
        "sigmoid": "Jeder Schritt geht gegen den Gradienten, und die Kurve geht mit.",
        "border": "Jeder Schritt geht gegen den Gradienten, und die Grenze geht mit.",
    }
    return said(texts[model])


def how_it_went(way: Way) -> Caption:
    texts: dict[Way, str] = {
        "zigzags": "Er springt im Tal hin und her und kriecht es entlang.",
        "overshoots": "Er springt über den Grund hinaus und zurück, jedes Mal näher.",
        "arrives": "Schritt für Schritt kommt er an den Grund.",
        "creeps": "Die Schritte werden kurz, bevor der Grund erreicht ist.",
        "endless": "Dieses Tal hat keinen Grund: Die Kosten fallen immer weiter.",
        "escapes": "Die Schritte sind zu lang: Jeder endet höher als der vorige.",
        "floor": "Er kommt auf den Boden eines Tals, so eben, dass es kaum weitergeht.",
    }
    return said(texts[way])


def level_floor() -> Caption:
    return said("Einige Merkmale sagen dasselbe: Der Grund dieses Tals ist eben.")


def curvatures(condition: float) -> Caption:
    if condition < 1.5:
        return said("Die Krümmung ist in allen Richtungen gleich: Dieses Tal ist rund.")
    return said(
        "Quer ist die Krümmung {k}-mal so groß wie längs: die Konditionszahl.", k=Numeral(condition, 2)
    )


def standardised() -> Caption:
    return said("Standardisiert hat jedes Merkmal Mittelwert 0 und Abweichung 1.")


def conditions(raw: float, now: float) -> Caption:
    a, b = Numeral(raw, 2), Numeral(now, 2)
    if now < raw / 1.5:
        return said("Gleiche Daten, gleiches Modell: Die Konditionszahl fällt von {a} auf {b}.", a=a, b=b)
    return said("Das hilft hier wenig: Die Konditionszahl geht von {a} auf {b}.", a=a, b=b)


def still_level() -> Caption:
    return said("Der Grund bleibt eben: Was dasselbe sagt, sagt es in jedem Maßstab.")


def both_descend(alike: bool) -> Caption:
    if alike:
        return said("Beide steigen ab, mit dem gleichen Anteil der größten haltbaren Lernrate.")
    return said("Beide steigen ab, jeder mit seiner eigenen Lernrate.")


def compared(raw: int, now: int) -> Caption:
    return said(
        "Fast am Tiefsten: roh nach {a} Schritten, standardisiert nach {b}.", a=Numeral(raw), b=Numeral(now)
    )


def only_one(raw: int, now: int) -> Caption:
    return said("Roh reichen {a} Schritte nicht; standardisiert genügen {b}.", a=Numeral(raw), b=Numeral(now))


def will_it_arrive(size: int, count: int) -> Caption:
    return said(
        "Nun sieht ein Schritt nur {b} der {n} Beispiele. Kommt er trotzdem an?",
        b=Numeral(size),
        n=Numeral(count),
    )


def batches(trembles: bool, differ: bool) -> Caption:
    if trembles:
        return said("Jeder Stapel hat seinen eigenen Gradienten; darum zittert der Weg rechts.")
    if differ:
        return said("Jeder Stapel hat seinen Gradienten: auf der Karte kaum zu sehen, an den Kosten schon.")
    return said("Diese Stapel sind sich so einig, dass beide Wege gleich aussehen.")


def larger(size: int, now: float, before: float) -> Caption:
    return said(
        "Mit je {n} liegen die Gradienten um {now} daneben, nicht mehr um {before}.",
        n=Numeral(size),
        now=Numeral(now, 2),
        before=Numeral(before, 2),
    )


def all_agree() -> Caption:
    return said("Am Grund stimmt das Modell für jedes Beispiel: Dort ist jeder Gradient 0.")


def fallen(first: float, last: float, lowest: bool) -> Caption:
    if lowest:
        return said(
            "Der mittlere Verlust fiel von {a} auf {b}, fast so tief es geht.",
            a=Numeral(first),
            b=Numeral(last),
        )
    return said(
        "Der mittlere Verlust fiel von {a} auf {b}; er könnte weiter fallen.",
        a=Numeral(first),
        b=Numeral(last),
    )


def risen(first: float, last: float) -> Caption:
    return said(
        "Der mittlere Verlust ist von {a} auf {b} gestiegen: Die Lernrate muss kleiner sein.",
        a=Numeral(first),
        b=Numeral(last),
    )


def no_minimum(cost: float, errs: bool) -> Caption:
    if errs:
        return said(
            "Eine Grenze kann fehlerfrei sein: Die Kosten, jetzt {c}, haben kein Minimum.", c=Numeral(cost, 3)
        )
    return said(
        "Die Grenze macht keinen Fehler: Die Kosten, jetzt {c}, haben kein Minimum.", c=Numeral(cost, 3)
    )


def only_standardised(steps: int) -> Caption:
    return said("Roh entweicht er; standardisiert genügen {b} Schritte.", b=Numeral(steps))
