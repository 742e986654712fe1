"""Español."""

from gdmath.analysis import Convergence
from gdmath.critical.relief import Level
from gdmath.ending import Ending
from gdmath.endings.meanwhile import Fallen, Trend
from gdmath.outcomes import Outcomes
from scenes.words.caption import Caption, Name, Numeral, equation, said, slope
from scenes.words.curves_es import CURVES
from scenes.words.endings_es import ONE, SEVERAL

DECIMAL = ","


# Rótulos


def step_label(step: int) -> str:
    return f"paso {step}"


def steps_label(count: int) -> str:
    return "1 paso" if count == 1 else f"{count} pasos"


def slope_label(value: str) -> str:
    return f"pendiente = {value}"


def panel_title(logarithmic: bool) -> str:
    return "coste, en potencias de 10" if logarithmic else "coste en cada paso"


def axis_of_steps() -> str:
    return "paso"


def minimum_label(lowest: bool) -> str:
    return "el más bajo" if lowest else "mínimo local"


# Lo que dicen varias historias


def which_way() -> Caption:
    return said("¿Hacia dónde se baja: a la izquierda o a la derecha?")


def level_here() -> Caption:
    return said("Aquí es llano: el descenso de gradiente no sabe adónde ir.")


def spelled_out() -> Caption:
    return said("La derivada, escrita entera: el ordenador la conoce exactamente.")


# tangent


def cost_of_one(name: str) -> Caption:
    return said("El coste dice cuánto yerra cada elección de {x}. Más bajo es mejor.", x=Name(name))


def goal(valleys: int) -> Caption:
    if valleys == 1:
        return said("Buscamos el lugar donde es más bajo.")
    return said("Buscamos lugares bajos: el fondo de sus valles.")


def closer() -> Caption:
    return said("El descenso es pequeño en este paisaje: acerquémonos.")


def start_of_one(name: str, theta: float, digits: int) -> Caption:
    return said(
        "Empezamos en {at} y solo vemos la pendiente bajo nuestros pies.", at=equation(name, theta, digits)
    )


def tangent_slope(theta: float, value: float, digits: int) -> Caption:
    return said(
        "La pendiente de la tangente es la derivada, calculada con exactitud: {here}.",
        here=slope(theta, value, digits),
    )


def downhill(name: str, to_the_left: bool) -> Caption:
    rises, down, less = (
        ("la derecha", "la izquierda", "disminuir")
        if to_the_left
        else ("la izquierda", "la derecha", "aumentar")
    )
    return said(
        f"La curva sube hacia {rises}, así que se baja hacia {down}: {{x}} debe {less}.", x=Name(name)
    )


def lens() -> Caption:
    return said("Estos pasos son cortos; por eso, aquí, un trozo del eje ampliado.")


def second_step(name: str, theta: float, value: float, digits: int) -> Caption:
    return said(
        "Una nueva {x}, una nueva pendiente, {here}: otra vez la misma regla.",
        x=Name(name),
        here=slope(theta, value, digits),
    )


def too_short() -> Caption:
    return said("Estos pasos son demasiado cortos para verse: mira los números.")


def other_side(falls: bool) -> Caption:
    sign, way = ("negativa", "la derecha") if falls else ("positiva", "la izquierda")
    return said(f"Al otro lado la pendiente es {sign}: la misma regla lleva hacia {way}.")


def enlarged(times: float) -> Caption:
    return said("La flecha se dibuja {times} veces más larga.", times=Numeral(times, 2))


def quickening() -> Caption:
    return said("Pendiente, paso, y otra vez.")


def all_steps(count: int, escapes: bool) -> Caption:
    if escapes:
        return said("Y adelante, hasta donde llegue.")
    if count == 1:
        return said("Es un solo paso.")
    return said("Y adelante: los {count} pasos.", count=Numeral(count, 9))


# wave


def hills_and_valleys(name: str, hilly: bool) -> Caption:
    if hilly:
        return said("Un coste con colinas y valles: lo bajo que llega depende de {x}.", x=Name(name))
    return said("Un coste, dibujado como curva: lo bajo que llega depende de {x}.", x=Name(name))


def ball(name: str, theta: float, digits: int) -> Caption:
    return said(
        "Una bola en {at}. Su tangente tiene la pendiente de la curva.", at=equation(name, theta, digits)
    )


def which_way_will_it_roll() -> Caption:
    return said("¿Hacia dónde rodará: a la izquierda o a la derecha?")


def slope_as_height(value: float) -> Caption:
    return said("La pendiente es {slope}. La anotamos abajo, como una altura propia.", slope=Numeral(value))


def where_it_rolls(value: float) -> Caption:
    if value == 0:
        return said("Hacia la derecha la curva es llana: la bola se queda.")
    if value < 0:
        return said("Hacia la derecha la curva baja: la bola sigue rodando a la derecha.")
    return said("Hacia la derecha la curva sube: la bola rueda de vuelta a la izquierda.")


def slopes_draw(rate: float, plain: bool) -> Caption:
    if not plain:
        return said("De tales pendientes hace la regla sus pasos. Y ellas dibujan una curva.")
    return said(
        "Cada paso es {eta} por la pendiente. Las pendientes dibujan una curva.", eta=equation("eta", rate)
    )


def whole_derivative() -> Caption:
    return said("Llevada por todo el eje, la tangente dibuja la derivada entera.")


def zero_slope(level: Level) -> Caption:
    return CURVES.zero_slope(level)


def meanwhile(fact: Fallen | Trend) -> Caption:
    return CURVES.meanwhile(fact)


def several_starts(count: int) -> Caption:
    return said(
        "Ahora {count} salidas a la vez, con la misma regla y la misma tasa de aprendizaje.",
        count=Numeral(count),
    )


def where_will_they_end() -> Caption:
    return said("¿Dónde acabará cada una?")


def each_down_its_side(apart: bool) -> Caption:
    return said("Cada una baja por su lado." if apart else "Cada una sigue la pendiente bajo ella.")


# Cómo terminan los descensos


def ending(told: Outcomes) -> Caption:
    first, *others = told.endings
    return SEVERAL.all(told) if others else ONE.one(first)


def ending_row(told: Ending) -> Caption:
    return ONE.row(told)


def pace(told: Convergence) -> Caption:
    return ONE.pace(told)
