"""Large companies: evidence of a driver beside evidence of a barrier, and what the network is without them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Literal

import numpy as np
import polars as pl

from clusterdynamics.charts.numbers import percent, whole
from clusterdynamics.i18n import _, ngettext
from clusterdynamics.measures.analyses.common import Symmetrise, cut_names, labels_of
from clusterdynamics.measures.analyses.large_network import network_figures
from clusterdynamics.measures.analyses.large_readings import outside_figures, readings
from clusterdynamics.measures.analyses.told import Told
from clusterdynamics.measures.protocol import Params, Result, analysis
from clusterdynamics.models.of_study import model_of

if TYPE_CHECKING:
    import altair as alt

    from clusterdynamics.measures.estimate import Estimate
    from clusterdynamics.models.schema import ReferenceModel
    from clusterdynamics.study.model import Study

__all__ = ["LargeCompanies", "LargeCompaniesParams", "LargeItem", "large_companies", "large_items"]

#: Factors of the model whose evidence speaks for each side.
_DRIVER = ("large_company_engagement",)
_BARRIER = ("dependence", "readiness_for_radical_change")


@dataclass(frozen=True)
class LargeCompaniesParams(Params):
    """What can be chosen.

    Attributes
    ----------
    networks
        Relations or levels to look at; all where empty.
    symmetrise
        How the two reports of a pair become one where both sides describe the same relation.
    linked_by
        Network in which an organisation counts as linked with a large company.
    replicates
        Redraws of organisations.
    """

    networks: tuple[str, ...] = ()
    symmetrise: Symmetrise = "either"
    linked_by: str = "cooperation"
    replicates: int = 2000


@dataclass(frozen=True)
class LargeItem:
    """A statement about large companies as a class, and what it speaks for.

    Attributes
    ----------
    side
        What counts towards it.
    turned
        True where those who *dis*agree count.
    """

    id: str
    text: str
    side: Literal["driver", "barrier"]
    turned: bool


@dataclass(frozen=True)
class LargeCompanies(Result):
    """Both readings of the large companies as a class, wave by wave; never a verdict, never about one of them.

    Figures: ``large.companies`` (how many there are), ``large.answered`` (how many of them answered),
    ``large.statement`` (subject: the statement; share whose answer speaks for its side), ``large.driver`` and
    ``large.barrier`` (mean of the statements of the side: whole, and subject ``type:<type>``), the same among the
    large companies (``.large``), the other organisations (``.others``), and of these, those that are linked with a
    large company or not (``.linked``, ``.not_linked``); ``large.outside.large`` and ``.others`` (share with working
    links outside the region). For each network: ``large.tie_share`` (share of links with a large company),
    ``large.pair_share`` (the same if links fell on pairs at random), and with and without the large companies
    (``.with``, ``.without``) ``large.density``, ``large.largest_component``, ``large.distance``,
    ``large.distance_fragmentation``, ``large.cross_type``. What compares with and without is for the study team
    unless enough large companies answered; ``details`` holds ``large_answered`` and ``large_needed`` for that.
    """

    name: ClassVar[str] = "large_companies"

    params: LargeCompaniesParams
    items: tuple[LargeItem, ...]
    labels: dict[str, str]

    def chart(self) -> alt.TopLevelMixin:
        """Return the plane of driver against barrier: one point with its bounds for each wave."""
        from clusterdynamics.charts import scatter

        rows = []
        for wave in self._waves():
            ends = {e.name: e for e in self.estimates if e.wave == wave and e.subject == "whole"}
            x, y = ends.get("large.driver"), ends.get("large.barrier")
            if x is None or y is None:
                continue
            rows.append(
                {"label": self.labels[f"wave:{wave}"], "x": x.value, "x_low": x.low, "x_high": x.high}
                | {"y": y.value, "y_low": y.low, "y_high": y.high, "kind": "large"}
            )
        frame = pl.DataFrame(rows, schema=_PLANE)
        return scatter(
            frame,
            x_title=_("answers that speak for a driver"),
            y_title=_("answers that speak for a barrier"),
            x_percent=True,
            y_percent=True,
        )

    def _waves(self) -> list[str | None]:
        return list(dict.fromkeys(e.wave for e in self.estimates))

    def sentences(self) -> tuple[str, ...]:
        """Return both readings of each wave, one beside the other, and then what the network says."""
        said = [s for wave in self._waves() for s in self._of_wave(wave)]
        return tuple(said) or (_("There is no wave in which large companies could be looked at."),)

    def _of_wave(self, wave: str | None) -> list[str]:
        label = self.labels[f"wave:{wave}"]
        said = []
        for side in ("driver", "barrier"):
            spoken = [(i, self._share(i.id, wave)) for i in self.items if i.side == side]
            parts = [
                (_("{share} disagree that “{text}”") if item.turned else _("{share} agree that “{text}”")).format(
                    share=percent(share), text=item.text.rstrip(".")
                )
                for item, share in spoken
                if share is not None
            ]
            if parts and side == "driver":
                text = _("Large companies as a driver, {wave}: {parts}.")
            else:
                text = _("Large companies as a barrier, {wave}: {parts}.")
            if parts:
                said.append(text.format(wave=label, parts="; ".join(parts)))
        if not said:
            why = next((e.why for e in self.estimates if e.name == "large.driver" and e.wave == wave), "")
            said.append(
                _("Large companies as a driver or a barrier, {wave}: {why}").format(
                    wave=label, why=why or _("This was not asked.")
                )
            )
        else:
            said.append(
                _(
                    "Both readings of {wave} stand side by side: neither is a verdict, and none is about one company."
                ).format(wave=label)
            )
        count = next((e for e in self.estimates if e.name == "large.companies" and e.wave == wave), None)
        if count is not None and count.value == 0:
            said.append(_("No organisation is marked as a large company in {wave}.").format(wave=label))
        return said + self._structure(wave, label)

    def _share(self, item: str, wave: str | None) -> float | None:
        fits = (e.value for e in self.estimates if (e.name, e.subject, e.wave) == ("large.statement", item, wave))
        return next(fits, None)

    def _structure(self, wave: str | None, label: str) -> list[str]:
        said = []
        here = [e for e in self.estimates if e.wave == wave]
        for network in dict.fromkeys(e.network for e in here if e.network):
            value = {e.name: e.value for e in here if e.network == network}
            what = self.labels.get(network, network)
            ties, pairs = value.get("large.tie_share"), value.get("large.pair_share")
            if ties is not None and pairs is not None:
                said.append(
                    _(
                        "In {wave} a large company is part of {ties} of the links ({network}), and of {pairs} of the "
                        "pairs that could be linked."
                    ).format(wave=label, ties=percent(ties), pairs=percent(pairs), network=what)
                )
            with_, without = value.get("large.largest_component.with"), value.get("large.largest_component.without")
            if with_ is not None and without is not None:
                said.append(
                    _(
                        "In {wave} {with_} of the organisations hang together in one part ({network}); among the "
                        "others alone, without large companies, it is {without}."
                    ).format(wave=label, with_=percent(with_), without=percent(without), network=what)
                )
        outside = {e.name: e for e in here if e.name.startswith("large.outside.")}
        large, others = outside.get("large.outside.large"), outside.get("large.outside.others")
        if large is not None and others is not None and large.value is not None and others.value is not None:
            said.append(
                ngettext(
                    "In {wave} {share} of {n} large company that told it have working links outside the region, "
                    "of the others {others}.",
                    "In {wave} {share} of {n} large companies that told it have working links outside the region, "
                    "of the others {others}.",
                    large.n,
                ).format(wave=label, share=percent(large.value), n=whole(large.n), others=percent(others.value))
            )
        return said


_PLANE: dict[str, Any] = {
    "label": pl.String,
    "x": pl.Float64,
    "x_low": pl.Float64,
    "x_high": pl.Float64,
    "y": pl.Float64,
    "y_low": pl.Float64,
    "y_high": pl.Float64,
    "kind": pl.String,
}


def large_items(model: ReferenceModel) -> tuple[LargeItem, ...]:
    """Return the statements of the model about large companies, and which side each speaks for.

    They are the evidence of the factors ``large_company_engagement`` (driver), ``dependence`` and
    ``readiness_for_radical_change`` (barrier). Statements of the stages are worded so that who agrees speaks for
    the cluster: on the side of the barrier those who disagree are counted. So are the reversed ones.
    """
    evidence = {f.id: f.evidence for f in model.factors}
    asked = {q.id: (q.text, q.reversed) for q in model.questions if q.kind == "statement"}
    stage = {s.id: (s.text, s.reversed) for s in model.statements}
    found: dict[str, LargeItem] = {}
    sides: tuple[tuple[Literal["driver", "barrier"], tuple[str, ...]], ...] = (
        ("driver", _DRIVER),
        ("barrier", _BARRIER),
    )
    for side, factors in sides:
        for item in (i for factor in factors for i in evidence.get(factor, ())):
            if item in asked:
                text, turned = asked[item]
            elif item in stage:
                text, turned = stage[item][0], stage[item][1] != (side == "barrier")
            else:
                continue
            found.setdefault(item, LargeItem(item, text, side, turned))
    return tuple(found.values())


@analysis(LargeCompaniesParams, LargeCompanies)
def large_companies(study: Study, params: LargeCompaniesParams, rng: np.random.Generator) -> LargeCompanies:
    """Look at the large companies as a class: driver and barrier, in answers and in the network.

    Method, section 4, "Roles"; which may be shown to whom: ``disclosure``.
    """
    model = model_of(study)
    items = large_items(model)
    large = {a for a, flag in study["actors"].select("id", "is_anchor").iter_rows() if flag}
    names = cut_names(study)
    linked_by = params.linked_by if params.linked_by in names else next(iter(names), None)
    estimates: list[Estimate] = []
    for wave in study.wave_ids:
        answered = study.answered(wave) & large
        told = Told.of(study, wave, "large_companies")
        estimates += [
            told.give("large.companies", float(len(large & set(study.present(wave)))), n=len(study.present(wave))),
            told.give("large.answered", float(len(answered))),
        ]
        linked = None
        if linked_by is not None:
            network = study.network(linked_by, wave)
            ties = network.ties | network.ties.T
            partners = np.array([a in large for a in network.nodes], dtype=np.bool_)
            linked = {a for a, row in zip(network.nodes, ties[:, partners], strict=True) if row.any()}
        estimates += readings(study, wave, items, model.thresholds, large, linked, params.replicates, rng)
        estimates += outside_figures(study, wave, large, params.replicates, rng)
        for name in params.networks or names:
            relation, _cut = study.settings.relation(name)
            if large and (not relation.waves or wave in relation.waves):
                estimates += network_figures(study, study.network(name, wave), large, params.symmetrise)
    return LargeCompanies(params, tuple(estimates), items, labels_of(study))
