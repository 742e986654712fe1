"""CSV as people have it: read where there is one meaning, else refused with the true cause."""

import csv
import io
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gdmath import Dataset, load_csv
from gdmath.data.datasets import load_sheet, parse_csv


def table(data):
    return {name: data[name].tolist() for name in data.columns}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("sep=;\nx;y\n1;2\n", {"x": [1], "y": [2]}),
        ("sep=,\r\nx,y\r\n1,2\r\n", {"x": [1], "y": [2]}),
        ("SEP=\t\nx\ty\n1\t2\n", {"x": [1], "y": [2]}),
        ('"sep=|"\nx|y\n1|2\n', {"x": [1], "y": [2]}),
        ("sep=:\nx:y\n1:2\n", {"x": [1], "y": [2]}),
        ("x y\n1 2\n3 4\n", {"x": [1, 3], "y": [2, 4]}),
        ("  x    y\n  1.5  -2\n 30.25   4\n", {"x": [1.5, 30.25], "y": [-2, 4]}),
        ("1 2\n3 4\n", {"1": [1, 3], "2": [2, 4]}),
        ("1\t  2\n3 \t4\n", {"1": [1, 3], "2": [2, 4]}),
        ("1,5 2,5\n3 4\n", {"1": [1.5, 3], "2": [2.5, 4]}),
        ("x y\n1,5 2,5\n", {"x": [1.5], "y": [2.5]}),
        ('"size of it" y\n1 2\n', {"size of it": [1], "y": [2]}),
        ("x|y\n1|2\n", {"x": [1], "y": [2]}),
        ("x | y\n1,5 | 2\n", {"x": [1.5], "y": [2]}),
        ("x\ty\n1,5\t2\n", {"x": [1.5], "y": [2]}),
        ("x;y\n1,5;2.0\n".replace("2.0", "2"), {"x": [1.5], "y": [2]}),
        ("x;y\n1.5;2\n", {"x": [1.5], "y": [2]}),
        ("x;y\n1.5;1.234\n", {"x": [1.5], "y": [1.234]}),
        ("x\ty\n1.234\t2.345\n", {"x": [1.234], "y": [2.345]}),
        ("x,y\n1.234,2.345\n", {"x": [1.234], "y": [2.345]}),
        ("x;y\n1.234.567,5;2\n", {"x": [1234567.5], "y": [2]}),
        ("x;y\n1,234,567.5;2\n", {"x": [1234567.5], "y": [2]}),
        ("x;y\n1.234,5;7,25\n", {"x": [1234.5], "y": [7.25]}),
        ('x,y\n"1,5","2,25"\n', {"x": [1.5], "y": [2.25]}),
        ("# made today\nx,y\n# and then\n1,2\n#end\n", {"x": [1], "y": [2]}),
        ("  # made today\n1 2\n3 4\n", {"1": [1, 3], "2": [2, 4]}),
        ('x,y\n"1\n#2",3\n'.replace('"1\n#2"', "1"), {"x": [1], "y": [3]}),
        ("x,y\n1,2\n,\n,,,\n\n", {"x": [1], "y": [2]}),
        ("x,y,\n1,2,\n3,4,\n", {"x": [1, 3], "y": [2, 4]}),
        ("x,y\n1,2,,\n3,4,,\n", {"x": [1, 3], "y": [2, 4]}),
        ("x;y;;;\n1;2;;;\n;;;;\n", {"x": [1], "y": [2]}),
        ("1,2,\n3,4,\n", {"1": [1, 3], "2": [2, 4]}),
        ("x\ty\t\n1\t2\t\n", {"x": [1], "y": [2]}),
        ("\ufeffx,y\n1,2\n", {"x": [1], "y": [2]}),
        ("x,y\r1,2\r", {"x": [1], "y": [2]}),
        ("x,y\r\r\n1,2\r\r\n", {"x": [1], "y": [2]}),
        ("x,y\n1,\u22122\n", {"x": [1], "y": [-2]}),
        ("x,y\n+1,.5\n2.,1E3\n", {"x": [1, 2], "y": [0.5, 1000]}),
        ("x,y\n 1 , 2 \n", {"x": [1], "y": [2]}),
        ('"x","y"\n"1","2"\n', {"x": [1], "y": [2]}),
        ("x\n1\n2\n", {"x": [1, 2]}),
        ("x;\n1;\n2;\n", {"x": [1, 2]}),
        ("0|\n0|\n1|\n", {"1": [0, 0, 1]}),
        ("1,5;\n2,5;\n", {"1": [1.5, 2.5]}),
        ("x;;\n1,5;;\n;;\n", {"x": [1.5]}),
        ("1,5 2,5\n3,5 4,5\n", {"1": [1.5, 3.5], "2": [2.5, 4.5]}),
        ("x y\n1 1 2\n2 3 4\n3 5 6\n", {"x": [1, 3, 5], "y": [2, 4, 6]}),  # as R writes it
        ("x;y\n0.500;2.250\n", {"x": [0.5], "y": [2.25]}),
        ("x;y\n0,500;2,250\n", {"x": [0.5], "y": [2.25]}),
        ("x,y\n1,\u20132\n", {"x": [1], "y": [-2]}),
        ("size of house\n1\n2\n", {"size of house": [1, 2]}),
        ("6.1101,17.592\n5.5277,9.1302\n", {"1": [6.1101, 5.5277], "2": [17.592, 9.1302]}),
    ],
)
def test_what_has_one_meaning_is_read(text, expected):
    assert table(parse_csv(text)) == expected


