"""German: what gradient descent is."""

from scenes.words.caption import ETA, Caption, Name, Numeral, equation, label, said, slope


def title() -> str:
    return "Was ist das Gradientenverfahren?"


def model_name() -> str:
    return "Modell:"


def loss_name() -> str:
    return "Verlust"


def cost_name() -> str:
    return "Kosten"


def examples(count: int, x: str, y: str) -> Caption:
    return said(
        "Hier sind {n} Beispiele: waagrecht {x}, senkrecht {y}.", n=Numeral(count), x=label(x), y=label(y)
    )


def model(x: str, y: str) -> Caption:
    return said("Ein *Modell* schließt von {x} auf {y}. Unseres ist eine Gerade.", x=label(x), y=label(y))


def one_knob() -> Caption:
    return said("Es hat einen Regler, {w}: Wer ihn dreht, kippt die Gerade.", w=Name("w"))


def one_error() -> Caption:
    return said("Nehmen wir ein Beispiel. So weit liegt die Gerade daneben.")


def loss() -> Caption:
    return said("Dieser Fehler im Quadrat ist der *Verlust* dieses Beispiels.")


def cost(count: int) -> Caption:
    return said("Jedes der {n} Beispiele hat einen Verlust; ihr Mittel: die *Kosten*.", n=Numeral(count))


def barometer() -> Caption:
    return said("Ein Barometer: je höher, desto schlechter das Modell.")


def which_way_to_turn() -> Caption:
    return said("Wohin den Regler drehen: nach links oder nach rechts?")


def sweep() -> Caption:
    return said("Ganz durchdrehen und die Kosten jeder Einstellung notieren.")


def valley() -> Caption:
    return said("Ein Tal. An seinem Grund liegt die beste dieser Geraden.")


def too_many_knobs() -> Caption:
    return said("Doch bei Millionen Reglern gibt es zu viele Einstellungen.")


def only_here() -> Caption:
    return said("Also nutzen wir nur, was wir vor Ort wissen können.")


def slope_here(w: float, value: float) -> Caption:
    return said("Dort können wir die Steigung berechnen: {here}.", here=slope(w, value, 3))


def against(rises_right: bool) -> Caption:
    if rises_right:
        return said("Sie steigen nach rechts, also muss der Regler nach links.")
    return said("Sie steigen nach links, also muss der Regler nach rechts.")


def rule_of_one(rate: float) -> Caption:
    return said("Die Regel: gegen die Steigung drehen, um {eta} mal Steigung.", eta=equation("eta", rate))


def first_turn() -> Caption:
    return said("Mit Zahlen: So weit wie der Pfeil wird der Regler gedreht.")


def next_turn(crossed: bool) -> Caption:
    if crossed:
        return said("Über den Grund hinaus: Die Steigung hat das andere Vorzeichen.")
    return said("Die Steigung ist jetzt kleiner, und der Schritt ist es auch.")


def repeat() -> Caption:
    return said("Steigung, Schritt, und von vorn. Wo es flacher ist, sind sie kürzer.")


def many_knobs() -> Caption:
    return said("Viele Regler bekommen zusammen einen Namen: {theta}.", theta=Name("theta"))


def gradient() -> Caption:
    return said("Jeder Regler hat seine Steigung. Zusammen sind sie der *Gradient*.")


def learning_rate() -> Caption:
    return said("Die *Lernrate* {eta} sagt, wie weit es geht.", eta=ETA)


def whole_rule() -> Caption:
    return said("Das Gradientenverfahren: immer wieder ein Schritt gegen den Gradienten.")


def tried(right_falls: bool) -> Caption:
    if right_falls:
        return said("Nach links steigen die Kosten, nach rechts fallen sie.")
    return said("Nach rechts steigen die Kosten, nach links fallen sie.")


def stopped(settled: bool, steps: int) -> Caption:
    if settled:
        return said(
            "Nach {n} Schritten fallen die Kosten kaum noch: Das Modell hat ausgelernt.", n=Numeral(steps, 9)
        )
    return said("Nach {n} Schritten fallen die Kosten noch: Das Modell lernt noch.", n=Numeral(steps, 9))
