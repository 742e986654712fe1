"""How optimizers make their steps, shown beside the map while one of them takes its first ones."""

import math
from collections.abc import Callable

import numpy as np
from manim import FadeIn, FadeOut, VGroup, VMobject

from scenes.kit.contest.arrow_sum import ArrowSum
from scenes.kit.contest.bars import Bars
from scenes.kit.contest.stage import Contest
from scenes.kit.gestures import pulse
from scenes.kit.glyphs import Number, variable
from scenes.kit.pacing import Motion
from scenes.kit.shapes import Dots
from scenes.kit.story import Story
from scenes.runs.contest.anatomy import Divided, Summed

ALIKE = 3.0  # times as far apart as the quotients are the slopes, to be worth a sentence
STEP_SECONDS = 0.55  # of the steps that are taken apart


class Anatomy:
    """The beats of a story that take steps apart, in the side of a contest."""

    def __init__(self, story: Story, contest: Contest) -> None:
        self.story, self.contest = story, contest
        self.race, self.words, self.theme = contest.race, contest.words, contest.theme

    def sum(self, told: Summed) -> None:
        """The velocity of a racer as the sum of what is left of old gradients, head to tail."""
        story, contest, words = self.story, self.contest, self.words
        name = contest.names[told.number]
        caption = words.adds_up_ever_more(name) if told.kept is None else words.adds_up(name, told.kept)
        story.beat("sum", caption)
        title = self._title(told.number)
        rate = self.race.racers[told.number].rate or 1.0
        stretch = tuple(-rate * contest.map.axes.units)
        area = contest.side.inset(top=0.5, bottom=1.3)
        if self._is_low:
            area = contest.side.inset(left=0.58 * contest.side.width)
        arrows = ArrowSum(told.parts, area, self.theme, stretch=stretch)
        title.add(*self._legend(arrows.scale_of_sum))
        story.play(FadeIn(title, arrows), run_time=0.5)
        count = len(told.parts)
        calm = count > 1 and self.race.racers[told.number].fate == "runs"
        first = max(1, min(4, count // 2)) if calm else count
        self._go(told.number, 0, first, arrows, arrows.reach)
        if calm:
            story.say(words.cancels())
        self._go(told.number, first, count, arrows, arrows.reach)
        story.pose()
        self._put_away(VGroup(title, arrows))

    @property
    def _is_low(self) -> bool:
        """Whether there is little room below the map."""
        return self.story.screen.is_square

    def _legend(self, times: float) -> list[Number]:
        """What the arrows of a sum are, below them."""
        side, words, theme = self.contest.side, self.words, self.theme
        lines = (
            (words.parts_legend(), theme.gradient),
            (words.sum_legend(), theme.memory),
            (words.scale_legend(times), theme.muted),
        )
        base = side.bottom + 0.1
        return [
            Number(text, color=color, at=(side.left, base + 0.42 * (2 - k)))
            for k, (text, color) in enumerate(lines)
        ]

    def quotients(self, told: Divided, *, again: bool) -> None:
        """What a racer divides by what, in both coordinates, as bars; `again`: another one was shown to."""
        story, words, name = self.story, self.words, self.contest.names[told.number]
        if told.mean:
            caption = words.divides_mean(name) if again else words.divides_mean_alone(name)
        else:
            caption = words.divides(name)
        story.beat("mean quotient" if told.mean else "quotient", caption)
        title, bars = self._title(told.number), self._bars(told)
        rows = np.stack([told.above, told.below, told.quotient], axis=-1)

        def draw(step: float) -> None:
            bars.reach(rows[max(math.ceil(step) - 1, 0)])

        draw(0)
        story.play(FadeIn(title, bars), run_time=0.5)
        middle = min(3, len(rows))
        self._go(told.number, 0, middle, bars.moving, draw)
        slopes, quotients = (_apart(part[middle - 1]) for part in (told.above, told.quotient))
        if not told.mean and ALIKE * quotients <= slopes < math.inf:
            first, second = (symbol.name for symbol in self.race.cost.variables)
            story.say(words.steps_alike(first, second, slopes, quotients))
            self._point_out(told.number, middle)
        if not told.mean:
            story.say(words.quotient_is_step())
        self._go(told.number, middle, len(rows), bars.moving, draw)
        if story.left_to_read() > 0:
            self._point_out(told.number, len(rows))
        story.pose()
        self._put_away(VGroup(title, bars))

    def _bars(self, told: Divided) -> Bars:
        words, theme = self.words, self.theme
        labels = [words.bar_mean() if told.mean else words.bar_gradient(), words.bar_root()]
        colors = [theme.memory if told.mean else theme.gradient, theme.size, theme.step]
        size = float(np.abs([told.above, told.below]).max())
        largest = [size, size, float(np.abs(told.quotient).max())]
        names = [variable(symbol.name) for symbol in self.race.cost.variables]
        area = self.contest.side.inset(top=0.5)
        return Bars(names, [*labels, words.bar_quotient()], colors, largest, area, theme)

    def _point_out(self, number: int, step: int) -> None:
        """Let rings grow from one racer for as long as the caption takes to read."""
        contest = self.contest
        pulse(self.story, contest.inside(contest.runs.places(step)[[number]]), contest.colors[number])

    def _title(self, number: int) -> VGroup:
        """The name of a racer above the side, after a dot of its colour."""
        side, base = self.contest.side, self.contest.side.top - 0.3
        dot = Dots(color=self.contest.colors[number], radius=0.11).at([[side.left + 0.12, base + 0.12]])
        name = self.contest.names[number]
        return VGroup(dot, Number(name, size=36, color=self.theme.text, at=(side.left + 0.38, base)))

    def _go(self, number: int, first: int, last: int, parts: VMobject, draw: Callable[[float], None]) -> None:
        """Let one racer alone take some of its steps: first the parts of each are drawn, then it is taken.

        `draw(k)` draws the parts of step k, counted from 1.
        """
        if last <= first:
            return
        story, runs, racers = self.story, self.contest.runs, range(len(self.race.racers))
        moving = VGroup(runs, parts)
        story.lift(moving)

        def go(alpha: float) -> None:
            step = first + alpha * (last - first)
            whole = min(int(step), last - 1)
            share = step - whole
            draw(whole + _ease(min(1.0, 2 * share)))
            here = whole + _ease(max(0.0, 2 * share - 1))
            runs.reach([here if k == number else None for k in racers])

        seconds = max(STEP_SECONDS * (last - first), story.left_to_read())
        story.play(Motion(moving, go, rate_func=_even), run_time=seconds)

    def _put_away(self, group: VGroup) -> None:
        self.story.play(FadeOut(group), run_time=0.4)
        self.story.remove(self.contest.runs)


def _apart(pair: np.ndarray) -> float:
    """How many times as large the larger of two sizes is; infinite beside nothing."""
    small, large = np.sort(np.abs(pair)).tolist()
    return large / small if small > 0 else float("inf")


def _ease(share: float) -> float:
    """A step that begins and ends slowly."""
    return share * share * (3 - 2 * share)


def _even(alpha: float) -> float:
    return alpha
