"""Every address × every role: one table. What a role may do is decided in `rights.py`; this is what comes of it.

A new address: run this file. It prints the lines to add to `TABLE`, with what follows from the declared right.
Hold each line against the role table of the privacy specification before you add it. An argument that is not known
yet wants a line in `SAMPLES`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.checks import FOREIGN
from clusterdynamics_web.fieldwork.models import CadenceStep, Contact, MailKind
from clusterdynamics_web.jobs.operations import enqueue
from clusterdynamics_web.regions.mails import sender_token
from clusterdynamics_web.regions.models import Role
from clusterdynamics_web.regions.operations import ask_emergency, invite
from clusterdynamics_web.rights import RIGHTS, Right
from clusterdynamics_web.routes import Visitors, declaration_of, walk
from clusterdynamics_web.studies.models import RosterDraft
from clusterdynamics_web.survey.models import Respondent
from tests.web.conftest import House

pytestmark = pytest.mark.django_db

#: Who asks, in the order of the marks in the table: nobody logged in, an account without any role, the operator, …
COLUMNS: dict[str, Role | None] = {
    "anonymous": None,
    "stranger": None,
    "operator": None,
    "reader": Role.NETWORK_READER,
    "curator": Role.CURATOR,
    "admin": Role.REGION_ADMIN,
    "lead": Role.STUDY_LEAD,
    "manager": Role.CLUSTER_MANAGER,
    "interviewer": Role.INTERVIEWER,
    "facilitator": Role.FACILITATOR,
    "board": Role.BOARD,
}

#: + let in · L led to the log-in · 3 told that the role does not allow it · 4 there is no such page.
#: A POST here carries nothing: "let in" is a form that is shown again, or a refusal in words.
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
    ("POST", "field_done", "L44 443 ++333"),
    ("GET", "field_mail", "L44 443 ++333"),
    ("POST", "field_mail", "L44 443 ++333"),
    ("POST", "field_merge", "L44 443 ++333"),
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

#: Addresses of allauth and Django: for those who are not logged in, and for those who are.
FOREIGN_TABLE: dict[str, tuple[int, int]] = {
    "set_language": (302, 302),
    "account_login": (200, 302),
    "account_logout": (302, 200),
    "account_inactive": (200, 200),
    "account_signup": (200, 302),
    "account_reauthenticate": (302, 200),
    "account_request_reauthentication_code": (302, 403),
    "account_confirm_reauthentication_code": (302, 403),
    "account_email": (302, 200),
    "account_email_verification_sent": (200, 200),
    "account_confirm_email": (200, 200),
    "account_change_password": (302, 200),
    "account_set_password": (302, 302),
    "account_reset_password": (200, 200),
    "account_reset_password_done": (200, 200),
    "account_reset_password_from_key": (200, 200),
    "account_reset_password_from_key_done": (200, 200),
    "account_confirm_login_code": (302, 302),
    "mfa_index": (302, 200),
    "mfa_authenticate": (302, 302),
    "mfa_reauthenticate": (302, 302),
    "mfa_activate_totp": (302, 302),
    "mfa_deactivate_totp": (302, 404),
    "mfa_view_recovery_codes": (302, 404),
    "mfa_generate_recovery_codes": (302, 302),
    "mfa_download_recovery_codes": (302, 404),
    "mfa_list_webauthn": (302, 200),
    "mfa_add_webauthn": (302, 302),
    "mfa_remove_webauthn": (302, 302),
    "mfa_edit_webauthn": (302, 302),
    "mfa_reauthenticate_webauthn": (302, 302),
    "mfa_login_webauthn": (302, 302),
}
FOREIGN_ARGUMENTS = {"key": "none", "uidb36": "a", "pk": 1}

#: Served in tests and for those who build the application only; checked where they are made.
BESIDE = ("styleguide:",)


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


def own_routes() -> Iterator[tuple[str, list[str], Any]]:
    """Yield name, arguments and declaration of every address of ours."""
    for name, path, view in walk():
        if not name.startswith((*FOREIGN, *BESIDE)):
            yield name, re.findall(r"<(?:\w+:)?(\w+)>", path), declaration_of(view)


def address(name: str, arguments: list[str], house: House, **given: Any) -> str:
    values = {}
    for argument in arguments:
        sample = SAMPLES.get((name, argument)) or SAMPLES.get(argument)
        assert sample or argument in given, f'add to SAMPLES: ("{name}", "{argument}"): lambda house: …,'
        values[argument] = given[argument] if argument in given else sample(house)  # type: ignore[misc]
    return reverse(name, kwargs=values)


def ask(client: Client, method: str, url: str) -> HttpResponseBase:
    """Call an address and undo what it did."""
    with transaction.atomic():
        response = client.generic(method, url, content_type="application/x-www-form-urlencoded")
        transaction.set_rollback(True)
    return response


def mark(response: HttpResponseBase) -> str:
    """Return what came of a call, in the marks of the table."""
    to = response.headers.get("Location", "")
    if response.status_code == 302 and to.startswith(reverse("account_login")):
        return "L"
    marks = {200: "+", 302: "+", 303: "+", 400: "+", 409: "+", 422: "+", 403: "3", 404: "4"}
    return marks.get(response.status_code, f"[{response.status_code}]")


def suggested(method: str, name: str, arguments: list[str], who: Right | Visitors) -> str:
    """Return the line that follows from the declaration of an address."""
    if isinstance(who, Right):
        marks = "L44"
        for role in list(COLUMNS.values())[3:]:
            assert role is not None
            in_study = role in {Role.REGION_ADMIN, *STUDY}
            if "study" in arguments:
                rights = RIGHTS[role] if in_study else None
            else:
                rights = RIGHTS[role] if role not in STUDY else frozenset({Right.SEE_REGION})
            marks += "4" if rights is None else "+" if who in rights else "3"
    else:
        marks = {Visitors.LOGGED_IN: "L" + 10 * "+", Visitors.OPERATOR: "L3+" + 8 * "3"}.get(who, 11 * "+")
    return f'    ("{method}", "{name}", "{marks[:3]} {marks[3:6]} {marks[6:]}"),'


STUDY = (Role.STUDY_LEAD, Role.CLUSTER_MANAGER, Role.INTERVIEWER, Role.FACILITATOR, Role.BOARD)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who gets a picture or a PDF is the question here, not what is drawn in it."""
    monkeypatch.setattr("clusterdynamics_web.interviews.views.paper_pdf", lambda *a, **k: b"%PDF")
    monkeypatch.setattr("clusterdynamics_web.setup.views.agreement.example_picture", lambda *a, **k: "<svg/>")


