"""Giving back, for the team: the mail goes out once and by the rules, counts stay counts, sheets need a reason."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core import mail as outbox
from django.test import Client
from django.utils import timezone

from clusterdynamics_web.feedback.files import all_sheets
from clusterdynamics_web.feedback.models import Giving, Receipt
from clusterdynamics_web.feedback.read import standing_of
from clusterdynamics_web.feedback.work import forget_sheets, give_back
from clusterdynamics_web.fieldwork.models import Contact, Mail, MailKind
from clusterdynamics_web.jobs.worker import Worker
from clusterdynamics_web.regions.models import AuditEntry
from clusterdynamics_web.studies.models import Wave
from clusterdynamics_web.survey.models import Respondent
from clusterdynamics_web.survey.operations import erase_answers
from tests.web.conftest import House

pytestmark = pytest.mark.django_db


def _work() -> None:
    while Worker().work_once():
        pass


def test_the_mail_goes_out_once_after_a_look_and_by_the_rules(
    wave: Wave, read_house: House, log_in: Callable[..., Client]
) -> None:
    second = Respondent.objects.get(wave=wave, code="r003")
    Mail.objects.create(respondent=second, kind=MailKind.LAST_CALL, sent_at=timezone.now() - timedelta(hours=30))
    standing = standing_of(wave)
    assert (standing.submitted, standing.sent, standing.to_send, standing.waiting) == (41, 0, 1, 1)
    manager = log_in(read_house.manager)
    home = manager.get(read_house.url("feedback/")).content.decode()
    assert "Not yet sent" in home
    assert "Too few to say" in home
    assert "Reports not yet sent" in manager.get(read_house.url("field/")).content.decode()
    dry = manager.get(read_house.url("feedback/send/")).content.decode()
    assert "r001@example.org" in dry
    assert "got a mail less than 48 hours ago" in dry
    assert outbox.outbox == []
    assert manager.post(read_house.url("feedback/send/")).status_code == 302
    _work()
    (letter,) = outbox.outbox
    assert letter.to == ["Anna <r001@example.org>"]
    assert letter.subject == "Your report is there: Forest"
    assert second.actor.label not in letter.body
    link = next(word for word in letter.body.split() if "/a/" in word)
    reader = Client()
    assert reader.post(link.removeprefix("http://testserver")[link.index("/a/") - len(link) :]).status_code == 302
    assert reader.get("/answer/report/").context["report"].respondent == "r001"
    standing = standing_of(wave)
    assert (standing.sent, standing.to_send, standing.waiting, standing.opened) == (1, 0, 1, 1)
    assert not standing.done
    assert Respondent.objects.get(wave=wave, code="r001").mails.filter(kind=MailKind.REPORT).count() == 1

    # once more, and by itself: whoever has it gets it no second time, whoever waited gets it when the time is over
    manager.post(read_house.url("feedback/automatic/"), {"automatic": "on"})
    assert Giving.objects.get(wave=wave).automatic
    give_back()
    _work()
    assert len(outbox.outbox) == 1
    Mail.objects.filter(respondent=second).update(sent_at=timezone.now() - timedelta(hours=49))
    give_back()
    give_back()
    _work()
    assert [m.to[0] for m in outbox.outbox[1:]] == ["Anna <r003@example.org>"]
    assert standing_of(wave).done
    # an address that bounced, or a refusal, is never written to
    Contact.objects.update(bounced_at=timezone.now())
    Mail.objects.filter(kind=MailKind.REPORT).delete()
    assert standing_of(wave).to_send == 0


def test_the_lead_is_told_once_and_usefulness_is_shown_from_k_answers_on(
    wave: Wave, read_house: House, log_in: Callable[..., Client]
) -> None:
    give_back()
    give_back()
    _work()
    (mail,) = outbox.outbox
    assert mail.to == [read_house.lead.email]
    assert read_house.url("feedback/") in mail.body
    people = list(Respondent.objects.filter(wave=wave, submitted_at__isnull=False).order_by("code")[:3])
    for number, person in enumerate(people, 1):
        Receipt.objects.create(respondent=person, useful="yes")
        standing = standing_of(wave)
        assert standing.useful == ({"yes": 3, "in part": 0, "no": 0} if number == 3 else {}), number
    # counts only: nobody of the team is told who opened or said what
    page = log_in(read_house.lead).get(read_house.url("feedback/")).content.decode()
    assert not [p.actor.label for p in people if p.actor.label in page]


def test_all_sheets_need_a_reason_and_are_gone_with_the_snapshot(
    wave: Wave,
    read_house: House,
    log_in: Callable[..., Client],
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Callable,
) -> None:
    monkeypatch.setattr(
        "clusterdynamics_web.feedback.work.sheets", lambda reports, look: [r.respondent.encode() for r in reports]
    )
    monkeypatch.setattr(
        "clusterdynamics_web.feedback.work.report_for",
        lambda person, language: SimpleNamespace(respondent=person.code, answered=True),
    )
    lead = log_in(read_house.lead)
    url = read_house.url("feedback/sheets/")
    lead.post(url, {"reason": " "})
    assert not AuditEntry.objects.filter(verb="sheets.made").exists()
    assert lead.get(f"{url}all.zip").status_code == 404
    assert lead.post(url, {"reason": "for those without e-mail"}).status_code == 302
    _work()
    answer = lead.get(f"{url}all.zip")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        names = archive.namelist()
        assert archive.read("r001.pdf") == b"r001"
    submitted = Respondent.objects.filter(wave=wave, submitted_at__isnull=False).values_list("code", flat=True)
    assert names == sorted(f"{code}.pdf" for code in submitted)
    assert AuditEntry.objects.get(verb="sheets.made").details["reason"] == "for those without e-mail"
    assert AuditEntry.objects.filter(verb="sheets.taken").count() == 1
    forget_sheets()
    assert len(all_sheets()) == 1
    monkeypatch.setattr("clusterdynamics_web.feedback.work.KEPT", -1)
    forget_sheets()
    assert all_sheets() == []
    monkeypatch.setattr("clusterdynamics_web.feedback.work.KEPT", 1000)
    lead.post(url, {"reason": "again"})
    _work()
    assert len(all_sheets()) == 1
    with django_capture_on_commit_callbacks(execute=True):
        erase_answers(Respondent.objects.get(wave=wave, code="r003"))
    assert all_sheets() == []
