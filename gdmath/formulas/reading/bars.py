"""Which bar of |x| - |y - |z|| opens and which closes: found for all at once, or refused."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from gdmath.formulas.formula_error import FormulaError
from gdmath.formulas.reading.tokens import Token
from gdmath.formulas.reading.words import function

_MOST = 40  # bars
_MOST_WAYS = 500
_REMEDY = "write abs(...) instead of the bars"

# Ways to read the bars so far. Where one stands: how many bars are open in each of the parentheses that are
# open, and whether an operand has just ended. How one got there: in how many ways, and the roles in one.
_Place = tuple[tuple[int, ...], bool]
_Ways = dict[_Place, tuple[int, str]]


def resolve(tokens: Sequence[Token], text: str) -> list[Token]:
    """Return the tokens with every bar as one that opens or closes.

    A bar opens where an operand is missing. Where one stands behind an operand, it closes, or opens a factor.
    Raises FormulaError if there is no way to pair them, or several.
    """
    bars = [token for token in tokens if token.kind == "bar"]
    if not bars:
        return list(tokens)
    ways: _Ways = {((0,), False): (1, "")}
    for token, following in pairwise(tokens):
        ways = _after(token, following, ways)
        if len(bars) > _MOST or len(ways) > _MOST_WAYS:
            raise FormulaError(text, bars[0].start, f"these are too many bars; {_REMEDY}")
    count, roles = ways.get(((0,), True), (0, ""))
    if count != 1:
        reason = "the bars can be paired in several ways" if count else "the bars can't be paired"
        raise FormulaError(text, bars[0].start, f"{reason}; {_REMEDY}")
    kinds = iter(roles)
    return [
        replace(t, kind="open" if next(kinds) == "<" else "close") if t.kind == "bar" else t for t in tokens
    ]


def _after(token: Token, following: Token, ways: _Ways) -> _Ways:
    after: _Ways = {}
    for (levels, ended), (count, roles) in ways.items():
        for to, role in _steps(token, following, levels, ended):
            known = after.get(to)
            after[to] = (known[0] + count, known[1]) if known else (count, roles + role)
    return after


def _steps(token: Token, following: Token, levels: tuple[int, ...], ended: bool) -> list[tuple[_Place, str]]:
    """Where one can stand behind a token, and the role that it then has, if it is a bar."""
    outer, here = levels[:-1], levels[-1]
    if token.kind == "bar":
        closing = ended and here > 0
        steps = [(((*outer, here - 1), True), ">")] if closing else []
        # The second bar of |x| + 2|y|, and of |x||y||z|, does not open a factor +2, or one in bars.
        if not (closing and following.kind in ("operator", "bar")):
            steps.append((((*outer, here + 1), False), "<"))
        return steps
    if token.kind == "open":
        return [(((*levels, 0), False), "")]
    if token.kind == "close":
        return [((outer, True), "")] if outer and here == 0 else []
    operand = token.kind in ("number", "part") or (token.kind == "word" and not function(token.text))
    return [((levels, operand), "")]
