"""The runs that the stories must look right for."""

from scenes.parameters import TangentParameters, WaveParameters

TANGENTS = {
    "default": TangentParameters(),
    "quartic": TangentParameters(cost="x**4 - 3*x**2 + x", start=2, learning_rate=0.02),
    "sine": TangentParameters(cost="sin(x)", start=3, learning_rate=0.1),
    "oscillating": TangentParameters(cost="x**2", start=50, learning_rate=0.95),
    "escaping": TangentParameters(cost="x**2", start=50, learning_rate=1.05),
    "kink": TangentParameters(cost="abs(x)", start=2, learning_rate=0.3),
    "exponential": TangentParameters(cost="exp(x) - 2*x", start=3, learning_rate=0.05),
    "offset": TangentParameters(cost="(x-1000)**2 + 1e6", start=1040, learning_rate=0.1),
}

# What a lecturer may well type, and what must not break the picture.
ODD_TANGENTS = {
    "level start": TangentParameters(cost="x**2", start=0, learning_rate=0.1),
    "no minimum": TangentParameters(cost="-x", start=1, learning_rate=0.5),
    "leaves the domain": TangentParameters(cost="log(x)", start=1, learning_rate=0.9),
    "pole": TangentParameters(cost="1/x + x", start=0.5, learning_rate=0.05),
    "tiny": TangentParameters(cost="1e-9*x**2", start=1, learning_rate=1e8),
    "steep": TangentParameters(cost="exp(x**2)", start=1.5, learning_rate=0.01),
    "long": TangentParameters(
        cost="x**4/4 - x**3/3 - 3*x**2 + sin(5*x)*exp(-x**2) + cos(3*x)/7 + 2", start=2.5, learning_rate=0.02
    ),
    "one step": TangentParameters(cost="x**2", start=3, learning_rate=0.5),
    "light": TangentParameters(theme="light", captions="file"),
}

WAVES = {
    "default": WaveParameters(),
    "quartic": WaveParameters(
        cost="x**4 - 3*x**2 + x", starts=(2.0, -2.0, 0.0), learning_rate=0.02, domain=None
    ),
    "single": WaveParameters(cost="x**2", starts=(3.0,), learning_rate=0.1, domain=None),
}
