"""Writes torch_reference.json: runs of torch.optim that ours are compared with.

Needs torch, which the tests do not. In double precision, twice for each optimizer: a descent of 200 steps on
x^2 + 5 y^2 + sin(3 x) y from (2, 1), of which every tenth theta is kept; and 1000 steps from (0.5, -1.5) that
are fed with the gradients of `fed_gradients`, of which every fiftieth theta is kept.
"""

import json
from pathlib import Path

import numpy as np
import torch
from torch import optim

RUNS = {
    "GradientDescent()": (optim.SGD, {"lr": 0.02}),
    "GradientDescent(weight_decay=0.3)": (optim.SGD, {"lr": 0.02, "weight_decay": 0.3}),
    "Momentum(beta=0.9)": (optim.SGD, {"lr": 0.01, "momentum": 0.9}),
    "Momentum(beta=0.5)": (optim.SGD, {"lr": 0.03, "momentum": 0.5}),
    "Momentum(beta=0.9, weight_decay=0.2)": (optim.SGD, {"lr": 0.01, "momentum": 0.9, "weight_decay": 0.2}),
    "Momentum(beta=0.8, dampening=0.4)": (optim.SGD, {"lr": 0.02, "momentum": 0.8, "dampening": 0.4}),
    "Momentum(beta=0.7, dampening=0.7, weight_decay=0.1)": (
        optim.SGD,
        {"lr": 0.05, "momentum": 0.7, "dampening": 0.7, "weight_decay": 0.1},
    ),
    "Nesterov(beta=0.9)": (optim.SGD, {"lr": 0.01, "momentum": 0.9, "nesterov": True}),
    "Nesterov(beta=0.8, weight_decay=0.5)": (
        optim.SGD,
        {"lr": 0.01, "momentum": 0.8, "nesterov": True, "weight_decay": 0.5},
    ),
    "AdaGrad()": (optim.Adagrad, {"lr": 0.5}),
    "AdaGrad(epsilon=0.001)": (optim.Adagrad, {"lr": 0.2, "eps": 1e-3}),
    "AdaGrad(initial_accumulator=0.1)": (optim.Adagrad, {"lr": 0.5, "initial_accumulator_value": 0.1}),
    "AdaGrad(weight_decay=0.2, initial_accumulator=2.0, rate_decay=0.05)": (
        optim.Adagrad,
        {"lr": 0.4, "initial_accumulator_value": 2.0, "lr_decay": 0.05, "weight_decay": 0.2},
    ),
    "AdaDelta()": (optim.Adadelta, {"lr": 1.0}),
    "AdaDelta(rho=0.7, epsilon=0.001, weight_decay=0.1)": (
        optim.Adadelta,
        {"lr": 0.5, "rho": 0.7, "eps": 1e-3, "weight_decay": 0.1},
    ),
    "RMSProp()": (optim.RMSprop, {"lr": 0.01}),
    "RMSProp(weight_decay=0.2)": (optim.RMSprop, {"lr": 0.01, "weight_decay": 0.2}),
    "RMSProp(alpha=0.95, centred=True)": (
        optim.RMSprop,
        {"lr": 0.004, "alpha": 0.95, "centered": True},
    ),
    "RMSProp(alpha=0.9, momentum=0.5)": (optim.RMSprop, {"lr": 0.005, "alpha": 0.9, "momentum": 0.5}),
    "RMSProp(alpha=0.95, centred=True, momentum=0.7, weight_decay=0.1)": (
        optim.RMSprop,
        {"lr": 0.003, "alpha": 0.95, "centered": True, "momentum": 0.7, "weight_decay": 0.1},
    ),
    "RProp()": (optim.Rprop, {"lr": 1.0, "step_sizes": (1e-6, 50.0)}),
    "RProp(eta_minus=0.3, eta_plus=1.5, least=0.001, most=20.0)": (
        optim.Rprop,
        {"lr": 0.25, "etas": (0.3, 1.5), "step_sizes": (0.00025, 5.0)},
    ),
    "Adam()": (optim.Adam, {"lr": 0.05}),
    "Adam(beta1=0.8, beta2=0.9, epsilon=0.01)": (
        optim.Adam,
        {"lr": 0.1, "betas": (0.8, 0.9), "eps": 1e-2},
    ),
    "Adam(weight_decay=0.3)": (optim.Adam, {"lr": 0.05, "weight_decay": 0.3}),
    "Adam(amsgrad=True)": (optim.Adam, {"lr": 0.05, "amsgrad": True}),
    "Adam(beta2=0.9, weight_decay=0.1, amsgrad=True)": (
        optim.Adam,
        {"lr": 0.05, "betas": (0.9, 0.9), "weight_decay": 0.1, "amsgrad": True},
    ),
    "AdamW()": (optim.AdamW, {"lr": 0.05}),
    "AdamW(weight_decay=0.3)": (optim.AdamW, {"lr": 0.05, "weight_decay": 0.3}),
    "AdamW(weight_decay=0.1, amsgrad=True)": (
        optim.AdamW,
        {"lr": 0.05, "weight_decay": 0.1, "amsgrad": True},
    ),
    "AdaMax()": (optim.Adamax, {"lr": 0.05}),
    "AdaMax(beta1=0.8, beta2=0.95, epsilon=0.001, weight_decay=0.2)": (
        optim.Adamax,
        {"lr": 0.03, "betas": (0.8, 0.95), "eps": 1e-3, "weight_decay": 0.2},
    ),
    "NAdam()": (optim.NAdam, {"lr": 0.02}),
    "NAdam(beta1=0.8, beta2=0.95, weight_decay=0.2, momentum_decay=0.05)": (
        optim.NAdam,
        {"lr": 0.03, "betas": (0.8, 0.95), "weight_decay": 0.2, "momentum_decay": 0.05},
    ),
    "RAdam()": (optim.RAdam, {"lr": 0.02}),
    "RAdam(beta1=0.8, beta2=0.95, weight_decay=0.2)": (
        optim.RAdam,
        {"lr": 0.03, "betas": (0.8, 0.95), "weight_decay": 0.2},
    ),
    "RAdam(beta2=0.5)": (optim.RAdam, {"lr": 0.02, "betas": (0.9, 0.5)}),
}