@pytest.fixture
def call(home: House, operator: User, log_in: Callable[[User], Client]) -> Callable[[str], Client]:
    """Return a function from a column to a client."""

    def call(column: str) -> Client:
        role = COLUMNS[column]
        if column == "anonymous":
            return Client()
        if role is not None:
            return log_in(home.people[role])
        return log_in(operator if column == "operator" else User.objects.create_user("stranger@example.org"))

    return call


def test_the_table_has_every_address_and_no_other() -> None:
    known = {(method, name) for method, name, _marks in TABLE}
    assert len(known) == len(TABLE), "a line stands twice"
    missing, seen, unknown = [], set(), set()
    for name, arguments, declaration in own_routes():
        for method in declaration.methods:
            seen.add((method, name))
            if (method, name) not in known:
                missing.append(suggested(method, name, arguments, declaration.who))
        unknown |= {f'    ("{name}", "{a}"): lambda house: …,' for a in arguments if not {a, (name, a)} & set(SAMPLES)}
    lines = "\n".join(missing)
    assert not missing, f"add to TABLE, after a look at the role table of the specification:\n{lines}"
    lines = "\n".join(sorted(unknown))
    assert not unknown, f"add to SAMPLES:\n{lines}"
    assert known <= seen, f"no address has these lines of TABLE: {sorted(known - seen)}"


