"""Animations of height fields, rendered by Manim itself."""

from types import SimpleNamespace

import numpy as np
import pytest
from manim import (
    UP,
    Create,
    FadeIn,
    FadeOut,
    ThreeDScene,
    Transform,
    Uncreate,
    ValueTracker,
    linear,
    tempconfig,
)

from scenes.relief.ball import DropLine, SurfacePoint
from scenes.relief.contours import ContourLines
from scenes.relief.field import HeightField
from scenes.relief.path import FloorShadow, SurfacePath
from scenes.relief.scene import HeightScene, turn_steadily

SIZE = {"pixel_width": 320, "pixel_height": 180, "frame_rate": 10, "disable_caching": True}


def hills(x, y):
    return np.sin(4 * x) * np.cos(4 * y)


def dome(x, y):
    return np.sqrt(1 - x**2 - y**2)


def field(function=hills, **options):
    return HeightField(function, resolution=(24, 24), **options)


class Recorder:
    """Stands in for Manim's file writer and keeps the frames."""

    def __init__(self):
        self.frames = []

    def install(self, scene):
        scene.renderer.add_frame = self.add_frame
        scene.renderer.time = 0.0
        self.scene = scene

    def add_frame(self, frame, num_frames=1):
        if self.scene.renderer.skip_animations:
            return
        self.scene.renderer.time += num_frames / SIZE["frame_rate"]
        self.frames += [frame] * num_frames


def frames_of(construct, tmp_path, **settings):
    """Render a scene that has this construct and return its frames."""
    with tempconfig({**SIZE, "media_dir": str(tmp_path), "dry_run": True, **settings}):
        scene = type("Filmed", (HeightScene,), {"construct": construct})()
        scene.set_camera_orientation(phi=1.0, theta=-1.0)
        recorder = Recorder()
        recorder.install(scene)
        scene.render()
    return recorder.frames


def covered(frame):
    return int((frame[..., :3].max(axis=2) > 40).sum())


def test_fade_in_and_out(tmp_path):
    def construct(self):
        sheet = field()
        self.play(FadeIn(sheet), run_time=0.5)
        self.play(FadeOut(sheet), run_time=0.5)

    frames = frames_of(construct, tmp_path)
    light = [int(frame[..., :3].astype(int).sum()) for frame in frames]
    assert light[0] < light[2] < light[4]
    assert light[5] > light[7] > light[9]


def test_create_shows_the_sheet_from_one_side_to_the_other(tmp_path):
    def construct(self):
        sheet = field()
        self.play(Create(sheet), run_time=1)
        self.play(Uncreate(sheet), run_time=1)

    areas = [covered(frame) for frame in frames_of(construct, tmp_path)]
    assert areas[1] < areas[4] < areas[9]
    assert areas[-1] < areas[13] < areas[10]


def test_animate_moves_the_sheet_and_leaves_the_original_look(tmp_path):
    def construct(self):
        sheet = field()
        self.add(sheet)
        self.play(sheet.animate.shift(UP), run_time=0.5)
        self.play(sheet.animate.set_opacity(0.5), run_time=0.5)
        assert np.allclose(sheet.get_center()[1], 1.0)
        assert sheet.opacity == 0.5

    frames = frames_of(construct, tmp_path)
    assert not np.array_equal(frames[0], frames[4])


@pytest.mark.parametrize(("first", "second"), [(hills, lambda x, y: x * y), (hills, dome), (dome, hills)])
def test_transform_goes_from_one_field_to_the_other(first, second, tmp_path):
    def construct(self):
        sheet, target = field(first), field(second)
        self.add(sheet)
        self.play(Transform(sheet, target), run_time=1)
        self.wait(0.2)

    def still(function):
        def construct(self):
            self.add(field(function))
            self.wait(0.2)

        return construct

    frames = frames_of(construct, tmp_path)
    assert np.array_equal(frames[0], frames_of(still(first), tmp_path)[0])
    assert np.array_equal(frames[-1], frames_of(still(second), tmp_path)[0])
    assert not np.array_equal(frames[5], frames[0])
    assert not np.array_equal(frames[5], frames[-1])


