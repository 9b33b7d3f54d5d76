"""Files of a draft: taken in after a look at what is in them, read by the worker, deleted without trace."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from clusterdynamics.errors import InputError
from clusterdynamics.files import write_atomically
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.audit import record
from clusterdynamics_web.jobs.operations import enqueue
from clusterdynamics_web.library.models import File, Reading, Version
from clusterdynamics_web.library.operations.moves import locked
from clusterdynamics_web.library.state import EDITABLE
from clusterdynamics_web.library.uploads import Checked, check
from clusterdynamics_web.library.uploads.reading import NotRead, read_file

__all__ = ["MOST_FILES", "add_file", "change_alt", "delete_files", "folder", "keep", "path_of", "read", "remove_file"]

#: Of one version.
MOST_FILES = 12


def folder() -> str:
    """Return where files lie below the folder for media, which is there afterwards."""
    (Path(settings.MEDIA_ROOT) / "library").mkdir(parents=True, exist_ok=True)
    return "library"


def path_of(file: File) -> Path:
    return Path(settings.MEDIA_ROOT) / file.path


def add_file(user: User, version: Version, name: str, content: bytes, alt: str = "") -> File:
    """Take a file in.

    Raises
    ------
    InputError
        It may not come in, and why; or the version cannot be changed now.
    """
    checked = check(name, content)  # takes time, so before the transaction
    with transaction.atomic():
        now = locked(version, EDITABLE)
        if now.files.count() >= MOST_FILES:
            raise InputError(_("An item has at most {n} files.").format(n=MOST_FILES))
        file = keep(now, checked, alt)
        file.save()
        record(user, "library.file_added", now.region, now.item.key, kind=file.kind)
        enqueue("read_library_file", user=user, parameters={"file": file.pk}, name=f"read_library_file:{file.pk}")
    return file


def keep(version: Version | None, checked: Checked, alt: str = "") -> File:
    """Write a checked file under a random name; the row is still to be saved."""
    path = f"{folder()}/{secrets.token_hex(16)}"
    write_atomically(Path(settings.MEDIA_ROOT) / path, checked.content)
    return File(
        version=version,
        name=checked.name,
        kind=checked.kind,
        size=len(checked.content),
        sha256=hashlib.sha256(checked.content).hexdigest(),
        path=path,
        alt=alt.strip()[:300],
    )


def read(file: File) -> File:
    """Read a file for search and for the privacy gate; done twice it comes to the same."""
    thumbnail = file.thumbnail or f"{folder()}/{secrets.token_hex(16)}"
    target = Path(settings.MEDIA_ROOT) / thumbnail
    try:
        found = read_file(file.kind, path_of(file), target)
    except NotRead:
        file.reading, file.text, file.tables, file.marks = Reading.FAILED, "", [], []
        target.unlink(missing_ok=True)
        file.thumbnail = ""
    else:
        file.reading, file.text = Reading.DONE, found["text"]
        file.tables, file.marks = found["tables"], found["marks"]
        file.thumbnail = thumbnail if found["thumbnail"] else ""
    return file


@transaction.atomic
def change_alt(user: User, file: File, alt: str) -> None:
    """Say what a picture shows."""
    now = locked(file.version, EDITABLE)
    File.objects.filter(pk=file.pk).update(alt=alt.strip()[:300])
    record(user, "library.file_described", now.region, now.item.key)


@transaction.atomic
def remove_file(user: User, file: File) -> None:
    """Take a file out of a draft."""
    now = locked(file.version, EDITABLE)
    delete_files([file])
    file.delete()
    record(user, "library.file_removed", now.region, now.item.key)


def delete_files(files: Iterable[File]) -> None:
    """Delete what lies on the disk of some files, once it is certain."""
    for file in files:
        for path in filter(None, (file.path, file.thumbnail)):
            transaction.on_commit(partial((Path(settings.MEDIA_ROOT) / path).unlink, missing_ok=True))
