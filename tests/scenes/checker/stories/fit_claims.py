"""What the captions of an English regression claim."""

from typing import Any

import numpy as np
from scipy.optimize import linprog

from tests.scenes.checker.stories.common import Claim, Heard

NEAR = 1e-3  # of all that the cost can fall


def _near(heard: Heard, place: int) -> int | None:
    """After how many steps a run is near the lowest cost, by costs that are reckoned anew."""
    bowl, fitted = heard.watcher.bowls[place], heard.watcher.fitted[place]
    if bowl.lowest is None:
        return None
    costs = np.array([fitted.cost(theta) for theta in bowl.run.thetas])
    there = costs - bowl.lowest <= NEAR * (1 + 1e-9) * (costs[0] - bowl.lowest)
    return int(np.argmax(there)) if there.any() else None


def _steps(heard: Heard) -> np.ndarray:
    thetas = heard.watcher.bowls[0].run.thetas
    return np.diff(thetas[np.isfinite(thetas).all(axis=1)], axis=0)


def _turning(heard: Heard) -> bool:
    steps = _steps(heard)[:8]
    return bool(np.mean((steps[1:] * steps[:-1]).sum(axis=1) < 0) > 0.5)


def _closer(heard: Heard) -> bool:
    costs = heard.watcher.bowls[0].run.values
    return _turning(heard) and bool((np.diff(costs) < 0).all()) and _near(heard, 0) is not None


def _arrives(heard: Heard) -> bool:
    return _near(heard, 0) is not None


def _creeps(heard: Heard) -> bool:
    lengths = np.linalg.norm(_steps(heard), axis=1)
    return _near(heard, 0) is None and lengths[-1] <= lengths[0]


def _escapes(heard: Heard) -> bool:
    costs = heard.watcher.bowls[0].run.values
    costs = costs[np.isfinite(costs)]
    return bool((np.diff(costs) > 0).all())


def _count(heard: Heard) -> bool:
    return heard.whole(1) == len(heard.watcher.targets)


def _condition(heard: Heard, place: int = 0) -> float:
    return heard.watcher.fitted[place].condition(heard.watcher.bowls[place].others)


def _conditions(heard: Heard) -> bool:
    raw, now = _condition(heard), _condition(heard, 1)
    fell = "falls" not in heard.text or now < raw
    return fell and all(
        shown.agrees(true) or (shown.value > 1e12 and true > 1e12)
        for shown, true in ((heard.named(1, 2), raw), (heard.named(2, 2), now))
    )


def _level_floor(heard: Heard, which: int = 0) -> bool:
    design = heard.watcher.fitted[which].design
    return bool(np.linalg.matrix_rank(design / np.abs(design).max(axis=0), tol=1e-6) < design.shape[1])


def _standard(heard: Heard) -> bool:
    model = heard.watcher.bowls[-1].model
    seen = model.seen(model.features)
    return bool(np.allclose(seen.mean(axis=0), 0, atol=1e-6) and np.allclose(seen.std(axis=0), 1))


def _same_share(heard: Heard) -> bool:
    shares = []
    for bowl, fitted in zip(heard.watcher.bowls, heard.watcher.fitted, strict=True):
        top = np.linalg.svd(fitted.design, compute_uv=False)[0] ** 2 / len(fitted.targets)
        shares.append(bowl.rate * top)
    return max(shares) / min(shares) < 1.1


def _compared(heard: Heard) -> bool:
    return heard.whole(1) == _near(heard, 0) and heard.whole(2) == _near(heard, 1)


def _only_one(heard: Heard) -> bool:
    run = heard.watcher.bowls[0].run
    return heard.whole(1) == len(run) and _near(heard, 0) is None and heard.whole(2) == _near(heard, 1)


def _only_standardised(heard: Heard) -> bool:
    return _escapes(heard) and heard.whole(1) == _near(heard, 1)


