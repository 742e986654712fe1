"""Reading tables of numbers: nothing is dropped, and what is wrong is named by row and column."""

import pickle

import numpy as np
import pytest

from gdmath import Dataset, load_csv
from gdmath.data.datasets import ANSCOMBE, noisy_line, noisy_polynomial, parse_csv, two_groups


@pytest.mark.parametrize(
    ("text", "columns", "expected"),
    [
        ("x,y\n1,2\n3,4\n", None, {"x": [1, 3], "y": [2, 4]}),
        ("1,2\n3,4\n", None, {"1": [1, 3], "2": [2, 4]}),
        ("name,x,y\nada,1,2\nbob,3,4\n", ["x", "y"], {"x": [1, 3], "y": [2, 4]}),
        ("name,x,y\nada,1,2\nbob,3,4\n", [3, 2], {"y": [2, 4], "x": [1, 3]}),
        ("name,x,y\nada,1,2\n", ["2"], {"x": [1]}),
        ("x;y\n1,5;2\n", None, {"x": [1.5], "y": [2]}),
        ("x\ty\n1e3\t-2.5\n", None, {"x": [1000], "y": [-2.5]}),
        (' x , "y, in m" \n1,2\n\n\n', None, {"x": [1], "y, in m": [2]}),
        ("\ufeffx,y\r\n1,2\r\n".replace("\ufeff", ""), None, {"x": [1], "y": [2]}),
        ('"a;b;c",y\n1,2\n', None, {"a;b;c": [1], "y": [2]}),
        ('"x, in m, s, t";y\n1;2\n', None, {"x, in m, s, t": [1], "y": [2]}),
        ('"one\ttwo",y\n1,2\n', None, {"one\ttwo": [1], "y": [2]}),
        ('"say ""hi"" , ok" ,y\n1,2\n', ["y"], {"y": [2]}),
        ('"1" ,"2"\n"3","4"\n', None, {"1": [1, 3], "2": [2, 4]}),
        ("x\ty\n1\t2\n \n", None, {"x": [1], "y": [2]}),
        ("x,y\r1,2\r", None, {"x": [1], "y": [2]}),
        ("x\u2028z,y\n1,2\n\x0c\n", None, {"x\u2028z": [1], "y": [2]}),
        ("x,,y\n1,2,3\n", None, {"x": [1], "": [2], "y": [3]}),
        ("x,y,\n1,2,\n", ["x", "y"], {"x": [1], "y": [2]}),
        ("n,n,x\n1,2,3\n", [2, "x"], {"n": [2], "x": [3]}),
        ("x\n1\n2\n", None, {"x": [1, 2]}),
    ],
)
def test_tables_are_read(text, columns, expected):
    data = parse_csv(text, columns)
    assert {name: data[name].tolist() for name in data.columns} == expected


def test_a_header_of_numbers_must_be_said():
    assert len(parse_csv("1,2\n3,4\n")) == 2
    assert parse_csv("1,2\n3,4\n", header=True).columns == ("1", "2")
    with pytest.raises(ValueError, match="row 1, column 1: 'x' is not a finite number"):
        parse_csv("x,y\n3,4\n", header=False)
    assert parse_csv("2019,name\n1,2\n", header=True).columns == ("2019", "name")
    assert parse_csv("ada,1\nbob,2\n", [2], header=False).rows.tolist() == [[1.0], [2.0]]


