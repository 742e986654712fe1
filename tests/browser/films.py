"""What a film on a page shows, read off the screen."""

import io
import json

from axe_playwright_python.sync_playwright import Axe
from PIL import Image

_SETTLED = """async () => {
  const video = document.querySelector("video");
  const frame = () => new Promise(requestAnimationFrame);
  while (video.seeking || video.readyState < 2) await frame();
  await frame();
  await frame();
}"""


# How long it takes, in seconds, to show what stands at 90 % of a film: three times, the shortest first.
SEEKS = """async () => {
  const video = document.querySelector("video"), seconds = [];
  for (const share of [0.9, 0, 0.9, 0.3, 0.9]) {
    const begin = performance.now();
    await new Promise((done) => { video.onseeked = done; video.currentTime = share * video.duration; });
    if (share === 0.9) seconds.push((performance.now() - begin) / 1000);
  }
  return seconds.sort();
}"""


def settle(page):
    """Wait until the picture that was asked for is on the screen."""
    page.evaluate(_SETTLED)


def until(page, condition):
    """Wait for a condition on the film, `video`."""
    page.evaluate(
        f"""async () => {{
          const video = document.querySelector("video"), begin = performance.now();
          while (!({condition})) {{
            if (performance.now() - begin > 20000) throw new Error("in vain");
            await new Promise((done) => setTimeout(done, 20));
          }}
        }}"""
    )


def now(page):
    settle(page)
    return page.evaluate("document.querySelector('video').currentTime")


def frame_number(page, fps=15):
    """The number of the frame that is seen."""
    return int(now(page) * fps + 1e-6)


def picture(page):
    """The film's picture as the screen shows it."""
    settle(page)
    return Image.open(io.BytesIO(page.locator("video").screenshot())).convert("RGB")


def drawn_step(image):
    """The step whose number the squares of the story `counting` tell."""
    lit = [sum(at(image, -3.85 + 1.1 * place, 0)) > 3 * 128 for place in range(8)]
    return sum(bit << place for place, bit in enumerate(lit))


def at(image, x, y):
    """The colour at a place, in the units of a scene that is 8 high and 128/9 wide."""
    width, height = image.size
    return image.getpixel((round((0.5 + x * 9 / 128) * width), round((0.5 - y / 8) * height)))


def manifest(folder):
    return json.loads((folder / "manifest.json").read_text(encoding="utf-8"))


def steps(folder):
    return json.loads((folder / "trajectory.json").read_text(encoding="utf-8"))["steps"]


def findings(page):
    """What axe finds that shuts people out, or stands in their way."""
    found = Axe().run(page).response["violations"]
    bad = [each for each in found if each["impact"] != "minor"]
    return [(each["id"], [node["html"] for node in each["nodes"]]) for each in bad]
