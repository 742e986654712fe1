"""Stills: the pictures that the films show at those moments, and what is published."""

from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image

from scenes.kit.pacing import TimeLapse
from scenes.learning_rate import LearningRates
from scenes.linked import LinkedDescent
from scenes.parameters import (
    LearningRateParameters,
    LinkedParameters,
    RaceParameters,
    SurfaceParameters,
    TangentParameters,
    WaveParameters,
)
from scenes.race import OptimizerRace
from scenes.studio.cli import run
from scenes.studio.film.drawing import draw_pixels
from scenes.studio.film.manim_writer import configured, streaming
from scenes.studio.film.moment import Moment
from scenes.studio.film.quality import Quality
from scenes.studio.film.skipping import MissingMomentError, draw_at, draw_steps
from scenes.surface import SurfaceDescent
from scenes.tangent import TangentDescent
from scenes.wave import WaveDescent

SMALL = Quality(160, 90, 15)
ROUNDING = 3  # of 255: the film lays down pictures of what stands still
SHORT = {"cost": "x**4 - 3*x**2 + x", "learning_rate": 0.05, "steps": 15, "pace": 3.0}
STORIES = {
    TangentDescent: TangentParameters(start=2.0, **SHORT),
    WaveDescent: WaveParameters(starts=(2.0, -2.0), theme="light", **SHORT),
    SurfaceDescent: SurfaceParameters(cost="x**2 + x*y + 2*y**2", starts=((1.0, 1.0),), pace=4.0),
    LinkedDescent: LinkedParameters(cost="x**4 + y**2 - x*y", pace=4.0),
    LearningRates: LearningRateParameters(cost="x**2 + 3*y**2", steps=15, pace=4.0),
    OptimizerRace: RaceParameters(
        cost="x**2 + 3*y**2", optimizers=("momentum:rate=0.1", "adam:rate=0.1"), steps=12, pace=4.0
    ),
}


class Watching:
    """In place of an encoder, keeps the frames of some numbers."""

    def __init__(self, every: int) -> None:
        self.every, self.count, self.kept = every, 0, {}

    def write(self, pixels, repeat=1, piece=0):
        for _ in range(repeat):
            if self.count % self.every == 0:
                self.kept[self.count] = pixels.copy()
            self.count += 1

    def finish(self): ...
    def abandon(self): ...


def scene_of(story):
    return type("Told", (story,), {"parameters": STORIES[story]})()


def still(story, moment):
    """The picture at a moment, and the scene as it was."""
    scene, taken = scene_of(story), []

    def draw():
        taken.append(draw_pixels(scene).copy())

    draw_at(moment, scene, draw, lambda: None)
    (picture,) = taken
    return picture, scene


def filmed(story, every):
    scene, film = scene_of(story), Watching(every)
    with streaming(scene, film, lambda _: None):
        scene.render()
    return film


@pytest.fixture
def small(tmp_path):
    with configured(SMALL, 0, tmp_path, verbose=False):
        yield


@pytest.mark.parametrize(
    "story",
    [
        TangentDescent,
        WaveDescent,
        SurfaceDescent,
        pytest.param(LinkedDescent, marks=pytest.mark.slow),
        pytest.param(LearningRates, marks=pytest.mark.slow),
        pytest.param(OptimizerRace, marks=pytest.mark.slow),
    ],
)
def test_a_still_is_the_frame_of_the_film(story, small):
    film = filmed(story, every=111)
    for number, frame in film.kept.items():
        picture, _ = still(story, Moment(time=number / SMALL.fps))
        assert np.abs(picture.astype(int) - frame).max() <= ROUNDING, number / SMALL.fps


def test_a_beat_is_shown_as_it_ends(small):
    picture, scene = still(TangentDescent, Moment(beat="start"))
    assert scene.beats == ["landscape", "start"]
    _, end = scene.times["start"]
    after, _ = still(TangentDescent, Moment(time=end))
    assert np.abs(picture.astype(int) - after).mean() < 1  # only the caption begins to change


def test_what_is_shown_by_default_is_the_poster_while_its_numbers_stand(small):
    _, scene = still(TangentDescent, Moment())
    assert scene.beats[-1] == TangentDescent.poster
    result = scene.stage.writing.lines[1].result(0)
    assert result in scene.get_mobject_family_members()
    assert result.get_fill_opacity() == 1


