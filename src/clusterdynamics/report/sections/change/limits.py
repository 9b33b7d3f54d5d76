"""What a comparison of waves does not show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterdynamics.i18n import _, ngettext
from clusterdynamics.report.model import Block
from clusterdynamics.report.sections.change.words import text
from clusterdynamics.report.sections.context import Context

if TYPE_CHECKING:
    from clusterdynamics.measures.analyses.change import Change

__all__ = ["not_shown"]


def not_shown(context: Context) -> tuple[Block, ...]:
    """Return the limits of what was said about change, in plain sentences."""
    result: Change = context.result("change")
    last = result.composition[-1]
    silent = last.stayers - last.answered_both
    said = [
        _(
            "It does not show why anything changed, nor what comes next: figures of two waves say what went along "
            "with what."
        ),
        _(
            "It says nothing about organisations that were in one wave only, nor about pairs that were not observed "
            "twice."
        ),
    ]
    if silent:
        said.append(
            ngettext(
                "{n} organisation that stayed did not answer both times; its links are known from others only, or not "
                "at all.",
                "{n} organisations that stayed did not answer both times; their links are known from others only, or "
                "not at all.",
                silent,
            ).format(n=silent)
        )
    if context.result("network_change") is not None:
        said.append(
            _(
                "Comparisons of measures and of depth use one person of each organisation and only reports that were "
                "given both times, so they can differ from the counts of links above."
            )
        )
    carried = context.common("change", result.estimates, _("organisations"))
    return text(said, _("What this does not show"), carried)
