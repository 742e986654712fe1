"""What the captions of an English race claim."""

import numpy as np

from tests.scenes.checker.stories.common import Claim, Heard

ALIKE = 2e-6  # of the fall: costs that count as one, by either of two runs
NAMES = r"([^:]+?)"


def _lowest(heard: Heard, among: list[int], step: int) -> bool:
    """Those are lower than all others who have not gone, after so many steps."""
    watcher = heard.watcher
    stay = [k for k in range(len(watcher.racers)) if watcher.stays(k, step)]
    least = min(watcher.value(k, step) for k in stay)
    close = ALIKE * watcher.fall + 1e-9 * abs(least)
    return all(k in stay and watcher.value(k, step) <= least + close for k in among)


def _ravine(heard: Heard) -> bool:
    low, high = heard.watcher.reckoning.curvatures(heard.watcher.race.minima[0])
    return heard.named(1, 2).agrees(high / low)


def _no_minimum(heard: Heard) -> bool:
    return not len(heard.watcher.contest.map.rings.points)


def _racers(heard: Heard) -> bool:
    watcher = heard.watcher
    return heard.whole(1) == len(watcher.racers) and heard.whole(2) == watcher.told.steps


def _grid(heard: Heard) -> bool:
    grid = heard.watcher.race.grid
    return all(heard.named(k + 1).agrees(rate) for k, rate in enumerate((grid[0], grid[1], grid[-1])))


def _each_of_grid(heard: Heard) -> bool:
    return _grid(heard) and all(racer.tuned for racer in heard.watcher.racers)


def _is(*kinds: str):
    def check(heard: Heard) -> bool:
        racer = heard.watcher.racers[heard.watcher.number(heard.match[1])]
        return racer.method.optimizer in kinds

    return check


def _keeps(heard: Heard) -> bool:
    racer = heard.watcher.racers[heard.watcher.number(heard.match[1])]
    return _is("momentum", "nesterov")(heard) and heard.named(2).agrees(racer.optimizer.beta)


def _apart(pair: np.ndarray) -> float:
    low, high = np.sort(np.abs(pair)).tolist()
    return high / low if low else np.nan  # what is endless is no number to be told


def _alike(heard: Heard) -> bool:
    first = next(r for r in heard.watcher.racers if r.method.optimizer in ("rmsprop", "adagrad"))
    step = min(3, len(first.run)) - 1
    slopes = heard.watcher.reckoning.gradient(first.run.thetas[step])
    quotients = first.run.directions[step]
    return heard.named(1, 2).agrees(_apart(slopes)) and heard.named(2, 2).agrees(_apart(quotients))


def _leads(heard: Heard) -> bool:
    return _lowest(heard, heard.watcher.who(heard.match[2]), heard.whole(1))


def _level(heard: Heard) -> bool:
    watcher, step = heard.watcher, heard.whole(1)
    return _lowest(heard, list(range(len(watcher.racers))), step)


def _escaped(heard: Heard) -> bool:
    racer = heard.watcher.racers[heard.watcher.number(heard.match[1])]
    return racer.fate == "escaped" and len(racer.run) == heard.whole(2)


def _left(heard: Heard) -> bool:
    racer = heard.watcher.racers[heard.watcher.number(heard.match[1])]
    here = heard.watcher.reckoning.value(racer.run.thetas[-1])
    return len(racer.run) == heard.whole(2) and not np.isfinite(here)


def _have_escaped(heard: Heard) -> bool:
    return all(heard.watcher.racers[k].fate == "escaped" for k in heard.watcher.who(heard.match[1]))


def _level_start(heard: Heard) -> bool:
    slope = heard.watcher.reckoning.gradient(heard.watcher.race.start)
    return not slope.any() and _stands(heard)


def _stands(heard: Heard) -> bool:
    return all((racer.run.thetas == racer.run.thetas[0]).all() for racer in heard.watcher.racers)


def _all_gone(heard: Heard) -> bool:
    return all(racer.fate != "runs" for racer in heard.watcher.racers)


def _tie_of_all(heard: Heard) -> bool:
    watcher = heard.watcher
    everyone = list(range(len(watcher.racers)))
    return len({len(r.run) for r in watcher.racers}) == 1 and _lowest(heard, everyone, watcher.race.longest)


def _tie(heard: Heard) -> bool:
    return _lowest(heard, heard.watcher.who(heard.match[1]), heard.watcher.race.longest)


def _wins_by_steps(heard: Heard) -> bool:
    """No other is as low after as many steps, but for rounding; and none in the end is lower by much."""
    watcher, steps = heard.watcher, heard.whole(2)
    winner = watcher.number(heard.match[1])
    mine = watcher.value(winner, steps)
    others = [k for k in range(len(watcher.racers)) if k != winner and watcher.stays(k, steps)]
    quicker = [k for k in others if watcher.value(k, steps) <= mine]
    return len(watcher.racers[winner].run) == steps and not quicker and _lowest(heard, [winner], 10**9)


