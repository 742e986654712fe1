"""Deutsch: was das Rennen der Verfahren sagt."""

from collections.abc import Sequence

from gdmath.display.numerals import number
from scenes.words.caption import Caption, Name, Numeral, Part, said
from scenes.words.race.names import listed

AND = "und"


# Beschriftungen


def cost_head() -> str:
    return "Kosten"


def steps_head() -> str:
    return "Schritte"


def gradients_head() -> str:
    return "Gradienten"


def steps_brief() -> str:
    return "Schr."


def gradients_brief() -> str:
    return "Grad."


def rates_title() -> str:
    return "Kosten am Ende, je Lernrate"


def escaped_label() -> str:
    return "entkommen"


def undefined_label() -> str:
    return "undefiniert"


def besides_label(name: str, costs: int, hessians: int) -> str:
    spent = [_of(costs, "mal Kosten", "mal Kosten"), _of(hessians, "Hesse-Matrix", "Hesse-Matrizen")]
    return f"{name}: dazu {' und '.join(filter(None, spent)) or 'nichts'}"


def bar_gradient() -> str:
    return "Gradient"


def bar_mean() -> str:
    return "Mittel"


def bar_root() -> str:
    return "/ quadr. Mittel"


def bar_quotient() -> str:
    return "= Quotient"


def parts_legend() -> str:
    return "minus die Gradienten, alte blass"


def sum_legend() -> str:
    return "ihre Summe, die Geschwindigkeit"


def scale_legend(times: float) -> str:
    return f"Maßstab {number(times, 2)} : 1 zur Karte"


# Untertitel


def ravine(times: float) -> Caption:
    return said(
        "Eine Schlucht: Am Ring ist sie quer {times}-mal so stark gekrümmt wie längs.",
        times=Numeral(times, 2),
    )


def no_minimum() -> Caption:
    return said("Auf dieser Karte ist kein Minimum bekannt.")


def racers(count: int, steps: int) -> Caption:
    return said(f"{{count}} Verfahren, ein Start, je {_steps(steps)}.", count=Numeral(count))


def fair_rates(first: float, second: float, last: float, every: bool) -> Caption:
    text = (
        "Jedes läuft mit seiner besten Lernrate aus {a}; {b}; …; {z}."
        if every
        else "Die Lernraten sind die besten aus {a}; {b}; …; {z}, sofern nicht genannt oder eigen."
    )
    return said(text, a=Numeral(first), b=Numeral(second), z=Numeral(last))


def best_rate() -> Caption:
    return said("Die beste: am Ende am tiefsten, oder ebenso tief in weniger Schritten.")


def adds_up(name: str, kept: float) -> Caption:
    text = "{name} summiert die Gradienten. Von einem alten bleibt je Schritt {kept}."
    return said(text, name=_first([name]), kept=Numeral(kept))


def adds_up_ever_more(name: str) -> Caption:
    return said("{name} summiert die Gradienten. Alte verblassen, immer langsamer.", name=_first([name]))


def cancels() -> Caption:
    return said("Was hin und her zeigt, hebt sich auf. Was gleich bleibt, summiert sich.")


def divides(name: str) -> Caption:
    return said(
        "{name} teilt den Gradienten je Koordinate durch sein quadratisches Mittel.", name=_first([name])
    )


def divides_mean(name: str) -> Caption:
    return said("{name} teilt auch, aber ein Mittel der Gradienten: beides zugleich.", name=_first([name]))


def divides_mean_alone(name: str) -> Caption:
    return said(
        "{name} teilt je Koordinate das Mittel der Gradienten durch ihr quadratisches Mittel.",
        name=_first([name]),
    )


def steps_alike(first: str, second: str, slopes: float, quotients: float) -> Caption:
    return said(
        "Die Steigungen längs {x} und {y} verhalten sich wie {a} zu 1, die Quotienten wie {b} zu 1.",
        x=Name(first),
        y=Name(second),
        a=Numeral(slopes, 2),
        b=Numeral(quotients, 2),
    )


def quotient_is_step() -> Caption:
    return said("Der Schritt ist minus Lernrate mal Quotient.")


