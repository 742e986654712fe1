"""What holds of the stories that compare: their films, their numbers and places, and what they say."""

from scenes.basins import BasinsOfDescent
from scenes.intro import Intro
from scenes.learning_rate import LearningRates
from scenes.race import OptimizerRace
from scenes.regression import Regression
from tests.scenes.checker.stories.fits import Fits
from tests.scenes.checker.stories.lines import Lines
from tests.scenes.checker.stories.maps import Maps
from tests.scenes.checker.stories.races import Races
from tests.scenes.checker.stories.rates import LearnedRates

WATCHERS = {
    Intro: Lines,
    LearningRates: LearnedRates,
    OptimizerRace: Races,
    Regression: Fits,
    BasinsOfDescent: Maps,
}
