"""Makes the pictures of the README from videos of the tool: python media/gallery/make.py VIDEO WEBP START SECONDS."""

import sys
from pathlib import Path

import av
from PIL import Image

SIZE, RATE = (480, 270), 8


def main(video: Path, target: Path, start: float, seconds: float) -> None:
    """Write the seconds from `start` on as an animated WebP."""
    pictures: list[Image.Image] = []
    with av.open(str(video)) as container:
        for frame in container.decode(video=0):
            if frame.time is not None and start + len(pictures) / RATE <= frame.time < start + seconds:
                pictures.append(frame.to_image().resize(SIZE, Image.Resampling.LANCZOS))
    pictures[0].save(
        target, save_all=True, append_images=pictures[1:], duration=1000 // RATE, loop=0, quality=60, method=6
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), float(sys.argv[3]), float(sys.argv[4]))
