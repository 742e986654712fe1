"""A pack: a video with all that a lecture, a course page and slides need beside it."""
