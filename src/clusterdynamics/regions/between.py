"""The analysis ``between_regions``: what the block on other regions says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import polars as pl
from numpy.typing import NDArray

from clusterdynamics.charts.numbers import number, percent, whole
from clusterdynamics.i18n import _, ngettext
from clusterdynamics.measures.analyses.common import dots, labels_of
from clusterdynamics.measures.analyses.told import Told, row_ratios
from clusterdynamics.measures.estimate import Estimate
from clusterdynamics.measures.protocol import Params, Result, analysis
from clusterdynamics.measures.stages import expanded_bounds
from clusterdynamics.models.of_study import model_of
from clusterdynamics.regions.partners import Partner, PartnerAnswers, partner_answers

if TYPE_CHECKING:
    import altair as alt

    from clusterdynamics.models.schema import ReferenceModel
    from clusterdynamics.study.model import Study

__all__ = ["BetweenRegions", "BetweenRegionsParams", "between_regions"]

FloatArray = NDArray[np.float64]

_PART = "between_regions"
#: Most regions, areas, … that one sentence names.
_NAMED = 3


@dataclass(frozen=True)
class BetweenRegionsParams(Params):
    """What can be chosen.

    Attributes
    ----------
    replicates
        Redraws of the organisations that answered.
    """

    replicates: int = 2000


@dataclass(frozen=True)
class BetweenRegions(Result):
    """Partners in other regions, wave by wave.

    Figures: ``between.share`` (organisations with partners in another region, of those that answered);
    ``between.region`` (subject ``region:r``: share that works with r), ``between.depth`` (``region:r``: mean depth
    among those); of the organisations with partners elsewhere the share that gets something only there
    (``between.area``, ``area:a``), that names a barrier (``between.barrier``, ``barrier:b``), that wants a kind of
    organisation to open the door (``between.door``, ``door:t``); ``between.wrote`` and ``between.names_door`` (how
    many wrote what they get, and named somebody); ``between.change`` (wave ``first→second``: difference of the share
    among those that answered both times).
    """

    name: ClassVar[str] = "between_regions"

    params: BetweenRegionsParams
    labels: dict[str, str]

    @property
    def waves(self) -> tuple[str, ...]:
        """Waves in which the block was asked, oldest first."""
        asked = (e for e in self.estimates if e.name == "between.share" and e.reason != "not_asked")
        return tuple(dict.fromkeys(e.wave or "" for e in asked))

    def chart(self) -> alt.TopLevelMixin:
        """Return the share of organisations that work with each other region, in the latest wave."""
        from clusterdynamics.charts import interval_dots

        latest = self.waves[-1:]
        shown = [e for e in self.estimates if e.name == "between.region" and e.wave in latest]
        return interval_dots(
            dots(shown, self.labels, self.called).with_columns(group=pl.lit(None, dtype=pl.String)),
            x_title=_("organisations that work with partners there, of those that answered"),
            as_percent=True,
            domain=(0, 1),
        )

    def called(self, e: Estimate) -> str:
        """Return what the subject of a figure is called."""
        return self.labels.get(e.subject) or self.labels.get(e.subject.partition(":")[2], e.subject.partition(":")[2])

    def sentences(self) -> tuple[str, ...]:
        """Return with which regions, how deeply, what is found only there, what stands in the way, who should help."""
        if not self.waves:
            return (_("Nobody was asked about partners in other regions."),)
        wave = self.waves[-1]
        mine = [e for e in self.estimates if e.wave == wave]
        share = next(e for e in mine if e.name == "between.share")
        when = self.labels.get(f"wave:{wave}", wave)
        if share.value is None:
            return (_("Partners in other regions, {wave}: {why}").format(wave=when, why=share.why),)
        said = [
            ngettext(
                "In {wave} {share} of {n} organisation works with partners in another region.",
                "In {wave} {share} of {n} organisations work with partners in another region.",
                share.n,
            ).format(wave=when, share=percent(share.value), n=whole(share.n))
        ]
        texts = (
            ("between.region", _("Other regions that are named most often: {named}.")),
            ("between.area", _("What they get only there: {named}.")),
            ("between.barrier", _("What stands in the way: {named}.")),
            ("between.door", _("Who should open the door: {named}.")),
        )
        for name, text in texts:
            given = sorted(
                (e for e in mine if e.name == name and e.value), key=lambda e: (-(e.value or 0.0), self.called(e))
            )
            if given:
                named = "; ".join(f"{self.called(e)} ({percent(e.value or 0.0)})" for e in given[:_NAMED])
                said.append(text.format(named=named))
        deep = [e for e in mine if e.name == "between.depth" and e.value is not None]
        if deep:
            said.append(
                _("Mean depth with partners there, from 1 to 5: {named}.").format(
                    named="; ".join(f"{self.called(e)} {number(e.value or 0.0, 1)}" for e in deep[:_NAMED])
                )
            )
        said += self._change()
        return tuple(said)

    def _change(self) -> Iterator[str]:
        latest = [e for e in self.estimates if e.name == "between.change"][-1:]
        for e in latest:
            if e.value is None or e.low is None or e.high is None:
                continue
            facts = {"waves": (e.wave or "").replace("→", " → "), "points": whole(abs(100 * e.value)), "n": whole(e.n)}
            if e.low <= 0 <= e.high:
                text = _("{waves}: among {n} that answered both times, the share is unchanged as far as we can say.")
            elif e.value > 0:
                text = _("{waves}: among {n} that answered both times, the share rose by {points} points.")
            else:
                text = _("{waves}: among {n} that answered both times, the share fell by {points} points.")
            yield text.format(**facts)


@analysis(BetweenRegionsParams, BetweenRegions)
def between_regions(study: Study, params: BetweenRegionsParams, rng: np.random.Generator) -> BetweenRegions:
    """Count what the organisations say about partners in other regions.

    Each organisation weighs the same, whatever number of its people answered. The share that works with a region is of
    all that answered the block; what they get only there, what stands in the way and who should open the door is of
    those that have partners elsewhere. Bounds: redraws of these organisations.
    """
    model = model_of(study)
    answers = {wave: partner_answers(study, wave) for wave in study.wave_ids}
    estimates: list[Estimate] = []
    for wave, given in answers.items():
        estimates += _wave(study, wave, given, params.replicates, rng)
    for first, second in pairwise(study.wave_ids):
        if answers[first].asked and answers[second].asked:
            estimates.append(_change(study, (first, second), answers, params.replicates, rng))
    return BetweenRegions(params, tuple(estimates), labels_of(study) | _labels(study, model))


def _labels(study: Study, model: ReferenceModel) -> dict[str, str]:
    labels = {f"area:{i}": label for i, label in study["areas"].select("id", "label").iter_rows()}
    labels |= {f"door:{kind}": label for kind, label in study.settings.types.items()}
    for q in model.questions:
        if q.part == _PART:
            labels |= {f"barrier:{o.id}": o.label for o in q.options}
    return labels


def _wave(study: Study, wave: str, given: PartnerAnswers, replicates: int, rng: np.random.Generator) -> list[Estimate]:
    n = len(given.organisations)
    told = Told.of(study, wave, "between_regions", n)
    place = {a: i for i, a in enumerate(given.organisations)}
    with_partners = np.zeros(n)
    for p in given.partners:
        with_partners[place[p.organisation]] = 1
    everybody = np.ones(n)
    columns: list[tuple[str, str, FloatArray, FloatArray]] = [("between.share", "whole", with_partners, everybody)]
    for region in given.regions:
        here = [p for p in given.partners if p.region == region]
        columns.append(("between.region", f"region:{region}", _marked(here, place), everybody))
    for region in given.regions:
        deep = [p for p in given.partners if p.region == region and p.depth is not None]
        depth = np.zeros(n)
        for p in deep:
            depth[place[p.organisation]] = p.depth or 0.0
        columns.append(("between.depth", f"region:{region}", depth, _marked(deep, place)))
    kinds = (
        ("between.area", "area", "areas"),
        ("between.barrier", "barrier", "barriers"),
        ("between.door", "door", "doors"),
    )
    for name, prefix, column in kinds:
        for key in sorted({x for p in given.partners for x in getattr(p, column)}):
            who = [p for p in given.partners if key in getattr(p, column)]
            columns.append((name, f"{prefix}:{key}", _marked(who, place), with_partners))
    above = np.column_stack([c[2] for c in columns]) if n else np.empty((0, len(columns)))
    below = np.column_stack([c[3] for c in columns]) if n else np.empty((0, len(columns)))
    total = below.sum(axis=0)
    values = np.divide(above.sum(axis=0), total, out=np.full(len(columns), np.nan), where=total > 0)
    draws = row_ratios(above, below, replicates, rng, _("Partners in other regions"))
    give = partial(told.give, gate="statements", asked=given.asked)
    found_figures = [
        give(
            name,
            float(values[k]),
            n=int(total[k]),
            subject=subject,
            bounds=partial(expanded_bounds, draws[:, k], int(total[k])),
        )
        for k, (name, subject, _above, _below) in enumerate(columns)
    ]
    for name, attribute in (("between.wrote", "wrote"), ("between.names_door", "names_door")):
        count = len({p.organisation for p in given.partners if getattr(p, attribute)})
        found_figures.append(give(name, float(count), n=int(with_partners.sum())))
    return found_figures


def _marked(partners: Sequence[Partner], place: dict[str, int]) -> FloatArray:
    marked = np.zeros(len(place))
    for p in partners:
        marked[place[p.organisation]] = 1
    return marked


def _change(
    study: Study,
    waves: tuple[str, str],
    answers: dict[str, PartnerAnswers],
    replicates: int,
    rng: np.random.Generator,
) -> Estimate:
    """Return by how much the share with partners elsewhere rose, among those that answered both times."""
    first, second = (answers[w] for w in waves)
    both = sorted(set(first.organisations) & set(second.organisations))
    have = [{p.organisation for p in given.partners} for given in (first, second)]
    difference = np.array([[float(a in have[1]) - float(a in have[0])] for a in both]).reshape(len(both), 1)
    draws = row_ratios(difference, np.ones_like(difference), replicates, rng, _("Partners in other regions"))
    asked = study.asked(waves[0]) & study.asked(waves[1])
    told = Told(study, "→".join(waves), len(both), len(both) / len(asked) if asked else None, "regions/between")
    return told.give(
        "between.change",
        float(difference.mean()) if both else float("nan"),
        gate="change",
        bounds=partial(expanded_bounds, draws[:, 0], len(both)) if both else (None, None),
    )
