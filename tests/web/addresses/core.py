"""Addresses of set-up, field work, interviews, answering, rooms, regions and accounts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from clusterdynamics_web.fieldwork.models import CadenceStep, Contact, MailKind
from clusterdynamics_web.jobs.operations import enqueue
from clusterdynamics_web.regions.mails import sender_token
from clusterdynamics_web.regions.models import Role
from clusterdynamics_web.regions.operations import ask_emergency, invite
from clusterdynamics_web.studies.models import RosterDraft
from clusterdynamics_web.survey.models import Respondent
from tests.web.conftest import House

TABLE: tuple[tuple[str, str, str], ...] = (
    # marks: anonymous stranger operator · reader curator admin · lead manager interviewer facilitator board
    ("GET", "home", "+++ +++ +++++"),
    ("GET", "health", "+++ +++ +++++"),
    ("GET", "setup", "444 444 44444"),
    ("POST", "setup", "444 444 44444"),
    ("GET", "account", "L++ +++ +++++"),
    ("POST", "account", "L++ +++ +++++"),
    ("GET", "my_data", "L++ +++ +++++"),
    ("GET", "operator_home", "L3+ 333 33333"),
    ("GET", "operator_new_region", "L3+ 333 33333"),
    ("POST", "operator_new_region", "L3+ 333 33333"),
    ("GET", "operator_emergency", "L3+ 333 33333"),
    ("POST", "operator_emergency", "L3+ 333 33333"),
    ("GET", "invitation", "+++ +++ +++++"),
    ("POST", "invitation", "+++ +++ +++++"),
    ("GET", "sender_confirm", "+++ +++ +++++"),
    ("POST", "sender_confirm", "+++ +++ +++++"),
    ("GET", "region_home", "L44 +++ +++++"),
    ("GET", "region_settings", "L44 33+ 33333"),
    ("POST", "region_settings", "L44 33+ 33333"),
    ("POST", "sender_check", "L44 33+ 33333"),
    ("GET", "cluster_new", "L44 33+ 33333"),
    ("POST", "cluster_new", "L44 33+ 33333"),
    ("GET", "cluster_edit", "L44 33+ 33333"),
    ("POST", "cluster_edit", "L44 33+ 33333"),
    ("GET", "region_people", "L44 33+ 33333"),
    ("POST", "region_people", "L44 33+ 33333"),
    ("POST", "member_change", "L44 33+ 33333"),
    ("POST", "member_remove", "L44 33+ 33333"),
    ("POST", "invitation_again", "L44 33+ 33333"),
    ("POST", "invitation_withdraw", "L44 33+ 33333"),
    ("GET", "region_log", "L44 33+ 33333"),
    ("GET", "region_emergency", "L44 33+ 33333"),
    ("POST", "region_emergency", "L44 33+ 33333"),
    ("GET", "emergency_confirm", "L44 33+ 33333"),
    ("POST", "emergency_confirm", "L44 33+ 33333"),
    ("GET", "study_people", "L44 44+ +3333"),
    ("POST", "study_people", "L44 44+ +3333"),
    ("POST", "study_role_remove", "L44 44+ +3333"),
    ("POST", "study_invitation_again", "L44 44+ +3333"),
    ("POST", "study_invitation_withdraw", "L44 44+ +3333"),
    ("GET", "study_log", "L44 443 +3333"),
    ("GET", "job_watch", "L44 444 44444"),
    ("POST", "job_cancel", "L44 444 44444"),
    ("GET", "field_board", "L44 44+ ++3++"),
    ("GET", "field_missing", "L44 443 +3333"),
    ("GET", "field_plan", "L44 443 ++333"),
    ("POST", "field_plan", "L44 443 ++333"),
    ("GET", "field_calendar", "L44 443 ++333"),
    ("POST", "field_done", "L44 443 ++333"),
    ("GET", "field_mail", "L44 443 ++333"),
    ("POST", "field_mail", "L44 443 ++333"),
    ("POST", "field_merge", "L44 443 +3333"),
    ("GET", "field_contact", "L44 443 ++333"),
    ("POST", "field_contact", "L44 443 ++333"),
    ("GET", "field_close", "L44 443 +3333"),
    ("POST", "field_close", "L44 443 +3333"),
    ("GET", "field_key", "L44 443 +3333"),
    ("POST", "field_key", "L44 443 +3333"),
    ("GET", "interview_calls", "L44 443 33+33"),
    ("GET", "interview_assign", "L44 443 ++333"),
    ("POST", "interview_assign", "L44 443 ++333"),
    ("GET", "interview_paper", "L44 443 ++33+"),
    ("GET", "interview_person", "L44 443 33+33"),
    ("POST", "interview_person", "L44 443 33+33"),
    ("POST", "interview_send", "L44 443 33+33"),
    ("GET", "interview_form_scope", "L44 443 33+33"),
    ("GET", "interview_worker", "L44 443 33+33"),
    ("GET", "interview_offline", "L44 443 33+33"),
    ("GET", "interview_form", "L44 443 33+33"),
    ("POST", "interview_form", "L44 443 33+33"),
    ("GET", "study_new", "L44 33+ +3333"),
    ("GET", "study_new_how", "L44 33+ +3333"),
    ("POST", "study_new_how", "L44 33+ +3333"),
    ("GET", "study_home", "L44 44+ +++++"),
    ("GET", "study_about", "L44 443 ++333"),
    ("POST", "study_about", "L44 443 ++333"),
    ("GET", "study_roster", "L44 443 ++333"),
    ("GET", "study_actor_add", "L44 443 ++333"),
    ("POST", "study_actor_add", "L44 443 ++333"),
    ("GET", "study_duplicates", "L44 443 ++333"),
    ("POST", "study_duplicates", "L44 443 ++333"),
    ("GET", "study_import", "L44 443 ++333"),
    ("POST", "study_import", "L44 443 ++333"),
    ("GET", "study_import_columns", "L44 443 +4333"),
    ("POST", "study_import_columns", "L44 443 +4333"),
    ("GET", "study_import_check", "L44 443 +4333"),
    ("POST", "study_import_check", "L44 443 +4333"),
    ("POST", "study_import_give_up", "L44 443 +4333"),
    ("GET", "study_actor", "L44 443 ++333"),
    ("POST", "study_actor", "L44 443 ++333"),
    ("POST", "study_actor_remove", "L44 443 ++333"),
    ("GET", "study_actor_opt_out", "L44 443 ++333"),
    ("POST", "study_actor_opt_out", "L44 443 ++333"),
    ("GET", "study_contact_add", "L44 443 ++333"),
    ("POST", "study_contact_add", "L44 443 ++333"),
    ("GET", "study_contact", "L44 443 ++333"),
    ("POST", "study_contact", "L44 443 ++333"),
    ("POST", "study_contact_remove", "L44 443 ++333"),
    ("GET", "study_questions", "L44 443 ++333"),
    ("POST", "study_questions", "L44 443 ++333"),
    ("GET", "study_areas", "L44 443 ++333"),
    ("POST", "study_areas", "L44 443 ++333"),
    ("GET", "study_partner_regions", "L44 443 ++333"),
    ("POST", "study_partner_regions", "L44 443 ++333"),
    ("GET", "study_purposes", "L44 443 ++333"),
    ("POST", "study_purposes", "L44 443 ++333"),
    ("GET", "study_statements", "L44 443 ++333"),
    ("POST", "study_statements", "L44 443 ++333"),
    ("POST", "study_statement_remove", "L44 443 ++333"),
    ("GET", "study_words", "L44 443 ++333"),
    ("POST", "study_words", "L44 443 ++333"),
    ("GET", "study_translation", "L44 443 ++333"),
    ("POST", "study_translation", "L44 443 ++333"),
    ("GET", "study_preview", "L44 44+ +++++"),
    ("GET", "study_visibility", "L44 443 ++333"),
    ("POST", "study_visibility", "L44 443 ++333"),
    ("GET", "study_consent", "L44 443 ++333"),
    ("POST", "study_consent", "L44 443 ++333"),
    ("GET", "study_plan", "L44 443 ++333"),
    ("POST", "study_plan", "L44 443 ++333"),
    ("GET", "study_launch", "L44 443 ++333"),
    ("POST", "study_test_start", "L44 443 ++333"),
    ("POST", "study_test_erase", "L44 443 ++333"),
    ("POST", "study_open", "L44 443 ++333"),
    ("GET", "study_sign_off", "L44 443 3+33+"),
    ("POST", "study_sign_off", "L44 443 3+33+"),
    ("GET", "study_write_ins", "L44 443 +3333"),
    ("POST", "study_write_ins", "L44 443 +3333"),
    ("GET", "study_export", "L44 443 +3333"),
    ("POST", "study_export", "L44 443 +3333"),
    ("GET", "example_picture", "+++ +++ +++++"),
    ("GET", "room_join", "+++ +++ +++++"),
    ("POST", "room_join", "+++ +++ +++++"),
    ("GET", "room_organisation", "+++ +++ +++++"),
    ("POST", "room_organisation", "+++ +++ +++++"),
    ("GET", "room_control", "L44 443 ++3+3"),
    ("POST", "room_control", "L44 443 ++3+3"),
    ("POST", "room_close", "L44 443 ++3+3"),
    ("GET", "room_projector", "L44 443 ++3+3"),
    ("GET", "link_ask", "+++ +++ +++++"),
    ("POST", "link_ask", "+++ +++ +++++"),
    ("GET", "link_fresh", "+++ +++ +++++"),
    ("POST", "link_fresh", "+++ +++ +++++"),
    ("GET", "answer_link", "+++ +++ +++++"),
    ("POST", "answer_link", "444 444 44444"),
    ("GET", "answer_link_decline", "+++ +++ +++++"),
    ("POST", "answer_link_decline", "444 444 44444"),
    ("GET", "answer", "333 333 33333"),
    ("POST", "answer_language", "333 333 33333"),
    ("POST", "answer_decline", "333 333 33333"),
    ("POST", "answer_come_back", "333 333 33333"),
    ("POST", "answer_submit", "333 333 33333"),
    ("GET", "answer_done", "333 333 33333"),
    ("GET", "answer_copy", "333 333 33333"),
    ("GET", "answer_help", "333 333 33333"),
    ("GET", "answer_data", "333 333 33333"),
    ("GET", "answer_data_json", "333 333 33333"),
    ("GET", "answer_data_csv", "333 333 33333"),
    ("GET", "answer_erase", "333 333 33333"),
    ("POST", "answer_erase", "333 333 33333"),
    ("GET", "answer_leave_list", "333 333 33333"),
    ("POST", "answer_leave_list", "333 333 33333"),
    ("GET", "answer_offline", "333 333 33333"),
    ("GET", "answer_worker", "+++ +++ +++++"),
    ("GET", "answer_step", "333 333 33333"),
    ("POST", "answer_step", "333 333 33333"),
)

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
    "code": lambda house: house.study.actors.get_or_create(code="A", defaults={"label": "Alpha"})[0].code,
    "contact": lambda house: _contact(house).pk,
    "kind": lambda house: "invitation",
    "step": lambda house: _step(house),
    "language": lambda house: "en",
    "item": lambda house: house.study.document["items"][0]["id"],
    "how": lambda house: "copy",
    "audience": lambda house: "study",
    ("study_translation", "language"): lambda house: "sv",
    ("interview_person", "code"): lambda house: _interviewed(house),
    ("interview_send", "code"): lambda house: _interviewed(house),
    ("interview_form_scope", "code"): lambda house: _interviewed(house),
    ("interview_worker", "code"): lambda house: _interviewed(house),
    ("interview_offline", "code"): lambda house: _interviewed(house),
    ("interview_form", "code"): lambda house: _interviewed(house),
    ("interview_form", "step"): lambda house: "consent",
    ("answer_step", "step"): lambda house: "consent",
    ("room_organisation", "code"): lambda house: "abcdef",
    ("answer_link", "token"): lambda house: "A" * 32,
    ("answer_link_decline", "token"): lambda house: "A" * 32,
    ("job_watch", "key"): lambda house: enqueue("nothing", study_id=house.study.pk).key,
    ("job_cancel", "key"): lambda house: enqueue("nothing", study_id=house.study.pk).key,
    ("study_import_columns", "key"): lambda house: _draft(house),
    ("study_import_check", "key"): lambda house: _draft(house),
    ("study_import_give_up", "key"): lambda house: _draft(house),
    ("operator_emergency", "key"): lambda house: _emergency(house),
    ("emergency_confirm", "key"): lambda house: _emergency(house),
}

#: Arguments that are the same words in every region: with them one's own page is one's own.
PLAIN = {"cluster", "kind", "language", "item", "how"}


def _invited_to_study(house: House) -> int:
    return invite(house.admin, house.study, "new@example.org", Role.BOARD, "en")[0].pk


def _emergency(house: House) -> str:
    return ask_emergency(house.admin, house.study, "A firm says that its answers were changed.").key


def _contact(house: House) -> Contact:
    actor, _made = house.study.actors.get_or_create(code="A", defaults={"label": "Alpha"})
    return Contact.objects.get_or_create(study=house.study, actor=actor)[0]


def _draft(house: House) -> str:
    """A list that the study lead handed in: nobody else finds it."""
    return RosterDraft.objects.create(study=house.study, user=house.lead, name="list.csv", content=b"Name\nAlpha\n").key


def _step(house: House) -> int:
    wave = house.study.waves.get()
    return CadenceStep.objects.create(wave=wave, kind=MailKind.PHONE_ROUND, on=timezone.localdate()).pk


def _interviewed(house: House) -> str:
    actor, _made = house.study.actors.get_or_create(code="A", defaults={"label": "Alpha"})
    person, _made = Respondent.objects.get_or_create(
        study=house.study,
        wave=house.study.waves.get(),
        code="r1",
        actor=actor,
        assigned_to=house.people[Role.INTERVIEWER],
    )
    return person.code
