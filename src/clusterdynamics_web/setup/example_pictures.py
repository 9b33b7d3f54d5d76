"""What each reader would see, drawn from the invented example cluster by the same rules as everything else."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from django.utils.translation import gettext as _

from clusterdynamics.disclosure import Audience
from clusterdynamics.i18n import use_language

if TYPE_CHECKING:
    from clusterdynamics.charts.network_map import Layout, Look
    from clusterdynamics.charts.network_map.scene import Dot, Line
    from clusterdynamics.disclosure.decide import Disclosed
    from clusterdynamics.disclosure.pictures import MapView
    from clusterdynamics.study.model import Study as StudyPackage
    from clusterdynamics.study.network import Network

__all__ = ["AUDIENCES", "example_picture", "example_words"]

#: Readers whose pictures are shown before people agree.
AUDIENCES = (Audience.STUDY, Audience.PARTICIPANTS, Audience.NETWORK, Audience.PUBLIC)
#: What is drawn.
NETWORK = "cooperation"
_SEED = 1


def example_words(audience: Audience) -> dict[str, str]:
    """Return the title of a picture and what it shows, in the active language."""
    return {
        Audience.STUDY: {
            "title": _("What the study team sees"),
            "text": _("Every organisation by name, and every link. Nobody else gets this picture."),
        },
        Audience.PARTICIPANTS: {
            "title": _("What participants see"),
            "text": _(
                "Organisations that agreed to be named, and links that both sides agreed to show. All others are "
                "part of a group."
            ),
        },
        Audience.NETWORK: {
            "title": _("What other regions see"),
            "text": _("Groups, and how closely they are linked. No organisation has a place in it."),
        },
        Audience.PUBLIC: {
            "title": _("What everybody can see"),
            "text": _("Groups, after somebody has read the text once more. No organisation has a place in it."),
        },
    }[audience]


@lru_cache(maxsize=64)
def example_picture(audience: Audience, language: str) -> str:
    """Return the picture as SVG text; drawn once in each language."""
    from clusterdynamics.charts.network_map import network_map
    from clusterdynamics.disclosure.pictures import map_view

    study, network, places, look = _example()
    with use_language(language):
        words = example_words(audience)
        title, alt = words["title"], f"{words['title']}. {words['text']}"
        if audience == Audience.STUDY:
            return network_map(network, places, look, title=title, alt=alt)
        wave = study.wave_ids[-1]
        view = map_view(study, NETWORK, wave, _disclosed(audience), publication=f"example-{audience}")
        return _drawn(study, view, places, look, title=title, alt=alt)


@lru_cache(maxsize=1)
def _example() -> tuple[StudyPackage, Network, Layout, Look]:
    from clusterdynamics.charts.network_map import Look, layout
    from clusterdynamics.charts.theme import kind_of
    from clusterdynamics.examples import skogsbygden

    study = skogsbygden.build()
    network = study.network(NETWORK, study.wave_ids[-1])
    rows = study["actors"].select("id", "type", "size_class", "is_anchor").iter_rows()
    kinds = {i: kind_of(kind, size, is_anchor=anchor) for i, kind, size, anchor in rows}
    look = Look(study.short_labels, kinds, study.settings.types)
    return study, network, layout([network], seed=_SEED), look


@lru_cache(maxsize=8)
def _disclosed(audience: Audience) -> Disclosed:
    """Decide about the densities between groups, as a report would."""
    from clusterdynamics.disclosure import decide
    from clusterdynamics.measures.analyses.mixing import MixingParams, mixing

    study = _example()[0]
    few = MixingParams(networks=(NETWORK,), attributes=("type",), replicates=50, permutations=50)
    result = mixing(study, few, np.random.default_rng(_SEED))
    latest = [e for e in result.estimates if e.wave == study.wave_ids[-1]]
    return decide(latest, study, audience)


def _drawn(study: StudyPackage, view: MapView, places: Layout, look: Look, *, title: str, alt: str) -> str:
    """Draw what a map may show: organisations that are named, with the links they agreed to, and groups."""
    from clusterdynamics.charts.network_map.drawing import draw
    from clusterdynamics.charts.network_map.scene import Item, Scene

    named = [_organisation(node, places, look) for node in view.organisations]
    ring = not named
    height = 400.0 if ring else places.linked_height
    groups, lines = _groups(study, view, ring=ring, top=height)
    if groups and not ring:
        height += 120.0
    drawn = {dot.node for dot in named}
    pairs = {tuple(sorted((t.origin, t.target))) for t in view.ties if t.origin in drawn and t.target in drawn}
    own = [_line(a, b, 1.6) for a, b in sorted(pairs)]
    legend = []
    if own:
        legend.append(Item(_("link that both sides agreed to show"), line=_line("", "", 1.6)))
    if lines:
        legend.append(Item(_("how closely groups are linked: the wider, the closer"), line=_line("", "", 4.0)))
    notes = [_("The cluster is invented. Groups too small to be shown without giving somebody away are left out.")]
    if ring and view.names:
        names = ", ".join(look.labels[n] for n in view.names)
        notes.append(_("These agreed to be named, beside the picture: {names}.").format(names=names))
    dots = (*named, *groups)
    return draw(
        Scene(title, "", dots, (*own, *lines), tuple(d.node for d in dots), (tuple(legend),) if legend else (),
              tuple(notes), "", height, height, alt)
    )  # fmt: skip


def _line(one: str, other: str, width: float) -> Line:
    from clusterdynamics.charts.network_map.scene import Line
    from clusterdynamics.charts.theme import MUTED

    return Line(one, other, width, MUTED, 0.7)


def _organisation(node: str, places: Layout, look: Look) -> Dot:
    from clusterdynamics.charts.network_map.scene import Dot
    from clusterdynamics.charts.theme import kinds_for

    kind = look.kinds[node]
    drawing = kinds_for([kind], look.kind_labels)[kind]
    x, y = places.places[node]
    return Dot(node, x, min(y, places.linked_height - 20), 7.5, drawing, look.labels[node])


def _groups(study: StudyPackage, view: MapView, *, ring: bool, top: float) -> tuple[list[Dot], list[Line]]:
    """Return the groups, in a ring or in a row below, and how closely they are linked."""
    from clusterdynamics.charts.network_map import MAP_WIDTH
    from clusterdynamics.charts.network_map.scene import Dot
    from clusterdynamics.charts.theme import kinds_for

    n = len(view.groups)
    dots = []
    for k, group in enumerate(view.groups):
        drawing = kinds_for([group.group], study.settings.types)[group.group]
        count = _("few") if group.organisations is None else str(group.organisations)
        if ring:
            angle = 2 * math.pi * k / n - math.pi / 2
            x, y = MAP_WIDTH / 2 + 210 * math.cos(angle), 200 + 140 * math.sin(angle)
        else:
            x, y = MAP_WIDTH * (k + 0.5) / n, top + 45 + 40 * (k % 2)
        radius = 9 + 2.2 * math.sqrt(group.organisations or 1)
        dots.append(Dot(group.node, x, y, radius, drawing, f"{drawing.label} ({count})"))
    lines = [_line(t.origin, t.target, 1 + 12 * t.density) for t in view.group_ties if t.origin != t.target]
    return dots, lines
