"""Every text of set-up, field work, interviews and answering can be translated, see `test_texts`."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.test import Client

from clusterdynamics.models import load_model
from clusterdynamics.models.texts import texts_of
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.regions.models import Role
from clusterdynamics_web.studies.words import words_of
from clusterdynamics_web.survey.operations import create_link
from tests.web.privacy.conftest import MARK, Answered, answered, drawn_once, every_page
from tests.web.test_texts import NAMES, Pretend, pretend, strange, untranslated

__all__ = ["answered", "drawn_once", "pretend"]

pytestmark = pytest.mark.django_db

#: What stands on pages as somebody wrote it, or as the reference model says it in each language.
OWN = {MARK, "Anna", "Name", "Person A", "list.csv", "Alpha", "r1"}


def names_of(answered: Answered) -> set[str]:
    study = answered.study
    people = {str(u) for u in answered.home.people.values()} | {u.email for u in answered.home.people.values()}
    model = load_model("reference", "en")
    words = {w for w in words_of(study).values() if w} | set(study.parsed.types.values())
    words |= {text.replace("{most}", "5") for text in texts_of(model).values()}
    words |= {source.citation for source in model.sources}
    organisations = {a.label for a in answered.actors.values()} | {f"Person {code}" for code in answered.actors}
    return NAMES | OWN | people | words | organisations | {study.key}


def pages(answered: Answered, log_in: Callable[[User], Client], parts: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    urls = every_page(answered.home, but=lambda name: not name.startswith(parts))
    for role in (Role.STUDY_LEAD, Role.INTERVIEWER):
        client = log_in(answered.home.people[role])
        for name, url in urls.items():
            page = client.get(url)
            if page.status_code == 200 and page.headers["Content-Type"].startswith("text/html"):
                yield f"{name} as {role}", page.text


@pytest.mark.parametrize("parts", [("study_",), ("field_", "interview_", "room_")], ids=["set-up", "field work"])
def test_pages_of_the_team(
    answered: Answered,
    log_in: Callable[[User], Client],
    pretend: Pretend,
    parts: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("clusterdynamics_web.interviews.views.paper_pdf", lambda *a, **k: b"%PDF")
    wrong = untranslated(pages(answered, log_in, parts), names_of(answered))
    assert not wrong, "\n".join(dict.fromkeys(wrong))
    assert strange(pretend.asked) == []


def test_pages_of_those_who_answer(answered: Answered, pretend: Pretend) -> None:
    client = Client()
    assert client.post(f"/a/{create_link(answered.people['A'])}/").status_code == 302
    found = [
        (p, client.get(f"/answer/{p}/").text)
        for p in (
            "consent",
            "pick",
            "more",
            "cluster-1",
            "areas-1",
            "outside",
            "champions",
            "barriers",
            "stories",
            "review",
            "help",
            "data",
            "erase",
            "leave-list",
            "copy",
            "done",
        )
    ]
    found += [(p, Client().get(p).text) for p in ("/a/", "/a/unknown/", "/a/unknown/no/", "/join/", "/answer/consent/")]
    found.append(("card", client.get(f"/answer/with-{answered.actors['B'].pk}/").text))
    wrong = untranslated(iter(found), names_of(answered))
    assert not wrong, "\n".join(dict.fromkeys(wrong))
    assert strange(pretend.asked) == []
