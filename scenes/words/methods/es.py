"""Español: lo que se dice de las reglas, sea cual sea el método."""

from typing import Literal

from gdmath.optimizers.kinds import Kind, Lengths
from scenes.words.caption import Caption, Name, Numeral, equation, said
from scenes.words.methods.names import PROPER, short

Change = Literal["smaller", "larger", "same"]
_NAMES = {
    **PROPER,
    "momentum": "momento",
    "gradient-descent": "descenso de gradiente",
    "accelerated-gradient": "gradiente acelerado",
    "conjugate-gradient": "gradiente conjugado",
}


def optimizer_name(optimizer: str) -> str:
    return _NAMES.get(optimizer, optimizer)


def optimizer_short(optimizer: str) -> str:
    return short(optimizer, _NAMES)


def rule(kind: Kind, rate: float, lengths: Lengths, several: bool) -> Caption:
    slope, slopes = ("el gradiente", "los gradientes") if several else ("la pendiente", "las pendientes")
    of = "del gradiente" if several else "de la pendiente"
    all_of = "todos los gradientes" if several else "todas las pendientes"
    texts: dict[Kind, str] = {
        "plain": f"un paso contra {slope}",
        "memory": f"un paso contra la suma de {all_of}, que se desvanecen",
        "size": f"{slope}, entre el tamaño de {slopes} hasta ahora",
        "both": f"la media de {slopes}, entre su tamaño hasta ahora",
        "sign": f"solo cuenta el signo {of}, no su tamaño",
        "curvature": f"{slope}, entre la curvatura",
        "other": "la de este método",
    }
    far = {
        "searched": "Una búsqueda halla cuánto.",
        "fixed": "La tasa de aprendizaje {eta} dice cuánto.",
        "changing": "La tasa de aprendizaje, al principio {eta}, dice cuánto.",
    }[lengths]
    return said(f"La regla: {texts[kind]}. {far}", eta=equation("eta", rate))


def weights(names: tuple[str, ...]) -> Caption:
    first, *others = map(Name, names)
    if not others:
        return said("Aquí {first} es un peso que se calcula de nuevo en cada paso.", first=first)
    return said(
        "Aquí {first} y {last} son pesos que se calculan de nuevo en cada paso.", first=first, last=others[-1]
    )


def first_step(name: str, theta: float, digits: int, plain: bool) -> Caption:
    if plain:
        return said(
            "A {at} se le resta la tasa de aprendizaje por la pendiente.", at=equation(name, theta, digits)
        )
    return said("Desde {at}: la regla con sus números, línea por línea.", at=equation(name, theta, digits))


def third_step(slope: Change, step: Change) -> Caption:
    words = {"smaller": "menor", "larger": "mayor", "same": "tan grande como antes"}
    if slope == step == "same":
        return said("La pendiente es tan grande como antes, y el paso también.")
    if slope == step:
        return said(f"La pendiente es ahora {words[slope]}, y el paso también.")
    return said(f"La pendiente es ahora {words[slope]}, pero el paso es {words[step]}.")


def parts_of_step() -> Caption:
    return said("La parte de esta pendiente y lo que queda de las anteriores: juntas son el paso.")


def lengths_tried(count: int, beyond: bool) -> Caption:
    if count == 1:
        return said("La búsqueda prueba una longitud, y la toma.")
    if beyond:
        return said(
            "La búsqueda prueba {n} longitudes, no todas en la imagen. Toma la última.", n=Numeral(count)
        )
    return said("La búsqueda prueba {n} longitudes: puntos huecos. Toma el lleno.", n=Numeral(count))


def each_by_the_rule(count: int) -> Caption:
    return said(
        "Sigue su camino, con la regla." if count == 1 else "Cada una sigue su camino, con la misma regla."
    )


def first_steps(count: int) -> Caption:
    if count == 1:
        return said("Este es el primer paso.")
    return said("Estos son los primeros pasos.")


def memory_leads() -> Caption:
    return said("En el mapa, la flecha muestra adónde llevan los gradientes anteriores.")
