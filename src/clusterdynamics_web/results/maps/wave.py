"""The map of one wave, for the study team."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clusterdynamics.charts.network_map import Scene, network_scene
from clusterdynamics.charts.numbers import number
from clusterdynamics.measures.analyses.drawn import area_of, drawn_figures
from clusterdynamics.study.network import Network
from clusterdynamics_web.results.maps.drawing import Drawing
from clusterdynamics_web.results.maps.filters import label_of
from clusterdynamics_web.results.maps.picture import Listed, Picture
from clusterdynamics_web.results.maps.words import area_words, dates, figure_rows, partner_links

__all__ = ["WaveMap"]


class WaveMap(Drawing):
    """Everybody who is there, and who is linked with whom."""

    def picture(self) -> Picture:
        wave = self.state.wave
        whole = self.network(wave)
        network = whole.subset(self.kept(whole.nodes))
        drawn = network if network.directed else network.symmetrise("either")
        linked = np.argwhere(drawn.ties).tolist()
        pairs = [(drawn.nodes[i], drawn.nodes[j]) for i, j in linked]
        count = len(pairs) if network.directed else len(pairs) // 2
        alone = network.n - len({a for pair in pairs for a in pair})
        basis = _("Computed on {n} of {all} organisations.").format(n=network.n, all=whole.n)
        when = self.study.wave_label(wave)
        finding = ngettext(
            "{count} link joins {n} organisations; not yet linked: {alone}.",
            "{count} links join {n} organisations; not yet linked: {alone}.",
            count,
        ).format(count=number(count, 0), n=network.n - alone, alone=alone)
        title = self.title(when)
        size, refused, told = self.area(network)
        scene = network_scene(
            network,
            self.layout,
            self.look,
            title=title,
            alt=f"{title}. {finding}",
            when=dates(self.study, wave),
            size=size,
            size_words=area_words(self.state.area) if size is not None else "",
            value_words=self.values,
            notes=self.notes(basis),
            named=self.state.labels,
        )
        depth = {pair: float(drawn.values[i, j]) for pair, (i, j) in zip(pairs, linked, strict=True)}
        partners: dict[str, list[str]] = {a: [] for a in drawn.nodes}
        for a, b in pairs:
            partners[a].append(b)
        answered = {n: bool(x) for n, x in zip(network.nodes, network.answered, strict=True)}
        marks = {a: self.mark(a, self.sentence(a, partners[a]), answered[a], told.get(a)) for a in network.nodes}
        return Picture(
            scene,
            marks,
            self.links(network, scene, depth),
            finding,
            basis,
            figure_rows(drawn_figures(self.study, network)),
            (self.table(title, drawn, partners, depth if network.valued else {}, answered, told),),
            refused,
        )

    def area(self, network: Network) -> tuple[dict[str, float] | None, tuple[str, ...], dict[str, float]]:
        """Return the areas, why there are none although they were asked for, and each one's measure in words."""
        if not self.state.area:
            return None, (), {}
        values, largest = area_of(self.study, network, self.state.area)
        if largest.value is None:
            return None, (f"{area_words(self.state.area)}: {largest.why}",), {}
        return values, (), values

    def sentence(self, actor: str, partners: list[str]) -> str:
        name = self.study.labels[actor]
        if not partners:
            return _("{name}: not yet linked.").format(name=name)
        listed = ", ".join(sorted((self.study.short_labels[b] for b in partners), key=str.casefold))
        return ngettext(
            "{name}: {n} link, with {partners}.", "{name}: {n} links, with {partners}.", len(partners)
        ).format(name=name, n=len(partners), partners=listed)

    def links(
        self, network: Network, scene: Scene, depth: Mapping[tuple[str, str], float]
    ) -> dict[tuple[str, str], dict[str, Any]]:
        """Return what is known of each link: its value, and whether both sides report it."""
        found: dict[tuple[str, str], dict[str, Any]] = {}
        at = {a: i for i, a in enumerate(network.nodes)}
        valued, both_ways = network.valued, network.ties & network.ties.T
        judged = network.observed & network.observed.T
        for line in scene.lines:
            a, b = line.source, line.target
            facts: dict[str, Any] = {}
            if valued:
                facts["value"] = depth[a, b]
            if not network.directed and judged[at[a], at[b]]:
                facts["confirmed"] = bool(both_ways[at[a], at[b]])
            found[a, b] = facts
        return found

    def table(
        self,
        caption: str,
        drawn: Network,
        partners: Mapping[str, list[str]],
        depth: Mapping[tuple[str, str], float],
        answered: Mapping[str, bool],
        told: Mapping[str, float],
    ) -> Listed:
        columns: list[dict[str, Any]] = [
            {"title": _("Organisation"), "kind": "text"},
            {"title": _("Kind"), "kind": "text"},
            {"title": _("Answered"), "kind": "text"},
            {"title": _("Links"), "kind": "number"},
            {"title": _("Names") if drawn.directed else _("Linked with"), "kind": "text"},
        ]
        if told:
            columns.append({"title": area_words(self.state.area), "kind": "number"})
        rows = []
        for a in self.by_name(drawn.nodes):
            values = {b: depth[a, b] for b in partners[a]} if depth else {}
            row: list[Mapping[str, Any] | None] = [
                {"text": self.study.labels[a], "mark": self.ids[a]},
                {"text": label_of(self.study, "type", self.attributes[a]["type"] or "not_given")},
                {"text": _("yes") if answered[a] else _("no")},
                {"text": number(len(partners[a]), 0), "sort": len(partners[a])},
                {"links": partner_links(self.study, self.ids, partners[a], values)},
            ]
            if told:
                row.append({"text": number(told[a]), "sort": told[a]} if a in told else None)
            rows.append(tuple(row))
        return Listed(caption, tuple(columns), tuple(rows))
