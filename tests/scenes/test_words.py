"""Every language says everything, in two lines at most, with glyphs that there are."""

import ast
import inspect
import itertools
import re
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from types import ModuleType
from typing import Any, Literal, get_args, get_origin

import pytest

from scenes.kit import glyphs
from scenes.kit.glyphs import SMALL, UNITS_PER_POINT, outline, set_decimal
from scenes.kit.lettering import Words
from scenes.kit.screen import Screen
from scenes.parameters import LANGUAGES
from scenes.words import language
from scenes.words.caption import Caption

ROOT = Path(__file__).parents[2] / "scenes"
STORIES = [path for path in ROOT.glob("*.py") if path.stem not in ("__init__", "__main__")]
# Their Typst has words of its own.
KIT = [path for path in ROOT.rglob("kit/**/*.py") if path.stem not in ("lettering", "glyphs")]
ENGLISH = language("en")
OWN = ["", *(path.parent.name for path in ROOT.glob("words/*/en.py") if path.parent.name != "methods")]


def sentences(module: ModuleType) -> dict[str, inspect.Signature]:
    name_of_language = module.__name__.rpartition(".")[2]
    return {
        name: inspect.signature(value)
        for name, value in vars(module).items()
        if inspect.isfunction(value)
        and value.__module__.rpartition(".")[2].split("_")[0] == name_of_language
        and not name.startswith("_")
    }


FACTS = {str: ("x", "theta12"), float: (0.0, -1.234e-7), int: (1, 100_000), bool: (True, False)}
FACTS[tuple[str, ...]] = ("r",), ("p", "q")


def values(name: str, annotation: Any) -> tuple[Any, ...]:
    """Some values of a kind of fact, from the ends of what there is; none of those that stories make."""
    if name == "digits":
        return 4, 9
    if inspect.isclass(annotation) and issubclass(annotation, Enum):
        return tuple(annotation)
    return get_args(annotation) if get_origin(annotation) is Literal else FACTS.get(annotation, ())


def examples(signature: inspect.Signature) -> Iterator[tuple[Any, ...]]:
    return itertools.product(*(values(name, each.annotation) for name, each in signature.parameters.items()))


@pytest.mark.parametrize("own", OWN)
@pytest.mark.parametrize("other", [name for name in LANGUAGES if name != "en"])
def test_every_language_has_every_sentence(other: str, own: str) -> None:
    assert sentences(language(other, own)) == sentences(language("en", own))


def test_what_one_story_says_hides_nothing_that_all_say() -> None:
    for own in OWN[1:]:
        path = ROOT / "words" / own / "en.py"
        said = {
            each.name for each in ast.parse(path.read_text("utf-8")).body if isinstance(each, ast.FunctionDef)
        }
        assert not said & set(sentences(ENGLISH))


def test_every_sentence_is_said_somewhere() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in ROOT.rglob("*.py"))
    # Called as words.NAME(...) by a story, or as NAME(...) by another sentence; defined once a language.
    names = {name for own in OWN for name in sentences(language("en", own))}
    calls = {name: len(re.findall(rf"\b{name}\(", code)) for name in names}
    assert [name for name, count in calls.items() if count <= len(LANGUAGES)] == []


@pytest.mark.parametrize("own", OWN)
@pytest.mark.parametrize("name", LANGUAGES)
def test_captions_fit_and_labels_have_their_glyphs(name: str, own: str) -> None:
    words = language(name, own)
    strip = Screen.of(1920, 1080).captions
    set_decimal(words.DECIMAL)
    try:
        for sentence in sentences(words).keys() - (sentences(language(name)).keys() if own else set()):
            spoken = ""
            for facts in examples(sentences(words)[sentence]):
                spoken = getattr(words, sentence)(*facts)
                if isinstance(spoken, str):
                    assert len(outline(spoken, SMALL))
                    continue
                assert isinstance(spoken, Caption)
                # Set at once, hundreds would take minutes; the widest letters are about 0.5 em on average.
                assert len(spoken.plain()) * 0.5 * SMALL * UNITS_PER_POINT <= 2 * strip.width, spoken.plain()
            assert isinstance(spoken, str) or _height(spoken, words, strip.width) <= 0.8
    finally:
        set_decimal(".")


def _height(spoken: Caption, words: ModuleType, width: float) -> float:
    return Words(spoken.typst(words.DECIMAL), size=SMALL, color="#ffffff", width=width).height


@pytest.mark.parametrize("path", [*STORIES, *KIT], ids=lambda path: path.name)
def test_no_story_holds_a_sentence(path: Path) -> None:
    """Text of two words and more is a docstring, a message for a person, or Typst without letters."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    allowed = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Raise):
            allowed |= {id(part) for part in ast.walk(node)}
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in allowed
            and "#set" not in node.value
        ):
            letters = [word for word in node.value.split() if word.isalpha() and len(word) > 2]
            assert len(letters) < 3, f"{path.name}, line {node.lineno}: {node.value!r}"


def test_numbers_take_the_decimal_sign_of_the_language() -> None:
    comma = outline("1,5", SMALL)
    try:
        set_decimal(",")
        assert (outline("1.5", SMALL) == comma).all()
    finally:
        set_decimal(".")
    assert glyphs.outline("1.5", SMALL).shape != comma.shape
