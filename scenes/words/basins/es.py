"""Español: lo que solo dice la historia de las cuencas."""

from gdmath.display.numerals import number
from gdmath.endings.basins import Fate
from scenes.words.caption import Caption, Numeral, said
from scenes.words.methods.es import optimizer_name

# Labels


def share_label(percent: float) -> str:
    return f"{number(percent, places=1) if percent >= 1 else number(percent, 2)} %"


def fate_label(fate: Fate) -> str:
    return {
        Fate.LEVEL: "atascado sin mínimo",
        Fate.OUTSIDE: "fuera del mapa",
        Fate.GOING: "aún en camino",
        Fate.ESCAPED: "escapa",
        Fate.UNDEFINED: "donde no hay coste",
    }[fate]


# The map, and one start


def seen_from_above(minima: int, whole_curves: bool) -> Caption:
    first = "Un coste, visto desde arriba: lo oscuro es bajo. "
    if not minima:
        return said(f"{first}En este mapa no hay mínimo.")
    if whole_curves:
        return said(f"{first}Es mínimo a lo largo de una curva o en toda un área.")
    if minima == 1:
        return said(f"{first}Aquí tiene un mínimo.")
    return said(f"{first}Aquí tiene {{n}} mínimos.", n=Numeral(minima))


def one_start() -> Caption:
    return said("Un punto de partida. Paso a paso sigue su camino.")


def ends_at(number: int, numbered: bool) -> Caption:
    if numbered:
        return said("Termina en el mínimo {n}: su punto de partida toma ese color.", n=Numeral(number))
    return said("Termina en un mínimo: su punto de partida toma el color de ese mínimo.")


def ends_otherwise(fate: Fate) -> Caption:
    texts = {
        Fate.LEVEL: "Se atasca donde el terreno es llano, sin ser un mínimo: toma un color propio.",
        Fate.OUTSIDE: "Sale del mapa y se detiene fuera: su punto de partida queda gris.",
        Fate.GOING: "Sigue en camino cuando se agotan los pasos: su punto de partida queda gris.",
        Fate.ESCAPED: "Escapa: se aleja cada vez más. Su punto de partida queda apagado.",
        Fate.UNDEFINED: "Llega adonde no hay coste, y no puede seguir.",
    }
    return said(texts[fate])


def close_by() -> Caption:
    return said("Otro punto de partida, muy cerca. ¿Dónde terminará?")


def ends_at_another(number: int, numbered: bool) -> Caption:
    where = "el mínimo {n}" if numbered else "otro mínimo"
    return said(f"¡En {where}! Entre los dos puntos tiene que haber una frontera.", n=Numeral(number))


def ends_there_too() -> Caption:
    return said("Termina como el primero.")


# Every start


def every_point(count: int) -> Caption:
    return said(
        "Ahora cada punto del mapa es un punto de partida: {n} descensos a la vez.", n=Numeral(count, 9)
    )


def takes_its_colour() -> Caption:
    return said("Un punto toma su color cuando su descenso ha llegado a un mínimo para quedarse.")


def half_are_there(steps: int) -> Caption:
    if steps == 1:
        return said("Tras 1 paso ha llegado la mitad de los descensos.")
    return said("Tras {n} pasos ha llegado la mitad de los descensos.", n=Numeral(steps, 9))


def basins_are(minima: int) -> Caption:
    if minima == 1:
        return said("Los puntos que terminan allí son su *cuenca*. Cuanto más intenso el color, antes.")
    return said("Los puntos que terminan en un mínimo son su *cuenca*. Cuanto más intenso el color, antes.")


def few_arrive(percent: float, steps: int) -> Caption:
    return said(
        "En {n} pasos, un {share} % de los puntos de partida llega a un mínimo.",
        n=Numeral(steps, 9),
        share=Numeral(percent, 3),
    )


def none_arrives() -> Caption:
    return said("Ningún punto de partida llega a un mínimo.")


def colours_repeat(minima: int) -> Caption:
    return said("{n} mínimos son más que los colores: cada color vale para varios.", n=Numeral(minima))


# The second method


def same_starts(name: str, same_rate: bool) -> Caption:
    rate = " La tasa de aprendizaje no cambia." if same_rate else ""
    return said(f"Los mismos puntos de partida con otra regla: {optimizer_name(name)}.{rate}")


def will_borders_stay() -> Caption:
    return said("¿Se quedarán las fronteras donde están?")


def where_will_they_end_now() -> Caption:
    return said("¿Dónde terminarán ahora, y cuándo?")


def same_starts_run(count: int, borders: bool) -> Caption:
    watch = "atención a las fronteras." if borders else "¿dónde terminarán?"
    return said(f"Otra vez los {{n}} puntos de partida: {watch}", n=Numeral(count, 9))


def borders_fold(changed: float, before: float, after: float) -> Caption:
    return said(
        "Un {c} % termina ahora en otro lugar. Junto a una frontera está el {b} % del mapa; antes, el {a} %.",
        c=Numeral(changed, 3),
        b=Numeral(after, 2),
        a=Numeral(before, 2),
    )


def some_end_elsewhere(changed: float) -> Caption:
    return said("Un {c} % de los puntos de partida termina ahora en otro lugar.", c=Numeral(changed, 3))


def all_end_as_before() -> Caption:
    return said("Cada punto de partida termina como antes.")


def half_took(before: int, after: int) -> Caption:
    return said(
        "Antes, la mitad había llegado tras {a} pasos; ahora, tras {b}.",
        a=Numeral(before, 9),
        b=Numeral(after, 9),
    )


def start_decides(rule_too: bool) -> Caption:
    if rule_too:
        return said("Dónde termina un descenso lo deciden su punto de partida y su regla.")
    return said("Dónde termina un descenso lo decide su punto de partida.")


def rule_decides() -> Caption:
    return said("El terreno es el mismo; la regla decide qué será de cada punto de partida.")


def one_basin(level: bool) -> Caption:
    if level:
        return said("Hay una sola cuenca: desde cualquier punto se llega a este fondo llano.")
    return said("Hay una sola cuenca: empiece donde empiece, el descenso termina en el mismo mínimo.")
