"""Regression: the loss of one example, the cost of all, and descents on the map of the cost."""

import math
from collections.abc import Sequence

import numpy as np
from manim import FadeIn, FadeOut, Mobject, VGroup, VMobject, Write

from gdmath.arrays import Floats
from scenes.kit.gestures import pulse
from scenes.kit.models.bowl_map import BowlMap
from scenes.kit.models.map_pair import MapPair
from scenes.kit.models.regression_stage import RegressionStage, condition_text
from scenes.kit.pacing import Motion, TimeLapse
from scenes.kit.screen import Rect
from scenes.kit.shapes import Dots, StepArrow
from scenes.kit.story import Story
from scenes.parameters import RegressionParameters
from scenes.runs.jumps import Jumps, any_jumps
from scenes.runs.regression import RegressionRun

UPHILL = 0.9  # the length of the gradient's arrow, which shows where it points
SHORTEST = 1e-6  # way on the screen that has a direction
FEWEST = 8  # steps with batches, at least
WORKED = 3  # steps that are told one by one
FLAT = 1e14  # a condition number beyond which the valley has a level floor


class Regression(Story):
    """A model among its examples, and the map of its cost: raw and standardised, all examples and few."""

    parameters: RegressionParameters = RegressionParameters()
    expected_seconds = 70.0
    poster = "ending"
    own_words = "regression"

    def prepare(self) -> None:
        self.run = run = RegressionRun.of(self.parameters)
        bowls = [run.first] if run.second is None else [run.first, run.second]
        self.with_batches = len(bowls) + 1  # the number of the first such run
        self.trajectories = [*(bowl.run for bowl in bowls), run.whole, *(noisy.run for noisy in run.noisy)]

    def construct(self) -> None:
        self.lay_out()
        self.examples()
        self.loss()
        self.cost()
        self.map()
        self.steps()
        if len(self.run.first.run) > WORKED:
            self.time_lapse()
        self.valley()
        if self.run.second is not None:
            self.standardised()
            self.both()
        if self.run.noisy:
            self.question()
            self.batches()
        self.ending()

    def lay_out(self) -> None:
        self.stage = stage = RegressionStage(self.run, self.screen, self.theme, self.words)
        self.head = VGroup(stage.title())
        self.arrows: list[StepArrow] = []
        self.add(self.head, stage.standing, stage.map.standing, *stage.moving)

    def examples(self) -> None:
        model, plot = self.run.first.model, self.stage.picture.plot
        self.beat("examples", self.words.examples(len(model.targets), model.kind))
        places = plot.place(plot.points_of_data)
        if model.kind == "plane":
            self.play(Motion(plot.dots, plot.gleam), run_time=2.0)
        else:
            some = places[np.argsort(places[:, 0])]
            pulse(self, some[:: max(1, len(some) // 8)], self.theme.data)

    def loss(self) -> None:
        stage, theta = self.stage, self.run.first.run.thetas[0]
        picture = stage.picture
        row = picture.row(theta)
        self.beat("loss", self.words.loss(self.run.first.model.is_logistic))
        self.change_head(stage.loss(theta, row))
        self.add(picture.single)
        self.play(Motion(picture.single, lambda a: picture.show_loss(theta, row, a)), run_time=1.6)
        self.hold(0.5)
        self.pose()

    def cost(self) -> None:
        stage, theta = self.stage, self.run.first.run.thetas[0]
        picture = stage.picture
        self.beat("cost", self.words.cost(len(self.run.first.model.targets)))
        self.play(
            FadeOut(picture.single),
            Motion(picture.moving, lambda a: picture.show_errors(theta, a)),
            run_time=1.2,
        )
        picture.with_errors = True
        self.change_head(stage.cost(self.run.first, theta))

    def map(self) -> None:
        """Each point of the map is a model: a ball goes about, and the model with it."""
        stage, bowl = self.stage, self.run.first
        self.beat("map", self.words.each_point(bowl.model.kind))
        self.change_head(stage.cost(bowl))
        start, bottom = bowl.path()[0], bowl.others[[*bowl.pair]]
        if len(bowl.names) > 2:
            pulse(self, [stage.map.place(start)], self.theme.point)
            a, b = (bowl.names[place] for place in bowl.pair)
            self.say(self.words.others_fixed(a, b, bowl.best is not None))
            self.point_out_bottoms(stage.map)
            return
        middle = (start + bottom) / 2
        ball = Dots(color=self.theme.point, radius=0.12, rim=self.theme.background)

        def about(alpha: float) -> None:
            turn = 2 * math.pi * alpha
            away = start - middle
            pair = middle + math.cos(turn) * away + 0.5 * math.sin(turn) * np.array([-away[1], away[0]])
            theta = np.zeros(2)
            theta[[*bowl.pair]] = pair
            stage.show(theta)
            stage.map.write_cost(float(bowl.cost.value(theta)))
            ball.at(stage.map.place(pair))

        moving = VGroup(stage.picture.moving, stage.parameters, stage.map.numbers, ball)
        self.remove(stage.map.moving, *stage.map.runs)
        self.play(Motion(moving, about), run_time=4.0)
        self.remove(ball)
        stage.reach(0)
        self.add(*stage.moving)

    def steps(self) -> None:
        """The first steps, each with its arrow."""
        stage, bowl = self.stage, self.run.first
        self.beat("steps", self.words.in_lockstep(bowl.model.kind))
        self.change_head(*stage.rule())
        self.lift(*stage.moving)
        for step in range(min(WORKED, len(bowl.run))):
            here, there = stage.map.runs.places(step)[0], stage.map.runs.places(step + 1)[0]
            if step == 0 and math.dist(here, there) > SHORTEST:
                uphill = here - UPHILL * (there - here) / math.dist(here, there)
                self.draw_arrow(here, uphill, self.theme.gradient)
                self.hold(0.3)
            self.draw_arrow(here, there, self.theme.step)
            self.play(Motion(stage.moving, lambda a, k=step: stage.reach(k + a)), run_time=0.7)
            self.reach(step + 1)
            self.remove(*self.arrows)
            self.arrows.clear()

    def draw_arrow(self, here: Floats, there: Floats, color: str) -> None:
        """Draw an arrow on the map, as far as it is on it."""
        arrow, end = StepArrow(color=color, thickness=0.06), np.clip(there, *_corners(self.stage.map.area))

        def draw(alpha: float) -> None:
            arrow.span(here, here + alpha * (end - here))

        self.arrows.append(arrow)
        self.play(Motion(arrow, draw), run_time=0.5)

    def time_lapse(self) -> None:
        stage, bowl = self.stage, self.run.first
        self.beat("time-lapse", self.words.all_steps(len(bowl.run), bowl.escapes))
        self.lift(*stage.moving)
        lapse = TimeLapse(WORKED, len(bowl.run), min(6.0, max(2.5, 0.4 * (len(bowl.run) - WORKED))))
        self.run_through(lapse, stage.reach, stage.moving, bowl.jumps)

    def valley(self) -> None:
        """Why it took so long, or so little: how unlike the curvatures are."""
        bowl, map_ = self.run.first, self.stage.map
        condition = bowl.condition
        self.beat("valley", self.words.how_it_went(bowl.way))
        pulse(self, map_.runs.places(len(bowl.run)), self.theme.step)
        if condition is not None:
            flat = condition > FLAT
            self.say(self.words.level_floor() if flat else self.words.curvatures(condition))
            self.point_out_bottoms(map_)

    def standardised(self) -> None:
        """The same data with features of one scale: another map beside the first."""
        stage, first, second = self.stage, self.run.first, self.run.last
        words = self.words
        self.beat("standardised", words.standardised())
        raw, now = condition_text(first.condition), condition_text(second.condition)
        self.pair = pair = MapPair(
            stage.half(first, 0, words.raw_title(raw)),
            stage.half(second, 1, words.equal_title(now)),
        )
        self.change_all(pair.shown, stage.scaling())
        if first.condition is not None and second.condition is not None:
            level = min(first.condition, second.condition) > FLAT
            self.say(words.still_level() if level else words.conditions(first.condition, second.condition))
            self.point_out_bottoms(pair.left, pair.right)

    def both(self) -> None:
        first, second = self.run.first, self.run.last
        self.beat("both", self.words.both_descend(self.parameters.learning_rate is None))
        longest = max(len(first.run), len(second.run))
        self.in_step = [0, 1]
        lapse = TimeLapse(0, longest, min(7.0, max(min(3.0, 2.0 * longest), 0.4 * longest)))
        moving = self.pair.moving
        self.lift(*moving)
        self.run_through(lapse, self.pair.reach, moving, self.jumps(first.jumps, second.jumps))
        if second.near is not None:
            if first.escapes:
                self.say(self.words.only_standardised(second.near))
            elif first.near is not None:
                self.say(self.words.compared(first.near, second.near))
            else:
                self.say(self.words.only_one(len(first.run), second.near))
            pulse(self, self.pair.right.runs.places(len(second.run)), self.theme.optimum)
        self.pose()

    def question(self) -> None:
        size, count = self.run.noisy[0].size, len(self.run.last.model.targets)
        self.beat("question")
        self.ask(self.words.will_it_arrive(size, count))

    def batches(self) -> None:
        """The whole gradient on one side; on the other, those of batches, of growing size."""
        stage, bowl, run, words = self.stage, self.run.calm, self.run, self.words
        self.beat("batches")
        first = run.noisy[0]
        self.pair = pair = MapPair(
            stage.half(bowl, 0, words.all_title(len(bowl.model.targets))),
            stage.half(bowl, 1, words.some_title(first.size), first.run),
        )
        self.change_all(pair.shown, stage.batch_rule())
        self.say(words.batches(run.trembles, run.differ))
        for k, noisy in enumerate(run.noisy if run.trembles else run.noisy[:1]):
            right = pair.right
            if k:
                before = run.noisy[k - 1].off
                self.say(words.larger(noisy.size, noisy.off, before) if before else words.all_agree())
                again = stage.half(bowl, 1, words.some_title(noisy.size), noisy.run)
                self.remove(right.title, *right.moving)
                right.title, right.run = again.title, noisy.run
                self.add(again.title)
                right.follow(noisy.run)
            moving = pair.moving if k == 0 else right.moving
            self.lift(*moving)
            draw, jumps = pair.reach if k == 0 else right.reach, self.jumps(bowl.jumps_of(noisy.run))
            both = [self.with_batches - 1, self.with_batches + k]
            self.in_step = both if k == 0 else both[1:]
            last = max(FEWEST, bowl.rest(noisy.run), 0 if k else bowl.rest(bowl.run))
            self.run_through(TimeLapse(0, last, min(4.0, max(2.0, 0.3 * last))), draw, moving, jumps)
        self.pose()

    def ending(self) -> None:
        """The fitted model among its examples, and what its cost has come to."""
        stage, bowl = self.stage, self.run.last
        costs = bowl.run.values[np.isfinite(bowl.run.values)]
        first, last = costs[[0, -1]].tolist()
        fallen = self.words.fallen(first, last, bowl.near is not None)
        if bowl.lowest is None:
            fallen = self.words.no_minimum(last, bowl.errs)
        self.beat("ending", self.words.risen(first, last) if last > first else fallen)
        stage.stand_among(bowl)
        stage.picture.with_errors = True
        stage.map = stage.half(bowl, 1, self.words.map_title())
        stage.reach(len(bowl.run))
        shown = [stage.standing, stage.map.standing, *stage.moving]
        self.change_all(shown, stage.cost(bowl, bowl.run.thetas[-1]))
        color = self.theme.step if bowl.near is None else self.theme.optimum
        pulse(self, stage.map.runs.places(len(bowl.run)), color, times=2)
        self.in_step = [self.with_batches - 2]
        self.reach(len(bowl.run))

    def point_out_bottoms(self, *maps: BowlMap) -> None:
        """Let rings grow from the lowest place of each map; where there is none, from where its run ends."""
        places = [each.place(each.bowl.others[[*each.bowl.pair]]) for each in maps]
        pulse(self, places, self.theme.step if maps[0].bowl.best is None else self.theme.optimum)

    def jumps(self, *each: Jumps):
        """Whether one of several runs jumps between two steps."""
        return lambda before, after: any_jumps(each, before, after)

    def change_head(self, *formulas) -> None:
        """Change what stands at the top for these formulas."""
        before, self.head = self.head, VGroup(*formulas)
        self.play(FadeOut(before), run_time=0.3)
        self.play(*map(Write, formulas), run_time=1.2)

    def change_all(self, coming: Sequence[Mobject], formula: VMobject) -> None:
        """Change the whole picture for another one, with another formula at the top."""
        leaving = [each for each in self.mobjects if each is not self.caption]
        self.play(FadeOut(*leaving), run_time=0.3)
        self.head = VGroup(formula)
        self.play(FadeIn(*coming, self.head), run_time=0.5)


def _corners(area: Rect) -> tuple[np.ndarray, np.ndarray]:
    return np.array([area.left, area.bottom]), np.array([area.right, area.top])
