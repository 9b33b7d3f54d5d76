"""Figures of the results that an action can aim at, and what a later wave says about them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clusterdynamics.charts.numbers import number
from clusterdynamics.disclosure import Audience
from clusterdynamics.i18n import _ as library_text
from clusterdynamics.i18n import use_language
from clusterdynamics.measures.analyses.network_change import NetworkChange
from clusterdynamics.measures.estimate import INTERVAL_WORDS, Estimate, Interval
from clusterdynamics.report.cells import cell_text
from clusterdynamics.report.model import Column
from clusterdynamics.report.words.measures import measure
from clusterdynamics_web.results.deciding import shown_to
from clusterdynamics_web.studies.models import Snapshot

__all__ = ["FIGURES", "Figure", "Observed", "observed"]


@dataclass(frozen=True)
class Figure:
    """A figure that is there in every study with ties: its words, and where the change of the network holds it."""

    label: Any
    network: str
    name: str
    subject: str = "whole"


#: Only figures whose change the library gives with bounds and holds against misreporting.
FIGURES: Mapping[str, Figure] = MappingProxyType(
    {
        "contact": Figure(_("Pairs that are in contact, of all that could be"), "contact", "density"),
        "cooperation": Figure(_("Pairs that cooperate, of all that could"), "cooperation", "density"),
        "deep": Figure(_("Pairs that collaborate deeply, of all that could"), "deep", "density"),
        "depth": Figure(_("How deep the links of a pair are, on average"), "depth", "value.mean"),
        "returned": Figure(_("Cooperation that both sides report"), "cooperation", "reciprocity.edgewise"),
        "across": Figure(_("Cooperation within types more than across them"), "cooperation", "ei_index", "type"),
    }
)


@dataclass(frozen=True)
class Observed:
    """What a wave says about a figure, for one audience; texts are ready to be shown.

    Attributes
    ----------
    waves
        ``2024 → 2026``.
    before, now, change, low, high
        Empty where the audience may not see them, or there are none.
    bounds
        What `low` and `high` mean.
    called
        Whether the change is more than misreporting alone can make: ``changed``, ``unchanged``, ``cannot_say``.
    rose
        Whether the figure went up; None where there is none.
    why
        Why there is no figure.
    """

    waves: str = ""
    before: str = ""
    now: str = ""
    change: str = ""
    low: str = ""
    high: str = ""
    bounds: str = ""
    called: str = ""
    rose: bool | None = None
    n: int | None = None
    coverage: str = ""
    why: str = ""


def observed(snapshot: Snapshot, audience: Audience, keys: Iterable[str], language: str) -> dict[str, Observed]:
    """Return what the newest change between waves says about some figures."""
    wanted = [key for key in dict.fromkeys(keys) if key in FIGURES]
    if not wanted:
        return {}
    found = shown_to(snapshot, audience).results.get("network_change")
    result = found if isinstance(found, NetworkChange) else None
    with use_language(language):
        return {key: _one(result, FIGURES[key]) for key in wanted}


def _one(result: NetworkChange | None, figure: Figure) -> Observed:
    name = f"change.{figure.name}"
    rows = [] if result is None else [e for e in result.estimates if _fits(e, name, figure)]
    if result is None or not rows:
        return Observed()
    newest = rows[-1]
    where = {"wave": newest.wave, "network": newest.network, "subject": newest.subject}
    waves = (newest.wave or "").replace("→", " → ")
    if newest.value is None:
        return Observed(waves=waves, why=newest.why)
    column = Column("", measure(figure.name).kind)

    def text(value: float | None) -> str:
        return "" if value is None else cell_text(value, column)

    def moved(value: float | None) -> str:
        """Write a difference: of shares in points, so that nobody takes it for a growth in percent."""
        if value is None:
            return ""
        if column.kind == "percent":
            points = round(100 * value, 1)  # what is rounded to whole percent for an audience stays whole
            words = number(points, 0 if points.is_integer() else 1)
            return gettext("{n} points").format(n=f"{'+' if points > 0 else ''}{words}")
        return f"{'+' if value > 0 else ''}{cell_text(value, column)}"

    return Observed(
        waves=waves,
        before=text(result.value_of(f"{name}.first", **where)),
        now=text(result.value_of(f"{name}.second", **where)),
        change=moved(newest.value),
        low=moved(newest.low),
        high=moved(newest.high),
        bounds="" if newest.interval is Interval.NONE else library_text(INTERVAL_WORDS[newest.interval]),
        called=result.called(newest.wave or "", newest.network or "", figure.name, newest.subject) or "",
        rose=newest.value > 0,
        n=newest.n,
        coverage="" if newest.coverage is None else cell_text(newest.coverage, Column("", "percent")),
    )


def _fits(estimate: Estimate, name: str, figure: Figure) -> bool:
    return (estimate.name, estimate.network, estimate.subject) == (name, figure.network, figure.subject)