@pytest.mark.parametrize("step", [0, 1, 3, 4, 7, 15])
def test_a_step_is_shown_with_its_own_numbers(step, small):
    _, scene = still(TangentDescent, Moment(step=step))
    assert scene.view.theta == scene.run.theta(step)
    assert scene.stage.readouts[0].text == scene.words.step_label(step)


@pytest.mark.parametrize("story", [WaveDescent, LinkedDescent])
def test_a_step_of_a_time_lapse_is_shown_when_it_passes(story, small):
    picture, scene = still(story, Moment(step=9))
    beat = scene.beats[-1]
    assert beat in ("tracing", "time-lapse")
    assert scene.times[beat][0] < scene.time
    film_at = [
        np.abs(picture.astype(int) - still(story, Moment(time=scene.time + late))[0]).mean()
        for late in (0, 1)
    ]
    assert film_at[0] <= film_at[1]


@pytest.mark.parametrize(
    ("story", "steps"),
    [
        (TangentDescent, {0: range(16)}),
        (WaveDescent, {0: range(16), 1: range(6)}),  # first one run, then all
        (SurfaceDescent, {0: range(0, 15, 7)}),
        pytest.param(LearningRates, {k: range(0, 16, 5) for k in range(4)}, marks=pytest.mark.slow),
    ],
)
def test_steps_are_drawn_on_one_way_through_as_they_are_one_by_one(story, steps, small):
    scene, drawn = scene_of(story), {}
    wanted = {(stretch, step) for stretch in steps for step in steps[stretch]}
    draw_steps(
        wanted,
        scene,
        lambda stretch, step: drawn.setdefault((stretch, step), draw_pixels(scene).copy()),
        lambda: None,
    )
    assert sorted(drawn) == sorted(wanted)
    for step in (0, 5, 14):
        if step in steps[0]:
            alone, _ = still(story, Moment(step=step))
            assert np.abs(drawn[0, step].astype(int) - alone).max() <= ROUNDING


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (Moment(beat="landscpae"), "did you mean landscape? (there are: landscape, start, "),
        (Moment(step=16), "the film shows no step 16; the last is 15"),
        (Moment(time=500.0), "the film ends before 500 s; it lasts "),
    ],
)
def test_a_moment_that_there_is_not_is_named(moment, said, small):
    with pytest.raises(MissingMomentError) as error:
        still(TangentDescent, moment)
    assert said in str(error.value)


def test_a_lapse_knows_when_a_step_is_passed():
    for lapse in (TimeLapse(9, 570, 8.0), TimeLapse(0, 5, 3.0), TimeLapse(2, 2, 0.0)):
        for step in np.linspace(lapse.first, lapse.last, 7).tolist():
            assert lapse.step(lapse.moment(step)) == pytest.approx(step)


TANGENT = ["still", "tangent", "-ql", "--cost", "x**2 - x", "--beat", "landscape"]


def test_a_still_is_published_and_replaced_as_a_video_is(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert run(TANGENT) == 0
    assert capsys.readouterr().out == "media/tangent.png\n"
    opaque = Image.open("media/tangent.png")
    assert (opaque.mode, opaque.size) == ("RGB", (854, 480))
    assert run([*TANGENT, "--transparent", "-o", "media/tangent.png"]) == 2
    assert "add --force" in capsys.readouterr().err
    assert run([*TANGENT, "--transparent", "-o", "media/tangent.png", "--force"]) == 0
    assert [path.name for path in (tmp_path / "media").iterdir()] == ["tangent.png"]
    clear = Image.open("media/tangent.png")
    background = Image.new("RGBA", clear.size, opaque.getpixel((0, 0)))
    background.alpha_composite(clear)
    assert clear.getpixel((0, 0))[3] == 0
    assert np.abs(np.asarray(background)[..., :3].astype(int) - np.asarray(opaque)).max() <= 3


def test_outlines_are_drawn_for_print(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert run([*TANGENT, "--shape", "1:1", "-o", "x.svg"]) == 0
    drawing = ElementTree.parse("x.svg").getroot()
    kinds = [element.tag.split("}")[1] for element in drawing.iter()]
    assert drawing.attrib["viewBox"] == "0 0 540 540"
    assert kinds.count("path") >= 7
    assert "image" not in kinds
    assert any("rgb(45.4" in element.attrib.get("style", "") for element in drawing.iter())  # the cost's blue
    assert run([*TANGENT, "-o", "x.pdf"]) == 0
    page = (tmp_path / "x.pdf").read_bytes()
    assert page.startswith(b"%PDF")
    assert b"/MediaBox [ 0 0 960" in page
    assert b"/Image" not in page
