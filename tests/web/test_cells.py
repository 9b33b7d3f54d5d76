"""Cells that spreadsheet programs would run; OWASP lists the first letters under "CSV Injection"."""

from __future__ import annotations

import pytest

from clusterdynamics_web.cells import harmless


@pytest.mark.parametrize("cell", ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "  =1+1", "-inf", "+nan"])
def test_what_would_run_is_marked_as_text(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["-3.5", "+4670123456", "1e-5", "", "a=b", "a-b", "Åsa & co"])
def test_numbers_and_words_stay(cell: str) -> None:
    assert harmless(cell) == cell
