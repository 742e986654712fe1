"""The race: rates that are fair, ranks that are right, what was spent, and what steps are made of."""

import numpy as np
import pytest

from gdmath import Adam, Cost, Momentum, RMSProp, Stop, descend
from scenes.parameters import RaceParameters
from scenes.runs.contest.anatomy import divided, summed
from scenes.runs.contest.facts import Gone, Lead, news, turned, verdict
from scenes.runs.contest.race import Race
from scenes.runs.contest.racers import finish_line, key, rates

RAVINE = "x**2 + 10*y**2"


@pytest.fixture(scope="module")
def race():
    return Race.of(RaceParameters())


def test_each_has_its_best_rate_of_the_grid(race):
    cost, start = race.cost, race.start
    stop = Stop(steps=100, gradient_norm=0.0)
    for racer in race.racers:
        ends = [
            descend(cost, start, racer.optimizer, learning_rate=rate, stop=stop).values[-1]
            for rate in race.grid
        ]
        best = race.grid[int(np.nanargmin(ends))]
        assert racer.tuned
        assert racer.rate == best


def test_the_grid_grows_until_no_best_rate_is_at_its_end():
    race = Race.of(RaceParameters(cost="1e6*x**2 + 1e5*y**2", optimizers=("gradient-descent", "momentum")))
    assert race.grid[0] < 1e-6
    assert all(race.grid[0] < racer.rate < race.grid[-1] for racer in race.racers)


def test_rates_are_round():
    assert list(rates(1e-3, 0.1)) == [0.001, 0.003, 0.01, 0.03, 0.1]


def test_a_named_rate_is_kept_and_a_search_has_none():
    race = Race.of(
        RaceParameters(
            cost=RAVINE, optimizers=("gradient-descent:rate=0.04", "gradient-descent:schedule=backtracking")
        )
    )
    assert [(racer.rate, racer.tuned) for racer in race.racers] == [(0.04, False), (None, False)]
    assert race.grid == ()


def test_who_is_at_the_line_is_ranked_by_steps_and_the_others_by_cost(race):
    assert [race.ranks[k] for k in race.order] == [1, 2, 3, 4]
    costs = [race.racers[k].cost for k in race.order]
    assert costs == sorted(costs)
    quick = Race.of(RaceParameters(cost=RAVINE, optimizers=("newton", "momentum", "gradient-descent")))
    assert quick.winners == (0,)
    assert verdict(quick) in ("by steps", "by cost")


def test_the_line_is_a_millionth_of_the_fall_above_the_lowest():
    runs = [
        descend(Cost.parse("x**2 + 1"), 2.0, learning_rate=rate, stop=Stop(steps=3)) for rate in (0.1, 0.5)
    ]
    assert finish_line(runs) == pytest.approx(1 + 4e-6)
    assert key(runs[1], finish_line(runs)) < key(runs[0], finish_line(runs))


def test_ties_share_a_rank_and_who_escapes_has_none():
    race = Race.of(RaceParameters(cost="x**2 + y**2", optimizers=("gradient-descent:rate=0.5", "newton")))
    assert race.ranks == (1, 1)
    assert verdict(race) == "tie"
    race = Race.of(RaceParameters(cost="bowl", optimizers=("gradient-descent:rate=3", "adam")))
    assert race.ranks == (None, 1)
    assert race.racers[0].fate == "escaped"
    assert race.order == (1, 0)


def test_nobody_moves_from_a_minimum_and_none_stays_at_rates_too_large():
    race = Race.of(RaceParameters(cost="bowl", start=(0.0, 0.0)))
    assert (race.longest, race.moves, verdict(race)) == (0, False, "still")
    race = Race.of(RaceParameters(cost="bowl", optimizers=("gradient-descent:rate=9", "momentum:rate=9")))
    assert verdict(race) == "gone"


def test_gradients_costs_and_hessians_are_counted():
    names = (
        "gradient-descent:rate=0.04",
        "gradient-descent:schedule=backtracking",
        "gradient-descent:schedule=exact",
        "newton",
    )
    race = Race.of(RaceParameters(cost=RAVINE, optimizers=names, steps=20))
    plain, tried, exact, newton = race.racers
    assert (plain.spent.gradients, plain.spent.costs, plain.spent.hessians) == (20, 0, 0)
    assert tried.spent.gradients == len(tried.run)
    # Every length is 1/2^k: so many were looked at and rejected, and the last one's end was only looked at.
    rejected = round(-np.log2(tried.run.learning_rates).sum())
    assert tried.spent.costs == rejected + 1
    assert exact.spent.gradients > len(exact.run)
    assert (newton.spent.gradients, newton.spent.hessians) == (len(newton.run), len(newton.run))