@pytest.mark.parametrize("column", COLUMNS)
def test_each_role_gets_what_the_table_says(column: str, home: House, call: Callable[[str], Client]) -> None:
    client = call(column)
    arguments = {name: found for name, found, _declaration in own_routes()}
    wrong = []
    for method, name, marks in TABLE:
        with transaction.atomic():
            url = address(name, arguments[name], home)
            got = mark(ask(client, method, url))
            transaction.set_rollback(True)
        expected = marks.replace(" ", "")[list(COLUMNS).index(column)]
        if got != expected:
            wrong.append(f"{method} {name} as {column}: {got}, the table says {expected}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("role", [r for r in COLUMNS.values() if r is not None])
def test_another_region_finds_nothing_there(
    role: Role, home: House, elsewhere: House, log_in: Callable[[User], Client]
) -> None:
    """PV-01: every address with a region or study, as each role of another region, under both regions' names."""
    client = log_in(elsewhere.people[role])
    wrong = []
    for name, arguments, declaration in own_routes():
        if not {"region", "study"} & set(arguments):
            continue
        disguises = [{}]  # as it is
        # Whoever has no right in the own region is refused before the object is looked for: three roles have them all.
        strong = role in {Role.REGION_ADMIN, Role.STUDY_LEAD, Role.INTERVIEWER}
        if strong and "region" in arguments and set(arguments) - {"region"}:
            disguises.append({"region": elsewhere.region.slug})  # what is theirs under the name of one's own region
        if strong and {"region", "study"} < set(arguments):
            disguises.append({"region": elsewhere.region.slug, "study": elsewhere.study.key})
        for given in disguises:
            if given and set(arguments) - set(given) <= PLAIN:
                continue  # what has no object of its own shows one's own region or study
            for method in declaration.methods:
                with transaction.atomic():
                    response = ask(client, method, address(name, arguments, home, **given))
                    transaction.set_rollback(True)
                # Under one's own region or study the role may be refused before the object is looked for.
                refused = {404, 403} if given else {404}
                if response.status_code not in refused:
                    wrong.append(f"{method} {name} {given or ''}: {response.status_code}")
    assert not wrong, "\n".join(wrong)


def test_nobody_sees_a_page_of_a_region_without_logging_in(home: House) -> None:
    wrong = []
    for name, arguments, declaration in own_routes():
        if {"region", "study"} & set(arguments):
            for method in declaration.methods:
                with transaction.atomic():
                    got = mark(ask(Client(), method, address(name, arguments, home)))
                    transaction.set_rollback(True)
                if got not in {"L", "4"}:
                    wrong.append(f"{method} {name}: {got}")
    assert not wrong, "\n".join(wrong)


def test_an_operator_sees_no_study() -> None:
    arguments = {name: found for name, found, _declaration in own_routes()}
    assert [name for _m, name, marks in TABLE if {"region", "study"} & set(arguments[name]) and marks[2] != "4"] == []


def test_the_cluster_manager_reads_no_answers() -> None:
    """PV-02: the role has not the right, and no address that needs it lets the role in."""
    assert Right.READ_ANSWERS not in RIGHTS[Role.CLUSTER_MANAGER]
    rights = {name: declaration.who for name, _arguments, declaration in own_routes()}
    manager = 2 + list(COLUMNS).index("manager")  # two blanks before it
    assert [name for _m, name, marks in TABLE if rights[name] == Right.READ_ANSWERS and marks[manager] == "+"] == []


@pytest.mark.parametrize("logged_in", [False, True])
def test_addresses_of_other_packages(logged_in: bool, home: House, log_in: Callable[[User], Client]) -> None:
    client = log_in(home.manager) if logged_in else Client()
    seen, wrong = set(), []
    for name, path, _view in walk():
        if not name.startswith(FOREIGN):
            continue
        seen.add(name)
        found = re.findall(r"<(?:\w+:)?(\w+)>", path)
        url = reverse(name, kwargs={a: FOREIGN_ARGUMENTS[a] for a in found})
        status = ask(client, "GET", url).status_code
        expected = FOREIGN_TABLE.get(name, (0, 0))[logged_in]
        if status != expected:
            wrong.append(
                f"{name}, {'' if logged_in else 'not '}logged in: {status}, the table says {expected or 'nothing'}"
            )
    assert not wrong, "\n".join(wrong)
    assert seen == set(FOREIGN_TABLE)
