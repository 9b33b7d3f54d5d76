"""Whole-network measures before and now: is the change more than chance or misreporting."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any, ClassVar, Self

import numpy as np
import polars as pl

from clusterdynamics.charts.numbers import number, percent, span
from clusterdynamics.charts.words import capital
from clusterdynamics.i18n import N_, _
from clusterdynamics.measures.analyses.change_basis import Basis
from clusterdynamics.measures.analyses.common import Symmetrise, cut_names, labels_of
from clusterdynamics.measures.analyses.mixing import NO_GROUP
from clusterdynamics.measures.analyses.network_change_figures import (
    CalledMeasure,
    Sizes,
    changed_measures,
    pooled_repeats,
)
from clusterdynamics.measures.analyses.network_change_profile import Profile, least
from clusterdynamics.measures.estimate import Estimate, Reason
from clusterdynamics.measures.identity import one_voice, same_reports
from clusterdynamics.measures.protocol import Params, Result, analysis
from clusterdynamics.measures.reliability import Called
from clusterdynamics.models.of_study import model_of

if TYPE_CHECKING:
    import altair as alt

    from clusterdynamics.study.model import Study
    from clusterdynamics.study.network import Network

__all__ = ["CalledMeasure", "NetworkChange", "NetworkChangeParams", "network_change"]

#: What a change of the density is called, in words.
_CALLED = {
    "changed": N_("That is more than misreporting alone could make."),
    "unchanged": N_("That is within what misreporting alone can make, so it is called unchanged."),
    "cannot_say": N_("Whether that is more than misreporting we cannot say."),
}


@dataclass(frozen=True)
class NetworkChangeParams(Params):
    """What can be chosen.

    Attributes
    ----------
    networks
        Relations or levels to look at; all where empty.
    symmetrise
        How the two reports of a pair become one where both sides describe the same relation.
    attributes
        Columns of the actors table that make the groups of the E-I index.
    replicates
        Redraws of respondents.
    reports
        Networks of reports given again that are drawn for each wave, for the smallest detectable change.
    """

    networks: tuple[str, ...] = ()
    symmetrise: Symmetrise = "either"
    attributes: tuple[str, ...] = ("type", "size_class")
    replicates: int = 2000
    reports: int = 100


@dataclass(frozen=True)
class NetworkChange(Result):
    """Whole-network measures of the stayers before and now, on the reports that were given both times.

    For each measure m: ``change.m`` (now less before), ``change.m.first``, ``change.m.second`` and
    ``change.m.detectable`` (the smallest change that is more than misreporting). Means over pairs carry redraws of the
    respondents who answered both times, the same ones in both waves; the others the range when each organisation is
    left out of both waves in turn. ``change.value.mean`` is the mean value (depth) of a relation that has a scale.
    """

    name: ClassVar[str] = "network_change"

    params: NetworkChangeParams
    calls: tuple[CalledMeasure, ...]
    labels: dict[str, str]

    def with_estimates(self, estimates: Iterable[Estimate]) -> Self:
        """Return the result with these figures, without what a hidden change is called."""
        given = tuple(estimates)
        shown = {(e.wave, e.network, e.name, e.subject) for e in given if e.value is not None}
        kept = [
            c
            for c in self.calls
            if {(c.wave, c.network, f"change.{c.name}{end}", c.subject) for end in ("", ".second")} <= shown
        ]
        return replace(self, estimates=given, calls=tuple(kept))

    def called(self, wave: str, network: str, name: str, subject: str = "whole") -> Called | None:
        """Return what a change is called; None where it was not compared, or is hidden."""
        wanted = (wave, network, name, subject)
        return next((c.called for c in self.calls if (c.wave, c.network, c.name, c.subject) == wanted), None)

    def chart(self) -> alt.TopLevelMixin:
        """Return the change of the density and reciprocity of each network, with bounds, around "no change"."""
        from clusterdynamics.charts import interval_dots

        wave = next((e.wave for e in reversed(self.estimates)), None)
        names = {"change.density": "", "change.reciprocity.edgewise": _("links that are returned")}
        rows: list[dict[str, Any]] = []
        for e in self.estimates:
            if e.wave == wave and e.name in names:
                what = self.labels.get(e.network or "", e.network or "")
                label = f"{what}: {names[e.name]}" if names[e.name] else what
                rows.append({"label": label, "value": e.value, "low": e.low, "high": e.high, "note": e.why})
        reach = max((abs(x) for r in rows for x in (r["value"], r["low"], r["high"]) if x is not None), default=0.0)
        return interval_dots(
            pl.DataFrame(rows, schema=_DOTS),
            as_percent=True,
            domain=(-1.1 * reach, 1.1 * reach) if reach else None,
            reference=0.0,
            reference_label=_("no change"),
            x_title=_("change of the share of links that are there, in percentage points"),
        )

    def sentences(self) -> tuple[str, ...]:
        """Return how the density of each network changed, and whether that is more than chance and misreporting."""
        if not self.estimates:
            return (_("No network was asked in two waves, so its shape cannot be compared."),)
        said = [self._density(e) for e in self.estimates if e.name == "change.density"]
        unknown = [e for e in self.estimates if e.name == "change.density.detectable"]
        if unknown and all(e.reason == Reason.TOO_FEW_ASKED_AGAIN for e in unknown):
            said.append(
                _(
                    "Too few organisations had two people report on the same partners, so we cannot say which of "
                    "these changes are more than misreporting. Next time, ask a second person in at least {least} "
                    "organisations."
                ).format(least=unknown[0].details.get("gate", 8))
            )
        return tuple(said) or (_("How the shape of the network changed is for the study team."),)

    def _density(self, e: Estimate) -> str:
        what = self.labels.get(e.network or "", e.network or "")
        wave = e.wave or "→"
        if e.value is None:
            return _("{network}: {why}").format(network=capital(what), why=e.why)
        before, now = (
            self.value_of(f"change.density.{end}", wave=wave, network=e.network) for end in ("first", "second")
        )
        if before is None or now is None or e.low is None or e.high is None:
            return _("{network}: the share of links that are there changed by {points} percentage points.").format(
                network=capital(what), points=number(100 * e.value, 0)
            )
        points = (-e.high, -e.low) if e.high < 0 else (e.low, e.high)
        facts = {
            "network": what,
            "before": percent(before),
            "now": percent(now),
            "span": span(100 * points[0], 100 * points[1], digits=0),
        }
        if e.low > 0:
            text = _(
                "On the same reports in both waves the share of links that are there rose from {before} to {now} "
                "({network}; by {span} percentage points in redraws of respondents)."
            )
        elif e.high < 0:
            text = _(
                "On the same reports in both waves the share of links that are there fell from {before} to {now} "
                "({network}; by {span} percentage points in redraws of respondents)."
            )
        else:
            text = _(
                "On the same reports in both waves the share of links that are there went from {before} to {now} "
                "({network}; {span} percentage points in redraws of respondents, so it may be chance)."
            )
        said = text.format(**facts)
        word = self.called(wave, e.network or "", "density")
        detectable = self.value_of("change.density.detectable", wave=wave, network=e.network)
        return f"{said} {_(_CALLED[word])}" if word and detectable is not None else said


_DOTS: dict[str, Any] = {
    "label": pl.String,
    "value": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "note": pl.String,
}


@analysis(NetworkChangeParams, NetworkChange)
def network_change(study: Study, params: NetworkChangeParams, rng: np.random.Generator) -> NetworkChange:
    """Compare every whole-network measure between consecutive waves, among those that stayed.

    On the reports that were given both times, by one person of each organisation, so that no difference comes from
    who or how many happened to answer. Means over pairs carry redraws of the respondents who answered both times; the
    others the range when each organisation is left out of both waves in turn. A change within the smallest one that
    is more than misreporting is called unchanged, one beyond the upper bound of its interval changed; between the two,
    and where fewer than 8 organisations had two people report on the same partners, we cannot say. Close groups are
    not compared: they are found anew by a random search each time.
    """
    single = one_voice(study)
    sizes = Sizes(params.replicates, params.reports, model_of(study).sample_sizes.re_asking_least)
    wanted = set(params.networks or cut_names(study))
    estimates: list[Estimate] = []
    calls: list[CalledMeasure] = []
    for first, second in pairwise(single.wave_ids):
        basis = Basis.of(single, first, second)
        for relation in single.settings.relations:
            mine = {relation.id: least(None)} if not relation.levels else relation.levels
            cuts = {name: float(cut) for name, cut in mine.items() if name in wanted}
            pair = basis.networks(relation.id)
            if pair is None or not (cuts or relation.id in wanted):
                continue
            one, two = same_reports(*pair)
            groups = _groups(single, two, params.attributes)
            valued = relation.scale is not None
            profile = Profile(relation.id, relation.directed, valued, cuts, params.symmetrise, groups)
            repeats = pooled_repeats(study, relation.id, (first, second))
            categories = _categories(single, relation.scale, (one, two), repeats.first)
            found, named = changed_measures(basis, profile, (one, two), repeats, categories, sizes, rng)
            estimates += found
            calls += named
    labels = labels_of(study) | {"type": _("kind of organisation"), "size_class": _("size")}
    return NetworkChange(params, tuple(estimates), tuple(calls), labels)


def _groups(study: Study, network: Network, attributes: tuple[str, ...]) -> dict[str, Any]:
    """Return attribute → codes of the groups, where there are two at least."""
    found = {}
    for attribute in attributes:
        kinds = np.array([k or NO_GROUP for k in study.attribute(attribute, network.nodes)], dtype=np.str_)
        names, codes = np.unique(kinds, return_inverse=True)
        if len(names) > 1:
            found[attribute] = codes.astype(np.int64)
    return found


def _categories(study: Study, scale: str | None, pair: tuple[Network, Network], repeats: Any) -> list[float]:
    """Return the values that can be reported: those of the scale, or those that were reported."""
    known = study.settings.scale(scale)
    if known is not None:
        return [float(v) for v in range(int(min(known.low, 0)), int(known.high) + 1)]
    told = np.concatenate([x[np.isfinite(x)] for x in (pair[0].values, pair[1].values, repeats)])
    return sorted({0.0, *told.tolist()})
