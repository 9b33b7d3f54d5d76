"""The dashboard for a funder: pages, a table and the methods in one file, with nothing narrower than their class."""

from __future__ import annotations

import csv
import hashlib
import io
import zipfile
from collections.abc import Iterator
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from clusterdynamics.charts.svg import to_data_uri
from clusterdynamics.disclosure import Audience
from clusterdynamics.report.audience import check_names
from clusterdynamics.report.writers import pdf
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.audit import record
from clusterdynamics_web.cells import harmless
from clusterdynamics_web.dashboard.read import ROBUST, SOFT, hard_of, parts_of, timeline_of
from clusterdynamics_web.results import store
from clusterdynamics_web.results.access import find_section
from clusterdynamics_web.studies.models import Snapshot, Study

__all__ = ["bundle"]

#: Sections whose stories stand in the pages: they are told to this audience by their tellers' consent.
_STORIES = 3


def bundle(user: User | None, study: Study, snapshot: Snapshot, told: dict[str, Any], audience: Audience) -> bytes:
    """Return a zip file with ``dashboard.pdf``, ``figures.csv`` and ``methods.txt``.

    Everything comes from what the audience is told anyway, and is searched for names without consent once more.

    Raises
    ------
    NameInReport
        An organisation would be named that has not agreed to it.
    InputError
        The machine lacks the library that sets text.
    """
    page = _page(study, snapshot, told)
    table, methods = _table(study, told), _methods(study, told)
    package = store.assessment_of(snapshot).study
    for text in (page, table, methods):
        check_names(text, package, audience.value)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("dashboard.pdf", _pdf(page))
        archive.writestr("figures.csv", table.encode("utf-8-sig"))
        archive.writestr("methods.txt", methods)
    record(user, "dashboard.exported", study, audience=audience.value)
    return out.getvalue()


def _page(study: Study, snapshot: Snapshot, told: dict[str, Any]) -> str:
    def drawn(parts: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [p | {"image": to_data_uri(p["figure"]["svg"]) if p["figure"] else ""} for p in parts]

    stories = find_section(told, "stories")
    quoted = [b for b in (stories or {}).get("blocks", ()) if b["kind"] == "story"][:_STORIES]
    return render_to_string(
        "dashboard/paper.html",
        {
            "told": told,
            "study": study,
            "snapshot": snapshot,
            "today": timezone.localdate(),
            "soft": drawn(parts_of(told, SOFT)),
            "robust": parts_of(told, ROBUST),
            "stories": quoted,
            "hard": hard_of(study),
            "events": timeline_of(study),
        },
    )


def _pdf(page: str) -> bytes:
    pdf.check()
    pdf.quiet()
    return pdf.pdf_of(pdf.html_of(page), hashlib.sha256(page.encode()).hexdigest()[:32])


def _table(study: Study, told: dict[str, Any]) -> str:
    """Return every table of the soft sections and every hard figure, long: one row a cell."""
    out = io.StringIO()
    writer = csv.writer(out)
    head = ("side", "section", "table", "row", "column", "value", "unit", "source", "date", "how counted")
    writer.writerow(head)
    for row in (*_soft_rows(told), *_hard_rows(study)):
        writer.writerow([harmless(cell) for cell in row])
    return out.getvalue()


def _soft_rows(told: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    for part in parts_of(told, (*SOFT, *ROBUST)):
        for block in part["blocks"]:
            table = block.get("table")
            for row in (table or {}).get("rows", ()):
                names = [c["title"] for c in table["columns"]]
                for name, cell in list(zip(names, row, strict=True))[1:]:
                    value = str(cell.get("sort", cell["text"]))
                    basis = " · ".join(block["basis"])
                    yield (
                        "soft",
                        part["id"],
                        table["caption"],
                        row[0]["text"],
                        name,
                        value,
                        "",
                        told["snapshot"],
                        basis,
                        block["method"],
                    )


def _hard_rows(study: Study) -> Iterator[tuple[str, ...]]:
    for h in hard_of(study):
        dated = f"{h.period}, {h.vintage}" if h.vintage else h.period
        yield "hard", "", h.label, h.code, h.region, h.value, h.unit, h.source, dated, h.definition


def _methods(study: Study, told: dict[str, Any]) -> str:
    lines = [told["title"], told["subtitle"], _("For: {stamp}").format(stamp=told["stamp"]), ""]
    lines += [f"{name}: {value}" for name, value in told["facts"]]
    lines += ["", _("Soft figures are beside the hard ones, not instead of them, and there is no sum of both.")]
    for part in parts_of(told, (*SOFT, *ROBUST)):
        methods = dict.fromkeys(b["method"] for b in part["blocks"] if b.get("method"))
        lines += ["", part["title"], *methods]
    lines += ["", _("Hard figures")]
    for code, text in study.definitions.order_by("code").values_list("code", "text"):
        lines.append(f"{code}: {text}")
    lines += ["", _("Limits")]
    lines += [f"{title}: {text}" for title, text in told["limits"]]
    return "\n".join(str(line) for line in lines) + "\n"
