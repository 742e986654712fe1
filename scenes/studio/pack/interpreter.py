"""Words that are spoken in several languages at once, so that captions of all of them share one film."""

from collections.abc import Callable, Hashable, Mapping
from inspect import signature
from types import ModuleType
from typing import Any, get_args

from scenes.words.caption import Caption

Said = Caption | str


class Interpreter:
    """Takes the place of a story's words, and remembers how the other languages would have said the same.

    Every sentence is a function of facts that all languages have: what one says at a moment of a film is
    said by the others of the same facts at the same moment.
    """

    def __init__(self, words: ModuleType, others: Mapping[str, ModuleType]) -> None:
        self._words, self._others = words, others
        self._theirs: dict[str, dict[Hashable, Any]] = {name: {} for name in others}

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._words, name)
        return self._interpreted(name, value) if callable(value) else value

    def plain(self, said: Said, language: str) -> str:
        """Return what was said in another language as a line of plain text."""
        theirs = self._theirs[language].get(_key(said), said)
        return theirs if isinstance(theirs, str) else theirs.plain(self._others[language].DECIMAL)

    def _interpreted(self, name: str, sentence: Callable[..., Any]) -> Callable[..., Any]:
        names = _names(sentence)

        def speak(*facts: Any, **named: Any) -> Any:
            made = sentence(*facts, **named)
            for language, words in self._others.items():
                own = [self._in(language, f) if k in names else f for k, f in enumerate(facts)]
                own_named = {k: self._in(language, f) if k in names else f for k, f in named.items()}
                self._theirs[language][_key(made)] = getattr(words, name)(*own, **own_named)
            return made

        return speak

    def _in(self, language: str, name: Any) -> Any:
        """Return a name, or several, as the other language has it."""
        if isinstance(name, str):
            base, space, number = name.rpartition(" ")
            if number.isdecimal() and name not in self._theirs[language]:  # one of several of that name
                return self._in(language, base) + space + number
            return self._theirs[language].get(name, name)
        return [self._in(language, each) for each in name] if isinstance(name, list | tuple) else name


def _names(sentence: Callable[..., Any]) -> set[str | int]:
    """Return which facts of a sentence are names, by their place and by what they are called.

    A name may have been made by another sentence; what is one of a few literals is no name.
    """
    facts = enumerate(signature(sentence).parameters.items())
    return {
        key
        for place, (name, fact) in facts
        if fact.annotation is str or str in get_args(fact.annotation)
        for key in (place, name)
    }


def _key(made: Any) -> Hashable:
    try:
        hash(made)
    except TypeError:  # no caption, and no name
        return id(made)
    return made
