"""What each story can be told with: the one place where a parameter is named, checked and documented.

The defaults reproduce the original study. Nothing here imports manim, sympy or numpy, so that the command
line can refuse a bad value at once.
"""

import math
from dataclasses import dataclass, field

from gdmath.checks import written
from gdmath.formula import Formula, read
from gdmath.landscapes import Landscape, named

THEMES = ("dark", "light")
SMALLEST, LARGEST = 1e-100, 1e100  # of the sizes that can be drawn: their squares are numbers too
NARROWEST = 1e-9  # of a domain, as a share of how far from zero it is
SEEDS = 2**32
CAPTIONS = ("picture", "file", "both")
LANGUAGES = ("en", "de", "es")


def option(default, text: str):
    """Return a dataclass field with a default and the one-line help that the command line shows."""
    return field(default=default, metadata={"help": text})


@dataclass(frozen=True, kw_only=True)
class StoryParameters:
    """What every story takes. Raises ValueError for a value that no story can be told with."""

    theme: str = option("dark", "dark, or light for slides and print")
    pace: float = option(1.0, "how fast the story is told: 2 takes half the time")
    captions: str = option(
        "picture", "written below the picture; file: in .srt and .vtt files beside it; or both"
    )
    language: str = option("en", "the language of captions and labels: en, de or es")
    seed: int = option(0, "what chance starts from, where a story has any")

    def __post_init__(self) -> None:
        if self.theme not in THEMES:
            raise ValueError(f"the theme is {self.theme!r}; it must be one of {', '.join(THEMES)}")
        if self.captions not in CAPTIONS:
            raise ValueError(f"captions is {self.captions!r}; it must be one of {', '.join(CAPTIONS)}")
        if self.language not in LANGUAGES:
            raise ValueError(f"the language is {self.language!r}; it must be one of {', '.join(LANGUAGES)}")
        if not (math.isfinite(self.pace) and 0.25 <= self.pace <= 4):
            raise ValueError(f"the pace is {self.pace:g}; it must lie between 0.25 and 4")
        if not 0 <= self.seed < SEEDS:
            raise ValueError(f"the seed is {written(self.seed)}; it must lie between 0 and {SEEDS - 1}")


@dataclass(frozen=True, kw_only=True)
class DescentParameters(StoryParameters):
    """What every story of one cost takes."""

    cost: str = option("x**2", "the cost, a formula")
    learning_rate: float = option(0.01, "the length of a step, relative to the gradient")
    steps: int = option(1000, "the most steps that are taken")
    variables: int = field(default=1, init=False)

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.learning_rate is not None and not (
            math.isfinite(self.learning_rate) and self.learning_rate > 0
        ):
            raise ValueError(
                f"the learning rate is {self.learning_rate:g}; it must be a positive number, such as 0.1"
            )
        if self.learning_rate is not None and not SMALLEST <= self.learning_rate <= LARGEST:
            raise ValueError(
                f"the learning rate is {self.learning_rate:g}; "
                f"it must lie between {SMALLEST:g} and {LARGEST:g}"
            )
        if not 1 <= self.steps <= 100_000:
            raise ValueError(f"steps is {written(self.steps)}; it must lie between 1 and 100000")
        names = self.formula.variables
        if len(names) != self.variables:
            need = "one variable" if self.variables == 1 else f"{self.variables} variables"
            raise ValueError(
                f"the cost {self.cost} has the variables {', '.join(names)}; this story needs {need}"
            )

    @property
    def formula(self) -> Formula:
        """The checked formula of the cost. Raises FormulaError."""
        return read(self.cost)

    def check_start(self, start: tuple[float, ...]) -> None:
        """Raise ValueError unless the cost has a value at start."""
        at = ", ".join(f"{x:g}" for x in start)
        if len(start) != self.variables:
            raise ValueError(f"the start ({at}) has {len(start)} number(s); it needs {self.variables}")
        if not all(map(math.isfinite, start)):
            raise ValueError(f"the start {at} is not finite; give a number")
        if not all(map(_can_be_drawn, start)):
            raise ValueError(f"the start {at} can't be drawn; {_SIZES}")
        value = self.formula.evaluate(**dict(zip(self.formula.variables, start, strict=True)))
        if not math.isfinite(value):
            raise ValueError(f"the cost {self.cost} is not defined at the start {at}; start elsewhere")
        if abs(value) > LARGEST:
            raise ValueError(f"the cost is {value:.3g} at the start {at}; divide it by as much")


@dataclass(frozen=True, kw_only=True)
class TangentParameters(DescentParameters):
    """One descent in one dimension."""

    start: float = option(50.0, "where the descent starts")
    domain: tuple[float, float] | None = option(
        None, "the part of the axis to show, such as -100,100; found by itself if left out"
    )

    def __post_init__(self) -> None:
        super().__post_init__()
        self.check_start((self.start,))
        check_domain(self.domain)
        if self.domain is None and (self.formula.canonical, self.start) == ("x**2", 50.0):
            object.__setattr__(self, "domain", (-100.0, 100.0))  # the original study's axis


