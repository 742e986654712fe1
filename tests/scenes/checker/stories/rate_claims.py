"""What the captions of an English comparison of rates claim."""

from typing import Any

import numpy as np

from gdmath import Stop, descend
from tests.scenes.checker.stories.common import Claim, Heard

NEAR = 0.02  # of the way from the start: an end that is so near is at a minimum


def _judged(heard: Heard) -> Any:
    return heard.watcher.judged(heard.begin)


def _numbers(heard: Heard) -> bool:
    """The cost and the count of steps are those of the run that is judged."""
    each, groups = _judged(heard), heard.match.groupdict()
    finite = each.costs[np.isfinite(each.costs)]
    cost = groups.get("cost") is None or heard.named("cost", 3).agrees(float(finite[-1]))
    return cost and (groups.get("n") is None or heard.whole("n") == len(each.run))


def _lower(heard: Heard) -> bool:
    costs = _judged(heard).costs
    return _numbers(heard) and costs[-1] < costs[0]


def _turns(each: Any) -> np.ndarray:
    """For every step whether its end has a gradient that points back."""
    gradients = each.run.gradients[np.isfinite(each.run.gradients).all(axis=1)]
    with np.errstate(all="ignore"):
        return (gradients[1:] * gradients[:-1]).sum(axis=1) < 0


def _at_minimum(heard: Heard) -> bool:
    end, start = _judged(heard).run.thetas[-1], _judged(heard).run.thetas[0]
    reach = NEAR * max(float(np.abs(end - start).max()), 1e-12 * float(np.abs(end).max()))
    return bool(np.isfinite(end).all()) and heard.watcher.reckoning.is_minimum(end, reach)


def _straight(heard: Heard) -> bool:
    return _numbers(heard) and _at_minimum(heard) and not _turns(_judged(heard)).any()


def _over(heard: Heard) -> bool:
    return _numbers(heard) and _at_minimum(heard) and _turns(_judged(heard)).sum() == 1


def _across(heard: Heard) -> bool:
    return _numbers(heard) and _at_minimum(heard) and _turns(_judged(heard)).sum() > 1


def _past(heard: Heard) -> bool:
    return _lower(heard) and _turns(_judged(heard)).sum() == 1


def _swings(heard: Heard) -> bool:
    return _lower(heard) and _turns(_judged(heard)).sum() > 1


def _stays(heard: Heard) -> bool:
    thetas = _judged(heard).run.thetas
    return _numbers(heard) and bool((thetas == thetas[0]).all())


def _diverges(heard: Heard) -> bool:
    each = _judged(heard)
    finite = each.costs[np.isfinite(each.costs)]
    steps = np.linalg.norm(np.diff(each.run.thetas[np.isfinite(each.run.thetas).all(axis=1)], axis=0), axis=1)
    return _numbers(heard) and (finite[-1] > finite[0] or (len(steps) > 1 and steps[-1] > steps[0]))


def _gone(heard: Heard) -> bool:
    """Further than a hundred windows, or higher than a hundred times all that is shown."""
    each = _judged(heard)
    return _numbers(heard) and each.run.status.outcome.name not in ("CONVERGED", "SETTLED", "OUT_OF_STEPS")


def _falls(heard: Heard) -> bool:
    costs = _judged(heard).costs
    return _numbers(heard) and bool((np.diff(costs[-5:]) < 0).all())


def _undefined(heard: Heard) -> bool:
    return _numbers(heard) and not np.isfinite(heard.watcher.reckoning.value(_judged(heard).run.thetas[-1]))


def _no_lower(heard: Heard) -> bool:
    costs = _judged(heard).costs
    return _numbers(heard) and not costs[-1] < costs[0]


def _cycles(heard: Heard) -> bool:
    thetas = _judged(heard).run.thetas
    last = thetas[-1]
    size = np.ptp(thetas, axis=0).max() + 1e-300
    return _numbers(heard) and any(np.abs(thetas[-1 - k] - last).max() < 1e-3 * size for k in range(1, 9))


def _level(heard: Heard) -> bool:
    gradients = _judged(heard).run.gradients
    size = np.abs(gradients[np.isfinite(gradients)]).max()
    return _numbers(heard) and np.abs(gradients[-1]).max() <= 1e-4 * size and not _at_minimum(heard)


def _slow(heard: Heard) -> bool:
    """Lower than before, without turning, and another run arrives."""
    return _lower(heard) and not _turns(_judged(heard)).any()