@pytest.mark.parametrize(
    ("text", "options", "expected"),
    [
        ("x;y\n1.234;987,5\n", {"decimal": ","}, {"x": [1234], "y": [987.5]}),
        ("x;y\n1.234;5\n", {"decimal": "."}, {"x": [1.234], "y": [5]}),
        ("x;y\n1,234;5\n", {"decimal": ","}, {"x": [1.234], "y": [5]}),
        ("x;y\n1,234;5\n", {"decimal": "."}, {"x": [1234], "y": [5]}),
        ("x\n1,5\n2,5\n", {"decimal": ","}, {"x": [1.5, 2.5]}),
        ("1,5\n2,5\n", {"decimal": ","}, {"1": [1.5, 2.5]}),
        ("1,5\n2,5\n", {}, {"1": [1, 2], "2": [5, 5]}),
    ],
)
def test_a_named_decimal_sign_settles_it(text, options, expected):
    assert table(parse_csv(text, **options)) == expected


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "x;y\n1.234;987,5\n",
            r"^row 2, column x: '1.234' could be 1234 or 1.234; name the decimal sign, as",
        ),
        ("x;y\n1,234;5\n", "row 2, column x: '1,234' could be 1234 or 1.234"),
        ("x\ty\n1,234\t5,678\n", "row 2, column x: '1,234' could be 1234 or 1.234"),
        ("x;y\n1.234;250.000\n", "row 2, column x: '1.234' could be 1234 or 1.234"),
        ('x,y\n"1,234",5.5\n', "row 2, column x: '1,234' could be 1234 or 1.234"),
        ("x;y\n1,5;2\n1.5;3\n", "row 3, column x: '1.5' has another decimal sign than '1,5' in row 2"),
        ("x,y\n1,12%\n", "row 2, column y: '12%' holds a percent sign"),
        ("x,y\n1,12 %\n", "row 2, column y: '12 %' holds a percent sign"),
        ("x,y\n1,$12.50\n", r"row 2, column y: '\$12.50' holds a currency; write the bare number"),
        ("x;y\n1;12,50 €\n", "row 2, column y: '12,50 €' holds a currency"),
        ("x,y\n1,EUR 5\n", "row 2, column y: 'EUR 5' holds a currency"),
        ("x,y\n1,12 km\n", "row 2, column y: '12 km' holds a unit"),
        ("x,y\n1,12km/h\n", "row 2, column y: '12km/h' holds a unit"),
        ("x;y\n1;1 234\n", "row 2, column y: '1 234' holds thousands separators"),
        ("x;y\n1;1'234\n", "row 2, column y: .1'234. holds thousands separators"),
        ("x;y\n1;1\u202f234,5\n", "row 2, column y: .* holds thousands separators"),
        ("x,y\n1,1_000\n", "row 2, column y: '1_000' holds thousands separators"),
        (
            "x,y\n1,nan\n",
            "row 2, column y: 'nan' is not a finite number: the value is missing; fill it in, or",
        ),
        ("x,y\n1,NA\n", "row 2, column y: 'NA' .* the value is missing"),
        ("x,y\n1,N/A\n", "row 2, column y: 'N/A' .* the value is missing"),
        ("x,y\n1,-\n", "row 2, column y: '-' .* the value is missing"),
        ("x,y\n1,?\n", r"row 2, column y: '\?' .* the value is missing"),
        ("x,y\n1,NULL\n", "row 2, column y: 'NULL' .* the value is missing"),
        (
            "x,y\n1,2\n3,\n",
            "row 3, column y: the cell is empty; write a number such as 0.5, or delete the row",
        ),
        ("x,y\n,2\n3,4\n", "row 2, column x: the cell is empty"),
        ("x,y\n1,inf\n", "row 2, column y: 'inf' is not a finite number; write one within 1e308"),
        ("x,y\n1,1e999\n", "row 2, column y: '1e999' is not a finite number; write one within 1e308"),
        ("x,y\n1,2020-01-31\n", "row 2, column y: '2020-01-31' is a date or a time"),
        ("x,y\n1,31.12.2020\n", "row 2, column y: '31.12.2020' is a date or a time"),
        ("x,y\n1,12:30\n", "row 2, column y: '12:30' is a date or a time"),
        ("x,y\n1,Jan 2020\n", "row 2, column y: 'Jan 2020' is a date or a time"),
        ("x;y\n1;3. Mai\n", "row 2, column y: '3. Mai' is a date or a time"),
        ("x,y\n1,#WERT!\n", "row 2, column y: '#WERT!' is an error of the spreadsheet; mend it there"),
        ("x,y\n1,5-\n", "row 2, column y: '5-' has its sign apart; write it in front"),
        ("x:y\n1:2\n", "'1:2' holds several numbers; divide all cells by semicolons, or name the sign"),
        ("A title\nx;y\n1;2\n3;4\n", "row 2 has 2 cells, but the first row has 1; if that is a title,"),
        ("x,y\n1,(12)\n", r"row 2, column y: '\(12\)' is in brackets; write a negative number with a minus"),
        ("x,y\n1,<0.5\n", "row 2, column y: '<0.5' is a bound"),
        ("x,y\n1,1.5D+03\n", "row 2, column y: '1.5D.03' has the exponent of Fortran"),
        ("x,y\n1,1/2\n", "row 2, column y: '1/2' is a fraction"),
        ("x,y\n1,2 # ok\n", "row 2, column y: '2 # ok' has a comment behind it"),
        ("x,y\n1,2 # ok, really\n3,4\n", "row 2 has 3 cells, but the first row has 2; put comments on lines"),
        ("x,y\n1,TRUE\n", "row 2, column y: 'TRUE' is a label; write 1 and 0"),
        ("x,y\n1,four\n", "row 2, column y: 'four' is not a finite number; write one such as 0.5"),
        ("x,y\n1,0x10\n", "row 2, column y: '0x10'"),
        (
            "x,y\nm,s\n1,2\n3,4\n",
            r"row 2 holds no number either \('m', ...\); a header has one row: delete the",
        ),
        ("sep=;\n# c\nx;y\nm;s\n1;2\n", r"row 4 holds no number either"),
        ("x,y\n1,2\nx,y\n3,4\n", "row 3 repeats the header; delete it"),
        (
            "x\n1,5\n2,5\n",
            "row 2 has 2 cells, but the first row has 1; if the comma is the decimal sign, say so",
        ),
        ("# a\nx,y\n\n1,2\n", "row 3 is empty; delete it or fill it in"),
        ("x,y\n1,2\n,\n3,4\n", "row 3 is empty"),
        ("# only\n# this\n", "the file is empty"),
        ("sep=;\n", "the file is empty"),
        ("sep=a\nx\n1\n", "the first line says that 'a' divides the cells"),
        (
            "x,kind\n1,a\n2,b\n3,c\n",
            "column kind: 'a' is not a finite number, nor is any cell below it; choose among .* numbers: x",
        ),
    ],
)
def test_what_has_none_or_two_is_refused_with_the_cause(text, words):
    with pytest.raises(ValueError, match=words) as error:
        parse_csv(text)
    assert len(str(error.value).splitlines()) == 1


