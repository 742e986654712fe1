"""What data say of a descent: condition numbers against numpy's, separability against brute force."""

import numpy as np
import pytest

from gdmath import DataCost, Dataset, linear, logistic, polynomial
from gdmath.data.data_facts import conditioning, is_separable


@pytest.mark.parametrize("seed", range(4))
def test_condition_numbers_are_those_of_the_design(seed):
    generator = np.random.default_rng(seed)
    x = generator.normal([2000, 3], [800, 1], (40, 2))
    data = Dataset(("size", "rooms", "price"), np.column_stack([x, generator.normal(3e5, 1e5, 40)]))
    facts = conditioning(linear(data), np.zeros(3))
    equal = (x - x.mean(axis=0)) / x.std(axis=0)
    for found, features in ((facts.raw, x), (facts.standardised, equal)):
        design = np.column_stack([features, np.ones(40)])
        assert found == pytest.approx(np.linalg.cond(design) ** 2, rel=1e-6)
    assert facts.standardising_helps
    again = conditioning(linear(data.standardised()), np.zeros(3))
    assert not again.standardising_helps
    assert again.raw == pytest.approx(again.standardised)


def test_a_model_that_bends_unequally_by_itself_is_not_blamed_on_the_data():
    x = np.linspace(-1, 1, 30)
    facts = conditioning(polynomial(Dataset(("x", "y"), np.column_stack([x, x])), 9), np.zeros(10))
    assert facts.raw > 1e4
    assert not facts.standardising_helps


def test_without_curvature_there_is_no_condition():
    assert conditioning(DataCost.parse("w*x", ["w"], ["x"], [[1.0]]), [0.0]) is None
    assert conditioning(DataCost.parse("-(w*x)**2", ["w"], ["x"], [[1.0]]), [0.0]) is None


def divided(x, y):
    """Whether some threshold of one feature has all of one label on each side, ties on the threshold."""
    return any((x[y == 0] <= t).all() and (x[y == 1] >= t).all() for t in x) or any(
        (x[y == 0] >= t).all() and (x[y == 1] <= t).all() for t in x
    )


@pytest.mark.parametrize("seed", range(25))
def test_separability_of_one_feature_is_that_of_thresholds(seed):
    generator = np.random.default_rng(seed)
    y = np.arange(8) % 2.0
    x = np.round(generator.normal(size=8) + (seed % 5) * y, 1)
    assert is_separable(logistic(Dataset(("x", "y"), np.column_stack([x, y])))) == divided(x, y)


def test_separability_of_two_features():
    generator = np.random.default_rng(0)
    x = generator.normal(size=(60, 2))
    y = (x @ [1, -2] + 0.3 > 0).astype(float)
    table = np.column_stack([x * [1, 1e6], y])
    assert is_separable(logistic(Dataset(("a", "b", "y"), table)))
    table[:4, 2] = 1 - table[:4, 2]
    assert not is_separable(logistic(Dataset(("a", "b", "y"), table)))


def test_one_label_alone_is_separable_and_other_costs_are_not():
    assert is_separable(logistic(Dataset(("x", "y"), [[1, 1], [2, 1]])))
    assert not is_separable(linear(Dataset(("x", "y"), [[1, 0], [2, 1]])))
    assert not is_separable(DataCost.parse("softplus(w*x) + w**2", ["w"], ["x", "y"], [[1, 0], [2, 1]]))
