"""The figures as ``results.json``, for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterdynamics.report.material import Document
from clusterdynamics.report.results_json import results_of

if TYPE_CHECKING:
    from clusterdynamics.report.material import Material

__all__ = ["check", "write"]


def check() -> None:
    """Do nothing: JSON needs no further packages."""


def write(material: Material) -> Document:
    """Return what the audience may see as a JSON file."""
    text = results_of(material.shown, material.audience)
    return Document(text.encode("utf-8"), text)
