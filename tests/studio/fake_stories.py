"""Stories for testing the machinery: each keeps the contract of a story and takes a second or two."""

import manim

from scenes.parameters import StoryParameters, TangentParameters


class Fake(manim.Scene):
    parameters: StoryParameters
    expected_seconds = 2.0

    def prepare(self) -> None:
        self.camera.background_color = manim.ManimColor("#0f1216")


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
