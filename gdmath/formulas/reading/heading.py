"""What may stand in front of a formula: f(x) =, y =, or C(w, b) =, which puts its variables in order."""

from collections.abc import Sequence

from gdmath.formulas.formula_error import FormulaError
from gdmath.formulas.reading import words
from gdmath.formulas.reading.names import Names
from gdmath.formulas.reading.tokens import Token


def without_heading(tokens: Sequence[Token], text: str) -> tuple[list[Token], tuple[str, ...] | None]:
    """Return the tokens behind all headings, and the variables that these name, or None.

    Raises FormulaError where the formula contains its own name.
    """
    rest, variables, labels = list(tokens), None, set()
    while found := _heading(rest):
        length, named = found
        labels.add(rest[0].text)
        variables = named or variables
        rest = rest[length:]
    for token in rest:
        if token.kind == "word" and token.text in labels and token.text not in (variables or ()):
            raise FormulaError(
                text, token.start, f"{token.text} stands on both sides of =; leave out the left one"
            )
    return rest, variables


def _heading(tokens: Sequence[Token]) -> tuple[int, tuple[str, ...]] | None:
    """Return how many tokens the first heading has, and its variables; None if there is none."""
    kinds = [token.kind for token in tokens]
    if kinds[0] != "word" or words.function(tokens[0].text) or "equals" not in kinds:
        return None
    length = kinds.index("equals") + 1
    inner = tokens[2 : length - 2]
    if length == 2:
        return 2, ()
    if kinds[1] != "open" or kinds[length - 2] != "close" or len(inner) % 2 == 0:
        return None
    if any(token.kind != ("comma" if i % 2 else "word") for i, token in enumerate(inner)):
        return None
    names = Names()
    variables = [names.variable(token.text) for token in inner[::2]]
    found = tuple(name for name in variables if name not in (None, "E"))
    return (length, found) if len(found) == len(set(found)) == len(variables) else None
