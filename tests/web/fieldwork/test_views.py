"""The pages of the field work: who sees what, and what the buttons do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.fieldwork.models import CadenceStep, MailKind
from clusterdynamics_web.jobs.models import Job
from clusterdynamics_web.regions.models import Role
from clusterdynamics_web.survey.models import Respondent
from tests.web.browser import DESKTOP, PHONE, Visitor
from tests.web.fieldwork.conftest import Field

type LogIn = Callable[[User], Client]

pytestmark = pytest.mark.django_db


def test_the_board_shows_the_rate_to_the_team_and_names_only_to_those_who_run_it(field: Field, log_in: LogIn) -> None:
    url = field.home.url("field/")
    for role in (Role.STUDY_LEAD, Role.CLUSTER_MANAGER):
        assert "Organisation A" in log_in(field.home.people[role]).get(url).content.decode()
    for role in (Role.BOARD, Role.FACILITATOR, Role.REGION_ADMIN):
        page = log_in(field.home.people[role]).get(url).content.decode()
        assert "0 of 10 organisations asked have answered" in page
        assert "Organisation A" not in page
        assert "Invite" not in page
    assert log_in(field.home.people[Role.INTERVIEWER]).get(url).status_code == 403


def test_who_matters_most_among_the_missing_is_for_the_study_lead_alone(field: Field, log_in: LogIn) -> None:
    url = field.home.url("field/missing/")
    assert log_in(field.home.lead).get(url).status_code == 200
    assert log_in(field.home.manager).get(url).status_code == 403


def test_the_dry_run_names_recipients_and_reasons_and_sends_nothing(field: Field, log_in: LogIn) -> None:
    Respondent.objects.filter(pk=field.people["A"].pk).update(declined_at=timezone.now())
    page = log_in(field.home.manager).get(field.home.url("field/mail/invitation/")).content.decode()
    assert "9 people" in page
    assert "does not want to take part" in page
    assert "Send 9 mails" in page
    assert not Job.objects.exists()


def test_the_button_queues_the_mails_and_ticks_off_the_step_that_is_due(field: Field, log_in: LogIn) -> None:
    step = CadenceStep.objects.create(wave=field.wave, kind=MailKind.INVITATION, on=timezone.localdate())
    response = log_in(field.home.manager).post(field.home.url("field/mail/invitation/"), follow=True)
    assert "on their way" in response.content.decode()
    job = Job.objects.get()
    assert job.parameters == {"wave": field.wave.pk, "kind": "invitation", "step": step.pk}
    step.refresh_from_db()
    assert step.ran_by == field.home.manager


def test_kinds_of_mail_that_are_not_sent_to_all_have_no_page(field: Field, log_in: LogIn) -> None:
    lead = log_in(field.home.lead)
    assert lead.get(field.home.url("field/mail/fresh_link/")).status_code == 404
    assert lead.post(field.home.url("field/mail/nonsense/merge/")).status_code == 404


def test_the_plan_refuses_dates_outside_the_wave_all_at_once_and_keeps_the_others(field: Field, log_in: LogIn) -> None:
    lead = log_in(field.home.lead)
    url = field.home.url("field/plan/")
    page = lead.get(url).content.decode()
    assert page.count('type="date"') == 7  # six usual steps and an empty one
    before, after = field.wave.opens - timedelta(days=1), field.wave.closes + timedelta(days=1)
    page = lead.post(url, {"on-1": before.isoformat(), "on-2": after.isoformat()}).content.decode()
    assert "before the wave opens" in page
    assert "after the wave closes" in page
    assert not field.wave.cadence.exists()
    lead.post(url, {"on-1": field.wave.opens.isoformat(), "automatic": "on"})
    step = field.wave.cadence.get()
    assert (step.kind, step.on, step.automatic) == ("invitation", field.wave.opens, True)


def test_a_plan_needs_the_days_of_the_wave(field: Field, log_in: LogIn) -> None:
    field.wave.opens = None
    field.wave.save()
    assert "first and the last day" in log_in(field.home.lead).get(field.home.url("field/plan/")).content.decode()


def test_a_contact_is_changed_and_marked_as_bounced(field: Field, log_in: LogIn) -> None:
    contact = field.contact("A")
    url = field.home.url(f"field/contacts/{contact.pk}/")
    manager = log_in(field.home.manager)
    manager.post(url, {"bounced": "1"})
    contact.refresh_from_db()
    assert contact.bounced_at is not None
    page = manager.post(url, {"name": "New", "email": "no address", "phone": "", "language": "en"}).content.decode()
    assert "valid email" in page.lower()
    manager.post(url, {"name": "New", "email": "new@example.org", "phone": "", "language": "en"})
    contact.refresh_from_db()
    assert (contact.name, contact.email, contact.bounced_at) == ("New", "new@example.org", None)
    assert log_in(field.home.people[Role.BOARD]).get(url).status_code == 403


def test_a_contact_of_another_region_is_not_there(field: Field, elsewhere: object, log_in: LogIn) -> None:
    url = f"/r/south/s/{elsewhere.study.key}/field/contacts/{field.contact('A').pk}/"
    assert log_in(elsewhere.lead).get(url).status_code == 404


def test_closing_asks_first_and_tells_what_cannot_be_said(field: Field, log_in: LogIn) -> None:
    Respondent.objects.filter(pk=field.people["A"].pk).update(started_at=timezone.now())
    lead = log_in(field.home.lead)
    url = field.home.url("field/close/")
    page = lead.get(url).content.decode()
    assert "1 person has begun" in page
    assert "We shall not be able to say: how closely the network is knit." in page
    assert "required" in lead.post(url).content.decode()
    field.wave.refresh_from_db()
    assert field.wave.closed_at is None
    assert "snapshot" in lead.post(url, {"sure": "on"}, follow=True).content.decode()
    field.wave.refresh_from_db()
    assert field.wave.closed_at is not None
    assert log_in(field.home.manager).get(url).status_code == 403


def test_the_key_is_destroyed_by_the_lead_after_the_end(field: Field, log_in: LogIn) -> None:
    lead = log_in(field.home.lead)
    url = field.home.url("field/key/")
    assert "not closed yet" in lead.get(url).content.decode()
    assert "A wave is open" in lead.post(url, follow=True).content.decode()
    lead.post(field.home.url("field/close/"), {"sure": "on"})
    assert "Destroy the key" in lead.get(url).content.decode()
    assert "The key is destroyed" in lead.post(url, follow=True).content.decode()
    assert log_in(field.home.manager).get(url).status_code == 403


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "size", [pytest.param(PHONE, id="phone"), pytest.param(DESKTOP, id="desktop", marks=pytest.mark.verify)]
)
def test_every_page_reads_well(field: Field, visit: Callable[..., Visitor], size: dict[str, int]) -> None:
    operations_plan(field)
    window = visit(field.home.lead, size=size)
    for path in ("", "plan/", "mail/invitation/", "missing/", "close/", f"contacts/{field.contact('A').pk}/", "key/"):
        window.go(field.home.url(f"field/{path}"))
        window.check()
        window.picture("field-" + (path or "board"))


def operations_plan(field: Field) -> None:
    today = timezone.localdate()
    for number, kind in enumerate((MailKind.PRE_NOTICE, MailKind.INVITATION, MailKind.REMINDER)):
        CadenceStep.objects.create(wave=field.wave, kind=kind, on=today + timedelta(days=number))
