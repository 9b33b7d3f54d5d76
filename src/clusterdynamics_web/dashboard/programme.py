"""Several clusters of a region, for those who run the programme: on the page, and as a file for a funder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from clusterdynamics.disclosure import Audience
from clusterdynamics.report.audience import check_names
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.audit import record
from clusterdynamics_web.dashboard.compare import hard_side_by_side, may_compare, side_by_side
from clusterdynamics_web.dashboard.export import hard_rows, pdf_of, table_of, zipped
from clusterdynamics_web.dashboard.kinds import KINDS
from clusterdynamics_web.dashboard.read import Hard, hard_of, parts_of, timeline_of, told_to
from clusterdynamics_web.regions.models import Region
from clusterdynamics_web.results import store
from clusterdynamics_web.studies.models import Snapshot, Study

__all__ = ["Published", "compared", "programme_bundle", "published"]

#: What is said of each cluster in a sentence.
SAID = ("coverage", "stage", "depth", "trust", "change", "downturn")


@dataclass(frozen=True)
class Published:
    """A cluster whose dashboard is published, as other regions may read it.

    Attributes
    ----------
    said
        Sections of the results, each with its answer.
    hard
        What every cluster organisation has, as far as this one told it.
    """

    study: Study
    snapshot: Snapshot
    said: list[dict[str, Any]]
    hard: list[Hard]
    events: list[dict[str, Any]]


def published(region: Region) -> list[Published]:
    """Return the clusters of a region that have published their dashboard, by name."""
    chosen: dict[int, Study] = {}
    studies = Study.objects.select_related("cluster__region").filter(
        cluster__region=region, dashboard__published_at__isnull=False
    )
    for study in studies.order_by("dashboard__published_at"):
        chosen[study.cluster_id] = study  # of a cluster with several studies, the one published last
    rows = []
    for study in sorted(chosen.values(), key=lambda s: s.cluster.name):
        snapshot, told = told_to(study, Audience.NETWORK)
        if snapshot is not None:
            every = hard_of(study)
            hard = [h for kind in KINDS for h in every if h.code.partition(".")[0] == kind.key]
            rows.append(Published(study, snapshot, parts_of(told, SAID), hard, timeline_of(study)))
    return rows


def compared(rows: Sequence[Published]) -> dict[str, Any]:
    """Return the tables that set clusters side by side; none where there are too few clusters."""
    if not may_compare(len(rows)):
        return {"table": None, "hard_tables": []}
    return {
        "table": side_by_side([r.snapshot for r in rows]),
        "hard_tables": hard_side_by_side([r.study for r in rows]),
    }


def programme_bundle(user: User | None, region: Region, rows: Sequence[Published]) -> bytes:
    """Return a zip file with ``programme.pdf``, ``figures.csv`` and ``methods.txt`` about the published clusters.

    Raises
    ------
    NameInReport
        An organisation would be named that has not agreed to it.
    InputError
        The machine lacks the library that sets text.
    """
    more = {"region": region, "rows": rows, "today": timezone.localdate(), **compared(rows)}
    page = render_to_string("dashboard/programme_paper.html", more)
    table = table_of([*(_said_rows(rows)), *(row for r in rows for row in hard_rows(r.study))])
    methods = _methods(rows)
    for row in rows:
        package = store.assessment_of(row.snapshot).study
        for text in (page, table, methods):
            check_names(text, package, Audience.NETWORK.value)
    record(user, "programme.exported", region, clusters=len(rows))
    return zipped({"programme.pdf": pdf_of(page), "figures.csv": table.encode("utf-8-sig"), "methods.txt": methods})


def _said_rows(rows: Sequence[Published]) -> list[tuple[str, ...]]:
    """Return what is said of each cluster, with its snapshot, on what it rests, and how it was computed."""
    found: list[tuple[str, ...]] = []
    for row in rows:
        for part in row.said:
            method = next((b["method"] for b in part["blocks"] if b.get("method")), "")
            basis = " · ".join(part["basis"])
            mark = row.snapshot.fingerprint
            found.append(
                (
                    row.study.cluster.name,
                    "soft",
                    part["id"],
                    part["title"],
                    "",
                    "",
                    part["answer"],
                    "",
                    mark,
                    basis,
                    method,
                )
            )
    return found


def _methods(rows: Sequence[Published]) -> str:
    lines = [_("Soft figures are beside the hard ones, not instead of them, and there is no sum of both."), ""]
    methods = {p["title"]: b["method"] for r in rows for p in r.said for b in p["blocks"] if b.get("method")}
    for title, method in methods.items():
        lines += [title, method, ""]
    lines.append(_("Hard figures"))
    for row in rows:
        lines += [f"{row.study.cluster.name}, {h.code}: {h.definition}" for h in hard_of(row.study) if h.definition]
    return "\n".join(str(line) for line in lines) + "\n"
