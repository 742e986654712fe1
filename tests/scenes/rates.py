"""The comparisons of rates that the story must look right for: what a lecturer may well type."""

from scenes.parameters import LearningRateParameters as Told

RATES = {
    "default": Told(),
    "ravine": Told(cost="x**2/2 + 5*y**2"),
    "far apart": Told(rates=(1e-9, 1e9)),
    "long": Told(cost="x**2/2 + 500*y**2", steps=10_000, theme="light"),
    "kink": Told(cost="abs(x)", language="de"),
    "hits the kink": Told(cost="abs(x)", start=(3.0,), rates=(0.4, 0.5)),
    "no minimum": Told(cost="-x", language="es", theme="light"),
    "no floor": Told(cost="x**2 - y**2"),
    "flat": Told(cost="x**4", start=(0.9,), rates=(0.1, 1.0, 3.0)),
    "two valleys": Told(cost="x**4 - 3*x**2 + x", start=(2.0,), language="es"),
    "pole": Told(cost="1/x + x", language="de"),
    "leaves": Told(cost="log(x)", start=(1.0,), language="es"),
    "waves": Told(cost="sin(x) + x**2/20", start=(4.0,), theme="light", language="de"),
    "rosenbrock": Told(cost="rosenbrock", theme="light"),
    "himmelblau": Told(cost="himmelblau", language="de"),
    "momentum": Told(optimizer="momentum", settings=("beta=0.8",), steps=100),
    "adam": Told(optimizer="adam", rates=(0.1, 5.0, 50.0), language="de"),
    "one step": Told(steps=1),
    "at rest": Told(start=(0.0,), rates=(0.1, 1.0)),
    "long to write": Told(cost="x**4/4 - x**3/3 - 3*x**2 + sin(5*x)*exp(-x**2) + cos(3*x)/7 + 2"),
    "far from zero": Told(cost="1e6*(x - 1234.5)**2 + 3e5*(y + 0.000123)**2", language="de"),
    "noise": Told(cost="x**2 + y**2", settings=("noise=0.5",), theme="light"),
}