@pytest.mark.parametrize(
    ("text", "columns", "words"),
    [
        ("", None, "the file is empty"),
        ("\n\n", None, "the file is empty"),
        ("x,y\n", None, "a header but no row"),
        ("x,y\n1,2\n3\n", None, "row 3 has 1 cell, but the first row has 2"),
        ("x,y\n1,2,3\n", None, "row 2 has 3 cells, but the first row has 2"),
        ("x,y\n1,2\n\n3,4\n", None, "row 3 is empty; delete it or fill it in"),
        ("x,y\n1,2\n3,four\n", None, "row 3, column y: 'four' is not a finite number"),
        ("x,y\n1,\n", None, "row 2, column y: the cell is empty"),
        ("x,y\n1,nan\n", None, "row 2, column y: 'nan' is not a finite number"),
        ("x,y\n1,inf\n", None, "row 2, column y: 'inf' is not a finite number"),
        ("x,y\n1,1_000\n", None, "row 2, column y: '1_000'"),
        ("x,y\n1,1+2j\n", None, "row 2, column y: '1.2j'"),
        ("x,x\n1,2\n", None, "the column 'x' is there twice"),
        ("x,y\n1,2\n", ["z"], "there is no column 'z'; choose among x, y, or 1 to 2"),
        ("x,y\n1,2\n", [0], "there is no column 0"),
        ("x,y\n1,2\n", [3], "there is no column 3"),
        ("x,y\n1,2\n", [-1], "there is no column -1"),
        ("x,y\n1,2\n", [True], "there is no column True"),
        ("x\n1,2\n3,4\n", None, "row 2 has 2 cells, but the first row has 1"),
        ("x\n1,000\n", None, "row 2 has 2 cells, but the first row has 1"),
        ("x;y\n1,5;2\n3,5\n", None, "row 3 has 1 cell, but the first row has 2"),
        (
            "1,\n3,4\n",
            None,
            "row 1 holds numbers, but cell 2 is empty; mend it, or say header=True or header=False",
        ),
        (
            "1_000,2\n3,4\n",
            None,
            "row 1 holds numbers, but cell 1 is '1_000'; mend it, or say header=True or",
        ),
        ("1,2,x\n3,4,5\n", None, "row 1 holds numbers, but cell 3 is 'x'"),
        ("a,2,,b\n3,4,5,6\n", None, "but cell 1 is 'a', cell 3 is empty, cell 4 is 'b'; mend"),
        ("\nx,y\n1,2\n", None, "row 1 is empty"),
        ("x,,y\n1,,2\n", None, "row 2, column 2: the cell is empty; write a number"),
        ('1,"2"3\n', None, "row 1 can't be read .*; close each quote, and double one inside a cell"),
        ('x,y\n1,2\n3,"4\n', None, "row 3 can't be read"),
        pytest.param(
            "x,y\n1," + "2" * 140_000,
            None,
            "row 2, column y: '2222.* is not a finite number",
            id="a huge cell",
        ),
        ("x,y\n1\x1c2,3\n", None, "row 2, column x: '1.*2' is not a finite number"),
        ("n,n,x\n1,2,3\n", ["n"], "the columns 1 and 2 are all named 'n'; ask for one by its number"),
        ("x,y\n1,2\n", [], r"columns is \[\]; give a list of names or numbers"),
        ("x,y\n1,2\n", "x", "columns is 'x'; give a list of names or numbers"),
        ("x,y\n1,2\n", 1, "columns is 1; give a list of names or numbers"),
    ],
)
def test_what_is_wrong_is_named(text, columns, words):
    with pytest.raises(ValueError, match=words):
        parse_csv(text, columns)


def test_files_are_read_and_named_in_errors(tmp_path):
    path = tmp_path / "my data.csv"
    path.write_bytes("\ufeffx,y\n1,2\n".encode())
    assert load_csv(path, ["x"]).rows.tolist() == [[1.0]]
    path.write_text("x,y\n1,?\n")
    with pytest.raises(ValueError, match=r"my data.csv: row 2, column y: '\?'"):
        load_csv(path)
    path.write_bytes(b"x,y\n\x81\xfe,1\n")
    with pytest.raises(ValueError, match="not a text file in UTF-8"):
        load_csv(path)
    with pytest.raises(OSError, match=r"missing\.csv"):
        load_csv(tmp_path / "missing.csv")


