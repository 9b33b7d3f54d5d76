"""A study full of answers, and a walk through all pages as each role."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clusterdynamics_web.fieldwork.models import Contact, ContactKey, NominatedPerson
from clusterdynamics_web.interviews.models import ContactAttempt, Note, Outcome
from clusterdynamics_web.regions.models import Role
from clusterdynamics_web.studies.models import Actor, Study, Wave
from clusterdynamics_web.studies.state import current_wave
from clusterdynamics_web.survey.models import (
    Answer,
    AreaAnswer,
    Consent,
    Nomination,
    OutsideLink,
    PartnerRegion,
    Rating,
    Respondent,
    Story,
    Tie,
    Wish,
    WriteIn,
)
from tests.web.addresses import SAMPLES
from tests.web.conftest import House
from tests.web.test_routes import own_routes

__all__ = ["ANSWER_WORDS", "READERS", "Answered", "answered", "every_page", "same_pages"]

#: Stands in every text that somebody answered.
MARK = "zzonlyinanswers"
#: A rating and a tie as nobody gives them: where such a number stands on a page, a rating stands there.
RATING, TIE = 4.713, 3.617
#: What a page must not hold that is for people who do not read answers.
ANSWER_WORDS = (MARK, "4.713", "4,713", "4.71", "4,71", "3.617", "3,617", "3.62", "3,62")
#: Who comes to pages of a study and may not read answers.
READERS = (Role.CLUSTER_MANAGER, Role.BOARD, Role.FACILITATOR, Role.INTERVIEWER, Role.REGION_ADMIN)
#: One organisation of finance: a group of one.
KINDS = {"A": "firm", "B": "firm", "C": "firm", "D": "research", "E": "research", "F": "finance"}


@dataclass
class Answered:
    """A study in which several organisations have answered everything."""

    home: House
    wave: Wave
    actors: dict[str, Actor]
    people: dict[str, Respondent]

    @property
    def study(self) -> Study:
        return self.home.study


@pytest.fixture
def answered(home: House) -> Answered:
    """Six organisations, of which four have sent everything in; the interviewer called one of them."""
    study, wave = home.study, current_wave(home.study)
    today = timezone.localdate()
    wave.opens, wave.closes, wave.opened_at = today, today + timedelta(days=20), timezone.now()
    wave.save()
    actors = {
        code: Actor.objects.create(study=study, code=code, label=f"Organisation {code}", type=kind)
        for code, kind in KINDS.items()
    }
    people = {}
    for code, actor in actors.items():
        person = Respondent.objects.create(
            study=study, wave=wave, code=f"r{code.lower()}", actor=actor, invited_at=timezone.now()
        )
        contact = Contact.objects.create(study=study, actor=actor, name=f"Person {code}", email=f"{code}@firm.example")
        ContactKey.objects.create(contact=contact, respondent=person)
        people[code] = person
    house = Answered(home, wave, actors, people)
    for code in "ABCD":
        answer(house, code, to="BCDA"["ABCD".index(code)])
    interviewer = home.people[Role.INTERVIEWER]
    # The address of the interview in the table of samples is that of "r1".
    Respondent.objects.filter(pk=people["A"].pk).update(assigned_to=interviewer, code="r1", mode="phone")
    ContactAttempt.objects.create(respondent=people["A"], interviewer=interviewer, outcome=Outcome.COMPLETED)
    Note.objects.create(respondent=people["A"], interviewer=interviewer, text=f"Margin {MARK}")
    return house


def answer(house: Answered, code: str, *, to: str, mark: str = MARK, rating: float = RATING, tie: float = TIE) -> None:
    """Let an organisation answer in every table there is, about one partner."""
    person, wave, study = house.people[code], house.wave, house.study
    pair = {"wave": wave, "sender": person.actor, "to": house.actors[to], "respondent": person}
    Tie.objects.create(**pair, relation="depth", value=tie, areas=[mark], purposes=[mark])
    for item in ("trust.open", "value.power", "energy.drive"):
        Rating.objects.create(**pair, item=item, value=rating)
    Wish.objects.create(**pair, kind="more", areas=[mark])
    Answer.objects.create(respondent=person, item="s1.1", value=f"{rating}")
    Answer.objects.create(respondent=person, item="barriers", value=mark)
    AreaAnswer.objects.create(respondent=person, area="training", answer=mark[:20])
    NominatedPerson.objects.get_or_create(study=study, code="p1", defaults={"name": f"Anna {mark}"})
    Nomination.objects.create(respondent=person, actor=house.actors[to], person="p1", reason=mark)
    OutsideLink.objects.create(respondent=person, has_links=True, region=mark, purpose=mark)
    PartnerRegion.objects.create(respondent=person, has_partners=True, region=mark, gets=mark, door_name=mark)
    Story.objects.create(
        study=study, code=f"s-{code}", wave=wave, respondent=person, actor=person.actor, text=mark, visibility="nobody"
    )
    WriteIn.objects.create(respondent=person, name=f"Firm {mark}")
    Consent.objects.create(respondent=person, choice="take_part", visibility="yes")
    now = timezone.now()
    Respondent.objects.filter(pk=person.pk).update(
        opened_at=now, started_at=now, submitted_at=now, saved_at=now, progress=1.0, mode="web",
        offered=[c for c in house.actors if c != code],
    )  # fmt: skip


def forget_answers(study: Study) -> None:
    """Erase everything that was answered, and leave who has answered."""
    people = study.respondents.all()
    for model in (Tie, Rating, Wish, Answer, AreaAnswer, Nomination, OutsideLink, PartnerRegion, WriteIn):
        model.objects.filter(respondent__in=people).delete()
    Story.objects.filter(respondent__in=people).delete()  # one told by link is nobody's answer
    NominatedPerson.objects.filter(study=study).delete()
    Note.objects.filter(respondent__in=people).delete()


@pytest.fixture(autouse=True)
def drawn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a picture of the invented cluster shows does not depend on the study: `test_attacks.py` is about that."""
    monkeypatch.setattr("clusterdynamics_web.setup.views.agreement.example_picture", lambda *a, **k: "<svg/>")


