"""The formula of a film as a picture."""

import io

import numpy as np
import pytest
from PIL import Image

from gdmath import Cost
from gdmath.display.typeset import cost_typst
from scenes.studio.pack.formula import WIDEST, formula_picture

LONG = "+".join(f"{k}*sin({k}*x)/{k + 1}" for k in range(1, 14))


@pytest.mark.parametrize("cost", ["x**2/4", LONG], ids=["short", "long"])
def test_a_formula_is_whole_and_broken_where_it_is_too_wide(cost):
    content = formula_picture(cost_typst(Cost.parse(cost)), "#aa5500", "png", ppi=36.0)
    with Image.open(io.BytesIO(content)) as picture:
        alpha = np.asarray(picture.convert("RGBA"))[..., 3]
    height, width = alpha.shape
    assert width <= (WIDEST + 5) / 2
    assert (height > 90) == (cost == LONG)  # of several lines
    assert not any(edge.any() for edge in (alpha[0], alpha[-1], alpha[:, 0], alpha[:, -1]))
