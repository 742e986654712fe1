"""What the captions of an English film claim, against its runs: a check for every sentence that does.

The sentences stand here once more, as patterns, so that nobody can change one without saying what it claims.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from tests.scenes.checker.findings import Findings
from tests.scenes.checker.reading import numbers
from tests.scenes.checker.reckoning import Reckoning

SAME = 1e-3  # of the window: ends that are so near are one


@dataclass(frozen=True)
class Heard:
    """A sentence, the runs of its film, and the step on the screen in every picture while it stood."""

    text: str
    runs: Sequence[Any]  # trajectories
    seen: Sequence[int]  # in every picture
    reckoning: Reckoning
    size: float  # of the window
    rate: float

    @property
    def steps(self) -> range:
        """From the first step to the last."""
        return range(min(self.seen), max(self.seen) + 1) if self.seen else range(0)

    @property
    def run(self) -> Any:
        return self.runs[0]

    def all(self) -> list:
        return numbers(self.text.replace("1/k^", ""))

    def whole(self, k: int = 0) -> int:
        return round(self.all()[k].value)

    def slope(self, step: int) -> float:
        return float(self.run.gradients[step, 0])

    @property
    def now(self) -> int:
        return self.steps[0] if len(self.steps) else 0

    def moved(self) -> np.ndarray:
        """For each picture while the sentence stood, its step and the one before, (m, 2, d)."""
        steps = np.diff(self.run.thetas, axis=0)
        later = np.clip(self.seen, 1, max(len(steps) - 1, 1))
        return np.stack([steps[later - 1], steps[later]], axis=1) if len(steps) > 1 else np.zeros((0, 2, 1))


Check = Callable[[Heard], bool]


def _here(heard: Heard) -> bool:
    """A place of the run that is on the screen."""
    named = heard.all()[0]
    return any(named.agrees(float(theta)) for theta in heard.run.thetas[list(heard.steps) or [0], 0])


def _slope_at(heard: Heard) -> bool:
    """C'(a) = b: a is a place of the run that is on the screen, b the slope there."""
    at, slope = heard.all()[-2:]
    return any(
        at.agrees(float(heard.run.thetas[step, 0])) and slope.agrees(heard.slope(step))
        for step in (heard.steps or [0])
    )


def _rate(heard: Heard) -> bool:
    return not len(heard.run) or heard.all()[0].agrees(heard.rate)


def _change(heard: Heard) -> bool:
    """The third step: how its slope and its length are beside those of the second."""
    slopes, sizes = np.abs(heard.run.gradients[1:3, 0]), np.abs(np.diff(heard.run.thetas[1:4, 0]))
    words = re.findall("smaller|larger|as large as before", heard.text)
    so = words if len(words) == 2 else words * 2
    return all(_is(word, *pair) for word, pair in zip(so, (slopes, sizes), strict=True))


def _is(word: str, before: float, after: float) -> bool:
    if word == "as large as before":
        return abs(after - before) <= 1e-6 * before
    return after < before if word == "smaller" else after > before


def _trend(holds: Callable[[np.ndarray, np.ndarray], np.ndarray]) -> Check:
    """In most pictures, while the sentence stands."""

    def check(heard: Heard) -> bool:
        moved = heard.moved()
        return not len(moved) or float(np.mean(holds(moved[:, 0], moved[:, 1]))) > 0.5

    return check


def _length(steps: np.ndarray) -> np.ndarray:
    return np.linalg.norm(steps, axis=1)


def _fallen(run: Any, step: int, share: float) -> bool:
    values = run.values
    return bool((values[step:] <= values[0] - share * (values[0] - values[-1]) * (1 - 1e-9)).all())


def _share_done(heard: Heard) -> bool:
    steps, share = (round(each.value) for each in heard.all()[:2])
    run, share = heard.run, share / 100
    return _fallen(run, steps, share) and (steps == 0 or not _fallen(run, steps - 1, share))


def _all_down(heard: Heard) -> bool:
    return all(_fallen(run, min(heard.whole(), len(run)), 0.9) for run in heard.runs)


def _half_down(heard: Heard) -> bool:
    return _fallen(heard.run, heard.whole(), 0.5) and heard.whole(1) == len(heard.run)


def _first_rests(heard: Heard) -> bool:
    number, steps = heard.whole(), heard.whole(1)
    return len(heard.runs[number - 1]) == steps == min(map(len, heard.runs))


def _first_escapes(heard: Heard) -> bool:
    """And the others go on, when that begins to be said."""
    number, steps = heard.whole(), heard.whole(1)
    others = [len(run) for k, run in enumerate(heard.runs, 1) if k != number]
    told = 1 if "the other goes" in heard.text else len(others)
    run = heard.runs[number - 1]
    return (
        len(run) == steps
        and run.status.outcome.name == "ESCAPED"
        and told == len(others)
        and min(others) > heard.now
    )


