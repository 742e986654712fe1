"""Spanish: what gradient descent is."""

from scenes.words.caption import ETA, Caption, Name, Numeral, equation, label, said, slope


def title() -> str:
    return "¿Qué es el descenso de gradiente?"


def model_name() -> str:
    return "modelo:"


def loss_name() -> str:
    return "pérdida"


def cost_name() -> str:
    return "coste"


def examples(count: int, x: str, y: str) -> Caption:
    return said(
        "Aquí hay {n} ejemplos: {x} en horizontal, {y} en vertical.", n=Numeral(count), x=label(x), y=label(y)
    )


def model(x: str, y: str) -> Caption:
    return said("Un *modelo* predice {y} a partir de {x}. El nuestro es una recta.", x=label(x), y=label(y))


def one_knob() -> Caption:
    return said("Tiene un solo mando, {w}: al girarlo, la recta se inclina.", w=Name("w"))


def one_error() -> Caption:
    return said("Tomemos un ejemplo. La recta se equivoca en esta distancia.")


def loss() -> Caption:
    return said("Ese error, al cuadrado, es la *pérdida* de este ejemplo.")


def cost(count: int) -> Caption:
    return said("Cada uno de los {n} ejemplos tiene su pérdida; la media es el *coste*.", n=Numeral(count))


def barometer() -> Caption:
    return said("Un barómetro: cuanto más alto, peor es el modelo.")


def which_way_to_turn() -> Caption:
    return said("¿Hacia dónde girar el mando: izquierda o derecha?")


def sweep() -> Caption:
    return said("Girémoslo del todo y anotemos el coste de cada posición.")


def valley() -> Caption:
    return said("Un valle. En el fondo está la mejor de estas rectas.")


def too_many_knobs() -> Caption:
    return said("Pero con millones de mandos hay demasiadas posiciones.")


def only_here() -> Caption:
    return said("Usemos solo lo que se puede saber en el punto actual.")


def slope_here(w: float, value: float) -> Caption:
    return said("Allí podemos calcular la pendiente: {here}.", here=slope(w, value, 3))


def against(rises_right: bool) -> Caption:
    if rises_right:
        return said("Sube hacia la derecha, así que hay que girar a la izquierda.")
    return said("Sube hacia la izquierda, así que hay que girar a la derecha.")


def rule_of_one(rate: float) -> Caption:
    return said(
        "La regla: girar contra la pendiente, {eta} veces la pendiente.",
        eta=equation("eta", rate),
    )


def first_turn() -> Caption:
    return said("Con números: la flecha es cuánto gira el mando.")


def next_turn(crossed: bool) -> Caption:
    if crossed:
        return said("Se ha pasado del fondo: ahora la pendiente tiene el otro signo.")
    return said("Ahora la pendiente es menor, y el paso también.")


def repeat() -> Caption:
    return said("Pendiente, paso, y otra vez: cuanto más llano, más cortos.")


def many_knobs() -> Caption:
    return said("Muchos mandos reciben juntos un solo nombre: {theta}.", theta=Name("theta"))


def gradient() -> Caption:
    return said("Cada mando tiene su pendiente. Juntas forman el *gradiente*.")


def learning_rate() -> Caption:
    return said("La *tasa de aprendizaje* {eta} dice hasta dónde ir.", eta=ETA)


def whole_rule() -> Caption:
    return said("Descenso de gradiente: un paso contra el gradiente, una y otra vez.")


def tried(right_falls: bool) -> Caption:
    if right_falls:
        return said("Hacia la izquierda, el coste sube; hacia la derecha, baja.")
    return said("Hacia la derecha, el coste sube; hacia la izquierda, baja.")


def stopped(settled: bool, steps: int) -> Caption:
    if settled:
        return said(
            "Tras {n} pasos, el coste ya casi no baja: el modelo ha dejado de aprender.", n=Numeral(steps, 9)
        )
    return said("Tras {n} pasos, el coste todavía baja: el modelo sigue aprendiendo.", n=Numeral(steps, 9))
