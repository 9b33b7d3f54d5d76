"""Meetings are public; what is the network's business is for people of the network; hosts and curators look after."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from clusterdynamics_web.keys import hash_token
from clusterdynamics_web.meetings.mails import mails_token
from clusterdynamics_web.meetings.models import AgendaLine, Decision, Feed, Meeting, Series, Talk
from tests.web.conftest import House

__all__ = ["PLAIN", "SAMPLES", "TABLE"]

TABLE: tuple[tuple[str, str, str], ...] = (
    ("GET", "meetings", "+++ +++ +++++"),
    ("GET", "meetings_feed", "+++ +++ +++++"),
    ("GET", "meetings_host_feed", "+++ +++ +++++"),
    ("GET", "meetings_cluster_feed", "+++ +++ +++++"),
    ("GET", "meetings_my_feed", "+++ +++ +++++"),
    ("GET", "meetings_mails_off", "+++ +++ +++++"),
    ("POST", "meetings_mails_off", "+++ +++ +++++"),
    ("POST", "meetings_zone", "+++ +++ +++++"),
    ("GET", "meetings_own", "L++ +++ +++++"),
    ("POST", "meetings_own", "L++ +++ +++++"),
    ("GET", "meeting_new", "L33 3++ 33333"),
    ("POST", "meeting_new", "L33 3++ 33333"),
    ("GET", "meetings_series_new", "L33 3+3 33333"),
    ("POST", "meetings_series_new", "L33 3+3 33333"),
    ("GET", "meetings_series", "+++ +++ +++++"),
    ("GET", "meetings_series_edit", "L33 3+3 33333"),
    ("POST", "meetings_series_edit", "L33 3+3 33333"),
    ("GET", "meeting", "+++ +++ +++++"),
    ("GET", "meeting_file", "+++ +++ +++++"),
    ("GET", "meeting_edit", "L33 3++ 33333"),
    ("POST", "meeting_edit", "L33 3++ 33333"),
    ("GET", "meeting_call_off", "L33 3++ 33333"),
    ("POST", "meeting_call_off", "L33 3++ 33333"),
    ("POST", "meeting_join", "L33 +++ +++++"),
    ("POST", "meeting_leave", "L++ +++ +++++"),
    ("GET", "meeting_agenda", "L33 3++ 33333"),
    ("POST", "meeting_agenda", "L33 3++ 33333"),
    ("POST", "meeting_seed", "L33 3++ 33333"),
    ("GET", "meeting_line", "L33 3++ 33333"),
    ("POST", "meeting_line", "L33 3++ 33333"),
    ("POST", "meeting_line_move", "L33 3++ 33333"),
    ("POST", "meeting_line_remove", "L33 3++ 33333"),
    ("GET", "talk_offer", "L33 +++ +++++"),
    ("POST", "talk_offer", "L33 +++ +++++"),
    ("POST", "talk_answer", "L33 3++ 33333"),
    ("POST", "talk_withdraw", "L33 333 +3333"),
    ("POST", "talk_slides", "L33 333 +3333"),
    ("GET", "meeting_minutes", "L33 3++ 33333"),
    ("POST", "meeting_minutes", "L33 3++ 33333"),
    ("POST", "meeting_close", "L33 3++ 33333"),
    ("POST", "meeting_decide", "L33 3++ 33333"),
    ("POST", "decision_mark", "L33 3++ 33333"),
    ("POST", "decision_remove", "L33 3++ 33333"),
)

PLAIN: set[str] = set()


def _meeting(house: House) -> Meeting:
    """A meeting of the region, with a line of each kind; its talk is offered by the study lead."""
    found = Meeting.objects.filter(host=house.region).first()
    if found is not None:
        return found
    start = timezone.now() + timedelta(days=30)
    meeting = Meeting.objects.create(
        title="Autumn",
        host=house.region,
        cluster=house.cluster,
        zone="Europe/Stockholm",
        starts=start,
        ends=start + timedelta(hours=3),
    )
    AgendaLine.objects.create(meeting=meeting, position=1, title="Welcome")
    Talk.objects.create(meeting=meeting, region=house.region, user=house.lead, title="T", words="W", speaker="Kim")
    Decision.objects.create(meeting=meeting, text="Go on", owner=house.region)
    return meeting


def _series(house: House) -> str:
    return (Series.objects.first() or Series.objects.create(title="Twice a year")).key


def _feed(house: House) -> str:
    Feed.objects.get_or_create(user=house.lead, defaults={"token_hash": hash_token("sesame")})
    return "sesame"


_NAMES = {name for _method, name, _marks in TABLE}

SAMPLES: dict[str | tuple[str, str], Callable[[House], Any]] = {
    **{(name, "key"): lambda house: _meeting(house).key for name in _NAMES},
    **{(name, "key"): lambda house: _series(house) for name in _NAMES if name.startswith("meetings_series")},
    **{(name, "line"): lambda house: _meeting(house).agenda.get().pk for name in _NAMES},
    **{(name, "talk"): lambda house: _meeting(house).talks.get().pk for name in _NAMES},
    **{(name, "decision"): lambda house: _meeting(house).decisions.get().pk for name in _NAMES},
    ("meetings_host_feed", "host"): lambda house: _meeting(house).host.slug,
    ("meetings_cluster_feed", "host"): lambda house: _meeting(house).host.slug,
    ("meetings_cluster_feed", "cluster"): lambda house: house.cluster.slug,
    ("meetings_my_feed", "token"): _feed,
    ("meetings_mails_off", "token"): lambda house: mails_token(house.lead),
}
