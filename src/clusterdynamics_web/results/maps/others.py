"""The map of everybody but the study team: groups, and what organisations agreed to have drawn of them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clusterdynamics.charts.network_map import MAP_WIDTH, Dot, Item, Line, Scene
from clusterdynamics.charts.numbers import number, percent
from clusterdynamics.charts.theme import INK, MUTED, Kind, kind_of, kinds_for
from clusterdynamics.charts.words import capital
from clusterdynamics.disclosure import Audience, VisibilityClass, class_of, minimum_for
from clusterdynamics.measures.analyses.common import cut_names, network_label
from clusterdynamics.study.model import Study
from clusterdynamics_web.results.maps.filters import (
    allowed,
    filter_choices,
    filter_words,
    label_of,
    passing,
    refusal,
)
from clusterdynamics_web.results.maps.kept import layout_from, main_network
from clusterdynamics_web.results.maps.picture import Listed, Mark, Picture
from clusterdynamics_web.results.maps.state import ATTRIBUTES, Choices, State
from clusterdynamics_web.results.maps.words import (
    area_words,
    dates,
    figure_label,
    figure_text,
    networks_first,
    numbered,
    partner_links,
)

__all__ = ["others_choices", "others_picture"]

#: Height of the part in which the groups stand, above named organisations and alone.
_BAND, _ALONE = 260.0, 420.0
_GROUP, _LARGEST, _SMALLEST, _NAMED = 16.0, 24.0, 9.0, 6.5


def others_choices(study: Study, kept: Mapping[str, Any], audience: Audience) -> Choices:
    """Return what an audience can choose; nobody but the study team sees changes link by link."""
    filters = filter_choices(study, audience)
    if class_of(audience) > VisibilityClass.C2:
        # Nothing but groups is drawn: they can be picked out, not cut up.
        filters = {k: v for k, v in filters.items() if ATTRIBUTES[k] in kept["by"]}
    words = {"type": _("Kind"), "size_class": _("Size")}
    return Choices(
        networks=networks_first(study, cut_names(study)),
        waves=tuple((w, study.wave_label(w)) for w in study.wave_ids),
        filters=filters,
        areas=(("organisations", area_words("organisations")),),
        groups=tuple((a, words[a]) for a in kept["by"]) if len(kept["by"]) > 1 else (),
    )


def others_picture(study: Study, kept: Mapping[str, Any], audience: Audience, state: State, source: str) -> Picture:
    """Return the map that `disclosure.map_view` lets an audience see.

    Parameters
    ----------
    kept
        What `kept.prepare` worked out for the audience.
    source
        The line that says where the picture comes from.
    """
    filters = state.filters
    foreign = [k for k, _v in filters if ATTRIBUTES[k] != (state.groups or "type")]
    refused: tuple[str, ...] = ()
    if filters and not allowed(study, state.wave, filters, audience):
        refused, filters = (refusal(study, filters, audience),), ()
    elif foreign and class_of(audience) > VisibilityClass.C2:
        refused, filters = (_("Groups cannot be cut up any further for these readers."),), ()
    return _Groups(study, kept, audience, replace(state, filters=filters), source).picture(refused)


@dataclass(frozen=True)
class _Groups:
    study: Study
    kept: Mapping[str, Any]
    audience: Audience
    state: State
    source: str

    # -- what is there ------------------------------------------------------------------------------------------

    @cached_property
    def by(self) -> str:
        return self.state.groups or "type"

    @cached_property
    def view(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.kept["views"][f"{self.state.network}|{self.state.wave}|{self.by}"]
        return found

    @cached_property
    def directed(self) -> bool:
        return self.study.settings.relation(self.state.network)[0].directed

    @cached_property
    def organisations(self) -> list[str]:
        return self._passing(self.view["organisations"])

    def _passing(self, actors: Any) -> list[str]:
        sets = [passing(self.study, actors, key, value) for key, value in self.state.filters]
        return [a for a in actors if all(a in s for s in sets)]

    @cached_property
    def ties(self) -> list[tuple[str, str]]:
        here = set(self.organisations)
        pairs = [(a, b) for a, b in self.view["ties"] if a in here and b in here]
        return pairs if self.directed else sorted({(min(p), max(p)) for p in pairs})

    @cached_property
    def groups(self) -> list[tuple[str, str, int | None]]:
        """Return node, value and size of the groups; none where a filter cuts across them."""
        wanted = {v for k, v in self.state.filters if ATTRIBUTES[k] == self.by}
        if any(ATTRIBUTES[k] != self.by for k, _v in self.state.filters):
            return []
        return [(node, g, n) for node, g, n in self.view["groups"] if not wanted or g in wanted]

    @cached_property
    def shares(self) -> list[tuple[str, str, float]]:
        here = {node for node, _g, _n in self.groups}
        return [(a, b, d) for a, b, d in self.view["group_ties"] if a in here and b in here]

    @cached_property
    def names(self) -> dict[str, str]:
        return {node: label_of(self.study, self.by, group) for node, group, _n in self.groups}

    @cached_property
    def ids(self) -> dict[str, str]:
        """Identifiers in this picture, over all waves of this publication."""
        everybody = {a for view in self.kept["views"].values() for a in view["organisations"]}
        return numbered(self.study, everybody)

    # -- how it is drawn ----------------------------------------------------------------------------------------

    @cached_property
    def kinds(self) -> dict[str, Kind]:
        kinds = {kind_of(t) for t in self.study.attribute("type", self.study.actor_ids)}
        return kinds_for(kinds | {"other"}, self.study.settings.types)

    def _kind(self, group: str) -> Kind:
        if self.by != "type":
            return Kind("", "", MUTED, "circle")
        return self.kinds.get(kind_of("" if group == "not_given" else group), self.kinds["other"])

    def _group_dots(self, height: float) -> list[Dot]:
        largest = max((n for _node, _g, n in self.groups if n), default=1)
        turn = np.random.default_rng(self.view["seed"]).uniform(0, 2 * math.pi)
        dots = []
        every = [node for node, _g, _n in self.view["groups"]]
        for node, group, n in self.groups:
            angle = turn + 2 * math.pi * every.index(node) / len(every)
            x = MAP_WIDTH / 2 + 215 * math.cos(angle)
            y = height / 2 + (height / 2 - 52) * math.sin(angle)
            radius = _GROUP
            if self.state.area:
                radius = max(_SMALLEST, _LARGEST * math.sqrt(n / largest)) if n else _SMALLEST
            label = self.names[node] if n is None else f"{self.names[node]} ({number(n, 0)})"
            outline = "dotted" if n is None and self.state.area else "solid"
            dots.append(Dot(node, x, y, radius, self._kind(group), label, outline))
        return dots

    def _organisation_dots(self, top: float) -> tuple[list[Dot], float, float]:
        """Return the dots of named organisations, where the row of the unlinked begins, and where the map ends."""
        if not self.organisations:
            return [], top, top
        places = layout_from(self.kept["layout"])
        main = self.state.network == main_network(self.study)
        apart = set(places.unlinked) if main else set[str]()
        types = dict(zip(self.organisations, self.study.attribute("type", tuple(self.organisations)), strict=True))
        dots = []
        for a in self.organisations:
            x, y = places.places[a]
            kind = self.kinds.get(kind_of(types[a]), self.kinds["other"])
            label = self.study.short_labels[a]
            dots.append(Dot(a, x, top + y, _NAMED, kind, label, "solid", a in apart))
        row = places.linked_height if apart else places.height
        return dots, top + row, top + places.height

    def _lines(self) -> list[Line]:
        most = max((d for _a, _b, d in self.shares), default=1.0) or 1.0
        both = {(a, b) for a, b, _d in self.shares}
        found = [
            Line(a, b, 1.0 + 6.0 * d / most, MUTED, 0.5, None, self.directed, 0.1 if (b, a) in both else 0.0)
            for a, b, d in sorted(self.shares, key=lambda s: s[2])
            if a != b
        ]
        pairs = set(self.ties)
        return found + [
            Line(a, b, 1.2, MUTED, 0.65, None, self.directed, 0.08 if (b, a) in pairs else 0.0) for a, b in self.ties
        ]

    def _legend(self, dots: list[Dot]) -> tuple[tuple[Item, ...], ...]:
        used = {dot.kind for dot in dots}
        kinds = tuple(Item(k.label, dot=Dot("", 0, 0, 6, k, "")) for k in self.kinds.values() if k in used)
        more = []
        between = [d for a, b, d in self.shares if a != b]
        for d in sorted({min(between), max(between)}) if between else ():
            most = max(d for _a, _b, d in self.shares)
            line = Line("", "", 1.0 + 6.0 * d / most, MUTED, 0.5, None, self.directed)
            more.append(
                Item(_("{share} of the links that could be there are there").format(share=percent(d)), line=line)
            )
        if self.ties:
            more.append(Item(_("a link that may be shown"), line=Line("", "", 1.2, MUTED, 0.65, None, self.directed)))
        if any(dot.outline == "dotted" for dot in dots):
            few = Dot("", 0, 0, 6, Kind("", "", INK, "circle"), "", "dotted")
            more.append(Item(_("dotted outline: too few to say how many"), dot=few))
        return kinds, tuple(more)

    def _notes(self, basis: str) -> tuple[str, ...]:
        inside = class_of(self.audience) <= VisibilityClass.C2
        least = minimum_for(self.study.settings.disclosure, class_of(self.audience))
        within = "; ".join(f"{self.names[a]} {percent(d)}" for a, b, d in self.shares if a == b)
        notes = [
            basis if self.state.filters else "",
            _("Area: {measure}.").format(measure=area_words(self.state.area)) if self.state.area else "",
            _("Links that are there within a group: {shares}.").format(shares=within) if within else "",
            _(
                "Large marks are groups, in which everybody is counted; small marks are organisations that agreed to "
                "be named. A link between them is drawn where both sides agreed, or where the disclosure agreement "
                "opens it."
            )
            if inside
            else _("Marks are groups, in which everybody is counted."),
            _(
                "Not shown: the size of groups of fewer than {least} organisations, and shares that could point at "
                "single organisations."
            ).format(least=least),
            _("A place means nothing."),
            self.source,
        ]
        return tuple(note for note in notes if note)

    # -- the whole ----------------------------------------------------------------------------------------------

    def picture(self, refused: tuple[str, ...]) -> Picture:
        here = self.study.present(self.state.wave)
        shown = len(self._passing(here))
        basis = _("Shown for {n} of {all} organisations.").format(n=shown, all=len(here))
        when = self.study.wave_label(self.state.wave)
        parts = [capital(network_label(self.study, self.state.network)), when]
        title = ", ".join([*parts, *([filter_words(self.study, self.state.filters)] if self.state.filters else [])])
        band = (_BAND if self.organisations else _ALONE) if self.groups else 20.0
        groups = self._group_dots(band)
        named, top, height = self._organisation_dots(band)
        dots = (*groups, *named)
        finding = self._finding()
        coverage = self._coverage()
        apart = _("Named, without a link that may be shown") if any(d.apart for d in dots) else ""
        scene = Scene(
            title,
            " · ".join(part for part in (dates(self.study, self.state.wave), basis, coverage) if part),
            dots,
            tuple(self._lines()),
            tuple(d.node for d in dots),
            self._legend(list(dots)),
            self._notes(basis),
            apart,
            top,
            max(height, band),
            f"{title}. {finding}",
            self.state.labels,
        )
        partners: dict[str, list[str]] = {a: [] for a in self.organisations}
        for a, b in self.ties:
            partners[a].append(b)
            if not self.directed:
                partners[b].append(a)
        marks = {node: Mark(node, self.names[node], self._group_sentence(node, n)) for node, _g, n in self.groups}
        marks |= {a: Mark(self.ids[a], self.study.labels[a], self._sentence(a, partners[a])) for a in partners}
        facts = {(a, b): {"share": d} for a, b, d in self.shares}
        tables = [t for t in (self._group_table(title), self._table(partners)) if t.rows]
        beside = () if self.organisations else tuple(self.study.labels[a] for a in self._passing(self.view["names"]))
        return Picture(scene, marks, facts, finding, basis, self._figures(), tuple(tables), refused, beside)

    def _coverage(self) -> str:
        asked, answered = len(self.study.asked(self.state.wave)), len(self.study.answered(self.state.wave))
        return _("{share} of those asked answered").format(share=percent(answered / asked)) if asked else ""

    def _finding(self) -> str:
        if self.organisations:
            n = len(self.organisations)
            said = ngettext("{n} organisation agreed to be named", "{n} organisations agreed to be named", n).format(
                n=n
            )
            count = len(self.ties)
            links = ngettext(
                "{count} link between them may be shown.", "{count} links between them may be shown.", count
            ).format(count=number(count, 0))
            return f"{said}; {links}"
        between = [s for s in self.shares if s[0] != s[1]]
        if not between:
            return _("How closely groups are linked cannot be shown here.")
        a, b, d = max(between, key=lambda s: (s[2], s[0], s[1]))
        closest = (
            _("Groups are linked most closely from {one} to {other}: {share} of the links that could be there.")
            if self.directed
            else _(
                "Groups are linked most closely between {one} and {other}: {share} of the links that could be there."
            )
        )
        return closest.format(one=self.names[a], other=self.names[b], share=percent(d))

    def _figures(self) -> tuple[tuple[str, str], ...]:
        if self.state.filters:
            return ((_("Figures"), _("Figures of a part of the organisations are for the study team.")),)
        found = self.kept["figures"].get(f"{self.state.network}|{self.state.wave}", ())
        return tuple(
            (figure_label(name), figure_text(name, value, low, high))
            for name, value, low, high in found
            if value is not None
        )

    # -- words and tables ---------------------------------------------------------------------------------------

    def _linked(self, node: str) -> list[tuple[str, float]]:
        """Return (other group, share) of a group: those it is linked with, or those it names."""
        found = [(b, d) for a, b, d in self.shares if a == node]
        if not self.directed:
            found += [(a, d) for a, b, d in self.shares if b == node and a != b]
        return sorted(found, key=lambda s: (s[0] != node, self.names[s[0]].casefold()))

    def _group_sentence(self, node: str, n: int | None) -> str:
        size = (
            _("too few organisations to say how many")
            if n is None
            else ngettext("{n} organisation", "{n} organisations", n).format(n=n)
        )
        said = [
            f"{_('within the group') if other == node else self.names[other]} {percent(share)}"
            for other, share in self._linked(node)
        ]
        listed = "; ".join(said) or _("cannot be shown")
        return _("{name}: {size}. Links that are there: {shares}.").format(
            name=self.names[node], size=size, shares=listed
        )

    def _sentence(self, actor: str, partners: list[str]) -> str:
        name = self.study.labels[actor]
        if not partners:
            return _("{name}: no link that may be shown.").format(name=name)
        listed = ", ".join(sorted((self.study.short_labels[b] for b in partners), key=str.casefold))
        return ngettext(
            "{name}: {n} link that may be shown, with {partners}.",
            "{name}: {n} links that may be shown, with {partners}.",
            len(partners),
        ).format(name=name, n=len(partners), partners=listed)

    def _group_table(self, caption: str) -> Listed:
        columns = (
            {"title": _("Group"), "kind": "text"},
            {"title": _("Organisations"), "kind": "number"},
            {"title": _("Links that are there within"), "kind": "number"},
            {"title": _("Links that are there with others"), "kind": "text"},
        )
        rows: list[tuple[Mapping[str, Any] | None, ...]] = []
        for node, _group, n in self.groups:
            shares = dict(self._linked(node))
            within = shares.pop(node, None)
            others = [(other, self.names[other], f" {percent(share)}") for other, share in shares.items()]
            rows.append(
                (
                    {"text": self.names[node], "mark": node},
                    None if n is None else {"text": number(n, 0), "sort": n},
                    None if within is None else {"text": percent(within), "sort": within},
                    {"links": others},
                )
            )
        return Listed(caption, columns, tuple(rows))

    def _table(self, partners: Mapping[str, list[str]]) -> Listed:
        caption = _("Organisations that agreed to be named")
        columns = (
            {"title": _("Organisation"), "kind": "text"},
            {"title": _("Kind"), "kind": "text"},
            {"title": _("Names") if self.directed else _("Linked with"), "kind": "text"},
        )
        ordered = sorted(partners, key=lambda a: (self.study.labels[a].casefold(), a))
        types = dict(zip(ordered, self.study.attribute("type", tuple(ordered)), strict=True))
        rows: list[tuple[Mapping[str, Any] | None, ...]] = [
            (
                {"text": self.study.labels[a], "mark": self.ids[a]},
                {"text": label_of(self.study, "type", types[a] or "not_given")},
                {"links": partner_links(self.study, self.ids, partners[a], {})},
            )
            for a in ordered
        ]
        return Listed(caption, columns, tuple(rows))
