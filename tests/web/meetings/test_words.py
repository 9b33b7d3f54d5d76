"""Every text of pages and letters about meetings can be translated, see `test_texts`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.core import mail as outbox
from django.test import Client
from django.utils import timezone

from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.meetings import operations
from clusterdynamics_web.meetings.demo import fill_meetings
from clusterdynamics_web.meetings.mails import mails_token
from clusterdynamics_web.meetings.models import AgendaLine, Meeting, Series, Talk
from tests.web.conftest import House
from tests.web.meetings.conftest import values, work
from tests.web.test_texts import NAMES, Pretend, pretend, strange, untranslated

__all__ = ["pretend"]

pytestmark = [pytest.mark.django_db, pytest.mark.verify]

PAGES = ("", "change/", "call-off/", "agenda/", "talks/", "minutes/")


def pages(
    home: House, log_in: Callable[[User], Client], curator: User, meetings: list[Meeting]
) -> Iterator[tuple[str, str]]:
    clients = {"anybody": Client(), "curator": log_in(curator), "speaker": log_in(home.manager)}
    series, line = Series.objects.get(), AgendaLine.objects.first()
    assert line is not None
    paths = ["/meetings/", "/meetings/own/", "/meetings/new/", "/meetings/series/new/"]
    paths += [f"/meetings/series/{series.key}/", f"/meetings/series/{series.key}/change/"]
    paths += [f"/meetings/{m.key}/{part}" for m in meetings for part in PAGES]
    paths += [f"/meetings/{line.meeting.key}/agenda/{line.pk}/", f"/meetings/mails/{mails_token(home.lead)}/"]
    for who, client in clients.items():
        for path in paths:
            page = client.get(path)
            if page.status_code == 200:
                yield f"{path} as {who}", page.text
    curators = clients["curator"]
    for path in ("/meetings/new/", "/meetings/series/new/", *(p for p in paths if p.endswith("agenda/"))):
        yield f"{path}, wrong", curators.post(path, {"starts_on": "x", "starts_at": "09:00"}).text


def test_pages_and_letters_of_meetings(
    home: House, curator: User, log_in: Callable[[User], Client], pretend: Pretend, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = [("⟦Europe⟧", [("Europe/Stockholm", "Stockholm")])]  # all of them are names, and take long to look through
    for place in ("views.frame", "forms.planning"):
        monkeypatch.setattr(f"clusterdynamics_web.meetings.{place}.choices", lambda: few)
    fill_meetings(home.study, home.people)
    held, coming = Meeting.objects.order_by("starts")
    operations.answer_talk(curator, Talk.objects.get(accepted=None), accepted=False, reason=coming.title)
    work()
    kept = values(home.region, series=coming.series, starts=coming.starts + timedelta(days=1), title=coming.title)
    operations.change_meeting(curator, coming, kept)
    work()
    found = list(pages(home, log_in, curator, [held, coming]))
    coming.refresh_from_db()
    operations.call_off(curator, coming, kept["title"])
    work()
    found += list(pages(home, log_in, curator, [coming]))
    found += [(m.subject, part) for m in outbox.outbox for part in (m.subject, m.body)]
    assert len(outbox.outbox) >= 3

    written = {str(u) for u in home.people.values()} | {u.email for u in home.people.values()}
    written |= {text for m in Meeting.objects.all() for text in (m.title, m.about, m.place, m.held_at, m.audience)}
    written |= {line for m in Meeting.objects.all() for line in (*m.minutes.splitlines(), m.call_words)}
    written |= {text for t in Talk.objects.all() for text in (t.title, t.words)}
    written |= {line.title for line in AgendaLine.objects.all()} | {d.text for d in held.decisions.all()}
    written |= {x for s in Series.objects.all() for x in (s.title, s.about)} | {"UTC", "https://video.example/room"}
    written |= {"Folkets hus, Skogsbygden", "A conference on clusters", "Cluster managers and analysts of all regions"}
    written |= {"What did you try, what came of it, and what did not work?"}
    written |= {"Stockholm"}
    wrong = untranslated(iter(found), NAMES | (written - {""}))
    assert not wrong, "\n".join(dict.fromkeys(wrong))
    assert strange(pretend.asked) == []
    assert timezone.now() < coming.starts