def test_the_decimal_sign_is_one_of_two():
    with pytest.raises(ValueError, match=r"decimal is ';'; it must be '\.' or ','"):
        parse_csv("1;2\n", decimal=";")
    with pytest.raises(ValueError, match=r"row 2, column x: '1,5' has another decimal sign than '\.'"):
        parse_csv("x;y\n1,5;2\n", decimal=".")


@pytest.mark.parametrize(
    ("text", "columns", "note"),
    [
        (
            ",x,y\n0,5,6\n1,7,8\n",
            ("x", "y"),
            "the first column, which has no name, counts the rows, and was left",
        ),
        (
            "Unnamed: 0,x,y\n0,5,6\n1,7,8\n",
            ("x", "y"),
            "the column Unnamed: 0 counts the rows, and was left out",
        ),
        ('"","x","y"\n"1",5,6\n"2",7,8\n', ("x", "y"), "the first column, which has no name,"),
        ("id,x,y\n1,5,6\n2,7,8\n", ("x", "y"), "the column id counts the rows"),
        ("Index;x;y\n1;5;6\n2;7;8\n", ("x", "y"), "the column Index counts the rows"),
        ("x,y\n1,5,6\n2,7,8\n", ("x", "y"), "the first column, which has no name,"),
        (
            "id,x\n1,5\n2,7\n",
            ("id", "x"),
            "the column id counts the rows; it is kept, since there is only one",
        ),
    ],
)
def test_a_column_that_counts_the_rows_is_told(text, columns, note):
    data = parse_csv(text)
    assert data.columns == columns
    assert data.notes[0].startswith(note)
    assert parse_csv(text, [1, 2]).rows[:, 0].tolist() in ([0, 1], [1, 2])
    assert parse_csv(text, [1, 2]).notes == ()


