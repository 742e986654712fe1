"""What to say of a word that names nothing: what it may have been meant to, never something else."""

from collections.abc import Iterable
from keyword import iskeyword

from gdmath.checks import written
from gdmath.formulas.reading import words
from gdmath.formulas.reading.names import Names
from gdmath.formulas.vocabulary import ALLOWED, FUNCTIONS

# What is called by this name and written otherwise; u stands for the argument.
OTHERWISE = {
    "cot": "1/tan(u)",
    "cotan": "1/tan(u)",
    "ctg": "1/tan(u)",
    "cotg": "1/tan(u)",
    "sec": "1/cos(u)",
    "csc": "1/sin(u)",
    "cosec": "1/sin(u)",
    "coth": "1/tanh(u)",
    "sech": "1/cosh(u)",
    "csch": "1/sinh(u)",
    **dict.fromkeys(("asinh", "arsinh", "arcsinh"), "log(u + sqrt(u^2 + 1))"),
    **dict.fromkeys(("acosh", "arcosh", "arccosh"), "log(u + sqrt(u^2 - 1))"),
    **dict.fromkeys(("atanh", "artanh", "arctanh"), "log((1 + u)/(1 - u))/2"),
    "log1p": "log(1 + u)",
    "expm1": "exp(u) - 1",
    "exp2": "2^u",
    "exp10": "10^u",
    "square": "u^2",
    "reciprocal": "1/u",
    "erfc": "1 - erf(u)",
    "logit": "log(u/(1 - u))",
    "logsigmoid": "-softplus(-u)",
    "silu": "u*sigmoid(u)",
    "swish": "u*sigmoid(u)",
    "gelu": "u*(1 + erf(u/sqrt(2)))/2",
    "radians": "u*pi/180",
    "degrees": "u*180/pi",
    "heaviside": "(1 + sign(u))/2",
}
_IN_FULL = {"sine": "sin", "cosine": "cos", "tangent": "tan", "arcsine": "asin", "arccosine": "acos"} | {
    "arctangent": "atan",
    "absolutevalue": "abs",
    "squareroot": "sqrt",
    "cuberoot": "cbrt",
    "exponential": "exp",
    "logarithm": "log",
    "betrag": "abs",
    **dict.fromkeys(("sinus", "seno"), "sin"),
    **dict.fromkeys(("cosinus", "kosinus", "coseno"), "cos"),
    **dict.fromkeys(("tangens", "tangente"), "tan"),
    **dict.fromkeys(("wurzel", "racine", "raiz", "radice"), "sqrt"),
    **dict.fromkeys(("potenz", "potencia", "puissance"), "pow"),
}
_TWO_MEANINGS = {
    "sinc": "write sin(u)/u, or sin(pi*u)/(pi*u)",
    "sqr": "write u^2 for the square, sqrt(u) for the root",
    "root": "write sqrt(u) or cbrt(u)",
    "hypot": "write sqrt(u^2 + v^2)",
    "norm": "write sqrt(u^2 + v^2)",
    "clip": "write Max(a, Min(u, b))",
    "clamp": "write Max(a, Min(u, b))",
}
_UNFIT = (
    "floor ceil round trunc mod fmod frac int factorial gamma lgamma beta zeta sum prod mean dot det diff "
    "integrate integral lim limit where piecewise re im arg conj rand random argmax argmin inf sup"
)
_IMPOSSIBLE = frozenset(_UNFIT.split())
_ONE_VARIABLE = "if it is one variable, name it by a letter, as in x_1"
_LONGEST = 12  # letters of a word that is taken apart
_MOST_NEAR = 3


def unknown(word: str, called: bool, names: Names) -> str:
    """Return what is wrong with a word that names nothing; `called` if an argument stands behind it.

    >>> unknown("xy", False, Names())
    "'xy' is no name: if it is a product, write x*y; if it is one variable, name it by a letter, as in x_1"
    >>> unknown("cot", True, Names())
    "unknown function 'cot'; write 1/tan(u) for cot(u)"
    """
    start = f"unknown {'function' if called else 'name'} {written(word)}; "
    lower = word.lower()
    if called and lower in OTHERWISE:
        return f"{start}write {OTHERWISE[lower]} for {word}(u)"
    if lower in _IN_FULL:
        return f"{start}did you mean {_IN_FULL[lower]}?"
    if called and lower in _TWO_MEANINGS:
        return start + _TWO_MEANINGS[lower]
    if iskeyword(word) or (lower in _IMPOSSIBLE and (called or lower in ("mod", "arg", "lim", "sum"))):
        return start + ALLOWED
    head = word.partition("_")[0]
    if "_" in word and words.function(head):
        return f"{start}{head} is a function and takes no index; write {head}(...)"
    product, letters = _product(_pieces(word), called)
    if product and letters:
        meant = _nearest(word, called, names) if called and len(word) > 2 else []
        other = f"did you mean {_any_of(meant)}?" if meant else _ONE_VARIABLE
        return f"{word!r} is no name: if it is a product, write {product}; {other}"
    other, _ = _product(_pieces(word, numbered=False), called)  # log2x: log2(x) or log(2*x)
    near = [] if product else _nearest(word, called, names)
    products = list(dict.fromkeys(filter(None, (product, other))))
    hints = [f"write {' or '.join(products)}"] * bool(products) + [f"did you mean {_any_of(near)}?"] * bool(
        near
    )
    if names.declared is not None and not called:
        hints.append(f"the variables are {', '.join(names.declared)}")
    return start + (", or ".join(hints) or ALLOWED)


