"""The numbers of a descent on standard output or in a file."""

import csv
import io
import json

import pytest

import gdmath
from gdmath import LANDSCAPES
from gdmath.method_table import LENGTHS, OPTIMIZERS
from scenes.studio.cli import run

QUARTIC = ["trace", "x**4 - 3*x**2 + x", "--start", "2", "--learning-rate", "0.02"]


def printed(arguments, capsys):
    assert run(arguments) == 0
    out, err = capsys.readouterr()
    assert err == ""
    return out


def test_the_table_shows_derivatives_steps_and_status_in_80_columns(capsys):
    lines = printed(QUARTIC, capsys).splitlines()
    assert lines[:3] == ["C(x)   = x**4 - 3*x**2 + x", "C'(x)  = 4*x**3 - 6*x + 1", "C''(x) = 12*x**2 - 6"]
    assert lines[5].split() == ["0", "2", "6", "21", "-0.42"]
    assert "converged at step 51: the gradient's norm is 7e-05 at x = 1.131" in lines
    assert "Converged after 51 steps, at x = 1.131: 7.5×10⁻⁶ from a minimum." in lines
    assert "It converges linearly: each step leaves 0.813 of the slope." in lines
    assert any("34 steps between; --all shows them" in line for line in lines)
    assert max(map(len, lines)) <= 80


def test_all_steps_on_demand(capsys):
    lines = printed([*QUARTIC, "--all"], capsys).splitlines()
    steps = [int(line.split()[0]) for line in lines if line[:6].strip().isdigit()]
    assert steps == list(range(52))


@pytest.mark.parametrize(
    ("formula", "start"),
    [
        ("-x*y**2+abs(x)", "-1,2"),
        ("w1**2 + w2*w3**2 + a*b", "1,1,1,1,1"),
        ("(x-1000)**2 + 1e6", "-1e-5"),
        ("exp(sin(x)**2 + cos(x*3)**3) / (1 + tanh(x**2 - 3*x + 1)**2 + log(1 + x**2))", "2"),
        ("x**2", "1e100"),
    ],
)
def test_every_table_fits_80_columns(formula, start, capsys):
    lines = printed(["trace", formula, "--start", start, "--steps", "30"], capsys).splitlines()
    assert max(map(len, lines)) <= 80


def test_csv_and_json_hold_the_same_numbers(capsys):
    rows = list(csv.DictReader(io.StringIO(printed([*QUARTIC, "--format", "csv"], capsys))))
    data = json.loads(printed([*QUARTIC, "--format", "json"], capsys))
    assert len(rows) == len(data["steps"]) == 52
    assert [float(row["x"]) for row in rows] == [step["x"] for step in data["steps"]]
    assert data["gradient"] == ["4*x**3 - 6*x + 1"]


def test_a_file_takes_its_form_from_its_name_and_is_not_overwritten(tmp_path, capsys):
    path = tmp_path / "steps.csv"
    assert printed([*QUARTIC, "-o", str(path)], capsys) == f"{path}\n"
    written = path.read_text()
    assert written.startswith("step,x,cost,")
    assert run([*QUARTIC, "--steps", "3", "-o", str(path)]) == 2
    assert "add --force" in capsys.readouterr().err
    assert path.read_text() == written
    printed([*QUARTIC, "--steps", "3", "-o", str(path), "--force"], capsys)
    assert len(path.read_text().splitlines()) == 5
    assert list(tmp_path.iterdir()) == [path]


def test_an_npz_file_holds_the_trajectory_itself(tmp_path, capsys):
    path = tmp_path / "run.NPZ"
    assert printed([*QUARTIC, "-o", str(path)], capsys) == f"{path}\n"
    run = gdmath.Trajectory.load(path)
    assert len(run) == 51
    assert str(run.status).startswith("converged at step 51")
    printed([*QUARTIC, "--format", "npz", "-o", str(tmp_path / "run.data")], capsys)
    assert gdmath.Trajectory.load(tmp_path / "run.data").status == run.status


