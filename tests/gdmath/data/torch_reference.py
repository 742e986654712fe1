"""Writes torch_reference.json: runs of torch.optim that ours are compared with.

Needs torch, which the tests do not. The cost is x^2 + 5 y^2 + sin(3 x) y from (2, 1), in double precision,
200 steps; every tenth theta is kept.
"""

import json
from pathlib import Path

import torch

RUNS = {
    "GradientDescent()": (torch.optim.SGD, {"lr": 0.02}),
    "Momentum(beta=0.9)": (torch.optim.SGD, {"lr": 0.01, "momentum": 0.9}),
    "Momentum(beta=0.5)": (torch.optim.SGD, {"lr": 0.03, "momentum": 0.5}),
    "Nesterov(beta=0.9)": (torch.optim.SGD, {"lr": 0.01, "momentum": 0.9, "nesterov": True}),
    "AdaGrad()": (torch.optim.Adagrad, {"lr": 0.5}),
    "AdaGrad(epsilon=0.001)": (torch.optim.Adagrad, {"lr": 0.2, "eps": 1e-3}),
    "RMSProp()": (torch.optim.RMSprop, {"lr": 0.01}),
    "RMSProp(alpha=0.95, centred=True)": (
        torch.optim.RMSprop,
        {"lr": 0.004, "alpha": 0.95, "centered": True},
    ),
    "RMSProp(alpha=0.9, momentum=0.5)": (torch.optim.RMSprop, {"lr": 0.005, "alpha": 0.9, "momentum": 0.5}),
    "RMSProp(alpha=0.95, centred=True, momentum=0.7)": (
        torch.optim.RMSprop,
        {"lr": 0.003, "alpha": 0.95, "centered": True, "momentum": 0.7},
    ),
    "Adam()": (torch.optim.Adam, {"lr": 0.05}),
    "Adam(beta1=0.8, beta2=0.9, epsilon=0.01)": (
        torch.optim.Adam,
        {"lr": 0.1, "betas": (0.8, 0.9), "eps": 1e-2},
    ),
    "AdamW()": (torch.optim.AdamW, {"lr": 0.05}),
    "AdamW(weight_decay=0.3)": (torch.optim.AdamW, {"lr": 0.05, "weight_decay": 0.3}),
}


def run(optimizer, settings):
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
    return {"learning_rate": settings["lr"], "thetas": kept}


if __name__ == "__main__":
    runs = {name: run(*how) for name, how in RUNS.items()}
    target = Path(__file__).with_suffix(".json")
    target.write_text(
        json.dumps({"torch": torch.__version__, "runs": runs}, indent=1) + "\n", encoding="utf-8"
    )
