"""Spanish: what stories of costs of two variables say."""

from gdmath.optimizers.kinds import Lengths
from scenes.words.caption import STEP, Caption, Name, Numeral, equation, said

# surface


def cost_of_two(first: str, second: str) -> Caption:
    return said(
        "Un coste de {x} e {y}, como mapa: cada línea une puntos de igual coste."
        if second in ("y", "i")
        else "Un coste de {x} y {y}, como mapa: cada línea une puntos de igual coste.",
        x=Name(first),
        y=Name(second),
    )


def dark_is_low() -> Caption:
    return said("Las líneas oscuras están abajo; las claras, arriba.")


def starts_of_two(count: int) -> Caption:
    if count == 1:
        return said("Empezamos aquí.")
    return said("Empezamos en {n} lugares.", n=Numeral(count))


def gradient_is_uphill(count: int) -> Caption:
    if count == 1:
        return said("El gradiente apunta cuesta arriba, perpendicular a las líneas.")
    return said("En cada punto el gradiente apunta cuesta arriba, perpendicular a las líneas.")


def gradient_on_a_stretched_map() -> Caption:
    return said("El gradiente apunta cuesta arriba. Las escalas de los ejes difieren: se ve oblicuo.")


def gradient_written_out() -> Caption:
    return said("El gradiente completo: cómo cambia el coste con cada variable.")


def opposite_way() -> Caption:
    return said("Vamos en sentido contrario: cuesta abajo.")


def step_of_two(rate: float) -> Caption:
    return said(
        "El paso es {step}: {eta} por el gradiente, cuesta abajo.", step=STEP, eta=equation("eta", rate)
    )


def arrow_enlarged(times: float, count: int) -> Caption:
    if count == 1:
        return said("La flecha se dibuja unas {times} veces más larga.", times=Numeral(times, 2))
    return said(
        "Las flechas se dibujan más largas: la del descenso 1, unas {times} veces.", times=Numeral(times, 2)
    )


def map_rises() -> Caption:
    return said("Ahora el coste es una altura: el mapa se vuelve paisaje.")


def logarithmic_heights() -> Caption:
    return said("Las alturas se dibujan por su logaritmo: abarcan órdenes de magnitud.")


def same_valley() -> Caption:
    return said("La misma superficie, la misma regla: ¿acabarán todas en el mismo valle?")


def where_to_rest() -> Caption:
    return said("¿Dónde se detendrá la bola?")


def steepest_ways(count: int) -> Caption:
    if count == 1:
        return said("Por el camino más empinado, hacia abajo.")
    return said("Cada una baja por su camino más empinado.")


def halfway_down(step: int, total: int) -> Caption:
    return said(
        "Ya ha bajado la mitad, tras {step} de {total} pasos.",
        step=Numeral(step, 9),
        total=Numeral(total, 9),
    )


def _steps(count: int) -> str:
    return "{step} paso" if count == 1 else "{step} pasos"


def nearly_down(step: int) -> Caption:
    return said(f"Tras {_steps(step)} cada uno ha bajado nueve décimas partes.", step=Numeral(step, 9))


def first_rests(number: int, step: int) -> Caption:
    return said(
        f"El número {{number}} es el primero en reposar, tras {_steps(step)}.",
        number=Numeral(number),
        step=Numeral(step, 9),
    )


def first_escapes(number: int, step: int, others: int) -> Caption:
    return said(
        f"El número {{number}} escapa tras {_steps(step)}; el otro sigue."
        if others == 1
        else f"El número {{number}} escapa tras {_steps(step)}; los otros siguen.",
        number=Numeral(number),
        step=Numeral(step, 9),
    )


def higher_than_at_first(count: int) -> Caption:
    if count == 1:
        return said("Ahora está más alto que al principio: los pasos se pasan de largo.")
    return said("Ahora todos están más altos que al principio: los pasos se pasan de largo.")


def long_steps() -> Caption:
    return said("Los pasos largos saltan por el paisaje: un arco une el antes y el después.")


def ever_faster(total: int) -> Caption:
    if total == 1:
        return said("Es un solo paso.")
    return said("Cada vez más rápido: los {total} pasos.", total=Numeral(total, 9))


def from_above_again() -> Caption:
    return said("Otra vez desde arriba: las sombras de los caminos, en el mapa.")


def rings(minima: int) -> Caption:
    if minima == 1:
        return said("El anillo marca un mínimo.")
    return said("Los anillos marcan los mínimos locales.")


def curve_of_minima(count: int) -> Caption:
    if count == 1:
        return said("La línea es toda una curva de mínimos: en toda ella el coste es igual de bajo.")
    return said("Las líneas son curvas enteras de mínimos: en todas ellas el coste es igual de bajo.")


# linked


def picture_surface() -> Caption:
    return said("Uno: el coste como paisaje, con una bola encima.")


def picture_map() -> Caption:
    return said("Dos: lo mismo desde arriba. La bola está donde estaba; cada línea es una altura.")


def picture_cost() -> Caption:
    return said("Tres: el coste en cada paso, la curva que se mira en la práctica.")


def picture_rule(rate: float, lengths: Lengths) -> Caption:
    if lengths == "searched":
        return said("Cuatro: la regla con sus números. Una búsqueda halla la longitud de cada paso.")
    eta = equation("eta", rate)
    if lengths == "changing":
        return said(
            "Cuatro: la regla con sus números, con una tasa de aprendizaje que empieza en {eta}.",
            eta=eta,
        )
    return said("Cuatro: la regla con sus números, con la tasa de aprendizaje {eta}.", eta=eta)


def all_move() -> Caption:
    return said("Un paso: las cuatro se mueven a la vez.")


def all_move_again() -> Caption:
    return said("Y otro, con el gradiente del nuevo lugar.")


def first_still() -> Caption:
    return said("¿Qué imagen se parará primero: la de la bola o la del coste?")


def flat_before_still(step: int) -> Caption:
    return said(
        "El coste es plano desde el paso {step}, mucho antes de que pare la bola.", step=Numeral(step, 9)
    )


def four_pictures() -> Caption:
    return said("Paso a paso: cuatro imágenes de un descenso.")
