"""A study's published report, into the library by one button: its class, its names, once and not twice."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from io import BytesIO
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
import xlsxwriter
from django.test import Client
from django.utils import timezone

from clusterdynamics.assessment import Assessment
from clusterdynamics.disclosure import Leak, VisibilityClass, class_of, leaks
from clusterdynamics.errors import InputError
from clusterdynamics.report import write_reports
from clusterdynamics.report.audience import secret_names
from clusterdynamics.study.package import read_study
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.jobs.models import Job
from clusterdynamics_web.jobs.registry import KINDS
from clusterdynamics_web.library.models import File, Item, Version
from clusterdynamics_web.library.operations import report, results
from clusterdynamics_web.library.operations.files import path_of
from clusterdynamics_web.library.operations.results import order_report
from clusterdynamics_web.library.state import ItemState, state_of
from clusterdynamics_web.library.uploads import check
from clusterdynamics_web.library.uploads.refused import Refused
from clusterdynamics_web.regions.models import AuditEntry
from clusterdynamics_web.results import publishing, store
from clusterdynamics_web.studies.files import snapshot_path
from clusterdynamics_web.studies.models import Actor, Snapshot, Study
from clusterdynamics_web.studies.operations import create_study
from clusterdynamics_web.studies.signals import snapshots_taken_down
from tests.web.conftest import DRAWN, House
from tests.web.library.conftest import _Running, closed, work

pytestmark = pytest.mark.django_db

LogIn = Callable[[User], Client]
WHY = "The session is on Thursday, and the report is due on Monday."


def said(version: Version, words: Iterable[str]) -> list[Leak]:
    """Which of some words are in the files of a version, or in their names."""
    return [leak for f in version.files.all() for leak in leaks(path_of(f).read_bytes(), words, name=f.name)]


@pytest.fixture
def quick(
    read_house: House, demo_shown: dict[VisibilityClass, Assessment], monkeypatch: pytest.MonkeyPatch
) -> list[tuple[str, str]]:
    """What is told is short, and what an audience may see is not decided again; notes what is written for whom."""
    told = {"title": "How we work together", "sections": [{"id": "stage", "answer": "It cooperates.", "blocks": []}]}
    monkeypatch.setattr(store, "told_of", lambda *_: told)
    monkeypatch.setattr(
        "clusterdynamics.report.audience.for_audience", lambda _a, audience, *, before: demo_shown[class_of(audience)]
    )
    noted: list[tuple[str, str]] = []

    def write(assessment: Assessment, paths: list[Path], *, audience: str, language: str, **more: Any) -> None:
        noted.append((audience, language))
        if noted[1:]:
            write_reports(assessment, paths, audience=audience, language=language, **more)
        else:  # one workbook is enough
            paths[0].write_bytes(workbook())

    monkeypatch.setattr(results, "write_reports", write)
    return noted


def workbook() -> bytes:
    out = BytesIO()
    with xlsxwriter.Workbook(out) as book:
        book.add_worksheet("Who answered").write("A1", "Who answered?")
    return out.getvalue()


def test_the_published_report_goes_in_as_what_it_was_published_as(
    read_house: House, log_in: LogIn, quick: list[tuple[str, str]]
) -> None:
    house, lead = read_house, log_in(read_house.lead)
    publish, into = house.url("results/publish/"), house.url("results/publish/library/")
    assert "Publish the results first" in lead.get(into).text
    assert lead.post(into, {"format": ["exe"], "language": "xx"}).context["problems"] == [
        "Publish the results first, for the network or for everybody.",
        "Choose a format.",
        "Choose a language.",
    ]
    publishing.publish(house.lead, house.study, ["participants"], WHY)
    assert into not in lead.get(publish).text
    assert lead.post(into).status_code == 400
    assert not Job.objects.exists()

    # An organisation that agreed to its name stands on the roster of another study of the region, too.
    snapshot = Snapshot.objects.get()
    package = read_study(snapshot_path(snapshot))
    secret = {a: set(secret_names(package, a)) for a in ("network", "public")}
    assert secret["network"] < secret["public"]
    agreed = next(label for label in package["actors"]["label"] if label not in secret["network"])
    Actor.objects.create(study=create_study(house.lead, house.cluster, "Before"), code="a", label=agreed)

    publishing.publish(house.lead, house.study, ["network"], WHY)
    assert f'action="{into}"' in lead.get(publish).text
    order = {"format": ["xlsx"]}
    job_page = lead.post(into, order)
    assert lead.post(into, order).url == job_page.url, "once more while it waits is the same"
    work()
    first = Version.objects.get()
    assert (first.public, first.language, first.year_from) == (False, "en", 2026)
    assert state_of(first) == ItemState.PUBLISHED
    assert (first.title, first.summary) == ("How we work together", "It cooperates.")
    assert [f.name for f in first.files.all()] == ["forest-2026-network-en.xlsx"]
    opened = lead.get(job_page.url)
    assert opened.url == f"/r/north/library/{first.item.key}/1/"
    item = lead.get(opened.url).text
    assert first.title in item
    assert f'href="{house.url()}"' in item  # the way back to the study
    assert Client().get(f"/library/{first.item.key}/").status_code == 404

    publishing.publish(house.lead, house.study, ["network", "public"], WHY)
    lead.post(into, order)
    job = Job.objects.latest("pk")
    work()
    second = Version.objects.latest("number")
    assert (second.item, second.number, second.public) == (first.item, 2, True)
    assert state_of(first) == ItemState.SUPERSEDED
    assert quick == [("network", "en"), ("public", "en")]
    assert said(second, [package.title])
    assert not said(second, secret["public"])
    # The machine stopped between: the job begins again, and makes no twin.
    job.refresh_from_db()
    assert KINDS["library_from_study"](_Running(job)) == job.result
    assert Version.objects.count() == 2
    sent = closed(Client().get(f"/library/{second.item.key}/2/files/{second.files.get().key}/"))
    assert sent.headers["Content-Type"].endswith("spreadsheetml.sheet")
    assert AuditEntry.objects.filter(verb="library.report_ordered").count() == 3

    Snapshot.objects.update(taken_down_at=timezone.now())
    snapshots_taken_down.send(sender=Snapshot, snapshots=[snapshot.pk])
    assert state_of(second) == ItemState.WITHDRAWN
    assert not second.files.exists()
    assert lead.post(into).status_code == 400
    with pytest.raises(InputError, match="taken down"):
        KINDS["library_from_study"](_Running(job))


def test_what_is_published_may_change_while_the_job_waits(read_house: House) -> None:
    publishing.publish(read_house.lead, read_house.study, ["network", "public"], WHY)
    job = order_report(read_house.lead, read_house.study, ["xlsx"])
    publishing.publish(read_house.lead, read_house.study, ["network"], WHY)
    with pytest.raises(InputError, match="changed meanwhile"):
        KINDS["library_from_study"](_Running(job))
    assert not Item.objects.exists()


def test_answers_taken_back_while_the_files_are_read(read_house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def read(file: File) -> File:
        Snapshot.objects.update(taken_down_at=timezone.now())
        return file

    monkeypatch.setattr(report, "read", read)
    words = {"title": "How we work together", "summary": "What we found.", "language": "en", "year": 2026}
    files = [report.ReportFile("report.xlsx", workbook())]
    with pytest.raises(InputError, match="taken down"):
        report.from_published_report(read_house.lead, Snapshot.objects.get(), files, VisibilityClass.C4, **words)
    assert not Item.objects.exists()


def test_nobody_hands_a_workbook_in() -> None:
    """Only the application's own are taken: what a workbook may run is not looked for."""
    with pytest.raises(Refused, match="xlsx"):
        check("figures.xlsx", b"PK\x03\x04")


@pytest.mark.verify
def test_document_and_slides_pass_the_gate_in_two_languages(read_house: House) -> None:
    """The whole of it, as the button makes it: PDF and slides pass the library's own look at files."""
    house = read_house
    house.region.languages = ["en", "fr"]
    house.region.save()
    publishing.publish(house.lead, house.study, ["public"], WHY)
    order_report(house.lead, Study.objects.get(pk=house.study.pk), ["pdf", "pptx", "xlsx"], ["en", "fr"])
    with patch("clusterdynamics.report.pictures.to_svg", lambda _chart, alt, title: DRAWN):
        work()
    secret = secret_names(read_study(snapshot_path(Snapshot.objects.get())), "public")
    versions = list(Version.objects.order_by("number"))
    assert [(v.language, v.number, v.public) for v in versions] == [("en", 1, True), ("fr", 2, True)]
    for version in versions:
        assert [f.kind for f in version.files.all()] == ["pdf", "pptx", "xlsx"]
        assert all(len(f.text) > 2000 for f in version.files.all())
        assert not said(version, secret)
        assert not leaks(" ¦ ".join(f.text for f in version.files.all()), secret)
        assert state_of(version) == ItemState.PUBLISHED