@pytest.mark.parametrize("text", ["id,x,y\n1,5,6\n3,7,8\n", "t,x,y\n1,5,6\n2,7,8\n", "1,5,6\n2,7,8\n"])
def test_other_columns_are_data(text):
    data = parse_csv(text)
    assert len(data.columns) == 3
    assert data.notes == ()


@pytest.mark.parametrize(
    ("text", "values", "note"),
    [
        (
            "x,k\n1,setosa\n2,versicolor\n3,setosa\n",
            [0, 1, 0],
            "in the column k, setosa is 0 and versicolor is 1",
        ),
        ("x,k\n1,yes\n2,no\n", [1, 0], "in the column k, no is 0 and yes is 1"),
        ("x,k\n1,Yes\n2,no\n3,YES\n", [1, 0, 1], "in the column k, no is 0 and Yes is 1"),
        ("x,k\n1,-1\n2,1\n", [0, 1], "in the column k, -1 is 0 and 1 is 1"),
        ("x,k\n1,0\n2,1\n", [0, 1], None),
        ("x,k\n1,TRUE\n2,FALSE\n", [1, 0], "in the column k, FALSE is 0 and TRUE is 1"),
    ],
)
def test_two_labels_are_0_and_1(text, values, note):
    data = parse_csv(text, labels="k")
    assert data["k"].tolist() == values
    assert data.notes == (() if note is None else (note,))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("x,k\n1,a\n2,b\n3,c\n", r"the column k holds 3 label\(s\), 'a', 'b', 'c'; there must be two"),
        ("x,k\n1,a\n2,a\n", r"the column k holds 1 label\(s\), 'a'; there must be two"),
        ("x,k\n1,1\n2,2\n3,3\n", r"the column k holds 3 label\(s\), '1', '2', '3'"),
        ("x,k\n1,a\n2,NA\n", "row 3, column k: the label is missing"),
        ("x,k\nz,a\n2,b\n", "row 2, column x: 'z' is not a finite number|row 2 holds no number"),
    ],
)
def test_other_labels_are_refused(text, words):
    with pytest.raises(ValueError, match=words):
        parse_csv(text, labels="k")


