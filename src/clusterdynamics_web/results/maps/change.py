"""The map of what was kept, new and lost between two waves, for the study team."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from clusterdynamics.charts.network_map import change_scene, tie_changes
from clusterdynamics.charts.numbers import number, percent
from clusterdynamics.measures.identity import followed, succession
from clusterdynamics_web.results.maps.drawing import Drawing
from clusterdynamics_web.results.maps.picture import Listed, Picture
from clusterdynamics_web.results.maps.words import dates, partner_links

__all__ = ["ChangeMap"]


class ChangeMap(Drawing):
    """Kept, new and lost links among those present in both waves."""

    def picture(self) -> Picture:
        """Return what was kept, new and lost; those that joined, left, merged or split are not compared."""
        since, wave = self.state.since, self.state.wave
        between = succession(self.study, since, wave)
        before, after = followed(self.network(since), between.renamed), self.network(wave)
        everybody = sorted({*before.nodes, *after.nodes})
        kept = set(self.kept(everybody))
        before, after = (n.subset([a for a in n.nodes if a in kept]) for n in (before, after))
        changes = tie_changes(before, after, between.apart)
        stayers = [a for a in between.stayers if a in kept]
        counts = {name: len(pairs) for name, pairs in changes.items()}
        basis = _("Compared: {n} of {all} organisations.").format(n=len(stayers), all=len(everybody))
        when = _("{first} to {second}").format(first=self.study.wave_label(since), second=self.study.wave_label(wave))
        title = _("{network}: kept, new and lost").format(network=self.title(when))
        finding = _(
            "{kept} links were kept, {new} are new and {lost} were lost among the organisations present in both waves; "
            "{unknown} cannot be compared, because a side did not answer in both waves."
        ).format(kept=counts["kept"], new=counts["new"], lost=counts["lost"], unknown=counts["not_comparable"])
        scene = change_scene(
            before,
            after,
            self.layout,
            self.look,
            title=title,
            alt=f"{title}. {finding}",
            when=" / ".join(d for d in (dates(self.study, since), dates(self.study, wave)) if d),
            apart=between.apart,
            notes=self.notes(basis),
            named=self.state.labels,
        )
        partners = _by_change(changes, directed=before.directed)
        facts = {pair: {"change": name} for name, pairs in changes.items() for pair in pairs}
        answered = {a: bool(x) for a, x in zip(after.nodes, after.answered, strict=True)}
        nodes = sorted({*before.nodes, *after.nodes})
        marks = {
            a: self.mark(a, self.changed(a, partners.get(a, {}), a in set(stayers)), answered.get(a), None)
            for a in nodes
        }
        compared = counts["kept"] + counts["new"] + counts["lost"]
        shares = (
            ((_("Of the links seen in either wave, kept"), percent(counts["kept"] / compared)),) if compared else ()
        )
        return Picture(
            scene,
            marks,
            facts,
            finding,
            basis,
            (
                (_("Compared organisations"), number(len(stayers), 0)),
                (_("Kept"), number(counts["kept"], 0)),
                (_("New"), number(counts["new"], 0)),
                (_("Lost"), number(counts["lost"], 0)),
                (_("Cannot be compared"), number(counts["not_comparable"], 0)),
                *shares,
            ),
            (self.change_table(title, nodes, partners, set(stayers)),),
        )

    def changed(self, actor: str, partners: Mapping[str, list[str]], compared: bool) -> str:
        name = self.study.labels[actor]
        if not compared:
            return _("{name}: not compared, because it joined, left, merged or split.").format(name=name)
        words = {"kept": _("kept"), "new": _("new"), "lost": _("lost")}
        said = [
            f"{words[k]}: {', '.join(sorted((self.study.short_labels[b] for b in partners[k]), key=str.casefold))}"
            for k in words
            if partners.get(k)
        ]
        return f"{name}. {'; '.join(said)}." if said else _("{name}: no link in either wave.").format(name=name)

    def change_table(
        self, caption: str, nodes: list[str], partners: Mapping[str, Mapping[str, list[str]]], stayers: set[str]
    ) -> Listed:
        columns = [_("Organisation"), _("Compared"), _("Kept"), _("New"), _("Lost")]
        rows: list[tuple[Mapping[str, Any] | None, ...]] = [
            (
                {"text": self.study.labels[a], "mark": self.ids[a]},
                {"text": _("yes") if a in stayers else _("no")},
                *(
                    {"links": partner_links(self.study, self.ids, partners.get(a, {}).get(k, []), {})}
                    for k in ("kept", "new", "lost")
                ),
            )
            for a in self.by_name(nodes)
        ]
        return Listed(caption, tuple({"title": c, "kind": "text"} for c in columns), tuple(rows))


def _by_change(changes: Mapping[str, list[tuple[str, str]]], *, directed: bool) -> dict[str, dict[str, list[str]]]:
    found: dict[str, dict[str, list[str]]] = {}
    for name, pairs in changes.items():
        for a, b in pairs:
            found.setdefault(a, {}).setdefault(name, []).append(b)
            if not directed:
                found.setdefault(b, {}).setdefault(name, []).append(a)
    return found
