"""Where the cluster stands: the stage reading from the statements, with its uncertainty and what holds it back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import isfinite
from typing import TYPE_CHECKING, Any, ClassVar, Self

import numpy as np
import polars as pl
from numpy.typing import NDArray

from clusterdynamics import compute
from clusterdynamics.charts.numbers import number, percent, whole
from clusterdynamics.i18n import _
from clusterdynamics.measures.agreement import r_wg, r_wg_j
from clusterdynamics.measures.answers import by_organisation, raw_answers
from clusterdynamics.measures.estimate import Estimate, Interval, Reason
from clusterdynamics.measures.protocol import Params, Result, analysis
from clusterdynamics.measures.stages import (
    StageItems,
    expanded_bounds,
    item_shares,
    moved_shares,
    reading,
    redraw_values,
    response_weights,
    stage_values,
)
from clusterdynamics.models.of_study import model_of

if TYPE_CHECKING:
    import altair as alt

    from clusterdynamics.models.schema import ReferenceModel
    from clusterdynamics.study.model import Study

__all__ = ["NOT_YET", "Shortfall", "StageCount", "StageLabel", "StageReading", "StageReadingParams", "stage_reading"]

FloatArray = NDArray[np.float64]

#: The reading of a cluster that has not reached the first stage.
NOT_YET = "not_yet"


@dataclass(frozen=True)
class StageReadingParams(Params):
    """What can be chosen; what is None follows the reference model of the study.

    Attributes
    ----------
    replicates
        Redraws of the organisations that answered.
    tau
        Least value of a stage that counts as reached.
    """

    replicates: int = 2000
    tau: float | None = None


@dataclass(frozen=True)
class StageLabel:
    """A stage of the model, as it was called when the study was read."""

    id: str
    number: int
    label: str


@dataclass(frozen=True)
class StageCount:
    """In how many redraws of a wave the cluster reads as a stage (``not_yet``: as none)."""

    wave: str
    stage: str
    redraws: int


@dataclass(frozen=True)
class Shortfall:
    """A statement that keeps the next stage of a wave under the threshold.

    Attributes
    ----------
    share
        Share that agrees.
    shortfall
        What S_s would gain if the share rose to the threshold.
    """

    wave: str
    stage: str
    statement: str
    text: str
    share: float
    shortfall: float


@dataclass(frozen=True)
class StageReading(Result):
    """The stage reading of each wave.

    Figures: ``stage.reading`` (R; bounds are the readings with those who did not answer moved down and up),
    ``stage.between.low`` and ``.high`` (R for the ends of the range of thresholds), ``stage.value`` (S_s, subject:
    the stage; redraws), ``stage.value.not_answered`` (the same with only those who did not answer as uncertain),
    ``stage.value.band`` (S_s with those who did not answer moved), ``statement.share`` (subject: the statement),
    ``stage.order`` (share of redraws with S_1 ≥ … ≥ S_n), ``agreement.r_wg`` (subject: the statement) and
    ``agreement.r_wg_j`` (subject: the stage).
    """

    name: ClassVar[str] = "stage"

    params: StageReadingParams
    tau: float
    between: tuple[float, float]
    stages: tuple[StageLabel, ...]
    counts: tuple[StageCount, ...]
    holds_back: tuple[Shortfall, ...]
    labels: dict[str, str]

    def with_estimates(self, estimates: Iterable[Estimate]) -> Self:
        """Return the result with these figures, without what would tell a hidden one."""
        given = tuple(estimates)
        shown = {(e.wave, e.subject): e.value for e in given if e.name == "statement.share" and e.value is not None}
        readable = {e.wave for e in given if e.name == "stage.reading" and e.value is not None}
        return replace(
            self,
            estimates=given,
            counts=tuple(c for c in self.counts if c.wave in readable),
            holds_back=tuple(
                replace(h, share=shown[h.wave, h.statement], shortfall=round(h.shortfall, 2))
                for h in self.holds_back
                if h.wave in readable and (h.wave, h.statement) in shown
            ),
        )

    @property
    def redraws(self) -> pl.DataFrame:
        """In how many redraws the cluster reads as which stage: wave, stage, redraws, share."""
        total: dict[str, int] = {}
        for c in self.counts:
            total[c.wave] = total.get(c.wave, 0) + c.redraws
        rows = [
            {"wave": c.wave, "stage": c.stage, "redraws": c.redraws, "share": c.redraws / total[c.wave]}
            for c in self.counts
        ]
        return pl.DataFrame(
            rows, schema={"wave": pl.String, "stage": pl.String, "redraws": pl.Int64, "share": pl.Float64}
        )

    @property
    def waves(self) -> tuple[str, ...]:
        """Waves in which the statements were asked, oldest first."""
        return tuple(dict.fromkeys(e.wave or "" for e in self.estimates))

    def stage_label(self, which: int) -> str:
        """Return the label of the stage with this number; 0 is "not yet"."""
        return next((s.label for s in self.stages if s.number == which), _("not yet"))

    def chart(self) -> alt.TopLevelMixin:
        """Return the stage ribbon of the latest wave."""
        from clusterdynamics.charts.stage_ribbon import stage_ribbon

        wave = self.waves[-1] if self.waves else ""
        values, spread = [], []
        share = {c["stage"]: c["share"] for c in self.redraws.filter(pl.col("wave") == wave).iter_rows(named=True)}
        for stage in self.stages:
            found = [e for e in self.estimates if (e.name, e.wave, e.subject) == ("stage.value", wave, stage.id)]
            values += [
                {"label": stage.label, "value": e.value, "low": e.low, "high": e.high, "note": e.why} for e in found
            ]
            spread.append({"label": stage.label, "share": share.get(stage.id, 0.0)})
        return stage_ribbon(
            pl.DataFrame(values, schema=_VALUES),
            pl.DataFrame([{"label": _("not yet"), "share": share.get(NOT_YET, 0.0)}, *spread], schema=_SPREAD),
            tau=self.tau,
        )

    def sentences(self) -> tuple[str, ...]:
        """Return the reading of the latest wave in words, how sure it is, and what holds the cluster back."""
        if not self.waves:
            return (_("The statements about the cluster were not asked, so there is no stage reading."),)
        said: list[str] = []
        for wave in self.waves[-1:]:
            said += self._wave_sentences(wave)
        return tuple(said)

    def _wave_sentences(self, wave: str) -> list[str]:
        name = self.labels.get(f"wave:{wave}", wave)
        e = self.find("stage.reading", wave=wave)
        if e.value is None:
            return [_("{wave}: no stage reading. {why}").format(wave=name, why=e.why)]
        said = [_reading_sentence(self, wave, name, e)]
        counts = [c for c in self.counts if c.wave == wave and c.redraws]
        total = sum(c.redraws for c in counts)
        label = {s.id: s.label for s in self.stages} | {NOT_YET: _("not yet at the first stage")}
        parts = [
            _("{n} as {stage}").format(n=whole(c.redraws), stage=label[c.stage])
            for c in sorted(counts, key=lambda c: -c.redraws)
        ]
        if parts:
            said.append(
                _("Of {total} redraws of those who answered, the cluster reads in {parts}.").format(
                    total=whole(total), parts=", ".join(parts)
                )
            )
        if e.low is not None and e.high is not None and e.low != e.high:
            said.append(
                _(
                    "If those who did not answer were half a standard deviation more doubtful or more positive, "
                    "it would read as {low} or {high}."
                ).format(low=self.stage_label(int(e.low)), high=self.stage_label(int(e.high)))
            )
        missing = [h for h in self.holds_back if h.wave == wave]
        if missing:
            worst = "; ".join(
                _("“{text}” ({share} agree)").format(text=h.text, share=percent(h.share)) for h in missing[:3]
            )
            said.append(
                _("What holds it back from {stage}: {statements}.").format(
                    stage=label[missing[0].stage], statements=worst
                )
            )
        return said


def _reading_sentence(result: StageReading, wave: str, name: str, e: Estimate) -> str:
    low, high = (result.find(f"stage.between.{end}", wave=wave).value for end in ("low", "high"))
    if low is not None and high is not None and low != high:
        ends = {"wave": name, "low": result.stage_label(int(high)), "high": result.stage_label(int(low))}
        if high < (e.value or 0) < low:
            return _("In {wave} the cluster reads as around {stage}, between {low} and {high}.").format(
                stage=result.stage_label(int(e.value or 0)), **ends
            )
        return _("In {wave} the cluster reads as between {low} and {high}.").format(**ends)
    if not e.value:
        return _("In {wave} the cluster has not yet reached the first stage, {stage}.").format(
            wave=name, stage=result.stage_label(1)
        )
    return _("In {wave} the cluster reads as stage {n}, {stage}.").format(
        wave=name, n=number(e.value, 0), stage=result.stage_label(int(e.value))
    )


_VALUES: dict[str, Any] = {
    "label": pl.String,
    "value": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "note": pl.String,
}
_SPREAD: dict[str, Any] = {"label": pl.String, "share": pl.Float64}


@analysis(StageReadingParams, StageReading)
def stage_reading(study: Study, params: StageReadingParams, rng: np.random.Generator) -> StageReading:
    """Read the stage of the cluster from the statements, wave by wave (method, section 4, "Stage reading").

    Every organisation weighs as much as its kind was asked and answered; its respondents share that weight.
    Intervals come from redraws of the organisations that answered (percentiles, widened for small samples).
    What the network and the stories say stands beside the reading, never in it.
    """
    model = model_of(study)
    tau = model.thresholds.tau if params.tau is None else params.tau
    numbers = sorted(model.stages, key=lambda s: s.number)
    stages = tuple(StageLabel(s.id, s.number, s.label) for s in numbers)
    estimates: list[Estimate] = []
    counts: list[StageCount] = []
    holds_back: list[Shortfall] = []
    for wave in study.wave_ids:
        one = _Wave(study, wave, model, tau, params.replicates)
        if one.asked:
            found, drawn, missing = one.read(rng)
            estimates += found
            counts += drawn
            holds_back += missing
    labels = {f"wave:{w}": study.wave_label(w) for w in study.wave_ids} | {s.id: s.text for s in model.statements}
    return StageReading(
        params, tuple(estimates), tau, model.thresholds.between, stages, tuple(counts), tuple(holds_back), labels
    )


class _Wave:
    """The statements of one wave, ready to be read."""

    def __init__(self, study: Study, wave: str, model: ReferenceModel, tau: float, replicates: int) -> None:
        self.study, self.wave, self.model, self.tau, self.replicates = study, wave, model, tau, replicates
        self.stages = sorted(model.stages, key=lambda s: s.number)
        self.statements = [s for stage in self.stages for s in model.statements_of(stage.id)]
        place = {s.id: k for k, s in enumerate(self.statements)}
        self.items = tuple(_items(model, stage.id, place) for stage in self.stages)
        raw = raw_answers(study, wave, [s.id for s in self.statements])
        self.asked = bool(raw.asked.any())
        self.answers = raw.values
        low, high = model.thresholds.agreement
        among = model.thresholds.agreement_among
        agrees = np.where(np.isfinite(raw.values), 0.0, np.nan)
        for k, s in enumerate(self.statements):
            values = sum(among) - raw.values[:, k] if s.reversed else raw.values[:, k]
            with np.errstate(invalid="ignore"):
                agrees[(values >= low) & (values <= high), k] = 1.0
                agrees[(values < among[0]) | (values > among[1]), k] = np.nan
        self.names, every = by_organisation(agrees, raw.actors)
        # An organisation that sent in nothing on the statements did not answer them.
        self.answered = np.isfinite(every).any(axis=1)
        self.agrees = every[self.answered]
        kept = tuple(n for n, yes in zip(self.names, self.answered, strict=True) if yes)
        self.groups = tuple(study.attribute("type", kept))
        everybody = tuple(sorted(study.asked(wave)))
        self.asked_groups = tuple(study.attribute("type", everybody))
        self.n, self.n_asked = len(kept), len(everybody)
        self.coverage = self.n / self.n_asked if self.n_asked else None

    def estimate(self, name: str, value: float, subject: str = "whole", **more: Any) -> Estimate:
        """Return a figure of this wave, or the reason why it is not given."""
        facts: dict[str, Any] = {
            "n": self.n,
            "coverage": self.coverage,
            "subject": subject,
            "wave": self.wave,
            "method": "measures/stage",
        }
        shut = self.closed()
        if shut is not None:
            return Estimate(name, None, reason=shut[0], details=shut[1], **facts)
        if not isfinite(value):
            return Estimate(name, None, reason=Reason.NOT_ASKED, **facts)
        if more.get("low") is None:
            more.pop("interval", None)
        return Estimate(name, float(value), **facts, **more)

    def closed(self) -> tuple[Reason, dict[str, Any]] | None:
        """Return why the wave cannot be read, or None."""
        gates = self.study.settings.gates
        afternoon = self.study.settings.kind == "afternoon"
        needed = gates.afternoon_organisations if afternoon else gates.stage_organisations
        if self.n < needed:
            return Reason.TOO_FEW_ACTORS, {"n": self.n, "gate": needed}
        if self.coverage is not None and self.coverage < gates.statements:
            return Reason.COVERAGE, {"coverage": self.coverage, "gate": gates.statements}
        return None

    def read(self, rng: np.random.Generator) -> tuple[list[Estimate], list[StageCount], list[Shortfall]]:
        """Return the figures of the wave, the reading of the redraws, and what holds the cluster back."""
        shares = item_shares(self.agrees, response_weights(self.groups, self.asked_groups, np.ones(self.n)))
        values = stage_values(shares, self.items)
        r = int(reading(values, self.tau))
        parts = (
            compute.replicate(
                redraw_values,
                self.replicates,
                self.agrees,
                self.groups,
                self.asked_groups,
                self.items,
                seed=rng,
                label=_("Stage reading"),
            )
            if self.closed() is None
            else []
        )
        draws = np.concatenate(parts) if parts else np.empty((0, len(self.stages)))
        moved = [self._moved(shares, side) for side in (-1, 1)]
        ends = [float(reading(m, self.tau)) for m in moved]
        given = [
            self.estimate("stage.reading", float(r), low=ends[0], high=ends[1], interval=Interval.NON_RESPONSE),
            *(
                self.estimate(f"stage.between.{end}", float(reading(values, at)))
                for end, at in zip(("low", "high"), self.model.thresholds.between, strict=True)
            ),
        ]
        given += self._values(values, draws, moved)
        if draws.shape[0]:
            ordered = (np.diff(draws, axis=1) <= 1e-12).all(axis=1)
            given.append(self.estimate("stage.order", float(ordered.mean())))
        for k, s in enumerate(self.statements):
            given.append(self.estimate("statement.share", float(shares[k]), s.id))
            given.append(self.estimate("agreement.r_wg", r_wg(self.answers[:, k]), s.id))
        for stage, items in zip(self.stages, self.items, strict=True):
            which = [*items.core, *(k for part in items.others for k in part)]
            given.append(self.estimate("agreement.r_wg_j", r_wg_j(self.answers[:, which]), stage.id))
        return given, self._counts(draws), self._holds_back(shares, values, r) if self.closed() is None else []

    def _moved(self, shares: FloatArray, side: int) -> FloatArray:
        by = side * self.model.thresholds.non_response_sd
        return stage_values(moved_shares(shares, self.coverage or 1.0, by), self.items)

    def _values(self, values: FloatArray, draws: FloatArray, moved: list[FloatArray]) -> list[Estimate]:
        given = []
        # With everybody asked known but for those who did not answer, the redraws shrink towards the value.
        shrink = np.sqrt(max(0.0, 1 - (self.coverage or 0.0)))
        for k, stage in enumerate(self.stages):
            value = float(values[k])
            low, high = expanded_bounds(draws[:, k], self.n)
            given.append(self.estimate("stage.value", value, stage.id, low=low, high=high, interval=Interval.REDRAWS))
            if low is None or high is None:
                continue
            near = {"low": value + shrink * (low - value), "high": value + shrink * (high - value)}
            given.append(
                self.estimate("stage.value.not_answered", value, stage.id, **near, interval=Interval.NOT_ANSWERED)
            )
            band = {"low": float(moved[0][k]), "high": float(moved[1][k])}
            given.append(self.estimate("stage.value.band", value, stage.id, **band, interval=Interval.NON_RESPONSE))
        return given

    def _counts(self, draws: FloatArray) -> list[StageCount]:
        if not draws.shape[0]:
            return []
        tally = np.bincount(reading(draws, self.tau), minlength=len(self.stages) + 1)
        names = [NOT_YET, *(s.id for s in self.stages)]
        return [StageCount(self.wave, name, int(tally[k])) for k, name in enumerate(names)]

    def _holds_back(self, shares: FloatArray, values: FloatArray, r: int) -> list[Shortfall]:
        """Return the statements of the next stage that are under the threshold, the heaviest shortfall first."""
        if r >= len(self.stages):
            return []
        stage, items = self.stages[r], self.items[r]
        found = []
        for k in (*items.core, *(k for part in items.others for k in part)):
            if isfinite(shares[k]) and shares[k] < self.tau:
                raised = shares.copy()
                raised[k] = self.tau
                gain = float(stage_values(raised, self.items)[r] - values[r])
                s = self.statements[k]
                found.append(Shortfall(self.wave, stage.id, s.id, s.text, float(shares[k]), gain))
        return sorted(found, key=lambda h: (-h.shortfall, h.statement))


def _items(model: ReferenceModel, stage: str, place: dict[str, int]) -> StageItems:
    core = tuple(place[s.id] for s in model.statements_of(stage, core=True))
    others: dict[str, list[int]] = {}
    for s in model.statements_of(stage, core=False):
        others.setdefault(s.dimension, []).append(place[s.id])
    return StageItems(core, tuple(tuple(v) for v in others.values()), model.thresholds.core_weight)
