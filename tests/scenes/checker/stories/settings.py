"""Random settings for the stories of data, rates, races and basins: usual ones, and those that stretch."""

from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Any

from scenes.basins import BasinsOfDescent
from scenes.intro import Intro
from scenes.learning_rate import LearningRates
from scenes.parameters import (
    BasinsParameters,
    IntroParameters,
    LearningRateParameters,
    RaceParameters,
    RegressionParameters,
)
from scenes.race import OptimizerRace
from scenes.regression import Regression
from tests.scenes.checker.stories.files import KINDS, TABLES, file

COMPARING = (Intro, LearningRates, OptimizerRace, Regression, BasinsOfDescent)
# A formula of one variable or two, and starts.
RATED: dict[str, tuple[tuple[float, ...], ...]] = {
    "x**2": ((50.0,), (-0.001,), (0.0,)),
    "3*(x - 4)**2 + 7": ((4.5,), (-20.0,), (4.0,)),
    "x**4/4 - x**2 + x/5": ((2.0,), (-2.0,), (0.1,)),
    "cosh(x) - x": ((3.0,), (-2.0,)),
    "log(1 + x**2)": ((3.0,), (0.4,)),
    "sqrt(1 + x**2)": ((4.0,), (-1.0,)),
    "abs(x - 1)": ((3.0,), (1.0,)),
    "abs(x)**3": ((1.5,),),
    "x + 1/x": ((0.4,), (5.0,)),
    "x - log(x)": ((0.2,), (4.0,)),
    "2 - x": ((1.0,),),
    "-x**2": ((0.1,),),
    "1e5*(x - 0.03)**2": ((1.0,), (0.04,)),
    "1e-5*(x + 4000)**2 + 1": ((-100.0,),),
    "sin(3*x) + x**2/9": ((2.5,), (-1.0,)),
    "x**2 + 9*y**2": ((4.0, 1.0), (0.0, 0.0), (-3.0, 2.0)),
    "(x - 2)**2 + 3*(y + 1)**2 + x*y": ((0.0, 0.0), (5.0, -4.0)),
    "x**2/2 + 200*(y - 3)**2": ((5.0, 4.0),),
    "x**4 + y**4 - 4*x*y": ((2.0, 1.0), (-0.3, 0.4)),
    "x**2*y**2 + (x - 1)**2": ((2.0, 1.0),),
    "(x + y)**2 + 1e-3*(x - y)**2": ((1.0, 0.5),),
    "x**2 - y**2 + y**4/4": ((1.0, 0.3), (1.0, 0.0)),
    "(x**2 + y**2 - 2)**2": ((2.0, 1.0),),
}
RACED: dict[str, tuple[tuple[float, float], ...]] = {
    "x**2 + 10*y**2": ((3.0, 1.0), (0.0, 0.0)),
    "(1 - x)**2 + 30*(y - x**2)**2": ((-1.0, 1.0), (1.0, 1.0)),
    "x**4 - x**2 + y**2 + x*y/3": ((0.1, 1.0), (2.0, -1.0)),
    "sin(3*x)*sin(3*y) + (x**2 + y**2)/9": ((0.3, 1.0), (1.4, -1.2)),
    "log(1 + x**2 + 9*y**2)": ((2.0, 1.0),),
    "abs(x) + 3*abs(y - 1)": ((2.0, 2.0),),
    "x**2 - y**2": ((1.5, 0.01),),
    "x*y": ((1.0, 0.5),),
    "log(x) + y**2": ((1.0, 1.0),),
    "x + 1/x + y**2": ((0.3, 1.0),),
    "1e6*(x - 1e4)**2 + 1e-2*y**2": ((9000.0, 50.0),),
    "1e-6*(x**2 + 2*y**2)": ((30.0, 40.0),),
    "(x**2 + y**2 - 1)**2 + x/9": ((0.1, 0.1), (0.0, 2.0)),
    "x**2*y**2 + (x - 1)**2": ((2.0, 1.5),),
    "exp(x/2 + y/3) + exp(-x) + y**2/9": ((2.0, 2.0),),
    "x**4 + 100*y**4": ((1.0, 0.4),),
    "-exp(-x**2 - y**2/4) + x/50": ((1.0, 1.5), (3.0, 3.0)),
    "x + y": ((0.0, 0.0),),
}
# A formula, and a part of the plane.
MAPPED: dict[str, tuple[float, float, float, float] | None] = {
    "(x**2 + y - 11)**2 + (x + y**2 - 7)**2": (-5.0, 5.0, -5.0, 5.0),
    "x**4 - 2*x**2 + y**2": (-2.0, 2.0, -1.5, 1.5),
    "x**2 + 3*y**2": None,
    "x**2 - y**2": (-1.0, 1.0, -1.0, 1.0),
    "sin(3*x)*sin(3*y) + (x**2 + y**2)/9": (-2.0, 2.0, -2.0, 2.0),
    "sin(x) + cos(y)": (-6.0, 6.0, -4.0, 4.0),
    "(x**2 + y**2 - 1)**2": None,
    "(x**2 + y**2 - 1)**2 + x/5": (-1.6, 1.6, -1.6, 1.6),
    "abs(x) + abs(y)": (-1.0, 1.0, -1.0, 1.0),
    "1/(x**2 + y**2) + x**2 + y**2": (-2.0, 2.0, -2.0, 2.0),
    "log(x**2 + y**2)**2 + x": None,
    "x**2 + 20*y**2": (-10.0, 10.0, -1.0, 1.0),
    "1e4*(x - 1234.5)**2 + 3e3*(y + 0.01)**2": None,
    "x**4 + y**4 - 4*x*y": (-2.0, 2.0, -2.0, 2.0),
    "x + y": (-1.0, 1.0, -1.0, 1.0),
    "cos(3*x) + cos(2*y) + (x**2 + y**2)/20": (-5.0, 5.0, -5.0, 5.0),
    "-exp(-(x - 2)**2 - y**2) - exp(-(x + 2)**2 - y**2)/2": (-4.0, 4.0, -2.0, 2.0),
    "x**2*(x - 2)**2 + y**2*(y + 3)**2/8": (-1.0, 3.0, -4.5, 1.5),
}
ORDINARY = ("gradient-descent", "momentum", "nesterov", "adagrad", "rmsprop", "adam")
RACERS = (
    *(*ORDINARY, *ORDINARY, "newton", "conjugate-gradient", "accelerated-gradient", "adamw", "adadelta"),
    *("bfgs", "l-bfgs", "rprop", "lion", "gradient-descent:rate=1e9", "momentum:rate=3", "adam:rate=1e-9"),
    *("rmsprop:rate=1e9", "nesterov:rate=0.001", "adam:rate=0.1,beta1=0.8"),
    *("momentum:schedule=backtracking", "gradient-descent:schedule=cosine,rate=0.05"),
)


