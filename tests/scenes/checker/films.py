"""Random settings over formulas that no story was tuned for."""

from dataclasses import replace
from random import Random
from typing import Any

from gdmath.method_table import OPTIMIZERS
from scenes.linked import LinkedDescent
from scenes.parameters import (
    LANGUAGES,
    THEMES,
    LinkedParameters,
    SurfaceParameters,
    TangentParameters,
    WaveParameters,
)
from scenes.surface import SurfaceDescent
from scenes.tangent import TangentDescent
from scenes.wave import WaveDescent
from tests.scenes.checker.film import Film
from tests.scenes.checker.stories.settings import COMPARING, settings_of

SHAPES = ("16:9", "4:3", "1:1", "9:16")
# A formula, and starts at minima, maxima, the origin, far away, and where it is usual.
CURVES: dict[str, tuple[float, ...]] = {
    "x**4 - 2*x**3 + x": (2.5, -0.9, 0.5),
    "(x - 7)**2*(x + 1)/40 + 3": (10.0, 7.0, -0.9),
    "x**6/6 - x**4 + x**2 + x/10": (2.0, 0.0, -1.5),
    "sqrt(x**2 + 0.01)": (1.5, -2.0, 0.0),
    "abs(x - 1) + abs(x + 2)/2": (3.0, 1.0, -3.0),
    "abs(x**2 - 4)": (3.1, 0.5, 0.0),
    "exp(-x**2)*x": (0.4, -2.5, 3.0),
    "tanh(x)**2": (0.7, 4.0, -0.2),
    "1/(1 + exp(-x)) + x**2/100": (1.0, -30.0, 9.0),
    "cos(3*x) + x**2/4": (2.6, 0.0, -4.0),
    "sin(x) + sin(3*x)/3 + x/9": (4.0, -6.0, 1.5),
    "x*sin(x)/2": (7.0, 0.0, -4.5),
    "(x - 30000)**2/5 + 81": (30050.0, 29000.0, 30000.0),
    "1e7*(x + 0.002)**2": (0.05, -0.002, 1.0),
    "1e-6*x**2 - 2e-6*x": (11.0, -400.0, 1.0),
    "x**2 - log(x)": (0.2, 3.0, 0.70710678),
    "x + 4/x": (0.5, 5.0, 2.0),
    "1/(x - 3)**2 + x**2/9": (0.5, 2.5, 5.0),
    "x*log(x)": (0.05, 2.0, 0.9),
    "sqrt(9 - x**2) + x**2/6": (1.0, 0.0, 2.5),
    "((x - 1.2)**2 + (2*x - 2.9)**2 + (3*x - 4.4)**2 + (5*x - 7.1)**2)/4": (0.0, 3.0, 1.44),
    "x**2/2 - 3*x + 1 + exp(-(x - 1)**2*6)*2 - sin(7*x)/5 + 0.03*x**3": (5.0, 1.0, -2.0),
    "atan(4*x)*x": (2.0, 0.0, -0.4),
    "-exp(-(x + 2)**2) - 2*exp(-(x - 2)**2/2)": (0.2, -3.0, 4.0),
    "x**2 + 2*abs(sin(2*x))": (2.0, -1.3, 0.1),
    "5 - x": (0.0, 3.0, -2.0),
    "x**3 - 3*x": (0.5, -0.9, 1.0),
    "x**8/8": (1.2, 0.3, -1.0),
    "(x**2 - 2)**2/3 + x/4": (2.2, 0.0, -0.3),
    "log(1 + (x - 4)**2)": (0.0, 9.0, 4.2),
    "x**2*exp(-x) + x/8": (-1.0, 3.0, 0.0),
    "(x + 5)**4/100 - (x + 5)**2/4": (0.0, -5.0, -9.0),
    "cosh(x - 2) + cos(4*x)/2": (0.0, 3.5, 2.0),
    "max(x, -2*x) + 1": (4.0, 0.0, -1.0),
    "sin(x**2)/2 + x**2/20": (2.2, 0.0, -3.5),
    "exp(cos(x))": (1.0, 0.0, 5.0),
    "x/(x**2 + 2)": (1.0, -6.0, 3.0),
    "2**x + 2**(-x)": (3.0, -4.0, 0.0),
    "sqrt(x) - x/4": (9.0, 1.0, 16.0),
    "erf(x)**2 + x**2/50": (2.0, -5.0, 0.0),
    "(3*x - 1)**2*(x - 2)**2": (1.3, 0.33333333, 2.4),
    "relu(x - 1) + relu(-x)/2 + x**2/30": (4.0, 0.5, -3.0),
    "7 - 6*x + x**3/3": (0.0, 4.0, -2.0),
    "1e-3*(x - 0.25)**4": (12.0, 0.25, -8.0),
    "123.456*(x - 0.00789)**2 - 98.7": (0.5, 0.00789, -0.1),
    "-1/(1 + (x - 50)**2/9)": (48.0, 50.0, 70.0),
    "x**2 + 3*sin(5*x)": (2.0, 0.0, -1.1),
    "log(cosh(3*x))": (1.0, -2.0, 0.0),
    "softplus(x) - x/3": (5.0, 0.0, -6.0),
    "x**3/(1 + x**2) + 2*exp(-x)": (3.0, -1.0, 0.0),
}
SURFACES: dict[str, tuple[tuple[float, float], ...]] = {
    "(x - 2)**2 + 3*(y + 1)**2 + x*y": ((0.0, 0.0), (4.0, -3.0)),
    "x**4 - x**2 + y**2 + x*y/3": ((0.0, 1.0), (1.2, -1.0), (-1.0, 0.2)),
    "sin(x) + cos(y) + (x**2 + y**2)/20": ((3.0, 1.0), (-1.0, -2.0), (0.0, 0.0)),
    "abs(x) + 2*abs(y - 1)": ((2.0, 2.5), (-1.0, 0.0)),
    "exp(x**2/4) + y**2": ((1.0, 1.0), (-2.0, 0.5)),
    "log(1 + x**2 + 4*y**2)": ((2.0, 1.0), (-3.0, -0.5)),
    "x**2*y**2 + (x - 1)**2": ((2.0, 1.0), (-1.0, 1.5)),
    "1000*(x - 5)**2 + 10*(y + 20)**2": ((6.0, -15.0), (4.0, -21.0)),
    "x**2/1000 + y**2/5": ((20.0, 3.0), (-10.0, -2.0)),
    "1/x + 1/y + x*y": ((0.5, 2.0), (3.0, 1.5)),
    "sqrt(x**2 + y**2 + 0.1) - x/3": ((1.0, 1.0), (-1.0, 0.0)),
    "x**2 - y**2/2 + y**4/4": ((1.0, 0.1), (-1.0, 0.0)),
    "cos(2*x)*y + y**2": ((0.3, 1.0), (2.0, -1.0)),
    "tanh(x*y) + x**2/4 + y**2/8": ((1.5, -1.0), (-1.0, 2.0)),
    "((w - b - 1)**2 + (2*w - b - 2.2)**2 + (3*w - b - 2.9)**2)/3": ((0.0, 0.0), (2.0, 1.0)),
    "x*exp(-x**2 - y**2) + (x**2 + y**2)/30": ((0.5, 0.5), (2.0, -1.0)),
    "cosh(x) + cosh(y/2) - x*y/4": ((2.0, 1.0), (-1.5, 3.0), (0.0, 0.0)),
    "(x + y)**4 + (x - y)**2": ((1.0, 0.2), (-0.5, -1.0)),
    "sin(x + y)**2 + (x - y)**2/8": ((1.0, 0.2), (-2.0, 1.0), (1.5707963, 0.0)),
    "max(x, y)**2 + abs(x - y)/2": ((2.0, -1.0), (-1.0, -1.5)),
    "-exp(-(x - 3)**2 - y**2/4) - exp(-(x + 1)**2 - (y - 1)**2)/2": ((1.0, 0.5), (3.5, 2.0), (-2.0, 0.0)),
    "(1 - 2*x)**2 + 30*(y - x**3)**2": ((-0.5, 0.8), (1.2, 1.0)),
    "sqrt(1 + x**2) + y**2/(1 + x**2)": ((2.0, 2.0), (-3.0, 1.0)),
    "log(x) + 1/x + log(y) + 2/y": ((3.0, 1.0), (0.5, 4.0)),
    "x**2*(x - 2)**2 + y**2*(y + 3)**2/8": ((1.2, -1.0), (-0.4, 0.6), (2.3, -3.5)),
    "1e-4*(u + 300)**2 + 2e-4*(v - 40)**2": ((-250.0, 60.0), (-400.0, 0.0)),
    "x*y": ((0.5, 0.4), (-1.0, -0.9)),
    "atan(x)**2 + y**4/4": ((3.0, 1.0), (-1.0, -1.2)),
}
FLAT, SPATIAL = (TangentDescent, WaveDescent), (SurfaceDescent, LinkedDescent)
STORIES = (*FLAT, *SPATIAL, *COMPARING)


