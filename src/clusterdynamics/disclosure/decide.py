"""The entry: figures in, and out comes what one audience may see of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from clusterdynamics.disclosure.classes import Audience, VisibilityClass, class_of, minimum_for
from clusterdynamics.disclosure.judge import Decision, Judge
from clusterdynamics.disclosure.rules import rule_for
from clusterdynamics.disclosure.treatment import Treatment
from clusterdynamics.disclosure.verdict import Outcome, Verdict
from clusterdynamics.measures.estimate import Estimate, Interval, Reason

if TYPE_CHECKING:
    from clusterdynamics.assessment import Assessment
    from clusterdynamics.disclosure.before import Before
    from clusterdynamics.measures.protocol import Result
    from clusterdynamics.study.model import Study

__all__ = ["Disclosed", "decide"]

_REASONS: Mapping[Outcome, Reason] = MappingProxyType(
    {Outcome.FEW: Reason.FEW, Outcome.PROTECTED: Reason.PROTECTED, Outcome.TEAM: Reason.TEAM_ONLY}
)
#: Analysis → its results when it was given single figures and no assessment.
_LOOSE = ""
_TABLES = (Treatment.BLOCK, Treatment.BLOCK_DEPTH, Treatment.RATED, Treatment.COVERAGE, Treatment.TOLD)


@dataclass(frozen=True, eq=False)
class Disclosed:
    """What one audience may see.

    Attributes
    ----------
    study, audience
        Of what, and for whom.
    figures
        Analysis → its figures: shown, rounded, or without a value and with the reason why. Figures of single
        organisations are not among them outside the study team, not even as hidden ones: a list of what is
        hidden would be a list of names.
    left_out
        Name of the figure → how many were left out that way.
    results
        Analysis → its result with these figures, and without the names of organisations.
    """

    study: Study
    audience: Audience
    figures: Mapping[str, tuple[Estimate, ...]]
    left_out: Mapping[str, int]
    results: Mapping[str, Result]

    @property
    def visibility(self) -> VisibilityClass:
        """Class of visibility that the audience reads."""
        return class_of(self.audience)

    def __iter__(self) -> Iterator[Estimate]:
        for figures in self.figures.values():
            yield from figures

    def verdict(self, e: Estimate | None = None) -> Verdict:
        """Return the verdict of a figure (or that of a block of what is shown), for blocks of a report."""
        outcome = Outcome.SHOWN if e is None else Outcome(e.verdict)
        return Verdict(self.audience, outcome, minimum_for(self.study.settings.disclosure, self.visibility))

    def find(self, name: str, **where: str | None) -> Estimate:
        """Return the one figure called `name` that fits (``wave=``, ``network=``, ``subject=``).

        Raises
        ------
        KeyError
            None fits, or several do.
        """
        hits = [e for e in self if e.name == name and all(getattr(e, k) == v for k, v in where.items())]
        if len(hits) != 1:
            raise KeyError(f"{len(hits)} figures called {name!r} fit {where}")
        return hits[0]


def decide(
    source: Assessment | Iterable[Estimate], study: Study, audience: Audience | str, *, before: Before | None = None
) -> Disclosed:
    """Decide for every figure whether `audience` may see it.

    The study team sees everything. For the others: figures of single organisations are left out, ranges that
    come from leaving single organisations out are cut off, tables of groups go through suppression and audit,
    counts are rounded where a difference would give few organisations away, and numbers have few decimals.
    What is hidden in a class stays hidden in every wider one, so that two reports cannot be subtracted.

    Parameters
    ----------
    source
        An assessment, or figures. All figures that will be published together must be given together:
        what one table hides, another one could give away.
    study
        The study they are about.
    audience
        For whom.
    before
        What was told of earlier snapshots of the study: what few organisations make differ stays hidden.

    Returns
    -------
    The figures with ``visibility`` and ``verdict`` filled in.

    Raises
    ------
    UndeclaredFigure
        A figure has no rule, or its subject is of a kind that its rule does not know.
    """
    reader = Audience(audience)
    results: Mapping[str, Result] = getattr(source, "results", {})
    given: dict[str, tuple[Estimate, ...]] = (
        {name: r.estimates for name, r in results.items()} if results else {_LOOSE: tuple(_estimates(source))}
    )
    for e in (e for several in given.values() for e in several):
        rule_for(e.name)
    visibility = class_of(reader)
    if visibility <= VisibilityClass.C1:
        shown = {n: tuple(_stamped(e, visibility, Outcome.SHOWN) for e in es) for n, es in given.items()}
        return Disclosed(study, reader, shown, MappingProxyType({}), MappingProxyType(dict(results)))
    symmetrise = {
        getattr(r.params, "symmetrise", "either")
        for n, r in results.items()
        if any(e.value is not None for e in given[n])
    }
    judge = Judge(study, visibility, [e for es in given.values() for e in es], _rule_of(symmetrise), before)
    figures: dict[str, tuple[Estimate, ...]] = {}
    left_out: Counter[str] = Counter()
    for name, estimates in given.items():
        kept = []
        for e in estimates:
            decision = judge.decide(e)
            if decision.outcome is Outcome.TEAM:
                left_out[e.name] += 1
            else:
                kept.append(_applied(e, decision, visibility, study))
        figures[name] = tuple(kept)
    redacted = {n: _redacted(r, figures[n], study) for n, r in results.items()}
    return Disclosed(study, reader, figures, MappingProxyType(dict(left_out)), MappingProxyType(redacted))


def _estimates(source: Any) -> Iterable[Estimate]:
    return () if hasattr(source, "results") else source


def _rule_of(rules: set[str]) -> str:
    return "both" if rules == {"both"} else "either"


def _stamped(e: Estimate, visibility: VisibilityClass, outcome: Outcome) -> Estimate:
    return replace(e, visibility=str(visibility), verdict=str(outcome))


def _applied(e: Estimate, decision: Decision, visibility: VisibilityClass, study: Study) -> Estimate:
    """Return the figure as it may be seen."""
    rule = rule_for(e.name)
    if decision.outcome in _REASONS:
        minimum = minimum_for(study.settings.disclosure, visibility)
        return Estimate(
            e.name,
            None,
            subject=e.subject,
            wave=e.wave,
            network=e.network,
            method=e.method,
            reason=_REASONS[decision.outcome],
            details={"minimum": minimum} if decision.outcome is Outcome.FEW else {},
            visibility=str(visibility),
            verdict=str(decision.outcome),
        )
    step = decision.step
    cut = e.interval is Interval.LEAVE_OUT or step > 1
    return replace(
        e,
        value=_rounded(e.value, rule.digits, step),
        low=None if cut else _rounded(e.low, rule.digits, 1),
        high=None if cut else _rounded(e.high, rule.digits, 1),
        interval=Interval.NONE if cut else e.interval,
        # How many pairs were observed in a cell would tell how many of its group answered.
        n=0 if rule.treatment in _TABLES and e.subject != "whole" else e.n,
        coverage=_rounded(e.coverage, 2, 1),
        # Details fill the sentence on why there is no figure; what else they say is for the study team.
        details={k: round(v, 2) if isinstance(v, float) else v for k, v in e.details.items() if e.value is None},
        visibility=str(visibility),
        verdict=str(decision.outcome),
    )


def _rounded(value: float | None, digits: int, step: int) -> float | None:
    if value is None:
        return None
    # + 0.0 turns −0.0 into 0.0, which would tell the sign of what was rounded away.
    return float(step * round(value / step)) if step > 1 else round(value, digits) + 0.0


def _redacted(result: Result, estimates: Sequence[Estimate], study: Study) -> Result:
    """Return the result with other figures, and without the names of organisations among its labels."""
    shown = result.with_estimates(estimates)
    if not any(f.name == "labels" for f in fields(result)):
        return shown
    actors = set(study.actor_ids)
    labels: Mapping[str, str] = getattr(shown, "labels")  # noqa: B009 (not every result has labels)
    changes: dict[str, Any] = {"labels": {k: v for k, v in labels.items() if k not in actors}}
    return replace(shown, **changes)
