"""The section "Do suggestions come true?": its picture and its tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterdynamics.i18n import _
from clusterdynamics.measures.analyses.back_test import METHODS
from clusterdynamics.report.model import Section
from clusterdynamics.report.sections.context import Context
from clusterdynamics.report.tables import figures_table

if TYPE_CHECKING:
    from clusterdynamics.measures.analyses.back_test import BackTest

__all__ = ["back_test_section"]


def back_test_section(context: Context) -> Section | None:
    """Return how suggestions of one wave did in the next; None with a single wave."""
    result: BackTest | None = context.result("back_test")
    if result is None or not result.estimates:
        return None
    shown = [e for e in result.estimates if e.name == "back_test.auc"]
    title = _("How often a pair that began to cooperate stands above one that did not")
    if result.synthetic:
        title = _("{title} (synthetic data)").format(title=title)
    called = {m: result.method_label(m) for m in METHODS} | {"whole": _("all")}
    return context.section(
        "back_test",
        result,
        unit=_("pairs"),
        shown=shown,
        chart=result.chart() if any(e.value is not None for e in shown) else None,
        title=title,
        table=figures_table(shown, result.labels, title, with_figure=False, subject=_("List"), subjects=called),
        more=(
            figures_table(
                result.estimates, result.labels, _("All figures on suggestions"), subject=_("List"), subjects=called
            ),
        ),
        answer=next(iter(result.sentences())),
    )
