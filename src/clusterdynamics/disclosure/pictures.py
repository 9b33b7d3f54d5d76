"""Network maps: who may see organisations and links, and who sees groups only."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from clusterdynamics.disclosure.classes import Audience, VisibilityClass, class_of, minimum_for
from clusterdynamics.disclosure.consents import Consents, opens
from clusterdynamics.disclosure.relational import is_sensitive, relation_of
from clusterdynamics.disclosure.verdict import Verdict

if TYPE_CHECKING:
    from clusterdynamics.disclosure.decide import Disclosed
    from clusterdynamics.study.model import Study

__all__ = ["GroupNode", "GroupTie", "MapTie", "MapView", "layout_seed", "map_view"]

_NO_GROUP = "not_given"


@dataclass(frozen=True)
class MapTie:
    """A link that may be drawn, as one side reported it."""

    origin: str
    target: str


@dataclass(frozen=True)
class GroupNode:
    """A group on a map.

    Attributes
    ----------
    node
        Its identifier in this picture only: another publication calls it otherwise.
    group
        The value of the attribute.
    organisations
        How many there are; None where they are too few to say.
    """

    node: str
    group: str
    organisations: int | None


@dataclass(frozen=True)
class GroupTie:
    """How closely two groups are linked, where that may be shown."""

    origin: str
    target: str
    density: float


@dataclass(frozen=True)
class MapView:
    """What may be drawn of one network for one audience.

    Attributes
    ----------
    organisations
        Organisations drawn one by one, sorted by identifier.
    ties
        Links drawn between them.
    groups, group_ties
        Everything else, by group.
    names
        Organisations whose names may stand beside the picture, tied to nothing in it.
    seed
        For the layout: another one in each publication, so that places cannot be compared.
    verdict
        What the block of the report carries.
    """

    organisations: tuple[str, ...]
    ties: tuple[MapTie, ...]
    groups: tuple[GroupNode, ...]
    group_ties: tuple[GroupTie, ...]
    names: tuple[str, ...]
    seed: int
    verdict: Verdict


def layout_seed(publication: str) -> int:
    """Return the seed of the layout of a publication, 0 … 2³² − 1."""
    return int.from_bytes(sha256(publication.encode()).digest()[:4], "big")


def map_view(
    study: Study,
    network: str,
    wave: str,
    disclosed: Disclosed,
    *,
    publication: str,
    attribute: str = "type",
) -> MapView:
    """Decide what a map of `network` may show to the audience of `disclosed`.

    - study team: everything;
    - participants, board, cluster manager: organisations named by consent, and a link only where both sides
      agreed to have theirs drawn *and* the one that reports it did; a relation that the disclosure agreement
      opens to the board or the cluster manager is drawn among all that are named. The rest by group. Ratings
      (trust, value, energy) are never drawn one by one;
    - network and public: groups; the names that may be said stand beside the picture.

    A map with the names taken off is not offered: its shape gives away who is who.

    Parameters
    ----------
    study, network, wave
        What is drawn.
    disclosed
        What was decided about the figures; densities between groups come from here.
    publication
        Name of the publication.
    attribute
        Column of the actors table that makes the groups.
    """
    audience = disclosed.audience
    visibility = class_of(audience)
    seed = layout_seed(publication)
    reports = study.network(network, wave)
    verdict = Verdict(audience, minimum=minimum_for(study.settings.disclosure, visibility))
    if visibility <= VisibilityClass.C1:
        ties = tuple(
            MapTie(a, b) for i, a in enumerate(reports.nodes) for j, b in enumerate(reports.nodes) if reports.ties[i, j]
        )
        return MapView(reports.nodes, ties, (), (), reports.nodes, seed, verdict)
    consents = Consents(study, wave)
    names = consents.named(study, audience, wave)
    groups, group_ties = _groups(study, network, wave, disclosed, attribute, seed)
    if visibility > VisibilityClass.C2:
        return MapView((), (), groups, group_ties, names, seed, verdict)
    shown = tuple(sorted(names))
    links = () if is_sensitive(study, network) else _links(study, network, wave, shown, consents, audience)
    return MapView(shown, links, groups, group_ties, names, seed, verdict)


def _links(
    study: Study, network: str, wave: str, shown: tuple[str, ...], consents: Consents, audience: Audience
) -> tuple[MapTie, ...]:
    reports = study.network(network, wave).subset(shown)
    opened = opens(study.settings.disclosure, relation_of(study, network), audience)
    drawn = [opened or consents.of(a).own_ties for a in shown]
    return tuple(
        MapTie(a, b)
        for i, a in enumerate(shown)
        for j, b in enumerate(shown)
        if reports.ties[i, j] and drawn[i] and drawn[j]
    )


def _groups(
    study: Study, network: str, wave: str, disclosed: Disclosed, attribute: str, seed: int
) -> tuple[tuple[GroupNode, ...], tuple[GroupTie, ...]]:
    here = study.present(wave)
    kinds = [kind or _NO_GROUP for kind in study.attribute(attribute, here)]
    minimum = minimum_for(study.settings.disclosure, disclosed.visibility)
    sizes = {kind: kinds.count(kind) for kind in kinds}
    # Groups are numbered in an order that depends on the publication.
    order = sorted(sizes, key=lambda kind: sha256(f"{seed}:{kind}".encode()).digest())
    node = {kind: f"g{k + 1}" for k, kind in enumerate(order)}
    ties = []
    for e in disclosed:
        column, _colon, ends = e.subject.partition(":")
        if (e.name, e.network, e.wave, column) == ("block_density", network, wave, attribute) and e.value is not None:
            g, h = ends.split("→")
            ties.append(GroupTie(node[g], node[h], e.value))
    ties.sort(key=lambda t: (t.origin, t.target))
    nodes = tuple(GroupNode(node[k], k, sizes[k] if sizes[k] >= minimum else None) for k in order)
    return nodes, tuple(ties)
