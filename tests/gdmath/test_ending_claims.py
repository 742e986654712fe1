"""Every claim of the endings of random descents, and every sentence that is said of them, by numbers."""

import dataclasses
import math
import re
from enum import Enum
from typing import Any

import pytest

from gdmath.critical.critical_point import Kind
from gdmath.ending import Ending, ending
from gdmath.endings.cause import Cycles, Escapes, Falls, JumpsPole, Leaves, Overshoots, Rank, RunsOff, Thrown
from gdmath.outcomes import Outcomes, endings
from gdmath.trajectory import Outcome, Trajectory
from scenes.words import language
from tests.gdmath.claims import check, extent_of
from tests.gdmath.random_runs import Case, cases

SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
LONGEST = 80  # characters of a line


@pytest.mark.parametrize("seed", [11, pytest.param(range(20, 30), marks=pytest.mark.slow)])
def test_no_claim_of_an_ending_is_false(seed: Any) -> None:
    few = isinstance(seed, int)
    for one in [seed] if few else seed:
        for case in cases(40 if few else 50, one):
            run = case.run
            told = ending(run)
            try:
                check(case, run, told)
                for name in ("en", "de", "es"):
                    sentence(language(name), run, told)
            except AssertionError as error:
                raise AssertionError(f"{case}: {told}") from error


def sentence(words: Any, run: Trajectory, told: Ending) -> None:
    """Two lines at most; each number in it is one of the run's; each noun is what the run did."""
    caption = words.ending(endings([run]))
    lines = "".join(piece if isinstance(piece, str) else piece.plain(".") for piece in caption.pieces).split(
        "\n"
    )
    assert len(lines) <= 2
    assert max(len(line.replace("*", "")) for line in lines) <= LONGEST, lines
    text = " ".join(lines).replace("*", "")
    known = [told.steps, *numbers(told)]
    for value in written(text):
        assert any(
            math.isclose(value, each, rel_tol=0.06, abs_tol=1e-12 * extent_of(run)) for each in known
        ), (value, text)
    if words.__name__.endswith("en"):
        nouns(text, run, told)


def nouns(text: str, run: Trajectory, told: Ending) -> None:
    cause, outcome = told.cause, run.status.outcome
    gone = Overshoots | Falls | RunsOff | Escapes
    rest = told.arrival
    at = None if rest is None else rest.at
    alone = rest is not None and rest.rank is Rank.ONLY
    truths = {
        "Escaped": isinstance(cause, gone) and outcome in (Outcome.ESCAPED, Outcome.TOO_LARGE),
        "Thrown out": isinstance(cause, Thrown),
        "not defined": isinstance(cause, Leaves),
        "pole": isinstance(cause, JumpsPole),
        "cycle": isinstance(cause, Cycles),
        "Out of steps": outcome in (Outcome.OUT_OF_STEPS, Outcome.SETTLED),
        "saddle": at is not None and at.kind is Kind.SADDLE,
        "inflection": at is not None and at.kind is Kind.INFLECTION,
        "maximum": at is not None and at.kind is Kind.MAXIMUM,
        "a minimum": "no minimum" in text or (at is not None and at.kind is Kind.MINIMUM),
        "the minimum": at is not None and at.kind is Kind.MINIMUM and alone,
        "for ever": isinstance(cause, Cycles) and cause.exact,
        "stays:": told.steps == 0,
    }
    for noun, holds in truths.items():
        assert holds or noun not in text, (noun, text)
    if isinstance(cause, JumpsPole | Leaves | Cycles | Thrown):
        assert any(holds and noun in text for noun, holds in truths.items()), text


def written(text: str) -> list[float]:
    """The numbers in a sentence."""
    text = text.replace("−", "-").replace("\u2009", "").replace("C″", "").replace("λmax", "")
    found = re.findall(
        r"(?<![\w.])-?(?:10[⁻⁰-⁹¹²³]+|\d+\.?\d*(?:×10[⁻⁰-⁹¹²³]+)?)(?!\w)", text.replace("2/", "")
    )
    return [float(_digits(each)) for each in found]


def _digits(text: str) -> str:
    bare = re.fullmatch(r"(-?)10([⁻⁰-⁹¹²³]+)", text)
    if bare:
        return f"{bare[1]}1e{bare[2].translate(SUPERSCRIPTS)}"
    return re.sub(r"×10([⁻⁰-⁹¹²³]+)", lambda m: f"e{m[1].translate(SUPERSCRIPTS)}", text)


def numbers(fact: Any) -> list[float]:
    """Every number in a fact, its steps counted from 1 too, and the period of a cycle."""
    if isinstance(fact, bool | str | Enum) or fact is None:
        return []
    if isinstance(fact, int | float):
        return [float(fact), float(fact) + 1] if isinstance(fact, int) else [float(fact)]
    if isinstance(fact, tuple):
        return [float(len(fact)), *(number for part in fact for number in numbers(part))]
    if dataclasses.is_dataclass(fact):
        return [number for field in dataclasses.fields(fact) for number in numbers(getattr(fact, field.name))]
    return []


def test_several_endings_are_said_in_two_lines() -> None:
    """Of random descents on one cost, together."""
    groups: dict[str, list[Case]] = {}
    for case in cases(60, 7):
        groups.setdefault(case.formula, []).append(case)
    told = [endings([case.run for case in group]) for group in groups.values() if len(group) > 1]
    assert len(told) > 5
    for several in told:
        _together(several)


def _together(told: Outcomes) -> None:
    for name in ("en", "de", "es"):
        lines = language(name).ending(told).plain().split("\n")
        assert len(lines) <= 2
    count = len(told.endings)
    assert f"{count} " in language("en").ending(told).plain()
    assert len(told.valleys) == len({place for place in told.reached if place is not None})