def _own_side(heard: Heard) -> bool:
    """No run rises or turns back."""
    turns = [np.unique(np.sign(np.diff(run.thetas[:, 0]))) for run in heard.runs]
    return all((np.diff(run.values) <= 0).all() for run in heard.runs) and all(
        len(ways[ways != 0]) < 2 for ways in turns
    )


def _higher(heard: Heard) -> bool:
    """At every step that is seen, or at its end."""
    runs = heard.runs if heard.text.startswith("All") else [heard.run]
    steps = np.array(heard.steps, int)
    return all((run.values[np.minimum(steps, len(run))] > run.values[0]).all() for run in runs)


def _flat(heard: Heard) -> bool:
    return _fallen(heard.run, heard.whole(), 0.99)


def _uphill_to_the_right(heard: Heard) -> bool:
    return heard.slope(heard.now) > 0


def _uphill_to_the_left(heard: Heard) -> bool:
    return heard.slope(heard.now) < 0


def _level(heard: Heard) -> bool:
    return heard.slope(heard.now) == 0


def _ended(heard: Heard) -> bool:
    """After so many steps, at a place: those are the run's, and the numbers are all finite."""
    steps = re.search(r"after ([\d\u2009]+) steps?", heard.text)
    if steps and int(steps[1].replace("\u2009", "")) not in {len(run) for run in heard.runs}:
        return False
    at = re.search(r"(?:steps?|starts|still)[^:.]*? at (\S+ = [^,:;]+|\([^)]*\)[^,:;]*)", heard.text)
    named = numbers(at[1].split("=")[-1], least=3) if at else []
    theta = heard.run.thetas[-1]
    return len(named) != len(theta) or all(map(lambda each, x: each.agrees(float(x)), named, theta))


def _rests(heard: Heard) -> bool:
    """At a minimum: nothing lower stands around the end, further off than the distance that is told."""
    away = re.search(r"\n?(\S+(?: ?× ?10\S+)?) from (?:(?:a|the) minimum|a level floor)", heard.text)
    reach = 2 * numbers(away[1])[0].value if away and numbers(away[1]) else 0.0
    end = heard.run.thetas[-1]
    chance = np.random.default_rng(0)
    ring = chance.normal(size=(50, len(end)))
    ring /= np.linalg.norm(ring, axis=1, keepdims=True)
    far = reach + 1e-4 * heard.size
    values = np.array([heard.reckoning.value(end + far * way) for way in ring])
    here = heard.reckoning.value(end)
    return _ended(heard) and not (values < here - 1e-9 * (1 + abs(here))).any()


def _clusters(heard: Heard) -> list[float]:
    """The costs at the ends of the runs, one for each place."""
    ends: list[np.ndarray] = []
    costs = []
    for run in heard.runs:
        end = run.thetas[-1]
        near = [one for one in ends if np.linalg.norm(end - one) < 10 * SAME * heard.size]
        if np.isfinite(end).all() and not near:
            ends.append(end)
            costs.append(float(run.values[-1]))
    return costs


def _one_valley(heard: Heard) -> bool:
    return heard.whole() == len(heard.runs) and len(_clusters(heard)) == 1


def _several_valleys(heard: Heard) -> bool:
    costs, (starts, valleys) = _clusters(heard), (heard.whole(), heard.whole(1))
    if starts != len(heard.runs) or valleys != len(costs):
        return False
    spread = np.ptp(costs) <= 1e-4 * (1e-9 + np.max(np.abs(costs)))
    said_equal = "They are equally deep" in heard.text
    return spread if said_equal else ("not equally" not in heard.text or not spread)


def _several(heard: Heard) -> bool:
    """The starts, and how many of them end in which way: no more than there are."""
    counts = [round(each.value) for each in heard.all()]
    return counts[0] == len(heard.runs) and sum(counts[1:]) == counts[0]


def _count_of_starts(heard: Heard) -> bool:
    return heard.whole() == len(heard.runs)


def _longest(heard: Heard) -> bool:
    return heard.whole() in set(map(len, heard.runs))


