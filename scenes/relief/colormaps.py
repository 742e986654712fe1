"""Colour maps for sheets and contour maps."""

import numpy as np

from gdmath.arrays import Array

# Samples of viridis (S. van der Walt, N. Smith and E. Firing, 2015, released under CC0), every 1/16.
VIRIDIS = np.array(
    [
        [0.267004, 0.004874, 0.329415],
        [0.282327, 0.094955, 0.417331],
        [0.278826, 0.175490, 0.483397],
        [0.258965, 0.251537, 0.524736],
        [0.229739, 0.322361, 0.545706],
        [0.199430, 0.387607, 0.554642],
        [0.172719, 0.448791, 0.557885],
        [0.149039, 0.508051, 0.557250],
        [0.127568, 0.566949, 0.550556],
        [0.120638, 0.625828, 0.533488],
        [0.157851, 0.683765, 0.501686],
        [0.246070, 0.738910, 0.452024],
        [0.369214, 0.788888, 0.382914],
        [0.515992, 0.831158, 0.294279],
        [0.678489, 0.863742, 0.189503],
        [0.845561, 0.887322, 0.099702],
        [0.993248, 0.906157, 0.143936],
    ]
)


def sample(colors: Array, share: Array) -> Array:
    """Return the colours (..., 3) at shares (...) in [0, 1] of a map (k, 3) of equally spaced colours.

    >>> sample(np.array([[0.0, 0.0, 0.0], [1.0, 0.5, 0.0]]), np.array([0.5]))
    array([[0.5 , 0.25, 0.  ]])
    """
    at = np.linspace(0, 1, len(colors))
    return np.stack([np.interp(share, at, channel) for channel in colors.T], axis=-1)
