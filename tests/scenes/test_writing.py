"""What is written beside a curve has room on every screen, and is written out where it can be."""

from itertools import pairwise

import numpy as np
import pytest

from scenes.kit.curve.stage import CurveStage
from scenes.kit.screen import Screen
from scenes.kit.theme import DARK
from scenes.parameters import TangentParameters
from scenes.runs.curve_run import CurveRun
from scenes.runs.planning import planned
from scenes.words import language

WIDE, OLD, SQUARE, TALL = (854, 480), (640, 480), (480, 480), (480, 854)
QUARTIC = TangentParameters(
    cost="(x + 5)**4/100 - (x + 5)**2/4", start=0.0, optimizer="newton", learning_rate=0.1
)
FAR = TangentParameters(cost="1e-6*(x - 1234.5678)**2 + 1e9", start=1300.123)
BELL = TangentParameters(cost="exp(-x**2)", start=0.01, learning_rate=1.0)
STEP = TangentParameters(cost="x**2 + 3*sign(x - 1)", start=3.0, optimizer="momentum")
TINY = TangentParameters(cost="1e-9*cos(x*1e4)")


def written(asked, size):
    run = CurveRun.of(planned(asked))
    return CurveStage(run, Screen.of(*size), DARK, language("en"), 3)


@pytest.mark.parametrize(
    ("asked", "size"), [(QUARTIC, TALL), (QUARTIC, OLD), (TINY, WIDE), (TangentParameters(), WIDE)]
)
def test_all_has_room_one_below_another(asked, size):
    stage, screen = written(asked, size), Screen.of(*size)
    writing = stage.writing
    assert writing.panel.axes.area.height > 0.8
    assert writing.panel.axes.area.bottom >= screen.stage.bottom
    column = [*writing.formulas[:2], writing.readouts, writing.panel]
    for above, below in pairwise(column):
        assert above.get_bottom()[1] >= below.get_top()[1] - 1e-6
    for line in writing.lines:
        assert line.get_top()[1] <= writing.formulas[1].get_bottom()[1] + 1e-6
        assert line.get_bottom()[1] >= screen.stage.bottom
        if not writing.takes_turns:
            assert line.get_bottom()[1] >= writing.readouts.get_top()[1] - 1e-6


@pytest.mark.parametrize(
    ("asked", "size"),
    [(TINY, WIDE), (STEP, OLD), (QUARTIC, TALL), (FAR, OLD), (BELL, SQUARE)],
)
def test_cost_and_derivative_are_written_out_where_they_have_room(asked, size):
    writing = written(asked, size).writing
    assert writing.writes_cost
    assert not writing.names_gradient
    assert np.all([formula.width > 1.5 for formula in writing.formulas[:2]])
