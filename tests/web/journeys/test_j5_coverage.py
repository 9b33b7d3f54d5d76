"""J5: reach usable coverage and close. The study lead, at a desk."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta

import pytest
from django.core import mail as outbox
from django.utils import timezone
from playwright.sync_api import expect

from clusterdynamics_web.fieldwork.models import CadenceStep, Contact, ContactKey, Mail, MailKind
from clusterdynamics_web.jobs.worker import Worker
from clusterdynamics_web.studies.models import Actor, Snapshot
from clusterdynamics_web.survey.models import Respondent, Tie
from tests.web.browser import Visitor
from tests.web.fieldwork.conftest import Field

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def _twelve(field: Field) -> None:
    """Two more organisations, so that seven are 58 % and ten 83 %."""
    for code in "KL":
        actor = Actor.objects.create(study=field.study, code=code, label=f"Organisation {code}", type="firm")
        person = Respondent.objects.create(study=field.study, wave=field.wave, code=f"r{code.lower()}", actor=actor)
        contact = Contact.objects.create(study=field.study, actor=actor, email=f"{code.lower()}@example.org")
        ContactKey.objects.create(contact=contact, respondent=person)
        field.people[code] = person


def _answer(field: Field, codes: Iterable[str], names: str) -> None:
    """Let organisations answer; each says that it works with those named."""
    now = timezone.now()
    for code in codes:
        person = field.people[code]
        Respondent.objects.filter(pk=person.pk).update(started_at=now, submitted_at=now, mode="web")
        for to in set(names) - {code}:
            Tie.objects.create(
                wave=field.wave,
                sender=person.actor,
                to=field.people[to].actor,
                respondent=person,
                relation="depth",
                value=3,
            )


def test_from_58_per_cent_to_a_frozen_snapshot(field: Field, visit: Callable[..., Visitor]) -> None:
    _twelve(field)
    CadenceStep.objects.create(wave=field.wave, kind=MailKind.PHONE_ROUND, on=timezone.localdate())
    earlier = timezone.now() - timedelta(days=5)
    Respondent.objects.update(invited_at=earlier)
    for person in field.people.values():
        Mail.objects.create(respondent=person, kind=MailKind.INVITATION, sent_at=earlier, created_at=earlier)
    _answer(field, "ABCDEFG", names="KJ")
    Respondent.objects.filter(pk=field.people["L"].pk).update(declined_at=timezone.now())

    window = visit(field.home.lead)
    page = window.go(field.home.url("field/"))
    expect(page.get_by_text("7 of 12 organisations asked have answered.")).to_be_visible()
    expect(page.get_by_text("58 %").first).to_be_visible()
    brokerage = page.get_by_role("row", name="links between groups through a third")
    expect(brokerage).to_contain_text("3 answers more are needed")

    page.get_by_role("link", name="Who matters most among the missing?").click()
    expect(page.get_by_role("row").nth(1)).to_contain_text("Organisation J")
    expect(page.get_by_role("row").nth(2)).to_contain_text("Organisation K")
    expect(page.get_by_role("row", name="Organisation L")).to_contain_text("do not ask again")
    window.check()

    page.get_by_role("link", name="Back to the field work").click()
    page.get_by_role("button", name="Mark as done").click()  # the telephone round
    page.get_by_role("link", name="Remind").click()
    expect(page.get_by_role("row", name="Organisation L")).to_contain_text("does not want to take part")
    expect(page.get_by_role("button", name="Send 4 mails")).to_be_visible()
    assert outbox.outbox == []
    page.get_by_role("button", name="Send 4 mails").click()
    Worker().work_once()
    written_to = {m.to[0] for m in outbox.outbox}
    assert len(written_to) == 4
    assert not any("l@example.org" in to for to in written_to)

    _answer(field, "HIJ", names="AB")
    page = window.go(field.home.url("field/"))
    expect(page.get_by_text("10 of 12 organisations asked have answered.")).to_be_visible()
    expect(page.get_by_role("row", name="links between groups through a third")).to_contain_text("Enough answers")
    page.get_by_role("link", name="Close the wave").click()
    page.get_by_label("Close the wave. Nobody can answer after that.").check()
    page.get_by_role("button", name="Close the wave").click()
    snapshot = Snapshot.objects.get()
    expect(page.get_by_text(snapshot.fingerprint[:12])).to_be_visible()
    expect(page.get_by_text("have answered. Closed.")).to_be_visible()
    window.check()
    assert window.troubles == []
