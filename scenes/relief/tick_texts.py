"""Where an axis of a plot box has its ticks, and what is written at them."""

from __future__ import annotations

import math

import numpy as np

from gdmath.arrays import Array
from gdmath.display.geometry import tick_places, ticks
from scenes.relief.plot_box import PlotBox
from scenes.relief.screen_text import ScreenText, screen_text

LABELS = (0.6, 0.5, 0.4, 0.3)  # between two labels of a logarithmic height, in scene units, at best
FEWEST = 3  # labels there


def axis_ticks(box: PlotBox, axis: int, most: int, decimal: str = ".") -> tuple[Array, list[ScreenText]]:
    """Return the ticks of an axis: scene coordinates (k,), and labels; powers of ten on a log height."""
    low, high = (box.x_range, box.y_range, box.z_range)[axis]
    if axis == 2 and box.log_height:
        values, texts = _powers(box)
    else:
        places = 2 - math.floor(math.log10(high - low))  # a highest sample of 0.1999 has its tick at 0.2
        low, high = round(low, places), round(high, places)
        if axis < 2:  # x and y have ticks equally far apart, unless one is far longer
            widest = max(box.x_range[1] - box.x_range[0], box.y_range[1] - box.y_range[0])
            share = (high - low) / widest if high - low > 0.4 * widest else 1.0
        else:
            share = 1.0
        least = 2 if axis == 2 else 3
        values = next(
            found for n in range(most, 99) if len(found := ticks(low, high, n * share).tolist()) >= least
        )
        places = tick_places(values)
        texts = [_number(value, places) for value in values]
        if len(set(texts)) < len(texts):
            texts = [f"{value:.{places}f}" for value in values]
    data = np.zeros((len(values), 3))
    data[:] = [box.x_range[0], box.y_range[0], box.z_range[0]]
    data[:, axis] = values
    if decimal != ".":  # of the class of letters: else Typst leaves a space behind it
        texts = [text.replace(".", f'class("normal", "{decimal}")') for text in texts]
    return box.to_scene(data)[:, axis], [screen_text(text) for text in texts]


def _powers(box: PlotBox) -> tuple[list[float], list[str]]:
    """Return the lowest height, and the powers of ten above it that stand apart; with their texts."""
    found = [_apart(box, least) for least in LABELS]
    return next((ticks for ticks in found if len(ticks[0]) >= FEWEST), found[-1])


def _apart(box: PlotBox, least: float) -> tuple[list[float], list[str]]:
    """Return those that are at least so far apart, in scene units."""
    low, high = box.z_range
    values, texts = [low], [f"{low:.2g}" if abs(low) >= 0.01 else "0"]
    for power in range(math.floor(math.log10(high)) + 1 if high > 0 else 0):
        value = 10.0**power
        before, here = box.size[2] * box.height_share([values[-1], value])
        if here - before >= least:
            values.append(value)
            texts.append(f"{value:g}" if power < 3 else f"10^{power}")
    return values, texts


def _number(value: float, places: int) -> str:
    if value != 0 and not 1e-3 <= abs(value) < 1e5:
        power = math.floor(math.log10(abs(value)))
        return f"{value / 10.0**power:g} dot 10^({power})"
    return f"{value:.{places}f}"
