"""BasinsOfDescent: every point of a map is a start, coloured by the minimum that its descent reaches."""

import numpy as np
from manim import FadeIn, FadeOut, Group, MoveToTarget, VGroup, Write

from gdmath.endings.basins import Fate
from scenes.kit.basins.basin_map import BasinMap
from scenes.kit.basins.basin_places import BasinPlaces
from scenes.kit.basins.followed import FollowedRun
from scenes.kit.gestures import pulse, put_away, show_pages
from scenes.kit.lettering import stacked
from scenes.kit.pacing import TimeLapse, reading_seconds
from scenes.kit.space import written
from scenes.kit.story import Story
from scenes.parameters import BasinsParameters
from scenes.runs.basins import BasinRuns, Example
from scenes.words.caption import Caption

MUCH = 1.5  # times as much border is told as much more
MANY, HALF = 6, 0.5  # minima that have a colour each; of the starts
LAPSE, SHORT_LAPSE, TAIL = 9.0, 6.0, 0.6  # seconds with another caption, without one; of the last starts
FEW, ONE_STEP, ONE_RUN = 1.5, 0.3, (1.2, 3.2)  # seconds of a step of few, of a single run, and of that
APART = 0.6  # seconds between two captions of a time-lapse


class BasinsOfDescent(Story):
    """A start and its neighbour, then every start of the map at once; then the same by another method."""

    parameters: BasinsParameters = BasinsParameters()
    expected_seconds = 65.0
    poster = "ending"
    own_words = "basins"

    def prepare(self) -> None:
        self.runs = BasinRuns.of(self.parameters)
        self.trajectories = [example.run for example in self.runs.examples]

    def construct(self) -> None:
        self.lay_out()
        self.map()
        self.gradient()
        self.one()
        self.neighbour()
        self.everywhere()
        self.basins()
        self.second_rule()
        self.question()
        self.everywhere_again()
        self.ending()

    def lay_out(self) -> None:
        """A large map, and beside it the formulas; later two maps of one size, the second in their place."""
        runs, theme, words = self.runs, self.theme, self.words
        places = BasinPlaces.of(self.screen)
        self.column, self.numbers = places.formulas, places.numbers
        self.first = BasinMap(runs, runs.first, places.hero, theme, words, places.numbers)
        self.small = BasinMap(runs, runs.first, places.halves[0], theme, words)
        self.second = BasinMap(runs, runs.second, places.halves[1], theme, words)
        self.followed = [
            FollowedRun(example.run, self.first.map, places.numbers, theme, words)
            for example in runs.examples
        ]
        self.balls = [followed.start() for followed in self.followed]
        self.starts = VGroup()
        self.formulas = written.column(runs.cost, runs.first.optimizer, theme, self.column)
        first = self.first
        self.add(first.map, first.picture, first.curves, first.marks, self.balls[0], self.formulas[0])

    def map(self) -> None:
        self.beat("map", self.words.seen_from_above(len(self.runs.minima), self.runs.has_continua))
        self._point_out(self.first)

    def gradient(self) -> None:
        """The gradient in symbols, and the rule."""
        runs, words, formulas = self.runs, self.words, self.formulas
        spelled, by_name = VGroup(), written.names_cost(runs.cost, self.theme, formulas)
        if by_name or written.names_alone(formulas):
            taken = self.column.top - float(formulas[1].get_bottom()[1]) + written.LEADING
            if not by_name and taken < self.column.height:
                spelled = written.derivatives(runs.cost, self.theme, self.column.inset(top=taken)) or spelled
            if not len(spelled):
                found = written.pages(runs.cost, self.theme, self.screen.stage)
                show_pages(self, found, words.gradient_written_out())
        told = runs.first
        plain = told.kind == "plain" and told.lengths == "fixed"
        rule = words.step_of_two(told.rate) if plain else words.rule(told.kind, told.rate, told.lengths, True)
        self.beat("rule", rule)
        self.play(*map(Write, formulas[1:-1]), *map(Write, spelled), run_time=1.4)
        self.hold(0.6)
        self.pose()
        if written.takes_turns(told.optimizer) or len(spelled):
            self.play(FadeOut(*formulas[1:-1], *spelled), run_time=0.4)
        self.play(Write(formulas[-1]), run_time=1.0)

    def one(self) -> None:
        """A start, and where it ends."""
        self.beat("one", self.words.one_start())
        self._follow(0)
        self._reveal(0, self._ended(self.runs.examples[0]))

    def neighbour(self) -> None:
        """Its neighbour, and where that ends."""
        words, (one, other) = self.words, self.runs.examples
        self.beat("neighbour")
        self.play(FadeOut(self.followed[0].rows), FadeIn(self.balls[1]), run_time=0.4)
        self.ask(words.close_by())
        self._follow(1)
        caption = self._ended(other)
        if one.end == other.end:
            caption = words.ends_there_too()
        elif min(one.end, other.end) >= 0:
            caption = words.ends_at_another(other.end + 1, self.first.numbered)
        self._reveal(1, caption)

    def everywhere(self) -> None:
        """All starts at once."""
        words, first = self.words, self.first
        caption = words.every_point(self.runs.starts)
        self.beat("everywhere", caption)
        tracks = (run.track for run in self.followed)
        leaving = *tracks, self.followed[1].rows, *self.starts
        self.play(*map(FadeOut, leaving), run_time=0.5)  # each where it is, below the numbers
        wait = reading_seconds(caption.plain()) * self.parameters.pace - APART
        self._resolve(first, [(wait, words.takes_its_colour())] if first.told.reached else [])

    def basins(self) -> None:
        """What the map shows."""
        words, first, minima = self.words, self.first.told, len(self.runs.minima)
        if not first.reached:
            self.beat("basins", words.none_arrives())
        else:
            self.beat("basins", words.basins_are(minima))
        self._name(self.first)
        self._point_out(self.first)
        if 0 < first.reached < HALF:
            self.say(words.few_arrive(100 * first.reached, self.parameters.steps))
            self._point_out(self.first)
        elif first.reached and minima > MANY:
            self.say(words.colours_repeat(minima))
            self._point_out(self.first)

    def second_rule(self) -> None:
        """The rule of the second method, in place of the first one's."""
        runs = self.runs
        self.beat("second rule", self.words.same_starts(runs.second.name, runs.same_rate))
        rule = written.column(runs.cost, runs.second.optimizer, self.theme, self.column)[-1]
        place, told = self.column, self.first
        settings = written.settings_column(runs.second.optimizer, runs.second.rate, self.theme, place.width)
        cost, high = self.formulas[0], rule.height + settings.height + 2 * written.LEADING
        gone = [*self.formulas[1:]]
        if cost.height + high + written.LEADING > place.height:
            gone += [told.title, told.strip, told.legend]
            place = place.inset(bottom=self.numbers.bottom - place.bottom)
        kept = [cost] if cost.height + high + written.LEADING <= place.height else []
        put_away(self, *gone, *([] if kept else [cost]))
        stacked(VGroup(*kept, rule, settings), place, 2 * written.LEADING)
        self.play(Write(rule), run_time=1.4)
        self.play(FadeIn(settings), run_time=0.6)
        self.hold(0.6)
        self.pose()
        self.formulas = VGroup(*kept, rule, settings)

    def question(self) -> None:
        words = self.words
        self.beat("question")
        self.ask(words.will_borders_stay() if self._has_borders else words.where_will_they_end_now())

    def everywhere_again(self) -> None:
        """All starts at once, by the second method."""
        second, words = self.second, self.words
        self.beat("everywhere again")
        self._make_room()
        self.play(FadeIn(second.map, second.curves, second.marks), run_time=0.6)
        self.say(words.same_starts_run(self.runs.starts, self._has_borders))
        said, median = [], second.told.median
        if median is not None:
            half = TimeLapse(0, second.told.settled, LAPSE).moment(median)
            if self.left_to_read() + APART < half < SHORT_LAPSE:
                said = [(half, words.half_are_there(median))]
        self._resolve(second, said)
        self._name(second)

    def ending(self) -> None:
        """What the second method has changed."""
        runs, words = self.runs, self.words
        one, other = runs.first.basins, runs.second.basins
        compared = words.some_end_elsewhere(100 * runs.changed)
        if not runs.changed:
            compared = words.all_end_as_before()
        elif one.border and other.border > MUCH * one.border:
            compared = words.borders_fold(100 * runs.changed, 100 * one.border, 100 * other.border)
        self.beat("ending", compared)
        self._point_out(self.small, self.second)
        before, after = runs.first.median, runs.second.median
        if before and after and before != after:
            self.say(words.half_took(before, after))
            self._point_out(self.small, self.second)
        if closing := self._closing():
            self.say(closing)
            self._point_out(self.small, self.second)

    # What the beats are made of

    def _closing(self) -> Caption | None:
        """What is to be learnt, if it is to be seen here."""
        runs, words = self.runs, self.words
        if self._has_borders:
            return words.start_decides(bool(runs.changed))
        if runs.changed:
            return words.rule_decides()
        return words.one_basin(runs.has_continua) if runs.first.basins.shares.max(initial=0.0) == 1 else None

    @property
    def _has_borders(self) -> bool:
        """Whether starts end at several minima by the first method."""
        return bool(np.count_nonzero(self.runs.first.basins.shares) > 1)

    def _point_out(self, *shown: BasinMap) -> None:
        """Let rings grow from all minima, or where there is none from the first start."""
        starts = self.runs.examples[0].run.thetas[:1]
        places = [each.places if len(each.places) else each.map.place(starts) for each in shown]
        pulse(self, np.concatenate(places), self.theme.text)

    def _follow(self, number: int) -> None:
        """Descend from one start on the map, with its numbers."""
        followed, steps = self.followed[number], len(self.runs.examples[number].run)
        self.in_step = [number]
        self.remove(self.balls[number])
        self.lift(followed, self.first.marks)  # numbers of minima can be read when a ball has come there
        self.hold(0.4)
        seconds = float(np.clip(ONE_STEP * steps, *ONE_RUN)) if steps else 0.0
        self.run_through(TimeLapse(0, steps, seconds), followed.reach, followed, _never)

    def _reveal(self, number: int, caption: Caption) -> None:
        """Say where a run ended; it and its start take the colour of that."""
        example = self.runs.examples[number]
        color = self.first.color_of(example.end)
        start = self.followed[number].color_by_end(color)
        self.say(caption)
        self.starts.add(start)
        self.play(FadeIn(start), run_time=0.5)
        pulse(self, self._end(example), color)

    def _end(self, example: Example) -> np.ndarray:
        """Where a run ends on the screen (1, 2), or where it starts if that is not on the map."""
        area = self.first.area
        places = self.first.map.place(example.run.thetas[[-1, 0]])
        end = places[:1]
        inside = (end >= [area.left, area.bottom]) & (end <= [area.right, area.top])
        return end if inside.all() else places[1:]

    def _ended(self, example: Example) -> Caption:
        words, end = self.words, example.end
        return words.ends_at(end + 1, self.first.numbered) if end >= 0 else words.ends_otherwise(Fate(end))

    def _resolve(self, shown: BasinMap, captions: list[tuple[float, Caption]]) -> None:
        """Let all descents of a map go on at once."""
        shown.picture.set_fill(opacity=1.0)
        self.add(shown.strip, shown.title)
        self.lift(*shown.moving)
        moving = Group(*shown.moving)
        shown.reach(0)
        told = shown.told
        self.in_step = ()  # but all starts
        full = LAPSE if captions else SHORT_LAPSE
        lapse = TimeLapse(0, told.settled, min(full, FEW * max(told.settled, 1)))
        captions = captions if lapse.seconds == full else []
        self.run_through(lapse, shown.reach, moving, _never, captions=captions)
        if told.settled < told.basins.steps:
            tail = TimeLapse(told.settled, told.basins.steps, TAIL)
            self.run_through(tail, shown.reach, moving, _never)
        self.remove(shown.map)  # all of it is covered
        self.add(shown.map.axes)
        self.bring_to_back(shown.map.axes)

    def _make_room(self) -> None:
        """The first map becomes smaller, so that the second one has as much room."""
        large, small = self.first, self.small
        gone = [large.map.axes, large.curves, large.marks, large.strip, large.legend, large.title]
        small.finish()
        put_away(self, *gone, *self.formulas)
        large.picture.generate_target()
        large.picture.target.stand(small.area)
        self.play(MoveToTarget(large.picture), run_time=0.8)
        small.picture.set_fill(opacity=1.0)
        self.remove(large.picture)
        self.add(small.picture)
        self.bring_to_back(small.map.axes)
        around = [small.map.axes, small.curves, small.marks, small.strip, small.legend, small.title]
        self.play(FadeIn(*around), run_time=0.4)

    def _name(self, shown: BasinMap) -> None:
        """Write the shares below the strip."""
        shown.finish()
        self.play(FadeIn(shown.strip.labels, shown.legend), run_time=0.6)


def _never(_: int, __: int) -> bool:
    """No run jumps: all are at whole steps."""
    return False