def _batch(heard: Heard) -> bool:
    watcher = heard.watcher
    return heard.whole(1) == watcher.run.noisy[0].size and heard.whole(2) == len(watcher.targets)


def _away(heard: Heard) -> float:
    """How far apart the two ways are at most, as a share of the map."""
    run = heard.watcher.run
    one, other = run.whole.thetas, run.noisy[0].run.thetas
    count = min(len(one), len(other))
    pair = [*run.last.pair]
    low, high = run.calm.window()
    return float(np.nanmax(np.abs(one[:count] - other[:count])[:, pair] / (high - low)))


def _seen_in_the_cost(heard: Heard) -> bool:
    """The ways are alike, and the costs on them are not."""
    watcher = heard.watcher
    runs = watcher.run.whole.thetas, watcher.run.noisy[0].run.thetas
    one, other = ([watcher.fitted[-1].cost(theta) for theta in thetas] for thetas in runs)
    apart = max(abs(a - b) for a, b in zip(one, other, strict=False))
    return _away(heard) < 0.05 and apart > 0.09 * (one[0] - min(one))


def _comes_to_the_floor(heard: Heard) -> bool:
    """The cost is near the lowest, and the place on the map far from the lowest one."""
    bowl = heard.watcher.bowls[0]
    away = np.abs(bowl.run.thetas[-1] - bowl.best)[[*bowl.pair]].max()
    return _near(heard, 0) is not None and away > 0.1 * np.abs(bowl.best[[*bowl.pair]]).max()


def _off(heard: Heard, size: int) -> float:
    """How far the gradients of batches are off at the bottom, as a root mean square over an epoch."""
    watcher = heard.watcher
    noisy = next(each for each in watcher.run.noisy if each.size == size)
    fitted, at = watcher.fitted[-1], watcher.run.last.others
    record, whole, squares, weights = noisy.run.batches, fitted.gradient(at), [], []
    for rows in record.rows[record.epochs == 0]:
        rows = rows[rows >= 0]
        squares.append(float(((fitted.gradient(at, rows) - whole) ** 2).sum()))
        weights.append(len(rows))
    return float(np.sqrt(np.average(squares, weights=weights)))


def _larger(heard: Heard) -> bool:
    sizes = [each.size for each in heard.watcher.run.noisy]
    now, before = _off(heard, heard.whole(1)), _off(heard, sizes[sizes.index(heard.whole(1)) - 1])
    shown = heard.named(2, 2), heard.named(3, 2)
    record = heard.watcher.run.noisy[0].run.batches
    if record.epochs[-1] == 0:  # not all examples have been seen
        return all(abs(one.value / true - 1) < 0.5 for one, true in zip(shown, (now, before), strict=True))
    return shown[0].agrees(now) and shown[1].agrees(before) and now < before


def _fallen(heard: Heard) -> bool:
    bowl, fitted = heard.watcher.bowls[-1], heard.watcher.fitted[-1]
    first, last = (fitted.cost(bowl.run.thetas[k]) for k in (0, -1))
    lowest = fitted.cost(bowl.best)
    near = last - lowest <= NEAR * (1 + 1e-9) * (first - lowest)
    right = heard.named(1).agrees(first) and heard.named(2).agrees(last) and last < first
    return right and near == heard.text.endswith("nearly the lowest there is.")


def _risen(heard: Heard) -> bool:
    run = heard.watcher.bowls[-1].run
    last = run.values[np.isfinite(run.values)][-1]
    return heard.named(1).agrees(run.values[0]) and heard.named(2).agrees(last) and last > run.values[0]


def _separable(heard: Heard) -> bool:
    """There is a border with all examples on their side, and the one on the screen is such a one."""
    fitted, last = heard.watcher.fitted[-1], heard.watcher.bowls[-1].run.thetas[-1]
    here = (np.where(fitted.targets == 1, 1.0, -1.0) * (fitted.design @ last) > 0).all()
    return (
        _parted(fitted)
        and bool(here) == heard.text.startswith("The")
        and heard.named(1, 3).agrees(fitted.cost(last))
    )


