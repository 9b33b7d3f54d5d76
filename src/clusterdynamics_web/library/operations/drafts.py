"""Writing: a draft begins, is saved, sent in, given up; a new version or a translation begins."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from clusterdynamics.errors import InputError
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.audit import record
from clusterdynamics_web.library.fields import FIELD_NAMES, missing_of
from clusterdynamics_web.library.kinds import ThirdParty
from clusterdynamics_web.library.models import EventKind, Item, Version
from clusterdynamics_web.library.operations.files import delete_files, folder
from clusterdynamics_web.library.operations.moves import locked, move
from clusterdynamics_web.library.state import EDITABLE, ItemState, state_of
from clusterdynamics_web.regions.models import Region

__all__ = ["COPIED", "create_draft", "discard", "new_version", "problems_of", "save_draft", "submit"]

#: What a new version takes over.
COPIED = (
    *("kind", "title", "summary", "country", "place", "sector", "year_from", "year_to", "authors", "stage", "purpose"),
    *(
        "keywords",
        "texts",
        "licence_text",
        "licence_images",
        "licence_data",
        "third_party",
        "third_party_note",
        "public",
    ),
)
_SAVED = frozenset({*COPIED, "language"})


@transaction.atomic
def create_draft(user: User, region: Region, kind: str, language: str) -> Version:
    """Begin an item: what the region and the account know already is filled in."""
    item = Item.objects.create(region=region, created_by=user)
    version = Version.objects.create(
        item=item,
        kind=kind,
        language=language,
        country=region.country,
        place=region.name,
        authors=user.name,
        created_by=user,
    )
    record(user, "library.begun", region, item.key, kind=kind)
    return version


@transaction.atomic
def save_draft(user: User, version: Version, values: Mapping[str, Any]) -> Version:
    """Save what was written, complete or not.

    Raises
    ------
    InputError
        It is with the curators, or published: then it cannot be changed.
    """
    now = locked(version, EDITABLE)
    for name, value in values.items():
        if name not in _SAVED:
            raise KeyError(name)
        setattr(now, name, value)
    now.changed_at = timezone.now()
    now.save()
    return now


def problems_of(version: Version) -> list[tuple[str, str]]:
    """Return what is missing before a version can be sent in: (field, what to do)."""
    values = {name: getattr(version, name) for name in COPIED}
    found = [
        (name, _("{field}: please fill it in.").format(field=FIELD_NAMES[name]))
        for name in missing_of(version.kind, values, version.texts)
    ]
    if version.year_from and version.year_to and version.year_to < version.year_from:
        found.append(("year_to", _("The last year comes before the first.")))
    files = list(version.files.all())
    if files and not version.third_party:
        found.append(("third_party", _("Say whether pictures or texts of others are in it.")))
    if version.third_party == ThirdParty.ALLOWED and not version.third_party_note.strip():
        found.append(("third_party", _("Say whose pictures they are and who gave permission.")))
    if version.public:
        found += [
            ("files", _("{file}: say what the picture shows, for those who do not see it.").format(file=file.name))
            for file in files
            if file.is_image and not file.alt.strip()
        ]
    return found


@transaction.atomic
def submit(user: User, version: Version, message: str = "") -> Version:
    """Send a draft to the curators.

    Raises
    ------
    InputError
        Something that is required is missing (all of it is told), or it is with them already.
    """
    now = locked(version, EDITABLE)
    problems = problems_of(now)
    if problems:
        raise InputError(" ".join(text for _field, text in problems))
    move(user, now, EventKind.SUBMITTED, message)
    return now


@transaction.atomic
def discard(user: User, version: Version) -> None:
    """Give a draft up that was never published; it leaves nothing behind."""
    now = locked(version, {ItemState.DRAFT, ItemState.CHANGES_REQUESTED, ItemState.SUBMITTED})
    if now.events.filter(kind=EventKind.PUBLISHED).exists():
        raise InputError(_("What was published keeps its address. Withdraw it instead."))
    record(user, "library.discarded", now.region, now.item.key, number=now.number)
    delete_files(now.files.all())
    item = now.item
    now.delete()
    if not item.versions.exists():
        item.delete()


@transaction.atomic
def new_version(user: User, version: Version, language: str) -> Version:
    """Begin a new version of something published; in another language it is a translation, linked to this one.

    Raises
    ------
    InputError
        A version in this language is being worked on already, or this one does not stand.
    """
    now = locked(version, {ItemState.PUBLISHED, ItemState.SUPERSEDED})
    waiting = {*EDITABLE, ItemState.SUBMITTED, ItemState.ACCEPTED}
    for other in now.item.versions.filter(language=language):
        if state_of(other) in waiting:
            raise InputError(_("Version {n} in this language is being worked on already.").format(n=other.number))
    number = (now.item.versions.aggregate(last=Max("number"))["last"] or 0) + 1
    made = Version(item=now.item, number=number, language=language, created_by=user, study=now.study)
    for name in COPIED:
        setattr(made, name, getattr(now, name))
    if language != now.language:
        made.translation_of = now
    made.save()
    if language == now.language:
        _copy_files(now, made)
    record(user, "library.begun", now.region, now.item.key, number=number, language=language)
    return made


def _copy_files(old: Version, new: Version) -> None:
    """Give a new version files of its own, so that one can go without the other."""
    root = Path(settings.MEDIA_ROOT)
    for file in old.files.all():
        for field in ("path", "thumbnail"):
            path = getattr(file, field)
            if path:
                copy = f"{folder()}/{secrets.token_hex(16)}"
                shutil.copyfile(root / path, root / copy)
                setattr(file, field, copy)
        file.pk = None
        file.key = type(file)._meta.get_field("key").get_default()
        file.version = new
        file.save()
