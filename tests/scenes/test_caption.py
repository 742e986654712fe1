"""Captions: both forms come from the same parts, and Typst sets what is meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenes.words.caption import ETA, Caption, Name, Numeral, equation, point, said


@pytest.mark.parametrize(
    ("caption", "plain", "typst"),
    [
        (said("Lower is better."), "Lower is better.", "Lower is better."),
        (said("At {at}.", at=equation("x", -0.5)), "At x = −0.5.", "At #box[$x = -0.5$]."),
        (
            said("The rate {eta} is {rate}.", eta=ETA, rate=Numeral(1e-9)),
            "The rate η is 10⁻⁹.",
            "The rate #box[$eta$] is #box[$10^(-9)$].",
        ),
        (
            said("From {at}", at=point(["w_1", "b"], [0.25, 3])),
            "From (w₁, b) = (0.25, 3)",
            "From #box[$lr((w_(1), b)) = lr((0.25, 3))$]",
        ),
        (
            said("100 #1 $ <a> a_b"),
            "100 #1 $ <a> a_b",
            r"100 \#1 \$ \<a\> a\_b",
        ),
        (said("*Stopped*.\nIt is level."), "Stopped. It is level.", r"*Stopped*. \ It is level."),
    ],
)
def test_both_forms(caption: Caption, plain: str, typst: str) -> None:
    assert (caption.plain(), caption.typst()) == (plain, typst)


def test_the_decimal_sign_is_the_language_s() -> None:
    caption = said("{at}", at=point(["x", "y"], [0.5, 12345.5], 6))
    assert caption.plain(",") == "(x; y) = (0,5; 12\u2009345,5)"
    assert 'class("normal", ",")' in caption.typst(",")


def test_a_brace_without_a_part_is_an_error() -> None:
    with pytest.raises(KeyError):
        said("{nothing}")


@given(st.sampled_from(["eta", "beta_2", "x", "w12", "theta"]), st.floats(allow_nan=False, width=32))
def test_no_markup_is_left_in_plain_text(name: str, value: float) -> None:
    plain = said("At {at}: {name}.", at=equation(name, value), name=Name(name)).plain()
    assert not set("$\\#{}_^*") & set(plain)
    assert not any(word in plain for word in ("eta", "times", "thin", "oo"))
