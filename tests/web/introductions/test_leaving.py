"""Who leaves, or takes answers back, leaves no trace in introductions, and nothing more is written to them."""

from __future__ import annotations

import pytest
from django.core import mail as outbox
from django.test import Client

from clusterdynamics_web.introductions import operations, suggestions
from clusterdynamics_web.introductions.models import Champion, Introduction, Letter, Side
from clusterdynamics_web.introductions.nominees import nominees_of
from clusterdynamics_web.survey.models import Respondent
from clusterdynamics_web.survey.operations import erase_answers, opt_out
from clusterdynamics_web.survey.package import build_study
from tests.web.introductions.conftest import WAVE, Meeting, letters_to, link_in, opened, say

pytestmark = pytest.mark.django_db


def _suggested(meeting: Meeting, wave: str = WAVE) -> set[str]:
    rows = build_study(meeting.study)["suggestions"].filter(wave=wave)
    return {*rows["from"].to_list(), *rows["to"].to_list()}


def test_an_organisation_that_opts_out_is_in_no_introduction(meeting: Meeting) -> None:
    operations.prepare_list(None, meeting.snapshot, holds_out=False)
    a, b = meeting.pairs()[0]
    one = meeting.ask((a, b))
    say(one, a, "yes")
    say(one, b, "yes")
    path = link_in(letters_to(b)[0].body)
    window = opened(path)
    organisation = next(n for n in nominees_of(meeting.snapshot) if not n.is_person)
    operations.note_choice(None, meeting.snapshot, organisation, "network")
    waiting = len(outbox.outbox)
    for actor in (meeting.study.actors.get(code=a), organisation.actor):
        assert actor is not None
        opt_out(actor, meeting.snapshot.wave)
        assert not Side.objects.filter(actor=actor).exists()
        for wave in ("2024", WAVE):
            assert actor.code not in _suggested(meeting, wave)
    assert not Introduction.objects.exists()
    assert not Letter.objects.exists()
    assert not Champion.objects.exists()
    operations.send_due()  # the contacts of somebody who left do not go out any more
    assert len(outbox.outbox) == waiting
    assert window.get("/meet/").status_code == 404
    assert Client().post(path).status_code == 404


def test_who_erases_the_answers_is_in_no_introduction_of_that_wave(meeting: Meeting) -> None:
    operations.prepare_list(None, meeting.snapshot, holds_out=True, seed=3)
    a, b = meeting.pairs()[0]
    one = meeting.ask((a, b))
    say(one, a, "yes")
    held = {c for pair in suggestions.held_out(meeting.study, WAVE) for c in pair}
    person = Respondent.objects.get(contact_key__contact=meeting.contact(a))
    erase_answers(person, contact=True)
    assert not Introduction.objects.exists()
    assert a not in _suggested(meeting)
    assert held - {a} <= _suggested(meeting)
    assert not meeting.study.contacts.filter(actor__code=a).exists()
