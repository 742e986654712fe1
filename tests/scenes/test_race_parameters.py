"""How racers are written, and what is refused in one line."""

import pytest

from scenes.parameters import RaceParameters
from scenes.studio.cli import run


def test_racers_have_settings_of_their_own():
    told = RaceParameters(optimizers=("adam:rate=0.1,beta1=0.8", "adam", "momentum:schedule=backtracking"))
    assert [method.optimizer for method in told.methods] == ["adam", "adam", "momentum"]
    assert told.methods[0].chosen == {"beta1": 0.8}
    assert told.methods[0].learning_rate == 0.1
    assert told.methods[2].searches


@pytest.mark.parametrize(
    ("optimizers", "said"),
    [
        (("adam",), "1 optimizers can't race; give 2 to 6"),
        (("adam",) * 7, "give 2 to 6"),
        (("adam", "adam"), "adam races against itself; give it another rate"),
        (("adan", "momentum"), "did you mean adam?"),
        (("adam:rate=fast", "momentum"), "the rate is 'fast'; it must be a number"),
        (("adam:rate=-1", "momentum"), "the learning rate is -1"),
        (("adam:rate=1e300", "momentum"), "it must lie between"),
        (("adam:rate=1,rate=2", "momentum"), "rate is set twice"),
        (("adam:rate", "momentum"), "rate has no value"),
        (("adam:btea1=0.8", "momentum"), "did you mean beta1?"),
        (("adam:schedule=backtrack", "momentum"), "did you mean backtracking?"),
    ],
)
def test_what_is_no_racer_is_refused_in_one_line(optimizers, said):
    with pytest.raises(ValueError, match=r".") as refused:
        RaceParameters(optimizers=optimizers)
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


def test_the_command_line_says_so_too(capsys):
    assert run(["render", "race", "--optimizer", "adam", "--optimizer", "adam"]) != 0
    assert "races against itself" in capsys.readouterr().err


@pytest.mark.parametrize(
    "given", [{"cost": "x**2"}, {"start": (9.0, 9.0), "domain": (0, 1, 0, 1)}, {"steps": 0}]
)
def test_a_cost_a_start_and_steps_are_checked(given):
    with pytest.raises(ValueError, match=r"variable|outside|steps is 0"):
        RaceParameters(**given)


def test_only_the_default_cost_has_its_own_start():
    assert RaceParameters().places == ((-1.2, 1.0),)
    assert RaceParameters(cost="himmelblau").places is None
    assert RaceParameters(start=(0.0, 1.0)).places == ((0.0, 1.0),)
