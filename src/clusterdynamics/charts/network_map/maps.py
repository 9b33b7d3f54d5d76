"""The two network maps: one wave, and what changed between two waves.

``network_scene`` and ``change_scene`` say what is on them (a page draws that on its own canvas); ``network_map`` and
``change_map`` are the same as SVG.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from clusterdynamics.charts.network_map.drawing import draw
from clusterdynamics.charts.network_map.layout import Layout
from clusterdynamics.charts.network_map.scene import Dot, Item, Line, Look, Scene
from clusterdynamics.charts.numbers import number, percent
from clusterdynamics.charts.theme import ACCENT, INK, MUTED, Kind, kinds_for
from clusterdynamics.i18n import _, ngettext
from clusterdynamics.study.network import Network

__all__ = ["change_map", "change_scene", "network_map", "network_scene", "tie_changes"]

_NO_DOT = Dot("", 0, 0, 6, Kind("", "", INK, "circle"), "")


def _radius(n: int) -> float:
    return 7.5 if n <= 60 else 6.5 if n <= 120 else 5.0 if n <= 240 else 3.6


def _radii(nodes: Iterable[str], size: Mapping[str, float] | None) -> dict[str, float]:
    """Return the radius of each organisation: the same for all, or an area in proportion to `size`."""
    listed = list(nodes)
    base = _radius(len(listed))
    if size is None:
        return dict.fromkeys(listed, base)
    largest = max((size.get(node, 0.0) for node in listed), default=0.0) or 1.0
    return {n: max(0.45 * base, 1.8 * base * math.sqrt(max(0.0, size.get(n, 0.0)) / largest)) for n in listed}


def _kinds(look: Look, nodes: Iterable[str]) -> tuple[dict[str, Kind], list[Kind]]:
    """Return the kind of each organisation, and the kinds in the order of the legend."""
    ids = {node: look.kinds.get(node) or "other" for node in nodes}
    # Drawings are given out over the whole study, so that a kind looks the same on every map.
    known = kinds_for({*look.kinds.values(), "other"} - {""}, look.kind_labels)
    if set(known) == {"other"}:
        # Kinds were not given: a circle means nothing, the shape of "other" would seem to.
        known = {"other": replace(known["other"], shape="circle")}
    present = set(ids.values())
    return {node: known[kind] for node, kind in ids.items()}, [k for i, k in known.items() if i in present]


def _kind_items(kinds: list[Kind]) -> tuple[Item, ...]:
    if len(kinds) == 1 and kinds[0].id == "other":
        return ()
    return tuple(Item(k.label, dot=Dot("", 0, 0, 6, k, "")) for k in kinds)


def _coverage_words(network: Network) -> str:
    asked, answered = int(network.asked.sum()), int((network.asked & network.answered).sum())
    if not asked:
        return _("nobody asked")
    return _("{answered} of {asked} answered ({share})").format(
        answered=answered, asked=asked, share=percent(answered / asked)
    )


def _pairs(network: Network) -> list[tuple[int, int, float]]:
    """Return the ties with their values: each pair once where the relation has no direction."""
    drawn = network if network.directed else network.symmetrise("either")
    there = drawn.ties if drawn.directed else np.triu(drawn.ties, 1)
    return [(i, j, float(drawn.values[i, j])) for i, j in np.argwhere(there).tolist()]


def _width(value: float, lowest: float, highest: float) -> tuple[float, float]:
    """Return width and opacity of a tie: the deeper, the heavier."""
    if highest <= lowest:
        return 1.3, 0.6
    share = (value - lowest) / (highest - lowest)
    return 0.8 + 3.0 * share, 0.45 + 0.45 * share


def network_map(network: Network, places: Layout, look: Look, **options: Any) -> str:
    """Return the map of a network as SVG text; parameters as for ``network_scene``."""
    return draw(network_scene(network, places, look, **options))


def network_scene(
    network: Network,
    places: Layout,
    look: Look,
    *,
    title: str,
    alt: str,
    when: str = "",
    size: Mapping[str, float] | None = None,
    size_words: str = "",
    value_words: Mapping[float, str] | None = None,
    notes: Sequence[str] = (),
    named: bool = True,
) -> Scene:
    """Return what is on the map of a network.

    Parameters
    ----------
    network
        Ties; its organisations are drawn, and no others.
    places
        Where all organisations of the study stand, from ``layout``.
    look
        Names and kinds.
    title
        Relation and wave.
    alt
        The picture in words.
    when
        Dates of the field work, for the line below the title.
    size
        Measure that the areas follow; all have the same area where it is not given.
    size_words
        What that measure is.
    value_words
        Value of a tie → what it means, for the legend.
    notes
        Further lines below the legend: where it comes from, what was left out.
    named
        Whether names stand on the map.

    Raises
    ------
    ValueError
        A size measure without its words, or no words for the picture.
    """
    if size is not None and not size_words:
        raise ValueError("an area that means something needs words that say what")
    kinds, listed = _kinds(look, network.nodes)
    radii = _radii(network.nodes, size)
    pairs = _pairs(network)
    silent = {n for n, a, b in zip(network.nodes, network.asked, network.answered, strict=True) if a and not b}
    unlinked = set(places.unlinked)
    dots = tuple(
        Dot(
            node,
            *places.places[node],
            radii[node],
            kinds[node],
            look.labels.get(node, node),
            "dotted" if node in silent else "solid",
            node in unlinked,
        )
        for node in network.nodes
    )
    values = sorted({v for _i, _j, v in pairs})
    low, high = (values[0], values[-1]) if values else (1.0, 1.0)
    mutual = {(i, j) for i, j, _v in pairs}
    lines = []
    for i, j, value in sorted(pairs, key=lambda p: p[2]):
        width, opacity = _width(value, low, high)
        bend = 0.08 if network.directed and (j, i) in mutual else 0.0
        line = Line(network.nodes[i], network.nodes[j], width, MUTED, opacity, None, network.directed, bend)
        lines.append(line)
    subtitle = [
        when,
        ngettext("{n} organisation", "{n} organisations", network.n).format(n=network.n),
        _coverage_words(network),
        ngettext("{n} link", "{n} links", len(pairs)).format(n=len(pairs)),
    ]
    told = [
        _("All shapes have the same area.") if size is None else _("Area: {measure}.").format(measure=size_words),
        _("Linked organisations stand near each other; a place means nothing else. It is the same in all waves."),
    ]
    return Scene(
        title,
        " · ".join(part for part in subtitle if part),
        dots,
        tuple(lines),
        _by_ties(network.nodes, pairs),
        (_kind_items(listed), _tie_items(values, network.directed, value_words or {}, bool(silent))),
        (*told, *notes),
        _("Not yet linked in any wave") if unlinked else "",
        places.linked_height,
        places.height,
        alt,
        named,
    )


def _by_ties(nodes: tuple[str, ...], pairs: list[tuple[int, int, float]]) -> tuple[str, ...]:
    """Return the organisations, those with the most ties first."""
    degree = dict.fromkeys(nodes, 0)
    for i, j, _value in pairs:
        degree[nodes[i]] += 1
        degree[nodes[j]] += 1
    return tuple(sorted(nodes, key=lambda n: (-degree[n], n)))


def _tie_items(values: list[float], directed: bool, words: Mapping[float, str], silent: bool) -> tuple[Item, ...]:
    """Return the legend of widths (at most five), of direction, and of those who did not answer."""
    items = []
    if len(values) > 1:
        step = max(1, math.ceil(len(values) / 5))
        shown = [*values[:-1:step], values[-1]]
        for value in shown:
            width, opacity = _width(value, values[0], values[-1])
            label = words.get(value) or number(value)
            items.append(Item(label, line=Line("", "", width, MUTED, opacity, None, directed)))
    elif directed:
        items.append(Item(_("who names whom"), line=Line("", "", 1.3, MUTED, 0.6, None, True)))
    if silent:
        dot = Dot("", 0, 0, 6, Kind("", "", "#ffffff", "circle"), "", "dotted")
        items.append(Item(_("dotted outline: did not answer, its links are told by others"), dot=dot))
    return tuple(items)


def tie_changes(before: Network, after: Network, apart: Collection[str] = ()) -> dict[str, list[tuple[str, str]]]:
    """Return kept, new and lost ties among the organisations present in both waves.

    A pair counts where it was observed in both waves; pairs count once where the relation has no direction.

    Parameters
    ----------
    before, after
        The relation in both waves.
    apart
        Organisations that are not compared.

    Returns
    -------
    dict
        ``kept``, ``new``, ``lost``: pairs (from, to); ``not_comparable``: pairs with a tie in one wave that
        was not observed in the other.
    """
    there = {*after.nodes} - {*apart}
    stayers = [node for node in before.nodes if node in there]
    one, two = before.subset(stayers), after.subset(stayers)
    if not before.directed:
        one, two = one.symmetrise("either"), two.symmetrise("either")
    was, is_ = one.ties, two.ties
    seen = one.observed & two.observed
    once = np.ones_like(seen) if before.directed else np.triu(np.ones_like(seen), 1)
    parts = {
        "kept": was & is_ & seen,
        "new": ~was & is_ & seen,
        "lost": was & ~is_ & seen,
        "not_comparable": (was | is_) & ~seen,
    }
    return {
        name: [(stayers[i], stayers[j]) for i, j in np.argwhere(part & once).tolist()] for name, part in parts.items()
    }


#: Change → width, colour, opacity, dash. Weight and dash tell them apart without colour.
_CHANGE: Mapping[str, tuple[float, str, float, str | None]] = {
    "lost": (1.2, INK, 0.75, "4 3"),
    "kept": (1.2, MUTED, 0.5, None),
    "new": (3.0, ACCENT, 0.9, None),
}


def change_map(before: Network, after: Network, places: Layout, look: Look, **options: Any) -> str:
    """Return the map of what changed as SVG text; parameters as for ``change_scene``."""
    return draw(change_scene(before, after, places, look, **options))


def change_scene(
    before: Network,
    after: Network,
    places: Layout,
    look: Look,
    *,
    title: str,
    alt: str,
    when: str = "",
    apart: Collection[str] = (),
    notes: Sequence[str] = (),
    named: bool = True,
) -> Scene:
    """Return what is on the map of kept (thin), new (heavy) and lost (dashed) ties among those present in both waves.

    Parameters
    ----------
    before, after
        The relation in both waves; organisations in one of them only are drawn hollow, without their ties.
    places, look
        As for ``network_scene``.
    title, alt, when, notes, named
        As for ``network_scene``.
    apart
        Organisations that are not compared although they are present (they merged, say); drawn hollow.
    """
    nodes = tuple(sorted({*before.nodes, *after.nodes}))
    stayers = ({*before.nodes} & {*after.nodes}) - {*apart}
    kinds, listed = _kinds(look, nodes)
    radius = _radius(len(nodes))
    unlinked = set(places.unlinked)
    dots = tuple(
        Dot(
            node,
            *places.places[node],
            radius,
            kinds[node],
            look.labels.get(node, node),
            "solid" if node in stayers else "hollow",
            node in unlinked,
        )
        for node in nodes
    )
    changes = tie_changes(before, after, apart)
    lines, items = [], []
    words = {
        "kept": _("kept ({n})").format(n=len(changes["kept"])),
        "new": _("new ({n})").format(n=len(changes["new"])),
        "lost": _("lost ({n})").format(n=len(changes["lost"])),
    }
    pairs = set(changes["kept"]) | set(changes["new"]) | set(changes["lost"])
    for change in ("kept", "lost", "new"):
        width, colour, opacity, dash = _CHANGE[change]
        lines += [
            Line(a, b, width, colour, opacity, dash, before.directed, 0.08 if (b, a) in pairs else 0.0)
            for a, b in changes[change]
        ]
        items.append(Item(words[change], line=Line("", "", width, colour, opacity, dash, before.directed)))
    if len(stayers) < len(nodes):
        hollow = Dot("", 0, 0, 6, Kind("", "", MUTED, "circle"), "", "hollow")
        items.append(Item(_("hollow: not compared, because it joined, left, merged or split"), dot=hollow))
    n = len(changes["not_comparable"])
    told = [
        ngettext(
            "{n} link is not drawn, because the pair was not observed in both waves.",
            "{n} links are not drawn, because their pairs were not observed in both waves.",
            n,
        ).format(n=n)
        if n
        else "",
        _("All shapes have the same area, and stand where they stand on the maps of the waves."),
    ]
    subtitle = [
        when,
        ngettext("{n} organisation compared", "{n} organisations compared", len(stayers)).format(n=len(stayers)),
        f"{before.wave or ''}: {_coverage_words(before)}",
        f"{after.wave or ''}: {_coverage_words(after)}",
    ]
    degrees = [(nodes.index(a), nodes.index(b), 1.0) for kind in ("kept", "new", "lost") for a, b in changes[kind]]
    return Scene(
        title,
        " · ".join(part for part in subtitle if part),
        dots,
        tuple(lines),
        _by_ties(nodes, degrees),
        (_kind_items(listed), tuple(items)),
        (*(note for note in told if note), *notes),
        _("Not yet linked in any wave") if unlinked else "",
        places.linked_height,
        places.height,
        alt,
        named,
    )
