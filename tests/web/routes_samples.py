"""What stands in addresses: for each argument a value that is there, in the region that a test is about."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from clusterdynamics_web.fieldwork.models import CadenceStep, Contact, ContactKey, MailKind
from clusterdynamics_web.fieldwork.operations import new_link
from clusterdynamics_web.jobs.models import Job
from clusterdynamics_web.regions.mails import sender_token
from clusterdynamics_web.regions.models import Role
from clusterdynamics_web.regions.operations import ask_emergency, invite
from clusterdynamics_web.setup.operations.roster import hand_in
from clusterdynamics_web.studies.models import Wave
from clusterdynamics_web.studies.state import current_wave
from clusterdynamics_web.survey.models import Respondent
from tests.web.conftest import House

__all__ = ["CHOICES", "SAMPLES"]

#: Arguments that choose among what is the same everywhere, or that two regions may have in common.
CHOICES = {"audience", "cluster", "how", "item", "kind", "language", "step"}


def _invited_to_study(house: House) -> int:
    return invite(house.admin, house.study, "new@example.org", Role.BOARD, "en")[0].pk


def _emergency(house: House) -> str:
    return ask_emergency(house.admin, house.study, "A firm says that its answers were changed.").key


def _open_wave(house: House) -> Wave:
    wave = current_wave(house.study)
    wave.opened_at = timezone.now()
    wave.save()
    return wave


def _person(house: House) -> Respondent:
    """Somebody to ask, whom the interviewer of the house calls."""
    wave = _open_wave(house)
    actor, _new = house.study.actors.get_or_create(code="sample", defaults={"label": "Sample"})
    found = {"study": house.study, "wave": wave, "actor": actor, "assigned_to": house.people[Role.INTERVIEWER]}
    person, new = Respondent.objects.get_or_create(code="rsample", defaults=found)
    if new:
        contact = Contact.objects.create(study=house.study, actor=actor, name="Kim", email="kim@sample.example")
        ContactKey.objects.create(contact=contact, respondent=person)
    return person


def _contact(house: House) -> int:
    return int(_person(house).contact_key.contact.pk)


def _room(house: House) -> str:
    wave = _open_wave(house)
    wave.join_code = "sample"
    wave.save()
    return "sample"


def _step(house: House) -> int:
    wave = current_wave(house.study)
    return CadenceStep.objects.create(wave=wave, kind=MailKind.PRE_NOTICE, on=timezone.localdate()).pk


def _draft(house: House) -> str:
    """A list that the study lead handed in: others' lists are not there."""
    return hand_in(house.lead, house.study, "list.csv", b"name,type\nAlpha,firm\n").key


def _job(house: House) -> str:
    """A job that the study lead started: others' jobs are not there."""
    return Job.objects.create(kind="sample", study=house.study, created_by=house.lead).key


#: Argument of an address, or (address, argument) → a value that is there in the region of the test.
SAMPLES: dict[str | tuple[str, str], Callable[[House], Any]] = {
    "region": lambda house: house.region.slug,
    "study": lambda house: house.study.key,
    "cluster": lambda house: house.cluster.slug,
    "member": lambda house: house.region.memberships.get(role=Role.CURATOR).pk,
    "held": lambda house: house.study.roles.get(role=Role.BOARD).pk,
    "number": lambda house: invite(house.admin, house.region, "new@example.org", Role.CURATOR, "en")[0].pk,
    ("study_invitation_again", "number"): lambda house: _invited_to_study(house),
    ("study_invitation_withdraw", "number"): lambda house: _invited_to_study(house),
    ("invitation", "token"): lambda house: invite(house.admin, house.region, "new@example.org", Role.CURATOR, "en")[1],
    ("sender_confirm", "token"): lambda house: sender_token(house.region),
    ("operator_emergency", "key"): lambda house: _emergency(house),
    ("emergency_confirm", "key"): lambda house: _emergency(house),
    "language": lambda house: "sv",
    "audience": lambda house: "participants",
    ("field_done", "step"): _step,
    ("field_mail", "kind"): lambda house: "invitation",
    ("field_merge", "kind"): lambda house: "invitation",
    "contact": _contact,
    "code": lambda house: _person(house).actor.code,
    ("interview_person", "code"): lambda house: _person(house).code,
    ("interview_send", "code"): lambda house: _person(house).code,
    ("interview_form", "code"): lambda house: _person(house).code,
    ("interview_form", "step"): lambda house: "consent",
    ("study_new_how", "how"): lambda house: "copy",
    ("study_statement_remove", "item"): lambda house: house.study.parsed.items[0].id,
    ("study_import_columns", "key"): _draft,
    ("study_import_check", "key"): _draft,
    ("study_import_give_up", "key"): _draft,
    ("job_watch", "key"): _job,
    ("job_cancel", "key"): _job,
    ("room_organisation", "code"): _room,
    ("answer_link", "token"): lambda house: new_link(_person(house)),
    ("answer_link_decline", "token"): lambda house: new_link(_person(house)),
    ("answer_step", "step"): lambda house: "consent",
}
