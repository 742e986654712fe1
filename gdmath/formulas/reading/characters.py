"""The characters people write mathematics with, each as the plain one that means the same."""

import unicodedata
from functools import cache

_SAME = {
    "-": "−–—‒‐‑﹣－",
    "*": "·⋅∙•∗×⨯✕✖\u2062",
    "/": "÷⁄∕",
    "^": "ˆ",
    "|": "∣│",
    "=": "≔",
    " ": "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\u2061\ufeff",  # seen as nothing
}
_PLAIN = {sign: plain for plain, signs in _SAME.items() for sign in signs}
_RAISED = frozenset("0123456789+-()abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZαβγδεθφχ")
_WRITTEN_AS_LETTERS = ("", "<font>", "<wide>", "<narrow>", "<compat>")

_GREEK = "αβγδεζηθικλμνξρςστυφχψωΓΔΘΛΞΦΨΩπ"
_GREEK_NAMES = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lamda mu nu xi rho sigma sigma tau upsilon phi "
    "chi psi omega Gamma Delta Theta Lamda Xi Phi Psi Omega pi"
)
GREEK_LETTERS = dict(zip(_GREEK, _GREEK_NAMES.split(), strict=True))


@cache
def plain(character: str) -> str:
    """Return the plain character that means the same, or the character itself.

    >>> plain("−"), plain("×"), plain("𝑥"), plain("２"), plain("²")
    ('-', '*', 'x', '2', '²')
    """
    if character.isspace():
        return " "
    if character in _PLAIN:
        return _PLAIN[character]
    same = unicodedata.normalize("NFKC", character)
    if len(same) != 1 or _tag(character) not in _WRITTEN_AS_LETTERS:
        return character
    return _PLAIN.get(same, same)


@cache
def raised(character: str) -> str:
    """Return what a superscript raises, or nothing if it is none.

    >>> raised("²"), raised("⁻"), raised("ˣ"), raised("2"), raised("º")
    ('2', '-', 'x', '', '')
    """
    if _tag(character) != "<super>" or character in "ªº":
        return ""
    same = unicodedata.normalize("NFKC", character).replace("−", "-")
    return same if same in _RAISED else ""


@cache
def lowered(character: str) -> str:
    """Return what a subscript lowers, or nothing if it is none.

    >>> lowered("₁"), lowered("ᵢ"), lowered("1")
    ('1', 'i', '')
    """
    if _tag(character) != "<sub>":
        return ""
    same = unicodedata.normalize("NFKC", character)
    return same if same.isascii() and same.isalnum() else ""


@cache
def fraction(character: str) -> str:
    """Return the two numbers of a fraction that is one character, or nothing.

    >>> fraction("½"), fraction("⅔"), fraction("2")
    ('1/2', '2/3', '')
    """
    if _tag(character) != "<fraction>":
        return ""
    above, _, below = unicodedata.normalize("NFKC", character).partition("⁄")
    return f"{above}/{below}" if below else ""


def name_of(character: str) -> str:
    """Return a character as a message shows it, with its name where it looks like another."""
    if character.isascii() or not character.isalpha():
        return repr(character)
    return f"{character!r} ({unicodedata.name(character, 'a letter').lower()})"


def _tag(character: str) -> str:
    decomposition = unicodedata.decomposition(character)
    return decomposition.split()[0] if decomposition.startswith("<") else ""
