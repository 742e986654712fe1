"""Two halves side by side or one above the other: a model among its examples, and maps of its cost."""

from typing import Any

import numpy as np
from manim import VGroup

from gdmath.arrays import Floats
from gdmath.display.numerals import number, number_typst, readable
from scenes.kit.glyphs import Number, localized, variable
from scenes.kit.lettering import LARGE, Equation, Words
from scenes.kit.models.bowl_map import ROW, BowlMap, row_of
from scenes.kit.models.fitting import fitting
from scenes.kit.models.formulas import MANY, features, formulas
from scenes.kit.models.picture import picture_of
from scenes.kit.screen import Rect, Screen
from scenes.kit.theme import Theme
from scenes.runs.bowl import Bowl
from scenes.runs.regression import RegressionRun

GAP = 0.35
ROUNDING = 1e-12  # of the largest parameter: less is nothing
STATES = 24  # of the way, for which the picture has room


class RegressionStage:
    """What is drawn, and where: formulas in `head`, the model in the first half, the map in the second."""

    def __init__(self, run: RegressionRun, screen: Screen, theme: Theme, words: Any) -> None:
        self.run, self.theme, self.words = run, theme, words
        self._cut(screen)
        self.map = BowlMap(run.first, self.second, theme, words, self._quoted(words.map_title()))
        self.stand_among(run.first)

    def _cut(self, screen: Screen) -> None:
        stage = screen.stage
        high = 1.6 if screen.is_tall else 1.3 if screen.width < 12 else 0.75
        self.head, below = stage.stack([high], gap=0.15)
        self.heads = self.head.columns(1, 1, gap=GAP) if screen.width > 12 else self.head.rows(1, 2, gap=0.1)
        self.first, self.second = (
            below.rows(1, 1, gap=GAP) if screen.is_tall else below.columns(1, 1, gap=GAP)
        )

    def stand_among(self, bowl: Bowl) -> None:
        """Let the model of a bowl stand among its examples, in the first half."""
        title, numbers, below = self.first.stack([ROW, ROW])
        thetas = bowl.run.thetas[np.isfinite(bowl.run.thetas).all(axis=1)]
        some = thetas[:: max(1, len(thetas) // STATES)]
        self.bowl = bowl
        self.picture = picture_of(bowl.model, some, below, self.theme)
        self.model_title = row_of(formulas(bowl.model), self.theme.text, title)
        self.parameters = Number(color=self.theme.point, at=(self.first.left, numbers.bottom + 0.12))
        self.standing = VGroup(self.picture.standing, self.model_title)
        self.show(bowl.run.thetas[0])

    @property
    def moving(self) -> VGroup:
        """All that follows a step."""
        return VGroup(self.picture.moving, self.parameters, self.map.moving)

    def show(self, theta: Floats) -> None:
        """Let the model stand with these parameters (d,)."""
        self.picture.show(theta)
        pair, nothing = self.bowl.pair, ROUNDING * float(np.abs(theta).max())
        numbers = [float(theta[k]) if abs(theta[k]) > nothing else 0.0 for k in pair]
        names = [variable(self.bowl.names[k]) for k in pair]
        both = list(zip(names, numbers, strict=True))
        texts = [
            ",\u2009 ".join(f"{name} = {readable(value, digits)}" for name, value in both[:count])
            for count, digits in ((2, 3), (2, 2), (1, 3))
        ]
        self.parameters.write(fitting(texts, self.first.width))

    def reach(self, step: float) -> None:
        """Show a step of the first descent in both halves."""
        self.map.reach(step)
        self.show(self.bowl.at(step))

    def half(self, bowl: Bowl, place: int, title: str, run: Any = None) -> BowlMap:
        """Return a map in one of the halves, 0 or 1."""
        room = (self.first, self.second)[place]
        return BowlMap(bowl, room, self.theme, self.words, self._quoted(title), run)

    def title(self) -> Words:
        """What all of it is about."""
        words = Words(
            self.words.title(), size=LARGE, color=self.theme.text, width=self.head.width, align="center"
        )
        return words.move_to(self.head.center)

    def loss(self, theta: Floats, row: int) -> Equation:
        """The loss of one example with its numbers."""
        model, name = self.run.first.model, self._named(self.words.loss_name())
        value = number_typst(float(model.cost.losses(theta)[row]), 4)
        said = float(model.predictions(theta)[row])
        if model.is_logistic:
            right = said if model.targets[row] == 1 else 1 - said
            return self.in_head(f"{name} = -ln P = -ln {number_typst(right, 3)} = {value}", self.theme.cost)
        off = number_typst(said - float(model.targets[row]), 3)
        return self.in_head(f"{name} = (hat(y) - y)^2 = ({off})^2 = {value}", self.theme.cost)

    def cost(self, bowl: Bowl, theta: Floats | None = None) -> Equation:
        """The cost as the mean of all losses, with its number at theta (d,), if that is given."""
        model, name = bowl.model, self._named(self.words.cost_name())
        mean = f"1 / {len(model.targets)} sum"
        value = "" if theta is None else f"= {number_typst(float(model.cost.value(theta)), 4)}"
        body = f"{mean} (-ln P)" if model.is_logistic else f"{mean} (hat(y) - y)^2"
        return self.in_head(f"{name} C = {body} {value}", self.theme.cost)

    def rule(self) -> tuple[Equation, Equation]:
        """The rule, and the gradient written out."""
        model, rate = self.run.first.model, number_typst(self.run.first.rate, 3)
        powers = ["1", "x", *(f"x^{k}" for k in range(2, model.degree + 1))]
        if model.degree >= MANY:
            powers[2:-1] = ["dots"]
        parts = {
            "line": "(x, 1)",
            "sigmoid": "(x, 1)",
            "border": "(x_1, x_2, 1)",
            "plane": f"({features(model)}, 1)",
            "polynomial": f"({', '.join(powers)})",
        }
        factor, off = (1, "(P - y)") if model.is_logistic else (2, "(hat(y) - y)")
        gradient = f"nabla C = {factor} / {len(model.targets)} sum {off} {parts[model.kind]}"
        rule = f"{_marked('theta', 'point')} <- {_marked('theta', 'pointx')} - {_marked('eta', 'step')} "
        rule += f"{_marked('nabla C(theta)', 'gradient')}, quad {_marked(f'eta = {rate}', 'stepx')}"
        return self._fitted(rule, self.heads[0]), self._fitted(gradient, self.heads[1], self.theme.gradient)

    def scaling(self) -> Equation:
        """What standardising does to a feature."""
        return self.in_head(
            "x <- (x - overline(x)) / s, quad s^2 = 1 / n sum (x - overline(x))^2", self.theme.text
        )

    def batch_rule(self) -> Equation:
        """The rule with a gradient of few examples."""
        rate = number_typst(self.run.batch_rate, 3)
        rule = f"{_marked('theta', 'point')} <- {_marked('theta', 'pointx')} - {_marked('eta', 'step')} "
        rule += f"{_marked('nabla C_B (theta)', 'gradient')}, quad {_marked(f'eta = {rate}', 'stepx')}"
        return self._fitted(rule, self.head)

    def in_head(self, source: str, color: str) -> Equation:
        """Return a formula of one colour across the head."""
        return self._fitted(source, self.head, color)

    def _fitted(self, source: str, room: Rect, color: str = "") -> Equation:
        theme = self.theme
        colors = {"point": theme.point, "pointx": theme.point, "step": theme.step, "stepx": theme.step}
        colors |= {"gradient": theme.gradient}
        formula = Equation(source, color=color or theme.text, colors=colors)
        scale = min(1.0, room.width / formula.width, room.height / formula.height)
        return formula.scale(scale).move_to(room.center)

    @staticmethod
    def _quoted(text: str) -> str:
        return text if text.startswith("$") else f'#"{localized(text)}"'

    @staticmethod
    def _named(text: str) -> str:
        return f'"{text}"'


def condition_text(condition: float | None) -> str:
    """Return a condition number for a title.

    >>> condition_text(31.1), condition_text(2e15), condition_text(None)
    ('31', '∞', '–')
    """
    if condition is None:
        return "–"
    return "∞" if condition > 1e14 else number(condition, 2)


def _marked(source: str, label: str) -> str:
    return f"{{{{ {source} : {label} }}}}"
