"""PV-10: what somebody takes back is gone from every table and every file."""

from __future__ import annotations

import json
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core import mail as outbox
from django.utils import timezone

from clusterdynamics.disclosure import leaks
from clusterdynamics_web.feedback.models import Objection, Receipt
from clusterdynamics_web.fieldwork.models import Contact, ContactKey, NominatedPerson
from clusterdynamics_web.fieldwork.operations import close_wave
from clusterdynamics_web.interviews.models import Note
from clusterdynamics_web.introductions.models import Champion, Introduction, Letter, Side
from clusterdynamics_web.jobs.models import Job
from clusterdynamics_web.jobs.worker import Worker
from clusterdynamics_web.regions.models import AuditEntry
from clusterdynamics_web.rooms.models import Room
from clusterdynamics_web.setup.operations.packages import take_out
from clusterdynamics_web.studies.models import PackageTable, Snapshot
from clusterdynamics_web.survey.models import (
    Answer,
    AreaAnswer,
    Consent,
    Nomination,
    OutsideLink,
    PartnerRegion,
    PartnerTie,
    Rating,
    Respondent,
    Story,
    Tie,
    Wish,
    WriteIn,
)
from clusterdynamics_web.survey.operations import erase_answers
from clusterdynamics_web.survey.package import build_study
from tests.web.fieldwork.conftest import Field, field

__all__ = ["field"]

pytestmark = pytest.mark.django_db(transaction=True)

#: Stands in every text that the person gave.
MARK = "zzleavenotrace"


def _everything(person: Respondent, other: Respondent) -> None:
    """Let a person answer in every table there is."""
    study, wave = person.study, person.wave
    pair = {"wave": wave, "sender": person.actor, "to": other.actor, "respondent": person}
    Tie.objects.create(**pair, relation="depth", value=5)
    Rating.objects.create(**pair, item="trust.open", value=4)
    Wish.objects.create(**pair, kind="more")
    Answer.objects.create(respondent=person, item="downturn.why", value=f"because {MARK}")
    AreaAnswer.objects.create(respondent=person, area="energy", answer="doing")
    Nomination.objects.create(respondent=person, actor=other.actor, person="p1", reason=MARK)
    NominatedPerson.objects.create(study=study, code="p1", name=f"Anna {MARK}")
    OutsideLink.objects.create(respondent=person, has_links=True, purpose=MARK)
    PartnerRegion.objects.create(respondent=person, has_partners=True, gets=MARK)
    PartnerTie.objects.create(respondent=person, group="joint")
    Story.objects.create(study=study, code="s1", wave=wave, respondent=person, actor=person.actor, text=f"Once {MARK}")
    WriteIn.objects.create(respondent=person, name=f"Firm {MARK}")
    Note.objects.create(respondent=person, text=MARK)
    Objection.objects.create(respondent=person, about="own", text=MARK, remark=f"You say {MARK}")
    Receipt.objects.create(respondent=person, useful="no")
    Consent.objects.create(respondent=person, choice="take_part", visibility="yes")
    _introduced(person, other)
    Contact.objects.filter(keys__respondent=person).update(name=MARK, email=f"{MARK}@example.org")
    Respondent.objects.filter(pk=person.pk).update(started_at=timezone.now(), submitted_at=timezone.now())


def _introduced(person: Respondent, other: Respondent) -> None:
    """Let a person be introduced to another one, and somebody whom they named be asked."""
    far = timezone.now() + timedelta(days=9)
    one = Introduction.objects.create(
        study=person.study, wave=person.wave, kind="pair", area=MARK, reasons={"both": [MARK]}, expires_at=far
    )
    for who, given in ((person, MARK), (other, "")):
        contact = Contact.objects.get(keys__respondent=who)
        side = Side.objects.create(introduction=one, actor=who.actor, contact=contact, gives_name=given)
        Letter.objects.create(kind="ask", wave=who.wave, side=side, contact=contact, error=given)
    nominee = NominatedPerson.objects.get(study=person.study, code="p1")
    Champion.objects.create(study=person.study, person=nominee, email=f"{MARK}@example.org")
    pair = {"wave": person.wave.code, "from": person.actor.code, "to": other.actor.code, "area": MARK}
    PackageTable.objects.create(
        study=person.study, name="suggestions", content=json.dumps([pair | {"shown": True, "held_out": False}])
    )