def _wins_by_cost(heard: Heard) -> bool:
    watcher = heard.watcher
    winner = watcher.number(heard.match[1])
    run = watcher.racers[winner].run
    named = heard.named(3, 3).agrees(float(run.values[-1]))
    return len(run) == heard.whole(2) and named and _lowest(heard, [winner], 10**9)


def _ahead(heard: Heard) -> bool:
    return _lowest(heard, heard.watcher.who(heard.match[2]), heard.whole(1))


def _stuck(heard: Heard) -> bool:
    return len(heard.watcher.racers[heard.watcher.number(heard.match[1])].run) == heard.whole(2)


def _ends(heard: Heard) -> list[np.ndarray]:
    """Places of the ends, each once."""
    size, found = np.ptp(heard.watcher.race.window.box, axis=1).max(), []
    for racer in heard.watcher.racers:
        end = racer.run.thetas[-1]
        if all(np.linalg.norm(end - one) > 0.02 * size for one in found):
            found.append(end)
    return found


def _one_valley(heard: Heard) -> bool:
    return len(_ends(heard)) == 1 and heard.whole(1) == len(heard.watcher.racers)


def _valleys(heard: Heard) -> bool:
    return len(_ends(heard)) == heard.whole(1)


def _looked(heard: Heard) -> bool:
    racer = heard.watcher.racers[heard.watcher.number(heard.match[1])]
    looks = racer.spent.costs + racer.spent.gradients
    return looks == heard.whole(2) and len(racer.run) == heard.whole(3) and looks > len(racer.run)


STEPS = r"(\d+) steps?"
CLAIMS: tuple[Claim, ...] = (
    (r"A ravine: at the ring the cost bends (.*) times as strongly across as along\.", _ravine),
    (r"No minimum is known on this map\.", _no_minimum),
    (rf"(\d+) optimizers, one start, {STEPS} each\.", _racers),
    (r"Each gets the learning rate that serves it best, of (.+), (.+), …, (.+)\.", _each_of_grid),
    (r"Learning rates are the best of (.+), (.+), …, (.+), unless named or the method's own\.", _grid),
    (rf"{NAMES} adds up the gradients\. An old one keeps (\S+) of itself a step\.", _keeps),
    (rf"{NAMES} adds up the gradients\. Old ones fade.*", _is("accelerated-gradient")),
    (rf"{NAMES} divides each coordinate's gradient by.*", _is("rmsprop", "adagrad")),
    (rf"{NAMES} divides (too|the mean gradient).*", _is("adam", "adamw", "nadam")),
    (r"Slopes along .* differ (\S+)-fold here, the quotients only (\S+)-fold\.", _alike),
    (rf"Which will be lowest after {STEPS}\?", lambda heard: heard.whole(1) == heard.watcher.told.steps),
    (rf"After {STEPS} they are level\.", _level),
    (rf"After {STEPS}, {NAMES} was ahead: .*", _ahead),
    (rf"After {STEPS} {NAMES} (?:still )?leads?\.", _leads),
    (rf"{NAMES} has escaped, after {STEPS}\.", _escaped),
    (rf"{NAMES} came to where there is no cost, at step (\d+)\.", _left),
    (rf"{NAMES} escaped\.", _have_escaped),
    (r"Nobody moves: at this start the slope is zero\.", _level_start),
    (r"Every rule makes its steps from slopes: .*", _level_start),
    (r"Nobody moves: at this start there is no slope to follow\.", _stands),
    (r"None of them stays.*", _all_gone),
    (r"A tie: all are as low, after as many steps\.", _tie_of_all),
    (rf"A tie: {NAMES} come equally low.*", _tie),
    (rf"{NAMES} wins: no other gets as low in only {STEPS}\.", _wins_by_steps),
    (rf"{NAMES} wins: after {STEPS} its cost is the lowest, (.*)\.", _wins_by_cost),
    (rf"{NAMES} stopped after {STEPS}: its search.*", _stuck),
    (r"All (\d+) came to rest in the same valley\.", _one_valley),
    (r"They came to rest in (\d+) different valleys\.", _valleys),
    (rf"{NAMES} looked at the cost (\d+) times for {STEPS}.*", _looked),
    (rf"{NAMES} also spent Hessians.*", _is("newton")),
)
NOTHING = (
    r"A cost of .* as a map: .*|The ring marks a minimum\.|Rings mark the local minima\.",
    r"The gradient in full: .*|The derivative, written out.*|Best is the lowest cost in the end, or .*",
    r"What points to and fro cancels\. .*|The step is minus the learning rate times the quotient\.",
    r"All at once, step by step, and the cost of each\.|On another cost, from another start, .*",
)
