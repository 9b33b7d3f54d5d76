"""What is done in the network: a region shows itself, somebody writes to it, an abuse is reported and settled."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clusterdynamics.errors import InputError
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.audit import record
from clusterdynamics_web.jobs.operations import enqueue
from clusterdynamics_web.network.models import Member, Message, ShownCluster, Stop
from clusterdynamics_web.regions.models import Cluster, Region

__all__ = ["HOURLY", "change_member", "clean", "forget_messages", "report_message", "settle_message", "write"]

#: So many letters a person may write to regions within an hour.
HOURLY = 5
#: After this, the text of a letter is erased; that it was written stays on record.
KEPT_FOR = timedelta(days=90)


@transaction.atomic
def change_member(
    user: User, region: Region, values: Mapping[str, Any], clusters: Mapping[Cluster, tuple[str, str]]
) -> Member:
    """Change what a region shows of itself.

    Parameters
    ----------
    clusters
        Those that are shown by name → the organisation that runs it, and its web page.
    """
    before = Member.objects.filter(region=region).first()
    member, _made = Member.objects.update_or_create(region=region, defaults={**values, "changed_at": timezone.now()})
    ShownCluster.objects.filter(cluster__region=region).exclude(cluster__in=clusters).delete()
    for cluster, (organisation, website) in clusters.items():
        if cluster.region_id != region.pk:
            raise InputError(_("This cluster belongs to another region."))
        ShownCluster.objects.update_or_create(
            cluster=cluster, defaults={"organisation": organisation, "website": website}
        )
    was = before is not None and before.shown
    verb = "network.shown" if member.shown and not was else "network.hidden" if was and not member.shown else ""
    record(user, verb or "network.changed", region, region.slug, clusters=len(clusters))
    return member


def clean(text: str) -> str:
    """Return a text without what could disguise it in a mail: control characters, and marks that turn its direction."""
    plain = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(c for c in plain if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cf", "Cs"}).strip()


@transaction.atomic
def write(user: User, member: Member, subject: str, text: str) -> Message:
    """Write to a region: its admins get a mail. Their addresses stay hidden; the sender's goes with the letter.

    Raises
    ------
    InputError
        The region takes no letters, the sender was stopped or wrote too many, or something is missing.
    """
    User.objects.select_for_update().get(pk=user.pk)  # of two letters at once, the second sees the first
    subject, text = " ".join(clean(subject).split()), clean(text)
    if not (member.shown and member.takes_mail):
        raise InputError(_("This region takes no letters here."))
    if Stop.objects.filter(user=user).exists():
        raise InputError(_("You can write to regions no more. A curator decided so; ask the curators of your region."))
    if not subject or not text:
        raise InputError(_("Say what it is about, and write something."))
    if len(subject) > 120 or len(text) > 4000:
        raise InputError(_("Please say it in 4,000 letters at most."))
    since = timezone.now() - timedelta(hours=1)
    if Message.objects.filter(sender=user, at__gt=since).count() >= HOURLY:
        raise InputError(_("You have written {n} letters within the last hour. Please go on later.").format(n=HOURLY))
    message = Message.objects.create(region=member.region, sender=user, subject=subject, text=text)
    record(user, "network.written", member.region, message.key)
    enqueue("network_mail", user=user, parameters={"message": message.pk}, name=f"network_mail:{message.pk}")
    return message


@transaction.atomic
def report_message(user: User, message: Message, reason: str) -> None:
    """Tell the curators that a letter abuses the network; once is enough."""
    reason = clean(reason)
    if not reason:
        raise InputError(_("Say why: the curators read it."))
    changed = Message.objects.filter(pk=message.pk, reported_at=None).update(
        reported_at=timezone.now(), reported_by=user, reason=reason[:500]
    )
    if changed:
        record(user, "network.message_reported", message.region, message.key)


@transaction.atomic
def settle_message(user: User, message: Message, outcome: str, reason: str = "") -> None:
    """Settle what was reported: it is fine, or its sender may write no more.

    Raises
    ------
    InputError
        It is the curator's own letter, it was settled before, or there is no reason for a stop.
    """
    found = Message.objects.select_for_update(of=("self",)).select_related("region", "sender").get(pk=message.pk)
    if found.reported_at is None or found.settled_at is not None:
        raise InputError(_("This is settled already."))
    if found.sender_id == user.pk:
        raise InputError(_("This is your own letter. Somebody else has to decide about it."))
    if outcome not in Message.Outcome.values:
        raise InputError(_("Choose what comes of it."))
    reason = clean(reason)[:500]
    if outcome == Message.Outcome.STOPPED:
        if not reason:
            raise InputError(_("Say why: the sender is told."))
        if found.sender is not None:
            Stop.objects.update_or_create(user=found.sender, defaults={"reason": reason, "by": user})
            enqueue("network_mail", user=user, parameters={"stopped": found.pk}, name=f"network_stop:{found.pk}")
    found.settled_at, found.settled_by, found.outcome = timezone.now(), user, outcome
    found.save(update_fields=["settled_at", "settled_by", "outcome"])
    record(user, "network.message_settled", found.region, found.key, outcome=outcome)


def forget_messages(now: datetime | None = None) -> int:
    """Erase the texts of letters whose time is over, except where a report waits for its curator."""
    old = Message.objects.filter(at__lt=(now or timezone.now()) - KEPT_FOR).exclude(subject="", text="")
    return old.exclude(reported_at__isnull=False, settled_at=None).update(subject="", text="", reason="")
