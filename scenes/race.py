"""OptimizerRace: several optimizers on one landscape, from one start, with as many steps each."""

import numpy as np
from manim import FadeIn, FadeOut, VGroup, Write

from gdmath.cost import Cost
from scenes.kit.contest.anatomy import Anatomy
from scenes.kit.contest.stage import Contest
from scenes.kit.gestures import pulse, spell_out
from scenes.kit.pacing import Motion, TimeLapse
from scenes.kit.shapes import Rings
from scenes.kit.space.written import derivatives
from scenes.kit.story import Story
from scenes.parameters import RaceParameters
from scenes.runs.contest.anatomy import divided, summed
from scenes.runs.contest.facts import Gone, Lead, news, turned, verdict
from scenes.runs.contest.race import Race
from scenes.runs.jumps import Jumps, any_jumps
from scenes.words.caption import Caption

LONGEST, SHORTEST = 12.6, 4.0  # seconds of the race
APART, LAST = 3.4, 2.3  # seconds from one caption to the next while it goes on, and from the last to the end
SEARCHING = 1.5  # looks at the cost a step, from which they are worth a sentence
STEEP, STEEPEST = 5.0, 1e5  # times as strongly bent across as along: a ravine


class OptimizerRace(Story):
    """Who gets lowest: the same start, the same number of steps, each at its best rate."""

    parameters: RaceParameters = RaceParameters()
    expected_seconds = 68.0
    poster = "finish"
    own_words = "race"

    def prepare(self) -> None:
        self.race = race = Race.of(self.parameters)
        self.trajectories = [racer.run for racer in race.racers]
        self.in_step = range(len(self.trajectories))
        self.summed = summed(race)
        self.divided = [divided(race, mean=False), divided(race, mean=True)]
        self.turned = turned(race)
        self.named: set[int] = set()

    def construct(self) -> None:
        self.lay_out()
        self.landscape()
        self.gradient()
        self.racers()
        anatomy = Anatomy(self, self.contest)
        if self.summed:
            anatomy.sum(self.summed)
        for each in self.divided:
            if each:
                anatomy.quotients(each, again=each.mean and self.divided[0] is not None)
        self.question()
        if self.race.longest:
            self.run()
        self.finish()

    def lay_out(self) -> None:
        """The map with the start, and beside or below it the formula and who takes part."""
        self.contest = contest = Contest(self.race, self.screen, self.theme, self.words)
        self.add(contest.map, contest.start, contest.formula, contest.entries.names)

    def landscape(self) -> None:
        contest, race = self.contest, self.race
        first, second = (symbol.name for symbol in race.cost.variables)
        self.beat("landscape", self.words.cost_of_two(first, second))
        pulse(self, contest.map.place([race.start]), self.theme.text)
        if not race.critical.minima:
            self.say(self.words.no_minimum())
        if not len(race.minima):
            return
        steep = race.ravine is not None and STEEP <= race.ravine <= STEEPEST and len(race.minima) == 1
        self.say(self.words.ravine(race.ravine or 1.0) if steep else self.words.rings(len(race.minima)))
        pulse(self, contest.map.place(race.minima), self.theme.optimum)

    def gradient(self) -> None:
        """The gradient written out, where there is room for it."""
        contest, cost = self.contest, self.race.cost
        if not isinstance(cost, Cost):
            return
        written = derivatives(cost, self.theme, contest.side)
        if written is None or not contest.is_written:
            self.beat("gradient")
            spell_out(self, cost)
            return
        self.beat("gradient", self.words.gradient_written_out())
        self.play(FadeOut(contest.entries.names), run_time=0.3)
        self.play(Write(written), run_time=max(1.8, self.left_to_read() - 0.6))
        self.hold(0.4)
        self.pose()
        self.play(FadeOut(written), run_time=0.3)
        self.play(FadeIn(contest.entries.names), run_time=0.3)

    def racers(self) -> None:
        """Who races, at which rate, with which settings, and why that is fair."""
        contest, race = self.contest, self.race
        self.beat("racers", self.words.racers(len(race.racers), race.steps))
        self.play(FadeIn(contest.entries.details, lag_ratio=0.3), run_time=1.2)
        if self.left_to_read() > 0:
            self._glance()
        if race.grid and race.moves:
            every = all(racer.tuned for racer in race.racers)
            self.say(self.words.fair_rates(race.grid[0], race.grid[1], race.grid[-1], every))
            self._glance()
        self.pose()
        self.play(FadeOut(contest.entries), run_time=0.4)
        if race.longest and race.grid:
            self.grid()

    def grid(self) -> None:
        """How low each came at every rate that was tried, and which is its best."""
        chart = self.contest.rates()
        self.beat("rates", self.words.best_rate())
        self.play(FadeIn(chart), run_time=0.4)
        self.lift(chart.moving)
        self.play(Motion(chart.moving, chart.reach), run_time=2.2)
        self.play(FadeIn(chart.rings), run_time=0.6)
        self.hold(max(0.6, self.left_to_read()))
        self.pose()
        self.play(FadeOut(chart, chart.rings), run_time=0.4)

    def _glance(self) -> None:
        """Let a ring grow from each racer's dot in turn, for as long as the caption takes to read."""
        entries, colors = self.contest.entries, self.contest.colors
        rings = [Rings(color=color) for color in colors]
        group = VGroup(*rings)

        def draw(alpha: float) -> None:
            for k, (ring, dot) in enumerate(zip(rings, entries.dots, strict=True)):
                own = alpha * len(colors) - k
                grows = 0 <= own <= 1
                ring.radius = 0.1 + 0.16 * own
                ring.at([dot.get_center()[:2]] if grows else []).set_stroke(opacity=max(0.0, 1 - own))

        seconds = max(0.8, self.left_to_read())
        self.play(Motion(group, draw, rate_func=lambda t: t), run_time=seconds)
        self.remove(group)

    def question(self) -> None:
        contest = self.contest
        self.beat("question")
        contest.reach(0)
        self.add(contest.runs)
        self.play(FadeIn(contest.chart, contest.table), run_time=0.6)
        self.ask(self.words.who_will_be_lowest(self.race.steps))

    def run(self) -> None:
        contest, race = self.contest, self.race
        seconds = float(np.clip(0.6 * race.longest, min(SHORTEST, 2.0 * race.longest), LONGEST))
        lapse = TimeLapse(0, race.longest, seconds)
        self.beat("race", self.words.race_begins())
        self.lift(contest.moving)
        tracks = [Jumps(track.places, contest.map.area.width) for track in contest.runs.tracks]
        self.run_through(
            lapse,
            contest.reach,
            contest.moving,
            lambda before, after: any_jumps(tracks, before, after),
            captions=self._news(lapse),
        )
        self.reach(race.longest)

    def _news(self, lapse: TimeLapse) -> list[tuple[float, Caption]]:
        """What is said during the race, with the times: as far as there is time to read it."""
        begin, end = max(APART - 0.8, self.left_to_read() + 0.2), lapse.seconds - LAST
        count = int((end - begin) / APART + 1.1)
        times = np.linspace(begin, end, count) if count > 1 else np.array([begin] if end >= begin else [])
        told = news(self.race, [int(lapse.step(float(t))) for t in times])
        self.named = {fact.number for fact in told if isinstance(fact, Gone)}
        return [(float(t), self._said(fact)) for t, fact in zip(times, told, strict=True)]

    def _said(self, fact: Lead | Gone) -> Caption:
        words, names = self.words, self.contest.names
        if isinstance(fact, Gone):
            if self.race.racers[fact.number].fate == "escaped":
                return words.has_escaped(fact.step, names[fact.number])
            return words.has_left(fact.step, names[fact.number])
        if not fact.leaders:
            return words.none_leads(fact.step)
        return words.leads(fact.step, [names[k] for k in fact.leaders], fact.still)

    def finish(self) -> None:
        """The table in the order of the ranks, and what there is to say about it."""
        contest, race = self.contest, self.race
        self.beat("finish", self._verdict())
        if contest.chart_leaves:
            self.play(FadeOut(contest.chart), run_time=0.4)
        self.play(FadeOut(contest.table), run_time=0.4)
        contest.results()
        contest.rank()
        self.play(FadeIn(contest.table, lag_ratio=0.2), run_time=1.0)
        pulse(self, contest.inside(contest.runs.places(race.longest)[list(race.winners)]), self.theme.optimum)
        for caption, places, color in self._remarks():
            self.say(caption)
            pulse(self, contest.inside(places), color)
        self.say(self.words.another_race(race.moves and len(race.winners) == 1))
        pulse(self, contest.map.place([race.start]), self.theme.text, times=2)
        self.hold(0.6)

    def _verdict(self) -> Caption:
        words, race, names = self.words, self.race, self.contest.names
        told, winners = verdict(race), [names[k] for k in race.winners]
        if told == "still":
            return words.nobody_moves(race.is_level)
        if told == "gone":
            return words.all_gone()
        if told == "tie":
            return words.all_level()
        best = race.racers[race.winners[0]]
        if told == "level":
            return words.some_level(winners)
        if told == "by steps":
            return words.wins_by_steps(winners[0], len(best.run))
        return words.wins_by_cost(winners[0], len(best.run), best.cost)

    def _remarks(self) -> list[tuple[Caption, np.ndarray, str]]:
        """What else the facts support, each with places (k, 2) to point at: at most three of them."""
        words, race, names, runs = self.words, self.race, self.contest.names, self.contest.runs
        ends, text, told = runs.places(race.longest), self.theme.text, []
        if race.is_level:
            told.append((words.steps_are_slopes(), ends[:1], text))
        if self.turned:
            step, (leader,) = self.turned.step, self.turned.leaders
            place, color = runs.places(step)[[leader]], self.contest.colors[leader]
            told.append((words.ahead_then(step, names[leader]), place, color))
        escaped = [k for k, racer in enumerate(race.racers) if racer.fate == "escaped"]
        if race.winners and set(escaped) - self.named:
            told.append((words.some_escaped([names[k] for k in escaped]), ends[:0], text))
        for k, racer in enumerate(race.racers):
            if racer.is_stuck and not race.arrived[k]:
                told.append(
                    (words.found_no_step(names[k], len(racer.run)), ends[[k]], self.contest.colors[k])
                )
        valleys = len(race.outcomes.valleys)
        if race.moves and None not in race.outcomes.reached:
            one = words.one_valley(len(names)) if valleys == 1 else words.several_valleys(valleys)
            told.append((one, ends, self.theme.optimum))
        for k, racer in enumerate(race.racers):
            looks, color = racer.spent.costs + racer.spent.gradients, self.contest.colors[k]
            if racer.spent.hessians:
                told.append((words.spent_hessians(names[k]), ends[[k]], color))
            elif looks > SEARCHING * len(racer.run) + 1:
                told.append((words.spent_most(names[k], looks, len(racer.run)), ends[[k]], color))
        return told[:3]
