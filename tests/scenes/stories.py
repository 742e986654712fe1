"""The runs that the stories must look right for."""

from scenes.parameters import LinkedParameters, SurfaceParameters, TangentParameters, WaveParameters

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
    "long numbers": TangentParameters(cost="cbrt(x - 0.1234567)**4 + x**2/1000", start=-2.7182818),
    "large numbers": TangentParameters(cost="1e8*x**4 - 3e7*x", start=0.9),
    "light": TangentParameters(theme="light", captions="file"),
}

WAVES = {
    "default": WaveParameters(),
    "quartic": WaveParameters(
        cost="x**4 - 3*x**2 + x", starts=(2.0, -2.0, 0.0), learning_rate=0.02, domain=None
    ),
    "single": WaveParameters(cost="x**2", starts=(3.0,), learning_rate=0.1, domain=None),
}

SURFACES = {
    "default": SurfaceParameters(),
    "ravine": SurfaceParameters(cost="x**2 + 10*y**2"),
    "himmelblau": SurfaceParameters(cost="(x**2 + y - 11)**2 + (x + y**2 - 7)**2", theme="light"),
    "rosenbrock": SurfaceParameters(cost="(1 - x)**2 + 100*(y - x**2)**2"),
    "saddle": SurfaceParameters(cost="x**2 - y**2"),
    "logarithm": SurfaceParameters(cost="log(1 + x**2 + y**2)"),
    "peak": SurfaceParameters(cost="1/(x**2 + y**2 + 0.1)"),
    "monkey saddle": SurfaceParameters(cost="x**3 - 3*x*y**2"),
    "hole": SurfaceParameters(cost="sqrt(1 - x**2 - y**2)"),
}

ODD_SURFACES = {
    "one start": SurfaceParameters(cost="x**2 + y**2", starts=((1.5, -1.0),), learning_rate=0.1),
    "six starts": SurfaceParameters(
        cost="x**4 + y**4 - x*y", starts=tuple((x, y) for x in (-1.0, 1.0) for y in (-1.0, 0.5, 1.0))
    ),
    "at rest": SurfaceParameters(cost="x**2 + y**2", starts=((0.0, 0.0),)),
    "too fast": SurfaceParameters(cost="x**2 + y**2", starts=((1.0, 1.0),), learning_rate=1.2),
    "kinks": SurfaceParameters(cost="abs(x) + abs(y)", starts=((1.0, 0.5),), learning_rate=0.1),
    "flat": SurfaceParameters(cost="x + 0*y + y/1000"),
    "too long to write": SurfaceParameters(
        cost="(1 + (x + y + 1)**2*(19 - 14*x + 3*x**2 - 14*y + 6*x*y + 3*y**2))"
        "*(30 + (2*x - 3*y)**2*(18 - 32*x + 12*x**2 + 48*y - 36*x*y + 27*y**2))",
    ),
    "too wide to write": SurfaceParameters(cost="cross-in-tray"),
    "many hills": SurfaceParameters(cost="rastrigin"),
    "other names": SurfaceParameters(cost="(w - 1)**2 + (b + 2)**2 + w*b/2", captions="file"),
}

LINKED = {
    "default": LinkedParameters(),
    "ravine": LinkedParameters(cost="x**2 + 10*y**2", theme="light"),
    "saddle": LinkedParameters(cost="x**2 - y**2"),
    "rosenbrock": LinkedParameters(cost="(1 - x)**2 + 100*(y - x**2)**2"),
    "a landscape": LinkedParameters(cost="goldstein-price"),
    "far away": LinkedParameters(cost="1e6*(x - 1234.5)**2 + 3e5*(y + 0.000123)**2", language="de"),
}

# Rules of every length, worked and written, with what they remember.
_BUMPS = "x**4/4 - x**2 + 0.3*x"
TANGENT_METHODS = {
    "momentum": TangentParameters(cost=_BUMPS, optimizer="momentum", language="es"),
    "adam": TangentParameters(cost=_BUMPS, optimizer="adam"),
    "adamw far away": TangentParameters(cost="1e6*(x - 1234.567)**2", start=1231.123, optimizer="adamw"),
    "adadelta": TangentParameters(cost=_BUMPS, optimizer="adadelta", steps=40, theme="light"),
    "rprop": TangentParameters(cost=_BUMPS, optimizer="rprop", language="de"),
    "centred": TangentParameters(
        cost=_BUMPS, optimizer="rmsprop", settings=("centred=true", "momentum=0.5", "clip_norm=1"), steps=40
    ),
    "newton": TangentParameters(cost="cosh(x) - x", start=3, optimizer="newton"),
    "bfgs": TangentParameters(cost="cosh(x) - x", start=3, optimizer="bfgs", language="de"),
    "backtracking": TangentParameters(cost="x**4 + x**2", start=2, schedule="backtracking"),
}
WAVE_METHODS = {"adam": WaveParameters(optimizer="adam"), "nesterov": WaveParameters(optimizer="nesterov")}
SURFACE_METHODS = {
    "adam": SurfaceParameters(cost="x**4 + y**4 - 2*x*y + x", optimizer="adam"),
    "bfgs": SurfaceParameters(cost="x**2 + 3*y**2 + x*y", optimizer="bfgs", language="es"),
}
LINKED_METHODS = {
    "adam": LinkedParameters(cost="x**2 + 10*y**2", optimizer="adam"),
    "momentum": LinkedParameters(cost="x**2 + 10*y**2", optimizer="momentum", language="de"),
}
