"""PV-01 for files: what is no page is as closed to other regions as pages are. Attack 7: what files give away."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client

from clusterdynamics.disclosure import leaks
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.interviews.paper import paper_html, paper_pdf
from clusterdynamics_web.regions.models import Role
from clusterdynamics_web.routes import walk
from tests.web.conftest import House
from tests.web.privacy.conftest import ANSWER_WORDS, Answered

pytestmark = pytest.mark.django_db

type LogIn = Callable[[User], Client]

#: What a study gives out as a file: method, address, what is sent.
FILES = {
    "study_export": ("POST", "export/", {"reason": "For the yearly report"}),
    "field_merge": ("POST", "field/mail/invitation/merge/", {}),
    "interview_paper": ("GET", "interviews/paper/en.pdf", {}),
    "results_picture": ("GET", "results/picture/stage-1.svg", {}),
}


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("clusterdynamics_web.interviews.views.paper_pdf", lambda *a, **k: b"%PDF")


def _ask(client: Client, house: House, name: str) -> tuple[int, str, bytes]:
    method, path, data = FILES[name]
    url = house.url(path)
    response = client.post(url, data) if method == "POST" else client.get(url)
    return response.status_code, response.headers.get("Content-Disposition", ""), response.content


@pytest.mark.usefixtures("quick")
def test_files_are_closed_to_other_regions(answered: Answered, elsewhere: House, log_in: LogIn) -> None:
    home = answered.home
    lead = log_in(home.lead)
    given = {name: _ask(lead, home, name)[0] for name in FILES if name != "results_picture"}
    assert set(given.values()) == {200}, given
    for role, user in elsewhere.people.items():
        client = log_in(user)
        for name in FILES:
            assert _ask(client, home, name)[0] == 404, f"{name} as {role} of another region"
    # Under one's own region's name the study of the other is not found either.
    client = log_in(elsewhere.lead)
    for method, path, data in FILES.values():
        url = home.url(path).replace(f"/r/{home.region.slug}/", f"/r/{elsewhere.region.slug}/")
        assert (client.post(url, data) if method == "POST" else client.get(url)).status_code == 404, url


def test_what_is_kept_in_files_has_no_address() -> None:
    """Snapshots and readings lie in the data folder; nothing serves that folder."""
    paths = [path for _name, path, _view in walk()]
    assert not [p for p in paths if p.startswith(("media", "^media"))]
    assert settings.MEDIA_URL in {"", "/", "/media/"}
    assert Client().get("/media/snapshots/x.zip").status_code == 404


@pytest.mark.usefixtures("quick")
def test_attack_7_names_of_files_name_nobody(answered: Answered, log_in: LogIn) -> None:
    lead = log_in(answered.home.lead)
    people = [c for code in "ABCDEF" for c in (f"Organisation {code}", f"Person {code}", f"{code}@firm.example")]
    for name in FILES:
        _status, disposition, _content = _ask(lead, answered.home, name)
        assert not leaks(disposition, [*people, *ANSWER_WORDS]), disposition


def test_attack_7_the_form_on_paper_holds_names_of_the_roster_and_nothing_else(answered: Answered) -> None:
    page = paper_html(answered.study, answered.wave, "en")
    assert "Organisation A" in page
    people = [c for code in "ABCDEF" for c in (f"Person {code}", f"{code}@firm.example", f"r{code.lower()}")]
    assert not leaks(page, [*people, *ANSWER_WORDS])


@pytest.mark.verify
def test_attack_7_the_pdf_says_no_more_than_the_page(answered: Answered) -> None:
    made = paper_pdf(answered.study, answered.wave, "en")
    people = [c for code in "ABCDEF" for c in (f"Person {code}", f"{code}@firm.example")]
    users = [str(u) for u in answered.home.people.values()]
    assert not leaks(made, [*people, *users, *ANSWER_WORDS], name="form.pdf")


def test_the_board_gets_no_file_but_the_empty_form(answered: Answered, log_in: LogIn) -> None:
    client = log_in(answered.home.people[Role.BOARD])
    assert _ask(client, answered.home, "study_export")[0] == 403
    assert _ask(client, answered.home, "field_merge")[0] == 403
