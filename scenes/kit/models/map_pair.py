"""Two maps of costs beside each other, with descents that go on together."""

from manim import Mobject, VGroup

from scenes.kit.models.bowl_map import BowlMap


class MapPair:
    """The maps `left` and `right`; on tall screens they stand one above the other."""

    def __init__(self, left: BowlMap, right: BowlMap) -> None:
        self.left, self.right = left, right

    @property
    def shown(self) -> list[Mobject]:
        """All that is drawn."""
        return [part for each in (self.left, self.right) for part in (each.standing, each.moving)]

    @property
    def moving(self) -> VGroup:
        """All that follows a step."""
        return VGroup(self.left.moving, self.right.moving)

    def reach(self, step: float) -> None:
        """Show both descents at a step, or at their ends."""
        for each in (self.left, self.right):
            each.reach(min(step, len(each.run)))
