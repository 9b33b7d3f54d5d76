"""Who is linked with whom? One map for each wave, on one layout."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from clusterdynamics.charts.numbers import number
from clusterdynamics.charts.words import capital
from clusterdynamics.i18n import _, ngettext
from clusterdynamics.report.model import Basis, Cell, Column, NetworkBlock, Section, Table
from clusterdynamics.report.sections.context import Context
from clusterdynamics.report.words import METHODS, questions
from clusterdynamics.study.network import Network

__all__ = ["drawn_networks", "from_level", "map_section", "partners", "wave_dates", "waves_words"]


def drawn_networks(context: Context) -> tuple[Network, ...]:
    """Return the main network in all waves, with the values that its relation has (for the width of lines).

    Maps of other organisations' ties are for the study team only; for everybody else there is none.
    """
    if context.main is None or not context.for_team:
        return ()
    relation, cut = context.study.settings.relation(context.main)
    networks = context.study.waves(relation.id)
    found = []
    for network in networks:
        shown = network if cut is None else from_level(network, cut)
        found.append(replace(shown, name=context.main))
    return tuple(found) if any(n.ties.any() for n in found) else ()


def from_level(network: Network, cut: float) -> Network:
    """Return the network with only the ties whose value is at least `cut`; lower ones become "no tie"."""
    cut_off = network.dichotomise(cut)
    values = np.where(cut_off.ties, network.values, cut_off.values)
    return replace(cut_off, values=values)


def map_section(context: Context) -> Section | None:
    """Return one map for each wave; None in a study without ties."""
    from clusterdynamics.charts.network_map import network_map

    networks = drawn_networks(context)
    if not networks:
        return None
    places, look = context.places(networks), context.look()
    label = context.labels.get(context.main or "", "")
    blocks, latest = [], ""
    for network in reversed(networks):
        title = _("{network}, {wave}").format(network=capital(label), wave=context.study.wave_label(network.wave or ""))
        drawn = network if network.directed else network.symmetrise("either")
        links = [(drawn.nodes[i], drawn.nodes[j]) for i, j in np.argwhere(drawn.ties).tolist()]
        count = len(links) if network.directed else len(links) // 2
        alone = network.n - len({a for link in links for a in link})
        finding = ngettext(
            "In {wave} {count} link joins {n} organisations ({network}); not yet linked: {alone}.",
            "In {wave} {count} links join {n} organisations ({network}); not yet linked: {alone}.",
            count,
        ).format(
            wave=context.study.wave_label(network.wave or ""),
            count=number(count, 0),
            n=network.n - alone,
            network=label,
            alone=alone,
        )
        latest = latest or finding
        alt = _("{title}. Network map. {finding} The table lists the partners of each organisation.").format(
            title=title, finding=finding
        )
        svg = network_map(
            network,
            places,
            look,
            title=title,
            alt=alt,
            when=waves_words(context, network),
            value_words=_value_words(context),
        )
        blocks.append(
            NetworkBlock(
                alt=alt, title=title, svg=svg, table=_links(context, drawn, title), **_carried(context, network)
            )
        )
    return Section("map", questions()["map"], latest, tuple(blocks))


def _carried(context: Context, network: Network) -> dict[str, Any]:
    coverage = network.coverage
    basis = Basis(
        network.n,
        _("organisations"),
        coverage if np.isfinite(coverage) else None,
        context.study.wave_label(network.wave or ""),
    )
    return {
        "basis": (basis,),
        "method": _(METHODS["map"]),
        "source": context.assessment.snapshot,
        "verdict": context.audience,
    }


def wave_dates(context: Context, waves: Iterable[str]) -> str:
    """Return the dates of the field work of waves; empty where they are not given."""
    rows = {i: (o, c) for i, o, c in context.study["waves"].select("id", "opens", "closes").iter_rows()}
    words = []
    for wave in waves:
        opens, closes = rows.get(wave, (None, None))
        if opens and closes:
            words.append(_("{first} to {last}").format(first=opens.isoformat(), last=closes.isoformat()))
        elif opens or closes:
            words.append((opens or closes).isoformat())
    return " / ".join(words)


def waves_words(context: Context, *networks: Network) -> str:
    """Return the dates of the field work of the networks' waves; empty where they are not given."""
    return wave_dates(context, (network.wave or "" for network in networks))


def _value_words(context: Context) -> Mapping[float, str]:
    """Return value → meaning, from the scale of the main network's relation."""
    relation, _cut = context.study.settings.relation(context.main or "")
    scale = context.study.settings.scale(relation.scale)
    if scale is None:
        return {}
    return {float(v): f"{number(float(v))}: {text}" for v, text in scale.labels.items()}


def partners(
    context: Context,
    pairs: list[tuple[str, str]],
    *,
    directed: bool,
    values: Mapping[tuple[str, str], float] | None = None,
) -> dict[str, list[str]]:
    """Return organisation → short names of its partners in alphabetical order, with the value behind the name."""
    labels, found = context.study.short_labels, dict[str, list[tuple[str, str]]]()
    for a, b in pairs:
        for one, other in ((a, b),) if directed else ((a, b), (b, a)):
            value = "" if values is None else f" ({number(values[a, b])})"
            name = labels.get(other, other)
            found.setdefault(one, []).append((name.casefold(), name + value))
    return {a: [name for _key, name in sorted(set(listed))] for a, listed in found.items()}


def _links(context: Context, drawn: Network, caption: str) -> Table:
    """Return for each organisation whom it is linked with, and how deeply."""
    links = [(drawn.nodes[i], drawn.nodes[j]) for i, j in np.argwhere(drawn.ties).tolist()]
    values = {(a, b): float(drawn.values[drawn.index(a), drawn.index(b)]) for a, b in links} if drawn.valued else None
    found = partners(context, links, directed=True, values=values)
    labels = context.study.labels
    rows: list[tuple[Cell, ...]] = [
        (
            labels.get(a, a),
            ", ".join(found.get(a, [])) or _("not yet linked"),
            _("yes") if drawn.answered[drawn.index(a)] else _("no"),
        )
        for a in sorted(drawn.nodes, key=lambda a: labels.get(a, a).casefold())
    ]
    head = _("Names") if drawn.directed else _("Linked with")
    return Table(caption, (Column(_("Organisation")), Column(head), Column(_("Answered"))), tuple(rows))