@pytest.mark.parametrize("name", ["steps.txt", "steps", "STEPS.TXT"])
def test_a_text_file_holds_the_table(name, tmp_path, capsys):
    printed([*QUARTIC, "-o", str(tmp_path / name)], capsys)
    assert (tmp_path / name).read_text().startswith("C(x)   = x**4")


def test_an_explicit_format_may_have_any_ending(tmp_path, capsys):
    printed([*QUARTIC, "--format", "csv", "-o", str(tmp_path / "steps.dat")], capsys)
    assert (tmp_path / "steps.dat").read_text().startswith("step,x,")


def test_divergence_is_a_result(capsys):
    out = printed(["trace", "x**2", "--learning-rate", "1.05"], capsys)
    assert "the cost grew past 1e+09" in out


def test_a_formula_may_begin_with_a_minus_sign_and_so_may_a_files_name(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert printed(["trace", "-o", "-x.y.csv", "--force", "-x**2", "--steps", "2"], capsys) == "-x.y.csv\n"
    assert [path.name for path in tmp_path.iterdir()] == ["-x.y.csv"]
    assert "C(x)   = -x**2" in printed(["trace", "-x**2", "--start", "-3", "--steps", "2"], capsys)


def test_how_a_formula_was_read_stands_above_the_table(capsys):
    lines = printed(["trace", "½x² − 3sin x", "--start", "2", "--steps", "2"], capsys).splitlines()
    assert lines[:2] == ["read as (1/2)*x**2 - 3*sin(x)", ""]
    assert lines[2].startswith("C(x)   = ")
    several = printed(["trace", "2x^2", "--start", "2", "--start", "1", "--steps", "2"], capsys)
    assert several.startswith("read as 2*x**2\n\nC(x)")
    long = printed(["trace", "+".join(f"{n}x^{n}" for n in range(2, 20)), "--start", "0.1"], capsys)
    assert max(map(len, long.splitlines())) <= 80


def test_how_a_formula_was_read_is_said_beside_what_others_read(tmp_path, capsys):
    assert run(["trace", "2x", "--start", "2", "--steps", "1", "--format", "csv"]) == 0
    out, err = capsys.readouterr()
    assert out.startswith("step,")
    assert err == "read as 2*x\n"
    assert run(["trace", "2x", "--start", "2", "--steps", "1", "-o", str(tmp_path / "steps.txt")]) == 0
    assert (tmp_path / "steps.txt").read_text().startswith("read as 2*x\n")
    assert "read as" not in capsys.readouterr().err


@pytest.mark.parametrize("formula", ["-x²", "-2x", "-|x|", "-√(x+1)", "-θ^2", "−x", r"-\frac{x}{2}", "--x^2"])
def test_any_formula_may_begin_with_a_minus_sign(formula, capsys):
    assert "C(" in printed(["trace", formula, "--start", "1", "--steps", "1"], capsys)


@pytest.mark.parametrize(
    ("arguments", "remedy"),
    [
        (["-x", "--start", "1"], "write it in parentheses: '(-x)'"),
        (["x^2", "+", "3x"], "+ 3x is more than trace takes; put a formula between single quotes"),
        (["^2"], "between single quotes"),
        (["1/2x"], "write (1/2)*x or 1/(2*x)\n  1/2x\n     ^"),
    ],
)
def test_what_a_shell_or_a_reader_may_take_otherwise_is_refused_with_the_remedy(arguments, remedy, capsys):
    assert run(["trace", *arguments]) == 2
    assert remedy in capsys.readouterr().err


def test_the_variables_that_a_formula_names_put_the_start_in_order(capsys):
    command = ["trace", "C(w, b) = (w - 1)^2 + 3b^2", "--start", "1,2", "--steps", "0", "--format", "json"]
    assert run(command) == 0
    step = json.loads(capsys.readouterr().out)["steps"][0]
    assert (step["w"], step["b"], step["cost"]) == (1, 2, 12)
    names = [f"x{n}" for n in range(1, 13)]
    command = ["trace", "+".join(sorted(names)), "--start", ",".join(map(str, range(1, 13))), "--steps", "0"]
    assert run([*command, "--format", "json"]) == 0
    step = json.loads(capsys.readouterr().out)["steps"][0]
    assert [step[name] for name in names] == list(range(1, 13))


def test_landscapes_are_costs_by_name(capsys):
    out = printed(["trace", "himmelblau"], capsys)
    assert out.startswith("C(x, y)  = (x**2 + y - 11)**2 + (x + y**2 - 7)**2")
    assert "at x = 3, y = 2" in out


def test_the_landscapes_are_listed(capsys):
    lines = printed(["landscapes"], capsys).splitlines()
    assert [line.split()[0] for line in lines] == list(LANDSCAPES)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_every_optimizer_can_be_traced(name, capsys):
    data = json.loads(printed(["trace", "bowl", "--optimizer", name, "--format", "json"], capsys))
    assert data["optimizer"].startswith(OPTIMIZERS[name].name + "(")
    assert data["steps"]


@pytest.mark.parametrize("name", LENGTHS)
def test_every_schedule_can_be_traced(name, capsys):
    arguments = ["trace", "bowl", "--schedule", name, "--learning-rate", "0.1", "--format", "json"]
    assert json.loads(printed(arguments, capsys))["outcome"] in ("converged", "out_of_steps")


def test_a_line_search_suits_some_optimizers_unless_another_is_named(capsys):
    assert "converged at step 2:" in printed(["trace", "ravine", "--optimizer", "conjugate-gradient"], capsys)
    out = printed(["trace", "ravine", "--optimizer", "bfgs", "--schedule", "exact"], capsys)
    assert "converged at step 2:" in out


def test_a_landscape_lends_its_lowest_cost_to_polyaks_step(capsys):
    assert "converged" in printed(["trace", "bowl", "--schedule", "polyak"], capsys)
    assert "at step 1" in printed(["trace", "abs(x)", "--schedule", "polyak", "--set", "lowest=0"], capsys)


def test_any_gradient_can_be_clipped_and_noisy(capsys):
    arguments = ["trace", "x**2", "--steps", "5", "--optimizer", "momentum", "--format", "json"]
    settings = [
        "--set",
        "clip-norm=1",
        "--set",
        "noise=0.1",
        "--set",
        "noise_seed=4",
        "--set",
        "dampening=0.5",
    ]
    told = json.loads(printed([*arguments, *settings], capsys))["optimizer"]
    assert told == "Noisy(Clipped(Momentum(beta=0.9, dampening=0.5), norm=1.0), scale=0.1, seed=4)"


@pytest.mark.parametrize("name", LANDSCAPES)
def test_a_landscape_brings_its_own_start_and_rate(name, capsys):
    steps = json.loads(printed(["trace", name, "--steps", "1", "--format", "json"], capsys))["steps"]
    land = LANDSCAPES[name]
    assert [steps[0][variable] for variable in land.variables] == list(land.start)
    assert steps[0]["learning_rate"] == land.learning_rate


def test_the_methods_are_listed_in_80_columns(capsys):
    lines = printed(["methods"], capsys).splitlines()
    assert max(map(len, lines)) <= 80
    assert {*OPTIMIZERS, *LENGTHS, "clip_norm", "noise"} <= {line.split()[0] for line in lines if line}


def test_a_setting_is_used(capsys):
    arguments = ["trace", "x**2", "--optimizer", "adam", "--set", "beta1=0.8", "--format", "json"]
    assert "beta1=0.8, beta2=0.999" in json.loads(printed(arguments, capsys))["optimizer"]


def test_newton_takes_whole_steps_unless_told(capsys):
    out = printed(["trace", "ravine", "--optimizer", "newton"], capsys)
    assert "converged at step 1:" in out


def test_several_starts_are_summed_up(capsys):
    arguments = ["trace", "sine-cosine", "--start", "0.7,0.4", "--start", "0.3,0.8", "--start=-0.5,0.5"]
    out = printed(arguments, capsys)
    assert [line for line in out.splitlines() if line.startswith("3. from -0.5, 0.5: converged at step")]
    assert "lowest: run" in out
    rows = list(csv.DictReader(io.StringIO(printed([*arguments, "--format", "csv"], capsys))))
    assert {row["run"] for row in rows} == {"1", "2", "3"}
    assert len(json.loads(printed([*arguments, "--format", "json"], capsys))) == 3


def test_the_analysis_lists_critical_points(capsys):
    out = printed(["trace", "x**4 - 3*x**2 + x", "--start", "2", "--analysis", "--domain", "-3,3"], capsys)
    assert "critical points with x from -3 to 3 (all of them, solved symbolically):" in out
    assert "minimum (lowest)       C = -3.51391     x = -1.30084" in out
    assert "maximum                C = 0.0841" in out
    assert max(map(len, out.splitlines())) <= 80


def test_without_a_domain_the_analysis_looks_around_the_run(capsys):
    out = printed(["trace", "x**2", "--start", "3", "--analysis"], capsys)
    assert "minimum (lowest)       C = 0" in out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["rosenbrok"], "no landscape is named 'rosenbrok'; did you mean rosenbrock?"),
        (["x**2", "--optimizer", "adm"], "no optimizer is named 'adm'; did you mean adam?"),
        (["x**2", "--schedule", "cosin"], "no schedule is named 'cosin'; did you mean cosine?"),
        (["x**2", "--optimizer", "adam", "--set", "beta3=1"], "no setting 'beta3'; did you mean beta2?"),
        (["x**2", "--set", "beta=1"], "(they have weight_decay, clip_norm, clip_value, noise, noise_seed)"),
        (
            ["x**2", "--optimizer", "adam", "--set", "beta1"],
            "'beta1' names no value; write for instance beta1=0.8",
        ),
        (["x**2", "--optimizer", "adam", "--set", "amsgrad=maybe"], "write amsgrad=true or amsgrad=false"),
        (["x**2", "--optimizer", "bgfs"], "no optimizer is named 'bgfs'; did you mean bfgs?"),
        (["x**2", "--schedule", "strong-wolf"], "did you mean strong-wolfe?"),
        (["x**2", "--schedule", "polyak"], "polyak needs the cost's lowest value; set it, such as lowest=0"),
        (["x**2", "--set", "clip_norm=0"], "clip_norm is 0; it must be positive, such as 1"),
        (["x**2", "--set", "clip_value=nan"], "clip_value is nan; it must be positive, such as 1"),
        (["x**2", "--set", "noise=-1"], "noise is -1; it must be positive, such as 0.1"),
        (["x**2", "--set", "noise=1", "--set", "noise_seed=-1"], "noise_seed is -1; it must be a whole"),
        (["x**2", "--set", "noise_seed=1"], "noise_seed is set, but no noise is"),
        (["x**2", "--optimizer", "l-bfgs", "--set", "memory=0"], "memory is 0; it must be a whole number"),
        (
            ["x**2", "--optimizer", "conjugate-gradient", "--set", "rule=dai-yuan"],
            "rule is 'dai-yuan'; it must be polak-ribiere or fletcher-reeves",
        ),
        (["x**2", "--optimizer", "adam", "--set", "beta1=much"], "beta1 is 'much'; it must be a number"),
        (["x**2", "--optimizer", "adam", "--set", "beta1=1"], "beta1 is 1; it must be 0 or more and below 1"),
        (["x**2", "--schedule", "cosine", "--set", "steps=2.5"], "steps is '2.5'; it must be a whole number"),
        (["x**2", "--optimizer", "rmsprop", "--set", "centred=maybe"], "centred is 'maybe'"),
        (["x**2", "--learning-rate", "0"], "the learning rate is 0; it must be positive"),
        (["bowl", "--start", "1"], "has 1 number(s)"),
        (["x**2", "--domain", "3,1"], "the domain is 3,1"),
        (["x**2", "--domain=-3,1"], "add --analysis, or leave --domain out"),
        (["x**2", "--analysis", "--format", "csv"], "--analysis is a text to read, and csv is not"),
        (["x**2", "--analysis", "-o", "a.json"], "--analysis is a text to read, and json is not"),
        (["x**2", "--format", "npz"], "name it with -o, such as -o run.npz"),
        (
            ["x**2", "--start", "1", "--start", "2", "-o", "a.npz"],
            "holds one descent, not 2; give one --start",
        ),
        (["x**2", "-o", "a.xml"], "a.xml ends in .xml; end it in one of .txt, .csv, .json, .npz"),
        (["x**2", "-o", "a.table"], "ends in .table"),
        (["x**2", "--optimizer", "adam", "--set", "beta1=.5", "--set", "beta1=.6"], "beta1 is set twice"),
        (["x**2", "--optimizer", "adam", "--set", "beta1=0_.5"], "beta1 is '0_.5'; it must be a number"),
        (["x**2", "--schedule", "cosine", "--set", "steps=1_0"], "steps is '1_0'; it must be a whole number"),
        (["x**2", "--schedule", "cosine", "--set", f"steps=1{'0' * 400}"], "steps is beyond 1e308"),
        (["x**2", "--schedule", "cosine", "--set", f"steps=1{'0' * 5000}"], "it must be a whole number"),
        (["x**2", "--steps", f"1{'0' * 400}"], "steps is beyond 1e308; it must lie between"),
        (["x**2", "--steps", "1_0"], "'1_0' is not a whole number"),
        (["x**2", "--start", "1_000"], "'1_000' is not numbers joined by commas"),
        (["x**2", "--learning-rate", "1_0"], "'1_0' is not a number"),
        (["x**2", "-o", "/proc/x.csv"], "no file can be made in /proc; name one elsewhere with -o"),
        (["x**2", "-o", f"{'a' * 300}.csv"], "the file's name is 304 bytes long; give one of at most 200"),
        (["x**2", "-o", f"{'a' * 300}/x.csv"], "name one elsewhere with -o"),
        (["abs(x)", "--start", "1e170", "--analysis"], "add where, as in --domain=-5,5"),
        (["abs(x)", "--start", "1e308", "--analysis"], "add where, as in --domain=-5,5"),
    ],
)
def test_what_cant_be_traced_is_said_in_one_line(arguments, words, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert run(["trace", *arguments]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert words in err
    assert "Errno" not in err
    assert err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_fails_is_said_in_one_line(tmp_path, monkeypatch, capsys):
    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.write_text", full)
    assert run([*QUARTIC, "-o", str(tmp_path / "steps.csv")]) == 1
    err = capsys.readouterr().err
    assert "steps.csv can't be written; make room, or name a file elsewhere" in err
    assert err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("start", ["1e308", "-1e154", "1e-320", "5e-324", "-0.0"])
@pytest.mark.parametrize("rate", ["1e308", "1e154", "1e-320"])
@pytest.mark.parametrize("formula", ["x**2", "sin(x)", "exp(x)", "1/x", "log(x)", "1e308*x", "1e-320*x**2"])
@pytest.mark.filterwarnings("error")
def test_numbers_at_the_ends_of_their_range_are_traced_or_refused_in_one_line(formula, rate, start, capsys):
    for more in ([], ["--start", "1"], ["--format", "json"]):
        arguments = ["trace", formula, f"--start={start}", "--learning-rate", rate, "--steps", "9", *more]
        code = run(arguments)
        assert code in (0, 2)
        assert capsys.readouterr().err.count("\n") == (1 if code else 0)
