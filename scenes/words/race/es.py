"""Español: lo que dice la carrera de los métodos."""

from collections.abc import Sequence

from gdmath.display.numerals import number
from scenes.words.caption import Caption, Name, Numeral, Part, said
from scenes.words.race.names import listed

AND = "y"
_COMMON = ("momento", "descenso", "gradiente")


# Rótulos


def cost_head() -> str:
    return "coste"


def steps_head() -> str:
    return "pasos"


def gradients_head() -> str:
    return "gradientes"


def steps_brief() -> str:
    return "pasos"


def gradients_brief() -> str:
    return "grad."


def rates_title() -> str:
    return "coste final, según la tasa"


def escaped_label() -> str:
    return "escapa"


def undefined_label() -> str:
    return "sin valor"


def besides_label(name: str, costs: int, hessians: int) -> str:
    spent = [_of(costs, "coste", "costes"), _of(hessians, "hessiana", "hessianas")]
    return f"{name}: además {' y '.join(filter(None, spent)) or 'nada'}"


def bar_gradient() -> str:
    return "gradiente"


def bar_mean() -> str:
    return "gradiente medio"


def bar_root() -> str:
    return "/ media cuadrática"


def bar_quotient() -> str:
    return "= cociente"


def parts_legend() -> str:
    return "−gradientes, los viejos tenues"


def sum_legend() -> str:
    return "su suma, la velocidad"


def scale_legend(times: float) -> str:
    return f"escala {number(times, 2)} : 1 frente al mapa"


# Subtítulos


def ravine(times: float) -> Caption:
    return said(
        "Un barranco: en el anillo se curva {times} veces más a lo ancho que a lo largo.",
        times=Numeral(times, 2),
    )


def no_minimum() -> Caption:
    return said("En este mapa no se conoce ningún mínimo.")


def racers(count: int, steps: int) -> Caption:
    return said(f"{{count}} métodos, un inicio, {_steps(steps)} cada uno.", count=Numeral(count))


def fair_rates(first: float, second: float, last: float, every: bool) -> Caption:
    text = (
        "Cada uno tiene la tasa de aprendizaje que mejor le va, de {a}; {b}; …; {z}."
        if every
        else "Las tasas son las mejores de {a}; {b}; …; {z}, salvo las nombradas o propias."
    )
    return said(text, a=Numeral(first), b=Numeral(second), z=Numeral(last))


def best_rate() -> Caption:
    return said("La mejor es la que acaba más abajo, o igual de abajo en menos pasos.")


def adds_up(name: str, kept: float) -> Caption:
    text = "{name} suma los gradientes. De uno viejo queda en cada paso {kept}."
    return said(text, name=_first([name]), kept=Numeral(kept))


def adds_up_ever_more(name: str) -> Caption:
    return said("{name} suma los gradientes. Los viejos se apagan, cada vez menos.", name=_first([name]))


def cancels() -> Caption:
    return said("Lo que va y viene se anula. Lo que apunta siempre igual se suma.")


def divides(name: str) -> Caption:
    return said(
        "{name} divide el gradiente de cada coordenada entre su propia media cuadrática.",
        name=_first([name]),
    )


def divides_mean(name: str) -> Caption:
    return said(
        "{name} también divide, pero una media de los gradientes: hace ambas cosas.", name=_first([name])
    )


def divides_mean_alone(name: str) -> Caption:
    return said(
        "{name} divide el gradiente medio de cada coordenada entre su media cuadrática.",
        name=_first([name]),
    )


def steps_alike(first: str, second: str, slopes: float, quotients: float) -> Caption:
    return said(
        "Las pendientes según {x} y según {y} están en razón {a} a 1, y los cocientes {b} a 1.",
        x=Name(first),
        y=Name(second),
        a=Numeral(slopes, 2),
        b=Numeral(quotients, 2),
    )


def quotient_is_step() -> Caption:
    return said("El paso es menos la tasa de aprendizaje por el cociente.")


def who_will_be_lowest(steps: int) -> Caption:
    return said(f"¿Cuál estará más abajo tras {_steps(steps)}?")


