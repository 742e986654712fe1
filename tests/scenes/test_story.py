"""What every story does: beats with times, captions that take as long in every mode, rehearsals."""

import manim
import pytest
from manim import tempconfig

from scenes.kit.story import Story
from scenes.parameters import StoryParameters
from scenes.words.caption import Numeral, said

QUICK = {
    "dry_run": True,
    "frame_rate": 15,
    "pixel_width": 160,
    "pixel_height": 90,
    "progress_bar": "none",
    "verbosity": "ERROR",
}


class Two(Story):
    parameters = StoryParameters()
    rehearsed: dict

    def prepare(self) -> None:
        self.dot = manim.Dot()

    def construct(self) -> None:
        self.rehearsed = self.rehearse(self.opening, self.question)
        assert not self.mobjects
        assert not self.spoken
        self.opening()
        self.question()

    def opening(self) -> None:
        self.beat("opening", said("It is {n}.", n=Numeral(0.5)))
        self.add(self.dot)
        self.play(self.dot.animate.shift(manim.RIGHT), run_time=1.3)

    def question(self) -> None:
        self.beat("question")
        self.ask("*Where* will it be?")
        self.hold(0.7)


def told(**given) -> Two:
    with tempconfig(QUICK):
        scene = type("Told", (Two,), {"parameters": StoryParameters(**given)})()
        scene.render()
    return scene


@pytest.mark.parametrize("pace", [0.5, 1.0, 1.7])
def test_a_rehearsal_knows_when_beats_begin_and_end(pace: float) -> None:
    scene = told(pace=pace)
    assert scene.beats == ["opening", "question"]
    for name, (begin, end) in scene.times.items():
        assert scene.rehearsed[name] == pytest.approx((begin * pace, end * pace), abs=2e-3)


def test_captions_take_the_same_time_in_every_mode() -> None:
    scenes = [told(captions=mode) for mode in ("picture", "file", "both")]
    for scene in scenes[1:]:
        assert scene.time == pytest.approx(scenes[0].time, abs=1e-6)
        for name, span in scene.times.items():
            assert span == pytest.approx(scenes[0].times[name], abs=1e-6)
    assert scenes[0].spoken[0].text == "It is 0.5."
    assert told(language="de").spoken[0].text == "It is 0,5."


@pytest.mark.parametrize("pace", [0.5, 1.0, 4.0])
def test_a_caption_stays_until_it_can_be_read_at_any_pace(pace: float) -> None:
    long, short = "A sentence that nobody can read in the time of a short animation.", "Short."

    class Hasty(Two):
        parameters = StoryParameters(pace=pace)

        def construct(self) -> None:
            self.beat("opening", long)
            self.add(self.dot)
            self.play(self.dot.animate.shift(manim.RIGHT), run_time=0.5)
            self.say(short)
            self.beat("question", long)

    with tempconfig(QUICK):
        scene = Hasty()
        scene.render()
    stood = [each.end - each.begin for each in scene.spoken]
    for text, seconds in zip((long, short, long), stood, strict=True):
        least = max(1.5, len(text) / 17)
        assert least - 1e-6 <= seconds <= max(least, 0.9 / pace) + 0.15
    assert scene.times["question"][0] == pytest.approx(scene.spoken[2].begin, abs=1e-6)


def test_only_what_goes_to_a_file_becomes_a_subtitle() -> None:
    count = {mode: len(told(captions=mode).renderer.file_writer.subcaptions) for mode in ("picture", "both")}
    assert count == {"picture": 0, "both": 2}
