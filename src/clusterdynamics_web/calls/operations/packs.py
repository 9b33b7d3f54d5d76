"""Packs of evidence: ordered, made and looked through by the worker, taken, gone with the answers behind them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clusterdynamics.disclosure import Audience
from clusterdynamics.errors import InputError
from clusterdynamics.files import write_atomically
from clusterdynamics.i18n import LANGUAGES
from clusterdynamics.report.audience import NameInReport
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.audit import record
from clusterdynamics_web.calls import evidence
from clusterdynamics_web.calls.evidence.sources import public_studies, sources_of, still_public
from clusterdynamics_web.calls.evidence.stories import still_told
from clusterdynamics_web.calls.models import Call, Pack
from clusterdynamics_web.jobs.models import Job
from clusterdynamics_web.jobs.operations import enqueue
from clusterdynamics_web.library.gate import hidden_names
from clusterdynamics_web.library.kinds import Licence
from clusterdynamics_web.regions.models import Region
from clusterdynamics_web.survey.models import Story

__all__ = [
    "KEPT_FOR",
    "fetched",
    "forget_packs",
    "make_pack",
    "may_be_given_out",
    "on_story",
    "on_taken_down",
    "order_pack",
    "pack_file",
]

#: So long a pack waits to be taken; it can be made again.
KEPT_FOR = timedelta(days=14)


@transaction.atomic
def order_pack(
    user: User,
    region: Region,
    studies: Iterable[str],
    parts: Iterable[str],
    language: str,
    licence: str,
    *,
    title: str = "",
    call: Call | None = None,
    back: str = "",
) -> tuple[Pack, Job]:
    """Have a pack made of published studies of a region.

    Raises
    ------
    InputError
        No study or nothing of it was chosen, a study is not published for everybody, or language or licence is none;
        all at once.
    """
    public = {p.snapshot.study.key: p.snapshot for p in public_studies(region)}
    chosen, wanted = list(dict.fromkeys(studies)), [name for name in evidence.PARTS if name in set(parts)]
    problems = []
    if not chosen:
        problems.append(_("Choose a study."))
    if set(chosen) - set(public):
        problems.append(_("Only studies whose results are published for everybody go into a pack."))
    if not wanted:
        problems.append(_("Choose what goes in."))
    if language not in LANGUAGES:
        problems.append(_("Choose a language."))
    if licence not in Licence.values:
        problems.append(_("Choose a licence."))
    if problems:
        raise InputError("\n".join(problems))
    made = Pack.objects.create(
        region=region,
        call=call,
        title=" ".join(title.split())[:200],
        parts=wanted,
        language=language,
        licence=licence,
        made_by=user,
    )
    made.snapshots.set([public[key] for key in chosen])
    record(user, "pack.ordered", region, made.key, studies=len(chosen))
    name = f"evidence_pack:{made.pk}"
    return made, enqueue("evidence_pack", user=user, parameters={"pack": made.pk, "next": back}, name=name)


def make_pack(made: Pack, tell: Callable[[float], None] = lambda share: None) -> evidence.Packed:
    """Make a pack, look through every file of it, and only then put it where it can be taken. Twice is the same.

    Raises
    ------
    InputError
        A study is not published for everybody any more, or a name stands in it that must not; nothing is kept then.
    """
    snapshots = list(made.snapshots.select_related("study__cluster__region", "wave"))
    if made.gone_at is not None or not snapshots or not still_public(snapshots):
        raise InputError(_no_more())
    keys = {s.pk for s in snapshots}
    sources = sources_of(p for p in public_studies(made.region) if p.snapshot_id in keys)
    hidden = partial(hidden_names, made.region, snapshots, Audience.PUBLIC, made.language)
    own = [made.region.sender_name]
    secrets = hidden(own)
    chosen: dict[str, list[evidence.Chosen]] = {}
    if "stories" in made.parts:
        chosen = {s.folder: evidence.chosen_stories(s.snapshot.study, secrets) for s in sources}
    told = [one for stories in chosen.values() for one in stories]
    made.stories.set([one.story for one in told])  # before they are written: who takes one back meanwhile stops it
    files: dict[str, bytes] = {}
    try:
        for number, source in enumerate(sources):
            share = partial(_share, tell, number, len(sources))
            files |= evidence.files_of(source, made.parts, made.language, share, chosen.get(source.folder, ()))
    except NameInReport as problem:
        # Whose name it is, is not for everybody who may order a pack.
        raise InputError(_held_back([])) from problem
    licence = Licence(made.licence)
    packed = evidence.pack(made.region, sources, files, language=made.language, licence=licence, title=made.title)
    # Who told a story and agreed to be named stands beside it, and nowhere else.
    beside = {name: content for name, content in packed.files.items() if name.endswith(f"/{evidence.STORIES}")}
    others = {name: content for name, content in packed.files.items() if name not in beside}
    named = [one.name for one in told if one.name]
    found = evidence.leaks_in(others, secrets) | evidence.leaks_in(beside, hidden([*own, *named]) if named else secrets)
    if found:
        raise InputError(_held_back(sorted(found)))
    _keep(made, packed.content)
    return packed


def _share(tell: Callable[[float], None], number: int, of: int, share: float) -> None:
    tell((number + share) / of)


def _keep(made: Pack, content: bytes) -> None:
    target = pack_file(made)
    target.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(target, content)
    kept = Pack.objects.filter(pk=made.pk, gone_at=None).update(
        ready_at=timezone.now(), size=len(content), sha256=hashlib.sha256(content).hexdigest()
    )
    if not kept:  # answers were taken back while it was made
        target.unlink(missing_ok=True)
        raise InputError(_no_more())


def _held_back(files: list[str]) -> str:
    words = _("The pack was not made: it names somebody from a roster who may not be named to everybody.")
    where = _("Where: {files}.").format(files=", ".join(files)) if files else ""
    advice = _("Look at the title that you gave it; if nothing is wrong there, tell the study lead.")
    return " ".join(filter(None, (words, where, advice)))


def _no_more() -> str:
    return _("A study in it is not published for everybody any more. Make a new pack.")


def pack_file(made: Pack) -> Path:
    """Return where the file of a pack lies; never served by its address."""
    return Path(settings.MEDIA_ROOT) / "evidence" / f"{made.key}.zip"


@transaction.atomic
def fetched(user: User, made: Pack) -> None:
    """Note that somebody took a pack."""
    record(user, "pack.fetched", made.region, made.key)


def on_taken_down(sender: object, snapshots: Iterable[int], **more: Any) -> None:
    """Somebody took answers back: packs made of them go at once, the row stays to say what may be in circulation."""
    _let_go(Pack.objects.filter(snapshots__in=list(snapshots), gone_at=None).distinct())


def on_story(sender: object, instance: Story, **more: Any) -> None:
    """Let go of the packs that a story stands in, as it is changed or taken back."""
    _let_go(Pack.objects.filter(stories=instance, gone_at=None))


def _let_go(packs: Iterable[Pack]) -> None:
    for made in packs:
        Pack.objects.filter(pk=made.pk).update(gone_at=timezone.now())
        transaction.on_commit(partial(pack_file(made).unlink, missing_ok=True))
        record(None, "pack.taken_down", made.region, made.key)


def may_be_given_out(made: Pack) -> bool:
    """Say whether everybody may still see what a pack is made of: its snapshots, and the stories that panels chose."""
    snapshots = made.snapshots.select_related("study__cluster__region")
    return made.is_ready and still_public(list(snapshots)) and still_told(made.stories.select_related("study"))


def forget_packs(now: datetime | None = None) -> int:
    """Delete packs whose time is over, or whose stories are not for everybody any more; return how many are too old."""
    for made in Pack.objects.filter(gone_at=None, stories__isnull=False).distinct():
        if not still_told(made.stories.select_related("study")):
            with transaction.atomic():
                _let_go([made])
    old = list(Pack.objects.filter(created_at__lt=(now or timezone.now()) - KEPT_FOR, gone_at=None))
    for made in old:
        pack_file(made).unlink(missing_ok=True)
    Pack.objects.filter(pk__in=[p.pk for p in old]).update(gone_at=timezone.now())
    return len(old)
