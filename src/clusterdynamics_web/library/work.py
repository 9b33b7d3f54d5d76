"""What the worker does for the library: reads files, sends mails, puts published reports in."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from clusterdynamics.disclosure import Audience
from clusterdynamics.errors import InputError
from clusterdynamics_web.audit import record
from clusterdynamics_web.jobs.registry import Running, handles
from clusterdynamics_web.jobs.worker import every
from clusterdynamics_web.library import curators, mails
from clusterdynamics_web.library.models import Event, File, Post
from clusterdynamics_web.library.operations.files import read
from clusterdynamics_web.library.operations.report import taken_down
from clusterdynamics_web.library.operations.results import made_since, put_in
from clusterdynamics_web.library.search import reindex
from clusterdynamics_web.studies.models import Snapshot

__all__ = ["curators_mail", "library_from_study", "library_mail", "read_library_file", "tell_curators"]


@handles("read_library_file")
def read_library_file(running: Running) -> dict[str, Any]:
    """Read the text of a file; twice comes to the same."""
    file = File.objects.filter(pk=running.job.parameters["file"]).first()
    if file is None:
        return {"reading": "gone"}  # taken out in the meantime
    read(file)
    with transaction.atomic():
        # An update: a file that was taken out meanwhile must not come back.
        File.objects.filter(pk=file.pk).update(
            reading=file.reading, text=file.text, tables=file.tables, marks=file.marks, thumbnail=file.thumbnail
        )
        reindex(file.version)
    return {"reading": file.reading, "letters": len(file.text)}


@handles("library_mail")
def library_mail(running: Running) -> dict[str, Any]:
    """Send the mails about a move or a post; a second run sends only what was not sent."""
    given = running.job.parameters
    if "event" in given:
        event = Event.objects.select_related("version__item__region", "user").filter(pk=given["event"]).first()
        item, letters = (event.version.item, mails.about_event(event)) if event else (None, [])
    elif "hidden" in given:
        post = Post.objects.select_related("item__region").filter(pk=given["hidden"], hidden_at__isnull=False).first()
        item, letters = (post.item, mails.about_hidden(post)) if post else (None, [])
    else:
        post = Post.objects.select_related("item__region", "question").filter(pk=given["post"]).first()
        item, letters = (post.item, mails.about_post(post)) if post and not post.hidden_at else (None, [])
    done = int(running.job.result.get("sent", 0))
    for number, letter in enumerate(letters[done:], done + 1):
        letter.send()
        type(running.job).objects.filter(pk=running.job.pk).update(result={"sent": number})
    if item is not None and letters:
        record(None, "library.mails_sent", item.region, item.key, count=len(letters))
    return {"sent": len(letters)}


@every(3600)
def tell_curators() -> None:
    """Queue a mail about what came in for curators within the last hour."""
    curators.tell_what_came_in()


@handles(curators.KIND)
def curators_mail(running: Running) -> dict[str, Any]:
    """Send each curator one mail about all that came in for them; a second run sends only what was not sent."""
    begin, end = (datetime.fromisoformat(running.job.parameters[name]) for name in ("begin", "end"))
    letters = curators.letters(begin, end)
    done = int(running.job.result.get("sent", 0))
    for number, (region, letter) in enumerate(letters[done:], done + 1):
        letter.send()
        type(running.job).objects.filter(pk=running.job.pk).update(result={"sent": number})
        record(None, "library.mails_sent", region, region.slug, count=1)
    return {"sent": len(letters)}


@handles("library_from_study")
def library_from_study(running: Running) -> dict[str, Any]:
    """Put the published report of a study into the library, a version for each language; twice comes to the same."""
    job = running.job
    given = job.parameters
    standing = Snapshot.objects.select_related("wave", "study__cluster__region").filter(taken_down_at=None)
    snapshot = standing.filter(pk=given["snapshot"]).first()
    user = job.created_by
    if snapshot is None or user is None:
        raise InputError(taken_down())
    versions = []
    for number, language in enumerate(given["languages"]):
        with override(user.language):
            running.tell(number / len(given["languages"]), _("Writing the documents"))
        made = made_since(snapshot, language, job.created_at)
        versions.append(made or put_in(user, snapshot, Audience(given["audience"]), given["formats"], language))
    first = versions[0]
    # Whoever waits is led to the item.
    onward = reverse("library_edit", args=[first.region.slug, first.item.key, first.number])
    type(job).objects.filter(pk=job.pk).update(parameters=given | {"next": onward})
    return {"item": first.item.key, "numbers": [v.number for v in versions]}
