"""Titles of chapters, some of which are counted."""

import re
from collections.abc import Mapping


def titled(beat: str, titles: Mapping[str, str]) -> str:
    """Return the title of a beat; a beat of one's own goes by its name.

    >>> titled("worked 2", {"worked": "Step {n} by hand"}), titled("my own_beat", {})
    ('Step 2 by hand', 'My own beat')
    """
    if beat in titles:
        return titles[beat]
    counted = re.fullmatch(r"(.+) (\d+)", beat)
    if counted and counted[1] in titles:
        return titles[counted[1]].replace("{n}", counted[2])
    return beat[:1].upper() + beat[1:].replace("_", " ")
