"""What both maps of the study team share: the links that are drawn, names, kinds, places, filters."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from clusterdynamics.charts.network_map import Layout, Look
from clusterdynamics.charts.numbers import number
from clusterdynamics.charts.theme import kind_of
from clusterdynamics.charts.words import capital
from clusterdynamics.measures.analyses.common import network_label
from clusterdynamics.report.sections.maps import from_level
from clusterdynamics.study.model import Study
from clusterdynamics.study.network import Network
from clusterdynamics_web.results.maps.filters import filter_words, label_of, passing
from clusterdynamics_web.results.maps.kept import main_network
from clusterdynamics_web.results.maps.picture import Mark
from clusterdynamics_web.results.maps.state import State
from clusterdynamics_web.results.maps.words import area_words, numbered, scale_words

__all__ = ["Drawing"]


@dataclass(frozen=True)
class Drawing:
    """A state of the study team's map.

    Attributes
    ----------
    places
        Where everybody stands in all waves.
    source
        The line that says where the picture comes from.
    """

    study: Study
    state: State
    places: Layout
    source: str

    @cached_property
    def ids(self) -> dict[str, str]:
        return numbered(self.study, self.study.actor_ids)

    @cached_property
    def label(self) -> str:
        return capital(network_label(self.study, self.state.network))

    @cached_property
    def attributes(self) -> dict[str, dict[str, Any]]:
        rows = self.study["actors"].select("id", "type", "size_class", "is_anchor").iter_rows()
        return {i: {"type": t, "size": s, "large": bool(a)} for i, t, s, a in rows}

    @cached_property
    def look(self) -> Look:
        kinds = {i: kind_of(a["type"], a["size"], is_anchor=a["large"]) for i, a in self.attributes.items()}
        return Look(self.study.short_labels, kinds, self.study.settings.types)

    @cached_property
    def layout(self) -> Layout:
        """The places; what is not linked in the main network may well be in another one."""
        if self.state.network == main_network(self.study):
            return self.places
        return replace(self.places, unlinked=(), linked_height=self.places.height)

    @cached_property
    def values(self) -> dict[float, str]:
        return {float(v): words for v, words in scale_words(self.study, self.state.network)}

    def network(self, wave: str) -> Network:
        """Return the reports of a wave, with the links that are drawn."""
        relation, cut = self.study.settings.relation(self.state.network)
        floor = max([c for c in (cut, float(self.state.level or 0) or None) if c is not None], default=None)
        found = self.study.network(relation.id, wave)
        return replace(found if floor is None else from_level(found, floor), name=self.state.network)

    def kept(self, nodes: Iterable[str]) -> list[str]:
        """Return who passes all filters."""
        listed = tuple(nodes)
        sets = [passing(self.study, listed, key, value) for key, value in self.state.filters]
        return [a for a in listed if all(a in s for s in sets)]

    def title(self, when: str) -> str:
        parts = [when, filter_words(self.study, self.state.filters)]
        if self.state.level:
            parts.append(_("from {level}").format(level=self.values[float(self.state.level)]))
        return ", ".join([self.label, *(p for p in parts if p)])

    def notes(self, basis: str) -> tuple[str, ...]:
        return tuple(note for note in (basis if self.state.filters else "", self.source) if note)

    def mark(self, actor: str, sentence: str, answered: bool | None, measure: float | None) -> Mark:
        given = self.attributes[actor]
        facts: dict[str, Any] = {
            "kind": label_of(self.study, "type", given["type"] or "not_given"),
            "size": label_of(self.study, "size_class", given["size"] or "not_given"),
            "large": given["large"],
            "answered": answered,
        }
        if measure is not None:
            facts["measure"] = f"{area_words(self.state.area)}: {number(measure)}"
        return Mark(self.ids[actor], self.study.labels[actor], sentence, facts)

    def by_name(self, actors: Iterable[str]) -> list[str]:
        return sorted(actors, key=lambda a: (self.study.labels[a].casefold(), a))
