"""The section "How deeply do organisations work together?": its picture and its tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from clusterdynamics.i18n import _
from clusterdynamics.report.model import Cell, Column, Section, Table
from clusterdynamics.report.sections.context import Context
from clusterdynamics.report.tables import cell, figures_table

if TYPE_CHECKING:
    from clusterdynamics.measures.analyses.depth import DepthProfile

__all__ = ["depth_section"]


def depth_section(context: Context) -> Section | None:
    """Return the depth profile of the latest wave; None where depth was not asked."""
    result: DepthProfile | None = context.result("depth")
    if result is None or not result.waves:
        return None
    latest = result.waves[-1]
    shown = [e for e in result.estimates if e.wave == latest and e.name in ("depth.share", "wish.pairs")]
    title = _("{wave}: how the pairs spread over depth, and the wishes to do more or to start").format(
        wave=result.labels.get(f"wave:{latest}", latest)
    )
    cells = [e for e in result.estimates if e.name == "depth.cell.share" and e.wave == latest]
    elsewhere = ("depth.cell.share", "depth.share", "depth.pairs", "purpose.share")
    others = [e for e in result.estimates if e.name not in elsewhere]
    names = {e.subject: _called(e.subject, result) for e in result.estimates}
    return context.section(
        "depth",
        result,
        unit=_("pairs"),
        shown=shown,
        chart=result.chart() if any(e.value is not None for e in shown) else None,
        title=title,
        table=_profile(result.profile(latest), title),
        more=(
            figures_table(
                [e for e in result.estimates if e.name in ("depth.share", "depth.pairs")],
                result.labels,
                _("Depth of pairs, all waves"),
                subject=_("Depth"),
                subjects=names,
            ),
            _by_group(result, latest, {e.subject.partition("|")[0] for e in cells}),
            figures_table(
                others,
                result.labels,
                _("What is confirmed, what deep pairs are for, and wishes"),
                subject=_("What"),
                subjects=names,
            ),
        ),
    )


def _profile(frame: pl.DataFrame, caption: str) -> Table:
    """Return the table equal to the picture."""
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            r["label"],
            r["pairs"],
            cell(r["share"], "depth.share"),
            cell(r["low"], "depth.share"),
            cell(r["high"], "depth.share"),
            cell(r["wished"], "wish.pairs"),
            r["note"],
        )
        for r in frame.iter_rows(named=True)
    )
    columns = (
        Column(_("Depth")),
        Column(_("Pairs"), "number"),
        Column(_("Share"), "percent"),
        Column(_("From"), "percent"),
        Column(_("To"), "percent"),
        Column(_("With a wish, of all pairs"), "percent"),
        Column(_("Note")),
    )
    return Table(caption, columns, rows)


def _by_group(result: DepthProfile, wave: str, groups: set[str]) -> Table:
    """Return how the pairs of each group, area or purpose spread over depth: one row each, one column a depth."""
    found = {e.subject: e for e in result.estimates if (e.name, e.wave) == ("depth.cell.share", wave)}
    rows: list[tuple[Cell, ...]] = []
    for group in sorted(groups):
        shares = [found.get(f"{group}|depth={d}") for d in range(len(result.depths))]
        n = next((e.n for e in shares if e is not None), 0)
        why = next((e.why for e in shares if e is not None), "")
        values = tuple(None if e is None else cell(e.value, e.name) for e in shares)
        rows.append((_called(group, result), float(n), *values, why))
    columns = (
        Column(_("Pairs of, or about")),
        Column(_("Pairs"), "number"),
        *(Column(_("Depth {d}").format(d=d), "percent") for d in range(len(result.depths))),
        Column(_("Note")),
    )
    caption = _("{wave}: depth by kinds and sizes of organisations, areas and purposes")
    return Table(caption.format(wave=result.labels.get(f"wave:{wave}", wave)), columns, tuple(rows))


def _called(subject: str, result: DepthProfile) -> str:
    """Return a subject in words: the group, area or purpose, and the depth."""
    group, _bar, depth = subject.rpartition("|")
    if not group and not subject.startswith("depth="):
        return _group(subject, result)
    words = _("depth {d}").format(d=depth.partition("=")[2])
    return _("{group}, {depth}").format(group=_group(group, result), depth=words) if group else words


def _group(subject: str, result: DepthProfile) -> str:
    known = {"whole": _("all"), "kind=more": _("to do more"), "kind=start": _("to start")} | result.labels
    if subject in known:
        return known[subject]
    column, colon, ends = subject.partition(":")
    if not colon:
        return subject
    return " – ".join(known.get(f"{column}:{end}", end) for end in ends.split("–"))