def race_begins() -> Caption:
    return said("Todos a la vez, paso a paso, con el coste de cada uno.")


def leads(step: int, names: Sequence[str], still: bool) -> Caption:
    verb = ("sigue" if len(names) == 1 else "siguen") if still else ("va" if len(names) == 1 else "van")
    return said(f"Tras {_steps(step)} {verb} en cabeza {{who}}.", who=listed(_named(names), AND))


def none_leads(step: int) -> Caption:
    return said(f"Tras {_steps(step)} van igualados.")


def has_escaped(step: int, name: str) -> Caption:
    return said(f"{{who}} escapa, tras {_steps(step)}.", who=_first([name]))


def has_left(step: int, name: str) -> Caption:
    return said(f"{{who}} llega en el paso {step} adonde no hay coste.", who=_first([name]))


def nobody_moves(level: bool) -> Caption:
    if level:
        return said("Nadie se mueve: en este inicio la pendiente es cero.")
    return said("Nadie se mueve: en este inicio no hay pendiente que seguir.")


def steps_are_slopes() -> Caption:
    return said("Toda regla hace sus pasos con pendientes: con pendiente cero no da ninguno.")


def all_gone() -> Caption:
    return said("No queda ninguno: con estas tasas nadie gana.")


def all_level() -> Caption:
    return said("Empate: todos llegan igual de abajo, en los mismos pasos.")


def some_level(names: Sequence[str]) -> Caption:
    return said(
        "Empate: {who} bajan lo mismo, salvo una millonésima de la bajada.", who=listed(_named(names), AND)
    )


def wins_by_steps(name: str, steps: int) -> Caption:
    return said(
        f"Gana {{who}}: ningún otro baja tanto en solo {_steps(steps)}.", who=listed(_named([name]), AND)
    )


def wins_by_cost(name: str, steps: int, cost: float) -> Caption:
    return said(
        f"Gana {{who}}: tras {_steps(steps)} su coste es el más bajo, {{c}}.",
        who=listed(_named([name]), AND),
        c=Numeral(cost, 3),
    )


def ahead_then(step: int, name: str) -> Caption:
    return said(
        f"Tras {_steps(step)} iba delante {{who}}: importa cuándo acaba la carrera.",
        who=listed(_named([name]), AND),
    )


def some_escaped(names: Sequence[str]) -> Caption:
    verb = "Escapa" if len(names) == 1 else "Escapan"
    return said(f"{verb} {{who}}.", who=listed(_named(names), AND))


def found_no_step(name: str, steps: int) -> Caption:
    return said(
        f"{{who}} se detuvo tras {_steps(steps)}: su búsqueda no halla una longitud para el siguiente.",
        who=_first([name]),
    )


def one_valley(count: int) -> Caption:
    return said("Los {count} acaban en reposo en el mismo valle.", count=Numeral(count))


def several_valleys(valleys: int) -> Caption:
    return said("Acaban en reposo en {n} valles distintos.", n=Numeral(valleys))


def spent_most(name: str, evaluations: int, steps: int) -> Caption:
    return said(
        f"{{who}} miró el coste {evaluations} veces en {_steps(steps)}, pues busca a lo largo de la recta.",
        who=_first([name]),
    )


def spent_hessians(name: str) -> Caption:
    return said("{who} gasta también hessianas: sus pasos cuestan más.", who=_first([name]))


def another_race(won: bool) -> Caption:
    if won:
        return said("Con otro coste, desde otro inicio, puede ganar otro.")
    return said("Con otro coste, desde otro inicio, puede ganar uno de ellos.")


def _first(names: Sequence[str]) -> Part:
    return listed(_named(names), AND, first=True)


def _named(names: Sequence[str]) -> list[str]:
    """Con artículo, los que no son nombres propios."""
    return [f"el {name}" if name.split()[0] in _COMMON else name for name in names]


def _steps(count: int) -> str:
    return "1 paso" if count == 1 else f"{count} pasos"


def _of(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}" if count else ""
