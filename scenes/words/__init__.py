"""What the stories and `descent trace` say: each sentence and label, a few files a language.

English is the reference; every other language has the same functions of the same facts.
"""

from functools import cache
from importlib import import_module
from types import ModuleType

PARTS = ("{}", "{}_space", "methods.{}")


@cache
def language(name: str, own: str = "") -> ModuleType:
    """Return the words of a language, "en", "de" or "es", and those that only one story says.

    `own` is the story's folder here, if it has one.
    """
    words = ModuleType(f"scenes.words.{name}")
    for part in (*PARTS, f"{own}.{{}}") if own else PARTS:
        vars(words).update(
            vars(import_module("scenes.words." + part.format(name))) | {"__name__": words.__name__}
        )
    return words
