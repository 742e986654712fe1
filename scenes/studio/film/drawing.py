"""The picture that stands on a scene, as a file of pixels or of outlines."""

from pathlib import Path
from typing import Any

import cairo
import numpy as np
from manim import ManimColor
from numpy.typing import NDArray
from PIL import Image

from scenes.kit.story import Story

VECTORS = {".pdf": cairo.PDFSurface, ".svg": cairo.SVGSurface}
SHORT_SIDE = 540.0  # of a page, in points


def draw(scene: Story, path: Path, transparent: bool) -> None:
    """Draw what stands on the scene to a .png, .pdf or .svg file; only flat scenes have outlines."""
    camera: Any = scene.camera
    if transparent:
        camera.background = np.zeros_like(camera.background)
    if path.suffix in VECTORS:
        _draw_outlines(scene, path, transparent)
        return
    renderer: Any = scene.renderer
    renderer.static_image = None
    renderer.update_frame(scene)
    pixels = camera.pixel_array
    Image.fromarray(_straight(pixels) if transparent else pixels[..., :3]).save(path)


def _draw_outlines(scene: Story, path: Path, transparent: bool) -> None:
    """Let the camera draw into a context of a page in place of that of its pixels."""
    camera: Any = scene.camera
    width, height = scene.screen.width, scene.screen.height
    unit = SHORT_SIDE / min(width, height)
    surface = VECTORS[path.suffix](str(path), width * unit, height * unit)
    page = cairo.Context(surface)
    page.set_matrix(cairo.Matrix(unit, 0, 0, -unit, width * unit / 2, height * unit / 2))
    if not transparent:
        page.set_source_rgb(*ManimColor(scene.theme.background).to_rgb())
        page.paint()
    color = camera.set_cairo_context_color
    # Manim swaps red and blue for the pixels of a video.
    camera.set_cairo_context_color = lambda context, rgbas, mobject: color(
        context, np.asarray(rgbas)[:, [2, 1, 0, 3]], mobject
    )
    camera.cache_cairo_context(camera.pixel_array, page)
    camera.capture_mobjects(scene.mobjects)
    surface.finish()


def _straight(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return pixels (height, width, 4) whose colours are no longer multiplied by their alpha."""
    alpha = pixels[..., 3:].astype(float)
    colors = np.divide(255.0 * pixels[..., :3], alpha, out=np.zeros(pixels[..., :3].shape), where=alpha > 0)
    return np.concatenate([np.rint(np.minimum(colors, 255)), alpha], axis=-1).astype(np.uint8)
