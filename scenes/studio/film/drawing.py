"""The picture that stands on a scene, as a file of pixels or of outlines."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
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
FINE = 92  # of 100: how well a photograph is kept

Pixels = NDArray[np.uint8]


def draw(scene: Story, path: Path, transparent: bool) -> None:
    """Draw what stands on the scene to a .png, .pdf or .svg file; only flat scenes have outlines."""
    camera: Any = scene.camera
    if transparent:
        camera.background = np.zeros_like(camera.background)
    if path.suffix in VECTORS:
        _draw_outlines(scene, path, transparent)
        return
    pixels = draw_pixels(scene)
    Image.fromarray(straight(pixels) if transparent else pixels[..., :3]).save(path)


def draw_pixels(scene: Story) -> Pixels:
    """Return what stands on the scene as pixels (height, width, 4), until the next frame is drawn."""
    renderer: Any = scene.renderer
    renderer.static_image = None
    camera = renderer.camera
    sprites, camera.sprites = (
        camera.sprites,
        type(camera.sprites)(),
    )  # a film that goes on knows nothing of it
    renderer.update_frame(scene)
    camera.sprites = sprites
    return camera.pixel_array


def lay_out(pixels: Pixels, path: Path) -> None:
    """Write pixels (height, width, 4), opaque, as a page of a .pdf: a photograph of what has no outlines."""
    height, width, _ = pixels.shape
    unit = SHORT_SIDE / min(width, height)
    photograph, picture = io.BytesIO(), cairo.ImageSurface(cairo.FORMAT_RGB24, width, height)
    Image.fromarray(pixels[..., :3]).save(photograph, "JPEG", quality=FINE, subsampling=0)
    picture.set_mime_data(cairo.MIME_TYPE_JPEG, photograph.getvalue())
    surface = cairo.PDFSurface(str(path), width * unit, height * unit)
    page = cairo.Context(surface)
    page.scale(unit, unit)
    page.set_source_surface(picture)
    page.paint()
    surface.finish()


def straight(pixels: Pixels) -> Pixels:
    """Return pixels (height, width, 4) whose colours are no longer multiplied by their alpha."""
    alpha = pixels[..., 3:].astype(float)
    colors = np.divide(255.0 * pixels[..., :3], alpha, out=np.zeros(pixels[..., :3].shape), where=alpha > 0)
    return np.concatenate([np.rint(np.minimum(colors, 255)), alpha], axis=-1).astype(np.uint8)


def _draw_outlines(scene: Story, path: Path, transparent: bool) -> None:
    """Let the camera draw into a context of a page in place of that of its pixels."""
    width, height = scene.screen.width, scene.screen.height
    unit = SHORT_SIDE / min(width, height)
    surface = VECTORS[path.suffix](str(path), width * unit, height * unit)
    page = cairo.Context(surface)
    page.set_matrix(cairo.Matrix(unit, 0, 0, -unit, width * unit / 2, height * unit / 2))
    if not transparent:
        page.set_source_rgb(*ManimColor(scene.theme.background).to_rgb())
        page.paint()
    with _onto(page, scene.camera) as camera:
        camera.capture_mobjects(scene.mobjects)
    surface.finish()


@contextmanager
def _onto(page: cairo.Context, camera: Any) -> Iterator[Any]:
    """Let a camera draw on a page, without its pictures of what stands still."""
    pixels, sprites, color = camera.pixel_array, camera.sprites, camera.set_cairo_context_color
    context = camera.get_cairo_context(pixels)
    # Manim swaps red and blue for the pixels of a video.
    camera.set_cairo_context_color = lambda context, rgbas, mobject: color(
        context, np.asarray(rgbas)[:, [2, 1, 0, 3]], mobject
    )
    camera.sprites = type(sprites)()
    camera.cache_cairo_context(pixels, page)
    try:
        yield camera
    finally:
        del camera.set_cairo_context_color
        camera.sprites = sprites
        camera.cache_cairo_context(pixels, context)
