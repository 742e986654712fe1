"""How fast the command line answers, as ratios of whole processes measured in turn in one run.

    .venv/bin/python tests/benchmarks/startup.py [--rounds 15]

Help, lists and errors against importing click and cloup (at most 1.6); `trace` against importing sympy
(at most 1.4). Of each the fastest round counts, and the processor time, which others on the machine disturb
least, is shown beside the wall time. Exits with 1 if a ratio is above its bound.
"""

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

DESCENT = str(Path(sys.executable).with_name("descent"))
LIGHT = [sys.executable, "-c", "import click, cloup"]
SYMPY = [sys.executable, "-c", "import sympy"]
CASES = [
    ("--help", LIGHT, 1.6, [DESCENT, "--help"]),
    ("list", LIGHT, 1.6, [DESCENT, "list"]),
    ("render tangent --help", LIGHT, 1.6, [DESCENT, "render", "tangent", "--help"]),
    ("misspelt story", LIGHT, 1.6, [DESCENT, "render", "tangnet"]),
    ("misspelt option", LIGHT, 1.6, [DESCENT, "render", "tangent", "--strat", "3"]),
    ("bad value", LIGHT, 1.6, [DESCENT, "render", "tangent", "--pace", "99"]),
    ("formula error, render", LIGHT, 1.6, [DESCENT, "render", "tangent", "--cost", "x + sine(x)"]),
    ("formula error, trace", LIGHT, 1.6, [DESCENT, "trace", "x + sine(x)"]),
    ("trace", SYMPY, 1.4, [DESCENT, "trace", "x**4 - 3*x**2 + x", "--start", "2", "--learning-rate", "0.02"]),
]


def measure(command: list[str]) -> tuple[float, float]:
    """Return the wall and the processor seconds of one process."""
    before, begun = os.times(), time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    wall, after = time.perf_counter() - begun, os.times()
    return wall, (after.children_user + after.children_system) - (
        before.children_user + before.children_system
    )


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds
    failed = 0
    print(f"{'':24}{'wall':>9}{'base':>9}{'ratio':>8}{'processor':>12}{'bound':>8}")
    for name, base, bound, command in CASES:
        pairs = [(measure(command), measure(base)) for _ in range(rounds)]
        wall, cpu = (min(each[0][i] for each in pairs) for i in (0, 1))
        base_wall, base_cpu = (min(each[1][i] for each in pairs) for i in (0, 1))
        ratio = wall / base_wall
        failed += ratio > bound
        times = f"{wall * 1e3:6.0f} ms{base_wall * 1e3:6.0f} ms"
        print(f"{name:24}{times}{ratio:8.2f}{cpu / base_cpu:12.2f}{bound:8.2f}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
