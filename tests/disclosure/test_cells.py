from __future__ import annotations

import pytest

from clusterdynamics.disclosure.cells import Cell, CellTable, Equation, Kind, Why, primary


def cell(kind=Kind.TIES, total=10.0, n=40.0, sides=(8,), key="c", **more):
    return Cell(key, kind, total, n, sides, **more)


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (cell(), None),
        (cell(sides=(3,)), Why.THIN),  # fewer than 4 answered
        (cell(sides=(8, 3)), Why.THIN),  # on one side
        (cell(sides=()), Why.THIN),  # nobody reported
        (cell(named=(2,)), Why.THIN),  # fewer than k on the side that is named
        (cell(named=(3,)), None),
        (cell(total=0.0), Why.NONE_OR_ALL),
        (cell(total=40.0), Why.NONE_OR_ALL),
        (cell(total=1.0), None),  # one tie is not one organisation; dominance sees to it
        (cell(contributions=((9.0, 1.0),)), Why.DOMINATED),  # two hold 100 %
        (cell(total=20.0, contributions=((9.0, 8.0, 3.0),)), None),  # two hold exactly 85 %, not more
        (cell(total=100.0, n=200.0, contributions=((45.0, 41.0, 14.0),)), Why.DOMINATED),  # 86 %
        (cell(total=0.5, contributions=((0.0, 0.0),)), None),  # nothing to dominate
        (cell(Kind.COUNT, 2.0, 20.0), Why.SMALL),  # fewer than 3
        (cell(Kind.COUNT, 3.0, 20.0), None),
        (cell(Kind.COUNT, 19.0, 20.0), Why.NONE_OR_ALL),  # the one who differs knows all others
        (cell(Kind.SHARE, 1.0, 20.0), Why.NONE_OR_ALL),
        (cell(Kind.SHARE, 2.0, 20.0), None),
        (cell(Kind.MEAN, 20.0, 20.0, low=1.0, high=5.0), Why.NONE_OR_ALL),  # everybody at the bottom
        (cell(Kind.MEAN, 21.0, 20.0, low=1.0, high=5.0), None),
    ],
)
def test_primary_rules(given, why):
    assert primary(given, k=3, minimum=4) == why


def test_cells_must_be_possible():
    with pytest.raises(ValueError, match="not between"):
        cell(total=41.0)


def test_tables_check_themselves():
    a, b, t = cell(key="a", total=1.0), cell(key="b", total=2.0), cell(key="t", total=3.0)
    table = CellTable((a, b, t), (Equation("t", ("a", "b")),), (("a", "b"),))
    assert table["t"] is t
    with pytest.raises(ValueError, match="different keys"):
        CellTable((a, a))
    with pytest.raises(ValueError, match="no such cells"):
        CellTable((a,), (Equation("t", ("a",)),))
    with pytest.raises(ValueError, match="sum of its parts"):
        CellTable((a, b, t), (Equation("t", ("a",)),))


def test_linked_tables_are_one():
    a, b, t = cell(key="a", total=1.0), cell(key="b", total=2.0), cell(key="t", total=3.0)
    one = CellTable((a, b, t), (Equation("t", ("a", "b")),))
    two = CellTable((cell(key="c", total=3.0), t), (Equation("t", ("c",)),))
    both = CellTable.join((one, two))
    assert [c.key for c in both.cells] == ["a", "b", "t", "c"]
    assert len(both.equations) == 2
    with pytest.raises(ValueError, match="two different cells"):
        CellTable.join((one, CellTable((cell(key="a", total=9.0),))))
