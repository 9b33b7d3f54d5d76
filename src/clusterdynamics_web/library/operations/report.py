"""A study's published report, into the library in one step; and out of it, when answers are taken back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import override as speaking

from clusterdynamics.disclosure import VisibilityClass
from clusterdynamics.errors import InputError
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.audit import record
from clusterdynamics_web.library.kinds import ItemKind, Licence, ThirdParty
from clusterdynamics_web.library.models import EventKind, File, Item, Version
from clusterdynamics_web.library.operations.files import delete_files, keep, read
from clusterdynamics_web.library.operations.moves import move, reindex_language
from clusterdynamics_web.library.operations.review import check_gate
from clusterdynamics_web.library.search import unindex
from clusterdynamics_web.library.state import with_last_event
from clusterdynamics_web.library.uploads import check
from clusterdynamics_web.studies.models import Snapshot

__all__ = ["ReportFile", "from_published_report", "on_taken_down", "taken_down"]


@dataclass(frozen=True)
class ReportFile:
    """A document of a published report."""

    name: str
    content: bytes
    alt: str = ""


def from_published_report(
    user: User,
    snapshot: Snapshot,
    files: Sequence[ReportFile],
    visibility: VisibilityClass,
    *,
    title: str,
    summary: str,
    language: str,
    year: int,
    authors: str = "",
    licence: Licence = Licence.CC_BY,
) -> Version:
    """Publish the documents of a study's report in the library.

    They were written for `visibility` and have passed disclosure control as such; the privacy gate looks at them once
    more. A second call for the same study and language makes the next version of the same item. Reads the files, which
    takes seconds: call it from a job.

    Parameters
    ----------
    visibility
        C3 for the network, C4 for everybody. What is for smaller circles does not come into the library.

    Raises
    ------
    InputError
        The class is too narrow, a file may not come in, or the gate found what must not be published.
    """
    if visibility not in {VisibilityClass.C3, VisibilityClass.C4}:
        raise InputError(_("Only what is for the network or for everybody goes into the library."))
    if snapshot.taken_down_at is not None:
        raise InputError(taken_down())
    study = snapshot.study
    # Looked at and read before the transaction, which must be short.
    kept = [read(keep(None, check(file.name, file.content, written=True), file.alt)) for file in files]
    try:
        return _publish(
            user,
            snapshot,
            kept,
            values={
                "language": language,
                "title": title[:200],
                "summary": summary[:500],
                "year_from": year,
                "authors": authors or study.region.sender_name or study.region.name,
                "licence_text": licence,
                "licence_images": licence,
                "licence_data": licence,
                "public": visibility == VisibilityClass.C4,
            },
        )
    except InputError:
        delete_files(kept)
        raise


def taken_down() -> str:
    return _("This snapshot was taken down, because somebody took their answers back.")


def _publish(user: User, snapshot: Snapshot, files: Sequence[File], values: dict[str, Any]) -> Version:
    study = snapshot.study
    with transaction.atomic():
        # Reading took seconds: somebody may have taken answers back meanwhile.
        if not Snapshot.objects.select_for_update().filter(pk=snapshot.pk, taken_down_at=None).exists():
            raise InputError(taken_down())
        known = Version.objects.filter(study=study, kind=ItemKind.REPORT, snapshot__isnull=False).order_by("-pk")
        before = known.filter(item__region=study.region).first()
        item = before.item if before else Item.objects.create(region=study.region, created_by=user)
        Item.objects.select_for_update().get(pk=item.pk)
        last = item.versions.aggregate(last=Max("number"))["last"] or 0
        version = Version.objects.create(
            item=item,
            number=last + 1,
            kind=ItemKind.REPORT,
            country=study.region.country,
            place=study.region.name,
            sector=study.cluster.sector or study.cluster.name,
            third_party=ThirdParty.NONE,
            **values,
            study=study,
            snapshot=snapshot,
            created_by=user,
        )
        for file in files:
            file.version = version
            file.save()
        check_gate(version)
        move(user, version, EventKind.PUBLISHED, _("The published report of a study."), mail=False)
        reindex_language(version)
    return version


def on_taken_down(sender: object, snapshots: Iterable[int], **more: Any) -> None:
    """Somebody took answers back: reports made of them are withdrawn at once, and their files go."""
    for version in with_last_event(Version.objects.filter(snapshot__in=list(snapshots)).select_related("item__region")):
        delete_files(version.files.all())
        version.files.all().delete()
        unindex(version)
        if getattr(version, "last_event", None) not in {None, EventKind.WITHDRAWN}:
            with speaking(version.language):
                reason = _("Answers were taken back. A new version follows.")
            move(None, version, EventKind.WITHDRAWN, reason)
            reindex_language(version)
        record(None, "library.report_taken_down", version.region, version.item.key, number=version.number)
