"""LearningRates: the same cost from the same start at several learning rates, and the bands they lie in."""

import math

from manim import FadeIn, FadeOut, VGroup

from gdmath.endings.cause import Nears
from gdmath.endings.manner import Manner
from scenes.kit.charts.rates_stage import RatesStage
from scenes.kit.charts.ruler import Band
from scenes.kit.gestures import pulse, spell_out
from scenes.kit.pacing import Motion, TimeLapse
from scenes.kit.story import Story
from scenes.parameters import LearningRateParameters
from scenes.runs.rates import GONE, Rates

LONGEST, SHORTEST = 3.2, 1.6  # seconds for a run
SLIDING = 6.0


class LearningRates(Story):
    """Four rates side by side: too small, good, to and fro, too large; then every rate in between."""

    parameters: LearningRateParameters = LearningRateParameters()
    expected_seconds = 68.0
    poster = "ending"
    own_words = "learning_rate"

    def prepare(self) -> None:
        self.told = told = Rates.of(self.parameters)
        self.trajectories = [each.run for each in told.runs]
        _ = told.swept, told.paths, told.minima, told.jumps

    def construct(self) -> None:
        self.lay_out()
        self.start()
        self.rule()
        for number in range(len(self.told.runs)):
            if number == self.told.asked:
                self.question(number)
            self.descent(number)
        self.curvature()
        self.sliding()
        self.ending()

    def lay_out(self) -> None:
        """The plots with their balls at the start, the formulas, and the ruler below."""
        self.stage = stage = RatesStage(self.told, self.screen, self.theme, self.words)
        stage.ruler.point_at(self.told.rates[0])
        self.add(stage.ruler, *stage.ruler.marks, *stage.plots, *stage.titles, *stage.swatches)
        self.add(*stage.stops, *stage.runs, stage.formulas)
        if stage.rule is not None:
            self.add(stage.rule)

    def start(self) -> None:
        stage = self.stage
        self.beat("start", self.words.same_start(len(self.told.runs)))
        starts = [run.places(0)[0] for run in stage.runs]
        pulse(self, starts, self.theme.text)

    def rule(self) -> None:
        told, stage = self.told, self.stage
        several = told.cost.dimension > 1
        self.beat("rule", self.words.each_step(told.is_plain, several))
        if not stage.spelled:
            spell_out(self, told.cost)
        eta = (stage.formulas[-1] if stage.rule is None else stage.rule[0]).select("eta")
        pulse(self, [eta.get_center()[:2]], self.theme.step)
        self.pose()
        self.play(FadeOut(stage.formulas), run_time=0.5)
        self.play(FadeIn(stage.chart), run_time=1.0)

    def question(self, number: int) -> None:
        rates = self.told.rates
        self.beat("question")
        self.ask(self.words.what_if_larger(rates[number] / rates[number - 1]))

    def descent(self, number: int) -> None:
        """One rate: the pointer goes there, the run goes on in its plot and in the chart, and is judged."""
        told, stage = self.told, self.stage
        each = told.runs[number]
        first = number == 0
        said = self.words.first_rate(each.rate, told.budget) if first else self.words.next_rate(each.rate)
        self.beat(f"rate {number + 1}", said)
        if not first:
            self._point(told.rates[number - 1], each.rate)
        moving = stage.moving(number)
        self.lift(moving)
        self.in_step = [number]
        seconds = min(LONGEST, max(SHORTEST, 0.3 * each.steps))
        self.run_through(
            TimeLapse(0, each.steps, seconds if each.steps else 0.0),
            lambda step: stage.reach(number, step),
            moving,
            told.jumps[number],
        )
        self.say(self.words.verdict(each.manner, each.steps, each.value, told.digits(each), told.left(each)))
        self.play(FadeIn(stage.judge(number)), run_time=0.5)
        pulse(self, stage.ends(number), stage.colors[number])
        if each.elsewhere:
            self.say(self.words.another_minimum())
            pulse(self, stage.ends(number), self.theme.optimum)

    def curvature(self) -> None:
        """The bands that follow from the curvature, or why there are none."""
        told, stage, words = self.told, self.stage, self.words
        bands = told.bands
        if bands.lacking is not None or bands.critical is None:
            self.beat("bands", words.lacking(bands.lacking, told.hits_kink))
            pulse(self, [stage.ruler.base.get_center()[:2]], self.theme.muted)
            return
        several = told.cost.dimension > 1
        if told.is_plain:
            self.beat("bands", words.factor_of_a_step(bands.highest, several, bands.exact))
        elif told.divides:
            self.beat("bands", words.bound_of_division(bands.critical, bands.exact))
        else:
            self.beat("bands", words.bound_of_rule(bands.highest, bands.critical, bands.exact))
        laid = stage.ruler.lay_bands(self._bands(), words.band_name("diverges"))
        self.play(FadeIn(laid), run_time=1.2)
        self.lift(*stage.ruler.marks, stage.ruler.pointer)
        pulse(self, [stage.ruler.base.get_center()[:2]], self.theme.optimum)
        if bands.straight is not None and stage.ruler.shows(bands.straight):
            self.say(words.what_bands_mean(bands.straight, bands.critical, bands.exact))
            middle = stage.ruler.bar.center[1]
            bounds = [[stage.ruler.x(rate), middle] for rate in (bands.straight, bands.critical)]
            pulse(self, bounds, self.theme.optimum)

    def sliding(self) -> None:
        """The pointer slides over the whole ruler, and the chart shows the cost of every rate on the way."""
        stage, told = self.stage, self.told
        self.beat("sliding", self.words.slide())
        begin = float(told.swept[0][0])
        self._point(told.rates[-1], begin)
        stage.slide(0.0)
        moving = VGroup(stage.white, stage.ruler.pointer, stage.ruler.readout)
        self.lift(moving)
        self.play(Motion(moving, stage.slide), run_time=SLIDING)
        self.pose()
        self.play(FadeOut(stage.white), run_time=0.4)

    def ending(self) -> None:
        told, stage, words = self.told, self.stage, self.words
        best = told.first or min(told.runs, key=lambda each: each.value)
        if told.first is None and all(each.value == best.value for each in told.runs):
            self.beat("ending", words.all_alike(best.value))
        elif told.first is not None and not isinstance(best.ending.cause, Nears):
            self.beat("ending", words.arrived_first(best.rate, best.steps))
        else:
            self.beat("ending", words.came_lowest(best.rate, best.value, told.digits(best)))
        self._point(float(told.swept[0][-1]), best.rate)
        pulse(self, stage.ends(told.rates.index(best.rate)), self.theme.optimum)
        slow = [k for k, each in enumerate(told.runs) if each.manner is Manner.SLOW]
        gone = [k for k, each in enumerate(told.runs) if each.manner in GONE]
        if told.first is not None and slow and gone:
            self.say(words.both_are_bad())
            pulse(self, [*stage.ends(slow[0]), *stage.ends(gone[-1])], self.theme.text)
        self.hold(1.0)

    def _bands(self) -> list[Band]:
        bands, name = self.told.bands, self.words.band_name
        plain = self.told.is_plain
        assert bands.critical is not None
        critical = Band(bands.critical, name("across"), "2 \\/ lambda" if plain else "eta_max", 0.22)
        if bands.straight is None:
            return [critical]
        return [Band(bands.straight, name("straight"), "1 \\/ lambda" if plain else "", 0.5), critical]

    def _point(self, before: float, after: float) -> None:
        """Let the pointer slide from one rate to another."""
        ruler = self.stage.ruler
        pointer = VGroup(ruler.pointer, ruler.readout)

        def draw(alpha: float) -> None:
            if ruler.log:
                ruler.point_at(before * math.exp(alpha * math.log(after / before)))
            else:
                ruler.point_at(before + alpha * (after - before))

        self.lift(pointer)
        self.play(Motion(pointer, draw), run_time=0.8)
        ruler.point_at(after)
