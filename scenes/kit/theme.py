"""Colours by role. Code names what a thing means; the theme says how that looks.

Every role has a text contrast of at least 4.5:1 against its background, and any two roles stay apart in
normal sight and in simulated protanopia and deuteranopia (tests/scenes/test_theme.py). So do the colours of
a series, for several runs or basins beside each other: at least 3:1, and apart from the roles that are drawn
with them, the point, the text and what stands back.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Theme:
    """The colours of one look, as `#rrggbb`, one for each role.

    >>> DARK.cost != LIGHT.cost
    True
    """

    name: str
    background: str
    cost: str  # the curve or the surface
    point: str  # where we are
    gradient: str  # tangent, slope, gradient
    memory: str  # what is left of earlier gradients: a momentum, a mean
    size: str  # what steps are divided by: a mean square, a curvature
    step: str  # the arrow that is taken: minus learning rate times gradient
    optimum: str  # a minimum
    text: str
    muted: str  # axes, ticks, what stands back
    data: str  # observations
    series: tuple[str, ...]  # several runs, or the basins of several minima, in order

    def roles(self) -> dict[str, str]:
        """Return the colour of every role but the background and the series, by the role's name."""
        others = ("name", "background", "series")
        return {key: value for key, value in vars(self).items() if key not in others}


DARK = Theme(
    name="dark",
    background="#0f1216",
    cost="#74c4f8",
    point="#ffe25c",
    gradient="#f0922b",
    memory="#dd6655",
    size="#bbff99",
    step="#d957cb",
    optimum="#26e8a8",
    text="#f2f4f7",
    muted="#8b94a3",
    data="#9475ff",
    series=("#5ae1ff", "#e14b00", "#69ff96", "#f01e87", "#6969ff", "#ffe10f"),
)

LIGHT = Theme(
    name="light",
    background="#ffffff",
    cost="#17508f",
    point="#574500",
    gradient="#c2560a",
    memory="#cc1144",
    size="#003311",
    step="#b814ab",
    optimum="#0a7d50",
    text="#14181f",
    muted="#666e7a",
    data="#4f1fcf",
    series=("#0087ff", "#ff1ea5", "#3c874b", "#690096", "#a58700", "#781e4b"),
)

THEMES = {theme.name: theme for theme in (DARK, LIGHT)}
