"""What changed: who stayed, the links kept, new and lost, their map, and the depth of pairs."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from clusterdynamics.charts.words import capital
from clusterdynamics.i18n import _
from clusterdynamics.measures.identity import followed, succession
from clusterdynamics.report.model import Block, Cell, Column, FigureBlock, NetworkBlock, Share, Table, TableBlock
from clusterdynamics.report.sections.change.words import text, who
from clusterdynamics.report.sections.context import Context
from clusterdynamics.report.sections.maps import drawn_networks, partners, waves_words
from clusterdynamics.report.tables import cell, figures_table
from clusterdynamics.report.words import measure

if TYPE_CHECKING:
    from clusterdynamics.measures.analyses.change import Change
    from clusterdynamics.measures.analyses.depth_change import DepthChange

__all__ = ["what_changed"]

_PARTS = ("kept", "new", "lost", "not_comparable")


def what_changed(context: Context) -> tuple[Block, ...]:
    """Return who stayed, links kept, new and lost with their map, the depth flow, and the tables behind them."""
    result: Change = context.result("change")
    carried = context.common("change", result.estimates, _("organisations"))
    return (
        *_links(context, result),
        *_maps(context, result),
        *_depths(context),
        *text(result.sentences(), _("What changed, in words"), carried, folded=True),
        *_tables(context, result),
    )


def _links(context: Context, result: Change) -> tuple[Block, ...]:
    """Return kept, new and lost links of the main network, all organisations and those that stayed side by side."""
    main = context.focus(result, wave=False)
    shown = [e for e in main.estimates if not e.name.startswith("group.")]
    title = _("Links kept, new and lost, for all organisations and for those that stayed")
    table = _counts(main, title)
    carried = context.common("change", shown, _("organisations"))
    alt = f"{title}. {' '.join(main.sentences())}"
    if any(e.value is not None for e in shown):
        return (FigureBlock(alt=alt, title=title, chart=main.chart(), table=table, **carried),)
    return (TableBlock(alt=alt, table=table, **carried),) if table.rows else ()


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
            who()[subject],
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
    """Return the change map of the main network for each pair of waves: for the study team only."""
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
        between = succession(context.study, before.wave or "", after.wave or "")
        earlier, apart = followed(before, between.renamed), between.apart
        title = _("{network}: what was kept, new and lost, {first} to {second}").format(
            network=capital(label),
            first=context.study.wave_label(before.wave or ""),
            second=context.study.wave_label(after.wave or ""),
        )
        changes = tie_changes(earlier, after, apart)
        counts = {name: len(pairs) for name, pairs in changes.items()}
        alt = _(
            "{title}. Network map: {kept} links kept, {new} new, {lost} lost among the organisations present "
            "in both waves. The table lists them for each organisation."
        ).format(title=title, **counts)
        svg = change_map(
            earlier, after, places, look, title=title, alt=alt, when=waves_words(context, before, after), apart=apart
        )
        made.append(
            NetworkBlock(
                alt=alt,
                title=title,
                svg=svg,
                table=_partners_table(context, changes, title, directed=before.directed),
                **context.common("change", [e for e in shown if e.subject == "stayers"], _("organisations")),
            )
        )
    return tuple(made)


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


def _depths(context: Context) -> tuple[Block, ...]:
    """Return the depth flow of the last two waves with its matrix."""
    result: DepthChange | None = context.result("depth_change")
    if result is None or not result.waves:
        return ()
    wave = result.waves[-1]
    shown = [e for e in result.estimates if e.name == "transition.pairs" and e.wave == wave]
    first, second = (result.labels.get(f"wave:{w}", w) for w in wave.split("→"))
    title = _("How deeply pairs worked together, {first} to {second}").format(first=first, second=second)
    carried = context.common("depth_change", shown, _("pairs"))
    moved = [s for s in result.sentences() if first in s and second in s]
    table = _matrix(result, wave, title, rounded=not context.for_team)
    if not table.rows:
        return text(moved, title, carried)
    return (
        FigureBlock(alt=f"{title}. {' '.join(moved)}", title=title, chart=result.chart(), table=table, **carried),
        *text(moved, _("Depth, in words"), carried),
    )


def _matrix(result: DepthChange, wave: str, caption: str, *, rounded: bool) -> Table:
    """Return the pairs from depth (row) to depth (column); the table equal to the depth flow."""
    values = {e.subject: e.value for e in result.estimates if (e.name, e.wave) == ("transition.pairs", wave)}
    if all(v is None for v in values.values()):
        return Table(caption, (), ())
    depths = range(len(result.depths))
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (_("{d} before: {words}").format(d=d, words=result.depths[d]), *(values.get(f"{d}→{e}") for e in depths))
        for d in depths
    )
    columns = (Column(_("Depth")), *(Column(_("{d} now").format(d=e), "number") for e in depths))
    note = _("{caption} (pairs, rounded to tens)") if rounded else _("{caption} (pairs)")
    return Table(note.format(caption=caption), columns, rows)


def _tables(context: Context, result: Change) -> tuple[Block, ...]:
    """Return the further tables, folded in."""
    carried = context.common("change", result.estimates, _("organisations"))
    whole = [e for e in result.estimates if not e.name.startswith("group.")]
    tables = [
        (_counts(result, _("Links kept, new and lost in all networks")), carried),
        (_by_group(result), carried),
        (
            figures_table(whole, result.labels, _("All figures on change"), subject=_("Who"), subjects=who()),
            carried,
        ),
    ]
    depth: DepthChange | None = context.result("depth_change")
    if depth is not None:
        shares = [e for e in depth.estimates if e.name.startswith(("transition.share", "depth_change."))]
        tables.append(
            (
                figures_table(
                    shares,
                    depth.labels,
                    _("From which depth to which, as shares of the pairs at the depth before"),
                    subject=_("Depth"),
                    subjects={"whole": _("all")} | {e.subject: e.subject.replace("→", " → ") for e in shares},
                ),
                context.common("depth_change", shares, _("pairs")),
            )
        )
    return tuple(TableBlock(alt=t.caption, table=t, folded=True, **c) for t, c in tables if t.rows)


def _by_group(result: Change) -> Table:
    """Return kept, new and lost links by kinds of organisations, areas and purposes."""
    values = {(e.network, e.wave, e.subject, e.name): e for e in result.estimates if e.name.startswith("group.")}
    rows: list[tuple[Cell, ...]] = []
    for network, wave, subject in dict.fromkeys(key[:3] for key in values):
        found = [values[network, wave, subject, f"group.{part}"] for part in _PARTS]
        rows.append(
            (
                result.labels.get(network or "", network or ""),
                (wave or "").replace("→", " → "),
                _called(subject, result.labels),
                *(cell(e.value, e.name) for e in found),
                float(found[0].n),
                found[0].why,
            )
        )
    columns = (
        Column(_("Network")),
        Column(_("Waves")),
        Column(_("Links of, or about")),
        *(Column(measure(part).label, "number") for part in _PARTS),
        Column(_("Pairs"), "number"),
        Column(_("Note")),
    )
    return Table(_("Links kept, new and lost, by kinds of organisations, areas and purposes"), columns, tuple(rows))


def _called(subject: str, labels: dict[str, str]) -> str:
    """Return a group, area or purpose in words."""
    if subject in labels:
        return labels[subject]
    named = subject.partition(":")[2]
    for sign in ("→", "–"):
        ends = named.split(sign)
        if len(ends) == 2:
            return f" {sign} ".join(labels.get(end, end) for end in ends)
    return named
