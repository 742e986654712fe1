"""What is raised for a text that is no formula."""


class FormulaError(ValueError):
    """A formula that can't be used: the message shows it with a caret under the offending place.

    `formula` is the text, `position` the place (0-based), `reason` what is wrong and how to mend it.
    """

    def __init__(self, formula: str, position: int, reason: str) -> None:
        self.formula, self.position, self.reason = formula, position, reason
        shown = "".join(c if c.isprintable() else " " for c in formula)
        start = max(0, min(position, len(shown)) - 60)
        window = shown[start : start + 100]
        super().__init__(f"{reason}\n  {window}\n  {' ' * (position - start)}^")

    def __reduce__(self):
        return type(self), (self.formula, self.position, self.reason)
