"""Invitations: by mail, used up by a press of a button only, good for 14 days."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from clusterdynamics.errors import InputError
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.regions.models import AuditEntry, Invitation, Role
from clusterdynamics_web.regions.operations import (
    accept_invitation,
    change_role,
    find_invitation,
    invite,
    remove_role,
    resend_invitation,
    withdraw_invitation,
)
from tests.web.conftest import PASSWORD, House

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh() -> None:
    cache.clear()


def link(text: str) -> str:
    found = re.search(r"https?://[^/\s]+(/invitation/\S+)", text)
    assert found
    return found[1]


def invited(home: House, client: Client, role: str = "curator", language: str = "en") -> str:
    form = {"email": "New@Example.org", "role": role, "language": language}
    client.post(f"/r/{home.region.slug}/people/", form)
    return link(mail.outbox[-1].body)


def test_a_new_person_gets_account_and_role(home: House, log_in: Callable[[User], Client]) -> None:
    path = invited(home, log_in(home.admin))
    client = Client()
    page = client.get(path)
    assert page.status_code == 200
    assert "curator" in page.text
    response = client.post(path, {"person": "Nea", "password": PASSWORD})
    assert response.headers["Location"] == f"/r/{home.region.slug}/"
    user = User.objects.get(email="new@example.org")
    assert user.name == "Nea"
    assert user.memberships.get().role == Role.CURATOR
    assert client.get(f"/r/{home.region.slug}/").status_code == 200
    assert Client().get(path).status_code == 404, "it is used up"
    verbs = AuditEntry.objects.filter(verb__startswith="invitation").values_list("verb", flat=True)
    assert list(verbs) == ["invitation.accepted", "invitation.sent"]
    assert not any("example.org" in f"{e.object} {e.details}" for e in AuditEntry.objects.all())


def test_the_mail_is_plain_and_html_in_the_language_of_the_person(
    home: House, log_in: Callable[[User], Client]
) -> None:
    invited(home, log_in(home.admin), language="fr")
    message = mail.outbox[0]
    (html, kind) = message.alternatives[0]
    assert kind == "text/html"
    assert '<html lang="fr">' in html
    assert link(message.body) in html
    assert not re.search(r"<(script|style|img|link)|style=", html)
    assert home.admin.name in message.body
    month = ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre"]
    until = timezone.now() + timedelta(days=14)
    assert [*month, "novembre", "décembre"][until.month - 1] in message.body, "dates are French, too"


def test_the_token_is_long_and_kept_as_a_hash_only(home: House) -> None:
    invitation, token = invite(home.admin, home.region, "new@example.org", Role.CURATOR, "en")
    assert len(token) * 6 >= 128
    row = Invitation.objects.filter(pk=invitation.pk).values().get()
    assert token not in str(row)


def test_a_scanner_that_follows_the_link_uses_nothing_up(home: House, log_in: Callable[[User], Client]) -> None:
    path = invited(home, log_in(home.admin))
    for method in ("get", "head", "get"):
        assert getattr(Client(), method)(path).status_code == 200
    assert not User.objects.filter(email="new@example.org").exists()
    assert Client().post(path, {"person": "Nea", "password": PASSWORD}).status_code == 302


def test_the_link_needs_the_form_of_its_page(home: House, log_in: Callable[[User], Client]) -> None:
    path = invited(home, log_in(home.admin))
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(path, {"person": "Nea", "password": PASSWORD}).status_code == 403


def test_all_problems_are_told_and_nothing_is_made(home: House, log_in: Callable[[User], Client]) -> None:
    path = invited(home, log_in(home.admin))
    page = Client().post(path, {"person": "", "password": "new@example.org"})
    assert page.status_code == 400
    assert "This field is required" in page.text
    assert "too similar" in page.text
    assert not User.objects.filter(email="new@example.org").exists()


def test_one_accepts_with_the_account_one_is_logged_in_to(home: House, log_in: Callable[[User], Client]) -> None:
    path = invited(home, log_in(home.admin))
    client = log_in(home.manager)
    assert "You are logged in as" in client.get(path).text
    assert client.post(path).headers["Location"] == f"/r/{home.region.slug}/"
    assert home.manager.memberships.get().role == Role.CURATOR
    assert not User.objects.filter(email="new@example.org").exists()


def test_who_has_an_account_logs_in_first(home: House, elsewhere: House) -> None:
    invitation, token = invite(home.admin, home.region, elsewhere.manager.email, Role.CURATOR, "en")
    path = f"/invitation/{token}/"
    page = Client().get(path).text
    assert f"/accounts/login/?next=/invitation/{token}/" in page.replace("%2F", "/")
    assert Client().post(path, {"person": "Thief", "password": PASSWORD}).status_code == 200
    invitation.refresh_from_db()
    assert invitation.accepted_at is None


def test_into_a_study(home: House, log_in: Callable[[User], Client]) -> None:
    form = {"email": "new@example.org", "role": "interviewer", "language": "sv"}
    log_in(home.lead).post(home.url("people/"), form)
    path = link(mail.outbox[0].body)
    assert "How we work together" in mail.outbox[0].body
    Client().post(path, {"person": "Nea", "password": PASSWORD})
    user = User.objects.get(email="new@example.org")
    assert user.study_roles.get().role == Role.INTERVIEWER
    assert user.memberships.count() == 0


def test_a_new_region_admin_sets_the_second_step_up_first(home: House, log_in: Callable[[User], Client]) -> None:
    path = invited(home, log_in(home.admin), role="region_admin")
    client = Client()
    client.post(path, {"person": "Nea", "password": PASSWORD})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("clusterdynamics_web.accounts.middleware.is_mfa_enabled", lambda user: False)
        assert client.get(f"/r/{home.region.slug}/").headers["Location"] == "/accounts/2fa/"
        assert client.get("/accounts/2fa/totp/activate/").status_code == 200


def test_old_withdrawn_and_wrong_links_get_the_same_answer(home: House) -> None:
    old, first = invite(home.admin, home.region, "old@example.org", Role.CURATOR, "en")
    Invitation.objects.filter(pk=old.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    taken, second = invite(home.admin, home.region, "taken@example.org", Role.CURATOR, "en")
    withdraw_invitation(home.admin, taken)
    answers = set()
    for token in (first, second, "never-was"):
        for response in (Client().get(f"/invitation/{token}/"), Client().post(f"/invitation/{token}/")):
            assert response.status_code == 404
            answers.add(re.sub(r'value="[^"]*"', "", response.text).replace(token, ""))
    assert len(answers) == 1
    with pytest.raises(InputError, match="cannot be used any more"):
        accept_invitation(home.manager, old)


def test_it_is_good_for_14_days(home: House) -> None:
    invitation, token = invite(home.admin, home.region, "new@example.org", Role.CURATOR, "en")
    assert invitation.expires_at - invitation.created_at > timedelta(days=13, hours=23)
    Invitation.objects.filter(pk=invitation.pk).update(expires_at=timezone.now() + timedelta(minutes=1))
    assert find_invitation(token) == invitation


def test_guessing_is_stopped(home: House) -> None:
    """20 wrong links from one machine in 10 minutes."""
    codes = [Client().get(f"/invitation/guess-{n}/").status_code for n in range(22)]
    assert codes == [404] * 20 + [429] * 2
    _invitation, token = invite(home.admin, home.region, "new@example.org", Role.CURATOR, "en")
    assert Client().get(f"/invitation/{token}/").status_code == 200, "a right link is no guess"


def test_sent_again_the_old_link_stops(home: House, log_in: Callable[[User], Client]) -> None:
    client = log_in(home.admin)
    first = invited(home, client)
    number = Invitation.objects.get().pk
    client.post(f"/r/{home.region.slug}/invitations/{number}/again/")
    second = link(mail.outbox[-1].body)
    assert Client().get(first).status_code == 404
    assert Client().get(second).status_code == 200
    client.post(f"/r/{home.region.slug}/invitations/{number}/withdraw/")
    assert Client().get(second).status_code == 404
    page = client.post(f"/r/{home.region.slug}/invitations/{number}/again/", follow=True).text
    assert "accepted or withdrawn" in page


def test_what_is_refused(home: House, log_in: Callable[[User], Client]) -> None:
    invite(home.admin, home.region, "new@example.org", Role.CURATOR, "en")
    with pytest.raises(InputError, match="invited already"):
        invite(home.admin, home.region, "NEW@example.org ", Role.CURATOR, "en")
    with pytest.raises(InputError, match="has this role already"):
        invite(home.admin, home.region, home.admin.email, Role.REGION_ADMIN, "en")
    with pytest.raises(InputError, match="has this role already"):
        invite(home.admin, home.study, home.lead.email, Role.STUDY_LEAD, "en")
    for where, role in ((home.region, Role.STUDY_LEAD), (home.study, Role.REGION_ADMIN)):
        with pytest.raises(InputError, match="cannot be given here"):
            invite(home.admin, where, "other@example.org", role, "en")
    page = log_in(home.admin).post(f"/r/{home.region.slug}/people/", {"email": "x", "role": "study_lead"})
    assert page.status_code == 400
    assert "valid email" in page.text
    accepted, _token = invite(home.admin, home.region, "third@example.org", Role.CURATOR, "en")
    accept_invitation(home.manager, accepted)
    with pytest.raises(InputError, match="accepted already"):
        withdraw_invitation(home.admin, accepted)
    with pytest.raises(InputError, match="accepted or withdrawn"):
        resend_invitation(home.admin, accepted)


def test_the_region_that_is_confirmed_answers_for_its_mails(home: House, log_in: Callable[[User], Client]) -> None:
    home.region.sender_name, home.region.sender_email = "Kim", "kim@north.example"
    home.region.sender_verified_at = timezone.now()
    home.region.save()
    invited(home, log_in(home.admin))
    assert mail.outbox[0].reply_to == ["Kim <kim@north.example>"]
    assert mail.outbox[0].from_email.startswith("Kim <")


def test_a_name_with_a_line_break_sends_no_further_header(home: House, log_in: Callable[[User], Client]) -> None:
    home.region.name = "North\nBcc: all@example.org"
    home.region.save()
    invited(home, log_in(home.admin))
    assert "\n" not in mail.outbox[0].subject
    assert mail.outbox[0].recipients() == ["new@example.org"]


def test_others_are_told_of_an_invitation_to_read_answers(home: House, log_in: Callable[[User], Client]) -> None:
    """Nobody lets a second account of their own in without the lead and the other admins knowing."""
    admin = log_in(home.admin)
    form = {"email": "second@north.example", "language": "en"}
    admin.post(home.url("people/"), form | {"role": "facilitator"})
    assert [m.to for m in mail.outbox] == [["second@north.example"]]
    mail.outbox.clear()
    admin.post(home.url("people/"), form | {"role": "study_lead"})
    assert [m.to for m in mail.outbox] == [["second@north.example"], [home.lead.email]]
    told = mail.outbox[1]
    assert f"{home.admin} has invited second@north.example to the study" in told.body
    assert "/invitation/" not in told.body
    assert "/invitation/" not in str(told.alternatives)
    mail.outbox.clear()
    admin.post(f"/r/{home.region.slug}/people/", form | {"role": "region_admin"})
    assert [m.to for m in mail.outbox] == [["second@north.example"]]  # there is no other admin


def test_two_admins_take_the_same_role_away(home: House, log_in: Callable[[User], Client]) -> None:
    """The second finds that it is done, not an error of the server."""
    membership = home.region.memberships.get(role=Role.CURATOR)
    remove_role(home.admin, membership)
    membership.pk = membership.pk or -1
    with pytest.raises(InputError, match="already"):
        remove_role(home.admin, membership)
    with pytest.raises(InputError, match="already"):
        change_role(home.admin, membership, Role.NETWORK_READER)
