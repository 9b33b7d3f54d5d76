"""The joint results on paper and as a table: what stands on the page, and nothing more."""

from __future__ import annotations

import csv
import hashlib
import io
from typing import Any

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language

from clusterdynamics.charts import region_matrix, to_svg
from clusterdynamics.charts.svg import to_data_uri
from clusterdynamics.i18n import use_language
from clusterdynamics.report.writers import pdf
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.audit import record
from clusterdynamics_web.cells import harmless
from clusterdynamics_web.joint.access import Agreement
from clusterdynamics_web.joint.told import DEFINITIONS, NOTHING, SOURCE, Told

__all__ = ["as_csv", "as_pdf", "note_export", "picture_of"]


@transaction.atomic
def note_export(user: User, found: Agreement, form: str) -> None:
    """Write down that somebody took the results out."""
    record(user, "joint.exported", found.own.study, found.joint.key, format=form)


def picture_of(told: Told) -> str:
    """Return the blocks as a picture."""
    from django.utils.translation import gettext as _

    with use_language(get_language() or "en"):
        chart = region_matrix(told.frame(), row_title=_("from"), column_title=_("to"))
        return to_svg(chart, alt=told.alt())


def as_csv(told: Told) -> str:
    """Return every table, long: one row a cell."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(("table", "row", "column", "value"))
    for table in told.tables():
        for row in table["rows"]:
            for column, cell in list(zip(table["columns"], row, strict=True))[1:]:
                if _plain(cell) != NOTHING:
                    writer.writerow([harmless(x) for x in (table["id"], row[0], column["title"], _plain(cell))])
    return out.getvalue()


def as_pdf(found: Agreement, told: Told) -> bytes:
    """Return the page on paper.

    Raises
    ------
    InputError
        The machine lacks the library that sets text.
    """
    page = render_to_string(
        "joint/paper.html",
        {
            "joint": found.joint,
            "told": told,
            "facts": told.facts(),
            "tables": told.tables(),
            "image": to_data_uri(picture_of(told)) if "blocks" in told.latest else "",
            "alt": told.alt() if "blocks" in told.latest else "",
            "today": timezone.localdate(),
            "definitions": DEFINITIONS,
            "source": SOURCE,
        },
    )
    pdf.check()
    pdf.quiet()
    return pdf.pdf_of(pdf.html_of(page), hashlib.sha256(page.encode()).hexdigest()[:32])


def _plain(cell: Any) -> str:
    return str(cell.get("sort", cell.get("text"))) if isinstance(cell, dict) else str(cell)
