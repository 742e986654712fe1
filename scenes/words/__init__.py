"""What the stories and `descent trace` say: each sentence and label, a file a language.

`en.py` is the reference; every other language has the same functions of the same facts.
"""

from importlib import import_module
from types import ModuleType


def language(name: str) -> ModuleType:
    """Return the words of a language: "en", "de" or "es"."""
    return import_module(f"scenes.words.{name}")
