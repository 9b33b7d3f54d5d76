"""What the network and the stories say about each stage; it stands beside the reading, never in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import isfinite
from typing import TYPE_CHECKING, ClassVar, Literal, Self

import numpy as np

from clusterdynamics import compute
from clusterdynamics.i18n import N_, _, ngettext
from clusterdynamics.measures.analyses.common import Figures, dots, labels_of
from clusterdynamics.measures.analyses.told import Told, row_ratios
from clusterdynamics.measures.estimate import Estimate, Interval, Reason
from clusterdynamics.measures.evidence import Found, Look, evidence, loop_told
from clusterdynamics.measures.protocol import Params, Result, analysis
from clusterdynamics.measures.redraws import bounds, redraw_pair_ratio
from clusterdynamics.measures.uncertainty import random_graphs_work
from clusterdynamics.models.of_study import model_of

if TYPE_CHECKING:
    import altair as alt

    from clusterdynamics.models.schema import EvidenceRule, Loop, ReferenceModel
    from clusterdynamics.study.model import Study

__all__ = ["SAYS", "Evidence", "EvidenceParams", "Says", "StageEvidence", "stage_evidence"]

type Says = Literal["supports", "contradicts", "cannot_say", "not_asked", "none_to_judge", "not_shown"]

#: What a piece of evidence says, in words.
SAYS: dict[Says, str] = {
    "supports": N_("supports"),
    "contradicts": N_("contradicts"),
    "cannot_say": N_("cannot say"),
    "not_asked": N_("not asked"),
    "none_to_judge": N_("none to judge"),
    "not_shown": N_("not shown"),
}


@dataclass(frozen=True)
class EvidenceParams(Params):
    """What can be chosen.

    Attributes
    ----------
    random_networks
        Random networks of equal size and density for each piece of evidence that is compared with them.
    replicates
        Redraws of respondents.
    """

    random_networks: int = 500
    replicates: int = 2000


@dataclass(frozen=True)
class StageEvidence:
    """What one piece of network evidence says about a stage in a wave."""

    wave: str
    stage: str
    rule: str
    says: Says


@dataclass(frozen=True)
class Evidence(Result):
    """Network and story evidence, wave by wave.

    Figures: ``evidence.share`` (subject: the rule, ``n1.1``; bounds: redraws for means over organisations or pairs,
    the range with each organisation left out for areas in use, random networks where the rule compares with them),
    ``evidence.not_greater.random`` (subject: such a rule; share of the random networks in which the value is not
    greater than the observed one), ``stories.for`` and ``stories.against`` (subject: a loop; tellers of whom a claim
    supports or contradicts one of its links), ``stories.for.organisations`` and ``stories.against.organisations``.

    Attributes
    ----------
    says
        What each rule says about its stage.
    stages
        Stages of the model, first to last.
    loops
        Stage → the loop that drives it, where the model names one.
    """

    name: ClassVar[str] = "evidence"

    params: EvidenceParams
    says: tuple[StageEvidence, ...]
    stages: tuple[str, ...]
    loops: dict[str, str]
    labels: dict[str, str]

    def with_estimates(self, estimates: Iterable[Estimate]) -> Self:
        """Return the result with these figures, without what a hidden one says."""
        given = tuple(estimates)
        hidden = {
            (e.wave, e.subject)
            for e in given
            if e.name == "evidence.share" and e.reason in (Reason.FEW, Reason.PROTECTED, Reason.TEAM_ONLY)
        }
        says = tuple(replace(s, says="not_shown") if (s.wave, s.rule) in hidden else s for s in self.says)
        return replace(self, estimates=given, says=says)

    @property
    def waves(self) -> tuple[str, ...]:
        """Waves that were looked at, oldest first."""
        return tuple(dict.fromkeys(s.wave for s in self.says))

    def chart(self) -> alt.TopLevelMixin:
        """Return the shares of the latest wave, and what each says."""
        from clusterdynamics.charts import interval_dots

        wave = self.waves[-1] if self.waves else ""
        said = {s.rule: _(SAYS[s.says]) for s in self.says if s.wave == wave}
        shown = [e for e in self.estimates if (e.name, e.wave) == ("evidence.share", wave)]
        return interval_dots(
            dots(
                shown,
                self.labels,
                lambda e: _("{evidence}: {says}").format(
                    evidence=self.labels.get(e.subject, e.subject), says=said.get(e.subject, "")
                ),
            ),
            as_percent=True,
            domain=(0, 1),
        )

    def sentences(self) -> tuple[str, ...]:
        """Return, for each stage in the latest wave, what the network says, and what the stories say."""
        if not self.waves:
            return (_("The model names no evidence beside the stage reading."),)
        wave = self.waves[-1]
        said = []
        for stage in self.stages:
            network = self._network(wave, stage)
            stories = self._stories(wave, stage)
            if network or stories:
                name = self.labels.get(f"stage:{stage}", stage)
                parts = " ".join(part for part in (network, stories) if part)
                said.append(_("{stage}: {what}").format(stage=name, what=parts))
        return tuple(said)

    def _network(self, wave: str, stage: str) -> str:
        here = [s for s in self.says if (s.wave, s.stage) == (wave, stage)]
        counted = {says: sum(s.says == says for s in here) for says in SAYS}
        parts = [_("{n} {says}").format(n=n, says=_(SAYS[says])) for says, n in counted.items() if n]
        if not parts:
            return ""
        text = ngettext(
            "of {n} piece of network evidence {parts}.", "of {n} pieces of network evidence {parts}.", len(here)
        )
        return text.format(n=len(here), parts=", ".join(parts))

    def _stories(self, wave: str, stage: str) -> str:
        loop = self.loops.get(stage)
        found = {e.name: e for e in self.estimates if (e.wave, e.subject) == (wave, loop)}
        if not found:
            return ""
        pro, con = found.get("stories.for"), found.get("stories.against")
        if pro is None or con is None:
            return ""
        if pro.value is None or con.value is None:
            return _("Stories: {why}").format(why=pro.why or con.why)
        if not pro.value and not con.value:
            return _("No story speaks of its loop.")
        return _("Stories: {pro} for its loop, {con} against.").format(
            pro=self._tellers(found, "for"), con=self._tellers(found, "against")
        )

    @staticmethod
    def _tellers(found: dict[str, Estimate], side: str) -> str:
        tellers = round(found[f"stories.{side}"].value or 0)
        home = found.get(f"stories.{side}.organisations")
        people = ngettext("{n} teller", "{n} tellers", tellers).format(n=tellers)
        if not tellers or home is None or home.value is None:
            return people
        organisations = round(home.value)
        of = ngettext("{n} organisation", "{n} organisations", organisations).format(n=organisations)
        return _("{tellers} of {organisations}").format(tellers=people, organisations=of)


@analysis(EvidenceParams, Evidence)
def stage_evidence(study: Study, params: EvidenceParams, rng: np.random.Generator) -> Evidence:
    """Compute the evidence that the model names for each stage, and count who tells of its loops.

    Each rule of the model is a share in [0, 1] that supports its stage, contradicts it, or cannot say; what was
    not asked is "not asked", and 0 of 0 "none to judge". Rules that depend on size and density are set against
    random networks. None of this is part of the stage reading (method, section 4).
    """
    model = model_of(study)
    estimates: list[Estimate] = []
    says: list[StageEvidence] = []
    for wave in study.wave_ids:
        look = Look(study, wave, model)
        for rule in model.evidence:
            given, verdict = _judge(look, rule, params, rng)
            estimates += given
            says.append(StageEvidence(wave, rule.stage, rule.id, verdict))
        estimates += [e for loop in model.loops for e in _told(look, loop)]
    stages = sorted(model.stages, key=lambda s: s.number)
    return Evidence(
        params,
        tuple(estimates),
        tuple(says),
        tuple(s.id for s in stages),
        {s.id: s.loop for s in stages if s.loop is not None},
        _labels(study, model),
    )


def _labels(study: Study, model: ReferenceModel) -> dict[str, str]:
    labels = labels_of(study)
    labels |= {rule.id: rule.text for rule in model.evidence} | {loop.id: loop.label for loop in model.loops}
    return labels | {f"stage:{s.id}": s.label for s in model.stages}


def _judge(
    look: Look, rule: EvidenceRule, params: EvidenceParams, rng: np.random.Generator
) -> tuple[list[Estimate], Says]:
    """Return the figures of a rule, and what they say about its stage."""
    if not set(rule.needs) <= look.parts:
        return [_missing(look, rule, Reason.NOT_ASKED)], "not_asked"
    try:
        found = evidence(look, rule)
    except KeyError:
        # A rule of a region may leave out what it needs.
        return [_missing(look, rule, Reason.NOT_ASKED)], "not_asked"
    random = rule.compared_with == "random_graphs"
    share = _share(look, rule, found, params, rng, bounded=not random)
    if share.value is None:
        return [share], _silence(share.reason)
    if not random:
        return [share], rule.says(share.value)
    return _against_random(look, rule, found, share, params, rng)


def _silence(reason: Reason | None) -> Says:
    if reason is Reason.NOT_ASKED:
        return "not_asked"
    return "none_to_judge" if reason is Reason.NONE_TO_JUDGE else "cannot_say"


def _against_random(
    look: Look, rule: EvidenceRule, found: Found, share: Estimate, params: EvidenceParams, rng: np.random.Generator
) -> tuple[list[Estimate], Says]:
    """Return the share with its range in random networks, and how often these do not exceed it."""
    name = "evidence.not_greater.random"
    observed = share.value
    if found.chance is None or observed is None:
        why = _("this kind of evidence cannot be set against random networks")
        return [share, _missing(look, rule, Reason.UNDEFINED, name, {"why": why})], "cannot_say"
    parts = compute.replicate(
        random_graphs_work, params.random_networks, *found.chance, seed=rng, label=_("Random networks")
    )
    drawn = np.concatenate(parts) if parts else np.empty(0)
    drawn = drawn[np.isfinite(drawn)]
    low, high = bounds(drawn)
    interval = Interval.NONE if low is None else Interval.RANDOM_GRAPHS
    share = replace(share, low=low, high=high, interval=interval)
    if not drawn.size:
        return [share, _missing(look, rule, Reason.NONE_TO_JUDGE, name)], "none_to_judge"
    # Equal but for rounding is not greater.
    below = float((drawn <= observed + 1e-9).mean())
    given = replace(share, name=name, value=below, low=None, high=None, interval=Interval.NONE)
    return [share, given], rule.says(below)


def _share(
    look: Look, rule: EvidenceRule, found: Found, params: EvidenceParams, rng: np.random.Generator, *, bounded: bool
) -> Estimate:
    """Return the share of a rule behind its gate, with the uncertainty that fits."""
    interval = Interval.REDRAWS if found.left_out is None else Interval.LEAVE_OUT

    def limits() -> tuple[float | None, float | None]:
        if not bounded:
            return None, None
        label = _("Evidence")
        if found.left_out is not None and found.left_out.size:
            return float(found.left_out.min()), float(found.left_out.max())
        # Where all say the same, redraws can only say it again: they are no bounds.
        if found.value in (0.0, 1.0):
            return None, None
        if found.rows is not None:
            above, below = (part.reshape(-1, 1) for part in found.rows)
            return bounds(row_ratios(above, below, params.replicates, rng, label)[:, 0])
        if found.pairs_of is not None and found.network is not None:
            drawn = found.network.answered
            return bounds(redraw_pair_ratio(*found.pairs_of, drawn, params.replicates, rng, label))
        return None, None

    if found.network is None:
        told = Told.of(look.study, look.wave, "evidence", found.n)
        return told.give(
            "evidence.share", found.value, gate=found.gate, bounds=limits, subject=rule.id, interval=interval
        )
    return Figures(look.study, found.network).give(
        "evidence.share",
        found.value,
        gate=found.gate,
        pairs=found.pairs,
        n=found.n,
        bounds=limits,
        interval=interval,
        subject=rule.id,
    )


def _missing(
    look: Look,
    rule: EvidenceRule,
    reason: Reason,
    name: str = "evidence.share",
    details: dict[str, object] | None = None,
) -> Estimate:
    covered = look.study.coverage(look.wave)
    return Estimate(
        name,
        None,
        coverage=covered if isfinite(covered) else None,
        subject=rule.id,
        wave=look.wave,
        method="measures/evidence",
        reason=reason,
        details=details or {},
    )


def _told(look: Look, loop: Loop) -> list[Estimate]:
    """Return how many tellers, and organisations, speak for and against a loop."""
    stories = look.study["stories"].filter(look.study["stories"]["wave"] == look.wave)
    told = Told.of(look.study, look.wave, "evidence", stories["respondent"].n_unique())
    asked = not stories.is_empty()
    coded = set(look.study["claims"]["story"].to_list()) & set(stories["id"].to_list())
    found = loop_told(look.study, look.wave, look.model, loop)
    counts = {
        "stories.for": found.supporters,
        "stories.for.organisations": found.supporting,
        "stories.against": found.contradictors,
        "stories.against.organisations": found.contradicting,
    }
    # Without a claim nobody has read the stories for it yet: none to judge, not "nobody".
    return [
        told.give(name, float(len(who)) if coded else float("nan"), asked=asked, subject=loop.id)
        for name, who in counts.items()
    ]
