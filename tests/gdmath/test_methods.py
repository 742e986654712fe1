"""Methods by name: the table fits the classes, and what is asked for is what is built."""

import dataclasses
import itertools
import subprocess
import sys

import pytest

import gdmath
from gdmath.method_table import ALTERATIONS, LENGTHS, OPTIMIZERS, SCHEDULES, SEARCHES
from gdmath.methods import Method, method_of, overview


def fields(entry):
    return {field.name: field for field in dataclasses.fields(getattr(gdmath, entry.name))}


@pytest.mark.parametrize("entry", [*OPTIMIZERS.values(), *LENGTHS.values()], ids=lambda entry: entry.name)
def test_the_settings_named_are_those_of_the_class(entry):
    given = (
        {"rate", "initial", "then"} if entry.name not in {one.name for one in OPTIMIZERS.values()} else set()
    )
    assert set(entry.settings) == set(fields(entry)) - given
    for name, setting in entry.settings.items():
        default = fields(entry)[name].default
        if setting.default is None and default is not dataclasses.MISSING and default is not None:
            assert type(default) is setting.kind
            assert not setting.choices or default in setting.choices


def test_every_optimizer_of_gdmath_has_a_name():
    wrapped = {"Clipped", "Noisy", "Optimizer", "Point"}
    assert {entry.name for entry in OPTIMIZERS.values()} == set(gdmath.optimizers.__all__) - wrapped


def test_no_setting_has_two_meanings():
    for optimizer, length in itertools.product(OPTIMIZERS.values(), LENGTHS.values()):
        names = [*optimizer.settings, *length.settings, *ALTERATIONS]
        assert len(names) == len(set(names))


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("length", [None, *LENGTHS])
def test_every_pair_is_built_and_descends(optimizer, length):
    method = Method(optimizer, length)
    assert method.searches == ((length or OPTIMIZERS[optimizer].schedule) in SEARCHES)
    built, rate = method.build(method.usual_rate or 0.05, lowest=0.0)
    cost = gdmath.Cost.parse("x**2 + 3*y**2")
    run = gdmath.descend(cost, (1, 1), built, learning_rate=rate, stop=gdmath.Stop(50))
    assert run.values[-1] < run.values[0]


@pytest.mark.parametrize(
    ("settings", "value"),
    [
        (("beta1=0.8", "weight_decay=0.01"), gdmath.Adam(beta1=0.8, weight_decay=0.01)),
        (("amsgrad=true",), gdmath.Adam(amsgrad=True)),
        (("amsgrad = No",), gdmath.Adam()),
        (("weight-decay=1e-2",), gdmath.Adam(weight_decay=0.01)),
        (("clip_value=2",), gdmath.Clipped(gdmath.Adam(), value=2.0)),
        (("clip_norm=1", "clip_value=2"), gdmath.Clipped(gdmath.Adam(), 1.0, 2.0)),
        (("noise=0.5", "noise_seed=3"), gdmath.Noisy(gdmath.Adam(), 0.5, 3)),
        (("clip_norm=1", "noise=0.5"), gdmath.Noisy(gdmath.Clipped(gdmath.Adam(), 1.0), 0.5)),
    ],
)
def test_settings_arrive(settings, value):
    assert Method("adam", settings=settings).build(0.1) == (value, gdmath.Constant(0.1))


def test_the_rate_that_was_chosen_is_taken_and_else_the_default():
    assert Method(schedule="cosine", settings=("steps=20", "final=0.1"), learning_rate=0.3).build(0.7)[1] == (
        gdmath.Cosine(0.3, 20, 0.1)
    )
    assert Method(schedule="warm-up").build(0.7)[1] == gdmath.WarmUp(10, gdmath.Constant(0.7))
    assert Method("bfgs").build(1.0)[1] == gdmath.StrongWolfe()
    assert Method(schedule="polyak").build(1.0, lowest=5.0)[1] == gdmath.PolyakStep(5.0)
    chosen = Method(schedule="polyak", settings=("lowest=-2",))
    assert chosen.build(1.0, lowest=5.0)[1] == gdmath.PolyakStep(-2.0)


def test_the_usual_rate_is_1_for_newton_and_searches_and_open_where_curvature_decides():
    assert [Method(name).usual_rate for name in ("newton", "bfgs", "l-bfgs")] == [1.0] * 3
    assert Method("gradient-descent").usual_rate is None
    assert Method("momentum", "backtracking").usual_rate == 1.0
    assert Method("adam").usual_rate == 0.05


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: Method("adma"), "no optimizer is named 'adma'; did you mean adam?"),
        (lambda: Method("SGD"), "no optimizer is named 'SGD'"),
        (
            lambda: Method(schedule="strong_wolf"),
            "did you mean strong-wolfe?",
        ),
        (
            lambda: Method(settings=("weight_decay",)),
            "'weight_decay' names no value; write .* weight_decay=0.8",
        ),
        (lambda: Method("l-bfgs", settings=("memory",)), "write for instance memory=10"),
        (lambda: Method("adam", settings=("eps=1",)), "no setting 'eps'; did you mean epsilon?"),
        (lambda: Method("rmsprop", settings=("centered=1",)), "did you mean centred?"),
        (lambda: Method("l-bfgs", settings=("memory=2.5",)), "memory is '2.5'; it must be a whole number"),
        (lambda: Method(settings=("noise=1", "noise=2")), "noise is set twice"),
        (lambda: Method(learning_rate=-1), "the learning rate is -1; it must be positive, such as 0.1"),
        (lambda: Method(settings=("noise=-1",)).build(0.1), "noise is -1"),
    ],
)
def test_what_there_is_not_is_told(make, words):
    with pytest.raises(ValueError, match=words) as caught:
        make()
    assert "\n" not in str(caught.value)


def test_names_are_known_without_numpy():
    code = "import gdmath.methods, sys; assert not {'sympy', 'numpy'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_overview_tells_every_name_and_every_setting_with_its_default():
    lines = overview().splitlines()
    assert max(map(len, lines)) <= 80
    told = {line.split()[0] for line in lines if line.startswith("  ")}
    named = {**OPTIMIZERS, **LENGTHS}
    assert told >= {*named, *ALTERATIONS, *(key for entry in named.values() for key in entry.settings)}
    text = " ".join(" ".join(lines).split())
    for default in (
        "how much of the mean gradient is kept [0.9]",
        "by the largest mean square so far [false]",
    ):
        assert default.removeprefix("by ") in text
    assert "times a factor every so many steps factor times this [0.5]" in text


def test_schedules_and_searches_share_no_name():
    assert not set(SCHEDULES) & set(SEARCHES)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("adma", "adam"),
        ("adam:beta3=1", "no setting 'beta3'"),
        ("adam:rate=fast", "rate is 'fast'; it must be a number"),
        ("adam:rate=-1", "the learning rate"),
        ("adam:rate=1,rate=2", "rate is set twice"),
        ("momentum:beta", "names no value"),
        ("momentum:schedule=constnt", "did you mean"),
    ],
)
def test_a_method_in_one_text_is_checked(text, message):
    with pytest.raises(ValueError, match=message):
        method_of(text)


def test_a_method_in_one_text_has_all_its_parts():
    found = method_of("momentum: beta=0.8, rate = 0.01, schedule=exponential,factor=0.9")
    assert (found.optimizer, found.schedule, found.learning_rate) == ("momentum", "exponential", 0.01)
    assert found.chosen == {"beta": 0.8, "factor": 0.9}
