"""Who carries the cluster: champions, and what depends on them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from math import isfinite
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import polars as pl
from numpy.typing import NDArray

from clusterdynamics.charts.numbers import percent, whole
from clusterdynamics.i18n import N_, _, ngettext
from clusterdynamics.measures.analyses.champions_network import network_figures
from clusterdynamics.measures.analyses.common import Symmetrise, cut_names, dots, labels_of
from clusterdynamics.measures.analyses.told import Told, agreement, row_ratios
from clusterdynamics.measures.nominations import Nominations, nominations, top_shares
from clusterdynamics.measures.protocol import Params, Result, analysis
from clusterdynamics.measures.stages import expanded_bounds
from clusterdynamics.models.of_study import model_of

if TYPE_CHECKING:
    import altair as alt

    from clusterdynamics.measures.estimate import Estimate
    from clusterdynamics.models.schema import ReferenceModel
    from clusterdynamics.study.model import Study

__all__ = ["SHOWN", "Champions", "ChampionsParams", "champions"]

FloatArray = NDArray[np.float64]

#: Factor of the model whose evidence says whether leadership rests on several people.
_FACTOR = "champion_energy"

#: Figures of the picture, for people.
SHOWN = {
    "succession.top1": N_("nominations that fall on the one named most"),
    "succession.top2": N_("nominations that fall on the two named most"),
    "succession.only_top2": N_("organisations that name nobody but these two"),
    "champions.statement": N_("agree that several people keep things going"),
    "fragmentation": N_("pairs that do not reach each other now"),
    "fragmentation.top2": N_("pairs without the organisations of the two"),
}


@dataclass(frozen=True)
class ChampionsParams(Params):
    """What can be chosen.

    Attributes
    ----------
    network
        Network in which reach and fragmentation are looked at; the study's first one where it has none of this
        name.
    symmetrise
        How the two reports of a pair become one where both sides describe the same relation.
    steps
        Steps within which somebody counts as reached.
    replicates
        Redraws of organisations.
    """

    network: str = "cooperation"
    symmetrise: Symmetrise = "either"
    steps: int = 2
    replicates: int = 2000


@dataclass(frozen=True)
class Champions(Result):
    """Champions of each wave, as a pattern; names are only subjects of figures, persons only codes.

    Figures: ``champions.organisations`` (organisations that name somebody of another organisation),
    ``champions.nominees`` (people and organisations that others name), ``champions.several`` (those named by at
    least k), ``champions.nominations`` (subject: organisation, or ``person:<code>``; number of other organisations
    that name it), ``champions.self`` (whole: organisations that name themselves; subject: 1 where it does),
    ``succession.top1`` and ``.top2`` (share of nominations on the one and two named most),
    ``succession.only_top2`` (share of the naming organisations that name nobody else), ``champions.statement``
    (subject: the statement; share that agrees that leadership rests on several).
    ``energy.received`` (whole, and each organisation: mean rating received), ``energy.champions``,
    ``energy.others`` (mean rating received by the organisations of the two named most, and by the others).
    In the network: ``fragmentation`` and ``distance_fragmentation``, as it is, without the organisations of the
    one and two named most (``.top1``, ``.top2``), when any one and two go, on average (``.any1``, ``.any2``), and
    at worst (``.worst1``, ``.worst2``); ``reach.top1``, ``reach.top2`` and ``distance_reach.top1``, ``.top2``
    (how far those organisations reach); for each nominee's organisation ``champions.reach``,
    ``champions.distance_reach`` and ``champions.without`` (distance-weighted fragmentation without it).
    """

    name: ClassVar[str] = "champions"

    params: ChampionsParams
    least: int
    labels: dict[str, str]

    def chart(self) -> alt.TopLevelMixin:
        """Return what rests on the two named most: nominations, and what the network would lose."""
        from clusterdynamics.charts import interval_dots

        shown = [e for e in self.estimates if e.name in SHOWN and e.network in (None, self._network)]
        order = list(SHOWN)
        shown.sort(key=lambda e: order.index(e.name))
        return interval_dots(
            dots(shown, self.labels, lambda e: _(SHOWN[e.name])),
            x_title=_("share"),
            as_percent=True,
            domain=(0, 1),
        )

    @property
    def _network(self) -> str | None:
        return next((e.network for e in self.estimates if e.network), None)

    def sentences(self) -> tuple[str, ...]:
        """Return, wave by wave, how many are named, what rests on the two named most, and what would be lost."""
        waves = dict.fromkeys(e.wave for e in self.estimates if e.name == "champions.organisations")
        said = [s for wave in waves for s in self._of_wave(wave)]
        return tuple(said) or (_("Nobody was asked who brings energy to the cluster."),)

    def _value(self, name: str, wave: str | None, **where: str) -> float | None:
        fits = (
            e.value
            for e in self.estimates
            if e.name == name and e.wave == wave and all(getattr(e, k) == v for k, v in where.items())
        )
        return next(fits, None)

    def _of_wave(self, wave: str | None) -> list[str]:
        label = self.labels[f"wave:{wave}"]
        first = self.find("champions.organisations", wave=wave)
        if first.value is None:
            return [_("Champions, {wave}: {why}").format(wave=label, why=first.why)]
        named, several = self._value("champions.nominees", wave), self._value("champions.several", wave)
        # With one nominee only, "the two named most" would be one.
        said = self._succession(wave, label) if named is not None and named > 1 else []
        if named is not None:
            said.append(
                ngettext(
                    "In {wave} {n} organisation names somebody outside it who brings energy to the cluster.",
                    "In {wave} {n} organisations name somebody outside them who brings energy to the cluster.",
                    round(first.value),
                ).format(wave=label, n=whole(first.value))
                + " "
                + _("They name {named} people or organisations.").format(named=whole(named))
            )
        if several is not None:
            said.append(
                _("Named by at least {k} organisations in {wave}: {several}.").format(
                    k=self.least, wave=label, several=whole(several)
                )
            )
        if named is not None and named > 1:
            said += self._lost(wave, label)
        for e in self.estimates:
            if e.name == "champions.statement" and e.wave == wave and e.value is not None:
                said.append(
                    _("In {wave} {share} agree: “{text}”").format(
                        wave=label, share=percent(e.value), text=self.labels[e.subject]
                    )
                )
        theirs, others = self._value("energy.champions", wave), self._value("energy.others", wave)
        if theirs is not None and others is not None:
            if theirs > others:
                text = _("In {wave} partners take more energy from the organisations of the two than from others.")
            else:
                text = _("In {wave} partners take no more energy from the organisations of the two than from others.")
            said.append(text.format(wave=label))
        return said

    def _succession(self, wave: str | None, label: str) -> list[str]:
        one, two = self._value("succession.top1", wave), self._value("succession.top2", wave)
        if one is None or two is None:
            return []
        said = [
            _("In {wave} {one} of the nominations fall on the one named most, {two} on the two named most.").format(
                wave=label, one=percent(one), two=percent(two)
            )
        ]
        only = self._value("succession.only_top2", wave)
        if only is not None:
            said.append(
                _("In {wave} {share} of the organisations that name somebody name nobody but these two.").format(
                    wave=label, share=percent(only)
                )
            )
        return said

    def _lost(self, wave: str | None, label: str) -> list[str]:
        values = {
            k: self._value(f"fragmentation{k}", wave, network=self._network or "")
            for k in ("", ".top2", ".any2", ".worst2")
        }
        reach = self._value("reach.top2", wave, network=self._network or "")
        said = []
        network = self.labels.get(self._network or "", "")
        if reach is not None:
            said.append(
                _("In {wave} their organisations reach {share} of the others in {steps} steps ({network}).").format(
                    wave=label, share=percent(reach), steps=self.params.steps, network=network
                )
            )
        now, then, mean, worst = values.values()
        why = next((e.why for e in self.estimates if (e.name, e.wave) == ("reach.top2", wave) and e.value is None), "")
        if why:
            said.append(
                _("What depends on their organisations in {wave} ({network}): {why}").format(
                    wave=label, network=network, why=why
                )
            )
        if now is not None and then is not None:
            text = _(
                "In {wave} {now} of the pairs do not reach each other ({network}); without the organisations of the "
                "two it would be {then}."
            ).format(wave=label, now=percent(now), then=percent(then), network=network)
            if mean is not None and worst is not None:
                text += " " + _("When any two organisations go, it is {mean} on average, {worst} at worst.").format(
                    mean=percent(mean), worst=percent(worst)
                )
            said.append(text)
        return said


@analysis(ChampionsParams, Champions)
def champions(study: Study, params: ChampionsParams, rng: np.random.Generator) -> Champions:
    """Look for champions and for what depends on them (method, section 4, "Roles").

    What counts is the number of organisations that name somebody, self-nominations apart. The share of nominations
    on the one and two named most is redrawn over the naming organisations with these two held fixed.
    """
    model = model_of(study)
    names = cut_names(study)
    network = params.network if params.network in names else next(iter(names), None)
    estimates: list[Estimate] = []
    for wave in study.wave_ids:
        told = nominations(study, wave)
        top = tuple(told.nominees[k] for k in told.most_named(2))
        estimates += _named(study, wave, told, params, rng)
        estimates += _statements(study, wave, model, params, rng)
        estimates += _energy(study, wave, model, tuple(n.actor for n in top if n.actor), params, rng)
        if network is not None and told.asked:
            estimates += network_figures(study, study.network(network, wave), told, params.symmetrise, params.steps)
    labels = labels_of(study) | dict(study.labels) | {s.id: s.text for s in model.statements}
    return Champions(params, tuple(estimates), study.settings.disclosure.k_inside, labels)


def _named(
    study: Study, wave: str, told: Nominations, params: ChampionsParams, rng: np.random.Generator
) -> list[Estimate]:
    """Give the numbers of those who name and are named, and how far nominations lean on two of them."""
    figures = Told.of(study, wave, "champions")
    give = partial(figures.give, gate="in_degree", asked=told.asked)
    counts = told.counts
    naming = told.others.any(axis=1)
    most = study.settings.disclosure.k_inside
    found = [
        give("champions.organisations", float(naming.sum())),
        give("champions.self", float(told.own.any(axis=1).sum())),
        give("champions.nominees", float((counts > 0).sum())),
        give("champions.several", float((counts >= most).sum()), n=int((counts > 0).sum())),
    ]
    for actor, number in told.by_actor().items():
        found.append(give("champions.nominations", float(number), subject=actor))
    for k, nominee in enumerate(told.nominees):
        if nominee.person is not None:
            found.append(give("champions.nominations", float(counts[k]), subject=nominee.subject))
    selves = sorted({o for o, own in zip(told.organisations, told.own, strict=True) if own.any()})
    found += [give("champions.self", 1.0, subject=actor) for actor in selves]
    rows = told.others[naming]
    above, below = [], []
    for size in (1, 2):
        part = top_shares(rows, told.most_named(size))
        above.append(part[:, 0])
        below.append(part[:, 1])
    above.append(((above[1] == below[1]) & (below[1] > 0)).astype(np.float64))
    below.append(np.ones(rows.shape[0]))
    upper, lower = np.column_stack(above), np.column_stack(below)
    n = int(naming.sum())
    total = lower.sum(axis=0)
    values = np.divide(upper.sum(axis=0), total, out=np.full(total.shape, np.nan), where=total > 0)
    draws = row_ratios(upper, lower, params.replicates, rng, _("Champions"))
    for k, name in enumerate(("succession.top1", "succession.top2", "succession.only_top2")):
        found.append(give(name, float(values[k]), bounds=partial(expanded_bounds, draws[:, k], n), n=n))
    return found


def _statements(
    study: Study, wave: str, model: ReferenceModel, params: ChampionsParams, rng: np.random.Generator
) -> list[Estimate]:
    """Give the share that agrees with the model's statements about whether leadership rests on several."""
    evidence = {f.id: f.evidence for f in model.factors}.get(_FACTOR, ())
    items = [s.id for s in model.statements if s.id in evidence]
    if not items:
        return []
    answers = agreement(study, wave, items, model.thresholds, [s.reversed for s in model.statements if s.id in items])
    figures = Told(study, wave, len(answers.organisations), answers.coverage, "measures/champions")
    shares = answers.shares()
    everybody = np.ones(len(answers.organisations), dtype=np.bool_)
    draws = answers.draws([everybody], params.replicates, rng, _("Champions"))
    return [
        figures.give(
            "champions.statement",
            float(shares[k]),
            gate="statements",
            asked=bool(answers.asked[k]),
            subject=item,
            bounds=partial(answers.bounds, draws[:, 0, k]),
        )
        for k, item in enumerate(items)
    ]