def test_transform_between_unequal_resolutions_says_what_is_wrong(tmp_path):
    def construct(self):
        self.play(Transform(field(), HeightField(hills, resolution=(10, 10))))

    with pytest.raises(ValueError, match="equal resolution"):
        frames_of(construct, tmp_path)


def test_a_copy_is_independent_and_shares_what_never_changes():
    sheet = field()
    twin = sheet.copy()
    twin.shift(UP)
    assert twin.mesh is sheet.mesh
    assert twin.skin is sheet.skin
    assert not np.allclose(twin.points, sheet.points)


def everything(self, seconds=1.0):
    sheet = field()
    thetas = np.linspace([-0.9, -0.5], [0.8, 0.9], 30)
    step = ValueTracker(0)
    path = SurfacePath(sheet, thetas).grow_with(step)
    ball = SurfacePoint(sheet).follow(path)
    self.add(ContourLines(sheet, 6), sheet, path, FloorShadow(path), ball, DropLine(ball))
    self.begin_ambient_camera_rotation(rate=0.7)
    self.play(step.animate.set_value(20), run_time=seconds, rate_func=linear)
    self.play(step.animate.set_value(29), run_time=seconds, rate_func=linear)
    self.wait(seconds)


def test_a_full_turn_ends_where_it_began(tmp_path):
    def construct(self):
        self.add(field())
        self.begin_ambient_camera_rotation(rate=2 * np.pi)
        self.wait(1.2)

    frames = frames_of(construct, tmp_path)
    assert np.array_equal(frames[0], frames[10])
    assert not np.array_equal(frames[0], frames[5])


@pytest.mark.slow
def test_parts_rendered_alone_are_the_frames_of_the_whole(tmp_path):
    whole = frames_of(everything, tmp_path)
    second = frames_of(everything, tmp_path, from_animation_number=1)
    assert len(whole) == 30
    assert len(second) == 20
    for alone, among_all in zip(second, whole[10:], strict=True):
        assert np.array_equal(alone, among_all)


@pytest.mark.slow
def test_a_warm_cache_gives_the_same_video(tmp_path):
    def video(folder):
        settings = {**SIZE, "disable_caching": False, "media_dir": str(folder), "format": "mp4"}
        with tempconfig(settings):
            scene = type("Cached", (HeightScene,), {"construct": everything})()
            scene.render()
            hashes = scene.renderer.animations_hashes
            return scene.renderer.file_writer.movie_file_path.read_bytes(), hashes

    fresh, hashes = video(tmp_path)
    warm, again = video(tmp_path)
    assert hashes == again
    assert fresh == warm


def test_a_static_sheet_still_hides_a_ball_that_moves(tmp_path):
    def construct(self):
        sheet = field()
        ball = SurfacePoint(sheet, (0.0, 0.0))
        self.add(sheet, ball)
        self.play(ball.animate.set_theta((0.5, 0.5)), run_time=0.2)
        assert sheet in self.moving_mobjects

    frames_of(construct, tmp_path)


def test_another_axis_of_rotation_is_refused():
    with tempconfig({**SIZE, "dry_run": True}), pytest.raises(ValueError, match="roll"):
        HeightScene().begin_ambient_camera_rotation(1.0, about="roll")


def test_a_turn_in_steps_is_never_far_behind_a_steady_one_nor_past_its_end():
    scene, tracker = SimpleNamespace(time=2.0), ValueTracker(0.5)
    turn = turn_steadily(scene, tracker, rate=0.1, most=0.3, often=30)
    angles = []
    for frame in range(240):
        scene.time = 2.0 + frame / 60
        turn(1 / 60)
        angles.append(tracker.get_value())
        steady = 0.5 + min(0.1 * frame / 60, 0.3)
        assert steady - 0.1 / 30 <= angles[-1] <= steady + 1e-8
    assert angles[::2] == angles[1::2]
    assert angles[:180:2] == pytest.approx(0.5 + 0.1 * np.arange(90) / 30)


def test_a_height_scene_is_a_three_d_scene():
    assert issubclass(HeightScene, ThreeDScene)
