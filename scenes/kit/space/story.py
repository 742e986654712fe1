"""The base of stories in space: a Story whose camera draws sheets, and turns as a function of time."""

import math
from dataclasses import dataclass
from typing import Any, assert_never

import numpy as np
from manim import DEGREES, Animation, Mobject, VMobject

from scenes.kit.pacing import Motion, TimeLapse, reading_seconds
from scenes.kit.space.stage import SWING, SurfaceStage
from scenes.kit.story import Story
from scenes.relief.axes_box import AxesBox
from scenes.relief.camera import HeightCamera
from scenes.relief.scene import turn_steadily, with_all_spatials
from scenes.relief.spatial import Spatial
from scenes.relief.viewpoint import Viewpoint, way
from scenes.runs.moments import (
    FirstEscapes,
    FirstRests,
    Flat,
    Halfway,
    Higher,
    Leaps,
    Moment,
    NearlyDown,
    moments,
)
from scenes.runs.surface_run import SurfaceRuns
from scenes.words.caption import Caption

APART = 0.6  # seconds that a caption stands longer than it takes to read, and to come
MOST = 0.6  # of its time that a caption has before the end; then the picture waits for it
OFTEN = 30.0  # steps a second that the turn takes: a third of a pixel at most in 1080p at pace 1
LONG = 6.5  # seconds after which something else is said
STALE = 1.0  # seconds that a caption may stand when it is no longer true
FASTER = 1.5  # times as fast is faster


@dataclass(frozen=True)
class Said:
    """A caption, and from when to when in a time-lapse it is true, in seconds at pace 1."""

    begin: float
    caption: Caption
    until: float = math.inf


def lapse_seconds(steps: int) -> float:
    """Return how long so many steps of descents in space take: few of them no longer than they are looked at.

    >>> lapse_seconds(1), lapse_seconds(5), lapse_seconds(20), lapse_seconds(1000)
    (2.4, 6.0, 8.0, 14.0)
    """
    return 14.0 if steps > 30 else min(8.0, max(2.4, 1.2 * steps))


