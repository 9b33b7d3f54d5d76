"""Meetings as calendars: each keeps its identifier for ever, and its number of changes rises.

Times are in UTC and whole days are days, so that no change of clocks can move anything.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.addresses import absolute
from clusterdynamics_web.calendars import Event, calendar
from clusterdynamics_web.meetings.models import Meeting
from clusterdynamics_web.meetings.when import days_of, tell
from clusterdynamics_web.regions.models import Cluster, Region

__all__ = ["all_meetings", "meetings_about", "meetings_of_person", "meetings_of_region", "one_meeting", "uid_of"]

#: More than any calendar wants; the latest ones.
_MOST = 500


def uid_of(meeting: Meeting) -> str:
    """Return the identifier of a meeting, the same in every calendar and for ever."""
    return f"meeting.{meeting.key}@clusterdynamics"


def all_meetings() -> bytes:
    """Return all meetings, for everybody."""
    return _calendar(_("Meetings of the network"), Meeting.objects.all())


def meetings_of_region(region: Region) -> bytes:
    """Return the meetings that a region hosts, for everybody."""
    return _calendar(_("Meetings hosted by {region}").format(region=region.name), region.meetings_hosted.all())


def meetings_about(cluster: Cluster) -> bytes:
    """Return the meetings about a cluster, for everybody."""
    return _calendar(_("Meetings about {cluster}").format(cluster=cluster.name), cluster.meetings.all())


def meetings_of_person(user: User) -> bytes:
    """Return the meetings somebody registered for, with the link for taking part."""
    mine = Meeting.objects.filter(registrations__user=user)
    return _calendar(_("My meetings of the network"), mine, inside=True)


def one_meeting(meeting: Meeting, *, inside: bool = False) -> bytes:
    """Return one meeting; `inside` with the link for taking part, for those who registered."""
    return calendar(meeting.title, [_event(meeting, inside=inside)], timezone.now())


def _calendar(name: str, meetings: QuerySet[Meeting], *, inside: bool = False) -> bytes:
    rows: Iterable[Meeting] = meetings.select_related("host").order_by("-starts", "-id")[:_MOST]
    return calendar(name, (_event(m, inside=inside) for m in rows), timezone.now())


def _event(meeting: Meeting, *, inside: bool) -> Event:
    first, last = days_of(meeting)
    said = [_("Called off: {why}").format(why=meeting.why_off)] if meeting.called_off_at else []
    said += [str(tell(meeting, meeting.zone)), _("Host: {region}").format(region=meeting.host.name)]
    if meeting.held_at:
        said.append(_("Held at: {conference}").format(conference=meeting.held_at))
    if meeting.online_url:
        link = _("To take part online: {link}").format(link=meeting.online_url)
        said.append(link if inside else _("You can take part online; those who register get the link."))
    return Event(
        uid=uid_of(meeting),
        title=meeting.title,
        starts=first if meeting.all_day else meeting.starts,
        ends=last if meeting.all_day else meeting.ends,
        changed=meeting.changed_at,
        sequence=meeting.sequence,
        text="\n".join([*said, *([meeting.about] if meeting.about else [])]),
        place=meeting.place,
        url=absolute(reverse("meeting", args=[meeting.key])),
        category=str(meeting.get_kind_display()),
        is_off=meeting.called_off_at is not None,
    )
