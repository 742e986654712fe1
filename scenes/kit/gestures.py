"""What any story does to point something out: rings that grow, a formula across the stage."""

from collections.abc import Sequence

import numpy as np
from manim import DOWN, FadeIn, FadeOut, Mobject, Rectangle, VGroup, Write
from numpy.typing import ArrayLike

from gdmath.cost import Cost
from gdmath.display.typeset import cost_typst, gradient_typst
from scenes.kit.lettering import Equation
from scenes.kit.pacing import Motion
from scenes.kit.shapes import Rings
from scenes.kit.story import Story
from scenes.words.caption import Caption

SMALLEST, LEAST, LARGEST = 0.14, 0.2, 0.64  # radii of rings that grow: at first, and the last ones


def pulse(story: Story, points: ArrayLike, color: str, times: int = 1) -> None:
    """Let rings grow from points (n, 2) of the screen; more often, until the caption could be read.

    Where points are many and near each other they grow less, so that each can be seen. Where there is no
    point nothing is played, so that a wait that follows is marked as one.
    """
    if not len(np.asarray(points)):
        return
    rings, largest = Rings(color=color), min(LARGEST, max(LEAST, _apart(points) / 2))

    def draw(alpha: float) -> None:
        rings.radius = SMALLEST + (largest - SMALLEST) * alpha
        rings.at(points).set_stroke(opacity=1 - alpha)

    for _ in range(max(times, round(story.left_to_read() - 0.6))):
        story.play(Motion(rings, draw), run_time=1.0)
    story.remove(rings)


def _apart(points: ArrayLike) -> float:
    """How far the nearest two of points are from each other, of those that are not one."""
    places = np.asarray(points, float)[:, :2]
    away = np.linalg.norm(places[:, None] - places, axis=2)
    return float(away[away > SMALLEST].min(initial=np.inf))


def put_away(story: Story, *parts: Mobject) -> None:
    """Let those of some parts fade that are on the screen; the others would come back for that."""
    seen = set(story.get_mobject_family_members())
    story.play(FadeOut(*(part for part in parts if seen & set(part.get_family()))), run_time=0.4)


def spell_out(story: Story, cost: Cost) -> None:
    """Show a cost and its derivative, too long for their places, across the stage for a while."""
    story.say(story.words.spelled_out())
    stage = story.screen.stage
    above = story.screen.frame.inset(bottom=story.screen.frame.height / 2 + stage.bottom)
    cover = Rectangle(width=above.width, height=above.height, stroke_width=0)
    cover.set_fill(story.theme.background, 0.96).move_to(above.center)
    sources = (cost_typst(cost), story.theme.cost), (gradient_typst(cost), story.theme.gradient)
    written = VGroup(*(Equation(source, color=color, width=stage.width) for source, color in sources))
    written.arrange(DOWN, buff=0.5).move_to(stage.center)
    if written.height > stage.height:
        written.scale(stage.height / written.height)
    story.play(FadeIn(cover), run_time=0.4)
    story.play(Write(written), run_time=2.0)
    story.hold(1.6)
    story.pose()
    story.play(FadeOut(cover, written), run_time=0.4)


def show_pages(story: Story, pages: Sequence[VGroup], caption: Caption) -> None:
    """Show pages across the frame, one after the other, in place of all else."""
    if not pages:
        return
    kept = [mobject for mobject in story.mobjects if mobject is not story.caption]
    story.beat("derivatives", caption)
    story.play(FadeOut(*kept), run_time=0.5)
    for page in pages:
        story.play(FadeIn(page), run_time=0.6)
        story.hold(2.4)
        story.pose()
        story.play(FadeOut(page), run_time=0.4)
    story.play(FadeIn(*kept), run_time=0.6)
