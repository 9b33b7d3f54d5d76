"""Clusters side by side: the same figures of each, as other regions may read them, in the order of their names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from clusterdynamics.disclosure import Audience
from clusterdynamics.disclosure.differencing import may_benchmark
from clusterdynamics.i18n import use_language
from clusterdynamics.measures.estimate import Estimate
from clusterdynamics.report.cells import cell_text
from clusterdynamics.report.model import Column
from clusterdynamics_web.dashboard.read import Hard, hard_of
from clusterdynamics_web.results.deciding import shown_to
from clusterdynamics_web.studies.models import Snapshot, Study

__all__ = ["LEAST_CLUSTERS", "hard_side_by_side", "may_compare", "side_by_side"]

may_compare = may_benchmark
LEAST_CLUSTERS = next(n for n in range(2, 100) if may_benchmark(n))

#: (analysis, figure, network): figures of a whole network, never of an organisation.
_FIGURES: tuple[tuple[str, str, str | None], ...] = (
    ("coverage", "coverage", None),
    ("whole_network", "density", "cooperation"),
    ("whole_network", "density", "deep"),
)


def side_by_side(snapshots: Sequence[Snapshot]) -> dict[str, Any]:
    """Return a table for `components/table.html`: a row a cluster, by name; never by value, never summed up."""
    columns = [
        {"title": _("Cluster"), "kind": "text"},
        {"title": _("Wave"), "kind": "text"},
        {"title": _("Organisations"), "kind": "text"},
        {"title": _("Answered"), "kind": "text"},
        {"title": _("Pairs that cooperate"), "kind": "text"},
        {"title": _("Pairs that collaborate deeply"), "kind": "text"},
    ]
    with use_language(get_language() or "en"):
        rows = [[s.study.cluster.name, str(s.wave), *_cells(s)] for s in snapshots]
    return {"caption": _("The same figures of every cluster"), "columns": columns, "rows": rows}


def hard_side_by_side(studies: Sequence[Study]) -> list[dict[str, Any]]:
    """Return hard figures of several clusters: a table for each figure that all of its rows count alike.

    Two figures of one name that are counted otherwise, or in another unit, stand in two tables.
    """
    found: dict[tuple[str, str, str], list[tuple[Study, Hard]]] = {}
    for study in studies:
        for h in hard_of(study):
            if h.definition:
                found.setdefault(h.counted, []).append((study, h))
    columns = [{"title": _("Cluster"), "kind": "text"}, {"title": _("Value"), "kind": "number"}]
    columns += [{"title": title, "kind": "text"} for title in (_("Where and when"), _("Source, date"))]
    return [
        {
            "caption": f"{rows[0][1].label} ({unit})",
            "definition": definition,
            "columns": columns,
            "rows": [
                [
                    study.cluster.name,
                    _cell(h),
                    f"{h.region}, {h.period}",
                    f"{h.source}, {h.vintage}" if h.vintage else h.source,
                ]
                for study, h in rows
            ],
        }
        for (_code, unit, definition), rows in sorted(found.items())
        if len({study.pk for study, _h in rows}) > 1
    ]


def _cell(h: Hard) -> dict[str, Any]:
    value = f"{h.value} ({h.flag})" if h.flag else h.value
    return {"text": value} if h.number is None else {"text": value, "sort": h.number}


def _cells(snapshot: Snapshot) -> tuple[str, ...]:
    """Return what a snapshot says to other regions."""
    results = shown_to(snapshot, Audience.NETWORK).results
    wave = snapshot.wave.code

    def find(analysis: str, name: str, network: str | None) -> Estimate | None:
        result = results.get(analysis)
        estimates = () if result is None else result.estimates
        fitting = [e for e in estimates if (e.name, e.network, e.subject, e.wave) == (name, network, "whole", wave)]
        return fitting[0] if fitting else None

    asked = find("coverage", "asked", None)
    return (_band(asked), *(_said(find(*figure)) for figure in _FIGURES))


def _said(estimate: Estimate | None) -> str:
    """Return a figure with its bounds, or why there is none."""
    if estimate is None or estimate.value is None:
        return _("cannot say") if estimate is None or not estimate.why else estimate.why
    column = Column("", "percent")
    text = cell_text(estimate.value, column)
    if estimate.low is None or estimate.high is None:
        return text
    return _("{value} ({low} to {high})").format(
        value=text, low=cell_text(estimate.low, column), high=cell_text(estimate.high, column)
    )


def _band(asked: Estimate | None) -> str:
    """Return how large a cluster is, roughly: small clusters are denser, so the band stands beside the figures."""
    if asked is None or asked.value is None:
        return _("not known")
    edges = (15, 30, 60, 120)
    low = max((e for e in edges if asked.value >= e), default=0)
    high = next((e for e in edges if asked.value < e), None)
    return _("{low} and more").format(low=low) if high is None else _("{low} to {high}").format(low=low, high=high - 1)
