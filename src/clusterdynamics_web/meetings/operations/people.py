"""Coming and not coming; how somebody wants meetings told; the secret address of their own calendar."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from clusterdynamics.errors import InputError
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.audit import record
from clusterdynamics_web.keys import hash_token, new_token
from clusterdynamics_web.meetings.models import Feed, Meeting, Preference, Registration
from clusterdynamics_web.meetings.operations.common import locked
from clusterdynamics_web.meetings.state import AHEAD, MeetingState, state_of
from clusterdynamics_web.regions.models import Region
from clusterdynamics_web.zones import is_zone

__all__ = ["choose_mails", "choose_zone", "end_feed", "forget_people", "join", "leave", "new_feed"]


@transaction.atomic
def join(user: User, meeting: Meeting, region: Region, *, shown: bool) -> Registration:
    """Register somebody for a meeting; done twice, it changes what was said.

    Parameters
    ----------
    region
        For which they come.
    shown
        People of the network may read the name; otherwise host and curators only.

    Raises
    ------
    InputError
        Registration is not open, or all seats are taken.
    """
    now = locked(meeting)
    mine = now.registrations.filter(user=user).first()
    state = state_of(now)
    if state == MeetingState.FULL and mine is None:
        raise InputError(_("All seats are taken. Look again: somebody may withdraw."))
    if state not in {MeetingState.OPEN, MeetingState.FULL}:
        raise InputError(_("You cannot register now. The meeting is: {state}.").format(state=state.label))
    if mine is None:
        made = Registration.objects.create(meeting=now, user=user, region=region, shown=shown)
        record(user, "meeting.joined", now.host, now.key)
        return made
    mine.region, mine.shown = region, shown
    mine.save(update_fields=["region", "shown"])
    return mine


@transaction.atomic
def leave(user: User, meeting: Meeting) -> None:
    """Withdraw a registration; nothing is kept of it, and the seat is free again.

    Raises
    ------
    InputError
        The meeting is over.
    """
    now = locked(meeting)
    if state_of(now) not in AHEAD | {MeetingState.CALLED_OFF}:
        raise InputError(_("The meeting has begun."))
    if now.registrations.filter(user=user).delete()[0]:
        record(user, "meeting.left", now.host, now.key)


@transaction.atomic
def choose_zone(user: User, zone: str) -> None:
    """Note in which time zone somebody wants to read; empty: that of their region."""
    if zone and not is_zone(zone):
        raise InputError(_("Choose a time zone from the list."))
    Preference.objects.update_or_create(user=user, defaults={"zone": zone})


@transaction.atomic
def choose_mails(user: User, *, wanted: bool) -> None:
    """Note whether somebody wants mails about meetings."""
    Preference.objects.update_or_create(user=user, defaults={"mails": wanted})
    record(user, "meetings.mails_on" if wanted else "meetings.mails_off")


@transaction.atomic
def new_feed(user: User) -> str:
    """Make the secret address and return its token, which is kept nowhere; the one before stops working."""
    Feed.objects.filter(user=user).delete()
    token = new_token()
    Feed.objects.create(user=user, token_hash=hash_token(token))
    record(user, "meetings.feed_made")
    return token


@transaction.atomic
def end_feed(user: User) -> None:
    """End the secret address of a person."""
    if Feed.objects.filter(user=user).delete()[0]:
        record(user, "meetings.feed_ended")


def forget_people(now: datetime | None = None) -> int:
    """Forget who came to meetings that ended longer ago than the host keeps contacts; how many came stays."""
    now = now or timezone.now()
    forgotten = 0
    known = Q(registrations__isnull=False) | Q(notices__isnull=False)
    over = Meeting.objects.filter(known, ends__lt=now).select_related("host").distinct()
    for meeting in over:
        if meeting.ends + timedelta(days=round(meeting.host.retention_months * 30.44)) > now:
            continue
        with transaction.atomic():
            gone = Registration.objects.filter(meeting=meeting)
            number = gone.count()
            gone.delete()
            meeting.notices.all().delete()
            Meeting.objects.filter(pk=meeting.pk).update(came=number)
            record(None, "meetings.people_forgotten", meeting.host, meeting.key, count=number)
        forgotten += number
    return forgotten
