"""What goes when somebody leaves: names that were shared, and results that rested on answers taken back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from clusterdynamics_web.joint.models import Reading, Side
from clusterdynamics_web.studies.models import Actor, Snapshot
from clusterdynamics_web.survey.models import PartnerName, PartnerTie

__all__ = ["on_opted_out", "on_taken_down"]


def on_opted_out(sender: object, actor: Actor, **more: Any) -> None:
    """An organisation wants to be left out: its name goes from the other side's form, with what was said about it."""
    for name in PartnerName.objects.filter(actor=actor):
        people = set(PartnerTie.objects.filter(to=name).values_list("respondent", flat=True))
        name.delete()
        kept = PartnerTie.objects.filter(respondent__in=people, group=name.group)
        # Who chose no other one has answered all the same: with nobody of those that are left.
        alone = people - set(kept.values_list("respondent", flat=True))
        PartnerTie.objects.bulk_create(PartnerTie(respondent_id=pk, group=name.group) for pk in sorted(alone))
    for side in Side.objects.filter(study=actor.study_id).exclude(names=[]):
        if actor.code in side.names:
            side.names = [code for code in side.names if code != actor.code]
            side.save(update_fields=["names"])


def on_taken_down(sender: object, snapshots: Iterable[int], **more: Any) -> None:
    """Answers were taken back: nothing is shown that was worked out from them.

    That a cell was shown, and on what it rested, is kept, so that the next reading gives nothing away by comparison.
    """
    gone = set(Snapshot.objects.filter(pk__in=snapshots).values_list("fingerprint", flat=True))
    for reading in Reading.objects.filter(joint__sides__study__snapshots__in=snapshots).distinct():
        if gone & set(reading.mark.split(":")):
            reading.mark, reading.content = "", {}
            reading.save(update_fields=["mark", "content"])
