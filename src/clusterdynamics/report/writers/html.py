"""The report as one HTML file that needs nothing else: no scripts, no fonts, no pictures from elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterdynamics.report.look import Look
from clusterdynamics.report.material import Document
from clusterdynamics.report.pages import page
from clusterdynamics.report.pictures import Pictures

if TYPE_CHECKING:
    from clusterdynamics.report.material import Material
    from clusterdynamics.report.model import Report

__all__ = ["check", "to_html", "write"]


def check() -> None:
    """Do nothing: HTML needs no further packages."""


def write(material: Material) -> Document:
    """Return the report as an HTML file."""
    text = to_html(material.report, look=material.look, pictures=material.pictures)
    return Document(text.encode("utf-8"), text)


def to_html(report: Report, *, look: Look | None = None, pictures: Pictures | None = None) -> str:
    """Return the report as HTML text.

    Raises
    ------
    NotCleared
        A block has no verdict of disclosure control.
    """
    return page("report.html", "style.css", report, look or Look(), pictures or Pictures())