def test_leaders_and_turns_are_those_of_the_costs(race):
    for step in (1, 7, 50, 100):
        values = [racer.run.values[step] for racer in race.racers]
        assert race.leaders(step) == (int(np.argmin(values)),)
    assert race.leaders(0) == ()
    half = turned(race)
    assert half == Lead(50, race.leaders(50))
    told = news(race, [10, 40, 60])
    assert told[2] == Lead(60, race.leaders(60), still=race.leaders(40) == race.leaders(60))


def test_an_escape_is_news_once():
    race = Race.of(RaceParameters(cost="bowl", optimizers=("gradient-descent:rate=3", "adam")))
    last = len(race.racers[0].run)
    told = news(race, [last - 1, last, last + 1])
    assert [isinstance(fact, Gone) for fact in told] == [False, True, False]
    assert told[1] == Gone(last, 0)


@pytest.mark.parametrize(
    "name", ["momentum:rate=0.01", "nesterov:rate=0.01", "accelerated-gradient:rate=0.01"]
)
def test_old_gradients_add_up_to_the_velocity(name):
    race = Race.of(RaceParameters(optimizers=(name, "adam:rate=0.1")))
    found, run = summed(race), race.racers[0].run
    optimizer, state = race.racers[0].optimizer, race.racers[0].optimizer.init(run.thetas[0])
    for k, parts in enumerate(found.parts):
        assert parts[-1] == pytest.approx(run.gradients[k], rel=1e-9)
        if name.startswith("momentum"):
            assert parts.sum(axis=0) == pytest.approx(-run.directions[k], rel=1e-9)
            assert parts[0] == pytest.approx(run.gradients[0] * 0.9**k, rel=1e-9)
    assert state is not None
    assert (found.kept is None) == (not hasattr(optimizer, "beta"))


def test_quotients_are_the_steps_over_the_rate():
    race = Race.of(RaceParameters(optimizers=("rmsprop:rate=0.1", "adam:rate=0.1")))
    for mean, optimizer in ((False, RMSProp()), (True, Adam())):
        found, run = divided(race, mean=mean), race.racers[mean].run
        assert type(race.racers[found.number].optimizer) is type(optimizer)
        steps = len(found.quotient)
        assert found.quotient == pytest.approx(-run.directions[:steps], rel=1e-9)
        assert found.above / found.below == pytest.approx(found.quotient)
        if not mean:
            assert (found.above == run.gradients[:steps]).all()


def test_nothing_is_taken_apart_that_does_not_race():
    race = Race.of(RaceParameters(optimizers=("newton", "gradient-descent:rate=0.01")))
    assert summed(race) is divided(race, mean=False) is divided(race, mean=True) is None
    assert Momentum().beta == 0.9


def test_what_is_decided_by_halftime_has_not_turned():
    race = Race.of(RaceParameters(cost="rosenbrock", steps=1500, optimizers=("momentum", "adam")))
    assert all(race.arrived)
    assert len(race.racers[race.winners[0]].run) < race.longest
    assert turned(race) is None or race.racers[turned(race).leaders[0]].value(turned(race).step) > race.line
    assert race.leaders(race.longest) == ()


def test_the_grid_reaches_the_rates_of_costs_of_any_size():
    for size in (1e-30, 1e60):
        race = Race.of(
            RaceParameters(
                cost=f"{size:g}*(x**2 + 3*y**2)",
                start=(1.0, 2.0),
                optimizers=("gradient-descent", "momentum"),
            )
        )
        assert race.racers[0].rate * size == pytest.approx(0.1) or race.racers[
            0
        ].rate * size == pytest.approx(0.3)
        assert race.racers[0].cost < 1e-6 * size


def test_no_rate_is_looked_for_far_from_the_land_on_which_a_cost_falls_for_ever():
    race = Race.of(RaceParameters(cost="sin(x) + sin(y) + (x + y)/4", steps=60))
    assert race.grid[-1] == 1.0


def test_the_map_shows_the_valleys_and_not_who_falls_for_ever():
    told = {"cost": "1/x + 1/y + x + y", "start": (0.1, 5.0)}
    race = Race.of(RaceParameters(optimizers=("gradient-descent:rate=0.01", "newton"), **told))
    assert race.racers[1].cost < -100
    assert all(-20 < low < 1 < high < 40 for low, high in race.window.box)


def test_nobody_moves_from_a_level_start():
    assert Race.of(RaceParameters(cost=RAVINE, start=(0.0, 0.0))).is_level
    assert not Race.of(RaceParameters(cost=RAVINE, start=(1.0, 0.0))).is_level
