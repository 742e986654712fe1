"""Manim scenes that turn recorded descents into explanatory videos; `show` puts one into a notebook."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scenes.studio.notebook.film import Film

__all__ = ["show"]


def show(story: Any, **parameters: Any) -> "Film":
    """Make a film, and return it: as the last value of a cell, it is what the notebook shows.

    `story` is a name, such as "tangent", or a subclass of a story, which may be defined in the notebook. The
    parameters are the options of `descent render STORY` in Python's spelling, with numbers, text or lists as
    values; quality is "l", "m" (the default), "h", "p" or "k"; languages=["en", "de"] are those of captions
    that can be chosen. What was made once isn't made again. Raises ValueError for what can't be used or made.

        show("tangent", cost="x**2", start=3)
        show("surface", cost="x**2 + 10*y**2", starts=[(2, 1), (-2, 1)], shape="4:3", language="de")
    """
    from scenes.studio.notebook.show import show as shown

    return shown(story, parameters)
