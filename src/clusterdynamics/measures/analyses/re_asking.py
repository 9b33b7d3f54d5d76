"""How exact are the answers? What was asked twice, and which changes are more than misreporting."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar, Self

import numpy as np
import polars as pl

from clusterdynamics.charts.numbers import number, percent, whole
from clusterdynamics.i18n import N_, _
from clusterdynamics.measures.analyses.common import cut_names, labels_of
from clusterdynamics.measures.analyses.re_asking_figures import (
    CalledChange,
    answer_figures,
    called_changes,
    report_figures,
)
from clusterdynamics.measures.estimate import Estimate
from clusterdynamics.measures.protocol import Params, Result, analysis
from clusterdynamics.measures.reliability import Called
from clusterdynamics.measures.repeats import repeated_answers, repeated_reports
from clusterdynamics.models.of_study import model_of

if TYPE_CHECKING:
    import altair as alt

    from clusterdynamics.study.model import Study

__all__ = ["CalledChange", "ReAsking", "ReAskingParams", "re_asking"]

_CALLED = {
    "changed": N_("More than misreporting could make: {what}."),
    "unchanged": N_("Called unchanged, because misreporting alone could make it: {what}."),
    "cannot_say": N_("We cannot say whether it is more than misreporting: {what}."),
}


@dataclass(frozen=True)
class ReAskingParams(Params):
    """What can be chosen; what is None follows the reference model of the study.

    Attributes
    ----------
    replicates
        Redraws of the organisations that were asked again.
    least
        Organisations that must have been asked again.
    weeks
        Weeks after which an answer given again no longer counts.
    """

    replicates: int = 2000
    least: int | None = None
    weeks: float | None = None


@dataclass(frozen=True)
class ReAsking(Result):
    """What was asked twice.

    Figures of a wave: ``re_asking.organisations`` and, by kind of re-asking (subject ``all``, ``again``,
    ``second_informant``), ``re_asking.misreporting`` (share of answers that differ), ``re_asking.crossing`` (share
    that is on the other side of agreement), ``re_asking.kappa`` and ``re_asking.kappa.weighted``;
    ``re_asking.icc.agreement`` and ``.consistency`` (subject: the stage); ``detectable.stage`` (subject: the stage;
    a difference between two waves in which as many answer) and ``detectable.statement``. Of reports about links, by
    network: ``re_asking.ties.organisations``, ``re_asking.ties.misreporting`` (share of the links one reports that
    the other does not), ``re_asking.ties.kappa``, ``re_asking.ties.kappa.weighted`` (where there are values),
    ``detectable.reports``. Between two waves: ``change.stage`` and ``change.reports``, later minus earlier, with
    ``change.stage.detectable`` and ``change.reports.detectable``.
    """

    name: ClassVar[str] = "re_asking"

    params: ReAskingParams
    changes: tuple[CalledChange, ...]
    labels: dict[str, str]

    def with_estimates(self, estimates: Iterable[Estimate]) -> Self:
        """Return the result with these figures, without what a hidden change is called."""
        shown = replace(self, estimates=tuple(estimates))
        return replace(shown, changes=shown.told)

    @property
    def told(self) -> tuple[CalledChange, ...]:
        """The changes whose figures are among the estimates (a report may look at some of them only)."""
        shown = {
            (e.wave, e.subject, e.network)
            for e in self.estimates
            if e.name in ("change.stage", "change.reports") and e.value is not None
        }
        return tuple(c for c in self.changes if (f"{c.first}→{c.second}", c.subject, c.network) in shown)

    def called(self, first: str, second: str, subject: str, network: str | None = None) -> Called | None:
        """Return what the change of a stage or network is called; None where it was not compared."""
        wanted = (first, second, subject, network)
        hits = (c.called for c in self.changes if (c.first, c.second, c.subject, c.network) == wanted)
        return next(hits, None)

    def numbers(self, c: CalledChange) -> tuple[float, float | None, float | None]:
        """Return (how much it changed, smallest detectable change, its upper bound) of a change."""
        name = "change.stage" if c.network is None else "change.reports"
        where = {"wave": f"{c.first}→{c.second}", "subject": c.subject, "network": c.network}
        limit = self.find(f"{name}.detectable", **where)
        return self.find(name, **where).value or 0.0, limit.value, limit.high

    def chart(self) -> alt.TopLevelMixin:
        """Return the changes with what misreporting can make at most around them, or how answers differ.

        A bar that does not touch "no change" belongs to a change that is more than misreporting.
        """
        from clusterdynamics.charts import interval_dots

        changes = self.told
        if changes:
            last = (changes[-1].first, changes[-1].second)
            shown = [(c, *self.numbers(c)) for c in changes if (c.first, c.second) == last]
            rows = [
                {
                    "label": self.what(c),
                    "value": change,
                    "low": None if limit is None else change - limit,
                    "high": None if limit is None else change + limit,
                }
                for c, change, _least, limit in shown
            ]
            reach = max(abs(change) + (limit or 0.0) for _c, change, _least, limit in shown) or 1.0
            return interval_dots(
                pl.DataFrame(rows, schema=_DOTS),
                as_percent=True,
                domain=(-1.05 * reach, 1.05 * reach),
                reference=0.0,
                reference_label=_("no change"),
            )
        rows = [
            {"label": self.labels.get(f"wave:{e.wave}", e.wave or ""), "value": e.value, "low": e.low, "high": e.high}
            for e in self.estimates
            if e.name == "re_asking.misreporting" and e.subject == "all"
        ]
        return interval_dots(pl.DataFrame(rows, schema=_DOTS), as_percent=True, x_title=_("answers that differ"))

    def sentences(self) -> tuple[str, ...]:
        """Return how exact answers are, and what the changes are called, in words."""
        if not self.estimates:
            return (_("Nobody was asked twice, so we cannot say how exact the answers are."),)
        said: list[str] = []
        for e in self.estimates:
            if e.name == "re_asking.misreporting" and e.subject == "all":
                said.append(self._answers(e))
            elif e.name == "re_asking.ties.misreporting":
                said.append(self._ties(e))
        known: dict[str, float] = {}
        for e in self.estimates:
            if e.name == "detectable.stage" and e.value is not None:
                known[e.wave or ""] = max(known.get(e.wave or "", 0.0), e.value)
        for wave, most in known.items():
            said.append(
                _(
                    "The value of a stage must change by more than {points} percentage points before it is more than "
                    "misreporting, where as many answer as in {wave}."
                ).format(points=number(100 * most, 1), wave=self.labels.get(f"wave:{wave}", wave))
            )
        for first, second in dict.fromkeys((c.first, c.second) for c in self.told):
            said.append(self._changes(first, second))
        return tuple(said) or (_("Some were asked twice; how exact their answers are is for the study team."),)

    def _answers(self, e: Estimate) -> str:
        name = self.labels.get(f"wave:{e.wave}", e.wave or "")
        if e.value is None:
            return _("{wave}: {why}").format(wave=name, why=e.why)
        cross = self.find("re_asking.crossing", wave=e.wave, subject="all").value
        return _(
            "In {wave} {n} organisations were asked twice. Of their answers {differ} differ, and {cross} change "
            "sides between agreeing and not."
        ).format(wave=name, n=whole(e.n), differ=percent(e.value), cross=percent(cross or 0.0))

    def _ties(self, e: Estimate) -> str:
        where = {"wave": self.labels.get(f"wave:{e.wave}", e.wave or ""), "network": self.labels[e.network or ""]}
        if e.value is None:
            return _("{wave}, {network}: {why}").format(why=e.why, **where)
        return _(
            "{wave}, {network}: two people of the same organisation were asked in {n} organisations; of the links that "
            "one of them reports, the other does not report {share}."
        ).format(n=whole(e.n), share=percent(e.value), **where)

    def _changes(self, first: str, second: str) -> str:
        said = [
            _("From {first} to {second}:").format(
                first=self.labels[f"wave:{first}"], second=self.labels[f"wave:{second}"]
            )
        ]
        for kind, text in _CALLED.items():
            mine = [c for c in self.told if (c.first, c.second, c.called) == (first, second, kind)]
            if mine:
                parts = "; ".join(
                    _("{what} {change} points").format(
                        what=self.what(c), change=f"{100 * self.numbers(c)[0]:+.0f}".replace("-", "−")
                    )
                    for c in mine
                )
                said.append(_(text).format(what=parts))
        return " ".join(said)

    def what(self, c: CalledChange) -> str:
        """Return what changed, in words."""
        if c.network is None:
            return self.labels.get(c.subject, c.subject)
        return _("links: {network}").format(network=self.labels.get(c.network, c.network))


_DOTS: dict[str, Any] = {"label": pl.String, "value": pl.Float64, "low": pl.Float64, "high": pl.Float64}


@analysis(ReAskingParams, ReAsking)
def re_asking(study: Study, params: ReAskingParams, rng: np.random.Generator) -> ReAsking:
    """Compare answers that were given twice, and say which changes are more than misreporting.

    A second answer comes from the same respondent within some weeks, or from a second informant of the organisation.
    The rate of misreporting, Cohen's kappa and the intraclass correlation of two occasions follow from both; the
    smallest detectable change from the standard error of measurement. A change between two waves within it is called
    unchanged, one beyond the upper bound of its interval changed; between the two we cannot say.
    """
    model = model_of(study)
    least = model.sample_sizes.re_asking_least if params.least is None else params.least
    weeks = float(model.sample_sizes.re_asking_weeks) if params.weeks is None else params.weeks
    asked = {w: repeated_answers(study, w, [s.id for s in model.statements], weeks) for w in study.wave_ids}
    estimates: list[Estimate] = []
    for wave, repeats in asked.items():
        if repeats.actors:
            estimates += answer_figures(study, model, wave, repeats, least, params.replicates, rng)
    reports = {
        (name, w): repeated_reports(study, study.settings.relation(name)[0].id, w)
        for name in _networks(study)
        for w in study.wave_ids
    }
    for (name, wave), repeats in reports.items():
        if repeats.actors:
            estimates += report_figures(study, name, wave, repeats, least, params.replicates, rng)
    changes: list[CalledChange] = []
    if estimates:
        found, changes = called_changes(study, model, asked, reports, least)
        estimates += found
    labels = labels_of(study) | {s.id: s.label for s in model.stages}
    return ReAsking(params, tuple(estimates), tuple(changes), labels)


def _networks(study: Study) -> tuple[str, ...]:
    """Return the 0/1 networks, and the relations with values."""
    return tuple(dict.fromkeys([*cut_names(study), *(r.id for r in study.settings.relations if r.scale is not None)]))
