"""Models as Typst mathematics."""

from gdmath.display.numerals import number_typst
from scenes.runs.models import Model

MANY = 4  # features that are not all written out


def formulas(model: Model) -> list[str]:
    """Return the model as Typst, from the longest, which says how features are scaled, to the shortest."""
    whole, short = _formula(model)
    if not model.is_standardised:
        return [f"${whole}$", f"${short}$"]
    if len(model.scale) > 1:
        scaled = "x_k <- (x_k - overline(x)_k) slash s_k"
    else:
        sign, shift = ("-", model.shift[0]) if model.shift[0] >= 0 else ("+", -model.shift[0])
        x, s = (number_typst(float(each), 3) for each in (shift, model.scale[0]))
        scaled = f"x <- (x {sign} {x}) slash {s}"
    return [f"${whole}, quad {scaled}$", f"${short}, quad {scaled}$", f"${whole}$", f"${short}$"]


def features(model: Model) -> str:
    """Return the features' names in the formula, joined by commas."""
    names = [f"x_{k}" for k in range(1, len(model.names))]
    return ", ".join(names if len(names) < MANY else [names[0], "dots", names[-1]])


def _formula(model: Model) -> tuple[str, str]:
    """The formula, and a shorter one."""
    match model.kind:
        case "line":
            return "hat(y) = w x + b", "hat(y) = w x + b"
        case "plane":
            terms = [f"w_{k} x_{k}" for k in range(1, len(model.names))]
            few = f"hat(y) = {terms[0]} + dots.c + b"
            return f"hat(y) = {' + '.join(terms)} + b" if len(terms) < MANY else few, few
        case "polynomial":
            terms = ["w_0", "w_1 x", *(f"w_{k} x^{k}" for k in range(2, model.degree + 1))]
            few = [*terms[:2], "dots.c", terms[-1]] if len(terms) > 3 else terms
            return f"hat(y) = {' + '.join(terms)}", f"hat(y) = {' + '.join(few)}"
        case "sigmoid":
            sigmoid = "P = 1 slash (1 + e^(-(w x + b)))"
            return sigmoid, sigmoid
        case "border":
            z = "z = w_1 x_1 + w_2 x_2 + b"
            return f"P = 1 slash (1 + e^(-z)), quad {z}", z