def _energy(
    study: Study,
    wave: str,
    model: ReferenceModel,
    top: tuple[str, ...],
    params: ChampionsParams,
    rng: np.random.Generator,
) -> list[Estimate]:
    """Give the mean energy that organisations receive in ratings: all, the champions' organisations, the others.

    A pair is rated with the mean of what the respondents of the rating organisation say; each organisation weighs
    as many ratings as it gives.
    """
    items = [q.id for q in model.questions if q.part == "energy" and q.stored_in == "ratings"]
    here = sorted(study.answered(wave))
    rated = (
        study["ratings"]
        .filter(
            (pl.col("wave") == wave)
            & pl.col("item").is_in(items)
            & pl.col("value").is_not_null()
            & pl.col("from").is_in(here)
            & pl.col("to").is_in(list(study.present(wave)))
            & (pl.col("state").is_null() | (pl.col("state") == "answered"))
        )
        .group_by("from", "to")
        .agg(pl.col("value").sort().mean())
        .sort("from", "to")
    )
    asked = not study["ratings"].filter((pl.col("wave") == wave) & pl.col("item").is_in(items)).is_empty()
    figures = Told.of(study, wave, "champions", rated["from"].n_unique())
    give: Any = partial(figures.give, gate="in_degree", asked=asked)
    if not asked:
        return [give(name, float("nan")) for name in ("energy.received", "energy.champions", "energy.others")]
    raters = sorted(set(rated["from"].to_list()))
    place = {a: k for k, a in enumerate(raters)}
    above, below = np.zeros((len(raters), 3)), np.zeros((len(raters), 3))
    received: dict[str, list[float]] = {}
    for rater, actor, value in rated.iter_rows():
        received.setdefault(actor, []).append(value)
        for k in (0, 1 if actor in top else 2):
            above[place[rater], k] += value
            below[place[rater], k] += 1
    total = below.sum(axis=0)
    values = np.divide(above.sum(axis=0), total, out=np.full(3, np.nan), where=total > 0)
    draws = row_ratios(above, below, params.replicates, rng, _("Energy"))
    found = [
        give(name, float(values[k]), bounds=partial(expanded_bounds, draws[:, k], len(raters)))
        for k, name in enumerate(("energy.received", "energy.champions", "energy.others"))
    ]
    return found + [
        give("energy.received", float(np.mean(values)), subject=actor, n=len(values))
        for actor, values in sorted(received.items())
        if isfinite(float(np.mean(values)))
    ]