def _hardly(heard: Heard) -> bool:
    watcher, each = heard.watcher, _judged(heard)
    costs = np.concatenate([run.costs for run in watcher.told.runs])
    lowest = costs[np.isfinite(costs)].min()
    return _numbers(heard) and each.costs[-1] - lowest > 0.99 * (each.costs[0] - lowest)


def _elsewhere(heard: Heard) -> bool:
    watcher, each = heard.watcher, _judged(heard)
    first = next(one for one in watcher.told.runs if one.manner.name in ("STRAIGHT", "OVER", "ACROSS"))
    apart = np.abs(each.run.thetas[-1] - first.run.thetas[-1]).max()
    return _at_minimum(heard) and apart > 1e-3 * np.ptp(watcher.told.window.box, axis=1).max()


def _count(heard: Heard) -> bool:
    return heard.whole("n") == len(heard.watcher.told.runs)


def _first(heard: Heard) -> bool:
    watcher = heard.watcher
    budget = heard.whole("n") == watcher.asked.steps
    return budget and heard.named("eta").agrees(min(watcher.told.rates))


def _next(heard: Heard) -> bool:
    return heard.named("eta").agrees(_judged(heard).rate)


def _question(heard: Heard) -> bool:
    told = heard.watcher.told
    times = told.rates[told.asked] / told.rates[told.asked - 1]
    if "doubled" in heard.text:
        return abs(times - 2) < 0.02
    return heard.named("times", 2).agrees(times)


def _factor(heard: Heard) -> bool:
    highest = heard.named("l").value
    return heard.named("l").agrees(heard.watcher.told.bands.highest) and highest > 0


def _bound(heard: Heard) -> bool:
    bands = heard.watcher.told.bands
    return heard.named("l").agrees(bands.highest) and heard.named("c", 3).agrees(bands.critical)


def _divided(heard: Heard) -> bool:
    told = heard.watcher.told
    return heard.named("c", 3).agrees(told.bands.critical) and "Newton(" in repr(told.plan.optimizer)


def _bands(heard: Heard) -> bool:
    """They have been reckoned anew; here they are read. Where no distance is named, all runs agree."""
    told, bands = heard.watcher.told, heard.watcher.told.bands
    held = [each for each in told.runs if each.rate < bands.critical]
    if not heard.text.startswith("Near") and any(each.value > each.costs[0] for each in held):
        return False
    return heard.named("s", 3).agrees(bands.straight) and heard.named("c", 3).agrees(bands.critical)


def _arrives_first(heard: Heard) -> bool:
    told, steps = heard.watcher.told, heard.whole("n")
    arrived = [each for each in told.runs if each.manner.name in ("STRAIGHT", "OVER", "ACROSS")]
    mine = next(each for each in told.runs if heard.named("eta").agrees(each.rate))
    rest = [each for each in arrived if each.run.status.outcome.name != "OUT_OF_STEPS"]
    soonest = min(len(each.run) for each in rest or [mine])
    return mine in arrived and len(mine.run) == steps <= soonest


def _lowest(heard: Heard) -> bool:
    told = heard.watcher.told
    mine = next(each for each in told.runs if heard.named("eta").agrees(each.rate))
    values = [each.value for each in told.runs]
    return heard.named("cost", 3).agrees(mine.value) and mine.value == min(values) < max(values)


def _lacking(heard: Heard) -> bool:
    return heard.watcher.told.bands.critical is None


def _alike(heard: Heard) -> bool:
    return all(heard.named("cost", 3).agrees(each.value) for each in heard.watcher.told.runs)


def _resting(heard: Heard) -> bool:
    """Whether a run of some steps stands still in the end."""
    runs = [each.run.thetas for each in heard.watcher.told.runs if len(each.run) > 1]
    return any((thetas[-1] == thetas[-2]).all() or _at_kink(heard, thetas[-1]) for thetas in runs)


def _at_kink(heard: Heard, theta: Any) -> bool:
    """Whether slopes beside a place are opposite, and far from zero."""
    cost, near = heard.watcher.told.cost, 1e-9 * (1 + np.abs(theta).max())
    slopes = [float(cost.gradient(theta + side * near)[0]) for side in (-1, 1)]
    return bool(slopes[0] < 0 < slopes[1] and min(map(abs, slopes)) > 1e-4)


def _unresting(heard: Heard) -> bool:
    return _lacking(heard) and not _resting(heard)


