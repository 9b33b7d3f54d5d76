"""Columns that several tables have."""

from __future__ import annotations

from clusterdynamics.i18n import N_
from clusterdynamics.study.tables.schema import MODES, Field, Kind

__all__ = ["MODE", "RESPONDENT", "WAVE", "identifier", "reference"]


def identifier(description: str) -> Field:
    """Return the column ``id``."""
    return Field("id", Kind.IDENTIFIER, description, required=True)


def reference(
    name: str,
    references: str,
    description: str,
    *,
    required: bool = True,
    kind: Kind = Kind.IDENTIFIER,
    lax: bool = False,
) -> Field:
    """Return a column whose values must be found in another table."""
    return Field(name, kind, description, required=required, references=references, lax=lax)


WAVE = reference("wave", "waves.id", N_("Wave in which it was said"))
RESPONDENT = reference("respondent", "respondents.id", N_("Who said it"), required=False, lax=True)
MODE = Field("mode", Kind.CHOICE, N_("How it was collected"), choices=MODES)
