"""Breaks lines of gdmath in turn, in a copy, and shows that the tests notice each one.

    .venv/bin/python tests/benchmarks/mutations.py

Every line is broken in a temporary copy of the project, whose test of that matter is then run. Exits with 1
if a mutant survives.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

SHRINKS = "descent::test_on_a_quadratic_theta_shrinks_by_a_fixed_factor"
NESTEROV = "optimizers::test_nesterov_on_a_quadratic_follows_its_recurrence"
ACCELERATED = "optimizers::test_the_accelerated_gradient_is_its_two_sequences"
ADAGRAD = "optimizers::test_adagrads_steps_on_a_slope_shrink_like_the_root_of_their_number"
TORCH = "optimizers::test_the_steps_are_those_of_torch"
BFGS = "quasi_newton::test_the_inverse_hessians_are_those_of_scipy"
LBFGS = "quasi_newton::test_the_two_loops_are_those_of_scipy"
CONJUGATE = "quasi_newton::test_the_directions_of_conjugate_gradients_are_their_recurrence"
CLIPPED = "altered::test_a_long_gradient_keeps_its_direction_and_a_short_one_is_left_alone"
NEWTON = "optimizers::test_newton_goes_down_where_the_hessian_is_not_positive_definite"
RATES = "learning_rates"
ARMIJO = "line_search::test_backtracking_asks_for_the_share_c1_of_the_slope"
WOLFE = "line_search::test_strong_wolfe_conditions_hold"
BOUND = "stability::test_the_factor_of_the_error_is_1_at_the_bound"
SETTINGS = "methods::test_settings_arrive"
ENDS = "descent::test_every_end_is_named"
STATUS = "bad_input::test_the_status_tells_them_apart"
MANY = "descent_many::test_who_ended_how"
BATCHES = "regression::test_mini_batches_are_the_rows_of_an_epoch_in_some_order"
TAYLOR = "cost::test_taylor_remainders_shrink_as_they_must"
TAKEN = "branches::test_the_branch_that_is_taken_has_the_say"
SIDES = "branches::test_the_sides_are_those_of_difference_quotients"
JUMPS = "cost::test_a_cost_that_jumps_has_no_gradient_there"
RANKED = "ending::test_a_minimum_is_ranked_among_those_that_are_known"
CYCLES = "ending::test_a_cycle_names_the_minimum_that_is_too_steep"
WHY = "ending::test_why_it_ends"
RESTS = "ending::test_at_what_it_rests"
WAYS = "ending::test_how_it_goes"
ARRIVED = "framing::test_a_run_has_converged_when_little_of_its_way_is_left"
RAW = "framing::test_a_run_on_raw_data_that_converged_is_where_the_data_say"
BEALE = "framing::test_beale_arrives"
VALLEYS = "framing::test_all_three_valleys_of_a_sextic_are_shown"
CLOSE = "framing::test_a_wiggly_cost_is_seen_to_wiggle"
POLES = "framing::test_poles_are_cut_off"
MEANING = "reading::test_what_has_one_meaning_is_read"
REFUSED = "reading::test_what_has_none_or_two_is_refused_in_one_line_with_what_to_write"
CANONICAL = "reading::test_the_canonical_text_reads_back_to_the_same"
CSV = "csv::test_what_has_one_meaning_is_read"
DOUBT = "csv::test_what_has_none_or_two_is_refused_with_the_cause"

# file, what stands there, what is put in its place, the test that must notice
MUTANTS = [
    ("optimizers/gradient", "return -decayed(point", "return decayed(point", SHRINKS),
    (
        "optimizers/gradient",
        "memory = self.beta * state + gradient",
        "memory = self.beta * state - gradient",
        NESTEROV,
    ),
    ("optimizers/gradient", "max(k - 1, 0) / (k + 2)", "max(k, 0) / (k + 3)", ACCELERATED),
    ("optimizers/adaptive", "squares = squares + gradient**2", "squares = gradient**2", ADAGRAD),
    ("optimizers/adaptive", "np.maximum(squares - mean**2, 0.0)", "squares", TORCH),
    ("optimizers/adam", "(1 - self.beta2**count)", "(1 - self.beta1**count)", TORCH),
    (
        "optimizers/adam",
        "self.beta1 * mean + (1 - self.beta1) * gradient",
        "self.beta1 * mean + gradient",
        TORCH,
    ),
    (
        "optimizers/adam",
        "spread = np.sqrt(squares / (1 - self.beta2**count)) + self.epsilon",
        "spread = np.sqrt(squares / (1 - self.beta2**count) + self.epsilon)",
        TORCH,
    ),
    (
        "optimizers/adam",
        "return direction - self.weight_decay * point.theta, state",
        "return direction + self.weight_decay * point.theta, state",
        TORCH,
    ),
    (
        "optimizers/quasi_newton",
        "(1 + inner(change, ahead) / bend)",
        "(2 + inner(change, ahead) / bend)",
        BFGS,
    ),
    ("optimizers/quasi_newton", "ahead = scale[..., None] * ahead", "ahead = 1.0 * ahead", LBFGS),
    ("optimizers/conjugate", "else gradient - before", "else gradient + before", CONJUGATE),
    ("optimizers/altered", "largest * length > most", "largest > most", CLIPPED),
    ("arithmetic/definite", "(diagonal > 0)", "(diagonal != 0)", NEWTON),
    ("learning_rates", "(1 + math.cos(math.pi * share))", "(1 - math.cos(math.pi * share))", RATES),
    ("line_search", "+ self.c1 * length * slope", "- self.c1 * length * slope", ARMIJO),
    ("optimizers/bracketing", "abs(trial.slope) <= steep", "trial.slope <= steep", WOLFE),
    ("optimizers/stability", "2 * (1 + beta) / (1 + 2 * beta) / high", "2 * (1 + beta) / high", BOUND),
    ("optimizers/stability", "/ (1 - dampening) / high", "/ high", BOUND),
    ("methods", 'if "clip_norm" in chosen or', "if", SETTINGS),
    ("descent", "theta = theta + rate * direction", "theta = theta - rate * direction", SHRINKS),
    ("stopping", "if value != value:", "if False:", ENDS),
    ("stopping", "if max(theta) > far or min(theta) < -far:", "if max(theta) > far:", STATUS),
    (
        "stopping",
        "return Reason.OUT_OF_STEPS if point.step >= stop.steps",
        "return Reason.OUT_OF_STEPS if point.step > stop.steps",
        ENDS,
    ),
    ("descent_many", "self.reasons[rows] = reasons[ended]", "self.reasons[rows] = Reason.FAR", MANY),
    (
        "data/batches",
        "[place * self.size : (place + 1) * self.size]",
        "[place * self.size : place * self.size + 1]",
        BATCHES,
    ),
    (
        "cost",
        "hessian[..., i, j] = hessian[..., j, i] = next(entries)",
        "hessian[..., i, j] = next(entries)",
        TAYLOR,
    ),
    ("arithmetic/derivative", "[u, neg(u)], [slope, neg(slope)]", "[u, neg(u)], [slope, slope]", TAKEN),
    (
        "arithmetic/derivative",
        '_choose(1 if part.op == "Max" else -1',
        '_choose(1 if part.op == "Min" else -1',
        TAKEN,
    ),
    (
        "arithmetic/derivative",
        "[part.args[0], ZERO], [derivatives[0], ZERO]",
        "[part.args[0], ZERO], [derivatives[0], ONE]",
        TAKEN,
    ),
    ("arithmetic/kinks", "return low < high", "return low > high", SIDES),
    ("arithmetic/kinks", "a | (u == 0)", "a", JUMPS),
    (
        "ending",
        "if at.kind is Kind.MINIMUM and travel.is_convex_quadratic:",
        "if at.kind is Kind.MINIMUM:",
        RANKED,
    ),
    (
        "ending",
        "if lowest.kind is Kind.MINIMUM else (Rank.UNKNOWN, None)",
        "if False else (Rank.LOWEST, None)",
        RANKED,
    ),
    ("ending", "bound = None if kink else travel.bound_met(found.points)", "bound = None", CYCLES),
    ("ending", "if values[-1] < -1e6 * max(", "if values[-1] < -1e30 * max(", WHY),
    ("ending", "if pole is not None and not at_rest and not", "if pole is not None and at_rest and not", WHY),
    ("ending", "return OnKink() if at is None else", "return OnKink() if True else", RESTS),
    ("endings/motion", "if ((steps >= 0).all(axis=0) | (steps <= 0).all(axis=0)).all():", "if True:", WAYS),
    ("framing", "_CALM = 1e-3", "_CALM = 1e-1", ARRIVED),
    (
        "framing",
        "0.1 * steepness if arrived else usual, near)",
        "0.1 * steepness if arrived else usual)",
        RAW,
    ),
    ("framing", "rate = land.learning_rate", "rate = 0.1", BEALE),
    ("views/windows", "_TURNS = 2", "_TURNS = 0", VALLEYS),
    (
        "views/windows",
        "return wide, Window(close, *heights(cost, close, valleys))",
        "return wide, wide",
        CLOSE,
    ),
    ("views/windows", "high = wall + 0.02 * (wall - low)", "pass", POLES),
    (
        "formulas/reading/grammar",
        "return self.expression(_EXPONENT)",
        "return self.expression(_POWER)",
        MEANING,
    ),
    ("formulas/reading/grammar", "if divided and isinstance(left, ast.BinOp):", "if False:", REFUSED),
    (
        "formulas/reading/doubt",
        'return not (sign == "/" and after.kind == "number" and _is_one(self.last))',
        "return True",
        REFUSED,
    ),
    (
        "formulas/reading/tokens",
        'self.add("operator", "^", self.at + 2)',
        'self.add("operator", "*", self.at + 2)',
        MEANING,
    ),
    ("formulas/reading/words", '"log10": "lg",', '"log": "lg",', MEANING),
    ("formulas/reading/characters", '"-": "−–—', '"-": "–—', MEANING),
    (
        "formulas/reading/bars",
        'if not (closing and following.kind in ("operator", "bar")):',
        "if True:",
        MEANING,
    ),
    ("formulas/reading/heading", "variables = named or variables", "variables = variables", MEANING),
    ("formulas/reading/names", "return self._first.setdefault(key,", "return str(", MEANING),
    (
        "formulas/reading/canonical",
        "{_wrapped(node.left, _ATOM)}**",
        "{_wrapped(node.left, _POWER)}**",
        CANONICAL,
    ),
    ("formulas/formula", "if typed and names is None:", "if False:", REFUSED),
    ("data/csv_text", "if found := (alone or wholly", "if found := (wholly", CSV),
    ("data/csv_cells", "if _EITHER.fullmatch(normal(text)) and", "if False and", DOUBT),
]


def survives(project: Path, file: str, line: str, broken: str, test: str) -> bool:
    """Whether the test passes although the line is broken."""
    path = project / "gdmath" / f"{file}.py"
    text = path.read_text(encoding="utf-8")
    if line not in text:
        raise SystemExit(f"{file}.py no longer holds {line!r}; mend the list of mutants")
    path.write_text(text.replace(line, broken, 1), encoding="utf-8")
    name, colons, chosen = test.partition("::")
    place = f"tests/gdmath/test_{name}.py{colons}{chosen}"
    try:
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", place],
            cwd=project,
            env={**os.environ, "PYTHONPATH": str(project), "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            timeout=300,
            check=False,
        )
        if done.returncode not in (0, 1):
            raise SystemExit(done.stdout.decode() + done.stderr.decode())
        return done.returncode == 0
    except subprocess.TimeoutExpired:
        return False
    finally:
        path.write_text(text, encoding="utf-8")


def main() -> int:
    survivors = 0
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder)
        for part in ("gdmath", "tests", "scenes"):
            shutil.copytree(ROOT / part, project / part, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(ROOT / "pyproject.toml", project)
        for name, line, broken, test in MUTANTS:
            lives = survives(project, name, line, broken, test)
            survivors += lives
            print(f"{'SURVIVES' if lives else 'noticed '}  {name}.py: {line}  ->  {broken}", flush=True)
    print(f"{len(MUTANTS) - survivors} of {len(MUTANTS)} noticed")
    return int(survivors > 0)


if __name__ == "__main__":
    raise SystemExit(main())
