"""Every address × every role: one table. What a role may do is decided in `rights.py`; this is what comes of it.

A new address: run this file. It prints the lines to add to `TABLE`, with what follows from the declared right.
Hold each line against the role table of the privacy specification before you add it. An argument that is not known
yet wants a line in `SAMPLES`. Both are in `addresses/`, a module for each part of the application.
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

from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.checks import FOREIGN
from clusterdynamics_web.regions.models import Role
from clusterdynamics_web.rights import RIGHTS, Right
from clusterdynamics_web.routes import Visitors, declaration_of, walk
from tests.web.addresses import PLAIN, SAMPLES, TABLE
from tests.web.conftest import House

pytestmark = pytest.mark.django_db

#: Between them, these three have every right that a role can have.
STRONG = {Role.REGION_ADMIN, Role.STUDY_LEAD, Role.INTERVIEWER}

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
    marks = {200: "+", 302: "+", 303: "+", 400: "+", 409: "+", 422: "+", 401: "L", 403: "3", 404: "4"}
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
        marks = {
            Visitors.LOGGED_IN: "L" + 10 * "+",
            Visitors.OPERATOR: "L3+" + 8 * "3",
            Visitors.PROGRAM: 11 * "L",
        }.get(who, 11 * "+")
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


@pytest.mark.parametrize(
    "role",
    [
        pytest.param(role, marks=() if role in STRONG else pytest.mark.verify)
        for role in COLUMNS.values()
        if role is not None
    ],
)
def test_another_region_finds_nothing_there(
    role: Role, home: House, elsewhere: House, log_in: Callable[[User], Client]
) -> None:
    """PV-01: every address with a region or study, as each role of another region, under both regions' names."""
    client = log_in(elsewhere.people[role])
    wrong = []
    for name, arguments, declaration in own_routes():
        if not {"region", "study"} & set(arguments) or declaration.who == Visitors.PROGRAM:
            continue  # whoever comes without a key is told so before anything is looked for
        disguises = [{}]  # as it is
        # Whoever has no right in the own region is refused before the object is looked for.
        strong = role in STRONG
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
    assert [
        name for _m, name, marks in TABLE if {"region", "study"} & set(arguments[name]) and marks[2] not in "4L"
    ] == []


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
