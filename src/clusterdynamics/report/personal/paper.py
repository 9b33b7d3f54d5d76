"""The report on one sheet of paper, front and back: A4, tagged, the same bytes each time."""

from __future__ import annotations

import hashlib
from importlib import resources
from typing import TYPE_CHECKING, Any

from clusterdynamics.charts.svg import to_data_uri
from clusterdynamics.i18n import use_language
from clusterdynamics.report.look import Look
from clusterdynamics.report.material import Document
from clusterdynamics.report.pages import environment
from clusterdynamics.report.writers.pdf import check, html_of, pdf_of, quiet

if TYPE_CHECKING:
    from clusterdynamics.report.personal.model import PersonalReport

__all__ = ["sheet"]

#: Sizes of letters (points) that are tried in turn until everything stands on two pages.
SIZES = (9.25, 8.5, 7.75, 7.0, 6.4)


def sheet(report: PersonalReport, look: Look | None = None) -> Document:
    """Return a personal report as a PDF file of one sheet, in its own language.

    Raises
    ------
    InputError
        Pango is not installed.
    """
    check()
    quiet()
    with use_language(report.language):
        chosen = (look or Look()).checked()
        for size in SIZES:
            text = _page(report, chosen, size)
            laid: Any = html_of(text).render(pdf_variant="pdf/ua-1")
            if len(laid.pages) <= 2:
                break
    identifier = hashlib.sha256(text.encode()).hexdigest()[:32]
    return Document(pdf_of(laid, identifier), text)


def _page(report: PersonalReport, look: Look, size: float) -> str:
    style = resources.files("clusterdynamics.report").joinpath("templates/personal.css").read_text(encoding="utf-8")
    picture = to_data_uri(report.cluster.picture) if report.cluster.picture else ""
    text: str = (
        environment()
        .get_template("personal.html")
        .render(report=report, style=style, look=look, size=size, picture=picture)
    )
    return text
