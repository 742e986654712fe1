"""Spanish: the loss of one example, the cost of all."""

from typing import Literal

from scenes.words.caption import Caption, Name, Numeral, said

Model = Literal["line", "polynomial", "plane", "sigmoid", "border"]
Way = Literal["zigzags", "overshoots", "arrives", "creeps", "endless", "escapes", "floor"]


def title() -> str:
    return "Regresión: pérdida y coste"


def map_title() -> str:
    return "el coste de cada elección"


def loss_name() -> str:
    return "pérdida"


def cost_name() -> str:
    return "coste"


def raw_title(condition: str) -> str:
    return f"sin escalar: condición {condition}"


def equal_title(condition: str) -> str:
    return f"estandarizado: condición {condition}"


def all_title(count: int) -> str:
    return f"los {count} en cada paso"


def some_title(size: int) -> str:
    return f"{size} en cada paso"


def examples(count: int, model: Model) -> Caption:
    texts: dict[Model, str] = {
        "line": "Aquí hay {n} ejemplos y una recta que debe ajustarse a ellos.",
        "polynomial": "Aquí hay {n} ejemplos y una curva que debe ajustarse a ellos.",
        "plane": "{n} ejemplos: en horizontal, lo que dice el modelo; en vertical, lo cierto.",
        "sigmoid": "{n} ejemplos con etiqueta 0 o 1; la curva dice lo probable que es 1.",
        "border": "{n} ejemplos con etiqueta 1 (llenos) o 0 (huecos), y una frontera.",
    }
    return said(texts[model], n=Numeral(count))


def loss(logistic: bool) -> Caption:
    if logistic:
        return said("La *pérdida* dice cuánto sorprende un ejemplo al modelo.")
    return said("La *pérdida* es el error de un ejemplo, al cuadrado.")


def cost(count: int) -> Caption:
    return said("El *coste* es la pérdida media de los {n} ejemplos.", n=Numeral(count))


def each_point(model: Model) -> Caption:
    texts: dict[Model, str] = {
        "line": "Cada punto del mapa es una recta; el color es su coste.",
        "polynomial": "Cada punto del mapa es una curva; el color es su coste.",
        "plane": "Cada punto del mapa es un modelo; el color es su coste.",
        "sigmoid": "Cada punto del mapa es una curva; el color es su coste.",
        "border": "Cada punto del mapa es una frontera; el color es su coste.",
    }
    return said(texts[model])


def others_fixed(a: str, b: str, best: bool) -> Caption:
    if best:
        return said("El mapa muestra {a} y {b}; los demás tienen ahí su mejor valor.", a=Name(a), b=Name(b))
    return said("El mapa muestra {a} y {b}; los demás tienen ahí su último valor.", a=Name(a), b=Name(b))


def in_lockstep(model: Model) -> Caption:
    texts: dict[Model, str] = {
        "line": "Cada paso va contra el gradiente, y la recta se mueve con él.",
        "polynomial": "Cada paso va contra el gradiente, y la curva se mueve con él.",
        "plane": "Cada paso va contra el gradiente, y el modelo se mueve con él.",
        "sigmoid": "Cada paso va contra el gradiente, y la curva se mueve con él.",
        "border": "Cada paso va contra el gradiente, y la frontera se mueve con él.",
    }
    return said(texts[model])


def how_it_went(way: Way) -> Caption:
    texts: dict[Way, str] = {
        "zigzags": "Salta de un lado al otro del valle y avanza despacio por él.",
        "overshoots": "Salta más allá del fondo y vuelve, cada vez más cerca.",
        "arrives": "Paso a paso llega al fondo.",
        "creeps": "Los pasos se acortan antes de llegar al fondo.",
        "endless": "Este valle no tiene fondo: el coste baja sin fin.",
        "escapes": "Los pasos son demasiado largos: cada uno acaba más arriba.",
        "floor": "Llega al fondo de un valle, tan llano que apenas avanza más.",
    }
    return said(texts[way])


def level_floor() -> Caption:
    return said("Algunas variables dicen lo mismo: el fondo de este valle es llano.")


def curvatures(condition: float) -> Caption:
    if condition < 1.5:
        return said("Se curva igual en todas las direcciones: este valle es redondo.")
    return said(
        "A lo ancho se curva {k} veces más que a lo largo: el número de condición.", k=Numeral(condition, 2)
    )


def standardised() -> Caption:
    return said("Estandarizada, cada variable tiene media 0 y desviación 1.")


def conditions(raw: float, now: float) -> Caption:
    a, b = Numeral(raw, 2), Numeral(now, 2)
    if now < raw / 1.5:
        return said("Mismos datos, mismo modelo: el número de condición baja de {a} a {b}.", a=a, b=b)
    return said("Aquí ayuda poco: el número de condición pasa de {a} a {b}.", a=a, b=b)


def still_level() -> Caption:
    return said("El fondo sigue llano: lo que dice lo mismo lo dice en toda escala.")


def both_descend(alike: bool) -> Caption:
    if alike:
        return said("Los dos descienden, con la misma fracción de la mayor tasa que aguantan.")
    return said("Los dos descienden, cada uno con su tasa de aprendizaje.")


def compared(raw: int, now: int) -> Caption:
    return said(
        "Casi en el coste mínimo: sin escalar en {a} pasos, estandarizado en {b}.",
        a=Numeral(raw),
        b=Numeral(now),
    )


def only_one(raw: int, now: int) -> Caption:
    return said(
        "Sin escalar no bastan {a} pasos; estandarizado, {b} son suficientes.", a=Numeral(raw), b=Numeral(now)
    )


def will_it_arrive(size: int, count: int) -> Caption:
    return said(
        "Ahora cada paso ve solo {b} de los {n} ejemplos. ¿Llegará igualmente?",
        b=Numeral(size),
        n=Numeral(count),
    )


def batches(trembles: bool, differ: bool) -> Caption:
    if trembles:
        return said("Cada lote tiene su propio gradiente; por eso tiembla el camino de la derecha.")
    if differ:
        return said("Cada lote tiene su gradiente: apenas se ve en el mapa, pero sí en el coste.")
    return said("Estos lotes coinciden tanto que ambos caminos se parecen.")


def larger(size: int, now: float, before: float) -> Caption:
    return said(
        "De {n} en {n}, los gradientes se desvían {now}, y ya no {before}.",
        n=Numeral(size),
        now=Numeral(now, 2),
        before=Numeral(before, 2),
    )


def all_agree() -> Caption:
    return said("En el fondo el modelo acierta en todos los ejemplos: allí todo gradiente es 0.")


def fallen(first: float, last: float, lowest: bool) -> Caption:
    if lowest:
        return said(
            "La pérdida media bajó de {a} a {b}, casi lo mínimo posible.", a=Numeral(first), b=Numeral(last)
        )
    return said(
        "La pérdida media bajó de {a} a {b}; aún podría bajar más.", a=Numeral(first), b=Numeral(last)
    )


def risen(first: float, last: float) -> Caption:
    return said(
        "La pérdida media subió de {a} a {b}: hace falta una tasa de aprendizaje menor.",
        a=Numeral(first),
        b=Numeral(last),
    )


def no_minimum(cost: float, errs: bool) -> Caption:
    if errs:
        return said("Una frontera puede no fallar: el coste, ahora {c}, no tiene mínimo.", c=Numeral(cost, 3))
    return said("La frontera no falla: el coste, ahora {c}, no tiene mínimo.", c=Numeral(cost, 3))


def only_standardised(steps: int) -> Caption:
    return said("Sin escalar se escapa; estandarizado, {b} pasos son suficientes.", b=Numeral(steps))
