"""Characters -> tokens. Everything that is written in several ways is one kind of token from here on."""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from gdmath.checks import written
from gdmath.formulas.formula_error import FormulaError, two_ways
from gdmath.formulas.reading import words
from gdmath.formulas.reading.characters import GREEK_LETTERS, fraction, lowered, name_of, plain, raised
from gdmath.formulas.reading.names import Names
from gdmath.formulas.reading.strangers import OTHERWISE, unknown
from gdmath.formulas.vocabulary import ALLOWED

Kind = Literal[
    "number",  # text: plain digits, as in 1.5e-3
    "part",  # of one: text 1/2
    "word",  # text: a name, in Latin letters, with its index as in theta_1
    "operator",  # text: + - * / ^
    "open",  # text: ( [ { |
    "close",  # text: ) ] } |
    "bar",  # one that opens or closes; bars.py says which
    "root",  # text: which, 2, 3 or 4
    "command",  # of TeX, that takes arguments in braces: text frac or sqrt
    "comma",
    "equals",
    "end",
]


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the text from `start` to before `end`; `spaced` if a space stands before it."""

    kind: Kind
    text: str
    start: int
    end: int
    spaced: bool = False
    raised: bool = False  # a superscript, or its parentheses


STARTS: frozenset[Kind] = frozenset(["number", "part", "word", "open", "root", "command"])  # an operand

_NUMBER = re.compile(r"(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_TEX_WORD = re.compile(r"[A-Za-z]+[0-9]*")
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9]*")
_INDEX = re.compile(r"_?([0-9]{1,3})|_([A-Za-z](?![A-Za-z0-9]))")
_TEX_INDEX = re.compile(r"_(?:([0-9]+|[A-Za-z])|\{ *([A-Za-z0-9]+) *\})")
_MODULE = re.compile(r"(?:[A-Za-z][A-Za-z0-9_]*\.)+(?=[A-Za-z])")
_ELEMENTWISE = re.compile(r"\.[*/^]")  # x.^2, as in Matlab
_COMMAND = re.compile(r"\\([A-Za-z]+|.)", re.DOTALL)
_IN_BRACES = re.compile(r"\*? *\{ *([A-Za-z]+[0-9]*) *\}")
_TEX = re.compile(r"\\|\$|[_^] *\{")
_EDGES = (("$$", "$$"), ("$", "$"), (r"\(", r"\)"), (r"\[", r"\]"))

_LAYOUT = (
    "left right big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr middle displaystyle textstyle "
    "limits nolimits mathstrut !"
)
_SPACES = frozenset([",", ";", ":", ">", " ", "quad", "qquad"])
_SKIPPED = _SPACES | frozenset(_LAYOUT.split())
_FONTS = "mathrm operatorname text textrm mathit mathbf mathop mathcal mathsf boldsymbol bm"
_UPRIGHT = frozenset(_FONTS.split())
_FENCES: dict[str, Kind] = {"left": "open", "right": "close"}
_COMMANDS: dict[str, tuple[Kind, str]] = {
    **dict.fromkeys(("cdot", "times", "ast"), ("operator", "*")),
    "div": ("operator", "/"),
    **dict.fromkeys(("frac", "dfrac", "tfrac", "cfrac"), ("command", "frac")),
    "sqrt": ("command", "sqrt"),
    "lvert": ("open", "|"),
    "rvert": ("close", "|"),
    "vert": ("bar", "|"),
    "{": ("open", "["),
    "}": ("close", "]"),
    "lbrace": ("open", "["),
    "rbrace": ("close", "]"),
    "lbrack": ("open", "["),
    "rbrack": ("close", "]"),
}
_SIGNS: dict[str, tuple[Kind, str]] = {
    **{sign: ("operator", sign) for sign in "+-*/^"},
    **{sign: ("open", sign) for sign in "([{"},
    **{sign: ("close", sign) for sign in ")]}"},
    "|": ("bar", "|"),
    ",": ("comma", ","),
    "=": ("equals", "="),
    "√": ("root", "2"),
    "∛": ("root", "3"),
    "∜": ("root", "4"),
}
_REMEDIES = {
    "°": "angles are in radians; write x*pi/180 for x degrees",
    ";": "separate arguments by commas",
    ":": "write a quotient with /, as in x/2",
    "%": "write a hundredth as /100",
    "!": "there are no factorials",
    "'": "write a derivative out",
    "′": "write a derivative out",
    "±": "write one formula with + or one with -",
    "∓": "write one formula with + or one with -",
    "∞": "write a number",
    **dict.fromkeys("ΣΠ∑∏", "write sums and products out"),
    "‖": "write |x|, or sqrt(x^2 + y^2)",
    "$": "write it without $; in a shell, put the formula between single quotes",
    "_": "an index stands behind a name, as in x_1, and numbers have none",
    **dict.fromkeys("<>≤≥≠", "a cost has no inequalities; write for instance Max(0, x - 1)"),
    **dict.fromkeys("∫∂∇", "write integrals and derivatives out"),
    **dict.fromkeys("↦→", "write f(x) = ..., or the formula alone"),
    **dict.fromkeys('"`“”„«»', "leave the quotation marks out"),
    **dict.fromkeys("⌊⌋⌈⌉", "there is no rounding"),
    "#": "leave the comment out",
}


def is_tex(text: str) -> bool:
    """Return whether a formula is written in TeX, where ^ takes one token and xy is a product."""
    return bool(_TEX.search(text))


def tokenize(text: str, names: Collection[str] = ()) -> list[Token]:
    """Return the tokens of a formula and one that marks the end, or raise a FormulaError.

    `names`: variables that are known by these names, however long.

    >>> [token.text for token in tokenize("2·θ₁²")]
    ['2', '*', 'theta_1', '^', '(', '2', ')', '']
    """
    reader = _Reader(text, names)
    start, end = _edges(text)
    return [*reader.tokens(start, end), Token("end", "", len(text), len(text))]


def _edges(text: str) -> tuple[int, int]:
    """Where a formula begins and ends between the signs by which TeX sets it apart."""
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    for before, after in _EDGES:
        inner = text[start:end]
        if len(inner) > len(before + after) and inner.startswith(before) and inner.endswith(after):
            return start + len(before), end - len(after)
    return start, end


class _Reader:
    def __init__(self, text: str, names: Collection[str]) -> None:
        self.text, self.names = text, frozenset(names)
        self.plain = "".join(map(plain, text))
        self.tex = is_tex(text)
        self.at, self.end = 0, len(text)
        self.found: list[Token] = []
        self.spaced = False

    def tokens(self, start: int, end: int) -> list[Token]:
        self.at, self.end = start, end
        while self.at < end:
            if self.plain[self.at] == " ":  # in TeX, a space means nothing
                self.at, self.spaced = self.at + 1, self.spaced or not self.tex
            elif self.tex and self.plain[self.at] == "~":
                self.at, self.spaced = self.at + 1, True
            else:
                self.one()
        return self.found

    def one(self) -> None:
        if (
            self.found
            and self.found[-1].kind in ("word", "close")
            and _ELEMENTWISE.match(self.plain, self.at)
        ):
            self.at += 1
        character = self.plain[self.at]
        if character in "0123456789.":
            self.number()
        elif (character.isascii() and character.isalpha()) or character in GREEK_LETTERS:
            self.word()
        elif character == "\\":
            self.command()
        elif raised(character):
            self.superscript()
        elif part := fraction(character):
            self.add("part", part, self.at + 1)
        elif self.plain.startswith("**", self.at):
            self.add("operator", "^", self.at + 2)
        elif self.plain.startswith(":=", self.at):
            self.add("equals", "=", self.at + 2)
        elif character in _SIGNS:
            self.add(*_SIGNS[character], self.at + 1)
        else:
            raise self.stranger(self.at)

    def add(self, kind: Kind, text: str, end: int, raised: bool = False) -> None:
        self.found.append(Token(kind, text, self.at, end, self.spaced, raised))
        self.at, self.spaced = end, False

    def number(self) -> None:
        found = _NUMBER.match(self.plain, self.at, self.end)
        if not found:
            raise self.error(self.at, f"a point without digits has no place in a formula; {ALLOWED}")
        self.add("number", found[0], found.end())

    def word(self) -> None:
        if module := _MODULE.match(self.plain, self.at, self.end):
            self.from_module(module)
        elif self.plain[self.at] in GREEK_LETTERS:
            self.indexed(GREEK_LETTERS[self.plain[self.at]], self.at + 1, _INDEX)
        elif self.tex:
            found = _TEX_WORD.match(self.plain, self.at, self.end)
            assert found
            self.tex_word(found[0], found.end())
        else:
            found = _WORD.match(self.plain, self.at, self.end)
            assert found
            word = found[0].rstrip("_")
            self.indexed(word, self.at + len(word))

    def tex_word(self, word: str, end: int) -> None:
        """Add a word, or its letters where they are a product: TeX sets xy as x times y."""
        if word not in self.names and len(word) <= 3 and word.isalpha() and not words.contains_name(word):
            for letter in word[:-1]:
                self.add("word", letter, self.at + 1)
            word = word[-1]
        self.indexed(word, end)

    def indexed(self, word: str, end: int, *patterns: re.Pattern[str]) -> None:
        """Add a word and the index that follows it: a subscript, in TeX's way, or by one of the patterns."""
        below = end
        while below < self.end and lowered(self.plain[below]):
            below += 1
        if below > end:
            return self.add("word", f"{word}_{''.join(map(lowered, self.plain[end:below]))}", below)
        for pattern in (_TEX_INDEX, *patterns) if self.tex else patterns:
            if found := pattern.match(self.plain, end, self.end):
                index = next(filter(None, found.groups()))
                return self.add("word", f"{word}_{index}", found.end())
        return self.add("word", word, end)

    def from_module(self, module: re.Match[str]) -> None:
        """Add a function or constant as it is called in Python, np.exp."""
        modules = module[0][:-1].split(".")
        if not set(modules) <= words.MODULES:
            raise self.error(self.at, f"{written(module[0])} has no place in a formula; {ALLOWED}")
        found = _LATIN.match(self.plain, module.end(), self.end)
        assert found
        if not (words.function(found[0]) or words.constant(found[0])):
            raise self.error(module.end(), unknown(found[0], True, Names()))
        self.add("word", found[0], found.end())

    def command(self) -> None:
        found = _COMMAND.match(self.plain, self.at, self.end)
        name = found[1] if found else ""
        if found and name in _FENCES and self.plain.startswith("|", found.end()):
            self.add(_FENCES[name], "|", found.end() + 1)
        elif found and name in _SKIPPED:
            self.at, self.spaced = found.end(), self.spaced or name in _SPACES
        elif found and name in _COMMANDS:
            self.add(*_COMMANDS[name], found.end())
        elif found and name in _UPRIGHT and (inner := _IN_BRACES.match(self.plain, found.end(), self.end)):
            self.indexed(inner[1], inner.end())
        elif found and (words.function(name) or words.constant(name) or name in words.GREEK_WORDS):
            self.indexed(words.GREEK_WORDS.get(name, name), found.end())
        else:
            raise self.error(self.at, _strange_command(name))

    def superscript(self) -> None:
        """Add a power whose exponent is raised: ^, and what is raised in parentheses."""
        start, end = self.at, self.at
        while end < self.end and raised(self.plain[end]):
            end += 1
        if self.plain[end : end + 1] == "√" and self.plain[start] != "²":
            self.root_of_degree("".join(map(raised, self.plain[start:end])), end + 1)
            return
        inner = _Reader("".join(map(raised, self.plain[start:end])), self.names).tokens(0, end - start)
        self.add("operator", "^", start, raised=True)
        self.add("open", "(", start, raised=True)
        self.found += [Token(t.kind, t.text, t.start + start, t.end + start, raised=True) for t in inner]
        self.at = end
        self.found.append(Token("close", ")", end - 1, end, raised=True))

    def root_of_degree(self, degree: str, end: int) -> None:
        """Add the ³√ of ³√x; in 2³√x it could be a power too."""
        before = self.found[-1].kind if self.found else "operator"
        root = "cbrt(v)" if degree == "3" else f"v^(1/{degree})"
        if before not in ("operator", "open", "comma", "equals"):
            raise self.error(self.at, two_ways(f"u^{degree}*sqrt(v)", f"u*{root}"))
        if degree not in ("2", "3", "4"):
            raise self.error(self.at, f"only roots of degree 2, 3 and 4 are drawn; write {root}")
        self.add("root", degree, end)

    def stranger(self, place: int) -> FormulaError:
        character = self.text[place]
        remedy = _REMEDIES.get(self.plain[place], ALLOWED)
        if lowered(character):
            remedy = "an index stands behind a name, as in x₁"
        elif character.isalpha() and not character.isascii() and character not in _REMEDIES:
            greek = "GREEK" in unicodedata.name(character, "")
            remedy = "it looks like a Latin letter; write that" if greek else "use Latin or Greek letters"
        return self.error(place, f"{name_of(character)} has no place in a formula; {remedy}")

    def error(self, place: int, reason: str) -> FormulaError:
        return FormulaError(self.text, place, reason)


def _strange_command(name: str) -> str:
    r"""What is wrong with \cot, and with \sinx, which lacks a space."""
    if name in OTHERWISE:
        return unknown(name, True, Names())
    known = {*_COMMANDS, *words.FUNCTION_WORDS, *words.GREEK_WORDS, "pi"}
    remedy = f"write \\{name[:-1]} {name[-1]}" if name[:-1] in known else ALLOWED
    return f"\\{name} has no place in a formula; {remedy}"