def _places() -> list[str]:
    """Return every table and file in which the mark stands."""
    found = []
    for model in apps.get_models(include_auto_created=True):
        for row in model._base_manager.values():
            if MARK in str(row):
                found.append(model._meta.db_table)
                break
    for path in Path(settings.MEDIA_ROOT).rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            if path.suffix == ".zip":
                with zipfile.ZipFile(path) as archive:
                    content = b"".join(archive.read(name) for name in archive.namelist())
            if MARK.encode() in content:
                found.append(str(path.relative_to(settings.MEDIA_ROOT)))
    return sorted(found)


def test_what_is_erased_after_the_end_is_in_no_table_and_no_file(field: Field) -> None:
    person, other = field.people["A"], field.people["B"]
    _everything(person, other)
    snapshot = close_wave(None, field.wave)
    Room.objects.create(wave=field.wave, snapshot=snapshot, result={"sections": [{"text": f"Once {MARK}"}]})
    before = _places()
    assert f"snapshots/{field.study.key}/{snapshot.fingerprint}.zip" in before
    assert len(before) >= 10, before  # the test itself reaches every place where such words can stand
    erase_answers(Respondent.objects.get(pk=person.pk), contact=True)
    assert _places() == []
    assert not Receipt.objects.exists()
    assert Snapshot.objects.get().taken_down_at is not None
    package = build_study(field.study)
    assert package["ties"].is_empty()
    assert package["respondents"].filter(id=person.code)["status"].to_list() == ["declined"]
    assert not ContactKey.objects.filter(respondent=person).exists()


def test_study_leads_are_told_what_to_replace_and_not_whose_answers_it_is(field: Field) -> None:
    """PV-10: published documents are listed for replacement."""
    person, other = field.people["A"], field.people["B"]
    _everything(person, other)
    outbox.outbox.clear()
    erase_answers(Respondent.objects.get(pk=other.pk))  # before the end: nothing was made of it yet
    close_wave(None, field.wave)
    _name, content = take_out(field.home.lead, field.study, reason="For the yearly report")
    take_out(field.home.lead, field.study, reason="To try it out", test=True)
    Job.objects.all().delete()
    erase_answers(Respondent.objects.get(pk=person.pk), contact=True)
    assert [job.kind for job in Job.objects.all()] == ["tell_taken_down"]
    Worker().work_once()
    (mail,) = outbox.outbox
    assert mail.to == [field.home.lead.email]
    mark = AuditEntry.objects.filter(verb="study.exported").earliest("at").details["fingerprint"]
    assert mail.body.count(", package ") == 1  # not the one of the test
    assert f"by {field.home.lead}, package {mark}" in mail.body
    for secret in (MARK, person.code, person.actor.label):
        assert not leaks(mail.message().as_bytes(), [secret]), secret
    assert content


def test_what_others_said_stays_in_the_next_snapshot(field: Field) -> None:
    from clusterdynamics_web.fieldwork.operations import freeze

    person, other = field.people["A"], field.people["B"]
    _everything(person, other)
    Tie.objects.create(
        wave=field.wave, sender=other.actor, to=person.actor, respondent=other, relation="depth", value=2
    )
    first = close_wave(None, field.wave)
    erase_answers(Respondent.objects.get(pk=person.pk))
    second = freeze(None, field.wave)
    assert not (Path(settings.MEDIA_ROOT) / first.path).exists()
    assert (Path(settings.MEDIA_ROOT) / second.path).exists()
    assert build_study(field.study)["ties"].height == 1
