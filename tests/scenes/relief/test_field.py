"""Height fields and what is drawn with them, without rendering video."""

import numpy as np
import pytest
from manim import Square

from scenes.relief.axes_box import AxesBox
from scenes.relief.ball import DropLine, SurfacePoint
from scenes.relief.camera import HeightCamera
from scenes.relief.contours import ContourLines, trace_contours
from scenes.relief.field import HeightField
from scenes.relief.paint.mesh import cut_mesh, whole_mesh
from scenes.relief.paint.rasterizer import TEXELS
from scenes.relief.path import FloorShadow, SurfacePath
from scenes.relief.plot_box import PlotBox
from scenes.relief.tick_texts import axis_ticks


def hills(x, y):
    return np.sin(5 * x) * np.cos(5 * y) / 5


def dome(x, y):
    return np.sqrt(1 - x**2 - y**2)


def view(phi=60.0, theta=-60.0, size=(480, 270), **settings):
    camera = HeightCamera(pixel_width=size[0], pixel_height=size[1], background_color="#000000")
    camera.set_phi(np.radians(phi))
    camera.set_theta(np.radians(theta))
    for name, value in settings.items():
        getattr(camera, f"set_{name}")(value)
    return camera


def small(function=hills, *ranges, **options):
    return HeightField(function, *ranges, resolution=(24, 24), **options)


def test_a_frame_without_lines_has_no_facets():
    skin = HeightField(hills).skin.pixels.view(np.uint8).reshape(TEXELS, TEXELS, 4).astype(int)
    assert np.abs(np.diff(skin, axis=0)).max() <= 4
    assert np.abs(np.diff(skin, axis=1)).max() <= 4


def test_the_labels_of_a_map_stand_at_their_ticks():
    box = PlotBox((-1, 1), (-1, 1), (-0.2, 0.2), size=(4, 4, 1.5), floor_drop=1.0)
    axes, camera = AxesBox(box), view(0, -90)
    drawn = [text.center for text in axes.texts(camera.projection())]
    floor = [[x, y, box.floor] for x, y in box.to_scene([(v, v, 0) for v in (-1, -0.5, 0, 0.5, 1)])[:, :2]]
    ticks, _ = camera.projection().project(np.array(floor))
    columns = [center[0] for center in drawn if center[1] > ticks[:, 1].max() and center[0] > ticks[0, 0] - 5]
    for x in ticks[:, 0]:
        assert min(abs(x - column) for column in columns) < 0.5


def test_a_whole_mesh_counts_right():
    mesh = whole_mesh((5, 4), 2)
    assert len(mesh.triangles) == 2 * 4 * 3
    assert len(mesh.edges) - len(mesh.triangles) == 5 * 4 - 1
    assert len(mesh.rim) == 2 * (4 + 3)


def test_a_cut_mesh_keeps_what_is_kept_and_adds_points_on_mixed_edges():
    keep = np.ones((5, 5), bool)
    keep[2, 2] = False
    mesh = cut_mesh((5, 5), 1, keep)
    kept, removed = mesh.cuts.T
    assert keep.ravel()[kept].all()
    assert not keep.ravel()[removed].any()
    assert not (mesh.triangles == 12).any()
    assert len(mesh.cuts) == 6


def test_a_hole_ends_where_the_cost_ends():
    field = small(dome, (-1.2, 1.2), (-1.2, 1.2))
    n, m = field.mesh.shape
    rim = field.points[n * m :]
    radius = np.linalg.norm(rim[:, :2] / 3 * 1.2, axis=1)
    assert np.abs(radius - 1).max() < 1e-6
    assert np.isnan(field.place((1.1, 0.0))[0, 2])
    assert np.isfinite(field.place((0.5, 0.0))[0, 2])


