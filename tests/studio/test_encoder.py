"""The encoder and the thread it runs in."""

from itertools import pairwise

import av
import numpy as np
import pytest

from scenes.studio.film.encoder import Encoder, EncodingThread


def picture(level=0):
    return np.full((64, 96, 4), level, np.uint8)


def encoder(path):
    return Encoder(path, 96, 64, 30)


def test_every_frame_arrives_in_order(tmp_path):
    thread = EncodingThread(encoder(tmp_path / "v.mp4"))
    for level in range(0, 250, 10):
        thread.write(picture(level))
    thread.write(picture(255), repeat=35)
    thread.finish()
    with av.open(str(tmp_path / "v.mp4")) as video:
        levels = [np.frombuffer(frame.planes[0], np.uint8).max() for frame in video.decode(video=0)]
    assert len(levels) == 25 + 35
    assert levels == sorted(levels)


def packets(path):
    with av.open(str(path)) as video:
        return [bytes(packet) for packet in video.demux(video=0) if packet.size]


def noise(count, seed):
    rng = np.random.default_rng(seed)
    return [
        np.kron(rng.integers(0, 255, (8, 12, 4), np.uint8), np.ones((8, 8, 1), np.uint8))
        for _ in range(count)
    ]


def test_the_same_pictures_are_compressed_in_the_same_way(tmp_path):
    pictures = noise(40, 1)
    found = []
    for number in range(20):
        one, other = encoder(tmp_path / f"{number}.mp4"), encoder(tmp_path / "other.mp4")
        for each in pictures:  # two at once: x264's code for AVX-512 then differs in one of some dozens
            one.write(each)
            other.write(each)
        one.finish()
        other.finish()
        found += [packets(tmp_path / f"{number}.mp4"), packets(tmp_path / "other.mp4")]
    assert all(each == found[0] for each in found)


def test_a_piece_is_compressed_as_if_it_were_alone(tmp_path):
    pieces = {3: noise(40, 1), 4: noise(1, 2), 9: noise(25, 3)}
    whole, alone = encoder(tmp_path / "whole.mp4"), []
    for number, pictures in pieces.items():
        one = encoder(tmp_path / f"{number}.mp4")
        for each in pictures:
            whole.write(each, piece=number)
            one.write(each)
        one.finish()
        alone += packets(tmp_path / f"{number}.mp4")
    whole.finish()
    assert packets(tmp_path / "whole.mp4") == alone
    with av.open(str(tmp_path / "whole.mp4")) as video:
        frames = list(video.decode(video=0))
    assert [round(frame.time * 30) for frame in frames] == list(range(66))
    keys = [at for at, frame in enumerate(frames) if frame.key_frame]
    assert set(keys) >= {0, 40, 41}
    assert all(later - earlier <= 30 for earlier, later in pairwise([*keys, 66]))
    assert (tmp_path / "whole.mp4").read_bytes().count(b"avcC") == 1


class Failing:
    abandoned = 0

    def __init__(self, at_the_end=False):
        self.at_the_end = at_the_end

    def converted(self, pixels):
        return pixels

    def encode(self, frame, repeat, piece):
        if not self.at_the_end:
            raise OSError(28, "No space left on device")

    def finish(self):
        raise OSError(28, "No space left on device")

    def abandon(self):
        self.abandoned += 1


@pytest.mark.parametrize("at_the_end", [False, True])
def test_what_fails_in_the_thread_is_raised_and_never_blocks(at_the_end):
    thread = EncodingThread(Failing(at_the_end))

    def write_all():
        for _ in range(50):
            thread.write(picture())
        thread.finish()

    with pytest.raises(OSError, match="No space left"):
        write_all()
    thread.abandon()
    assert thread._encoder.abandoned == 1


def test_abandoning_does_not_wait_for_a_long_still(tmp_path):
    thread = EncodingThread(encoder(tmp_path / "v.mp4"))
    thread.write(picture(), repeat=10**9)
    thread.abandon()
    thread.abandon()
    assert not any(each.is_alive() for each in thread._threads)
