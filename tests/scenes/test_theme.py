"""The colours of the roles can be read, and told apart, by everybody."""

from itertools import combinations

import numpy as np
import pytest

from scenes.kit.theme import THEMES

# Machado, Oliveira & Fernandes (2009), "A physiologically-based model for simulation of color vision
# deficiency", severity 1.
SIGHTS = {
    "normal": np.eye(3),
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
}
XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)


def linear(color: str) -> np.ndarray:
    channels = np.array([int(color[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    dark, light = sorted(float(linear(color) @ XYZ[1]) for color in (one, other))
    return (light + 0.05) / (dark + 0.05)


def lab(rgb: np.ndarray) -> np.ndarray:
    x = XYZ @ np.clip(rgb, 0, 1) / [0.95047, 1, 1.08883]
    f = np.where(x > 0.008856, np.cbrt(x), 7.787 * x + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_every_role_can_be_read(theme):
    for role, color in theme.roles().items():
        assert contrast(color, theme.background) >= 4.5, role


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_roles_stay_apart(theme, sight):
    seen = {role: lab(np.asarray(SIGHTS[sight]) @ linear(color)) for role, color in theme.roles().items()}
    for one, other in combinations(seen, 2):
        assert np.linalg.norm(seen[one] - seen[other]) >= 14, (one, other)


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_every_colour_of_a_series_can_be_seen(theme):
    assert len(theme.series) == 6
    for color in theme.series:
        assert contrast(color, theme.background) >= (4.5 if theme.name == "dark" else 3), color


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_the_colours_of_a_series_stay_apart(theme, sight):
    def seen(color):
        return lab(np.asarray(SIGHTS[sight]) @ linear(color))

    for one, other in combinations(theme.series, 2):
        assert np.linalg.norm(seen(one) - seen(other)) >= 25, (one, other)
    for color in theme.series:
        for role in ("point", "text", "muted"):
            assert np.linalg.norm(seen(color) - seen(theme.roles()[role])) >= 14, (color, role)