def _parted(fitted: Any) -> bool:
    """Whether labels are told apart by a border that makes no mistake."""
    if not fitted.logistic:
        return False
    signs = np.where(fitted.targets == 1, 1.0, -1.0)[:, None]
    sides: Any = signs * fitted.design / np.abs(fitted.design).max(axis=0)
    found = linprog(np.zeros(sides.shape[1]), -sides, -np.ones(len(sides)), bounds=(None, None))
    return bool(found.status == 0)


def _all_agree(heard: Heard) -> bool:
    """The least squares are none, and so is every loss there."""
    fitted = heard.watcher.fitted[-1]
    best = np.linalg.lstsq(fitted.design, fitted.targets, rcond=None)[0]
    return bool(fitted.losses(best).max() <= 1e-18 * fitted.losses(0 * best).max())


def _all_steps(heard: Heard) -> bool:
    return heard.whole(1) == len(heard.watcher.bowls[0].run)


CLAIMS: tuple[Claim, ...] = (
    (r"(?:Here are )?(\d[\d\u2009]*) examples(?:,|:) .*", _count),
    (r"Cost is the average loss of all (\d[\d\u2009]*) examples\.", _count),
    (r"And on: all (\d[\d\u2009]*) steps\.", _all_steps),
    (r"It jumps to and fro across the valley, .*", _turning),
    (r"It jumps past the bottom and back, closer each time\.", _closer),
    (r"Step by step it comes to the bottom\.", _arrives),
    (r"The steps get short before the bottom is reached\.", _creeps),
    (r"This valley has no bottom: the cost falls for ever\.", lambda heard: _parted(heard.watcher.fitted[0])),
    (r"The steps are too long: each lands higher than the last\.", _escapes),
    (r"Some features say the same.*", _level_floor),
    (r"The cost curves alike in all directions.*", lambda heard: _condition(heard) < 1.5),
    (
        r"The cost curves (.*) times as much across as along: .*",
        lambda heard: heard.named(1, 2).agrees(_condition(heard)),
    ),
    (r"Standardised, each feature has mean 0 and deviation 1\.", _standard),
    (r".* the condition number (?:falls|goes) from (.*) to (.*)\.", _conditions),
    (r"Both descend, with the same share of the largest rate that holds\.", _same_share),
    (r"Nearly at the lowest cost: raw after (\d+) steps?, standardised after (\d+)\.", _compared),
    (r"Raw, (\d+) steps do not get there; standardised, (\d+) are enough\.", _only_one),
    (r"Raw, it escapes; standardised, (\d+) steps are enough\.", _only_standardised),
    (r"Now let a step see only (\d+) of the (\d+) examples\. .*", _batch),
    (r"It comes to the floor of a valley, so level .*", _comes_to_the_floor),
    (r"The floor stays level: .*", lambda heard: _level_floor(heard, -1)),
    (r"Each batch has its own gradient: hardly seen .*", _seen_in_the_cost),
    (r"Each batch has its own gradient, .*", lambda heard: _away(heard) > 0.01),
    (r"These batches agree so well.*", lambda heard: _away(heard) < 0.05),
    (r"With (\d+) at a time, gradients are off by (.*), no longer (.*)\.", _larger),
    (r"At the bottom the model is right on every example: .*", _all_agree),
    (r"The average loss fell from (.*) to (.*?)[,;] .*", _fallen),
    (r"The average loss rose from (.*) to (.*): .*", _risen),
    (
        r"(?:The border makes|A border could make) no mistake: the cost, now (.*), has no minimum\.",
        _separable,
    ),
)
NOTHING = (
    r"Loss is .*|Each point of the map is .*|The map shows .* and .*; the others are .*",
    r"Every step goes against the gradient, .*|Both descend, each at its own learning rate\.",
    r"And on, as far as it goes\.|It takes one step\.",
)
