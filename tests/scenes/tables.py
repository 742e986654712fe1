"""Small seeded tables of the shapes that lecturers use, and tables that stretch a story."""

import numpy as np


def write(folder, name, header, rows):
    """Write a table as a CSV file; return its path as text."""
    path = folder / f"{name}.csv"
    lines = [",".join(header), *(",".join(map(str, row)) for row in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(path)


def profits(folder):
    """Profit of a food truck against a city's population, both in 10 000s: most cities small, a few large."""
    draw = np.random.default_rng(1)
    population = np.round(5 + draw.exponential(3.2, 97), 4)
    profit = np.round(1.19 * population - 3.9 + 3 * draw.standard_normal(97), 4)
    return write(folder, "profits", ("population", "profit"), zip(population, profit, strict=True))


def salaries(folder):
    """Salary against years of experience: thirty rows, large numbers."""
    draw = np.random.default_rng(2)
    years = np.round(draw.uniform(1, 10.5, 30), 1)
    pay = np.round(25_800 + 9_450 * years + 5_600 * draw.standard_normal(30))
    return write(folder, "salaries", ("YearsExperience", "Salary"), zip(years, pay, strict=True))


def advertising(folder):
    """Sales against money for television, radio and newspapers, with a column that counts the rows."""
    draw = np.random.default_rng(3)
    tv, radio, paper = (np.round(draw.uniform(0, high, 200), 1) for high in (300, 50, 110))
    sales = np.round(2.9 + 0.046 * tv + 0.19 * radio + 1.7 * draw.standard_normal(200), 1)
    rows = zip(range(1, 201), tv, radio, paper, sales, strict=True)
    return write(folder, "advertising", ("", "TV", "radio", "newspaper", "sales"), rows)


def flowers(folder, kinds=("versicolor", "virginica")):
    """Petals of two kinds of iris, which overlap a little."""
    draw = np.random.default_rng(4)
    rows = []
    for kind, length, width in zip(kinds, (4.26, 5.55), (1.33, 2.03), strict=True):
        deep = draw.standard_normal((50, 2))
        rows += [
            (round(length + 0.5 * a, 1), round(width + 0.15 * a + 0.17 * b, 1), kind)
            for a, b in deep.tolist()
        ]
    return write(folder, "flowers", ("petal_length", "petal_width", "species"), rows)


def many(folder, count=2000):
    """A cloud of so many points, with three outliers."""
    draw = np.random.default_rng(5)
    x = draw.normal(50, 12, count)
    y = 3 - 0.4 * x + draw.normal(0, 4, count)
    y[:3] += (60, -45, 50)
    return write(folder, "many", ("x", "y"), zip(x.round(3), y.round(3), strict=True))