def _hit(heard: Heard) -> bool:
    return _lacking(heard) and _resting(heard)


def _flat(heard: Heard) -> bool:
    """Beside a minimum even the largest rate leads no further off."""
    told = heard.watcher.told
    minima = [each.ending.arrival.at for each in told.runs if each.ending.arrival is not None]
    for at in minima or told.plan.critical.minima:
        start = np.array(at.theta) + 1e-7
        run = descend(told.cost, start, told.plan.optimizer, learning_rate=told.rates[-1], stop=Stop(5))
        if np.abs(run.thetas - at.theta).max() > 1.01e-7:
            return False
    return _lacking(heard)


COST, STEPS = r"[Cc]ost (?P<cost>\S.*)", r"(?P<n>\d[\d\u2009]*) steps?"
AFTER = rf"{COST} after {STEPS}\."
CLAIMS: tuple[Claim, ...] = (
    (r"One cost, one start, (?P<n>\d) learning rates: .*", _count),
    (rf"The smallest first: η = (?P<eta>.*)\. Each gets {STEPS}\.", _first),
    (r"Now η = (?P<eta>.*), from the same start\.", _next),
    (r"What if the learning rate is (doubled|(?P<times>.*) times as large)\?", _question),
    (r"It does not move at all: the cost stays (?P<cost>.*)\.", _stays),
    (rf"Steps so short that hardly anything happens: {AFTER}", _hardly),
    (rf"Too small: its steps are short\. After {STEPS} the cost is still (?P<cost>.*)\.", _slow),
    (rf"Still on its way down: {AFTER}", _slow),
    (rf"Down to the minimum without overshooting: {AFTER}", _straight),
    (rf"It jumps across the minimum and back, yet settles: {AFTER}", _across),
    (rf"It jumps across the minimum once, and arrives from beyond: {AFTER}", _over),
    (rf"It jumps across once, and is still on its way: {AFTER}", _past),
    (rf"It jumps across and back, and still swings: {AFTER}", _swings),
    (rf"It stops where it is level, at no minimum: {AFTER}", _level),
    (rf"It goes to and fro between the same places: {AFTER}", _cycles),
    (rf"It jumps about and does not settle: {AFTER}", _numbers),
    (rf"It comes out no lower than it started: {AFTER}", _no_lower),
    (rf"It diverges: its jumps grow and grow\. {AFTER}", _diverges),
    (rf"It is thrown out of all bounds: {AFTER}", _gone),
    (rf"It goes down and down, and finds no floor: {AFTER}", _falls),
    (rf"It jumps over a pole, where the cost has no bound: {AFTER}", _numbers),
    (rf"After {STEPS} it is where the cost is not defined, or too large to compute\.", _undefined),
    (r"But this is another minimum: .*", _elsewhere),
    (r"(Each|Near the minimum, each) step multiplies .* λ is at most (?P<l>.*)\.", _factor),
    (r"(Each|Near the minimum, each) step multiplies .* λ = C″ = (?P<l>.*)\.", _factor),
    (r"From the curvature, at most λ = (?P<l>\S.*), follows .* η = (?P<c>\S+?)(, near.*)?\.", _bound),
    (r"This rule divides by the curvature itself: its bound is η = (?P<c>\S+?)(, near.*)?\.", _divided),
    (r"Up to (?P<s>.*) it goes straight; up to (?P<c>.*) it jumps across .*", _bands),
    (r"Near it, rates up to (?P<s>.*) go straight, up to (?P<c>.*) across, .*", _bands),
    (r"(No minimum is known here|This cost curves|For this opt).*", _lacking),
    (r"At a kink .*: no fixed rate comes to rest\.", _unresting),
    (r"At a kink .*: only a rate that hits it exactly comes to rest\.", _hit),
    (r"At this minimum the curvature is zero: near it, no rate is too large\.", _flat),
    (rf"η = (?P<eta>.*) arrives first, after {STEPS}\.", _arrives_first),
    (r"It makes no difference: all of these rates end at the same cost, (?P<cost>.*)\.", _alike),
    (r"Of these rates, η = (?P<eta>.*) came lowest: (?P<cost>.*)\.", _lowest),
)
NOTHING = (
    r"Every step is η times the .*|The rule gives the direction.*|The (derivative|gradient).*",
    r"Now the rate slides along the ruler.*|Too small a rate wastes steps.*",
)
