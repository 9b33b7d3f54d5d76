"""The section "Do organisations trust each other?": its pictures and its tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterdynamics.i18n import _
from clusterdynamics.measures.estimate import Estimate
from clusterdynamics.report.model import FigureBlock, Section, Table
from clusterdynamics.report.sections.context import Context
from clusterdynamics.report.tables import figures_table

if TYPE_CHECKING:
    from clusterdynamics.measures.analyses.trust import Trust

__all__ = ["trust_section"]

_SHARES = ("trust.share", "trust.mutual", "trust.returned")
_PART = "trust.part."
#: Figures of organisations and pairs, in tables of their own.
_NAMED = ("trust.generosity", "trust.reputation", "trust.pair", "trust.mismatch")


def trust_section(context: Context) -> Section | None:
    """Return trust, both ways, and where ratings come from; None where trust was not asked."""
    result: Trust | None = context.result("trust")
    if result is None or all(e.reason == "not_asked" for e in result.estimates):
        return None
    shown = [e for e in result.estimates if e.name in _SHARES]
    named = [e for e in result.estimates if e.name in _NAMED and e.value is not None]
    others = [e for e in result.estimates if e.name not in (*_SHARES, *_NAMED) and not e.name.startswith(_PART)]
    title = _("Partners that are trusted, and pairs that trust each other")
    return context.section(
        "trust",
        result,
        unit=_("ratings or pairs"),
        shown=shown,
        chart=result.chart() if any(e.value is not None for e in shown) else None,
        title=title,
        table=figures_table(shown, result.labels, title),
        extra=_sources(context, result),
        more=(
            _table(others, result, _("All other figures on trust"), _("Who, or at what depth")),
            _table(
                sorted(named, key=lambda e: (e.name, _called(e.subject, result).casefold(), e.wave or "")),
                result,
                _("Organisations and pairs, in alphabetical order: for the study team only"),
                _("Organisation or pair"),
            ),
        ),
    )


def _sources(context: Context, result: Trust) -> tuple[FigureBlock, ...]:
    """Return the picture of where ratings come from; none where it cannot be said."""
    parts = [e for e in result.estimates if e.name.startswith(_PART)]
    if all(e.value is None for e in parts):
        return ()
    title = _("Where the differences between ratings come from")
    table = figures_table(parts, result.labels, title)
    return (
        FigureBlock(
            alt=title,
            title=title,
            chart=result.chart_parts(),
            table=table,
            **context.common("trust", parts, _("ratings")),
        ),
    )


def _table(estimates: list[Estimate], result: Trust, caption: str, subject: str) -> Table:
    called = {e.subject: _called(e.subject, result) for e in estimates}
    return figures_table(estimates, result.labels, caption, subject=subject, subjects=called)


def _called(subject: str, result: Trust) -> str:
    """Return what a subject is called: the cluster, a depth, two kinds, an organisation or a pair."""
    if subject == "whole":
        return _("all")
    attribute, _colon, rest = subject.partition(":")
    if attribute == "depth" and rest:
        return _("depth {level}").format(level=rest)
    named = rest if attribute == "type" and rest else subject
    for sign in ("→", "–"):
        ends = named.split(sign)
        if len(ends) == 2:
            return f" {sign} ".join(result.labels.get(end, end) for end in ends)
    return result.labels.get(subject, subject)
