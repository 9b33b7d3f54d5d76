"""Tables of shares and means by group, each beside the figure of all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from clusterdynamics.disclosure.cells import Cell, CellTable, Equation, Kind
from clusterdynamics.disclosure.relational import key_of

if TYPE_CHECKING:
    from clusterdynamics.measures.estimate import Estimate

__all__ = ["group_table"]

_EPS = 1e-9


def group_table(
    estimates: Sequence[Estimate],
    *,
    scale: tuple[float, float] | None = None,
    whole_is_open: bool = False,
    answered: int | None = None,
) -> CellTable:
    """Return the figures of groups, and of the whole where there is one, as a table.

    Groups of one column (``type:firm``, ``type:research``) add up to the whole; what is in no group is a cell
    that nobody prints.

    Parameters
    ----------
    estimates
        Figures of one wave and network; the subject is ``whole`` or ``column:value``, `n` the number of
        organisations. Where figures are about ratings, `n` is the number of ratings and their details say who
        stands behind them (``raters``, ``rated``, ``two_raters``).
    answered
        Organisations that answered; they stand behind the figure of the whole.
    scale
        Ends of the scale of a mean; None for a share.
    whole_is_open
        The figure of the whole is open to everybody and cannot be hidden.
    """
    low, high = scale or (0.0, 1.0)
    kind = Kind.SHARE if scale is None else Kind.MEAN
    cells: dict[str, Cell] = {}
    columns: dict[str, list[str]] = {}
    whole = ""
    for e in estimates:
        if e.value is None:
            continue
        key, is_whole = key_of(e), e.subject == "whole"
        total = min(max(e.value * e.n, low * e.n), high * e.n)
        behind = e.n if answered is None else answered if is_whole else int(e.details.get("raters", 0))
        cells[key] = Cell(
            key,
            kind,
            total,
            e.n,
            (behind,),
            named=() if is_whole or answered is None else (int(e.details.get("rated", 0)),),
            contributions=_spread(e) if "two_raters" in e.details else (),
            low=low,
            high=high,
            margin=is_whole,
            fixed=is_whole and whole_is_open,
        )
        if is_whole:
            whole = key
        else:
            columns.setdefault(e.subject.partition(":")[0], []).append(key)
    equations = []
    for column, keys in columns.items():
        if not whole:
            break
        parts = [cells[k] for k in keys]
        n = cells[whole].n - sum(c.n for c in parts)
        total = cells[whole].total - sum(c.total for c in parts)
        if n < -_EPS or not low * n - 1e-6 <= total <= high * n + 1e-6:
            # Weighted figures do not add up by themselves: nobody can subtract them either.
            continue
        if n > _EPS:
            rest = f"{whole} − {column}"
            kept = min(max(total, low * n), high * n)
            # Who stands behind what is in no group is not known of ratings: it counts as few.
            few = round(n) if answered is None else 0
            cells[rest] = Cell(rest, kind, kept, n, (few,), low=low, high=high, published=False)
            keys = [*keys, rest]
        equations.append(Equation(whole, tuple(keys)))
    return CellTable(tuple(cells.values()), tuple(equations))


def _spread(e: Estimate) -> tuple[tuple[float, ...], ...]:
    """Return shares of raters in which the two that rated most have what the details say."""
    two, raters = float(e.details["two_raters"]), int(e.details["raters"])
    others = max(raters - 2, 0)
    return ((two / 2, two / 2, *([(1 - two) / others] * others if others else [])),)
