"""J10 without a browser: the page, the sheet, two taps, an objection; and what they must not give away."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail as outbox
from django.test import Client
from django.utils import timezone

from clusterdynamics.disclosure import Consents, leaks
from clusterdynamics_web.feedback import registry
from clusterdynamics_web.feedback.models import Objection, Receipt
from clusterdynamics_web.jobs.worker import Worker
from clusterdynamics_web.regions.models import AuditEntry
from clusterdynamics_web.studies.models import Wave
from clusterdynamics_web.survey.models import Respondent
from clusterdynamics_web.survey.operations import create_link, erase_answers
from clusterdynamics_web.survey.package import build_study
from tests.report.writers.pdf_reader import Pdf, words
from tests.web.conftest import House

pytestmark = pytest.mark.django_db


def test_a_reader_gets_the_own_report_and_no_other(reader: Callable[..., Client], wave: Wave) -> None:
    first, second = reader("r001"), reader("r002", "sv")
    assert first.get("/answer/").headers["Location"] == "/answer/report/"
    page = first.get("/answer/report/")
    text = page.content.decode()
    report = page.context["report"]
    assert report.respondent == "r001"
    for part in ("Where you stand", "Easy next steps", "What happens next", "What you answered", "Who answered"):
        assert part in text
    assert page.headers["Cache-Control"] == "no-store, private"
    assert "32 of 42 organisations" in text  # coverage: as in the report of the example cluster
    assert [name for name, _text in report.facts][:4] == ["Who answered", "Date", "Rules", "Made of"]
    assert Receipt.objects.get().respondent.code == "r001"
    # texts of the model in the reader's language
    assert "Samarbete" in second.get("/answer/report/").content.decode()
    # nothing in an address says whose report it is; a link that is none opens nothing
    assert first.get("/answer/report/?respondent=r002").context["report"].respondent == "r001"
    assert Client().post("/a/nosuchtokennosuchtokennosuchtoke/").status_code == 404
    assert Client().get("/answer/report/").status_code == 403
    assert "betweenness" not in text
    assert first.get("/answer/report/words/").status_code == 200

    # who did not answer sees the cluster, and no place of their own
    silent = Respondent.objects.filter(wave=wave, submitted_at__isnull=True, declined_at__isnull=True).first()
    assert silent is not None
    page = reader(silent.code).get("/answer/report/")
    report = page.context["report"]
    assert (report.answered, report.positions, report.areas, report.organisations) == (False, (), (), ())
    assert report.cluster.finding in page.content.decode()
    assert "Where you stand" not in page.content.decode()

    # before the end there is no report, and after the time that was set nothing opens
    Wave.objects.filter(pk=wave.pk).update(report_until=timezone.localdate() - timedelta(days=2))
    assert first.get("/answer/report/").status_code == 403
    Wave.objects.filter(pk=wave.pk).update(closed_at=None, opened_at=timezone.now(), report_until=None)
    assert first.get("/answer/report/").headers["Location"] == "/answer/"
    assert first.get("/answer/report/sheet.pdf").headers["Location"] == "/answer/"


def test_page_and_sheet_name_only_those_who_may_be_found(reader: Callable[..., Client], wave: Wave) -> None:
    """Attack 7: the page, the text of the PDF, its metadata and its name."""
    study = build_study(wave.study)
    consents = Consents(study, wave.code)
    client = reader("r001")
    page = client.get("/answer/report/")
    answer = client.get("/answer/report/sheet.pdf")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="r001.pdf"'
    pdf = Pdf(answer.content)
    assert len(pdf.pages()) == 2
    assert pdf.catalog["MarkInfo"]["Marked"] == "true"
    assert words(pdf.catalog["Lang"]) == "en"
    metadata = f"{pdf.metadata} {pdf.info}"
    alternatives = [words(e["Alt"]) for e in pdf.structure() if e["S"] == "Figure"]
    sheet = " ".join([*(word for side in pdf.pages() for word in pdf.text(side).split()), *alternatives])
    report = page.context["report"]
    own = " ".join(line.answer for part in report.answers for line in part.lines)
    said = [study[table].filter(wave=wave.code, respondent="r001")["to"].to_list() for table in ("ties", "wishes")]
    picked = {to for named in said for to in named}
    mine = study["respondents"].filter(wave=wave.code, id="r001")["actor"].to_list()
    shut = [a for a in study.actor_ids if not consents.of(a).findable and a not in {*picked, *mine}]
    assert len(shut) > 3
    secrets = {n: a for a in shut for n in (study.labels[a], study.short_labels[a]) if n not in str(study.settings)}
    for where, text in (("page", page.content.decode()), ("sheet", sheet), ("metadata", metadata)):
        assert not leaks(text, secrets), where
    assert not leaks(metadata, {study.labels[a]: a for a in study.actor_ids})
    assert own  # the reader's own picks are there, and are the only other names


def test_two_taps_and_an_objection_that_becomes_a_remark(
    reader: Callable[..., Client], read_house: House, log_in: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("clusterdynamics_web.feedback.registry.PROVIDERS", [])
    registry.says_what_happens(lambda wave, language: [f"We start a group on energy ({language})."])
    client = reader()
    happens = client.get("/answer/report/").context["report"].happens
    assert happens[0] == "We start a group on energy (en)."
    assert "ask again" in happens[-1]

    assert client.post("/answer/report/useful/", {"useful": "yes"}).status_code == 302
    client.post("/answer/report/useful/", {"useful": "no"})  # a changed mind
    client.post("/answer/report/useful/", {"useful": "very"})  # no answer that there is
    assert [r.useful for r in Receipt.objects.all()] == ["no"]

    refused = client.post("/answer/report/object/", {"about": "own", "text": "  "})
    assert refused.status_code == 422
    before = client.get("/answer/report/").context["report"].positions
    told = client.post("/answer/report/object/", {"about": "position", "text": "We have 12 partners, zzsecret."})
    assert told.status_code == 302
    objection = Objection.objects.get()
    entry = AuditEntry.objects.get(verb="objection.raised")
    assert "zzsecret" not in str(entry.details)
    while Worker().work_once():
        pass
    (mail,) = outbox.outbox
    assert mail.to == [read_house.lead.email]
    assert "zzsecret" not in mail.body + mail.subject
    assert f"{read_house.url('feedback/objections/')}" in mail.body
    lead = log_in(read_house.lead)
    assert "zzsecret" in lead.get(read_house.url("feedback/objections/")).content.decode()
    assert log_in(read_house.manager).get(read_house.url("feedback/objections/")).status_code == 403
    form = read_house.url(f"feedback/objections/{objection.key}/")
    named = build_study(read_house.study)
    secret = next(a for a in named.actor_ids if Consents(named).of(a).name == "C1")
    everybody = lead.post(form, {"remark": f"So says {named.labels[secret]}.", "for_all": "on"})
    assert everybody.status_code == 422
    assert lead.post(form, {"remark": "You named 12; one has left the cluster."}).status_code == 302
    after = client.get("/answer/report/")
    assert "one has left the cluster" in after.content.decode()
    assert after.context["report"].positions == before  # a remark, and no silent edit
    assert "one has left the cluster" not in reader("r002").get("/answer/report/").content.decode()
    assert AuditEntry.objects.filter(verb="objection.answered").exists()


def test_erasing_takes_the_report_down_and_what_was_said_of_it(reader: Callable[..., Client], wave: Wave) -> None:
    # first: a link that was mailed after the end opens on any device, an older one asks for a fresh one
    person = Respondent.objects.get(wave=wave, code="r001")
    Respondent.objects.filter(pk=person.pk).update(started_at=timezone.now() - timedelta(days=900))
    old = create_link(person)
    person.links.update(created_at=timezone.now() - timedelta(days=890))
    assert Client().post(f"/a/{old}/").headers["Location"] == "/a/fresh/"
    client = reader()
    client.get("/answer/report/")
    client.post("/answer/report/object/", {"about": "own", "text": "wrong"})
    erase_answers(Respondent.objects.get(wave=wave, code="r001"))
    assert not Receipt.objects.exists()
    assert not Objection.objects.exists()
    assert client.get("/answer/report/").headers["Location"] == "/answer/done/"
    # figures were made of the answers: nobody's report stands until there is a new snapshot
    assert "being made" in reader("r002").get("/answer/report/").content.decode()