def every_page(house: House, *, but: Callable[[str], bool] = lambda name: False) -> dict[str, str]:
    """Return name → address of everything that answers to GET. What an address needs is made once, and stays."""
    made: dict[Any, Any] = {}
    urls = {}
    for name, arguments, declaration in own_routes():
        if "GET" not in declaration.methods or name in _OF_RESULTS or name.startswith("session") or but(name):
            continue
        values = {}
        for argument in arguments:
            sample = SAMPLES.get((name, argument)) or SAMPLES[argument]
            same = (sample.__code__.co_names, sample.__code__.co_consts)
            if same not in made:
                made[same] = sample(house)
            values[argument] = made[same]
        urls[name] = reverse(name, kwargs=values)
    return urls


def read(client: Client, url: str) -> bytes:
    """Return all that comes back: status, headers, content; without what differs from one request to the next."""
    with transaction.atomic():
        client.cookies.pop("messages", None)  # what a page before this one wanted to say
        response = client.get(url)
        content = _content(response)
        transaction.set_rollback(True)
    headers = "\n".join(f"{k}: {v}" for k, v in sorted(response.headers.items()) if k not in _CHANGING)
    content = re.sub(rb'(name="csrfmiddlewaretoken" value=|"X-CSRFToken": )"\w+"', b"", content)
    content = re.sub(rb"nonce-[\w+/=-]+", b"", content)
    content = re.sub(
        rb"/jobs/\w+/|DTSTAMP:\w+|<(?:\w+:)?(?:updated|responseDate)>[^<]+", b"", content
    )  # the work that waits, and the time
    return f"{response.status_code}\n{headers}\n\n".encode() + content


#: Addresses of what is made of a closed wave; their samples would pretend one.
_OF_RESULTS = {"results_document", "published", "published_section", "published_picture"}
_CHANGING = {"Content-Length", "Content-Security-Policy", "ETag", "Last-Modified", "Set-Cookie"}


def _content(response: HttpResponseBase) -> bytes:
    streamed: Any = getattr(response, "streaming_content", None)
    return b"".join(streamed) if streamed is not None else bytes(response.content)  # type: ignore[attr-defined]


def same_pages(
    clients: dict[str, Client],
    urls: dict[str, str],
    change: Callable[[], None],
    lets_in: Callable[[str, str], bool] = lambda who, name: True,
) -> Iterator[tuple[str, bytes, bytes]]:
    """Yield what was read before and after a change, where somebody is let in: "role page", before, after."""
    before = {
        (who, name): read(client, url)
        for who, client in clients.items()
        for name, url in urls.items()
        if lets_in(who, name)
    }
    change()
    for (who, name), seen in before.items():
        if seen.startswith(b"200"):
            yield f"{who} {name}", seen, read(clients[who], urls[name])


def difference(before: bytes, after: bytes) -> str:
    """Return the first line in which two pages differ."""
    one, other = before.decode(errors="replace").splitlines(), after.decode(errors="replace").splitlines()
    return next((f"{a[:200]!r} became {b[:200]!r}" for a, b in zip(one, other, strict=False) if a != b), "more lines")
