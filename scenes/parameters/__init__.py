"""What each story can be told with: the one place where a parameter is named, checked and documented.

Each says what was asked for, and is never rewritten: what is None, `gdmath.framing.plan` finds. The defaults
are the original study, whose costs are landscapes with starts, a rate and a domain. Nothing here imports
manim, sympy or numpy, so that the command line can refuse a bad value at once.
"""

from scenes.parameters.basins import BasinsParameters
from scenes.parameters.cost import LARGEST, CostParameters, check_domain, check_rate
from scenes.parameters.descents import (
    DescentParameters,
    LinkedParameters,
    SurfaceParameters,
    TangentParameters,
    WaveParameters,
)
from scenes.parameters.intro import IntroParameters
from scenes.parameters.learning_rate import LearningRateParameters
from scenes.parameters.race import RaceParameters
from scenes.parameters.regression import RegressionParameters
from scenes.parameters.story import LANGUAGES, THEMES, StoryParameters, option

__all__ = [
    "LANGUAGES",
    "LARGEST",
    "THEMES",
    "BasinsParameters",
    "CostParameters",
    "DescentParameters",
    "IntroParameters",
    "LearningRateParameters",
    "LinkedParameters",
    "RaceParameters",
    "RegressionParameters",
    "StoryParameters",
    "SurfaceParameters",
    "TangentParameters",
    "WaveParameters",
    "check_domain",
    "check_rate",
    "option",
]
