"""Who brings knowledge in: links outside the region beside advice given inside it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from math import isfinite
from typing import TYPE_CHECKING, ClassVar

import numpy as np
from numpy.typing import NDArray

from clusterdynamics.charts.numbers import percent, whole
from clusterdynamics.i18n import N_, _
from clusterdynamics.measures.analyses.common import dots, labels_of, simple
from clusterdynamics.measures.analyses.told import Told, row_ratios
from clusterdynamics.measures.outside import POSITIONS, OutsideAnswers, outside_answers, positions
from clusterdynamics.measures.protocol import Params, Result, analysis
from clusterdynamics.measures.stages import expanded_bounds
from clusterdynamics.models.of_study import model_of

if TYPE_CHECKING:
    import altair as alt

    from clusterdynamics.measures.estimate import Estimate
    from clusterdynamics.models.schema import ReferenceModel
    from clusterdynamics.study.model import Study
    from clusterdynamics.study.network import Network

__all__ = ["Gatekeepers", "GatekeepersParams", "Says", "gatekeepers"]

FloatArray = NDArray[np.float64]

#: Position → what it means, for people.
_WORDS = {
    "gatekeeper": N_("links outside, gives advice inside (gatekeepers)"),
    "star": N_("links outside, gives no advice inside (external stars)"),
    "local_source": N_("no links outside, gives advice inside"),
    "neither": N_("neither"),
}
_SAYS = {
    "supports": N_("In {wave} this share supports the stage {stage}."),
    "contradicts": N_("In {wave} this share contradicts the stage {stage}."),
    "cannot_say": N_("In {wave} this share neither supports nor contradicts the stage {stage}."),
}
#: The measure of the model's network evidence that this analysis gives.
_MEASURE = "outside_givers"


@dataclass(frozen=True)
class GatekeepersParams(Params):
    """What can be chosen.

    Attributes
    ----------
    network
        Relation in which i → j means that i turns to j for advice.
    least
        From how many organisations that turn to it on an organisation counts as giving advice.
    replicates
        Redraws of organisations.
    """

    network: str = "advice"
    least: int = 1
    replicates: int = 2000


@dataclass(frozen=True)
class Says:
    """What the share of those who link the cluster with the world outside says about a stage of the model."""

    wave: str
    evidence: str
    stage: str
    verdict: str


@dataclass(frozen=True)
class Gatekeepers(Result):
    """Links outside the region × advice given inside it, wave by wave, as a pattern.

    Figures: ``outside.share`` (organisations with working links outside), ``outside.gatekeeper``, ``outside.star``,
    ``outside.local_source``, ``outside.neither`` (shares of the four positions among the organisations that told
    about links outside), ``outside.gatekeeper.expected`` (the share if advice had nothing to do with links
    outside), ``outside.gives_advice`` (of those with links outside, the share that
    gives advice inside), ``outside.partners`` (subject ``partner_type:<kind>``: share with such partners outside),
    ``outside.advice_given`` (subject: organisation with links outside; how many turn to it for advice).
    """

    name: ClassVar[str] = "gatekeepers"

    params: GatekeepersParams
    says: tuple[Says, ...]
    labels: dict[str, str]

    def chart(self) -> alt.TopLevelMixin:
        """Return the shares of the four positions with their bounds."""
        from clusterdynamics.charts import interval_dots

        words = {f"outside.{p}": _(text) for p, text in _WORDS.items()}
        shown = [e for e in self.estimates if e.name in words]
        return interval_dots(
            dots(shown, self.labels, lambda e: words[e.name]),
            x_title=_("share of the organisations"),
            as_percent=True,
            domain=(0, 1),
        )

    def sentences(self) -> tuple[str, ...]:
        """Return, wave by wave, how many link the cluster with the world outside."""
        said: list[str] = []
        for e in self.estimates:
            if e.name != "outside.gatekeeper":
                continue
            wave = self.labels[f"wave:{e.wave}"]
            if e.value is None:
                said.append(_("Links outside the region, {wave}: {why}").format(wave=wave, why=e.why))
                continue
            value = {p: self.value_of(f"outside.{p}", wave=e.wave) for p in POSITIONS}
            said.append(
                _(
                    "In {wave} {gatekeepers} of {n} organisations have working links outside the region and give "
                    "advice inside it."
                ).format(wave=wave, n=whole(e.n), gatekeepers=percent(e.value))
            )
            if value["star"] is not None:
                text = _("In {wave} {stars} have links outside and give no advice inside.")
                said.append(text.format(wave=wave, stars=percent(value["star"])))
            said += [_(_SAYS[s.verdict]).format(wave=wave, stage=s.stage) for s in self.says if s.wave == e.wave]
            if value["local_source"] is not None and value["neither"] is not None:
                said.append(
                    _("In {wave} {local} give advice without links outside, {neither} do neither.").format(
                        wave=wave, local=percent(value["local_source"]), neither=percent(value["neither"])
                    )
                )
            expected = self.value_of("outside.gatekeeper.expected", wave=e.wave)
            if expected is not None:
                said.append(
                    _("If advice had nothing to do with links outside, {expected} would do both in {wave}.").format(
                        wave=wave, expected=percent(expected)
                    )
                )
            givers = self.value_of("outside.gives_advice", wave=e.wave)
            if givers is not None:
                said.append(
                    _("Of those with links outside, {share} give advice inside in {wave}.").format(
                        wave=wave, share=percent(givers)
                    )
                )
        return tuple(said) or (_("Nobody was asked about working links outside the region."),)


@analysis(GatekeepersParams, Gatekeepers)
def gatekeepers(study: Study, params: GatekeepersParams, rng: np.random.Generator) -> Gatekeepers:
    """Look for those who link the cluster with the world outside (method, section 4, "Roles").

    Bounds are redraws of the organisations that told about links outside; who gives advice is held fixed. The
    gate is that of in-degree, on which giving advice rests.
    """
    model = model_of(study)
    has_advice = params.network in study.settings.network_names
    estimates: list[Estimate] = []
    says: list[Says] = []
    for wave in study.wave_ids:
        outside = outside_answers(study, wave)
        network = simple(study.network(params.network, wave)) if has_advice else None
        found = _figures(study, wave, outside, network, params, rng)
        estimates += found
        says += _evidence(model, wave, found)
    return Gatekeepers(params, tuple(estimates), tuple(says), labels_of(study) | dict(study.labels))


def _advice_given(network: Network | None, organisations: tuple[str, ...]) -> FloatArray:
    """Return how many turn to each organisation for advice; NaN where nobody could say."""
    given = np.full(len(organisations), np.nan)
    if network is None:
        return given
    place = {a: i for i, a in enumerate(network.nodes)}
    counts, seen = network.ties.sum(axis=0), network.observed.any(axis=0)
    for k, actor in enumerate(organisations):
        if seen[place[actor]]:
            given[k] = counts[place[actor]]
    return given


def _figures(
    study: Study,
    wave: str,
    outside: OutsideAnswers,
    network: Network | None,
    params: GatekeepersParams,
    rng: np.random.Generator,
) -> list[Estimate]:
    given = _advice_given(network, outside.organisations)
    cells = positions(outside.has_links, given, params.least)
    known = np.isfinite(given)
    cells = cells[known]
    n = int(known.sum())
    told = Told.of(study, wave, "gatekeepers", n)
    advice_asked = network is not None and bool(network.observed.any())
    # Gatekeepers, stars, local sources, neither; with links outside; gatekeepers among those with links.
    with_links = outside.has_links[known].astype(np.float64)
    above = np.column_stack([cells, with_links, cells[:, 0]])
    below = np.column_stack([np.ones((n, 5)), with_links])
    total = below.sum(axis=0)
    values = np.divide(above.sum(axis=0), total, out=np.full(6, np.nan), where=total > 0)
    draws = row_ratios(above, below, params.replicates, rng, _("Links outside the region"))
    give = partial(told.give, gate="in_degree", asked=outside.asked and advice_asked)

    def bounded(name: str, k: int, count: int) -> Estimate:
        return give(name, float(values[k]), bounds=partial(expanded_bounds, draws[:, k], count), n=count)

    found = [bounded(f"outside.{p}", k, n) for k, p in enumerate(POSITIONS)]
    found.append(give("outside.gatekeeper.expected", float(values[4] * (values[0] + values[2]))))
    found.append(bounded("outside.gives_advice", 5, int(total[5])))
    # Links outside need no advice network: all who told count.
    told = Told.of(study, wave, "gatekeepers", len(outside.organisations))
    linked = outside.has_links.astype(np.float64)
    rows = [linked] + [
        np.array([a in who for a in outside.organisations], dtype=np.float64) for who in outside.partners.values()
    ]
    table = np.column_stack(rows)
    draws = row_ratios(table, np.ones(table.shape), params.replicates, rng, _("Links outside the region"))
    subjects = [("outside.share", "whole")] + [("outside.partners", f"partner_type:{k}") for k in outside.partners]
    for k, (name, subject) in enumerate(subjects):
        share = float(table[:, k].mean()) if table.shape[0] else float("nan")
        found.append(
            told.give(
                name,
                share,
                gate="statements",
                asked=outside.asked,
                subject=subject,
                bounds=partial(expanded_bounds, draws[:, k], table.shape[0]),
            )
        )
    return found + [
        give("outside.advice_given", float(number), subject=actor)
        for actor, number, links in zip(outside.organisations, given, outside.has_links, strict=True)
        if links and isfinite(number)
    ]


def _evidence(model: ReferenceModel, wave: str, found: list[Estimate]) -> list[Says]:
    """Return what the share of gatekeepers says by the bounds of the model; nothing where it is not given."""
    share = next(e.value for e in found if e.name == "outside.gatekeeper")
    if share is None:
        return []
    return [
        Says(wave, rule.id, model.stage(rule.stage).label, rule.says(share))
        for rule in model.evidence
        if rule.measure == _MEASURE
    ]
