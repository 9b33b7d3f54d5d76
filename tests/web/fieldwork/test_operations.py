"""Dates, mails, bounces, the end of a wave, the key."""

from __future__ import annotations

import csv
import io
import smtplib
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail as outbox
from django.core.mail import EmailMessage
from django.utils import timezone

import clusterdynamics as cd
from clusterdynamics.errors import InputError
from clusterdynamics.study.write.fingerprint import fingerprint
from clusterdynamics_web.fieldwork import operations, work
from clusterdynamics_web.fieldwork.models import CadenceStep, Contact, ContactKey, Mail, MailKind
from clusterdynamics_web.jobs.models import Job, JobState
from clusterdynamics_web.jobs.worker import Worker
from clusterdynamics_web.regions.models import AuditEntry
from clusterdynamics_web.survey.models import Link, Respondent, Tie
from clusterdynamics_web.survey.package import build_study
from tests.web.fieldwork.conftest import Field

pytestmark = pytest.mark.django_db(transaction=True)


def _send(field: Field, kind: MailKind = MailKind.INVITATION) -> Job:
    job = operations.queue_mails(field.home.lead, field.wave, kind)
    Worker().work_once()
    job.refresh_from_db()
    assert job.state == JobState.DONE, job.error
    return job


class TestPlan:
    def test_the_usual_plan_stays_inside_the_wave_and_keeps_to_four_mails(self) -> None:
        opens, closes = date(2026, 9, 7), date(2026, 10, 2)
        steps = operations.plan_cadence(opens, closes)
        assert steps[0] == (MailKind.PRE_NOTICE, date(2026, 9, 5))
        assert steps[-1] == (MailKind.LAST_CALL, date(2026, 9, 30))
        mails = [on for kind, on in steps if kind not in operations.BY_PEOPLE]
        assert len(mails) == 4
        assert all(opens <= on <= closes for on in mails)
        gaps = [later - earlier for earlier, later in pairwise(mails)]
        assert min(gaps) >= timedelta(days=2)

    @pytest.mark.parametrize("days", [0, 1, 3, 7, 60])
    def test_a_short_or_long_wave(self, days: int) -> None:
        opens = date(2026, 9, 7)
        steps = operations.plan_cadence(opens, opens + timedelta(days=days))
        assert all(on <= opens + timedelta(days=days) for _kind, on in steps)
        assert [on for _k, on in steps] == sorted(on for _k, on in steps)

    def test_what_has_run_stays_when_the_plan_changes(self, field: Field) -> None:
        today = timezone.localdate()
        ran = CadenceStep.objects.create(wave=field.wave, kind=MailKind.INVITATION, on=today, ran_at=timezone.now())
        CadenceStep.objects.create(wave=field.wave, kind=MailKind.REMINDER, on=today + timedelta(days=5))
        operations.set_cadence(None, field.wave, [(MailKind.LAST_CALL, today + timedelta(days=9))], automatic=True)
        assert [(s.pk == ran.pk, s.kind) for s in field.wave.cadence.all()] == [
            (True, "invitation"),
            (False, "last_call"),
        ]

    def test_only_what_people_do_is_marked_as_done(self, field: Field) -> None:
        call = CadenceStep.objects.create(wave=field.wave, kind=MailKind.PHONE_ROUND, on=timezone.localdate())
        operations.mark_done(field.home.lead, call)
        call.refresh_from_db()
        assert call.ran_by == field.home.lead
        mail = CadenceStep.objects.create(wave=field.wave, kind=MailKind.REMINDER, on=timezone.localdate())
        with pytest.raises(InputError):
            operations.mark_done(field.home.lead, mail)

    def test_an_automatic_step_goes_out_on_its_day_and_once(self, field: Field) -> None:
        today = timezone.localdate()
        operations.set_cadence(None, field.wave, [(MailKind.INVITATION, today)], automatic=True)
        work.run_plan()
        work.run_plan()
        assert Job.objects.count() == 1
        Worker().work_once()
        assert len(outbox.outbox) == 10
        work.run_plan()
        assert Job.objects.count() == 1
        assert field.wave.cadence.get().recipients == 10


