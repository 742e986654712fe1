"""Films in pieces: how they are cut, and that a piece is the same whichever others were drawn before."""

import manim
import numpy as np
import pytest

from scenes.parameters import SurfaceParameters, TangentParameters
from scenes.studio.film.encoder import Encoder
from scenes.studio.film.manim_writer import configured, streaming
from scenes.studio.film.pieces import LONGEST, PieceEncoder, PieceFolder, Pieces, join
from scenes.studio.film.quality import Quality
from scenes.surface import SurfaceDescent
from scenes.tangent import TangentDescent
from tests.studio.films import film_of

SMALL = Quality(160, 90, 5)
SHORT = {"steps": 15, "pace": 4.0}


class Kept:
    """In place of an encoder, keeps the pictures of each piece."""

    def __init__(self):
        self.pieces = {}

    def write(self, pixels, repeat=1, piece=0):
        self.pieces.setdefault(piece, []).extend([pixels.tobytes()] * repeat)

    def finish(self): ...
    def abandon(self): ...


class Waiting(manim.Scene):
    """All that a scene of Manim may do: skip a section, wait for something, stand still for long."""

    def construct(self):
        dot = manim.Dot(radius=1)
        dot.add_updater(lambda each: each.move_to((self.time % 2, 0, 0)))
        self.next_section("long")
        self.add(manim.Circle(2), dot)
        self.wait(1.5 * LONGEST)
        self.next_section("unseen", skip_animations=True)
        self.play(manim.FadeIn(manim.Square()))
        self.next_section("until")
        self.wait_until(lambda: self.time > 2.5 * LONGEST)
        dot.clear_updaters()
        self.wait(2.2 * LONGEST)
        self.play(manim.Rotate(manim.Triangle(), run_time=1.2 * LONGEST))


STORIES = {
    Waiting: {},
    TangentDescent: TangentParameters(cost="x**4 - 3*x**2 + x", start=2.0, learning_rate=0.05, **SHORT),
    SurfaceDescent: SurfaceParameters(cost="x**2 + x*y + 2*y**2", starts=((1.0, 1.0),), **SHORT),
}


def drawn(story, folder, is_ours=lambda piece: True):
    """The pictures of the pieces that are ours, and how long all is, in seconds and in pieces."""
    kept = Kept()
    with configured(SMALL, 0, folder, verbose=False):
        scene = type("Told", (story,), {"parameters": STORIES[story]})()
        with streaming(scene, kept, lambda _: None, is_ours) as writer:
            scene.render()
    return kept.pieces, scene.time, writer.pieces.count


@pytest.mark.parametrize("story", STORIES)
def test_a_piece_is_the_same_whichever_others_are_drawn(story, tmp_path):
    whole, seconds, count = drawn(story, tmp_path)
    assert sorted(whole) == list(range(count))
    assert max(map(len, whole.values())) <= LONGEST * SMALL.fps
    for ours in ({0, 1, 4, 7}, {2, 3, 5}):
        some, *rest = drawn(story, tmp_path, ours.__contains__)
        assert rest == [seconds, count]
        assert some == {piece: whole[piece] for piece in ours if piece < count}
    assert sum(len(set(pictures)) for pictures in whole.values()) > 30


def test_a_piece_is_a_beat_or_a_part_of_a_long_one():
    pieces, seen = Pieces(10), []
    for section in ([3, 4], [], [], [95], [1]):
        pieces.cut()
        for frames in section:
            while frames:
                number, count = pieces.ahead(frames)
                pieces.pass_by(count)
                seen.append((number, count))
                frames -= count
    assert seen == [(0, 3), (0, 4), (1, 40), (2, 40), (3, 15), (4, 1)]
    assert pieces.count == 5


def test_a_piece_is_claimed_once_and_there_when_it_is_whole(tmp_path):
    one, other = PieceFolder(tmp_path), PieceFolder(tmp_path)
    assert [one.claim(0), other.claim(0), other.claim(1), one.claim(1)] == [True, False, True, False]
    encoder = PieceEncoder(one, lambda path: Encoder(path, 96, 64, 30))
    encoder.encode(encoder.converted(np.zeros((64, 96, 4), np.uint8)), 5, 0)
    assert other.missing(2) == {0, 1}
    encoder.encode(encoder.converted(np.zeros((64, 96, 4), np.uint8)), 5, 1)
    assert other.missing(2) == {1}
    encoder.finish()
    assert other.missing(2) == set()


def test_joined_pieces_are_the_film_of_one_encoder(tmp_path):
    rng = np.random.default_rng(0)
    whole = Encoder(tmp_path / "whole.mp4", 96, 64, 30, "told")
    folder = PieceFolder(tmp_path)
    apart = PieceEncoder(folder, lambda path: Encoder(path, 96, 64, 30))
    for piece, frames in ((2, 70), (1, 33)):
        for pixels in rng.integers(0, 255, (frames, 64, 96, 4), np.uint8):
            apart.encode(apart.converted(pixels), 1, piece)
            whole.write(pixels, piece=piece)
    apart.finish()
    whole.finish()
    join([folder.file(2), folder.file(1)], tmp_path / "joined.mp4", "told")
    assert film_of(tmp_path / "joined.mp4") == film_of(tmp_path / "whole.mp4")
    assert len(film_of(tmp_path / "joined.mp4")[1]) == 103
