"""What stories of surfaces make of a landscape's name."""

import pytest

from gdmath.landscapes import LANDSCAPES
from scenes.parameters import STUDY_STARTS, LinkedParameters, SurfaceParameters

PLANE = [land for land in LANDSCAPES.values() if len(land.variables) == 2]


@pytest.mark.parametrize("land", PLANE, ids=lambda land: land.name)
def test_a_landscape_brings_its_formula_and_domain_and_alone_its_start_and_rate(land):
    surface, linked = SurfaceParameters(cost=land.name), LinkedParameters(cost=land.name)
    assert surface.cost == linked.cost == land.formula
    assert surface.domain == linked.domain == (*land.domain[0], *land.domain[1])
    assert linked.starts == (land.start,)
    assert linked.learning_rate == land.learning_rate
    assert surface.starts == (STUDY_STARTS if land.name == "sine-cosine" else None)


def test_what_is_asked_for_goes_before_a_landscape():
    told = LinkedParameters(cost="booth", starts=((1.0, 2.0),), learning_rate=0.03)
    assert (told.starts, told.learning_rate, told.domain) == (((1.0, 2.0),), 0.03, None)
    told = LinkedParameters(cost="booth", domain=(0.0, 4.0, 0.0, 4.0))
    assert (told.starts, told.learning_rate, told.domain) == (None, None, (0.0, 4.0, 0.0, 4.0))