def test_a_steep_cost_is_clipped_at_a_level_edge():
    field = small(lambda x, y: 1 / (x**2 + y**2 + 0.01), z_range=(0.0, 10.0))
    n, m = field.mesh.shape
    assert len(field.points) > n * m
    assert np.allclose(field.points[n * m :, 2], field.box.upper[2], atol=1e-6)
    assert field.points[:, 2].max() <= field.box.upper[2] + 1e-9


def test_a_cost_that_is_nowhere_defined_is_refused():
    with pytest.raises(ValueError, match="nowhere finite"):
        small(lambda x, y: np.log(-1 - x**2 - y**2))


def test_values_on_a_lattice_make_the_same_field():
    x, y = np.meshgrid(np.linspace(-1, 1, 25), np.linspace(-1, 1, 25), indexing="ij")
    given = HeightField.of_values(hills(x, y), (-1, 1), (-1, 1), z_range=(-0.2, 0.2))
    assert np.allclose(given.points, small(z_range=(-0.2, 0.2)).points)
    with pytest.raises(ValueError, match="table"):
        HeightField.of_values([1.0, 2.0], (-1, 1), (-1, 1))


def test_a_path_grows_with_its_progress_and_leaves_out_what_is_outside():
    field = small()
    path = SurfacePath(field, [(0.0, 0.0), (0.5, 0.0), (0.5, 5.0), (0.0, 0.5)])
    assert np.allclose(path.set_progress(0.5).tip, (0.25, 0.0))
    lengths = [len(path.set_progress(steps).shown_points()) for steps in (0.2, 0.6, 1.0, 2.0)]
    assert lengths == sorted(lengths)
    path.set_progress(3)
    heights = field.lifted(path.shown_points())[:, 2]
    assert np.isnan(heights).any()
    assert np.isfinite(heights).sum() > 10
    with pytest.raises(ValueError, match="table of points"):
        SurfacePath(field, [1.0, 2.0])


@pytest.mark.parametrize("last", [np.nan, np.inf, 1e300])
def test_a_path_that_escapes_is_drawn_as_far_as_it_goes(last):
    field = small()
    path = SurfacePath(field, [(0.0, 0.0), (0.5, 0.5), (0.9, last)])
    camera = view()
    camera.capture_mobjects([field, path, FloorShadow(path)])
    assert np.isfinite(path.points).all()


def test_a_point_outside_of_the_sheet_has_no_ball():
    field = small()
    assert np.isnan(SurfacePoint(field, (3.0, 0.0)).ball_center).all()
    ball = SurfacePoint(field, (0.2, 0.1), radius=0.2)
    assert np.linalg.norm(ball.ball_center - ball.foot) == pytest.approx(0.2)
    assert DropLine(ball).ends[1, 2] == field.box.floor


def test_contours_lie_at_their_level():
    field = small()
    for level, line in trace_contours(field, np.array([-0.1, 0.05])):
        assert np.abs(hills(*line.T) - level).max() < 2e-4
    lines = ContourLines(small(dome, (-1.2, 1.2), (-1.2, 1.2)), 5)
    assert len(lines.starts) == 5


@pytest.mark.parametrize(
    ("z_range", "costs"),
    [
        ((0, 2500), (0, 10, 100, 1000)),
        ((3, 1e6), (3, 100, 10**4, 10**6)),
        ((-40, 2500), (-40, 1, 1000)),
    ],
)
def test_ticks_of_a_log_height_stand_at_their_costs(monkeypatch, z_range, costs):
    monkeypatch.setattr("scenes.relief.tick_texts.screen_text", lambda text: text)
    box = PlotBox((0, 1), (0, 1), z_range, log_height=True)
    places, texts = axis_ticks(box, 2, 6)
    assert [float(text.replace("10^", "1e")) for text in texts] == list(costs)
    assert np.allclose(places, [box.to_scene([0, 0, cost])[2] for cost in costs])
    assert np.diff(places).min() >= 0.5


