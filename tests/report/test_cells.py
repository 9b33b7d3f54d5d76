"""How wide columns are: what a reader of a printed table sees first when it is wrong."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterdynamics.report.cells import widths
from clusterdynamics.report.model import Column, Table

_WORDS = st.lists(st.text("abcdefg", min_size=1, max_size=14), min_size=1, max_size=9).map(" ".join)


@given(st.integers(1, 6).flatmap(lambda n: st.lists(st.tuples(*[_WORDS] * n), min_size=1, max_size=6)))
def test_no_word_is_broken_while_all_longest_words_have_room(rows: list[tuple[str, ...]]) -> None:
    table = Table("Words", tuple(Column("Head") for _cell in rows[0]), tuple(rows))
    letters = 112
    shares = widths(table, letters)
    assert sum(shares) == pytest.approx(1)
    longest = [max(len(w) for cell in column for w in cell.split(" ")) for column in zip(*rows, strict=True)]
    assert sum(longest) + 3 * len(longest) <= letters
    for share, word in zip(shares, longest, strict=True):
        assert share * letters >= word


def test_a_wide_table_gives_its_room_to_what_is_read() -> None:
    """Eleven columns, as evidence has: numbers and years stay whole, the words between them get the rest."""
    heads = ("Network", "Evidence", "Figure", "Wave", "Value", "From", "To", "Bounds", "n", "Coverage", "Note")
    cells = (
        "Depth of cooperation", "Answering organisations with at least one contact", "Share", "Autumn 2024", "100%",
        "94%", "100%", "95 % of redraws of respondents", "1,722", "83%", "Not shown, because it could point at one.",
    )  # fmt: skip
    shares = widths(Table("Evidence", tuple(map(Column, heads)), (cells,)), 120)
    assert all(share * 120 >= 7 for share, cell in zip(shares, cells, strict=True) if cell.startswith(("100%", "1,7")))
    assert max(shares) in {shares[1], shares[10]}
    assert min(shares) > 0.04
