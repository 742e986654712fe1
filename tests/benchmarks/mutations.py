"""Breaks lines of gdmath in turn, in a copy, and shows that the tests notice each one.

    .venv/bin/python tests/benchmarks/mutations.py

Every line is broken in a temporary copy of the project, whose tests of that file are then run until the
first one fails. Exits with 1 if a mutant survives.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

# file, what stands there, what is put in its place, the tests that must notice
MUTANTS = [
    ("optimizers/gradient", "return -decayed(point", "return decayed(point", "descent"),
    (
        "optimizers/gradient",
        "memory = self.beta * state + gradient",
        "memory = self.beta * state - gradient",
        "optimizers",
    ),
    (
        "optimizers/gradient",
        "return -(gradient + self.beta * memory), memory",
        "return -(gradient + memory), memory",
        "optimizers",
    ),
    ("optimizers/adaptive", "squares = squares + gradient**2", "squares = gradient**2", "optimizers"),
    ("optimizers/adam", "(1 - self.beta2**count)", "(1 - self.beta1**count)", "optimizers"),
    ("optimizers/adam", "count += 1", "count += 2", "optimizers"),
    (
        "optimizers/adam",
        "self.beta1 * mean + (1 - self.beta1) * gradient",
        "self.beta1 * mean + gradient",
        "optimizers",
    ),
    (
        "optimizers/adam",
        "spread = np.sqrt(squares / (1 - self.beta2**count)) + self.epsilon",
        "spread = np.sqrt(squares / (1 - self.beta2**count) + self.epsilon)",
        "optimizers",
    ),
    (
        "optimizers/adam",
        "return direction - self.weight_decay * point.theta, state",
        "return direction + self.weight_decay * point.theta, state",
        "optimizers",
    ),
    ("optimizers/adaptive", "np.maximum(squares - mean**2, 0.0)", "squares", "optimizers"),
    ("definite", "(diagonal > 0)", "(diagonal != 0)", "analysis optimizers"),
    (
        "learning_rates",
        "(1 + math.cos(math.pi * share))",
        "(1 - math.cos(math.pi * share))",
        "learning_rates",
    ),
    ("learning_rates", "self.then(0) * (step + 1)", "self.then(0) * step", "learning_rates"),
    ("line_search", "+ self.c1 * length * slope", "- self.c1 * length * slope", "line_search"),
    ("bracketing", "abs(trial.slope) <= steep", "trial.slope <= steep", "line_search"),
    ("bracketing", "most + self.rounding", "most + 1e9", "line_search wolfe"),
    ("optimizers/gradient", "max(k - 1, 0) / (k + 2)", "max(k, 0) / (k + 3)", "optimizers"),
    (
        "optimizers/quasi_newton",
        "(1 + inner(change, ahead) / bend)",
        "(2 + inner(change, ahead) / bend)",
        "quasi_newton",
    ),
    ("optimizers/quasi_newton", "ahead = scale[..., None] * ahead", "ahead = 1.0 * ahead", "quasi_newton"),
    ("optimizers/conjugate", "else gradient - before", "else gradient + before", "quasi_newton"),
    ("optimizers/altered", "largest * length > most", "largest > most", "altered"),
    ("stability", "2 * (1 + beta) / (1 + 2 * beta) / high", "2 * (1 + beta) / high", "stability"),
    ("stability", "/ (1 - dampening) / high", "/ high", "stability"),
    ("methods", 'if "clip_norm" in chosen or', "if", "methods"),
    ("descent", "theta = theta + rate * direction", "theta = theta - rate * direction", "descent"),
    ("stopping", "if value != value:", "if False:", "descent"),
    (
        "stopping",
        "if max(theta) > far or min(theta) < -far:",
        "if max(theta) > far:",
        "descent descent_many bad_input",
    ),
    ("stopping", "if self._calm >= stop.patience:", "if self._calm > stop.patience:", "descent"),
    (
        "stopping",
        "return Reason.OUT_OF_STEPS if point.step >= stop.steps",
        "return Reason.OUT_OF_STEPS if point.step > stop.steps",
        "descent",
    ),
    ("descent_many", "going = reasons == 0", "going = reasons <= 1", "descent_many"),
    (
        "regression",
        "place * self.size : (place + 1) * self.size",
        "place * self.size : place * self.size + 1",
        "regression",
    ),
    (
        "derivative",
        "return (a + b + sign * sp.Abs(a - b)) / 2",
        "return (a + b - sign * sp.Abs(a - b)) / 2",
        "cost",
    ),
    ("cost", "hessian[..., i, j] = hessian[..., j, i] = entry", "hessian[..., i, j] = entry", "cost"),
]


def survives(project: Path, name: str, line: str, broken: str, tests: str) -> bool:
    """Whether the tests pass although the line is broken."""
    path = project / "gdmath" / f"{name}.py"
    text = path.read_text(encoding="utf-8")
    if line not in text:
        raise SystemExit(f"{name}.py no longer holds {line!r}; mend the list of mutants")
    path.write_text(text.replace(line, broken, 1), encoding="utf-8")
    files = [f"tests/gdmath/test_{test}.py" for test in tests.split()]
    try:
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *files],
            cwd=project,
            env={**os.environ, "PYTHONPATH": str(project), "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            timeout=300,
            check=False,
        )
        if done.returncode not in (0, 1):
            raise SystemExit(done.stdout.decode() + done.stderr.decode())
        return done.returncode == 0
    finally:
        path.write_text(text, encoding="utf-8")


def main() -> int:
    survivors = 0
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder)
        for part in ("gdmath", "tests", "scenes"):
            shutil.copytree(ROOT / part, project / part, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(ROOT / "pyproject.toml", project)
        for name, line, broken, tests in MUTANTS:
            lives = survives(project, name, line, broken, tests)
            survivors += lives
            print(f"{'SURVIVES' if lives else 'noticed '}  {name}.py: {line}  ->  {broken}", flush=True)
    print(f"{len(MUTANTS) - survivors} of {len(MUTANTS)} noticed")
    return int(survivors > 0)


if __name__ == "__main__":
    raise SystemExit(main())