class TestMails:
    def test_each_gets_one_in_their_language_with_a_link_of_their_own_and_a_way_to_say_no(self, field: Field) -> None:
        job = _send(field)
        assert job.result == {"sent": 10, "failed": 0}
        assert len(outbox.outbox) == 10
        assert len({m.to[0] for m in outbox.outbox}) == 10
        first = next(m for m in outbox.outbox if "a@example.org" in m.to[0])
        assert "Person A" in first.body
        assert "/no/" in first.body
        assert Link.objects.count() == 10
        token = first.body.split("/a/")[1].split("/")[0]
        assert len(token) >= 22  # 128 bits at least
        assert not Link.objects.filter(token_hash__contains=token).exists()
        assert Respondent.objects.filter(invited_at__isnull=False).count() == 10

    def test_sent_twice_nobody_is_written_to_twice(self, field: Field) -> None:
        _send(field)
        _send(field)
        _send(field, MailKind.REMINDER)
        assert len(outbox.outbox) == 10

    def test_a_declined_person_gets_none_even_if_the_mails_are_queued_already(self, field: Field) -> None:
        operations.queue_mails(field.home.lead, field.wave, MailKind.INVITATION)
        Respondent.objects.filter(pk=field.people["A"].pk).update(declined_at=timezone.now())
        Worker().work_once()
        assert len(outbox.outbox) == 9
        assert not any("a@example.org" in m.to[0] for m in outbox.outbox)

    def test_a_refused_address_is_marked_and_not_used_again(
        self, field: Field, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        send = EmailMessage.send

        def refusing(self: EmailMessage, *args: object, **kwargs: object) -> int:
            if "c@example.org" in self.to[0]:
                raise smtplib.SMTPRecipientsRefused({"c@example.org": (550, b"unknown user")})
            return send(self, *args, **kwargs)

        monkeypatch.setattr(EmailMessage, "send", refusing)
        assert _send(field).result == {"sent": 9, "failed": 1}
        assert field.people["C"].links.exists()
        assert Respondent.objects.get(pk=field.people["C"].pk).status == "bounced"
        operations.change_contact(None, field.contact("C"), {"email": "new@example.org"})
        assert Respondent.objects.get(pk=field.people["C"].pk).status == "invited"
        assert field.contact("C").bounced_at is None

    def test_a_server_that_is_not_there_marks_no_address(self, field: Field, monkeypatch: pytest.MonkeyPatch) -> None:
        def down(self: EmailMessage, *args: object, **kwargs: object) -> int:
            raise ConnectionRefusedError

        monkeypatch.setattr(EmailMessage, "send", down)
        assert _send(field).result == {"sent": 0, "failed": 10}
        assert Mail.objects.filter(error="ConnectionRefusedError").count() == 10
        assert not Contact.objects.filter(bounced_at__isnull=False).exists()
        monkeypatch.undo()
        Respondent.objects.update(invited_at=None)
        assert _send(field).result == {"sent": 10, "failed": 0}

    def test_no_mail_says_anything_in_the_log(self, field: Field, caplog: pytest.LogCaptureFixture) -> None:
        with caplog.at_level("DEBUG"):
            _send(field)
        told = " ".join(str(vars(r)) for r in caplog.records) + str(list(AuditEntry.objects.values()))
        assert "example.org" not in told.replace("@north.example", "")
        assert "Person" not in told

    def test_only_while_the_wave_is_open_and_only_kinds_that_go_to_all(self, field: Field) -> None:
        with pytest.raises(InputError):
            operations.queue_mails(None, field.wave, MailKind.FRESH_LINK)
        field.wave.closed_at = timezone.now()
        field.wave.save()
        with pytest.raises(InputError, match="closed"):
            operations.queue_mails(None, field.wave, MailKind.REMINDER)

    def test_the_table_for_mail_merge_counts_as_written_to_and_holds_no_formula(self, field: Field) -> None:
        contact = field.contact("D")
        contact.name = '=HYPERLINK("http://evil.example")'
        contact.save()
        made = operations.hand_out(field.home.lead, field.wave, MailKind.INVITATION)
        rows = list(csv.DictReader(io.StringIO(made.content.decode("utf-8-sig"))))
        assert made.rows == len(rows) == 10
        assert all("/a/" in row["text"] for row in rows)
        assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())
        assert operations.hand_out(None, field.wave, MailKind.INVITATION).rows == 0
        assert outbox.outbox == []


class TestEnd:
    def test_closing_freezes_what_was_answered(self, field: Field) -> None:
        a, b = field.people["A"], field.people["B"]
        Respondent.objects.filter(pk=a.pk).update(started_at=timezone.now(), submitted_at=timezone.now())
        Tie.objects.create(wave=field.wave, sender=a.actor, to=b.actor, respondent=a, relation="depth", value=3)
        snapshot = operations.close_wave(field.home.lead, field.wave)
        field.wave.refresh_from_db()
        assert field.wave.closed_at is not None
        path = Path(_media()) / snapshot.path
        frozen = cd.read_study(path)
        assert fingerprint(frozen) == snapshot.fingerprint == fingerprint(build_study(field.study))
        assert frozen["ties"].height == 1
        with pytest.raises(InputError, match="open"):
            operations.close_wave(field.home.lead, field.wave)

    def test_the_key_is_destroyed_only_after_the_end_and_answers_stay(self, field: Field) -> None:
        with pytest.raises(InputError, match="open"):
            operations.destroy_key(field.home.lead, field.study)
        _send(field)
        operations.close_wave(field.home.lead, field.wave)
        assert operations.destroy_key(field.home.lead, field.study) == 10
        assert not ContactKey.objects.exists()
        assert not Link.objects.exists()
        assert Respondent.objects.count() == 10
        assert Contact.objects.count() == 10

    def test_contacts_are_forgotten_when_their_time_is_over(self, field: Field) -> None:
        operations.close_wave(None, field.wave)
        work.forget()
        assert Contact.objects.count() == 10
        field.wave.closed_at = timezone.now() - timedelta(days=round(24 * 30.44) + 1)
        field.wave.save()
        work.forget()
        assert not Contact.objects.exists()
        assert not ContactKey.objects.exists()
        assert Respondent.objects.count() == 10
        assert AuditEntry.objects.filter(verb="contacts.forgotten").count() == 1


def _media() -> str:
    return str(settings.MEDIA_ROOT)