def test_iris_without_a_header():
    """As the repository has it: the last column is text, and comes again."""
    generator = np.random.default_rng(0)
    kinds = ["Iris-setosa"] * 5 + ["Iris-versicolor"] * 5
    rows = [",".join([*(f"{x:.1f}" for x in generator.uniform(0.1, 7, 4)), kind]) for kind in kinds]
    data = parse_csv("\n".join(rows), labels=5)
    assert len(data) == 10
    assert data["5"].tolist() == [0] * 5 + [1] * 5
    with pytest.raises(ValueError, match="column 5: 'Iris-setosa' is not a finite number, nor"):
        parse_csv("\n".join(rows))


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("x,y\n1,2\n".encode("utf-16"), {"x": [1], "y": [2]}),
        (b"\xfe\xff" + "x;y\n1,5;2\n".encode("utf-16-be"), {"x": [1.5], "y": [2]}),
        ("x,y\n1,2\n".encode("utf-32"), {"x": [1], "y": [2]}),
        ("x,y\n1,2\n".encode("utf-8-sig"), {"x": [1], "y": [2]}),
        ("Größe,y\n1,2\n".encode(), {"Größe": [1], "y": [2]}),
        ("Größe;Preis in €\n1,5;2\n".encode("cp1252"), {"Größe": [1.5], "Preis in €": [2]}),
        (b"x,y\r\n1,2\r\n", {"x": [1], "y": [2]}),
    ],
)
def test_encodings(content, expected, tmp_path):
    path = tmp_path / "data.csv"
    path.write_bytes(content)
    data = load_csv(path)
    assert table(data) == expected
    assert data.notes == (("the file is not in UTF-8; it was read as Latin-1",) if b"\xf6" in content else ())


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"PK\x03\x04rest", "data.csv: this is a workbook, not a CSV file; export its sheet as CSV"),
        (b"\xd0\xcf\x11\xe0rest", "data.csv: this is a workbook"),
        ("x,y\n1,2\n".encode("utf-16-le"), "not a text file in UTF-8, or UTF-16 with a byte order mark"),
        (b"x,y\n\x81,2\n", "data.csv: this is not a text file in UTF-8; save it as CSV"),
        (b"x,y\n\xa1\xbf,2\n", "this is not a text file in UTF-8"),
        (b"\xff\xfex", "not a text file in UTF-8"),
        (b"", "data.csv: the file is empty"),
    ],
)
def test_what_is_no_text_is_refused(content, words, tmp_path):
    path = tmp_path / "data.csv"
    path.write_bytes(content)
    with pytest.raises(ValueError, match=words):
        load_csv(path)


def test_a_sheet_can_be_asked_twice(tmp_path):
    path = tmp_path / "data.csv"
    path.write_text("name,x,y\nada,1,2\nbob,3,4\n")
    sheet = load_sheet(path)
    assert sheet.columns == ("name", "x", "y")
    assert table(sheet.dataset(["y"])) == {"y": [2, 4]}
    assert sheet.dataset(["x", "y"]) == Dataset(("x", "y"), ((1, 2), (3, 4)))