@pytest.mark.parametrize(
    ("columns", "rows", "words"),
    [
        (("x",), (), "the data set is empty"),
        (("x", "y"), ((1.0,),), r"row 1 has 1 number\(s\), but there are 2 columns"),
        (("x",), ((1.0,), (np.nan,)), "row 2, column x: nan is not a finite number"),
        (("x", "x"), ((1.0, 2.0),), "'x' is there twice"),
        (("x", ""), ((1.0, np.inf),), "row 1, column 2: inf is not a finite number"),
        (("x",), (("1",),), "row 1, column x: '1' is not a finite number"),
        (("x",), ((10**400,),), "row 1, column x: beyond 1e308 is not a finite number"),
        (("x",), (1, 2), "row 1 is 1; each row must be a tuple of numbers"),
        (("x",), None, "the data set is empty"),
        ("x", ((1.0,),), "the columns are 'x'; give a tuple of names"),
        (5, ((1.0,),), "the columns are 5"),
    ],
)
def test_data_sets_are_checked(columns, rows, words):
    with pytest.raises(ValueError, match=words):
        Dataset(columns, rows)


def test_a_set_can_be_compared_hashed_and_pickled():
    data = Dataset(("x", "y"), [[1, 2], [3, 4]], notes=("read so",))
    again = pickle.loads(pickle.dumps(data))
    assert again == data
    assert hash(again) == hash(data) == hash(Dataset(("x", "y"), [[1, 2], [3, 4]]))
    assert again.notes == ("read so",)
    assert data != [[1, 2], [3, 4]]
    assert data.select(["y", 1]) == Dataset(("y", "x"), [[2, 1], [4, 3]])


def test_standardising():
    data = Dataset(("x", "y", "z"), ((1.0, 5.0, 7.0), (3.0, 9.0, 7.0)))
    scaled = data.standardised(["x", 2])
    assert scaled.rows.tolist() == [[-1.0, -1.0, 7.0], [1.0, 1.0, 7.0]]
    with pytest.raises(ValueError, match="the column z is 7 in every row"):
        data.standardised()


@pytest.mark.parametrize(
    ("low", "high"),
    [(1e200, 2e200), (1e-300, 2e-300), (-1e308, 1e308), (5e-324, 1e-323), (1.0, 1 + 2**-52), (0.0, 1e-310)],
)
def test_standardising_takes_numbers_of_any_size(low, high):
    assert Dataset(("x",), ((low,), (high,))).standardised().rows.tolist() == [[-1.0], [1.0]]


def test_a_column_that_stays_the_same_is_told_by_its_values_not_by_rounding():
    with pytest.raises(ValueError, match=r"the column x is 0.1 in every row; leave it out"):
        Dataset(("x",), ((0.1,),) * 3).standardised()


def test_synthetic_sets_come_from_the_generator():
    def fresh():
        return np.random.default_rng(3)

    assert noisy_line(fresh(), 20) == noisy_line(fresh(), 20)
    assert noisy_line(fresh(), 20) != noisy_line(np.random.default_rng(4), 20)
    line = noisy_line(fresh(), 500, slope=2, intercept=1, noise=0.1)
    np.testing.assert_allclose(np.polyfit(line["x"], line["y"], 1), [2, 1], atol=0.05)
    curve = noisy_polynomial(fresh(), 500, coefficients=(1, 0, 3), noise=0)
    np.testing.assert_allclose(curve["y"], 1 + 3 * curve["x"] ** 2)
    groups = two_groups(fresh(), 500)
    assert set(groups["y"]) == {0.0, 1.0}
    assert groups["x"][groups["y"] == 1].mean() - groups["x"][groups["y"] == 0].mean() == pytest.approx(
        3, abs=0.3
    )


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda g: noisy_line(g, 0), "count is 0"),
        (lambda g: noisy_line(g, noise=-1), "noise is -1"),
        (lambda g: noisy_line(g, low=2, high=1), "low is 2; it must be below high = 1"),
        (lambda g: two_groups(g, 0), "count is 0"),
        (lambda g: two_groups(g, 2.5), "count is 2.5; it must be a whole number, 1 or more"),
        (lambda g: noisy_line(g, noise=None), "noise is None, not an int or float"),
        (lambda g: noisy_line(g, high=np.inf), "high is inf; it must be a finite number"),
    ],
)
def test_their_settings_are_checked(make, words):
    with pytest.raises(ValueError, match=words):
        make(np.random.default_rng(0))


def test_anscombes_line_is_the_published_one():
    slope, intercept = np.polyfit(ANSCOMBE["x"], ANSCOMBE["y"], 1)
    assert round(slope, 3) == 0.5
    assert round(intercept, 2) == 3.0