def descent(optimizer, settings):
    theta = torch.tensor([2.0, 1.0], dtype=torch.float64, requires_grad=True)
    method = optimizer([theta], **settings)
    kept = [theta.tolist()]
    for step in range(200):
        method.zero_grad()
        x, y = theta
        (x**2 + 5 * y**2 + torch.sin(3 * x) * y).backward()
        method.step()
        if step % 10 == 9:
            kept.append(theta.tolist())
    return kept


def fed_gradients():
    """1000 gradients that are large and small, turn, and vanish now and then."""
    generator = np.random.default_rng(20)
    gradients = generator.standard_normal((1000, 2)) * 10.0 ** generator.uniform(-3, 1, (1000, 2))
    gradients += np.array([0.1, -0.02])
    gradients[::97] = 0.0
    return gradients.round(4)


def fed(optimizer, settings):
    theta = torch.tensor([0.5, -1.5], dtype=torch.float64, requires_grad=True)
    method = optimizer([theta], **settings)
    kept = []
    for step, gradient in enumerate(fed_gradients()):
        theta.grad = torch.from_numpy(gradient)
        method.step()
        if step % 50 == 49:
            kept.append(theta.tolist())
    return kept


def lbfgs(memory, rate):
    """L-BFGS one step at a time; its first step is shorter than the others, by min(1, 1/|g|_1)."""
    theta = torch.tensor([2.0, 1.0], dtype=torch.float64, requires_grad=True)
    method = optim.LBFGS(
        [theta], lr=rate, max_iter=1, history_size=memory, tolerance_grad=0, tolerance_change=0
    )

    def closure():
        method.zero_grad()
        x, y = theta
        cost = x**2 + 5 * y**2 + torch.sin(3 * x) * y
        cost.backward()
        return cost

    kept = [theta.tolist()]
    for _ in range(12):
        method.step(closure)
        kept.append(theta.tolist())
    return kept


if __name__ == "__main__":
    torch.set_default_dtype(torch.float64)  # else NAdam keeps the product of its momenta in single precision
    runs = [
        f" {json.dumps(name)}: "
        + json.dumps({"learning_rate": how[1]["lr"], "descent": descent(*how), "fed": fed(*how)})
        for name, how in RUNS.items()
    ]
    limited = [
        f" {json.dumps(f'LBFGS(memory={memory})')}: "
        + json.dumps({"learning_rate": rate, "descent": lbfgs(memory, rate)})
        for memory, rate in ((1, 0.3), (3, 0.3), (10, 0.5))
    ]
    Path(__file__).with_suffix(".json").write_text(
        f'{{"torch": {json.dumps(torch.__version__)},\n"gradients": {json.dumps(fed_gradients().tolist())},\n'
        + '"runs": {\n'
        + ",\n".join(runs)
        + '\n},\n"lbfgs": {\n'
        + ",\n".join(limited)
        + "\n}}\n",
        encoding="utf-8",
    )
