"""Letters: at most one a week to a person, in their language, on record; and names go when their time is over."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail as outbox
from django.utils import timezone

from clusterdynamics_web.actions.models import Action, Finding, Reminder
from clusterdynamics_web.actions.operations import make_action, move
from clusterdynamics_web.actions.work import forget_owners, look_for_due
from clusterdynamics_web.jobs.models import Job
from clusterdynamics_web.jobs.worker import Worker
from clusterdynamics_web.regions.models import AuditEntry
from tests.web.actions.conftest import values
from tests.web.conftest import House

pytestmark = pytest.mark.django_db(transaction=True)


def _work() -> list[str]:
    outbox.outbox.clear()
    look_for_due()
    while Job.objects.filter(state="queued").exists():
        Worker().work_once()
    return sorted(m.to[0] for m in outbox.outbox)


def test_who_sees_to_actions_is_reminded_once_a_week(home: House, finding: Finding) -> None:
    today = timezone.localdate()
    late, soon = today - timedelta(days=1), today + timedelta(days=30)
    home.manager.language = "sv"
    home.manager.save()
    account = values(title="Buss", due=late, owner_user=home.manager)
    given = values(due=soon, next_review=today, owner_name="Kim", owner_email="kim@a.example")
    first = make_action(home.lead, home.study, account, [finding])
    for more in (given, given | {"title": "A second one"}, given | {"next_review": soon, "title": "Not due"}):
        make_action(home.lead, home.study, more, [finding])
    make_action(home.lead, home.study, values(title="Nobody's", due=late), [finding])
    kim, account_holder = "Kim <kim@a.example>", f"{home.manager.name} <{home.manager.email}>"
    assert _work() == sorted([kim, account_holder])
    to_kim = next(m for m in outbox.outbox if m.to == [kim])
    assert "2 actions" in to_kim.body
    assert "A second one" in to_kim.body
    assert "Not due" not in to_kim.body
    assert AuditEntry.objects.get(verb="actions.reminded").details == {"sent": 2, "failed": 0}
    assert "kim" not in str(list(AuditEntry.objects.values())).casefold()

    assert _work() == [], "not twice in a week"
    Reminder.objects.update(created_at=timezone.now() - timedelta(days=8))
    move(home.lead, first, "done", 100)
    assert _work() == [kim]
    assert Reminder.objects.filter(sent_at__isnull=False).count() == 5


def test_names_are_forgotten_when_their_time_is_over(home: House, finding: Finding) -> None:
    given = values(owner_name="Kim", owner_email="kim@a.example")
    over = make_action(home.lead, home.study, given, [finding])
    open_one = make_action(home.lead, home.study, given, [finding])
    move(home.lead, over, "done", 100)
    long_ago = timezone.now() - timedelta(days=31 * home.region.retention_months)
    Action.objects.update(updated_at=long_ago)
    forget_owners()
    over.refresh_from_db()
    open_one.refresh_from_db()
    assert (over.owner_email, open_one.owner_email) == ("", "kim@a.example")