@dataclass(frozen=True, kw_only=True)
class WaveParameters(DescentParameters):
    """A cost of one variable above, its derivative below; then several starts."""

    cost: str = option("sin(x)", "the cost, a formula of one variable")
    starts: tuple[float, ...] = option(
        (3.0, 0.5, -1.0, -4.4), "where the descents start; the first is told in full"
    )
    domain: tuple[float, float] | None = option(
        (-5.0, 5.0), "the part of the axis to show, such as -5,5; found by itself if left out"
    )

    def __post_init__(self) -> None:
        super().__post_init__()
        if not 1 <= len(self.starts) <= 8:
            raise ValueError(f"there are {len(self.starts)} starts; give 1 to 8")
        for start in self.starts:
            self.check_start((start,))
        check_domain(self.domain)


STUDY_SURFACE = "sin(5*x)*cos(5*y)/5"
STUDY_STARTS = ((0.7, 0.4), (0.3, 0.8), (-0.5, 0.5))


@dataclass(frozen=True, kw_only=True)
class SurfaceParameters(DescentParameters):
    """A cost of two variables as a surface, and descents on it.

    Left out, the starts are three places around the middle, the learning rate is the largest of 1, 0.5, 0.2,
    0.1, ... that goes straight down from them, and the domain is what the runs need. Those of the default
    cost are the original study's.
    """

    cost: str = option(STUDY_SURFACE, "the cost, a formula of two variables, or a landscape's name")
    starts: tuple[tuple[float, float], ...] | None = option(
        None, "where a descent starts, such as 0.7,0.4; found by itself if left out"
    )
    learning_rate: float | None = option(  # pyright: ignore[reportIncompatibleVariableOverride]
        None, "the length of a step, relative to the gradient; found by itself if left out"
    )
    domain: tuple[float, float, float, float] | None = option(
        None, "the part of the plane to show, such as -1,1,-1,1; found by itself if left out"
    )
    variables: int = field(default=2, init=False)

    def __post_init__(self) -> None:
        self._go_to(named(self.cost))
        super().__post_init__()
        if self.starts is not None and not 1 <= len(self.starts) <= 6:
            raise ValueError(f"there are {len(self.starts)} starts; give 1 to 6")
        for start in self.starts or ():
            self.check_start(start)
        if self.domain is not None:
            if len(self.domain) != 4:
                raise ValueError(f"the domain has {len(self.domain)} numbers; give four, such as -1,1,-1,1")
            check_domain(self.domain[:2])
            check_domain(self.domain[2:])
            for start in self.starts or ():
                self._check_inside(start, self.domain)
        if self.formula.canonical == STUDY_SURFACE:
            self._as_the_study_did()

    @staticmethod
    def _check_inside(start: tuple[float, float], domain: tuple[float, float, float, float]) -> None:
        if not (domain[0] <= start[0] <= domain[1] and domain[2] <= start[1] <= domain[3]):
            at, shown = (",".join(f"{x:g}" for x in numbers) for numbers in (start, domain))
            raise ValueError(f"the start {at} is outside of the domain {shown}; widen it, or start inside")

    def _go_to(self, land: Landscape | None) -> None:
        """Take a landscape's formula and, where nothing else is asked for, its domain."""
        if land is None:
            return
        object.__setattr__(self, "cost", land.formula)
        if self.starts is None and self.domain is None and len(land.variables) == self.variables:
            object.__setattr__(self, "domain", (*land.domain[0], *land.domain[1]))

    def _as_the_study_did(self) -> None:
        starts, domain = self.starts or STUDY_STARTS, self.domain
        inside = all(abs(x) <= 1 for start in starts for x in start)
        object.__setattr__(self, "starts", starts)
        object.__setattr__(self, "learning_rate", self.learning_rate or 0.01)
        object.__setattr__(self, "domain", domain or ((-1.0, 1.0, -1.0, 1.0) if inside else None))


@dataclass(frozen=True, kw_only=True)
class LinkedParameters(SurfaceParameters):
    """One descent seen four ways: of several starts, the first is told; of a landscape, its own."""

    def _go_to(self, land: Landscape | None) -> None:
        alone = self.starts is None and self.domain is None
        super()._go_to(land)
        if land is not None and alone and len(land.variables) == self.variables:
            object.__setattr__(self, "starts", (land.start,))
            object.__setattr__(self, "learning_rate", self.learning_rate or land.learning_rate)


def check_domain(domain: tuple[float, float] | None) -> None:
    """Raise ValueError unless domain is None or an interval that can be drawn."""
    if domain is None:
        return
    ends = ",".join(f"{x:.10g}" for x in domain)
    if len(domain) != 2 or not all(map(math.isfinite, domain)) or not domain[0] < domain[1]:
        raise ValueError(f"the domain is {ends}; it must be two numbers, the smaller first, such as -5,5")
    if not all(map(_can_be_drawn, domain)):
        raise ValueError(f"the domain {ends} can't be drawn; {_SIZES}")
    if domain[1] - domain[0] < NARROWEST * max(map(abs, domain)):
        raise ValueError(f"the domain {ends} is too narrow so far from zero; widen it, or shift the variable")


_SIZES = f"give numbers whose size is 0 or between {SMALLEST:g} and {LARGEST:g}"


def _can_be_drawn(x: float) -> bool:
    return x == 0 or SMALLEST <= abs(x) <= LARGEST
