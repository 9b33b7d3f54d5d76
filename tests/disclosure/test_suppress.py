"""Suppression and audit: against enumeration of all whole-number tables, and by their properties."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterdynamics.disclosure.audit import Auditor, Need, audit, feasible_ranges, need_of
from clusterdynamics.disclosure.cells import Cell, CellTable, Equation, Kind, Why, primary
from clusterdynamics.disclosure.suppress import Mark, suppress


def two_way(counts, most, sides=None, kind=Kind.TIES):
    """Table of counts with row, column and grand totals."""
    rows, columns = len(counts), len(counts[0])
    sides = sides or [[9] * columns for _r in range(rows)]
    cells = [
        Cell(f"{r}{c}", kind, counts[r][c], most[r][c], (sides[r][c],)) for r in range(rows) for c in range(columns)
    ]
    equations = []

    def total(key, parts):
        equations.append(Equation(key, tuple(parts)))
        mine = [x for x in cells if x.key in parts]
        return Cell(key, kind, sum(x.total for x in mine), sum(x.n for x in mine), (99,), margin=True)

    margins = [total(f"r{r}", [f"{r}{c}" for c in range(columns)]) for r in range(rows)]
    margins += [total(f"c{c}", [f"{r}{c}" for r in range(rows)]) for c in range(columns)]
    margins.append(total("t", [f"{r}{c}" for r in range(rows) for c in range(columns)]))
    return CellTable((*cells, *margins), tuple(equations))


def enumerate_ranges(table, hidden):
    """All whole-number tables that agree with what is shown: the least and greatest value of each hidden cell."""
    inner = [c for c in table.cells if not c.margin]
    spans = [range(int(c.lowest), int(c.highest) + 1) if c.key in hidden else (int(c.total),) for c in inner]
    found = {key: [] for key in hidden}
    for values in product(*spans):
        x = dict(zip([c.key for c in inner], values, strict=True))
        for e in table.equations:
            x[e.total] = sum(x[p] for p in e.parts)
        if all(x[c.key] == c.total for c in table.cells if c.key not in hidden):
            for key in hidden:
                found[key].append(x[key])
    return {key: (min(v), max(v)) for key, v in found.items()}


small_tables = st.builds(
    lambda cells: two_way(
        [[min(t, n) for t, n, _s in row] for row in cells],
        [[n for _t, n, _s in row] for row in cells],
        [[s for _t, _n, s in row] for row in cells],
    ),
    st.lists(
        st.lists(
            st.tuples(st.integers(0, 4), st.integers(1, 4), st.sampled_from([1, 3, 9, 9, 9])), min_size=3, max_size=3
        ),
        min_size=2,
        max_size=2,
    ),
)


@given(small_tables, st.data())
@settings(max_examples=25)
def test_ranges_are_those_of_all_whole_number_tables(table, data):
    hidden = data.draw(st.sets(st.sampled_from([c.key for c in table.cells])))
    assert feasible_ranges(table, hidden) == enumerate_ranges(table, hidden)


@given(small_tables)
@settings(max_examples=20)
def test_after_suppression_every_hidden_count_can_be_anything_below_k(table):
    k, minimum = 3, 4
    done = suppress(table, k, minimum)
    assert done.proved
    # All that is sensitive in itself is hidden.
    assert all(c.key in done.hidden for c in table.cells if primary(c, k, minimum))
    # The attack by enumeration, independent of the audit.
    for key, (low, high) in enumerate_ranges(table, done.hidden).items():
        assert low == 0
        assert high >= min(k - 1, table[key].n)
    assert audit(table, done.hidden, k).ok


@given(small_tables)
@settings(max_examples=5)
def test_a_greater_k_never_protects_less(table):
    for k in (3, 5):
        done = suppress(table, k)
        ranges = feasible_ranges(table, done.hidden)
        assert all(high >= min(k - 1, table[key].n) - 1e-6 for key, (_low, high) in ranges.items())
    assert {c.key for c in table.cells if primary(c, 3, 3)} <= {c.key for c in table.cells if primary(c, 5, 5)}


def test_one_hidden_cell_in_a_row_is_no_secret():
    # 2 + 4 + ? = 8 and the column: the cell is 2.
    table = two_way([[2, 4, 2], [2, 7, 2]], [[20] * 3] * 2, [[9, 9, 1], [9, 9, 9]])
    alone = {"02": Why.THIN}
    assert feasible_ranges(table, alone)["02"] == (2, 2)
    assert audit(table, alone, 3).failing == ("02",)
    done = suppress(table, 3)
    # A rectangle of four is the least that protects a cell of a table with both totals.
    assert len(done.hidden) == 4
    assert done.mark("02") is Mark.PRIMARY
    assert done.mark("00") is (Mark.COMPLEMENTARY if "00" in done.hidden else Mark.SHOWN)
    assert sorted(done.mark(k) for k in done.hidden) == [Mark.COMPLEMENTARY] * 3 + [Mark.PRIMARY]


def test_nothing_is_hidden_where_nothing_is_sensitive():
    table = two_way([[5, 4], [6, 7]], [[20] * 2] * 2)
    done = suppress(table, 3)
    assert done.hidden == {}
    assert done.text("00") == ""
    assert done.value("00") == 5
    assert done.mark("t") is Mark.SHOWN


def test_margins_go_where_all_else_does_not_help():
    # The only part of its total: whoever knows the total knows it.
    cells = (Cell("a", Kind.TIES, 2, 10, (1,)), Cell("t", Kind.TIES, 2, 10, (9,), margin=True))
    done = suppress(CellTable(cells, (Equation("t", ("a",)),)), 3)
    assert set(done.hidden) == {"a", "t"}
    assert done.proved


def test_what_is_public_anyhow_is_not_hidden_and_the_failure_is_said():
    cells = (
        Cell("a", Kind.TIES, 2, 10, (1,)),
        Cell("b", Kind.TIES, 2, 10, (9,)),
        Cell("t", Kind.TIES, 2, 10, (9,), margin=True, fixed=True),
    )
    done = suppress(CellTable(cells, (Equation("t", ("a",)),)), 3, forced=("t",))
    assert not done.proved
    assert set(done.hidden) == {"a", "b"}


def test_texts_say_no_more_than_they_may():
    lone = CellTable((Cell("a", Kind.COUNT, 2, 20, (9,)), Cell("b", Kind.COUNT, 0, 2, (2,))))
    done = suppress(lone, 3)
    assert done.text("a") == "<3"  # product.md PV-03
    assert done.text("b") == "not shown, because fewer than 3 organisations stand behind it"
    # With a total beside it, "<3" is a bound that could be enough: it is not said.
    table = two_way([[9, 8, 2], [9, 8, 8]], [[20] * 3] * 2, kind=Kind.COUNT)
    done = suppress(table, 3)
    assert done.hidden["02"] is Why.SMALL
    # All hidden cells look the same, whatever they were hidden for.
    assert {done.text(k) for k in done.hidden} == {"not shown, because it could point at single organisations"}


def test_deeper_levels_bound_the_less_deep():
    # Deep ties are ties of cooperation: with 1 tie of cooperation shown, a hidden 0 … 1 is too narrow for k = 3.
    cells = (Cell("deep", Kind.TIES, 1, 30, (1,)), Cell("coop", Kind.TIES, 1, 30, (9,)))
    table = CellTable(cells, (), (("deep", "coop"),))
    assert feasible_ranges(table, {"deep"}) == {"deep": (0, 1)}
    assert set(suppress(table, 3).hidden) == {"deep", "coop"}


@given(
    st.lists(st.tuples(st.integers(1, 12), st.floats(0, 1)), min_size=2, max_size=5),
    st.sampled_from([(0.0, 1.0), (1.0, 5.0)]),
)
@settings(max_examples=25)
def test_a_hidden_mean_stays_a_fifth_of_the_scale_wide(groups, scale):
    low, high = scale
    cells = [
        Cell(f"{i}", Kind.MEAN, n * (low + x * (high - low)), n, (n,), low=low, high=high)
        for i, (n, x) in enumerate(groups)
    ]
    whole = Cell(
        "t", Kind.MEAN, sum(c.total for c in cells), sum(c.n for c in cells), (99,), low=low, high=high, margin=True
    )
    table = CellTable((*cells, whole), (Equation("t", tuple(c.key for c in cells)),))
    done = suppress(table, 3, 4)
    for key, (least, most) in feasible_ranges(table, done.hidden).items():
        assert (most - least) / table[key].n >= 0.2 * (high - low) - 1e-6


def test_what_hidden_cells_need():
    count, share = Cell("a", Kind.COUNT, 9, 20, (20,)), Cell("b", Kind.SHARE, 20, 20, (20,))
    mean = Cell("c", Kind.MEAN, 60, 20, (20,), low=1, high=5)
    assert need_of(count, Why.SMALL, 3) == Need(0, 2)
    assert need_of(Cell("a", Kind.TIES, 1, 1, (1,)), Why.THIN, 5) == Need(0, 1)  # there is but one pair
    # All 20 said yes: that up to two did not must be possible, and a fifth of 20 is 4.
    assert need_of(share, Why.NONE_OR_ALL, 3) == Need(18, 20, 4)
    assert need_of(share, Why.THIN, 3) == Need(0, 2, 4)
    assert need_of(share, Why.COMPLEMENTARY, 3) == Need(20, 20, 4)
    assert need_of(mean, Why.THIN, 3) == Need(60, 60, 16)  # a fifth of 20 · (5 − 1)


def test_shares_of_which_all_said_yes():
    cells = [Cell(f"{i}", Kind.SHARE, t, 10, (10,)) for i, t in enumerate((10, 6, 5, 4))]
    whole = Cell("t", Kind.SHARE, 25, 40, (40,), margin=True)
    table = CellTable((*cells, whole), (Equation("t", ("0", "1", "2", "3")),))
    done = suppress(table, 3)
    assert done.proved
    assert done.hidden["0"] is Why.NONE_OR_ALL
    assert 2 <= len(done.hidden) < 4
    assert feasible_ranges(table, done.hidden)["0"][0] <= 8


def test_fractions_are_not_taken_for_proof():
    # An odd cycle: a+b, b+c and a+c are all 1. In fractions each could be ½; in whole numbers there is no such
    # table beside the true one, so the audit must not accept one.
    cells = tuple(Cell(k, Kind.TIES, t, 1, (1,)) for k, t in (("a", 1), ("b", 0), ("c", 1))) + tuple(
        Cell(k, Kind.TIES, t, 2, (9,)) for k, t in (("ab", 1), ("bc", 1), ("ac", 2))
    )
    table = CellTable(cells, tuple(Equation(k, (k[0], k[1])) for k in ("ab", "bc", "ac")))
    assert feasible_ranges(table, {"a", "b", "c"}) == {"a": (1, 1), "b": (0, 0), "c": (1, 1)}
    # Two equal units per pair of the cycle: parity forces the rest.
    more = tuple(Cell(k, Kind.TIES, 1, 3, (1,)) for k in "abc")
    sums = tuple(Cell(k, Kind.TIES, 2, 6, (9,)) for k in ("ab", "bc", "ac"))
    odd = CellTable(
        (*more, *sums, Cell("x", Kind.TIES, 1, 3, (1,))), tuple(Equation(k, tuple(k)) for k in ("ab", "bc", "ac"))
    )
    assert feasible_ranges(odd, {"a", "x"}) == {"a": (1, 1), "x": (0, 3)}


def test_whole_numbers_are_asked_for_where_fractions_come():
    # 2a = b is a + a' with a = a': hidden b in 0 … 3 of whole numbers can only be 0 or 2.
    cells = (
        Cell("a", Kind.TIES, 1, 2, (1,)),
        Cell("c", Kind.TIES, 1, 2, (1,)),
        Cell("b", Kind.TIES, 2, 3, (1,)),
    )
    table = CellTable(cells, (Equation("b", ("a", "c")), Equation("a", ("c",))))
    assert feasible_ranges(table, {"a", "b", "c"})["b"] == (0, 2)
    assert feasible_ranges(table, {"a", "b", "c"}, whole=False)["b"] == (0, 3)


def test_impossible_problems_prove_nothing():
    auditor = Auditor(two_way([[5, 4], [6, 7]], [[20] * 2] * 2), 3)
    low, high = auditor.bounds(())
    low[0] = high[0] = 6.0  # contradicts the totals
    assert auditor.solve(low * 0, low, high) is None


def test_numbers_are_checked():
    with pytest.raises(ValueError, match="at least 1"):
        suppress(CellTable(()), 0)
    with pytest.raises(KeyError):
        suppress(CellTable(()), 3, forced=("x",))
