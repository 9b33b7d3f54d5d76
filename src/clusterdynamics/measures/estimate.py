"""One figure, with what it must never be shown without: coverage, uncertainty, method, or why it is missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from clusterdynamics.i18n import N_, _

__all__ = ["INTERVAL_WORDS", "Estimate", "Interval", "Reason"]


class Interval(StrEnum):
    """What the bounds of a figure mean (method, section 4: each kind of measure has its own)."""

    NONE = "none"
    REDRAWS = "redraws"
    VERTEX_BOOTSTRAP = "vertex_bootstrap"
    LEAVE_OUT = "leave_out"
    RANDOM_GRAPHS = "random_graphs"
    PERMUTATION = "permutation"
    NOT_ANSWERED = "not_answered"
    NON_RESPONSE = "non_response"
    MODEL = "model"
    MODEL_80 = "model_80"
    NODE_JACKKNIFE = "node_jackknife"
    RANDOMISATION = "randomisation"
    DIRICHLET = "dirichlet"
    RUNS = "runs"
    RUNS_REDRAWN = "runs_redrawn"
    DRAWN = "drawn"


#: What each kind of bounds is called when it is shown.
INTERVAL_WORDS: Mapping[Interval, str] = MappingProxyType(
    {
        Interval.NONE: N_("no interval"),
        Interval.REDRAWS: N_("95 % of redraws of respondents"),
        Interval.VERTEX_BOOTSTRAP: N_("95 % of redraws of organisations"),
        Interval.LEAVE_OUT: N_("range when each organisation is left out in turn"),
        Interval.RANDOM_GRAPHS: N_("95 % of random networks of equal size and density"),
        Interval.PERMUTATION: N_("95 % of networks with the groups shuffled"),
        Interval.NOT_ANSWERED: N_("only those who did not answer are unknown"),
        Interval.NON_RESPONSE: N_("if those who did not answer are more doubtful or more positive"),
        Interval.MODEL: N_("95 % by the model"),
        Interval.MODEL_80: N_("80 % by the model"),
        Interval.NODE_JACKKNIFE: N_("95 % by leaving out each organisation in turn"),
        Interval.RANDOMISATION: N_("95 % by the random draw of what was shown"),
        Interval.DIRICHLET: N_("95 % by the numbers in the row"),
        Interval.RUNS: N_("90 % of the runs"),
        Interval.RUNS_REDRAWN: N_("95 % by redrawing the runs"),
        Interval.DRAWN: N_("95 % of the draws"),
    }
)


class Reason(StrEnum):
    """Why a figure is not given."""

    NOT_ASKED = "not_asked"
    NONE_TO_JUDGE = "none_to_judge"
    COVERAGE = "coverage"
    TOO_FEW_ACTORS = "too_few_actors"
    TOO_FEW_PAIRS = "too_few_pairs"
    TOO_FEW_PAIRS_TWICE = "too_few_pairs_twice"
    TOO_FEW_CHANGES = "too_few_changes"
    TOO_FEW_RATERS = "too_few_raters"
    TOO_FEW_ASKED_AGAIN = "too_few_asked_again"
    TOO_FEW_CLUSTERS = "too_few_clusters"
    TOO_FEW_GROUPS = "too_few_groups"
    TOO_FEW_RESPONDENTS = "too_few_respondents"
    TOO_FEW_NEW_TIES = "too_few_new_ties"
    TOO_FEW_SUGGESTIONS = "too_few_suggestions"
    UNDEFINED = "undefined"
    #: Known, but not for the audience that reads it (disclosure control).
    FEW = "few"
    PROTECTED = "protected"
    TEAM_ONLY = "team_only"


_REASONS: Mapping[Reason, str] = MappingProxyType(
    {
        Reason.NOT_ASKED: N_("This was not asked."),
        Reason.NONE_TO_JUDGE: N_("There is none to judge."),
        Reason.COVERAGE: N_("We cannot say, because {coverage:.0%} answered and this needs {gate:.0%}."),
        Reason.TOO_FEW_ACTORS: N_("We cannot say, because {n} organisations answered and this needs {gate}."),
        Reason.TOO_FEW_PAIRS: N_("We cannot say, because both sides answered in {n} pairs and this needs {gate}."),
        Reason.TOO_FEW_PAIRS_TWICE: N_(
            "We cannot say, because {n} pairs can be compared both times and this needs {gate}."
        ),
        Reason.TOO_FEW_CHANGES: N_("We cannot say, because {n} links changed and this needs {gate}."),
        Reason.TOO_FEW_RATERS: N_(
            "We cannot say, because {n} organisations rated at least {partners} partners and this needs {gate}."
        ),
        Reason.TOO_FEW_ASKED_AGAIN: N_(
            "We cannot say, because {n} organisations were asked again and this needs {gate}."
        ),
        Reason.TOO_FEW_CLUSTERS: N_("We cannot say, because this needs {gate} clusters; so far: {n}."),
        Reason.TOO_FEW_GROUPS: N_(
            "We cannot say, because this needs two groups of at least {respondents} people in {clusters} clusters "
            "each; so far: {n}."
        ),
        Reason.TOO_FEW_RESPONDENTS: N_("We cannot say, because this needs the answers of {gate} people; so far: {n}."),
        Reason.TOO_FEW_NEW_TIES: N_(
            "Too few: {ties} new links among {stayers} organisations that stayed and answered both times; this needs "
            "{least_ties} among {least_stayers}."
        ),
        Reason.TOO_FEW_SUGGESTIONS: N_(
            "Too few: {shown} suggestions that were shown and {held_out} that were held out can be judged."
        ),
        Reason.UNDEFINED: N_("This cannot be computed here: {why}."),
        Reason.FEW: N_("Not shown, because fewer than {minimum} organisations stand behind it."),
        Reason.PROTECTED: N_("Not shown, because it could point at single organisations."),
        Reason.TEAM_ONLY: N_("Not shown, because it is for the study team only."),
    }
)


@dataclass(frozen=True)
class Estimate:
    """A figure.

    Attributes
    ----------
    name
        The measure, as in ``results.json``: ``density``, ``reciprocity.edgewise``, …
    value
        The figure; None where it is not given, and then `reason` says why.
    low, high, interval
        Bounds, and what they mean.
    n
        Actors (or pairs) it was computed on.
    coverage
        Organisations that answered, of those asked; None where nobody was asked.
    subject
        ``whole``, ``all``, ``stayers``, an actor, or ``column:value`` for a group.
    wave, network
        When, and which relation or level.
    method
        Key of the method's description, ``measures/<name>`` in the documentation.
    reason, details
        Why there is no figure, and what the sentence is filled with.
    visibility, verdict
        Class of visibility, and what disclosure control has decided.
    """

    name: str
    value: float | None
    low: float | None = None
    high: float | None = None
    interval: Interval = Interval.NONE
    n: int = 0
    coverage: float | None = None
    subject: str = "whole"
    wave: str | None = None
    network: str | None = None
    method: str = ""
    reason: Reason | None = None
    details: Mapping[str, Any] = field(default_factory=dict)
    visibility: str = "C1"
    verdict: str = "study"

    def __post_init__(self) -> None:
        if self.value is not None and self.value != self.value:
            raise ValueError(f"{self.name}: a figure is a number or None, never NaN")
        if self.value is None and self.reason is None:
            raise ValueError(f"{self.name}: a figure that is not given needs a reason")

    @property
    def why(self) -> str:
        """Why there is no figure, in the active language; empty where there is one."""
        return "" if self.reason is None else _(_REASONS[self.reason]).format(**self.details)

    def to_dict(self) -> dict[str, Any]:
        """Return the figure in the form of ``results.json``."""
        return {
            "value": self.value,
            "low": self.low,
            "high": self.high,
            "interval": str(self.interval),
            "n": self.n,
            "coverage": self.coverage,
            "method": self.method or f"measures/{self.name}",
            "class": self.visibility,
            "verdict": self.verdict,
            "reason": None if self.reason is None else str(self.reason),
            "details": dict(self.details),
        }
