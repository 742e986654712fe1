"""What the steps of an optimizer are made of."""

from typing import Any, Literal

Kind = Literal["plain", "memory", "size", "both", "sign", "curvature", "other"]

Lengths = Literal["fixed", "changing", "searched"]  # of steps: by one learning rate, by many, by a search


def kind_of(optimizer: Any) -> Kind:
    """Return what an optimizer's steps are made of.

    "plain": the gradient alone; "memory": a sum or a mean of gradients; "size": the gradient, divided by how
    large gradients have been; "both"; "sign": signs alone; "curvature": the gradient over the curvature.

    >>> from gdmath import Adam, GradientDescent, Momentum
    >>> kind_of(GradientDescent()), kind_of(Momentum()), kind_of(Adam())
    ('plain', 'memory', 'both')
    """
    if hasattr(optimizer, "optimizer"):
        return kind_of(optimizer.optimizer)
    return _KINDS.get(type(optimizer).__name__, "other")


_KINDS: dict[str, Kind] = {
    "GradientDescent": "plain",
    **dict.fromkeys(("Momentum", "Nesterov", "AcceleratedGradient", "ConjugateGradient"), "memory"),
    **dict.fromkeys(("AdaGrad", "AdaDelta", "RMSProp"), "size"),
    **dict.fromkeys(("Adam", "AdamW", "AdaMax", "NAdam", "RAdam"), "both"),
    **dict.fromkeys(("RProp", "Lion"), "sign"),
    **dict.fromkeys(("Newton", "BFGS", "LBFGS"), "curvature"),
}
