"""What is drawn is what rays from the camera reach, and sheets have no seams."""

import numpy as np
import pytest
from manim import ManimColor
from scipy.ndimage import binary_dilation, label

from scenes.relief.camera import HeightCamera
from scenes.relief.field import HeightField
from scenes.relief.paint.line_set import LineSet
from scenes.relief.plot_box import PlotBox
from scenes.relief.spatial import Spatial

SIZE = (6.0, 6.0, 2.0)
WIDTH, HEIGHT = 640, 360
CAMERAS = 40

SURFACES = {
    "hills": (lambda x, y: np.sin(5 * x) * np.cos(5 * y) / 5, (-1.0, 1.0), (-0.2, 0.2)),
    "ravine": (lambda x, y: x**2 + 10 * y**2, (-1.0, 1.0), (0.0, 11.0)),
    "himmelblau": (lambda x, y: (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2, (-5.0, 5.0), (0.0, 900.0)),
    "peak": (lambda x, y: 1 / (x**2 + y**2 + 0.1), (-2.0, 2.0), (0.0, 10.0)),
    "monkey saddle": (lambda x, y: x**3 - 3 * x * y**2, (-1.0, 1.0), (-2.0, 2.0)),
}


class Dots(Spatial):
    """Short strokes of their own colours on a sheet, far from each other on the screen."""

    def __init__(self, field, points, rgbs):
        self.field, self.rgbs = field, rgbs
        super().__init__()
        self.points = points

    def line_sets(self, projection):
        pairs = np.repeat(self.points, 2, axis=0)
        pairs[1::2, 0] += 1e-4
        starts = np.arange(len(self.points)) * 2
        return [LineSet(pairs, starts, self.rgbs, 4.0, field=self.field)]


def camera(rng=None, **angles):
    view = HeightCamera(pixel_width=WIDTH, pixel_height=HEIGHT, background_color="#000000")
    if rng is not None:
        below = rng.random() < 0.25
        angles = {
            "phi": np.radians(rng.uniform(105, 150) if below else rng.uniform(5, 80)),
            "theta": rng.uniform(-np.pi, np.pi),
            "focal_distance": rng.choice([9.0, 20.0, 5000.0]),
            "zoom": rng.uniform(0.7, 1.0),
        }
    for name, value in angles.items():
        getattr(view, f"set_{name}")(value)
    return view


def reached_by_rays(function, box, eye, points):
    """March along the segments from the points (k, 3) to the eye and see whether they cross the surface."""

    def clearance(p):
        share = (p - box.lower) / np.array(box.size)
        x = box.x_range[0] + share[..., 0] * (box.x_range[1] - box.x_range[0])
        y = box.y_range[0] + share[..., 1] * (box.y_range[1] - box.y_range[0])
        inside = ((share[..., :2] >= 0) & (share[..., :2] <= 1)).all(axis=-1)
        height = box.lower[2] + box.height_share(function(x, y)) * box.size[2]
        return np.where(inside, p[..., 2] - height, np.nan)

    direction = eye - points
    direction /= np.linalg.norm(direction, axis=1, keepdims=True)
    steps = np.linspace(0.004, 9.5, 1500)
    gap = clearance(points[:, None] + direction[:, None] * steps[:, None])
    with np.errstate(invalid="ignore"):
        side = np.sign(gap)
        crossed = (side[:, 1:] * side[:, :-1] < 0).any(axis=1)
    return ~crossed


def spread_points(rng, field, view, count=400, apart=9):
    """Random points on the sheet that are in the picture and `apart` pixels from each other on the screen."""
    box = field.box
    low, high = np.transpose([box.x_range, box.y_range])
    points = field.place(low + (high - low) * rng.uniform(0.01, 0.99, (count, 2)))
    pixels, _ = view.projection().project(points)
    chosen = []
    for k in range(count):
        inside = (pixels[k] > 8).all() and (pixels[k] < np.array([WIDTH, HEIGHT]) - 8).all()
        if inside and all(np.abs(pixels[k] - pixels[j]).max() > apart for j in chosen):
            chosen.append(k)
    return points[chosen], pixels[chosen]


@pytest.mark.slow
@pytest.mark.parametrize("name", SURFACES)
def test_a_point_is_drawn_if_and_only_if_the_ray_from_the_camera_reaches_it(name):
    function, (low, high), z_range = SURFACES[name]
    box = PlotBox((low, high), (low, high), z_range, size=SIZE)
    field = HeightField(function, box=box, resolution=(64, 64), line_every=0, color="#0000ff")
    rng = np.random.default_rng(20)
    wrong = total = 0
    for _ in range(CAMERAS):
        view = camera(rng)
        points, pixels = spread_points(rng, field, view)
        rgbs = np.tile(ManimColor("#ff0000").to_rgb(), (len(points), 1))
        view.capture_mobjects([field, Dots(field, points, rgbs)])
        column, row = pixels.astype(int).T
        drawn = view.pixel_array[row, column, 0] > 127
        true = np.column_stack([points[:, :2], _height(function, box, points)])
        wrong += int((drawn != reached_by_rays(function, box, view.projection().eye, true)).sum())
        total += len(points)
    assert total > 2000
    assert wrong <= 0.01 * total, f"{wrong} of {total}"


def _height(function, box, points):
    share = (points - box.lower) / np.array(box.size)
    x = box.x_range[0] + share[:, 0] * (box.x_range[1] - box.x_range[0])
    y = box.y_range[0] + share[:, 1] * (box.y_range[1] - box.y_range[0])
    return box.lower[2] + box.height_share(function(x, y)) * box.size[2]


@pytest.mark.parametrize("phi", [0, 35, 60, 88, 130])
def test_no_background_shows_through_a_sheet(phi):
    field = HeightField(SURFACES["hills"][0], resolution=(48, 40), line_every=0, color="#00ff00")
    for theta in (-90, -63, 12, 135):
        view = camera(phi=np.radians(phi), theta=np.radians(theta), zoom=0.8)
        view.background_color = ManimColor("#ff0000")
        view.reset()
        view.capture_mobjects([field])
        red, green = view.pixel_array[..., 0], view.pixel_array[..., 1]
        assert (green > 250).sum() > 1000
        assert not _cracks(red, green).any()


def _cracks(red, green):
    """Pixels in which background shows, farther than three pixels from any open stretch of background."""
    regions, count = label((red > 250) & (green < 5))
    sizes = np.bincount(regions.ravel(), minlength=count + 1)
    sizes[0] = 0
    open_background = (sizes > 12)[regions]
    return (red > 4) & ~binary_dilation(open_background, iterations=3, structure=np.ones((3, 3)))