def test_the_highest_sample_has_its_round_tick(monkeypatch):
    monkeypatch.setattr("scenes.relief.tick_texts.screen_text", lambda text: text)
    box = PlotBox((-1, 1), (-1, 1), (-0.19996, 0.19991))
    assert axis_ticks(box, 2, 2)[1] == ["-0.2", "0.0", "0.2"]
    assert axis_ticks(box, 0, 4)[1] == axis_ticks(box, 1, 4)[1]


def test_ticks_take_the_decimal_sign(monkeypatch):
    monkeypatch.setattr("scenes.relief.tick_texts.screen_text", lambda text: text)
    box = PlotBox((-1, 1), (-1, 1), (-0.2, 0.2))
    shown = [text.replace('class("normal", ",")', ",") for text in axis_ticks(box, 2, 2, ",")[1]]
    assert shown == ["-0,2", "0,0", "0,2"]


@pytest.mark.parametrize("ranges", [((1, 1), (0, 1), (0, 1)), ((0, 1), (0, np.inf), (0, 1))])
def test_an_empty_box_is_refused(ranges):
    with pytest.raises(ValueError, match="range must be"):
        PlotBox(*ranges)


def test_labels_never_touch_one_another_nor_the_sheet():
    box = PlotBox((-1, 1), (-1, 1), (-0.2, 0.2), size=(6, 6, 1.5), floor_drop=1.0)
    axes, field = AxesBox(box), small(box=box)
    for phi in (0, 35, 65, 80, 110, 125, 150):
        for theta in range(-180, 180, 15):
            camera = view(phi, theta, size=(960, 540), zoom=0.8)
            texts = axes.texts(camera.projection())
            solid = [(each.center, each.text.half * each.scale) for each in texts if each.rgba[3] > 0.9]
            assert len(solid) >= 4
            pixels, _ = camera.projection().project(field.points)
            for k, (center, half) in enumerate(solid):
                for other, size in solid[:k]:
                    assert (np.abs(center - other) > half + size).any()
                if phi != 80:
                    assert not (np.abs(pixels - center) < half).all(axis=1).any(), (phi, theta)


def test_fields_side_by_side_hide_each_other_rightly():
    near, far = small(color="#ff0000", line_every=0), small(color="#0000ff", line_every=0)
    near.shift((0, -2, 0))
    far.shift((0, 2, 0))
    for order in ([near, far], [far, near]):
        camera = view(phi=85, theta=-90)
        camera.capture_mobjects(order)
        middle = camera.pixel_array[135, 240, :3]
        assert middle[0] > 200
        assert middle[2] < 60


def test_glass_lets_what_is_behind_shine_through():
    camera = view(phi=60)
    field = small(color="#00ff00", line_every=0, opacity=0.5)
    camera.capture_mobjects([field])
    values = camera.pixel_array[..., 1]
    assert 120 <= np.median(values[values > 60]) <= 135


def test_flat_mobjects_stay_flat_and_pinned_ones_follow_their_anchor():
    label = Square(0.4, fill_opacity=1, color="#ffffff")
    camera = view()
    camera.overlay = True
    place = np.array([1.0, 0.5, 0.2])
    camera.pin(label, lambda: place, offset=(0.3, 0.0))
    camera.capture_mobjects([label])
    row, column = np.nonzero(camera.pixel_array[..., 0] > 128)
    expected = camera.frame_point(place)[:2] + np.array([0.3, 0.0])
    scale = 480 / camera.frame_width
    assert np.allclose(
        [column.mean(), row.mean()], [240 + expected[0] * scale, 135 - expected[1] * scale], atol=1.5
    )
    camera.unpin(label)
    assert not camera.pins


def test_a_pinned_label_is_as_strong_as_it_is_told():
    label = Square(0.4, fill_opacity=1, stroke_width=0, color="#ffffff")
    camera = view()
    camera.overlay = True
    for strength in (1.0, 0.4):
        camera.pin(label, lambda: np.zeros(3), strength=lambda strength=strength: strength)
        camera.reset()
        camera.capture_mobjects([label])
        assert camera.pixel_array[..., 0].max() == pytest.approx(255 * strength, abs=2)
