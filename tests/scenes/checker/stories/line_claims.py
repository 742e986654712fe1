"""What the captions of an English introduction claim."""

import numpy as np

from tests.scenes.checker.stories.common import Claim, Heard


def _count(heard: Heard) -> bool:
    return heard.whole(1) == len(heard.watcher.points)


def _slope(heard: Heard, step: int = 0) -> float:
    return heard.watcher.slope(float(heard.watcher.thetas[step]))


def _falls_right(heard: Heard) -> bool:
    return _slope(heard) < 0


def _rises_right(heard: Heard) -> bool:
    return _slope(heard) > 0


def _slope_here(heard: Heard) -> bool:
    at, slope = heard.named(1, 3), heard.named(2)
    return at.agrees(float(heard.watcher.thetas[0])) and slope.agrees(_slope(heard))


def _rate(heard: Heard) -> bool:
    thetas = heard.watcher.thetas
    return heard.named(1).agrees(float((thetas[0] - thetas[1]) / _slope(heard)))


def _crossed(heard: Heard) -> bool:
    return _slope(heard, 0) * _slope(heard, 1) < 0


def _smaller(heard: Heard) -> bool:
    before, after = _slope(heard, 0), _slope(heard, 1)
    return before * after >= 0 and abs(after) < abs(before)


def _shorter(heard: Heard) -> bool:
    steps = np.abs(np.diff(heard.watcher.thetas))
    return bool((np.diff(steps) <= 1e-9 * steps[0]).all())


def _last_fall(heard: Heard) -> float:
    """The cost that the last step won, as a share of all that there was to win."""
    watcher = heard.watcher
    costs = [watcher.cost(float(w)) for w in watcher.thetas]
    return (costs[-2] - costs[-1]) / (costs[0] - watcher.cost(watcher.best))


def _settled(heard: Heard) -> bool:
    return heard.whole(1) == len(heard.watcher.run) and _last_fall(heard) < 1e-3


def _falling(heard: Heard) -> bool:
    return heard.whole(1) == len(heard.watcher.run) and _last_fall(heard) > 1e-6


STEPS = r"(\d[\d\u2009]*) steps?"
CLAIMS: tuple[Claim, ...] = (
    (r"Here are (\d[\d\u2009]*) examples: .*", _count),
    (r"Each of the (\d[\d\u2009]*) examples has a loss.*", _count),
    (r"To the left the cost rises; to the right it falls\.", _falls_right),
    (r"To the right the cost rises; to the left it falls\.", _rises_right),
    (r"We can compute the slope there: C′\((.*)\) = (.*)\.", _slope_here),
    (r"The cost rises to the right, so the knob must go left\.", _rises_right),
    (r"The cost rises to the left, so the knob must go right\.", _falls_right),
    (r"The rule: turn it against the slope, by η = (.*) times the slope\.", _rate),
    (r"The knob went past the bottom: .*", _crossed),
    (r"The slope is smaller now, and so is the step\.", _smaller),
    (r"Slope, step, repeat\. On flatter ground the steps get shorter\.", _shorter),
    (rf"After {STEPS} the cost hardly falls any more.*", _settled),
    (rf"After {STEPS} the cost is still falling.*", _falling),
)
NOTHING = (
    r"A model tells .* from .*\. Ours is a straight line\.|It has one knob, w.*|Take one example\..*",
    r"That error, squared, .*|It is a barometer.*|Which way should the knob.*|Turn it all the way.*",
    r"A valley\. At its bottom.*|But with millions of knobs.*|So we use only what we can know.*",
    r"With numbers: the arrow is.*|Many knobs get one name.*|Each knob has its slope.*",
    r"The learning rate η says how far.*|Gradient descent: step against the gradient.*",
)
