"""Stories for testing the machinery: each keeps the contract of a story and takes a second or two."""

import manim

from gdmath import Cost, Stop, descend
from scenes.kit.pacing import TimeLapse
from scenes.kit.story import Story
from scenes.parameters import StoryParameters, TangentParameters


class Fake(Story):
    parameters: StoryParameters
    expected_seconds = 2.0

    def prepare(self) -> None:
        pass


class Circle(Fake):
    parameters = TangentParameters()

    def construct(self) -> None:
        circle = manim.Circle(2, color="#74c4f8", stroke_width=8)
        self.add_subcaption("A circle is drawn.", duration=1)
        self.play(manim.Create(circle), run_time=1)
        self.add_subcaption("It rests: π ≈ 3.14.", duration=1)
        self.wait(1)


class Patches(Fake):
    def construct(self) -> None:
        for side, colour in ((-1, self.parameters.left), (1, self.parameters.right)):
            patch = manim.Rectangle(width=5, height=6, stroke_width=0, fill_opacity=1, fill_color=colour)
            self.add(patch.shift(3.5 * side * manim.RIGHT))
        self.wait(self.parameters.seconds)


class Broken(Fake):
    def construct(self) -> None:
        self.play(manim.Create(manim.Circle()), run_time=0.5)
        raise ZeroDivisionError("division\nby zero")


class Unfit(Fake):
    def prepare(self) -> None:
        raise ValueError("the story can't be told from there; start elsewhere")


class Endless(Fake):
    def construct(self) -> None:
        for _ in range(1000):
            self.play(manim.Rotate(manim.Square(), run_time=2))


class Talkative(Fake):
    def construct(self) -> None:
        print("hello")
        manim.logger.error("hello from the log")
        self.wait(0.2)


class Short(Story):
    """What a real story does, in some seconds: beats, a question, steps, a time-lapse."""

    parameters = TangentParameters()
    poster = "worked 1"

    def prepare(self) -> None:
        cost = Cost.parse(self.parameters.cost)
        self.trajectories = [descend(cost, 3, learning_rate=0.1, stop=Stop(steps=6))]

    def construct(self) -> None:
        dot = manim.Dot(radius=1, color=self.theme.point)
        self.rehearse(lambda: self.beat("rehearsed", self.words.level_here()))
        self.beat("landscape", self.words.cost_of_one("x"))
        self.play(manim.FadeIn(dot), run_time=1)
        self.ask(self.words.which_way())
        self.play(dot.animate.shift(manim.LEFT), run_time=1)
        self.beat("worked 1", self.words.start_of_one("x", 3.0, 4))
        self.reach(0)
        self.play(dot.animate.shift(manim.LEFT), run_time=1)
        self.reach(1)
        self.beat("question", self.words.quickening())
        self.run_through(TimeLapse(1, 6, 2.0), lambda _: None, dot, lambda *_: False)
        self.beat("question", "<script>alert('x')</script>")
        self.hold(1)


class Counting(Story):
    """Shows the step that it draws as eight squares, dark or light: the bits of its number."""

    parameters = TangentParameters()
    poster = "worked 1"

    def prepare(self) -> None:
        cost = Cost.parse(self.parameters.cost)
        self.trajectories = [descend(cost, 3, learning_rate=0.09, stop=Stop(steps=40))]

    def construct(self) -> None:
        for place, color in ((-4, self.theme.point), (4, self.theme.cost)):
            patch = manim.Square(2, stroke_width=0, fill_opacity=1, fill_color=color)
            self.add(patch.shift(place * manim.RIGHT + 2 * manim.UP))
        self.bits = manim.VGroup(*(manim.Square(0.9, stroke_width=0, fill_opacity=1) for _ in range(8)))
        self.add(self.bits.arrange(manim.RIGHT, buff=0.2))
        self.draw(0)
        self.beat("landscape", self.words.cost_of_one("x"))
        self.hold(0.5)
        self.ask(self.words.which_way())
        self.hold(0.4)
        self.beat("worked 1", self.words.start_of_one("x", 3.0, 4))
        self.reach(0)
        self.hold(0.4)
        self.draw(1)
        self.reach(1)
        self.beat("other side")
        self.in_step = ()
        self.reach(1)
        self.hold(0.4)
        self.in_step = (0,)
        self.reach(1)
        self.hold(0.4)
        self.beat("time-lapse", "<script>alert('x')</script> & \"so on\"")
        self.run_through(
            TimeLapse(1, 40, 2.6), self.draw, self.bits, lambda *_: False, captions=[(1.2, "On.")]
        )
        self.beat("ending", self.words.quickening())
        self.in_step = ()
        self.reach(0)  # no single step any more
        self.hold(1)

    def draw(self, step: float) -> None:
        for place, bit in enumerate(self.bits):
            bit.set_fill(self.theme.text if int(step + 1e-6) >> place & 1 else self.theme.background)


class Stepping(Story):
    """A bar that is as long as the step is large, in fortieths of a unit: first of one run, then of two."""

    parameters = TangentParameters()
    poster = "landscape"

    def prepare(self) -> None:
        cost = Cost.parse(self.parameters.cost)
        stop = Stop(steps=self.parameters.steps or 30)
        self.trajectories = [descend(cost, start, learning_rate=1e-4, stop=stop) for start in (3, 2)]

    def construct(self) -> None:
        last = len(self.trajectories[0])
        bar = manim.Rectangle(width=1, height=1, stroke_width=0, fill_opacity=1, fill_color=self.theme.point)

        def draw(step: float) -> None:
            left = -self.screen.width / 2
            bar.stretch_to_fit_width(max(step, 0.01) / 40).move_to([left, 0, 0], aligned_edge=manim.LEFT)

        self.beat("landscape")
        draw(0)
        self.add(bar)
        self.reach(0)
        self.play(bar.animate.stretch_to_fit_width(1 / 40, about_edge=manim.LEFT), run_time=0.4)
        self.reach(1)
        self.run_through(TimeLapse(1, last, 3.0), draw, bar, lambda *_: False)
        self.beat("starts")
        self.in_step = [0, 1]
        self.run_through(TimeLapse(0, last, 1.0), draw, bar, lambda *_: False)
        self.hold(0.2)
