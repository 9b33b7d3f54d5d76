"""Cells of tables that people open in a spreadsheet program."""

from __future__ import annotations

import math

__all__ = ["harmless"]


def harmless(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula; numbers stay numbers.

    >>> harmless("=1+1"), harmless(" @x"), harmless("-3.5"), harmless("a-b")
    ("'=1+1", "' @x", '-3.5', 'a-b')
    """
    try:
        if math.isfinite(float(cell)):
            return cell
    except ValueError:
        pass  # words
    runs = cell.lstrip().startswith(("=", "+", "-", "@")) or cell.startswith(("\t", "\r"))
    return f"'{cell}" if runs else cell
