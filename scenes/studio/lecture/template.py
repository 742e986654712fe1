"""What `descent new` writes: a lecture that can be built as it stands, and says what else there is."""

import shlex
from pathlib import Path
from string import Template

from scenes.studio.commands import called

_TEXT = """\
# A lecture of short films. Look for mistakes:  $descent check$folder
# See it in a browser while you write:          $descent preview$folder
# Make what is missing or has changed:          $descent build$folder
# Then open the page index.html in the folder of the films.

title = "Gradient descent"
language = "en"        # of all films and of the page: en, de or es

[defaults]             # for every scene that says nothing else
quality = "m"          # l to try things out, m 720p, h 1080p, k 2160p
theme = "dark"         # light for slides with a white ground and for print
# languages = ["en", "de"]     # of captions and transcripts, besides the film's own
# formats = ["gif", "stills"]  # of each film, besides video and page (all: $descent render tangent --help)

# One [[scenes]] for each film. scene is the story: intro, tangent, wave, learning-rate, surface, linked,
# race, regression or basins. What each can be told with: $descent render tangent --help

[[scenes]]
scene = "intro"
title = "What gradient descent is"

[[scenes]]
scene = "tangent"
title = "Step by step into a valley"
cost = "x**4 - 3*x**2 + x"
start = 2
learning_rate = 0.02

# A list where one value is taken makes a film of each: rate-0.05, rate-0.4 and rate-1.05. Side by side in one
# film they are shown by scene = "learning-rate" with rates = [0.05, 0.4, 1.05].
[[scenes]]
scene = "tangent"
name = "rate"
title = "The same descent at another learning rate"
cost = "x**2"
start = 3
learning_rate = [0.05, 0.4, 1.05]

[[scenes]]
scene = "linked"
title = "Two variables: a long valley"
cost = "x**2 + 10*y**2"
starts = [-2, 1]

# Data of your own: a file beside this one.
#
# [[scenes]]
# scene = "regression"
# data = "points.csv"
# model = "linear"

# A story of your own, the class Quartic in the file lecture.py beside this one; only build runs it.
#
# [[scenes]]
# scene = "lecture.py:Quartic"
"""


def template(folder: Path) -> str:
    """Return the text of a lecture file in a folder, which says what to type there to go on."""
    named = "" if folder == Path() else f" {shlex.quote(str(folder))}"
    return Template(_TEXT).substitute(descent=called(), folder=named)
