"""Every optimizer on every landscape: it ends in a Status, and as the table says."""

import numpy as np
import pytest

from gdmath import (
    LANDSCAPES,
    AdaGrad,
    Adam,
    AdamW,
    Backtracking,
    GradientDescent,
    Momentum,
    Nesterov,
    Newton,
    Outcome,
    RMSProp,
    Status,
    Stop,
    descend,
)

# Where 1000 steps from the landscape's start lead, to a gradient of 1e-6 at most, and after how many steps:
# to a known minimum, elsewhere (to a local one in the domain), outside the domain (at rest or still going),
# past every bound (escaped), or going on. Rates: the landscape's own for gradient descent and for momentum
# 0.9, 0.05 for Adam, 1 for Newton.
#
# Newton needs one step on a quadratic and few elsewhere, but where the Hessian is indefinite it falls back
# on the gradient, for which 1 is far too long a rate on the steep ones: it is thrown out. At the kink of
# `absolute` and at the point of `ackley` no fixed rate comes to rest; saddles have no rest. Momentum leaves
# the shallow valley of the quartic and of the camel for the deep one, but rolls out of mccormick's and down
# the slope beyond. Newton is wild where that fallback throws it about among many valleys until it meets
# one: in 800 digits it rests after 552 steps on rastrigin, 76 on schaffer-2 and 35 on drop-wave, in floats
# after others, as each rounding decides. A step of Adam's is hardly longer than its rate, so that a start
# 50 away is too far and saddles are left slowly.
TABLE = """
                 | gradient      | momentum      | adam          | newton
parabola         | minimum 912   | minimum 269   | going 1000    | minimum 1
sine             | going 1000    | minimum 208   | minimum 221   | minimum 4
sine-cosine      | minimum 345   | minimum 264   | minimum 262   | minimum 5
quartic          | elsewhere 72  | minimum 225   | elsewhere 273 | elsewhere 5
double-well      | minimum 87    | minimum 202   | minimum 200   | minimum 8
absolute         | going 1000    | going 1000    | going 1000    | going 1000
gramacy-lee      | elsewhere 38  | elsewhere 283 | elsewhere 233 | elsewhere 6
bowl             | minimum 68    | minimum 208   | minimum 231   | minimum 1
ravine           | minimum 78    | minimum 284   | minimum 267   | minimum 1
saddle           | escaped 83    | escaped 38    | outside 1000   | escaped 14
monkey-saddle    | escaped 26    | escaped 20    | outside 1000   | escaped 4
rosenbrock       | going 1000    | going 1000    | going 1000    | minimum 6
himmelblau       | minimum 62    | minimum 345   | minimum 355   | minimum 11
beale            | going 1000    | minimum 274   | minimum 682   | escaped 2
booth            | minimum 86    | minimum 282   | going 1000    | minimum 1
matyas           | minimum 576   | minimum 201   | going 1000    | minimum 1
mccormick        | minimum 77    | outside 1000  | minimum 278   | minimum 6
three-hump-camel | elsewhere 152 | minimum 266   | elsewhere 281 | elsewhere 5
six-hump-camel   | minimum 35    | minimum 282   | minimum 281   | escaped 2
styblinski-tang  | elsewhere 65  | elsewhere 334 | elsewhere 350 | elsewhere 7
rastrigin        | elsewhere 15  | elsewhere 346 | elsewhere 350 | wild
ackley           | going 1000    | going 1000    | going 1000    | outside 21
griewank         | minimum 144   | minimum 255   | minimum 255   | elsewhere 20
goldstein-price  | minimum 464   | minimum 344   | minimum 339   | escaped 1
easom            | minimum 21    | minimum 234   | minimum 260   | minimum 8
branin           | minimum 455   | minimum 300   | minimum 602   | minimum 5
levy-13          | elsewhere 64  | elsewhere 273 | elsewhere 285 | escaped 9
drop-wave        | minimum 39    | minimum 251   | minimum 288   | wild
cross-in-tray    | minimum 97    | minimum 204   | minimum 203   | minimum 3
holder-table     | minimum 80    | minimum 310   | minimum 300   | escaped 2
bukin-6          | going 1000    | going 1000    | going 1000    | outside 1000
schaffer-2       | going 1000    | going 1000    | going 1000    | wild
bohachevsky      | elsewhere 53  | elsewhere 292 | elsewhere 289 | escaped 12
zakharov         | minimum 724   | minimum 292   | minimum 651   | minimum 7
dixon-price      | minimum 332   | minimum 287   | minimum 297   | minimum 11
lessard          | minimum 13    | minimum 288   | minimum 334   | minimum 2
factorisation    | minimum 653   | minimum 245   | minimum 250   | escaped 2
schwefel         | elsewhere 58  | elsewhere 294 | going 1000    | outside 33
eggholder        | elsewhere 161 | elsewhere 290 | going 1000    | outside 54
michalewicz      | minimum 42    | minimum 293   | minimum 291   | outside 8
shubert          | minimum 11    | minimum 382   | minimum 369   | outside 8
powell-singular  | going 1000    | escaped 6     | going 1000    | minimum 17
"""
METHODS = {
    "gradient": (GradientDescent(), None),
    "momentum": (Momentum(0.9), None),
    "adam": (Adam(), 0.05),
    "newton": (Newton(), 1.0),
}


