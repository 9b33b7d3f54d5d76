"""What curators are told of: one mail about all that came in, to those who may decide, without what was written."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.jobs.models import Job
from clusterdynamics_web.library import operations
from clusterdynamics_web.library.curators import LATE, tell_what_came_in
from clusterdynamics_web.library.models import Event
from clusterdynamics_web.network.models import Message
from clusterdynamics_web.network.operations import report_message
from clusterdynamics_web.regions.models import AuditEntry, Role
from tests.web.calls.conftest import entered
from tests.web.conftest import House
from tests.web.library.conftest import published, submitted, work

pytestmark = pytest.mark.django_db


def test_curators_get_one_mail_about_all_that_came_in(home: House, elsewhere: House) -> None:
    author, curator, other = (home.people[r] for r in (Role.NETWORK_READER, Role.CURATOR, Role.BOARD))
    User.objects.filter(pk=curator.pk).update(language="sv")
    assert tell_what_came_in() is None
    version = published(author, curator, home.region)
    post = operations.ask(other, version.item, "Buy my course.")
    operations.report_post(author, post, "Advertising")
    own = operations.ask(curator, version.item, "Was it cold?")
    operations.report_post(author, own, "Off topic")
    letter = Message.objects.create(region=home.region, sender=other, subject="Win now", text="Click here.")
    report_message(home.admin, letter, "It sells something.")
    entered(home)
    late = submitted(author, home.region, title="Nobody has replied")
    Event.objects.filter(version=late).update(at=timezone.now() - LATE - timedelta(minutes=1))
    work()
    mail.outbox.clear()

    assert tell_what_came_in() is not None
    tell_what_came_in()
    work()
    by = {m.to[0]: str(m.body) for m in mail.outbox}
    # Nobody decides about what they wrote themselves: in the region there is no other curator, so those elsewhere do.
    assert list(by) == [curator.email, elsewhere.people[Role.CURATOR].email]
    body = by[curator.email]
    assert "2 anmälningar väntar på granskning." in body
    for address in ("/network/moderation/", "/calls/review/", "/library/review/"):
        assert address in body
    assert "1 report waits for a look." in by[elsewhere.people[Role.CURATOR].email]
    for words in ("course", "Advertising", "cold", "Win", "Click", "sells", other.name, "Nobody has replied"):
        assert not any(words in m.body or words in m.subject for m in mail.outbox), words
    assert AuditEntry.objects.filter(verb="library.mails_sent", object="north").exists()

    # Told once; what comes in later is told in the next mail, and what was settled meanwhile is not.
    assert tell_what_came_in() is None
    operations.report_post(author, operations.ask(other, version.item, "And my book."), "Advertising")
    operations.report_post(author, operations.ask(other, version.item, "And my lamp."), "Advertising")
    operations.hide(curator, version.item.posts.latest("pk"), "No advertising here.")
    work()
    mail.outbox.clear()
    assert tell_what_came_in() is not None
    work()
    assert [m.to for m in mail.outbox] == [[curator.email]]
    assert "1 anmälan väntar på granskning." in mail.outbox[0].body
    assert "/calls/" not in mail.outbox[0].body
    assert Job.objects.filter(kind="curators_mail").count() == 2
