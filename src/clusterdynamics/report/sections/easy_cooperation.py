"""The section "What is easy to do next?": areas first, then groups and pairs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterdynamics.i18n import _
from clusterdynamics.measures.analyses.easy_cooperation import JOIN
from clusterdynamics.measures.easy.suggest import sentence
from clusterdynamics.report.model import Cell, Column, Section, Table
from clusterdynamics.report.sections.context import Context
from clusterdynamics.report.tables import figures_table

if TYPE_CHECKING:
    from clusterdynamics.measures.analyses.easy_cooperation import EasyCooperation

__all__ = ["easy_cooperation_section"]

_SHOWN = ("easy.doing", "easy.would_join", "easy.could_offer")
_NAMED = ("easy.invite", "easy.pair")


def easy_cooperation_section(context: Context) -> Section | None:
    """Return areas, and for the study team groups and pairs; None where the areas were not asked."""
    result: EasyCooperation | None = context.result("easy_cooperation")
    if result is None or not result.estimates:
        return None
    wave = result.waves[-1]
    shown = [e for e in result.estimates if e.wave == wave and e.name in {f"{n}.share" for n in _SHOWN}]
    title = _("{wave}: who does it, would join, could offer something, area by area").format(
        wave=result.labels[f"wave:{wave}"]
    )
    figures = [e for e in result.estimates if e.name not in _NAMED]
    return context.section(
        "easy_cooperation",
        result,
        unit=_("organisations"),
        shown=shown,
        chart=result.chart() if any(e.value is not None for e in shown) else None,
        title=title,
        table=_areas(result, wave, title),
        more=(
            _groups(context, result),
            _pairs(context, result),
            figures_table(
                figures,
                result.labels,
                _("All figures on areas"),
                subject=_("Area"),
                subjects=result.labels | {"whole": _("all")},
            ),
        ),
    )


def _areas(result: EasyCooperation, wave: str, caption: str) -> Table:
    """Return the table equal to the picture, those areas first in which there is least to lose."""
    at = {(e.name, e.subject): e for e in result.estimates if e.wave == wave}
    known = {name for name, _subject in at}
    figures = [
        (name, column)
        for name, column in (
            ("easy.doing", Column(_("Do it"), "number")),
            ("easy.would_join", Column(_("Would join"), "number")),
            ("easy.could_offer", Column(_("Could offer"), "number")),
            ("easy.doing.share", Column(_("Do it, share"), "percent")),
            ("easy.would_join.share", Column(_("Would join, share"), "percent")),
            ("easy.could_offer.share", Column(_("Could offer, share"), "percent")),
        )
        if name in known
    ]
    rows: list[tuple[Cell, ...]] = []
    for area in result.areas:
        found = [at.get((name, area.id)) for name, _column in figures]
        notes = dict.fromkeys(e.why for e in found if e is not None and e.why)
        sensitivity = None if area.sensitivity is None else float(area.sensitivity)
        rows.append((area.label, sensitivity, *(None if e is None else e.value for e in found), " ".join(notes)))
    columns = (
        Column(_("Area")),
        Column(_("Sensitivity (1 nothing to lose, 5 core of the business)"), "number"),
        *(column for _name, column in figures),
        Column(_("Note")),
    )
    return Table(caption, columns, tuple(rows))


def _groups(context: Context, result: EasyCooperation) -> Table:
    """Return whom to invite in each area, by name; empty where names are not for the reader."""
    invited: dict[str, list[str]] = {}
    for e in result.estimates:
        if e.name == "easy.invite":
            actor, _join, area = e.subject.partition(JOIN)
            invited.setdefault(area, []).append(context.study.labels[actor])
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (a.label, ", ".join(sorted(invited[a.id], key=str.casefold))) for a in result.areas if a.id in invited
    )
    return Table(
        _("Start a group: who would join or could offer something (for the study team)"),
        (Column(_("Area")), Column(_("Invite"))),
        rows,
    )


def _pairs(context: Context, result: EasyCooperation) -> Table:
    """Return the pairs with their reasons; empty where they are not for the reader."""
    labels = context.study.labels
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (labels[p.first], labels[p.second], sentence(p, result.labels)) for p in result.pairs()
    )
    columns = (Column(_("Organisation")), Column(_("Organisation")), Column(_("Reasons")))
    return Table(_("Pairs that do not cooperate yet (for the study team)"), columns, rows)
