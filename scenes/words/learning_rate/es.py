"""Español: lo que solo dice la historia de la tasa de aprendizaje."""

from typing import Literal

from gdmath.endings.manner import Manner
from gdmath.views.rate_bands import Lacking
from scenes.words.caption import Caption, Maths, Numeral, equation, said

Left = Literal["all", "much", "little"]
ONE_MINUS = Maths("1 - eta lambda", "1 − ηλ")
LAMBDA = Maths("lambda", "λ")
CURVATURE = Maths("lambda = C''", "λ = C″")


# Rótulos


def verdict_label(manner: Manner, steps: int) -> str:
    count = "1 paso" if steps == 1 else f"{steps} pasos"
    return {
        Manner.STAYS: "no se mueve",
        Manner.SLOW: "en camino",
        Manner.STRAIGHT: f"en {count}",
        Manner.OVER: f"en {count}",
        Manner.ACROSS: f"en {count}",
        Manner.PAST: "en camino",
        Manner.SWINGS: "aún oscila",
        Manner.LEVEL: "parado: llano",
        Manner.CYCLES: "va y viene",
        Manner.WANDERS: "va a saltos",
        Manner.HIGHER: "no más bajo",
        Manner.GROWS: "diverge",
        Manner.THROWN: "lanzado fuera",
        Manner.FALLS: "sigue bajando",
        Manner.POLE: "sobre un polo",
        Manner.LEAVES: "sin valor",
    }[manner]


def band_name(band: Literal["straight", "across", "diverges"]) -> str:
    return {"straight": "directo", "across": "va y viene", "diverges": "diverge"}[band]


# Frases


def same_start(count: int) -> Caption:
    return said("Un coste, un inicio, {n} tasas de aprendizaje: ¿qué decide la tasa?", n=Numeral(count))


def each_step(plain: bool, several: bool) -> Caption:
    if not plain:
        return said("La regla da la dirección. La *tasa de aprendizaje* {eta} dice cuánto.", eta=_ETA)
    slope = "el gradiente" if several else "la pendiente"
    return said(
        f"Cada paso es {{eta}} por {slope}, cuesta abajo. {{eta}} es la *tasa de aprendizaje*.", eta=_ETA
    )


def first_rate(rate: float, steps: int) -> Caption:
    count = "1 paso" if steps == 1 else "{n} pasos"
    return said(
        f"Primero la menor: {{eta}}. Cada una tiene {count}.", eta=equation("eta", rate), n=Numeral(steps)
    )


def next_rate(rate: float) -> Caption:
    return said("Ahora {eta}, desde el mismo inicio.", eta=equation("eta", rate))


def what_if_larger(times: float) -> Caption:
    if abs(times - 2) < 0.02:
        return said("¿Qué pasa si la tasa de aprendizaje se *duplica*?")
    return said("¿Qué pasa con una tasa de aprendizaje {times} veces mayor?", times=Numeral(times, 2))


def verdict(manner: Manner, steps: int, value: float, digits: int, left: Left) -> Caption:
    count = "1 paso" if steps == 1 else "{n} pasos"
    slow = {
        "all": f"Pasos tan cortos que *apenas pasa nada*: coste {{value}} tras {count}.",
        "much": f"*Demasiado pequeña*: los pasos son cortos. Tras {count}, el coste aún es {{value}}.",
        "little": f"Aún *en camino*, cuesta abajo: coste {{value}} tras {count}.",
    }[left]
    text = {
        Manner.STAYS: "No se mueve nada: el coste sigue en {value}.",
        Manner.SLOW: slow,
        Manner.STRAIGHT: f"Baja hasta el mínimo *sin pasarse*: coste {{value}} tras {count}.",
        Manner.OVER: f"*Salta* una vez por encima del mínimo y llega desde el otro lado: "
        f"coste {{value}} tras {count}.",
        Manner.ACROSS: f"*Salta* por encima del mínimo y vuelve, pero se asienta: "
        f"coste {{value}} tras {count}.",
        Manner.PAST: f"*Salta* una vez al otro lado y aún va en camino: coste {{value}} tras {count}.",
        Manner.SWINGS: f"*Salta* al otro lado y vuelve, y aún oscila: coste {{value}} tras {count}.",
        Manner.LEVEL: f"Se para donde es llano, en ningún mínimo: coste {{value}} tras {count}.",
        Manner.CYCLES: f"*Va y viene* entre los mismos lugares: coste {{value}} tras {count}.",
        Manner.WANDERS: f"Va *a saltos* y no se asienta: coste {{value}} tras {count}.",
        Manner.HIGHER: f"No llega *más abajo* que el inicio: coste {{value}} tras {count}.",
        Manner.GROWS: f"*Diverge*: los saltos crecen y crecen. Coste {{value}} tras {count}.",
        Manner.THROWN: f"Sale *lanzado* más allá de todo límite: coste {{value}} tras {count}.",
        Manner.FALLS: f"Baja y baja, y no encuentra suelo: coste {{value}} tras {count}.",
        Manner.POLE: f"*Salta sobre un polo*, donde el coste no tiene límite: coste {{value}} tras {count}.",
        Manner.LEAVES: f"Tras {count} está donde el coste *no está definido* o es demasiado grande.",
    }[manner]
    return said(text, n=Numeral(steps), value=Numeral(value, digits))


