"""The cluster as a whole, in plain words: the figures that every participant may see, and one picture."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from clusterdynamics.charts.numbers import percent
from clusterdynamics.charts.svg import to_svg
from clusterdynamics.i18n import _
from clusterdynamics.report.audience import for_audience
from clusterdynamics.report.personal.model import ClusterView
from clusterdynamics.report.spoken import spoken

if TYPE_CHECKING:
    from clusterdynamics.assessment import Assessment
    from clusterdynamics.measures.estimate import Estimate

__all__ = ["cluster_view"]

#: Depth from which on a pair works together, and works together closely (thresholds of the method).
_TOGETHER, _CLOSELY = 2, 4
#: Share of redraws from which on another stage is named as possible.
_POSSIBLE = 0.1


def cluster_view(assessment: Assessment, wave: str) -> ClusterView:
    """Return how the cluster looks in a wave, as participants may see it, in the active language.

    The figures are those of the report for participants: disclosure control has decided about each.
    """
    shown = spoken(for_audience(assessment, "participants"))
    study = assessment.study
    asked, answered = len(study.asked(wave)), len(study.answered(wave))
    basis = _("{answered} of {asked} organisations answered ({share}).").format(
        answered=answered, asked=asked, share=percent(answered / asked) if asked else "–"
    )
    results: Any = shown.results
    read, depth, trust = results.get("stage"), results.get("depth"), results.get("trust")
    stage: Any = read if read is not None and read.estimates else None
    finding, others = _stage(stage, wave)
    sentences = [
        (_("Who answered?"), basis),
        *([(_("What else could it be?"), others)] if others else []),
        *([(_("How do organisations work together?"), _depth(depth, wave))] if depth is not None else []),
        *([(_("Do they trust each other?"), _trust(trust, wave))] if trust is not None else []),
    ]
    title = _("How far the cluster has come at each stage")
    table = _table(stage, wave)
    # The ribbon is drawn of the latest wave; how the redraws read is said in words, and not drawn for participants.
    drawn = stage is not None and wave == stage.waves[-1] and any(share for _label, share in table)
    alt = f"{title}: " + "; ".join(f"{label} {share}" for label, share in table) + "."
    return ClusterView(
        finding or basis,
        tuple((q, a) for q, a in sentences if a),
        to_svg(replace(stage, counts=()).chart(), alt=alt, title=title) if drawn else "",
        title if table else "",
        alt if table else "",
        tuple(table),
        basis,
    )


def _figures(result: Any, wave: str, name: str) -> dict[str, Estimate]:
    return {e.subject: e for e in result.estimates if e.name == name and e.wave == wave}


def _stage(result: Any, wave: str) -> tuple[str, str]:
    """Return where the cluster stands, and what else the answers would fit."""
    if result is None:
        return "", ""
    read = _figures(result, wave, "stage.reading").get("whole")
    if read is None:
        return "", ""
    if read.value is None:
        return _("We cannot say where the cluster stands. {why}").format(why=read.why), ""
    names = {s.number: s.label for s in result.stages}
    number = round(read.value)
    if number == 0:
        finding = _("The cluster is on its way to the first of {n} stages: {stage}.").format(
            n=len(names), stage=names[1]
        )
    else:
        finding = _("The cluster has come as far as “{stage}”, stage {number} of {n}.").format(
            stage=names[number], number=number, n=len(names)
        )
    counts = [(c.stage, c.redraws) for c in result.counts if c.wave == wave]
    total = sum(n for _stage_id, n in counts)
    labels = {s.id: s.label for s in result.stages}
    here = next((s.id for s in result.stages if s.number == number), "not_yet")
    fits = [labels[i] for i, n in counts if i != here and i in labels and total and n / total >= _POSSIBLE]
    if not fits:
        return finding, ""
    return finding, _("Had a few others answered, it could also be: {stages}.").format(stages=", ".join(fits))


def _table(result: Any, wave: str) -> list[tuple[str, str]]:
    if result is None:
        return []
    values = _figures(result, wave, "stage.value")
    return [
        (s.label, "" if values[s.id].value is None else percent(values[s.id].value or 0.0))
        for s in result.stages
        if s.id in values
    ]


def _depth(result: Any, wave: str) -> str:
    shares = {
        int(s.partition("=")[2]): e for s, e in _figures(result, wave, "depth.share").items() if s[:6] == "depth="
    }
    if not shares:
        return ""
    hidden = next((e for e in shares.values() if e.value is None), None)
    if hidden is not None:
        return hidden.why
    none, together, closely = (
        sum(e.value or 0.0 for d, e in shares.items() if low <= d < high)
        for low, high in ((0, 1), (_TOGETHER, 99), (_CLOSELY, 99))
    )
    return _(
        "Of every 100 pairs, {none} have no contact yet, {together} work together, and {closely} do so closely."
    ).format(none=round(100 * none), together=round(100 * together), closely=round(100 * closely))


def _trust(result: Any, wave: str) -> str:
    share = _figures(result, wave, "trust.share").get("whole")
    if share is None:
        return ""
    if share.value is None:
        return share.why
    return _("Of every 100 partners that were rated, {n} are trusted.").format(n=round(100 * share.value))
