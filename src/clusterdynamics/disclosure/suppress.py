"""Suppression: hide the sensitive cells, and as few others as it takes that they stay hidden."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from clusterdynamics.disclosure.audit import Auditor
from clusterdynamics.disclosure.cells import Cell, CellTable, Why, primary
from clusterdynamics.i18n import _

__all__ = ["Mark", "Suppressed", "suppress"]


class Mark(StrEnum):
    """What became of a cell."""

    SHOWN = "shown"
    PRIMARY = "hidden_primary"
    COMPLEMENTARY = "hidden_complementary"


@dataclass(frozen=True)
class Suppressed:
    """A table in which everything that must be hidden is hidden.

    Attributes
    ----------
    table, k, minimum
        What was decided about, and with which numbers.
    hidden
        Hidden cell → why (for the study team: the reason itself can give a cell away).
    proved
        True where the audit passed. False only where something that is public anyhow (a cell that is
        ``fixed``) gives a cell away; all others are then hidden.
    """

    table: CellTable
    k: int
    minimum: int
    hidden: Mapping[str, Why]
    proved: bool

    def mark(self, key: str) -> Mark:
        """Return what became of the cell `key`."""
        why = self.hidden.get(key)
        if why is None:
            return Mark.SHOWN
        return Mark.COMPLEMENTARY if why in (Why.COMPLEMENTARY, Why.FORCED) else Mark.PRIMARY

    def value(self, key: str) -> float | None:
        """Return the total of a cell that is shown; None for one that is hidden."""
        return None if key in self.hidden else self.table[key].total

    def text(self, key: str) -> str:
        """Return what stands in the place of a hidden cell, in the active language; empty where it is shown.

        "<3" would tell that the count is 0, 1 or 2. Where totals are published, too, that can be enough to
        work it out; there the text does not say why the cell is hidden.
        """
        why = self.hidden.get(key)
        if why is None:
            return ""
        if why is Why.SMALL and not self.table.equations and not self.table.orders:
            return f"<{self.k}"
        if why is Why.THIN:
            return _("not shown, because fewer than {minimum} organisations stand behind it").format(
                minimum=self.minimum
            )
        return _("not shown, because it could point at single organisations")


def suppress(
    table: CellTable,
    k: int,
    minimum: int | None = None,
    *,
    forced: Collection[str] = (),
    whole: bool = True,
) -> Suppressed:
    """Hide what is sensitive and what would give it away, until the audit passes.

    Greedy: for every cell that could be worked out too closely, hide one more cell of its sums (small ones
    first, totals last); at the end each cell hidden for its neighbours' sake is shown again if the audit
    still passes. The result is not the least possible suppression, but it is proved to be enough.

    Parameters
    ----------
    table
        The cells and how they hang together; may be several linked tables.
    k
        Least number of organisations.
    minimum
        Least number of *answering* organisations; `k` where none is given.
    forced
        Cells that stay hidden for a wider reason: an earlier publication, or a stricter class.
    whole
        See ``audit.Auditor``.

    Raises
    ------
    KeyError
        A cell of `forced` is not in the table.
    ValueError
        `k` or `minimum` is less than 1.

    References
    ----------
    Hundepool, A., et al. (2012). Statistical Disclosure Control. Wiley. Chapter 4 (secondary suppression).
    """
    least = k if minimum is None else minimum
    if k < 1 or least < 1:
        raise ValueError("k and minimum must be at least 1")
    hidden: dict[str, Why] = {}
    for cell in table.cells:
        why = None if cell.fixed else primary(cell, k, least)
        if not cell.published and why is None:
            why = Why.COMPLEMENTARY  # nobody prints it, and it may be worked out
        if why is not None:
            hidden[cell.key] = why
    for key in forced:
        if not table[key].fixed:
            hidden.setdefault(key, Why.FORCED)
    auditor = Auditor(table, k, whole=whole)
    must = {key for key, why in hidden.items() if why is not Why.COMPLEMENTARY}
    proved = _extend(auditor, hidden)
    if proved:
        _shrink(auditor, hidden, must)
    else:
        for cell in table.cells:
            if not cell.fixed:
                hidden.setdefault(cell.key, Why.COMPLEMENTARY)
    return Suppressed(table, k, least, hidden, proved)


def _judged(auditor: Auditor, hidden: dict[str, Why]) -> dict[str, Why]:
    """Leave out what nobody prints and what is not sensitive: it is free, and needs no protection."""
    return {
        key: why
        for key, why in hidden.items()
        if auditor.table[key].published or why not in (Why.COMPLEMENTARY, Why.FORCED)
    }


def _failing(auditor: Auditor, hidden: dict[str, Why]) -> tuple[str, ...]:
    """Return the first cell that can be worked out too closely, in a tuple; an empty one where there is none."""
    return auditor.run(_judged(auditor, hidden), free=hidden, first=True).failing


def _extend(auditor: Auditor, hidden: dict[str, Why]) -> bool:
    """Hide more cells until no hidden cell fails; False where nothing is left to hide."""
    while failing := _failing(auditor, hidden):
        chosen = _helper(auditor, failing[0], hidden)
        if chosen is None:
            return False
        hidden[chosen] = Why.COMPLEMENTARY
    return True


def _helper(auditor: Auditor, key: str, hidden: dict[str, Why]) -> str | None:
    """Return the cell whose hiding helps `key` at the least cost: no total, small; None where there is none."""
    table = auditor.table
    helping = [table[k] for k in auditor.helpers(key, hidden[key], hidden)]
    for ring in (helping, *_rings(table, key)):
        shown = [c for c in ring if c.key not in hidden and not c.fixed]
        if shown:
            return min(shown, key=lambda c: (c.margin, c.n, c.key)).key
    return None


def _rings(table: CellTable, key: str) -> Iterator[list[Cell]]:
    """Yield the cells that share a sum or an order with `key`, then those that share one with these, and so on."""
    groups = [{e.total, *e.parts} for e in table.equations] + [set(pair) for pair in table.orders]
    reached, edge = {key}, {key}
    while edge:
        edge = {k for group in groups if group & edge for k in group} - reached
        reached |= edge
        if edge:
            yield [table[k] for k in sorted(edge)]


def _shrink(auditor: Auditor, hidden: dict[str, Why], must: Collection[str]) -> None:
    """Show again what was hidden for its neighbours' sake and need not be, the largest first."""
    table = auditor.table
    extra = [k for k, why in hidden.items() if why is Why.COMPLEMENTARY and k not in must and table[k].published]
    for key in sorted(extra, key=lambda k: (not table[k].margin, -table[k].n, k)):
        rest = {k: why for k, why in hidden.items() if k != key}
        if not _failing(auditor, rest):
            del hidden[key]