def another_minimum() -> Caption:
    return said("Pero es *otro* mínimo: los pasos largos llevaron a un valle distinto.")


def factor_of_a_step(curvature: float, several: bool, exact: bool) -> Caption:
    where = "Cada paso" if exact else "Cerca del mínimo, cada paso"
    if several:
        text = f"{where} multiplica el error a lo largo de un eje por {{f}}; el mayor {{lam}} es {{l}}."
    else:
        text = f"{where} multiplica la distancia al mínimo por {{f}}, con {{c}} = {{l}}."
    return said(text, f=ONE_MINUS, lam=LAMBDA, c=CURVATURE, l=Numeral(curvature))


def bound_of_rule(curvature: float, critical: float, exact: bool) -> Caption:
    where = "." if exact else ", cerca del mínimo."
    return said(
        f"De la curvatura, como mucho {{lam}} = {{l}}, se sigue el límite de esta regla: {{c}}{where}",
        lam=LAMBDA,
        l=Numeral(curvature),
        c=equation("eta", critical, 3),
    )


def bound_of_division(critical: float, exact: bool) -> Caption:
    where = "." if exact else ", cerca del mínimo."
    return said(
        f"Esta regla divide por la propia curvatura: su límite es {{c}}{where}",
        c=equation("eta", critical, 3),
    )


def what_bands_mean(straight: float, critical: float, exact: bool) -> Caption:
    text = (
        "Cerca de él, hasta {s} baja *directo*; hasta {c} *va y viene*, y se asienta; "
        "más allá, ninguna se queda."
    )
    if exact:
        text = "Hasta {s} baja *directo*; hasta {c} *va y viene*, y se asienta; más allá, los saltos crecen."
    return said(text, s=Numeral(straight, 3), c=Numeral(critical, 3))


def lacking(why: Lacking, hit: bool) -> Caption:
    if why is Lacking.KINK and hit:
        return said("En un pico ni la pendiente ni los pasos se apagan: solo para la tasa que lo acierta.")
    return said(
        {
            Lacking.MINIMUM: "Aquí no se conoce ningún mínimo: ninguna curvatura limita la tasa.",
            Lacking.KINK: "En un pico la pendiente no se apaga, ni los pasos: ninguna tasa fija para.",
            Lacking.FLAT: "En este mínimo la curvatura es cero: cerca de él ninguna tasa es excesiva.",
            Lacking.DOWNWARD: "Este coste se curva hacia abajo, sin suelo: ninguna tasa llega a parar.",
            Lacking.METHOD: "Para este método no se conoce un límite: sus pasos se adaptan. Hay que probar.",
        }[why]
    )


def slide() -> Caption:
    return said("Ahora la tasa recorre la regla: la línea que se mueve es el coste de cada tasa intermedia.")


def arrived_first(rate: float, steps: int) -> Caption:
    count = "1 paso" if steps == 1 else "{n} pasos"
    return said(f"{{eta}} *llega primero*, tras {count}.", eta=equation("eta", rate), n=Numeral(steps))


def came_lowest(rate: float, value: float, digits: int) -> Caption:
    return said(
        "De estas tasas, {eta} llegó *más abajo*: {value}.",
        eta=equation("eta", rate),
        value=Numeral(value, digits),
    )


def all_alike(value: float) -> Caption:
    return said(
        "Da igual: con todas estas tasas se acaba en el mismo coste, {value}.", value=Numeral(value, 3)
    )


def both_are_bad() -> Caption:
    return said("Una tasa muy pequeña malgasta pasos; una muy grande pierde el mínimo.")


_ETA = Maths("eta", "η")
