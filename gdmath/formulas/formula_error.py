"""What is raised for a text that is no formula."""

from unicodedata import east_asian_width

_WIDE_SPACE = "\u3000"


class FormulaError(ValueError):
    """A formula that can't be used: the message shows it with a caret under the offending place.

    `formula` is the text, `position` the place (0-based), `reason` what is wrong and how to mend it.
    """

    def __init__(self, formula: str, position: int, reason: str) -> None:
        self.formula, self.position, self.reason = formula, position, reason
        shown = "".join(c if c.isprintable() else " " for c in formula)
        start = max(0, min(position, len(shown)) - 60)
        before = "".join(_WIDE_SPACE if east_asian_width(c) in "FW" else " " for c in shown[start:position])
        super().__init__(f"{reason}\n  {shown[start : start + 100]}\n  {before}^")

    def __reduce__(self):
        return type(self), (self.formula, self.position, self.reason)


def two_ways(one: str, other: str) -> str:
    """Return what is said of a text that may be one or the other.

    >>> two_ways("(1/2)*x", "1/(2*x)")
    'this can be read in two ways: write (1/2)*x or 1/(2*x)'
    """
    return f"this can be read in two ways: write {one} or {other}"