def _product(pieces: list[str], called: bool) -> tuple[str, bool]:
    """Return the product that a word could be, or nothing, and whether it consists of letters alone."""
    if len(pieces) < 2:
        return "", False
    letters = sum(map(_is_letter, pieces))
    if letters == len(pieces):
        return ("*".join(pieces) + ("*(...)" if called else ""), True) if letters <= 3 else ("", False)
    functions = [i for i, piece in enumerate(pieces) if words.function(piece)]
    if letters > 2 or len(functions) > 1 or (not functions and letters == len(pieces)):
        return "", False
    if not functions:
        return "*".join(pieces) + ("*(...)" if called else ""), False
    (i,) = functions
    argument = "*".join(pieces[i + 1 :])
    if bool(argument) == called:
        return "", False
    return "*".join([*pieces[:i], f"{pieces[i]}({argument or '...'})"]), False


def _pieces(word: str, numbered: bool = True) -> list[str]:
    """Return the fewest names and numbers that a word consists of, or nothing.

    `numbered`: False for a word without functions like log2.
    """
    if len(word) > _LONGEST:
        return []
    best: list[list[str] | None] = [[]]
    for end in range(1, len(word) + 1):
        ways = [
            [*before, word[start:end]]
            for start in range(end)
            if (before := best[start]) is not None and _is_piece(word, start, end, numbered)
        ]
        best.append(min(ways, key=lambda way: (len(way), sum(map(_is_letter, way))), default=None))
    return best[-1] or []


def _is_letter(piece: str) -> bool:
    """Whether it is a letter, perhaps with an index, but no word."""
    return words.spelled(piece) is not None and piece not in words.GREEK_WORDS


def _is_piece(word: str, start: int, end: int, numbered: bool) -> bool:
    piece = word[start:end]
    if piece.isdigit():
        behind_number = start > 0 and word[start - 1].isdigit()
        return start > 0 and not behind_number and not word[end : end + 1].isdigit()
    function = words.function(piece)
    if function and (len(piece) > 2 or piece in ("ln", "lg")):
        takes_one = function == words.POWER or FUNCTIONS[function][0] == 1
        return takes_one and (numbered or not piece[-1].isdigit())
    cut = word[end : end + 1].isdigit() and words.spelled(piece)
    return not cut and bool(words.spelled(piece) or words.constant(piece))


def _nearest(word: str, called: bool, names: Names) -> list[str]:
    known: Iterable[str] = words.FUNCTION_WORDS
    if not called:
        known = [*known, *words.GREEK_WORDS, "pi", *(names.declared or ())]
    most = 0 if len(word) < 3 else 1 if len(word) < 5 else 2
    typed = word.lower() if called else word
    far = {
        name: (_distance(typed, name), sorted(typed) != sorted(name), typed[:1] != name[:1])
        for name in known
        if abs(len(name) - len(word)) <= 2
    }
    least = min(far.values(), default=(most + 1,))
    return [] if least[0] > most else [name for name in far if far[name] == least][:_MOST_NEAR]


def _distance(one: str, other: str) -> int:
    """How many letters are wrong, missing, too many, or swapped with their neighbour."""
    rows = [list(range(len(other) + 1))]
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(other, 1):
            least = min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (a != b))
            if i > 1 and j > 1 and (a, b) == (other[j - 2], one[i - 2]):
                least = min(least, rows[-2][j - 2] + 1)
            row.append(least)
        rows.append(row)
    return rows[-1][-1]


def _any_of(near: list[str]) -> str:
    return " or ".join([", ".join(near[:-1])] * (len(near) > 1) + near[-1:])
