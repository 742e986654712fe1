"""How Manim's frames become a video file: its quality, the encoder, the captions beside it."""