def test_a_hundred_thousand_rows_are_read_quickly(tmp_path):
    path = tmp_path / "large.csv"
    numbers = np.random.default_rng(0).normal(size=(100_000, 2))
    np.savetxt(path, numbers, delimiter=",", header="x,y", comments="")
    best = np.inf
    for _ in range(3):
        begun = time.process_time()
        data = load_csv(path)
        best = min(best, time.process_time() - begun)
    np.testing.assert_array_equal(data.rows, numbers)
    assert best < 3


def attempt(read):
    """What is read, or the one line that says why not."""
    try:
        return read(), ""
    except ValueError as error:
        refusal = str(error)
    assert len(refusal.splitlines()) == 1
    return None, refusal


FINITE = st.floats(allow_nan=False, allow_infinity=False)
TABLES = st.integers(1, 4).flatmap(
    lambda c: st.lists(st.lists(FINITE, min_size=c, max_size=c), min_size=2, max_size=6)
)


@settings(max_examples=300, deadline=None)
@given(
    rows=TABLES,
    divider=st.sampled_from([",", ";", "\t", "|", " "]),
    comma=st.booleans(),
    header=st.booleans(),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    extras=st.sampled_from(["", "sep", "comment", "blank", "mark", "cells"]),
    quoted=st.booleans(),
)
def test_any_table_reads_back_or_is_refused(rows, divider, comma, header, end, extras, quoted):
    if comma and divider == ",":
        quoted = True
    lines = [[repr(x).replace(".", "," if comma else ".") for x in row] for row in rows]
    if header:
        lines.insert(0, [f"c{i}" for i in range(len(rows[0]))])
    text = end.join(
        divider.join(f'"{cell}"' if quoted else cell for cell in line)
        + (divider if extras == "cells" else "")
        for line in lines
    )
    before = {"sep": f"sep={divider}{end}", "comment": f"# made, today;{end}", "mark": "\ufeff"}.get(
        extras, ""
    )
    text = before + text + (end * 3 if extras == "blank" else end)
    for decimal in (None, "," if comma else "."):
        data, refusal = attempt(lambda decimal=decimal: parse_csv(text, decimal=decimal))
        if data is None:
            # Once the sign is named, there is no doubt left, unless it divides the cells too.
            assert decimal is None or (comma and divider == ","), refusal
            continue
        if comma and decimal is None and len(rows[0]) == 1 and not quoted:
            continue  # 1,5 alone is two whole numbers
        np.testing.assert_array_equal(data.rows, np.array(rows))


@settings(max_examples=500, deadline=None)
@given(
    st.text(alphabet=st.sampled_from(list("01,.;|\t \n\r\"'#-eExyna%€$:/=sp\x00\x85\u2028é_")), max_size=60)
)
def test_noise_is_read_or_refused_in_one_line(text):
    for options in ({}, {"decimal": ","}, {"header": True}, {"header": False}):
        data, _ = attempt(lambda options=options: parse_csv(text, **options))
        assert data is None or np.isfinite(data.rows).all()


@settings(max_examples=200, deadline=None)
@given(content=st.binary(max_size=60))
def test_bytes_too(content, tmp_path_factory):
    path = tmp_path_factory.mktemp("noise") / "data.csv"
    path.write_bytes(content)
    data, _ = attempt(lambda: load_csv(path))
    assert data is None or len(data)


@settings(max_examples=100, deadline=None)
@given(cells=st.lists(st.text(alphabet="ab ,;\"'", max_size=5), min_size=2, max_size=4))
def test_quoted_names_come_back(cells):
    names = [f"{cell.strip()}{i}z" for i, cell in enumerate(cells)]
    text = io.StringIO()
    csv.writer(text).writerows([names, [1] * len(names)])
    assert parse_csv(text.getvalue()).columns == tuple(names)