class SurfaceStory(Story):
    """A Story in which `HeightField` and what belongs to it can be drawn; all other mobjects stay flat.

    What stands in space is on its `stage`, which `lay_out` sets.
    """

    stage: SurfaceStage

    def __init__(self, **options: Any) -> None:
        super().__init__(camera_class=HeightCamera, **options)

    def setup(self) -> None:
        super().setup()
        self.eye.overlay = True
        self._turning: Any = None
        self._moved = False

    @property
    def eye(self) -> HeightCamera:
        """The camera."""
        camera: Any = self.camera
        return camera

    def look_from(
        self, view: Viewpoint, *, seconds: float, together: Any = (), axes: AxesBox | None = None
    ) -> None:
        """Move the camera to a view, and play other animations at the same time.

        On the way the axes have room, as they stand now, or `axes` as they are to stand.
        """
        self.stand_still()
        begin, stage = self.eye.view, self.stage
        short = 360 * round((begin.turn - view.turn) / 360)  # the short way round
        end = view._replace(turn=view.turn + short)
        views = np.array(way(axes or stage.axes, self.eye.projection(), stage.hero, begin, end))
        shares = np.linspace(0.0, 1.0, len(views))

        def move(alpha: float) -> None:
            self.eye.look_from(Viewpoint(*(float(np.interp(alpha, shares, each)) for each in views.T)))

        self._moved = True
        self.play(Motion(self._spatials()[0], move), *together, run_time=seconds)
        self._moved = False

    def turn(self, rate: float) -> None:
        """Turn around the upright axis from now on, by `rate` degrees a second at pace 1.

        By SWING in all: the picture has room for no more.
        """
        self.stand_still()
        speed = rate * DEGREES * self.parameters.pace
        self._turning = turn_steadily(self, self.eye.theta_tracker, speed, SWING * DEGREES, OFTEN)
        self.add_updater(self._turning)
        self._moved = True

    def moments_in(
        self, lapse: TimeLapse, descents: SurfaceRuns, first: Caption
    ) -> list[tuple[float, Caption]]:
        """Return what is said of moments of a time-lapse, each with its time: what there is time to read.

        `first` is the caption that stands at its begin. Where one is no longer true, or there is none for
        long, it is said how the steps go on.
        """
        said, goes_on = [Said(0.0, first)], self._goes_on(lapse, descents.longest)
        for moment in moments(descents):
            if moment.until <= lapse.first or not moment.step < lapse.last:
                continue
            time, caption = lapse.moment(max(moment.step, lapse.first)), self._told(moment)
            if isinstance(moment, Flat):  # it answers a question, and comes first
                said = [said[0], *(each for each in said[1:] if self._read_at(each) <= time)]
            begin = max(time, self._read_at(said[-1]))
            until = lapse.moment(moment.until) if moment.until < lapse.last else math.inf
            following = Said(begin, caption, until if moment.passes else math.inf)
            takes = self._read_at(following) - begin
            if begin <= min(until, lapse.seconds - MOST * takes) and begin + takes <= following.until + STALE:
                said.append(following)
        ends = [each.begin for each in said[1:]] + [lapse.seconds]
        for each, end in reversed(list(zip(said, ends, strict=True))):
            if end > each.until + STALE:
                said.insert(said.index(each) + 1, Said(max(each.until, self._read_at(each)), goes_on))
        ends = [each.begin for each in said[1:]] + [lapse.seconds]
        longest = int(np.argmax([end - each.begin for each, end in zip(said, ends, strict=True)]))
        if ends[longest] - said[longest].begin > LONG and all(each.caption != goes_on for each in said):
            said.insert(longest + 1, Said((said[longest].begin + ends[longest]) / 2, goes_on))
        return [(each.begin, each.caption) for each in said[1:]]

    def _read_at(self, said: Said) -> float:
        """When a caption can have been read, in seconds of a time-lapse."""
        return said.begin + reading_seconds(said.caption.plain()) * self.parameters.pace + APART

    def _goes_on(self, lapse: TimeLapse, steps: int) -> Caption:
        faster = lapse.speed(lapse.seconds) > FASTER * lapse.speed(0.0)
        return self.words.ever_faster(steps) if faster else self.words.all_steps(steps, False)

    def _told(self, moment: Moment) -> Caption:
        words = self.words
        match moment:
            case Halfway(step=step, total=total):
                return words.halfway_down(step, total)
            case Flat(step=step):
                return words.flat_before_still(step)
            case NearlyDown(step=step):
                return words.nearly_down(step)
            case FirstRests(step=step, number=number):
                return words.first_rests(number, step)
            case FirstEscapes(step=step, number=number, others=others):
                return words.first_escapes(number, step, others)
            case Higher(count=count):
                return words.higher_than_at_first(count)
            case Leaps():
                return words.long_steps()
            case _:
                assert_never(moment)

    def uphill_caption(self) -> Caption:
        """What is said of the gradient's arrows on the map."""
        runs, words = self.stage.descents.runs, self.words
        if not any(run.gradients[0].any() for run in runs):
            return words.level_here()
        if not self.stage.equal_scales:
            return words.gradient_on_a_stretched_map()
        return words.gradient_is_uphill(len(runs))

    def stand_still(self) -> None:
        """Stop turning."""
        if self._turning is not None:
            self.remove_updater(self._turning)
        self._turning = None
        self._moved = False

    def texts(self) -> list[VMobject]:
        """Return the text that stands still on the frame, not what is pinned to a place in space."""
        pinned = {id(part) for mobject in self.eye.pins for part in mobject.get_family()}
        return [text for text in super().texts() if id(text) not in pinned]

    def _spatials(self) -> list[Spatial]:
        return [mobject for mobject in self.get_mobject_family_members() if isinstance(mobject, Spatial)]

    def get_moving_mobjects(self, *animations: Animation) -> list[Mobject]:
        """Return what is drawn anew in every frame; while the camera moves, all that stands in space."""
        moving, family = super().get_moving_mobjects(*animations), self.get_mobject_family_members()
        return with_all_spatials(moving, family, camera_moves=self._moved)
