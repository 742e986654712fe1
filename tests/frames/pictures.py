"""Small pictures without text: of mobjects, flat or in space, and of stories."""

from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from manim import ManimColor, Mobject, tempconfig

from scenes.kit.camera import FlatCamera
from scenes.kit.glyphs import Labels, Number
from scenes.kit.lettering import Lettering
from scenes.kit.readouts import Readouts
from scenes.kit.rule_lines import WorkedStep
from scenes.kit.theme import DARK
from scenes.relief.axes_box import AxesBox
from scenes.relief.scene import HeightScene
from scenes.studio.film.manim_writer import configured
from scenes.studio.film.moment import Moment
from scenes.studio.film.quality import Quality
from scenes.studio.film.skipping import draw_at
from scenes.studio.registry import STORIES

SIZE = (160, 120)  # of a mobject's picture
WIDE = Quality(256, 144, 15)  # of a story's
TEXT = (Number, Labels, Lettering, Readouts, WorkedStep)
QUIET = {"dry_run": True, "disable_caching": True, "progress_bar": "none", "verbosity": "ERROR"}


def flat(*mobjects):
    """The picture (h, w, 3) of mobjects of the flat kit, their text left out."""
    with _sized():
        return _flat(mobjects)


def _sized():
    return tempconfig({**QUIET, "pixel_width": SIZE[0], "pixel_height": SIZE[1]} | _frame(SIZE))


def _frame(size):
    unit = 8 / min(size)
    return {"frame_width": size[0] * unit, "frame_height": size[1] * unit}


def _flat(mobjects):
    for mobject in mobjects:
        hide_text(mobject)
    camera = FlatCamera()
    camera.background_color = ManimColor(DARK.background)
    camera.reset()
    camera.capture_mobjects(list(mobjects))
    return camera.pixel_array[..., :3].copy()


def in_space(*mobjects, phi=1.0, theta=-0.9):
    """The picture (h, w, 3) of mobjects in space, looked at from above."""
    with _sized():
        scene = HeightScene()
        scene.camera.background_color = ManimColor(DARK.background)
        scene.set_camera_orientation(phi=phi, theta=theta, zoom=1.1)
        for mobject in mobjects:
            hide_text(mobject)
        scene.add(*mobjects)
        scene.renderer.update_frame(scene)
        return scene.camera.pixel_array[..., :3].copy()


def hide_text(mobject: Mobject) -> None:
    """Leave out the text of a mobject."""
    for member in mobject.get_family():
        if isinstance(member, TEXT):
            for part in member.get_family():
                part.points = np.zeros((0, 3))
        if isinstance(member, AxesBox):
            member.texts = lambda *_: []


def of_story(name, told):
    """The poster (h, w, 3) of a story, told in few steps, without its text."""
    entry = STORIES[name]
    story, taken = getattr(import_module(entry.module), entry.scene), []
    with TemporaryDirectory() as folder, configured(WIDE, 0, Path(folder), verbose=False):
        scene = type("Told", (story,), {"parameters": entry.parameters(**told)})()

        def draw():
            for text in scene.texts():
                hide_text(text)
            for mobject in scene.mobjects:
                hide_text(mobject)
            scene.renderer.static_image = None
            scene.renderer.update_frame(scene)
            taken.append(scene.camera.pixel_array[..., :3].copy())

        draw_at(Moment(), scene, draw, lambda: None)
    return taken[0]
