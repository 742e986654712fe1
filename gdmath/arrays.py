"""The types of arrays that are passed around, named once."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[Any]  # indices of any width
Array = NDArray[Any]  # numbers of any kind, where drawing does not care
Range = tuple[float, float]  # the smaller first
