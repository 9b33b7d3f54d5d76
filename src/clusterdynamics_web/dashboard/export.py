"""The dashboard for a funder: pages, a table and the methods in one file, with nothing narrower than their class."""

from __future__ import annotations

import csv
import hashlib
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
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
from clusterdynamics_web.dashboard.read import ROBUST, SOFT, hard_of, page_of, parts_of, timeline_of
from clusterdynamics_web.dashboard.robust import left_without
from clusterdynamics_web.dashboard.stories import loose, stories_of
from clusterdynamics_web.results import store
from clusterdynamics_web.studies.models import Snapshot, Study

__all__ = ["bundle", "hard_rows", "pdf_of", "table_of", "zipped"]


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
    page = _page(study, snapshot, told, audience)
    table = table_of([*_soft_rows(study, told), *hard_rows(study)])
    methods = _methods(study, told)
    package = store.assessment_of(snapshot).study
    for text in (page, table, methods):
        check_names(text, package, audience.value)
    record(user, "dashboard.exported", study, audience=audience.value)
    return zipped({"dashboard.pdf": pdf_of(page), "figures.csv": table.encode("utf-8-sig"), "methods.txt": methods})


def zipped(files: Mapping[str, bytes | str]) -> bytes:
    """Return files as one zip file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def _page(study: Study, snapshot: Snapshot, told: dict[str, Any], audience: Audience) -> str:
    stories, soft = stories_of(study, page_of(study), audience), parts_of(told, SOFT)

    def drawn(parts: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [
            p | {"image": to_data_uri(p["figure"]["svg"]) if p["figure"] else "", "stories": stories.get(p["id"], ())}
            for p in parts
        ]

    return render_to_string(
        "dashboard/paper.html",
        {
            "told": told,
            "study": study,
            "snapshot": snapshot,
            "today": timezone.localdate(),
            "soft": drawn(soft),
            "robust": parts_of(told, ROBUST),
            "robust_stories": stories.get("robust", ()),
            "left": left_without(snapshot, audience, told["language"]),
            "stories": loose(stories, (p["id"] for p in soft)),
            "any_story": any(stories.values()),
            "hard": hard_of(study),
            "hard_stories": stories.get("hard", ()),
            "events": timeline_of(study),
        },
    )


def pdf_of(page: str) -> bytes:
    """Return a page on paper."""
    pdf.check()
    pdf.quiet()
    return pdf.pdf_of(pdf.html_of(page), hashlib.sha256(page.encode()).hexdigest()[:32])


def table_of(rows: Iterable[Sequence[str]]) -> str:
    """Return figures, long: one row a cell."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(_HEAD)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return out.getvalue()


_HEAD = ("cluster", "side", "section", "table", "row", "column", "value", "unit", "source", "date", "how counted")


def _soft_rows(study: Study, told: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    for part in parts_of(told, (*SOFT, *ROBUST)):
        for block in part["blocks"]:
            table = block.get("table")
            for row in (table or {}).get("rows", ()):
                names = [c["title"] for c in table["columns"]]
                for name, cell in list(zip(names, row, strict=True))[1:]:
                    value = str(cell.get("sort", cell["text"]))
                    basis = " · ".join(block["basis"])
                    yield (
                        study.cluster.name,
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


def hard_rows(study: Study) -> Iterator[tuple[str, ...]]:
    """Yield the hard figures of a study, each with source, date and how it is counted."""
    for h in hard_of(study):
        dated = f"{h.period}, {h.vintage}" if h.vintage else h.period
        value = h.value if h.number is None else f"{h.number:.12g}"
        yield study.cluster.name, "hard", "", h.label, h.code, h.region, value, h.unit, h.source, dated, h.definition


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
