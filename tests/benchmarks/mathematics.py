"""The descent engine against numpy loops written by hand, with hand-coded gradients, in one run.

    .venv/bin/python tests/benchmarks/mathematics.py [--rounds 5]

- one recorded run of 10,000 steps in 2D: at most 4 times the loop that records the same;
- descend_many with 1,000,000 starts and 100 steps, record="ends": at most 1.3 times the vectorised loop
  over points (m, 2) in time and twice in peak memory; the same loop over two separate columns, harder to
  write and the fastest we know in plain numpy, is shown beside it and held to the same bound;
- compiling the gradient of a cost with 30 operations: under 50 ms, sympy already imported, and value,
  gradient and Hessian of Rosenbrock's function of 100 variables: under 1 s;
- a step over a mini-batch of 32 of 100,000 rows: at most 10 times the loop that takes the same steps.

Of each the fastest round counts. Exits with 1 if a number is above its bound.
"""

import argparse
import time
import tracemalloc
from collections.abc import Callable

import numpy as np

from gdmath import Cost, Dataset, MiniBatches, Stop, descend, descend_many, linear
from gdmath.formulas.expression import parse

FORMULA = "(x**2 + y - 11)**2 + (x + y**2 - 7)**2"
RATE, STEPS, MANY, SHORT = 1e-5, 10_000, 1_000_000, 100
ROWS, BATCHES = 100_000, 3000
LONG = (
    "sin(x)*cos(y) + exp(x*y/4) + x**3*y**2 - 2*x*y + sqrt(1 + x**2 + y**2) + log(1 + x**2)/3 + tanh(y - x)"
)


def hand_run(start: np.ndarray) -> tuple[np.ndarray, ...]:
    """One run that records thetas, values, gradients and directions, as descend() does."""
    theta = start
    thetas, values, gradients, directions = [], [], [], []
    for _ in range(STEPS):
        x, y = theta
        first, second = x * x + y - 11, x + y * y - 7
        gradient = np.array([4 * x * first + 2 * second, 2 * first + 4 * y * second])
        thetas.append(theta)
        values.append(first * first + second * second)
        gradients.append(gradient)
        directions.append(-gradient)
        theta = theta - RATE * gradient
    return np.array(thetas), np.array(values), np.array(gradients), np.array(directions)


def hand_points(starts: np.ndarray, steps: int) -> np.ndarray:
    """All starts at once, as points (m, 2)."""
    theta = starts.copy()
    for _ in range(steps):
        x, y = theta[:, 0], theta[:, 1]
        first, second = x * x + y - 11, x + y * y - 7
        theta -= RATE * np.stack([4 * x * first + 2 * second, 2 * first + 4 * y * second], axis=1)
    return theta


def hand_columns(starts: np.ndarray, steps: int) -> np.ndarray:
    """All starts at once, as two columns."""
    x, y = starts[:, 0].copy(), starts[:, 1].copy()
    for _ in range(steps):
        first, second = x * x + y - 11, x + y * y - 7
        along_x, along_y = 4 * x * first + 2 * second, 2 * first + 4 * y * second
        x -= RATE * along_x
        y -= RATE * along_y
    return np.stack([x, y], axis=1)


