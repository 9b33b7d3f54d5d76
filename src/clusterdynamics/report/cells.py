"""How cells and the basis of a block are written, in every format."""

from __future__ import annotations

from clusterdynamics.charts.numbers import number, percent
from clusterdynamics.disclosure.classes import Audience, audience_label
from clusterdynamics.i18n import _
from clusterdynamics.report.model import Basis, Block, Cell, Column, Share, Table

__all__ = [
    "basis_line",
    "basis_text",
    "cell_text",
    "headline",
    "is_long",
    "is_share",
    "source_line",
    "source_words",
    "widths",
]

#: Tables with more rows, or more letters, than this do not go on paper.
LONG, WORDY = 45, 4000
#: Letters of a finding that can still be read at a glance.
GLANCE = 150
#: Letters that the space beside a cell's text takes, and from which on a word may be broken.
_GAP, _BREAKS = 3.0, 24


def is_share(cell: Cell, column: Column) -> bool:
    """Return whether a cell is shown as a percentage."""
    return isinstance(cell, Share) or (column.kind == "percent" and isinstance(cell, int | float))


def cell_text(cell: Cell, column: Column) -> str:
    """Return a cell as it is shown: numbers with the language's decimal sign, "–" where there is none."""
    if cell is None:
        return "–"
    if isinstance(cell, str):
        return cell
    if is_share(cell, column):
        return percent(cell, column.digits or 0)
    return number(cell, column.digits)


def is_long(table: Table) -> bool:
    """Return whether a table would fill more than a page of paper."""
    return len(table.rows) > LONG or sum(len(c) for row in table.rows for c in row if isinstance(c, str)) > WORDY


def basis_text(basis: Basis) -> str:
    """Return what a block was computed on, in words; where its number is not shown, how many answered alone."""
    text = _("{n} {unit}").format(n=number(basis.n), unit=basis.unit)
    if basis.coverage is not None:
        share = percent(basis.coverage)
        # Cells of a table keep their numbers from readers; "0 pairs" would read as if there were none.
        text = (
            _("{basis}, coverage {share}").format(basis=text, share=share)
            if basis.n
            else _("coverage {share}").format(share=share)
        )
    return _("{wave}: {basis}").format(wave=basis.when, basis=text) if basis.when else text


def basis_line(block: Block) -> str:
    """Return all that a block was computed on, in one line."""
    return " · ".join(basis_text(b) for b in block.basis)


def source_line(block: Block) -> str:
    """Return which snapshot a block was computed on, and for whom it is."""
    return source_words(block.source, block.verdict)


def source_words(source: str, verdict: str) -> str:
    """Return a snapshot and an audience in words."""
    audience = audience_label(Audience(verdict))
    return _("Snapshot {id} · for: {audience}").format(id=source[:16], audience=audience)


def headline(answer: str, letters: int = GLANCE) -> str:
    """Return the part of a finding that can be read at a glance: whole clauses, and "…" where more follows.

    >>> headline("9 would join in A; 5 in B; 2 in C.", 28)
    '9 would join in A; 5 in B …'
    """
    if len(answer) <= letters:
        return answer
    ends = [k for k in range(len(answer)) if answer[k : k + 2] in ("; ", ". ")]
    best = max((k for k in ends if k <= letters), default=0)
    if best < letters // 4:
        best = answer.rfind(" ", 0, letters)
    return f"{answer[:best].rstrip(' ,;:.')} …"


def widths(table: Table, letters: int = 112) -> tuple[float, ...]:
    """Return the share of the width that each column needs; they add up to 1.

    A column must hold its longest word; only what is left of the line is shared by how much there is to read.

    Parameters
    ----------
    letters
        How many letters of ordinary width go on a line of the whole table.
    """
    needed, wanted = [], []
    for k, column in enumerate(table.columns):
        texts = [cell_text(row[k], column) for row in table.rows]
        words = (w for t in (column.title, *texts) for w in t.split(" "))
        word = min(max(map(len, words), default=1), _BREAKS) + _GAP
        longest = max((len(t) for t in texts), default=1)
        needed.append(word)
        if column.kind == "text":
            usual = sum(map(len, texts)) / max(1, len(texts))
            read = max(min(longest, 1.3 * usual, 42), 3 * min(longest, 60) ** 0.5 if longest > 9 else 0)
            wanted.append(max(word, read + _GAP))
        else:
            wanted.append(max(word, longest + _GAP))
    over = sum(wanted) - sum(needed)
    if over and sum(wanted) > letters > sum(needed):
        left = (letters - sum(needed)) / over
        wanted = [n + left * (w - n) for n, w in zip(needed, wanted, strict=True)]
    elif sum(wanted) > letters:
        wanted = needed
    return tuple(w / sum(wanted) for w in wanted)
