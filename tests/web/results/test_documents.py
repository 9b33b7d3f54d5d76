"""Documents: ordered, written by the worker with the figures of the page, taken, forgotten."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image
from python_calamine import CalamineWorkbook

from clusterdynamics.assessment import Assessment
from clusterdynamics.disclosure import Audience
from clusterdynamics.report import write_reports
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.jobs.models import Job, JobState
from clusterdynamics_web.jobs.worker import Worker
from clusterdynamics_web.regions.models import AuditEntry, RegionLook, Role
from clusterdynamics_web.results import documents
from clusterdynamics_web.results.models import Document
from clusterdynamics_web.studies.models import Snapshot
from clusterdynamics_web.studies.signals import snapshots_taken_down
from tests.web.conftest import DRAWN, House

pytestmark = pytest.mark.django_db(transaction=True)

ORDER = {"audience": "public", "format": "csv", "language": "en"}


def test_a_document_is_made_by_the_worker_and_taken_by_who_may(
    read_house: House, log_in: Callable[[User], Client]
) -> None:
    board, page = log_in(read_house.people[Role.BOARD]), read_house.url("results/documents/")
    assert board.get(page).context["form"].fields["audience"].choices[0][0] == "public"  # what comes first is chosen
    answer = board.post(page, ORDER)
    job = Job.objects.get()
    assert answer.url == f"/jobs/{job.key}/"
    assert Worker().work_once()
    job.refresh_from_db()
    assert (job.state, job.error) == (JobState.DONE, "")
    made = Document.objects.get()
    assert made.is_ready
    got = log_in(read_house.manager).get(f"{page}{made.key}/")
    text = b"".join(got.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) > 100
    assert {row["subject"] for row in rows}.isdisjoint(read_house.study.actors.values_list("code", flat=True))
    assert 'attachment; filename="forest-2026-public-en.csv"' in got.headers["Content-Disposition"]
    assert got.headers["Cache-Control"] == "private, no-store"
    verbs = list(AuditEntry.objects.filter(verb__startswith="document.").values_list("verb", flat=True))
    assert sorted(verbs) == ["document.fetched", "document.made"]
    # It goes with its snapshot, and stands for replacement.
    path = documents.file_of(made)
    assert path.exists()
    Snapshot.objects.update(taken_down_at=timezone.now())
    snapshots_taken_down.send(sender=Snapshot, snapshots=[made.snapshot_id])
    assert not path.exists()
    assert log_in(read_house.manager).get(f"{page}{made.key}/").status_code == 404
    assert "replace it where it is in circulation" in board.get(page).content.decode()


def test_what_is_for_the_study_team_needs_its_right_and_a_reason(
    read_house: House, log_in: Callable[[User], Client]
) -> None:
    page = read_house.url("results/documents/")
    for role, other in ((Role.CLUSTER_MANAGER, "board"), (Role.BOARD, "study"), (Role.REGION_ADMIN, "participants")):
        assert log_in(read_house.people[role]).post(page, ORDER | {"audience": other}).status_code == 400
    lead = log_in(read_house.lead)
    assert lead.post(page, ORDER | {"audience": "study"}).status_code == 400
    assert lead.post(page, ORDER | {"format": "exe", "language": "xx"}).status_code == 400
    assert not Document.objects.exists()
    assert lead.post(page, ORDER | {"audience": "study", "reason": "Checking of doubtful answers"}).status_code == 302
    entry = AuditEntry.objects.get(verb="document.made")
    assert entry.details["reason"] == "Checking of doubtful answers"
    Worker().work_once()
    made = Document.objects.get()
    for role in (Role.CLUSTER_MANAGER, Role.BOARD, Role.FACILITATOR, Role.REGION_ADMIN):
        assert log_in(read_house.people[role]).get(f"{page}{made.key}/").status_code == 404
    # After its time it is deleted.
    assert documents.forget_old() == 0
    assert documents.forget_old(timezone.now() + timedelta(days=15)) == 1
    assert not documents.file_of(made).exists()


def test_documents_wear_the_look_of_the_region(read_house: House, log_in: Callable[[User], Client]) -> None:
    admin, page = log_in(read_house.admin), f"/r/{read_house.region.slug}/settings/look/"
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "#7a0019").save(out, "PNG")
    wrong = admin.post(page, {"accent": "#ffff00", "logo": SimpleUploadedFile("logo.png", b"<script>")})
    assert wrong.status_code == 400
    assert len(wrong.context["form"].non_field_errors()) == 2
    assert not RegionLook.objects.exists()
    good = {"accent": "#7a0019", "logo": SimpleUploadedFile("logo.png", out.getvalue())}
    assert admin.post(page, good).status_code == 302
    assert admin.post(page, {"accent": "#7a0019"}).status_code == 302  # the logo stays
    look = documents.look_of(read_house.region)
    assert (look.accent, look.organisation) == ("#7a0019", "North")
    assert look.logo is not None
    assert look.logo.startswith(b"\x89PNG")
    assert b"data:image/png" in admin.get(page).content
    assert admin.post(page, {"accent": "", "remove": "on"}).status_code == 302
    assert documents.look_of(read_house.region).logo is None


def test_page_report_workbook_and_data_have_the_same_figures(
    demo_assessment: Assessment, demo_told: Callable[[Audience, str], dict[str, Any]], tmp_path: Path
) -> None:
    told = demo_told(Audience.PARTICIPANTS, "en")
    files = [tmp_path / f"report.{ending}" for ending in ("html", "xlsx", "json")]
    with patch("clusterdynamics.report.pictures.to_svg", lambda _chart, alt, title: DRAWN):
        write_reports(demo_assessment, files, audience="participants", language="en")
    page = files[0].read_text(encoding="utf-8")
    workbook = CalamineWorkbook.from_path(str(files[1]))
    cells = [c for name in workbook.sheet_names for row in workbook.get_sheet_by_name(name).to_python() for c in row]
    numbers = {round(float(c), 9) for c in cells if isinstance(c, int | float)}
    figures = json.loads(files[2].read_text(encoding="utf-8"))["results"]

    tables = [b["table"] for s in told["sections"] for b in s["blocks"] if "table" in b]
    shown = {round(c["sort"], 9) for t in tables for row in t["rows"] for c in row if "sort" in c}
    assert len(shown) > 200
    assert shown <= numbers
    assert all(s["answer"] in page.replace("&#39;", "'").replace("&#34;", '"') for s in told["sections"])
    flat = {
        (wave, network, subject, name): e["value"]
        for wave, networks in figures.items()
        for network, subjects in networks.items()
        for subject, named in subjects.items()
        for name, e in named.items()
    }
    stages = [v for (_w, _n, _s, name), v in flat.items() if name == "stage.value" and v is not None]
    assert stages
    assert {round(v, 9) for v in stages} <= shown
    density = [v for (_w, n, _s, name), v in flat.items() if name == "density" and n == "cooperation" and v is not None]
    assert {round(v, 9) for v in density} <= shown