def settings_of(story: Any, chance: Random) -> Any:
    """Return random settings of a story."""
    return _SETTINGS[story](chance)


def _of_data(told: Any, chance: Random, tables: tuple[str, ...]) -> Any:
    if chance.random() < 0.75:
        told = replace(told, data=file(chance.choice(tables)))
    if chance.random() < 0.3:
        told = replace(told, steps=chance.choice((1, 2, 3, 7, 40, 2000)))
    if chance.random() < 0.25:
        told = replace(told, learning_rate=chance.choice((1e-6, 1e-3, 0.01, 0.05, 0.3, 3.0, 1e9)))
    return replace(told, seed=chance.randint(0, 9))


def _intro(chance: Random) -> IntroParameters:
    return _of_data(IntroParameters(), chance, TABLES)


def _regression(chance: Random) -> RegressionParameters:
    model = chance.choice(("linear", "linear", "polynomial:2", "polynomial:5", "logistic", "logistic"))
    told = RegressionParameters(model=model, standardise=chance.choice(("compare", "compare", "yes", "no")))
    told = _of_data(told, chance, KINDS[model.partition(":")[0]])
    if chance.random() < 0.3:
        told = replace(told, batch_size=chance.choice((1, 2, 5, 60)))
    return told


def _rates(chance: Random) -> LearningRateParameters:
    cost = chance.choice(list(RATED))
    told = LearningRateParameters(cost=cost)
    if chance.random() < 0.6:
        told = replace(told, start=chance.choice(RATED[cost]))
    if chance.random() < 0.35:
        several = (1e-9, 1e-4, 0.003, 0.02, 0.1, 0.35, 1.0, 2.5, 40.0, 1e9)
        told = replace(told, rates=tuple(chance.sample(several, chance.randint(2, 4))))
    if chance.random() < 0.35:
        told = replace(told, optimizer=chance.choice(ORDINARY))
    if chance.random() < 0.3:
        told = replace(told, steps=chance.choice((1, 2, 9, 300, 10_000)))
    return told


def _race(chance: Random) -> RaceParameters:
    cost = chance.choice(list(RACED))
    told = RaceParameters(cost=cost)
    if chance.random() < 0.7:
        told = replace(told, start=chance.choice(RACED[cost]))
    if chance.random() < 0.7:
        told = replace(told, optimizers=_racers(chance))
    if chance.random() < 0.4:
        told = replace(told, steps=chance.choice((1, 3, 20, 500, 2000)))
    return told


def _racers(chance: Random) -> tuple[str, ...]:
    count = chance.choice((2, 3, 4, 5, 6))
    found: list[str] = []
    while len(found) < count:
        racer = chance.choice(RACERS)
        if racer not in found:
            found.append(racer)
    return tuple(found)


def _basins(chance: Random) -> BasinsParameters:
    cost = chance.choice(list(MAPPED))
    told = BasinsParameters(cost=cost, grid=chance.choice((24, 48, 64)))
    if MAPPED[cost] is not None and chance.random() < 0.8:
        told = replace(told, domain=MAPPED[cost])
    if chance.random() < 0.3:
        told = replace(told, learning_rate=chance.choice((1e-9, 0.001, 0.01, 0.05, 1e9)))
    if chance.random() < 0.3:
        told = replace(told, optimizer=chance.choice((*ORDINARY, "newton")))
    if chance.random() < 0.5:
        several = (*ORDINARY, "newton", "adam:rate=0.1", "gradient-descent:schedule=backtracking")
        told = replace(told, then=chance.choice(several))
    if chance.random() < 0.3:
        told = replace(told, steps=chance.choice((5, 50, 300, 3000)))
    return told


_SETTINGS: dict[Any, Callable[[Random], Any]] = {
    Intro: _intro,
    LearningRates: _rates,
    OptimizerRace: _race,
    Regression: _regression,
    BasinsOfDescent: _basins,
}
