"""What the worker does for the library: reads files, sends mails."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from clusterdynamics_web.audit import record
from clusterdynamics_web.jobs.registry import Running, handles
from clusterdynamics_web.library import mails
from clusterdynamics_web.library.models import Event, File, Post
from clusterdynamics_web.library.operations.files import read
from clusterdynamics_web.library.search import reindex

__all__ = ["library_mail", "read_library_file"]


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
