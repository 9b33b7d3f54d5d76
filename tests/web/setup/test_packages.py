"""Packages in and out: what leaves is what the library reads, and gives the same figures to the last bit."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

import clusterdynamics as cd
from clusterdynamics.assessment import assess
from clusterdynamics.cli.app import app
from clusterdynamics.report import results_json
from clusterdynamics.study.write.files import package_files
from clusterdynamics.study.write.fingerprint import fingerprint
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.regions.models import AuditEntry, Role
from clusterdynamics_web.setup.packages import NOTE_FILE
from clusterdynamics_web.studies.models import Study
from clusterdynamics_web.survey import models as survey
from clusterdynamics_web.survey.package import build_study
from tests.web.conftest import House
from tests.web.setup.cases import opened

pytestmark = pytest.mark.django_db
type LogIn = Callable[[User], Client]

REASON = "Analysis with the university"


def answered(house: House) -> Study:
    """Return a study that was set up and answered here: 14 organisations, 12 of which sent answers in."""
    wave = opened(house, 14)
    actors = list(house.study.actors.order_by("code"))
    statements = [i.id for i in house.study.parsed.items if i.kind == "statement" and i.scale == "agreement"]
    ties, ratings, answers, areas, consents = [], [], [], [], []
    for k, person in enumerate(wave.respondents.select_related("actor").order_by("actor__code")[:12]):
        person.offered = [a.code for a in actors if a != person.actor]
        person.started_at = person.submitted_at = timezone.now()
        person.language, person.mode = "en", "web"
        person.save()
        common = {"wave": wave, "respondent": person, "sender": person.actor}
        for step in (1, 2, 5):
            partner = actors[(k + step) % 14]
            ties.append(
                survey.Tie(**common, to=partner, relation="depth", value=1 + (k * step) % 5, areas=["training"])
            )
            ratings.append(survey.Rating(**common, to=partner, item="trust.reliable", value=1 + (k + step) % 4))
        answers += [
            survey.Answer(respondent=person, item=item, value=str(1 + (k + n) % 5)) for n, item in enumerate(statements)
        ]
        areas.append(survey.AreaAnswer(respondent=person, area="training", answer="doing" if k % 2 else "would_join"))
        consents.append(survey.Consent(respondent=person, choice="take_part", visibility="yes", text_version="2"))
    for rows in (ties, ratings, answers, areas, consents):
        type(rows[0]).objects.bulk_create(rows)
    return Study.objects.get(pk=house.study.pk)


def take_out(client: Client, house: House, **more: str) -> bytes:
    response = client.post(house.url("export/"), {"reason": REASON} | more)
    assert response["Content-Type"] == "application/zip"
    return response.content


@pytest.mark.parametrize("analyses", [("coverage", "stage", "depth", "trust")])
def test_the_package_gives_the_same_figures_as_the_rows(
    home: House, log_in: LogIn, tmp_path: Path, analyses: tuple[str, ...]
) -> None:
    study = answered(home)
    path = tmp_path / "study.zip"
    path.write_bytes(take_out(log_in(home.lead), home))
    here, there = (
        results_json(assess(given, seed=7, replicates=10, analyses=analyses))
        for given in (build_study(study), cd.read_study(path))
    )
    assert there == here
    assert json.loads(here)["study"]["snapshot"]


@pytest.mark.verify
def test_a_study_set_up_and_answered_here_gives_the_same_figures_on_the_command_line(
    home: House, log_in: LogIn, tmp_path: Path
) -> None:
    from typer.testing import CliRunner

    study = answered(home)
    path = tmp_path / "study.zip"
    path.write_bytes(take_out(log_in(home.lead), home))
    out = tmp_path / "results"
    ran = CliRunner().invoke(
        app, ["analyse", str(path), "--out", str(out), "--seed", "7", "--replicates", "20", "--workers", "1", "-q"]
    )
    assert ran.exit_code == 0, ran.output
    here = json.loads(results_json(assess(build_study(study), seed=7, replicates=20)))
    there = json.loads((out / "results.json").read_text(encoding="utf-8"))
    assert there == here  # floats are written in full, so that equal means equal to the last bit
    assert len(json.dumps(there)) > 10_000


def test_the_tables_are_the_librarys_own_byte_for_byte_and_the_note_changes_no_fingerprint(
    home: House, log_in: LogIn, tmp_path: Path
) -> None:
    study = answered(home)
    content = take_out(log_in(home.lead), home)
    package = build_study(study)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    note = files.pop(NOTE_FILE).decode()
    assert files == package_files(package)
    assert REASON in note
    assert home.lead.name in note
    assert "C1" in note
    path = tmp_path / "study.zip"
    path.write_bytes(content)
    read, problems = cd.check_study(path)
    assert read is not None
    assert [p for p in problems if p.severity == "error"] == []
    assert fingerprint(read) == fingerprint(package)


def test_taking_out_needs_a_reason_and_is_on_record(home: House, log_in: LogIn) -> None:
    opened(home)
    client = log_in(home.lead)
    for reason in ("", "because"):
        assert client.post(home.url("export/"), {"reason": reason}).status_code == 422
    assert not AuditEntry.objects.filter(verb="study.exported").exists()
    take_out(client, home)
    entry = AuditEntry.objects.get(verb="study.exported")
    assert entry.user == home.lead
    assert entry.details["reason"] == REASON
    assert entry.details["visibility"] == "C1"


def test_no_name_and_no_address_of_a_person_leaves(home: House, log_in: LogIn) -> None:
    opened(home)
    content = take_out(log_in(home.lead), home)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        everything = b"".join(archive.read(n) for n in archive.namelist() if n != NOTE_FILE).decode()
    for contact in home.study.contacts.all():
        assert contact.name not in everything
        assert contact.email not in everything


def test_test_answers_leave_alone_and_say_what_they_are(home: House, log_in: LogIn) -> None:
    wave = opened(home)
    person = survey.Respondent.objects.create(
        study=home.study, wave=wave, code="test-1", actor=home.study.actors.first(), is_test=True
    )
    client = log_in(home.lead)
    real, test = take_out(client, home), take_out(client, home, test="yes")

    def codes(content: bytes) -> str:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return archive.read("respondents.csv").decode()

    assert person.code not in codes(real)
    assert codes(test).count("\n") == 2  # the header and the one
    response = client.post(home.url("export/"), {"reason": REASON, "test": "yes"})
    assert "-TEST-" in response["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(test)) as archive:
        assert "TEST ANSWERS" in archive.read(NOTE_FILE).decode()


def test_a_package_comes_in_as_a_new_study_and_goes_out_the_same(home: House, log_in: LogIn) -> None:
    study = answered(home)
    content = take_out(log_in(home.lead), home)
    response = log_in(home.admin).post(
        f"/r/{home.region.slug}/studies/new/package/",
        {"cluster": home.cluster.pk, "lead": home.lead.pk, "file": SimpleUploadedFile("study.zip", content)},
    )
    new = Study.objects.exclude(pk=study.pk).get()
    assert response.url == f"/r/{home.region.slug}/s/{new.key}/"
    assert fingerprint(build_study(new)) == fingerprint(build_study(study))
    assert new.roles.get().user == home.lead
    assert new.roles.get().role == Role.STUDY_LEAD


def test_every_problem_of_a_package_is_told_with_file_row_and_column(home: House, log_in: LogIn) -> None:
    answered(home)
    with zipfile.ZipFile(io.BytesIO(take_out(log_in(home.lead), home))) as archive:
        files = {name: archive.read(name).decode() for name in archive.namelist()}
    files["areas.csv"] = "id,label,sensitivity\ntraining,Training,9\nvisits,Visits,many\n"
    files["actors.csv"] = files["actors.csv"].replace("o03,", "o02,")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    response = log_in(home.admin).post(
        f"/r/{home.region.slug}/studies/new/package/",
        {"cluster": home.cluster.pk, "lead": home.lead.pk, "file": SimpleUploadedFile("x.zip", packed.getvalue())},
    )
    assert response.status_code == 422
    page = response.content.decode()
    assert "areas.csv, row 2, column sensitivity" in page
    assert "areas.csv, row 3, column sensitivity" in page
    assert "actors.csv, row 5" in page
    assert Study.objects.count() == 1
