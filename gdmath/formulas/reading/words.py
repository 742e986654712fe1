"""Words: which name a function, a constant or a variable, and under which other names they are known."""

import re

from gdmath.formulas.vocabulary import FUNCTIONS, GREEK

_MODULES = "np numpy jnp jax math Math cmath torch nn functional F sp sympy scipy special tf K"
MODULES = frozenset(_MODULES.split())

_OTHER_NAMES = {
    "sin": "sen",
    "asin": "arcsin arcsen",
    "acos": "arccos",
    "atan": "arctan arctg",
    "atan2": "arctan2",
    "tan": "tg",
    "sinh": "sh",
    "cosh": "ch",
    "tanh": "th",
    "log": "ln",
    "log10": "lg",
    "log2": "lb ld",
    "abs": "fabs absolute",
    "sign": "sgn signum",
    "Max": "maximum fmax",
    "Min": "minimum fmin",
    "sigmoid": "logistic expit",
    "pow": "power",
}
POWER = "pow"
_FUNCTION = {name.lower(): name for name in (*FUNCTIONS, POWER)} | {
    other: name for name, others in _OTHER_NAMES.items() for other in others.split()
}
FUNCTION_WORDS = tuple(dict.fromkeys((*FUNCTIONS, *_FUNCTION)))
_CONSTANT = {"e": "e", "E": "e", "pi": "pi", "Pi": "pi", "PI": "pi"}

CAPITALS = frozenset(["Gamma", "Delta", "Theta", "Lamda", "Xi", "Phi", "Psi", "Omega"])
_OTHER_GREEK = {
    "lambda": "lamda",
    "Lambda": "Lamda",
    **{f"var{name}": name for name in ("epsilon", "theta", "kappa", "rho", "sigma", "phi")},
}
GREEK_WORDS = {name: name for name in (*GREEK, *CAPITALS)} | _OTHER_GREEK
_VARIABLE = re.compile(
    f"([A-Za-z]|{'|'.join(sorted(GREEK_WORDS, key=len, reverse=True))})"
    "(?:_?([0-9]{1,3})|_([A-Za-z][A-Za-z0-9]{0,7}))?"
)


def function(word: str) -> str | None:
    """Return the name of the function that a word names, in whatever case; `pow` for a power.

    >>> function("Sin"), function("arctan"), function("lg"), function("x")
    ('sin', 'atan', 'log10', None)
    """
    return _FUNCTION.get(word.lower())


def constant(word: str) -> str | None:
    """Return the name of the constant that a word names.

    >>> constant("PI"), constant("x")
    ('pi', None)
    """
    return _CONSTANT.get(word)


def spelled(word: str) -> tuple[str, str] | None:
    """Return a variable's letter and index, or None; x1 and x_1 are the same.

    >>> spelled("theta_0"), spelled("x1"), spelled("x_1"), spelled("x"), spelled("xy")
    (('theta', '0'), ('x', '1'), ('x', '1'), ('x', ''), None)
    """
    found = _VARIABLE.fullmatch(word)
    if not found:
        return None
    letter, number, index = found.groups()
    return GREEK_WORDS.get(letter, letter), number or index or ""


def contains_name(letters: str) -> bool:
    """Return whether some letters in a row have a name that is longer than one.

    >>> contains_name("xy"), contains_name("pix"), contains_name("sin")
    (False, True, True)
    """
    parts = (letters[i:j] for i in range(len(letters)) for j in range(i + 2, len(letters) + 1))
    return any(function(part) or constant(part) or part in GREEK_WORDS for part in parts)


def natural(name: str) -> tuple[str, int, str]:
    """Return what names are sorted by, so that numbers count as numbers.

    >>> sorted(["x10", "y", "x2", "x"], key=natural)
    ['x', 'x2', 'x10', 'y']
    """
    base = name.rstrip("0123456789")
    return base.rstrip("_"), int(name[len(base) :] or -1), name