def who_will_be_lowest(steps: int) -> Caption:
    return said(f"Welches Verfahren ist nach {_steps(steps, 'en')} am tiefsten?")


def race_begins() -> Caption:
    return said("Alle zugleich, Schritt für Schritt, und dazu die Kosten.")


def leads(step: int, names: Sequence[str], still: bool) -> Caption:
    verb = ("führt" if len(names) == 1 else "führen") + (" noch immer" if still else "")
    return said(f"Nach {_steps(step, 'en')} {verb} {{who}}.", who=listed(names, AND))


def none_leads(step: int) -> Caption:
    return said(f"Nach {_steps(step, 'en')} liegen sie gleichauf.")


def has_escaped(step: int, name: str) -> Caption:
    return said(f"{{who}} ist entkommen, nach {_steps(step, 'en')}.", who=_first([name]))


def has_left(step: int, name: str) -> Caption:
    return said(f"{{who}} kam in Schritt {step} dorthin, wo es keine Kosten gibt.", who=_first([name]))


def nobody_moves(level: bool) -> Caption:
    if level:
        return said("Niemand bewegt sich: An diesem Start ist die Steigung null.")
    return said("Niemand bewegt sich: An diesem Start gibt es keine Steigung.")


def steps_are_slopes() -> Caption:
    return said("Jede Regel macht ihre Schritte aus Steigungen: aus der Steigung null keinen.")


def all_gone() -> Caption:
    return said("Keines bleibt: Bei diesen Raten gewinnt niemand.")


def all_level() -> Caption:
    return said("Unentschieden: Alle sind gleich tief, nach gleich vielen Schritten.")


def some_level(names: Sequence[str]) -> Caption:
    return said(
        "Unentschieden: {who} kommen gleich tief, auf ein Millionstel des Weges hinab.",
        who=listed(names, AND),
    )


def wins_by_steps(name: str, steps: int) -> Caption:
    return said(
        f"{{who}} gewinnt: So tief kommt kein anderes in nur {_steps(steps, 'en')}.", who=_first([name])
    )


def wins_by_cost(name: str, steps: int, cost: float) -> Caption:
    return said(
        f"{{who}} gewinnt: nach {_steps(steps, 'en')} die niedrigsten Kosten, {{c}}.",
        who=_first([name]),
        c=Numeral(cost, 3),
    )


def ahead_then(step: int, name: str) -> Caption:
    return said(
        f"Nach {_steps(step, 'en')} lag {{who}} vorn: Es zählt, wann man aufhört.",
        who=listed([name], AND),
    )


def some_escaped(names: Sequence[str]) -> Caption:
    verb = "ist" if len(names) == 1 else "sind"
    return said(f"{{who}} {verb} entkommen.", who=_first(names))


def found_no_step(name: str, steps: int) -> Caption:
    return said(
        f"{{who}} blieb nach {_steps(steps, 'en')} stehen: Die Suche findet keine Länge für den nächsten.",
        who=_first([name]),
    )


def one_valley(count: int) -> Caption:
    return said("Alle {count} kamen im selben Tal zur Ruhe.", count=Numeral(count))


def several_valleys(valleys: int) -> Caption:
    return said("Sie kamen in {n} verschiedenen Tälern zur Ruhe.", n=Numeral(valleys))


def spent_most(name: str, evaluations: int, steps: int) -> Caption:
    return said(
        f"{{who}} sah für {_steps(steps)} {evaluations}-mal nach den Kosten: Es sucht entlang der Linie.",
        who=_first([name]),
    )


def spent_hessians(name: str) -> Caption:
    return said("{who} braucht auch Hesse-Matrizen: Seine Schritte sind teurer.", who=_first([name]))


def another_race(won: bool) -> Caption:
    if won:
        return said("Bei anderen Kosten, von einem anderen Start, mag ein anderes gewinnen.")
    return said("Bei anderen Kosten, von einem anderen Start, mag eines von ihnen gewinnen.")


def _first(names: Sequence[str]) -> Part:
    return listed(names, AND, first=True)


def _steps(count: int, dative: str = "e") -> str:
    return "1 Schritt" if count == 1 else f"{count} Schritt{dative}"


def _of(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}" if count else ""