def hand_batches(table: np.ndarray, size: int, steps: int) -> np.ndarray:
    """Stochastic steps of a line's squared error, over the batches of `MiniBatches` with the seed 0."""
    x, y = np.ascontiguousarray(table.T)
    count, per_epoch = len(x), -(-len(x) // size)
    w = b = 0.0
    thetas = []
    for step in range(steps):
        epoch, place = divmod(step, per_epoch)
        if place == 0:
            order = np.random.default_rng([0, epoch]).permutation(count)
        rows = order[place * size : (place + 1) * size]
        seen = x[rows]
        error = w * seen + b - y[rows]
        thetas.append((w, b))
        w -= RATE * 2 * (error * seen).mean()
        b -= RATE * 2 * error.mean()
    return np.array(thetas)


def mini_batches(rounds: int) -> float:
    """Return how many times a step over a batch of 32 of 100,000 rows takes that of the loop by hand."""
    table = np.random.default_rng(0).normal(size=(ROWS, 2))
    cost, stop = linear(Dataset(("x", "y"), table)), Stop(BATCHES, 0)
    batches = MiniBatches(cost, 32)

    def ours() -> np.ndarray:
        return descend(cost, [0, 0], learning_rate=RATE, stop=stop, batches=batches).thetas

    assert np.allclose(ours()[:-1], hand_batches(table, 32, BATCHES), rtol=1e-9)
    loop, own = fastest(rounds, lambda: hand_batches(table, 32, BATCHES), ours)
    print(f"a mini-batch: {1e6 * own / BATCHES:.1f} us a step, by hand {1e6 * loop / BATCHES:.1f} us")
    return own / loop


def fastest(rounds: int, *functions: Callable[[], object]) -> list[float]:
    """Return the shortest time of each function, called in turn."""
    best = [float("inf")] * len(functions)
    for _ in range(rounds):
        for i, function in enumerate(functions):
            begun = time.perf_counter()
            function()
            best[i] = min(best[i], time.perf_counter() - begun)
    return best


def peak(function: Callable[[], object]) -> float:
    """Return the most megabytes that a call holds at once beyond what was there before."""
    tracemalloc.start()
    function()
    most = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    return most


def compile_time() -> float:
    """Return the seconds from a parsed cost to its first gradient."""
    cost = Cost.parse(LONG)
    begun = time.perf_counter()
    cost.gradient([0.5, 0.5])
    return time.perf_counter() - begun


def compile_time_of_many() -> float:
    """Return the seconds from a parsed cost of 100 variables to its first Hessian."""
    terms = [f"100*(x{i + 1} - x{i}**2)**2 + (1 - x{i})**2" for i in range(1, 100)]
    cost = Cost(*parse(" + ".join(terms), typed=False))
    begun = time.perf_counter()
    cost.value_and_gradient(np.full(100, 0.5))
    cost.hessian(np.full(100, 0.5))
    return time.perf_counter() - begun


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    cost, start = Cost.parse(FORMULA), np.array([0.1, 0.3])
    starts = np.random.default_rng(0).uniform(-5, 5, (MANY, 2))
    single, many = Stop(STEPS, 0), Stop(SHORT, 0)
    run = descend(cost, start, learning_rate=RATE, stop=single)
    assert np.allclose(run.thetas[:-1], hand_run(start)[0], rtol=1e-12)
    ends = descend_many(cost, starts, learning_rate=RATE, stop=many).ends
    assert np.allclose(ends, hand_points(starts, SHORT), rtol=1e-12)

    failures = 0

    def say(what: str, number: float, bound: float, unit: str = "") -> None:
        nonlocal failures
        failures += number > bound
        print(f"{what:58} {number:6.2f}{unit} (at most {bound:g}{unit})", flush=True)

    loop, ours = fastest(
        rounds, lambda: hand_run(start), lambda: descend(cost, start, learning_rate=RATE, stop=single)
    )
    print(f"one run: {1e6 * ours / STEPS:.1f} us a step, by hand {1e6 * loop / STEPS:.1f} us")
    say("one recorded run of 10,000 steps / by hand", ours / loop, 4)
    points, columns, ours = fastest(
        rounds,
        lambda: hand_points(starts, SHORT),
        lambda: hand_columns(starts, SHORT),
        lambda: descend_many(cost, starts, learning_rate=RATE, stop=many),
    )
    print(f"a million starts, 100 steps: {ours:.2f} s; by hand {points:.2f} s, as columns {columns:.2f} s")
    say("a million starts / by hand, points", ours / points, 1.3)
    say("a million starts / by hand, columns", ours / columns, 1.3)
    few = Stop(3, 0)
    say(
        "peak memory / by hand, points",
        peak(lambda: descend_many(cost, starts, learning_rate=RATE, stop=few))
        / peak(lambda: hand_points(starts, 3)),
        2,
    )
    say("a step over 32 of 100,000 rows / by hand", mini_batches(rounds), 10)
    operations = Cost.parse(LONG).expression.count_ops()
    say(
        f"compiling a cost of {operations} operations",
        min(1e3 * compile_time() for _ in range(rounds)),
        50,
        " ms",
    )
    say("compiling 100-variable Rosenbrock", min(compile_time_of_many() for _ in range(rounds)), 1, " s")
    return int(failures > 0)


if __name__ == "__main__":
    raise SystemExit(main())