def expectations():
    head, *lines = TABLE.strip("\n").splitlines()
    methods = [cell.strip() for cell in head.split("|")[1:]]
    for line in lines:
        name, *cells = (cell.strip() for cell in line.split("|"))
        for method, cell in zip(methods, cells, strict=True):
            if cell == "wild":
                continue
            where, steps = cell.split()
            yield pytest.param(name, method, where, int(steps), id=f"{name}-{method}")


def place(run, land):
    low, high = np.array(land.domain).T
    end = run.thetas[-1]
    match run.status.outcome:
        case Outcome.ESCAPED:
            return "escaped"
        case Outcome.CONVERGED | Outcome.OUT_OF_STEPS if not ((low <= end) & (end <= high)).all():
            return "outside"
        case Outcome.CONVERGED:
            near = any(np.linalg.norm(end - point) < 0.01 for point in land.minima)
            return "minimum" if near else "elsewhere"
        case Outcome.OUT_OF_STEPS:
            return "going"
    return run.status.outcome.name


@pytest.mark.parametrize(("name", "method", "where", "steps"), list(expectations()))
def test_the_run_ends_as_documented(name, method, where, steps):
    land = LANDSCAPES[name]
    optimizer, rate = METHODS[method]
    run = descend(
        land.cost, land.start, optimizer, learning_rate=rate or land.learning_rate, stop=Stop(1000, 1e-6)
    )
    assert place(run, land) == where, run.status
    assert len(run) == pytest.approx(steps, rel=0.02, abs=1)
    if run.status.outcome is Outcome.CONVERGED:
        assert np.linalg.eigvalsh(land.cost.hessian(run.thetas[-1])).min() > -1e-5, "a saddle or a maximum"


@pytest.mark.parametrize("name", ["rastrigin", "schaffer-2", "drop-wave"])
def test_a_wild_run_hangs_on_the_last_digit(name):
    """Starts a rounding apart lead to different ends, each at rest: no end is the right one."""
    land = LANDSCAPES[name]
    starts = [np.array(land.start) * (1 + k * 2**-52) for k in range(-2, 3)]
    runs = [descend(land.cost, start, Newton(), learning_rate=1, stop=Stop(3000, 1e-6)) for start in starts]
    assert {run.status.outcome for run in runs} == {Outcome.CONVERGED}
    ends = np.array([run.thetas[-1] for run in runs])
    assert np.ptp(ends, axis=0).max() > 0.1


QUADRATIC = ["parabola", "bowl", "ravine", "booth", "matyas"]


@pytest.mark.parametrize("name", QUADRATIC)
def test_newton_needs_one_step_on_a_quadratic(name):
    land = LANDSCAPES[name]
    low, high = np.array(land.domain).T
    for start in np.random.default_rng(2).uniform(low, high, (5, len(low))):
        run = descend(land.cost, start, Newton(), learning_rate=1, stop=Stop(10))
        assert len(run) == 1
        np.testing.assert_allclose(run.thetas[-1], land.minima[0], atol=1e-12)


@pytest.mark.parametrize("name", QUADRATIC)
def test_on_a_quadratic_the_rate_must_be_below_two_over_the_largest_curvature(name):
    """Along an eigenvector of curvature c the error is multiplied by 1 - eta c in each step."""
    land = LANDSCAPES[name]
    largest = np.linalg.eigvalsh(land.cost.hessian(land.start)).max()
    ends = [
        descend(land.cost, land.start, learning_rate=share * 2 / largest, stop=Stop(3000)).status.outcome
        for share in (0.1, 0.5, 0.99, 1.01, 2)
    ]
    assert ends == [Outcome.CONVERGED] * 3 + [Outcome.ESCAPED] * 2


@pytest.mark.parametrize("name", QUADRATIC)
def test_on_a_quadratic_the_error_shrinks_as_its_curvatures_say(name):
    """theta_k - theta_* = (I - eta H)^k (theta_0 - theta_*)."""
    land = LANDSCAPES[name]
    run = descend(land.cost, land.start, learning_rate=land.learning_rate, stop=Stop(50, 0))
    step = np.eye(len(land.start)) - land.learning_rate * land.cost.hessian(land.start)
    errors = [np.linalg.matrix_power(step, k) @ (run.thetas[0] - land.minima[0]) for k in range(len(run) + 1)]
    np.testing.assert_allclose(run.thetas - land.minima[0], errors, rtol=0, atol=1e-12 * np.abs(errors).max())


def test_the_table_holds_every_landscape():
    assert {case.values[0] for case in expectations()} == set(LANDSCAPES)


OPTIMIZERS = [
    GradientDescent(),
    Momentum(),
    Nesterov(),
    AdaGrad(),
    RMSProp(),
    RMSProp(centred=True, momentum=0.9),
    Adam(),
    AdamW(),
    Newton(),
    Newton(damping=0.5),
]


@pytest.mark.parametrize("optimizer", OPTIMIZERS, ids=repr)
@pytest.mark.parametrize("name", LANDSCAPES)
def test_every_optimizer_ends_in_a_status_on_every_landscape(name, optimizer):
    """At a sensible rate, at an absurd one, and with a line search; warnings are errors."""
    land = LANDSCAPES[name]
    for rate in (land.learning_rate, 1e3, Backtracking()):
        run = descend(land.cost, land.start, optimizer, learning_rate=rate, stop=Stop(60))
        assert isinstance(run.status, Status)
        assert run.status.step == len(run)
        assert run.thetas.shape == run.gradients.shape == (len(run) + 1, land.cost.dimension)
        assert np.isfinite(run.thetas[:-1]).all()
        assert np.isfinite(run.values[:-1]).all()
