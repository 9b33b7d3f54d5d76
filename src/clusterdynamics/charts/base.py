"""What the figures share: data inside the specification, and rows of a frame checked for their columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import polars as pl

from clusterdynamics.charts.words import text_width, wrap

if TYPE_CHECKING:
    import altair as alt

__all__ = ["inline", "label_space", "lines", "rows_of"]

#: Widest label of a row, in pixels; longer ones are broken into two lines.
LABEL = 215


def rows_of(frame: pl.DataFrame, required: Iterable[str], optional: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the rows as dictionaries with all required and optional columns.

    Parameters
    ----------
    frame
        The figures.
    required
        Columns that must be there.
    optional
        Column → value where it is not there.

    Raises
    ------
    ValueError
        A required column is missing.
    """
    needed = tuple(required)
    missing = [c for c in needed if c not in frame.columns]
    if missing:
        raise ValueError(f"the frame lacks the columns {', '.join(missing)}")
    kept = [*needed, *(c for c in optional if c in frame.columns)]
    return [dict(optional) | row for row in frame.select(kept).iter_rows(named=True)]


def inline(rows: Iterable[Mapping[str, Any]]) -> alt.InlineData:
    """Return the rows as data of the specification, without a name that would change from run to run."""
    import altair as alt

    return alt.InlineData(values=[dict(r) for r in rows])


def lines(label: str, width: float = LABEL, size: float = 13) -> str:
    """Return the label broken into at most two lines, joined by a line feed."""
    return "\n".join(wrap(label, width, size, lines=2)) or " "


def label_space(labels: Iterable[str]) -> float:
    """Return the pixels that the row labels take."""
    return max((text_width(part, 13) for label in labels for part in label.split("\n")), default=0.0) + 14
