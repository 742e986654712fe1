"""The formula of a film: a cost over data is the mean of its loss, as text and typeset."""

from types import SimpleNamespace

import pytest

from gdmath import Cost
from gdmath.data.datasets import Dataset
from gdmath.data.regression import linear, logistic
from scenes.studio.pack.formula import formula_markup, formula_picture, written_cost

DATA = Dataset(("x", "y"), ((0.0, 1.0), (1.0, 0.0), (2.0, 1.0)))


@pytest.mark.parametrize(
    ("cost", "text", "typeset"),
    [
        (Cost.parse("x**2 - 0.5*x"), "C(x) = x^2 - 0.5·x", "C(x) = x^(2) - frac(x, 2)"),
        (linear(DATA), "C(w, b) = 1/3·Σ (w·x + b - y)^2", "C(w, b) = frac(1, 3) sum (b + w x - y)^(2)"),
        (
            logistic(DATA),
            "C(w, b) = 1/3·Σ (softplus(w·x + b) - y·(w·x + b))",
            'C(w, b) = frac(1, 3) sum (op("softplus")(b + w x) - y (b + w x))',
        ),
    ],
)
def test_a_cost_over_data_is_a_mean(cost, text, typeset):
    runs = [SimpleNamespace(cost=cost)]
    assert written_cost(runs) == text
    markup = formula_markup(SimpleNamespace(trajectories=runs), "en")
    assert markup == typeset
    assert formula_picture(markup, "#ffffff", "svg")


def test_where_no_cost_is_followed_none_is_written():
    assert written_cost([]) == formula_markup(SimpleNamespace(trajectories=[]), "en") == ""
