"""The section "What changed?": its picture and its tables."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import polars as pl

from clusterdynamics.charts.words import capital
from clusterdynamics.i18n import _
from clusterdynamics.report.model import Cell, Column, NetworkBlock, Section, Share, Table
from clusterdynamics.report.sections.context import Context
from clusterdynamics.report.sections.maps import drawn_networks, partners, waves_words
from clusterdynamics.report.tables import figures_table
from clusterdynamics.report.words import measure

if TYPE_CHECKING:
    from clusterdynamics.measures.analyses.change import Change

__all__ = ["change_section"]

_PARTS = ("kept", "new", "lost", "not_comparable")


def change_section(context: Context) -> Section | None:
    """Return kept, new and lost links, and the change map; None where there is one wave only."""
    result: Change | None = context.result("change")
    if result is None or not result.composition:
        return None
    # The finding is what happened to the links; who stayed and left is said after it.
    composition = set(replace(result, estimates=()).sentences())
    found = [s for s in context.focus(result).sentences() if s not in composition]
    main = context.focus(result, wave=False)
    title = _("Links kept, new and lost, for all organisations and for those that stayed")
    return context.section(
        "change",
        result,
        unit=_("organisations"),
        shown=main.estimates,
        chart=main.chart() if any(e.value is not None for e in main.estimates) else None,
        title=title,
        table=_counts(main, title),
        answer=next(iter(found), ""),
        extra=_maps(context, result),
        more=(
            _counts(result, _("Links kept, new and lost in all networks")),
            figures_table(
                result.estimates,
                result.labels,
                _("All figures on change"),
                subject=_("Who"),
                subjects=_who(),
            ),
        ),
    )


def _who() -> dict[str, str]:
    return {"all": _("all organisations"), "stayers": _("those that stayed")}


def _counts(result: Change, caption: str) -> Table:
    values = {(e.network, e.wave, e.subject, e.name): e for e in result.estimates}
    keys = list(dict.fromkeys((e.network, e.wave, e.subject) for e in result.estimates))
    rows: list[tuple[Cell, ...]] = []
    for network, wave, subject in keys:
        figures = [values.get((network, wave, subject, name)) for name in (*_PARTS, "jaccard")]
        if figures[0] is None:
            continue
        counts = [f.value if f else None for f in figures]
        share = None if counts[-1] is None else Share(counts[-1])
        row = (
            result.labels.get(network or "", network or ""),
            (wave or "").replace("→", " → "),
            _who()[subject],
            *counts[:-1],
            share,
            figures[0].why,
        )
        rows.append(row)
    columns = (
        Column(_("Network")),
        Column(_("Waves")),
        Column(_("Who")),
        *(Column(measure(part).label, "number") for part in _PARTS),
        Column(measure("jaccard").label, "number"),
        Column(_("Note")),
    )
    return Table(caption, columns, tuple(rows))


def _maps(context: Context, result: Change) -> tuple[NetworkBlock, ...]:
    """Return the change map of the main network for each pair of waves."""
    from clusterdynamics.charts.network_map import change_map, tie_changes

    networks = drawn_networks(context)
    if not networks:
        return ()
    places, look = context.places(networks), context.look()
    label = context.labels.get(context.main or "", "")
    made = []
    for before, after in pairwise(networks):
        shown = [e for e in result.estimates if (e.network, e.wave) == (context.main, f"{before.wave}→{after.wave}")]
        if not any(e.value is not None for e in shown):
            continue
        apart = succession(context, before.wave or "", after.wave or "")
        title = _("{network}: what was kept, new and lost, {first} to {second}").format(
            network=capital(label),
            first=context.study.wave_label(before.wave or ""),
            second=context.study.wave_label(after.wave or ""),
        )
        changes = tie_changes(before, after, apart)
        counts = {name: len(pairs) for name, pairs in changes.items()}
        alt = _(
            "{title}. Network map: {kept} links kept, {new} new, {lost} lost among the organisations present "
            "in both waves. The table lists them for each organisation."
        ).format(title=title, **counts)
        svg = change_map(
            before, after, places, look, title=title, alt=alt, when=waves_words(context, before, after), apart=apart
        )
        made.append(
            NetworkBlock(
                alt=alt,
                title=title,
                svg=svg,
                table=_partners_table(context, changes, title, directed=before.directed),
                **context.common("change", shown, _("organisations")),
            )
        )
    return tuple(made)


def succession(context: Context, first: str, second: str) -> frozenset[str]:
    """Return organisations that became others between two waves, and the new ones that they became.

    They are not compared: an organisation that merged did not lose its links.
    """
    before, after = set(context.study.present(first)), set(context.study.present(second))
    rows = context.study["actors"].filter(pl.col("predecessor").list.len() > 0).select("id", "predecessor").iter_rows()
    apart: set[str] = set()
    for actor, predecessors in rows:
        mine = before.intersection(predecessors)
        if actor in after and mine:
            apart |= mine | ({actor} - before)
    return frozenset(apart)


def _partners_table(
    context: Context, changes: dict[str, list[tuple[str, str]]], caption: str, *, directed: bool
) -> Table:
    """Return for each organisation with whom links were kept, new and lost."""
    lists = {name: partners(context, changes[name], directed=directed) for name in ("kept", "new", "lost")}
    labels = context.study.labels
    actors = sorted({a for found in lists.values() for a in found}, key=lambda a: labels.get(a, a).casefold())
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (labels.get(a, a), *(", ".join(lists[name].get(a, [])) for name in ("kept", "new", "lost"))) for a in actors
    )
    columns = (Column(_("Organisation")), *(Column(measure(name).label) for name in ("kept", "new", "lost")))
    return Table(caption, columns, rows)
