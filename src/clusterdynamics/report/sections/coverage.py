"""The section "Who answered?": its picture and its tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterdynamics.i18n import _
from clusterdynamics.measures.analyses.coverage import GATE_WORDS
from clusterdynamics.report.model import Cell, Column, Section, Table
from clusterdynamics.report.sections.context import Context

if TYPE_CHECKING:
    from clusterdynamics.measures.analyses.coverage import Coverage

__all__ = ["coverage_section"]


def coverage_section(context: Context) -> Section | None:
    """Return answered of asked by type, and what that allows to say."""
    result: Coverage | None = context.result("coverage")
    if result is None:
        return None
    return context.section(
        "coverage",
        result,
        unit=_("organisations"),
        shown=[e for e in result.estimates if e.subject == "whole"],
        chart=result.chart(),
        title=_("Organisations that answered, by kind. Dashed: the least shares that figures need"),
        table=_answered(result),
        more=(_gates(context, result),),
    )


def _answered(result: Coverage) -> Table:
    values = {(e.subject, e.wave, e.name): e.value for e in result.estimates}
    keys = list(dict.fromkeys((e.subject, e.wave) for e in result.estimates))
    rows: list[tuple[Cell, ...]] = []
    for subject, wave in keys:
        label = _("all") if subject == "whole" else result.labels.get(subject, subject.partition(":")[2])
        figures = (values.get((subject, wave, name)) for name in ("roster", "asked", "answered", "coverage"))
        rows.append((label, result.labels[f"wave:{wave}"], *figures))
    columns = (
        Column(_("Kind")),
        Column(_("Wave")),
        Column(_("Organisations"), "number"),
        Column(_("Asked"), "number"),
        Column(_("Answered"), "number"),
        Column(_("Coverage"), "percent"),
    )
    return Table(_("Organisations that answered, by kind"), columns, tuple(rows))


def _gates(context: Context, result: Coverage) -> Table:
    """Return which figures the coverage of each wave allows."""
    waves = list(dict.fromkeys(g.wave for g in result.gates))
    state = {(g.gate, g.wave): g for g in result.gates}
    gates = list(dict.fromkeys(g.gate for g in result.gates))
    rows: list[tuple[Cell, ...]] = [
        (
            _(GATE_WORDS[gate]),
            state[gate, waves[0]].needed,
            *(_("given") if state[gate, wave].open else _("too few answered") for wave in waves),
        )
        for gate in gates
    ]
    columns = (
        Column(_("Figure")),
        Column(_("Needs"), "percent"),
        *(Column(context.labels[f"wave:{wave}"]) for wave in waves),
    )
    return Table(_("What the coverage allows to say"), columns, tuple(rows))
