"""Words of the participants' pages, each in one line. What is not here has no place on such a page."""

from __future__ import annotations

from dataclasses import dataclass

from clusterdynamics.i18n import _

__all__ = ["Term", "glossary"]


@dataclass(frozen=True)
class Term:
    """A word and what it means."""

    id: str
    word: str
    meaning: str


def glossary() -> tuple[Term, ...]:
    """Return the words in the order in which a reader meets them, in the active language."""
    return (
        Term("cluster", _("Cluster"), _("Firms and other organisations of a region that work in the same field.")),
        Term("stage", _("Stage"), _("How far a cluster has come. There are five, and each builds on the one before.")),
        Term("closeness", _("How closely"), _("From 1, you know each other, to 5, you share plans and risks.")),
        Term("trust", _("Trust"), _("You can rely on them, they share the aims, and they are open to talk.")),
        Term("middle", _("The middle"), _("Half of the organisations are above it, and half are below.")),
        Term("range", _("Range"), _("From one number to another. We show ranges, so that nobody is ranked.")),
        Term("purpose", _("Purpose"), _("What you work together for, such as to reach markets or to save cost.")),
        Term("area", _("Area"), _("A field in which it is easy to work together, such as training.")),
        Term("findable", _("Can be found"), _("An organisation said that others may hear what it offers or wants.")),
        Term(
            "snapshot", _("Snapshot"), _("All answers as they were when the survey closed. Every figure comes from it.")
        ),
        Term("rules", _("Rules"), _("Who may see what. They were set before the survey began and stay as they are.")),
    )
