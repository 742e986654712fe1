"""Which words of a formula are variables: those declared, or all that look like one."""

from collections.abc import Sequence

from gdmath.formulas.reading import words


class Names:
    """The variables of a formula: those declared, or, with none declared, all names that look like one."""

    def __init__(self, declared: Sequence[str] | None = None) -> None:
        self.declared = declared
        self._first: dict[tuple[str, str], str] = {}  # one spelling for x1, x_1 and x₁
        for name in declared or ():
            if key := words.spelled(name):
                self._first.setdefault(key, name)

    def is_declared(self, word: str) -> bool:
        """Return whether a word is a variable that was declared, or another spelling of it."""
        return self.declared is not None and (word in self.declared or words.spelled(word) in self._first)

    def variable(self, word: str) -> str | None:
        """Return the variable that a word names, or None.

        >>> names = Names()
        >>> names.variable("x_1"), names.variable("x1"), names.variable("xy")
        ('x_1', 'x_1', None)
        """
        if self.declared is not None and word in self.declared:
            return word
        key = words.spelled(word)
        if key is None or (self.declared is not None and key not in self._first):
            return None
        letter, index = key
        return self._first.setdefault(key, f"{letter}{'_' if '_' in word else ''}{index}")
