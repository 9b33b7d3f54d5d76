"""Figures of several clusters side by side, each with its interval and its coverage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from clusterdynamics.charts.numbers import percent
from clusterdynamics.i18n import _
from clusterdynamics.measures.estimate import Estimate

if TYPE_CHECKING:
    import altair as alt

    from clusterdynamics.measures.protocol import Result

__all__ = ["FIGURES", "Profile", "Row", "profile"]

#: Analysis → figures that are set side by side, of its latest wave. Shares and values on one scale only: what depends
#: on the number of organisations (components, distances, centralisation) says as much about size as about a cluster.
FIGURES: Mapping[str, tuple[str, ...]] = {
    "coverage": ("coverage",),
    "stage": ("stage.value",),
    "whole_network": ("density", "reciprocity.edgewise"),
    "depth": ("depth.share", "deep.purpose"),
    "trust": ("trust.share", "trust.mutual"),
    "gatekeepers": ("outside.share",),
    "between_regions": ("between.share",),
    "regions": ("ei_index",),
    "model_test": ("vignettes.order",),
}


@dataclass(frozen=True)
class Row:
    """A figure in every cluster.

    Attributes
    ----------
    name, network, subject
        Which figure.
    label
        What network and subject are called.
    estimates
        Cluster → the figure; None where the cluster has none of that name.
    """

    name: str
    network: str | None
    subject: str
    label: str
    estimates: Mapping[str, Estimate | None]

    @property
    def apart(self) -> bool | None:
        """Whether two clusters' intervals do not meet; None where fewer than two have one."""
        known = [e for e in self.estimates.values() if e is not None and e.low is not None and e.high is not None]
        if len(known) < 2:
            return None
        return max(e.low for e in known if e.low is not None) > min(e.high for e in known if e.high is not None)


@dataclass(frozen=True)
class Profile:
    """Clusters side by side.

    Attributes
    ----------
    clusters
        Names, in alphabetical order.
    rows
        Figures.
    """

    clusters: tuple[str, ...]
    rows: tuple[Row, ...]

    def to_frame(self) -> pl.DataFrame:
        """Return one row for each figure and cluster."""
        rows = [
            {
                "figure": row.name,
                "network": row.network,
                "subject": row.subject,
                "label": row.label,
                "cluster": cluster,
                "wave": None if e is None else e.wave,
                "value": None if e is None else e.value,
                "low": None if e is None else e.low,
                "high": None if e is None else e.high,
                "interval": None if e is None else str(e.interval),
                "n": None if e is None else e.n,
                "coverage": None if e is None else e.coverage,
                "why": _("not asked") if e is None else e.why,
            }
            for row in self.rows
            for cluster, e in row.estimates.items()
        ]
        return pl.DataFrame(rows, schema=_FRAME)

    def chart(self, name: str, network: str | None = None, subject: str | None = None) -> alt.TopLevelMixin:
        """Return one figure of all clusters with its bounds, in alphabetical order.

        Raises
        ------
        KeyError
            There is no such figure.
        """
        from clusterdynamics.charts import interval_dots

        row = next(
            (r for r in self.rows if r.name == name and network in (None, r.network) and subject in (None, r.subject)),
            None,
        )
        if row is None:
            raise KeyError(name)
        rows = [
            {
                "label": cluster,
                "value": None if e is None else e.value,
                "low": None if e is None else e.low,
                "high": None if e is None else e.high,
                "note": _("not asked") if e is None else e.why,
            }
            for cluster, e in row.estimates.items()
        ]
        schema = {k: _FRAME[k] for k in ("low", "high")} | {"label": pl.String, "value": pl.Float64, "note": pl.String}
        index = name.startswith("ei_index")
        return interval_dots(
            pl.DataFrame(rows, schema=schema),
            as_percent=not index,
            domain=(-1, 1) if index else (0, 1),
            x_title=row.label,
        )

    def sentences(self) -> tuple[str, ...]:
        """Return which figures differ by more than their bounds, and which do not; no order of merit."""
        said = []
        differ = [r.label for r in self.rows if r.apart]
        alike = [r.label for r in self.rows if r.apart is False]
        unknown = [r.label for r in self.rows if r.apart is None]
        if differ:
            said.append(_("The clusters differ by more than their bounds in: {names}.").format(names="; ".join(differ)))
        if alike:
            said.append(
                _("Within their bounds the clusters cannot be told apart in: {names}.").format(names="; ".join(alike))
            )
        if unknown:
            said.append(_("Too few clusters have a figure with bounds for: {names}.").format(names="; ".join(unknown)))
        coverage = next((r for r in self.rows if r.name == "coverage"), None)
        if coverage is not None:
            shares = "; ".join(
                f"{c} {percent(e.value)}"
                for c, e in coverage.estimates.items()
                if e is not None and e.value is not None
            )
            said.append(_("Organisations that answered: {shares}.").format(shares=shares))
        said.append(_("Clusters differ in who belongs to them and in how they were asked; this is no order of merit."))
        return tuple(said)


_FRAME = {
    "figure": pl.String(),
    "network": pl.String(),
    "subject": pl.String(),
    "label": pl.String(),
    "cluster": pl.String(),
    "wave": pl.String(),
    "value": pl.Float64(),
    "low": pl.Float64(),
    "high": pl.Float64(),
    "interval": pl.String(),
    "n": pl.Int64(),
    "coverage": pl.Float64(),
    "why": pl.String(),
}


def profile(
    results: Mapping[str, Mapping[str, Result]], called: Mapping[str, str], labels: Mapping[str, str] | None = None
) -> Profile:
    """Return the figures of several clusters side by side.

    Parameters
    ----------
    results
        Cluster → analysis → result. What disclosure control has hidden from a reader is hidden here, too.
    called
        Figure → what it is called.
    labels
        Networks and subjects → what they are called.
    """
    words = labels or {}
    clusters = tuple(sorted(results, key=str.casefold))
    found: dict[tuple[str, str | None, str], dict[str, Estimate]] = {}
    for analysis, names in FIGURES.items():
        for cluster in clusters:
            result = results[cluster].get(analysis)
            for e in () if result is None else _latest(result.estimates, names):
                found.setdefault((e.name, e.network, e.subject), {})[cluster] = e
    rows = []
    for (name, network, subject), mine in found.items():
        if not any(e.value is not None for e in mine.values()):
            continue
        parts = [
            called.get(name, name),
            *(
                words.get(x, x)
                for x in (network, subject)
                if x not in (None, "whole", "nuts0", "nuts1", "nuts2", "nuts3")
            ),
        ]
        rows.append(Row(name, network, subject, ", ".join(map(str, parts)), {c: mine.get(c) for c in clusters}))
    return Profile(clusters, tuple(rows))


def _latest(estimates: Sequence[Estimate], names: Sequence[str]) -> list[Estimate]:
    """Return the figures of each name in the latest wave that has any; figures of groups are left out."""
    kept: list[Estimate] = []
    for name in names:
        mine = [e for e in estimates if e.name == name and ":" not in e.subject and "→" not in (e.wave or "")]
        last: dict[tuple[str | None, str], Estimate] = {}
        for e in mine:
            last[e.network, e.subject] = e  # waves come oldest first
        kept += last.values()
    return kept