def films(count: int, seed: int, stories: tuple[Any, ...] = STORIES) -> list[Film]:
    """So many films of random settings, the stories in turn."""
    chance = Random(seed)
    return [_film(stories[k % len(stories)], chance) for k in range(count)]


def _film(story: Any, chance: Random) -> Film:
    told = settings_of(story, chance) if story in COMPARING else _descent(story, chance)
    told = replace(told, theme=chance.choice(THEMES), language=chance.choice(LANGUAGES))
    return Film(story, told, chance.choice(SHAPES))


def _descent(story: Any, chance: Random) -> Any:
    curve = story in (TangentDescent, WaveDescent)
    cost = chance.choice(list(CURVES if curve else SURFACES))
    starts = [*(CURVES if curve else SURFACES)[cost]]
    told = {
        TangentDescent: TangentParameters,
        WaveDescent: WaveParameters,
        SurfaceDescent: SurfaceParameters,
        LinkedDescent: LinkedParameters,
    }[story](cost=cost)
    if chance.random() < 0.7:
        chance.shuffle(starts)
        many = 1 if story in (TangentDescent, LinkedDescent) else chance.randint(1, len(starts))
        named = {"start": starts[0]} if story is TangentDescent else {"starts": tuple(starts[:many])}
        told = replace(told, **named)
    kind = chance.random()
    if kind < 0.5:
        told = replace(
            told, learning_rate=chance.choice((1e-5, 1e-3, 0.01, 0.05, 0.1, 0.3, 0.7, 1.0, 3.0, 100.0))
        )
    if chance.random() < 0.4:
        told = replace(told, optimizer=chance.choice(list(OPTIMIZERS)))
    if chance.random() < 0.15:
        told = replace(told, schedule=chance.choice(("backtracking", "exponential", "cosine", "warm-up")))
    if chance.random() < 0.1:
        told = replace(told, settings=chance.choice((("clip_norm=1",), ("noise=0.05",))))
    if chance.random() < 0.3:
        told = replace(told, steps=chance.choice((1, 2, 5, 12, 60, 4000)))
    return told
