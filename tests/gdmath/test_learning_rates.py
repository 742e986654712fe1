"""Schedules against their formulas."""

import math

import numpy as np
import pytest

from gdmath import Constant, Cosine, Cost, Exponential, InverseTime, StepDecay, Stop, WarmUp, descend

SCHEDULES = [
    (Constant(0.3), lambda k: 0.3),
    (StepDecay(1.0, 0.1, 10), lambda k: 0.1 ** (k // 10)),
    (Exponential(0.5, 0.9), lambda k: 0.5 * 0.9**k),
    (InverseTime(2.0, 0.1), lambda k: 2 / (1 + 0.1 * k)),
    (Cosine(1.0, 40, final=0.2), lambda k: 0.2 + 0.4 * (1 + math.cos(math.pi * min(k, 40) / 40))),
    (WarmUp(5, Constant(0.6)), lambda k: 0.6 * min(k + 1, 6) / 6),
    (WarmUp(5, Exponential(0.6, 0.5)), lambda k: 0.1 * (k + 1) if k < 5 else 0.6 * 0.5 ** (k - 5)),
]


@pytest.mark.parametrize(("schedule", "formula"), SCHEDULES, ids=lambda value: repr(value).split(" at ")[0])
def test_a_schedule_is_its_formula_and_is_recorded(schedule, formula):
    steps = range(60)
    expected = [formula(k) for k in steps]
    np.testing.assert_allclose([schedule(k) for k in steps], expected, rtol=1e-13)
    run = descend(Cost.parse("x**2/100"), 1, learning_rate=schedule, stop=Stop(60, 0))
    np.testing.assert_array_equal(run.learning_rates, [schedule(k) for k in steps])


def test_the_ends_of_a_cosine_are_exact():
    schedule = Cosine(0.3, 7, final=0.1)
    assert (schedule(0), schedule(7), schedule(99)) == (pytest.approx(0.3), 0.1, 0.1)
