"""Films read frame by frame and checked against runs that are reckoned anew, by plain numpy and sympy.

Nothing here is shared with the stories but the objects on their screens: numbers as text, balls and arrows as
outlines, the axes that place them, captions with their times.
"""