CLAIMS: tuple[tuple[str, Check], ...] = (
    (r"We start at [^,]*, and see only.*|A ball at .*", _here),
    (r"From .*(subtract|line by line).*", _here),
    (r".*C′\(.*\) = .*", _slope_at),
    (r"The slope is [^,]*\. We write it down below.*", lambda heard: heard.all()[0].agrees(heard.slope(0))),
    (r"(The curve rises to the right|To the right the curve rises).*", _uphill_to_the_right),
    (r"(The curve rises to the left|To the right the curve falls).*", _uphill_to_the_left),
    (r"It is level here: .*|To the right the curve is level.*", _level),
    (r"The rule: .*η = .*|Every step is η.*|The step is .*η = .*|Four: .*η = .*", _rate),
    (r"The slope is (smaller|larger|as large).*", _change),
    (r"And on: all .* steps\.|Faster and faster: all .* steps\.", _longest),
    (r"The smaller the slope.*|The steps get shorter.*", _trend(lambda a, b: _length(b) < _length(a))),
    (r"Each step is longer than.*", _trend(lambda a, b: _length(b) > _length(a))),
    (r"Each step is as long as.*", _trend(lambda a, b: np.isclose(_length(a), _length(b), rtol=1e-6))),
    (r"Each step goes back.*", _trend(lambda a, b: (a * b).sum(axis=1) < 0)),
    (r"After .* steps, .* % of the way down is done\.", _share_done),
    (r"After .* steps? each has nine tenths.*", _all_down),
    (r"Half of the fall is over.*", _half_down),
    (r"Number .* is the first to rest.*", _first_rests),
    (r"Number .* escapes, after .*", _first_escapes),
    (r"Each rolls down on its own side\.", _own_side),
    (r"(It is|All are) higher now than where .*", _higher),
    (r"The cost is flat by step .*", _flat),
    (r"(Now|We start at) .* (starts at once.*|places\.)", _count_of_starts),
    (r"(Converged|It starts|Stopped).*minimum.*", _rests),
    (r".* starts, one valley.*", _one_valley),
    (r".* starts, \d+ valleys.*", _several_valleys),
    (r".* starts:\s.*", _several),
    (r"(.* starts, and none|All .* escape|.* starts, one level).*", _count_of_starts),
    (r"(Converged|It starts|Stopped|Escaped|Out of steps).*", _ended),
    (r"(Thrown out|A cycle|It stands still|Step|After).*", _ended),
)
# What claims nothing of the run: definitions, questions, and what is told of the picture, which others check.
NOTHING = (
    r"A cost.*|We are looking for.*|The descent is small.*|Which way.*|These steps are (short|too short).*",
    r"On the other side the slope is (negative.*right|positive.*left)\.|Slope, step, repeat\.",
    r"The arrows? (is|are) drawn .*|And on, as far as it goes\.|This slope's part.*|The search tries.*",
    r"Here (.) (is a weight|and . are weights).*|The rule: .*A search along the line.*",
    r"The rule takes its steps by such slopes.*|Carried over the whole axis.*|Where will .*",
    r"(Level, with slope zero|The derivative is (zero|nowhere)|At the bottom is a kink).*|Each follows.*",
    r"Dark lines.*|We start here\.|(At each, t|T)he gradient .*|We go the opposite way.*|The step is −η∇C.*",
    r"Now let the cost be a height.*|Heights are drawn.*|Same surface.*",
    r"It takes one step\.|Down the steepest.*|Each takes its own.*|The derivative, written out.*",
    r"Long steps jump.*|From above again.*|(The ring|Rings|The lines?) marks? .*|(One|Two|Three):.*",
    r"Four: .*A search .*",
    r"A step: all four.*|And again, with.*|Which picture will.*|Step by step: .*|On the map, the arrow.*",
    r"(It goes|Each goes) (its|on).*|(Here is|These are) the first steps?\.|The rule: .*",
)


def look_back(
    scene: Any, reckoning: Reckoning, steps: Sequence[tuple[float, int]], findings: Findings
) -> None:
    """Check every caption of a film that is over; `steps` are its times with the step on the screen then."""
    told = scene.parameters
    if told.language != "en" or told.captions == "file":
        return
    curve = hasattr(scene, "run") and hasattr(scene.run, "trajectory")
    runs = [run.trajectory for run in getattr(scene, "runs", [scene.run])] if curve else scene.descents.runs
    if curve:
        frame = scene.view.axes.frame
        size = frame.right - frame.left
    else:
        size = float(np.ptp(np.array(scene.descents.window.box), axis=1).max())
    rate = float(runs[0].learning_rates[0]) if len(runs[0]) else np.nan
    for said in scene.spoken:
        seen = [step for time, step in steps if said.begin <= time <= said.end]
        heard = Heard(said.text, runs, seen, reckoning, size, rate)
        claim = next((check for text, check in CLAIMS if re.fullmatch(text, said.text, re.DOTALL)), None)
        if claim is None:
            if not any(re.fullmatch(text, said.text, re.DOTALL) for text in NOTHING):
                findings.note("a sentence that nobody checks", said.text[:20], said.begin, repr(said.text))
        elif not claim(heard):
            findings.note("untrue", said.text[:20], said.begin, f"{said.text!r} at {heard.steps}")
