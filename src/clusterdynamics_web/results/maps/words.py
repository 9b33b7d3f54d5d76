"""Words, identifiers and rows that the maps of all audiences share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import gettext as _

from clusterdynamics.charts.numbers import number, percent, span
from clusterdynamics.charts.words import capital
from clusterdynamics.measures.analyses.common import network_label
from clusterdynamics.measures.estimate import Estimate
from clusterdynamics.report.words import measure
from clusterdynamics.study.model import Study
from clusterdynamics_web.results.maps.kept import main_network
from clusterdynamics_web.results.maps.state import Options

__all__ = [
    "area_words",
    "dates",
    "figure_label",
    "figure_rows",
    "figure_text",
    "networks_first",
    "numbered",
    "partner_links",
    "scale_words",
]


def area_words(name: str) -> str:
    """Return what the areas follow, in words; nothing where they follow nothing."""
    words = {
        "degree": _("number of links"),
        "in_degree": _("by how many it is named"),
        "out_degree": _("how many it names"),
        "betweenness": _("how often it lies between others"),
        "organisations": _("number of organisations"),
    }
    return words.get(name, "")


def numbered(study: Study, actors: Iterable[str]) -> dict[str, str]:
    """Return identifiers for one picture, in the order of names: no identifier of the study leaves the server."""
    listed = sorted(actors, key=lambda a: (study.labels[a].casefold(), a))
    return {a: f"n{i}" for i, a in enumerate(listed, 1)}


def networks_first(study: Study, names: Iterable[str]) -> Options:
    """Return networks as choices, the main one first."""
    main = main_network(study)
    return tuple((n, capital(network_label(study, n))) for n in sorted(names, key=lambda n: n != main))


def scale_words(study: Study, name: str) -> list[tuple[str, str]]:
    """Return (value, words) of the scale of a network's relation, lowest first."""
    relation, _cut = study.settings.relation(name)
    scale = study.settings.scale(relation.scale)
    labels = {} if scale is None else scale.labels
    ordered = sorted(labels.items(), key=lambda item: float(item[0]))
    return [(f"{float(v):g}", f"{number(float(v))}: {text}") for v, text in ordered]


def dates(study: Study, wave: str) -> str:
    """Return the dates of a wave's field work; empty where they are not given."""
    for name, opens, closes in study["waves"].select("id", "opens", "closes").iter_rows():
        if name == wave and (opens or closes):
            if opens and closes:
                return _("{first} to {last}").format(first=opens.isoformat(), last=closes.isoformat())
            return str((opens or closes).isoformat())
    return ""


def figure_rows(estimates: Iterable[Estimate]) -> tuple[tuple[str, str], ...]:
    """Return (what it is, the figure or why there is none) for the panel beside the map."""
    return tuple((figure_label(e.name), e.why if e.value is None else figure_text(e.name, e.value)) for e in estimates)


def figure_text(name: str, value: float, low: float | None = None, high: float | None = None) -> str:
    """Return a figure, with its bounds where it has any."""
    share = measure(name).kind == "percent"
    text = percent(value) if share else number(value)
    return text if low is None or high is None else f"{text} ({span(low, high, as_percent=share)})"


def figure_label(name: str) -> str:
    """Return what a figure is called."""
    own = {
        "actors": _("Organisations"),
        "ties": _("Links"),
        "unlinked": _("Not yet linked"),
        "depth.links": _("Mean depth of links"),
    }
    return own.get(name) or measure(name).label


def partner_links(
    study: Study, ids: Mapping[str, str], partners: Sequence[str], values: Mapping[str, float]
) -> list[tuple[str, str, str]]:
    """Return (identifier, short name, value behind it) of partners, in the order of their names."""
    labels = study.short_labels
    ordered = sorted(partners, key=lambda b: (labels[b].casefold(), b))
    return [(ids[b], labels[b], f" ({number(values[b])})" if b in values else "") for b in ordered]
