"""The section "Does the model fit here, and elsewhere?": its picture and its tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterdynamics.i18n import _
from clusterdynamics.report.model import Column, Section, Table
from clusterdynamics.report.sections.context import Context
from clusterdynamics.report.tables import figures_table

if TYPE_CHECKING:
    from clusterdynamics.measures.analyses.model_test import ModelTest

__all__ = ["model_test_section"]


def model_test_section(context: Context) -> Section | None:
    """Return what can be said about the model; None where the statements were not asked."""
    result: ModelTest | None = context.result("model_test")
    if result is None or not result.estimates:
        return None
    shown = [e for e in result.estimates if e.name in ("mokken.scale", "mokken.stage")]
    title = _("How far the statements form one scale (Loevinger's H)")
    called = {e.subject: _called(e.subject, result) for e in result.estimates}
    return context.section(
        "model_test",
        result,
        unit=_("people or clusters"),
        shown=shown,
        chart=result.chart() if any(e.value is not None for e in shown) else None,
        title=title,
        table=figures_table(shown, result.labels, title, with_figure=False, subject=_("About"), subjects=called),
        more=(
            _alike(result),
            figures_table(
                result.estimates, result.labels, _("All figures on the model"), subject=_("About"), subjects=called
            ),
        ),
        answer=next(iter(result.sentences())),
    )


def _called(subject: str, result: ModelTest) -> str:
    statement, at, group = subject.partition("@")
    name = _("all") if statement == "whole" else result.labels.get(statement, statement)
    return _("{statement} ({group})").format(statement=name, group=group) if at else name


def _alike(result: ModelTest) -> Table:
    """Return which statements are understood alike in which groups."""
    words = {"differs": _("differs"), "equivalent": _("equivalent"), "cannot_say": _("cannot say")}
    rows = tuple((a.text, a.group, a.reference, words[a.answer]) for a in result.alike)
    columns = (Column(_("Statement")), Column(_("Group")), Column(_("Beside")), Column(_("Understood")))
    return Table(_("Are the statements understood alike?"), columns, rows)
